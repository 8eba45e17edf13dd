"""Changes in running text against the figures that they lead from and to ("từ 215 xuống 186, giảm 29")."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.relations.changes.change_blocks import ChangeBlock
from extractors.relations.changes.change_events import CHANGES, events
from extractors.relations.changes.change_words import tells_change, told_by
from extractors.relations.changes.past_bases import read_past_base
from extractors.relations.passages import Passages
from extractors.relations.relation import Relation
from extractors.relations.world import World

#: how many figures back the new one may stand in other paragraphs
_FAR = 60


def read_growths(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield the changes of running text that hold, and those that their own sentence contradicts."""
    start = 0
    for figures in passages.by_block.values():
        start += len(figures)
        span = world.document.blocks[figures[0].block].span
        if not tells_change(world.folded, span):
            continue
        told = told_by(figures)
        if any(said.tag in CHANGES for said in told):
            before = passages.figures[max(0, start - len(figures) - _FAR) : start - len(figures)]
            block = ChangeBlock(world, figures, told, before)
            for event in events(world, figures, told):
                found = [r for r in block.relations(event) if not _is_backwards(world, r)]
                yield from found or read_past_base(block, event)


def _is_backwards(world: World, relation: Relation) -> bool:
    """Whether a change runs from the later figure to the earlier one by their own years: it is read the wrong way."""
    new, old = (world.measures[part].period or "" for part in relation.parts)
    return relation.verdict == "fails" and "" not in (new, old) and new[:4] < old[:4]
