"""Tables of the PDF reports: ruled, the head's cells merged and repeated, in type small enough for the page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Ruled

from corpus.heads import merged_cells, shared_out
from corpus.layout import Table
from corpus.pdf_fonts import BOLD, PLAIN, markup

#: type sizes in points: a sheet is rather turned than printed too small
UPRIGHT_SIZES = (12.0, 11.0, 10.0, 9.0)
LYING_SIZES = (*UPRIGHT_SIZES, 8.0, 7.0, 6.0)
#: a cell has so many lines at most where there is room for it
_LINES = 3
_PADDING = 3.0
_TALL = 260.0
_ENDLESS = 1e6
_SHORT = 4
_FIGURE = re.compile(r"[\d.,/%+\-–\s]*\d[\d.,/%*\s]*|[-–]")
_WHOLE = re.compile(r"(?:Tổng|Cộng|TỔNG|CỘNG|Toàn)\b")


@dataclass(frozen=True, slots=True)
class Fit:
    """A type size in points and the widths of the columns at it."""

    size: float
    widths: tuple[float, ...]


def fitted(table: Table, width: float, sizes: Sequence[float] = UPRIGHT_SIZES) -> Fit | None:
    """Return the first type in which the cells of a table have few lines at a width, None where there is none."""
    for size in sizes:
        _, least, natural = _widths(table, size)
        if sum(least) <= width:
            return Fit(size, shared_out(least, natural, width))
    return None


def squeezed(table: Table, width: float) -> Fit:
    """Return the largest type that a table needs to fit at all; in the smallest its words may be broken."""
    if fit := fitted(table, width, LYING_SIZES):
        return fit
    for size in LYING_SIZES:
        least, _, natural = _widths(table, size)
        if sum(least) <= width:
            return Fit(size, shared_out(least, natural, width))
    return Fit(size, tuple(width * one / sum(least) for one in least))


def ruled(table: Table, fit: Fit, marks: tuple[str, ...]) -> Any:
    """Return a table as a flowable; `marks` are the printed marks of the report's footnotes."""
    columns = range(len(fit.widths))
    cells = [[_cell(table, row, column, fit, marks) for column in columns] for row in range(len(table.rows))]
    # a row taller than a page must be cut, and then its cells begin together at the top
    tall = _tallest(cells, fit) > _TALL
    return Ruled(
        cells,
        fit.widths,
        repeatRows=table.head if table.head < len(table.rows) else 0,
        splitInRow=int(tall),
        style=_style(merged_cells(table), "TOP" if tall else "MIDDLE"),
        spaceBefore=4,
        spaceAfter=8,
    )


def _tallest(cells: Sequence[Sequence[Any]], fit: Fit) -> float:
    """The height of the tallest cell in points."""
    texts = [(text, width) for row in cells for text, width in zip(row, fit.widths, strict=True) if text]
    return max((float(text.wrap(width - 2 * _PADDING, _ENDLESS)[1]) for text, width in texts), default=0.0)


def _style(spans: Mapping[tuple[int, int], tuple[int, int]], stand: str) -> list[tuple[Any, ...]]:
    whole = ((0, 0), (-1, -1))
    return [
        ("GRID", *whole, 0.5, colors.black),
        ("VALIGN", *whole, stand),
        ("LEFTPADDING", *whole, _PADDING),
        ("RIGHTPADDING", *whole, _PADDING),
        ("TOPPADDING", *whole, 2),
        ("BOTTOMPADDING", *whole, 3),
        *(
            ("SPAN", (column, row), (column + across - 1, row + down - 1))
            for (row, column), (down, across) in spans.items()
        ),
    ]


def _cell(table: Table, row: int, column: int, fit: Fit, marks: tuple[str, ...]) -> Any:
    text = table.rows[row][column]
    if not text:
        return ""
    font = _font(table, row)
    in_middle = row < table.head or (column == 0 and len(text) <= _SHORT)
    align = TA_CENTER if in_middle else TA_RIGHT if _FIGURE.fullmatch(text) else TA_LEFT
    style = ParagraphStyle("cell", fontName=font, fontSize=fit.size, leading=fit.size * 1.2, alignment=align)
    return Text(markup(text, font, marks), style)


def _font(table: Table, row: int) -> str:
    first = next((text for text in table.rows[row] if text), "")
    return BOLD if row < table.head or _WHOLE.match(first) else PLAIN


def _widths(table: Table, size: float) -> tuple[list[float], list[float], list[float]]:
    """What each column needs for its longest word, for few lines and for one line; merged cells follow those below."""
    spans = merged_cells(table)
    room = 2 * _PADDING + 1
    words, lines, natural = ([room + size] * len(table.rows[0]) for _ in range(3))
    for row, texts in enumerate(table.rows):
        font = _font(table, row)
        for column, text in enumerate(texts):
            if text and spans.get((row, column), (1, 1))[1] == 1:
                word = room + max(stringWidth(one, font, size) for one in text.split())
                line = room + stringWidth(text, font, size)
                words[column] = max(words[column], word)
                lines[column] = max(lines[column], word, line / _LINES)
                natural[column] = max(natural[column], line)
    return words, lines, natural
