"""Totals of a table that its words name: total columns by the storeys of the head, total and group rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from extractors.ledger.entries import Group, Openness
from extractors.ledger.sheet import Sheet

_TOTAL_HEAD = re.compile(r"(?:tổng(?:\s+(?:số|cộng|chung|hợp))?|cộng|chung)(?!\w)")
_OF_WHICH = re.compile(r"(?:trong đó|bao gồm|gồm|chia ra|chia theo|phân theo|trong đó có)\s*:?\s*$")
_PERCENT_HEAD = re.compile(r"(?:tỷ lệ|tỉ lệ|%|tỷ trọng|cơ cấu|so với|đạt)")
_CONTINUED = re.compile(r"(?:trong đó|gồm)(?!\w)")


def row_groups(sheet: Sheet, at: Mapping[tuple[int, int], int]) -> list[Group]:
    """Return, for each row, the total columns with the columns that the head puts under them.

    `at` gives the entry of each cell.
    """
    found = []
    for total, parts, openness in _column_sums(sheet):
        for row in sheet.data_rows():
            if (row, total) in at:
                entries = tuple(at[row, p] for p in parts if (row, p) in at)
                dashes = sum((row, p) not in at and sheet.cell(row, p) in ("-", "–", "—") for p in parts)
                if len(entries) > 1 or (entries and dashes + 1 == len(parts)):
                    found.append(sheet.group("row", "trong đó", openness, row, at[row, total], entries))
    return found


def _column_sums(sheet: Sheet) -> Iterator[tuple[int, list[int], Openness]]:
    """Yield (total column, part columns, openness) as the storeys of the head say it."""
    paths = [sheet.heads(column) for column in range(sheet.width)]
    for column, path in enumerate(paths):
        names = column in sheet.layout.labels or column == sheet.layout.row_numbers
        if names or not path or not _TOTAL_HEAD.match(path[-1]):
            continue
        parts, marked = _parts_beside(paths, column)
        if len(parts) > 1 and (marked or len(path) > 1):
            yield column, parts, "listed" if marked else "unknown"


def _parts_beside(paths: list[list[str]], total: int) -> tuple[list[int], bool]:
    """Return the columns right of a total under the same head, and whether "trong đó" says that they are parts."""
    above = paths[total][:-1]
    parts: list[int] = []
    marked = False
    for column in range(total + 1, len(paths)):
        path = paths[column]
        if not path or path[: len(above)] != above:
            break
        rest = path[len(above) :]
        if not rest or _TOTAL_HEAD.match(rest[-1]) or _PERCENT_HEAD.search(" ".join(rest)):
            if rest and _TOTAL_HEAD.match(rest[0]):
                break
            continue
        of_which = bool(_OF_WHICH.match(rest[0]) or _CONTINUED.match(rest[0]))
        if of_which or not marked:
            parts.append(column)
        marked = marked or of_which
    return parts, marked


def column_groups(sheet: Sheet, at: Mapping[tuple[int, int], int]) -> list[Group]:
    """Return, for each column, the total row with the rows it adds up, group rows instead of their own rows."""
    return [*_totals(sheet, at), *_subtotals(sheet, at)]


def _totals(sheet: Sheet, at: Mapping[tuple[int, int], int]) -> Iterator[Group]:
    rows = [r for r in sheet.data_rows() if r not in sheet.layout.skip]
    for total in sorted(sheet.layout.totals):
        parts = _rows_of_total(sheet, rows, total)
        for column in range(len(sheet.grid.rows[total])):
            if (total, column) in at and not _is_percent_column(sheet, column):
                entries = tuple(at[r, column] for r in parts if (r, column) in at)
                if len(entries) > 1:
                    yield sheet.group("column", "tổng", "closed", total, at[total, column], entries)


def _is_percent_column(sheet: Sheet, column: int) -> bool:
    head = " ".join(sheet.heads(column))
    return "%" in head and bool(_PERCENT_HEAD.search(head.rsplit("trong đó", 1)[-1]))


def _subtotals(sheet: Sheet, at: Mapping[tuple[int, int], int]) -> Iterator[Group]:
    rows = [r for r in sheet.data_rows() if r not in sheet.layout.skip and r not in sheet.layout.totals]
    for group in sorted(sheet.layout.groups):
        after = next((r for r in rows if r > group and r in sheet.layout.groups), len(sheet.grid.rows))
        members = [r for r in rows if group < r < after]
        for column in range(len(sheet.grid.rows[group])):
            entries = tuple(at[r, column] for r in members if (r, column) in at)
            if (group, column) in at and len(entries) > 1:
                yield sheet.group("column", "nhóm", "listed", group, at[group, column], entries)


def _rows_of_total(sheet: Sheet, rows: list[int], total: int) -> list[int]:
    """Return the rows that a total row adds: those before it, or after it where it stands first."""
    totals, groups = sheet.layout.totals, sheet.layout.groups
    others = [r for r in rows if r not in totals]
    between = max((t for t in totals if t < total), default=-1)
    before = [r for r in others if between < r < total]
    chosen = before or [r for r in others if r > total]
    grouped = [r for r in chosen if r in groups]
    return grouped if len(grouped) > 1 else [r for r in chosen if r not in groups]
