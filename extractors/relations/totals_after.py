"""Totals that come after their parts: in a sentence, over a block, below a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.ledger.entries import Entry
from extractors.lexicon.amounts import alike
from extractors.relations.arithmetic import one_slip
from extractors.relations.relation import Relation, Verdict
from extractors.relations.tallies import entries_by_block, is_plain, make_implied, quantity_in
from extractors.relations.world import World

_AFTER_TOTAL = re.compile(
    r"^(?:như vậy,?\s+|tính chung,?\s+)?(?:tổng(?: số| cộng| sản lượng| diện tích| kinh phí| số tiền)?|lũy kế(?: tổng)?|cộng(?: chung)?(?!\s+(?:với|cả|thêm)))(?!\w)"
)


def read_after_total(world: World) -> Iterator[Relation]:
    """Yield totals that come last: in a sentence, over a block, or in a line below a list."""
    blocks = entries_by_block(world)
    lists = {item_list.blocks[-1]: item_list.blocks for item_list in world.ledger.lists}
    for block, entries in blocks.items():
        for at, entry in enumerate(entries):
            if not _AFTER_TOTAL.match(world.words(entry.label)):
                continue
            total = entry.quantities[0].number
            if world.numbers[total].of is not None:
                yield from _pairs(world, total, blocks, lists.get(block - 1, ()))
                continue
            if not is_plain(world, total):
                continue
            before = [e for e in entries[:at] if e.group == entry.group and not _AFTER_TOTAL.match(world.words(e.label))]
            run = _run_back(world, total, before, world.words(entry.label)) or (_listed(world, total, blocks, lists.get(block - 1, ())) if not before else None)
            if run:
                added = sum((world.value(p) for p in run), Decimal(0))
                verdict = _verdict(world, total, run, added)
                if verdict is not None:
                    yield make_implied(world, total, run, "tổng nêu sau các phần", verdict)


def _verdict(world: World, total: int, run: list[int], added: Decimal) -> Verdict | None:
    if added == world.value(total):
        return "holds"
    gap = world.value(total) - added
    mends = one_slip(world.value(total), added) or any(one_slip(world.value(p), world.value(p) + gap) for p in run)
    return "fails" if mends and len(run) > 1 else None


def _run_back(world: World, total: int, before: list[Entry], label: str) -> list[int] | None:
    """Return the items right before a total that add up to it, else all of its sentence where it says "tổng cộng"."""
    usable = [n for e in before if (n := quantity_in(world, e, world.unit(total))) is not None]
    for start in range(len(usable) - 2, -1, -1):
        if sum((world.value(n) for n in usable[start:]), Decimal(0)) == world.value(total):
            return usable[start:]
    sentence = world.ledger.entries[world.measures[total].entry].sentence
    same = [n for n in usable if world.ledger.entries[world.measures[n].entry].sentence == sentence]
    return same if len(same) > 1 and re.fullmatch(r"(?:tổng cộng|cộng|tổng)(?: là)?:?", label) else None


def _listed(world: World, total: int, blocks: dict[int, list[Entry]], items: Sequence[int]) -> list[int] | None:
    """Return one figure of the total's unit from each item of the list above it."""
    found = []
    for block in items:
        number = next((n for e in blocks.get(block, []) if (n := quantity_in(world, e, world.unit(total), same=True)) is not None), None)
        if number is None:
            return None
        found.append(number)
    return found if len(found) > 1 else None


def _pairs(world: World, total: int, blocks: dict[int, list[Entry]], items: Sequence[int]) -> Iterator[Relation]:
    """Yield the fold of pairs over a list ("Cộng chung đạt 43/45 chỉ tiêu")."""
    parts = []
    for block in items:
        pairs = [q.number for e in blocks.get(block, []) for q in e.quantities if world.numbers[q.number].of is not None]
        if len(pairs) != 1:
            return
        parts.append(pairs[0])
    if len(parts) > 1 and all(alike(world.unit(p), world.unit(total)) for p in parts):
        added = sum((world.value(p) for p in parts), Decimal(0))
        wholes = sum((world.numbers[p].of or Decimal(0) for p in parts), Decimal(0))
        fits = added == world.value(total) and wholes == world.numbers[total].of
        yield make_implied(world, total, parts, "tổng của các cặp đạt/tổng nêu sau danh sách", "holds" if fits else "fails")
