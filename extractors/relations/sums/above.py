"""Sentences whose items add up to a total that stands in a paragraph above them, in one unit or in parallel units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain, groupby, pairwise

from extractors.ledger.entries import Entry
from extractors.lexicon.amounts import alike
from extractors.relations.relation import Relation
from extractors.relations.sums.readings import mends
from extractors.relations.sums.tallies import SMALLEST, is_plain, make_implied, quantity_in
from extractors.relations.world import World

#: how many blocks above its parts a total may stand
REACH = 5
#: two parts meet a total by chance more easily than three
_SMALLEST_OF_TWO = Decimal(50)
_WHY = "các mục của câu cộng lại đúng bằng tổng nêu ở trên"
_PARALLEL = "cùng các mục ấy, theo đơn vị song song"


def read_above(world: World) -> Iterator[Relation]:
    """Yield sums of whole sentences whose total stands above them, and the same items in parallel units.

    Arithmetic proposes only what holds; where it holds in one unit ("142 lượt/168 người/97 vụ"), the others are asked.
    """
    blocks = world.by_block
    for block, entries in blocks.items():
        for run in _runs(entries):
            if len(run) > 1:
                own = (e for e in reversed(entries) if e.sentence < run[0].sentence)
                above = (e for b in range(block - 1, block - REACH - 1, -1) for e in reversed(blocks.get(b, ())))
                yield from _of_run(world, run, chain(own, above))


def _runs(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Yield the items of each sentence, and those between its semicolons."""
    for _, group in groupby(entries, key=lambda e: (e.sentence, e.group)):
        sentence = list(group)
        yield sentence
        starts = [0, *(at for at, e in enumerate(sentence) if at and e.separator == ";"), len(sentence)]
        if len(starts) > 2:
            yield from (sentence[a:b] for a, b in pairwise(starts))


def _of_run(world: World, run: Sequence[Entry], above: Iterable[Entry]) -> Iterator[Relation]:
    before: list[Entry] | None = None
    for unit in dict.fromkeys(world.unit(q.number) for e in run for q in e.quantities):
        items = [(e, n) for e in run if (n := quantity_in(world, e, unit, same=True)) is not None]
        if len(items) < 2:
            continue
        values = [world.value(n) for _, n in items]
        added = sum(values, Decimal(0))
        if len(values) - values.count(Decimal(0)) < 2 or added < (SMALLEST if len(items) > 2 else _SMALLEST_OF_TWO):
            continue
        before = list(above) if before is None else before
        for entry in before:
            total = _total_in(world, entry, unit, added)
            if total is not None:
                yield make_implied(world, total, [n for _, n in items], _WHY, "holds")
                yield from _parallel(world, entry, total, [e for e, _ in items])
                break


def _total_in(world: World, entry: Entry, unit: str, value: Decimal) -> int | None:
    numbers = (q.number for q in entry.quantities)
    fitting = (n for n in numbers if is_plain(world, n) and alike(world.unit(n), unit) and world.value(n) == value)
    return next(fitting, None)


def _parallel(world: World, entry: Entry, known: int, run: Sequence[Entry]) -> Iterator[Relation]:
    """Yield what the other units of a total say of the same items, where each of them has a figure in that unit."""
    for total in (q.number for q in entry.quantities):
        if total == known or not is_plain(world, total):
            continue
        parts = [quantity_in(world, item, world.unit(total), same=True) for item in run]
        found = [n for n in parts if n is not None]
        if len(found) < len(run):
            continue
        gap = world.value(total) - sum((world.value(n) for n in found), Decimal(0))
        relation = make_implied(world, total, found, _PARALLEL, "fails" if gap else "holds")
        # one person may come twice; a slip of the pen is none of that
        yield replace(relation, certain=not gap or mends(world, total, tuple(found), gap))
