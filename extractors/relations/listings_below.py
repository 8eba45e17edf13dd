"""Lists of things below the block that announces them: bullets, and Một là … Ba là."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import takewhile

from extractors.document import Span
from extractors.ledger.entries import ItemList
from extractors.lexicon.amounts import alike
from extractors.relations.listings import Listing
from extractors.relations.world import World

_ONE_IS = re.compile(r"(?<!\w)(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) là(?!\w)")


def list_below(world: World, index: int, lists: Mapping[int, ItemList]) -> Listing | None:
    """Return the bullets below the block that announces a count at its end ("03 nội dung sau:").

    `lists` gives the bullets by the block of their lead-in.
    """
    number = world.numbers[index]
    at = world.document.block_at(number.span.start)
    block = world.document.blocks[at]
    rest = world.folded[number.end : block.span.end].strip(' *"')
    if block.kind == "cell" or not rest.endswith(":") or len(rest) > 90 or "." in rest or ";" in rest:
        return None
    following = (world.numbers[n] for n in range(index + 1, len(world.numbers)))
    counted = any(n.role == "measure" for n in takewhile(lambda n: n.span.start < block.span.end, following))
    found = lists.get(at) or _ones(world, at)
    if counted or found is None or len(found.blocks) < 2 or _count_the_same(world, index, found):
        return None
    spans = [world.document.blocks[i].span for i in found.blocks]
    items = tuple(world.words(span).lstrip("-+*• ")[:80] for span in spans)
    noun = world.unit(index).partition(" ")[0]
    alike_all = bool(noun) and all(item.startswith(f"{noun} ") for item in items)  # "- Tổ Sa Kỳ do …", "- Tổ Mỹ Á do …"
    return Listing(items, frozenset({len(items)}), True, Span(spans[0].start, spans[-1].end), apart=alike_all)


def _ones(world: World, lead: int) -> ItemList | None:
    """Return blocks that begin "Một là", "Hai là" … right below a lead-in."""
    found: list[int] = []
    for index, block in enumerate(world.document.blocks[lead + 1 : lead + 14], lead + 1):
        text = world.folded[block.span.start : block.span.end].lstrip("-+* ")
        if not _ONE_IS.match(text):
            break
        found.append(index)
    return ItemList(lead, "một", tuple(found)) if found else None


def _count_the_same(world: World, index: int, found: ItemList) -> bool:
    """Whether the items give counts of the announced thing: then they are parts, not the things themselves."""
    unit = world.unit(index)
    entries = [e for block in found.blocks for e in world.ledger.entries_of(block)]
    return any(alike(world.unit(q.number), unit) for e in entries for q in e.quantities)
