"""Whether two mentions tell one fact, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.lexicon import unit_kind
from extractors.lexicon.amounts import alike
from extractors.relations.mentions import Mention, keys_of
from extractors.relations.same_words import DENIALS, naming

#: words and metrics that more figures share than this name no fact
_COMMON = 60


#: units of two syllables that count things of any kind
_PLAIN = frozenset(
    ("hồ sơ", "đơn vị", "lượt người", "vụ việc", "đồng chí", "ý kiến", "công trình", "văn bản", "hội nghị")
)


@dataclass(frozen=True, slots=True)
class Match:
    """Another mention of what may be the same fact.

    `metric` says that the catalogue links both to one metric; `shared` how many naming syllables both are told with;
    `reach` how many of the first are found in what the second stands under; `missing` those of the first that other
    figures of the unit are told with and the second is not; `extra` those that only the second is told with;
    `unheard` all those that only the first is told with; `named` says that both name what they count.
    """

    other: Mention
    metric: bool
    shared: int
    reach: int
    missing: int
    extra: int
    unheard: int
    named: bool

    @property
    def rank(self) -> tuple[bool, int]:
        """How near the words are: the higher the nearer."""
        return self.metric, 2 * self.shared + self.reach - 2 * self.missing - self.extra

    @property
    def plain(self) -> bool:
        """Whether nothing tells the two apart: one metric, noun or two shared words, and none that only one has."""
        return not self.missing and not self.extra and (self.metric or self.shared > 1 or self.named)


class Index:
    """Mentions by metric, and by unit and syllable."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        """File each mention under what it may be sought by."""
        self._by_metric: dict[str, list[Mention]] = {}
        self._by_word: dict[tuple[str, str], list[Mention]] = {}
        self._told: dict[tuple[str, str], int] = {}
        for one in mentions:
            if one.metric:
                self._by_metric.setdefault(one.metric, []).append(one)
            for key in keys_of(one.unit):
                for word in one.around:
                    self._by_word.setdefault((key, word), []).append(one)
                for word in one.told:
                    self._told[key, word] = self._told.get((key, word), 0) + 1

    def matches(self, one: Mention) -> list[Match]:
        """Return the mentions in other blocks that may tell the fact of one, nearest first."""
        found = [match for other in self._near(one) if (match := self._match(one, other)) is not None]
        return sorted(found, key=lambda match: match.rank, reverse=True)

    def _near(self, one: Mention) -> Iterator[Mention]:
        """Yield the mentions of the metric, then those of the unit that share a naming word, each once."""
        seen: set[int] = set()
        lists = [self._by_metric.get(one.metric or "", [])]
        words = one.told if is_specific(one.unit) else one.told - _unit(one)
        lists += [self._by_word.get((key, word), []) for key in keys_of(one.unit) for word in sorted(words)]
        for others in lists:
            for other in others if len(others) <= _COMMON else ():
                if other.number not in seen:
                    seen.add(other.number)
                    yield other

    def _match(self, one: Mention, other: Mention) -> Match | None:
        if other.block == one.block or one.when != other.when or one.apart != other.apart:
            return None
        metric = bool(one.metric) and one.metric == other.metric
        if not metric and (not alike(one.unit, other.unit) or (one.metric and other.metric)):
            return None
        counted = _unit(one) | _unit(other)
        told = one.told - counted
        if not metric and (one.told ^ other.told) & DENIALS:
            return None
        known = {word for word in told if self._known(one, word)}
        return Match(
            other,
            metric,
            len(told & other.told),
            len(told & other.around),
            len(known - other.around),
            len(other.told - counted - one.around),
            len(told - other.around),
            _is_named(one, other) or _is_named(other, one),
        )

    def _known(self, one: Mention, word: str) -> bool:
        """Whether another figure of the unit is told with a word, too: one that no other has tells nothing apart."""
        return any(self._told.get((key, word), 0) > 1 for key in keys_of(one.unit))


def is_specific(unit: str) -> bool:
    """Whether a unit names by itself what is counted ("hòa giải viên"), as a plain one does not ("người", "hồ sơ")."""
    return " " in unit and unit_kind(unit) in ("count", "person", "unknown") and unit not in _PLAIN


def _is_named(one: Mention, other: Mention) -> bool:
    """Whether the unit of one names what is counted and the other is told with all of it."""
    return is_specific(one.unit) and (one.unit == other.unit or (other.cell and _unit(one) <= other.told))


def _unit(one: Mention) -> frozenset[str]:
    return naming(one.unit)
