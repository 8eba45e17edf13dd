"""Lists of things below the block that announces them: bullets, and Một là … Ba là."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import takewhile

from extractors.document import Span
from extractors.ledger.entries import ItemList
from extractors.lexicon.amounts import alike
from extractors.relations.lists.listings import Listing, is_of_others
from extractors.relations.world import World

#: what announces a list and no parts of a report, and the paragraphs of one whose marks headings have too
_FOLLOW = re.compile(r"(?<!\w)(?:sau|sau đây|dưới đây|gồm|là)\s*:$")
_NUMBERED = re.compile(r"\W*(?P<number>\d{1,2})[.)/] ?(?=[^\W\d])")
#: how far below its lead-in a list of such paragraphs may reach
_FAR = 40
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
    # "Ban Chỉ đạo (13 thành viên) đã triển khai các nội dung sau:": the list is of what stands right before it
    if rest.find(")") >= 0 > rest.find("(") and is_of_others(rest.removesuffix(" sau:"), world.unit(index)):
        return None
    following = (world.numbers[n] for n in range(index + 1, len(world.numbers)))
    counted = any(n.role == "measure" for n in takewhile(lambda n: n.span.start < block.span.end, following))
    found = lists.get(at) or _ones(world, at) or (_numbered(world, at) if _FOLLOW.search(rest) else None)
    if counted or found is None or len(found.blocks) < 2 or _count_the_same(world, index, found):
        return None
    spans = [world.document.blocks[i].span for i in found.blocks]
    items = tuple(world.words(span).lstrip("-+*• ")[:80] for span in spans)
    noun = world.unit(index).partition(" ")[0]
    alike_all = bool(noun) and all(item.startswith(f"{noun} ") for item in items)  # "- Tổ Sa Kỳ do …", "- Tổ Mỹ Á do …"
    return Listing(items, frozenset({len(items)}), True, Span(spans[0].start, spans[-1].end), apart=alike_all)


def _numbered(world: World, lead: int) -> ItemList | None:
    """Return the paragraphs below a lead-in that count on from "1.", those between them left out."""
    found: list[int] = []
    for index, block in enumerate(world.document.blocks[lead + 1 : lead + _FAR], lead + 1):
        numbered = _NUMBERED.match(world.folded, block.span.start, block.span.end)
        if numbered and int(numbered["number"]) == len(found) + 1:
            found.append(index)
        elif not found:
            return None
    return ItemList(lead, "1", tuple(found)) if found else None


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
