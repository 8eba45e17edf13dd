"""Pairs in words, the first of which is no more than the second: "97 phiếu trên 108 phiếu phát ra"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import pairwise

from extractors.lexicon.amounts import alike
from extractors.relations.amounts import is_measured
from extractors.relations.orders import make_order
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation, Verdict
from extractors.relations.world import World

#: what stands between the figures of a pair
_ON = re.compile(r"[^\d,;:.()]{0,40}(?<!\w)trên(?: tổng)?(?: số)?")
#: a plan may be passed, and what there is now may be more than what there was
_PLANNED = re.compile(
    r"(?<!\w)(?:kế hoạch|chỉ tiêu|giao|theo|đăng ký|dự kiến|phấn đấu|nhu cầu|yêu cầu|quy định|nghị quyết|năm trước"
    r"|cùng kỳ|mức|tăng|giảm|vượt)(?!\w)"
)


def read_word_pairs(world: World, passages: Passages, known: AbstractSet[int | None]) -> Iterator[Relation]:
    """Yield whether the first of each pair in words is no more than the second; those `known` are told already."""
    for figures in passages.by_block.values():
        for part, whole in pairwise(figures):
            if known.isdisjoint((part.number, whole.number)) and _are_pair(world, part, whole):
                verdict: Verdict = "holds" if part.value <= whole.value else "fails"
                yield make_order(world, whole.number, part.number, verdict, certain=False)


def _are_pair(world: World, part: Figure, whole: Figure) -> bool:
    """Whether two exact counts in one printed unit stand in one sentence, with "trên" between them and no plan."""
    counted = all(
        world.is_exact(f.number) and world.numbers[f.number].unit and world.numbers[f.number].of is None
        for f in (part, whole)
    )
    same = alike(part.unit, whole.unit) and not is_measured(part.unit) and part.home == whole.home
    aside = _PLANNED.search(f"{part.before} # {part.after} # {whole.after}")
    return counted and same and _ON.fullmatch(whole.before) is not None and not aside
