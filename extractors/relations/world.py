"""What relations are read from, and the questions they ask of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.catalogue.measures import Measure
from extractors.document import Document, Span
from extractors.grids import Layout
from extractors.ledger.entries import Entry, Group, Ledger
from extractors.lexicon import families, unit_kind
from extractors.numbers.number import Number
from extractors.relations.relation import Operand
from extractors.sections import Section


@dataclass(frozen=True, slots=True)
class World:
    """The facts of a document that relations are made of."""

    document: Document
    folded: str
    sections: Sequence[Section]
    layouts: Sequence[Layout]
    numbers: Sequence[Number]
    ledger: Ledger
    measures: Mapping[int, Measure]

    def value(self, number: int) -> Decimal:
        """Return the value of a measure."""
        value = self.numbers[number].value
        return value if value is not None else Decimal(0)

    def unit(self, number: int) -> str:
        """Return the understood unit of a number, "" where none is known."""
        measure = self.measures.get(number)
        return measure.unit if measure else ""

    def words(self, span: Span) -> str:
        """Return folded text at a span, blanks joined."""
        return " ".join(self.folded[span.start : span.end].split())

    def operand(self, number: int, role: str) -> Operand:
        """Return a number as operand."""
        span = self.numbers[number].span
        return Operand(number, self.document.quote(span), role, span)

    def group_of(self, entry: Entry) -> Group | None:
        """Return the group that an entry stands in."""
        return None if entry.group is None else self.ledger.groups[entry.group]


_MONEY = {
    "đồng": 1, "đ": 1, "vnđ": 1, "vnd": 1, "nghìn đồng": 10**3, "ngàn đồng": 10**3, "triệu đồng": 10**6, "triệu": 10**6,
    "tr.đ": 10**6, "tr đồng": 10**6, "trđ": 10**6, "trđồng": 10**6, "tỷ đồng": 10**9, "tỉ đồng": 10**9, "tỷ": 10**9, "tỉ": 10**9,
}  # fmt: skip


def money_scale(unit: str) -> int:
    """Return how many đồng a unit of money is, 0 for any other unit."""
    return _MONEY.get(unit, 0)


def alike(one: str, other: str) -> bool:
    """Whether two units may be added: the same, of one family, both persons or money, or one a longer name of the other.

    >>> alike("lá thư", "thư"), alike("thị trấn", "đơn vị"), alike("hộ", "người"), alike("", "thư")
    (True, True, False, False)
    """
    if not one or not other:
        return False
    if one == other:
        return True
    if "/" in one or "/" in other:
        return False
    if money_scale(one) and money_scale(other):
        return True
    persons = unit_kind(one) == unit_kind(other) == "person"
    return persons or bool(families(one) & families(other)) or one.startswith(other + " ") or other.startswith(one + " ")
