"""The facts of a report filed by what they are sought by, and how much their words tell."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import islice
from typing import TypeVar

from extractors.relations.repeats.mentions import Mention
from extractors.relations.repeats.told_facts import Fact, facts_of
from extractors.relations.world import World

#: the weight of a word that two places share and no other has, and how much of it tells that figures are one
_RARE = 12
TOLD = 4
#: figures of so many digits are hardly equal by chance
_LONG = 3
#: figures a slip apart of which none is likelier than the others
_CROWD = 60
_NO_WORDS: frozenset[str] = frozenset()
_Key = TypeVar("_Key", bound=Hashable)


class Told:
    """All facts of a report by kind and value, by home, region and slip."""

    def __init__(self, world: World, mentions: Sequence[Mention]) -> None:
        """File each fact under what it is sought by."""
        self.facts = facts_of(world, mentions)
        self._echoes: dict[int, list[Fact]] = {}
        self._again: dict[int, bool] = {}
        self._near: dict[int, list[tuple[int, Fact]]] = {}
        self._kinds = _filed(self.facts, lambda fact: (fact.kind,))
        self._ordered = {kind: sorted(facts, key=_value) for kind, facts in self._kinds.items()}
        self._slips = _filed(self.facts, _slip_keys)
        self.rows = frozenset(fact.label for fact in self.facts if fact.mention.cell and fact.label)
        self.homes = _filed(self.facts, lambda fact: (fact.home,))
        self.blocks = _filed(self.facts, lambda fact: (fact.home[0],))
        self.regions = _filed(self.facts, lambda fact: (fact.region,))

    def ties(self, one: Fact, other: Fact, most: int) -> int:
        """Return how many facts of other values, `most` of them, have words as near to one as the other has."""
        least = self.weight(one.told & other.around)
        facts = (fact for near, fact in self._nearest(one) if near >= least) if least else self._kinds[one.kind]
        elsewhere = (f for f in facts if f.home[0] != one.home[0] and f.value != other.value)
        return sum(1 for _ in islice(elsewhere, most))

    def tells_other(self, one: Fact, other: Fact) -> bool:
        """Whether the words of one are told with a figure elsewhere that is none of both, and hardly with the other."""
        least = 2 * self.weight(one.told & other.around) + TOLD
        near = (f for weight, f in self._nearest(one) if weight > least and f.home[0] != one.home[0])
        return any(not f.meets(other) and not f.meets(one) for f in near)

    def _nearest(self, one: Fact) -> list[tuple[int, Fact]]:
        """Return the facts of the kind of one that share telling words with it, and how much these tell."""
        found = self._near.get(one.number)
        if found is None:
            weights: Counter[int] = Counter()
            for word in one.told:
                if rare := _RARE // max(self._spread[word], 2):  # of common words the lists are long and tell nothing
                    weights.update(dict.fromkeys(self._around[word], rare))
            facts = ((weight, self._by_number[number]) for number, weight in weights.items())
            found = self._near[one.number] = [(weight, fact) for weight, fact in facts if fact.kind == one.kind]
        return found

    def slips(self, one: Fact) -> Iterable[Fact]:
        """Return the facts told elsewhere that one slip may make of a figure, each once; none of a crowd of them."""
        keys = _slip_keys(one)
        if max(len(self._slips[key]) for key in keys) > _CROWD:
            return []
        near = {fact.number: fact for key in keys for fact in self._slips[key]}
        if len(near) > _CROWD:
            return []
        found = (near[number] for number in sorted(near))  # keys are a set, whose order no two runs share
        return [f.as_of(one) for f in found if f.home[0] != one.home[0] and f.kind in ("", one.kind)]

    def echoes(self, one: Fact) -> Sequence[Fact]:
        """Return the facts of other regions or blocks that are told with the same value."""
        found = self._echoes.get(one.number)
        if found is None:
            ordered, room = self._ordered[one.kind], max(one.step, one.value / 100)
            low, high = (
                bisect_left(ordered, one.value - room, key=_value),
                bisect_right(ordered, one.value + room, key=_value),
            )
            # of a figure that is told everywhere only those count whose words tell something
            crowd = high - low > 2 * _CROWD
            near = [fact for _, fact in self._nearest(one)] if crowd else ordered[low:high]
            found = [f for f in near if f.home[0] != one.home[0] and one.meets(f)]
            self._echoes[one.number] = found
        return found

    def is_again(self, one: Fact) -> bool:
        """Whether a fact is told elsewhere, too: with a long figure, one of its rarer words, or without unit."""
        found = self._again.get(one.number)
        if found is None:
            found = self._again[one.number] = self._is_again(one)
        return found

    def _is_again(self, one: Fact) -> bool:
        again = (f for f in self.echoes(one) if f.region != one.region)
        return any(
            min(len(one.digits), len(f.digits)) >= _LONG or self.weight(one.told & f.around) >= TOLD for f in again
        )

    def weight(self, words: frozenset[str]) -> int:
        """Return how much words tell: the fewer sentences and rows have one, the more."""
        return sum(_RARE // max(self._spread[word], 2) for word in words)

    @cached_property
    def _by_number(self) -> Mapping[int, Fact]:
        return {fact.number: fact for fact in self.facts}

    @cached_property
    def _around(self) -> Mapping[str, Sequence[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for fact in self.facts:
            for word in fact.around:
                found[word].append(fact.number)
        return found

    @cached_property
    def echo_regions(self) -> Mapping[int, Mapping[int, int]]:
        """By region, in how many of its figures each other region tells the same."""
        found: defaultdict[int, Counter[int]] = defaultdict(Counter)
        for fact in self.facts:
            if not fact.mention.cell and self.is_again(fact):
                found[fact.region].update({echo.region for echo in self.echoes(fact)})
        return found

    @cached_property
    def _spread(self) -> Counter[str]:
        told = (_NO_WORDS.union(*(fact.said for fact in facts)) for facts in self.homes.values())
        return Counter(word for words in told for word in words)


def _filed(facts: Sequence[Fact], keys: Callable[[Fact], Iterable[_Key]]) -> defaultdict[_Key, list[Fact]]:
    found: defaultdict[_Key, list[Fact]] = defaultdict(list)
    for fact in facts:
        for key in keys(fact):
            found[key].append(fact)
    return found


def _value(fact: Fact) -> Decimal:
    return fact.value


def _slip_keys(one: Fact) -> set[str]:
    """Return what a figure shares with those that a slip makes of it: its digits sorted, one masked, one left out."""
    digits = one.digits
    keys = {"".join(sorted(digits)), *(f"{digits[:at]}_{digits[at + 1 :]}" for at in range(len(digits)))}
    if len(digits) >= _LONG:
        keys |= {f"-{digits[:at]}{digits[at + 1 :]}" for at in range(len(digits))}
    if len(digits) > 1:
        keys.add(f"-{digits}")
    return keys
