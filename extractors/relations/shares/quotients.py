"""A part divided by a base against its printed percentage: the readings of a share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.numbers.number import Number
from extractors.numbers.slips import one_slip
from extractors.relations.amounts import ratio
from extractors.relations.arithmetic import share_fits, shown
from extractors.relations.relation import Reading, Relation, Source
from extractors.relations.world import World

#: why a share is read of a base that nobody printed
OF_TWO = "mẫu số là tổng hoặc hiệu của hai số đã nêu"
#: why a share is left open whose base nobody named
UNNAMED = "mẫu số không nêu"
_ALL = 100
#: how finely an exact share is told
_PLACES = Decimal("0.01")


def exact_share(world: World, part: int, base: int) -> Decimal | None:
    """Return the percentage that a part is of a base to two places, None of a base of 0."""
    whole = _base_value(world, part, base)
    return (world.value(part) * 100 / whole).quantize(_PLACES) if whole else None


def _base_value(world: World, part: int, base: int) -> Decimal:
    of = world.numbers[base].of
    if base == part and of is not None:
        return of
    # a base in billions may stand before a part in millions
    unit, other = world.unit(base), world.unit(part)
    return world.value(base) if unit == other else world.value(base) * (ratio(unit, other) or 1)


def try_base(world: World, part: int, percent: Number, base: int, why: str) -> Reading:
    """Return the reading of a percentage as share of a base."""
    value, whole = world.value(part), _base_value(world, part, base)
    above = percent.sign == "=" and (percent.value or Decimal(0)) > _ALL
    if base == part and above and value < whole and share_fits(whole, value, percent):
        value, whole = whole, value  # "kế hoạch/thực hiện: 40/41,6, đạt 104%"
    fits = share_fits(value, whole, percent) or _fits_about(world, part, whole, percent)
    exact = shown((value * 100 / whole).quantize(_PLACES)) if whole else "?"
    text = f"{shown(value)} / {shown(whole)} = {exact}%"
    if not fits:
        text += f" ≠ {_printed(percent)}"
    return Reading(text, why, "holds" if fits else "fails", (part,), base)


def _fits_about(world: World, part: int, whole: Decimal, percent: Number) -> bool:
    """Whether a share fits a part that is itself only about ("hơn 64 vụ trong 100 vụ, 64,13%")."""
    if world.numbers[part].sign == "=" or not whole or percent.value is None:
        return False
    return abs(world.value(part) * 100 / whole - percent.value) <= percent.value / 20


def _printed(percent: Number) -> str:
    return f"{shown(percent.value or Decimal(0))}%"


def try_two_bases(world: World, part: int, percent: Number, bases: Sequence[int]) -> Reading | None:
    """Return the first base that fits and is a sum or difference of two numbers (closed cases, the rest of a total)."""
    if percent.step >= 1:
        return None  # a whole percentage fits some pair by chance
    of = world.value(part)
    for a, b in _pairs(part, list(dict.fromkeys(bases))[:8]):
        one, other = world.value(a), world.value(b)
        for whole, sign in ((one + other, "+"), (abs(one - other), "-")):
            if whole < of or not share_fits(of, whole, percent):
                continue
            if sign == "+" and (_is_below(world, a, b) or _is_below(world, b, a)):
                continue  # a part and its total make nothing together
            sides = f"{shown(one)} {sign} {shown(other)} = {shown(whole)}"
            return Reading(f"{shown(of)} / ({sides}) = {_printed(percent)}", OF_TWO, "holds", (part,), a)
    return None


def _is_below(world: World, number: int, above: int) -> bool:
    """Whether a figure stands in the list that another opens."""
    entry, group = world.entry_of(number), world.entry_of(number).group
    parent = world.ledger.parent_of(entry) if group is not None and not entry.path else None
    return parent is not None and any(q.number == above for q in parent.quantities)


def _pairs(part: int, bases: list[int]) -> Iterator[tuple[int, int]]:
    """Yield each base with the part and with the bases after it."""
    for place, base in enumerate(bases):
        yield from ((base, other) for other in (part, *bases[place + 1 :]) if other != base)


def is_slip(exact: Decimal | None, percent: Number) -> bool:
    """Whether one slip of the pen makes the printed percentage of the exact one."""
    if exact is None or percent.value is None:
        return False
    return one_slip(exact.quantize(percent.step) if percent.step < 1 else exact, percent.value)


def make_percent(
    world: World, told: tuple[int, int, int], tried: Sequence[Reading], at: int = 0, *, source: Source, certain: bool
) -> Relation:
    """Return the relation of (part, whole, share) as the reading at a place of those tried says."""
    part, whole, share = told
    reading = tried[at]
    return Relation(
        kind="percent",
        source=source,
        total=whole,
        parts=(part,),
        operands=(world.operand(part, "part"), world.operand(whole, "whole"), world.operand(share, "share")),
        unit="%",
        exhaustive=None,
        verdict=reading.verdict,
        reading=reading.arithmetic,
        tried=tuple(tried),
        expected=None if reading.verdict == "holds" else exact_share(world, part, whole),
        found=world.value(share),
        certain=certain,
    )
