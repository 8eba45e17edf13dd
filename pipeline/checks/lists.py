"""Announced counts against their lists (rule `enumeration`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.document import Document, Span
from extractors.facts import Facts
from extractors.relations.relation import Relation
from extractors.vietnamese import fold_key
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, Severity, make

_LINE = re.compile(r"[^\n]+")
#: what an item of a list has around its words
_ENDS = " -–+*•;,.:"


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield lists that do not have the number of items announced."""
    failing = [r for r in facts.relations if r.verdict == "fails"]
    # "đạt 15/19, còn 05 tiêu chí là …": what is left of a pair is told with the pair
    told = {o.number for r in failing if r.kind == "ratio" for o in r.operands}
    for relation in failing:
        if relation.kind == "enumeration" and relation.total not in told:
            yield _finding(document, facts, relation)


def _finding(document: Document, facts: Facts, relation: Relation) -> Finding:
    count = relation.operands[0]
    items = [o for o in relation.operands if o.role == "item"]
    said = "".join(c for c in count.text if c.isdigit())  # "Ba dịch bệnh" is counted in words
    wanted = int(said or relation.expected or 0)
    counted = len(items) - len(relation.notes)
    message = _message(relation, wanted, counted)
    spans = [s for s in (count.span, *(o.span for o in items[:1])) if s is not None]
    # the whole list is one place: its first line shows it, or the lines of what stands there twice
    lines = [line for s in spans[1:] for line in _telling_lines(document, s, relation.notes)]
    evidence = [Evidence(spans[0], count.number), *map(Evidence, lines)]
    severity: Severity = "error" if relation.certain else "warning"
    finding = make(document, facts, "enumeration", severity, message, evidence, messages.ASK_LIST)
    return finding.against(Decimal(wanted), Decimal(counted))


def _message(relation: Relation, wanted: int, counted: int) -> str:
    unit = f" {relation.unit}" if relation.unit else ""
    values = {"wanted": relation.operands[0].text, "unit": unit, "counted": counted}
    if relation.notes:
        return messages.ENUMERATION_DOUBLE.format(**values, double=relation.notes[0].strip(_ENDS))
    template = messages.ENUMERATION_SHORT if counted < wanted else messages.ENUMERATION_LONG
    return template.format(**values)


def _telling_lines(document: Document, span: Span, doubled: Sequence[str]) -> list[Span]:
    lines = [Span(span.start + one.start(), span.start + one.end()) for one in _LINE.finditer(document.quote(span))]
    keys = {fold_key(item.strip(_ENDS)) for item in doubled}
    twice = [line for line in lines if fold_key(document.quote(line).strip(_ENDS)) in keys]
    return twice if len(twice) > 1 else lines[:1]
