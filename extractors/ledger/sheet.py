"""A table with what its cells say: heads above a column, names of a row, figures by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from extractors.document import Document, Grid, Span
from extractors.grids import Layout
from extractors.ledger.entries import Group, GroupKind, Openness
from extractors.numbers.number import Number
from extractors.numbers.slips import one_slip
from extractors.vietnamese import fold


@dataclass(frozen=True)
class Sheet:
    """A grid of a document and how it is laid out; rows and columns from 0."""

    document: Document
    grid: Grid
    layout: Layout

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.grid.rows[0]) if self.grid.rows else 0

    def cell(self, row: int, column: int) -> str:
        """Return the folded text of a cell, "" where it is empty."""
        return self.layout.texts[row][column]

    def data_rows(self) -> list[int]:
        """Return the rows below the head that hold data."""
        return self._data_rows

    @cached_property
    def _data_rows(self) -> list[int]:
        layout = self.layout
        below = range(layout.head, len(self.grid.rows))
        return [row for row in below if row not in layout.skip and row not in layout.aside]

    def column_path(self, column: int) -> tuple[int, ...]:
        """Return the blocks of the head above a column, from the top storey down, through merged and empty cells."""
        rows, layout = self.grid.rows, self.layout
        storeys = [r for r in range(layout.head) if r not in layout.skip and r not in layout.aside]
        found: list[int] = []
        for place, row in enumerate(storeys):
            index, at = rows[row][column], column
            below = any(rows[r][column] >= 0 for r in storeys[place + 1 :])
            while index < 0 and below and at > 0:
                at -= 1
                index = rows[row][at]
            if index >= 0 and index not in found:
                found.append(index)
        return tuple(found)

    def row_path(self, row: int, column: int) -> tuple[int, ...]:
        """Return the blocks that name a row: its label cells left of a column, or its first cell of a total."""
        cells = self.grid.rows[row]
        names = [cells[c] for c in self.layout.labels if c < column and cells[c] >= 0]
        if not names and row in self.layout.totals:
            names = [index for index in cells[:column] if index >= 0][:1]
        return tuple(dict.fromkeys(names))

    def is_numbered(self, row: int) -> bool:
        """Whether a row bears a running number."""
        column = self.layout.row_numbers
        return column is not None and bool(self.cell(row, column))

    def heads(self, column: int) -> list[str]:
        """Return the folded words above a column, from the top storey down."""
        return self._heads[column]

    @cached_property
    def _heads(self) -> list[list[str]]:
        paths = ([self.document.blocks[i].span for i in self.column_path(c)] for c in range(self.width))
        return [[" ".join(fold(self.document.quote(span)).split()) for span in path] for path in paths]

    def group(
        self, kind: GroupKind, cue: str, openness: Openness, row: int, total: int, entries: tuple[int, ...]
    ) -> Group:
        """Return a group, not yet numbered, that stands in a row and adds entries up to a total."""
        inside = [i for i in self.grid.rows[row] if i >= 0]
        blocks = self.document.blocks
        span = Span(blocks[inside[0]].span.start, blocks[inside[-1]].span.end)
        return Group(0, kind, cue, openness, span, entries, (total,), inside[0])


@dataclass(frozen=True)
class Figures:
    """The figures of a table by (row, column): the entry that states each, and the first number of each."""

    entries: Mapping[tuple[int, int], int]
    numbers: Mapping[tuple[int, int], Number]

    @cached_property
    def values(self) -> dict[tuple[int, int], Decimal]:
        """The value of each figure."""
        return {cell: number.value for cell, number in self.numbers.items() if number.value is not None}

    @cached_property
    def rows(self) -> list[int]:
        """The rows that hold figures, from the top."""
        return sorted({row for row, _ in self.entries})

    @cached_property
    def columns(self) -> list[int]:
        """The columns that hold figures, from the left."""
        return sorted({column for _, column in self.entries})

    def adds_up(self, total: tuple[int, int], parts: Sequence[tuple[int, int]]) -> bool:
        """Whether cells add up to another: whole counts exactly, printed decimals but for rounding."""
        return self.is_rounding(self.gap(total, parts), (total, *parts))

    def is_rounding(self, gap: Decimal, cells: Sequence[tuple[int, int]]) -> bool:
        """Whether the printed decimals of cells explain a gap."""
        if not gap:
            return True
        steps = [step for cell in cells if (step := self.numbers[cell].step) < 1]
        return bool(steps) and abs(gap) <= sum(steps, Decimal(0)) / 2

    def gap(self, total: tuple[int, int], parts: Sequence[tuple[int, int]]) -> Decimal:
        """Return by how much a cell is above the sum of others."""
        values = self.values
        return values[total] - sum([values[cell] for cell in parts], Decimal(0))

    def slipped(self, total: tuple[int, int], parts: Sequence[tuple[int, int]]) -> bool:
        """Whether one slip of the pen explains why cells do not add up to another."""
        gap = self.gap(total, parts)
        whole = self.values[total]
        return one_slip(whole, whole - gap) or any(
            one_slip(self.values[cell], self.values[cell] + gap) for cell in parts
        )
