"""Syllables that Vietnamese does not have, by onset, rhyme and tone (rule `spelling`; remarks only).

Only words with marks are looked at: without them a word may be foreign, a name or an abbreviation. A word that begins
with a capital may be a name of any people of the country.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice

from extractors.document import Document, Span
from extractors.facts import Facts
from extractors.vietnamese import LOWER, UPPER
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, make

_LETTERS = re.compile(rf"[{LOWER}{UPPER}]{{2,}}")
#: a word that is no part of an address, a symbol or a compound with a dash
_ALONE = r"(?<![\w@./&'’-])(?:{words})(?![\w@/&'’²³]|\.\w|-[^\W\d_])"
_TONES = {"\u0300": "huyền", "\u0301": "sắc", "\u0303": "ngã", "\u0309": "hỏi", "\u0323": "nặng"}
#: what a syllable with a sharp or heavy tone alone ends in
_STOPS = ("p", "t", "c", "ch")
_VOWELS = frozenset("aăâeêioôơuưy")
_FRONT = ("e", "ê", "i", "y")
_MOST = 8
_LINK = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?!gov\.)(?:go[a-z]|g[a-z]v|[a-z]ov|gv|go|ov)\.vn(?!\w)")
#: letters that only these writings have: words of other languages with marks
_FOREIGN = re.compile(r"[fjwzçñäöüßëïåæøœ]", re.IGNORECASE)


@cache
def _parts(kind: str) -> frozenset[str]:
    text = files(__package__ or "").joinpath("syllables.csv").read_text("utf-8")
    return frozenset(row["part"] for row in csv.DictReader(text.splitlines()) if row["kind"] == kind)


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield words that are no syllables, each once, no more than a reader looks through."""
    yield from _links(document, facts)
    words = set(_LETTERS.findall(" ".join(set(document.text.split()))))
    wrong = [word for word in words if not _is_built(word) and _is_wrong(word, words)]
    if not wrong:
        return
    first: dict[str, int] = {}
    for match in re.finditer(_ALONE.format(words="|".join(sorted(wrong))), document.text):
        first.setdefault(match.group(), match.start())
    for word, start in islice(first.items(), _MOST):
        message = messages.SPELLING.format(word=word)
        evidence = [Evidence(Span(start, start + len(word)))]
        yield make(document, facts, "spelling", "info", message, evidence, messages.ASK_SPELLING)


def _links(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield the first address whose end is one letter away from that of authorities (".goc.vn")."""
    for match in _LINK.finditer(document.text) if ".vn" in document.text else ():
        message = messages.LINK_SLIP.format(text=match.group())
        evidence = [Evidence(Span(match.start(), match.end()))]
        yield make(document, facts, "spelling", "info", message, evidence, messages.ASK_SPELLING)
        return


def _is_wrong(word: str, words: Collection[str]) -> bool:
    """Whether a word is no syllable; one in capitals may be an abbreviation or a name that stands elsewhere."""
    return word.islower() or (word.isupper() and len(word) > 4 and word.title() not in words)


@lru_cache(maxsize=8192)
def _is_built(word: str) -> bool:
    """Whether a word has no mark but that of đ or is built as syllables are."""
    return word.isascii() or word.lower().replace("đ", "d").isascii() or is_syllable(word.lower())


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether a word in small letters is built as Vietnamese syllables are; words of other writings pass.

    >>> [is_syllable(word) for word in ("nghiệp", "thuỷ", "quý", "giặt", "sátcủa", "trịệt", "thưc", "ngiệp")]
    [True, True, True, True, False, False, False, False]
    """
    if _FOREIGN.search(word):
        return True
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
