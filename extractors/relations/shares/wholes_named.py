"""Which whole the words and the shape around a share point at: that of another count, the same step of another list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import takewhile

from extractors.ledger.entries import Entry, Quantity
from extractors.lexicon.amounts import alike
from extractors.relations.relation import Relation
from extractors.relations.world import World

#: "78% tổng số vụ", "13% so với tổng số hộ": the whole by its name, which opens with what is counted
WHOLE = re.compile(r"\s*(?:(?:so với|trên|của|trong) )?(?:tổng số|tổng|số) (?=[^\W\d_])")
#: what came on top of a figure before it ("có 85 trường, tức thêm 06 trường, chiếm 44% số trường")
_OF_PLAN = re.compile(r"\s*%?\s*(?:so với |của )?(?:kế hoạch|dự toán|chỉ tiêu|nghị quyết|mục tiêu)(?!\w)")
_REACHED = re.compile(r"(?<!\w)(?:đạt|bằng)(?: (?:khoảng|gần|hơn|trên))?\s*$")
_AMONG = re.compile(r"(?<!\w)trong (?:tổng )?số (?P<whole>(?!này|đó|trên|ấy)[^\d,;:.()]{3,40}?),? (?:thì )?có $")
_ADDED = re.compile(r"(?<!\w)thêm(?: được)?\s+$")


def is_added(world: World, part: int) -> bool:
    """Whether the word before a figure says that it came on top of another, which the next words may go on about."""
    start = world.numbers[part].span.start
    return bool(_ADDED.search(world.folded, max(0, start - 20), start))


def beside_of(world: World, entry: Entry, quantity: Quantity) -> Iterator[tuple[Entry, Quantity]]:
    """Yield the counts told in one with another: "31 vụ/48 bị cáo", and right before it "874 vụ, 1.172 bị can"."""
    usable = (q for q in entry.quantities if q.number != quantity.number)
    yield from ((entry, q) for q in usable if world.numbers[q.number].value is not None)
    before = world.ledger.entries[entry.id - 1] if entry.id else None
    if before is None or entry.separator != "," or world.words(entry.label) or before.path:
        return
    pair = (before.block, before.sentence) == (entry.block, entry.sentence) and not before.quantities[-1].shares
    if pair and world.numbers[before.quantities[-1].number].value is not None:
        yield before, before.quantities[-1]


def names_whole(world: World, part: int, base: int) -> bool:
    """Whether the words before a part name its base: "144 hộ nghèo … Trong số hộ nghèo có 60 hộ …"."""
    start = world.numbers[part].span.start
    named = _AMONG.search(world.folded, max(0, start - 60), start)
    behind = world.folded[world.numbers[base].span.end :][:60].lstrip()
    return named is not None and behind.startswith(named["whole"]) and base < part


def told_of(world: World, entry: Entry, quantity: Quantity, share: int) -> tuple[Entry, Quantity] | None:
    """Return the count of the same sentence that the whole behind a share is named by, None for that it hangs on.

    "620 vụ, tương ứng 150 tỷ đồng (chiếm 78% tổng số vụ và 53% tổng số tiền)": 78% tells of 620.
    """
    named = WHOLE.match(world.folded, world.numbers[share].end)
    if named is None or _opens_with(world, named.end(), world.unit(quantity.number)):
        return None
    before = reversed(world.ledger.entries[max(0, entry.id - 4) : entry.id])
    near = takewhile(lambda e: (e.block, e.sentence) == (entry.block, entry.sentence), before)
    for other, one in ((e, q) for e in near for q in e.quantities):
        unit = world.unit(one.number)
        if unit and not alike(unit, world.unit(quantity.number)) and _opens_with(world, named.end(), unit):
            return other, one
    return None


def _opens_with(world: World, at: int, unit: str) -> bool:
    end = at + len(unit)
    return bool(unit) and world.folded.startswith(unit, at) and not world.folded[end : end + 1].isalnum()


def counterpart(world: World, entry: Entry, part: int, totals: Mapping[int, Sequence[int]]) -> int | None:
    """Return the figure right before a part that is a part of another total: each step of a list has its own whole.

    "Nhận 900 đơn, xong 600. Cụ thể: xã A nhận 300 đơn, xong 200 đơn (66,7%); xã B …": 200 is a share of 300.
    """
    before = world.ledger.entries[entry.id - 1] if entry.id else None
    if before is None or (before.group, before.sentence) != (entry.group, entry.sentence) or entry.separator == ";":
        return None
    for quantity in before.quantities:
        above = totals.get(quantity.number, ())
        apart = bool(above) and set(above).isdisjoint(totals.get(part, ()))
        if apart and not quantity.shares and alike(world.unit(quantity.number), world.unit(part)):
            return quantity.number if world.value(quantity.number) >= world.value(part) else None
    return None


def told_under(world: World, share: int) -> Decimal | None:
    """Return the count that a share hangs on, else that under which it is told, None where there is none."""
    count = world.measures[share].share_of
    above = world.ledger.parent_of(world.entry_of(share)) if count is None else None
    if above is not None and not above.path and world.unit(above.quantities[0].number) != "%":
        count = above.quantities[0].number
    return None if count is None else world.value(count)


def of_plan(world: World, base: int, part: int, share: int) -> bool:
    """Whether a share tells what was reached of a plan, as the share of what stands above its part does.

    "Chi 1.690 tỷ đồng, đạt 22,9% dự toán. Trong đó, chi đầu tư 823 tỷ đồng, đạt 48,2%": of the plan for it.
    """
    between = world.folded[world.numbers[part].end : world.numbers[share].span.start]
    beside = next((q.shares for q in world.entry_of(base).quantities if q.number == base), ())
    others = [s for s in (*beside, base + 1) if s != share and s in world.measures]
    planned = base != part and any(_OF_PLAN.match(world.folded, world.numbers[s].end) for s in others)
    return planned and bool(_REACHED.search(between)) and not WHOLE.match(world.folded, world.numbers[share].end)


def of_one_whole(world: World, quantity: Quantity, found: Sequence[Relation]) -> frozenset[int]:
    """Return the shares of one figure that tell of a whole that is not printed.

    Two different shares with two wholes named behind them are not of one figure: the one that fits has it
    ("12 hộ, chiếm 8% tổng số hộ nghèo và 30% tổng số hộ của thôn").
    """
    named = [s for s in quantity.shares if WHOLE.match(world.folded, world.numbers[s].end)]
    if len(named) < 2:
        return frozenset()
    taken = {(r.total, world.value(_share(r))) for r in found if r.verdict == "holds"}
    failing = ((_share(r), r.total) for r in found if r.verdict == "fails" and _share(r) in named)
    return frozenset(
        share
        for share, whole in failing
        if any(whole == other and world.value(share) != value for other, value in taken)
    )


def _share(relation: Relation) -> int:
    return next(o.number for o in relation.operands if o.role == "share" and o.number is not None)
