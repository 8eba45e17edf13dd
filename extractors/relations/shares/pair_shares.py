"""Percentages behind "k/n" and the words of what is counted ("1.402/1.568 hồ sơ phát sinh phí, lệ phí, đạt 89,41%").

So are those behind a count and the total that it is told to be of ("5.892 người trên tổng số 6.104 khẩu, đạt 96,5%").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from itertools import pairwise

from extractors.lexicon import unit_kind
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.shares.quotients import exact_share, is_slip, make_percent, try_base
from extractors.relations.world import World

#: nothing but a noun and a link stands between a pair and its share
_LINKED = re.compile(
    r"[^;:()\d]{0,60}, ?(?:đã )?"
    r"(?:(?:đạt|bằng|chiếm|tương ứng|tương đương)(?: tỷ lệ(?: [^\W\d_]+){0,3}| khoảng)?"
    r"|tỷ lệ(?: đạt| là| bằng)?)$"
)
#: between a part and the total that it is counted on
_ON_TOTAL = re.compile(r"(?:[^\W\d_]+ ){0,4}(?:trên|trong) tổng(?: số)?$")
_COUNTS = frozenset(("count", "person", "unknown", "household"))
_OF_OTHERS = re.compile(
    r"(?<!\w)(?:trong đó|riêng|so với|cùng kỳ|tăng|giảm|vượt|kế hoạch|chỉ tiêu|còn|nâng|số đã"
    r"|toàn (?:xã|huyện|tỉnh))(?!\w)"
)
_WHY, _WHY_TOTAL = "tỷ số đứng trước", "tổng số nêu ngay sau phần"


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
        for part, whole, share in zip(figures, figures[1:], figures[2:], strict=False):
            if share.number not in decided and _is_on(world, part, whole, share):
                reading = try_base(world, part.number, world.numbers[share.number], whole.number, _WHY_TOTAL)
                certain = reading.verdict == "holds" or is_slip(
                    exact_share(world, part.number, whole.number), world.numbers[share.number]
                )
                told = (part.number, whole.number, share.number)
                yield make_percent(world, told, [reading], source="cue", certain=certain)


def _is_on(world: World, part: Figure, whole: Figure, share: Figure) -> bool:
    """Whether a share stands right behind a count and the total that words count it on, in one sentence."""
    exact = all(world.is_exact(f.number) and not world.measures[f.number].change for f in (part, whole))
    kinds = {unit_kind(part.unit), unit_kind(whole.unit)}
    on_total = part.home == whole.home and bool(_ON_TOTAL.match(whole.before))
    return exact and on_total and (len(kinds) == 1 or kinds <= _COUNTS) and _is_told_behind(world, whole, share)


def _is_of(world: World, pair: Figure, share: Figure) -> bool:
    return world.numbers[pair.number].of is not None and _is_told_behind(world, pair, share)


def _is_told_behind(world: World, figure: Figure, share: Figure) -> bool:
    """Whether a plain percentage is linked to the figure right before it."""
    if share.unit != "%" or figure.home != share.home:
        return False
    measure = world.measures[share.number]
    plain = not (measure.change or measure.plan or measure.target) and world.numbers[share.number].sign == "="
    return plain and bool(_LINKED.match(share.before)) and not _OF_OTHERS.search(f"{share.before} {share.after[:30]}")
