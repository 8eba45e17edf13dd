"""Percentages against their bases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.ledger.entries import Entry, Quantity
from extractors.numbers.number import Number
from extractors.relations.amounts import ratio
from extractors.relations.arithmetic import shown
from extractors.relations.changes.rate_points import are_points
from extractors.relations.relation import Reading, Relation
from extractors.relations.shares.bases import OF_ALL, base_told, catalogue_bases, named_bases, near_bases, refused_bases
from extractors.relations.shares.closed_pairs import is_plan
from extractors.relations.shares.closed_words import is_of_another
from extractors.relations.shares.mended_shares import base_beside
from extractors.relations.shares.other_shares import is_of_others
from extractors.relations.shares.paired import on_whole
from extractors.relations.shares.quotients import UNNAMED, exact_share, is_slip, try_base, try_two_bases
from extractors.relations.shares.rates import are_near
from extractors.relations.shares.refused_bases import lost_comma_base, other_scale_base, refused_base
from extractors.relations.shares.wholes_named import beside_of, counterpart, names_whole, of_one_whole, of_plan, told_of
from extractors.relations.world import World

_OPENS_BRACKET = re.compile(r"[^,;:.()\d]{0,40}\((?:đạt|bằng|chiếm|tỷ lệ)? ?")
_BESIDE = "số đứng trước trong câu"
_OF_OTHER = "tỷ lệ của nội dung khác"


def read_percents(world: World, sums: Sequence[Relation]) -> Iterator[Relation]:
    """Yield a relation for each percentage that hangs on a count.

    `sums` give the totals that the counts are parts of.
    """
    totals: dict[int, list[int]] = {}
    for relation in sums:
        if relation.verdict == "holds" and relation.kind == "sum" and relation.total is not None:
            for part in relation.parts:
                totals.setdefault(part, []).append(relation.total)
    for entry in world.ledger.entries:
        for quantity in entry.quantities:
            found: list[Relation] = []
            for share in quantity.shares:
                pair = world.numbers[quantity.number].of is not None or base_told(world, quantity, share) is not None
                if (pair or not world.measures[share].plan) and world.numbers[quantity.number].value is not None:
                    planned = is_plan(world, quantity.number) and not is_plan(world, share)
                    if planned and base_told(world, quantity, share) is None:
                        found.append(_of_planned(world, entry, quantity.number, share))
                    else:
                        found.append(_of_any(world, entry, quantity, share, totals))
            apart = of_one_whole(world, quantity, found)
            yield from (r if apart.isdisjoint(o.number for o in r.operands) else _of_other(world, r) for r in found)


def _of_any(
    world: World, entry: Entry, quantity: Quantity, share: int, totals: Mapping[int, Sequence[int]]
) -> Relation:
    """Return a percentage of the figure that it hangs on, else of one beside that fits ("31 vụ/48 bị cáo").

    Behind a change "chiếm" goes on about what changed ("2.847 tỷ, tăng 180 tỷ so với đầu năm, chiếm 99,9% tổng dư nợ").
    """
    if is_of_others(world, entry, quantity, share):
        return _of_other(world, _against(world, quantity.number, share, None, ()))
    if (told := told_of(world, entry, quantity, share)) is not None:
        of_count = _percent(world, *told, share, totals)
        return of_count if of_count.verdict == "holds" else _of_other(world, of_count)
    found = _percent(world, entry, quantity, share, totals)
    if found.total is not None and found.parts == (quantity.number,) and found.total == on_whole(world, found.parts[0]):
        # "305 trẻ trong tổng số 330 trẻ, đạt 108,2%": the share is that of the first
        return _of_told(world, found.total, share, quantity.number)
    if found.verdict == "fails" and world.measures[quantity.number].change and are_points(world, quantity, share):
        return _of_other(world, found)
    if found.verdict != "holds" and world.numbers[share].step < 1:
        others = (_percent(world, *beside, share, totals) for beside in beside_of(world, entry, quantity))
        return next((other for other in others if other.verdict == "holds"), found)
    return found


def _of_other(world: World, relation: Relation) -> Relation:
    """Return a percentage as one that tells of something else than the figures beside it."""
    (part,), share = relation.parts, relation.operands[-1].number
    undecided = _against(world, part, share or 0, None, relation.tried)
    return replace(undecided, reading=_implied(world, part, world.numbers[share or 0]), missing=_OF_OTHER)


def _percent(
    world: World, entry: Entry, quantity: Quantity, share: int, above: Mapping[int, Sequence[int]]
) -> Relation:
    part, percent = quantity.number, world.numbers[share]
    own = counterpart(world, entry, part, above)
    totals = above.get(part, ()) if own is None else (own,)
    told = base_told(world, quantity, share)
    if told is not None and percent.sign == "=":
        return _of_told(world, part, share, told)
    named = list(dict.fromkeys([*totals, *named_bases(world, entry, quantity, share)]))
    named = [base for base in named if base in totals or _can_hold(world, base, part, percent)]
    named.sort(key=lambda base: world.measures[base].change)  # of what came more is seldom told how much something is
    by_catalogue = [] if named else catalogue_bases(world, part, share)
    tried = _readings(world, entry, part, percent, named or by_catalogue)
    held = next((r for r in tried if r.verdict == "holds"), None)
    if held is not None:
        return replace(_against(world, part, share, held.total, tried), verdict="holds", reading=held.arithmetic)
    named = named or [b for b in by_catalogue if are_near(world, share, b)]
    if not named:
        undecided = _against(world, part, share, None, tried)
        asking = _by_slip(world, entry, part, share, tried, by_catalogue) or _refused(
            world, entry, quantity, share, tried
        )
        return asking or replace(undecided, reading=_implied(world, part, percent), missing=UNNAMED)
    expected = exact_share(world, part, named[0])
    slip = percent.step < 1 and is_slip(expected, percent)
    if of_plan(world, named[0], part, share) or (not (totals or slip) and _is_of_another(world, part, share)):
        undecided = _against(world, part, share, None, tried)
        return replace(undecided, reading=_implied(world, part, percent), missing=_OF_OTHER)
    return replace(
        _against(world, part, share, named[0], tried),
        verdict="fails",
        reading=tried[0].arithmetic,
        expected=expected,
        certain=named[0] in totals or _is_certain(world, entry, named[0], expected, percent),
        tied=names_whole(world, part, named[0]),
    )


def _of_planned(world: World, entry: Entry, plan: int, share: int) -> Relation:
    """Return a percentage beside a planned figure: what was done is the part ("2.346, giao 2.150 (109,1%)")."""
    percent = world.numbers[share]
    tried = [try_base(world, done, percent, plan, "số được giao") for done in near_bases(world, entry, plan)]
    held = next((r for r in tried if r.verdict == "holds" and r.parts), None)
    slips = [r for r in tried if r.parts and is_slip(exact_share(world, r.parts[0], plan), percent)]
    if held is None and len(tried) == len(slips) == 1 and percent.sign == "=":
        (done,), exact = slips[0].parts, exact_share(world, slips[0].parts[0], plan)
        found = _against(world, done, share, plan, tried)
        return replace(found, verdict="fails", reading=slips[0].arithmetic, expected=exact, certain=False)
    if held is None:
        undecided = _against(world, plan, share, None, tried)
        return replace(undecided, reading=_implied(world, plan, percent), missing=UNNAMED)
    return replace(_against(world, held.parts[0], share, plan, tried), verdict="holds", reading=held.arithmetic)


def _is_of_another(world: World, part: int, share: int) -> bool:
    """Whether the words around a share tell it of something that its block has not named before."""
    start, end = world.numbers[share].span.start, world.numbers[share].end
    block = world.document.blocks[world.document.block_at(start)].span
    if world.numbers[part].of is not None or part > share:
        return False
    before = world.folded[world.numbers[part].end : start]
    return is_of_another(before, world.folded[end : block.end], world.folded[block.start : start])


def _of_told(world: World, part: int, share: int, base: int) -> Relation:
    """Return a percentage against the base that its own words name: nothing else can be meant."""
    reading = try_base(world, part, world.numbers[share], base, "mẫu số nêu ngay sau tỷ lệ")
    return replace(
        _against(world, part, share, base, [reading]),
        verdict=reading.verdict,
        reading=reading.arithmetic,
        expected=None if reading.verdict == "holds" else exact_share(world, part, base),
    )


def _by_slip(
    world: World, entry: Entry, part: int, share: int, tried: Sequence[Reading], known: Sequence[int]
) -> Relation | None:
    """Return a percentage that one slip of the pen, in it, its part or its base, keeps from holding."""
    percent = world.numbers[share]
    slipped = _slipped(world, entry, part, percent, tried, known)
    if slipped is None and (beside := base_beside(world, entry, part, percent)) is not None:
        slipped = beside, try_base(world, part, percent, beside, _BESIDE).arithmetic
    if slipped is None:
        return None
    base, reading = slipped
    found = _against(world, part, share, base, tried)
    return replace(found, verdict="fails", reading=reading, expected=exact_share(world, part, base), certain=False)


def _refused(world: World, entry: Entry, quantity: Quantity, share: int, tried: Sequence[Reading]) -> Relation | None:
    """Return a percentage against a base that is too small for its part, or of another scale, by one slip."""
    part = quantity.number
    near = [reading.total for reading in tried if reading.total is not None]
    told = [*refused_bases(world, entry, quantity, share), *catalogue_bases(world, part, share)]
    base = refused_base(world, part, share, told, near)
    base = base or other_scale_base(world, part, share, [*told, *near])
    base = base or lost_comma_base(world, part, share, [*told, *near])
    if base is None:
        return None
    reading = try_base(world, part, world.numbers[share], base, "tổng nhỏ hơn phần")
    found = _against(world, part, share, base, tried)
    expected = exact_share(world, part, base)
    return replace(found, verdict="fails", reading=reading.arithmetic, expected=expected, certain=False)


def _slipped(
    world: World, entry: Entry, part: int, percent: Number, tried: Sequence[Reading], known: Sequence[int]
) -> tuple[int, str] | None:
    """Return the base that one slip of the pen keeps a share of no named base from, and its arithmetic.

    Of a base outside the sentence that the catalogue does not know only two swapped digits tell: others meet by chance.
    """
    if percent.step >= 1 or percent.sign != "=":
        return None
    for reading in tried:
        exact = None if reading.total is None else exact_share(world, part, reading.total)
        if exact is None or reading.total is None or not _can_hold(world, reading.total, part, percent):
            continue
        home = world.entry_of(reading.total)
        near = reading.total in known or (home.block == entry.block and 0 <= entry.sentence - home.sentence <= 1)
        printed = percent.value or Decimal(0)
        if is_slip(exact, percent) and (near or sorted(str(exact.quantize(percent.step))) == sorted(str(printed))):
            return reading.total, reading.arithmetic
    return None


def _can_hold(world: World, base: int, part: int, percent: Number) -> bool:
    """Whether a figure can be the base of a share: no smaller than its part, unless more than all is said."""
    above = world.numbers[base].of is not None or (percent.value or Decimal(0)) > 100
    scale = ratio(world.unit(base), world.unit(part)) or 1
    return above or base == part or world.value(base) * scale >= world.value(part)


def _readings(world: World, entry: Entry, part: int, percent: Number, named: list[int]) -> list[Reading]:
    """Return all readings of a percentage: by the named bases, those near, and two of these together."""
    own = world.numbers[part].of is not None and bool(named) and _is_bracketed(world, part, percent)
    near = [] if own else [b for b in near_bases(world, entry, part) if b not in named]
    tried = [try_base(world, part, percent, base, "tổng được nêu") for base in named]
    tried += [try_base(world, part, percent, base, "số cùng đơn vị trong đoạn") for base in near]
    return [*tried, *_of_two(world, entry, part, named, near, percent)]


def _is_bracketed(world: World, part: int, percent: Number) -> bool:
    """Whether a share stands alone in the bracket right behind a pair: it is of the pair ("96/98 trẻ (98,0%)")."""
    between = world.folded[world.numbers[part].end : percent.span.start]
    return bool(_OPENS_BRACKET.fullmatch(between)) and world.folded[percent.end : percent.end + 1] == ")"


def _of_two(
    world: World, entry: Entry, part: int, named: Sequence[int], near: Sequence[int], share: Number
) -> list[Reading]:
    """Return the reading by two bases: of this sentence and the one before, else any where no slip of the pen tells.

    A pair "k/n" is of n only.
    """
    if world.numbers[part].of is not None:
        return []
    bases = [*named, *near]
    beside = [
        b for b in bases if (home := world.entry_of(b)).block == entry.block and home.sentence >= entry.sentence - 1
    ]
    reading = try_two_bases(world, part, share, beside)
    if reading is None and not (named and is_slip(exact_share(world, part, named[0]), share)):
        reading = try_two_bases(world, part, share, bases)
    return [] if reading is None else [reading]


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
    if is_slip(expected, percent):
        return True
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
