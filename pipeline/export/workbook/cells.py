"""What cells of a workbook hold and how they look, and text made fit for them so that nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

Value = str | int | float | Decimal | date | None

#: how a cell looks: a figure that is certainly wrong or to be explained, one that no report states or that is not
#: read, one that we computed, a cell for people to type in, a link, text on one line
Look = Literal["", "wrong", "doubt", "absent", "unread", "counted", "typed", "link", "line"]

#: limits of the file format; text is counted in units of UTF-16
MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
_FIRST_INEXACT = 10**15
_FIRST_SURE_DAY = date(1900, 3, 1)  # Excel holds that there was a 29/02/1900
_EPOCH = date(1899, 12, 30)
_MOST_PLACES = 15

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, how it looks, the note beside it and where it leads ("trang/a.html#n12", relative to the workbook)."""

    value: Value
    look: Look = ""
    note: str = ""
    link: str = ""


Row = Sequence[Value | Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """Head and width (in characters) of a column and how its plain values look; `kind` colours the head."""

    head: str
    width: int = 12
    look: Look = ""
    hidden: bool = False
    kind: Literal["", "target", "typed"] = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with a head, a filter and rows; `count` is how many rows there are, `choices` fill a list column."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Row]
    count: int
    choices: tuple[str, str] | None = None


def table(name: str, columns: Sequence[Column], rows: Iterable[Row]) -> Table:
    """Return a table of rows that are few enough to be held."""
    held = list(rows)
    return Table(name, columns, held, len(held))


def iso_date(text: str | None) -> date | str | None:
    """Return a complete ISO date as a date, anything else ("2024-06") as it is.

    >>> iso_date("2024-06-14"), iso_date("2024-06"), iso_date("2024-06-31")
    (datetime.date(2024, 6, 14), '2024-06', '2024-06-31')
    """
    if text is None or not _ISO_DATE.fullmatch(text):
        return text
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def cell_text(text: str) -> str:
    """Return text that a cell can hold: characters that XML forbids replaced, what is too long cut with a mark."""
    clean = _FORBIDDEN.sub("\ufffd", text)
    units = clean.encode("utf-16-le")
    if len(units) <= 2 * MAX_TEXT:
        return clean
    kept = units[: 2 * (MAX_TEXT - 60)].decode("utf-16-le", "ignore")
    return f"{kept}… (cắt, còn {len(clean) - len(kept)} ký tự ở ket-qua.jsonl)"


@lru_cache(maxsize=4096)
def places(value: float | Decimal) -> int:
    """Return how many places after the comma show a number whole, none or 2 to 15.

    >>> places(3174), places(40.5), places(Decimal("0.125"))
    (0, 2, 3)
    """
    exponent = Decimal(str(value)).normalize().as_tuple().exponent
    shown = -exponent if isinstance(exponent, int) else 0
    return 0 if shown <= 0 else max(2, min(shown, _MOST_PLACES))


#: what `places` may return
PLACES = (0, *range(2, _MOST_PLACES + 1))


def number_format(shown: int) -> str:
    """Return the format that shows a number with so many places.

    >>> number_format(0), number_format(2)
    ('#,##0', '#,##0.##')
    """
    return "#,##0." + "#" * shown if shown else "#,##0"


def lines(text: str, width: int) -> int:
    """Return how many lines a text takes in a column so many characters wide, rather one too many than one too few.

    >>> lines("một hai ba", 12), lines("một hai ba bốn", 12), lines("a\\nb", 12)
    (1, 2, 2)
    """
    return sum(1 + max(0, len(part) - 1) * 21 // (20 * width) for part in text.split("\n"))


def day_number(day: date) -> int:
    """Return a day as Excel counts it.

    >>> day_number(date(1900, 3, 1))
    61
    """
    return (day - _EPOCH).days


def would_change(value: float | Decimal | date) -> bool:
    """Return whether Excel cannot hold a value: more than 15 digits, infinite, or before its calendar is right."""
    if isinstance(value, date):
        return value < _FIRST_SURE_DAY
    if isinstance(value, Decimal):
        return not value.is_finite() or abs(value) >= _FIRST_INEXACT
    return not -_FIRST_INEXACT < value < _FIRST_INEXACT
