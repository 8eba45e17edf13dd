"""What there was and came against what went and is left (rule `balance`)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.document import Document
from extractors.facts import Facts
from extractors.relations.arithmetic import shown
from extractors.relations.relation import Relation
from pipeline.checks import messages
from pipeline.checks.finding import Finding, Severity, make, numbers_as_evidence


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield balances that fail, but for those that a sum of the same figures tells."""
    for index, relation in enumerate(facts.relations):
        fails = relation.kind == "balance" and relation.verdict == "fails"
        if fails and not _told_by_sum(facts, relation):
            yield _finding(document, facts, relation).of(index)


def _told_by_sum(facts: Facts, relation: Relation) -> bool:
    """Whether a failing sum of two of its numbers or more shows the gap of a balance ("Tổng số" beside its columns)."""
    numbers = {operand.number for operand in relation.operands}
    gap = abs((relation.expected or Decimal(0)) - (relation.found or Decimal(0)))
    return any(
        len(numbers & {other.total, *other.parts}) > 1
        and abs((other.expected or Decimal(0)) - (other.found or Decimal(0))) == gap
        for other in facts.relations
        if other.kind == "sum" and other.verdict == "fails"
    )


def _finding(document: Document, facts: Facts, relation: Relation) -> Finding:
    expected, found = relation.expected or Decimal(0), relation.found or Decimal(0)
    unit = f" {relation.unit}" if relation.unit else ""
    message = messages.BALANCE.format(arithmetic=relation.reading, unit=unit, gap=shown(abs(expected - found)))
    numbers = [o.number for o in relation.operands if o.number is not None]
    severity: Severity = "info" if relation.remark else "error" if relation.certain else "warning"
    evidence = numbers_as_evidence(facts, numbers)
    finding = make(document, facts, "balance", severity, message, evidence, messages.ASK_BALANCE)
    return finding.against(expected, found)
