"""Columns of running totals: each row adds its own figure to the total of the row above ("Lũy kế")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from extractors.lexicon.amounts import alike
from extractors.relations.relation import Relation
from extractors.relations.sums.readings import read_sum, stated_sum
from extractors.relations.world import World

#: figures of a table by row and column
Cells = Mapping[tuple[int, int], int]
_RUNNING = re.compile(r"(?<!\w)(?:lũy|luỹ) kế(?!\w)|(?<!\w)cộng dồn(?!\w)")
_WHY = "lũy kế dòng trên cộng với dòng này"
_LEAST_ROWS = 3


def read_running_tables(world: World, cells_of: Mapping[int, Cells]) -> Iterator[Relation]:
    """Yield, row by row, the sums of the columns of running totals that most rows bear out."""
    for cells in cells_of.values():
        for total in sorted({column for _, column in cells}):
            if _RUNNING.search(_heads(world, cells, total)):
                yield from _of_column(world, cells, total)


def _heads(world: World, cells: Cells, column: int) -> str:
    number = next(number for (_, at), number in sorted(cells.items()) if at == column)
    return " : ".join(world.words(span) for span in world.entry_of(number).path[:2])


def _of_column(world: World, cells: Cells, total: int) -> Iterator[Relation]:
    """Yield the sums of a column of running totals with the nearest column on its left that it runs over."""
    for column in range(total - 1, -1, -1):
        rows = [row for row, at in sorted(cells) if at == total and (row, column) in cells]
        runs = [(cells[row, column], cells[row, total]) for row in rows]
        if len(runs) >= _LEAST_ROWS and _is_of(world, runs) and _bears_out(world, runs):
            yield from (_sum(world, before[1], one) for before, one in pairwise(runs))
            return


def _is_of(world: World, runs: Sequence[tuple[int, int]]) -> bool:
    units = {world.unit(number) for run in runs for number in run}
    return "%" not in units and all(alike(next(iter(units)), unit) or not unit for unit in units)


def _bears_out(world: World, runs: Sequence[tuple[int, int]]) -> bool:
    """Whether two thirds of the rows below the first hold, counted from above or from the very first row."""
    own, totals = ([world.value(run[at]) for run in runs] for at in (0, 1))
    steps = [before + one == total for before, one, total in zip(totals, own[1:], totals[1:], strict=False)]
    begun = totals[0] - own[0]  # what earlier periods made
    summed = list(accumulate(own, initial=begun))[2:]
    from_first = [made == total for made, total in zip(summed, totals[1:], strict=True)]
    held = max(sum(steps), sum(from_first))
    return held > 0 and held * 3 >= 2 * len(steps) if len(steps) > 2 else held > 0


def _sum(world: World, before: int, run: tuple[int, int]) -> Relation:
    own, total = run
    return stated_sum(world, read_sum(world, total, (before, own), _WHY), total, "layout")
