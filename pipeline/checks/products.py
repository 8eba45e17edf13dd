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


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield products that fail."""
    for index, relation in enumerate(facts.relations):
        if relation.kind == "product" and relation.verdict == "fails":
            yield _finding(document, facts, relation).of(index)


def _finding(document: Document, facts: Facts, relation: Relation) -> Finding:
    expected, found = relation.expected or Decimal(0), relation.found or Decimal(0)
    unit = f" {relation.unit}" if relation.unit else ""
    factors = next(iter(relation.notes), " × ".join(document.quote(facts.numbers[n].span) for n in relation.parts))
    message = messages.PRODUCT.format(factors=factors, made=shown(expected), found=shown(found), unit=unit)
    ask = messages.ASK_ARITHMETIC if relation.notes else messages.ASK_PRODUCT
    numbers = [n for n in (relation.total, *relation.parts) if n is not None]
    severity: Severity = "error" if relation.certain else "warning"
    evidence = numbers_as_evidence(facts, numbers)
    finding = make(document, facts, "product", severity, message, evidence, ask)
    return finding.against(expected, found)
