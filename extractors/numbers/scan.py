"""Where numbers begin in a text, so that patterns that open with one are tried there and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from extractors.lexicon import unit_at

_DIGITS = re.compile(r"\d+")


@lru_cache(maxsize=16)
def number_starts(folded: str) -> tuple[int, ...]:
    """Return the offset of the first of the digits that stand together, for each such run."""
    return tuple(match.start() for match in _DIGITS.finditer(folded))


def at_numbers(pattern: re.Pattern[str], folded: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield what `pattern.finditer` does, for a pattern whose matches open with a digit that no digit stands before.

    >>> [match.group() for match in at_numbers(re.compile(r"(?<!\\d)\\d+%"), "12 người, 30% và 45%", 0, 20)]
    ['30%', '45%']
    """
    free, begins = start, pattern.match
    for at in number_starts(folded):
        if free <= at < end and (match := begins(folded, at, end)):
            yield match
            free = match.end()


#: a day of the calendar is no length of time ("Nhà văn hóa khu 2 ngày 30/9/2024")
_DATED = re.compile(r"ngày \d{1,2}[/-]\d")


def named_by_one(folded: str, syllables: tuple[str, ...]) -> bool:
    """Whether one of some syllables stands right before a number, blanks and marks between them aside.

    >>> named_by_one("tại thôn số: 5", ("thôn", "số")), named_by_one("thôn có 5 hộ", ("thôn", "số"))
    (True, False)
    """
    return any(before.endswith(syllables) for before in _words_before(folded))


@lru_cache(maxsize=16)
def _words_before(folded: str) -> tuple[str, ...]:
    """Return the words right before each number, blanks and marks between them left out."""
    return tuple(folded[max(0, at - 40) : at].rstrip().rstrip(":(").rstrip() for at in number_starts(folded))


def unit_follows(folded: str, end: int) -> bool:
    """Whether a unit stands at an offset or after blanks there."""
    while end < len(folded) and folded[end] == " ":
        end += 1
    return unit_at(folded, end) is not None and not _DATED.match(folded, end)
