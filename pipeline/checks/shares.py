"""Percentages against their bases and shares against a whole (rules `percent`, `distribution`)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.document import Document
from extractors.facts import Facts
from extractors.relations.arithmetic import shown
from extractors.relations.relation import Relation
from pipeline.checks import messages
from pipeline.checks.finding import Finding, make, numbers_as_evidence


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield failing percentages and distributions."""
    for relation in facts.relations:
        if relation.verdict != "fails":
            continue
        if relation.kind == "percent":
            yield _percent(document, facts, relation)
        elif relation.kind == "distribution":
            yield _distribution(document, facts, relation)


def _percent(document: Document, facts: Facts, relation: Relation) -> Finding:
    share = next(o.number for o in relation.operands if o.role == "share")
    part = relation.parts[0]
    assert share is not None and relation.total is not None
    value, percent = facts.numbers[part].value or Decimal(0), relation.found or Decimal(0)
    of = facts.numbers[relation.total].of
    whole = of if relation.total == part and of is not None else facts.numbers[relation.total].value or Decimal(0)
    message = messages.PERCENT.format(
        percent=shown(percent), part=shown(value), whole=shown(whole), exact=shown(relation.expected or Decimal(0))
    )
    if percent:
        implied = (value * 100 / percent).quantize(Decimal(1))
        message += messages.PERCENT_OTHER.format(implied=shown(implied))
    evidence = numbers_as_evidence(facts, [share, part, relation.total])
    severity = "error" if relation.certain else "warning"
    return make(document, facts, "percent", severity, message, evidence, relation.expected, percent, messages.ASK_PERCENT)


def _distribution(document: Document, facts: Facts, relation: Relation) -> Finding:
    total = relation.found or Decimal(0)
    arithmetic = relation.reading.removesuffix(" ≠ 100%")
    message = messages.DISTRIBUTION.format(arithmetic=arithmetic, gap=shown(abs(total - 100)))
    severity = "error" if relation.certain else "warning"
    evidence = numbers_as_evidence(facts, relation.parts)
    return make(document, facts, "distribution", severity, message, evidence, Decimal(100), total, messages.ASK_PERCENT)
