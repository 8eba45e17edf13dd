"""The columns of a table that may be added up, and the questions that sums down them ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from extractors.grids.texts import NO_FIGURE
from extractors.ledger.entries import Group, Openness
from extractors.ledger.heads import is_added, units_of_rows
from extractors.ledger.sheet import Figures, Sheet

#: how many rows a row may stand above that only the figures show to do so
_LONGEST = 30
#: the rows that a row adds in each column
Choice = dict[int, tuple[int, ...]]


@dataclass(frozen=True)
class Added:
    """A table with its figures, and the columns whose figures may be added up."""

    sheet: Sheet
    figures: Figures

    @cached_property
    def columns(self) -> list[int]:
        """The columns that may be added up: no shares, rates, prices, ranks."""
        return [c for c in self.figures.columns if is_added(self.sheet, c) and not self._are_shares(c)]

    def _are_shares(self, column: int) -> bool:
        return all(number.percent for (_, c), number in self.figures.numbers.items() if c == column)

    def asked(self, row: int) -> list[int]:
        """Return the columns in which a row states a figure."""
        return [c for c in self.columns if (row, c) in self.figures.values]

    def cells(self, rows: Sequence[int], column: int) -> list[tuple[int, int]]:
        """Return the cells of rows with a figure in a column."""
        return [(r, column) for r in rows if (r, column) in self.figures.values]

    def stating(self, pool: Sequence[int], column: int) -> list[int]:
        """Return the rows of a pool with a figure in a column, but those that only tell some of another."""
        return [r for r, _ in self.cells(pool, column) if r not in self.sheet.layout.of_which]

    def of_one_unit(self, row: int, pool: Sequence[int]) -> list[int]:
        """Return the rows of a row's unit where rows say their units, all rows where they do not."""
        unit = self.units.get(row)
        return [r for r in pool if unit is None or self.units.get(r, unit) == unit]

    @cached_property
    def below(self) -> dict[int, list[int]]:
        """The rows right under each row that has any."""
        found: dict[int, list[int]] = {}
        for row, above in enumerate(self.sheet.layout.parents):
            if above is not None:
                found.setdefault(above, []).append(row)
        return found

    @cached_property
    def units(self) -> dict[int, str]:
        """The units that rows say of their own."""
        return units_of_rows(self.sheet)

    def holds(self, row: int, column: int, choice: Choice) -> bool:
        """Whether two rows or more add up to another in a column."""
        rows = choice.get(column, ())
        return len(rows) > 1 and self.figures.adds_up((row, column), self.cells(rows, column))

    def is_legible(self, column: int) -> bool:
        """Whether every row has a figure, nothing or the mark for none in a column, but for what spans the table."""
        rows = self.sheet.grid.rows
        others = (r for r in self.sheet.data_rows() if (r, column) not in self.figures.entries)
        return all(
            not (text := self.sheet.cell(r, column)) or text in NO_FIGURE or rows[r].count(rows[r][column]) > 1
            for r in others
        )

    def divided(self, pool: Sequence[int]) -> dict[int, list[int]]:
        """Return the rows that the rows after each add up to, where a pool without marks divides so to its end."""
        found: dict[int, list[int]] = {}
        at = 0
        while at < len(pool):
            ends = range(at + 3, min(len(pool), at + _LONGEST) + 1)
            end = next((e for e in ends if self._heads(pool[at], pool[at + 1 : e])), None)
            if end is None:
                return {}
            found[pool[at]] = list(pool[at + 1 : end])
            at = end
        return found if len(found) > 1 else {}

    def _heads(self, row: int, members: Sequence[int]) -> bool:
        """Whether rows add up to one above them in every column, or in all but one."""
        asked = self.asked(row)
        held = sum(self.figures.adds_up((row, c), self.cells(members, c)) for c in asked)
        return held > 0 and held >= len(asked) - 1

    def group(self, cue: str, openness: Openness, total: int, column: int, rows: Sequence[int]) -> Group:
        """Return the group of rows that a row adds up in a column."""
        entries = tuple(self.figures.entries[r, column] for r in rows)
        return self.sheet.group("column", cue, openness, total, self.figures.entries[total, column], entries)
