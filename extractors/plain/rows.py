"""Rows and cells of tables in plain text, and what a figure looks like in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from extractors.slots import fills_slots

#: a cell that holds one figure: a number, a pair, a share, with at most one short word of unit
FIGURE = re.compile(r"[<>≥≤~]?\s*[-+−]?\d[\d.,]*(?: \d{3})*(?:\s*/\s*\d[\d.,]*)?\s*(?:%|[^\W\d_]{1,7}\d?)?\s*\*?$")
#: a cell that says that there is no figure
NO_FIGURE = re.compile(r"(?:[-–—]|x|X|…|\.{2,}|không|Không)$")
_RULE = re.compile(r"\s*[|│┃║+├┼┤┌┬┐└┴┘╔╦╗╠╬╣╚╩╝]?[-\s:|+=_─━═│┃║├┼┤┌┬┐└┴┘╔╦╗╠╬╣╚╩╝]*$")


@fills_slots
@dataclass(frozen=True, slots=True)
class TextPiece:
    """A stretch of one line: index of the line, first column, and the column after the last."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TextCell:
    """A cell with text: its column from 0, how many columns it covers, and its pieces, one a line."""

    column: int
    across: int
    pieces: tuple[TextPiece, ...]


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row: the index of its first line, its cells with text, its columns, and its table from 1 once known."""

    line: int
    cells: tuple[TextCell, ...]
    width: int = 0
    table: int = 0


@dataclass(frozen=True, slots=True)
class TextRun:
    """Lines that make a table: `rules` only draw lines; `further` are its lines after page breaks."""

    lines: range
    rows: tuple[TextRow, ...]
    rules: frozenset[int] = frozenset()
    further: tuple[range, ...] = ()

    @property
    def all_lines(self) -> tuple[int, ...]:
        """All its lines, those after page breaks, too."""
        return tuple(line for lines in (self.lines, *self.further) for line in lines)

    @property
    def width(self) -> int:
        """The number of its columns."""
        return max(row.width for row in self.rows)


def is_rule(text: str) -> bool:
    """Whether a line only draws a line between rows.

    >>> is_rule("|----|:--:|"), is_rule("+---+---+"), is_rule("| a | - |"), is_rule("|  |  |")
    (True, True, False, False)
    """
    return bool(_RULE.match(text)) and sum(char in "-=─━═_" for char in text) > 2


def cells_of(text: str, line: int, edges: Iterable[tuple[int, int]]) -> tuple[TextCell, ...]:
    """Return the cells with text of a line between pairs of edges, one pair a column."""
    cells = []
    for column, (left, right) in enumerate(edges):
        inside = text[left:right]
        words = inside.strip()
        if words:
            start = left + len(inside) - len(inside.lstrip())
            cells.append(TextCell(column, 1, (TextPiece(line, start, start + len(words)),)))
    return tuple(cells)
