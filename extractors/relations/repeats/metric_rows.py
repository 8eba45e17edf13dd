"""Rows of tables and running text that the catalogue links to one metric: "tiếp 186 lượt", a row "Lượt tiếp dân".

A table of indicators has one row for a metric. Where the words of a figure of that metric say no more than the row
does, and nowhere the text tells what the row tells, the two contradict each other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractors.numbers.slips import significant
from extractors.relations.amounts import ratio
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import told_apart
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Reading, Relation
from extractors.relations.repeats.restated import VERB, is_plain
from extractors.relations.repeats.rows_told import present_cells, row_name
from extractors.relations.repeats.same_words import naming, setting_apart, turning
from extractors.relations.repeats.totals_told import is_dated
from extractors.relations.shares.table_shares import cells_by_table
from extractors.relations.world import World

_WHY = "cùng chỉ tiêu với một dòng của bảng"


def read_metric_rows(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield the figure of running text that is not the one which a table has in its only row of the metric."""
    rows = _rows(world)
    told: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in passages.figures if rows else ():
        metric = world.measures[figure.number].metric or ""
        if metric in rows and ratio(figure.unit, world.unit(rows[metric][0][0])) == 1:
            told[metric].append(figure)
    for metric, figures in told.items():
        (number, *others), named = rows[metric]
        if any(f.value == world.value(n) for f in figures for n in (number, *others)):
            continue
        meant = [f for f in figures if _says_no_more(world, f, number, named)]
        if len({f.value for f in meant}) == 1:
            reading = Reading(f"{shown(meant[0].value)} ≠ {shown(world.value(number))}", _WHY, "fails")
            yield replace(told_apart(world, meant[0].number, number, reading, certain=False), tied=True)


def _rows(world: World) -> Mapping[str, tuple[Sequence[int], frozenset[str]]]:
    """Return, by metric, the cells of the only row that tables have for it, the present one first, and its name."""
    found: defaultdict[str, list[tuple[Sequence[int], frozenset[str]]]] = defaultdict(list)
    by_table = cells_by_table(world)
    for layout in world.layouts:
        cells = by_table.get(layout.table, {})
        for row in {r for r, _ in cells} - layout.totals:
            numbers = [n for (r, _), n in cells.items() if r == row and n in world.measures]
            present, name = present_cells(world, numbers), row_name(layout, row)
            alone = len(present) == 1 and not setting_apart(f"{name} #")
            for metric in {world.measures[n].metric or "" for n in numbers} - {""}:
                right = alone and world.measures[present[0]].metric == metric
                found[metric].append(((*present, *numbers) if right else (), naming(name)))
    return {metric: rows[0] for metric, rows in found.items() if len(rows) == 1 and rows[0][0]}


def _says_no_more(world: World, figure: Figure, number: int, named: frozenset[str]) -> bool:
    """Whether the words of a figure name what a row does, or less, and no other time, part or kind."""
    first, second = world.measures[figure.number], world.measures[number]
    exact = is_plain(world, figure) and world.numbers[figure.number].of is None and len(significant(figure.value)) > 1
    timed = first.moment is not None or len({first.period, second.period} - {None}) > 1
    clause = f"{re.split(r'[,;:(–—] ?', figure.before)[-1]} # {VERB.split(figure.after)[0]}"
    apart = setting_apart(clause) or turning(clause) or is_dated(world, figure)
    return exact and not timed and not apart and naming(clause) - naming(figure.unit) <= named
