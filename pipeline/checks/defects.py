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
    ties: dict[frozenset[int], list[Repair]] = {}
    for repair in every:
        if not repair.breaks:
            ties.setdefault(repair.mends, []).append(repair)
    for mends, alike in ties.items():
        if mends <= left:
            left -= mends
            yield Defect(tuple(sorted(mends)), _suspects(alike))
    yield from (Defect((index,)) for index in sorted(left))


def _suspects(alike: Sequence[Repair]) -> tuple[Repair, ...]:
    """Return the repairs by a slip, else the only one; many that no slip tells are as good as none."""
    return tuple(r for r in alike if r.cost < ANY) or tuple(alike if len(alike) == 1 else ())


def _joined(facts: Facts, defects: list[Defect], every: Sequence[Repair]) -> Iterator[Defect]:
    """Yield defects, joined where one has no slip to explain it and they hang together all the same.

    No number is named then: none mends them all.
    """
    home = {relation: at for at, defect in enumerate(defects) for relation in defect.relations}
    same: dict[object, set[int]] = {}
    hang: dict[object, set[int]] = {}
    for repair in every:
        if len(repair.mends) > 1:
            hang[repair.mends] = {home[relation] for relation in repair.mends}
    for relation, at in home.items():
        for key in _told_with(facts.relations[relation]):
            same.setdefault(key, set()).add(at)
        for key in _hangs_on(facts.relations[relation]):
            hang.setdefault(key, set()).add(at)
    links = [*same.values(), *(_unexplained(defects, group) for group in hang.values())]
    for group in _connected(len(defects), links):
        one, *others = (defects[at] for at in group)
        yield Defect(tuple(sorted(i for at in group for i in defects[at].relations))) if others else one


def _told_with(relation: Relation) -> Iterator[object]:
    """Yield what an amount and its percentage tell together (a change), or products (what comes out)."""
    if relation.kind in ("growth", "difference"):
        yield from (("change", part) for part in relation.parts)
    if relation.kind == "product":
        yield "product", relation.total


def _hangs_on(relation: Relation) -> Iterator[object]:
    """Yield numbers of a sum or balance with the gap that a slip makes in all of them; counts of a share in a table."""
    if relation.kind in ("sum", "balance") and relation.found is not None and relation.expected is not None:
        gap = abs(relation.found - relation.expected)
        yield from ((o.number, gap) for o in relation.operands)
    if relation.kind == "percent" and relation.source == "layout":
        yield from (("count", number) for number in {relation.total, *relation.parts})


def _unexplained(defects: Sequence[Defect], group: set[int]) -> set[int]:
    """Return those of a group that nothing explains, with the one that something does if it is the only one."""
    explained = {at for at in group if defects[at].suspects}
    return group if len(explained) == 1 else group - explained


def _connected(count: int, links: Iterable[set[int]]) -> list[list[int]]:
    """Return 0 to count in groups that links connect, in order."""
    group = [{at} for at in range(count)]
    for link in links:
        merged = set[int]().union(*(group[at] for at in link))
        for at in merged:
            group[at] = merged
    return [sorted(one) for at, one in enumerate(group) if at == min(one)]
