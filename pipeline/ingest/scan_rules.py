"""Rules in the picture of a page, the cells that they frame, and the picture without them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ink = NDArray[np.bool_]
#: left, top, right, bottom in dots
Rect = tuple[int, int, int, int]
#: of an inch: the shortest level rule and the shortest upright one (letters of a heading are lower)
_SHORTEST, _SHORTEST_UPRIGHT = 0.3, 0.32
#: of an inch: what is thicker is no rule
_THICKEST = 0.04
#: share of dots that are dark along a rule; scanners leave gaps
_SOLID = 0.9
#: of an inch: ends of rules and edges of cells this near are one
_NEAR = 0.05
#: stretches of ink on a page that are looked at
_MOST_STRETCHES = 60_000
#: share of a cell's side along which a rule must run
_ALONG = 0.6


@dataclass(frozen=True, slots=True)
class Ruled:
    """The rules of a page, level and upright, and the cells of each of its tables."""

    level: tuple[Rect, ...]
    upright: tuple[Rect, ...]
    tables: tuple[tuple[Rect, ...], ...]


def find_rules(ink: Ink, dpi: int) -> Ruled:
    """Return the rules and the tables in the ink of a straightened page."""
    level = _rules(ink, round(_SHORTEST * dpi), dpi)
    upright = [(a, b, c, d) for b, a, d, c in _rules(np.ascontiguousarray(ink.T), round(_SHORTEST_UPRIGHT * dpi), dpi)]
    near = max(2, round(_NEAR * dpi))
    tables = (_cells(rows, columns, near) for rows, columns in _crossing(level, upright, near))
    return Ruled(tuple(level), tuple(upright), tuple(tuple(cells) for cells in tables if len(cells) > 1))


def _rules(ink: Ink, shortest: int, dpi: int) -> list[Rect]:
    """Return the level rules: rows of stretches that lie on each other."""
    thick = max(3, round(_THICKEST * dpi))
    open_: list[list[int]] = []
    found: list[list[int]] = []
    for row, left, right in _stretches(ink, shortest):
        waiting = [one for one in open_ if row - one[3] <= 2]
        found += [one for one in open_ if row - one[3] > 2]
        touching = [one for one in waiting if left <= one[2] + 3 and one[0] <= right + 3]
        joined = [left, row, right, row]
        for one in touching:
            joined = [min(joined[0], one[0]), min(joined[1], one[1]), max(joined[2], one[2]), row]
        open_ = [one for one in waiting if one not in touching] + [joined]
    return [(a, b, c, d + 1) for a, b, c, d in sorted(found + open_, key=lambda r: (r[1], r[0])) if d - b < thick]


def _stretches(ink: Ink, shortest: int) -> Iterator[tuple[int, int, int]]:
    """Yield row, left and right of level stretches of ink, from the top."""
    height, width = ink.shape
    if width <= shortest or height < 3:
        return
    # a rule that climbs by a dot still runs on
    wide = ink.copy()
    wide[1:] |= ink[:-1]
    wide[:-1] |= ink[1:]
    sums = np.zeros((height, width + 1), dtype=np.int32)
    np.cumsum(wide, axis=1, out=sums[:, 1:])
    solid = (sums[:, shortest:] - sums[:, :-shortest]) >= _SOLID * shortest
    edges = np.diff(np.pad(solid, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    for row, start, end in list(zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True))[:_MOST_STRETCHES]:
        yield row, start, end + shortest - 1


def _crossing(level: Sequence[Rect], upright: Sequence[Rect], near: int) -> Iterator[tuple[list[Rect], list[Rect]]]:
    """Yield the rules of each table: those that meet, and those that meet these."""
    left = list(range(len(upright)))
    free = list(range(len(level)))
    while left:
        columns, rows = {left[0]}, set[int]()
        while True:
            more_rows = {r for r in free if r not in rows and any(_meet(level[r], upright[c], near) for c in columns)}
            rows |= more_rows
            more = {c for c in left if c not in columns and any(_meet(level[r], upright[c], near) for r in more_rows)}
            columns |= more
            if not more:
                break
        left = [c for c in left if c not in columns]
        free = [r for r in free if r not in rows]
        if len(rows) > 1 and len(columns) > 1:
            yield [level[r] for r in sorted(rows)], [upright[c] for c in sorted(columns)]


def _meet(level: Rect, upright: Rect, near: int) -> bool:
    across = level[0] - near <= upright[0] and upright[2] <= level[2] + near
    return across and upright[1] - near <= level[1] and level[3] <= upright[3] + near


def _cells(level: Sequence[Rect], upright: Sequence[Rect], near: int) -> list[Rect]:
    """Return the cells between rules: boxes of the finest grid, those joined that no rule parts."""
    xs = _edges([(r[0] + r[2]) // 2 for r in upright], near)
    ys = _edges([(r[1] + r[3]) // 2 for r in level], near)
    groups = {(row, column): (row, column) for row in range(len(ys) - 1) for column in range(len(xs) - 1)}

    def root(box: tuple[int, int]) -> tuple[int, int]:
        while groups[box] != box:
            box = groups[box]
        return box

    for row, column in list(groups):
        after, below = (row, column + 1), (row + 1, column)
        if after in groups and not _parted(upright, xs[column + 1], (ys[row], ys[row + 1]), 0, near):
            groups[max(root((row, column)), root(after))] = min(root((row, column)), root(after))
        if below in groups and not _parted(level, ys[row + 1], (xs[column], xs[column + 1]), 1, near):
            groups[max(root((row, column)), root(below))] = min(root((row, column)), root(below))
    held: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for box in groups:
        held.setdefault(root(box), []).append(box)
    found = (_around(boxes, xs, ys) for boxes in held.values())
    return sorted(cell for cell in found if _is_framed(cell, level, upright, near))


def _around(boxes: Sequence[tuple[int, int]], xs: Sequence[int], ys: Sequence[int]) -> Rect:
    rows, columns = [box[0] for box in boxes], [box[1] for box in boxes]
    return xs[min(columns)], ys[min(rows)], xs[max(columns) + 1], ys[max(rows) + 1]


def _is_framed(cell: Rect, level: Sequence[Rect], upright: Sequence[Rect], near: int) -> bool:
    """Whether rules run along all sides of a cell."""
    left, top, right, bottom = cell
    sides = ((upright, left, (top, bottom), 0), (upright, right, (top, bottom), 0))
    ends = ((level, top, (left, right), 1), (level, bottom, (left, right), 1))
    return all(_parted(rules, edge, reach, axis, near) for rules, edge, reach, axis in (*sides, *ends))


def _edges(places: Sequence[int], near: int) -> list[int]:
    """Return places from the least, those nearly alike taken as one."""
    runs: list[list[int]] = []
    for place in sorted(places):
        if runs and place - runs[-1][-1] <= near:
            runs[-1].append(place)
        else:
            runs.append([place])
    return [sum(run) // len(run) for run in runs]


def _parted(rules: Sequence[Rect], edge: int, reach: tuple[int, int], axis: int, near: int) -> bool:
    """Whether rules run along an edge for most of a reach; `axis` 0 for upright rules, 1 for level ones."""
    along = 0
    for rule in rules:
        middle = (rule[axis] + rule[axis + 2]) // 2
        if abs(middle - edge) <= near:
            along += max(0, min(reach[1], rule[3 - axis]) - max(reach[0], rule[1 - axis]))
    return along >= _ALONG * (reach[1] - reach[0])
