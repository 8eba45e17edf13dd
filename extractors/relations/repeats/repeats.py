"""Repeats: one fact told at two places, with one figure or with two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.numbers.slips import one_slip
from extractors.relations.arithmetic import shown
from extractors.relations.relation import Reading, Relation
from extractors.relations.repeats.matches import Match
from extractors.relations.repeats.mentions import Mention, read_mentions
from extractors.relations.repeats.same_fact import NEAR, NEAR_SHARE, Index
from extractors.relations.world import World

#: figures below meet by chance
_SMALL, _LARGE = Decimal(10), Decimal(100)
#: a figure so many times another counts something else
_FARTHEST = 10
_SAME = "cùng một nội dung"
_AGAIN = "phần đánh giá nhắc lại số đã nêu"


def read_repeats(world: World, known: Sequence[Relation], period: str | None = None) -> Iterator[Relation]:
    """Yield a relation for each fact that is told again; `known` are the sums and shares that hold already.

    `period` is the report's own.
    """
    mentions = read_mentions(world, period)
    index = Index(world, mentions)
    verified = _verified(known)
    grouped: set[int] = set()
    denied: set[int] = set()
    for one in sorted(filter(_is_asked, mentions), key=lambda m: (not m.recap, m.number)):
        matches = index.alike(one)
        if not matches and not one.recap:
            continue
        same = [match.other for match in matches if _is_same(one, match)]
        fresh = [other for other in same if other.number not in grouped]
        if one.number not in grouped and fresh and one.value >= _SMALL:
            grouped |= {one.number, *(other.number for other in fresh)}
            yield _holds(world, one, fresh)
        if same or any(one.meets(m.other) and _may_be_same(one, m) for m in matches):
            slipped = _lone_slip(one, matches)
            both = {one.number, slipped.other.number} if slipped is not None else set[int]()
            if slipped is not None and not both & denied:
                denied |= both
                if not both <= verified:
                    yield _fails(world, slipped.other, replace(slipped, other=one), slipped.plain)
            continue
        rival = _rival(one, _rivals(one, matches, index))
        both = {one.number, rival[0].other.number} if rival is not None else set[int]()
        if rival is None or both & denied:
            continue
        denied |= both
        if not both <= verified:
            yield _fails(world, one, *rival)


def _is_asked(one: Mention) -> bool:
    """Whether a figure is compared with others: those of running text, small ones only where they are told again."""
    return not one.cell and (one.recap or one.of is not None or len(one.digits) > 1)


def _is_same(one: Mention, match: Match) -> bool:
    words = match.shared > 1 and not match.missing
    return one.meets(match.other) and (match.metric or words or (match.named and match.plain))


def _may_be_same(one: Mention, match: Match) -> bool:
    """Whether a figure that is equal excuses any that is not: small ones only where their words meet."""
    return match.metric or match.shared > 0 or ((match.reach > 0 or match.named) and one.value >= _SMALL)


def _lone_slip(one: Mention, matches: Sequence[Match]) -> Match | None:
    """Return the mention that tells a fact told twice alike with a slip, if no other is told as it is."""
    for match in matches:
        if is_slip(one, match.other) and _comparable(one, match.other) and _is_meant(one, match):
            alike = [m for m in matches if m.other.meets(match.other) and (m.metric or m.shared or m.named)]
            return match if len(alike) == 1 else None
    return None


# -- two figures ---------------------------------------------------------------------------------------------------


def _rival(one: Mention, matches: Sequence[Match]) -> tuple[Match, bool] | None:
    """Return the mention that tells the fact with another figure, and whether that is certain."""
    rivals = [match for match in matches if _comparable(one, match.other)]
    if not rivals or _is_made_of(one, rivals):
        return None
    for match in rivals:
        if is_slip(one, match.other) and _is_meant(one, match):
            return match, one.recap or match.plain
    best = [match for match in rivals if match.rank == rivals[0].rank]
    if one.recap and len({match.other.value for match in best}) == 1 and _is_again(one, best[0]):
        return best[0], False
    return None


def _rivals(one: Mention, matches: Sequence[Match], index: Index) -> Sequence[Match]:
    """Return what a figure is held against: if it is told again and one lies near, all that its words meet."""
    if not one.recap:
        return matches
    near = (m for m in index.near(one) if _comparable(one, m.other))
    told = any((is_slip(one, m.other) and _is_meant(one, m)) or _is_again(one, m) for m in near)
    every = index.matches(one)
    return every if told or any(_comparable(one, m.other) and _is_told_again(one, m) for m in every) else ()


def _comparable(one: Mention, other: Mention) -> bool:
    return not one.meets(other) and (one.of is None) == (other.of is None) and (one.of is None or one.of == other.of)


def is_slip(one: Mention, other: Mention) -> bool:
    """Whether one slip of the pen makes one figure of the other that chance seldom makes.

    Two digits swapped, or one changed of three or more.
    """
    if len(one.digits) != len(other.digits) or not one_slip(one.value, other.value):
        return False
    return len(one.digits) > 2 or _is_swapped(one, other)


def _is_meant(one: Mention, match: Match) -> bool:
    """Whether figures a slip apart tell one fact: by metric or words, with little that only one of them has.

    The longer two figures with swapped digits are, the less chance makes them, and the less their words have to say.
    """
    swapped, long = _is_swapped(one, match.other), len(one.digits) > 3
    if one.recap and (match.plain or (match.metric and not match.missing)):
        return True
    if not (swapped or one.recap) and (match.shared < 2 or one.stock):
        return False  # what there is changes from day to day
    if match.plain and (match.shared or match.metric or (swapped and one.value >= _LARGE)):
        return True
    if match.metric and swapped and match.extra < 4 and (match.missing == 0 or (one.recap and len(one.digits) > 2)):
        return True
    told = match.metric or match.named or match.shared > 0 or (one.recap and match.reach > 0)
    if not told or match.missing > (swapped and long) or (match.other.cell and match.extra > (swapped and long)):
        return False
    few = 3 + 3 * one.recap + 2 * long if swapped and len(one.digits) > 2 else 3 if one.recap else match.shared
    return match.extra < few and (swapped or one.recap)


def _is_swapped(one: Mention, other: Mention) -> bool:
    return sorted(one.digits) == sorted(other.digits)


def _is_again(one: Mention, match: Match) -> bool:
    """Whether a figure of a part that tells figures again is told of the same fact, no slip apart but near.

    A smaller one with words of its own may be a part of the other.
    """
    gap = abs(one.value - match.other.value)
    near = gap <= max(NEAR, max(one.value, match.other.value) * NEAR_SHARE) or _is_told_again(one, match)
    if match.missing or not near or (one.unit == "%" and (not match.plain or one.value % 5 == 0)):
        return False
    if one.value < match.other.value and match.unheard > match.metric:
        return False
    return match.metric or (match.shared > 1 and match.extra < 3) or (match.named and match.plain)


def _is_told_again(one: Mention, match: Match) -> bool:
    """Whether words leave no doubt that a figure tells what another does, however far apart they are."""
    low, high = sorted((one.value, match.other.value))
    words = match.plain and not (match.unheard or match.turned) and (match.metric or match.shared > 1)
    return words and high <= low * _FARTHEST


def _is_made_of(one: Mention, rivals: Sequence[Match]) -> bool:
    """Whether a figure is the sum of figures that are told alike: these are its parts."""
    first = rivals[0]
    alike = [m for m in rivals if m.metric == first.metric and m.shared >= first.shared and not m.missing]
    values = [match.other.value for match in alike[:8]]
    pairs = {(a, b) for at, a in enumerate(values) for b in values[at + 1 :]}
    return any(a + b == one.value for a, b in pairs) or (len(values) > 2 and sum(values) == one.value)


def _verified(known: Sequence[Relation]) -> frozenset[int]:
    """Return the numbers that a sum or share which holds speaks for."""
    holding = (r for r in known if r.verdict == "holds" and r.kind in ("sum", "percent", "distribution", "ratio"))
    return frozenset(o.number for r in holding for o in r.operands if o.number is not None and o.role != "share")


# -- relations -----------------------------------------------------------------------------------------------------


def _holds(world: World, one: Mention, others: Sequence[Mention]) -> Relation:
    text = " = ".join(_printed(m) for m in (one, *others[:5]))
    return _relation(world, (one, *others), Reading(text, _SAME, "holds"))


def _fails(world: World, one: Mention, match: Match, certain: bool) -> Relation:
    other = match.other
    reading = Reading(f"{_printed(one)} ≠ {_printed(other)}", _AGAIN if one.recap else _SAME, "fails")
    return _relation(world, (one, other), reading, certain=certain)


def _printed(one: Mention) -> str:
    return shown(one.value) if one.of is None else f"{shown(one.value)}/{shown(one.of)}"


def _relation(world: World, mentions: Sequence[Mention], reading: Reading, *, certain: bool = True) -> Relation:
    return Relation(
        kind="repeat",
        source="cue",
        total=None,
        parts=(),
        operands=tuple(world.operand(m.number, "mention") for m in mentions),
        unit=world.unit(mentions[0].number),
        exhaustive=None,
        verdict=reading.verdict,
        reading=reading.arithmetic,
        tried=(reading,),
        expected=mentions[1].value,
        found=mentions[0].value,
        certain=certain,
    )
