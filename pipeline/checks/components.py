"""Failing relations with those that share their numbers: what one wrong number may have to do with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from extractors.facts import Facts
from pipeline.checks.equation import Changes, Equation, Linear, Place
from pipeline.checks.equations import equations, value_at


@dataclass(frozen=True, slots=True)
class Constraint:
    """The ways in which one relation (by index in the facts) may hold; None is a pair that is not above its whole."""

    relation: int | None
    ways: tuple[tuple[Equation, ...], ...]
    fails: bool

    @property
    def places(self) -> tuple[Place, ...]:
        """The numbers of the relation, each once."""
        return tuple(dict.fromkeys(place for way in self.ways for one in way for place in one.places))

    def holds(self, printed: Changes, changed: Changes) -> bool:
        """Whether the relation holds in one of its ways once numbers have changed."""
        return any(all(one.holds(printed, changed) for one in way) for way in self.ways)

    def miss(self, printed: Changes, changed: Changes) -> Decimal:
        """Return how far from exact a relation that holds is."""
        holding = (way for way in self.ways if all(one.holds(printed, changed) for one in way))
        return min(sum((one.miss(printed, changed) for one in way), Decimal(0)) for way in holding)


@dataclass(frozen=True, slots=True)
class Component:
    """Failing relations that hang together, and by number all relations, failing and holding, that know it."""

    failing: tuple[Constraint, ...]
    around: Mapping[Place, tuple[Constraint, ...]]
    printed: Mapping[Place, Decimal]

    @property
    def places(self) -> tuple[Place, ...]:
        """The numbers of the failing relations by their place in the report."""
        found = {place for one in self.failing for place in one.places}
        return tuple(sorted(found, key=lambda place: (position(place), place < 0)))


def position(place: Place) -> int:
    """Return the index of the number at a place."""
    return ~place if place < 0 else place


def components(facts: Facts, failures: Iterable[int]) -> Iterator[Component]:
    """Yield those of the failing relations (by index) that share numbers, with the holding ones about these numbers.

    Relations further off cannot be broken by a change of these numbers; so the work grows with what fails only.
    """
    failing = [c for index in sorted(failures) if (c := _constraint(facts, index))]
    touched = {place for one in failing for place in one.places}
    near = {position(place) for place in touched}
    holding = [
        c
        for i, r in enumerate(facts.relations)
        if r.verdict == "holds" and any(o.number in near for o in r.operands) and (c := _constraint(facts, i))
    ]
    around: dict[Place, list[Constraint]] = {place: [] for place in touched}
    for one in (*failing, *holding, *_pairs(facts, near)):
        for place in one.places:
            if place in around:
                around[place].append(one)
    printed = {place: value_at(facts, place) for one in (*failing, *holding) for place in one.places}
    printed |= {place: value_at(facts, place) for n in near for place in (n, ~n)}
    for group in _connected(failing):
        own = {place: tuple(around[place]) for one in group for place in one.places}
        yield Component(tuple(group), own, printed)


def _constraint(facts: Facts, index: int) -> Constraint | None:
    """Return what a relation demands; None for one that fails by something else than these equations."""
    fails = facts.relations[index].verdict == "fails"
    made = Constraint(index, equations(facts, facts.relations[index]), fails)
    printed = {place: value_at(facts, place) for place in made.places}
    return made if made.ways and not (fails and made.holds(printed, {})) else None


def _pairs(facts: Facts, numbers: Iterable[int]) -> Iterator[Constraint]:
    """Yield that k of n is no more than n, for the pairs of which that is so."""
    for number in sorted(numbers):
        off = value_at(facts, number) - value_at(facts, ~number)
        if facts.numbers[number].of is not None and off <= 0:
            limit = Linear({number: Decimal(1), ~number: Decimal(-1)}, off, Decimal(0), limit=True)
            yield Constraint(None, ((limit,),), fails=False)


def _connected(constraints: list[Constraint]) -> list[list[Constraint]]:
    """Return constraints in groups that share numbers, in the order of the first of each."""
    at: dict[Place, list[int]] = {}
    for i, one in enumerate(constraints):
        for place in one.places:
            at.setdefault(place, []).append(i)
    groups: list[list[Constraint]] = []
    seen: set[int] = set()
    spread: set[Place] = set()
    for start in range(len(constraints)):
        if start in seen:
            continue
        seen.add(start)
        reached = [start]
        for i in reached:
            for place in constraints[i].places:
                if place not in spread:
                    spread.add(place)
                    fresh = [j for j in at[place] if j not in seen]
                    seen.update(fresh)
                    reached += fresh
        groups.append([constraints[i] for i in sorted(reached)])
    return groups
