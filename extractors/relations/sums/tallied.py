"""Sums that only their place and their figures tell: items in a row that make the figure before or after them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from decimal import Decimal

from extractors.lexicon.amounts import alike
from extractors.relations.relation import Relation
from extractors.relations.sums.tallies import is_plain, make_implied
from extractors.relations.world import World

#: words between the last part and a total: what they say, and the least total that is believed on their word
_SAID = (
    (
        re.compile(
            r"(?<!\w)(?:tổng|cộng|tất cả|cả thảy|vị chi|gộp|hợp thành|tính chung|tính đủ|làm nên|tạo nên)(?!\w)"
        ),
        4,
    ),
    (re.compile(r"(?<!\w)(?:thành|tức|nghĩa là|như vậy|đó là|vậy là|lên|là|thì|bằng|gồm|với)(?!\w)|[:=(–-]\s*$"), 8),
)
#: a sentence that draws the sum of the one before it
_CLOSES = re.compile(r"^[^.]*\.\s*(?:như vậy|vậy là|như thế|gộp|cộng|tổng|tính chung|tất cả|cả thảy)(?!\w)")
#: the least total that nothing but its place and its figures tell, of two parts and of more
_UNSAID = {2: 50, 3: 30}
#: how many items a run may have
_LONGEST = 12
_WHY = "các số liền nhau cộng lại đúng bằng số này"


def read_tallied(world: World, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield sums of items in a row to the figure right behind or before them, where they hold; parts of parts aside.

    `known` are the sums that words have told; what these add up is not asked again. The nearest figures come first:
    what they make stands for them in what is further away.
    """
    held = [r for r in known if r.kind == "sum" and r.verdict == "holds"]
    failing = {n for r in known if r.kind == "sum" and r.verdict == "fails" for n in (r.total, *r.parts)}
    totals, nested = {r.total for r in held}, {p: r.total for r in held for p in r.parts}
    blocks = _by_block(world).values()
    for longest in (3, _LONGEST):
        for numbers in blocks:
            inside = frozenset(numbers)
            for total in numbers:
                parts = () if total in totals else _parts(world, numbers, inside, nested, total, longest)
                if parts and failing.isdisjoint((total, *parts)):
                    totals.add(total)
                    nested.update(dict.fromkeys(parts, total))
                    yield make_implied(world, total, parts, _WHY, "holds")


def _parts(
    world: World, numbers: Sequence[int], inside: Set[int], nested: Mapping[int, int | None], total: int, longest: int
) -> tuple[int, ...]:
    """Return the items that make a total, those before it first; no item that another one of its block is made of."""
    if len(numbers) < 3:
        return ()
    free = [n for n in numbers if nested.get(n) not in inside]
    for run in ([n for n in reversed(free) if n < total], [n for n in free if n > total]):
        parts = _run(world, total, run[: longest * 3])
        if parts and len(parts) <= longest and _is_believed(world, total, parts):
            return tuple(sorted(parts))
    return ()


def _by_block(world: World) -> dict[int, list[int]]:
    """Return the plain figures of running text by block."""
    found: dict[int, list[int]] = {}
    for number in world.prose:
        if is_plain(world, number) and world.value(number):
            found.setdefault(world.entry_of(number).block, []).append(number)
    return found


def _run(world: World, total: int, others: Sequence[int]) -> list[int]:
    """Return the items next to a total, its nearest first, that make it; none where they pass it."""
    measures, entries, numbers = world.measures, world.ledger.entries, world.numbers
    unit, home, whole = measures[total].unit, entries[measures[total].entry].sentence, world.value(total)
    added = Decimal(0)
    run: list[int] = []
    for number in others:
        measure = measures[number]
        if abs(entries[measure.entry].sentence - home) > 1 or len(run) == _LONGEST:
            return []
        if measure.unit != unit and not alike(measure.unit, unit):
            continue
        run.append(number)
        added += numbers[number].value or 0
        if added >= whole:
            return run if added == whole and len(run) > 1 else []
    return []


def _is_believed(world: World, total: int, parts: Sequence[int]) -> bool:
    """Whether words or the size of a total speak for a sum that only its place suggests."""
    value, count = world.value(total), min(len(parts), 3)
    if value >= _UNSAID[count]:
        return True
    near = parts[0]
    ends = sorted((near, total))
    said = world.folded[world.numbers[ends[0]].end : world.numbers[ends[1]].span.start]
    apart = abs(world.entry_of(near).sentence - world.entry_of(total).sentence)
    closes = near < total and bool(_CLOSES.search(said))
    return (apart == 0 or closes) and any(words.search(said) and value >= least for words, least in _SAID)
