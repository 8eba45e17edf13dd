"""Figures told again in other words: two are linked by what speaks for one fact, counted in points.

A report states its figures in one part and some of them again in another. Of a figure that nothing else repeats,
each other that one slip of the pen makes of it is weighed: how seldom chance makes such a slip, how many of its rarer
words stand about the other and about no figure of the kind more, what else both places tell alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from extractors.lexicon.amounts import alike
from extractors.numbers.slips import slip_cost
from extractors.relations.arithmetic import shown
from extractors.relations.relation import Operand, Reading, Relation
from extractors.relations.repeats.mentions import in_one_list, read_mentions, set_apart
from extractors.relations.repeats.same_words import naming
from extractors.relations.repeats.told_facts import Fact
from extractors.relations.repeats.told_index import Told
from extractors.relations.repeats.told_places import of_two_places
from extractors.relations.world import World

#: points from which on two figures are held to tell one fact
_LINKED = 8
#: points of a slip: a comma or noughts too far by the digits there are; one digit wrong, more or less by their count
_SHIFTED, _CHANGED, _ANY, _MOST = {1: -9, 2: 0}, {1: -2, 2: 0, 3: 1}, 2, 3
#: what more than so much tells no better
_WORDS, _TIES, _NEARBY, _QUARTERS = 24, 6, 2, 3
#: what sets two figures apart less surely: words of plans and levels are often names ("đăng ký khai sinh")
_SOFT = frozenset(("plan", "upper level", "lower level", "standard"))
_UPPER, _LEVEL = frozenset(("upper level",)), re.compile(r"(?<!\w)(?:huyện|tỉnh|quận|thành phố)(?!\w)")
#: points of a figure of running text that is told with the very name of the row of the other
_LABEL = 6
_WHY = "nhắc lại bằng lời khác ở phần sau"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against two figures' telling one fact.

    `slip` how seldom chance makes such a slip; `unit` 1 where both are of one unit, -1 where they count different
    things; `label` whether one is told with the name of the row of the other, in many digits; `shared` and `back` the
    weight of the words next to one that stand about the other; `ties` how many figures of the kind have words as near,
    `marks` how many words set one apart that may mean nothing; `beside` whether the sentences tell another figure
    alike, `nearby` how many the parts do; `recap` whether one stands in a part that tells again, `echo` how many
    quarters of its part are told elsewhere, too.
    """

    slip: int
    unit: int
    label: bool
    shared: int
    back: int
    ties: int
    marks: int
    beside: bool
    nearby: int
    recap: bool
    echo: int

    @property
    def points(self) -> int:
        """The sum of all: a slip and rare words tell most, words that others have as well tell against."""
        words = self.shared // 10 + self.back // 3 - self.ties - 4 * self.marks
        place = self.beside + self.nearby + 3 * self.recap + 2 * self.echo
        return 2 * self.slip + self.unit + _LABEL * self.label + words + place


def read_linked(world: World, known: Sequence[Relation], period: str | None) -> Iterator[Relation]:
    """Yield figures of running text told with a slip elsewhere, each with the one that it is linked to best."""
    told = Told(world, read_mentions(world, period, bare=True))
    proven = {o.number for r in known if r.verdict == "holds" and r.kind != "repeat" for o in r.operands}
    weighed = sorted(
        _weighed(world, told, proven), key=lambda found: (-found[0].points, found[1].number, found[2].number)
    )
    used: set[int] = set()
    for evidence, one, other in weighed:
        if used.isdisjoint((one.number, other.number)):
            used |= {one.number, other.number}
            yield _relation(world, one, other, certain=_is_certain(evidence, one, other))


def _weighed(world: World, told: Told, proven: Set[int | None]) -> Iterator[tuple[Evidence, Fact, Fact]]:
    """Yield each figure that is told nowhere else with those that are linked to it."""
    echo = {region: _quarters(told, facts) for region, facts in told.regions.items()}
    for one in told.facts:
        again = one.mention.recap or echo[one.region] or one.label in told.rows
        if one.mention.cell or not one.kind or not again or told.is_again(one):
            continue
        for other in told.slips(one):
            if _may_be_one(told, one, other, proven) and not in_one_list(world, one.mention, other.mention):
                evidence = _evidence(world, told, one, other, echo)
                if evidence is not None and evidence.points >= _LINKED:
                    yield evidence, one, other


def _quarters(told: Told, facts: Sequence[Fact]) -> int:
    """Return how many quarters of the figures of a part are told elsewhere, too; one figure is no sign of it."""
    prose = [fact for fact in facts if not fact.mention.cell]
    again = sum(map(told.is_again, prose))
    return min(_QUARTERS, again, 4 * again // max(1, len(prose)))


def _may_be_one(told: Told, one: Fact, other: Fact, proven: Set[int | None]) -> bool:
    """Whether two figures may tell one fact: of one time and kind, not both borne out, the second not told beside."""
    if one.meets(other) or one.mention.when != other.mention.when or (one.mention.recap and other.mention.recap):
        return False
    if one.mention.of != other.mention.of and not (_has_whole(told, one, other) or _has_whole(told, other, one)):
        return False
    beside = any(f.value == other.value for f in told.blocks[one.home[0]])
    return not (beside or {one.number, other.number} <= proven)


def _apart(world: World, one: Fact, other: Fact) -> frozenset[str]:
    """Return what sets one of two figures apart and not the other; a level that both name is none ("giải huyện")."""
    apart = set_apart(world, one.mention) ^ set_apart(world, other.mention)
    levels = [set(_LEVEL.findall(world.measures[f.number].wording.told)) for f in (one, other)]
    return apart - _UPPER if levels[0] & levels[1] else apart


def _has_whole(told: Told, one: Fact, other: Fact) -> bool:
    """Whether the sentence of one figure tells the whole that the other is paired with ("166 trong 171", "169/171")."""
    whole = other.mention.of
    here = (fact for fact in told.homes[one.home] if fact.number != one.number)
    return one.mention.of is None and any(fact.mention.value == whole for fact in here)


def _evidence(world: World, told: Told, one: Fact, other: Fact, echo: Mapping[int, int]) -> Evidence | None:
    slip = _slip(one, other)
    if slip is None or of_two_places(world, one, other):
        return None
    shared, back = told.weight(one.told & other.around), told.weight(other.told & one.around)
    beside = _beside(told, one, other)
    apart = _apart(world, one, other)
    label = _is_row(one, other)
    if not (shared or beside or label) or not apart <= _SOFT:
        return None
    unit = _unit(one, other)
    changed = sorted(one.digits) != sorted(other.digits)  # one digit makes another figure of many
    if changed and (apart or unit < 0 or _is_some(one, other) or told.tells_other(one, other)):
        return None
    return Evidence(
        slip,
        unit,
        label,
        min(shared, _WORDS),
        min(back, _WORDS),
        0 if label else min(told.ties(one, other, _TIES), told.ties(other, one, _TIES)),
        len(apart),
        beside,
        min(_nearby(told, one, other), _NEARBY),
        one.mention.recap,
        echo[one.region],
    )


def _is_some(one: Fact, other: Fact) -> bool:
    """Whether the figure told later is smaller and has words behind it that the first has not: it may be a part."""
    again, first = (other, one) if other.mention.recap else (one, other)
    return again.value < first.value and bool(again.behind - first.around)


def _is_row(one: Fact, other: Fact) -> bool:
    """Whether a figure of many digits is told with the very name of the row of the other ("tổng chi")."""
    named = other.mention.cell and bool(one.label) and one.label == other.label
    return named and min(len(one.digits), len(other.digits)) > _MOST


def _unit(one: Fact, other: Fact) -> int:
    """Return whether units are one (1), may count one thing (0), or name different things (-1)."""
    first, second = one.mention.unit, other.mention.unit
    if first == second:
        return 1
    named = (naming(first) and naming(first) <= other.told) or (naming(second) and naming(second) <= one.told)
    return 0 if named or not second or alike(first, second) or one.kind != "count" else -1


def _slip(one: Fact, other: Fact) -> int | None:
    """Return how seldom chance makes two figures a slip apart, None where they are not."""
    cost = slip_cost(one.value, other.value) or slip_cost(other.value, one.value)
    size = max(len(one.digits), len(other.digits))
    if cost is None:
        return None
    if one.digits == other.digits:
        return None if _is_thousands(one, other) else _SHIFTED.get(size, _MOST)
    swapped = sorted(one.digits) == sorted(other.digits)
    return min(size, _MOST + 2) if swapped else _CHANGED.get(size, _ANY)


def _is_thousands(one: Fact, other: Fact) -> bool:
    """Whether two figures differ by thousands: a unit misunderstood, not a comma too far."""
    low, high = sorted((one.value, other.value))
    return high in (low * 1000, low * 1000000)


def _beside(told: Told, one: Fact, other: Fact) -> bool:
    """Whether the sentences of two figures, or sentence and row, tell another figure alike."""
    there = [fact for fact in told.homes[other.home] if fact.number != other.number]
    here = (fact for fact in told.homes[one.home] if fact is not one)
    return any(a.kind == b.kind and a.meets(b) for a in here for b in there)


def _nearby(told: Told, one: Fact, other: Fact) -> int:
    """Return how many other figures of the part of one are told in the part of the other, too."""
    own = not one.mention.cell and told.is_again(one) and any(e.region == other.region for e in told.echoes(one))
    return told.echo_regions.get(one.region, {}).get(other.region, 0) - own


def _is_certain(evidence: Evidence, one: Fact, other: Fact) -> bool:
    """Whether two figures of one unit, digits swapped or the comma too far, have one label: then one is wrong."""
    slipped = evidence.slip >= _MOST and evidence.unit == 1 and not evidence.marks
    return slipped and (evidence.label or (one.told == other.told and one.label == other.label))


def _relation(world: World, one: Fact, other: Fact, *, certain: bool) -> Relation:
    first, second = (world.value(fact.number) for fact in (one, other))
    reading = Reading(f"{shown(first)} ≠ {shown(second)}", _WHY, "fails")
    scaled = one.step == other.step or one.mention.unit == other.mention.unit
    return Relation(
        kind="repeat",
        source="cue",
        total=None,
        parts=(),
        operands=tuple(_operand(world, fact) for fact in (one, other)),
        unit=one.mention.unit or None,
        exhaustive=None,
        verdict="fails",
        reading=reading.arithmetic,
        tried=(reading,),
        expected=second if scaled else None,
        found=first,
        certain=certain,
    )


def _operand(world: World, fact: Fact) -> Operand:
    return world.operand(fact.number, "mention")
