"""Tables without rules: figures that stand below each other in columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.ingest.pdf_page import Line
from pipeline.ingest.pdf_signs import Edges

_FIGURE = re.compile(r"(?:[<>≤≥~]\s?)?\d[\d.,/]*\s?%?\*?|[-–—x…]|\.{3}")
#: rows of figures that make a table, and the least of them with two columns only
_LEAST, _LEAST_NARROW = 3, 4
_MOST_HEAD = 4
Row = list[Line]


def aligned_cells(rows: Sequence[Row], width: float) -> list[list[Edges]]:
    """Return the cells (left, top, right, bottom) of each table without rules in the rows of a page of some width."""
    return [cells for run in _runs(rows) if (cells := _cells(run, width))]


def _runs(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield runs of rows that begin and end with figures, with the head above them."""
    at = 0
    while at < len(rows):
        end = _end(rows, at)
        figures = [row for row in rows[at:end] if _has_figures(row)]
        least = _LEAST if any(len(row) > 2 for row in figures) else _LEAST_NARROW
        if len(figures) < least:
            at += 1
            continue
        start = at - _head_rows(rows[:at])
        yield list(rows[start:end])
        at = end


def _has_figures(row: Row) -> bool:
    figures = sum(bool(_FIGURE.fullmatch(line.text.strip())) for line in row)
    return len(row) > 1 and figures >= max(1, len(row) - 2) and any(char.isdigit() for char in row[-1].text)


def _end(rows: Sequence[Row], start: int) -> int:
    """Return the row after the last row of figures of a run; a name that goes on below its row belongs to it."""
    end = start
    for at in range(start, len(rows)):
        if at > start and rows[at][0].base - rows[at - 1][0].base > 3 * rows[at][0].size:
            break
        if _has_figures(rows[at]):
            end = at + 1
        elif len(rows[at]) > 1 or at - end > 1 or at == start:
            break
    return end


def _head_rows(above: Sequence[Row]) -> int:
    """Return how many of the rows above a table are its head: more than one piece in each."""
    count = 0
    for row in above[::-1][:_MOST_HEAD]:
        if len(row) < 2:
            break
        count += 1
    return count


def _cells(rows: Sequence[Row], width: float) -> list[Edges]:
    """Return a cell for each row and column, from the middle of one gap to that of the next."""
    columns = _columns([line for row in rows if _has_figures(row) for line in row])
    logical = _logical(rows)
    if len(columns) < 2:
        return []
    cuts = [0.0, *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), width]
    between = [(max(one.bottom for one in a) + min(one.top for one in b)) / 2 for a, b in pairwise(logical)]
    edges = [min(one.top for one in logical[0]) - 1, *between, max(one.bottom for one in logical[-1]) + 1]
    return [(left, top, right, low) for top, low in pairwise(edges) for left, right in pairwise(cuts)]


def _logical(rows: Sequence[Row]) -> list[Row]:
    """Return rows with the lines on which their names go on."""
    found: list[Row] = []
    for row in rows:
        if found and len(row) == 1 and not _has_figures(row):
            found[-1] = [*found[-1], *row]
        else:
            found.append(list(row))
    return found


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """Return left and right edges of columns: lines that stand over each other."""
    found: list[tuple[float, float]] = []
    for line in sorted(lines, key=lambda one: (one.left, one.right)):
        if found and line.left < found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], line.right)
        else:
            found.append((line.left, line.right))
    return found
