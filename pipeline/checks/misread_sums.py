"""Failing sums whose gap marks a misreading: a subtotal among the parts, a whole told twice, a nested part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractors.facts import Facts
from extractors.relations.arithmetic import slack
from extractors.relations.relation import Relation
from pipeline.checks.equations import scale_between, value_at

#: gaps below are made by chance
_TELLING = 20

Mark = Literal["subtotal", "wholes", "included", "taken off"]


@dataclass(frozen=True, slots=True)
class Misreading:
    """How a failing sum may be meant so that it holds, by which of its parts."""

    mark: Mark
    part: int | None = None


def misreading(facts: Facts, relation: Relation) -> Misreading | None:
    """Return how a failing sum is likelier misread than wrong, None where nothing says so.

    A subtotal with its own parts beside it, or parts that make the whole twice over, are two sums that hold: chance
    does not make them. A gap of just one part (it may be counted within another) or twice one (it may be taken off)
    counts less: not in a table or a sentence that says all of it itself.
    """
    if relation.total is None or relation.expected is None or len(relation.parts) < 3:
        return None
    total = value_at(facts, relation.total)
    values = [value_at(facts, part) * scale_between(facts, part, relation.total) for part in relation.parts]
    near = slack(facts.numbers[relation.total], [facts.numbers[part] for part in relation.parts])
    over = sum(values, -total)
    if max(total, over) < _TELLING or over <= near:
        return None
    found = _for_sure(relation, values, total, near)
    if found is None and relation.source != "layout" and not _is_one_sentence(facts, relation):
        found = _perhaps(relation, values, over, near)
    return found


def _for_sure(relation: Relation, values: Sequence[Decimal], total: Decimal, near: Decimal) -> Misreading | None:
    over = sum(values, -total)
    subtotal = next((at for at in range(len(values)) if _is_subtotal(values, at, over, near)), None)
    if subtotal is not None:
        return Misreading("subtotal", relation.parts[subtotal])
    return Misreading("wholes") if _are_wholes(values, total, near) else None


def _is_subtotal(values: Sequence[Decimal], at: int, over: Decimal, near: Decimal) -> bool:
    """Whether a part is what the two or more parts right before or behind it make, and is just what is too much."""
    if abs(values[at] - over) > near or values[at] < _TELLING:
        return False
    before = (sum(values[start:at]) for start in range(at - 1))
    behind = (sum(values[at + 1 : end]) for end in range(at + 3, len(values) + 1))
    return any(abs(made - values[at]) <= near for made in (*before, *behind))


def _are_wholes(values: Sequence[Decimal], total: Decimal, near: Decimal) -> bool:
    """Whether parts, in their order, make the total twice or more, each time of two parts or more."""
    made, count, groups = Decimal(0), 0, 0
    for value in values:
        made, count = made + value, count + 1
        if abs(made - total) <= near:
            groups += count > 1
            made, count = Decimal(0), 0
    return not count and groups > 1


def _perhaps(relation: Relation, values: Sequence[Decimal], over: Decimal, near: Decimal) -> Misreading | None:
    """Return the one part that is what is too much, or half of it; None where it may be one of several."""
    marks: tuple[tuple[Mark, Decimal], ...] = (("included", over), ("taken off", over / 2))
    for mark, wanted in marks:
        fits = [part for part, value in zip(relation.parts, values, strict=True) if abs(value - wanted) <= near]
        if wanted >= _TELLING and len(fits) == 1:
            return Misreading(mark, fits[0])
    return None


def _is_one_sentence(facts: Facts, relation: Relation) -> bool:
    """Whether total and parts stand in one sentence."""
    numbers = [n for n in (relation.total, *relation.parts) if n in facts.measures]
    entries = [facts.ledger.entries[facts.measures[n].entry] for n in numbers if n is not None]
    return len({(entry.block, entry.sentence) for entry in entries}) == 1
