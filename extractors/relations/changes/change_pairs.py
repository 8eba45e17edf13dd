"""Changes with both their figures in a bracket behind them: "giảm 17 vụ (24/41 vụ), giảm 11 người (58/69)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from decimal import Decimal
from itertools import pairwise

from extractors.lexicon.amounts import alike
from extractors.relations.arithmetic import shown
from extractors.relations.changes.change_words import said_of
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Reading, Relation, Verdict
from extractors.relations.world import World

#: the bracket right behind a change, and its end right behind the pair
_OPENS, _CLOSES = re.compile(r"[^\d,;:.()]{0,40}\((?:còn )?$"), re.compile(r"[^\d,;:.()]{0,30}\)")
_WHY = "số kỳ này và số kỳ trước nêu ngay sau mức tăng, giảm"


def read_change_pairs(world: World, passages: Passages, known: AbstractSet[int | None]) -> Iterator[Relation]:
    """Yield the changes that a pair of the new and the old figure follows; those `known` are told already."""
    for figures in passages.by_block.values():
        for change, pair in pairwise(figures):
            if change.number not in known and _is_of_pair(world, change, pair):
                yield _relation(world, change, pair)


def _is_of_pair(world: World, change: Figure, pair: Figure) -> bool:
    """Whether a pair alone in a bracket stands right behind an amount of change, in its unit or in none."""
    number, printed = world.numbers[pair.number], world.numbers[pair.number].unit
    if number.of is None or change.unit in ("", "%") or said_of(change).tag != "change":
        return False
    same = not printed or alike(pair.unit, change.unit)
    return same and bool(_OPENS.fullmatch(pair.before) and _CLOSES.match(pair.after))


def _relation(world: World, change: Figure, pair: Figure) -> Relation:
    new, old = pair.value, world.numbers[pair.number].of or Decimal(0)
    made, high, low = abs(new - old), max(new, old), min(new, old)
    way = said_of(change).direction
    turned = made == change.value and bool(way) and (new > old) != (way > 0)
    verdict: Verdict = "holds" if made == change.value and not turned else "fails"
    text = f"{shown(high)} - {shown(low)} = {shown(made)}"
    text += "" if made == change.value else f" ≠ {shown(change.value)}"
    return Relation(
        kind="growth",
        source="cue",
        total=change.number,
        parts=(pair.number, pair.number),
        operands=(world.operand(pair.number, "new"), world.operand(change.number, "delta")),
        unit=change.unit,
        exhaustive=None,
        verdict=verdict,
        reading=text,
        tried=(Reading(text, _WHY, verdict, (pair.number,), change.number),),
        expected=made,
        found=change.value,
        certain=False,
        notes=("ngược chiều",) if turned else (),
        tied=True,
    )
