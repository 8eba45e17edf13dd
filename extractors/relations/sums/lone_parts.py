"""Lists that semicolons part, in two units: "tiếp 814 lượt, 902 người; trong đó A 600 lượt, 640 người; B …; C …".

Whether the items behind the first still belong to the list no mark tells. One column that adds up exactly does, and the
others are asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.sums.readings import mends
from extractors.relations.sums.tallies import is_plain, make_implied, missed_by
from extractors.relations.world import World

#: how many items a list may have, and the least total that they make by design
_MOST, _PROVING = 8, 100
_CUE = re.compile(r"(?<!\w)(?:trong đó|bao gồm|gồm|cụ thể)(?!\w)")
_WHY = "các mục ghi cùng các đơn vị; có đơn vị cộng lại khớp"
#: the figures of an item by what they count
_Item = dict[str, int]


def read_lone_parts(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield the columns of such lists that one column proves, but for sums among the `known` relations."""
    have = {(r.total, frozenset(r.parts)) for r in known if r.kind == "sum"}
    for _, sentence in groupby(passages.figures, key=attrgetter("home")):
        segments = _segments(list(sentence))
        for at, segment in enumerate(segments):
            if at and len(segments) > at + 1 and _CUE.search(segment[0].before):
                whole, *items = (_item(world, one) for one in segments[at - 1 : at + _MOST])
                fresh = (
                    column for column in _proven(world, whole, items) if (column[0], frozenset(column[1])) not in have
                )
                for total, parts in fresh:
                    yield from _relation(world, total, parts)


def _segments(figures: Sequence[Figure]) -> list[list[Figure]]:
    """Return the figures of a sentence as semicolons and the words that open a list part them."""
    found: list[list[Figure]] = []
    for figure in figures:
        if not found or ";" in figure.before or _CUE.search(figure.before):
            found.append([])
        found[-1].append(figure)
    return found


def _item(world: World, figures: Sequence[Figure]) -> _Item:
    """Return the plain figures of an item by the first word of what they count, those told once only."""
    plain = [(f.unit.partition(" ")[0], f.number) for f in figures if is_plain(world, f.number)]
    words = [word for word, _ in plain]
    return {word: number for word, number in plain if words.count(word) == 1}


def _proven(world: World, whole: _Item, items: Sequence[_Item]) -> Sequence[tuple[int, tuple[int, ...]]]:
    """Return the columns of a list as far as one of them adds up exactly, none where none does."""
    for end in range(2, len(items) + 1):
        words = [word for word in whole if all(word in item for item in items[:end])]
        columns = [(whole[word], tuple(item[word] for item in items[:end])) for word in words]
        if len(columns) < 2:
            return ()
        if any(missed_by(world, *column) == 0 and world.value(column[0]) >= _PROVING for column in columns):
            return columns
    return ()


def _relation(world: World, total: int, parts: tuple[int, ...]) -> Iterator[Relation]:
    gap = missed_by(world, total, parts)
    if gap == 0:
        yield make_implied(world, total, parts, _WHY, "holds")
    elif mends(world, total, parts, gap, small=False):
        yield replace(make_implied(world, total, parts, _WHY, "fails"), certain=len(parts) > 2)
