"""Geometry of Word tables: what a row or cell says of merging, and the grid of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from extractors.document import Grid
from pipeline.ingest.errors import IngestError
from pipeline.ingest.word_styles import W, child_value, whole

#: Word's own limit of columns
_MOST_COLUMNS = 63
_MOST_CELLS = 2_000_000


@dataclass(frozen=True, slots=True)
class CellForm:
    """How many columns a cell covers, and whether it goes on from the cell above."""

    across: int
    continues: bool


def cell_form(cell: etree._Element) -> CellForm:
    """Return what a cell's properties say of merging."""
    properties = next(cell.iterchildren(f"{W}tcPr"), None)
    if properties is None:
        return CellForm(1, continues=False)
    found = {child.tag: child for child in properties}
    merge, across = found.get(f"{W}vMerge"), found.get(f"{W}gridSpan")
    continues = merge is not None and merge.get(f"{W}val", "continue") != "restart"
    return CellForm(1 if across is None else max(1, _columns(across.get(f"{W}val"), 1)), continues)


def columns_before(row: etree._Element) -> int:
    """Return how many columns of the table a row leaves out at its start."""
    properties = row.find(f"{W}trPr")
    return 0 if properties is None else _columns(child_value(properties, "gridBefore"), 0)


def is_deleted(row: etree._Element) -> bool:
    """Return whether a tracked change has removed the row."""
    return row.find(f"{W}trPr/{W}del") is not None


def _columns(text: str | None, default: int) -> int:
    number = whole(text)
    return default if number is None else min(max(number, 0), _MOST_COLUMNS)


def check_cells(rows: int, columns: int) -> None:
    """Refuse a table whose grid would take too much memory."""
    if rows * columns > _MOST_CELLS:
        raise IngestError("too_big", "bảng quá lớn")


def padded_grid(table: int, rows: Sequence[Sequence[int]]) -> Grid:
    """Return the grid of a table, short rows filled up with empty cells."""
    width = max((len(row) for row in rows), default=0)
    check_cells(len(rows), width)
    return Grid(table, tuple((*row, *[-1] * (width - len(row))) for row in rows))
