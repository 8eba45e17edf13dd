"""A table with what its cells say: heads above a column, names of a row, figures by cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from extractors.document import Document, Grid, Span
from extractors.grids import Layout, cell_text
from extractors.ledger.entries import Group, GroupKind, Openness
from extractors.vietnamese import fold


@dataclass(frozen=True, slots=True)
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
        return cell_text(self.document, self.grid, row, column)

    def data_rows(self) -> range:
        """Return the rows below the head."""
        return range(self.layout.head, len(self.grid.rows))

    def column_path(self, column: int) -> tuple[int, ...]:
        """Return the blocks of the head above a column, from the top storey down, through merged and empty cells."""
        rows, skip = self.grid.rows, self.layout.skip
        storeys = [r for r in range(self.layout.head) if r not in skip]
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

    def heads(self, column: int) -> list[str]:
        """Return the folded words above a column, from the top storey down."""
        spans = (self.document.blocks[index].span for index in self.column_path(column))
        return [" ".join(fold(self.document.quote(span)).split()) for span in spans]

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
    """The figures of a table by (row, column): the entry that states each, and its first value."""

    entries: Mapping[tuple[int, int], int]
    values: Mapping[tuple[int, int], Decimal | None]

    @cached_property
    def rows(self) -> list[int]:
        """The rows that hold figures, from the top."""
        return sorted({row for row, _ in self.entries})

    @cached_property
    def columns(self) -> list[int]:
        """The columns that hold figures, from the left."""
        return sorted({column for _, column in self.entries})
