"""Rows of items with their counts in a bracket each: "529 ca tại An Sơn (419), Phú Hải (40 ca), Bình Tân (13), …".

A row of a few is told as any closed sum; this is for long ones, over commas and semicolons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.lexicon.amounts import alike
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.sums.readings import mends
from extractors.relations.sums.tallies import is_plain, make_implied, missed_by
from extractors.relations.world import World

#: the fewest items of a row, and the part of a total that it may miss without a slip of the pen
_LEAST, _NEAR = 4, Decimal("0.02")
_WHY = "mỗi mục ghi số trong một ngoặc đơn"
#: what stands between the brackets of two items
_BETWEEN = re.compile(r"\)\s?(?:[,;]|và|[,;] và)\s?[^\d()]{2,120}\($")
#: what follows a row that goes on
_GOES_ON = re.compile(r"\)\s*(?:…|\.\.|[,;]?\s*(?:và\s)?(?:các|những|một số|còn lại|v\. ?v)(?!\w)|[,;]\s*(?:…|\.\.))")
#: a row of some
_SOME = re.compile(r"(?<!\w)(?:nhiều nhất|cao nhất|chủ yếu|điển hình|tiêu biểu|như|trong đó(?! có thể)|nhất là)(?!\w)")


def read_bracket_rows(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield the sums of rows in brackets to the figure before them, but for totals that `known` sums make."""
    summed = {r.total for r in known if r.kind == "sum" and r.verdict != "undecided"}
    for figures in passages.by_block.values():
        for total, row in _rows(world, figures) if len(figures) > _LEAST else ():
            relation = _relation(world, total, row)
            if relation is not None and total.number not in summed:
                yield relation


def _rows(world: World, figures: Sequence[Figure]) -> Iterator[tuple[Figure, Sequence[Figure]]]:
    """Yield the longest rows of figures in brackets, each with the figure before it."""
    start = 1
    while start < len(figures):
        end = start + _is_alone(world, figures[start])
        while start < end < len(figures) and _is_alone(world, figures[end]) and _BETWEEN.fullmatch(figures[end].before):
            end += 1
        if end - start >= _LEAST and figures[start - 1].home == figures[start].home:
            yield figures[start - 1], figures[start:end]
        start = max(end, start + 1)


def _is_alone(world: World, figure: Figure) -> bool:
    """Whether a figure and its unit are all that a bracket holds."""
    return figure.before.endswith("(") and world.folded[world.numbers[figure.number].end :][:1] == ")"


def _relation(world: World, total: Figure, row: Sequence[Figure]) -> Relation | None:
    parts = tuple(figure.number for figure in row)
    one_thing = all(not world.numbers[p].unit or alike(world.numbers[p].unit, total.unit) for p in parts)
    if not one_thing or not all(is_plain(world, number) for number in (total.number, *parts)):
        return None
    gap = missed_by(world, total.number, parts)
    if gap == 0:
        return make_implied(world, total.number, parts, _WHY, "holds")
    tail = world.folded[world.numbers[parts[-1]].end :][:40]
    some = _SOME.search(row[0].before) or (gap > 0 and _GOES_ON.match(tail))
    near = abs(gap) <= total.value * _NEAR or mends(world, total.number, parts, gap, small=False)
    if some or not near:
        return None
    return replace(make_implied(world, total.number, parts, _WHY, "fails"), certain=gap < 0)
