"""Grids to entries: each figure of a table with its row and column path, totals over columns and rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.document import Document, Grid, Span
from extractors.grids import Layout, cell_text
from extractors.ledger.entries import Entry, Group, Openness, Quantity
from extractors.numbers.number import Number
from extractors.vietnamese import fold

_TOTAL_HEAD = re.compile(r"(?:tổng(?:\s+(?:số|cộng|chung|hợp))?|cộng|chung)(?!\w)")
_OF_WHICH = re.compile(r"(?:trong đó|bao gồm|gồm|chia ra|chia theo|phân theo|trong đó có)\s*:?\s*$")
_PERCENT_HEAD = re.compile(r"(?:tỷ lệ|tỉ lệ|%|tỷ trọng|cơ cấu|so với|đạt)")
_CONTINUED = re.compile(r"(?:trong đó|gồm)(?!\w)")


@dataclass(frozen=True, slots=True)
class TableEntries:
    """The entries of one grid by cell, and its groups over columns and rows."""

    entries: tuple[Entry, ...]
    groups: tuple[Group, ...]


def read_table(
    document: Document, grid: Grid, layout: Layout, numbers: dict[int, Number], of_block: dict[int, list[int]],
    first_entry: int, first_group: int,
) -> TableEntries:  # fmt: skip
    """Return the entries and total groups of a grid.

    `of_block` lists the indices of the quantities of each block.
    """
    entries: list[Entry] = []
    at: dict[tuple[int, int], int] = {}
    for r in range(layout.head, len(grid.rows)):
        for c, index in enumerate(grid.rows[r]):
            figures = [i for i in of_block.get(index, ()) if numbers[i].role == "measure"] if index >= 0 else []
            if not figures or r in layout.skip or (r > layout.head and grid.rows[r - 1][c] == index):
                continue
            if c and grid.rows[r][c - 1] == index:
                continue
            entry = _entry(document, grid, layout, r, c, figures, numbers, first_entry + len(entries))
            at[r, c] = entry.id
            entries.append(entry)
    values = {(r, c): numbers[entries[e - first_entry].quantities[0].number].value for (r, c), e in at.items()}
    by_head = _row_groups(document, grid, layout, at)
    proven = _proven_groups(document, grid, layout, at, values, by_head)
    totals = layout.totals or _proven_totals(layout, at, values)
    groups = [*by_head, *proven, *_column_groups(document, grid, replace(layout, totals=totals), at)]
    numbered = tuple(replace(group, id=first_group + i) for i, group in enumerate(groups))
    return TableEntries(tuple(entries), numbered)


def _entry(
    document: Document, grid: Grid, layout: Layout, r: int, c: int, figures: list[int],
    numbers: dict[int, Number], entry_id: int,
) -> Entry:  # fmt: skip
    index = grid.rows[r][c]
    block = document.blocks[index]
    columns = tuple(document.blocks[i].span for i in column_path(document, grid, layout, c))
    rows = tuple(document.blocks[i].span for i in row_path(grid, layout, r, c))
    empty = Span(block.span.start, block.span.start)
    quantities = tuple(
        Quantity(i, Span(block.span.start, numbers[i].span.start), Span(numbers[i].end, max(numbers[i].end, block.span.end)))
        for i in figures
    )
    return Entry(entry_id, index, block.span, empty, quantities, path=(*columns, *rows))


def column_path(document: Document, grid: Grid, layout: Layout, column: int) -> tuple[int, ...]:
    """Return the blocks of the head above a column, from the top storey down, through merged and empty cells."""
    found: list[int] = []
    for r in range(layout.head):
        if r in layout.skip:
            continue
        index = grid.rows[r][column]
        at = column
        below = any(grid.rows[k][column] >= 0 for k in range(r + 1, layout.head) if k not in layout.skip)
        while index < 0 and below and at > 0:
            at -= 1
            index = grid.rows[r][at]
        if index >= 0 and index not in found:
            found.append(index)
    return tuple(found)


def row_path(grid: Grid, layout: Layout, row: int, column: int) -> tuple[int, ...]:
    """Return the blocks that name a row: its label cells left of a column, or its first cell of a total."""
    names = [grid.rows[row][c] for c in layout.labels if c < column and grid.rows[row][c] >= 0]
    if not names and row in layout.totals:
        names = [index for index in grid.rows[row][:column] if index >= 0][:1]
    return tuple(dict.fromkeys(names))


def _row_groups(document: Document, grid: Grid, layout: Layout, at: dict[tuple[int, int], int]) -> list[Group]:
    """Return, for each row, the total columns with the columns that the head puts under them."""
    found = []
    for total, parts, openness in _column_sums(document, grid, layout):
        for r in range(layout.head, len(grid.rows)):
            if (r, total) in at:
                entries = tuple(at[r, p] for p in parts if (r, p) in at)
                empty = [p for p in parts if (r, p) not in at and cell_text(document, grid, r, p) in ("-", "–", "—")]
                if len(entries) > 1 or (entries and len(empty) + 1 == len(parts)):
                    found.append(_group("row", "trong đó", openness, document, grid, r, entries, at[r, total]))
    return found


def _column_sums(document: Document, grid: Grid, layout: Layout) -> list[tuple[int, list[int], Openness]]:
    """Return (total column, part columns, openness) as the storeys of the head say it."""
    width = len(grid.rows[0]) if grid.rows else 0
    paths = [_path_texts(document, grid, layout, c) for c in range(width)]
    found: list[tuple[int, list[int], Openness]] = []
    for c, path in enumerate(paths):
        if c in layout.labels or c == layout.row_numbers or not path or not _TOTAL_HEAD.match(path[-1]):
            continue
        above = path[:-1]
        parts: list[int] = []
        marked = False
        for d in range(c + 1, width):
            below = paths[d]
            if not below or below[: len(above)] != above:
                break
            rest = below[len(above) :]
            if not rest or _TOTAL_HEAD.match(rest[-1]) or _PERCENT_HEAD.search(" ".join(rest)):
                if rest and _TOTAL_HEAD.match(rest[0]):
                    break
                continue
            if _OF_WHICH.match(rest[0]) or _CONTINUED.match(rest[0]):
                marked = True
                parts.append(d)
            elif not marked:
                parts.append(d)
        if len(parts) > 1 and (marked or above):
            found.append((c, parts, "listed" if marked else "unknown"))
    return found


def _proven_groups(
    document: Document, grid: Grid, layout: Layout, at: dict[tuple[int, int], int],
    values: dict[tuple[int, int], Decimal | None], known: list[Group],
) -> list[Group]:  # fmt: skip
    """Return row sums that most rows of the table bear out: a column that the columns beside it add up to.

    Three rows or more must be complete and two thirds of them exact; then every row is asked.
    """
    columns = sorted({c for _, c in at})
    rows = sorted({r for r, _ in at})
    have = {(g.parents[0], g.entries) for g in known}
    found: list[Group] = []
    for total in columns:
        covered: set[int] = set()
        for parts in _neighbours(columns, total):
            if covered & set(parts):
                continue  # a longer run holds these columns
            checked = [r for r in rows if all(values.get((r, c)) is not None for c in (total, *parts))]
            exact = [r for r in checked if _adds_up(values, r, total, parts)]
            telling = [r for r in exact if sum(1 for c in parts if values[r, c]) > 1]
            if len(checked) < 3 or len(exact) * 3 < len(checked) * 2 or len(telling) < 2:
                continue
            covered |= set(parts)
            for r in checked:
                entries = tuple(at[r, c] for c in parts)
                if (at[r, total], entries) not in have:
                    have.add((at[r, total], entries))
                    found.append(_group("row", "cột", "closed", document, grid, r, entries, at[r, total]))
    return found


def _proven_totals(
    layout: Layout, at: dict[tuple[int, int], int], values: dict[tuple[int, int], Decimal | None]
) -> frozenset[int]:
    """Return the first or last row where two columns or more bear out that it adds up the others."""
    rows = sorted({r for r, _ in at})
    columns = sorted({c for _, c in at})
    for total in (rows[-1], rows[0]) if len(rows) > 2 else ():
        others = [r for r in rows if r != total]
        exact = 0
        for c in columns:
            parts = [values.get((r, c)) for r in others]
            filled = [v for v in parts if v]
            whole = values.get((total, c))
            exact += bool(whole and whole >= 20 and len(filled) > 1 and sum(filled, Decimal(0)) == whole)
        if exact > 1:
            return frozenset({total})
    return frozenset()


def _neighbours(columns: list[int], total: int) -> Iterator[tuple[int, ...]]:
    """Yield runs of two to six columns before or after a column, those next to it first, longest first."""
    place = columns.index(total)
    for start in [place + 1, None, *range(place + 3, len(columns) - 1)]:
        for length in range(6, 1, -1):
            run = columns[max(0, place - length) : place] if start is None else columns[start : start + length]
            if len(run) == length:
                yield tuple(run)


def _adds_up(values: dict[tuple[int, int], Decimal | None], row: int, total: int, parts: tuple[int, ...]) -> bool:
    added = sum((values[row, c] or Decimal(0) for c in parts), Decimal(0))
    return abs(added - (values[row, total] or Decimal(0))) <= Decimal("0.05") * (1 if added % 1 else 0)


def _path_texts(document: Document, grid: Grid, layout: Layout, column: int) -> list[str]:
    indices = column_path(document, grid, layout, column)
    return [cell_text_of(document, index) for index in indices]


def cell_text_of(document: Document, index: int) -> str:
    """Return the folded words of a block."""
    return " ".join(fold(document.quote(document.blocks[index].span)).split())


def _column_groups(document: Document, grid: Grid, layout: Layout, at: dict[tuple[int, int], int]) -> list[Group]:
    """Return, for each column, the total row with the rows it adds up, group rows instead of their own rows."""
    found = []
    rows = [r for r in range(layout.head, len(grid.rows)) if r not in layout.skip]
    for total in sorted(layout.totals):
        parts = _rows_of_total(layout, rows, total)
        for c in range(len(grid.rows[total])):
            head = " ".join(_path_texts(document, grid, layout, c))
            if (total, c) not in at or _PERCENT_HEAD.search(head.rsplit("trong đó", 1)[-1]) and "%" in head:
                continue
            entries = tuple(at[r, c] for r in parts if (r, c) in at)
            if len(entries) > 1:
                found.append(_group("column", "tổng", "closed", document, grid, total, entries, at[total, c]))
    for group in sorted(layout.groups):
        below = [r for r in rows if r > group and r not in layout.totals]
        members = []
        for r in below:
            if r in layout.groups:
                break
            members.append(r)
        for c in range(len(grid.rows[group])):
            entries = tuple(at[r, c] for r in members if (r, c) in at)
            if (group, c) in at and len(entries) > 1:
                found.append(_group("column", "nhóm", "listed", document, grid, group, entries, at[group, c]))
    return found


def _rows_of_total(layout: Layout, rows: list[int], total: int) -> list[int]:
    """Return the rows that a total row adds: those before it, or after it where it stands first."""
    others = [r for r in rows if r not in layout.totals]
    between = [t for t in layout.totals if t < total]
    before = [r for r in others if r < total and (not between or r > max(between))]
    after = [r for r in others if r > total]
    chosen = before or after
    groups = [r for r in chosen if r in layout.groups]
    return groups if len(groups) > 1 else [r for r in chosen if r not in layout.groups]


def _group(
    kind: str, cue: str, openness: Openness, document: Document, grid: Grid, row: int, entries: tuple[int, ...], total: int
) -> Group:
    inside = [i for i in grid.rows[row] if i >= 0]
    span = Span(document.blocks[inside[0]].span.start, document.blocks[inside[-1]].span.end)
    return Group(0, kind, cue, openness, span, entries, (total,), inside[0])  # type: ignore[arg-type]  # row or column


__all__ = ["TableEntries", "cell_text", "column_path", "read_table", "row_path"]
