"""Percentages against their bases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.ledger.entries import Entry, Quantity
from extractors.numbers.number import Number
from extractors.relations.arithmetic import one_slip, shown
from extractors.relations.bases import (
    OF_ALL,
    catalogue_bases,
    derived,
    exact_share,
    named_bases,
    near_bases,
    rate_rows,
    try_base,
)
from extractors.relations.relation import Reading, Relation
from extractors.relations.world import World


def read_percents(world: World, sums: Sequence[Relation]) -> Iterator[Relation]:
    """Yield a relation for each percentage that hangs on a count, or that the catalogue makes a rate of two counts.

    `sums` give the totals that the counts are parts of.
    """
    totals: dict[int, list[int]] = {}
    for relation in sums:
        if relation.verdict == "holds" and relation.total is not None:
            for part in relation.parts:
                totals.setdefault(part, []).append(relation.total)
    for entry in world.ledger.entries:
        for quantity in entry.quantities:
            for share in quantity.shares:
                pair = world.numbers[quantity.number].of is not None
                if (pair or not world.measures[share].plan) and world.numbers[quantity.number].value is not None:
                    yield _percent(world, entry, quantity, share, totals.get(quantity.number, []))
    yield from _rates(world)


def _rates(world: World) -> Iterator[Relation]:
    """Yield rates that stand apart from their counts, by the catalogue ("Tỷ lệ hồ sơ trực tuyến đạt 76,13%")."""
    for rate, part, whole in rate_rows():
        own = [n for n, m in world.measures.items() if m.metric == rate and m.share_of is None and not m.target and not m.plan]
        for share in own:
            period = world.measures[share].period
            counts = {
                code: [n for n, m in world.measures.items() if m.metric == code and m.period == period and not m.target]
                for code in (part, whole)
            }
            tried = [
                try_base(world, p, world.numbers[share], w, "tỷ lệ theo danh mục chỉ tiêu")
                for p in counts[part] for w in counts[whole] if world.value(w) >= world.value(p)
            ]  # fmt: skip
            if tried:
                yield _rate(world, share, tried, len(counts[part]) == len(counts[whole]) == 1)


def _rate(world: World, share: int, tried: list[Reading], certain: bool) -> Relation:
    held = next((r for r in tried if r.verdict == "holds"), None)
    chosen = held or tried[0]
    assert chosen.total is not None
    operands = (world.operand(chosen.parts[0], "part"), world.operand(chosen.total, "whole"), world.operand(share, "share"))
    expected = None if held else exact_share(world, chosen.parts[0], chosen.total)
    return Relation("percent", "identity", chosen.total, chosen.parts, operands, "%", None, "holds" if held else "fails",
                    chosen.arithmetic, tuple(tried), expected=expected, found=world.value(share), certain=certain)  # fmt: skip


def _percent(world: World, entry: Entry, quantity: Quantity, share: int, totals: Sequence[int]) -> Relation:
    part, percent = quantity.number, world.numbers[share]
    named = list(dict.fromkeys([*totals, *named_bases(world, entry, quantity, share)]))
    named = named or catalogue_bases(world, quantity.number, share)
    near = [b for b in near_bases(world, entry, part) if b not in named]
    tried: list[Reading] = []
    for base in named:
        tried.append(try_base(world, part, percent, base, "tổng được nêu"))
    for base in near:
        tried.append(try_base(world, part, percent, base, "số cùng đơn vị trong đoạn"))
    tried += derived(world, part, percent, [*(b for b in named if b is not None), *near])
    held = next((r for r in tried if r.verdict == "holds"), None)
    value = world.numbers[share].value or Decimal(0)
    operands = [world.operand(part, "part"), world.operand(share, "share")]
    if held is not None:
        whole = held.total
        if whole is not None and whole != part:
            operands.insert(1, world.operand(whole, "whole"))
        return Relation("percent", "cue", whole, (part,), tuple(operands), "%", None, "holds", held.arithmetic,
                        tuple(tried), found=value)  # fmt: skip
    if not named:
        return Relation("percent", "cue", None, (part,), tuple(operands), "%", None, "undecided",
                        _implied(world, part, percent), tuple(tried), "mẫu số không nêu", found=value)  # fmt: skip
    base = named[0]
    if base != part:
        operands.insert(1, world.operand(base, "whole"))
    expected = exact_share(world, part, base)
    certain = base in totals or _is_certain(world, entry, base, expected, percent)
    return Relation("percent", "cue", base, (part,), tuple(operands), "%", None, "fails", tried[0].arithmetic,
                    tuple(tried), expected=expected, found=value, certain=certain)  # fmt: skip


def _is_certain(world: World, entry: Entry, base: int, expected: Decimal | None, percent: Number) -> bool:
    """An error needs a base that the text names for sure; a base that only stands before it asks."""
    if expected is not None and expected > 100:
        return False
    parent = world.ledger.parent_of(entry)
    ancestor = parent is not None and any(q.number == base for q in parent.quantities)
    same_block = world.ledger.entries[world.measures[base].entry].block == entry.block
    says_total = same_block and bool(OF_ALL.match(world.folded, percent.end))
    if expected is not None and one_slip(expected.quantize(percent.step) if percent.step < 1 else expected, percent.value or Decimal(0)):
        return True  # one slip of the pen makes the printed share of the exact one
    return ancestor or world.numbers[base].of is not None or entry.predicate or says_total


def _implied(world: World, part: int, percent: Number) -> str:
    if not percent.value:
        return f"{shown(world.value(part))} = 0%"
    whole = (world.value(part) * 100 / percent.value).quantize(Decimal(1))
    return f"{shown(world.value(part))} = {shown(percent.value)}% của khoảng {shown(whole)}"
