"""Nouns that are counted without being units: told right behind a figure or behind "số", as long as they reach."""

from __future__ import annotations

import re
from functools import cache

from extractors.catalogue.no_nouns import NO_NOUN
from extractors.lexicon import UnitWord, table
from extractors.vietnamese import fold

_SYLLABLES = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?(?: [^\W\d_]+){0,2}")


@cache
def _listed() -> dict[str, tuple[UnitWord, ...]]:
    """Return the listed nouns by their first syllable, longest first."""
    found: dict[str, list[UnitWord]] = {}
    for row in table("nouns.csv"):
        noun = fold(row["noun"])
        refuse = tuple(filter(None, fold(row["refuse"]).split("|")))
        found.setdefault(noun.split()[0], []).append(UnitWord(noun, "unknown", refuse))
    return {first: tuple(sorted(words, key=lambda w: -len(w.text))) for first, words in found.items()}


def unlisted_noun(folded: str, start: int, end: int, *, refuse: frozenset[str] = NO_NOUN) -> str | None:
    """Return the noun that begins at an offset of folded text and is no unit: listed, else one to three syllables.

    Most nouns have two syllables; those of one are listed, and a third one "viên" ends the name of a profession.
    One that is not listed does not begin with a word of `refuse`.

    >>> unlisted_noun("mặt cần khắc phục", 0, 17), unlisted_noun("khóa sinh tự nguyện", 0, 19)
    ('mặt', 'khóa sinh')
    >>> unlisted_noun("giao thông viên giỏi", 0, 20), unlisted_noun("đã xong", 0, 7)
    ('giao thông viên', None)
    """
    match = _SYLLABLES.match(folded, start, end)
    words = match.group().split(" ") if match else []
    for noun in _listed().get(words[0], ()) if words else ():
        stop = start + len(noun.text)
        rest = folded[stop : stop + 12]
        if folded.startswith(noun.text, start) and not rest[:1].isalnum() and not _refused(noun, rest.lstrip()):
            return noun.text
    if len(words) > 2 and words[2] == "viên":
        return " ".join(words)
    if not words or words[0] in refuse:
        return None
    return " ".join(words[:2] if len(words) > 1 and words[1] not in NO_NOUN else words[:1])


def _refused(noun: UnitWord, following: str) -> bool:
    return any(following.startswith(refused) for refused in noun.refuse)
