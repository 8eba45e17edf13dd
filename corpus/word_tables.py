"""Tables of a Word file: ruled, merged cells in the head, the head repeated on each page, no row cut in two."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from docx.document import Document as WordDocument
from docx.shared import Pt

from corpus.heads import merged_cells, shared_out
from corpus.layout import Table
from corpus.word_looks import set_cell
from corpus.word_notes import add_text
from corpus.word_xml import element

#: more columns than these stand on a sheet that lies on its side
UPRIGHT_COLUMNS = 9
#: type sizes, widths of sheets and what a cell needs beside its words, in points; a letter as a share of its size
_SIZES = (12.0, 11.0, 10.0, 9.0, 8.0)
_UPRIGHT, _LYING = 459.0, 705.0
_ROOM, _LETTER, _CAPITAL = 15.0, 0.55, 0.75
_FIGURE = re.compile(r"[\d.,/%+\-–\s]*\d[\d.,/%*\s]*|[-–]")


@dataclass(frozen=True, slots=True)
class _Fit:
    """A type size and the widths of the columns, in points."""

    size: float
    widths: tuple[float, ...]


def is_wide(table: Table) -> bool:
    """Return whether a table needs a sheet that lies on its side."""
    return len(table.rows[0]) > UPRIGHT_COLUMNS


def add_table(document: WordDocument, table: Table) -> None:
    """Add a table to a document."""
    made = document.add_table(len(table.rows), len(table.rows[0]), "Table Grid")
    made.autofit = False
    fit = _fitted(table)
    _set_widths(made, fit)
    cells = [list(row.cells) for row in made.rows]
    for (row, column), (down, across) in merged_cells(table).items():
        cells[row][column].merge(cells[row + down - 1][column + across - 1])
    for at, row in enumerate(made.rows):
        row._tr.get_or_add_trPr().append(element("cantSplit"))
        if at < table.head:
            row._tr.get_or_add_trPr().append(element("tblHeader"))
        for column, text in enumerate(table.rows[at]):
            # an empty cell may be one that a merged cell covers
            if text or not cells[at][column].text:
                _fill(cells[at][column].paragraphs[0], text, fit, head=at < table.head)


def _fill(paragraph: Any, text: str, fit: _Fit, *, head: bool) -> None:
    add_text(paragraph, text)
    set_cell(paragraph, fit.size, head=head, figure=_FIGURE.fullmatch(text) is not None)


def _set_widths(made: Any, fit: _Fit) -> None:
    for column, width in zip(made.columns, fit.widths, strict=True):
        column.width = Pt(round(width))
        for cell in column.cells:
            cell.width = column.width


def _fitted(table: Table) -> _Fit:
    """The largest type in which the words of a table are not broken, else the smallest."""
    whole = _LYING if is_wide(table) else _UPRIGHT
    for size in _SIZES:
        least, natural = _widths(table, size)
        if sum(least) <= whole:
            return _Fit(size, shared_out(least, natural, whole))
    return _Fit(size, tuple(whole * one / sum(least) for one in least))


def _widths(table: Table, size: float) -> tuple[list[float], list[float]]:
    """What each column needs for its longest word and for one line; a merged cell follows those below it."""
    across = {place for place, (_, columns) in merged_cells(table).items() if columns > 1}
    least, natural = ([_ROOM + size] * len(table.rows[0]) for _ in range(2))
    for at, row in enumerate(table.rows):
        for column, text in enumerate(row):
            if (at, column) not in across:
                word = max((len(one) * (_CAPITAL if one.isupper() else _LETTER) for one in text.split()), default=0)
                least[column] = max(least[column], _ROOM + word * size)
                natural[column] = max(natural[column], _ROOM + len(text) * size * _LETTER)
    return least, natural
