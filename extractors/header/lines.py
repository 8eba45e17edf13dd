"""Number, symbol, place and date: lines of the form of a paper (Decree 30/2020, Annex I; Guide 36-HD/VPTW)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence

from extractors.header.columns import HEAD_BLOCKS, Line
from extractors.header.fields import Parts
from extractors.vietnamese import LOWER, UPPER, fold

_NUMBER_LINE = re.compile(
    r"S[ốỐ]\s*:?\s*(?P<number>\d{1,5}[a-zđ]?(?:\s?/\s?(?:19|20)\d{2})?(?![\wĐđ]))?"
    r"(?P<blank>(?:[\s.…_?]|[xX]{2,4}(?=[\s/-]))*)"
    r"(?:(?P<signs>[-–/](?:\s?[-–/])*)\s*(?P<symbol>[A-ZĐ][\wĐđ]*(?:\s?[-–/&]+\s?[A-ZĐ][\wĐđ]*)*(?:\s?[-–/])*))?",
)
_LETTERS = rf"[{LOWER}{UPPER}'’.]"
#: a word of a place: a name, or what kind of place it is
_WORD = rf"(?:[{UPPER}]{_LETTERS}*|xã|phường|thị|trấn|thành|phố|huyện|quận|tỉnh|đặc|khu|\d{{1,2}}(?!\d))"
_DATE_LINE = re.compile(
    rf"(?P<place>(?:{_WORD}[\s-]+){{0,8}}?{_WORD})\s*,?\s*[Nn]gày\s*"
    r"(?:(?P<d>\d{1,2})?[\s.…_]*[Tt]háng\s*(?P<m>\d{1,2})?[\s.…_]*[Nn]ăm\s*(?P<y>20\d{2}|19\d{2})?(?:20)?[.…_]*"
    r"|(?P<sd>\d{1,2})/(?P<sm>\d{1,2})/(?P<sy>20\d{2}))"
    r"(?P<rest>.*)$"
)
#: blocks below that of the kind of paper where its number or date may still stand
_BELOW_TITLE = 4
#: what stands before a day and is no place
_NO_PLACE = re.compile(r"(?:hôm nay|sáng|chiều|tối|từ|đến|vào|trước|sau|thứ|ngày|kể từ)(?!\w)")


def head_lines(lines: Sequence[Line], title: int | None) -> list[Line]:
    """Return the lines that may be of the head: up to a little below the block of the title."""
    last = HEAD_BLOCKS if title is None else title + _BELOW_TITLE
    return [line for line in lines if line.block < last]


def find_number(lines: Sequence[Line], found: Parts) -> None:
    """Find the line "Số: 12/BC-UBND" with number and symbol, or the blank left for the number."""
    for line in lines:
        match = _NUMBER_LINE.match(line.text)
        if match is None or not _is_number_line(line.text, match):
            continue
        found.fields["number_line"] = line.span
        if match["symbol"]:
            found.fields["symbol"] = _symbol(match["symbol"])
            found.fields["signs"] = re.sub(r"\s", "", match["signs"]).replace("–", "-")
        if match["number"]:
            found.fields["number"] = re.sub(r"\s", "", match["number"])
        else:
            found.blanks.append(("number", line.span))
        return


def _symbol(printed: str) -> str:
    """Return a symbol without stray blanks, dashes and strokes.

    >>> _symbol("BC – UBND"), _symbol("BC--UBND"), _symbol("BC/ĐU-")
    ('BC-UBND', 'BC-UBND', 'BC/ĐU')
    """
    plain = re.sub(r"\s*([-–/&])\s*", r"\1", printed).replace("–", "-")
    return re.sub(r"[-/]*([-/])", r"\1", plain).strip("-/")


def _is_number_line(text: str, match: re.Match[str]) -> bool:
    """Whether a line has a symbol, or "Số" and nothing else, or "Số:" and a number and nothing else."""
    if match["symbol"] is not None:
        return len(text) - match.end() < 40
    return text.strip(" *:.…_").lower() == "số" or bool(re.fullmatch(r"S[ốỐ]\s*:\s*\d{1,5}", text))


def find_date(head: Sequence[Line], foot: Sequence[Line], found: Parts) -> None:
    """Find place and date in the head, else above the signature, and what is blank of the date.

    >>> from extractors.document import Span
    >>> found = Parts()
    >>> find_date([Line("An Lạc, ngày 05 tháng 6 năm 2024", Span(0, 32), 0)], [], found)
    >>> found.fields["place"], found.fields["date"]
    ('An Lạc', '2024-06-05')
    """
    for source, place in (("", head), ("text", foot)):
        for line in place:
            match = _DATE_LINE.match(line.text) if len(line.text) < 100 else None
            if match and len(match["rest"]) < 25 and not _NO_PLACE.match(fold(match["place"])):
                _keep_date(line, match, source, found)
                return


def _keep_date(line: Line, match: re.Match[str], source: str, found: Parts) -> None:
    year, month, day = (match[name] or match[f"s{name}"] for name in "ymd")
    found.fields["date_line"] = line.span
    found.fields["place"] = match["place"].strip(" *_.")
    if year:
        found.fields["date"] = _iso(year, month, day)
    missing = [name for name, part in (("day", day), ("month", month), ("year", year)) if not part]
    found.blanks.extend((name, line.span) for name in missing)
    if source:
        found.taken_from.update(dict.fromkeys(("place", "date") if year else ("place",), source))


def _iso(year: str, month: str | None, day: str | None) -> str:
    """Return the date in ISO form as far as it is said and possible.

    >>> _iso("2024", "6", None), _iso("2024", "6", "31"), _iso("2024", None, "5")
    ('2024-06', '2024-06', '2024')
    """
    if not month or not 1 <= int(month) <= 12:
        return year
    possible = day and 1 <= int(day) <= monthrange(int(year), int(month))[1]
    return f"{year}-{int(month):02d}" + (f"-{int(day or 0):02d}" if possible else "")
