"""Text for a Word file: what is too long is marked, how wide it prints."""

from __future__ import annotations

import math
import unicodedata
from functools import cache

#: widths in thousandths of the size, the wider of upright and slanted face of the official typeface; bold is wider
_WIDTHS = {
    250: " .,'",
    278: "ijlt/|\\",
    333: "fI;:()-‘’·!`",
    350: "•",
    390: "rs[]",
    444: 'cezJ"°',
    500: "abdghknopquvxy0123456789–«»đ_?*{}#$^§",
    565: "S“”≠÷ơư~≈≤≥",
    612: "EFLPTZ",
    675: "BCR+−=<>×",
    722: "wADGHKNOQUVXYĐƠ",
    776: "Ư",
    833: "m%&",
    889: "M\ufffd",
    944: "W@",
    1000: "—…→",
}
_BOLD = 1.06
_HORN = "\u031b"
#: a letter of another script may be as wide as it is high, and its typeface higher
_STRANGE = 1050


def shortened(text: str, most: int) -> str:
    """Return text of at most so many characters, "…" where something is left out, cut at a blank if there is one.

    >>> shortened("một hai ba", 10), shortened("một hai ba", 9), shortened("abcdefgh", 4)
    ('một hai ba', 'một hai…', 'abc…')
    """
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    blank = kept.rfind(" ")
    return f"{(kept[:blank] if blank > most // 2 else kept).rstrip()}…"


@cache
def _width(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    if letter in _known():
        return _known()[letter]
    apart = unicodedata.normalize("NFKD", letter)
    if _HORN in apart:
        return _known()[unicodedata.normalize("NFC", apart[0] + _HORN)]
    return sum(_known().get(base, _STRANGE) for base in apart if not unicodedata.combining(base))


@cache
def _known() -> dict[str, int]:
    return {letter: width for width, letters in _WIDTHS.items() for letter in letters}


def width(text: str, size: float) -> float:
    """Return how wide a text prints in points at most, at a size in points."""
    return sum(map(_width, text)) * size / 1000


def bold_share(letters: int, bold: int) -> float:
    """Return how much wider a text prints of which so many letters are bold."""
    return 1 + (_BOLD - 1) * bold / max(letters, 1)


def is_strange(text: str) -> bool:
    """Whether a text holds letters for which another, higher typeface may be taken."""
    return any(_width(letter) >= _STRANGE for letter in set(text))


def lines(text: str, size: float, room: float) -> int:
    """Return how many lines a text takes in a room as wide as that (points), broken at blanks, at least one.

    >>> lines("một hai ba", 12, 500), lines("một hai ba", 12, 30), lines("x" * 100, 10, 100)
    (1, 3, 5)
    """
    count, used = 1, 0.0
    blank = width(" ", size)
    for word in text.split(" "):
        wide = width(word, size)
        if used and used + blank + wide > room:
            count, used = count + 1, 0.0
        if wide > room > 0:
            whole = math.ceil(wide / room) - 1
            count, wide = count + whole, wide - whole * room
        used += wide + (blank if used else 0.0)
    return count
