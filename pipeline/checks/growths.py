"""Changes against the figures that they lead from and to (rule `growth`)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.document import Document
from extractors.facts import Facts
from extractors.relations.arithmetic import shown
from extractors.relations.relation import Relation
from pipeline.checks import messages
from pipeline.checks.finding import Finding, Severity, make, numbers_as_evidence

_KINDS = ("growth", "difference")


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield changes that fail."""
    for index, relation in enumerate(facts.relations):
        if relation.kind in _KINDS and relation.verdict == "fails":
            yield _finding(document, facts, relation).of(index)


def _finding(document: Document, facts: Facts, relation: Relation) -> Finding:
    new, old = relation.parts
    expected, found = relation.expected or Decimal(0), relation.found or Decimal(0)
    template = messages.GROWTH_TURNED if relation.notes else messages.GROWTH
    template = messages.GROWTH_PAIR if new == old else template
    quoted = {name: document.quote(facts.numbers[n].span) for name, n in (("new", new), ("old", old))}
    unit = f" {relation.unit}" if relation.unit not in (None, "%") else relation.unit or ""
    message = template.format(**quoted, arithmetic=relation.reading.partition(" ≠ ")[0], found=f"{shown(found)}{unit}")
    numbers = [n for n in (relation.total, new, old) if n is not None]
    severity: Severity = "error" if relation.certain else "warning"
    evidence = numbers_as_evidence(facts, numbers)
    finding = make(document, facts, "growth", severity, message, evidence, messages.ASK_GROWTH)
    return finding.against(expected, found)
