"""Sums down the columns of a table: which rows a total adds, by the tree of rows and by what the columns bear out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.ledger.entries import Group, Openness
from extractors.ledger.heads import is_added, is_added_row, names_whole, units_of_rows
from extractors.ledger.sheet import Figures, Sheet

#: the rows that a total adds in each column
Choice = dict[int, tuple[int, ...]]


def column_groups(sheet: Sheet, figures: Figures) -> list[Group]:
    """Return, for each column, the total rows and the rows above others with the rows that they add up."""
    columns = [c for c in figures.columns if is_added(sheet, c) and not _are_shares(figures, c)]
    reader = _Reader(sheet, figures, columns)
    return [*reader.totals(), *reader.subtotals()]


def _are_shares(figures: Figures, column: int) -> bool:
    return all(number.percent for (_, c), number in figures.numbers.items() if c == column)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Asks the columns of a table that may be added which rows belong to a total."""

    sheet: Sheet
    figures: Figures
    columns: Sequence[int]

    # -- total rows

    def totals(self) -> Iterator[Group]:
        """Yield the groups of the total rows."""
        for total in sorted(self.sheet.layout.totals):
            asked = [c for c in self.columns if (total, c) in self.figures.values]
            choices = [choice for choice in self._choices(total) if any(len(choice.get(c, ())) > 1 for c in asked)]
            if not choices:
                continue
            best = max(choices, key=lambda choice: sum(self._holds(total, c, choice) for c in asked))
            doubted = self._is_doubted(total, asked, best)
            for column in asked:
                chosen = next((c for c in (best, *choices) if self._holds(total, column, c)), best)
                holds = self._holds(total, column, chosen)
                if len(chosen.get(column, ())) > 1 and (holds or not doubted):
                    yield self._group("tổng", "closed", total, column, chosen[column])

    def _choices(self, total: int) -> Iterator[Choice]:
        """Yield the rows that a total may add, likeliest first."""
        rows = [r for r in self.sheet.data_rows() if r == total or is_added_row(self.sheet, r)]
        totals = self.sheet.layout.totals
        plain = [r for r in rows if r not in totals]
        before, after = [r for r in plain if r < total], [r for r in plain if r > total]
        last = max((t for t in totals if t < total), default=-1)
        following = min((t for t in totals if t > total), default=len(self.sheet.grid.rows))
        near = [r for r in before if r > last]
        subtotals = [t for t in sorted(totals) if t < total]
        pools = [near, [*subtotals, *near] if len(subtotals) > 1 or (subtotals and near) else [], before]
        below = [[r for r in after if r < following], after]
        leading = bool(rows) and rows[0] in totals and rows[-1] not in totals
        ordered = [*below, *pools] if leading or not before else [*pools, *below]
        for pool in [self._of_one_unit(total, rows) for rows in ordered]:
            if len(pool) > 1:
                yield {c: self._tops(pool, c) for c in self.columns}
                yield {c: self._leaves(pool, c) for c in self.columns}
        for pool in (near, before, after):
            if divided := self._divided(pool):
                yield {c: tuple(r for r in divided if (r, c) in self.figures.values) for c in self.columns}

    def _of_one_unit(self, total: int, pool: Sequence[int]) -> list[int]:
        """Return the rows of a total's unit where rows say their units, all rows where they do not."""
        units = units_of_rows(self.sheet)
        unit = units.get(total)
        return [r for r in pool if unit is None or units.get(r, unit) == unit]

    def _tops(self, pool: Sequence[int], column: int) -> tuple[int, ...]:
        """Return the highest rows of a pool with a figure in a column."""
        inside = self._stating(pool, column)
        return tuple(r for r in inside if not any(above in inside for above in self._above(r)))

    def _leaves(self, pool: Sequence[int], column: int) -> tuple[int, ...]:
        """Return the lowest rows of a pool with a figure in a column."""
        inside = self._stating(pool, column)
        over = {above for r in inside for above in self._above(r)}
        return tuple(r for r in inside if r not in over)

    def _stating(self, pool: Sequence[int], column: int) -> list[int]:
        return [r for r in pool if (r, column) in self.figures.values and r not in self.sheet.layout.of_which]

    def _above(self, row: int) -> Iterator[int]:
        above = self.sheet.layout.parents[row]
        while above is not None:
            yield above
            above = self.sheet.layout.parents[above]

    def _divided(self, pool: Sequence[int]) -> dict[int, list[int]]:
        """Return the rows that the rows after each add up to, where a pool without marks divides so to its end."""
        found: dict[int, list[int]] = {}
        at = 0
        while at < len(pool):
            end = next((e for e in range(at + 3, len(pool) + 1) if self._heads(pool[at], pool[at + 1 : e])), None)
            if end is None:
                return {}
            found[pool[at]] = list(pool[at + 1 : end])
            at = end
        return found if len(found) > 1 else {}

    def _heads(self, row: int, members: Sequence[int]) -> bool:
        """Whether rows add up to one above them in every column, or in all but one of several."""
        asked = [c for c in self.columns if (row, c) in self.figures.values]
        held = sum(self.figures.adds_up((row, c), self._cells(members, c)) for c in asked)
        return held > 0 and held >= len(asked) - (len(asked) > 2)

    def _is_doubted(self, total: int, asked: Sequence[int], choice: Choice) -> bool:
        """Whether nothing bears out that a total adds these rows, and something speaks against it."""
        units = units_of_rows(self.sheet)
        mixed = len({units[r] for rows in choice.values() for r in rows if r in units}) > 1
        held = any(self._holds(total, c, choice) for c in asked)
        if mixed or held:
            return mixed
        known = [c for c in asked if choice.get(c)]
        gaps = {c: self.figures.gap((total, c), self._cells(choice[c], c)) for c in known}
        doubled = any(gap == -self.figures.values[total, c] for c, gap in gaps.items())
        if doubled or self.sheet.layout.partial:
            return True
        slipped = any(self.figures.slipped((total, c), self._cells(choice[c], c)) for c in known)
        over, short = all(gap < 0 for gap in gaps.values()), all(gap > 0 for gap in gaps.values())
        excerpt = short and total == self.sheet.data_rows()[0] and names_whole(self.sheet, total)
        torn = len(known) > 2 and not over and not short
        return not slipped and len(known) > 1 and (over or excerpt or torn)

    # -- rows above others

    def subtotals(self) -> Iterator[Group]:
        """Yield the groups of rows that stand above others."""
        for row in self.sheet.data_rows():
            below = [r for r, above in enumerate(self.sheet.layout.parents) if above == row]
            told = [r for r in below if r in self.sheet.layout.of_which]
            members = self._of_one_unit(row, [r for r in below if r not in told and is_added_row(self.sheet, r)])
            choice = {c: tuple(self._stating(members, c)) for c in self.columns}
            told_in = {c: tuple(r for r in told if (r, c) in self.figures.values) for c in self.columns}
            for column in self.columns:
                if (row, column) in self.figures.values:
                    yield from self._below(row, column, choice, "listed")
                    yield from self._told(row, column, told_in)
        yield from self._unmarked()
        yield from self._told_again()

    def _unmarked(self) -> Iterator[Group]:
        """Yield the groups of rows that only the figures show to stand above those after them."""
        totals = self.sheet.layout.totals
        pool = [r for r in self.sheet.data_rows() if r not in totals]
        if totals and not any(self.sheet.layout.parents[r] is not None for r in pool):
            for row, members in self._divided(pool).items():
                for column in self.columns:
                    rows = tuple(self._stating(members, column))
                    if (row, column) in self.figures.values and len(rows) > 1:
                        yield self._group("nhóm", "closed", row, column, rows)

    def _told_again(self) -> Iterator[Group]:
        """Yield "trong đó: nữ" under a total with the rows of that name under what it adds."""
        layout = self.sheet.layout
        for row in sorted(layout.of_which):
            if layout.parents[row] not in layout.totals or not layout.labels:
                continue
            name = self.sheet.cell(row, layout.labels[0])
            alike = [r for r in sorted(layout.of_which) if r < row and self.sheet.cell(r, layout.labels[0]) == name]
            for column in self.columns:
                rows = tuple(r for r in alike if (r, column) in self.figures.values)
                if (row, column) in self.figures.values and len(rows) > 1:
                    yield self._group("trong đó", "listed", row, column, rows)

    def _below(self, row: int, column: int, choice: Choice, openness: Openness) -> Iterator[Group]:
        if len(choice[column]) < 2:
            return
        held = [c for c in self.columns if (row, c) in self.figures.values and self._holds(row, c, choice)]
        marked = all(self.sheet.is_numbered(r) for r in choice[column])
        if held or marked:
            yield self._group("nhóm", "closed" if held else openness, row, column, choice[column])

    def _told(self, row: int, column: int, told: Choice) -> Iterator[Group]:
        """Yield the rows under "trong đó": a sum where they make one, else only no more than the row above."""
        if told[column]:
            whole = len(told[column]) > 1 and self._holds(row, column, told)
            yield self._group("trong đó", "closed" if whole else "open", row, column, told[column])

    # -- cells

    def _cells(self, rows: Sequence[int], column: int) -> list[tuple[int, int]]:
        return [(r, column) for r in rows if (r, column) in self.figures.values]

    def _holds(self, total: int, column: int, choice: Choice) -> bool:
        rows = choice.get(column, ())
        return len(rows) > 1 and self.figures.adds_up((total, column), self._cells(rows, column))

    def _group(self, cue: str, openness: Openness, total: int, column: int, rows: Sequence[int]) -> Group:
        entries = tuple(self.figures.entries[r, column] for r in rows)
        return self.sheet.group("column", cue, openness, total, self.figures.entries[total, column], entries)
