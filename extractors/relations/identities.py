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
    for number, measure in world.measures.items():
        if not _RAISED.search(measure.wording.own.split("#")[0][-60:]) or not is_plain(world, number):
            continue
        for old in carried:
            for fresh in new:
                if number not in (old, fresh) and world.value(old) + world.value(fresh) == world.value(number) and world.value(old):
                    yield make_implied(world, number, [fresh, old], "tiếp nhận mới cộng kỳ trước chuyển sang", "holds", "identity")
                    break


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
    home = world.ledger.entries[world.measures[total].entry]
    near = [
        (abs(world.ledger.entries[world.measures[n].entry].block - home.block), n)
        for n in numbers
        if world.measures[n].period == world.measures[total].period
        and bool(world.ledger.entries[world.measures[n].entry].path) == bool(home.path)
    ]
    near = [pair for pair in near if pair[0] <= 12] if not home.path else []
    return min(near)[1] if near else None
