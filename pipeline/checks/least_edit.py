"""Who is wrong: the smallest changes of printed numbers that mend failing relations and break none that holds.

The search of Fellegi and Holt over what is likely to be miswritten: for each number of a failing relation the values
that would let the relation hold, of which those count that one slip of the pen makes of the printed one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractors.facts import Facts
from extractors.numbers.slips import slip_cost, slips_of
from pipeline.checks.components import Component, Constraint, position
from pipeline.checks.equation import Place, Span
from pipeline.checks.equations import value_at

#: what other repairs cost beside those by a slip: two numbers in each other's place, one that should be 0,
#: one of another place, any value
_SWAP, _OF_NOTHING, _ELSEWHERE, ANY = 2, 4, 5, 9
#: of a wide span each value is tried if there are no more than these; how far around a number others may be taken from
_FEW, _NEAR = 64, 12
#: any value is told by relations that leave no more room than this part of it
_SHARP = 50
#: how many numbers may be tried against each other; figures below this stand everywhere
_SMALL_COMPONENT, _TELLING = 12, 10
#: figures that chance does not print twice
_LONG = 100


@dataclass(frozen=True, slots=True)
class Repair:
    """Changes that mend failing relations (by index): how unlikely they are, how much speaks for what is printed.

    `miss` is how far from exact the mended relations stay; `breaks` are the relations that no longer hold.
    """

    changes: tuple[tuple[Place, Decimal], ...]
    mends: frozenset[int]
    cost: int
    trust: int
    miss: Decimal
    breaks: int = 0

    @property
    def rank(self) -> tuple[int, int, int, Decimal, tuple[tuple[int, bool, Decimal], ...]]:
        """The better the smaller: mends much, likely, little speaks against it, exact; then by place and value."""
        places = tuple((position(place), place < 0, value) for place, value in self.changes)
        return -len(self.mends), self.cost, self.trust, self.miss, places


@dataclass(frozen=True, slots=True)
class Printed:
    """How often each telling value is printed, and which numbers stand in tables."""

    times: Counter[Decimal]
    cells: frozenset[int]


def printed_values(facts: Facts) -> Printed:
    """Return what speaks for printed numbers besides relations."""
    entries = facts.ledger.entries
    in_table = (n for n, m in facts.measures.items() if entries[m.entry].path)
    return Printed(Counter(n.value for n in facts.numbers if n.value is not None), frozenset(in_table))


def repairs(facts: Facts, component: Component, known: Printed) -> list[Repair]:
    """Return the repairs of a component, the best first, one for each number or pair of numbers and what it mends.

    Those that break a relation are among them: they can show that two failures have one cause.
    """
    search = _Search(facts, component, known)
    found: dict[object, Repair] = {}
    for repair in sorted((*search.singles(), *search.swaps()), key=lambda r: r.rank):
        places = tuple(place for place, _ in repair.changes)
        found.setdefault((places, repair.mends, repair.breaks > 0), repair)
    return [r for r in found.values() if len(r.mends) > 1 or (r.cost < ANY and len(r.changes) == 1)]


@dataclass(frozen=True, slots=True)
class _Search:
    """A component with what is printed around it."""

    facts: Facts
    component: Component
    known: Printed

    def singles(self) -> Iterator[Repair]:
        """Yield what a change of one number mends."""
        for place in self.component.places:
            for span in self._spans(place):
                for value in self._values(place, span):
                    cost = self._cost(place, span, value)
                    if cost is not None:
                        yield from self._tried({place: value}, cost)

    def swaps(self) -> Iterator[Repair]:
        """Yield what two numbers in each other's place mend."""
        places = self.component.places
        at: dict[Decimal, list[Place]] = {}
        for place in places:
            at.setdefault(self.component.printed[place], []).append(place)
        for place in places:
            for span in self._spans(place):
                others = at.get(span.low, [])[:3] if span.low == span.high else []
                if span.low < span.high and len(places) <= _SMALL_COMPONENT:
                    others = [p for p in places if span.low <= self.component.printed[p] <= span.high]
                for other in others:
                    pair = sorted((place, other), key=lambda p: (position(p), p < 0))
                    values = [self.component.printed[p] for p in reversed(pair)]
                    if place != other and values[0] != values[1] and self._alike(place, other):
                        yield from self._tried(dict(zip(pair, values, strict=True)), _SWAP)

    def _alike(self, one: Place, other: Place) -> bool:
        """Whether two numbers may stand in each other's place: printed with as many decimals, of one unit."""
        a, b = (self.facts.numbers[position(place)] for place in (one, other))
        units = [self.facts.measures[n].unit for p in (one, other) if (n := position(p)) in self.facts.measures]
        return a.step == b.step and len(units) == 2 and (units[0] == "%") == (units[1] == "%")

    def _tried(self, changed: dict[Place, Decimal], cost: int) -> Iterator[Repair]:
        printed, near = self.component.printed, self.component.around
        known = {id(one): one for place in changed for one in near[place]}.values()
        mended = [one for one in known if one.fails and one.holds(printed, changed)]
        if mended:
            breaks = sum(not one.fails and not one.holds(printed, changed) for one in known)
            miss = sum((one.miss(printed, changed) for one in mended), Decimal(0))
            mends = frozenset(one.relation for one in mended if one.relation is not None)
            trust = max(self._trust(place) for place in changed)
            yield Repair(tuple(changed.items()), mends, cost, trust, miss, breaks)

    def _trust(self, place: Place) -> int:
        """Return how much besides relations speaks for a printed number: the same value elsewhere, a table."""
        value = self.component.printed[place]
        again = value >= _LONG and self.known.times[value] > 1
        return 2 * again + (position(place) in self.known.cells)

    def _spans(self, place: Place) -> list[Span]:
        failing = [one for one in self.component.around[place] if one.fails]
        found = (self._need(one, place) for one in failing)
        return list(dict.fromkeys(span for spans in found for span in spans))

    def _need(self, one: Constraint, place: Place) -> Iterator[Span]:
        for equation in (equation for way in one.ways for equation in way):
            if place in equation.places and not equation.holds(self.component.printed, {}):
                span = equation.needs(self.component.printed, place)
                if span is not None and span.high >= 0:
                    yield span

    def _values(self, place: Place, span: Span) -> Iterator[Decimal]:
        """Yield what a number may be of what a relation needs, as it could be printed."""
        number, printed = self.facts.numbers[position(place)], self.component.printed[place]
        step = Decimal(1) if place < 0 else number.step
        if span.low == span.high:
            if span.low % (step if step == 1 else step / 10) == 0:
                yield span.low
            return
        low, high = max(int(-(-span.low // step)), 0), int(span.high // step)
        counts = set(range(low, high + 1)) if high - low < _FEW else {(low + high) // 2}
        if high - low >= _FEW:
            counts |= {int(d) for d in slips_of(str(int(printed / step))) if d and low <= int(d) <= high}
        yield from (count * step for count in sorted(counts) if count * step != printed)
        if number.percent and step == 1:  # its comma may be lost
            yield from (value for by in (-1, -2) if span.low <= (value := printed.scaleb(by)) <= span.high)

    def _cost(self, place: Place, span: Span, value: Decimal) -> int | None:
        """Return how unlikely a value is; None for a value that is no slip of a relation that many values fulfil."""
        cost = slip_cost(self.component.printed[place], value)
        if cost is not None:  # a slip from what another place says is the likeliest of all
            return 0 if value >= _LONG and self.known.times[value] else cost if value else max(cost, _OF_NOTHING)
        if span.low == span.high and value >= _TELLING and self._stands_near(place, value):
            return _ELSEWHERE
        return ANY if (span.high - span.low) * _SHARP <= span.high else None

    def _stands_near(self, place: Place, value: Decimal) -> bool:
        at = position(place)
        near = range(max(0, at - _NEAR), min(len(self.facts.numbers), at + _NEAR + 1))
        return any(value_at(self.facts, n) == value for n in near if n != at)
