"""Noughts against counts: "0 vụ hòa giải không thành", where elsewhere 3 were, "số phiếu không hài lòng là 00".

A nought told by a name denies the thing of that name; a count of the same name anywhere in the report contradicts it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.lexicon.amounts import alike
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import two_tellings
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Reading, Relation
from extractors.relations.repeats.restated import is_plain
from extractors.relations.repeats.same_words import naming, setting_apart, turning
from extractors.relations.world import World

#: shorter names are met anywhere
_NAMED = 2
_CLAUSE = re.compile(r"[,;:(.–—] ?")
_BEHIND = re.compile(r"[,;:().–—]|(?<!\w)(?:và|trong|tỷ lệ|chiếm|so với)(?!\w)")
_WHY = "số 0 và một số khác cho cùng một nội dung"


def read_noughts(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield each nought of running text with a count told by the same name in another paragraph."""
    for nought in passages.figures:
        if nought.value or nought.unit in ("", "%") or not _is_now(world, nought):
            continue
        if _is_one_of(passages.by_block[nought.block], nought):
            continue
        named = _named(nought)
        counted = [f for f in passages.figures if f.value and _is_count(world, passages, f, nought, named)]
        if len(named) >= _NAMED and len({f.value for f in counted}) == 1:
            reading = Reading(f"0 ≠ {shown(counted[0].value)}", _WHY, "fails")
            yield replace(two_tellings(world, nought, counted[0], reading, certain=False), tied=True)


def _is_one_of(figures: Sequence[Figure], nought: Figure) -> bool:
    """Whether a nought is one of several parts of its sentence ("trong hạn 92, quá hạn 0")."""
    return any(f is not nought and f.home == nought.home and alike(f.unit, nought.unit) for f in figures)


def _is_now(world: World, figure: Figure) -> bool:
    measure, number = world.measures[figure.number], world.numbers[figure.number]
    plain = is_plain(world, figure) and number.of is None and measure.period is None and measure.moment is None
    return plain and "earlier" not in setting_apart(f"{figure.before} #")


def _own(figure: Figure) -> str:
    """Return the words of its clause before a figure."""
    return str(_CLAUSE.split(figure.before)[-1])


def _named(figure: Figure) -> frozenset[str]:
    """Return what a figure is called: the syllables behind it, else before it, and words that turn them."""
    for clause in (_BEHIND.split(figure.after)[0], _own(figure)):
        named = naming(clause) - naming(figure.unit)
        if named:
            return named | turning(clause)
    return frozenset()


def _is_count(world: World, passages: Passages, figure: Figure, nought: Figure, named: frozenset[str]) -> bool:
    """Whether a figure counts what a nought denies: by the same name, or what it lacks stands before it."""
    if figure.block == nought.block or not alike(figure.unit, nought.unit) or not _is_now(world, figure):
        return False
    own, apart = _named(figure), [setting_apart(f"{_own(f)} # {f.after}") for f in (figure, nought)]
    if apart[0] - apart[1]:
        return False
    return len(own) >= _NAMED and own <= named and named - own <= _sentence(passages.by_block[figure.block], figure)


def _sentence(figures: Sequence[Figure], one: Figure) -> frozenset[str]:
    """Return the syllables of the sentence of a figure before it."""
    return naming(" ".join(f.before for f in figures if f.home == one.home and f.number <= one.number))
