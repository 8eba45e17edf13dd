"""Sums along the rows of a table: what its columns state of each other, what their heads say, what rows bear out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.grids.texts import NO_FIGURE
from extractors.ledger.entries import Group, Openness
from extractors.ledger.heads import beside, is_added, is_total_head, named_alike, parts_beside
from extractors.ledger.sheet import Figures, Sheet


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """A column that others may add up to, and how that stands in the rows: `asked` of them, `held`, all too `short`."""

    total: int
    parts: tuple[int, ...]
    asked: tuple[int, ...]
    held: int
    short: bool

    @property
    def borne_out(self) -> bool:
        """Whether two thirds of the rows, and two at least, bear the sum out."""
        return self.held > 1 and self.held * 3 >= len(self.asked) * 2


def row_groups(sheet: Sheet, figures: Figures) -> list[Group]:
    """Return, for each row, the total columns with the columns that the table or its head puts under them."""
    stated = list(_stated(sheet, figures))
    known = {found.total for found, _ in stated}
    told = (*_named(sheet, figures), *_storeyed(sheet, figures))
    named = [(found, openness) for found, openness in told if found.total not in known]
    return [group for found, openness in (*stated, *named) for group in _groups(sheet, figures, found, openness)]


def column_sum(sheet: Sheet, figures: Figures, total: int, parts: Sequence[int], first: int | None = None) -> ColumnSum:
    """Return how a sum of columns stands in the rows, or the `first` of them, that state its total and a part of it."""
    asked, held, short = [], 0, True
    values = figures.values
    for row in sheet.data_rows()[:first]:
        if (row, total) not in values:
            continue
        cells = [(row, part) for part in parts if (row, part) in values]
        if not cells or (len(cells) < len(parts) and not _others_blank(sheet, figures, row, parts)):
            continue
        asked.append(row)
        gap = figures.gap((row, total), cells)
        held += figures.is_rounding(gap, ((row, total), *cells))
        short = short and gap >= 0
    return ColumnSum(total, tuple(sorted(parts)), tuple(asked), held, short)


def _others_blank(sheet: Sheet, figures: Figures, row: int, parts: Sequence[int]) -> bool:
    """Whether the parts without a figure are empty or say that there is none."""
    missing = (sheet.cell(row, part) for part in parts if (row, part) not in figures.values)
    return all(not text or text in NO_FIGURE for text in missing)


def _groups(sheet: Sheet, figures: Figures, found: ColumnSum, openness: Openness) -> Iterator[Group]:
    cue = "công thức" if openness == "closed" else "trong đó"
    for row in found.asked:
        entries = tuple(figures.entries[row, part] for part in found.parts if (row, part) in figures.entries)
        dashes = sum(sheet.cell(row, p) in NO_FIGURE for p in found.parts if (row, p) not in figures.entries)
        if len(entries) > 1 or openness == "closed" or dashes + 1 == len(found.parts):
            yield sheet.group("row", cue, openness, row, figures.entries[row, found.total], entries)


def _stated(sheet: Sheet, figures: Figures) -> Iterator[tuple[ColumnSum, Openness]]:
    """Yield the sums that formulas of columns state, unless most rows speak against them: then they are misread."""
    for identity in sheet.layout.identities:
        if identity.share or not all(c in figures.columns for c in (identity.total, *identity.parts)):
            continue
        found = column_sum(sheet, figures, identity.total, identity.parts)
        few = len(found.asked) < 3 and identity.sure
        if few or found.held * 2 >= len(found.asked) > 0:
            yield found, "closed"


def _named(sheet: Sheet, figures: Figures) -> Iterator[tuple[ColumnSum, Openness]]:
    """Yield the sums of columns whose heads name a total."""
    for total in figures.columns:
        if not is_total_head(sheet, total) or not is_added(sheet, total):
            continue
        parts, marked = parts_beside(sheet, total)
        storeys = len(sheet.heads(total)) > 1
        wide = [beside(sheet, total, 1), beside(sheet, total, -1)]
        told = len(parts) > 1 and (marked or storeys)
        runs = [run for run in wide if len(run) > 1 and not (told and run == parts)]
        others = [column_sum(sheet, figures, total, run) for run in runs]
        proven = [other for other in others if _is_proven(figures, other)]
        if told:
            found = column_sum(sheet, figures, total, parts)
            if found.borne_out or not proven:
                yield found, _openness(found, marked=marked)
                continue
        # what came makes up a total before it, what became of it one behind it
        yield from ((other, "closed") for other in proven)


def _storeyed(sheet: Sheet, figures: Figures) -> Iterator[tuple[ColumnSum, Openness]]:
    """Yield the sums of columns under a total of their own ("Tổng: lượt, người" beside "Thường xuyên: lượt, người")."""
    for total in figures.columns:
        parts = named_alike(sheet, total)
        if len(parts) > 1 and (found := column_sum(sheet, figures, total, parts)).asked and _is_proven(figures, found):
            yield found, "closed"


def _is_proven(figures: Figures, found: ColumnSum) -> bool:
    """Whether rows bear out a sum that only the place of its total suggests."""
    if len(found.asked) == 1:
        return found.held == 1
    if len(found.asked) == 2 and found.held == 1:
        cells = [[(r, p) for p in found.parts if (r, p) in figures.values] for r in found.asked]
        return any(figures.slipped((r, found.total), inside) for r, inside in zip(found.asked, cells, strict=True))
    return found.borne_out


def _openness(found: ColumnSum, *, marked: bool) -> Openness:
    """Return closed where the rows bear the sum out, open where hardly any does: its parts are some, or overlap."""
    if found.borne_out:
        return "closed"
    if len(found.asked) > 1 and found.held * 2 < len(found.asked) and (found.short or len(found.asked) > 2):
        return "open"
    return "listed" if marked else "unknown"
