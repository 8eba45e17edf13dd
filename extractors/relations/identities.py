"""Identities of the catalogue between figures of one stretch of text."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from importlib.resources import files

from extractors.cues import seeker
from extractors.relations.relation import Relation
from extractors.relations.sums.readings import mends
from extractors.relations.sums.tallies import SMALLEST, is_plain, make_implied
from extractors.relations.world import World

#: how many blocks away figures still speak of one thing when their sum fails
NEIGHBOURS = 3
#: how many blocks away figures may stand that make one up
_REACH = 12
_CARRIED = "tiếp nhận mới cộng kỳ trước chuyển sang"
_IDENTITY = "đẳng thức của danh mục chỉ tiêu"
_IN_HAND = seeker(r"tổng[^#]{0,20}(?:tiếp nhận|hồ sơ)")
_RAISED = seeker(r"nâng tổng số|(?:phải|cần) (?:giải quyết|xử lý)|cộng cả|lũy kế")


@cache
def _identities() -> tuple[tuple[str, tuple[str, ...]], ...]:
    text = files("extractors.catalogue").joinpath("identities.csv").read_text("utf-8")
    return tuple((row["whole"], tuple(row["parts"].split("|"))) for row in csv.DictReader(text.splitlines()))


def read_raised(world: World) -> Iterator[Relation]:
    """Yield "nâng tổng số … lên" and "phải giải quyết": carried over and new make all (never the new part alone)."""
    carried = [n for n, m in world.measures.items() if m.metric == "dossiers.carried_over"]
    new = [n for n, m in world.measures.items() if m.metric in ("dossiers.received", "petitions.received")]
    by_value: dict[Decimal, list[int]] = {}
    for fresh in new:
        by_value.setdefault(world.value(fresh), []).append(fresh)
    by_block = [_by_block(world, numbers) for numbers in (new, carried)]
    for number, measure in world.measures.items():
        told = measure.wording.own.partition("#")[0][-60:]
        in_hand = measure.metric is None and measure.unit == "hồ sơ" and _IN_HAND(told)
        if not (_RAISED(told) or in_hand) or not is_plain(world, number):
            continue
        whole = world.value(number)
        pairs = ((n, old) for old in carried if world.value(old) for n in by_value.get(whole - world.value(old), ()))
        holds = [pair for pair in pairs if number not in pair]
        if holds:
            yield make_implied(world, number, holds[0], _CARRIED, "holds", "identity")
        else:
            find = _in_column if world.entry_of(number).path else _nearest
            near = [find(world, number, numbers) for numbers in by_block]
            yield from _slipped(world, number, [n for n in near if n is not None], _CARRIED)


def read_identities(world: World) -> Iterator[Relation]:
    """Yield the identities of the catalogue that hold between figures of one stretch of text."""
    by_metric: dict[str, list[int]] = {}
    for number, measure in world.measures.items():
        if measure.metric and is_plain(world, number) and not measure.target:
            by_metric.setdefault(measure.metric, []).append(number)
    by_block = {metric: _by_block(world, numbers) for metric, numbers in by_metric.items()}
    for whole, parts in _identities():
        for total in by_metric.get(whole, []):
            near = [_nearest(world, total, by_block.get(part, {})) for part in parts]
            found = [n for n in near if n is not None]
            added = sum((world.value(n) for n in found), Decimal(0))
            if len(found) > 1 and added == world.value(total) and added >= SMALLEST:
                yield make_implied(world, total, found, _IDENTITY, "holds", "identity")
            elif len(near) == len(found):
                yield from _slipped(world, total, found, _IDENTITY)


def without_restated(relations: Sequence[Relation]) -> Iterator[Relation]:
    """Yield relations without the identities that hold for a total of which the text itself tells a sum that holds.

    "Giải quyết 1.187 hồ sơ: trước hạn 903, đúng hạn 271, quá hạn 13; trước và đúng hạn 1.174": the 1.174 and the 13
    are no other division of it. What came and was carried over is one with each other list of the total.
    """
    told = {r.total: r for r in relations if r.kind == "sum" and r.verdict == "holds" and r.source == "cue"}
    for relation in relations:
        own = told.get(relation.total) if relation.source == "identity" and relation.verdict == "holds" else None
        again = own is not None and (relation.tried[0].why == _CARRIED or not set(own.parts).isdisjoint(relation.parts))
        if not (relation.kind == "sum" and again):
            yield relation


def _slipped(world: World, total: int, parts: list[int], why: str) -> Iterator[Relation]:
    """Yield an identity between neighbours that one slip of the pen keeps from holding: asks, never accuses."""
    home = world.entry_of(total).block
    in_table = bool(world.entry_of(total).path)  # there its column tells what is near
    near = all((in_table or abs(world.entry_of(n).block - home) <= NEIGHBOURS) and n != total for n in parts)
    gap = world.value(total) - sum((world.value(n) for n in parts), Decimal(0))
    if len(parts) > 1 and gap and near and world.value(total) >= SMALLEST and mends(world, total, tuple(parts), gap):
        yield replace(make_implied(world, total, parts, why, "fails", "identity"), certain=False)


def _by_block(world: World, numbers: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for number in numbers:
        found.setdefault(world.entry_of(number).block, []).append(number)
    return found


def _in_column(world: World, total: int, numbers: Mapping[int, Sequence[int]]) -> int | None:
    """Return the figure of a few rows above or below a total in its column, None where there are several."""
    home = world.document.blocks[world.entry_of(total).block].origin.cell
    found = []
    for block, inside in numbers.items():
        cell = world.document.blocks[block].origin.cell
        same = home and cell and (cell.table, cell.column) == (home.table, home.column)
        if same and home and cell and abs(cell.row - home.row) <= NEIGHBOURS:
            found += [n for n in inside if world.measures[n].period == world.measures[total].period]
    return found[0] if len(found) == 1 else None


def _nearest(world: World, total: int, numbers: Mapping[int, Sequence[int]]) -> int | None:
    """Return the figure nearest to a total within a dozen blocks, of its period and outside other tables."""
    home = world.entry_of(total)
    if home.path:
        return None
    near = [
        (abs(block - home.block), n)
        for block, inside in numbers.items()
        if abs(block - home.block) <= _REACH
        for n in inside
        if world.measures[n].period == world.measures[total].period and not world.entry_of(n).path
    ]
    return min(near, default=(0, None))[1]
