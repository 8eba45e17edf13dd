"""Sums of parts to totals: in prose, brackets, bullets and tables, with their admissible readings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from extractors.ledger.entries import Entry, Group
from extractors.lexicon import phrase_pattern, table
from extractors.relations.arithmetic import addition, one_slip, shown, slack
from extractors.relations.relation import Reading, Relation, Verdict
from extractors.relations.world import World, alike

_REST = re.compile(r"(?<!\w)(?:khác|còn lại)(?!\w)")
_AFTER_TOTAL = re.compile(r"^(?:như vậy,?\s+)?(?:tổng(?: số| cộng)?|lũy kế|lũy kế tổng|cộng|tổng cộng)(?!\w)")
_OPENS = re.compile(r"^(?:có|riêng|kể cả|chủ yếu|nhất là|trong đó có|bao gồm cả|đạt|tăng|giảm|vượt|bình quân|năm \d|cùng kỳ|so với)(?!\w)")


@cache
def _qualities() -> re.Pattern[str]:
    return re.compile(phrase_pattern([row["phrase"] for row in table("qualities.csv")]))


def read_sums(world: World) -> Iterator[Relation]:
    """Yield a relation for each total with parts of its unit."""
    hung = _hang(world)
    for group in world.ledger.groups:
        children = hung.get(group.id, [])
        for parent, total, parts in _columns(world, group, children):
            relation = _relation(world, group, parent, total, parts, hung)
            if relation is not None:
                yield relation
    yield from _totals_after(world)


# -- which entries stand where ---------------------------------------------------------------------------------


def _hang(world: World) -> dict[int, list[Entry]]:
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
            if _belongs(world, child, grand) and not _belongs(world, child, parent):
                children[group.id].remove(child)
                children[upper.id].append(child)
    return children


def _belongs(world: World, child: Entry, parent: Entry) -> bool:
    """Whether a child's metric is one step below a metric of the parent."""
    above = {m.metric for q in parent.quantities if (m := world.measures.get(q.number)) and m.metric}
    below = {m.metric for q in child.quantities if (m := world.measures.get(q.number)) and m.metric}
    return any(code.rpartition(".")[0] in above for code in below)


def _columns(world: World, group: Group, children: list[Entry]) -> Iterator[tuple[Entry, int, list[int]]]:
    """Yield (parent entry, total, parts) for each quantity of the likeliest parent that has parts of its unit."""
    named = [p for p in group.parents if any(_belongs(world, c, world.ledger.entries[p]) for c in children)]
    for index, parent_id in enumerate(dict.fromkeys([*named[:1], *group.parents])):
        parent = world.ledger.entries[parent_id]
        found = list(_columns_of(world, parent, children))
        if found:
            yield from found
            return
        if index >= 3:
            return


def _columns_of(world: World, parent: Entry, children: list[Entry]) -> Iterator[tuple[Entry, int, list[int]]]:
    used: set[int] = set()
    for quantity in parent.quantities:
        unit = world.unit(quantity.number)
        if unit in ("", "%") or not _is_countable(world, quantity.number):
            continue
        parts = []
        for child in children:
            part = _part_of(world, child, unit, used, len(parent.quantities) > 1)
            if part is not None and _same_time(world, quantity.number, part):
                parts.append(part)
        if parts:
            used.update(parts)
            yield parent, quantity.number, parts


def _is_countable(world: World, number: int) -> bool:
    measure = world.measures[number]
    return not (measure.plan or measure.change) and world.numbers[number].rule not in ("stars",)


def _part_of(world: World, child: Entry, unit: str, used: set[int], exact_first: bool) -> int | None:
    """Return the quantity of a child that counts in a unit, the very same unit first."""
    if child.predicate:
        return None
    usable = [q.number for q in child.quantities if q.number not in used and _is_countable(world, q.number)]
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


# -- the readings ------------------------------------------------------------------------------------------------


def _relation(
    world: World, group: Group, parent: Entry, total: int, parts: list[int], hung: dict[int, list[Entry]]
) -> Relation | None:
    pairs = [n for n in parts if world.numbers[n].of is not None]
    if world.numbers[total].of is not None or (pairs and len(pairs) == len(parts)):
        return None
    openness = _openness(world, group, parts)
    if openness == "open" or len(parts) < 2:
        return _order(world, group, total, parts)
    readings = list(_readings(world, group, total, parts, hung))
    best = next((r for r in readings if r.verdict == "holds"), readings[0])
    gap = world.value(total) - sum((world.value(p) for p in readings[0].parts), Decimal(0))
    verdict, certain, missing = _verdict(world, total, readings[0].parts, best, gap, openness)
    chosen = best if verdict == "holds" else readings[0]
    operands = [world.operand(chosen.total if chosen.total is not None else total, "total")]
    operands += [world.operand(p, "part") for p in chosen.parts]
    return Relation(
        "sum", "layout" if group.kind in ("row", "column") else "cue", chosen.total if chosen.total is not None else total,
        chosen.parts, tuple(operands), world.unit(total), True if verdict != "undecided" else None, verdict,
        chosen.arithmetic, tuple(readings), missing,
        sum((world.value(p) for p in chosen.parts), Decimal(0)), world.value(total), certain,
    )  # fmt: skip


def _openness(world: World, group: Group, parts: list[int]) -> str:
    """Return closed, listed, unknown or open for a group as its cue and the words of its parts say."""
    entries = [world.ledger.entries[world.measures[p].entry] for p in parts]
    labels = [world.words(e.label) for e in entries]
    after = [world.words(q.after) for e in entries for q in e.quantities[:1]]
    words = [f"{a} {b}" for a, b in zip(labels, after, strict=True)]
    if group.kind in ("row", "column"):
        return group.openness
    if words and (_OPENS.match(labels[0]) or sum(bool(_qualities().search(w)) for w in words) * 2 > len(words)):
        return "open"
    if len(words) > 1 and _REST.search(words[-1]):
        return "closed"
    return group.openness


def _readings(
    world: World, group: Group, total: int, parts: list[int], hung: dict[int, list[Entry]]
) -> Iterator[Reading]:
    """Yield the admissible readings of a group, likeliest first; punctuation proposes, arithmetic confirms."""
    yield _reading(world, total, tuple(parts), "mọi phần được nêu")
    for cut_at in _breaks(world, parts):
        if cut_at >= 2:
            yield _reading(world, total, tuple(parts[:cut_at]), "các phần trước dấu ngắt; phần sau thuộc ý khác")
        if len(parts) - cut_at >= 2:
            yield _reading(world, total, tuple(parts[cut_at:]), "các phần sau dấu ngắt là một cách chia khác")
    for other in world.ledger.groups:
        if other.id != group.id and other.parents[:1] == group.parents[:1] and other.block == group.block:
            used: set[int] = set(parts)
            more = [p for e in hung.get(other.id, []) if (p := _part_of(world, e, world.unit(total), used, False)) is not None]
            if more:
                yield _reading(world, total, (*parts, *more), "gộp hai nhóm cùng thuộc một tổng")
    for candidate in _other_totals(world, group, total, parts):
        yield _reading(world, candidate, tuple(parts), "tổng khác trong cùng đoạn")
    carried = _carried_over(world, total)
    if carried is not None:
        yield _reading(world, total, (*parts, carried), "cộng cả số kỳ trước chuyển sang")


def _breaks(world: World, parts: list[int]) -> list[int]:
    """Return where a list may end: before an item that a stronger mark separates or that says another noun."""
    entries = [world.ledger.entries[world.measures[p].entry] for p in parts]
    found = []
    marks = {e.separator for e in entries[1:]}
    for index in range(1, len(entries)):
        stronger = entries[index].separator == ";" and "," in marks
        other_noun = world.unit(parts[index]) != world.unit(parts[0]) and world.unit(parts[index - 1]) == world.unit(parts[0])
        if stronger or other_noun or entries[index].sentence != entries[index - 1].sentence:
            found.append(index)
    return found


def _other_totals(world: World, group: Group, total: int, parts: list[int]) -> Iterator[int]:
    """Yield further totals that a group may belong to: quantities of its other candidate parents, of the same unit."""
    for parent in group.parents[1:6]:
        for quantity in world.ledger.entries[parent].quantities:
            number = quantity.number
            if number not in parts and number != total and alike(world.unit(number), world.unit(total)):
                if world.numbers[number].of is None and _is_countable(world, number):
                    yield number


def _carried_over(world: World, total: int) -> int | None:
    entry = world.ledger.entries[world.measures[total].entry]
    for number, measure in world.measures.items():
        other = world.ledger.entries[measure.entry]
        if measure.metric == "dossiers.carried_over" and other.block == entry.block and number != total:
            return number
    return None


def _reading(world: World, total: int, parts: tuple[int, ...], why: str) -> Reading:
    values = [world.value(p) for p in parts]
    gap = world.value(total) - sum(values, Decimal(0))
    numbers = [world.numbers[p] for p in parts]
    fits = abs(gap) <= slack(world.numbers[total], numbers)
    signs = {n.sign for n in (world.numbers[total], *numbers)}
    if not fits and signs != {"="}:
        fits = _fits_loosely(world, total, parts, gap)
    sign = "=" if not gap else "≈" if fits else "≠"
    text = f"{addition(values)} {'' if not gap else f'{sign} {shown(world.value(total))}'}".strip()
    return Reading(text, why, "holds" if fits else "fails", parts, total)


def _fits_loosely(world: World, total: int, parts: tuple[int, ...], gap: Decimal) -> bool:
    """Whether qualifiers leave room: "trên" parts may add to less, "gần" within a twentieth."""
    whole = world.numbers[total]
    signs = [world.numbers[p].sign for p in parts]
    if abs(gap) <= abs(world.value(total)) / 20:
        return True
    if gap > 0:  # parts short of the total
        return whole.sign in ("<=", "<") or any(s in (">=", ">") for s in signs)
    return whole.sign in (">=", ">") or any(s in ("<=", "<") for s in signs)


def _verdict(
    world: World, total: int, parts: tuple[int, ...], best: Reading, gap: Decimal, openness: str
) -> tuple[Verdict, bool, str | None]:
    """Return verdict, whether a failure is certain, and what is missing.

    Parts above the total always fail. In a list that is expected to be whole ("trong đó" with two parts or
    more) a small gap fails but asks only; a large one may be parts that were not named.
    """
    if best.verdict == "holds":
        return "holds", True, None
    values = [world.value(p) for p in parts]
    if gap < 0 or any(v > world.value(total) for v in values):
        return "fails", True, None
    if openness == "closed":
        return "fails", True, None
    near = gap * 20 <= world.value(total) or gap < min(values) or _mends(world, total, parts, gap)
    if openness in ("listed", "unknown") and near:
        return "fails", _mends(world, total, parts, gap) and openness == "listed" and gap * 20 > world.value(total), None
    return "undecided", True, "các phần còn lại không được nêu"


def _mends(world: World, total: int, parts: tuple[int, ...], gap: Decimal) -> bool:
    """Whether one slip of the pen in one number explains the whole gap."""
    if one_slip(world.value(total), world.value(total) - gap):
        return True
    return any(one_slip(world.value(p), world.value(p) + gap) for p in parts)


def _order(world: World, group: Group, total: int, parts: list[int]) -> Relation | None:
    """Return that named parts do not exceed their whole."""
    if not parts:
        return None
    largest = max(parts, key=world.value)
    whole, part = world.numbers[total], world.numbers[largest]
    if part.of is not None:
        return None
    fails = world.value(largest) > world.value(total) and whole.sign == "=" and part.sign in ("=", ">=", ">")
    certain = fails and world.unit(total) == world.unit(largest)
    mark = ">" if fails else "≤"
    text = f"{shown(world.value(largest))} {mark} {shown(world.value(total))}"
    operands = (world.operand(total, "whole"), *(world.operand(p, "part") for p in parts))
    verdict: Verdict = "fails" if certain else "undecided" if fails else "holds"
    return Relation("order", "cue", total, tuple(parts), operands, world.unit(total), False, verdict, text,
                    (Reading(text, "phần không lớn hơn tổng", verdict, (largest,), total),),
                    expected=world.value(total), found=world.value(largest))  # fmt: skip


# -- a total after its parts ---------------------------------------------------------------------------------------


def _totals_after(world: World) -> Iterator[Relation]:
    """Yield sums whose total comes last: "tiếp nhận mới 120, kỳ trước chuyển sang 8, tổng cộng 128"."""
    by_sentence: dict[tuple[int, int, int | None], list[Entry]] = {}
    for entry in world.ledger.entries:
        if not entry.path:
            by_sentence.setdefault((entry.block, entry.sentence, entry.group), []).append(entry)
    for entries in by_sentence.values():
        for index, entry in enumerate(entries):
            if index < 2 or not _AFTER_TOTAL.match(world.words(entry.label)):
                continue
            total = entry.quantities[0].number
            before = [e for e in entries[:index] if not _AFTER_TOTAL.match(world.words(e.label))]
            parts = [n for e in before if (n := _part_of(world, e, world.unit(total), set(), False)) is not None]
            parts = [p for p in parts if _same_time(world, total, p)]
            if len(parts) > 1 and _is_countable(world, total):
                reading = _reading(world, total, tuple(parts), "tổng nêu sau các phần")
                yield Relation(
                    "sum", "cue", total, tuple(parts),
                    (world.operand(total, "total"), *(world.operand(p, "part") for p in parts)), world.unit(total),
                    True if reading.verdict == "holds" else None,
                    "holds" if reading.verdict == "holds" else "undecided", reading.arithmetic, (reading,),
                    None if reading.verdict == "holds" else "có thể còn phần nêu ở chỗ khác",
                    sum((world.value(p) for p in parts), Decimal(0)), world.value(total),
                )  # fmt: skip
