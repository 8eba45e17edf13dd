"""Pairs "k of n" with k above n, where n is a number of things there are, or with another rest (rule `ratio`)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.document import Document
from extractors.facts import Facts
from extractors.lexicon import families
from extractors.relations.arithmetic import shown
from extractors.relations.relation import Relation
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, Severity, make, numbers_as_evidence

#: units of which there are just n; of hectares, animals or money more than planned may be reached
_BOUNDED = frozenset({"unit", "village", "criterion", "school", "cell"})


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield pairs that reach more than there is ("09/08 ấp")."""
    for index, measure in facts.measures.items():
        number = facts.numbers[index]
        if number.of is None or number.value is None or number.value <= number.of:
            continue
        if families(measure.unit) & _BOUNDED:
            text = document.quote(number.span)
            part, whole = shown(number.value), shown(number.of)
            message = messages.RATIO.format(text=f"{text} {measure.unit}", part=part, whole=whole)
            evidence = numbers_as_evidence(facts, [index])
            finding = make(document, facts, "ratio", "error", message, evidence, messages.ASK_SUM)
            yield finding.against(number.of, number.value)
    for relation in facts.relations:
        if relation.kind == "ratio" and relation.verdict == "fails":
            yield _rest(document, facts, relation)


def _rest(document: Document, facts: Facts, relation: Relation) -> Finding:
    pair, rest = relation.operands
    unit = f" {relation.unit}" if relation.unit else ""
    expected, found = relation.expected or Decimal(0), relation.found or Decimal(0)
    template = messages.REST if rest.number is not None else messages.REST_NAMED
    message = template.format(
        pair=pair.text, unit=unit, expected=shown(expected), rest=" ".join(rest.text.split()), count=shown(found)
    )
    evidence = [Evidence(o.span, o.number) for o in (pair, rest) if o.span is not None]
    severity: Severity = "error" if relation.certain else "warning"
    finding = make(document, facts, "ratio", severity, message, evidence, messages.ASK_SUM)
    return finding.against(expected, found)
