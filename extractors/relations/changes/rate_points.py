"""Percentages behind a change that are points of a rate, no share of anything printed."""

from __future__ import annotations

from decimal import Decimal

from extractors.ledger.entries import Quantity
from extractors.lexicon.amounts import alike
from extractors.relations.world import World

#: how much a whole may grow or shrink while the rate falls
_SAME_WHOLE = Decimal("0.8")


def are_points(world: World, quantity: Quantity, share: int) -> bool:
    """Whether a share behind a change is of the whole that a level before it prints a share of.

    The rate falls by about as many points: "còn 1.640 hộ nghèo, chiếm 8,2%, giảm 390 hộ (1,9%)".
    """
    part = quantity.number
    if not world.value(part) or not world.value(share):
        return False
    implied = world.value(part) / world.value(share)
    home = world.entry_of(part)
    near = (e for e in world.ledger.entries if e.block == home.block and e.sentence == home.sentence)
    levels = [(q.number, s) for e in near for q in e.quantities for s in q.shares if q.number < part]
    return any(
        world.value(s) and _SAME_WHOLE <= world.value(n) / world.value(s) / implied <= 1 / _SAME_WHOLE
        for n, s in levels
        if not world.measures[n].change and alike(world.unit(n), world.unit(part)) and world.value(n)
    )
