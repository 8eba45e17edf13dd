"""Places that figures are told of: what one commune gave is not told again by what another gave."""

from __future__ import annotations

import re

from extractors.relations.repeats.told_facts import Fact
from extractors.relations.world import World
from extractors.vietnamese import UPPER

#: characters before a figure in which the place it is told of is named
_NEAR = 60
_PLACE = re.compile(
    r"(?P<kind>[Xx]ã|[Pp]hường|[Tt]hị trấn|[Hh]uyện|[Tt]hôn|[Ấấ]p|[Bb]ản|[Bb]uôn|[Kk]hu phố|[Tt]rường)"
    rf" (?P<name>\d+|[{UPPER}]\w*(?: [{UPPER}]\w*)*)"
)


def of_two_places(world: World, one: Fact, other: Fact) -> bool:
    """Return whether two figures are told right behind the names of two places of one kind."""
    here, there = _places(world, one), _places(world, other)
    return any(here[kind].isdisjoint(there[kind]) for kind in here.keys() & there.keys())


def _places(world: World, one: Fact) -> dict[str, set[str]]:
    """Return the names of places that stand before a figure, by kind."""
    end = world.numbers[one.number].span.start
    start = max(world.document.blocks[one.mention.block].span.start, end - _NEAR)
    found: dict[str, set[str]] = {}
    for match in _PLACE.finditer(world.document.text, start, end):
        found.setdefault(match["kind"].lower(), set()).add(match["name"])
    return found
