"""The days that belong to a period by the rules of reporting in force: dated rows of windows.csv, with sources."""

from __future__ import annotations

import csv
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

CODE = re.compile(r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>\d\d)))?")
ROMAN = ("", "I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Window:
    """The days that a rule gives to a period: `first_month` counts from the period's first month, 0 `last_day` ends it.

    In force from `since` to the day before `ended` (ISO, "" for open).
    """

    rule: str
    first_month: int
    first_day: int
    last_day: int
    since: str
    ended: str
    source: str


@cache
def windows() -> tuple[Window, ...]:
    """Return the rules, as windows.csv has them."""
    text = files(__package__ or "").joinpath("windows.csv").read_text("utf-8")
    return tuple(_window(row) for row in csv.DictReader(text.splitlines()))


def _window(row: dict[str, str]) -> Window:
    last = 0 if row["last_day"] == "end" else int(row["last_day"])
    return Window(
        row["rule"], int(row["first_month"]), int(row["first_day"]), last, row["valid_from"], row["valid_to"],
        row["source"],
    )  # fmt: skip


def days_of(period: str, window: Window) -> tuple[date, date] | None:
    """Return the first and last day of a period (as the record codes it) by a rule, None for several years.

    >>> [str(day) for day in days_of("2024-H1", windows()[0])]
    ['2023-12-15', '2024-06-14']
    """
    match = CODE.fullmatch(period)
    if match is None:
        return None
    year = int(match["year"])
    if match["half"]:
        first, last = (1, 6) if match["half"] == "1" else (7, 12)
    elif match["quarter"]:
        last = 3 * int(match["quarter"])
        first = last - 2
    else:
        first, last = (int(match["month"]),) * 2 if match["month"] else (1, 12)
    months = year * 12 + first - 1 + window.first_month
    opens = date(months // 12, months % 12 + 1, window.first_day)
    return opens, date(year, last, window.last_day or monthrange(year, last)[1])


def reach(period: str, day: str) -> tuple[date, date] | None:
    """Return the first and last day that any rule in force on a day (ISO) gives to a period, None for none."""
    spans = [days_of(period, one) for one in windows() if one.since <= day and (not one.ended or day < one.ended)]
    known = [span for span in spans if span is not None]
    return (min(first for first, _ in known), max(last for _, last in known)) if known else None


def named(period: str) -> str:
    """Return a period in words.

    >>> named("2024-H1"), named("2024-Q2"), named("2024-06"), named("2021/2024")
    ('6 tháng đầu năm 2024', 'quý II năm 2024', 'tháng 6 năm 2024', 'giai đoạn 2021-2024')
    """
    match = CODE.fullmatch(period)
    if match is None:
        return f"giai đoạn {period.replace('/', '-')}"
    if match["half"]:
        return f"6 tháng {'đầu' if match['half'] == '1' else 'cuối'} năm {match['year']}"
    if match["quarter"]:
        return f"quý {ROMAN[int(match['quarter'])]} năm {match['year']}"
    return f"tháng {int(match['month'])} năm {match['year']}" if match["month"] else f"năm {match['year']}"
