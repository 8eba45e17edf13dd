"""Ruled tables of PDF pages: pdfplumber finds the cells, the words that PDFium read are put into them."""

from __future__ import annotations

import io
import logging
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.ingest.pdf_layout import rows_of
from pipeline.ingest.pdf_page import Line, Page, cut
from pipeline.ingest.pdf_signs import Edges

#: edges, in points, that are closer than this are one
_SAME_EDGE = 3.0
#: rules of the densest tables, many times over; pdfplumber would take minutes for a drawing of more
_MOST_UPRIGHTS = 20_000


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: its first row and column from 0, how many it covers, and its lines from the top."""

    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table on a page: its place in points, the upright edges of its columns, and its cells row by row."""

    page: int
    top: float
    bottom: float
    edges: tuple[float, ...]
    rows: int
    cells: tuple[TableCell, ...]


def ruled_pages(pages: Sequence[Page]) -> list[int]:
    """Return the numbers of the pages that have upright rules, as tables have."""
    return [page.number for page in pages if 1 < page.uprights <= _MOST_UPRIGHTS]


def crowded_pages(pages: Sequence[Page]) -> list[int]:
    """Return the numbers of the pages with too many upright rules to look for tables among them."""
    return [page.number for page in pages if page.uprights > _MOST_UPRIGHTS]


def ruled_cells(data: bytes, numbers: Sequence[int]) -> dict[int, list[list[Edges]]] | None:
    """Return the cells (left, top, right, bottom) of each table by the numbers of pages, None for a damaged file."""
    if not numbers:
        return {}
    import pdfplumber  # noqa: PLC0415  # half a second, for PDF files with tables only

    # what it finds odd in a file it would tell users in English
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        with pdfplumber.open(io.BytesIO(data), pages=list(numbers)) as opened:
            return {page.page_number: [table.cells for table in page.find_tables()] for page in opened.pages}
    except Exception:  # noqa: BLE001  # it raises anything on a damaged file; PDFium has the text, alignment the columns
        return None


def take_tables(page: Page, found: Sequence[Sequence[Edges]], before: Table | None) -> tuple[Page, list[Table]]:
    """Return a page without the lines that stand in its tables, and the tables from the top.

    `before` is the last table of the pages before, of which a single row may go on here.
    """
    tables: list[Table] = []
    for cells in sorted(found, key=_frame_from_top):
        frame = _frame(cells)
        columns, rows = _edges(cells, 0), _edges(cells, 1)
        row_left_over = not tables and before is not None and goes_on(before, page.number, columns)
        if len(columns) < 3 or (len(rows) < 3 and len(columns) < 4 and not row_left_over):
            continue  # a frame around text, or a letterhead in two cells, is no table
        inside, outside = _parted(page.lines, frame)
        if inside:
            tables.append(_table(page.number, frame, columns, rows, cells, inside))
            page = replace(page, lines=tuple(outside))
    return page, tables


def goes_on(table: Table, page: int, columns: Sequence[float]) -> bool:
    """Whether columns on a page are those of a table on the page before."""
    alike = len(table.edges) == len(columns) and all(abs(a - b) < 4 for a, b in zip(table.edges, columns, strict=True))
    return alike and page == table.page + 1


def _frame_from_top(cells: Sequence[Edges]) -> tuple[float, float]:
    frame = _frame(cells)
    return frame[1], frame[0]


def _frame(cells: Sequence[Edges]) -> Edges:
    lefts, tops, rights, bottoms = zip(*cells, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _edges(cells: Sequence[Edges], axis: int) -> list[float]:
    """Return the edges of columns (axis 0) or rows (axis 1), those nearly alike taken as one."""
    found: list[float] = []
    for edge in sorted({edge for cell in cells for edge in (cell[axis], cell[axis + 2])}):
        if not found or edge - found[-1] > _SAME_EDGE:
            found.append(edge)
    return found


def _parted(lines: Sequence[Line], frame: Edges) -> tuple[list[Line], list[Line]]:
    """Return lines as parts inside a frame and parts outside it."""
    inside: list[Line] = []
    outside: list[Line] = []
    for line in lines:
        if not frame[1] < line.middle < frame[3]:
            outside.append(line)
            continue
        for within, first, last in _runs([frame[0] < (w.left + w.right) / 2 < frame[2] for w in line.words]):
            (inside if within else outside).append(cut(line, first, last))
    return inside, outside


def _runs(keys: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield runs of words with one key: the key, the first word and the last."""
    at = 0
    for key, run in groupby(keys):
        size = len(list(run))
        yield key, at, at + size - 1
        at += size


def _table(
    page: int, frame: Edges, columns: list[float], rows: list[float], cells: Sequence[Edges], lines: Sequence[Line]
) -> Table:
    places = [_place(cell, columns, rows) for cell in cells]
    held = _held(cells, lines)
    made = [TableCell(*place, _in_order(held.get(at, ()))) for at, place in enumerate(places)]
    return Table(page, frame[1], frame[3], tuple(columns), len(rows) - 1, tuple(sorted(made, key=_row_by_row)))


def _row_by_row(cell: TableCell) -> tuple[int, int]:
    return cell.row, cell.column


def _place(cell: Edges, columns: list[float], rows: list[float]) -> tuple[int, int, int, int]:
    """Return row, column, and how many rows and columns a cell covers."""
    left, right = (_nearest(columns, cell[i]) for i in (0, 2))
    top, bottom = (_nearest(rows, cell[i]) for i in (1, 3))
    return top, left, max(1, bottom - top), max(1, right - left)


def _nearest(edges: list[float], edge: float) -> int:
    at = bisect_left(edges, edge)
    near = [i for i in (at - 1, at) if 0 <= i < len(edges)]
    return min(near, key=lambda i: (abs(edges[i] - edge), i))


def _held(cells: Sequence[Edges], lines: Sequence[Line]) -> Mapping[int, list[Line]]:
    """Return the lines in each cell by its place among the cells; words between cells go to the nearest."""
    held: dict[int, list[Line]] = {}
    for line in lines:
        nearest = [_cell_at(cells, (w.left + w.right) / 2, line.middle) for w in line.words]
        for cell, first, last in _runs(nearest):
            held.setdefault(cell, []).append(cut(line, first, last))
    return held


def _cell_at(cells: Sequence[Edges], x: float, y: float) -> int:
    def distance(at: int) -> float:
        left, top, right, bottom = cells[at]
        return max(left - x, 0.0, x - right) + max(top - y, 0.0, y - bottom)

    return min(range(len(cells)), key=distance)


def _in_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(line for row in rows_of(lines) for line in row)
