"""Rows of tables told in running text beside one figure of theirs: "thu trên địa bàn 21.230 triệu đồng, đạt 95,0%".

A figure with what goes on from it ("đạt …%", "tăng … so với") tells a row where its words name the row and one of them
stands there. What else the row has of that kind, and the text tells otherwise, contradicts it at any distance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.grids import Layout
from extractors.numbers.slips import significant
from extractors.relations.amounts import ratio
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import told_apart
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Reading, Relation
from extractors.relations.repeats.rows_told import row_name
from extractors.relations.repeats.same_words import naming, setting_apart
from extractors.relations.shares.table_shares import cells_by_table
from extractors.relations.world import World

#: digits that chance seldom makes twice: with the full name of a row, and with some of it
_FEW, _MANY = 2, 4
#: what a figure is told of by words before and behind it: what was planned, what it was before, what it is a part of
_OF: Mapping[str, re.Pattern[str]] = {
    "plan": re.compile(r"(?<!\w)(?:kế hoạch|kh|chỉ tiêu|mục tiêu|dự toán|giao|đạt|hoàn thành|nghị quyết)(?!\w)"),
    "change": re.compile(r"(?<!\w)(?:tăng|giảm|cùng kỳ|so với năm|năm trước|tốc độ)(?!\w)"),
    "share": re.compile(r"(?<!\w)(?:chiếm|tỷ trọng|cơ cấu|tỷ lệ)(?!\w)"),
}
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WHY = "cùng tên với một dòng của bảng, cạnh một số trùng khớp"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table: what its name says, and its figures with the heads of their columns."""

    named: frozenset[str]
    cells: tuple[tuple[int, str], ...]


def read_rows_beside(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield each figure of running text that is none of the row which its words and another figure tell."""
    rows = list(_rows(world))
    if not rows:
        return
    for figures in passages.by_block.values():
        for group in _groups(figures):
            meant = [row for row in rows if _is_meant(world, group, row)]
            if len(meant) == 1:
                yield from _unlike(world, group, meant[0])


def _rows(world: World) -> Iterator[_Row]:
    by_table = cells_by_table(world)
    for layout in world.layouts:
        cells = by_table.get(layout.table, {})
        for row in sorted({r for r, _ in cells}):
            numbers = [n for (r, _), n in cells.items() if r == row and n in world.measures]
            named = _row_named(layout, row)
            if named and len(numbers) > 1:
                yield _Row(named, tuple((n, _head(world, n)) for n in numbers))


def _row_named(layout: Layout, row: int) -> frozenset[str]:
    return naming(row_name(layout, row))


def _head(world: World, number: int) -> str:
    return world.measures[number].wording.near.partition("#")[0].strip()


# -- running text ---------------------------------------------------------------------------------------------------


def _groups(figures: Sequence[Figure]) -> Iterator[Sequence[Figure]]:
    """Yield each figure that words name, with those of its sentence that only go on from it."""
    group: list[Figure] = []
    for figure in figures:
        goes_on = group and figure.home == group[0].home and ";" not in figure.before and not _label(figure)
        if not goes_on and group:
            yield group
            group = []
        group.append(figure)
    if group:
        yield group


def _label(figure: Figure) -> frozenset[str]:
    """Return the syllables that name a figure anew, none where its words only tell what it is compared with."""
    said = re.sub(r"(?<!\w)(?:năm|quý|tháng|kế hoạch|dự toán|chỉ tiêu|giao|đầu)(?!\w)", " ", figure.before)
    return naming(said) - naming(figure.unit)


def _is_meant(world: World, group: Sequence[Figure], row: _Row) -> bool:
    """Whether the first figure of a group is told by the name of a row and one of the group stands in it."""
    first, said = group[0], _said(group)
    if not (row.named & said) or setting_apart(f"{first.before} #") & {"earlier", "so far"}:
        return False
    if not (row.named <= said or naming(first.before) <= row.named):
        return False  # "tổng chi ngân sách" is no row "tổng thu ngân sách"
    least = _FEW if row.named <= said else _MANY
    found = [f for f in group if _is_in(world, f, row)]
    return any(len(significant(f.value)) >= least for f in found) or (least == _FEW and len(found) > 1)


def _said(group: Sequence[Figure]) -> frozenset[str]:
    """Return what names the first figure of a group: the words before it and right behind it, and its unit."""
    first = group[0]
    return naming(f"{first.before} {re.split(r'[,;.()]', first.after)[0]}") | naming(first.unit)


def _is_in(world: World, figure: Figure, row: _Row) -> bool:
    return any(_same(world, figure, number) for number, _ in row.cells)


def _same(world: World, figure: Figure, number: int) -> bool:
    """Whether a cell has a figure, in whatever unit and rounded as it may be."""
    scale = ratio(figure.unit, world.unit(number))
    step = max(world.numbers[figure.number].step, world.numbers[number].step * (1 / scale if scale else 1))
    return scale is not None and abs(figure.value - abs(world.value(number)) / scale) < step


def _unlike(world: World, group: Sequence[Figure], row: _Row) -> Iterator[Relation]:
    """Yield the first figure of a group that is none of a row, with the only one there that it can be."""
    full = row.named <= _said(group)
    for figure in group:
        if not world.is_exact(figure.number) or _is_in(world, figure, row):
            continue
        told = [n for n, head in row.cells if _is_like(world, figure, n, head, first=figure is group[0] and full)]
        if len(told) == 1 and not any(_same(world, f, told[0]) for f in group):
            other = world.value(told[0])
            reading = Reading(f"{shown(figure.value)} ≠ {shown(other)}", _WHY, "fails")
            yield replace(told_apart(world, figure.number, told[0], reading, certain=False), tied=True)
            return


def _is_like(world: World, figure: Figure, number: int, head: str, *, first: bool) -> bool:
    """Whether a cell is of the kind of a figure: a share of the same, or what there is now."""
    cell, own = world.measures[number], world.measures[figure.number]
    if ratio(figure.unit, cell.unit) is None or (not first and figure.unit != "%"):
        return False
    if figure.unit == "%":
        return bool(_kinds(f"{figure.before} {re.split(r'[,;.]', figure.after)[0]}") & _kinds(head))
    plain = not (own.target or own.change or own.plan or cell.target or cell.change or cell.plan)
    return plain and not _kinds(head) and own.period in (None, cell.period) and own.moment is None


def _kinds(words: str) -> frozenset[str]:
    """Return what words compare a figure with."""
    return frozenset(kind for kind, pattern in _OF.items() if pattern.search(words.replace("th/kh", "kh")))
