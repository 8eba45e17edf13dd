"""Totals that open the sentence behind a whole list: "… số còn lại 917 người (16,3%). Tổng dân số là 5.626 người".

A list is whole where it ends with a rest, where its shares make 100%, or where it says of how many things it tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from extractors.lexicon.amounts import alike
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.sums.closed_sum_words import is_rest, leaves_rest
from extractors.relations.sums.segments import is_aside
from extractors.relations.sums.tallies import make_implied, missed_by
from extractors.relations.world import World

#: a total that opens its sentence, of what its list tells
_TOTAL = re.compile(
    r"^\W*(?:như vậy,? )?tổng(?: cộng)?(?: số)?(?! (?:hợp|kết|thể|đài|duyệt|quan|cục|công ty|bí thư)(?!\w))"
    r"[^\d,;:.()]{0,50}$"
)
#: what a total of a list is not
_OTHER = re.compile(
    r"(?<!\w)(?:kế hoạch|chỉ tiêu|dự toán|lũy kế|năm trước|cùng kỳ|phải|cần|còn|đến nay|từ đầu|kinh phí|hỗ trợ"
    r"|thiệt hại)(?!\w)"
)
#: how many things a list tells of
_COUNTED = re.compile(r"(?<![\d.,/])(?P<count>\d{1,2}) [^\d,;:.()]{2,60}[,:]? (?:gồm|bao gồm|đó là)(?!\w)")
_FEWEST, _MOST, _LEAST = 2, 9, 20
_ALL, _ROUNDED = 100, Decimal("0.3")
_WHY = "tổng nêu ở câu ngay sau danh sách đủ"


def read_next_totals(world: World, passages: Passages, known: AbstractSet[int | None]) -> Iterator[Relation]:
    """Yield totals with the whole list of the sentence before them; figures of sums `known` are left out."""
    for figures in passages.by_block.values():
        for at, total in enumerate(figures):
            if total.number in known or not _is_total(world, total) or (at and figures[at - 1].home == total.home):
                continue
            parts = _parts(world, [f for f in figures[:at] if f.sentence == total.sentence - 1], total)
            if parts and known.isdisjoint(parts):
                fits = missed_by(world, total.number, parts) == 0
                made = make_implied(world, total.number, parts, _WHY, "holds" if fits else "fails")
                yield made if fits else replace(made, certain=False, tied=True)


def _is_total(world: World, figure: Figure) -> bool:
    measure = world.measures[figure.number]
    plain = world.is_exact(figure.number) and not (measure.change or measure.plan or measure.target)
    counted = figure.unit not in ("", "%") and "/" not in figure.unit and figure.value >= _LEAST
    return plain and counted and bool(_TOTAL.match(figure.before)) and not _OTHER.search(figure.before)


def _parts(world: World, before: Sequence[Figure], total: Figure) -> list[int]:
    """Return the figures of the unit of a total in a sentence that tells all of them, none where it may not."""
    like = [f for f in before if alike(f.unit, total.unit)]
    plain = all(_is_part(world, f) for f in like)
    if not plain or not _FEWEST <= len(like) <= _MOST or leaves_rest(like[-1]):
        return []
    return [f.number for f in like] if _is_whole(before, like) else []


def _is_part(world: World, figure: Figure) -> bool:
    measure, number = world.measures[figure.number], world.numbers[figure.number]
    plain = number.sign == "=" and number.of is None and not (measure.change or measure.plan or measure.target)
    return plain and bool(number.unit) and not is_aside(figure.before.rpartition(",")[2])


def _is_whole(before: Sequence[Figure], like: Sequence[Figure]) -> bool:
    """Whether a list has a rest at its end, shares that make 100%, or as many items as it says."""
    shares = [after.value for one, after in pairwise(before) if one in like and after.unit == "%"]
    every = len(shares) == len(like) and abs(sum(shares, Decimal(0)) - _ALL) <= _ROUNDED
    rest = is_rest(like[-1]) and len(like) > _FEWEST
    counted = _COUNTED.search(" ".join(f"{f.before} {f.value}" for f in before[:2]) + f" {like[0].before}")
    return every or rest or (counted is not None and int(counted["count"]) == len(like))
