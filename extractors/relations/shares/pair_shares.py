"""Percentages behind "k/n" and the words of what is counted ("1.402/1.568 hồ sơ phát sinh phí, lệ phí, đạt 89,41%")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from itertools import pairwise

from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.shares.quotients import exact_share, is_slip, make_percent, try_base
from extractors.relations.world import World

#: nothing but a noun and a link stands between a pair and its share
_LINKED = re.compile(r"[^;:()\d]{0,60}, ?(?:đã )?(?:đạt|bằng|chiếm|tương ứng|tương đương)(?: tỷ lệ| khoảng)?$")
_OF_OTHERS = re.compile(
    r"(?<!\w)(?:trong đó|riêng|so với|cùng kỳ|tăng|giảm|vượt|kế hoạch|chỉ tiêu|còn|nâng|số đã"
    r"|toàn (?:xã|huyện|tỉnh))(?!\w)"
)
_WHY = "tỷ số đứng trước"


def read_pair_shares(world: World, passages: Passages, decided: Set[int]) -> Iterator[Relation]:
    """Yield the percentages right behind a pair of their sentence; those `decided` are left out."""
    for figures in passages.by_block.values():
        for pair, share in pairwise(figures):
            if share.number not in decided and _is_of(world, pair, share):
                reading = try_base(world, pair.number, world.numbers[share.number], pair.number, _WHY)
                exact = exact_share(world, pair.number, pair.number)
                certain = reading.verdict == "holds" or is_slip(exact, world.numbers[share.number])
                told = (pair.number, pair.number, share.number)
                yield make_percent(world, told, [reading], source="cue", certain=certain)


def _is_of(world: World, pair: Figure, share: Figure) -> bool:
    if share.unit != "%" or pair.home != share.home or world.numbers[pair.number].of is None:
        return False
    measure = world.measures[share.number]
    plain = not (measure.change or measure.plan or measure.target) and world.numbers[share.number].sign == "="
    return plain and bool(_LINKED.match(share.before)) and not _OF_OTHERS.search(f"{share.before} {share.after[:30]}")
