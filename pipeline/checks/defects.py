"""Defects: failing relations that one wrong number explains, with the numbers that may be the wrong one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractors.facts import Facts
from extractors.relations.relation import Relation
from pipeline.checks.components import components
from pipeline.checks.least_edit import ANY, Repair, printed_values, repairs


@dataclass(frozen=True, slots=True)
class Defect:
    """Failing relations (by index) of one cause; `suspects` are all the repairs that mend as much, likeliest first."""

    relations: tuple[int, ...]
    suspects: tuple[Repair, ...] = ()


def read_defects(facts: Facts, failures: Iterable[int]) -> tuple[Defect, ...]:
    """Return the defects that failing relations (by index) show; each that is arithmetic stands in one of them."""
    known = None
    found: list[Defect] = []
    for component in components(facts, failures):
        known = known or printed_values(facts)
        left = {one.relation for one in component.failing if one.relation is not None}
        every = repairs(facts, component, known)
        found += _joined(facts, list(_defects(left, every)), every)
    return tuple(found)


def _defects(left: set[int], every: Sequence[Repair]) -> Iterator[Defect]:
    """Yield what the best repair mends, then the best of those for the rest, then what nothing mends."""
    for best in every:
        if best.mends <= left and not best.breaks:
            left -= best.mends
            yield Defect(tuple(sorted(best.mends)), _suspects(best, every))
    yield from (Defect((index,)) for index in sorted(left))


def _suspects(best: Repair, every: Iterable[Repair]) -> tuple[Repair, ...]:
    """Return the repairs that mend what the best one does; any value at all only where it is of one number."""
    ties = [r for r in every if r.mends == best.mends and not r.breaks]
    slips = tuple(r for r in ties if r.cost < ANY)
    return slips or tuple(ties if len(ties) == 1 else ())


def _joined(facts: Facts, defects: list[Defect], every: Sequence[Repair]) -> list[Defect]:
    """Join defects of which one has no slip to explain it and that hang together all the same; none is named then."""
    joint = [r.mends for r in every if len(r.mends) > 1]
    groups: list[Defect] = []
    for one in defects:
        home = next((at for at, other in enumerate(groups) if _is_one(facts, other, one, joint)), None)
        if home is None:
            groups.append(one)
        else:
            groups[home] = Defect((*groups[home].relations, *one.relations))
    return groups


def _is_one(facts: Facts, one: Defect, other: Defect, joint: Sequence[frozenset[int]]) -> bool:
    pairs = [(facts.relations[i], facts.relations[j]) for i in one.relations for j in other.relations]
    if any(_one_change(a, b) for a, b in pairs):
        return True
    if one.suspects and other.suspects:
        return False
    mended = any(not mends.isdisjoint(one.relations) and not mends.isdisjoint(other.relations) for mends in joint)
    return mended or any(_one_gap(a, b) or _one_count(a, b) for a, b in pairs)


def _numbers(relation: Relation) -> set[int]:
    return {o.number for o in relation.operands if o.number is not None}


def _one_change(one: Relation, other: Relation) -> bool:
    """Whether two relations tell one change (an amount and its percentage), or what one total is made of."""
    changes = all(r.kind in ("growth", "difference") for r in (one, other))
    products = one.kind == other.kind == "product"
    return (changes and not {*one.parts}.isdisjoint(other.parts)) or (products and one.total == other.total)


def _one_gap(one: Relation, other: Relation) -> bool:
    """Whether two sums that share a number are off by as much: one slip made both."""
    if not one.kind == other.kind == "sum" or _numbers(one).isdisjoint(_numbers(other)):
        return False
    gaps = {abs(r.found - r.expected) for r in (one, other) if r.found is not None and r.expected is not None}
    return len(gaps) == 1


def _one_count(one: Relation, other: Relation) -> bool:
    """Whether two percentages of a table are of one count."""
    in_table = one.kind == other.kind == "percent" and one.source == other.source == "layout"
    return in_table and not {one.total, *one.parts}.isdisjoint({other.total, *other.parts})
