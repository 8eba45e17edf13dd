"""Which entries stand under which: children of each group, and the quantities of a total with its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.ledger.entries import Entry, Group
from extractors.lexicon.amounts import alike
from extractors.relations.world import World


def hang(world: World) -> dict[int, list[Entry]]:
    """Return the children of each group; a bracket's items move to the list before it where their metric belongs there.

    "trực tiếp 388; trực tuyến 2.028. (bưu chính 33; một phần 1.086; toàn trình 670)": the bracket follows
    "trực tuyến", but "bưu chính" is a sibling of it by the catalogue.
    """
    children = {g.id: [world.ledger.entries[e] for e in g.entries] for g in world.ledger.groups}
    for group in world.ledger.groups:
        if not group.parents or group.kind not in ("bracket", "cue"):
            continue
        parent = world.ledger.entries[group.parents[0]]
        upper = world.group_of(parent)
        if upper is None or not upper.parents:
            continue
        grand = world.ledger.entries[upper.parents[0]]
        for child in list(children[group.id]):
            if belongs(world, child, grand) and not belongs(world, child, parent):
                children[group.id].remove(child)
                children[upper.id].append(child)
    return children


def belongs(world: World, child: Entry, parent: Entry) -> bool:
    """Whether a child's metric is one step below a metric of the parent."""
    above = {m.metric for q in parent.quantities if (m := world.measures.get(q.number)) and m.metric}
    below = {m.metric for q in child.quantities if (m := world.measures.get(q.number)) and m.metric}
    return any(code.rpartition(".")[0] in above for code in below)


def columns_of(
    world: World, parent: Entry, children: list[Entry], group_start: int | None = None
) -> Iterator[tuple[int, list[int]]]:
    """Yield (total, parts) for each quantity of a parent that has parts of its unit."""
    used: set[int] = set()
    for quantity in parent.quantities:
        unit = world.unit(quantity.number)
        if parent.path:  # cells of one column or row count one thing
            yield quantity.number, [c.quantities[0].number for c in children if is_countable(world, c.quantities[0].number)]
            return
        if unit in ("", "%") or not is_countable(world, quantity.number):
            continue
        if children and group_start is not None and world.numbers[quantity.number].span.start > group_start:
            continue  # said after the bracket was closed ("04 trường (…) với 1.432 học sinh")
        parts = []
        for child in children:
            part = part_of(world, child, unit, used, len(parent.quantities) > 1)
            if part is not None and _same_time(world, quantity.number, part):
                parts.append(part)
        if parts:
            used.update(parts)
            yield quantity.number, parts


def is_countable(world: World, number: int) -> bool:
    measure = world.measures[number]
    return not (measure.plan or measure.change) and world.numbers[number].rule not in ("stars",)


def part_of(world: World, child: Entry, unit: str, used: set[int], exact_first: bool) -> int | None:
    """Return the quantity of a child that counts in a unit, the very same unit first."""
    if child.predicate:
        return None
    usable = [q.number for q in child.quantities if q.number not in used and is_countable(world, q.number)]
    same = [n for n in usable if world.unit(n) == unit]
    if same:
        return same[0]
    like = [n for n in usable if alike(world.unit(n), unit)]
    if like and (not exact_first or len(child.quantities) > 1 or like[0] == child.quantities[0].number):
        return like[0]
    return None


def _same_time(world: World, total: int, part: int) -> bool:
    """Whether two figures speak of one time and kind (result or target)."""
    a, b = world.measures[total], world.measures[part]
    table_cells = bool(world.ledger.entries[a.entry].path)
    return table_cells or ((a.period == b.period or a.period is None or b.period is None) and a.target == b.target)


def named_totals(world: World, group: Group) -> list[int]:
    """Return the entries that the words before a cue name, nearest first ("Thư chúc mừng gồm …")."""
    if group.named is None:
        return []
    words = re.sub(r"^(?:riêng|trong số|số|các|tổng số|tổng)\s+", "", world.words(group.named))
    if len(words.split()) < 2:
        return []
    found = []
    for entry in reversed(world.ledger.entries):
        if entry.block > group.block or (entry.block == group.block and entry.span.start >= group.span.start) or entry.path:
            continue
        if group.block - entry.block > 12:
            break
        if any(words in world.measures[q.number].wording.own.replace("# ", "") for q in entry.quantities):
            found.append(entry.id)
    return found
