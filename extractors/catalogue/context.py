"""What measures are read from: the document with its numbers, ledger and tables."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.catalogue.own import BUILT_IN, Catalogue
from extractors.document import Cell, Document, Grid, Span
from extractors.grids import Layout
from extractors.ledger.entries import Entry, Ledger
from extractors.numbers.number import Number
from extractors.sections import Section

#: a unit and where it was found: printed, noun, label, parent, sibling, lead, table, caption …
FoundUnit = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Context:
    """What measures are read from; `folded_lines` is the folded text with a line end after each block,
    `periods` the numbers that name a span of time, `own_names` what the report's own unit is called,
    `body_end` the block at which recipients, signature and annexes begin, `catalogue` the metrics to link to,
    `theme` the words of the title, `theme_letters` their first letters, `told` the words of entries asked for so far.
    """

    document: Document
    sections: Sequence[Section]
    layouts: Sequence[Layout]
    numbers: Sequence[Number]
    ledger: Ledger
    folded: str
    folded_lines: str
    kind: str
    period: str | None
    periods: Sequence[Number]
    level: str | None = None
    own_names: re.Pattern[str] | None = None
    body_end: int = 10**9
    catalogue: Catalogue = BUILT_IN
    theme: tuple[str, ...] = ()
    theme_letters: str = field(default="", init=False)
    told: dict[int, str] = field(default_factory=dict, repr=False, compare=False)
    _period_starts: Sequence[int] = field(default=(), repr=False, compare=False)
    _section_blocks: Sequence[int] = field(default=(), repr=False, compare=False)
    _tables: dict[int, tuple[Grid, Layout]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_period_starts", [period.span.start for period in self.periods])
        object.__setattr__(self, "theme_letters", "".join(word[0] for word in self.theme))
        object.__setattr__(self, "_section_blocks", [section.block for section in self.sections])
        layouts = {layout.table: layout for layout in self.layouts}
        self._tables.update((grid.table, (grid, layouts[grid.table])) for grid in self.document.grids)

    def periods_in(self, start: int, end: int) -> Sequence[Number]:
        """Return the periods that begin in a stretch of text."""
        left = bisect_left(self._period_starts, start)
        return self.periods[left : bisect_left(self._period_starts, end, left)]

    def section_before(self, block: int) -> int:
        """Return the index of the last section that begins before a block, -1 where none does."""
        return bisect_left(self._section_blocks, block) - 1

    def table_of(self, entry: Entry) -> tuple[Grid, Layout, Cell] | None:
        """Return the table that an entry stands in, its layout, and the cell."""
        cell = self.document.blocks[entry.block].origin.cell
        return None if cell is None else (*self._tables[cell.table], cell)


def words_at(context: Context, span: Span) -> str:
    """Return folded text at a span, blanks joined."""
    start, end = span.start, span.end
    return " ".join(context.folded[start:end].split()) if start < end else ""


def sentence_start(text: str, stop: re.Pattern[str]) -> int:
    """Return where the last sentence of a text begins; `stop` is a line end, or a full stop with what follows it."""
    start = text.rfind("\n") + 1
    dot = text.rfind(".", start)
    while dot >= 0 and not stop.match(text, dot):
        dot = text.rfind(".", start, dot)
    return start if dot < 0 else dot + 1


def printed_at(context: Context, span: Span) -> str:
    """Return text at a span as printed, emphasis marks and double blanks left out."""
    if span.start >= span.end:
        return ""
    return " ".join(context.document.quote(span).replace("*", "").split())
