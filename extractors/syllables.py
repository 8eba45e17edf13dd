"""How syllables of Vietnamese are built: onset, rhyme and tone (rows of syllables.csv)."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

_TONES = {"\u0300": "huyền", "\u0301": "sắc", "\u0303": "ngã", "\u0309": "hỏi", "\u0323": "nặng"}
#: what a syllable with a sharp or heavy tone alone ends in
_STOPS = ("p", "t", "c", "ch")
_VOWELS = frozenset("aăâeêioôơuưy")
_FRONT = ("e", "ê", "i", "y")
#: letters that only these writings have: words of other languages with marks
_FOREIGN = re.compile(r"[fjwzçñäöüßëïåæøœ]", re.IGNORECASE)


@cache
def _parts(kind: str) -> frozenset[str]:
    text = files(__package__ or "").joinpath("syllables.csv").read_text("utf-8")
    return frozenset(row["part"] for row in csv.DictReader(text.splitlines()) if row["kind"] == kind)


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether a word in small letters is built as Vietnamese syllables are; words of other writings pass.

    >>> [is_syllable(word) for word in ("nghiệp", "thuỷ", "quý", "giặt", "sátcủa", "trịệt", "thưc", "ngiệp")]
    [True, True, True, True, False, False, False, False]
    """
    return _FOREIGN.search(word) is not None or is_built(word)


@lru_cache(maxsize=8192)
def is_built(word: str) -> bool:
    """Return whether a word in small letters is built as Vietnamese syllables, or loan words of several, are.

    >>> [is_built(word) for word in ("nghiệp", "quý", "año", "b¸o")]
    [True, True, False, False]
    """
    plain, tones = _without_tones(word)
    if len(tones) > 1:
        return False
    return _built(plain, tones[0] if tones else "") or (tones in ([], ["sắc"]) and _is_loan(plain))


@lru_cache(maxsize=1024)
def _built(plain: str, tone: str) -> bool:
    return any(_fits(onset, plain[len(onset) :], tone) for onset in _onsets(plain))


def _is_loan(plain: str) -> bool:
    """Whether a word is two or more syllables, as loan words are ("kilômét"); these have a sharp tone, if any."""
    ways = ((plain[:at], plain[at:]) for at in range(1, len(plain) - 1) if plain[at] not in _VOWELS)
    return any(_loose(first) and (_loose(rest) or _is_loan(rest)) for first, rest in ways)


def _loose(plain: str) -> bool:
    return _built(plain, "") or _built(plain, "sắc")


def _without_tones(word: str) -> tuple[str, list[str]]:
    tones: list[str] = []
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tones.append(_TONES[char])
        else:
            letters.append(char)
    return unicodedata.normalize("NFC", "".join(letters)), tones


def _onsets(plain: str) -> Iterator[str]:
    """Yield the onsets that a word may begin with, none included."""
    yield from (plain[:length] for length in (3, 2, 1) if plain[:length] in _parts("onset"))
    yield ""


def _fits(onset: str, rhyme: str, tone: str) -> bool:
    if onset == "q":
        return rhyme.startswith("u") and _fits("k" if rhyme[1:2] in _FRONT else "c", rhyme[1:], tone)
    if onset == "gi" and _rhymes("i" + rhyme, tone):
        return True
    if onset in ("k", "gh", "ngh") and not rhyme.startswith(_FRONT):
        return False
    if onset in ("c", "g", "ng") and rhyme.startswith(_FRONT) and not (onset == "g" and rhyme.startswith("i")):
        return False
    return _rhymes(rhyme, tone)


def _rhymes(rhyme: str, tone: str) -> bool:
    if rhyme not in _parts("rhyme"):
        return False
    return not rhyme.endswith(_STOPS) or tone in ("sắc", "nặng")
