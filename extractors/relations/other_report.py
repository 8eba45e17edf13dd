"""What other readings of a failing relation are sought in: the figures of running text, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.relations.passages import Figure
from extractors.relations.world import World


@dataclass(frozen=True, slots=True)
class Report:
    """What readings are sought in: the figures of running text, where each stands, and changes that hold."""

    world: World
    figures: Sequence[Figure]
    places: dict[int, int]
    told: frozenset[tuple[int, ...]]

    def figure(self, number: int | None) -> Figure | None:
        """Return a figure of running text, None for any other number."""
        at = self.places.get(-1 if number is None else number)
        return None if at is None else self.figures[at]

    def of_block(self, one: Figure) -> list[Figure]:
        """Return all figures of a paragraph."""
        return [f for f in self.figures if f.block == one.block]

    def beside(self, one: Figure, *, but: Sequence[int] = ()) -> list[Figure]:
        """Return the other figures of a sentence."""
        block = (f for f in self.figures if f.home == one.home)
        return [f for f in block if f.number != one.number and f.number not in but]
