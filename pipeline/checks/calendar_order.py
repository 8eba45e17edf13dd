"""Dates that contradict each other or the day of the report: spans that end before they begin, days of the week,
figures and events of days to come (rule `date`).

A span whose first day has no year may begin the year before ("từ 15/12 đến 14/6/2024"), and quarters of a report are
not those of the calendar (Decree 09/2019, Article 12): only full dates are compared.
"""

from __future__ import annotations

import re
from calendar import monthrange, weekday
from collections.abc import Iterator

from extractors.document import Document, Span
from extractors.facts import Facts
from extractors.numbers.number import Number
from extractors.patterns import at_words
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, Severity, make

_FULL = re.compile(r"\d{4}-\d\d-\d\d")
_TO = re.compile(r"\s*,?\s*(?:đến|tới|-)\s*(?:hết\s+)?(?:ngày\s+)?")
_FROM = re.compile(r"(?<!\w)từ\s+(?:ngày\s+)?$")
_YEARS = re.compile(r"(?P<first>\d{4})\s*(?:-|đến\s+năm|đến)\s*(?P<last>\d{4})")
_OPENS_YEARS = re.compile(r"(?:giai đoạn|nhiệm kỳ|từ năm|từ)\s*$")
_DAYS = ("hai", "ba", "tư", "năm", "sáu", "bảy")
_WEEKDAY = re.compile(
    r"(?<!\w)(?:thứ\s+(?P<named>hai|ba|tư|năm|sáu|bảy|[2-7])|(?P<sunday>chủ nhật))\s*,?\s*\(?(?:ngày\s+)?$"
)
_MONTH = re.compile(r"\d{4}-\d\d")
_TO_MONTH = re.compile(r"\s*,?\s*(?:đến|tới|-)\s*(?:hết\s+)?(?:tháng\s+)?")
_FROM_MONTH = re.compile(r"(?<!\w)từ\s+(?:tháng\s+)?$")
_NO_PERIOD = at_words(
    r"(?<!\w)(?:tháng\s+(?:1[3-9]|[2-9]\d|00?)|quý\s+(?:vi{0,3}|[05-9]))\s*(?:,?\s*năm\s+|/)20\d\d(?!\d)"
)
_SHORT_DAY = re.compile(r"(?P<day>\d{1,2})\s?(?:[/.-]|tháng)\s?(?P<month>\d{1,2})")
_SAYS_DAY = re.compile(r"(?:ngày|từ|đến|hết|sáng|chiều|tối)\s+$")
#: figures up to a day: what is estimated or planned may lie ahead
_CUT_OFF = re.compile(r"(?:số liệu|tính|chốt|kết quả)(?!\w)[^.;:]{0,70}?(?:đến|chốt|tới)(?:\s+hết)?(?:\s+ngày)?\s*$")
_SPAN_TO = re.compile(r"(?<!\w)từ\s[^.;:]{4,30}\s(?:đến|tới)(?:\s+hết)?(?:\s+ngày)?\s*$")
_REPORTED = re.compile(r"(?<!\w)(?:báo cáo|kết quả|tình hình|đã|trong kỳ|tiếp nhận|số liệu)(?!\w)")
_AHEAD = re.compile(
    r"(?<!\w)(?:ước|dự kiến|kế hoạch|phấn đấu|chỉ tiêu|sẽ|trước ngày|hạn|chậm nhất|hiệu lực|hoàn thành trước|xong"
    r"|mục tiêu|lộ trình|đề nghị|tới đây|chuẩn bị|hướng tới|chào mừng|kỷ niệm|thời gian tới|áp dụng|kéo dài|hợp đồng"
    r"|giá trị|sắp tới|thời hiệu)(?!\w)"
)
_HAPPENED = re.compile(r"(?<!\w)(?:đã|vừa|được)\s(?:\w+\s){0,12}(?:vào\s+)?(?:ngày|ngày:|hôm)\s*$|^\s*ngày\s*$")
#: blocks that hold the head and the opening sentence
_OPENING = 16
_CLAUSE = re.compile(r"[.;:](?=\s|$)")


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield dates and spans that contradict each other, then those that lie after the report."""
    papers = {paper.date for paper in facts.papers}
    yield from _no_period(document, facts)
    for index, number in enumerate(facts.numbers):
        if number.role == "period":
            yield from _reversed_years(document, facts, index, number)
            yield from _reversed_months(document, facts, index, number)
        if number.role != "date":
            continue
        yield from _impossible(document, facts, index, number)
        yield from _reversed_in_month(document, facts, index, number)
        if not _is_day(number.when):
            continue
        yield from _reversed(document, facts, index, number)
        yield from _day_of_week(document, facts, index, number)
        if index not in papers:
            yield from _to_come(document, facts, index, number)


def _is_day(when: str | None) -> bool:
    """Whether an ISO date is a day of the calendar."""
    if not _FULL.fullmatch(when or ""):
        return False
    year, month, day = (int(part) for part in str(when).split("-"))
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _impossible(document: Document, facts: Facts, index: int, number: Number) -> Iterator[Finding]:
    """Yield a day without a year that no year has ("31/6")."""
    short = _SHORT_DAY.fullmatch(document.quote(number.span).strip()) if number.when is None else None
    if short is None or not _SAYS_DAY.search(_before(facts, number, 12)):
        return
    month = int(short["month"])
    last = monthrange(2024, month)[1] if 1 <= month <= 12 else 0
    if last and int(short["day"]) > last:
        why = f"tháng {month} chỉ có {last} ngày"
        message = messages.DATE_IMPOSSIBLE.format(text=_text(document, number), why=why)
        yield _finding(document, facts, "error", message, [index])


def _reversed(document: Document, facts: Facts, index: int, number: Number) -> Iterator[Finding]:
    """Yield a span of two full dates that ends before it begins."""
    following = facts.numbers[index + 1] if index + 1 < len(facts.numbers) else None
    if following is None or following.role != "date" or not _is_day(following.when):
        return
    between = facts.folded[number.span.end : following.span.start]
    if not _TO.fullmatch(between) or not _FROM.search(_before(facts, number, 12)):
        return
    if str(following.when) < str(number.when):
        message = messages.DATE_REVERSED.format(first=_text(document, number), last=_text(document, following))
        yield _finding(document, facts, "error", message, [index, index + 1])


def _reversed_in_month(document: Document, facts: Facts, index: int, number: Number) -> Iterator[Finding]:
    """Yield a span whose first day has no year and lies behind its last in the same month."""
    short = _SHORT_DAY.fullmatch(document.quote(number.span).strip()) if number.when is None else None
    following = facts.numbers[index + 1] if index + 1 < len(facts.numbers) else None
    if short is None or following is None or following.role != "date":
        return
    last = _SHORT_DAY.match(document.quote(following.span).strip())
    between = facts.folded[number.span.end : following.span.start]
    if last is None or not _TO.fullmatch(between) or not _FROM.search(_before(facts, number, 12)):
        return
    if int(short["month"]) == int(last["month"]) and int(short["day"]) > int(last["day"]):
        message = messages.DATE_REVERSED.format(first=_text(document, number), last=_text(document, following))
        yield _finding(document, facts, "warning", message, [index, index + 1])


def _no_period(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield the first month or quarter that no year has ("tháng 13 năm 2024", "quý V/2024")."""
    for match in _NO_PERIOD.finditer(facts.folded):
        text = " ".join(document.text[match.start() : match.end()].split())
        message = messages.PERIOD_IMPOSSIBLE.format(text=text)
        evidence = [Evidence(Span(match.start(), match.end()))]
        yield make(document, facts, "date", "warning", message, evidence, messages.ASK_DATE)
        return


def _reversed_months(document: Document, facts: Facts, index: int, number: Number) -> Iterator[Finding]:
    """Yield a span of months with their years that ends before it begins ("từ tháng 9/2024 đến tháng 3/2024")."""
    following = facts.numbers[index + 1] if index + 1 < len(facts.numbers) else None
    if following is None or not all(_MONTH.fullmatch(one.when or "") for one in (number, following)):
        return
    between = facts.folded[number.span.end : following.span.start]
    spans = _TO_MONTH.fullmatch(between) and _FROM_MONTH.search(_before(facts, number, 14))
    if spans and str(following.when) < str(number.when):
        message = messages.DATE_REVERSED.format(first=_text(document, number), last=_text(document, following))
        yield _finding(document, facts, "warning", message, [index, index + 1])


def _reversed_years(document: Document, facts: Facts, index: int, number: Number) -> Iterator[Finding]:
    years = _YEARS.fullmatch(facts.folded[number.span.start : number.span.end])
    if years and years["first"] > years["last"] and _OPENS_YEARS.search(_before(facts, number, 14)):
        message = messages.DATE_REVERSED.format(first=years["first"], last=years["last"])
        yield _finding(document, facts, "error", message, [index])


def _day_of_week(document: Document, facts: Facts, index: int, number: Number) -> Iterator[Finding]:
    """Yield a date whose day of the week is another one."""
    said = _WEEKDAY.search(_before(facts, number, 24))
    if said is None:
        return
    named = said["named"] or ""
    day = 6 if said["sunday"] else int(named) - 2 if named.isdigit() else _DAYS.index(named)
    right = weekday(*(int(part) for part in str(number.when).split("-")))
    if day != right:
        right_name = "Chủ nhật" if right == 6 else f"thứ {_DAYS[right]}"
        message = messages.DATE_WEEKDAY.format(text=_text(document, number), right=right_name, said=_named(said))
        yield _finding(document, facts, "warning", message, [index])


def _named(said: re.Match[str]) -> str:
    return "Chủ nhật" if said["sunday"] else f"thứ {said['named']}"


def _to_come(document: Document, facts: Facts, index: int, number: Number) -> Iterator[Finding]:
    """Yield figures up to a day after that of the report, and events told as past that lie after it."""
    report = facts.header.date or ""
    if len(report) < 7 or facts.header.kind != "bao_cao" or str(number.when)[: len(report)] <= report:
        return
    block = document.blocks[document.block_at(number.span.start)]
    before = facts.folded[block.span.start : number.span.start]
    clause = _CLAUSE.split(before)[-1]
    ends = _CLAUSE.search(facts.folded, number.span.end, block.span.end)
    whole = clause + facts.folded[number.span.end : ends.start() if ends else block.span.end]
    if block.kind == "cell" or _AHEAD.search(whole):
        return
    told = _REPORTED.search(whole) or document.block_at(number.span.start) < _OPENING
    if _CUT_OFF.search(clause[-110:]) or (told and _SPAN_TO.search(clause[-60:])):
        message = messages.DATE_CUT_OFF.format(text=_text(document, number), report=shown(report))
    elif _happened(facts, number, clause, whole):
        message = messages.DATE_EVENT.format(text=_text(document, number), report=shown(report))
    else:
        return
    yield _finding(document, facts, "warning", message, [index])


def _happened(facts: Facts, number: Number, clause: str, whole: str) -> bool:
    """Whether an event is told as past, in a section that does not plan."""
    section = next((s for s in reversed(facts.sections) if s.span.start <= number.span.start), None)
    kind = section.kind if section else None
    if kind in ("plan", "proposal"):
        return False
    return bool(_HAPPENED.search(clause)) and bool(re.search(r"(?<!\w)đã(?!\w)", whole))


def _before(facts: Facts, number: Number, length: int) -> str:
    return facts.folded[max(0, number.span.start - length) : number.span.start]


def _text(document: Document, number: Number) -> str:
    return " ".join(document.quote(number.span).split())


def shown(date: str) -> str:
    """Return an ISO date as reports print it."""
    return "/".join(str(int(part)) for part in reversed(date.split("-")))


def _finding(document: Document, facts: Facts, severity: Severity, message: str, at: list[int]) -> Finding:
    evidence = [Evidence(facts.numbers[n].span, n) for n in at]
    return make(document, facts, "date", severity, message, evidence, messages.ASK_DATE)
