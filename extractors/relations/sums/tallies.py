"""What implied sums share: plain figures, and the relation they make."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.ledger.entries import Entry
from extractors.lexicon.amounts import alike
from extractors.relations.amounts import ratio
from extractors.relations.arithmetic import addition, shown, slack
from extractors.relations.relation import Reading, Relation, Source, Verdict
from extractors.relations.world import World

SMALLEST = Decimal(20)


def make_implied(
    world: World,
    total: int,
    parts: Sequence[int],
    why: str,
    verdict: Verdict,
    source: Source = "cue",
    *,
    scaled: bool = False,
) -> Relation:
    """Return a sum that no cue opens, with why it is read so; `scaled` says that amounts were compared in one unit."""
    whole, values, mixed = in_scale(world, total, parts)
    added = sum(values, Decimal(0))
    if (
        mixed and not scaled and verdict == "fails"
    ):  # readers compare figures as printed: "8.200 triệu đồng … 12,5 tỷ đồng"
        verdict = "holds" if added == whole else "undecided"
    text = addition(values) + ("" if added == whole else f" {'≈' if verdict == 'holds' else '≠'} {shown(whole)}")
    operands = (world.operand(total, "total"), *(world.operand(p, "part") for p in parts))
    return Relation(
        kind="sum",
        source=source,
        total=total,
        parts=tuple(parts),
        operands=operands,
        unit=world.unit(total),
        exhaustive=True if verdict != "undecided" else None,
        verdict=verdict,
        reading=text,
        tried=(Reading(text, why, verdict, tuple(parts), total),),
        expected=added,
        found=whole,
    )


def in_scale(world: World, total: int, parts: Sequence[int]) -> tuple[Decimal, list[Decimal], bool]:
    """Return a total and its parts in the unit of the first part, and whether they come in several scales."""
    units = [world.unit(n) for n in (total, *parts)]
    by = [ratio(unit, units[1]) or Decimal(1) for unit in units] if len(set(units)) > 1 else [Decimal(1)] * len(units)
    whole, *values = (world.value(n) * scale for n, scale in zip((total, *parts), by, strict=True))
    return whole, values, any(scale != 1 for scale in by)


def missed_by(world: World, total: int, parts: Sequence[int]) -> Decimal:
    """Return by how much parts miss their total, nothing where rounding alone may do that."""
    gap = world.value(total) - sum((world.value(part) for part in parts), Decimal(0))
    return Decimal(0) if abs(gap) <= slack(world.numbers[total], [world.numbers[part] for part in parts]) else gap


def is_plain(world: World, number: int) -> bool:
    """Whether a figure can be a part or total here: a count or amount, no pair, change, plan or grade in stars."""
    measure, printed = world.measures[number], world.numbers[number]
    usable = not (measure.change or measure.plan) and printed.of is None and measure.unit not in ("", "%", "sao")
    return usable and printed.sign == "="


def quantity_in(world: World, entry: Entry, unit: str, *, same: bool = False) -> int | None:
    """Return the first plain figure of an entry in a unit, or in the `same` unit only."""
    for quantity in entry.quantities:
        if is_plain(world, quantity.number):
            other = world.unit(quantity.number)
            if other == unit or (not same and alike(other, unit)):
                return quantity.number
    return None
