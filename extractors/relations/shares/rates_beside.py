"""Percentages told right behind a difference that holds: "giảm 682 triệu đồng, tương ứng giảm 13,6%"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from extractors.relations.changes.change_clauses import direction_of
from extractors.relations.changes.closed_changes import change_between
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.world import World

#: nothing between a difference and its rate names another thing: ", tương ứng giảm", "(tức tăng", "hay giảm"
_BESIDE = re.compile(
    r"(?:^|[,(])[\s,;(]*(?:(?:tức|tương (?:ứng|đương)|hay|bằng|nghĩa|ứng|và|hoặc)(?: là| với)?,? )*"
    r"(?:đã |cũng )?(?:tăng|giảm)(?: thêm| đi| khoảng| gần| xấp xỉ)?$"
)
#: words of its own, which may name a base that the old figure is not ("tăng 12,5% trên cùng địa bàn năm 2019")
_ANOTHER_BASE = re.compile(
    r"^\s*[^\s,.;:)]|(?<!\w)(?:so|kế hoạch|chỉ tiêu|dự toán|bình quân|trung bình|mỗi|cùng kỳ|mục tiêu|điểm)(?!\w)"
)


def read_rates_beside(
    world: World, passages: Passages, growths: Sequence[Relation], known: AbstractSet[int | None]
) -> Iterator[Relation]:
    """Yield the rates of differences that hold; `known` are figures that balances decide."""
    settled = {r.total: r.parts for r in growths if r.verdict == "holds" and len(r.parts) == 2 and r.unit != "%"}
    for figures in passages.by_block.values():
        by_number = {figure.number: figure for figure in figures}
        for at, rate in enumerate(figures):
            change = _change_before(figures, at, settled)
            if change is None or rate.number in known or not all(end in by_number for end in settled[change.number]):
                continue
            new, old = (by_number[end] for end in settled[change.number])
            if new.home == old.home == rate.home and _is_beside(figures, at, change, old):
                # what the difference is of the new figure is no growth, though it is a share
                others = [figure for figure in figures if figure is not change]
                found = change_between(world, others, rate, (new, old), direction_of(rate.before) or 0)
                yield from (replace(relation, source="identity") for relation in found)


def _change_before(figures: Sequence[Figure], at: int, settled: Mapping[int | None, tuple[int, ...]]) -> Figure | None:
    """Return the settled difference right before a figure, or before the old figure that stands between."""
    if at and figures[at - 1].number in settled:
        return figures[at - 1]
    between = at > 1 and figures[at - 1].number == settled.get(figures[at - 2].number, (None, None))[1]
    return figures[at - 2] if between else None


def _is_beside(figures: Sequence[Figure], at: int, change: Figure, old: Figure) -> bool:
    """Whether a percentage tells nothing but how much a difference is of its old figure."""
    rate = figures[at]
    if rate.unit != "%" or change.unit in ("%", "lần"):
        return False
    leads = at + 1 < len(figures) and figures[at + 1] is old  # "so với thời điểm … (5.000 triệu đồng)"
    same_way = direction_of(rate.before) == direction_of(change.before) is not None
    told = _BESIDE.search(rate.before)
    return same_way and bool(told) and (leads or not _ANOTHER_BASE.search(rate.after))
