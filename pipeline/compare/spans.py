"""Periods as spans of months: which follow each other, which lie in one another, what a year earlier is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.vietnamese import fold

_YEAR = re.compile(r"(\d{4})")
_HALF = re.compile(r"(\d{4})-H([12])")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_YEARS = re.compile(r"(\d{4})/(\d{4})")
_DAYS = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?/(\d{4})-(\d{2})(?:-(\d{2}))?")
#: "9 tháng (đầu) năm 2024", "09 tháng 2024"
_MONTHS_SAID = re.compile(r"(?<![\w./])(0?[1-9]|1[0-2]) tháng(?: đầu)?(?: năm)? (\d{4})(?!\w)")
_QUARTER_SAID = re.compile(r"(?<!\w)quý (iv|i{1,3}|[1-4])(?:\s*(?:/|-|,|năm|và|\d+ tháng|đầu))*\s*(\d{4})(?!\w)")
_MONTH_SAID = re.compile(r"(?<![\w./])tháng (0?[1-9]|1[0-2])(?:\s*(?:/|-|,|năm|và|\d+ tháng|đầu))*\s*(\d{4})(?!\w)")
#: months counted in words
_WORDS = {"ba": 3, "sáu": 6, "chín": 9}
_IN_WORDS = re.compile(r"(?<!\w)(ba|sáu|chín) tháng(?!\w)")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
#: a month that begins after this day, or ends before it, counts as the next, or the one before (windows of reporting)
_MIDDLE = 10


@dataclass(frozen=True, slots=True, order=True)
class Months:
    """A span of whole months, both ends in it, counted from the year 0 (2024-01: 24288)."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many months it has."""
        return self.last - self.first + 1

    @property
    def year(self) -> int:
        """The year of its last month."""
        return self.last // 12

    @property
    def from_january(self) -> bool:
        """Whether it begins with a year and ends in it."""
        return self.first % 12 == 0 and self.first // 12 == self.year

    def since_january(self) -> Months:
        """Return the span from January of its year to its end.

        >>> of_period("2024-Q3").since_january() == Months(2024 * 12, 2024 * 12 + 8)
        True
        """
        return Months(self.year * 12, self.last)

    def year_before(self) -> Months:
        """Return the same months a year earlier."""
        return Months(self.first - 12, self.last - 12)

    def words(self) -> str:
        """Return it as reports say it.

        >>> [of_period(one).words() for one in ("2024-Q3", "2024-H1", "2024", "2024-05")]
        ['quý III/2024', '6 tháng đầu năm 2024', 'năm 2024', 'tháng 5/2024']
        >>> Months(2024 * 12, 2024 * 12 + 8).words()
        '9 tháng đầu năm 2024'
        """
        month = self.first % 12
        match self.length:
            case 1:
                return f"tháng {month + 1}/{self.year}"
            case 3 if month % 3 == 0:
                return f"quý {('I', 'II', 'III', 'IV')[month // 3]}/{self.year}"
            case 6 if month == 6:
                return f"6 tháng cuối năm {self.year}"
            case 12 if month == 0:
                return f"năm {self.year}"
        if self.from_january:
            return f"{self.length} tháng đầu năm {self.year}"
        return f"từ tháng {month + 1}/{self.first // 12} đến tháng {self.last % 12 + 1}/{self.year}"


def of_period(period: str | None) -> Months | None:
    """Return the months of a period of the record; None for one of several years or of another form.

    >>> of_period("2023-12-15/2024-06-14") == of_period("2024-H1")
    True
    """
    if not period:
        return None
    if match := _YEAR.fullmatch(period):
        return Months(int(match[1]) * 12, int(match[1]) * 12 + 11)
    if match := _HALF.fullmatch(period):
        return _part(int(match[1]), int(match[2]), 6)
    if match := _QUARTER.fullmatch(period):
        return _part(int(match[1]), int(match[2]), 3)
    if match := _MONTH.fullmatch(period):
        return _part(int(match[1]), int(match[2]), 1)
    return None if _YEARS.fullmatch(period) else _days(period)


def _part(year: int, count: int, length: int) -> Months:
    first = year * 12 + (count - 1) * length
    return Months(first, first + length - 1)


def _days(period: str) -> Months | None:
    match = _DAYS.fullmatch(period)
    if match is None:
        return None
    first = int(match[1]) * 12 + int(match[2]) - 1 + (int(match[3] or 1) > _MIDDLE)
    last = int(match[4]) * 12 + int(match[5]) - 1 - (int(match[6] or 31) < _MIDDLE)
    return Months(first, last) if first <= last and last - first < 12 else None


def in_title(title: str) -> tuple[Months, ...]:
    """Return the spans that a title names beyond what its period says, the longest first.

    >>> [one.words() for one in in_title("Kết quả quý III và 9 tháng đầu năm 2024")]
    ['9 tháng đầu năm 2024', 'quý III/2024']
    >>> [one.words() for one in in_title("Sơ kết chín tháng đầu năm 2024")]
    ['9 tháng đầu năm 2024']
    """
    folded = _IN_WORDS.sub(lambda match: f"{_WORDS[match[1]]} tháng", " ".join(fold(title).split()))
    found = [Months(int(m[2]) * 12, int(m[2]) * 12 + int(m[1]) - 1) for m in _MONTHS_SAID.finditer(folded)]
    found += [_part(int(m[2]), _ROMAN.get(m[1]) or int(m[1]), 3) for m in _QUARTER_SAID.finditer(folded)]
    found += [_part(int(m[2]), int(m[1]), 1) for m in _MONTH_SAID.finditer(folded)]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (-one.length, one)))
