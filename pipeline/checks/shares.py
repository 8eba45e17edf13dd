"""Percentages against their bases and shares against a whole (rules `percent`, `distribution`)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.document import Document
from extractors.facts import Facts
from extractors.relations.amounts import ratio
from extractors.relations.arithmetic import shown
from extractors.relations.relation import Relation
from pipeline.checks import messages
from pipeline.checks.finding import Finding, Severity, make, numbers_as_evidence
from pipeline.checks.sums import value_of


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield failing percentages and distributions."""
    failing = [(i, r) for i, r in enumerate(facts.relations) if r.verdict == "fails"]
    again = {o.number for _, r in failing if r.kind == "repeat" for o in r.operands}
    for index, relation in failing:
        # a rate apart from its counts that another rate denies is told once, with that
        if relation.kind == "percent" and not (relation.source == "identity" and _share(relation) in again):
            yield _percent(document, facts, relation).of(index)
        elif relation.kind == "distribution":
            yield _distribution(document, facts, relation).of(index)


def _percent(document: Document, facts: Facts, relation: Relation) -> Finding:
    counted = relation.parts if relation.total not in relation.parts else relation.parts[:1]
    value = sum((value_of(facts, part) for part in counted), Decimal(0))
    percent, whole = relation.found or Decimal(0), _whole(facts, relation)
    exact = relation.expected or Decimal(0)
    message = messages.PERCENT.format(percent=shown(percent), part=shown(value), whole=shown(whole), exact=shown(exact))
    past = bool(relation.notes)
    if past:  # the base was reckoned back from what it came to
        message = messages.PERCENT_PAST.format(percent=shown(percent), arithmetic=relation.reading.partition(" ≠ ")[0])
    implied = (value * 100 / percent).quantize(Decimal(1)) if percent else whole
    if abs(implied - whole) * 50 > whole and not past:  # a base that is nearly the same tells nothing
        message += messages.PERCENT_OTHER.format(implied=shown(implied))
    numbers = [n for n in (_share(relation), *relation.parts, relation.total, *_items(relation)) if n is not None]
    evidence = numbers_as_evidence(facts, numbers)
    severity: Severity = "error" if relation.certain else "warning"
    finding = make(document, facts, "percent", severity, message, evidence, messages.ASK_PERCENT)
    return finding.against(relation.expected, percent)


def _whole(facts: Facts, relation: Relation) -> Decimal:
    """Return what a percentage is taken of: the second number of a pair, a figure, or all items of a list.

    It comes in the unit of the part: of 1.250 triệu đồng, 2,5 tỷ đồng are 2.500.
    """
    part, total = relation.parts[0], relation.total
    if total is None:
        return sum((value_of(facts, n) for n in _items(relation)), value_of(facts, part))
    of = facts.numbers[total].of
    if total == part and of is not None:
        return of
    units = [facts.measures[n].unit if n in facts.measures else "" for n in (total, part)]
    return value_of(facts, total) * (ratio(*units) or 1)


def _items(relation: Relation) -> list[int]:
    """Return the other items of a list whose whole is not printed."""
    return [o.number for o in relation.operands if o.role == "item" and o.number is not None]


def _share(relation: Relation) -> int | None:
    """Return the number that is the share of a percentage."""
    return next(o.number for o in relation.operands if o.role == "share")


def _distribution(document: Document, facts: Facts, relation: Relation) -> Finding:
    total = relation.found or Decimal(0)
    arithmetic = relation.reading.removesuffix(" ≠ 100%")
    message = messages.DISTRIBUTION.format(arithmetic=arithmetic, gap=shown(abs(total - 100)))
    severity: Severity = "error" if relation.certain else "warning"
    evidence = numbers_as_evidence(facts, relation.parts)
    finding = make(document, facts, "distribution", severity, message, evidence, messages.ASK_PERCENT)
    return finding.against(Decimal(100), total)
