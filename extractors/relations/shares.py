"""Percentages against their bases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.ledger.entries import Entry, Quantity
from extractors.numbers.number import Number
from extractors.numbers.slips import one_slip
from extractors.relations.arithmetic import shown
from extractors.relations.bases import OF_ALL, catalogue_bases, named_bases, near_bases, rate_rows
from extractors.relations.quotients import exact_share, try_base, try_two_bases
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


# -- rates apart from their counts ---------------------------------------------------------------------------------


def _rates(world: World) -> Iterator[Relation]:
    """Yield rates that stand apart from their counts, by the catalogue ("Tỷ lệ hồ sơ trực tuyến đạt 76,13%")."""
    for rate, part, whole in rate_rows():
        for share in _figures(world, rate):
            measure = world.measures[share]
            if measure.share_of is None and not measure.plan:
                relation = _rate(world, share, part, whole)
                if relation is not None:
                    yield relation


def _figures(world: World, metric: str) -> list[int]:
    """Return the figures that measure a metric, aims left out."""
    return [n for n, m in world.measures.items() if m.metric == metric and not m.target]


def _rate(world: World, share: int, part: str, whole: str) -> Relation | None:
    """Return a percentage against the figures of its period that measure its part and its whole."""
    period = world.measures[share].period
    parts, wholes = (
        [n for n in _figures(world, metric) if world.measures[n].period == period] for metric in (part, whole)
    )
    printed, why = world.numbers[share], "tỷ lệ theo danh mục chỉ tiêu"
    pairs = [(p, w) for p in parts for w in wholes if world.value(w) >= world.value(p)]
    tried = [try_base(world, p, printed, w, why) for p, w in pairs]
    if not tried:
        return None
    chosen = next((i for i, reading in enumerate(tried) if reading.verdict == "holds"), 0)
    holds = tried[chosen].verdict == "holds"
    counted, base = pairs[chosen]
    return Relation(
        kind="percent",
        source="identity",
        total=base,
        parts=(counted,),
        operands=(world.operand(counted, "part"), world.operand(base, "whole"), world.operand(share, "share")),
        unit="%",
        exhaustive=None,
        verdict=tried[chosen].verdict,
        reading=tried[chosen].arithmetic,
        tried=tuple(tried),
        expected=None if holds else exact_share(world, counted, base),
        found=world.value(share),
        certain=len(parts) == len(wholes) == 1,
    )


# -- percentages on their counts -----------------------------------------------------------------------------------


def _percent(world: World, entry: Entry, quantity: Quantity, share: int, totals: Sequence[int]) -> Relation:
    part, percent = quantity.number, world.numbers[share]
    named = list(dict.fromkeys([*totals, *named_bases(world, entry, quantity, share)]))
    named = [base for base in named if base in totals or _can_hold(world, base, part, percent)]
    named = named or catalogue_bases(world, part, share)
    tried = _readings(world, entry, part, percent, named)
    held = next((r for r in tried if r.verdict == "holds"), None)
    if held is not None:
        return replace(_against(world, part, share, held.total, tried), verdict="holds", reading=held.arithmetic)
    if not named:
        undecided = _against(world, part, share, None, tried)
        return replace(undecided, reading=_implied(world, part, percent), missing="mẫu số không nêu")
    expected = exact_share(world, part, named[0])
    return replace(
        _against(world, part, share, named[0], tried),
        verdict="fails",
        reading=tried[0].arithmetic,
        expected=expected,
        certain=named[0] in totals or _is_certain(world, entry, named[0], expected, percent),
    )


def _can_hold(world: World, base: int, part: int, percent: Number) -> bool:
    """Whether a figure can be the base of a share: no smaller than its part, unless more than all is said."""
    above = world.numbers[base].of is not None or (percent.value or Decimal(0)) > 100
    return above or base == part or world.value(base) >= world.value(part)


def _readings(world: World, entry: Entry, part: int, percent: Number, named: list[int]) -> list[Reading]:
    """Return all readings of a percentage: by the named bases, those near, and two of these together."""
    near = [b for b in near_bases(world, entry, part) if b not in named]
    tried = [try_base(world, part, percent, base, "tổng được nêu") for base in named]
    tried += [try_base(world, part, percent, base, "số cùng đơn vị trong đoạn") for base in near]
    of_two = try_two_bases(world, part, percent, [*named, *near])
    return tried if of_two is None else [*tried, of_two]


def _against(world: World, part: int, share: int, base: int | None, tried: Sequence[Reading]) -> Relation:
    """Return the relation of a part, its base and its percentage before anything is decided."""
    whole = () if base is None or base == part else (world.operand(base, "whole"),)
    return Relation(
        kind="percent",
        source="cue",
        total=base,
        parts=(part,),
        operands=(world.operand(part, "part"), *whole, world.operand(share, "share")),
        unit="%",
        exhaustive=None,
        verdict="undecided",
        reading="",
        tried=tuple(tried),
        found=world.numbers[share].value or Decimal(0),
    )


def _is_certain(world: World, entry: Entry, base: int, expected: Decimal | None, percent: Number) -> bool:
    """Whether an error is one for sure: the text names the base; a base that only stands before it asks."""
    if expected is not None and expected > 100:
        return False
    if expected is not None:
        exact = expected.quantize(percent.step) if percent.step < 1 else expected
        if one_slip(exact, percent.value or Decimal(0)):
            return True  # one slip of the pen makes the printed share of the exact one
    parent = world.ledger.parent_of(entry)
    ancestor = parent is not None and any(q.number == base for q in parent.quantities)
    says_total = world.entry_of(base).block == entry.block and bool(OF_ALL.match(world.folded, percent.end))
    return ancestor or world.numbers[base].of is not None or entry.predicate or says_total


def _implied(world: World, part: int, percent: Number) -> str:
    """Return which base a percentage implies."""
    if not percent.value:
        return f"{shown(world.value(part))} = 0%"
    whole = (world.value(part) * 100 / percent.value).quantize(Decimal(1))
    return f"{shown(world.value(part))} = {shown(percent.value)}% của khoảng {shown(whole)}"
