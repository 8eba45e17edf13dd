"""Dates and periods: a strict grammar over folded text, each with its ISO form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractors.cues import cues
from extractors.numbers.scan import at_numbers

_YEAR = r"(?:19|20)\d{2}"
_OPENS_DAY = (
    r"(?:\b(?:từ|đến|hết|trước|sau|dịp|lễ|sáng|chiều|tối|kỷ niệm|tính đến|năm|đêm|trưa|rạng sáng|thời điểm|mốc"
    r"|chốt(?: tại| đến)?|kỳ)\s+"
    r"|[(,]\s?)"
)
_CLOSES_DAY = r"(?=\s*(?:đến|của|và|\)|,|;|\.|:|$|hằng|hàng|là))"
_UNTIL = r"(?<!\w)(?:tính đến|đến hết|đến|hết|trước|từ)\s+"
_HOURS_OF = r"(?<!\w)(?:sáng|chiều|tối|trưa|đêm|rạng sáng)\s+"
_GOES_ON = (
    r"(?=\s+(?:có|còn|đã|đón|mở|tổ chức|diễn ra|khai mạc|huy động|tại|ở|do|cho|thì|cả|toàn|với|xã|phường|ubnd|số|tổng"
    r"|hiện|mới|quỹ|thu|chi)(?!\w))"
)
#: a pair of which more is reached than there is, and no word of what is counted: a day of some month
_NO_RATE = r"(?<![\d/.,])(?<!đạt )(?<!được )(?<!có )(?<!là )(?<!với )(?<!còn )(?<!trên )"
_NO_NOUN = (
    r"(?=\s+(?:có|tại|ở|do|cho|với|mở|tổ chức|diễn ra|thu hút|gồm|trên địa bàn|ra quân|kết nạp|tặng|phát động"
    r"|trao|viếng|được(?= \d))(?!\w)"
    r"|\s*,\s*\d{1,2}/\d{1,2}\s)"
)
_OPENS_FURTHER_DAY = r"(?:dịp|ngày|lễ|tết|nhân)\s[^.;]{0,30}?\d{1,2}/\d{1,2}\s*(?:,|và)\s*"
_DAY = r"\d{1,2}/\d{1,2}"
#: days one after the other: "các ngày 15/3, 16/6, 22/9 và 17/11"
_LIST_OF_DAYS = re.compile(
    rf"ngày\s+(?P<list>{_DAY}(?:\s*(?:,\s*và|,|và|;)\s*(?:ngày\s+)?{_DAY})+)(?![\d/%]|[.,]\d|\s*(?!năm)[^\W\d]+\s+đạt)"
)
_ONE_DAY = re.compile(r"(?P<x>(?P<d>\d{1,2})/(?P<m>\d{1,2}))")
_NOT_EACH = r"(?<!hằng )(?<!hàng )(?<!mỗi )(?<!ngắn )(?<!dài )"
#: "9 tháng 2023" is a span, "12 tháng 9" a date, "38 năm 2022" a count and its year
_SPANS = (
    r"\s*(?:năm|tháng|quý|tuần|thập kỷ|nhiệm kỳ)"
    r"(?!\w|(?<!tháng)\s*\d|(?<=tháng)\s*\d(?!\d{3}(?!\d)))"
)
_OPENS_SPAN = r"(?:trong|sau|trước|thời hạn|thời gian|vòng|suốt|tròn|đợt)\s+(?:vòng\s+|thời gian\s+)?"
_OPENS_YEAR = (
    r"(?:(?:theo|từng|các|qua) năm\s*:|năm|niên khóa|niên độ|xuân|vụ|khóa"
    r"|đầu|cuối|giữa|so với|nhiệm kỳ|giai đoạn|cùng kỳ|vào|nay)\s+"
)
#: tried in this order; a named group `x` marks the digits that the entry covers;
#: nothing matches where the word (or sign) of its row is not in the text, or no year where it says "year"
_PATTERNS: tuple[tuple[str, str, str, re.Pattern[str], bool], ...] = tuple(
    (name, role, word, re.compile(pattern), pattern.startswith(r"(?<![\d"))
    for name, role, word, pattern in (
        ("full date in words", "date", "tháng",
         rf"(?P<x>(?P<d>\d{{1,2}})\s+tháng\s+(?P<m>\d{{1,2}})\s*,?\s+năm\s+(?P<y>{_YEAR}))(?!\d)"),
        ("date with a blank day", "date", "tháng",
         rf"ngày[\s.…]*tháng\s+(?P<x>(?P<m>\d{{1,2}})\s+năm\s+(?P<y>{_YEAR}))(?!\d)"),
        ("date with blank day and month", "date", "tháng",
         rf"ngày[\s.…]*tháng[\s.…]*năm\s+(?P<x>(?P<y>{_YEAR}))(?!\d)"),
        ("date with slashes", "date", "year",
         rf"(?<![\d/.,])(?P<x>(?P<d>\d{{1,2}})\s?[/.-]\s?(?P<m>\d{{1,2}})\s?[/.-]\s?(?P<y>{_YEAR}))(?![\d]|/\d)"),
        ("day and month in words", "date", "tháng", r"ngày\s+(?P<x>(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2}))(?![\d/])"),
        ("month and year in words", "period", "tháng",
         rf"tháng\s+(?P<x>(?P<m>\d{{1,2}})\s*,?\s+năm\s+(?P<y>{_YEAR}))(?!\d)"),
        ("month and year", "period", "tháng", rf"tháng\s+(?P<x>(?P<m>\d{{1,2}})\s*[/.-]\s*(?P<y>{_YEAR}))(?!\d)"),
        ("quarter and year", "period", "qu",
         rf"quý\s+(?P<x>(?P<q>[1-4])\s*(?:[/.-]|,?\s*năm)\s*(?P<y>{_YEAR}))(?!\d)"),
        ("roman quarter and year", "period", "qu",
         rf"quý\s+(?P<rq>iv|i{{1,3}})\s*(?:[/.-]|,?\s*năm)\s*(?P<x>(?P<y>{_YEAR}))(?!\d)"),
        ("quarter", "period", "qu", r"quý\s+(?P<x>(?P<q>[1-4]))(?![\d%.,/])"),
        ("years from to", "period", "year",
         rf"(?<![\d/.,])(?P<x>(?P<y>{_YEAR})\s*(?:-|đến\s+năm|đến)\s*(?P<z>{_YEAR}))(?![\d/])"),
        ("month in short", "period", "t",
         rf"(?<!\w)t\.?\s?(?P<x>(?P<m>\d{{1,2}})\s?/\s?(?P<y>{_YEAR}))(?!\d)"),
        ("year before a place", "period", "year",
         (rf"(?<=[^\W\d_] )(?<!có )(?<!số )(?<!gồm )(?P<x>(?P<y>{_YEAR}))"
         r"(?= (?:xã|phường|thị trấn|huyện|thị xã|tỉnh) )")),
        ("two years", "period", "năm", rf"năm\s+(?P<x>(?P<y>{_YEAR})\s?/\s?(?P<z>{_YEAR}))(?![\d/])"),
        ("school year", "period", "học", rf"năm\s+học\s+(?P<x>(?P<y>{_YEAR})\s*[-/]\s*(?P<z>{_YEAR}))(?!\d)"),
        ("day and month after ngày", "date", "ngày",
         r"ngày\s+(?P<x>(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2}))(?![\d]|[/.,-]\d|%)"),
        ("day and month", "date", "/",
         _OPENS_DAY + r"(?P<x>(?P<d>\d{1,2})\s?/\s?(?P<m>\d{1,2}))(?!\d|[/.,]\d|%)" + _CLOSES_DAY),
        ("day above its figure", "date", "/",  # "lũy kế: 31/5: 6.420; 30/6: 6.955"
         r"[:;]\s?(?P<x>(?P<d>\d{1,2})/(?P<m>\d{1,2}))(?=\s?:\s?\d)"),
        ("week by its number", "period", "tuần", r"(?<!\w)tuần\s+(?P<x>\d{1,2})(?=\s?:\s?\d)"),
        ("time of a day and month", "date", "/", _HOURS_OF +
         r"(?P<x>(?P<d>\d{1,2})/(?P<m>\d{1,2}))(?!\d|[/.,]\d|%)" + _GOES_ON),
        ("day above its month", "date", "/",  # "đến 31/3 còn 28 đơn" is no part of three
         _UNTIL + r"(?P<x>(?P<d>1[3-9]|2\d|3[01])/(?P<m>0?[1-9]|1[0-2]))(?!\d|[/.,]\d|%)" + _GOES_ON),
        ("day up to which is told", "date", "/",  # more than all is hardly reached: "đến 30/9 hoàn thành 4"
         (r"(?<!\w)(?:tính đến|đến hết|đến|hết)\s+(?P<x>(?P<d>1[3-9]|2\d|3[01])/(?P<m>0?[1-9]|1[0-2]))"
          r"(?!\d|[/.,]\d|\s?%)")),
        ("day of a feast", "date", "/",
         r"(?<!\w)(?:lễ|kỷ niệm|mừng|dịp)\s+(?P<x>(?P<d>\d{1,2})/(?P<m>\d{1,2}))(?![\d/%]|[.,]\d|\s*%)"),
        ("day that no rate is", "date", "/",  # "thi cắm hoa 20/10 có 12 đội"
         _NO_RATE + r"(?P<x>(?P<d>\d{1,2})/(?P<m>\d{1,2}))(?![\d/%]|[.,]\d)" + _NO_NOUN),
        ("day of a survey", "date", "/",
         r"(?<!\w)(?:điều tra|kiểm kê|tổng điều tra|thống kê)\s+(?P<x>(?P<d>0?1)/(?P<m>\d{1,2}))(?![\d/%]|[.,]\d)"),
        ("further day and month", "date", "/",
         _OPENS_FURTHER_DAY + r"(?P<x>(?P<d>\d{1,2})/(?P<m>\d{1,2}))(?![\d/%])"),
        ("day behind its part", "date", ".",
         r"(?:sáng|chiều|tối|trưa|đêm)\s+(?P<x>(?P<d>\d{1,2})\s?[.-]\s?(?P<m>\d{1,2}))(?=\s*[,;:)]|\s+(?:tại|ở|và|,))"),
        ("day in brackets behind its part", "date", "(",  # "chiều nay (12-12), hội nghị …"
         (r"(?<!\w)(?:nay|qua|mai|sáng|chiều|tối|trưa|đêm|hôm|thứ \w+|chủ nhật)\s*"
         r"\((?P<x>(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2}))(?=\))")),
        ("named day", "date", "/",
         r"(?:ngày|tiết|tết|lễ)\s+[^\d.;:,()\"]{3,45}\s(?P<x>(?P<d>\d{1,2})/(?P<m>\d{1,2}))(?=\s*(?:[(),;.]|$|của|hằng|hàng|và))"),
        ("day that stands out", "date", "/",
         r"ngày\s+(?:đông|vắng|cao|thấp|nhiều|ít|bận)[^\d.;:,()\"]{2,20}\s(?P<x>(?P<d>\d{1,2})/(?P<m>\d{1,2}))(?![\d/])"),
        ("first of two days in brackets", "date", "/",
         r"\(\s*(?P<x>(?P<d>\d{1,2})/(?P<m>\d{1,2}))(?=\s*[-–]\s*\d{1,2}/\d{1,2}\s*\))"),
        ("second of two days in brackets", "date", "/",
         r"\(\s*\d{1,2}/\d{1,2}\s*[-–]\s*(?P<x>(?P<d>\d{1,2})/(?P<m>\d{1,2}))(?=\s*\))"),
        ("month and year in brackets", "period", "/", rf"\(\s*(?P<x>(?P<m>\d{{1,2}})/(?P<y>{_YEAR}))(?=\s*[:)])"),
        ("days of a month", "date", "",
         _NOT_EACH + r"(?:ngày|mùng|mồng)\s+(?P<x>(?P<d>\d{1,2}))(?!\d|[/.,-]\d|\s*(?:công|hồ sơ|/|%))"),
        ("last of two days", "date", "/",
         (r"(?:ngày|mùng|mồng)\s+\d{1,2}(?:\s*,\s*\d{1,2})*\s*(?:[-–,]|và|đến)\s*"
         r"(?P<x>(?P<d>\d{1,2})/(?P<m>\d{1,2}))(?![\d/%]|[.,]\d|\s*(?:hồ sơ|xã|thôn|đơn|hộ)(?!\w))")),
        ("first of two days with a dash", "date", "ngày",
         r"ngày\s+(?P<x>(?P<d>\d{1,2}))(?=\s?[-–]\s?\d{1,2}/\d{1,2}(?![\d/%]))"),
        ("last of two days of a week", "date", "",
         (r"(?:tuần|đợt|thời gian)\s+(?:này\s+)?\(?(?:từ\s+)?(?:ngày\s+)?\d{1,2}\s?[-–]\s?"
         r"(?P<x>(?P<d>\d{1,2})/(?P<m>\d{1,2}))(?=\s*(?:[,;:)]|$|\.(?!\d)))")),
        ("first of two days of a week", "date", "",
         (r"(?:tuần|đợt|thời gian)\s+(?:này\s+)?\(?(?:từ\s+)?(?:ngày\s+)?"
         r"(?P<x>(?P<d>\d{1,2}))(?=\s?[-–]\s?\d{1,2}/\d{1,2}\s*(?:[,;:)]|$|\.(?!\d)))")),
        ("last of two days with a dash", "date", "ngày",
         (r"ngày\s+\d{1,2}\s*(?:,|và|đến)\s*(?P<x>(?P<d>\d{1,2})[.-](?P<m>\d{1,2}))"
         r"(?=\s*(?:[,;:)]|$|\.(?!\d)|tại|ở|tổ chức|diễn ra|vừa))")),
        ("months of the year", "period", "tháng",
         r"(?P<x>\d{1,2})(?=\s+tháng\s+(?:đầu|cuối|qua|tới|năm|của|vừa|gần|thực|triển|trong|từ|nay|liên))"),
        ("months added up", "period", "tháng",
         r"(?:lũy kế|cộng dồn|tính chung)\s+(?P<x>\d{1,2})(?=\s+tháng(?![\w/]))"),
        ("month", "period", "tháng", r"tháng\s+(?P<x>(?P<m>\d{1,2}))(?!\d|[/.,]\d|\s*(?:ngày|%))"),
        ("span of years or months", "period", "",
         r"(?<![\d/.,-])(?P<x>\d{1,3}(?:\s*-\s*\d{1,3})?)(?=" + _SPANS + ")"),
        ("first of two spans", "period", "",
         r"(?<![\d/.,-])(?P<x>\d{1,3})(?=\s+(?:đến|tới)\s+\d{1,3}" + _SPANS + ")"),
        ("years before an amount", "period", "năm",
         rf"(?<![\d/.,-])(?P<x>\d{{1,2}})(?=\s+năm\s+(?!{_YEAR}(?!\d))\d[\d.,]*\s+[^\W\d])"),
        ("years of a plan", "period", "năm", rf"(?<![\d/.,-])(?P<x>\d{{1,2}})(?=\s*năm\s*{_YEAR}\s*[-,])"),
        ("span of days", "period", "",
         _OPENS_SPAN + r"(?P<x>\d{1,3})(?=\s*(?:ngày|giờ|phút|tuần)(?!\w))"),
        ("year", "period", "year", _OPENS_YEAR + rf"(?P<x>(?P<y>{_YEAR}))(?![\d/.,]\d|\d)"),
        ("further year", "period", "year",
         rf"(?<![\d.,/])(?P<x>(?P<y>{_YEAR}))(?![\d]|[.,/]\d|\s*%)"),
    )
)  # fmt: skip
#: the rules that a date or period may be found by
NAMES = ("day of a list", *(name for name, *_ in _PATTERNS))
_WORDS = frozenset(word for _, _, word, _, _ in _PATTERNS) - {"year"}
_ANY_YEAR = re.compile(_YEAR)


@cache
def _telling(words: frozenset[str]) -> tuple[tuple[str, str, re.Pattern[str], bool, tuple[str, ...]], ...]:
    """Return the entries of a text with some words, each with further texts of which one stands where it does."""
    return tuple(
        (name, role, pattern, at_digits, () if words & (texts := {*cues(pattern.pattern)}) else tuple(texts))
        for name, role, word, pattern, at_digits in _PATTERNS
        if word in words
    )


@dataclass(frozen=True, slots=True)
class When:
    """A date or period found in folded text: range of its digits, role, ISO form and the rule that found it."""

    start: int
    end: int
    role: str
    iso: str | None
    rule: str


def find(folded: str, start: int, end: int) -> Iterator[When]:
    """Yield dates and periods of a stretch of folded text by falling strictness; stretches may overlap.

    >>> [(w.role, w.iso) for w in find("ngày 05 tháng 11 năm 2024", 0, 25)][0]
    ('date', '2024-11-05')
    """
    yield from _days_of_lists(folded, start, end) if "ngày" in folded else ()
    words = frozenset([*(word for word in _WORDS if word in folded), *(["year"] if _ANY_YEAR.search(folded) else [])])
    for name, role, pattern, at_digits, texts in _telling(words):
        for text in texts:
            if text in folded:
                break
        else:
            if texts:
                continue
        for match in at_numbers(pattern, folded, start, end) if at_digits else pattern.finditer(folded, start, end):
            if (iso := _iso(match)) != "":
                yield When(match.start("x"), match.end("x"), role, iso, name)


def _days_of_lists(folded: str, start: int, end: int) -> Iterator[When]:
    for found in _LIST_OF_DAYS.finditer(folded, start, end):
        for match in _ONE_DAY.finditer(folded, found.start("list"), found.end("list")):
            if (iso := _iso(match)) != "":
                yield When(match.start("x"), match.end("x"), "date", iso, "day of a list")


def _iso(match: re.Match[str]) -> str | None:
    """Return the ISO form, None where the year is not said, "" where the digits make no date."""
    part = match.groupdict()
    day, month, year = part.get("d"), part.get("m"), part.get("y")
    possible = (not month or 1 <= int(month) <= 12) and (not day or 1 <= int(day) <= 31)
    # "12/14 có sân chơi" counts
    possible = possible and not (match.re.pattern.startswith(_NO_RATE) and int(month or 0) >= int(day or 0))
    # 31/4 or month 13 in full form is an impossible date and still a date
    if not possible and not (day and month and year):
        return ""
    if part.get("z"):
        return f"{year}/{part['z']}"
    if quarter := part.get("q"):
        return f"{year}-Q{quarter}" if year else None
    if roman := part.get("rq"):
        return f"{year}-Q{('i', 'ii', 'iii', 'iv').index(roman) + 1}"
    if year:
        return "-".join([year, *(f"{int(p):02d}" for p in (month, day) if p)])
    return None
