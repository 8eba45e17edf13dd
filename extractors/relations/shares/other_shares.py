"""Shares that are not of the figure before them: told in turn, behind a change, or of a thing by its own name."""

from __future__ import annotations

import re

from extractors.ledger.entries import Entry, Quantity
from extractors.relations.shares.wholes_named import is_added
from extractors.relations.world import World

#: shares of several counts in turn ("đợt 1 tiêm 1.120 con, đợt 2 tiêm 1.085 con, đạt 92% và 89% tổng đàn")
_IN_TURN = re.compile(
    r"(?:\s*,\s*\d[\d.,]*\s?%)*\s+và\s+\d[\d.,]*\s?%[^.;:()%]{0,60}?(?:tương ứng|lần lượt|mỗi|từng)(?!\w)"
)
#: what a share is of, by its own name
_OF_WHAT = re.compile(
    r"\s*(?:so với |của )?"
    r"(?P<what>(?:diện tích|sản lượng|dân số|kim ngạch|lực lượng)(?: (?!và|của|so)[^\W\d_]+){2})(?!\w)"
)


def is_of_others(world: World, entry: Entry, quantity: Quantity, share: int) -> bool:
    """Return whether a share is not of the figure before it: in turn with others, of a change, of a thing by name."""
    if _IN_TURN.match(world.folded, world.numbers[share].end):
        return True
    between = world.folded[world.numbers[quantity.number].end : world.numbers[share].span.start]
    changed = "chiếm" in between and (world.measures[quantity.number].change or is_added(world, quantity.number))
    return changed or _is_compared_above(world, entry, share, between) or _names_another(world, entry, share)


def _is_compared_above(world: World, entry: Entry, share: int, between: str) -> bool:
    """Whether a part is compared as its total is, by the same verb ("bằng 99% cùng kỳ, trong đó … bằng 98%")."""
    above, verb = world.ledger.parent_of(entry), between.split()[-1:]
    if above is None or verb not in (["bằng"], ["đạt"]) or entry.path or world.measures[share].plan:
        return False
    compared = ((q, s) for q in above.quantities for s in q.shares if world.measures[s].plan)
    return any(
        world.folded[world.numbers[q.number].end : world.numbers[s].span.start].split()[-1:] == verb
        for q, s in compared
    )


def _names_another(world: World, entry: Entry, share: int) -> bool:
    """Whether a share says what it is of, and the sentence has not told of that ("chiếm 97% diện tích gieo cấy")."""
    named = _OF_WHAT.match(world.folded, world.numbers[share].end)
    if named is None or entry.path:
        return False
    start = world.document.blocks[entry.block].span.start
    return named["what"] not in " ".join(world.folded[start : world.numbers[share].span.start].split())
