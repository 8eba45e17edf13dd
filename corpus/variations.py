"""Mechanical variations of a report that say the same: each returns the edits, or exchanges, that are legal in it.

`rounds` of the same variation with other seeds choose other places. What a variation may not touch it leaves as it is:
dates and numbers of papers always, figures where another form of them would be in doubt.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from corpus.exchanges import exchanges
from corpus.place_names import place_names
from corpus.variants import Edit, Marked, Original, Variant, exchanged, replaced

_TONES = {
    "òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ",
    "òe": "oè", "óe": "oé", "ỏe": "oẻ", "õe": "oẽ", "ọe": "oẹ",
    "ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ",
}  # fmt: skip
_OTHER_TONE = {one: other for pair in _TONES.items() for one, other in (pair, pair[::-1])}
_TONED = re.compile(r"(?<![qQ])(?:" + "|".join(_OTHER_TONE) + r")(?!\w)", re.IGNORECASE)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_YEARLIKE = re.compile(r"(?:19|20)\d\d")
_ROMAN = re.compile(r"[IVX]+")
_WORD = re.compile(r"[^\W\d_]+")
_NOUN = r"(?:(?!và\b)[^\W\d_]+)(?: (?!và\b)[^\W\d_]+){0,4}"
_COUNTED = rf"\d[\d.]* {_NOUN}"
_THEN = r"(?= (?:cùng kỳ|kế hoạch|dự toán|chỉ tiêu|tổng số|năm|quý|tháng)\b)"
#: words that say the same and leave it equally open what follows
_CONNECTIVES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), new)
    for pattern, new in (
        (r"(?<!bao )\bgồm\b(?! có\b)", "bao gồm"),
        (r"\bbao gồm\b(?! có\b)", "gồm"),
        (r"\bcụ thể như sau(?=:)", "cụ thể"),
        (r"\bcụ thể(?=:)", "cụ thể như sau"),
        (r"\bđạt tỷ lệ(?= \d[\d.,]*\s?%)", "đạt"),
        # "tỷ lệ hộ nghèo đạt tỷ lệ 5%" nobody says
        (r"(?<![,;.(] )(?<=[,;(] )đạt(?= \d[\d.,]*\s?%)|(?<=\()đạt(?= \d[\d.,]*\s?%)", "đạt tỷ lệ"),
        (r"\bso với" + _THEN, "so"),
        (r"\bso" + _THEN, "so với"),
        (rf"(?<=,) {_COUNTED}(?P<x> và )(?={_COUNTED})", ", "),
        (rf"{_COUNTED}, {_COUNTED}(?P<x>, )(?={_COUNTED}\s*(?:[);.]|$))", " và "),
    )
)


def names(source: Original, seed: int) -> Iterator[Edit]:
    """Yield the names of places exchanged for others of as many syllables, each for the same one throughout."""
    yield from place_names(source, random.Random(seed))


def figures(source: Original, seed: int) -> Iterator[Edit]:
    """Yield figures with other digits in the same printed form; the same figure becomes the same one throughout."""
    chance = random.Random(seed)
    known: dict[tuple[str, bool], str] = {}
    for number in source.measures:
        if re.fullmatch(r"[\d.,]+(?:/[\d.,]+)?", number.text) and not _in_range(source.text, number):
            key = number.text, number.unit == "%"
            if key not in known:
                known[key] = _other_figure(number, chance, {number.text, *known.values()})
            yield number.start, number.end, known[key]


def _in_range(text: str, number: Marked) -> bool:
    """Whether a figure is an end of a range ("từ 20 đến 35"), of which the first must stay below the second."""
    joined = r"\s?%?\s?(?:-|–|đến)\s?"
    before = re.search(rf"\d{joined}$", text[max(0, number.start - 12) : number.start])
    return bool(before) or bool(re.match(rf"{joined}\d", text[number.end : number.end + 12]))


def _other_figure(number: Marked, chance: random.Random, used: set[str]) -> str:
    for _ in range(60):
        new = "/".join(_other_digits(side, chance) for side in number.text.split("/"))
        if new not in used and new.strip("0.,/") and _same_sort(number, new):
            return new
    return number.text


def _other_digits(text: str, chance: random.Random) -> str:
    """Return other digits in the same form: zeros before stay, no other is made there, 20xx stays 20xx."""
    lead = len(text) - len(text.lstrip("0"))
    kept = 2 if _YEARLIKE.fullmatch(text) else lead
    drawn = (
        chance.choice("123456789" if at == lead else "0123456789") if c.isdigit() else c for at, c in enumerate(text)
    )
    return text if not text.strip("0.,") else text[:kept] + "".join(drawn)[kept:]


def _same_sort(number: Marked, new: str) -> bool:
    """Whether a new figure may stand where the old did: no share above the whole, no year, no k above its n."""
    (old_sides, new_sides) = ([_plain(side) for side in text.split("/")] for text in (number.text, new))
    if number.unit == "%" and old_sides[0] <= 100 < new_sides[0]:
        return False
    if bool(_YEARLIKE.fullmatch(number.text)) != bool(_YEARLIKE.fullmatch(new)):
        return False
    return len(new_sides) < 2 or _order(*old_sides) == _order(*new_sides)


def _plain(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def _order(one: Decimal, other: Decimal) -> int:
    return (one > other) - (one < other)


def formats(source: Original, seed: int) -> Iterator[Edit]:
    """Yield figures in their other form: 1.234 and 1234, 05 and 5, "12%" and "12 %"."""
    chance = random.Random(seed)
    groups = bool(re.search(r"(?<![\d.,/-])[1-9]\d{0,2}(?:\.\d{3})+(?![\d,/-])", source.text))
    for number in source.measures:
        new = _other_form(number, groups=groups)
        # "14 người/05 tổ" counts both, "14 người/1 tổ" is a rate
        counted = not source.text[: number.start].endswith("/")
        if new != number.text and counted and chance.random() < 0.8:
            yield number.start, number.end, new
        if sign := re.compile(r" ?%").match(source.text, number.end):
            yield sign.start(), sign.end(), {"%": " %", " %": "%"}[sign.group()]


def _other_form(number: Marked, *, groups: bool) -> str:
    """Return the other form of a whole number, of both numbers of a pair; `groups`: the report groups by dots."""
    if not re.fullmatch(r"\d[\d.]*(?:/\d[\d.]*)?", number.text) or number.unit == "%":
        return number.text
    sides = number.text.split("/")
    # a number with a scale ("12 nghìn") or decimals after a dot is left as it is
    if _plain(sides[0]) != number.value:
        return number.text
    return "/".join(_other_whole(side, groups=groups) for side in sides)


def _other_whole(text: str, *, groups: bool) -> str:
    plain = text.replace(".", "")
    if _YEARLIKE.fullmatch(plain):
        return text
    if _GROUPED.fullmatch(text):
        return plain
    if groups and re.fullmatch(r"[1-9]\d{3,}", text):
        return f"{int(text):,}".replace(",", ".")
    return (text[1:] or f"0{text}") if re.fullmatch(r"0?[1-9]", text) else text


def decomposed(source: Original, seed: int) -> Iterator[Edit]:  # noqa: ARG001  # there is one way
    """Yield every letter with its marks as letters of their own (NFD)."""
    for at, char in enumerate(source.text):
        if (apart := unicodedata.normalize("NFD", char)) != char:
            yield at, at + 1, apart


def tones(source: Original, seed: int) -> Iterator[Edit]:  # noqa: ARG001  # there is one way
    """Yield the tone marks that may stand in two places in the other of them (hòa, hoà)."""
    for match in _TONED.finditer(source.text):
        one, other = match.group(), _OTHER_TONE[match.group().lower()]
        yield (
            match.start(),
            match.end(),
            "".join(b.upper() if a.isupper() else b for a, b in zip(one, other, strict=True)),
        )


def spacing(source: Original, seed: int) -> Iterator[Edit]:
    """Yield blanks doubled or made unbreakable, and blanks before semicolons and colons; none within a number."""
    chance = random.Random(seed)
    inside = {at for number in source.numbers for at in range(number.start, number.end)}
    for match in re.finditer(
        r"(?<=[^\s\d]) (?=[^\s])|(?<=\d) (?=[^\s\d])|(?<=[^\s\d:;])(?=[;:](?: |$))", source.text, re.MULTILINE
    ):
        drawn = chance.random()
        if match.start() in inside or drawn > 0.25:
            continue
        yield (
            match.start(),
            match.end(),
            "  " if match.group() and drawn < 0.1 else " " if not match.group() else "\u00a0",
        )


def headings(source: Original, seed: int) -> Iterator[Edit]:  # noqa: ARG001  # there is one way
    """Yield headings in capitals as sentences, the others in capitals."""
    spelt = _spelling(source.text)
    for start, end in source.titles:
        title = source.text[start:end]
        new = title.upper()
        if title == new:
            new = _WORD.sub(lambda word: spelt.get(word.group().lower(), word.group().lower()), title)
            first = _WORD.search(new)
            new = new[: first.start()] + new[first.start()].upper() + new[first.start() + 1 :] if first else new
        if new != title:
            yield start, end, new


def _spelling(text: str) -> Mapping[str, str]:
    """Return how a report spells the words that it never writes in small letters: names, UBND, IV."""
    seen: dict[str, str] = {}
    lines = [line for line in text.split("\n") if line.upper() != line]
    # what opens a sentence shows nothing by its capital
    words = [word for line in lines for part in re.split(r"[.:;]\s|[-–+]\s", line) for word in _WORD.findall(part)[1:]]
    for word in words:
        seen.setdefault(word.lower(), word)
    small = {word for word in words if word == word.lower()}
    kept = {low: word for low, word in seen.items() if low not in small}
    return kept | {word.lower(): word for word in _WORD.findall(text) if _ROMAN.fullmatch(word)}


def connectives(source: Original, seed: int) -> Iterator[Edit]:
    """Yield connective words for others of the same openness ("gồm" and "bao gồm", "so với" and "so")."""
    chance = random.Random(seed)
    end = 0
    found = [
        (*(match.span("x") if "x" in pattern.groupindex else match.span()), new)
        for pattern, new in _CONNECTIVES
        for match in pattern.finditer(source.text)
    ]
    for start, stop, new in sorted(found):
        if start >= end and chance.random() < 0.9:
            old = source.text[start:stop]
            yield start, stop, new[0].upper() + new[1:] if old[0].isupper() else new
            end = stop


#: each variation by its name: edits of a report for a seed
EDITS: Mapping[str, Callable[[Original, int], Iterator[Edit]]] = {
    "place names": names,
    "figures": figures,
    "number formats": formats,
    "NFD": decomposed,
    "tone place": tones,
    "spacing": spacing,
    "heading case": headings,
    "connective words": connectives,
}
VARIATIONS = (*EDITS, "order of parts")


def varied(name: str, source: Original, seed: int) -> Variant:
    """Return a report with one variation wherever it is legal; raises KeyError for an unknown variation.

    >>> varied("tone place", Original("Uỷ ban, hoà giải", (), (), ()), 1).text
    'Ủy ban, hòa giải'
    """
    if name == "order of parts":
        return exchanged(source.text, exchanges(source, random.Random(seed)))
    return replaced(source.text, EDITS[name](source, seed))
