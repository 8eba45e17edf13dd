"""Figures told again beside one told again rightly: "795 hộ vay, dư nợ 42.625,3" under a row of 759 and 42.625,3.

A figure of many digits that two places share says that both tell of one thing; a neighbour of it that is one slip of
the pen from its counterpart, and told nowhere else, is wrong in one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import permutations

from extractors.lexicon.amounts import alike
from extractors.numbers.slips import significant, slip_cost
from extractors.relations.amounts import ratio
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import two_tellings
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Reading, Relation
from extractors.relations.shares.table_shares import cells_by_table
from extractors.relations.world import World

#: digits from which on two places hardly share a figure by chance, and from which on a slip is hardly one
_SHARED, _SLIPPED, _LONG = 4, 3, 4
#: a figure of more places than these marks none of them
_FEW = 4
_WHY = "nhắc lại bên cạnh một số trùng khớp"
Home = tuple[str, int, int]


def read_companions(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield figures of running text that differ by a slip from those beside the same shared figure elsewhere."""
    proven = {o.number for r in known if r.verdict == "holds" for o in r.operands}
    homes = _homes(world, passages)
    shared: dict[Decimal, list[tuple[Home, str]]] = {}
    for home, figures in homes.items():
        for figure in figures:
            if len(significant(figure.value)) >= _SHARED:
                shared.setdefault(figure.value, []).append((home, figure.unit))
    told = Counter(f.value for figures in homes.values() for f in figures)
    few = [places for places in shared.values() if len(places) <= _FEW]
    for (here, unit), (there, other_unit) in (two for places in few for two in permutations(places, 2)):
        like = here[0] == "prose" and here != there and _may_be_of(unit, other_unit)
        for one in homes[here] if like else ():
            alone = told[one.value] == 1 and one.number not in proven
            other = (
                _counterpart(one, homes[there], homes[here])
                if alone and len(significant(one.value)) >= _SLIPPED
                else None
            )
            if other is not None and _is_later(world, one, other, there):
                reading = Reading(f"{shown(one.value)} ≠ {shown(other.value)}", _WHY, "fails")
                yield two_tellings(world, one, other, reading, certain=False)


def _homes(world: World, passages: Passages) -> Mapping[Home, list[Figure]]:
    """Return the exact figures of each sentence and of each row of a table."""
    homes: dict[Home, list[Figure]] = {}
    for figure in passages.figures:
        if _is_exact(world, figure.number):
            homes.setdefault(("prose", *figure.home), []).append(figure)
    for table, cells in cells_by_table(world).items():
        for (row, column), number in cells.items():
            if number in world.measures and _is_exact(world, number):
                figure = Figure(number, row, column, "", "", world.unit(number), world.value(number))
                homes.setdefault(("table", table, row), []).append(figure)
    return homes


def _is_exact(world: World, number: int) -> bool:
    return world.is_exact(number) and not world.measures[number].change


def _may_be_of(unit: str, other: str) -> bool:
    """Whether units are one, or one is a kind of the other ("hộ vay", "hộ")."""
    return not unit or not other or alike(unit, other) or unit.partition(" ")[0] == other.partition(" ")[0]


def _counterpart(one: Figure, there: Sequence[Figure], here: Sequence[Figure]) -> Figure | None:
    """Return the only figure of another place that one may be a slip of and that its own place does not tell."""
    values = {figure.value for figure in here}
    limit = 3 if len(significant(one.value)) >= _LONG else 2
    like = [
        f
        for f in there
        if f.value not in values
        and _may_be_of(f.unit, one.unit)
        and one.value * (ratio(one.unit, f.unit) or 1) != f.value
        and (cost := slip_cost(one.value, f.value)) is not None
        and cost <= limit
    ]
    return like[0] if len(like) == 1 else None


def _is_later(world: World, one: Figure, other: Figure, there: Home) -> bool:
    """Whether a figure may tell another again: of one time and kind, behind it where both stand in running text."""
    first, again = world.measures[other.number], world.measures[one.number]
    same = first.period is None or again.period is None or first.period == again.period
    same = same and bool(first.target) == bool(again.target)
    return same and (
        there[0] == "table" or world.numbers[one.number].span.start > world.numbers[other.number].span.start
    )
