"""Shares whose base the figures refuse: smaller than the part, or money of another scale, which one slip explains.

"Nhận 2.918 hồ sơ, số hóa 22.790 hồ sơ, đạt 95,61%": a base below its part is none, unless a digit too many made
the part so large or a lost one the base so small. "Vốn 14.862 triệu đồng, giải ngân 14.206 tỷ đồng, đạt 95,59%": no
figure is wrong but a unit. A share above 100 may have lost its comma.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.lexicon.amounts import money_scale
from extractors.numbers.number import Number
from extractors.numbers.slips import slip_cost
from extractors.relations.amounts import ratio
from extractors.relations.arithmetic import share_fits
from extractors.relations.world import World

_ALL = 100
#: what a digit too many costs at most, and any other slip
_TOO_MANY, _ANY = 2, 3
#: how many bases are tried that a share may stand for
_TRIED = 200
#: shares printed as finely meet no money of another scale by chance
_FINE = Decimal("0.1")


def refused_base(world: World, part: int, share: int, named: Sequence[int], near: Sequence[int]) -> int | None:
    """Return the figure that a share is of but for one slip of the pen, though its part is above it.

    Of `named` bases any slip tells, of those that only stand `near` one digit too many in the part.
    """
    percent = world.numbers[share]
    if percent.sign != "=" or not world.is_exact(part) or not 0 < (percent.value or 0) < _ALL:
        return None
    refused = [(base, base in named) for base in dict.fromkeys((*named, *near)) if _is_below(world, base, part)]
    return next((base for base, told in refused if _is_slipped(world, part, percent, base, told=told)), None)


def other_scale_base(world: World, part: int, share: int, bases: Sequence[int]) -> int | None:
    """Return the amount of money that a share is of if it is read in the unit of its part, or the part in its."""
    percent, scale = world.numbers[share], money_scale(world.unit(part))
    if not scale or percent.sign != "=" or percent.step > _FINE or not world.value(part):
        return None
    others = (base for base in bases if money_scale(world.unit(base)) not in (0, scale))
    return next((b for b in others if share_fits(world.value(part), world.value(b), percent)), None)


def lost_comma_base(world: World, part: int, share: int, bases: Sequence[int]) -> int | None:
    """Return the figure that a share above 100 is of once a comma is put into it ("289 của 312 kiến nghị, 926%")."""
    percent, value = world.numbers[share], world.numbers[share].value or Decimal(0)
    if percent.sign != "=" or percent.step != 1 or value <= _ALL or not world.is_exact(part):
        return None
    meant = [replace(percent, value=value.scaleb(-by), step=Decimal(1).scaleb(-by)) for by in (1, 2)]
    usable = [base for base in bases if base != part and world.is_exact(base)]
    scaled = ((b, world.value(b) * (ratio(world.unit(b), world.unit(part)) or 1)) for b in usable)
    return next((b for b, whole in scaled if any(share_fits(world.value(part), whole, one) for one in meant)), None)


def _is_below(world: World, base: int, part: int) -> bool:
    scale = ratio(world.unit(base), world.unit(part))
    plain = base != part and world.is_exact(base) and not world.measures[base].change
    return plain and scale is not None and 0 < world.value(base) * scale < world.value(part)


def _is_slipped(world: World, part: int, percent: Number, base: int, *, told: bool) -> bool:
    """Whether one slip in the part or, of a base that is told, in the base makes the share right."""
    value, whole = world.value(part), world.value(base) * (ratio(world.unit(base), world.unit(part)) or 1)
    for meant in _parts(whole, percent, world.numbers[part].step):
        cost = slip_cost(value, meant)
        if cost is not None and cost <= (_ANY if told else _TOO_MANY):
            return True
    costs = (slip_cost(whole, meant) for meant in _bases(value, percent)) if told else ()
    return any(cost is not None and cost <= _ANY for cost in costs)


def _parts(whole: Decimal, percent: Number, step: Decimal) -> Iterator[Decimal]:
    """Yield the parts that a share of a whole may stand for, as they could be printed."""
    middle = (whole * (percent.value or 0) / _ALL / step).to_integral_value() * step
    yield from (
        part for part in (middle, middle - step, middle + step) if part > 0 and share_fits(part, whole, percent)
    )


def _bases(value: Decimal, percent: Number) -> Iterator[Decimal]:
    """Yield the whole figures of which a part is a share as printed."""
    middle = int(value * _ALL / (percent.value or 1))
    reach = min(_TRIED, int(middle * percent.step / (percent.value or 1)) + 1)
    some = (Decimal(base) for base in range(max(1, middle - reach), middle + reach + 1))
    yield from (base for base in some if share_fits(value, base, percent))
