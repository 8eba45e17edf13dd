"""One fact with two figures, and words that a figure denies (rule `repeat`)."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.document import Document
from extractors.facts import Facts
from extractors.relations.arithmetic import shown
from extractors.relations.relation import Relation
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, Severity, make, numbers_as_evidence


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield one finding for each fact that is told with two figures, then for each claim that a figure denies."""
    verified = {o.number for r in facts.relations if r.verdict == "holds" for o in r.operands}
    for index, relation in enumerate(facts.relations):
        if relation.kind != "repeat" or relation.verdict != "fails":
            continue
        if "claim" in relation.notes:
            yield _claim(document, facts, relation)
        else:
            yield _repeat(document, facts, relation, verified).of(index)


def _claim(document: Document, facts: Facts, relation: Relation) -> Finding:
    evidence = [Evidence(o.span, o.number) for o in relation.operands if o.span is not None]
    message = messages.CLAIM.format(reading=relation.reading)
    severity: Severity = "error" if relation.certain else "warning"
    finding = make(document, facts, "repeat", severity, message, evidence, messages.ASK_REPEAT)
    return finding.against(relation.expected, relation.found)


def _repeat(document: Document, facts: Facts, relation: Relation, verified: set[int | None]) -> Finding:
    here, there = relation.operands[:2]
    numbers = [o.number for o in relation.operands if o.number is not None]
    unit = "" if relation.unit in (None, "%") else f" {relation.unit}"
    percent = "%" if relation.unit == "%" else ""
    first, second = (" ".join(o.text.split()) for o in (here, there))
    found, expected = relation.found, relation.expected
    message = messages.REPEAT.format(
        what=_what(facts, numbers),
        here=f"{first}{percent}{unit}",
        there=f"{second}{percent}{unit}",
        gap="" if found is None or expected is None else shown(abs(found - expected)),
    )
    sure = [o for o in (here, there) if o.number in verified]
    if len(sure) == 1:
        message += messages.REPEAT_VERIFIED.format(text=" ".join(sure[0].text.split()))
    severity: Severity = "error" if relation.certain else "warning"
    evidence = numbers_as_evidence(facts, numbers)
    return make(document, facts, "repeat", severity, message, evidence, messages.ASK_REPEAT).against(expected, found)


def _what(facts: Facts, numbers: list[int]) -> str:
    """Return what both figures tell: the label of the one that is told with more words."""
    labels = [facts.measures[n].label for n in numbers if n in facts.measures]
    label = max(labels, key=len, default="")
    return f" ({label})" if label else ""
