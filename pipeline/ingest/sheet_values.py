"""What a cell of a sheet prints: its exact value in Vietnamese figures, as number, share, date or time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Context, Decimal
from functools import lru_cache
from typing import Literal

#: Excel holds fifteen digits; what stands behind them is noise of binary numbers
_DIGITS = Context(prec=15)
_NUMBER = re.compile(r"[-+]?\d{1,40}(?:\.\d{0,340})?(?:[eE][-+]?\d{1,3})?$")
#: powers of ten beyond these are no figures of a report
_LARGEST, _SMALLEST = 30, -30
_TOKENS = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<general>general)|(?P<half>am/pm|a/p)'
    r"|(?P<date>d+|m+|y+|h+|s+)|(?P<digits>[#0?](?:[#0?.,]*[#0?])?)(?P<scale>,*)|(?P<percent>%)|(?P<power>e[+-])|(?P<other>.)",
    re.IGNORECASE,
)
_SECTION = re.compile(r'(?:"[^"]*"|\\.|[^;"\\])*')
_BUILT_IN = {
    3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mm/yyyy",
    18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 37: "#,##0", 38: "#,##0",
    39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 45: "mm:ss", 46: "[h]:mm",
    47: "mm:ss",
}  # fmt: skip

Kind = Literal["number", "percent", "day", "month", "year", "moment", "time", "hours"]


@dataclass(frozen=True, slots=True)
class Form:
    """How a cell prints its number: `scale` counts the thousands that it leaves out, words stand around it."""

    kind: Kind = "number"
    grouped: bool = False
    scale: int = 0
    before: str = ""
    after: str = ""


PLAIN, PERCENT = Form(), Form("percent")


@lru_cache(maxsize=512)
def form_of(code: str) -> Form:
    """Return what a number format of Excel says; of several sections the first.

    >>> form_of("#,##0"), form_of('0.0"%"').after, form_of("#,##0,,").scale
    (Form(kind='number', grouped=True, scale=0, before='', after=''), '%', 2)
    >>> [form_of(code).kind for code in ("0.0%", "dd/mm/yyyy", "mm-yyyy", "h:mm", "[h]:mm", "[Red]0", "General")]
    ['percent', 'day', 'month', 'time', 'hours', 'number', 'number']
    """
    section = _SECTION.match(code[:255])
    found = list(_TOKENS.finditer(section.group() if section else ""))
    digits = next((match for match in found if match["digits"] or match["general"]), None)
    dated = found[: found.index(digits)] if digits else found
    letters = {match["date"][0].lower() for match in dated if match["date"]}
    hours = any(re.fullmatch("h+|m+|s+", match["bracket"] or "", re.IGNORECASE) for match in dated)
    if letters or hours:
        return Form(_dated(letters, hours))
    before = _words(found[: found.index(digits)] if digits else found)
    after = _words(found[found.index(digits) + 1 :] if digits else [])
    percent = any(match["percent"] for match in found)
    shape = (digits["digits"] or "") if digits else ""
    scale = len(digits["scale"] or "") if digits else 0
    return Form("percent" if percent else "number", "," in shape, scale, before, after)


def built_in(number: int) -> str:
    """Return the code of a format that workbooks name by its number alone."""
    return _BUILT_IN.get(number, "General")


def _dated(letters: set[str], hours: bool) -> Kind:
    if hours:
        return "hours"
    if letters & {"d", "y"} and letters & {"h", "s"}:
        return "moment"
    if "d" in letters:
        return "day"
    if "y" in letters:
        return "month" if "m" in letters else "year"
    return "month" if letters == {"m"} else "time"


def _words(tokens: list[re.Match[str]]) -> str:
    """The words that a format writes, "" where it writes signs alone."""
    said = "".join(match["quoted"] or match["escaped"] or (match["other"] or "") for match in tokens)
    return said if re.search(r"[^\W\d_]|%", said) else ""


def decimal_of(text: str) -> Decimal | None:
    """Return the number of a cell without the noise of binary numbers, None for anything else.

    >>> decimal_of("0.30000000000000004"), decimal_of("1E3"), decimal_of("nan")
    (Decimal('0.3'), Decimal('1000'), None)
    """
    if not _NUMBER.match(text):
        return None
    value = _DIGITS.create_decimal(text)
    if value and not _SMALLEST <= value.adjusted() <= _LARGEST:
        return None
    shown = f"{value:f}"
    return Decimal(shown.rstrip("0").rstrip(".") if "." in shown else shown)


def number_text(value: Decimal, form: Form = PLAIN, *, from_1904: bool = False) -> str:
    """Return what a cell prints for a number: all its digits, "." between thousands where the form wants it.

    >>> number_text(Decimal("1234567.5"), form_of("#,##0")), number_text(Decimal("0.955"), form_of("0%"))
    ('1.234.567,5', '95,5%')
    >>> number_text(Decimal("45458"), form_of("d/m/yy")), number_text(Decimal(125), form_of('0" hộ"'))
    ('15/06/2024', '125 hộ')
    """
    if form.kind not in ("number", "percent"):
        moment = _moment(value, form.kind, from_1904=from_1904)
        return _figures(value, grouped=False) if moment is None else moment_text(moment, form.kind)
    shift = (2 if form.kind == "percent" else 0) - 3 * form.scale
    sign = "%" if form.kind == "percent" and "%" not in form.after else ""
    return f"{form.before}{_figures(value.scaleb(shift), grouped=form.grouped)}{sign}{form.after}".strip()


def _figures(value: Decimal, *, grouped: bool) -> str:
    whole, _, fraction = f"{value:f}".partition(".")
    fraction = fraction.rstrip("0")
    shown = f"{int(whole):,}".replace(",", ".") if grouped else whole
    sign = "-" if whole.startswith("-") and not shown.startswith("-") else ""
    return f"{sign}{shown},{fraction}" if fraction else f"{sign}{shown}"


def _moment(days: Decimal, kind: Kind, *, from_1904: bool) -> datetime | timedelta | None:
    """The day that a count of days means; counts of 1900 hold a day that never was."""
    if not 0 <= days < 3_000_000:
        return None
    seconds = int((days * 86_400).to_integral_value())
    if days < 1 or kind == "hours":
        return timedelta(seconds=seconds)
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 if days >= 60 else 31)  # noqa: DTZ001  # no zone
    try:
        return start + timedelta(seconds=seconds)
    except OverflowError:
        return None


def moment_text(moment: datetime | timedelta, kind: Kind = "moment") -> str:
    """Return day and time as they are written in Vietnam; without a day hours and minutes.

    >>> moment_text(datetime(2024, 6, 15, 8, 30)), moment_text(timedelta(hours=30))
    ('15/06/2024 08:30', '30:00')
    """
    if isinstance(moment, timedelta) or kind in ("time", "hours"):
        return _clock(moment)
    if kind in ("month", "year"):
        return f"{moment.month:02}/{moment.year}" if kind == "month" else str(moment.year)
    day = f"{moment.day:02}/{moment.month:02}/{moment.year}"
    at = moment.hour or moment.minute or moment.second
    return f"{day} {moment.hour:02}:{moment.minute:02}" if at and kind == "moment" else day


def _clock(moment: datetime | timedelta) -> str:
    if isinstance(moment, datetime):
        return f"{moment.hour:02}:{moment.minute:02}"
    minutes = int(moment.total_seconds()) // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"
