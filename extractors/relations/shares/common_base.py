"""Shares of one list whose base no word names: what all items make together, printed before them or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.lexicon.amounts import alike
from extractors.numbers.slips import one_slip
from extractors.relations.arithmetic import share_fits, shown
from extractors.relations.relation import Reading, Relation
from extractors.relations.shares.quotients import OF_TWO, UNNAMED, exact_share, is_slip, try_base
from extractors.relations.world import World

#: how many figures before a list its whole is looked for
_REACH = 40
#: how near to each other both ends of a base that nobody names are
_NEAR = Decimal("0.98")
#: how near they are where shares printed to two places tell them
_FINE = Decimal("0.995")
#: how near a share is to what it should be of the base of those beside it: one in so many
_CLOSE = 10
#: how many bases are tried for a slip
_TRIED = 200
_WHY = "mọi mục của danh sách cộng lại"


def with_common_bases(world: World, percents: Sequence[Relation]) -> Iterator[Relation]:
    """Yield percentages, those of one list without a named base against the whole of the list where most fit it."""
    lists: dict[object, list[Relation]] = {}
    for relation in percents:
        if _is_open(relation) and len(relation.parts) == 1:
            lists.setdefault(_list_of(world, relation.parts[0]), []).append(relation)
    told: dict[int, Relation] = {}
    stated = _stated_bases(world, percents)
    for home, together in lists.items():
        told.update(_against_whole(world, together) or _against_stated(world, together, stated.get(home, [])))
    told.update(_near_stated(world, percents, stated))
    told.update(_of_one_unnamed(world, percents))
    told.update(_of_another(world, percents))
    yield from (told.get(id(relation), relation) for relation in percents)


def _of_one_unnamed(world: World, percents: Sequence[Relation]) -> dict[int, Relation]:
    """Return the failing shares that are right of the very base which shares around them are of and nobody names.

    "54 tổ (69,2%); 43 tổ (55,1%); 12 tổ (15,4%)": all are shares of 78.
    """
    found: dict[int, Relation] = {}
    unnamed = [r for r in percents if r.verdict == "undecided" and r.total is None and len(r.parts) == 1]
    for relation in percents:
        if relation.verdict != "fails" or len(relation.parts) != 1 or relation.parts[0] == relation.total:
            continue
        home = world.entry_of(relation.parts[0])
        beside = [r for r in unnamed if world.entry_of(r.parts[0]).block == home.block]
        like = [r for r in beside if alike(world.unit(r.parts[0]), world.unit(relation.parts[0]))]
        failing = [r for r in percents if r.verdict == "fails" and r.total not in (None, relation.total)]
        if _is_of_one(world, relation, like) or _agrees(world, relation, (*like, *_alike_in(world, relation, failing))):
            found[id(relation)] = replace(relation, verdict="undecided", missing=UNNAMED, expected=None)
    return found


def _is_of_one(world: World, relation: Relation, like: Sequence[Relation]) -> bool:
    """Whether there is a base of which a share and all like it are right."""
    bases = [_implied(world, r) for r in (relation, *like)]
    low, high = max(low for low, _ in bases), min(high for _, high in bases)
    # one share more says enough where both tell the base within a hundredth
    enough = len(like) > 1 or (len(like) == 1 and low >= high * _NEAR)
    return enough and low <= high


def _agrees(world: World, relation: Relation, others: Sequence[Relation]) -> bool:
    """Whether two shares or more, printed finely, tell the base that a share tells, though others tell another."""
    own = _implied(world, relation)
    fine = [base for r in others if (base := _implied(world, r))[0] >= base[1] * _FINE]
    told = [base for base in fine if base[0] <= own[1] and own[0] <= base[1]]
    low, high = max((low for low, _ in (own, *told))), min(high for _, high in (own, *told))
    return own[0] >= own[1] * _FINE and len(told) > 1 and low <= high


def _alike_in(world: World, relation: Relation, others: Sequence[Relation]) -> Iterator[Relation]:
    """Yield the shares of the same block and unit as one of them."""
    part = relation.parts[0]
    for other in others:
        home = len(other.parts) == 1 and world.entry_of(other.parts[0]).block == world.entry_of(part).block
        if home and other is not relation and alike(world.unit(other.parts[0]), world.unit(part)):
            yield other


def _of_another(world: World, percents: Sequence[Relation]) -> dict[int, Relation]:
    """Return the failing shares of parts of a total that are right of one other base, which nobody names.

    "612 liều: mũi 1 cho 402 trẻ (80,4%), mũi 2 cho 210 trẻ (42%)": both are shares of 500 children.
    """
    failing: dict[int, list[Relation]] = {}
    for relation in percents:
        if relation.verdict == "fails" and relation.total is not None and len(relation.parts) == 1:
            failing.setdefault(relation.total, []).append(relation)
    found: dict[int, Relation] = {}
    for total, together in failing.items():
        bases = [_implied(world, r) for r in together]
        low, high = max(low for low, _ in bases), min(high for _, high in bases)
        all_told = sum((world.value(r.parts[0]) for r in together), Decimal(0)) == world.value(total)
        if len(together) > 1 and low <= high and (all_told or _is_narrow(world, total, low, high)):
            missing = (replace(r, verdict="undecided", missing=UNNAMED, expected=None) for r in together)
            found.update(zip(map(id, together), missing, strict=True))
    return found


def _is_narrow(world: World, total: int, low: Decimal, high: Decimal) -> bool:
    """Whether shares tell one base to a hundredth, which is no slip of the pen for the one printed."""
    if low < high * _NEAR:
        return False
    some = range(int(low), min(int(high), int(low) + _TRIED) + 1)
    return not any(one_slip(world.value(total), Decimal(base)) for base in some)


def _implied(world: World, relation: Relation) -> tuple[Decimal, Decimal]:
    """Return between which bases a percentage is right."""
    share = next(o.number for o in relation.operands if o.role == "share") or 0
    part, printed = world.value(relation.parts[0]), world.numbers[share]
    value = printed.value or Decimal(0)
    return part * 100 / (value + printed.step), part * 100 / max(value - printed.step, printed.step / 2)


def _is_open(relation: Relation) -> bool:
    """Whether a share has no base, or one that only a sum or difference of two figures makes up."""
    if relation.verdict == "holds":
        return any(r.verdict == "holds" and r.why == OF_TWO for r in relation.tried)
    return relation.verdict == "undecided" and relation.total is None


def _list_of(world: World, part: int) -> object:
    """Return what the items of one list share: their group, the lead-in of their lines, else their sentence."""
    entry = world.entry_of(part)
    if entry.group is not None:
        return entry.group
    listed = world.ledger.list_of(entry.block)
    return ("list", listed.lead) if listed is not None else (entry.block, entry.sentence)


def _against_whole(world: World, together: Sequence[Relation]) -> dict[int, Relation]:
    parts = [relation.parts[0] for relation in together]
    added = sum((world.value(p) for p in parts), Decimal(0))
    if len(parts) < 3:
        return {}
    base = _base(world, min(parts), added)
    shares = [next(o.number for o in r.operands if o.role == "share") or 0 for r in together]
    fits = [share_fits(world.value(p), added, world.numbers[s]) for p, s in zip(parts, shares, strict=True)]
    if sum(fits) < 2 or sum(fits) * 2 <= len(fits) or (base is None and not _are_alike(world, parts)):
        return {}
    if base is None:
        return {
            id(relation): _of_sum(world, relation, share, parts, added)
            for relation, share, fit in zip(together, shares, fits, strict=True)
            if not fit and relation.verdict == "undecided"
        }
    return {
        id(relation): _told(world, relation, share, base, holds=fit)
        for relation, share, fit in zip(together, shares, fits, strict=True)
        if fit or relation.verdict == "undecided"
    }


def _stated_bases(world: World, percents: Sequence[Relation]) -> dict[object, list[Relation]]:
    """Return, by list, the shares that hold with a figure of the text."""
    found: dict[object, list[Relation]] = {}
    for relation in percents:
        if relation.verdict == "holds" and relation.total is not None and len(relation.parts) == 1:
            found.setdefault(_list_of(world, relation.parts[0]), []).append(relation)
    return found


def _against_stated(world: World, together: Sequence[Relation], others: Sequence[Relation]) -> dict[int, Relation]:
    """Return the one share of a list without a base against that of which all others are, two at least.

    0 is 0% of whatever there is and tells no base.
    """
    others = [r for r in others if world.value(r.parts[0])]
    bases = {world.value(r.total) for r in others if r.total is not None}
    if len(together) != 1 or len(others) < 2 or len(bases) != 1:
        return {}
    relation, base = together[0], others[0].total
    share = next(o.number for o in relation.operands if o.role == "share") or 0
    parts = [relation.parts[0], *(r.parts[0] for r in others)]
    if base is None or not _are_alike(world, parts) or world.value(parts[0]) > world.value(base):
        return {}
    if share_fits(world.value(parts[0]), world.value(base), world.numbers[share]):
        return {id(relation): _told(world, relation, share, base, holds=True)}
    odd = _told(world, relation, share, base, holds=False)
    return {id(relation): replace(odd, certain=is_slip(exact_share(world, parts[0], base), world.numbers[share]))}


def _near_stated(
    world: World, percents: Sequence[Relation], stated: Mapping[object, Sequence[Relation]]
) -> dict[int, Relation]:
    """Return the failing shares that are nearly right of the one base which those beside them are of, against that.

    "Có 412 hộ nghèo, chiếm 14,3%; 318 hộ cận nghèo, chiếm 10,8%; cả hai là 730 hộ, chiếm 24,9%": all of 2.936.
    """
    found: dict[int, Relation] = {}
    for relation in percents:
        if relation.verdict != "fails" or len(relation.parts) != 1 or relation.tied:
            continue
        others = [r for r in stated.get(_list_of(world, relation.parts[0]), ()) if r.total != relation.total]
        for odd in _against_stated(world, [relation], others).values():
            right, printed = odd.expected or Decimal(0), odd.found or Decimal(0)
            if odd.verdict == "fails" and abs(right - printed) * _CLOSE <= printed:
                found[id(relation)] = odd
    return found


def _are_alike(world: World, parts: Sequence[int]) -> bool:
    """Whether the items of a list count one thing, each once, and none of them all."""
    like = all(alike(world.unit(parts[0]), world.unit(part)) for part in parts)
    return like and len(set(parts)) == len(parts) and all(world.numbers[part].of is None for part in parts)


def _base(world: World, first: int, value: Decimal) -> int | None:
    """Return the nearest figure before a list that is what its items make."""
    before = range(first - 1, max(-1, first - _REACH), -1)
    return next((n for n in before if n in world.measures and world.value(n) == value and world.unit(n) != "%"), None)


def _told(world: World, relation: Relation, share: int, base: int, *, holds: bool) -> Relation:
    part = relation.parts[0]
    reading = try_base(world, part, world.numbers[share], base, _WHY)
    return replace(
        relation,
        total=base,
        operands=(world.operand(part, "part"), world.operand(base, "whole"), world.operand(share, "share")),
        verdict="holds" if holds else "fails",
        reading=reading.arithmetic,
        tried=(*relation.tried, reading),
        missing=None,
        expected=None if holds else exact_share(world, part, base),
    )


def _of_sum(world: World, relation: Relation, share: int, parts: Sequence[int], added: Decimal) -> Relation:
    """Return the failing share of a list whose whole is not printed: the other items stand as evidence."""
    part = relation.parts[0]
    exact = (world.value(part) * 100 / added).quantize(Decimal("0.01"))
    text = f"{shown(world.value(part))} / {shown(added)} = {shown(exact)}% ≠ {shown(world.value(share))}%"
    others = (world.operand(other, "item") for other in parts if other != part)
    return replace(
        relation,
        operands=(world.operand(part, "part"), world.operand(share, "share"), *others),
        verdict="fails",
        reading=text,
        tried=(*relation.tried, Reading(text, _WHY, "fails", (part,))),
        missing=None,
        expected=exact,
        certain=is_slip(exact, world.numbers[share]),
    )
