"""Counts of days against the dates beside them: "06 ngày (từ 20/11 đến 23/11/2025)" (rule `date`).

Days may be counted with both ends or one of them, and weekends or single days may be left out: a count is told that is
more than all of them, one that is too small only where words say that no day was left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from extractors.document import Document, Span
from extractors.facts import Facts
from extractors.patterns import at_words
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, make

_COUNT = r"(?<![\w/.,-])(?P<count>\d{1,3}) ngày(?! (?:công|làm việc|mỗi|một|tháng|lễ|phép|tuổi|lương|\d))(?!\w)"
_DAY = r"(?:(?:ngày|sáng|chiều|tối|hôm) )?(?:thứ \w+,? )?(?:ngày )?"
_NUMBERS = r"(?P<day{0}>\d{{1,2}})(?: ?[/.-] ?(?P<month{0}>\d{{1,2}})(?: ?[/.-] ?(?P<year{0}>\d{{4}}))?)?"
_TO = r",? (?:(?:và )?(?:kết thúc|bế mạc)(?: vào)?|đến|tới|cho đến|-) (?:hết |cuối )?(?:vào )?"
_FROM = r"(?:(?<!\w)từ|bắt đầu(?: từ)?|khai mạc) "
#: a span of days whose last has its month
_SPAN = f"{_FROM}{_DAY}{_NUMBERS.format(1)}{_TO}{_DAY}{_NUMBERS.format(2)}(?![/\\d])"
#: what may stand between the count and its span
_BETWEEN = r"(?P<between>[^\d;.]{0,48}?)"
_COUNTED = at_words(f"{_COUNT}{_BETWEEN}{_SPAN}")
_CLOSED = at_words(
    rf"{_SPAN}(?P<between>[^\d;.]{{0,40}}?)(?P<said>(?:trong|tổng cộng|tổng|tròn|đủ|cả thảy|kéo dài"
    rf"|liên tục|tất cả|vừa tròn|cộng|là|suốt|diễn ra) )(?:là |số |trong |cả thảy )?{_COUNT}"
)
#: counts of days that are no length of their span
_OTHER = at_words(
    r"(?<!\w)(?:trước|sau|chậm|quá|muộn|sớm|hạn|rút ngắn|giảm|cách|mỗi|bình quân|trung bình|trừ|kể từ|tối đa|tối thiểu"
    r"|không quá|ít nhất|trong đó|chia|đợt|làm việc|khoảng|gần|hơn|trên|dưới|thời hạn|cùng kỳ|năm trước|hoãn|thêm"
    r"|(?<!ngày )nghỉ|chưa)(?!\w)"
)
#: words by which no day was left out
_ALL = at_words(
    r"(?<!\w)(?:liên tục|liên tiếp|liền|kể cả|suốt|tính cả|không nghỉ|cả (?:ngày nghỉ|cuối tuần|thứ|chủ nhật))(?!\w)"
)
#: where no year is told, only February asks for it
_FEBRUARY, _ANY_YEAR = frozenset(("2", "02")), "2025"
_BEFORE = 40


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield counts of days that no way of counting the days of their span gives."""
    starts = [number.span.start for number in facts.numbers]
    for pattern in (_COUNTED, _CLOSED):
        for found in pattern.finditer(facts.folded):
            days = _days(found, facts.header.date)
            if days is None or _is_other(facts, found):
                continue
            if _is_wrong(int(found["count"]), days, said_all=bool(_ALL.search(_clause(facts, found)))):
                yield _finding(document, facts, found, days, starts)


def _days(found: re.Match[str], reported: str | None) -> tuple[date, date] | None:
    """Return the first and the last day, what the first leaves out taken from the last, the year from the report."""
    month = found["month2"]
    year = found["year2"] or found["year1"] or (reported or "")[:4]
    if not year and _FEBRUARY.isdisjoint((month, found["month1"])):
        year = _ANY_YEAR
    if month is None or not year:
        return None
    try:
        last = date(int(year), int(month), int(found["day2"]))
        first = date(int(found["year1"] or year), int(found["month1"] or month), int(found["day1"]))
    except ValueError:
        return None
    return (first, last) if first < last else None


def _clause(facts: Facts, found: re.Match[str]) -> str:
    before = re.split(r"[.;]\s|\n", facts.folded[max(0, found.start() - _BEFORE) : found.start()])[-1]
    return f"{before} {found.group()}"


def _is_other(facts: Facts, found: re.Match[str]) -> bool:
    """Whether words make the count one of something else than the days of the span."""
    before = _clause(facts, found)[: -len(found.group())]
    after = re.split(r"[.;,)\n]", facts.folded[found.end() : found.end() + _BEFORE])[0]
    return any(_OTHER.search(words) for words in (before, found["between"], after)) or bool(re.search(r"\d", after[:8]))


def _is_wrong(count: int, days: tuple[date, date], *, said_all: bool) -> bool:
    """Whether days are more than there are, or fewer though words leave out none but the first or last."""
    first, last = days
    length = (last - first).days + 1
    return count > length or (said_all and count < length - 1)


def _finding(
    document: Document, facts: Facts, found: re.Match[str], days: tuple[date, date], starts: list[int]
) -> Finding:
    first, last = days
    length = (last - first).days + 1
    message = messages.DATE_COUNTED.format(
        count=found["count"],
        first=f"{first.day}/{first.month}",
        last=f"{last.day}/{last.month}",
        days=length,
    )
    at = [found.start("count"), found.start("day1"), found.start("day2")]
    evidence = [_evidence(facts, start, starts) for start in at]
    made = make(document, facts, "date", "error", message, evidence, messages.ASK_DATE)
    return made.against(Decimal(length), Decimal(found["count"]))


def _evidence(facts: Facts, start: int, starts: list[int]) -> Evidence:
    """Return the place of the number that stands at an offset."""
    at = max(0, bisect_left(starts, start + 1) - 1)
    number = facts.numbers[at]
    return Evidence(number.span, at) if number.span.start <= start < number.end else Evidence(Span(start, start + 2))
