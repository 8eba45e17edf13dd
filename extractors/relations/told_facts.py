"""The facts of a report as they are linked: figures in one unit of a kind, their words, where each is told again."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from extractors.lexicon import unit_kind
from extractors.numbers.slips import significant
from extractors.relations.amounts import worth
from extractors.relations.mentions import Mention
from extractors.relations.same_words import naming
from extractors.relations.table_shares import cells_by_table
from extractors.relations.world import World

#: block, or table below nought, with sentence or row
Home = tuple[int, int]
#: the weight of a word that two places share and no other has, and how much of it tells that figures are one
_RARE = 12
TOLD = 4
#: figures of so many digits are hardly equal by chance
_LONG = 3
#: how many characters before a figure name what it counts, where those next to it say nothing
_BEFORE = 60
#: words between the name of a figure and itself
_SAYS = re.compile(r"(?:(?<!\w)(?:đạt|là|được|có|còn|cả năm|ước|hiện|:|đã)\s*)+$")
_STOP = re.compile(r"[.!?;]\s")
_NO_WORDS: frozenset[str] = frozenset()
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure in the least unit of its kind.

    `label` is what stands right before it, in a table the name of its row; `behind` are the naming words behind it,
    `told` those next to it, `said` those of its sentence, `around` also what it stands under.
    """

    mention: Mention
    home: Home
    region: int
    kind: str
    value: Decimal
    step: Decimal
    digits: str
    label: str
    behind: frozenset[str]
    told: frozenset[str]
    said: frozenset[str]
    around: frozenset[str]

    @property
    def number(self) -> int:
        """The index of its number."""
        return self.mention.number

    def meets(self, other: Fact) -> bool:
        """Whether two figures may print one value, one of them rounded."""
        step = max(self.step, other.step)
        return self.value == other.value or (step != 1 and abs(self.value - other.value) < step)

    def as_of(self, other: Fact) -> Fact:
        """Return the fact in the unit of another, if it is told without any."""
        if self.kind:
            return self
        size = other.value / other.mention.value
        return replace(self, kind=other.kind, value=self.value * size, step=self.step * size)


class Told:
    """All facts of a report by kind and value, by home, region and slip."""

    def __init__(self, world: World, mentions: Sequence[Mention]) -> None:
        """File each fact under what it is sought by."""
        homes, regions = _homes(world), _regions(world)
        self.facts = [_fact(world, m, homes, regions) for m in mentions]
        self._echoes: dict[int, list[Fact]] = {}
        self._kinds = _filed(self.facts, lambda fact: (fact.kind,))
        self._ordered = {kind: sorted(facts, key=_value) for kind, facts in self._kinds.items()}
        self._slips = _filed(self.facts, _slip_keys)
        self.rows = frozenset(fact.label for fact in self.facts if fact.mention.cell and fact.label)
        self.homes = _filed(self.facts, lambda fact: (fact.home,))
        self.blocks = _filed(self.facts, lambda fact: (fact.home[0],))
        self.regions = _filed(self.facts, lambda fact: (fact.region,))

    def ties(self, one: Fact, other: Fact) -> int:
        """Return how many facts of other values have words as near to one as the other has."""
        least = self.weight(one.told & other.around)
        elsewhere = (f for f in self._kinds[one.kind] if f.home[0] != one.home[0] and f.value != other.value)
        return sum(self.weight(one.told & fact.around) >= least for fact in elsewhere)

    def slips(self, one: Fact) -> Iterable[Fact]:
        """Return the facts told elsewhere that one slip may make of a figure, each once."""
        near = {fact.number: fact for key in _slip_keys(one) for fact in self._slips[key]}
        return [f.as_of(one) for f in near.values() if f.home[0] != one.home[0] and f.kind in ("", one.kind)]

    def echoes(self, one: Fact) -> Sequence[Fact]:
        """Return the facts of other regions or blocks that are told with the same value."""
        found = self._echoes.get(one.number)
        if found is None:
            ordered, room = self._ordered[one.kind], max(one.step, one.value / 100)
            low, high = (
                bisect_left(ordered, one.value - room, key=_value),
                bisect_right(ordered, one.value + room, key=_value),
            )
            found = [f for f in ordered[low:high] if f.home[0] != one.home[0] and one.meets(f)]
            self._echoes[one.number] = found
        return found

    def is_again(self, one: Fact) -> bool:
        """Whether a fact is told elsewhere, too: with a long figure, one of its rarer words, or without unit."""
        again = (f for f in self.echoes(one) if f.region != one.region)
        return any(
            min(len(one.digits), len(f.digits)) >= _LONG or self.weight(one.told & f.around) >= TOLD for f in again
        )

    def weight(self, words: frozenset[str]) -> int:
        """Return how much words tell: the fewer sentences and rows have one, the more."""
        return sum(_RARE // max(self._spread[word], 2) for word in words)

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


def _homes(world: World) -> Mapping[int, Home]:
    """Return the sentence or row of each figure."""
    found = {
        number: (world.ledger.entries[m.entry].block, world.ledger.entries[m.entry].sentence)
        for number, m in world.measures.items()
    }
    for table, cells in cells_by_table(world).items():
        found |= {number: (-1 - table, row) for (row, _), number in cells.items()}
    return found


def _regions(world: World) -> Sequence[int]:
    """Return, for each block, the block of the heading that it stands under, -1 for the opening."""
    starts = {section.block for section in world.sections}
    found, region = [], -1
    for block in range(len(world.document.blocks)):
        region = block if block in starts else region
        found.append(region)
    return found


def _kind(unit: str) -> str:
    """Return what a unit measures: figures of one kind may tell one fact, though they count in other words."""
    if not unit:
        return ""
    kind = unit_kind(unit)
    if kind in ("count", "person", "unknown"):
        return "turns" if unit.startswith("lượt") else "count"
    return worth(unit)[0]


def _fact(world: World, one: Mention, homes: Mapping[int, Home], regions: Sequence[int]) -> Fact:
    wording, size = world.measures[one.number].wording, worth(world.unit(one.number))[1]
    told = naming(wording.told) | naming(one.unit)
    if told == naming(one.unit):  # "Công tác sơ tuyển chặt chẽ, số đạt là 113 thanh niên"
        told |= naming(_before(world, one))
    said = told | naming(wording.sentence) | naming(wording.own)
    value = one.value * size
    return Fact(
        one,
        homes[one.number],
        2 * regions[one.block] + one.recap,
        _kind(one.unit),
        value,
        one.step * size,
        significant(value),
        _label(wording.told, cell=one.cell),
        naming(wording.told.partition("#")[2]) - naming(one.unit),
        told,
        said,
        said | naming(wording.path) | naming(wording.lead),
    )


def _before(world: World, one: Mention) -> str:
    """Return the folded words of a sentence right before a figure."""
    end = world.numbers[one.number].span.start
    start = max(world.document.blocks[one.block].span.start, end - _BEFORE)
    return _STOP.split(world.folded[start:end])[-1]


def _label(told: str, *, cell: bool) -> str:
    """Return the words right before a figure without those that say that it is so many ("tổng chi đạt #")."""
    before = told.partition("#")[0].strip()
    label = before.rsplit(" : ", maxsplit=1)[-1] if cell else _SAYS.sub("", before).strip("-+*: ")
    return label if " " in label else ""


def _slip_keys(one: Fact) -> Iterable[str]:
    """Return what a figure shares with those that a slip makes of it: its digits sorted, one masked, one left out."""
    digits = one.digits
    keys = {"".join(sorted(digits)), *(f"{digits[:at]}_{digits[at + 1 :]}" for at in range(len(digits)))}
    if len(digits) >= _LONG:
        keys |= {f"-{digits[:at]}{digits[at + 1 :]}" for at in range(len(digits))}
    if len(digits) > 1:
        keys.add(f"-{digits}")
    return keys
