"""The changes that a block tells, each by an amount, a percentage or both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.relations.changes.change_words import Said
from extractors.relations.passages import Figure
from extractors.relations.world import World

#: what words of change make of a figure
CHANGES = ("change", "index", "times")
#: a change that was asked for, not one that came ("vượt mức giao là 5 điểm phần trăm")
_SAID_AGAIN = re.compile(
    r"[)\s]*,? ?(?:tức(?: là)?|tương ứng|tương đương|hay|bằng|đạt)(?: (?:với|tỷ lệ|mức|tăng|giảm))*$"
)
_AS_GIVEN = re.compile(
    r"(?<!\w)(?:mức|kế hoạch|chỉ tiêu|mục tiêu|nghị quyết)(?: (?:được |huyện |tỉnh |trên )?giao| đề ra| năm)?(?: là)?$"
)


@dataclass(frozen=True, slots=True)
class Event:
    """A change told by an amount, a percentage, or both: their places in the block, and what the first says."""

    places: tuple[int, ...]
    said: Said


def events(world: World, figures: Sequence[Figure], told: Sequence[Said]) -> Iterator[Event]:
    """Yield the changes told among figures, an amount with the percentage that says it again as one."""
    at = 0
    while at < len(told):
        places = [at]
        if told[at].tag == "change" and _goes_on(world, figures, told, at):
            places.append(at + 1)
        elif told[at].tag == "change" and _said_behind_base(figures, told, at):
            places.append(at + 2)
        if told[at].tag in CHANGES and figures[at].value and not _AS_GIVEN.search(figures[at].before):
            yield Event(tuple(places), told[at])
        at = places[-1] + 1


def _said_behind_base(figures: Sequence[Figure], told: Sequence[Said], at: int) -> bool:
    """Whether a percentage says a change again behind its base ("tăng 17 so với năm 2021 (71), tương ứng 23,9%")."""
    if at + 2 >= len(told) or told[at + 1].tag != "old" or figures[at].unit == "%" or figures[at + 2].unit != "%":
        return False
    same = figures[at].home == figures[at + 1].home == figures[at + 2].home
    return (
        same and bool(_SAID_AGAIN.match(figures[at + 2].before)) and told[at + 2].direction in (0, told[at].direction)
    )


def _goes_on(world: World, figures: Sequence[Figure], told: Sequence[Said], at: int) -> bool:
    """Whether the figure after a change says the same change as a percentage, or as an amount."""
    if at + 1 == len(told) or figures[at].home != figures[at + 1].home:
        return False
    here, following = figures[at], figures[at + 1]
    if (here.unit == "%") == (following.unit == "%") or following.unit.startswith("điểm"):
        return False
    hung = world.measures[following.number].share_of == here.number
    again = told[at + 1].tag == "change" and told[at + 1].direction == told[at].direction
    said = following.before.lstrip(", ").startswith(("(", "tức", "tương", "hay", "bằng", "tốc độ"))
    return following.unit == "%" and (hung or said or (again and "," not in here.after[1:]))
