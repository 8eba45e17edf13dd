"""Vietnamese letters of before Unicode: the signs that stand for them in TCVN3 (ABC), VNI and VISCII.

Rows of old_letters.csv; sources: TCVN 5712:1993 (VN3), VNI for Windows, RFC 1456. TCVN3 and VISCII in hexadecimal
bytes, VNI as windows-1252 shows it. Figures and other ASCII signs are the same in all of them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

#: fonts by the letters that they show; those of ABC that end in H show capitals only
_FONTS = (
    (re.compile(r"\.?vn-?i[ -]", re.IGNORECASE), "vni"),
    (re.compile(r"\.vn|abc ", re.IGNORECASE), "tcvn3"),
    (re.compile(r"viscii", re.IGNORECASE), "viscii"),
)
_CAPITALS = re.compile(r"\.vn.*h", re.IGNORECASE)
#: letters whose mark VNI also writes apart
_ALSO_VNI = {"iø": "ì", "iù": "í", "yï": "ỵ"}
#: what PDF and word processors make of the byte of ư, and of that of ã
_SOFT = {"\u2212": "\u00ad", "\u2219": "\u00b7"}
_SOFT_SIGN = re.compile("(?<=[^\\W\\d_])[\u2212\u2219]|[\u2212\u2219](?=[^\\W\\d_])")
#: where Latin-1 has controls: the signs of windows-1252 by their bytes, and back
_SIGNS = {code: sign for code in range(0x80, 0xA0) if (sign := bytes([code]).decode("cp1252", "ignore"))}
_BYTES = {ord(sign): code for code, sign in _SIGNS.items()}


def font_encoding(font: str) -> str | None:
    """Return the encoding of the letters that a font shows, None for a font of Unicode.

    >>> [font_encoding(name) for name in (".VnTimeH", "VNI-Times", "Times New Roman")]
    ['tcvn3', 'vni', None]
    """
    return next((name for pattern, name in _FONTS if pattern.match(font)), None)


def shows_capitals(font: str) -> bool:
    """Return whether a font shows every letter as a capital.

    >>> [shows_capitals(name) for name in (".VnTimeH", ".VnTime", ".VnArial NarrowH")]
    [True, False, True]
    """
    return _CAPITALS.fullmatch(font) is not None


def to_unicode(text: str, encoding: str) -> str:
    """Return text in letters of an old encoding, as windows-1252 or Latin-1 shows them, in Unicode.

    >>> to_unicode("B¸o c¸o", "tcvn3"), to_unicode("Baùo caùo 1.250 hoä", "vni")
    ('Báo cáo', 'Báo cáo 1.250 hộ')
    """
    return _CONVERTERS[encoding](text)


def letter_lengths(text: str, encoding: str) -> list[int]:
    """Return how many signs of an old text make each character of the new, in their order."""
    if encoding != "vni":
        return [1] * len(text)
    pairs, at, lengths = _vni_pattern(), 0, list[int]()
    for match in pairs.finditer(text):
        lengths += [1] * (match.start() - at) + [len(match.group())]
        at = match.end()
    return lengths + [1] * (len(text) - at)


@cache
def rows() -> tuple[dict[str, str], ...]:
    """Return the letters with the signs for each, "" where an encoding has none."""
    text = files(__package__ or "").joinpath("old_letters.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def _bytes_table(encoding: str) -> dict[int, str]:
    return {int(row[encoding], 16): row["letter"] for row in rows() if row[encoding]}


def _tcvn3(text: str) -> str:
    if "\u2212" in text or "\u2219" in text:
        text = _SOFT_SIGN.sub(lambda match: _SOFT[match.group()], text)
    return text.translate(_SIGNS | _bytes_table("tcvn3"))


def _viscii(text: str) -> str:
    return text.translate(_BYTES).translate(_bytes_table("viscii"))


@cache
def _vni_letters() -> dict[str, str]:
    """Letters by the signs for them; a mark may be written large behind a small letter, and the other way round."""
    letters = {row["vni"]: row["letter"] for row in rows()}
    letters |= _ALSO_VNI | {signs.upper(): letter.upper() for signs, letter in _ALSO_VNI.items()}
    mixed = {signs[0] + signs[1].swapcase(): letter for signs, letter in letters.items() if len(signs) == 2}
    return mixed | letters


@cache
def _vni_pattern() -> re.Pattern[str]:
    signs = sorted(_vni_letters(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, signs)))


def _vni(text: str) -> str:
    letters = _vni_letters()
    return _vni_pattern().sub(lambda match: letters[match.group()], text).translate(_SIGNS)


_CONVERTERS: dict[str, Callable[[str], str]] = {"tcvn3": _tcvn3, "viscii": _viscii, "vni": _vni}
ENCODINGS: Sequence[str] = tuple(_CONVERTERS)
