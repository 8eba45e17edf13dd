"""Where a list of parts ends: at an item of something else, or at the semicolon before a cue that divides the whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.ledger.entries import Entry, Group
from extractors.relations.world import World


def is_ended(world: World, group: Group, parent: int) -> bool:
    """Return whether a figure is of a list between commas that a semicolon ended before "trong đó".

    "43 ủy viên, gồm 29 nam và 14 nữ; trong đó có 04 người có đạo": 4 of all.
    """
    entry = world.ledger.entries[parent]
    own = world.group_of(entry)
    cued = group.kind == "cue" and group.cue.startswith("trong") and entry.block == group.block
    if not cued or own is None or own.kind == "bracket" or entry.path:
        return False
    if world.folded[: group.span.start].rstrip()[-1:] != ";":
        return False
    before = [e for e in map(world.ledger.entries.__getitem__, own.entries) if e.span.start < group.span.start]
    return len(before) > 1 and all(e.separator != ";" for e in before)


def is_behind_names(world: World, group: Group, first: Entry) -> bool:
    """Return whether a list names things between commas and a semicolon parts its first figure from them.

    "05 giải, gồm: bóng đá, cầu lông, bơi; tham gia 07 giải cấp tỉnh": the 07 are none of the 05.
    """
    if group.kind == "bracket" or first.path or first.block != group.block:
        return False
    names, parted, _ = world.folded[group.span.start : world.numbers[first.quantities[0].number].span.start].rpartition(
        ";"
    )
    return bool(parted) and names.count(",") > 1 and not any(mark.isdigit() for mark in names)


def end_of_list(world: World, group: Group, parts: list[int]) -> int:
    """Return how many parts come before an item between semicolons that has figures, but none of them a part.

    "118 khai sinh, trong đó nữ 55; kết hôn 64 cặp; khai tử 66 trường hợp": what comes behind is of something else.
    """
    homes = [world.measures[part].entry for part in parts]
    items: list[list[int]] = [[]]
    for entry in group.entries:
        if world.ledger.entries[entry].separator == ";" and items[-1]:
            items.append([])
        items[-1].append(entry)
    strange = next((item[0] for item in items if not set(homes) & set(item) and item[0] > homes[0]), None)
    return len(parts) if strange is None else sum(home < strange for home in homes)


def first_run(world: World, total: int, parts: Sequence[int]) -> int:
    """Return how many parts come before a semicolon behind commas, where those make the total by themselves.

    "114 hộ, trong đó 45 hộ được vay vốn, 69 hộ được hỗ trợ giống; 45 hộ thoát nghèo".
    """
    marks = [world.entry_of(part).separator for part in parts]
    stop = next((at for at, mark in enumerate(marks) if at > 1 and mark == ";"), len(parts))
    first, others = (sum((world.value(p) for p in some), Decimal(0)) for some in (parts[:stop], parts[stop:]))
    # what follows may divide the total once more
    alone = len(parts) - stop == 1 and first == world.value(total) != others
    return stop if alone and ";" not in marks[1:stop] else len(parts)


def next_of_rank(world: World, total: int, parts: Sequence[int]) -> int:
    """Return how many parts come before what a semicolon sets beside the total, begun with the same word.

    "Đàn bò 904 con, trong đó bò sữa 180 con; đàn heo 1.680 con, heo nái 280 con".
    """
    head = world.words(world.entry_of(total).label).split()[:1]
    entries = [world.entry_of(part) for part in parts]
    heads = [world.words(entry.label).split()[:1] or [""] for entry in entries]
    beside = (
        at
        for at, entry in enumerate(entries)
        if at and entry.separator == ";" and heads[0] != head and heads[at] == head
    )
    return next(beside, len(parts))
