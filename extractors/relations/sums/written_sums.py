"""Sums that a text writes out with their signs: "62 + 58 + 58 = 178 người", "180 triệu đồng = huyện 60 + xã 120"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from extractors.lexicon.amounts import alike
from extractors.relations.relation import Relation
from extractors.relations.sums.readings import read_sum, stated_sum
from extractors.relations.world import World

_WORDS = r"(?:\s*[^\W\d_]+){0,5}\s*"
#: a sign between two figures, each perhaps with its unit or name; a dash alone joins a range or a name
_SIGN = re.compile(rf"{_WORDS}(?:%|\))?\s*(?P<sign>[+=]|(?<=\s)[-−–](?=\s)){_WORDS}\(?")
_MINUS = "-−–"
_WHY = "phép tính ghi trong văn bản"


def read_written_sums(world: World) -> Iterator[Relation]:
    """Yield a relation for each sum or difference that is written out: it must hold as it stands."""
    for numbers, signs in _chains(world):
        if signs.count("=") != 1 or ("+" not in signs and not any(sign in _MINUS for sign in signs)):
            continue
        at = signs.index("=")
        left, right = (numbers[: at + 1], signs[:at]), (numbers[at + 1 :], signs[at + 1 :])
        made, whole = (left, right) if len(right[0]) == 1 else (right, left)
        if len(whole[0]) == 1 and len(made[0]) > 1:
            yield from _relation(world, whole[0][0], made[0], made[1])


def _chains(world: World) -> Iterator[tuple[list[int], list[str]]]:
    """Yield runs of figures of one paragraph with "=" between which nothing but signs and a few words stand."""
    spans = {block: world.document.blocks[block].span for block in world.by_block}
    equal = {block for block, span in spans.items() if world.folded.find("=", span.start, span.end) >= 0}
    numbers = (n for n in world.prose if world.entry_of(n).block in equal) if equal else ()
    stated = (n for n in numbers if world.numbers[n].value is not None)
    for _, inside in groupby(stated, lambda n: world.entry_of(n).block):
        run: list[int] = []
        signs: list[str] = []
        for number in inside:
            sign = _sign_between(world, run[-1], number) if run else None
            if run and sign is None:
                yield run, signs
                run, signs = [], []
            signs += [sign] if sign else []
            run = [*run, number]
        yield run, signs


def _sign_between(world: World, one: int, other: int) -> str | None:
    between = _SIGN.fullmatch(world.folded, world.numbers[one].end, world.numbers[other].span.start)
    return between["sign"] if between else None


def _relation(world: World, whole: int, made: Sequence[int], signs: Sequence[str]) -> Iterator[Relation]:
    """Yield what is added up to a whole; of a difference, the figure from which others are taken is the whole."""
    if all(sign == "+" for sign in signs):
        total, parts = whole, tuple(made)
    elif all(sign in _MINUS for sign in signs):
        total, parts = made[0], (*made[1:], whole)
    else:
        return
    if any(world.numbers[n].of is not None for n in (total, *parts)) or len(set(_kinds(world, total, parts))) > 1:
        return
    reading = read_sum(world, total, parts, _WHY)
    if reading.verdict == "fails" and not _of_one_unit(world, total, parts):
        return  # "10 kg gạo + 02 chai dầu = 01 suất quà"
    yield stated_sum(world, reading, total, "cue")


def _of_one_unit(world: World, total: int, parts: Sequence[int]) -> bool:
    units = [unit for n in (total, *parts) if (unit := world.unit(n))]
    return all(alike(units[0], unit) for unit in units[1:])


def _kinds(world: World, total: int, parts: Sequence[int]) -> Iterator[bool]:
    """Yield of each figure whether it is a percentage: a count and its share are no terms of one sum."""
    yield from (world.unit(n) == "%" for n in (total, *parts))
