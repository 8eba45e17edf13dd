"""Changes told in full: by how much, with which figure it is compared, and what it came to before it.

"Đàn lợn 3.920 con, tăng 245 con so với cùng kỳ (3.675 con)": the words and the bracket alone say what belongs together,
so the change is believed however far its figures are from each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from extractors.relations.amounts import ratio
from extractors.relations.changes.change_bases import base_of, direction_at
from extractors.relations.changes.change_ends import led, of_now_and_then, of_times, set_apart, since_time, went_to
from extractors.relations.changes.change_levels import is_any_case, levels_of, meant_level
from extractors.relations.changes.change_words import told_by
from extractors.relations.changes.changes import Change, changes, end_slipped, kinds_of, make_growth, slipped
from extractors.relations.changes.told_blocks import ToldBlock, given, own_clause
from extractors.relations.passages import Passages
from extractors.relations.relation import Relation
from extractors.relations.world import World

#: how many figures a paragraph may have
_MOST = 24
_ASIDE = re.compile(r"(?<!\w)(?:phấn đấu|dự kiến|mỗi|đề ra là|ngoài ra)(?!\w)")


def read_told_in_full(world: World, passages: Passages, known: AbstractSet[int | None]) -> Iterator[Relation]:
    """Yield the changes whose base is told by its place; those `known` are decided already."""
    for figures in passages.by_block.values():
        if len(figures) < 3:
            continue
        block = ToldBlock(world, figures, told_by(figures))
        for at, figure in enumerate(figures):
            if figure.number in known or not _is_change(block, at):
                continue
            relation = _of_figure(block, at)
            if relation is not None:
                yield relation


def _is_change(block: ToldBlock, at: int) -> bool:
    figure = block.figures[at]
    if block.world.numbers[figure.number].sign != "=" or figure.unit == "lần" or _ASIDE.search(own_clause(figure)):
        return False
    return direction_at(block, at) is not None


def _of_figure(block: ToldBlock, at: int) -> Relation | None:
    """Return the change that a figure tells against the figures that its words and place name, None where none do."""
    readers = (led, set_apart, of_times, since_time, went_to, of_now_and_then)
    ends = next((found for read in readers if (found := read(block, at)) is not None), None)
    if ends is not None:
        return _relation(block, at, ends[1], [ends[0]], named=True)
    base = base_of(block, at)
    return None if base is None else _relation(block, at, base, levels_of(block, at, base))


def _relation(block: ToldBlock, at: int, base: int, levels: Sequence[int], *, named: bool = False) -> Relation | None:
    """Return the change with the level that fits, else with the one that its words mean."""
    figures, world = block.figures, block.world
    alike = [i for i, f in enumerate(figures) if i not in (at, base) and f.home <= figures[at].home]
    if not levels or len(alike) > _MOST:
        return None
    tried = [c for i in levels for c in _ways(block, at, i, base)]
    fitting = next((c for c in tried if c.fits), None)
    if fitting is not None:
        return make_growth(world, fitting, tried, certain=True)
    others = (c for i in alike for c in _ways(block, at, i, base))
    meant = levels[0] if named else meant_level(block, at, levels)
    if meant is None or any(c.fits for c in others):
        return None
    of_meant = [c for c in tried if c.new == figures[meant].number]
    if not of_meant:
        return None
    chosen = next((c for c in of_meant if slipped(world, c) or c.turned or end_slipped(world, c)), of_meant[0])
    certain = chosen.turned or slipped(world, chosen)
    return replace(make_growth(world, chosen, of_meant, certain=certain, borne_out=True), tied=True)


def _ways(block: ToldBlock, at: int, level: int, base: int) -> Iterator[Change]:
    number, new, old = (block.figures[i].number for i in (at, level, base))
    kinds = kinds_of(block.world, number, new)
    if is_any_case(block, at, level) and not kinds:
        kinds = ["amount"]
    elif ratio(given(block.figures[level].unit), given(block.figures[base].unit or block.figures[at].unit)) is None:
        return
    yield from changes(block.world, number, new, old, direction_at(block, at) or 0, kinds)
