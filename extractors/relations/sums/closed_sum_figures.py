"""What figures say for a sum that fails, and the readings of them that make it right."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from extractors.catalogue.nouns import dimensions
from extractors.numbers.slips import significant, slip_cost
from extractors.relations.accounts.movements import movement
from extractors.relations.arithmetic import share_fits
from extractors.relations.sums.closed_rows import Row
from extractors.relations.sums.closed_sum_words import (
    clause,
    overlapping,
    tells_parts,
)
from extractors.relations.sums.flat_lists import are_stages
from extractors.relations.sums.readings import read_sum
from extractors.relations.sums.sum_doubts import shares_of_another, untold_items
from extractors.relations.sums.totals_after import united
from extractors.relations.world import World

#: smaller figures meet by chance
_MET = 20
#: the least figure that may have lost a digit
_LOST = 10
#: why the figures of such a sum are its parts
WHY = "mọi số cùng đơn vị của câu"


def whole_by_shares(world: World, row: Row, added: Decimal) -> int:
    """Return the points of a share beside a part that is right of all parts together: they are a whole, told before.

    "Giao 42.160 triệu đồng, đã dùng 3.987 triệu đồng, tiết kiệm 229 triệu đồng (5,4%)": 5,4% is of what both make.
    """
    if row.total.number > row.parts[0].number:
        return 0
    shares = (
        (part, share)
        for part in row.parts
        for quantity in world.entry_of(part.number).quantities
        if quantity.number == part.number
        for share in quantity.shares
    )
    fine = ((part, world.numbers[share]) for part, share in shares if world.numbers[share].step < 1)
    return 3 * any(share_fits(part.value, added, share) for part, share in fine)


def holds(world: World, row: Row, value: Decimal, values: Sequence[Decimal]) -> bool:
    """Whether some reading makes the figures agree: a run that adds up, one taken off, one that is of two others."""
    if read_sum(world, row.total.number, tuple(part.number for part in row.parts), WHY).verdict == "holds":
        return True
    runs = (values[a:b] for a in range(len(values)) for b in range(a + 2, len(values) + 1))
    if value in values or any(sum(run) == value for run in runs):
        return True
    if any(a + b == value for a, b in combinations(values, 2)):
        return True
    moved = {movement(clause(part)) for part in row.parts}
    if {1, -1} <= moved and not tells_parts(row.parts[0].before):
        return True  # an account, no sum
    taken = [v for part, v in zip(row.parts, values, strict=True) if movement(clause(part)) == -1]
    if any(sum(values) - 2 * v == value for v in taken):
        return True
    # a part of two parts beside it: "đất ở 12 ha (nông thôn 7 ha, đô thị 5 ha), đất rừng 30 ha"
    threes = zip(values, values[1:], values[2:], strict=False)
    return max(values) >= _MET and any(a == b + c or c == a + b for a, b, c in threes)


def is_of_some(world: World, row: Row, value: Decimal, values: Sequence[Decimal]) -> bool:
    """Whether parts may overlap by their qualities, name some of all by these, or divide something else."""
    said = [f"{clause(part)} {part.unit}" for part in row.parts]
    some = sum(values) < value and sum(bool(dimensions(words)) for words in said) * 2 > len(said)
    some = some or len(united(row.total.before)) > len(values)
    some = some or (are_stages(value, values) and not slips_of(value, values))
    numbers = [part.number for part in row.parts]
    untold = value - sum(values) == untold_items(world, row.total.number, numbers) > 0
    return overlapping(said) or some or untold or shares_of_another(world, row.total.number, numbers)


def slips_of(value: Decimal, values: Sequence[Decimal]) -> dict[Decimal, int]:
    """Return the figures in which one slip explains a sum that fails, with their points: the more digits the more."""
    added = sum(values, Decimal(0))
    right = [(value, added), *((v, v + value - added) for v in values)]
    costs = [(slip_cost(one, other), one, other) for one, other in right if one > 0 and other > 0]
    # a digit that a single one lost may be any: "đủ điều kiện 96 người, vắng mặt 4 người" of 142 leaves others
    return {
        one: _digits(one, other) + (cost < 3)
        for cost, one, other in costs
        if cost is not None and (cost < 3 or one >= _LOST)
    }


def _digits(one: Decimal, other: Decimal) -> int:
    """Return how many digits a slip was found in, fewer than two and more than three counted as these, less one."""
    most = max(len(significant(value)) for value in (one, other))
    return min(max(most, 2), 4) - 1
