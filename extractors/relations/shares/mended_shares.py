"""Shares that one slip of the pen in their part or their base gives ("11 vụ, làm rõ 19 vụ (90,9%)": 10 of 11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from extractors.ledger.entries import Entry
from extractors.lexicon import unit_kind
from extractors.numbers.number import Number
from extractors.numbers.slips import slip_cost
from extractors.relations.amounts import ratio
from extractors.relations.arithmetic import share_fits
from extractors.relations.world import World

_COUNTED = frozenset(("count", "person"))
#: slips that cost more meet the shares of small counts by chance, but for those printed to two places
_LIKELY, _SMALL, _FINE = 3, 100, Decimal("0.1")
_WHOLE = Decimal(1)


def base_beside(world: World, entry: Entry, part: int, percent: Number) -> int | None:
    """Return the figure of its sentence that a share is of, but for one slip of the pen in it or in the part.

    It is the only one of the part's unit before it, or the only one before it if the share is printed to two places.
    """
    if percent.step >= _WHOLE or percent.sign != "=" or world.numbers[part].sign != "=" or entry.path:
        return None
    before = [n for n in _told_before(world, entry, part) if world.measures[n].unit != "%"]
    alike = [n for n in before if ratio(world.unit(n), world.unit(part)) is not None]
    chosen = alike if len(alike) == 1 else before if not alike and percent.step < _FINE else []
    if len(chosen) != 1 or not _may_be_base(world, chosen[0], part):
        return None
    return chosen[0] if any(_mended(world, chosen[0], part, percent)) else None


def _told_before(world: World, entry: Entry, part: int) -> Iterator[int]:
    start = world.document.blocks[entry.block].span.start
    for number in range(part - 1, max(-1, part - 7), -1):
        if world.numbers[number].span.start < start:
            return
        if number in world.measures and world.entry_of(number).sentence == entry.sentence:
            yield number


def _may_be_base(world: World, base: int, part: int) -> bool:
    measure, number = world.measures[base], world.numbers[base]
    kinds = {unit_kind(world.unit(each)) for each in (base, part)}
    counts = world.unit(base) == world.unit(part) or kinds <= _COUNTED
    return counts and number.sign == "=" and number.of is None and not (measure.change or measure.plan)


def _mended(world: World, base: int, part: int, percent: Number) -> Iterator[bool]:
    """Yield whether the part, and whether the base, is one slip from a figure that the share fits."""
    scale = ratio(world.unit(base), world.unit(part)) or _WHOLE
    value, whole = world.value(part), world.value(base) * scale
    share = percent.value or Decimal(0)
    if not share or not whole:
        return
    right = replace(percent, sign="=")
    for number, printed, exact in ((part, value, whole * share / 100), (base, whole, value * 100 / share)):
        step = world.numbers[number].step * (scale if number == base else 1)
        meant = (exact / step).quantize(_WHOLE) * step
        pair = (meant, whole) if number == part else (value, meant)
        yield _is_likely(printed, meant, percent.step) and share_fits(*pair, right)


def _is_likely(printed: Decimal, meant: Decimal, step: Decimal) -> bool:
    """Whether one slip wrote a figure for the one that is meant, and no other would have done as well."""
    cost = slip_cost(printed, meant) if 0 < meant != printed else None
    if cost is None:
        return False
    same_length = len(str(printed)) == len(str(meant))
    return cost < _LIKELY or same_length or step < _FINE or max(printed, meant) >= _SMALL
