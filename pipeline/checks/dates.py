"""Dates that no calendar has, and papers cited that are dated after the report (rule `date`)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from extractors.document import Document
from extractors.facts import Facts
from extractors.numbers.number import Number
from pipeline.checks import messages
from pipeline.checks.calendar_order import shown
from pipeline.checks.finding import Evidence, Finding, make

_FULL = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
#: what stands between the number of a paper and its date
_ISSUED = re.compile(r"[^.;()\n]{0,40},?\s*ngày\s*", re.IGNORECASE)
_YEARS = range(1900, 2100)


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield impossible dates, then papers that are younger than the report that cites them."""
    for index, number in enumerate(facts.numbers):
        if number.role != "date" or not (full := _FULL.fullmatch(number.when or "")):
            continue
        text = " ".join(document.quote(number.span).split())
        last = _last_day(int(full[1]), int(full[2]))
        if not 1 <= int(full[3]) <= last:
            message = messages.DATE_IMPOSSIBLE.format(text=text, why=_why(int(full[2]), last))
            yield make(document, facts, "date", "error", message, [Evidence(number.span, index)], messages.ASK_DATE)
        elif _is_later(document, facts, index, number):
            message = messages.DATE_LATER.format(text=text, report=shown(facts.header.date or ""))
            spans = [Evidence(number.span, index)]
            spans += [Evidence(line) for line in [facts.header.date_line] if line is not None]
            yield make(document, facts, "date", "warning", message, spans, messages.ASK_DATE)


def _last_day(year: int, month: int) -> int:
    return monthrange(year, month)[1] if 1 <= month <= 12 and year in _YEARS else 0


def _why(month: int, last: int) -> str:
    return f"tháng {month} chỉ có {last} ngày" if last else f"không có tháng {month}"


def _is_later(document: Document, facts: Facts, index: int, number: Number) -> bool:
    """Whether a date is that of a paper cited by its number, and lies after the date of the report."""
    report = facts.header.date
    before = facts.numbers[index - 1] if index else None
    if report is None or len(report) < len("2024-06"):
        return False
    if not any(paper.date == index for paper in facts.papers):
        if before is None or before.role != "citation":
            return False
        if not _ISSUED.fullmatch(document.text[before.span.end : number.span.start]):
            return False
    # of a report whose day is left blank the month counts
    return str(number.when)[: len(report)] > report
