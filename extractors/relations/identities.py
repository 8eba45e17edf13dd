"""Identities of the catalogue between figures of one stretch of text."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files

from extractors.relations.relation import Relation
from extractors.relations.tallies import SMALLEST, is_plain, make_implied
from extractors.relations.world import World

_RAISED = re.compile(r"nâng tổng số|(?:phải|cần) (?:giải quyết|xử lý)|cộng cả|lũy kế")


@cache
def _identities() -> tuple[tuple[str, tuple[str, ...]], ...]:
    text = files("extractors.catalogue").joinpath("identities.csv").read_text("utf-8")
    return tuple((row["whole"], tuple(row["parts"].split("|"))) for row in csv.DictReader(text.splitlines()))


def read_raised(world: World) -> Iterator[Relation]:
    """Yield "nâng tổng số … lên" and "phải giải quyết": carried over and new make all (never the new part alone)."""
    carried = [n for n, m in world.measures.items() if m.metric == "dossiers.carried_over"]
    new = [n for n, m in world.measures.items() if m.metric in ("dossiers.received", "petitions.received")]
    why = "tiếp nhận mới cộng kỳ trước chuyển sang"
    for number, measure in world.measures.items():
        if not _RAISED.search(measure.wording.own.split("#")[0][-60:]) or not is_plain(world, number):
            continue
        for old in carried:
            fresh = next((n for n in new if _makes_up(world, number, old, n)), None)
            if fresh is not None:
                yield make_implied(world, number, [fresh, old], why, "holds", "identity")


def _makes_up(world: World, total: int, old: int, fresh: int) -> bool:
    if total in (old, fresh) or not world.value(old):
        return False
    return world.value(old) + world.value(fresh) == world.value(total)


def read_identities(world: World) -> Iterator[Relation]:
    """Yield the identities of the catalogue that hold between figures of one stretch of text."""
    by_metric: dict[str, list[int]] = {}
    for number, measure in world.measures.items():
        if measure.metric and is_plain(world, number) and not measure.target:
            by_metric.setdefault(measure.metric, []).append(number)
    for whole, parts in _identities():
        for total in by_metric.get(whole, []):
            near = [_nearest(world, total, by_metric.get(part, [])) for part in parts]
            found = [n for n in near if n is not None]
            added = sum((world.value(n) for n in found), Decimal(0))
            if len(found) > 1 and added == world.value(total) and added >= SMALLEST:
                yield make_implied(world, total, found, "đẳng thức của danh mục chỉ tiêu", "holds", "identity")


def _nearest(world: World, total: int, numbers: list[int]) -> int | None:
    """Return the figure nearest to a total within a dozen blocks, of its period and outside other tables."""
    home = world.entry_of(total)
    if home.path:
        return None
    near = [
        (abs(world.entry_of(n).block - home.block), n)
        for n in numbers
        if world.measures[n].period == world.measures[total].period and not world.entry_of(n).path
    ]
    distance, nearest = min(near, default=(13, -1))
    return nearest if distance <= 12 else None
