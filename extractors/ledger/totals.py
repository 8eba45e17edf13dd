"""Sums down the columns of a table: which rows a total adds, by the tree of rows and by what the columns bear out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.ledger.added import Added, Choice
from extractors.ledger.entries import Group
from extractors.ledger.heads import is_added_row, names_whole
from extractors.ledger.sheet import Figures, Sheet
from extractors.ledger.subtotals import read_subtotals


def column_groups(sheet: Sheet, figures: Figures) -> list[Group]:
    """Return, for each column, the total rows and the rows above others with the rows that they add up."""
    added = Added(sheet, figures)
    return [*_Totals(added).groups(), *read_subtotals(added)]


@dataclass(frozen=True, slots=True)
class _Totals:
    """Asks the columns of a table that may be added which rows belong to a total."""

    added: Added

    def groups(self) -> Iterator[Group]:
        """Yield the groups of the total rows."""
        for total in sorted(self.added.sheet.layout.totals):
            asked = self.added.asked(total)
            choices = [choice for choice in self._choices(total) if any(len(choice.get(c, ())) > 1 for c in asked)]
            if choices:
                yield from self._of_total(total, asked, choices)

    def _of_total(self, total: int, asked: Sequence[int], choices: Sequence[Choice]) -> Iterator[Group]:
        """Yield a total with the rows that fit most columns; in a column that they do not fit, with others that do."""
        held = [sum(self.added.holds(total, c, choice) for c in asked) for choice in choices]
        # rows that stand above others are meant before those, unless hardly any column bears them out
        best = choices[0] if held[0] * 3 >= len(asked) * 2 else choices[held.index(max(held))]
        doubted = self._is_doubted(total, asked, best)
        for column in asked:
            fits = next((choice for choice in (best, *choices) if self.added.holds(total, column, choice)), None)
            rows = (fits or best).get(column, ())
            if len(rows) > 1 and (fits is not None or (not doubted and self.added.is_legible(column))):
                yield self.added.group("tổng", "closed", total, column, rows)

    def _choices(self, total: int) -> Iterator[Choice]:
        """Yield the rows that a total may add, likeliest first: the highest of a pool, or the lowest."""
        columns = self.added.columns
        pools = self._pools(total)
        for pool in (self.added.of_one_unit(total, rows) for rows in pools):
            if len(pool) > 1:
                yield {c: self._tops(pool, c) for c in columns}
                yield {c: self._leaves(pool, c) for c in columns}
        for pool in pools:
            if divided := self.added.divided([r for r in pool if r not in self.added.sheet.layout.totals]):
                yield {c: tuple(self.added.stating(list(divided), c)) for c in columns}

    def _pools(self, total: int) -> list[list[int]]:
        """Return the rows before a total, those since the last total first, and after it; these first under a lead."""
        sheet, totals = self.added.sheet, self.added.sheet.layout.totals
        rows = sheet.data_rows()
        plain = [r for r in rows if r not in totals and is_added_row(sheet, r)]
        before, after = [r for r in plain if r < total], [r for r in plain if r > total]
        earlier = [t for t in sorted(totals) if t < total]
        near = [r for r in before if r > max(earlier, default=-1)]
        following = min((t for t in totals if t > total), default=len(sheet.grid.rows))
        above = [near, [*earlier, *near] if len(earlier) + bool(near) > 1 and earlier else [], before]
        below = [[r for r in after if r < following], after]
        opened = [r for r in plain if total in self._above(r)]
        leads = rows[:1] == sorted(totals)[:1] and rows[-1] not in totals
        return [opened, *below, *above] if opened or leads or not before else [*above, *below]

    def _tops(self, pool: Sequence[int], column: int) -> tuple[int, ...]:
        """Return the highest rows of a pool with a figure in a column."""
        inside = self.added.stating(pool, column)
        return tuple(r for r in inside if not any(above in inside for above in self._above(r)))

    def _leaves(self, pool: Sequence[int], column: int) -> tuple[int, ...]:
        """Return the lowest rows of a pool with a figure in a column."""
        inside = self.added.stating(pool, column)
        over = {above for r in inside for above in self._above(r)}
        return tuple(r for r in inside if r not in over)

    def _above(self, row: int) -> Iterator[int]:
        parents = self.added.sheet.layout.parents
        above = parents[row]
        while above is not None:
            yield above
            above = parents[above]

    def _tells_twice(self, choice: Choice) -> bool:
        """Whether two of the rows are the same, name and figures: one of them too many."""
        sheet, values = self.added.sheet, self.added.figures.values
        rows = {row for chosen in choice.values() for row in chosen}
        columns = self.added.columns
        said = [
            (*(sheet.cell(r, c) for c in sheet.layout.labels), *(values.get((r, c)) for c in columns))
            for r in sorted(rows)
            if any(sheet.cell(r, c) for c in sheet.layout.labels)
        ]
        return len(columns) > 1 and len(set(said)) < len(said)

    def _is_doubted(self, total: int, asked: Sequence[int], choice: Choice) -> bool:
        """Whether nothing bears out that a total adds these rows, and something speaks against it."""
        sheet, figures = self.added.sheet, self.added.figures
        units = self.added.units
        known = [c for c in asked if choice.get(c)]
        held = sum(self.added.holds(total, c, choice) for c in known)
        mixed = len({units[r] for rows in choice.values() for r in rows if r in units}) > 1
        if held > mixed or self._tells_twice(choice):  # what one column adds up by chance, two do not
            return False
        if mixed or held:
            return bool(mixed)
        cells = {c: self.added.cells(choice[c], c) for c in known}
        gaps = {c: figures.gap((total, c), cells[c]) for c in known}
        wholes = {c: figures.values[total, c] for c in known}
        doubled = any(len(cells[c]) > 2 and abs(gaps[c] + wholes[c]) * 10 <= wholes[c] for c in known)
        if doubled or sheet.layout.partial:
            return True
        over, short = all(gap < 0 for gap in gaps.values()), all(gap > 0 for gap in gaps.values())
        excerpt = short and total == sheet.data_rows()[0] and names_whole(sheet, total)
        torn = len(known) > 2 and not over and not short
        slipped = sum(figures.slipped((total, c), cells[c]) for c in known)
        return slipped * 2 < len(known) and len(known) > 1 and (over or excerpt or torn)
