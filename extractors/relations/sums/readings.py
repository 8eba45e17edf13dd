"""The admissible readings of a sum, likeliest first: punctuation proposes, arithmetic confirms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from extractors.ledger.entries import Entry, Group
from extractors.lexicon.amounts import alike, money_scale
from extractors.numbers.slips import one_slip
from extractors.relations.arithmetic import addition, shown, slack
from extractors.relations.relation import Reading, Relation, Source
from extractors.relations.shares.classes import classes_in
from extractors.relations.sums.hanging import is_countable, is_outgrown, part_of
from extractors.relations.world import World

#: words that open a clause of its own behind a list ("gồm 9 vụ trộm và 4 vụ đánh nhau, hiện đã làm rõ 10 vụ")
_OWN_CLAUSE = re.compile(r"(?:hiện|đến nay|tính đến|qua đó|kết quả|sau đó|bên cạnh đó)(?!\w)(?! (?:còn|đang))")
#: how many groups a block may hold before and behind one
_NEAR = 40


def readings_of(
    world: World, group: Group, total: int, parts: list[int], hung: Mapping[int, Sequence[Entry]]
) -> Iterator[Reading]:
    """Yield the admissible readings of a group, likeliest first; punctuation proposes, arithmetic confirms."""
    yield read_sum(world, total, tuple(parts), "mọi phần được nêu")
    if group.kind == "row":  # cells that a table puts under a total are its parts, all of them
        return
    yield from _with_passes(world, group, total, parts)
    yield from _firsts_of_items(world, total, parts)
    yield from _cut(world, total, parts)
    yield from _grown(world, group, total, parts, hung)
    for candidate in () if is_outgrown(world, group, total, parts) else _other_totals(world, group, total, parts):
        yield read_sum(world, candidate, tuple(parts), "tổng khác trong cùng đoạn")
    listed = _listed(world, hung.get(group.id, []), parts)
    if len(listed) > len(parts):
        for end in (len(listed), *(at for at in breaks_in(world, listed) if at > 1)):
            yield read_sum(world, total, tuple(listed[:end]), "mọi mục trong danh sách, kể cả mục ghi đơn vị khác")
    carried = _carried_over(world, total)
    if carried is not None:
        yield read_sum(world, total, (*parts, carried), "cộng cả số kỳ trước chuyển sang")


def _listed(world: World, children: Sequence[Entry], parts: list[int]) -> list[int]:
    """Return the first figure of every item, none where bullets say their parts and a second count each."""
    listed = [q.number for e in children if not e.predicate for q in e.quantities[:1]]
    homes = {world.entry_of(n).block for n in parts}
    second = any(world.entry_of(n).block in homes for n in listed if n not in parts)
    mixed = any(world.unit(n) == "%" for n in listed) or bool(listed and _bounded(world, listed, parts))
    return [] if mixed or (second and len(homes) > 1) else listed


def _with_passes(world: World, group: Group, total: int, parts: list[int]) -> Iterator[Reading]:
    """Yield the reading in which "đạt" is a grade beside others ("tốt 12 em, khá 20 em, đạt 10 em")."""
    inside = [world.ledger.entries[e] for e in group.entries]
    passes = [e.quantities[0].number for e in inside if e.predicate and world.words(e.label) == "đạt"]
    if len(passes) == 1 and passes[0] not in parts and alike(world.unit(passes[0]), world.unit(total)):
        yield read_sum(world, total, tuple(sorted((*parts, *passes))), "“đạt” là một mức xếp loại")


def _bounded(world: World, listed: Sequence[int], parts: Sequence[int]) -> bool:
    """Whether items are told with the bounds of their classes ("tàu dưới 12 m 310 chiếc"): these count nothing."""
    first, last = world.entry_of(listed[0]).span, world.entry_of(listed[-1]).span
    places = [world.numbers[part].span.start - first.start for part in parts]
    return bool(classes_in(world.folded[first.start : last.end], places))


def _firsts_of_items(world: World, total: int, parts: list[int]) -> Iterator[Reading]:
    """Yield the reading in which each line of a list has one part, and what follows in it divides that part."""
    firsts = {world.entry_of(part).block: part for part in reversed(parts)}
    if 1 < len(firsts) < len(parts):
        yield read_sum(world, total, tuple(reversed(firsts.values())), "số đầu của mỗi dòng; số sau chia nhỏ số ấy")


def _cut(world: World, total: int, parts: list[int]) -> Iterator[Reading]:
    """Yield the readings in which a list ends or begins where something sets its parts off."""
    for cut_at in breaks_in(world, parts):
        if cut_at >= 2 and not told_twice(world, parts[:cut_at], parts[cut_at:]):
            yield read_sum(world, total, tuple(parts[:cut_at]), "các phần trước dấu ngắt; phần sau thuộc ý khác")


def told_twice(world: World, kept: list[int], left: list[int]) -> bool:
    """Whether what a cut leaves out is an item told once more, by the same words with the same figure."""
    said = {(world.words(world.entry_of(n).label), world.value(n)) for n in kept}
    return any((world.words(world.entry_of(n).label), world.value(n)) in said for n in left)


def _groups_near(world: World, group: Group) -> Sequence[Group]:
    """Return the groups of a group's block: they were read one after the other."""
    around = world.ledger.groups[max(0, group.id - _NEAR) : group.id + _NEAR]
    return [other for other in around if other.block == group.block]


def _grown(
    world: World, group: Group, total: int, parts: list[int], hung: Mapping[int, Sequence[Entry]]
) -> Iterator[Reading]:
    """Yield the readings in which a list goes on in another group of its total or after a semicolon."""
    for other in () if group.cue.endswith("theo") else _groups_near(world, group):  # an aspect divides all
        if other.id != group.id and other.parents[:1] == group.parents[:1] and other.block == group.block:
            like = (part_of(world, e, world.unit(total), parts) for e in hung.get(other.id, []))
            more = [part for part in like if part is not None]
            if more:
                yield read_sum(world, total, (*parts, *more), "gộp hai nhóm cùng thuộc một tổng")
    for after in _siblings_after(world, group, total, parts):
        yield read_sum(world, total, (*parts, *after), "các mục sau dấu chấm phẩy vẫn thuộc danh sách")


def breaks_in(world: World, parts: list[int]) -> list[int]:
    """Return where a list may end: before an item that a stronger mark separates or that says another noun."""
    entries = [world.entry_of(p) for p in parts]
    units = [world.unit(p) for p in parts]
    has_commas = any(e.separator in (",", "và") for e in entries[1:])
    found = []
    for index in range(1, len(entries)):
        stronger = has_commas and entries[index].separator == ";"
        other_noun = units[index] != units[0] and units[index - 1] == units[0]
        clause = bool(_OWN_CLAUSE.match(world.words(entries[index].label).rpartition(", ")[2]))
        if stronger or other_noun or clause or entries[index].sentence != entries[index - 1].sentence:
            found.append(index)
    return found


def _siblings_after(world: World, group: Group, total: int, parts: list[int]) -> Iterator[tuple[int, ...]]:
    """Yield the items that a semicolon parts from a list in the same sentence, one more each time."""
    parent = world.entry_of(total)
    last = world.measures[parts[-1]].entry
    found: list[int] = []
    for entry in world.ledger.entries[last + 1 : last + 8]:
        if entry.block != group.block or entry.sentence != parent.sentence or entry.group != parent.group:
            continue
        part = part_of(world, entry, world.unit(total))
        if part is None:
            return
        found.append(part)
        yield tuple(found)


def _other_totals(world: World, group: Group, total: int, parts: list[int]) -> Iterator[int]:
    """Yield further totals that a group may belong to: quantities of its other candidate parents, of the same unit."""
    for parent in group.parents[1:6]:
        for quantity in world.ledger.entries[parent].quantities:
            number = quantity.number
            another = number not in parts and number != total and alike(world.unit(number), world.unit(total))
            if another and world.numbers[number].of is None and is_countable(world, number):
                yield number


def _carried_over(world: World, total: int) -> int | None:
    """Return what the block of a total carries over from the period before."""
    inside = (q.number for e in world.ledger.entries_of(world.entry_of(total).block) for q in e.quantities)
    return next((n for n in inside if world.measures[n].metric == "dossiers.carried_over" and n != total), None)


def read_sum(world: World, total: int, parts: tuple[int, ...], why: str) -> Reading:
    """Return whether parts add up to a total, rounding and qualifiers allowed for, and why they are read so."""
    whole, *values = in_one_unit(world, total, parts)
    gap = whole - sum(values, Decimal(0))
    fits = abs(gap) <= _slack(world, total, parts) and _pairs_fit(world, total, parts)
    if not fits and any(world.numbers[n].sign != "=" for n in (total, *parts)):
        fits = _fits_loosely(world, total, parts, gap)
    sign = "=" if not gap else "≈" if fits else "≠"
    text = f"{addition(values)} {'' if not gap else f'{sign} {shown(whole)}'}".strip()
    return Reading(text, why, "holds" if fits else "fails", parts, total)


def stated_sum(world: World, reading: Reading, total: int, source: Source) -> Relation:
    """Return the relation of a total and all its parts, of which a text or a table allows this one reading."""
    printed, *values = in_one_unit(world, total, reading.parts)
    return Relation(
        kind="sum",
        source=source,
        total=total,
        parts=reading.parts,
        operands=(world.operand(total, "total"), *(world.operand(part, "part") for part in reading.parts)),
        unit=world.unit(total) or None,
        exhaustive=True,
        verdict=reading.verdict,
        reading=reading.arithmetic,
        tried=(reading,),
        expected=sum(values, Decimal(0)),
        found=printed,
    )


def _slack(world: World, total: int, parts: tuple[int, ...]) -> Decimal:
    """Return how far a sum may lie from its total by rounding: a total in billions rounds parts in millions."""
    units = [world.unit(n) for n in (total, *parts)]
    scales = [] if units.count(units[0]) == len(units) else [money_scale(unit) for unit in units]
    if scales and all(scales) and len(set(scales)) > 1:
        steps = [world.numbers[n].step * scale for n, scale in zip((total, *parts), scales, strict=True)]
        return sum((step for step in steps if step > min(steps)), Decimal(0)) / (2 * min(scales))
    return slack(world.numbers[total], [world.numbers[p] for p in parts])


def in_one_unit(world: World, total: int, parts: tuple[int, ...]) -> list[Decimal]:
    """Return the values of a total and its parts in one unit: money of several scales in đồng of the smallest."""
    numbers = (total, *parts)
    units = {world.unit(n) for n in numbers}
    if len(units) == 1 or not all(money_scale(unit) for unit in units):
        return [world.value(n) for n in numbers]
    least = min(money_scale(unit) for unit in units)
    return [world.value(n) * money_scale(world.unit(n)) / least for n in numbers]


def _fits_loosely(world: World, total: int, parts: tuple[int, ...], gap: Decimal) -> bool:
    """Whether qualifiers leave room: "trên" parts may add to less, "gần" within a twentieth."""
    whole = world.numbers[total]
    signs = [world.numbers[p].sign for p in parts]
    if abs(gap) <= abs(world.value(total)) / 20:
        return True
    if abs(gap) * 5 > abs(world.value(total)):
        return False  # "trên 1.200" says more than 1.200, not 1.500
    if gap > 0:  # parts short of the total
        return whole.sign in ("<=", "<") or any(s in (">=", ">") for s in signs)
    return whole.sign in (">=", ">") or any(s in ("<=", "<") for s in signs)


def _pairs_fit(world: World, total: int, parts: tuple[int, ...]) -> bool:
    """Whether the second numbers of pairs add up as well ("41/44" over "5/5", "6/6" …)."""
    whole = world.numbers[total].of
    if whole is None:
        return True
    wholes = [world.numbers[p].of for p in parts]
    if any(of is None for of in wholes):
        return True
    return whole == sum((of for of in wholes if of is not None), Decimal(0))


def mends(world: World, total: int, parts: tuple[int, ...], gap: Decimal, *, small: bool = True) -> bool:
    """Whether one slip of the pen in one number explains the whole gap; not `small`: none lost a digit below ten.

    Nearly any small gap is what some digit beside another makes.
    """
    numbers = ((total, -gap), *((p, gap) for p in parts))
    ways = [(world.value(n), world.value(n) + by) for n, by in numbers]
    return any(right > 0 and one_slip(value, right) and (small or not value < 10 <= right) for value, right in ways)


def has_nested(world: World, total: int, parts: tuple[int, ...]) -> bool:
    """Whether a figure of a list may be the whole of two or more behind it, and the rest stay below the total.

    "5.200 ha: nông nghiệp 3.900, lúa 60, rừng 3.700, đất ở 30" lists what is in what below it.
    """
    whole, *values = in_one_unit(world, total, parts)
    every = sum(values, Decimal(0))
    runs = (
        (value, sum(values[at + 1 : end], Decimal(0)))
        for at, value in enumerate(values)
        for end in range(at + 3, len(values) + 1)
    )
    return any(below <= value and every - below <= whole for value, below in runs)
