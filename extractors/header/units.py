"""The administrative unit that issues a paper, its level, and the units above it."""

from __future__ import annotations

import re

from extractors.header.fields import Parts
from extractors.header.lines import CLOSING
from extractors.vietnamese import LOWER, UPPER, fold

_UNIT_NOUN = r"(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|đặc khu)"
_CAPITALISED = "Xã|Phường|Thị trấn|Huyện|Quận|Thị xã|Thành phố|Tỉnh|Đặc khu"
_PROPER = rf"(?:[{UPPER}][{LOWER}{UPPER}']*(?:\s+[{UPPER}][{LOWER}{UPPER}']*){{0,4}}|\d{{1,2}})"
_UNIT = re.compile(
    rf"(?<!\w)(?P<noun>{_UNIT_NOUN}|{_UNIT_NOUN.upper()}|{_CAPITALISED})(?:\s+[ủuỦU][ỷyỶY])?\s+(?P<name>{_PROPER})"
)
_COMMITTEE = r"(?:ubnd|ủy ban nhân dân|đảng ủy|hđnd)\s+"
_LEVELS = {
    "xã": "xa",
    "phường": "xa",
    "thị trấn": "xa",
    "đặc khu": "xa",
    "huyện": "huyen",
    "quận": "huyen",
    "thị xã": "huyen",
    "thành phố": "huyen",
    "tỉnh": "tinh",
}
_UPWARDS = ("xa", "huyen", "tinh")
#: words that end a name: they begin what is said of the unit
_NO_NAME = frozenset(["về", "năm", "trên", "báo", "đảng", "ủy", "hđnd", "ubnd", "số", "khối", "phòng", "ban"])


def find_units(texts: list[str], found: Parts, kind_at: int | None) -> None:
    """Find unit, issuer and parents: head lines first, then title, opening and closing sentence."""
    head = [t for t in texts[: kind_at or 0] if "CỘNG HÒA" not in t.upper() and "CỘNG HOÀ" not in t.upper()]
    close = [t for t in texts if CLOSING.match(t)]
    opening = texts[(kind_at or 0) + 1 : (kind_at or 0) + 8]
    mentions = [m for t in [*head, *close, *opening, *texts[:60]] for m in _mentions(t)]
    if not mentions:
        return
    issuer_words = " ".join([*head, *close, found.text("title"), *opening])
    unit = _issuing_unit(mentions, found, issuer_words, fold(" ".join(texts)))
    level = _level(unit)
    found.fields["unit"] = unit
    found.fields["level"] = level
    found.fields["parents"] = _parents(mentions, unit, level)
    if symbol := found.text("symbol"):
        found.fields["issuer"] = f"{_body(symbol, level)} {unit}"


def _body(symbol: str, level: str) -> str:
    """Return the body of a unit that a symbol ends with: its Party committee, else the people's committee."""
    if level == "huyen" and symbol.endswith("HU"):
        return "Huyện ủy"
    return "Đảng ủy" if symbol.endswith("ĐU") else "UBND"


def _mentions(text: str) -> list[str]:
    """Return the units that a line names, noun in small letters."""
    named = [(match["noun"].lower(), _plain_name(match["name"])) for match in _UNIT.finditer(text)]
    return [f"{noun} {name}" for noun, name in named if name]


def _plain_name(printed: str) -> str:
    """Return a name without the words that follow it, in capitals only where names have them."""
    words = printed.split()
    while words and fold(words[-1]) in _NO_NAME:
        words.pop()
    name = " ".join(words)
    return " ".join(w.capitalize() for w in words) if name.isupper() else name


def _issuing_unit(mentions: list[str], found: Parts, words: str, folded_all: str) -> str:
    """Choose the unit that issues: the place of the date line, one named with its committee, the likeliest."""
    place = fold(found.text("place"))
    for mention in mentions:
        if place and fold(mention.split(" ", 1)[-1]).endswith(place.split()[-1]) and place in fold(mention):
            return mention
    # the committee that reports names its unit ("UBND xã An Lạc báo cáo")
    folded = fold(words)
    for mention in mentions:
        if re.search(rf"{_COMMITTEE}{re.escape(fold(mention))}", folded):
            return mention
    return _likeliest(mentions, found, _level_of_committees(folded_all))


def _likeliest(mentions: list[str], found: Parts, level: str | None) -> str:
    """Return the unit named most often of the level that the paper speaks for."""
    undated = not found.fields.get("symbol") and not found.fields.get("date_line")
    if undated and any(_level(m) == "huyen" for m in mentions[:12]):
        level = "huyen"  # a page speaks for its portal
    fitting = [m for m in mentions if _level(m) == level] or mentions
    counts = {m: sum(1 for x in mentions if fold(x) == fold(m)) for m in mentions}
    return max(fitting, key=lambda m: (counts[m], -mentions.index(m)))


def _level(mention: str) -> str:
    return next(level for noun, level in _LEVELS.items() if mention.startswith(noun + " "))


def _level_of_committees(folded: str) -> str | None:
    """Return the level that the text itself speaks of most ("UBND xã", "Đảng ủy xã")."""
    nouns = re.findall(rf"{_COMMITTEE}({_UNIT_NOUN})(?!\w)", folded)
    levels = [_LEVELS[noun] for noun in nouns]
    return max(_UPWARDS, key=levels.count) if levels else None


def _parents(mentions: list[str], unit: str, level: str) -> tuple[str, ...]:
    """Return the first unit named of each level above the one that issues."""
    above = _UPWARDS[_UPWARDS.index(level) + 1 :]
    named = (next((m for m in mentions if _level(m) == rank and fold(m) != fold(unit)), None) for rank in above)
    return tuple(filter(None, named))
