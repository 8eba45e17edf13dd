"""How well a failing relation is tied: what its words leave open, what no slip mends and nothing else confirms.

Words that list, compare or repeat are often meant otherwise than they read. Where they do not bind the figures, a
contradiction counts only if a slip of the pen explains it or another relation tells it too; without either the
figures are likelier of different things than wrong. Tables bind by their layout and are not judged here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from extractors.facts import Facts
from extractors.ledger.entries import Entry, Group
from extractors.numbers.slips import one_slip, significant
from extractors.relations.relation import Relation
from pipeline.checks.equations import scale_between, value_at

#: repairs that cost as much tell little (another digit, a lost one) or nothing (one from elsewhere, any value)
_ONE_OF_MANY, _NO_SLIP = 3, 5


@dataclass(frozen=True)
class Tie:
    """A failing relation with what stands around it.

    `slip` is the cost of the likeliest slip that mends it, None where none does; `sure` are the numbers, and `wholes`
    the wholes of percentages, of relations that hold.
    """

    facts: Facts
    relation: Relation
    slip: int | None
    sure: frozenset[int]
    wholes: frozenset[int]

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the relation."""
        return tuple(dict.fromkeys(o.number for o in self.relation.operands if o.number is not None))

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that these numbers stand in."""
        measures = self.facts.measures
        return tuple(self.facts.ledger.entries[measures[n].entry] for n in self.numbers if n in measures)

    @property
    def in_table(self) -> bool:
        """Whether the layout of a table binds the numbers."""
        return self.relation.source == "layout" or any(entry.path for entry in self.entries)

    @property
    def unmended(self) -> bool:
        """Whether no slip of the pen mends the relation."""
        return self.slip is None or self.slip >= _NO_SLIP

    @property
    def unlikely(self) -> bool:
        """Whether only a slip that is one of many mends the relation, if any: chance makes one of small figures."""
        return self.slip is None or self.slip >= _ONE_OF_MANY

    @property
    def sentences(self) -> int:
        """Over how many sentences the numbers are spread."""
        return len({(entry.block, entry.sentence) for entry in self.entries})

    @cached_property
    def between(self) -> int:
        """How many other figures stand between the first and the last of these."""
        inner = range(min(self.numbers) + 1, max(self.numbers))
        return sum(n in self.facts.measures and n not in self.numbers for n in inner)

    @cached_property
    def group(self) -> Group | None:
        """The list that the last part is an item of."""
        last = self.facts.measures.get(self.relation.parts[-1]) if self.relation.parts else None
        at = self.facts.ledger.entries[last.entry].group if last else None
        return next((group for group in self.facts.ledger.groups if group.id == at), None)

    @property
    def listed(self) -> bool:
        """Whether words open a list of the parts."""
        return self.group is not None and bool(self.group.cue)

    @property
    def open(self) -> bool:
        """Whether no word says that the list is whole: a bracket alone does not."""
        return self.listed and self.group is not None and (self.group.openness != "closed" or self.group.cue == "(")

    @cached_property
    def passed(self) -> int:
        """How many figures between the first and the last of these could stand beside them.

        What the entries of the parts tell besides ("12 lớp/318 cháu; 18 lớp/492 học sinh") goes with each of them.
        """
        measures = self.facts.measures
        own = {measures[n].entry for n in self.relation.parts if n in measures}
        inner = range(min(self.numbers) + 1, max(self.numbers))
        return sum(n in measures and n not in self.numbers and measures[n].entry not in own for n in inner)

    @property
    def one_unit(self) -> bool:
        """Whether the same unit is printed behind all of the numbers."""
        printed = {self.facts.numbers[n].unit for n in self.numbers}
        return len(printed) == 1 and None not in printed and "" not in printed

    @property
    def units(self) -> list[str]:
        """What the numbers count, each."""
        return [self.facts.measures[n].unit for n in self.numbers if n in self.facts.measures]

    @property
    def periods(self) -> set[str | None]:
        """The times that the parts are told of."""
        return {self.facts.measures[n].period for n in self.relation.parts if n in self.facts.measures}

    @property
    def known(self) -> bool:
        """Whether the catalogue knows one of the figures."""
        return any(self.facts.measures[n].metric for n in self.numbers if n in self.facts.measures)

    @property
    def guessed(self) -> bool:
        """Whether the unit of one of the parts is taken from a figure beside it."""
        measures = self.facts.measures
        return any(measures[n].unit_from == "sibling" for n in self.relation.parts if n in measures)

    @property
    def known_parts(self) -> bool:
        """Whether the catalogue knows all parts of a sum."""
        measures = self.facts.measures
        return all(part in measures and measures[part].metric is not None for part in self.relation.parts)

    def off_by(self, share: int) -> bool:
        """Whether what is printed and what comes out are more than 1 / share of what is printed apart."""
        found, expected = self.relation.found or Decimal(0), self.relation.expected or Decimal(0)
        return abs(found - expected) * share > abs(found)

    @property
    def fine_slip(self) -> bool:
        """Whether one slip made a share that is printed to a tenth or finer: chance seldom meets so many digits."""
        shares = [self.facts.numbers[o.number] for o in self.relation.operands if o.role == "share" and o.number]
        expected = self.relation.expected or Decimal(0)
        return any(one.step < 1 and one.value is not None and _is_slip(expected, one.value, one.step) for one in shares)

    @property
    def summed(self) -> bool:
        """Whether another relation, a sum that holds, makes the part of a percentage one of its whole."""
        relation = self.relation
        sums = (r for r in self.facts.relations if r.kind == "sum" and r.verdict == "holds")
        return any(r.total == relation.total and set(relation.parts) <= set(r.parts) for r in sums)

    @property
    def overfull(self) -> bool:
        """Whether the parts of a sum make more than their total: each less than it, or right behind it."""
        total, parts = self.relation.total, self.relation.parts
        if total is None or (self.relation.expected or 0) <= (self.relation.found or 0):
            return False
        if self.sentences == 1 and not self.between:
            return True
        whole = value_at(self.facts, total)
        return all(value_at(self.facts, p) * scale_between(self.facts, p, total) <= whole for p in parts)

    @property
    def scaled(self) -> bool:
        """Whether a sum would hold but for commas and thousands: the digits that it needs somewhere are printed there.

        One digit may be too many ("73.5134" for 73,514).
        """
        total, parts = self.relation.total, self.relation.parts
        if total is None:
            return False
        made = [value_at(self.facts, p) * scale_between(self.facts, p, total) for p in parts]
        whole = value_at(self.facts, total)
        needs = [(whole, sum(made, Decimal(0))), *((one, whole - sum(made, -one)) for one in made)]
        return any(_same_digits(printed, needed) for printed, needed in needs if needed > 0)


def _is_slip(exact: Decimal, printed: Decimal, step: Decimal) -> bool:
    """Whether a share is one digit from the exact one as it is printed, or that with its comma elsewhere."""
    moved = (printed * by for by in (10, 100) if abs(exact - printed * by) < step * by)
    return one_slip(exact.quantize(step), printed) or any(moved)


def _same_digits(printed: Decimal, needed: Decimal) -> bool:
    one, other = significant(printed), significant(needed)
    if one == other:
        return True
    return len(other) > 3 and any(one[:at] + one[at + 1 :] == other for at in range(len(one)))
