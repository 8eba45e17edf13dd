"""Which findings and relations a number is in: the way from a number to them, as they lead to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.export.record_types import FindingRecord, NumberRecord, Record, RelationRecord

#: how grave a finding is, the gravest first; what was dismissed comes last
_ORDER = ("error", "warning", "info", "dismissed")


@dataclass(frozen=True, slots=True)
class Links:
    """Of a report, by id of the number: its findings, the gravest first, and its relations, in order.

    Of a `large` one the list of figures has those only that no single finding or relation tells.
    """

    findings: Mapping[str, Sequence[FindingRecord]] = field(default_factory=dict)
    relations: Mapping[str, Sequence[RelationRecord]] = field(default_factory=dict)
    large: bool = False

    def grade(self, number: str) -> str | None:
        """Return how grave the gravest finding of a number is, None where it is in none."""
        found = self.findings.get(number)
        return grade(found[0]) if found else None

    def verified(self, number: str) -> bool:
        """Whether a relation of a number holds and no error shows it."""
        held = any(relation.verdict == "holds" for relation in self.relations.get(number, ()))
        return held and self.grade(number) != "error"

    def told(self, number: NumberRecord) -> bool:
        """Whether a number has a row in the list of figures."""
        if self.large:
            return number.id not in self.findings and len(self.relations.get(number.id, ())) > 1
        return number.role == "measure" or number.id in self.findings or number.id in self.relations

    def target(self, number: NumberRecord) -> str | None:
        """Return the id that a number leads to: its gravest finding, its only relation, else its row of the list."""
        if number.id in self.findings:
            return self.findings[number.id][0].id
        relations = self.relations.get(number.id, ())
        if len(relations) == 1:
            return relations[0].id
        return row_id(number.id) if self.told(number) else None


def grade(finding: FindingRecord) -> str:
    """Return the severity of a finding, "dismissed" where it does not count."""
    return "dismissed" if finding.dismissed else finding.severity


def row_id(number: str) -> str:
    """Return the id of the row of a number in the list of figures.

    >>> row_id("n12")
    'v12'
    """
    return f"v{number[1:]}"


def links(record: Record, *, large: bool = False) -> Links:
    """Return the findings and relations of each number of a record."""
    findings: dict[str, list[FindingRecord]] = {}
    for finding in sorted(record.findings, key=lambda one: _ORDER.index(grade(one))):
        for number in dict.fromkeys(evidence.number for evidence in finding.evidence):
            if number is not None:
                findings.setdefault(number, []).append(finding)
    relations: dict[str, list[RelationRecord]] = {}
    for relation in record.relations:
        for number in dict.fromkeys(operand.number for operand in relation.operands):
            if number is not None:
                relations.setdefault(number, []).append(relation)
    return Links(findings, relations, large)
