"""The two forms of equations between printed numbers: weighted sums, and products that make a target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import prod

#: a number by its index; n of a pair "k of n" is the complement (~) of the index
Place = int
Changes = Mapping[Place, Decimal]
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Span:
    """The values from low to high that a number may have for an equation to hold."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Linear:
    """Weighted numbers that come to 0, or to no more than that; `off` is what they come to as printed."""

    weights: Mapping[Place, Decimal]
    off: Decimal
    room: Decimal
    limit: bool = False

    @property
    def places(self) -> tuple[Place, ...]:
        """The numbers of the equation."""
        return tuple(self.weights)

    def holds(self, printed: Changes, changed: Changes) -> bool:
        """Whether the equation holds once numbers have changed."""
        off = self._off(printed, changed)
        return off <= self.room if self.limit else abs(off) <= self.room

    def miss(self, printed: Changes, changed: Changes) -> Decimal:
        """Return how far from holding exactly the equation is."""
        return abs(self._off(printed, changed))

    def needs(self, printed: Changes, place: Place) -> Span:
        """Return what a number would have to be, the others being right."""
        weight = self.weights[place]
        right, room = printed[place] - self.off / weight, abs(self.room / weight)
        if self.limit:
            return Span(_NOTHING, right) if weight > 0 else Span(right, right * 1000)
        return Span(right - room, right + room)

    def _off(self, printed: Changes, changed: Changes) -> Decimal:
        off, weights = self.off, self.weights
        for place, value in changed.items():
            if place in weights:
                off += weights[place] * (value - printed[place])
        return off


@dataclass(frozen=True, slots=True)
class Product:
    """Numbers multiplied and divided (power 1 and -1) that make a target, `shift` added to it first."""

    scale: Decimal
    powers: Mapping[Place, int]
    target: Place
    room: Decimal
    sign: int = 1
    shift: Decimal = _NOTHING

    @property
    def places(self) -> tuple[Place, ...]:
        """The numbers of the equation."""
        return (*self.powers, self.target)

    def holds(self, printed: Changes, changed: Changes) -> bool:
        """Whether the equation holds once numbers have changed; within less than its room."""
        made = self.made(printed, changed)
        return made is not None and abs(made - self._target(printed, changed)) < self.room

    def miss(self, printed: Changes, changed: Changes) -> Decimal:
        """Return how far from holding exactly the equation is, as a share of its room."""
        made = self.made(printed, changed)
        return Decimal(10) if made is None else abs(made - self._target(printed, changed)) / self.room

    def needs(self, printed: Changes, place: Place) -> Span | None:
        """Return what a number would have to be, the others being right."""
        if place == self.target:
            made = self.made(printed, {})
            right = None if made is None else (made - self.shift) * self.sign
            return None if right is None else Span(right - self.room, right + self.room)
        rest = self.made(printed, {place: Decimal(1)})
        target = self._target(printed, {})
        ends = (target - self.room, target + self.room)
        if not rest or min(ends) <= 0:
            return None
        low, high = sorted(end / rest if self.powers[place] == 1 else rest / end for end in ends)
        return Span(low, high)

    def made(self, printed: Changes, changed: Changes) -> Decimal | None:
        """Return what the factors make, None where one would be divided by 0."""
        values = {place: changed.get(place, printed[place]) for place in self.powers}
        if any(power < 0 and not values[place] for place, power in self.powers.items()):
            return None
        return self.scale * prod((values[p] ** power for p, power in self.powers.items()), start=Decimal(1))

    def _target(self, printed: Changes, changed: Changes) -> Decimal:
        return self.sign * changed.get(self.target, printed[self.target]) + self.shift


Equation = Linear | Product
