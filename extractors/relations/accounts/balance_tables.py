"""Balances in tables: columns of what there was and came against those of what went and is left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from extractors.lexicon.stages import STAGES, Stage, stage_in
from extractors.relations.accounts.balances import Balance, balanced, make_balance, slipped
from extractors.relations.relation import Relation
from extractors.relations.world import World

#: figures of a table by row and column
Cells = Mapping[tuple[int, int], int]
_MOST_COLUMNS = 8
#: a storey of the head over what came or went ("Tăng: kết nạp, chuyển đến")
_MOVED = re.compile(r"(?:^|: )(tăng|giảm)(?= :|$| trong)")
_STAGE_OF: Mapping[str, Stage] = {"tăng": "new", "giảm": "closed"}


@dataclass(frozen=True, slots=True)
class _Tried:
    """The balances of some columns row by row; `stated` where the heads name all four stages, each once."""

    rows: tuple[Balance, ...]
    stated: bool

    @property
    def fitting(self) -> int:
        return sum(not row.gap for row in self.rows)

    def borne_out(self, world: World) -> bool:
        """Whether three rows, two in three, bear it out; where heads state it, one, if slips explain the others."""
        if self.fitting * 3 >= len(self.rows) * 2 and self.fitting > (1 if self.stated else 2):
            return True
        failing = [row for row in self.rows if row.gap]
        return self.stated and self.fitting > 0 and len(failing) < 3 and all(slipped(world, row) for row in failing)


def read_balance_tables(world: World, cells_of: Mapping[int, Cells]) -> Iterator[Relation]:
    """Yield the balances of each table that its rows bear out."""
    for cells in cells_of.values():
        columns = _columns(world, cells)
        stages = set(columns.values())
        if "opening" not in stages or "open" not in stages or len(stages) < 3 or len(columns) > _MOST_COLUMNS:
            continue
        best = _best(world, cells, columns)
        for balance in best.rows if best is not None else ():
            yield make_balance(world, balance, certain=True, source="layout")


def _columns(world: World, cells: Cells) -> dict[int, Stage]:
    """Return the stage that the heads of each column name."""
    found: dict[int, Stage] = {}
    for (_, column), number in sorted(cells.items()):
        if column not in found and world.unit(number) != "%" and world.measures[number].share_of is None:
            heads = " : ".join(_heads(world, number))
            moved = _MOVED.search(heads)
            stage = None if "trong đó" in heads else stage_in(heads) or (_STAGE_OF[moved[1]] if moved else None)
            if stage is not None:
                found[column] = stage
    return found


def _heads(world: World, number: int) -> Iterator[str]:
    """Yield the words of the heads above a figure, from the top storey down; those that name its row are none."""
    for at, span in enumerate(world.entry_of(number).path):
        cell = world.document.blocks[world.document.block_at(span.start)].origin.cell
        layout = next((one for one in world.layouts if cell is not None and one.table == cell.table), None)
        if at < 2 or (cell is not None and layout is not None and cell.row < layout.head):
            yield world.words(span)


def _best(world: World, cells: Cells, columns: Mapping[int, Stage]) -> _Tried | None:
    """Return the most columns that balance in the most rows, None where no rows bear it out."""
    proven: list[tuple[int, int, _Tried]] = []
    for size in range(len(columns), 2, -1):
        for some in combinations(sorted(columns), size):
            stages = {columns[c] for c in some}
            if {"opening", "open"} <= stages and len(stages) > 2:
                tried = _tried(world, cells, some, columns)
                if tried.borne_out(world):
                    proven.append((tried.fitting, size, tried))
    return max(proven, key=lambda one: one[:2])[2] if proven else None


def _tried(world: World, cells: Cells, some: Sequence[int], columns: Mapping[int, Stage]) -> _Tried:
    """Return the balance of each row that states a figure in all of some columns."""
    ends = [c for c in some if columns[c] in ("opening", "open")]
    told = {row: [c for c in some if (row, c) in cells] for row in sorted({row for row, _ in cells})}
    # a dash or blank says that nothing came or went; a row without any movement says nothing
    moves = any(list(columns.values()).count(stage) > 1 for stage in ("new", "closed"))
    whole = [
        row for row, of in told.items() if set(ends) <= set(of) and (len(of) == len(some) or (moves and len(of) > 2))
    ]
    stated = len(some) == len(columns) == len(set(columns.values())) == len(STAGES)
    return _Tried(tuple(balanced(world, [(cells[row, c], columns[c]) for c in told[row]]) for row in whole), stated)
