"""Units of table figures that nothing of their own tells: those of their column, else of the column left of theirs.

"Khối 6 | 102 học sinh | nữ 48": what stands right of a count of persons or things, under a head that says which of
them, counts these. Parts right of money ("Thành tiền (triệu đồng) | Trong đó: …") are money, whatever their row says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractors.catalogue.context import Context, FoundUnit, words_at
from extractors.catalogue.nouns import qualities
from extractors.catalogue.row_words import row_words
from extractors.ledger.entries import Entry
from extractors.lexicon import unit_kind

#: heads of what is no count: marks, ranks, rates, times
_NO_COUNT = re.compile(
    r"(?<!\w)(?:điểm|hạng|thứ|hệ số|tỷ lệ|tỉ lệ|tỷ trọng|bình quân|năm sinh|ngày|mức|giá|ghi chú)(?!\w)|%|/"
)
_OF_WHICH = re.compile(r"(?:trong đó|bao gồm|gồm|chia ra)(?!\w)")
#: heads of so many of what stands before them
_SOME = re.compile(r"^(?:sl|số lượng|tổng số|tổng cộng|cộng|số người)$")
_COUNTS = ("count", "person")
#: units that the name of a row told: those of other rows are others
_OF_ROWS = ("row", "metric")


@dataclass(frozen=True, slots=True)
class _Cell:
    """A table figure: its number, place and unit."""

    number: int
    row: int
    column: int
    unit: str
    counts: bool
    part: bool
    some: bool
    by_row: bool


def units_of_cells(context: Context, found: Mapping[int, FoundUnit]) -> dict[int, FoundUnit]:
    """Return, by number, the units that the other figures of its column or row lend to a table figure without one."""
    tables: dict[int, list[_Cell]] = {}
    said: dict[tuple[str, ...], tuple[bool, bool, bool]] = {}  # of a column they are the same for all rows
    for entry in context.ledger.entries:
        cell = context.document.blocks[entry.block].origin.cell
        if entry.path and cell is not None:
            number = entry.quantities[0].number
            unit = found[number][0]
            heads = tuple(_heads(context, entry))
            if heads not in said:
                said[heads] = _said(heads)
            counts, part, some = said[heads]
            one = _Cell(number, cell.row, cell.column, unit, counts, part, some, found[number][1] in _OF_ROWS)
            tables.setdefault(cell.table, []).append(one)
    return {number: (unit, "column") for cells in tables.values() for number, unit in _lent(cells)}


def _said(heads: Sequence[str]) -> tuple[bool, bool, bool]:
    """Return whether heads say that figures count, are parts, and are some of what is told beside them."""
    part = bool(heads and _OF_WHICH.match(heads[0]))
    # what persons are counts persons only
    some = (part or any(map(_SOME.search, heads))) and not any(map(qualities().search, heads))
    return not any(map(_NO_COUNT.search, heads)), part, some


def _heads(context: Context, entry: Entry) -> list[str]:
    rows = row_words(context, entry)
    return [text for span in entry.path if (text := words_at(context, span)) not in rows]


def _lent(cells: list[_Cell]) -> list[tuple[int, str]]:
    """Return the units lent in one table, columns from the left: the unit of a column lends itself to the next."""
    lent: list[tuple[int, str]] = []
    known = {(cell.row, cell.column): cell.unit for cell in cells}
    for column in sorted({cell.column for cell in cells}):
        inside = [cell for cell in cells if cell.column == column]
        own = {cell.unit for cell in inside if cell.unit and not cell.by_row}
        for cell in inside:
            left = [known[cell.row, c] for c in range(column - 1, -1, -1) if (cell.row, c) in known]
            unit = _unit(cell, own, left)
            if unit and unit != cell.unit:
                known[cell.row, column] = unit
                lent.append((cell.number, unit))
    return lent


def _unit(cell: _Cell, column: set[str], left: list[str]) -> str:
    """Return the unit that a cell takes from its column or from those left of it, "" for none."""
    if cell.part and left and unit_kind(left[0]) == "money" and unit_kind(cell.unit) != "percent":
        return left[0]
    if cell.unit or not cell.counts:
        return ""
    kinds = _COUNTS if cell.some else ("person",)
    beside = next((unit for unit in left if unit and unit_kind(unit) in kinds), "")
    unit = next(iter(column)) if len(column) == 1 else "" if column else beside
    return unit if unit_kind(unit) in (*_COUNTS, "unknown") else ""
