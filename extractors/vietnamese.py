"""Folding of Vietnamese text for matching; the text itself is never changed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: old and new place of the tone mark in open syllables (hoà = hòa); both forms are official
_TONE_PAIRS = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
#: classes of Vietnamese letters for patterns on unfolded text
LOWER = "a-zàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
#: dots that end a list and with it a sentence: another begins behind them
SENTENCE_AFTER_DOTS = re.compile(rf"(?<=[\w)%])(?:…|\.{{2,}})(?=\s+[{UPPER}])")
#: the pairs above, in a form that is sought fast: all of them open with o or u
_TONE = re.compile(r"[ou](?<!q.)(?:(?<=o)[àáảãạèéẻẽẹ]|(?<=u)[ỳýỷỹỵ])(?!\w)")
#: what is folded to plain signs; most texts hold none of it, and a search is faster than a translation
_SIGNS = re.compile("[“”„«»‘’–—‑−\u00a0\u2007\u202f\t\n\r]")
_PLAIN = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'",
        "–": "-", "—": "-", "‑": "-", "−": "-", "\u00a0": " ", "\u2007": " ", "\u202f": " ",
        "\t": " ", "\n": " ", "\r": " ",
    }
)  # fmt: skip
#: emphasis marks of text exports; kept where they follow a digit (3* = three stars)
_EMPHASIS = re.compile(r"(?<!\d)\*|(?<!\w)_|_(?!\w)|(?<=\d)\*(?=[*)\w])|</?[ibu]>")


#: syllables of reports that are written in two ways, by that of most reports
_WITH_Y = {"quí": "quý", "kì": "kỳ", "lí": "lý", "kí": "ký"}
_I_FOR_Y = re.compile(rf"(?<!\w)(?:{'|'.join(_WITH_Y)})(?!\w)")


@lru_cache(maxsize=1 << 14)
def fold(text: str) -> str:
    """Return NFC text in a form for matching, character by character of the same length.

    Lower case, one place for tone marks, y in syllables that are written with i as well, plain quotes, dashes and
    blanks, no emphasis marks.

    >>> fold("Uỷ ban Hoà Bình – “5 biết”")
    'ủy ban hòa bình - "5 biết"'
    >>> fold("*trọng dân*, mức 3*")
    ' trọng dân , mức 3*'
    >>> fold("Quí I, cùng kì")
    'quý i, cùng kỳ'
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    plain = lowered.translate(_PLAIN) if _SIGNS.search(lowered) else lowered
    if "*" in plain or "_" in plain or "<" in plain:
        plain = _EMPHASIS.sub(lambda match: " " * len(match.group()), plain)
    return plain if plain.isascii() else _I_FOR_Y.sub(lambda match: _WITH_Y[match.group()], fold_tones(plain))


def fold_tones(text: str) -> str:
    """Return text with tone marks in their one place (hoà to hòa), nothing else changed."""
    return _TONE.sub(lambda match: _TONE_PAIRS[match.group()], text)


def fold_key(text: str) -> str:
    """Return a phrase folded for comparison: NFC, `fold`, single blanks, no edge punctuation.

    >>> fold_key("  Thư  cảm ơn: ")
    'thư cảm ơn'
    """
    folded = fold(unicodedata.normalize("NFC", text))
    return " ".join(folded.split()).strip(" .,;:-+*\"'()")
