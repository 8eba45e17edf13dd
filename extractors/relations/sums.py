"""Sums of parts to totals: in prose, brackets, bullets and tables, with their admissible readings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

from extractors.ledger.entries import Entry, Group
from extractors.lexicon import phrase_pattern, table, unit_kind
from extractors.lexicon.amounts import alike, money_scale
from extractors.relations.arithmetic import addition, one_slip, shown, slack
from extractors.relations.relation import Reading, Relation, Verdict
from extractors.relations.world import World

_REST = re.compile(r"(?<!\w)(?:khác|còn lại)(?!\w)")
_OPENS = re.compile(r"^(?:riêng|kể cả|chủ yếu|nhất là|trong đó có|bao gồm cả|tăng|giảm|vượt|bình quân|năm \d|cùng kỳ|so với)(?!\w)")


@cache
def _qualities() -> re.Pattern[str]:
    return re.compile(phrase_pattern([row["phrase"] for row in table("qualities.csv")]))


def read_sums(world: World) -> Iterator[Relation]:
    """Yield a relation for each total with parts of its unit."""
    hung = _hang(world)
    for group in world.ledger.groups:
        yield from _of_group(world, group, hung)


def _of_group(world: World, group: Group, hung: dict[int, list[Entry]]) -> Iterator[Relation]:
    """Yield the relations of a group under the parent that reads best: one whose relations hold, else the likeliest."""
    children = hung.get(group.id, [])
    named = [p for p in group.parents if any(_belongs(world, c, world.ledger.entries[p]) for c in children)]
    failing: list[list[Relation]] = []
    reach = 24 if group.openness == "hinted" else 5
    said = _named_totals(world, group)
    if group.named is not None and not said and not named:
        reach = 0 if len(children) < 2 else reach
        group = replace(group, openness="hinted")  # the words name a total that was not found
    for parent_id in list(dict.fromkeys([*said, *named[:1], *group.parents]))[:reach]:
        parent = world.ledger.entries[parent_id]
        found = [
            relation
            for total, parts in _columns_of(world, parent, children, group.span.start if group.kind == "bracket" else None)
            for relation in _relations(world, group, total, parts, hung)
        ]
        if found and not any(r.verdict == "fails" for r in found):
            yield from found
            yield from _further(world, group, parent_id, found, children, hung)
            return
        if found:
            failing.append(found)
    if not failing and group.openness == "closed" and group.parents:
        yield from _whole_list(world, group, children)
    if failing and group.openness != "hinted":
        chosen = min(failing, key=lambda found: (_distance(world, found), failing.index(found)))
        yield from chosen
        yield from _further(world, group, world.measures[chosen[0].total or 0].entry, chosen, children, hung)


def _named_totals(world: World, group: Group) -> list[int]:
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


def _distance(world: World, found: list[Relation]) -> int:
    """Return how far failing relations are from being meant: a total that one slip mends, one above its parts, others."""
    sums = [r for r in found if r.kind == "sum" and r.total is not None and r.verdict != "holds"]
    if any(_mends(world, r.total or 0, r.parts, world.value(r.total or 0) - (r.expected or Decimal(0))) for r in sums):
        return 0
    return 1 if all(world.value(p) <= world.value(r.total or 0) for r in found for p in r.parts) else 2


def _further(
    world: World, group: Group, chosen: int, found: list[Relation], children: list[Entry], hung: dict[int, list[Entry]]
) -> Iterator[Relation]:
    """Yield what the same items say of a sibling total in another unit ("46 hội nghị … với 3.120 lượt người, cụ thể:")."""
    used = {p for r in found for p in r.parts}
    for parent_id in group.parents[:4]:
        parent = world.ledger.entries[parent_id]
        if parent_id == chosen or parent.sentence != world.ledger.entries[chosen].sentence:
            continue
        for total, parts in _columns_of(world, parent, children):
            if used & set(parts) or len(parts) < 2:
                continue
            every = len(parts) * 5 >= len(children) * 4
            for relation in _relations(world, group, total, parts, hung):
                if relation.kind == "sum" and (relation.verdict == "holds" or every):
                    yield relation


def _whole_list(world: World, group: Group, children: list[Entry]) -> Iterator[Relation]:
    """Yield a closed list whose items name things of their own ("09 thiết bị (04 máy tính, 02 máy in …)") if it adds up."""
    parts = [c.quantities[0].number for c in children if not c.predicate and _is_countable(world, c.quantities[0].number)]
    if len(parts) < 2 or any(world.unit(p) in ("%", "") or unit_kind(world.unit(p)) not in ("count", "person", "unknown") for p in parts):
        return
    for quantity in world.ledger.entries[group.parents[0]].quantities:
        if world.numbers[quantity.number].of is None and world.unit(quantity.number) != "%":
            reading = _reading(world, quantity.number, tuple(parts), "mọi mục trong danh sách, kể cả mục ghi đơn vị khác")
            if reading.verdict == "holds":
                yield _sum(world, group, quantity.number, [reading], "closed")
                return


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


def _columns_of(
    world: World, parent: Entry, children: list[Entry], group_start: int | None = None
) -> Iterator[tuple[int, list[int]]]:
    """Yield (total, parts) for each quantity of a parent that has parts of its unit."""
    used: set[int] = set()
    for quantity in parent.quantities:
        unit = world.unit(quantity.number)
        if parent.path:  # cells of one column or row count one thing
            yield quantity.number, [c.quantities[0].number for c in children if _is_countable(world, c.quantities[0].number)]
            return
        if unit in ("", "%") or not _is_countable(world, quantity.number):
            continue
        if children and group_start is not None and world.numbers[quantity.number].span.start > group_start:
            continue  # said after the bracket was closed ("04 trường (…) với 1.432 học sinh")
        parts = []
        for child in children:
            part = _part_of(world, child, unit, used, len(parent.quantities) > 1)
            if part is not None and _same_time(world, quantity.number, part):
                parts.append(part)
        if parts:
            used.update(parts)
            yield quantity.number, parts


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


def _relations(
    world: World, group: Group, total: int, parts: list[int], hung: dict[int, list[Entry]]
) -> Iterator[Relation]:
    """Yield what a group says of one total: a sum, several full partitions in a row, or that parts do not exceed it."""
    paired = [n for n in parts if world.numbers[n].of is not None]
    if paired and (len(paired) < len(parts) or world.numbers[total].of is None):
        return
    openness = _openness(world, group, parts)
    if openness == "open" or (len(parts) < 2 and not (group.kind in ("row", "column") and parts)):
        order = _order(world, total, parts)
        if order is not None:
            yield order
        return
    runs = _partitions(world, total, parts)
    whole = sum((world.value(p) for p in parts), Decimal(0)) == world.value(total)
    if runs and len(runs[0]) < len(parts) and not whole:
        for run in runs:
            yield _sum(world, group, total, [_reading(world, total, run, "một cách chia đủ của tổng")], openness)
        yield from _failed_partition(world, group, total, parts, runs)
        return
    yield _sum(world, group, total, list(_readings(world, group, total, parts, hung)), openness)


def _partitions(world: World, total: int, parts: list[int]) -> list[tuple[int, ...]]:
    """Return the runs of parts that each add up to the total: several ways to divide it, one after the other.

    For totals under 20 a run must end where a stronger mark stands: small sums meet by chance.
    """
    breaks = set(_breaks(world, parts)) | {len(parts)}
    runs: list[tuple[int, ...]] = []
    start = 0
    for end in range(1, len(parts) + 1):
        added = sum((world.value(p) for p in parts[start:end]), Decimal(0))
        if added == world.value(total) and end - start > 1 and (added >= 20 or end in breaks):
            runs.append(tuple(parts[start:end]))
            start = end
    return runs


def _likeliest(world: World, total: int, readings: list[Reading]) -> Reading:
    """Return the failing reading to tell: the first, unless only a shorter one is mended by one slip."""

    def mended(reading: Reading) -> bool:
        gap = world.value(total) - sum((world.value(p) for p in reading.parts), Decimal(0))
        return reading.total == total and _mends(world, total, reading.parts, gap)

    if mended(readings[0]):
        return readings[0]
    return next((r for r in readings if set(r.parts) < set(readings[0].parts) and mended(r)), readings[0])


def _failed_partition(
    world: World, group: Group, total: int, parts: list[int], runs: list[tuple[int, ...]]
) -> Iterator[Relation]:
    """Yield what is left beside full partitions, where a mark sets it off and one slip would make it one, too."""
    done = {p for run in runs for p in run}
    left = tuple(p for p in parts if p not in done)
    at = parts.index(left[0]) if left else 0
    set_off = at in _breaks(world, parts) or at == 0
    gap = world.value(total) - sum((world.value(p) for p in left), Decimal(0))
    if len(left) > 1 and set_off and _mends(world, total, left, gap):
        yield _sum(world, group, total, [_reading(world, total, left, "một cách chia khác của tổng")], "closed")


def _sum(world: World, group: Group, total: int, readings: list[Reading], openness: str) -> Relation:
    best = next((r for r in readings if r.verdict == "holds"), None) or _likeliest(world, total, readings)
    scaled = _scaled(world, total, best.parts)
    gap = scaled[0] - sum(scaled[1:], Decimal(0))
    verdict, certain, missing = _verdict(world, total, best.parts, best, gap, openness)
    chosen = best
    whole = chosen.total if chosen.total is not None else total
    operands = [world.operand(whole, "total"), *(world.operand(p, "part") for p in chosen.parts)]
    return Relation(
        "sum", "layout" if group.kind in ("row", "column") else "cue", whole, chosen.parts, tuple(operands),
        world.unit(total), True if verdict != "undecided" else None, verdict, chosen.arithmetic, tuple(readings), missing,
        sum(_scaled(world, whole, chosen.parts)[1:], Decimal(0)), _scaled(world, whole, chosen.parts)[0], certain,
    )  # fmt: skip


def _openness(world: World, group: Group, parts: list[int]) -> str:
    """Return closed, listed, unknown or open for a group as its cue and the words of its parts say."""
    entries = [world.ledger.entries[world.measures[p].entry] for p in parts]
    labels = [world.words(e.label) for e in entries]
    after = [world.words(q.after) for e in entries for q in e.quantities[:1]]
    words = [f"{a} {b}" for a, b in zip(labels, after, strict=True)]
    if group.kind in ("row", "column"):
        return group.openness
    holds_some = group.kind == "bracket" and labels[0].startswith("có ") or labels[0] == "có" and group.kind == "bracket"
    if words and (holds_some or _OPENS.match(labels[0]) or sum(bool(_qualities().search(w)) for w in words) * 2 > len(words)):
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
    for more in _siblings_after(world, group, total, parts):
        yield _reading(world, total, (*parts, *more), "các mục sau dấu chấm phẩy vẫn thuộc danh sách")
    for candidate in _other_totals(world, group, total, parts):
        yield _reading(world, candidate, tuple(parts), "tổng khác trong cùng đoạn")
    whole_list = [q.number for e in hung.get(group.id, []) if not e.predicate for q in e.quantities[:1]]
    if len(whole_list) > len(parts) and all(world.unit(n) != "%" for n in whole_list):
        yield _reading(world, total, tuple(whole_list), "mọi mục trong danh sách, kể cả mục ghi đơn vị khác")
    carried = _carried_over(world, total)
    if carried is not None:
        yield _reading(world, total, (*parts, carried), "cộng cả số kỳ trước chuyển sang")


def _breaks(world: World, parts: list[int]) -> list[int]:
    """Return where a list may end: before an item that a stronger mark separates or that says another noun."""
    entries = [world.ledger.entries[world.measures[p].entry] for p in parts]
    found = []
    marks = {e.separator for e in entries[1:]}
    for index in range(1, len(entries)):
        stronger = entries[index].separator == ";" and bool(marks & {",", "và"})
        other_noun = world.unit(parts[index]) != world.unit(parts[0]) and world.unit(parts[index - 1]) == world.unit(parts[0])
        if stronger or other_noun or entries[index].sentence != entries[index - 1].sentence:
            found.append(index)
    return found


def _siblings_after(world: World, group: Group, total: int, parts: list[int]) -> Iterator[tuple[int, ...]]:
    """Yield the items that a semicolon parts from a list in the same sentence, one more each time."""
    parent = world.ledger.entries[world.measures[total].entry]
    last = world.measures[parts[-1]].entry
    found: list[int] = []
    for entry in world.ledger.entries[last + 1 : last + 8]:
        if entry.block != group.block or entry.sentence != parent.sentence or entry.group != parent.group:
            continue
        part = _part_of(world, entry, world.unit(total), set(), False)
        if part is None:
            return
        found.append(part)
        yield tuple(found)


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
    scaled = _scaled(world, total, parts)
    values = scaled[1:]
    gap = scaled[0] - sum(values, Decimal(0))
    numbers = [world.numbers[p] for p in parts]
    fits = abs(gap) <= slack(world.numbers[total], numbers) and _pairs_fit(world, total, parts)
    signs = {n.sign for n in (world.numbers[total], *numbers)}
    if not fits and signs != {"="}:
        fits = _fits_loosely(world, total, parts, gap)
    sign = "=" if not gap else "≈" if fits else "≠"
    text = f"{addition(values)} {'' if not gap else f'{sign} {shown(scaled[0])}'}".strip()
    return Reading(text, why, "holds" if fits else "fails", parts, total)


def _scaled(world: World, total: int, parts: tuple[int, ...]) -> list[Decimal]:
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
    scaled = _scaled(world, total, parts)
    values = scaled[1:]
    above = any(v > scaled[0] for v in values)
    if gap < 0 and openness == "some" and not above and not _mends(world, total, parts, gap):
        return "undecided", True, "các phần có thể trùng nhau"
    if gap < 0 or above:
        return "fails", True, None
    if openness == "closed":
        return "fails", True, None
    near = gap * 20 <= world.value(total) or gap < min(values) or _mends(world, total, parts, gap)
    if openness in ("listed", "unknown", "some") and near:
        return "fails", _mends(world, total, parts, gap) and openness == "listed" and gap * 20 > world.value(total), None
    return "undecided", True, "các phần còn lại không được nêu"


def _mends(world: World, total: int, parts: tuple[int, ...], gap: Decimal) -> bool:
    """Whether one slip of the pen in one number explains the whole gap."""
    if one_slip(world.value(total), world.value(total) - gap):
        return True
    return any(one_slip(world.value(p), world.value(p) + gap) for p in parts)


def _order(world: World, total: int, parts: list[int]) -> Relation | None:
    """Return that named parts do not exceed their whole."""
    if not parts:
        return None
    largest = max(parts, key=world.value)
    whole, part = world.numbers[total], world.numbers[largest]
    if part.of is not None:
        return None
    fails = world.value(largest) > world.value(total) and whole.sign == "=" and part.sign in ("=", ">=", ">")
    persons = {unit_kind(world.unit(n)) for n in (total, largest)} == {"person"}
    certain = fails and (world.unit(total) == world.unit(largest) or persons)
    mark = ">" if fails else "≤"
    text = f"{shown(world.value(largest))} {mark} {shown(world.value(total))}"
    operands = (world.operand(total, "whole"), *(world.operand(p, "part") for p in parts))
    verdict: Verdict = "fails" if certain else "undecided" if fails else "holds"
    return Relation("order", "cue", total, tuple(parts), operands, world.unit(total), False, verdict, text,
                    (Reading(text, "phần không lớn hơn tổng", verdict, (largest,), total),),
                    expected=world.value(total), found=world.value(largest))  # fmt: skip


def _pairs_fit(world: World, total: int, parts: tuple[int, ...]) -> bool:
    """Whether the second numbers of pairs add up as well ("41/44" over "5/5", "6/6" …)."""
    whole = world.numbers[total].of
    wholes = [world.numbers[p].of for p in parts]
    if whole is None or any(of is None for of in wholes):
        return True
    return whole == sum((of for of in wholes if of is not None), Decimal(0))
