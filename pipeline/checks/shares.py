"""Percentages against their bases and shares against a whole (rules `percent`, `distribution`)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.document import Document
from extractors.facts import Facts
from extractors.relations.arithmetic import share_fits, shown
from extractors.relations.relation import Relation
from pipeline.checks import messages
from pipeline.checks.finding import Finding, Severity, make, numbers_as_evidence
from pipeline.checks.sums import repairs, value_of


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield failing percentages and distributions."""
    mended = repairs(facts)
    failing = [r for r in facts.relations if r.verdict == "fails"]
    again = {o.number for r in failing if r.kind == "repeat" for o in r.operands}
    percents = [r for r in failing if r.kind == "percent" and not _same_slip(facts, r, mended)]
    # a rate apart from its counts that another rate denies is told once, with that
    percents = [r for r in percents if r.source != "identity" or _share(r) not in again]
    for defect in _defects(percents):
        yield _percent(document, facts, defect)
    for relation in failing:
        if relation.kind == "distribution":
            yield _distribution(document, facts, relation)


def _defects(percents: list[Relation]) -> list[list[Relation]]:
    """Group failing percentages of one table that share a count: one slip in it made them all."""
    groups: list[list[Relation]] = []
    for relation in percents:
        home = next((group for group in groups if _share_a_count(group[0], relation)), None)
        if home is None:
            groups.append([relation])
        else:
            home.append(relation)
    return groups


def _share_a_count(one: Relation, other: Relation) -> bool:
    in_table = one.source == other.source == "layout"
    return in_table and bool({one.total, *one.parts} & {other.total, *other.parts})


def _same_slip(facts: Facts, relation: Relation, mended: dict[int, set[Decimal]]) -> bool:
    """Whether the slip that a failing sum shows makes this percentage wrong, too: one defect, one finding."""
    share = _share(relation)
    part, whole = relation.parts[0], relation.total
    if share is None or whole is None or facts.numbers[part].of is not None:
        return False
    values = {n: value_of(facts, n) for n in (part, whole)}
    percent = facts.numbers[share]
    for number in (part, whole):
        for right in mended.get(number, ()):
            fixed = {**values, number: right}
            if share_fits(fixed[part], fixed[whole], percent):
                return True
    return False


def _percent(document: Document, facts: Facts, defect: list[Relation]) -> Finding:
    relation = defect[0]
    part = relation.parts[0]
    value, percent, whole = value_of(facts, part), relation.found or Decimal(0), _whole(facts, relation)
    exact = relation.expected or Decimal(0)
    message = messages.PERCENT.format(percent=shown(percent), part=shown(value), whole=shown(whole), exact=shown(exact))
    implied = (value * 100 / percent).quantize(Decimal(1)) if percent else whole
    if abs(implied - whole) * 50 > whole:  # a base that is nearly the same tells nothing
        message += messages.PERCENT_OTHER.format(implied=shown(implied))
    for other in defect[1:]:
        message += messages.SUM_SAME.format(reading=other.reading)
    numbers = [n for r in defect for n in (_share(r), *r.parts, r.total, *_items(r)) if n is not None]
    evidence = numbers_as_evidence(facts, numbers)
    severity: Severity = "error" if relation.certain else "warning"
    finding = make(document, facts, "percent", severity, message, evidence, messages.ASK_PERCENT)
    return finding.against(relation.expected, percent)


def _whole(facts: Facts, relation: Relation) -> Decimal:
    """Return what a percentage is taken of: the second number of a pair, a figure, or all items of a list."""
    part, total = relation.parts[0], relation.total
    if total is None:
        return sum((value_of(facts, n) for n in _items(relation)), value_of(facts, part))
    of = facts.numbers[total].of
    return of if total == part and of is not None else value_of(facts, total)


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
