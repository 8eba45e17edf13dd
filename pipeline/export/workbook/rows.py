"""Rows of cells as the XML of a sheet, one after the other, so that a hundred thousand rows need no memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from html import escape
from itertools import islice
from typing import NamedTuple

from xlsxwriter.utility import xl_col_to_name

from pipeline.export.workbook.cells import (
    Cell,
    Column,
    Look,
    Row,
    Value,
    cell_text,
    day_number,
    lines,
    places,
    would_change,
)
from pipeline.export.workbook.looks import Styles

#: Excel takes 65,530 links of a sheet and drops the whole sheet's links above
MAX_LINKS = 65_000
_LONGEST_LINK = 2_000

_PLAIN = re.compile(r"(?![\s])[^\x00-\x1f&<>_\ud800-\udfff\ufffe\uffff]{1,16000}(?<![\s])")
#: what a reader would take for a code of a character, and a character that XML readers turn into a line end
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CHUNK = 500
_LINE_HEIGHT = 15
_HIGHEST = 27  # lines: Excel shows no row higher than 409 points


@dataclass(frozen=True, slots=True)
class Link:
    """A cell and where it leads."""

    cell: str
    target: str


class _Place(NamedTuple):
    """A column as its cells need it: letters, look, and width, 0 where text stays on one line."""

    letters: str
    look: Look
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the rows of a sheet are written with: numbers of looks, columns, and the links that were met."""

    styles: Styles
    columns: Sequence[Column]
    links: list[Link] = field(default_factory=list)

    def chunks(self, rows: Iterable[Row]) -> Iterator[bytes]:
        """Yield the XML of rows, the first of which is the second row of the sheet, some hundred at a time."""
        places_of = [_Place(xl_col_to_name(at), column.look, _width(column)) for at, column in enumerate(self.columns)]
        numbered = enumerate(rows, start=2)
        while chunk := list(islice(numbered, _CHUNK)):
            yield "".join(self._row(number, row, places_of) for number, row in chunk).encode()

    def _row(self, number: int, row: Row, places_of: Sequence[_Place]) -> str:
        styles, cells = self.styles, []
        for (letters, look, _), value in zip(places_of, row, strict=True):
            if value is None or value == "":
                continue
            if isinstance(value, Cell):
                cells.append(self._cell(f"{letters}{number}", value, look))
            else:
                cells.append(_xml(styles, f"{letters}{number}", value, look))
        return f'<row r="{number}"{_height(row, places_of)}>{"".join(cells)}</row>'

    def _cell(self, name: str, cell: Cell, look: Look) -> str:
        if cell.link and len(self.links) < MAX_LINKS and len(cell.link) <= _LONGEST_LINK:
            self.links.append(Link(name, cell.link))
        shown = cell.look or look
        if cell.value is None or cell.value == "":
            return f'<c r="{name}" s="{self.styles["text", shown]}"/>' if shown else ""
        return _xml(self.styles, name, cell.value, shown)


def _width(column: Column) -> int:
    return 0 if column.hidden or column.look == "line" else column.width


def _height(row: Row, places_of: Sequence[_Place]) -> str:
    """The height that shows all lines; without it some programs show only the first."""
    most = 1
    for (_, _, width), value in zip(places_of, row, strict=True):
        text = value.value if isinstance(value, Cell) else value
        if width and isinstance(text, str) and (len(text) >= width or "\n" in text):
            most = max(most, lines(text[: _HIGHEST * 200], width))
    return f' ht="{_LINE_HEIGHT * min(most, _HIGHEST)}"' if most > 1 else ""


def _xml(styles: Styles, name: str, value: Value, look: Look) -> str:
    """A cell by the type of its value; a number or date that Excel would change is written as text."""
    if value is None or isinstance(value, str) or would_change(value):
        return f'<c r="{name}" s="{styles["text", look]}" t="inlineStr"><is>{_inline(str(value))}</is></c>'
    if isinstance(value, date):
        return f'<c r="{name}" s="{styles["date", look]}"><v>{day_number(value)}</v></c>'
    return f'<c r="{name}" s="{styles[places(value), look]}"><v>{value}</v></c>'


@lru_cache(maxsize=8192)
def _inline(text: str) -> str:
    """Text as XML that comes back letter by letter."""
    if _PLAIN.fullmatch(text):
        return f"<t>{text}</t>"
    clean = escape(_CODED.sub("_x005F_", cell_text(text)), quote=False).replace("\r", "_x000D_")
    return f'<t xml:space="preserve">{clean}</t>'
