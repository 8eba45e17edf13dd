"""Totals of a table that no word names and arithmetic bears out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.ledger.columns import ColumnSum, column_sum
from extractors.ledger.entries import Group
from extractors.ledger.heads import is_added
from extractors.ledger.sheet import Figures, Sheet

#: totals under this size meet the sum of a few rows by chance
SMALLEST = 20
#: rows of a longer table that must bear out a sum before all are asked
_LONG = 100
_NAMED = re.compile(r"(?:tổng|cả|toàn|chung)(?!\w)")


def proven_columns(sheet: Sheet, figures: Figures, known: Sequence[Group]) -> list[Group]:
    """Return row sums that most rows of the table bear out: a column that the columns beside it add up to.

    Groups among `known` are left out.
    """
    have = {(g.parents[0], g.entries) for g in known}
    found: list[Group] = []
    columns = [column for column in figures.columns if is_added(sheet, column)]
    for total in columns:
        for parts, rows in _proven_parts(sheet, figures, columns, total):
            for row in rows:
                entries = tuple(figures.entries[row, c] for c in parts if (row, c) in figures.entries)
                whole = figures.entries[row, total]
                if (whole, entries) not in have:
                    have.add((whole, entries))
                    found.append(sheet.group("row", "cột", "closed", row, whole, entries))
    return found


def _proven_parts(
    sheet: Sheet, figures: Figures, columns: list[int], total: int
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Yield the runs of columns that add up to a column, with the rows to ask."""
    covered: set[int] = set()
    for parts in _neighbours(columns, total):
        # a longer run may hold these columns already
        if covered.isdisjoint(parts) and (rows := _rows_to_ask(sheet, figures, total, parts)):
            covered.update(parts)
            yield parts, rows


def _rows_to_ask(sheet: Sheet, figures: Figures, total: int, parts: tuple[int, ...]) -> tuple[int, ...]:
    """Return the rows where three or more state the sum and two thirds of them hold, else none."""
    if len(sheet.data_rows()) > _LONG and not column_sum(sheet, figures, total, parts, _LONG).borne_out:
        return ()
    found = column_sum(sheet, figures, total, parts)
    values = figures.values
    telling = [r for r in found.asked if sum(values.get((r, c), 0) > 1 for c in parts) > 1]
    proven = len(found.asked) > 2 and found.borne_out and len(telling) > 1
    return found.asked if proven and all(_takes_part(figures, found, c) for c in parts) else ()


def _takes_part(figures: Figures, found: ColumnSum, column: int) -> bool:
    """Whether a column adds something in a row that holds, and does so in half of those where it is no nought."""
    values = figures.values
    rows = [r for r in found.asked if values.get((r, column), 0)]
    cells = {r: [(r, part) for part in found.parts if (r, part) in values] for r in rows}
    held = sum(figures.adds_up((r, found.total), cells[r]) for r in rows)
    if len(rows) == 1 and not held:  # a row that adds up neither with it nor without it says nothing of a column
        others = [cell for cell in cells[rows[0]] if cell[1] != column]
        return not figures.adds_up((rows[0], found.total), others)
    return held > 0 and held * 2 >= len(rows)


def _neighbours(columns: list[int], total: int) -> Iterator[tuple[int, ...]]:
    """Yield runs of two to six columns before or after a column, those next to it first, longest first."""
    place = columns.index(total)
    for start in [place + 1, None, *range(place + 3, len(columns) - 1)]:
        for length in range(6, 1, -1):
            run = columns[max(0, place - length) : place] if start is None else columns[start : start + length]
            if len(run) == length:
                yield tuple(run)


def proven_total(sheet: Sheet, figures: Figures) -> frozenset[int]:
    """Return the last or first row that adds up the others.

    In two columns exactly; in one but for a slip in each of the others; in one alone where its name begins with "tổng".
    """
    rows = figures.rows
    for total in (rows[-1], rows[0]) if len(rows) > 2 else ():
        others = [r for r in rows if r != total]
        asked = [c for c in figures.columns if _is_asked(figures, c, total, others)]
        cells = {c: [(r, c) for r in others if (r, c) in figures.values] for c in asked}
        exact = sum(figures.adds_up((total, c), cells[c]) for c in asked)
        slips = sum(figures.slipped((total, c), cells[c]) for c in asked)
        named = any(_NAMED.match(sheet.cell(total, c)) for c in sheet.layout.labels[:1])
        if exact > 1 or (exact and (named or (slips and exact + slips == len(asked)))):
            return frozenset({total})
    return frozenset()


def _is_asked(figures: Figures, column: int, total: int, rows: list[int]) -> bool:
    """Whether a column states a total of some size and more than one part of it."""
    filled = [r for r in rows if figures.values.get((r, column))]
    return figures.values.get((total, column), 0) >= SMALLEST and len(filled) > 1
