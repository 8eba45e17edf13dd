"""The period of a report: named in words, or by the first and last day of its figures.

Figures of a quarter run from the 15th of the month before it to the 14th of its last month, those of a half or a year
likewise (Decree 09/2019, Article 12); statistical reports keep to the calendar. Both count as the same period.
"""

from __future__ import annotations

import re
from calendar import monthrange

from extractors.vietnamese import fold

#: "Đề án 06 tháng 01" is no half
_HALF = re.compile(
    r"(?<![\d.,])(?<!đề án )0?6 tháng(?: (đầu|cuối)(?: của)? năm|(?: năm)?(?=,? (?:năm )?20\d{2}))(?!\w)"
    r"[\s,(]{0,3}(?:năm )?(20\d{2})?(?!\d)"
)
_HALF_IN_WORDS = re.compile(r"(?<!\w)sáu tháng (đầu|cuối) năm(?: (20\d{2}))?(?!\d)")
_QUARTER = re.compile(r"(?<!\w)quý\s*(iv|i{1,3}|[1-4])(?!\w)\s*(?:[/.-]|,?\s*năm)?\s*(20\d{2})?(?!\d)")
_MONTH = re.compile(r"(?<!\w)tháng\s+(1[0-2]|0?[1-9])(?!\d)\s*(?:[/.-]|,?\s*năm)?\s*(20\d{2})?(?!\d)")
_SPAN = re.compile(r"(?<![\d/])(20\d{2})\s*(?:-|đến năm|đến)\s*(20\d{2})(?![\d/])")
_YEAR = re.compile(r"(?<!\w)năm\s+(20\d{2})(?!\d)")
#: spans that the record has no code for; the title names them, so nothing else is taken. Of a quarter whose number a
#: scan spoilt ("quý IHII năm 2024") it is not the year that is reported
_UNCODED = re.compile(
    r"(?<!\w)(?<!đề án )(?:0?[24578]|0?9|1[01]) tháng(?: đầu| cuối)?(?: năm)?(?!\w)|(?<!\w)chín tháng"
    r"|(?<!\w)quý (?!(?:iv|i{1,3}|[1-4])(?!\w))[\w|!/]{1,5},? năm 20\d{2}(?!\d)"
)
_THREE = re.compile(r"(?<!\w)(?:0?3|ba) tháng (đầu|cuối) năm(?: (20\d{2}))?(?!\d)")
#: what opens the part of a title about the time to come
_TO_COME = re.compile(
    r"(?:,|;|và)?\s*(?:phương hướng|trọng tâm|triển khai(?: thực hiện)? (?:nhiệm vụ|kế hoạch)|dự kiến|mục tiêu"
    r"|(?:(?<=[,;] )|(?<=và ))(?:nhiệm vụ|kế hoạch|chương trình|giải pháp))"
)
#: a paper or law with its year, no year of the report
_LAW_YEAR = re.compile(
    r"(?:bộ luật|luật|nghị định|nghị quyết|chỉ thị|quyết định|thông tư|kế hoạch số|hướng dẫn số|pháp lệnh)"
    r"[^,;]*?năm (20\d{2})"
)
_DAY = r"(\d{1,2})/(\d{1,2})(?:/(20\d{2}))?"
_DAYS = re.compile(rf"từ(?: ngày)?\s+{_DAY},?\s+(?:đến|tới)(?: hết)?(?: ngày)?\s+{_DAY}")
_REPORTED = re.compile(r"báo cáo\s*:?\s*")
_CLAUSE_END = re.compile(r"(?<!\d)[.;:](?!\d)|(?<!\w)(?:của|tại) (?:ubnd|ủy ban|đảng ủy|xã|phường|huyện)")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def period_in(text: str, issued: str = "") -> tuple[str | None, bool]:
    """Return the period that a title names, None for none, and whether it names any, coded in the record or not.

    `issued` is the day of the paper (ISO, "" where unknown): a year that a law may have is none of the report if it
    lies before the last one.

    >>> period_in("Kết quả 6 tháng đầu năm, nhiệm vụ 6 tháng cuối năm 2024")
    ('2024-H1', True)
    >>> period_in("Tình hình 9 tháng đầu năm; nhiệm vụ 3 tháng cuối năm 2023"), period_in("Sơ kết 03 năm thực hiện")
    ((None, True), (None, False))
    >>> period_in("Cải cách hành chính quý IHII năm 2024"), period_in("Cải cách hành chính quý III năm 2024")
    ((None, True), ('2024-Q3', True))
    >>> period_in("Kết quả công tác năm 2024, phương hướng quý I năm 2025")[0]
    '2024'
    """
    folded = fold(text)
    cut = _TO_COME.search(folded)
    done = folded[: cut.start()] if cut else folded
    years = re.findall(r"(?<![\d/-])20\d{2}(?![\d/])", folded)
    for part in (done, folded) if cut and not _names_time(done) else (done,):
        found = _named(part, years[0] if years else None, folded, issued)
        if found[1]:
            return found
    return None, False


def _names_time(folded: str) -> bool:
    """Whether a text names a year, a half, a quarter or months."""
    named = (_HALF, _HALF_IN_WORDS, _THREE, _QUARTER, _SPAN, _YEAR, _UNCODED, _MONTH)
    return any(pattern.search(folded) for pattern in named)


def _named(part: str, year: str | None, folded: str, issued: str) -> tuple[str | None, bool]:
    if short := _half_or_quarter(part):
        code, last, printed = short
        said = printed or year or _year_ended(last, issued)
        return (f"{said}-{code}" if said else None), True
    month = _MONTH.search(part)
    if month and (month[2] or (year and _YEAR.search(folded))) and not _UNCODED.search(part[: month.start()]):
        return f"{month[2] or year}-{int(month[1]):02d}", True
    if _UNCODED.search(part):
        return None, True
    if span := _SPAN.search(part):
        return f"{span[1]}/{span[2]}", True
    return _year(part, issued)


def _half_or_quarter(part: str) -> tuple[str, int, str | None] | None:
    """Return the code of a half or quarter, its last month and the year printed with it."""
    for pattern in (_HALF, _HALF_IN_WORDS):
        if half := pattern.search(part):
            return ("H2", 12, half[2]) if half[1] == "cuối" else ("H1", 6, half[2])
    if three := _THREE.search(part):
        return ("Q4", 12, three[2]) if three[1] == "cuối" else ("Q1", 3, three[2])
    if quarter := _QUARTER.search(part):
        count = _ROMAN.get(quarter[1]) or int(quarter[1])
        return f"Q{count}", 3 * count, quarter[2]
    return None


def _year_ended(last: int, issued: str) -> str | None:
    """Return the year of the last span that ends with a month and was over, or nearly so, on the day of the paper."""
    if len(issued) < 7:
        return None
    return str(int(issued[:4]) - (0 if last <= int(issued[5:7]) + 1 else 1))


def _year(part: str, issued: str) -> tuple[str | None, bool]:
    """Return the last year that is no law's, else one that a law may have if it is that of the paper."""
    of_laws = {match.start(1) for match in _LAW_YEAR.finditer(part)}
    years = list(_YEAR.finditer(part))
    own = [match[1] for match in years if match.start(1) not in of_laws]
    if own:
        return own[0], True
    near = {issued[:4], str(int(issued[:4]) - 1)} if issued[:4].isdigit() else set[str]()
    fitting = [match[1] for match in years if match[1] in near]
    return (fitting[0], True) if fitting else (None, False)


def period_of_days(text: str) -> str | None:
    """Return the half, quarter, month or year that figures "từ ngày … đến ngày …" cover, None for any other span.

    >>> period_of_days("từ ngày 15/12/2023 đến hết ngày 14/6/2024"), period_of_days("từ ngày 01/7 đến ngày 30/9/2025")
    ('2024-H1', '2025-Q3')
    >>> period_of_days("từ ngày 01/7/2025 đến ngày 31/10/2025")
    """
    match = _DAYS.search(fold(text))
    if match is None or not (match[6] or match[3]):
        return None
    day, month, last_day, last_month = (int(match[group]) for group in (1, 2, 4, 5))
    year = int(match[6] or match[3])
    if not 1 <= last_month <= 12 or not 1 <= month <= 12:
        return None
    first = month if day <= 2 else month % 12 + 1 if 14 <= day <= 16 else 0
    first_year = int(match[3] or year) + (1 if first == 1 and month == 12 else 0)
    if match[3] is None and first == 1 and month == 12:
        first_year = year
    closed = 13 <= last_day <= 16 or last_day >= monthrange(year, last_month)[1]
    if not first or not closed or first_year != year or last_month < first:
        return None
    return _span_code(year, first, last_month)


def _span_code(year: int, first: int, last: int) -> str | None:
    """Return the code of months that are a whole year, half, quarter or month."""
    if (first, last) == (1, 12):
        return str(year)
    if (first, last) in ((1, 6), (7, 12)):
        return f"{year}-H{1 if first == 1 else 2}"
    if last - first == 2 and first % 3 == 1:
        return f"{year}-Q{last // 3}"
    return f"{year}-{first:02d}" if first == last else None


def period_in_sentence(sentence: str, issued: str = "") -> str | None:
    """Return the period of what a sentence reports ("… báo cáo kết quả quý II năm 2024 như sau"), None for none.

    >>> period_in_sentence("Thực hiện Kế hoạch năm 2022, UBND xã báo cáo kết quả 6 tháng đầu năm 2024 như sau:")
    '2024-H1'
    >>> period_in_sentence("Thực hiện Kế hoạch năm 2022 của huyện về chuyển đổi số.")
    """
    if found := period_of_days(sentence):
        return found
    folded = fold(sentence)
    ends = [match.end() for match in _REPORTED.finditer(folded)]
    if not ends:
        return None
    clause = re.split(
        r"(?<!\d)[.;:](?!\d)|(?<!\w)(?:của|tại) (?:ubnd|ủy ban|đảng ủy|xã|phường|huyện)", folded[ends[-1] :]
    )[0]
    return period_in(clause[:200], issued)[0]
