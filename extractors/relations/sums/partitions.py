"""Several ways to divide one total, told one after the other: full ones, and one that a slip keeps from being full."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.ledger.entries import Group
from extractors.relations.relation import Relation
from extractors.relations.sums.closed_sum_words import overlapping
from extractors.relations.sums.readings import breaks_in, mends, read_sum
from extractors.relations.sums.sum_verdicts import make_sum
from extractors.relations.world import World


def partitions(world: World, total: int, parts: list[int]) -> list[tuple[int, ...]]:
    """Return the runs of parts that each add up to the total: several ways to divide it, one after the other.

    For totals under 20 a run must end where a stronger mark stands: small sums meet by chance.
    """
    breaks = [*breaks_in(world, parts), len(parts)]
    runs: list[tuple[int, ...]] = []
    start = 0
    while start < len(parts):
        end = _end_of_partition(world, total, parts, start, breaks)
        if end is None:
            start = next((b for b in breaks if b > start), len(parts))
        else:
            runs.append(tuple(parts[start:end]))
            start = end
    return runs


def _end_of_partition(world: World, total: int, parts: list[int], start: int, breaks: list[int]) -> int | None:
    """Return where the parts from a place on have added up to the total, None where they never do."""
    added = Decimal(0)
    for end in range(start + 1, len(parts) + 1):
        added += world.value(parts[end - 1])
        if added == world.value(total) and end - start > 1 and (added >= 20 or end in breaks):
            return end
    return None


def failed_partition(
    world: World, group: Group, total: int, parts: list[int], runs: list[tuple[int, ...]]
) -> Iterator[Relation]:
    """Yield what is left beside full partitions, where a mark sets it off and one slip would make it one, too."""
    done = {p for run in runs for p in run}
    left = tuple(p for p in parts if p not in done)
    at = parts.index(left[0]) if left else 0
    set_off = at in breaks_in(world, parts) or at == 0
    gap = world.value(total) - sum((world.value(p) for p in left), Decimal(0))
    said = [
        f"{world.words(world.entry_of(p).label)} {world.words(world.entry_of(p).quantities[0].after)}" for p in left
    ]
    if (
        len(left) > 1
        and set_off
        and not overlapping(said)
        and abs(gap) * 5 <= world.value(total)
        and mends(world, total, left, gap)
    ):
        yield make_sum(world, group, total, [read_sum(world, total, left, "một cách chia khác của tổng")], "closed")
