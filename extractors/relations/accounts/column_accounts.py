"""Accounts that the rows of a table bear out whatever its heads say: what came, went and is left, running totals.

"Còn lại" is "tồn + nhập - xuất" in two rows of three: then it is meant to be in the third.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, product

from extractors.lexicon.stages import Stage
from extractors.numbers.slips import one_slip
from extractors.relations.accounts.balances import balanced, make_balance
from extractors.relations.relation import Relation
from extractors.relations.sums.tallies import make_implied
from extractors.relations.world import World

#: figures of a table by row and column
Cells = Mapping[tuple[int, int], int]
Values = Mapping[tuple[int, int], Decimal]
_RUNNING = re.compile(r"(?<!\w)(?:cộng dồn|lũy kế|luỹ kế|tích lũy|tích luỹ|dồn)(?!\w)")
#: how many columns an account has at most, how many rows must bear it out, and of them how many columns of small counts
_MOST, _ROWS = 6, 2
_WHY = "số dòng trước cộng số của dòng"


def read_column_accounts(
    world: World, cells_of: Mapping[int, Cells], told: Collection[int | None]
) -> Iterator[Relation]:
    """Yield accounts of columns, and running totals of one, that fail in a row and hold in the others."""
    for cells in cells_of.values():
        plain = {place: n for place, n in cells.items() if _is_plain(world, n)}
        columns = sorted({column for _, column in plain})
        found = next(_running(world, plain, columns), ())
        found = found or next(_accounts(world, plain, columns), ())
        if not any(o.number in told for r in found if r.verdict == "fails" for o in r.operands):
            yield from found


def _is_plain(world: World, number: int) -> bool:
    return world.is_exact(number) and world.unit(number) != "%" and "/" not in world.unit(number)


# -- columns that come, go and are left ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Way:
    """Columns with their signs, and the column that they make."""

    columns: tuple[int, ...]
    signs: tuple[int, ...]
    made: int


def _accounts(world: World, cells: Cells, columns: Sequence[int]) -> Iterator[tuple[Relation, ...]]:
    """Yield the account that most rows bear out, of neighbouring columns and the one behind them."""
    rows = sorted({row for row, _ in cells})
    values = {place: world.value(number) for place, number in cells.items()}
    for size in range(min(_MOST, len(columns)) - 1, 2, -1):
        for at in range(len(columns) - size):
            some, made = tuple(columns[at : at + size]), columns[at + size]
            for signs in product((1, -1), repeat=size - 1):
                if len(set(signs)) > 1:  # parts that are all taken off are those of a sum
                    found = _account(world, cells, values, rows, _Way(some, (1, *signs), made))
                    if found:
                        yield found


def _account(world: World, cells: Cells, values: Values, rows: Sequence[int], way: _Way) -> tuple[Relation, ...]:
    """Return an account of which just one row fails, by a slip, none where more rows do."""
    telling: list[int] = []
    failing: list[tuple[int, Decimal]] = []
    for row in rows:
        told = [values.get((row, c)) for c in (*way.columns, way.made)]
        figures = [value for value in told if value is not None]
        if len(figures) < len(told):
            continue
        gap = _gap(figures, way.signs)
        if gap:
            failing.append((row, gap))
        elif _is_telling(figures):
            telling.append(row)
        if len(failing) > 1:
            return ()
    if not failing or len(telling) < _ROWS:
        return ()
    wrong, gap = failing[0]
    beside = {abs(value) for (row, c), value in values.items() if row == wrong and c not in (*way.columns, way.made)}
    if abs(gap) in beside or not _is_slip(world, cells, wrong, way, gap):
        return ()
    return tuple(_relation(world, cells, row, way) for row in (*telling, wrong))


def _gap(figures: Sequence[Decimal], signs: Sequence[int]) -> Decimal:
    """Return by how much figures with their signs make more than the last one."""
    *parts, made = figures
    return sum((part if sign > 0 else -part for part, sign in zip(parts, signs, strict=True)), -made)


def _is_telling(figures: Sequence[Decimal]) -> bool:
    """Whether no figure of a row is nothing, and they are more than single digits."""
    return all(figures) and sum(value >= 10 for value in figures) > 1


def _is_slip(world: World, cells: Cells, row: int, way: _Way, gap: Decimal) -> bool:
    last = world.value(cells[row, way.made])
    rights = [(last, last + gap)]
    rights += [
        (v, v - gap * s) for c, s in zip(way.columns, way.signs, strict=True) if (v := world.value(cells[row, c]))
    ]
    return any(right >= 0 and one_slip(one, right) for one, right in rights)


def _relation(world: World, cells: Cells, row: int, way: _Way) -> Relation:
    stages: list[Stage] = ["opening", *("new" if sign > 0 else "closed" for sign in way.signs[1:]), "open"]
    items = [(cells[row, c], stage) for c, stage in zip((*way.columns, way.made), stages, strict=True)]
    return make_balance(world, balanced(world, items), certain=True, source="layout")


# -- running totals ------------------------------------------------------------------------------------------------


def _running(world: World, cells: Cells, columns: Sequence[int]) -> Iterator[tuple[Relation, ...]]:
    """Yield the running totals of a column whose steps are those of another, but for one wrong figure."""
    for total in columns:
        for step in columns:
            if step != total:
                found = _running_of(world, cells, step, total)
                if found:
                    yield found


def _running_of(world: World, cells: Cells, step: int, total: int) -> tuple[Relation, ...]:
    rows = [row for row in sorted({row for row, _ in cells}) if (row, step) in cells and (row, total) in cells]
    pairs = list(pairwise(rows))
    off = {
        (one, two): world.value(cells[one, total]) + world.value(cells[two, step]) - world.value(cells[two, total])
        for one, two in pairs
    }
    failing = [pair for pair in pairs if off[pair]]
    stated = _RUNNING.search(_head(world, cells[rows[0], total])) if rows else None
    holding = [pair for pair in pairs if not off[pair] and world.value(cells[pair[1], step])]
    if not 0 < len(failing) < 3 or len(holding) + len(failing) < 3 or len(holding) < (1 if stated else _ROWS):
        return ()
    if not _is_one_wrong(world, cells, [off[pair] for pair in failing], failing, (step, total)):
        return ()
    return tuple(
        make_implied(
            world, cells[two, total], (cells[one, total], cells[two, step]), _WHY,
            "fails" if off[one, two] else "holds", "layout",
        )
        for one, two in (*holding, *failing)
    )  # fmt: skip


def _is_one_wrong(
    world: World, cells: Cells, offs: Sequence[Decimal], failing: Sequence[tuple[int, int]], columns: tuple[int, int]
) -> bool:
    """Whether one slip in one figure mends all steps that fail: in a total both beside it, in a step one."""
    step, total = columns
    value = world.value(cells[failing[0][1], total])
    if len(failing) == 2:
        return failing[0][1] == failing[1][0] and offs[0] == -offs[1] and one_slip(value, value + offs[0])
    added = world.value(cells[failing[0][1], step])
    last = (value, value + offs[0])
    return one_slip(*last) or (added - offs[0] > 0 and one_slip(added, added - offs[0]))


def _head(world: World, number: int) -> str:
    return " : ".join(world.words(span) for span in world.entry_of(number).path)
