"""Changes in running text against the figures that they lead from and to ("từ 215 xuống 186, giảm 29")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from extractors.lexicon.amounts import alike
from extractors.relations.arithmetic import share_fits
from extractors.relations.changes.change_blocks import ChangeBlock
from extractors.relations.changes.change_events import CHANGES, events
from extractors.relations.changes.change_words import tells_change, told_by
from extractors.relations.changes.past_bases import read_past_base
from extractors.relations.passages import Passages
from extractors.relations.relation import Relation
from extractors.relations.world import World

#: how many figures back the new one may stand in other paragraphs
_FAR = 60
#: what stands between a change and its base in a bracket; how many figures before it the new one may stand
_FELL = re.compile(r"(?<!\w)(?:giảm|hụt|ít hơn|thấp hơn|kém)[^\d,;]*$")
_BRACKETED, _NEAR = re.compile(r"[^\d,;.()]{0,30}\([^\d,;.()]{0,20}"), 6


def read_growths(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield the changes of running text that hold, and those that their own sentence contradicts."""
    start = 0
    for figures in passages.by_block.values():
        start += len(figures)
        span = world.document.blocks[figures[0].block].span
        if not tells_change(world.folded, span):
            continue
        told = told_by(figures)
        if any(said.tag in CHANGES for said in told):
            before = passages.figures[max(0, start - len(figures) - _FAR) : start - len(figures)]
            block = ChangeBlock(world, figures, told, before)
            for event in events(world, figures, told):
                found = [r for r in block.relations(event) if not _is_backwards(world, r)]
                found = [r for r in found if not (_is_of_bracket(world, r) or _is_of_other_base(world, r))]
                yield from found or read_past_base(block, event)


def without_moves(world: World, growths: Sequence[Relation]) -> tuple[Relation, ...]:
    """Return changes without those that fail between two figures, but come and go to the change that holds there.

    "267 người, so với đầu năm (254 người) tăng 13 người do tăng mới 31 người, giảm 18 người": 31 came, 13 is it.
    """
    held = {(frozenset(r.parts), r.unit): r.found for r in growths if r.kind == "growth" and r.verdict == "holds"}
    return tuple(r for r in growths if r.verdict != "fails" or not _is_move(world, r, held))


def _is_move(
    world: World, relation: Relation, held: Mapping[tuple[frozenset[int], str | None], Decimal | None]
) -> bool:
    """Whether a change and the one behind it, the other way, come to the change that holds between its ends."""
    net, first = held.get((frozenset(relation.parts), relation.unit)), relation.total
    if net is None or first is None or first + 1 not in world.measures:
        return False
    behind = world.value(first + 1)
    return world.unit(first + 1) == relation.unit and abs(world.value(first) - behind) == net


def _is_of_bracket(world: World, relation: Relation) -> bool:
    """Whether a failing change is right from the figure in the bracket behind it to one of its sentence.

    "Quý III có 43 vụ, nhiều hơn quý II 5 vụ (38) và ít hơn quý I 7 vụ (50)".
    """
    change = relation.total
    if relation.verdict != "fails" or relation.kind != "growth" or change is None or relation.notes:
        return False
    base, home = change + 1, world.entry_of(change)
    if base not in world.measures or not alike(world.unit(base), world.unit(change)) or base in relation.parts:
        return False
    if not _BRACKETED.fullmatch(world.folded, world.numbers[change].end, world.numbers[base].span.start):
        return False
    before = (n for n in range(max(0, change - _NEAR), change) if n in world.measures)
    own = (n for n in before if (e := world.entry_of(n)).block == home.block and e.sentence == home.sentence)
    made = {world.value(base) + world.value(change), world.value(base) - world.value(change)}
    return any(world.value(n) in made and alike(world.unit(n), world.unit(base)) for n in own)


def _is_of_other_base(world: World, relation: Relation) -> bool:
    """Whether a share that fails is right of another figure, from which the change beside it leads to a third.

    "Tháng 10 là 36 ca, tháng 11 là 21 ca, giảm 15 ca (41,7%)": 15 of 36; "năm nay 236 hộ, tăng 8 hộ (3,5%)": 8 of 228.
    """
    share = relation.total
    if relation.verdict != "fails" or share is None or relation.operands[0].role != "delta":
        return False
    change, home = relation.parts[0], world.entry_of(share)
    near = (n for n in range(max(0, change - _NEAR), change) if n in world.measures)
    own = [n for n in near if (e := world.entry_of(n)).block == home.block and e.sentence == home.sentence]
    values = [world.value(n) for n in own if world.unit(n) == world.unit(change)]
    led = [a for a in values for b in values if a and abs(a - b) == world.value(change)]
    led += [old for part in relation.parts[1:] if (old := _before_change(world, change, part)) > 0]
    return any(share_fits(world.value(change), a, world.numbers[share]) for a in led)


def _before_change(world: World, change: int, now: int) -> Decimal:
    """Return what a figure was before the change beside it, as the word before that says."""
    fell = _FELL.search(world.folded, max(0, world.numbers[change].span.start - 20), world.numbers[change].span.start)
    return world.value(now) + (world.value(change) if fell else -world.value(change))


def _is_backwards(world: World, relation: Relation) -> bool:
    """Whether a change runs from the later figure to the earlier one by their own years: it is read the wrong way."""
    new, old = (world.measures[part].period or "" for part in relation.parts)
    return relation.verdict == "fails" and "" not in (new, old) and new[:4] < old[:4]
