"""Figures of running text by the words of their own clause."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from extractors.relations.passages import Figure, Passages

#: how many figures are looked at in all of a report
_FEW = 40


class FigureIndex:
    """Figures of running text by the words of their clause and unit, filed where they are first asked for."""

    def __init__(self, passages: Passages) -> None:
        self._passages = passages

    @cached_property
    def _by_word(self) -> Mapping[str, Sequence[Figure]]:
        found: defaultdict[str, list[Figure]] = defaultdict(list)
        for figure in self._passages.figures:
            for word in frozenset(f"{clause_of(figure)} {figure.unit}".split()):
                found[word].append(figure)
        return found

    def of(self, words: frozenset[str]) -> Sequence[Figure]:
        """Return the figures told with the rarest of some words, few of them."""
        return min((self._by_word.get(word, ()) for word in words), key=len)[:_FEW]


def clause_of(figure: Figure) -> str:
    """Return the words of a figure's own clause, on both sides of it."""
    before = re.split(r"[,;:(.–—]", figure.before.rstrip(": "))[-1]
    return f"{before} {behind(figure)}".strip()


def behind(figure: Figure) -> str:
    """Return the words behind a figure up to a mark."""
    return str(re.split(r"[,;:().–—]| và ", figure.after)[0])
