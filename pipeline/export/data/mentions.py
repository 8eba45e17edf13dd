"""Where in strings apart from the text of a report its persons, phones, cards and accounts are mentioned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.document import Span
from extractors.vietnamese import fold
from pipeline.export.data.persons import addressed
from pipeline.export.data.private import Kind

#: one that is hidden: its kind, and what makes two mentions of it one
Hidden = tuple[Kind, str]

_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"\S+")
_FIRST = re.compile(r"(?<!\w)\w+['’]?")
_BETWEEN_DIGITS = re.compile(r"[\d .()+-]+")
_GAP = re.compile(r"[ .()+-]{1,3}")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,80}@[\w.-]{1,120}")
#: a name or number cut off by the end of a string shows at least so much of itself
_LEAST_SYLLABLES, _LEAST_DIGITS = 2, 4
#: the longest that is looked for
_MOST_WORDS, _MOST_GROUPS, _MOST_CHARACTERS = 6, 8, 80


@dataclass(frozen=True, slots=True)
class Mention:
    """Where something stands in a string, and what it is."""

    span: Span
    kind: Kind
    key: str


@dataclass(frozen=True, slots=True)
class Mentions:
    """What is sought: whole names and numbers, given names behind a word of courtesy, beginnings that are cut off.

    `names` holds the expressions of the names that begin with a word, `numbers` what is written with digits or is an
    address.
    """

    names: Mapping[str, re.Pattern[str]]
    numbers: Mapping[str, Hidden]
    short: frozenset[str]
    beginnings: Mapping[str, Hidden]

    def find(self, folded: str) -> list[Mention]:
        """Return what a folded string mentions; none overlap."""
        found: list[Mention] = []
        for one in (*self._whole(folded), *self._digits(folded), *self._short(folded), *self._cut(folded)):
            if not any(one.span.overlaps(other.span) for other in found):
                found.append(one)
        return found

    def _whole(self, folded: str) -> Iterator[Mention]:
        for first in _FIRST.finditer(folded) if self.names else ():
            pattern = self.names.get(first.group())
            match = pattern.match(folded, first.start()) if pattern else None
            if match:
                yield Mention(Span(*match.span()), "người", " ".join(match.group().split()))
        for match in _MAIL.finditer(folded) if "@" in folded else ():
            if hidden := self.numbers.get(match.group().rstrip(".")):
                yield Mention(Span(match.start(), match.start() + len(hidden[1])), *hidden)

    def _digits(self, folded: str) -> Iterator[Mention]:
        """Numbers by their digits, however they are grouped."""
        groups = list(_DIGITS.finditer(folded)) if self.numbers else []
        for first, opening in enumerate(groups):
            joined, last = opening.group(), opening
            hidden = self.numbers.get(joined)
            for group in groups[first + 1 : first + _MOST_GROUPS]:
                if hidden or not _GAP.fullmatch(folded, last.end(), group.start()):
                    break
                joined, last = joined + group.group(), group
                hidden = self.numbers.get(joined)
            if hidden:
                yield Mention(Span(opening.start(), last.end()), *hidden)

    def _short(self, folded: str) -> Iterator[Mention]:
        for span in addressed(folded) if self.short else ():
            name = folded[span.start : span.end]
            if name in self.short:
                yield Mention(span, "người", name)

    def _cut(self, folded: str) -> Iterator[Mention]:
        """What is left of a name or number where a string, or the part of it before "…", ends within it."""
        ends = [match.start() for match in re.finditer("…", folded)] + [len(folded)]
        for end in (len(folded[:end].rstrip()) for end in ends):
            first = max(0, end - _MOST_CHARACTERS)
            words = [match.start() for match in _WORD.finditer(folded, first, end)][-_MOST_WORDS:]
            for start in words:
                shown = folded[start:end]
                beginning = "".join(_DIGITS.findall(shown)) if _BETWEEN_DIGITS.fullmatch(shown) else shown
                if beginning in self.beginnings:
                    yield Mention(Span(start, end), *self.beginnings[beginning])
                    break


def mentions_of(hidden: Sequence[Hidden]) -> Mentions:
    """Return what finds all mentions of what is hidden in a report; a number also as an amount would be written."""
    names: dict[str, list[str]] = {}
    numbers: dict[str, Hidden] = {}
    for kind, key in hidden:
        if kind == "người" and " " in key:
            first = _FIRST.match(key)
            names.setdefault(first.group() if first else key, []).append(key)
        elif kind != "người":
            numbers |= {form: (kind, key) for form in {key, key.lstrip("0")} if len(form) >= _LEAST_DIGITS}
    short = frozenset(key for kind, key in hidden if kind == "người" and " " not in key)
    beginnings = {cut: one for one in reversed(hidden) for cut in _beginnings(*one)}
    return Mentions({first: _any_of(keys) for first, keys in names.items()}, numbers, short, beginnings)


def _any_of(keys: Sequence[str]) -> re.Pattern[str]:
    longest = sorted(keys, key=lambda key: (-len(key), key))
    return re.compile(rf"(?:{'|'.join('[ ]+'.join(map(re.escape, key.split())) for key in longest)})(?!\w)")


def key_of(kind: Kind, printed: str) -> str:
    """Return what makes two mentions one: a name folded with single blanks, the digits of a number."""
    folded = " ".join(fold(printed).split())
    return folded if kind in ("người", "thư điện tử") else "".join(_DIGITS.findall(folded)) or folded


def _beginnings(kind: Kind, key: str) -> Iterator[str]:
    if kind == "người" and key.count(" ") >= _LEAST_SYLLABLES:
        least = len(" ".join(key.split()[:_LEAST_SYLLABLES]))
        yield from (key[:length].rstrip() for length in range(least, len(key)))
    elif kind not in ("người", "thư điện tử"):
        yield from (key[:length] for length in range(_LEAST_DIGITS, len(key)))
