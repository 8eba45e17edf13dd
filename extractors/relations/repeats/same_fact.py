"""Whether two mentions tell one fact, and how sure that is."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from extractors.lexicon.stages import stage_in
from extractors.relations.repeats.matches import Match, figures_of, is_like, is_named, is_specific
from extractors.relations.repeats.mentions import Mention, Words, in_one_list, item_of, keys_of, read_words, set_apart
from extractors.relations.repeats.same_words import naming, turning
from extractors.relations.shares.wholes_named import told_under
from extractors.relations.world import World

#: words and metrics that more figures share than this name no fact
_COMMON = 60
#: how many of the first marks of a figure are shared with equal ones and those with digits swapped
_EQUAL = 3
#: how far figures that are told again may lie apart without a slip between them
NEAR, NEAR_SHARE = Decimal(2), Decimal("0.15")
#: what is left of something, no word of how things still are ("còn xảy ra 25 vụ")
_LEFT = re.compile(r"(?<!\w)còn(?: lại)? #")


class Index:
    """Mentions by unit or metric and by value, digits and words; words are read only where they are asked for."""

    def __init__(self, world: World, mentions: Sequence[Mention]) -> None:
        """File each mention under what it may be sought by."""
        self._world = world
        self._words: dict[int, Words] = {}
        self._figures: dict[int, list[str]] = {}
        self._apart: dict[int, frozenset[str]] = {}
        self._items: dict[int, frozenset[str]] = {}
        self._families: dict[str, list[Mention]] = {}
        self._by_figure: defaultdict[str, defaultdict[str, list[Mention]]] = defaultdict(_lists)
        self._ordered: dict[str, list[Mention]] = {}
        self._told: dict[str, Counter[str]] = {}
        self._by_word: dict[str, dict[str, list[Mention]]] = {}
        for one in mentions:
            figures = self._figures[one.number] = figures_of(one)
            for key in _keys(one):
                self._families.setdefault(key, []).append(one)
                same = self._by_figure[key]
                for figure in figures:
                    same[figure].append(one)

    def words(self, one: Mention) -> Words:
        """Return what the words of a mention say."""
        found = self._words.get(one.number)
        if found is None:
            found = self._words[one.number] = read_words(self._world, one)
        return found

    def alike(self, one: Mention) -> list[Match]:
        """Return the matches with figures that are equal or a slip away, nearest first."""
        figures, block = self._figures[one.number], one.block
        near: list[list[Mention]] = []
        slips: list[list[Mention]] = []
        for key in _keys(one):
            same = self._by_figure[key]
            for at, figure in enumerate(figures):
                others = same[figure]
                if 1 < len(others) <= _COMMON and _is_elsewhere(others, block):
                    (near if at < _EQUAL else slips).append(others)
        if slips and not one.recap:
            told = () if one.stock else (self._told_alike(one, others) for others in slips)
            slips = [others for others in told if others]
        return self._matched(one, [*near, *slips]) if near or slips else []

    def _told_alike(self, one: Mention, others: Sequence[Mention]) -> list[Mention]:
        """Return the mentions told with two words of one: of others a changed digit is chance."""
        told, number = self.words(one).told, one.number
        if len(told) < 2:
            return []
        block, when = one.block, one.when
        apart = [m for m in others if m.number != number and m.block != block and m.when == when]
        return [m for m in apart if len(told & self.words(m).told) > 1]

    def matches(self, one: Mention) -> list[Match]:
        """Return the matches with figures of the metric and with those of the unit that share a word, nearest first."""
        near = [self._families.get(one.metric, [])] if one.metric else []
        told = self.words(one).told
        for key in keys_of(one.unit):
            by_word = self._words_of(key)
            sought = told if is_specific(one.unit) else told - naming(one.unit)
            near += [by_word.get(word, []) for word in sorted(sought)]
        return self._matched(one, near)

    def near(self, one: Mention) -> list[Match]:
        """Return the matches with figures of the metric or units that lie near or a slip away."""
        gap = max(NEAR, one.value * NEAR_SHARE / (1 - NEAR_SHARE))
        found = [
            others
            for key in _keys(one)
            for f in self._figures[one.number]
            if len(others := self._by_figure[key][f]) > 1
        ]
        for key in _keys(one):
            ordered = self._ordered_of(key)
            low = bisect_left(ordered, one.value - gap, key=_value)
            within = ordered[low : bisect_right(ordered, one.value + gap, key=_value)]
            found += [[other] for other in within if other.value != one.value]
        return self._matched(one, found)

    def _ordered_of(self, key: str) -> list[Mention]:
        """Return the mentions of a family of units or a metric by value."""
        if key not in self._ordered:
            self._ordered[key] = sorted(self._families.get(key, []), key=_value)
        return self._ordered[key]

    def _matched(self, one: Mention, near: Iterable[list[Mention]]) -> list[Match]:
        found: list[Match] = []
        seen: set[int] = set()
        block, when, words, own = one.block, one.when, self._words, self.words(one)
        for others in near:
            for other in others if len(others) <= _COMMON else ():
                number = other.number
                if number not in seen and other.block != block and other.when == when:
                    seen.add(number)
                    if is_like(one, other):
                        match = self._match(one, other, own, words.get(number) or self.words(other))
                        if match is not None:
                            found.append(match)
        return sorted(found, key=lambda match: match.rank, reverse=True)

    def _match(self, one: Mention, other: Mention, own: Words, others: Words) -> Match | None:
        """Return how two like figures of one time, of different blocks, match; None where they cannot tell one fact."""
        metric = bool(one.metric) and one.metric == other.metric
        if not metric and own.denied != others.denied:
            return None
        named = is_named(one, other, others) or is_named(other, one, own)
        if not (metric or named) and own.told.isdisjoint(others.around):
            return None
        nouns = naming(one.unit) if one.unit == other.unit else naming(one.unit) | naming(other.unit)
        told = own.told - nouns
        if not (metric or named) and told.isdisjoint(others.around):
            return None
        if self._apart_of(one) != self._apart_of(other) or self._of_two_items(one, other):
            return None
        if len({self._counted(one), self._counted(other)} - {None}) > 1:
            return None  # shares that hang on counts of their own are told again only where these are
        unheard = told - others.around
        return Match(
            other,
            metric,
            len(told & others.told),
            len(told & others.around),
            sum(self._known(one, word) for word in unheard),
            len(others.told - nouns - own.around),
            len(unheard),
            named,
            one.recap and self._turn_of(one) != self._turn_of(other),
        )

    def _turn_of(self, one: Mention) -> tuple[str | None, frozenset[str]]:
        """Return the stage that a mention is told of and the words that make another thing of what it counts."""
        told = self._world.measures[one.number].wording.told
        left = frozenset(("còn",)) if _LEFT.search(told) is None or one.unit == "%" else frozenset[str]()
        return stage_in(told, steps=True), turning(told) - left

    def _counted(self, one: Mention) -> Decimal | None:
        """Return the count that a share hangs on, else that under which it is told, None where there is none."""
        return told_under(self._world, one.number) if one.unit == "%" else None

    def _of_two_items(self, one: Mention, other: Mention) -> bool:
        """Whether two figures stand in items of lists that are about two things, neither told once more.

        In one list items tell what differs by a word ("Phiếu khảo sát: 68", "Số phiếu hài lòng: 66").
        """
        if in_one_list(self._world, one, other):
            return True
        if one.recap or other.recap or one.cell or other.cell:
            return False
        items = self._item_of(one), self._item_of(other)
        return all(items) and items[0].isdisjoint(items[1])

    def _item_of(self, one: Mention) -> frozenset[str]:
        found = self._items.get(one.number)
        if found is None:
            found = self._items[one.number] = item_of(self._world, one)
        return found

    def _apart_of(self, one: Mention) -> frozenset[str]:
        found = self._apart.get(one.number)
        if found is None:
            found = self._apart[one.number] = set_apart(self._world, one)
        return found

    def _known(self, one: Mention, word: str) -> bool:
        """Whether another figure of the unit is told with a word, too: one that no other has tells nothing apart."""
        for key in keys_of(one.unit):
            if key not in self._told:
                said = (self._world.measures[m.number].wording.told for m in self._families.get(key, []))
                self._told[key] = Counter(word for told in said for word in set(told.split()))
            if self._told[key][word] > 1:
                return True
        return False

    def _words_of(self, key: str) -> dict[str, list[Mention]]:
        """Return the mentions of a family of units by the syllables that they are told with or stand under."""
        if key not in self._by_word:
            found = self._by_word[key] = {}
            for one in self._families.get(key, []):
                for word in self.words(one).around:
                    found.setdefault(word, []).append(one)
        return self._by_word[key]


def _is_elsewhere(mentions: Sequence[Mention], block: int) -> bool:
    """Whether a figure is among some that stand in another block, too."""
    return mentions[0].block != block or mentions[-1].block != block


def _lists() -> defaultdict[str, list[Mention]]:
    return defaultdict(list)


def _value(one: Mention) -> Decimal:
    return one.value


def _keys(one: Mention) -> tuple[str, ...]:
    return (*keys_of(one.unit), one.metric) if one.metric else keys_of(one.unit)
