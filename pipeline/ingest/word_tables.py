"""Geometry of Word tables: what a row or cell says of merging, and the grid of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from extractors.document import Grid
from pipeline.ingest.errors import IngestError
from pipeline.ingest.word_styles import W, child_value, whole

_ROW_PROPERTIES, _DELETED, _PROPERTIES = f"{W}trPr", f"{W}del", f"{W}tcPr"
_ACROSS, _DOWN, _RIGHT = f"{W}gridSpan", f"{W}vMerge", f"{W}hMerge"
_VALUE = f"{W}val"
#: Word's own limit of columns
_MOST_COLUMNS = 63
_MOST_CELLS = 2_000_000


@dataclass(frozen=True, slots=True)
class CellForm:
    """How many columns a cell covers; whether it goes on from the one above or, in old files, to its left."""

    across: int
    continues: bool
    goes_on: bool = False


_PLAIN_CELL = CellForm(1, continues=False)


def cell_form(cell: etree._Element) -> CellForm:
    """Return what a cell's properties say of merging."""
    # they come first, where there are any
    first = cell[0] if len(cell) else None
    told = first is None or first.tag == _PROPERTIES
    properties = first if told else next(cell.iterchildren(_PROPERTIES), None)
    if properties is None or not len(properties):
        return _PLAIN_CELL
    found = {child.tag: child for child in properties.iterchildren(_ACROSS, _DOWN, _RIGHT)}
    if not found:
        return _PLAIN_CELL
    across = found.get(_ACROSS)
    columns = 1 if across is None else max(1, _columns(across.get(_VALUE), 1))
    return CellForm(columns, _goes_on(found.get(_DOWN)), _goes_on(found.get(_RIGHT)))


def _goes_on(merge: etree._Element | None) -> bool:
    return merge is not None and merge.get(_VALUE, "continue") != "restart"


def columns_before(row: etree._Element) -> int:
    """Return how many columns of the table a row leaves out at its start."""
    properties = next(row.iterchildren(_ROW_PROPERTIES), None)
    return 0 if properties is None else _columns(child_value(properties, "gridBefore"), 0)


def is_deleted(row: etree._Element) -> bool:
    """Return whether a tracked change has removed the row."""
    # not by a path, since every row is asked
    properties = next(row.iterchildren(_ROW_PROPERTIES), None)
    return properties is not None and next(properties.iterchildren(_DELETED), None) is not None


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
