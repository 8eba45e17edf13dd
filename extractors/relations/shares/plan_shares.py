"""Percentages of a plan that is told before them: "Kế hoạch vốn: 4.950 … Giải ngân 4.050, bằng 81,8% kế hoạch vốn"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from extractors.ledger.entries import Entry
from extractors.relations.amounts import ratio
from extractors.relations.relation import Relation
from extractors.relations.shares.quotients import exact_share, is_slip, make_percent, try_base
from extractors.relations.world import World

#: what a share is of, by the words behind it
_OF_PLAN = re.compile(r"\s*(?:so với |của )?(?P<plan>kế hoạch|dự toán|chỉ tiêu|mục tiêu)(?!\w)")
#: a plan of another time, level or step
_ANOTHER = re.compile(
    r"(?<!\w)(?:năm trước|cùng kỳ|tỉnh|huyện|trung ương|nghị quyết|điều chỉnh|nhiệm kỳ|giai đoạn|cả năm|tháng"
    r"|quý)(?!\w)"
)
#: how many blocks before a share its plan may stand
_REACH = 3
_WHY = "kế hoạch nêu ở trên"


def read_plan_shares(world: World, told: AbstractSet[int]) -> Iterator[Relation]:
    """Yield shares of the one plan told before them in the same words; those `told` of otherwise are left out."""
    for entry in world.ledger.entries:
        for quantity in () if entry.path else entry.quantities:
            for share in quantity.shares:
                if share not in told and world.measures[share].plan and world.is_exact(quantity.number):
                    yield from _of_plan(world, entry, quantity.number, share)


def _of_plan(world: World, entry: Entry, part: int, share: int) -> Iterator[Relation]:
    percent = world.numbers[share]
    named = _OF_PLAN.match(world.folded, percent.end)
    stop = re.compile(r"[.;\n]|$").search(world.folded, percent.end)
    behind = world.folded[percent.end : stop.start() if stop else percent.end]
    if named is None or percent.sign != "=" or any(mark.isdigit() for mark in behind) or _ANOTHER.search(behind):
        return
    plans = [n for n in _before(world, entry, part) if named["plan"] in world.measures[n].wording.own]
    if len({world.value(n) for n in plans}) != 1:
        return
    reading = try_base(world, part, percent, plans[0], _WHY)
    if reading.verdict == "holds" or is_slip(exact_share(world, part, plans[0]), percent):
        yield make_percent(world, (part, plans[0], share), [reading], source="cue", certain=False)


def _before(world: World, entry: Entry, part: int) -> Iterator[int]:
    """Yield the exact figures of a part's unit before it that are no changes."""
    for other in reversed(world.ledger.entries[max(0, entry.id - 12) : entry.id]):
        if other.path or entry.block - other.block > _REACH:
            return
        for quantity in other.quantities:
            number = quantity.number
            alike = ratio(world.unit(number), world.unit(part)) is not None
            if alike and world.is_exact(number) and not world.measures[number].change:
                yield number
