"""Totals that come after their parts: in a sentence, over a block, below a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.ledger.entries import Entry
from extractors.lexicon.amounts import alike
from extractors.relations.relation import Relation, Verdict
from extractors.relations.shares.closed_words import content_words
from extractors.relations.sums.readings import mends
from extractors.relations.sums.tallies import is_plain, make_implied, quantity_in
from extractors.relations.world import World

AFTER_TOTAL = re.compile(
    r"^(?:như vậy,?\s+|tính chung,?\s+|tính ra,?\s+)?"
    r"(?:tổng(?: số| cộng| sản lượng| diện tích| kinh phí| số tiền)?|lũy kế(?: tổng)?"
    r"|cả thảy|tất cả|vị chi|thảy cả|tính (?:đủ|cả)"
    r"|gộp (?:lại|chung)|tính gộp|cộng (?:lại|dồn|gộp|chung)|(?:hai|ba|bốn|các) \w+ (?:này )?(?:gộp|cộng)(?: lại)?"
    r"|cộng(?!\s+(?:với|cả|thêm|đồng|tác)))(?!\w)"
)
_BARE_TOTAL = re.compile(
    r"(?:(?:như vậy|tính ra),?\s+)?"
    r"(?:tổng cộng|cộng|tổng|cả thảy|tất cả|vị chi|gộp lại|gộp chung|cộng (?:lại|dồn|gộp|chung))(?: (?:là|có|được))?:?"
)
#: words that no count of something else opens with
_STRONG_TOTAL = re.compile(
    r"(?:vị chi|tổng cộng|cả thảy|thảy cả|cộng (?:dồn|gộp|lại)|gộp (?:lại|chung)|tính gộp)(?!\w)"
)
#: a total that names what it unites ("tổng số cuộc tiếp, cả định kỳ và đột xuất, là")
_NAMED = re.compile(r"(?<!\w)(?:bao gồm|gồm|(?:kể |tính )?cả) (?P<names>[^.;:]+? và [^,.;:]+)")
_AND = re.compile(r", | và ")
#: the entries of each item of a list
Items = Sequence[Sequence[Entry]]


def read_after_total(world: World) -> Iterator[Relation]:
    """Yield totals that come last: in a sentence, over a block, or in a line below a list."""
    blocks = world.by_block
    lists = {item_list.blocks[-1]: item_list.blocks for item_list in world.ledger.lists}
    for block, entries in blocks.items():
        above = [blocks.get(item, []) for item in lists.get(block - 1, ())]
        for at, entry in enumerate(entries):
            plus = at > 0 and not entry.separator and entry.sentence == entries[at - 1].sentence
            if plus or not AFTER_TOTAL.match(world.words(entry.label)):
                continue  # "10 cán bộ cộng 11 công chức"
            total = entry.quantities[0].number
            if world.numbers[total].of is not None:
                yield from _pairs(world, total, above)
            elif is_plain(world, total):
                yield from _sum(world, entry, entries[:at], above)


def _sum(world: World, entry: Entry, entries: list[Entry], above: Items) -> Iterator[Relation]:
    """Yield the sum of what stands before a total in its block, else of the list above it."""
    total = entry.quantities[0].number
    before = [e for e in entries if e.group == entry.group and not AFTER_TOTAL.match(world.words(e.label))]
    run = _run_back(world, entry, before) if before else _listed(world, total, above)
    verdict = _verdict(world, total, run)
    names = united(world.words(entry.label))
    if names and verdict != "holds":
        yield from _of_names(world, total, names, before)
    elif verdict is not None:
        yield make_implied(world, total, run, "tổng nêu sau các phần", verdict)
    elif _closes(world, entry, entries, run):
        yield replace(make_implied(world, total, run, "tổng nêu sau mọi phần của câu", "fails"), certain=False)


def _closes(world: World, entry: Entry, entries: Sequence[Entry], run: Sequence[int]) -> bool:
    """Whether a bare total closes a paragraph of its parts ("xin lỗi 13, chia buồn 31, tất cả 66")."""
    same = [e for e in entries if e.group == entry.group]
    told = {world.unit(n) for n in run} == {world.unit(entry.quantities[0].number)}
    bare = _BARE_TOTAL.fullmatch(world.words(entry.label)) or _STRONG_TOTAL.fullmatch(world.words(entry.label))
    plain = [e for e in same if len(e.quantities) == 1 and not e.predicate and not e.quantities[0].shares]
    return bool(bare) and told and len(run) > 1 and len(run) == len(same) == len(plain)


def _verdict(world: World, total: int, run: list[int]) -> Verdict | None:
    """Return the verdict on a run of parts, None where nothing says that it is meant."""
    gap = world.value(total) - sum((world.value(p) for p in run), Decimal(0))
    if run and not gap:
        return "holds"
    return "fails" if len(run) > 1 and mends(world, total, tuple(run), gap) else None


def _run_back(world: World, entry: Entry, before: list[Entry]) -> list[int]:
    """Return the items right before a total that add up to it, else all of its sentence where it says "tổng cộng"."""
    total = entry.quantities[0].number
    unit = _unit_of_parts(world, total, before)
    usable = [n for e in before if (n := quantity_in(world, e, unit)) is not None]
    for start in range(len(usable) - 2, -1, -1):
        if sum((world.value(n) for n in usable[start:]), Decimal(0)) == world.value(total):
            return usable[start:]
    same = [n for n in usable if world.entry_of(n).sentence == entry.sentence]
    told = [n for n in same if world.numbers[n].unit]  # "04 cuộc ở 07 lượt đơn vị, 03 cuộc ở 06": whose unit is printed
    if len(told) > 1 and sum((world.value(n) for n in told), Decimal(0)) == world.value(total):
        return told
    said = world.words(entry.label)
    return same if len(same) > 1 and (_BARE_TOTAL.fullmatch(said) or _STRONG_TOTAL.match(said)) else []


def united(words: str) -> list[frozenset[str]]:
    """Return the words of each thing that the words of a total say it unites, none where they name none.

    >>> [sorted(name) for name in united("tổng số buổi, cả thường kỳ và bất thường, là")]
    [['kỳ', 'thường'], ['bất', 'thường']]
    """
    found = _NAMED.search(words)
    return [content_words(name) for name in _AND.split(found["names"])] if found else []


def _of_names(world: World, total: int, names: Sequence[frozenset[str]], before: Sequence[Entry]) -> Iterator[Relation]:
    """Yield that a total is not what the figures told with its names make, one told with each: it asks."""
    run: list[int] = []
    for name in names:
        told = [n for e in before if name <= _words(world, e) and (n := quantity_in(world, e, world.unit(total)))]
        run += told if len(told) == 1 and told[0] not in run else []
    if len(run) == len(names) > 1 and sum(world.value(n) for n in run) != world.value(total):
        yield replace(make_implied(world, total, run, "tổng nêu tên các phần", "fails"), certain=False)


def _words(world: World, entry: Entry) -> frozenset[str]:
    return content_words(f"{world.words(entry.label)} {world.words(entry.quantities[0].after)}")


def _unit_of_parts(world: World, total: int, before: Sequence[Entry]) -> str:
    """Return the unit of a total, or that of all its parts where it counts the times of these ("lượt giấy phép")."""
    units = {world.unit(e.quantities[0].number) for e in before}
    only = next(iter(units)) if len(units) == 1 else ""
    behind = world.folded[world.numbers[total].end :][: len(only) + 1]
    return only if only and behind.strip() == only else world.unit(total)


def _listed(world: World, total: int, above: Items) -> list[int]:
    """Return one figure of the total's unit from each item of the list above it, none where an item has none."""
    found: list[int] = []
    for entries in above:
        like = (quantity_in(world, e, world.unit(total), same=True) for e in entries)
        number = next((n for n in like if n is not None), None)
        if number is None:
            return []
        found.append(number)
    return found if len(found) > 1 else []


def _pairs(world: World, total: int, above: Items) -> Iterator[Relation]:
    """Yield the fold of pairs over a list ("Cộng chung đạt 43/45 chỉ tiêu")."""
    parts: list[int] = []
    for entries in above:
        pairs = [q.number for e in entries for q in e.quantities if world.numbers[q.number].of is not None]
        if len(pairs) != 1:
            return
        parts.append(pairs[0])
    if len(parts) > 1 and all(alike(world.unit(p), world.unit(total)) for p in parts):
        added = sum((world.value(p) for p in parts), Decimal(0))
        wholes = sum((world.numbers[p].of or Decimal(0) for p in parts), Decimal(0))
        fits = added == world.value(total) and wholes == world.numbers[total].of
        why = "tổng của các cặp đạt/tổng nêu sau danh sách"
        yield make_implied(world, total, parts, why, "holds" if fits else "fails")
