"""Changes of what its name was told with before: "…, thu nội địa 4.286 …. Riêng thu nội địa tăng 15% so với (4.520)".

The sentence of the change gives its base and names the figure that it came to, which stands in one before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from extractors.relations.amounts import ratio
from extractors.relations.changes.change_bases import base_of, direction_at
from extractors.relations.changes.change_words import told_by
from extractors.relations.changes.changes import Change, changes, kinds_of, make_growth
from extractors.relations.changes.told_blocks import ToldBlock, given, own_clause
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.repeats.same_words import naming, setting_apart
from extractors.relations.world import World

#: how many blocks before a change what it came to may stand
_BLOCKS = 6
#: where the words of a change begin, behind those that name what changed
_CHANGES = re.compile(r"(?<!\w)(?:tăng|giảm|cao hơn|thấp hơn|nhiều hơn|ít hơn|bằng|đạt|vượt)(?!\w)")
#: of another kind than what was told: what is meant for, a mean, some of it
_ASIDE = re.compile(r"(?<!\w)(?:phấn đấu|dự kiến|bình quân|mỗi|trung bình|lũy kế|cả năm|một số|nhiều)(?!\w)")


def read_named_levels(world: World, passages: Passages, known: AbstractSet[int | None]) -> Iterator[Relation]:
    """Yield changes whose sentence gives the base alone, with the one figure before it that has their name."""
    start = 0
    for figures in passages.by_block.values():
        start += len(figures)
        block = ToldBlock(world, figures, told_by(figures))
        for at, figure in enumerate(figures):
            if figure.number in known or direction_at(block, at) is None or not _is_exact(world, figure):
                continue
            base = base_of(block, at)
            if base is not None and base > at:
                yield from _of_name(block, at, base, passages.figures[: start - len(figures) + at])


def _of_name(block: ToldBlock, at: int, base: int, before: Sequence[Figure]) -> Iterator[Relation]:
    """Yield the change from its base to what its name was told with, where that is one figure."""
    world, figure, old = block.world, block.figures[at], block.figures[base]
    said = _CHANGES.split(own_clause(figure))[0]
    name = naming(said) - naming(old.unit)
    own = [f for f in before if f.home == figure.home and _counts_like(f, old)]
    if own or len(name) < 2 or _ASIDE.search(figure.before):
        return
    near = [f for f in before if figure.block - f.block <= _BLOCKS and _counts_like(f, old)]
    levels = [f for f in near if _is_level(world, f) and _named(world, f) - naming(old.unit) == name]
    tried = [way for level in levels for way in _ways(block, at, level, old)]
    if not tried or len({level.value for level in levels}) > 1:
        return
    chosen = next((way for way in tried if way.fits), tried[0])
    certain = chosen.fits or chosen.turned
    yield replace(make_growth(world, chosen, tried, certain=certain, borne_out=True), tied=True)


def _ways(block: ToldBlock, at: int, level: Figure, old: Figure) -> Iterator[Change]:
    number = block.figures[at].number
    kinds = kinds_of(block.world, number, level.number)
    yield from changes(block.world, number, level.number, old.number, direction_at(block, at) or 0, kinds)


def _is_exact(world: World, figure: Figure) -> bool:
    number = world.numbers[figure.number]
    return number.sign == "=" and number.of is None and figure.unit != "lần"


def _counts_like(one: Figure, other: Figure) -> bool:
    return one.unit != "%" and bool(one.unit) and ratio(given(one.unit), given(other.unit)) is not None


def _is_level(world: World, figure: Figure) -> bool:
    """Whether a figure tells what there is in the time of the report."""
    measure = world.measures[figure.number]
    aside = measure.change or measure.plan or measure.target or measure.period or measure.moment
    return not aside and _is_exact(world, figure) and not setting_apart(measure.wording.told)


def _named(world: World, figure: Figure) -> frozenset[str]:
    return naming(world.measures[figure.number].wording.told)
