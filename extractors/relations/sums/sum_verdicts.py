"""From readings to a verdict of three values: open and closed lists, failures that are certain or ask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from extractors.ledger.entries import Group, Openness
from extractors.lexicon import scales
from extractors.numbers.slips import slip_cost
from extractors.relations.amounts import is_measured
from extractors.relations.relation import Reading, Relation, Verdict
from extractors.relations.sums.closed_sum_words import are_women_among, is_denied, on_one_scale
from extractors.relations.sums.openness import are_men_and_women
from extractors.relations.sums.part_orders import in_printed_unit, read_order
from extractors.relations.sums.readings import in_one_unit, mends
from extractors.relations.sums.sum_doubts import TAKEN_AWAY, UNIT_IN_DOUBT, doubt_of, leaves_some
from extractors.relations.world import World

#: nobody is left out of two that are the men and the women
_PAIR = 2
#: parts as near as this to their total are meant for it, whatever their units
_NEAR = 20
#: how many parts are put together in every way
_FEW = 6
#: a total under this size is short of two parts by chance
_SMALL = 20
#: totals from which on a digit too many tells; what it costs less than, and how much more it makes of a figure at least
_LARGE, _LIKELY, _TENS = 60, 3, 3


#: where a thing is or what it is of; what is told so is in one part only
_PLACED = re.compile(r"^\s*(?:[^\W\d]+\s+){0,2}?(?:tại|ở|trên|qua|thuộc|về|của|do|từ|cấp|loại|khối|hạng|nhóm|mức)\s")


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A verdict, whether a failure is certain, and what is missing."""

    verdict: Verdict
    certain: bool = True
    missing: str | None = None


def _outcome(world: World, total: int, best: Reading, openness: Openness) -> _Outcome:
    """Return what becomes of the best reading.

    Parts above the total always fail. In a list that is expected to be whole ("trong đó" with two parts or
    more) a small gap fails but asks only; a large one may be parts that were not named.
    """
    if best.verdict == "holds":
        return _Outcome("holds")
    whole, *values = in_one_unit(world, total, best.parts)
    gap = whole - sum(values, Decimal(0))
    above = any(v > whole for v in values)
    if doubt := doubt_of(world, total, best.parts, openness, gap, above=above):
        return _Outcome("undecided", missing=doubt)
    if not above and (left := _left_open(world, best.parts, openness, gap)):
        return _Outcome("undecided", missing=left)
    if gap < 0 or above or openness == "closed":
        return _Outcome("fails")
    if _asks(world, total, best.parts, openness, gap):
        return _Outcome("fails", certain=False)
    return _Outcome("undecided", missing="các phần còn lại không được nêu")


def _left_open(world: World, parts: Sequence[int], openness: Openness, gap: Decimal) -> str | None:
    """Return why parts that do not make their total may be right: some are not told, or they overlap."""
    if gap > 0 and leaves_some(world, parts):
        return "các phần còn lại không được nêu"
    overlap = openness == "some" and gap < 0 and not _exclude_each_other(world, parts)
    overlap = overlap or are_women_among([world.words(world.entry_of(part).label) for part in parts])
    return "các phần được nêu có thể trùng nhau" if overlap else None


def _asks(world: World, total: int, parts: Sequence[int], openness: Openness, gap: Decimal) -> bool:
    """Whether parts short of their total ask for explanation: by little, by a slip of the pen, by a power of ten."""
    whole, *values = in_one_unit(world, total, tuple(parts))
    mended = mends(world, total, tuple(parts), gap, small=False)
    if openness == "some":
        return mended and len(values) > 2
    if len(values) == 2 and whole < _SMALL:
        return False  # "09 đơn, trong đó đất đai 05, môi trường 03": two of a few may well be some
    # of a few cases named behind many people a digit too many says nothing ("128 lượt người, trong đó 6 ca …, 4 ca …")
    bound = len(values) > 2 and in_printed_unit(world, (total, *parts)) and _exclude_each_other(world, parts)
    mended = mended and (bound or gap * 2 <= whole)
    tenfold = len(values) > 1 and any(sum(values) * 10**power == whole for power in (1, 2, 3))
    # two parts short of a tenth of their total may be two of three, though that is less than either; of two that the
    # catalogue knows as its parts a third is not so likely
    surplus = len(values) > 1 and whole >= _LARGE and _has_digit_more(whole, sum(values, Decimal(0)))
    surplus = surplus and _exclude_each_other(world, parts)
    known = all(world.measures[part].metric for part in parts)
    near = gap * 20 <= whole or (gap * 2 < min(values) and (len(values) > 2 or gap * (4 if known else 10) <= whole))
    # of amounts "trong đó" names two, and what is left is spent on something else
    near = near and (len(values) > 2 or not is_measured(world.unit(total)))
    if openness in ("listed", "unknown") and (near or mended or tenfold or surplus):
        return True
    return openness == "listed" and (_on_one_scale(world, parts) or _is_whole_list(world, parts))


def _exclude_each_other(world: World, parts: Sequence[int]) -> bool:
    """Whether nothing is in two parts: they are told by where or of what each is, by a scale, or by the catalogue."""
    behind = [world.folded[world.numbers[part].end :][:40].partition(",")[0] for part in parts]
    before = [f"{world.words(world.entry_of(part).label)} " for part in parts]
    placed = [bool(_PLACED.search(words) or _PLACED.search(led)) for words, led in zip(behind, before, strict=True)]
    said = [led + words for led, words in zip(before, behind, strict=True)]
    denied = len(said) == 2 and is_denied(said[0]) != is_denied(said[1])
    alike_led = any(
        len({tuple(one.split()[:1]) for one in some} - {()}) == 1 < len(set(some)) for some in (behind, before)
    )
    return (
        all(placed) or denied or alike_led or on_one_scale(said) or all(world.measures[part].metric for part in parts)
    )


def _has_digit_more(whole: Decimal, added: Decimal) -> bool:
    """Whether a total is what its parts make but for a digit too many, or a first one that looks alike.

    Few figures are, so chance hardly makes one.

    >>> [_has_digit_more(Decimal(226), Decimal(other)) for other in (26, 22, 36, 126)]
    [True, True, False, False]
    """
    cost = slip_cost(whole, added) if added else None
    return cost is not None and cost < _LIKELY and whole >= added * _TENS


def _is_whole_list(world: World, parts: Sequence[int]) -> bool:
    """Whether three parts or more are what the items of a list tell, one each, none left out."""
    items = world.ledger.list_of(world.entry_of(parts[0]).block)
    return items is not None and len(parts) > 2 and [world.entry_of(p).block for p in parts] == list(items.blocks)


def _on_one_scale(world: World, parts: Sequence[int]) -> bool:
    """Whether all parts are steps of one scale ("đúng hạn", "trễ hạn"): every case stands on one of its steps.

    The same step twice divides by something else ("cá đạt 26 tấn, tôm đạt 8 tấn").
    """
    said = [world.words(world.entry_of(p).label) for p in parts]
    steps = ([found.group() for words in said if (found := scale.search(words))] for scale in scales(steps=True))
    return len(said) > 1 and any(len(set(each)) == len(said) for each in steps)


def _likeliest(world: World, total: int, readings: Sequence[Reading]) -> Reading:
    """Return the failing reading to tell: one a slip mends, the first if short, else the nearest."""

    def gap(reading: Reading) -> Decimal:
        return world.value(total) - sum((world.value(p) for p in reading.parts), Decimal(0))

    def mended(reading: Reading) -> bool:
        return reading.total == total and mends(world, total, reading.parts, gap(reading))

    first = readings[0]
    fewer = [r for r in readings if set(r.parts) < set(first.parts) and r.total == total]
    near = (r for r in readings if abs(gap(r)) * _NEAR <= world.value(total))
    slips = [r for r in (first, *fewer) if mended(r)] or [r for r in near if mended(r)]
    if gap(first) >= 0 or first.total != total:
        return slips[0] if slips else first
    return min(slips or (first, *fewer), key=lambda reading: abs(gap(reading)))


def make_sum(world: World, group: Group, total: int, readings: Sequence[Reading], openness: Openness) -> Relation:
    """Return the relation of a total with the readings of its parts."""
    best = next((r for r in readings if r.verdict == "holds"), None) or _likeliest(world, total, readings)
    outcome = _outcome(world, total, best, openness)
    listed = group.kind not in ("row", "column")
    if outcome.verdict == "fails" and listed and _is_out_of_reach(world, total, best.parts):
        told = _is_bound(world, total, best.parts, openness)
        outcome = (
            replace(outcome, certain=False) if told else replace(outcome, verdict="undecided", missing=UNIT_IN_DOUBT)
        )
    if outcome.verdict == "undecided" and (some := read_order(world, total, best.parts)) is not None:
        verdict: Verdict = "undecided" if outcome.missing in (UNIT_IN_DOUBT, TAKEN_AWAY) else some.verdict
        return replace(some, verdict=verdict, tried=(*readings, *some.tried), missing=outcome.missing)
    whole = best.total if best.total is not None else total
    printed, *values = in_one_unit(world, whole, best.parts)
    return Relation(
        kind="sum",
        source="layout" if group.kind in ("row", "column") else "cue",
        total=whole,
        parts=best.parts,
        operands=(world.operand(whole, "total"), *(world.operand(p, "part") for p in best.parts)),
        unit=world.unit(total),
        exhaustive=True if outcome.verdict != "undecided" else None,
        verdict=outcome.verdict,
        reading=best.arithmetic,
        tried=tuple(readings),
        missing=outcome.missing,
        expected=sum(values, Decimal(0)),
        found=printed,
        certain=outcome.certain,
        tied=outcome.verdict == "fails" and len(best.parts) == _PAIR and are_men_and_women(world, best.parts),
    )


def _lost_group(printed: Decimal, right: Decimal) -> bool:
    """Whether a value lacks one of the groups of digits that dots part in the right one.

    >>> [_lost_group(Decimal(printed), Decimal(2316)) for printed in (316, 2, 3)]
    [True, True, False]
    """
    groups = f"{int(right):,}".split(",")
    return any("".join(groups[:at] + groups[at + 1 :]) == str(int(printed)) for at in range(len(groups)))


def _is_out_of_reach(world: World, total: int, parts: tuple[int, ...]) -> bool:
    """Whether a part is far above its total and no slip in one figure mends the sum: something else is told there."""
    whole, *values = in_one_unit(world, total, parts)
    gap = whole - sum(values, Decimal(0))
    if max(values) * 2 <= whole * 3 or mends(world, total, parts, gap):
        return False
    if _lost_group(world.value(total), world.value(total) - gap):
        return False
    some = (sum(run) for size in range(1, len(values) + 1) for run in combinations(values[:_FEW], size))
    return not any(run == whole * 10**power for run in some for power in (1, 2, 3))


def _is_bound(world: World, total: int, parts: Sequence[int], openness: Openness) -> bool:
    """Whether words bind parts far above a total to it all the same: one unit printed behind all, steps of a scale."""
    bound = in_printed_unit(world, (total, *parts)) or _on_one_scale(world, parts)
    if openness == "closed":
        return bound or _is_whole_list(world, parts)
    # "quỹ nhận 96 triệu đồng … đã chi: sửa nhà 190 triệu đồng" tells of two things in one unit of money
    counted = not (world.measures[total].change or is_measured(world.unit(total)))
    return bound and counted and openness != "open" and len(parts) > 1
