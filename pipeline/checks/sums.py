"""Parts against totals (rules `sum`, and parts above their whole)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.document import Document
from extractors.facts import Facts
from extractors.relations.arithmetic import addition, shown
from extractors.relations.relation import Relation
from pipeline.checks import messages
from pipeline.checks.finding import Finding, Severity, make, numbers_as_evidence
from pipeline.checks.misread_sums import Misreading, misreading

#: what may be meant by a sum all the same; with any other misreading it holds
_DOUBTS = {"included": messages.PART_INCLUDED, "taken off": messages.PART_TAKEN_OFF}


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield the sums that fail, then parts above their whole where no failing sum tells it."""
    told, wholes = set[int](), set[int]()
    for index, relation in enumerate(facts.relations):
        if relation.kind == "sum" and relation.verdict == "fails":
            told |= {_total(relation), *relation.parts}
            wholes.add(_total(relation))
            meant = misreading(facts, relation)
            if meant is None or meant.mark in _DOUBTS:
                yield _sum(document, facts, relation, meant).of(index)
    for index, relation in enumerate(facts.relations):
        fails = relation.kind == "order" and relation.verdict == "fails"
        if fails and _largest(facts, relation) not in told and _total(relation) not in wholes:
            yield _order(document, facts, relation).of(index)


def _largest(facts: Facts, relation: Relation) -> int:
    """Return the largest part of a relation."""
    return max(relation.parts, key=lambda part: value_of(facts, part))


def _gap(relation: Relation) -> Decimal:
    return (relation.found or Decimal(0)) - (relation.expected or Decimal(0))


def _total(relation: Relation) -> int:
    """Return the number that the parts of a sum should make; raises ValueError for a relation without one."""
    if relation.total is None:
        raise ValueError(f"a relation of kind {relation.kind} without its total")
    return relation.total


def value_of(facts: Facts, number: int) -> Decimal:
    """Return the value of a number, 0 where it has none."""
    return facts.numbers[number].value or Decimal(0)


def _sum(document: Document, facts: Facts, relation: Relation, meant: Misreading | None) -> Finding:
    suggestion = messages.ASK_SUM if relation.certain else messages.ASK_SUM_OPEN
    message = _sum_message(facts, relation)
    if meant is not None and meant.part is not None:
        message += _DOUBTS[meant.mark].format(part=shown(value_of(facts, meant.part)))
    evidence = numbers_as_evidence(facts, [_total(relation), *relation.parts])
    severity: Severity = "error" if relation.certain and meant is None else "warning"
    severity = "info" if relation.remark else severity
    finding = make(document, facts, "sum", severity, message, evidence, suggestion)
    return finding.against(relation.expected, relation.found)


def _sum_message(facts: Facts, relation: Relation) -> str:
    total = value_of(facts, _total(relation))
    values = [value_of(facts, part) for part in relation.parts]
    gap = _gap(relation)
    template = messages.SUM_SHORT if gap > 0 and not relation.certain else messages.SUM
    unit = f" {relation.unit}" if relation.unit else ""
    message = template.format(total=shown(total), of_what=unit, arithmetic=addition(values), gap=shown(abs(gap)))
    above = [v for v in values if v > total]
    if above:
        message += messages.PART_ABOVE.format(part=shown(max(above)))
    return message


def _order(document: Document, facts: Facts, relation: Relation) -> Finding:
    part = _largest(facts, relation)
    label = facts.measures[part].label
    message = messages.ORDER.format(
        part=shown(relation.found or Decimal(0)),
        part_of=f" ({label})" if label else "",
        total=shown(relation.expected or Decimal(0)),
        of_what=f" {relation.unit}" if relation.unit else "",
    )
    evidence = numbers_as_evidence(facts, [_total(relation), part])
    severity: Severity = "error" if relation.certain else "warning"
    finding = make(document, facts, "sum", severity, message, evidence, messages.ASK_SUM)
    return finding.against(relation.expected, relation.found)
