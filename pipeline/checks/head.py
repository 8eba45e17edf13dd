"""Blank or missing parts of the head (rules `header`, and `date` for a blank day)."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.document import Document, Span
from extractors.facts import Facts
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, Severity, make

_DATE_PARTS = {"day": "Ngày", "month": "Tháng", "year": "Năm"}
#: kinds of paper that carry number, symbol, place and date by Decree 30/2020, Annex I
_NUMBERED = ("bao_cao", "ke_hoach", "thong_bao", "quyet_dinh")


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield what the head leaves blank; in a draft these are remarks only."""
    severity: Severity = "info" if facts.header.draft else "warning"
    blanks: dict[str, Span] = dict(facts.header.blanks)
    if span := blanks.get("number"):
        message = messages.NUMBER_BLANK.format(text=_line(document, span))
        yield make(document, facts, "header", severity, message, [Evidence(span)], messages.ASK_HEAD)
    missing = [name for name in _DATE_PARTS if name in blanks]
    if missing:
        span = blanks[missing[0]]
        what = ", ".join(_DATE_PARTS[name].lower() for name in missing).capitalize()
        message = messages.DATE_BLANK.format(what=what, text=_line(document, span))
        yield make(document, facts, "date", severity, message, [Evidence(span)], messages.ASK_HEAD)
    yield from _missing(document, facts, severity)


def _line(document: Document, span: Span) -> str:
    block = next(b for b in document.blocks if b.span.start <= span.start < b.span.end)
    return " ".join(document.quote(block.span).replace("*", "").split())[:80]


def _missing(document: Document, facts: Facts, severity: Severity) -> Iterator[Finding]:
    """Yield one finding where a paper that must be numbered shows neither number, nor date, nor signature."""
    header = facts.header
    if header.kind not in _NUMBERED or header.title_span is None:
        return
    if header.number_line or header.date_line or header.symbol or header.signer_name or header.recipients:
        return
    what = "số, ký hiệu, địa danh, ngày ban hành và chữ ký"
    message = messages.HEAD_MISSING.format(what=what)
    evidence = [Evidence(header.title_span)]
    yield make(document, facts, "header", severity, message, evidence, messages.ASK_HEAD)
