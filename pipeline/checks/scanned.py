"""Findings in scans: what hangs on a sign that was not read for certain is no error but a reason to look again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from extractors.document import Document
from pipeline.checks import messages
from pipeline.checks.finding import Finding


def in_scan(document: Document, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings; errors that rest on print in doubt become warnings that send the reader to the scan."""
    for finding in findings:
        doubts = (document.doubt(evidence.span) for evidence in finding.evidence) if document.source.ocr else ()
        said = "; ".join(dict.fromkeys(doubt for doubt in doubts if doubt))
        yield _unsure(finding, said) if said else finding


def _unsure(finding: Finding, said: str) -> Finding:
    severity = "warning" if finding.severity == "error" else finding.severity
    # that the numbers may be of different things is the least of it
    asked = finding.suggestion if finding.suggestion != messages.ASK_LOOSE else None
    suggestion = " ".join(filter(None, (messages.ASK_SCAN, asked)))
    message = f"{finding.message} {messages.SCAN_LOOK.format(doubts=said)}"
    return replace(finding, severity=severity, message=message, suggestion=suggestion)
