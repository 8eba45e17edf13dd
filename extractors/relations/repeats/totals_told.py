"""Totals of tables told in running text: "dư nợ 412.675 triệu đồng" above a column "Dư nợ" whose total is 421.675.

The head of a column names what its total is. A figure by that very name, beside the table or beside another figure of
the same row of totals, tells the total again; so does one of the same stock of a place, wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.grids import Layout
from extractors.numbers.slips import significant
from extractors.relations.amounts import ratio
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import told_apart
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Reading, Relation
from extractors.relations.repeats.restated import VERB, is_plain
from extractors.relations.repeats.same_words import naming, said_by, setting_apart, turning
from extractors.relations.shares.table_shares import cells_by_table
from extractors.relations.world import World

#: how many blocks before and behind a table still tell of it
_ABOVE, _BELOW = 3, 2
#: figures of fewer digits meet by chance
_DIGITS = 3
#: what there is in a place: no part of it has the same metric
_STOCK = "profile."
#: a column of what is planned, of another time, of a change or of shares
_ASIDE = re.compile(
    r"(?<!\w)(?:kế hoạch|kh|chỉ tiêu|mục tiêu|dự toán|giao|đăng ký|cùng kỳ|trước|năm ngoái|so|tăng|giảm|tỷ lệ|%"
    r"|l[uũ]y kế|bình quân)(?!\w)"
)
_DATED = re.compile(r"\d/|(?<!\w)(?:đầu|thời điểm|trước|cũ|đến năm|cuối năm \d|năm \d|ngày|trên tổng|trong tổng)(?!\w)")
#: for whom, of whom or where
_FOR = re.compile(r"(?<!\w)(?:cho|của|tại|ở|từ)(?!\w)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WHY = "cùng tên với một cột của bảng, dòng tổng"


@dataclass(frozen=True, slots=True)
class _Total:
    """A figure of a row of totals: what its column names, its metric, its row, and the blocks that its table fills."""

    number: int
    named: frozenset[str]
    metric: str | None
    row: tuple[int, ...]
    every: tuple[int, ...]
    blocks: range


def read_totals_told(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield each figure of running text told by the name of a column whose total is another."""
    totals = list(_totals(world))
    if not totals:
        return
    for figure in passages.figures:
        if not _tells_what_is(world, figure):
            continue
        like = [t for t in totals if _is_meant(world, passages, figure, t)]
        values = {world.value(t.number) for t in like}
        if len(values) == 1 and not any(_is_in(world, figure, t.every) for t in like):
            other = world.value(like[0].number)
            if _is_part(passages.by_block[figure.block], figure, other):
                continue
            reading = Reading(f"{shown(figure.value)} ≠ {shown(other)}", _WHY, "fails")
            yield replace(told_apart(world, figure.number, like[0].number, reading, certain=False), tied=True)


def _tells_what_is(world: World, figure: Figure) -> bool:
    number = world.numbers[figure.number]
    plain = is_plain(world, figure) and number.of is None and figure.unit not in ("", "%")
    return plain and len(significant(figure.value)) > 1


# -- tables ---------------------------------------------------------------------------------------------------------


def _totals(world: World) -> Iterator[_Total]:
    """Yield the figures of the last row of totals of each table that adds up all of its rows."""
    by_table = cells_by_table(world)
    for layout in world.layouts:
        cells = by_table.get(layout.table, {})
        rows = sorted(r for r in layout.totals if any(row == r for row, _ in cells))
        if layout.partial or not rows:
            continue
        row = {c: n for (r, c), n in cells.items() if r == _last(layout, rows)}
        yield from _of_row(world, row, tuple(cells.values()))


def _last(layout: Layout, rows: Sequence[int]) -> int:
    """Return the row of totals that is part of no other: the last one."""
    whole = [r for r in rows if r >= len(layout.parents) or layout.parents[r] is None]
    return (whole or rows)[-1]


def _of_row(world: World, row: Mapping[int, int], every: tuple[int, ...]) -> Iterator[_Total]:
    blocks = [world.entry_of(n).block for n in every if n in world.measures]
    numbers = [n for n in row.values() if n in world.measures]
    heads = {n: _head(world, n) for n in numbers}
    last = max((year for head in heads.values() for year in _YEAR.findall(head)), default=None)
    for number in numbers:
        measure, head = world.measures[number], heads[number]
        then = last is not None and last not in _YEAR.findall(head)
        if not (then or measure.target or measure.change or measure.plan or _ASIDE.search(head)):
            reach = range(min(blocks), max(blocks) + 1)
            yield _Total(number, _syllables(head, measure.unit), measure.metric, tuple(numbers), every, reach)


def _head(world: World, number: int) -> str:
    """Return the folded head of the column of a figure, its unit in brackets left out."""
    head = world.measures[number].wording.near.partition("#")[0]
    return re.sub(r"\([^()]*\)", " ", head).strip()


# -- figures --------------------------------------------------------------------------------------------------------


def _is_meant(world: World, passages: Passages, figure: Figure, total: _Total) -> bool:
    """Whether a figure tells a total: in its unit, by the name of its column, beside it or its neighbours."""
    first, second = world.measures[figure.number], world.measures[total.number]
    if ratio(figure.unit, second.unit) is None or len({first.period, second.period} - {None}) > 1:
        return False
    if first.metric is not None and second.metric is not None and first.metric != second.metric:
        return False
    if first.metric is not None and first.metric == second.metric and first.metric.startswith(_STOCK):
        return first.moment is None and not is_dated(world, figure)
    same = first.metric is not None and first.metric == second.metric
    if not (_is_named(figure, total, same_metric=same)):
        return False
    return _is_beside(world, figure, total) or _has_companion(world, passages, figure, total)


def is_dated(world: World, figure: Figure) -> bool:
    """Whether the sentence of a figure up to it tells a time or a whole of its own."""
    start, end = world.document.blocks[figure.block].span.start, world.numbers[figure.number].span.start
    return bool(_DATED.search(re.split(r"[.;]\s", world.folded[start:end])[-1]))


def _is_named(figure: Figure, total: _Total, *, same_metric: bool) -> bool:
    """Whether the words of a figure name the column of a total: all of them, or of one metric the words of either.

    The words right behind a figure will do ("10.995 kg gạo").
    """
    before, behind = re.split(r"[,;:(–—] ?", figure.before)[-1], VERB.split(figure.after)[0]
    counted = _FOR.split(behind)[0]
    named, own = (_syllables(words, figure.unit) for words in (f"{before} {behind}", f"# {counted}"))
    if not (named and total.named):
        return False
    either = same_metric and (named <= total.named or total.named <= named)
    return named == total.named or either or own == total.named


def _syllables(words: str, unit: str) -> frozenset[str]:
    """Return what folded words name, but for what a unit says, and what they make of it."""
    named = naming(words) - naming(unit) - said_by(unit)
    marks = setting_apart(words if "#" in words else f"{words} #") - {"lower level", "upper level"}
    apart = frozenset(mark for mark in marks if not naming(mark) <= naming(words))  # others are named already
    return named | turning(words) | apart if named else named


def _is_beside(world: World, figure: Figure, total: _Total) -> bool:
    """Whether a figure stands in the section of a table, a few blocks from it."""
    near = total.blocks.start - _ABOVE <= figure.block <= total.blocks.stop - 1 + _BELOW
    last = total.blocks.stop - 1
    parted = any(min(figure.block, last) < s.block <= max(figure.block, last) for s in world.sections)
    return near or (figure.block < last and not parted)


def _has_companion(world: World, passages: Passages, figure: Figure, total: _Total) -> bool:
    """Whether the paragraph of a figure tells another figure of the same row of totals."""
    others = {world.value(n) for n in total.row if n != total.number}
    block = (f for f in passages.by_block[figure.block] if f is not figure)
    return any(f.value in others and len(significant(f.value)) >= _DIGITS for f in block)


def _is_part(figures: Sequence[Figure], one: Figure, total: Decimal) -> bool:
    """Whether another figure of its paragraph is a total, or makes it with one: that is another thing or a part."""
    return any(f.value == total or (f.unit == one.unit and f.value + one.value == total) for f in figures)


def _is_in(world: World, figure: Figure, cells: Sequence[int]) -> bool:
    """Whether some cells of a table have a figure, in whatever unit and rounded as it may be."""
    for number in cells:
        scale = ratio(figure.unit, world.unit(number))
        step = max(world.numbers[figure.number].step, world.numbers[number].step * (1 / scale if scale else 1))
        same = scale is not None and abs(figure.value - world.value(number) / scale) < step
        if figure.value == world.value(number) or same:
            return True
    return False
