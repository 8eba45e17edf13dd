"""What relations are read from, and the questions they ask of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extractors.catalogue.measures import Measure
from extractors.document import Document, Span
from extractors.grids import Layout
from extractors.ledger.entries import Entry, Group, Ledger
from extractors.numbers.number import Number
from extractors.relations.relation import Operand
from extractors.sections import Section


@dataclass(frozen=True, slots=True)
class World:
    """The facts of a document that relations are made of.

    `prose` are the figures of running text, in order, `by_block` its entries, `opening` those that a cue stands behind.
    """

    document: Document
    folded: str
    sections: Sequence[Section]
    layouts: Sequence[Layout]
    numbers: Sequence[Number]
    ledger: Ledger
    measures: Mapping[int, Measure]
    prose: Sequence[int] = field(default=(), repr=False, compare=False)
    by_block: dict[int, list[Entry]] = field(default_factory=dict, repr=False, compare=False)
    opening: frozenset[int] = field(default=frozenset(), repr=False, compare=False)

    def __post_init__(self) -> None:
        cells: set[int] = set()
        for entry in self.ledger.entries:
            if entry.path:
                cells.add(entry.id)
            else:
                self.by_block.setdefault(entry.block, []).append(entry)
        prose = sorted(number for number, measure in self.measures.items() if measure.entry not in cells)
        object.__setattr__(self, "prose", prose)
        opening = frozenset(group.parents[0] for group in self.ledger.groups if group.kind == "cue" and group.parents)
        object.__setattr__(self, "opening", opening)

    def value(self, number: int) -> Decimal:
        """Return the value of a measure."""
        value = self.numbers[number].value
        return value if value is not None else Decimal(0)

    def unit(self, number: int) -> str:
        """Return the understood unit of a number, "" where none is known."""
        measure = self.measures.get(number)
        return measure.unit if measure else ""

    def is_exact(self, number: int) -> bool:
        """Whether a number tells one amount as it is: no pair, nothing like "hơn" or "khoảng"."""
        printed = self.numbers[number]
        return printed.sign == "=" and printed.of is None

    def entry_of(self, number: int) -> Entry:
        """Return the entry that states a measure."""
        return self.ledger.entries[self.measures[number].entry]

    def words(self, span: Span) -> str:
        """Return folded text at a span, blanks joined."""
        start, end = span.start, span.end
        return " ".join(self.folded[start:end].split()) if start < end else ""

    def operand(self, number: int, role: str) -> Operand:
        """Return a number as operand."""
        span = self.numbers[number].span
        return Operand(number, self.document.quote(span), role, span)

    def group_of(self, entry: Entry) -> Group | None:
        """Return the group that an entry stands in."""
        return None if entry.group is None else self.ledger.groups[entry.group]
