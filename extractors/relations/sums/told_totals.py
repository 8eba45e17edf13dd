"""Totals told behind their parts: "khối phòng 13, khối sự nghiệp 52, cấp xã 11, cộng 76 chứng thư".

The words right before a figure say that it adds up what its sentence has told: it is believed at any distance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import pairwise

from extractors.lexicon import unit_kind
from extractors.lexicon.amounts import alike
from extractors.lexicon.stages import stage_in
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.sums.closed_sum_words import clause, label
from extractors.relations.sums.closings import ANY_CASE
from extractors.relations.sums.list_readings import has_other_reading
from extractors.relations.sums.segments import is_aside, opened
from extractors.relations.sums.tallies import make_implied, missed_by
from extractors.relations.sums.told_lists import ToldList
from extractors.relations.world import World

#: a figure that adds up, by nothing but words of adding up before it
_ADDS_UP = re.compile(
    r"(?:như vậy,? |theo đó,? |vậy |và |nên )?"
    r"(?:(?:tổng cộng|cộng|cộng lại|cộng chung|cộng dồn|gộp lại|gộp chung|tính chung|vị chi)(?: (?:số|tiền|kinh phí|đã"
    r"|được|nhận|cấp|chi|thu|hỗ trợ|cả|lại|chung|các|hai|ba|bốn|năm|loại|khoản|nguồn|đợt|khối|nhóm|phần|là|có)){0,6}"
    r"|(?:tổng|tất cả)(?: (?:cả|lại|chung|các|hai|ba|bốn|năm|loại|khoản|nguồn|đợt|khối|nhóm|phần|là)){0,4}):?"
)
#: what there is to be done, behind what there was and what came
_TO_BE_DONE = re.compile(
    r"(?:như vậy,? |theo đó,? )?(?:nâng )?tổng(?: số)? (?:[^\W\d_]+ ){0,3}(?:phải|cần)(?: [^\W\d_]+){0,4}:?"
)
_MARK = re.compile(r"[,;:]|(?<!\w)(?:và|cùng|còn)(?!\w)")
#: how many parts are added, and the least total that is not met by chance
_FEWEST, _MOST, _LEAST = 2, 9, 5
_COUNTS = frozenset(("count", "person", "household", "unknown"))
_WHY = "số cộng nêu ngay sau các phần"


def read_told_totals(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield totals that are not what stands before them in their sentence; figures of `known` sums are left out."""
    settled = {o.number for r in known if r.verdict == "fails" for o in r.operands}
    settled |= {r.total for r in known if r.verdict == "holds" and r.kind in ("sum", "balance", "growth", "product")}
    for figures in passages.by_block.values():
        for at, total in enumerate(figures):
            if total.number in settled or not _is_total(world, total):
                continue
            listed = _listed(world, figures[:at], total, settled)
            if listed is None:
                continue
            parts = [item.number for item in listed.items]
            if missed_by(world, total.number, parts) == 0:
                yield make_implied(world, total.number, parts, _WHY, "holds")
            elif not has_other_reading(world, passages, listed):
                yield replace(make_implied(world, total.number, parts, _WHY, "fails"), certain=False, tied=True)


def _is_total(world: World, total: Figure) -> bool:
    said = label(total.before)
    told = _ADDS_UP.fullmatch(said) or _TO_BE_DONE.fullmatch(said)
    exact = world.is_exact(total.number) and total.value >= _LEAST and not world.measures[total.number].change
    return bool(told) and exact and total.unit not in ("", "%") and "/" not in total.unit


def _listed(world: World, before: Sequence[Figure], total: Figure, settled: AbstractSet[int | None]) -> ToldList | None:
    """Return the figures that a total adds up, None where some of its sentence are none or they make it."""
    own = [f for f in before if f.home == total.home and f.unit != "%"]
    printed = [f for f in own if world.numbers[f.number].unit]
    items = [f for f in own if alike(f.unit, total.unit)] if printed else own
    if total.unit in ANY_CASE and not items and all(_counts(f) for f in own):
        items = own  # "101 giấy khai sinh, 53 giấy chứng tử, tổng cộng 154 trường hợp"
    if any(_ADDS_UP.fullmatch(label(f.before)) for f in own):
        return None  # it goes on from another total
    if any(_is_item_of_its_own(world, own, f) for f in own if f not in items):
        return None  # "12 xã, 3 phường, 140 thôn, tổng cộng 155 đơn vị" adds up more than one unit
    parted = all(_MARK.search(_between(world, *pair)) for pair in pairwise(items))
    fewest = _FEWEST if printed else _FEWEST + 1  # two figures without a unit may count anything
    if not (fewest <= len(items) <= _MOST) or not parted or not settled.isdisjoint(f.number for f in items):
        return None
    if any(_is_no_part(world, f, first=f is own[0]) for f in items) or not _is_of_these(total, items):
        return None
    return ToldList(total, tuple(items), tuple(label(f.before) for f in items), "cue", ended=True)


def _is_item_of_its_own(world: World, own: Sequence[Figure], figure: Figure) -> bool:
    """Whether a count of something else is parted by marks from the figures beside it."""
    at = own.index(figure)
    sides = [pair for pair in ((at - 1, at), (at, at + 1)) if pair[0] >= 0 and pair[1] < len(own)]
    return _counts(figure) and all(_MARK.search(_between(world, own[a], own[b])) for a, b in sides)


def _counts(figure: Figure) -> bool:
    return unit_kind(figure.unit) in _COUNTS and "/" not in figure.unit


def _between(world: World, one: Figure, other: Figure) -> str:
    return world.folded[world.numbers[one.number].end : world.numbers[other.number].span.start]


def _is_no_part(world: World, figure: Figure, *, first: bool) -> bool:
    """Whether a figure is told aside, opens parts of another before it or is one of a pair."""
    measure, number = world.measures[figure.number], world.numbers[figure.number]
    inner = opened(figure.before) is not None
    plain = number.of is None and number.sign == "=" and not (measure.change or measure.plan or measure.target)
    return not plain or is_aside(label(figure.before)) or "(" in figure.before or (inner and not first)


def _is_of_these(total: Figure, items: Sequence[Figure]) -> bool:
    """Whether a total of what is to be done stands behind what there was and what came."""
    if _ADDS_UP.fullmatch(label(total.before)):
        return True
    return [stage_in(clause(item)) for item in items] == ["opening", "new"]
