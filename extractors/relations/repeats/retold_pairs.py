"""Pairs told again of a count and its whole that stand elsewhere: "33 vụ, hòa giải thành 28", later "thành 26/33 vụ".

The whole and the words before both are the same, so both tell one fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.lexicon.amounts import alike
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import two_tellings
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Reading, Relation
from extractors.relations.repeats.restated import is_plain
from extractors.relations.sums.closed_sum_words import TIMES, label
from extractors.relations.world import World

#: smaller wholes meet by chance
_SMALLEST = 10
#: how many figures before a count its whole may stand
_BACK = 3
_CONNECTS = re.compile(r"(?:\s(?:là|có|được|đạt|với|gồm))+$")
_WHY = "nhắc lại cùng tổng số, cùng lời"


def read_retold_pairs(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield each pair "k of n" that differs from the count told of the same whole by the same words elsewhere."""
    by_words: dict[tuple[str, ...], list[tuple[Figure, Sequence[Figure]]]] = {}
    paired = any(world.numbers[figure.number].of is not None for figure in passages.figures)
    for figures in passages.by_block.values() if paired else ():
        for at, figure in enumerate(figures):
            by_words.setdefault(_last_words(figure), []).append((figure, figures[max(0, at - _BACK) : at]))
    for pair in passages.figures:
        whole = world.numbers[pair.number].of
        if whole is None or whole < _SMALLEST or not _is_result(world, pair):
            continue
        words = _last_words(pair)
        told = [f for f in _told(world, by_words[words] if words else (), pair, whole) if f.home != pair.home]
        values = {f.value for f in told}
        if len(values) == 1 and pair.value not in values:
            reading = Reading(f"{shown(pair.value)} ≠ {shown(told[0].value)}", _WHY, "fails")
            yield two_tellings(world, pair, told[0], reading, certain=False)


def _is_result(world: World, pair: Figure) -> bool:
    measure, number = world.measures[pair.number], world.numbers[pair.number]
    return number.sign == "=" and number.step >= 1 and not (measure.target or measure.plan or measure.change)


def _told(
    world: World, like: Sequence[tuple[Figure, Sequence[Figure]]], pair: Figure, whole: Decimal
) -> Iterator[Figure]:
    """Yield the counts that the last words of a pair introduce (each with the figures before it), behind its whole."""
    for one, before in like:
        same = is_plain(world, one) and alike(one.unit, pair.unit)
        if same and _time(world, one) == _time(world, pair) and _has_whole(one, before, whole):
            yield one


def _time(world: World, figure: Figure) -> tuple[str | None, list[str]]:
    """Return the time of a figure: its period, and the times that its own clause names."""
    return world.measures[figure.number].period, TIMES.findall(label(figure.before))


def _last_words(figure: Figure) -> tuple[str, ...]:
    """Return the last three words before a figure, or its two only ones."""
    words = _CONNECTS.sub("", f" {label(figure.before)}").split()
    return tuple(words[-3:]) if len(words) > 1 else ()


def _has_whole(one: Figure, before: Sequence[Figure], whole: Decimal) -> bool:
    near = (f for f in before if one.sentence - f.sentence < 2 and alike(f.unit, one.unit))
    return any(f.value == whole for f in near)
