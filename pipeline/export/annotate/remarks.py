"""What is said of a finding beside the words of the original that show it."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.finding import Finding
from pipeline.export.words import RULES, SEVERITIES

#: who makes the remarks; staff put their own name in the audit sheet
AUTHOR = "Soát"
_ORDER = ("error", "warning", "info")


def remark(finding: Finding) -> str:
    """Return severity and rule, what is wrong, what to do, and the id by which it is dismissed, a line each."""
    head = f"{SEVERITIES[finding.severity]}: {RULES.get(finding.rule, finding.rule)}"
    lines = (head, finding.message, finding.suggestion or "", f"Mã phát hiện: {finding.id}")
    return "\n".join(line for line in lines if line)


def remarked(findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """Yield the findings that nobody dismissed, the gravest first, each kind in its order."""
    for severity in _ORDER:
        yield from (one for one in findings if one.severity == severity and one.dismissed is None)
