"""Errors of form: dates, numbers of papers and headings, names of places, blanks that nobody filled in."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from datetime import date

from corpus.injector import Edit, Heading, Report, of_form
from corpus.slips import digit_slips
from corpus.truths import Number

Maker = Callable[[Report, Number, random.Random], Edit | None]
_DATE = re.compile(
    r"(?P<day>\d{1,2})(?P<a>\s?[/-]\s?|\s+tháng\s+)(?P<month>\d{1,2})(?P<b>\s?[/-]\s?|\s+năm\s+)(?P<year>\d{4})"
)
_SYMBOL = re.compile(r"[-/][A-ZĐ][\w/-]*")
_CITED = re.compile(r"\d[\w/.-]*[-/][A-ZĐ][\wĐ/-]*,?\s+(?:ngày\s+)?$")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_OTHER_NAMES = ("Kim Trạch", "Đại Lâm", "Hương Điền", "Gia Khê", "Thanh Lộc", "Cẩm Thạnh")


def _day(source: Report, number: Number, chance: random.Random) -> Edit | None:
    """A day or month that no calendar has."""
    found = _DATE.fullmatch(number.text) if number.role == "date" else None
    if found is None:
        return None
    month = int(found["month"])
    short = 30 if month == 2 else 31 if month in (4, 6, 9, 11) else 32
    part, new = chance.choice([("day", str(short)), ("month", str(chance.randint(13, 19)))])
    change = (number.start + found.start(part), number.start + found.end(part), new)
    return of_form(source, "wrong_date", number, change, ("date", "header", "citation"))


def _late(source: Report, number: Number, chance: random.Random) -> Edit | None:
    """A paper that the report cites is dated after the report."""
    found = _DATE.fullmatch(number.text) if number.role == "date" else None
    if found is None or source.issued is None:
        return None
    year = source.issued.year + chance.randint(1, 2)
    cited = _CITED.search(source.text[max(0, number.start - 50) : number.start])
    try:
        late = date(year, int(found["month"]), int(found["day"])) > source.issued
    except ValueError:
        return None
    if not cited or not late:
        return None
    change = (number.start + found.start("year"), number.end, str(year))
    return of_form(source, "date_after_report", number, change, ("date", "citation"))


def _numbered(number: str, by: int) -> str | None:
    """The printed number of a heading a step on or back.

    >>> _numbered("III.", 1), _numbered("2.4.", -1), _numbered("b)", 1), _numbered("Phần thứ nhất", 1)
    ('IV.', '2.3.', 'c)', None)
    """
    found = re.fullmatch(r"(.*?)(\d+|[IVX]+|[a-h])([.)]?)", number)
    if found is None:
        return None
    before, last, mark = found.groups()
    if last.isdigit():
        new = str(int(last) + by) if int(last) + by > 0 else ""
    elif last in _ROMAN:
        at = _ROMAN.index(last) + by
        new = _ROMAN[at] if 0 <= at < len(_ROMAN) else ""
    else:
        new = chr(ord(last) + by) if last + str(by) != "a-1" else ""
    return before + new + mark if new else None


def _heading_at(source: Report, number: Number) -> int | None:
    return next((at for at, one in enumerate(source.headings) if one.line == number.line), None)


def _before(source: Report, at: int) -> Heading | None:
    """The heading of the same depth before one, below the same heading above."""
    for one in reversed(source.headings[:at]):
        if one.level < source.headings[at].level:
            return None
        if one.level == source.headings[at].level:
            return one
    return None


def _renumbered(source: Report, number: Number, code: str, by: int) -> Edit | None:
    at = _heading_at(source, number)
    if at is None or _before(source, at) is None:
        return None
    heading = source.headings[at]
    new = _numbered(heading.number, by)
    if new is None:
        return None
    change = (heading.start, heading.start + len(heading.number), new)
    return of_form(source, code, number, change, ("numbering",))


def _gap(source: Report, number: Number, _: random.Random) -> Edit | None:
    return _renumbered(source, number, "heading_gap", 1)


def _twice(source: Report, number: Number, _: random.Random) -> Edit | None:
    return _renumbered(source, number, "heading_repeated", -1)


def _paper(source: Report, number: Number, chance: random.Random) -> Edit | None:
    """The number of a paper that was cited before is another one here; sure only where both give the date."""
    if number.role != "citation" or not number.text.isdigit():
        return None
    mine = _cited(source, number)
    others = [n for n in source.numbers if n.role == "citation" and n.start < number.start and n.text == number.text]
    same = [other for other in others if mine[0] and _cited(source, other)[0] == mine[0]]
    if not same:
        return None
    dated = bool(mine[1]) and any(_cited(source, other)[1] == mine[1] for other in same)
    change = (number.start, number.end, chance.choice(digit_slips(number.text)))
    return of_form(source, "citation_changed", number, change, ("citation",), must=dated)


def _cited(source: Report, number: Number) -> tuple[str, str]:
    """Symbol and date behind the number of a paper."""
    symbol = _SYMBOL.match(source.text, number.end)
    if symbol is None:
        return "", ""
    dated = re.compile(r",? (?:ngày )?(\d{1,2}[/-]\d{1,2}[/-]\d{4})").match(source.text, symbol.end())
    return symbol[0], dated[1] if dated else ""


def _commune(source: Report, number: Number, chance: random.Random) -> Edit | None:
    """Another name where the report names its own place; only the reader who knows the place can be sure."""
    name = re.sub(r"^(?:xã|phường|thị trấn|huyện|tỉnh) ", "", source.unit or "")
    base = number.start - number.col
    at = source.line(number).find(name) if name else -1
    if at < 0:
        return None
    change = (base + at, base + at + len(name), chance.choice(_OTHER_NAMES))
    return of_form(source, "other_commune", number, change, ("name",), must=False)


def _empty(source: Report, number: Number, _: random.Random) -> Edit | None:
    """The number of the report itself, or its day, is not filled in."""
    before = source.text[max(0, number.start - 12) : number.start]
    if number.line > 14 or source.draft:
        return None
    if number.role == "citation" and re.search(r"Số:?\s*$", before):
        return of_form(source, "blank_head", number, (number.start, number.end, "    "), ("header",))
    found = _DATE.fullmatch(number.text) if number.role == "date" and before.endswith(", ngày ") else None
    if found is None or "tháng" not in found["a"]:
        return None
    change = (number.start, number.start + found.end("day"), "   ")
    return of_form(source, "blank_head", number, change, ("date", "header"))


#: each error of form by its code
FORM_ERRORS: Mapping[str, Maker] = {
    "wrong_date": _day,
    "date_after_report": _late,
    "heading_gap": _gap,
    "heading_repeated": _twice,
    "citation_changed": _paper,
    "other_commune": _commune,
    "blank_head": _empty,
}
