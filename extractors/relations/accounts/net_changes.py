"""What came and went against the change that it makes: "kết nạp 42, xóa tên 28, so với đầu kỳ (1.832) tăng 14".

The change itself holds between its ends; what is told to have moved in its sentences must lead from one to the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from extractors.lexicon.stages import Stage
from extractors.relations.accounts.balances import balanced, make_balance
from extractors.relations.accounts.movements import movement
from extractors.relations.amounts import is_measured, ratio
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.shares.closed_words import PLAN
from extractors.relations.world import World

#: how many figures may have moved
_MOST = 4
_MARK = re.compile(r"[,;:().–—]|(?<!\w)(?:và|do|vì|nhờ)(?!\w)")
#: some of what moved only, or what moved at another time
_PART = re.compile(
    r"(?<!\w)(?:trong đó|riêng|gồm|bao gồm|cùng kỳ|năm trước|so với|bình quân|mỗi|kế hoạch|lũy kế)(?!\w)"
)


def read_net_changes(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield what came and went, and whether it makes the change that holds beside it; `known` tells the changes."""
    told = {o.number for r in known if r.kind == "balance" for o in r.operands}
    told |= {o.number for r in known if r.verdict == "fails" for o in r.operands}
    changed = {n for r in known if r.kind in ("growth", "difference") for n in (r.total, *r.parts) if n is not None}
    for change in known:
        if change.kind != "growth" or change.verdict != "holds" or change.total is None or change.unit in (None, "%"):
            continue
        ends = (change.total, *change.parts)
        figures = passages.by_block.get(world.entry_of(change.total).block, ())
        moved = [(f, way) for f, way in _moved(world, figures, change) if f.number not in changed]
        if told.isdisjoint((*ends, *(f.number for f, _ in moved))) and _is_decided(world, change, moved):
            told |= {*ends, *(f.number for f, _ in moved)}
            yield _made(world, change, moved)


def _moved(world: World, figures: Sequence[Figure], change: Relation) -> list[tuple[Figure, int]]:
    """Return what came and went by the words of its own clause, in the sentence of a change or the one before.

    Nothing comes or goes between a plan and what was done.
    """
    place = next((f for f in figures if f.number == change.total), None)
    if place is None or any(f.number in change.parts and PLAN.search(f.before) for f in figures):
        return []
    found = []
    for figure in figures:
        near = 0 <= place.sentence - figure.sentence <= 1 and figure.number not in (change.total, *change.parts)
        if not near or ratio(figure.unit, place.unit) is None or not world.is_exact(figure.number):
            continue
        way = movement(_MARK.split(figure.before)[-1])
        if way and not _is_inside(figures, figure) and not _PART.search(figure.before):
            found.append((figure, way))
    return found


def _is_inside(figures: Sequence[Figure], figure: Figure) -> bool:
    """Whether a figure stands in a bracket, where it is some of what stands before that."""
    said = "".join(f"{f.before}#" for f in figures if f.home == figure.home and f.number <= figure.number)
    return said.count("(") > said.count(")")


def _is_decided(world: World, change: Relation, moved: Sequence[tuple[Figure, int]]) -> bool:
    """Whether figures that moved both ways make a change, or not even some of them do."""
    if not 2 <= len(moved) <= _MOST or {way for _, way in moved} != {1, -1}:
        return False
    new, old = change.parts
    gap = world.value(new) * (ratio(world.unit(new), world.unit(old)) or 1) - world.value(old)
    values = [figure.value * (ratio(figure.unit, world.unit(old)) or Decimal(1)) * way for figure, way in moved]
    if sum(values, Decimal(0)) == gap:
        return True
    measured = is_measured(world.unit(old))
    room = sum((world.numbers[f.number].step for f, _ in moved), world.numbers[old].step) if measured else Decimal(0)
    ways = (sum(some, Decimal(0)) for size in range(1, len(values) + 1) for some in combinations(values, size))
    return all(abs(abs(way) - abs(gap)) > room for way in ways)


def _made(world: World, change: Relation, moved: Sequence[tuple[Figure, int]]) -> Relation:
    new, old = change.parts
    items: list[tuple[int, Stage]] = [(old, "opening")]
    items += [(figure.number, "new" if way > 0 else "closed") for figure, way in moved]
    return make_balance(world, balanced(world, [*items, (new, "open")]), certain=False)
