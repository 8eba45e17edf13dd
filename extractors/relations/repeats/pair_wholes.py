"""Wholes of pairs against the figure that they tell again: "45 trường hợp luân chuyển; cán bộ nữ 11/54, đạt 24,4%".

A pair tells its whole a second time. Which figure that is, arithmetic says: the share behind the pair is one of another
figure of its unit, what stands beside the part fills another, or all of them ("342/342 khu") are a slip from another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.lexicon.amounts import alike
from extractors.numbers.slips import one_slip
from extractors.relations.arithmetic import share_fits, shown
from extractors.relations.claimed import two_tellings
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Reading, Relation
from extractors.relations.repeats.restated import VERB, is_plain, made_of
from extractors.relations.repeats.same_words import naming
from extractors.relations.world import World

#: shares printed more roughly, and smaller wholes, are met by chance
_FINE, _SMALL, _LARGE = Decimal("0.1"), 10, 100
#: how many figures behind a pair its share stands at most, and how many beside its part may fill a whole
_BEHIND, _BESIDE = 3, 3
_WHY = "tổng số nêu trong tỷ số và số đã nêu"


def read_pair_wholes(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield each whole of a pair that is another than the figure of its paragraph which it is reckoned to tell again.

    `known` are the relations that hold beside it.
    """
    explained = _shares_of_others(known)
    for figures in passages.by_block.values():
        for at, pair in enumerate(figures):
            whole = world.numbers[pair.number].of
            if whole is None or not _is_result(world, pair) or _is_told(world, figures, pair, whole):
                continue
            wholes = [f for f in figures[:at] if _may_be_whole(world, f, pair)]
            other = _meant(world, figures[at:], wholes, explained)
            if other is not None:
                reading = Reading(f"{shown(pair.value)}/{shown(whole)} ≠ {shown(other.value)}", _WHY, "fails")
                relation = two_tellings(world, pair, other, reading, certain=False)
                yield replace(relation, found=whole, tied=True)


def _shares_of_others(known: Sequence[Relation]) -> dict[int, frozenset[int]]:
    """Return the shares that relations hold for, each with all figures beside it."""
    found: dict[int, frozenset[int]] = {}
    for relation in known:
        numbers = frozenset(o.number for o in relation.operands if o.number is not None)
        if relation.verdict == "holds":
            found |= {o.number: numbers for o in relation.operands if o.role == "share" and o.number is not None}
    return found


def _is_result(world: World, pair: Figure) -> bool:
    measure, number = world.measures[pair.number], world.numbers[pair.number]
    return number.sign == "=" and number.step >= 1 and not (measure.target or measure.plan or measure.change)


def _is_told(world: World, figures: Sequence[Figure], pair: Figure, whole: Decimal) -> bool:
    """Whether a whole is told, or made of what is told, elsewhere in its paragraph."""
    others = [f for f in figures if f is not pair]
    told = {f.value for f in others} | {world.numbers[f.number].of for f in others}
    before = [f for f in others if f.number < pair.number and alike(f.unit, pair.unit)]
    return whole in told or made_of(replace(pair, value=whole), before)


def _may_be_whole(world: World, figure: Figure, pair: Figure) -> bool:
    like = alike(figure.unit, pair.unit) and figure.value >= _SMALL
    periods = {world.measures[f.number].period for f in (figure, pair)} - {None}
    same_time = len(periods) < len(("first", "second"))
    return like and same_time and is_plain(world, figure) and world.numbers[figure.number].of is None


def _meant(
    world: World, figures: Sequence[Figure], wholes: Sequence[Figure], explained: dict[int, frozenset[int]]
) -> Figure | None:
    """Return the only figure before a pair, the first of `figures`, that its whole is reckoned to be."""
    for found in (
        _of_share(world, figures, wholes, explained),
        _filled(world, figures, wholes),
        _all_of(world, figures[0], wholes),
        _named_alike(figures[0], wholes),
    ):
        if found and len({f.value for f in found}) == 1:
            return found[-1]
    return None


def _of_share(
    world: World, figures: Sequence[Figure], wholes: Sequence[Figure], explained: dict[int, frozenset[int]]
) -> list[Figure]:
    """Return the wholes that the share behind a pair is of, where it is none of the whole printed in it."""
    pair, whole = figures[0], world.numbers[figures[0].number].of
    for share in figures[1 : 1 + _BEHIND]:
        printed, measure = world.numbers[share.number], world.measures[share.number]
        if share.home != pair.home or world.numbers[share.number].of is not None:
            break
        plain = share.unit == "%" and not (measure.change or measure.plan or measure.target)
        of_another = pair.number not in explained.get(share.number, {pair.number})
        if plain and whole is not None:
            likely = [f for f in wholes if printed.step <= _FINE or one_slip(whole, f.value)]
            fits = of_another or share_fits(pair.value, whole, printed)
            return (
                []
                if fits
                else [f for f in likely if f.value >= pair.value and share_fits(pair.value, f.value, printed)]
            )
    return []


def _filled(world: World, figures: Sequence[Figure], wholes: Sequence[Figure]) -> list[Figure]:
    """Return the wholes that the part of a pair fills together with the figures behind it in its sentence."""
    pair, *behind = figures
    beside = [f for f in behind if f.home == pair.home and f.unit == pair.unit and is_plain(world, f)][:_BESIDE]
    runs = {pair.value + sum((f.value for f in beside[:size]), Decimal(0)) for size in range(1, len(beside) + 1)}
    return [f for f in wholes if f.value in runs and f.value >= 2 * _SMALL]


def _all_of(world: World, pair: Figure, wholes: Sequence[Figure]) -> list[Figure]:
    """Return the wholes a slip from a pair of all ("342/342 khu") that nothing behind it narrows."""
    if world.numbers[pair.number].of != pair.value or pair.value < _LARGE or _behind(pair):
        return []
    # "tốt nghiệp 112/112 em" are not all "412 cháu" there are
    same = (f for f in wholes if f"{f.unit} ".startswith(f"{pair.unit} ") or f"{pair.unit} ".startswith(f"{f.unit} "))
    return [f for f in same if one_slip(pair.value, f.value)]


def _named_alike(pair: Figure, wholes: Sequence[Figure]) -> list[Figure]:
    """Return the wholes whose words behind them are those behind a pair, two syllables or more."""
    named = _behind(pair)
    return [f for f in wholes if f.unit == pair.unit and _behind(f) == named] if len(named) > 1 else []


def _behind(figure: Figure) -> frozenset[str]:
    """Return the syllables that name what a figure counts, from behind it."""
    return naming(VERB.split(figure.after)[0]) - naming(figure.unit)
