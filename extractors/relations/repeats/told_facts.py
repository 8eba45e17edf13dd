"""The facts of a report as they are linked: figures in one unit of a kind, their words, where each is told again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.lexicon import unit_kind
from extractors.numbers.slips import significant
from extractors.relations.amounts import worth
from extractors.relations.repeats.mentions import Mention
from extractors.relations.repeats.same_words import naming
from extractors.relations.shares.table_shares import cells_by_table
from extractors.relations.world import World
from extractors.slots import fills_slots

#: block, or table below nought, with sentence or row
Home = tuple[int, int]
#: how many characters before a figure name what it counts, where those next to it say nothing
_BEFORE = 60
#: words between the name of a figure and itself
_SAYS = re.compile(r"(?:(?<!\w)(?:đạt|là|được|có|còn|cả năm|ước|hiện|:|đã)\s*)+$")
_STOP = re.compile(r"[.!?;]\s")


@fills_slots
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


def facts_of(world: World, mentions: Sequence[Mention]) -> list[Fact]:
    """Return the facts of mentions, in their order."""
    homes, regions = _homes(world), _regions(world)
    return [_fact(world, mention, homes, regions) for mention in mentions]


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
