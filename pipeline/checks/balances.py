"""What there was and came against what went and is left (rule `balance`)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.document import Document
from extractors.facts import Facts
from extractors.numbers.slips import one_slip
from extractors.relations.arithmetic import shown
from extractors.relations.relation import Relation
from pipeline.checks import messages
from pipeline.checks.finding import Finding, Severity, make, numbers_as_evidence
from pipeline.checks.repairs import rights_of_balance, told_by_sum
from pipeline.checks.sums import value_of


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield balances that fail, but for those that a sum of the same figures tells."""
    for relation in facts.relations:
        fails = relation.kind == "balance" and relation.verdict == "fails"
        if fails and not told_by_sum(facts, relation):
            yield _finding(document, facts, relation)


def _finding(document: Document, facts: Facts, relation: Relation) -> Finding:
    expected, found = relation.expected or Decimal(0), relation.found or Decimal(0)
    unit = f" {relation.unit}" if relation.unit else ""
    message = messages.BALANCE.format(arithmetic=relation.reading, unit=unit, gap=shown(abs(expected - found)))
    numbers = [o.number for o in relation.operands if o.number is not None]
    slips = [(n, right) for n, right in rights_of_balance(facts, relation) if one_slip(value_of(facts, n), right)]
    suggestion = messages.ASK_BALANCE
    if len(slips) == 1:
        number, right = slips[0]
        wrong = shown(value_of(facts, number))
        suggestion = f"{messages.REPAIR.format(right=shown(right), wrong=wrong)} {suggestion}"
        numbers = [number, *numbers]
        expected, found = right, value_of(facts, number)
    severity: Severity = "error" if relation.certain else "warning"
    evidence = numbers_as_evidence(facts, numbers)
    finding = make(document, facts, "balance", severity, message, evidence, suggestion)
    return finding.against(expected, found)
