"""Factors against what they come to (rule `product`): area and yield, count and rate."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.document import Document
from extractors.facts import Facts
from extractors.relations.arithmetic import shown
from extractors.relations.relation import Relation
from pipeline.checks import messages
from pipeline.checks.finding import Finding, Severity, make, numbers_as_evidence
from pipeline.checks.sums import repairs, value_of


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield products that fail, one for each total; a slip that a failing sum shows is told there."""
    mended = repairs(facts)
    told: set[int | None] = set()
    for relation in facts.relations:
        fails = relation.kind == "product" and relation.verdict == "fails"
        if fails and relation.total not in told and not _same_slip(facts, relation, mended):
            told.add(relation.total)
            yield _finding(document, facts, relation)


def _same_slip(facts: Facts, relation: Relation, mended: dict[int, set[Decimal]]) -> bool:
    """Whether what a failing sum asks for in the place of a factor makes the product hold."""
    expected, found = relation.expected or Decimal(0), relation.found or Decimal(0)
    for number in relation.parts:
        written = value_of(facts, number)
        if written and any(_near(expected * right / written, found) for right in mended.get(number, ())):
            return True
    return False


def _near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) * 500 <= abs(other)


def _finding(document: Document, facts: Facts, relation: Relation) -> Finding:
    expected, found = relation.expected or Decimal(0), relation.found or Decimal(0)
    unit = f" {relation.unit}" if relation.unit else ""
    factors = " × ".join(document.quote(facts.numbers[n].span) for n in relation.parts)
    message = messages.PRODUCT.format(factors=factors, made=shown(expected), found=shown(found), unit=unit)
    numbers = [n for n in (relation.total, *relation.parts) if n is not None]
    severity: Severity = "error" if relation.certain else "warning"
    evidence = numbers_as_evidence(facts, numbers)
    finding = make(document, facts, "product", severity, message, evidence, messages.ASK_PRODUCT)
    return finding.against(expected, found)
