"""From readings to a verdict of three values: open and closed lists, failures that are certain or ask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from extractors.catalogue.nouns import dimensions, qualities
from extractors.ledger.entries import Group, Openness
from extractors.lexicon import families, scales, unit_kind
from extractors.lexicon.amounts import alike, money_scale
from extractors.relations.arithmetic import share_fits, shown
from extractors.relations.readings import has_nested, in_one_unit, mends
from extractors.relations.relation import Reading, Relation, Verdict
from extractors.relations.world import World

_REST = re.compile(r"(?<!\w)(?:khác|còn lại)(?!\w)")
#: a rest that is said without its number: "…, còn lại đang trong thời hạn giải quyết"
_UNCOUNTED_REST = re.compile(r"[,;]\s*(?:\w+\s+){0,3}còn lại(?!\w)")
#: a total under this size is short of two parts by chance
_SMALL = 20
#: how large a total is that some of a few parts seldom make by chance
_LARGE, _FEW = 1000, 6
_DOUBT = "đơn vị của các phần không rõ"
#: what divides people, and the things that are people
_QUALITIES_OF_PEOPLE = {"gender", "people", "creed", "education", "party", "age", "wealth"}
_OF_PEOPLE = {"household"}
_MEN_OR_WOMEN = re.compile(r"(?<!\w)(?:nam|nữ)(?!\w)")
_OPENS = re.compile(
    r"^(?:riêng|kể cả|chủ yếu|nhất là|trong đó có|bao gồm cả|tăng|giảm|vượt|bình quân|năm \d|cùng kỳ|so với)(?!\w)"
)


def openness_of(world: World, group: Group, parts: Sequence[int]) -> Openness:
    """Return closed, listed, unknown or open for a group as its cue and the words of its parts say."""
    if group.kind in ("row", "column"):
        return group.openness
    entries = [world.entry_of(p) for p in parts]
    words = [f"{world.words(e.label)} {world.words(e.quantities[0].after)}" for e in entries]
    if not words:
        return group.openness
    last = entries[-1].quantities[-1]
    if _UNCOUNTED_REST.search(world.folded, world.numbers[last.number].end, last.after.end):
        return "open"
    first = world.words(entries[0].label)
    names_some = group.kind == "bracket" and (first == "có" or first.startswith("có "))
    if _are_both(words):
        return "closed"
    if names_some or _OPENS.match(first) or _are_some(group, words, [world.unit(part) for part in parts]):
        return "open"
    usual: Openness = "unknown" if _counts_things(world, group, parts) else group.openness
    return "closed" if len(words) > 1 and _REST.search(words[-1]) else usual


def _counts_things(world: World, group: Group, parts: Sequence[int]) -> bool:
    """Whether a list of money that a cue opens has items without ("quỹ vì người nghèo 1,1 tỷ đồng, xây 18 căn nhà")."""
    if group.openness not in ("closed", "listed") or not all(money_scale(world.unit(part)) for part in parts):
        return False
    inside = [world.ledger.entries[e] for e in group.entries]
    follows = [*(entry.separator for entry in inside[1:]), ";"]
    return any(
        unit_kind(world.unit(entry.quantities[-1].number)) in ("count", "person") and mark and not entry.predicate
        for entry, mark in zip(inside, follows, strict=True)
    )


def are_men_and_women(world: World, parts: Sequence[int]) -> bool:
    """Whether two figures count the men and the women."""
    entries = [world.entry_of(p) for p in parts]
    return _are_both([f"{world.words(e.label)} {world.words(e.quantities[0].after)}" for e in entries])


def _are_both(words: Sequence[str]) -> bool:
    """Whether two parts are the men and the women: nobody is left out."""
    kinds = [_MEN_OR_WOMEN.findall(own) for own in words]
    return len(words) == 2 and sorted(kinds) == [["nam"], ["nữ"]]


def _are_some(group: Group, words: Sequence[str], units: Sequence[str]) -> bool:
    """Whether parts are some of many by what they are (women, graduates), or overlap as graduates and women do.

    Words that divide all by one quality leave nobody out ("theo trình độ: …").
    """
    several = len(set(units)) > 1  # what all parts are counted in says nothing of one
    said = [dimensions(f"{own} {unit}" if several else own) for own, unit in zip(words, units, strict=True)]
    if all(unit_kind(unit) == "count" and not families(unit) & _OF_PEOPLE for unit in units):
        # cards for the poor and for children are counted once each, what persons are is not
        said = [own - _QUALITIES_OF_PEOPLE for own in said]
        return sum(map(bool, said)) * 2 > len(said)
    if sum(map(bool, said)) * 2 > len(said) and len(set().union(*said)) > 1:
        return True
    return not group.cue.endswith("theo") and sum(bool(qualities().search(own)) for own in words) * 2 > len(words)


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
    if doubt := _doubt(world, total, best.parts, openness, gap, above=above):
        return _Outcome("undecided", missing=doubt)
    if gap < 0 or above or openness == "closed":
        return _Outcome("fails")
    if _asks(world, total, best.parts, openness, gap):
        return _Outcome("fails", certain=False)
    return _Outcome("undecided", missing="các phần còn lại không được nêu")


def shares_of_another(world: World, total: int, parts: Sequence[int]) -> bool:
    """Whether most parts print shares of what they make together, not of the total: then they divide something else.

    The pupils examined are fewer than those of the school (traps 4 and 5).
    """
    own = sum((world.value(p) for p in parts), Decimal(0))
    pairs = [(p, s) for p in parts for q in world.entry_of(p).quantities if q.number == p for s in q.shares]
    fits = [share_fits(world.value(p), own, world.numbers[s]) for p, s in pairs]
    of_total = any(share_fits(world.value(p), world.value(total), world.numbers[s]) for p, s in pairs)
    return sum(fits) > 1 and sum(fits) * 2 > len(parts) and not of_total


def _are_nested(world: World, total: int, parts: Sequence[int]) -> bool:
    """Whether a part prints its share of another part ("27 đơn đúng thẩm quyền, giải quyết 25, đạt 92,59%")."""
    for at, part in enumerate(parts):
        shares = next((q.shares for q in world.entry_of(part).quantities if q.number == part), ())
        for share in shares:
            own, printed = world.value(part), world.numbers[share]
            of_other = any(share_fits(own, world.value(p), printed) for p in parts[:at] if world.value(p) > 0)
            if of_other and not share_fits(own, world.value(total), printed):
                return True
    return False


def _in_doubt(world: World, total: int, parts: Sequence[int]) -> bool:
    """Whether parts may count what an item before them does ("04 lớp, cụ thể: đối tượng 26 học viên, đảng viên 09")."""
    if world.entry_of(total).path or any(world.numbers[p].unit for p in parts):
        return False
    group, first = world.entry_of(parts[0]).group, parts[0]
    before = (e for e in world.ledger.entries[max(0, world.measures[first].entry - 6) : world.measures[first].entry])
    same = [q.number for e in before if e.group == group and group is not None for q in e.quantities]
    return any(
        world.numbers[n].unit and not alike(world.unit(n), world.unit(total)) for n in same if world.unit(n) != "%"
    )


def _doubt(
    world: World, total: int, parts: tuple[int, ...], openness: Openness, gap: Decimal, *, above: bool
) -> str | None:
    """Return why parts that do not make a total may be meant otherwise, if they may."""
    if shares_of_another(world, total, parts):
        return "tỷ lệ của các phần tính trên một tổng khác"
    if _are_nested(world, total, parts):
        return "một phần tính trên phần đứng trước"
    if _in_doubt(world, total, parts):
        return _DOUBT
    if gap < 0 and openness != "closed" and len(parts) > 2 and _near_whole(world, total, parts):
        return "các phần có thể trùng nhau"
    if gap < 0 and openness != "closed" and _some_make(world, total, parts):
        return "các phần có thể trùng nhau"
    named_some = openness == "some" and not mends(world, total, parts, gap)
    nested = openness == "unknown" and has_nested(world, total, parts) and not mends(world, total, parts, gap)
    if gap < 0 and not above and (named_some or nested or _overlap(world, total, parts)):
        return "các phần có thể trùng nhau"
    return None


def _near_whole(world: World, total: int, parts: tuple[int, ...]) -> bool:
    """Whether two parts or more are each nearly all of a total: they are no parts beside one another."""
    whole, *values = in_one_unit(world, total, parts)
    return sum(whole * 9 <= value * 10 <= whole * 10 for value in values) > 1


def _some_make(world: World, total: int, parts: tuple[int, ...]) -> bool:
    """Whether a few parts of a large total make it without the others: these count some of the same in another way.

    An item that is told twice by mistake counts nothing in another way.
    """
    whole, *values = in_one_unit(world, total, parts)
    if whole < _LARGE or len(set(values)) < len(values) or len(values) > _FEW:
        return False
    return any(sum(some) == whole for count in range(2, len(values)) for some in combinations(values, count))


def _asks(world: World, total: int, parts: Sequence[int], openness: Openness, gap: Decimal) -> bool:
    """Whether parts short of their total ask for explanation: by little, by a slip of the pen, by a power of ten."""
    whole, *values = in_one_unit(world, total, tuple(parts))
    mended = mends(world, total, tuple(parts), gap)
    if openness == "some":
        return mended and len(values) > 2
    if len(values) == 2 and whole < _SMALL:
        return False  # "09 đơn, trong đó đất đai 05, môi trường 03": two of a few may well be some
    mended = mended and (len(values) > 2 or gap * 2 <= whole)
    tenfold = len(values) > 1 and any(sum(values) * 10**power == whole for power in (1, 2, 3))
    # two parts short of a quarter of their total may be two of three, though that is less than either
    near = gap * 20 <= whole or (gap < min(values) and (len(values) > 2 or gap * 4 <= whole))
    if openness in ("listed", "unknown") and (near or mended or tenfold):
        return True
    return openness == "listed" and _on_one_scale(world, parts)


def _overlap(world: World, total: int, parts: Sequence[int]) -> bool:
    """Whether parts that print their own shares of the total, rightly, make more than a whole by these."""
    shares: list[Decimal] = []
    said = {(world.words(world.entry_of(part).label), world.value(part)): part for part in parts}
    for part in said.values():  # what is told twice by mistake is no overlap
        beside = next((q.shares for q in world.entry_of(part).quantities if q.number == part), ())
        right = (s for s in beside if share_fits(world.value(part), world.value(total), world.numbers[s]))
        shares += [world.value(share) for share in right][:1]
    return sum(shares, Decimal(0)) > 101


def _on_one_scale(world: World, parts: Sequence[int]) -> bool:
    """Whether all parts are steps of one scale ("đúng hạn", "trễ hạn"): every case stands on one of its steps."""
    said = [world.words(world.entry_of(p).label) for p in parts]
    return len(said) > 1 and any(all(scale.search(words) for words in said) for scale in scales(steps=True))


def _likeliest(world: World, total: int, readings: Sequence[Reading]) -> Reading:
    """Return the failing reading to tell: one a slip mends, the first if short, else the nearest."""

    def gap(reading: Reading) -> Decimal:
        return world.value(total) - sum((world.value(p) for p in reading.parts), Decimal(0))

    def mended(reading: Reading) -> bool:
        return reading.total == total and mends(world, total, reading.parts, gap(reading))

    first = readings[0]
    fewer = [r for r in readings if set(r.parts) < set(first.parts) and r.total == total]
    slips = [r for r in (first, *fewer) if mended(r)]
    if gap(first) >= 0 or first.total != total:
        return slips[0] if slips else first
    return min(slips or (first, *fewer), key=lambda reading: abs(gap(reading)))


def make_sum(world: World, group: Group, total: int, readings: Sequence[Reading], openness: Openness) -> Relation:
    """Return the relation of a total with the readings of its parts."""
    best = next((r for r in readings if r.verdict == "holds"), None) or _likeliest(world, total, readings)
    outcome = _outcome(world, total, best, openness)
    if outcome.verdict == "undecided" and (some := read_order(world, total, best.parts)) is not None:
        verdict: Verdict = "undecided" if outcome.missing == _DOUBT else some.verdict
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
    )


def read_order(world: World, total: int, parts: Sequence[int]) -> Relation | None:
    """Return that named parts do not exceed their whole."""
    largest = max(parts, key=world.value, default=None)
    if largest is None or world.numbers[largest].of is not None:
        return None
    whole, part = world.numbers[total], world.numbers[largest]
    fails = world.value(largest) > world.value(total) and whole.sign == "=" and part.sign in ("=", ">=", ">")
    units = world.unit(total), world.unit(largest)
    certain = fails and alike(*units) and not (units[0] != units[1] and money_scale(units[0]))
    verdict: Verdict = "fails" if certain else "undecided" if fails else "holds"
    text = f"{shown(world.value(largest))} {'>' if fails else '≤'} {shown(world.value(total))}"
    return Relation(
        kind="order",
        source="cue",
        total=total,
        parts=tuple(parts),
        operands=(world.operand(total, "whole"), *(world.operand(p, "part") for p in parts)),
        unit=world.unit(total),
        exhaustive=False,
        verdict=verdict,
        reading=text,
        tried=(Reading(text, "phần không lớn hơn tổng", verdict, (largest,), total),),
        expected=world.value(total),
        found=world.value(largest),
    )
