"""Periods that contradict each other: title against opening and closing, stated days, day of issue (rule `date`).

Which days a period has is data with its sources (windows.csv). A span of days that no rule knows is no defect; one that
is another period's, or lies outside the period, is worth a look.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from extractors.document import Document, Span
from extractors.facts import Facts
from extractors.header.periods import period_in_sentence, period_of_days
from extractors.numbers.number import Number
from extractors.vietnamese import fold
from pipeline.checks import messages
from pipeline.checks.calendar_order import shown
from pipeline.checks.finding import Evidence, Finding, Severity, make
from pipeline.checks.windows import CODE, ROMAN, named, reach

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FROM_TO = re.compile(r"\s*,?\s*(?:đến|tới|-)\s*(?:hết\s+)?(?:ngày\s+)?")
_CUT_OFF = re.compile(r"(?<!\w)(?:số liệu|kỳ báo cáo)(?!\w)[^.;]{0,40}(?:đến|tới)(?:\s+hết)?(?:\s+ngày)?\s*$")
_STATED = re.compile(r"(?<!\w)(?:số liệu|kỳ báo cáo|thời (?:gian|điểm|kỳ)|trong kỳ|kết quả)(?!\w)")
_CLOSING = re.compile(r"\W*trên đây là")
#: what a paper may tell of a time to come, or long past
_AHEAD = re.compile(
    r"(?<!\w)(?:dự toán|kế hoạch|phương hướng|nhiệm vụ|chuẩn bị|triển khai|đăng ký|dự kiến|ước|chương trình|lịch|tết"
    r"|giải trình|bổ sung|đính chính|quyết toán|thẩm tra|kiểm điểm|tiếp thu|rà soát|tổng kết|nghỉ|phân bổ)(?!\w)"
)
_DAY_IN_WORDS = re.compile(r"ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_LONG_TITLE, _LONGEST_FRAME = 5, 700
_OPENING = 16
#: how late a report on a period may be
_LATE = timedelta(days=300)


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield what contradicts the period of the title; what is taken from elsewhere is no title's."""
    header = facts.header
    period, day = header.period, header.date or ""
    if header.kind != "bao_cao" or header.web:
        return
    retold = tuple(_retold(document, facts))
    yield from retold
    if period is None or "period" in dict(header.taken_from):
        return
    yield from () if retold else _told_otherwise(document, facts, period, day)
    known = reach(period, day or "9999-12-31")
    if known is not None:
        yield from _days_outside(document, facts, period, known)
        if _DAY.fullmatch(day) and facts.header.date_line is not None:
            yield from _issued_outside(document, facts, period, known, date.fromisoformat(day))


def _retold(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield an opening or closing sentence that repeats the words of the title with another number or year."""
    title = _WORD.findall(fold(facts.header.title or ""))
    if len(title) < _LONG_TITLE or not any(map(_is_number, title)):
        return
    for span in _frames(document, facts):
        words = _WORD.findall(facts.folded, span.start, span.end)
        for at in range(len(words) - len(title) + 1):
            run = words[at : at + len(title)]
            other = [(a, b) for a, b in zip(title, run, strict=True) if a != b]
            if other and all(_is_number(a) and _is_number(b) and int_of(a) != int_of(b) for a, b in other):
                message = messages.PERIOD_RETOLD.format(title=" ".join(title), here=" ".join(run))
                severity: Severity = "info" if facts.header.draft else "warning"
                yield _finding(document, facts, severity, message, [Evidence(_line(span))])
                return


def _frames(document: Document, facts: Facts) -> Iterator[Span]:
    """Yield the sentences that open the text of a report and close it."""
    for block in document.blocks:
        if block.kind == "cell":
            continue
        start, end = block.span.start, block.span.end
        opening = facts.folded[max(start, end - 12) : end].rstrip(" *").endswith("như sau:")
        if opening or _CLOSING.match(facts.folded, start, end):
            yield block.span


def _is_number(word: str) -> bool:
    return word.isdigit() or word.upper() in ROMAN[1:]


def int_of(word: str) -> int:
    """Return a number of a title in digits, or in Roman ones up to four.

    >>> int_of("09"), int_of("iii")
    (9, 3)
    """
    return int(word) if word.isdigit() else ROMAN.index(word.upper())


def _told_otherwise(document: Document, facts: Facts, period: str, day: str) -> Iterator[Finding]:
    """Yield an opening or closing sentence that reports on another period than the title.

    A title that tells what is to come may name the year of that only.
    """
    if len(period) == 4 and _AHEAD.search((facts.header.title or "").lower()):
        return
    for span in _frames(document, facts):
        # the month of a day in words is no period
        text = _DAY_IN_WORDS.sub("ngày", " ".join(document.quote(span).replace("*", "").split()))
        other = period_in_sentence(text, day) if len(text) < _LONGEST_FRAME else None
        if other is None or not _clash(period, other) or _names(facts, span, period):
            continue
        message = messages.PERIOD_OTHER.format(title=named(period), here=named(other))
        severity: Severity = "info" if facts.header.draft else "warning"
        yield _finding(document, facts, severity, message, [Evidence(_line(span))])
        return


def _clash(one: str, other: str) -> bool:
    """Whether two periods are two of one length."""
    a, b = CODE.fullmatch(one), CODE.fullmatch(other)
    if a is None or b is None or one == other:
        return False
    return all((a[part] is None) == (b[part] is None) for part in ("half", "quarter", "month"))


def _names(facts: Facts, span: Span, period: str) -> bool:
    """Whether a sentence names the year of a period, too, beside others."""
    folded = facts.folded[span.start : span.end]
    return len(set(re.findall(r"(?<![\d/])20\d\d(?!\d)", folded))) > 1 and period[:4] in folded


def _days_outside(document: Document, facts: Facts, period: str, known: tuple[date, date]) -> Iterator[Finding]:
    """Yield figures of days, told where the report opens, that are another period's or lie outside its own."""
    for index, number in enumerate(facts.numbers):
        at = document.block_at(number.span.start)
        if at >= _OPENING:
            return
        if number.role != "date" or not _is_day(number.when) or document.blocks[at].kind == "cell":
            continue
        before = facts.folded[document.blocks[at].span.start : number.span.start]
        spans = _span_to(facts, index, number)
        if spans is not None and _STATED.search(before):
            first, text = spans
            other = period_of_days(text)
            if _outside(period, known, first, str(number.when), other):
                said = named(other) if other else text
                message = messages.PERIOD_DAYS.format(title=named(period), days=text, other=said)
                yield _finding(document, facts, "info", message, [Evidence(number.span, index)])
        elif spans is None and _CUT_OFF.search(before[-80:]) and _far(str(number.when), known):
            day = " ".join(document.quote(number.span).split())
            message = messages.PERIOD_CUT_OFF.format(title=named(period), day=day)
            yield _finding(document, facts, "info", message, [Evidence(number.span, index)])


def _span_to(facts: Facts, index: int, number: Number) -> tuple[str | None, str] | None:
    """Return the first day (ISO, None without its year) of a span that ends with a date, and its words."""
    before = facts.numbers[index - 1] if index else None
    if before is None or before.role != "date":
        return None
    if not _FROM_TO.fullmatch(facts.folded[before.span.end : number.span.start]):
        return None
    words = facts.folded[before.span.start : number.span.end]
    return before.when, f"từ {' '.join(words.split())}"


def _outside(period: str, known: tuple[date, date], first: str | None, last: str, other: str | None) -> bool:
    """Whether days are another period's, one that does not end with this one, or none of this period."""
    end = date.fromisoformat(last)
    if other is not None and other != period and CODE.fullmatch(other):
        mine, theirs = reach(period, last), reach(other, last)
        # a quarter may be told from the first day of the year on
        return mine is None or theirs is None or mine[1] != theirs[1]
    begun = date.fromisoformat(first) if first and _is_day(first) else None
    return end < known[0] or (begun is not None and begun > known[1])


def _far(day: str, known: tuple[date, date]) -> bool:
    """Whether a cut-off lies before a period began, or more than a month behind its end."""
    when = date.fromisoformat(day)
    return when < known[0] or when > known[1] + timedelta(days=31)


def _issued_outside(
    document: Document, facts: Facts, period: str, known: tuple[date, date], day: date
) -> Iterator[Finding]:
    """Yield a report dated before its quarter, half or month began, or the better part of a year after its end."""
    early = day < known[0] and len(period) > 4
    late = day > known[1] + _LATE
    title = (facts.header.title or "").lower()
    if facts.header.date_line is None or not (early or late) or _AHEAD.search(title):
        return
    template = messages.PERIOD_EARLY if early else messages.PERIOD_LATE
    message = template.format(title=named(period), day=shown(facts.header.date or ""))
    evidence = [Evidence(facts.header.date_line)]
    yield _finding(document, facts, "info", message, evidence)


def _is_day(when: str | None) -> bool:
    if not _DAY.fullmatch(when or ""):
        return False
    year, month, day = (int(part) for part in str(when).split("-"))
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _line(span: Span) -> Span:
    return Span(span.start, min(span.end, span.start + 120))


def _finding(document: Document, facts: Facts, severity: Severity, message: str, evidence: list[Evidence]) -> Finding:
    return make(document, facts, "date", severity, message, evidence, messages.ASK_PERIOD)
