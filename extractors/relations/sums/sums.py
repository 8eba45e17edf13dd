"""Sums of parts to totals: in prose, brackets, bullets and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from extractors.document import Span
from extractors.ledger.entries import Entry, Group
from extractors.lexicon import unit_kind
from extractors.relations.relation import Relation
from extractors.relations.shares.side_by_side import side_by_side
from extractors.relations.sums.carried import carried, in_sentence_of, is_nearest, names_part
from extractors.relations.sums.closings import ANY_THING
from extractors.relations.sums.hanging import (
    columns_of,
    countable_firsts,
    hang,
    is_outgrown,
    metrics_above,
    metrics_of,
    named_totals,
)
from extractors.relations.sums.list_ends import end_of_list, first_run, is_behind_names, is_ended, next_of_rank
from extractors.relations.sums.openness import openness_of
from extractors.relations.sums.part_orders import read_order
from extractors.relations.sums.partitions import failed_partition, partitions
from extractors.relations.sums.readings import mends, read_sum, readings_of, told_twice
from extractors.relations.sums.sum_verdicts import make_sum
from extractors.relations.sums.totals_after import AFTER_TOTAL
from extractors.relations.world import World

#: "kế hoạch khám cho 950 người đã vượt: khám được 984 người" tells of a plan and what became of it
_OF_PLAN = re.compile(
    r"(?<!\w)(?:kế hoạch|chỉ tiêu|dự toán)(?!\w).*(?<!\w)(?:vượt|đạt|hoàn thành|thực hiện|xong|hụt)"
    r"(?: [^\W\d]+){0,2}\s*:?$"
)
#: the least total that two items joined by "và" may contradict by a slip
_TELLING = 20
_TO_A_HUNDRED = re.compile(r"\s?/\s?10{2,5}(?!\d)")
_MEAN = re.compile(r"(?<!\w)(?:bình quân|trung bình)(?!\w)")
_BESIDE = re.compile(r"(?:,\s*)?(?:với|cùng với|kèm)(?!\w)")
_IN_TURN = "các mục cùng tên trong một danh sách xen kẽ"
#: what there is with those just told of ("thêm 14 xã: …, đưa tổng số xã đạt chuẩn lên 44 xã")
_RAISES = re.compile(r"(?<!\w)(?:đưa|nâng) (?:tổng )?số (?:[^\W\d]+ ){0,8}lên(?: đến| tới| thành)?$")
_THAT_IS = re.compile(
    r"(?:(?:toàn|cả) (?:xã|phường|thị trấn|huyện|tỉnh|trường|thôn)"
    r"|đó là|tức(?: là)?|nghĩa là|như vậy|vậy là|thành ra|là)(?!\w)"
)


def read_sums(world: World) -> Iterator[Relation]:
    """Yield a relation for each total with parts of its unit."""
    hung = hang(world)
    for group in world.ledger.groups:
        turns = side_by_side(world, group, hung.get(group.id, []))
        if turns is None:
            yield from _of_group(world, group, hung)
        for total, parts in turns or ():
            yield make_sum(world, group, total, [read_sum(world, total, parts, _IN_TURN)], group.openness)


def _of_group(world: World, group: Group, hung: dict[int, list[Entry]]) -> Iterator[Relation]:
    """Yield the relations of a group under the parent that reads best: one whose relations hold, else the likeliest."""
    children = hung.get(group.id, [])
    if group.kind in ("bracket", "cue", "colon"):  # "07 thư xin lỗi (tổng cộng 126)" says all, no part
        first_says_all = bool(children) and _says_all(world, children[0])
        first_says_all = first_says_all or (bool(children) and is_behind_names(world, group, children[0]))
        children = [] if first_says_all else [child for child in children if not _says_all(world, child)]
    group, parents = _parents(world, group, children)
    start = group.span.start if group.kind == "bracket" else None
    failing: list[list[Relation]] = []
    summed = False
    for parent in parents:
        columns = columns_of(world, world.ledger.entries[parent], children, start)
        found = [r for total, parts in columns for r in _relations(world, group, total, parts, hung)]
        outgrown = any(r.total is not None and is_outgrown(world, group, r.total, r.parts) for r in found)
        # that parts do not exceed another figure does not excuse a sum that fails
        adds_up = not summed or any(r.kind == "sum" and r.verdict == "holds" for r in found)
        summed = summed or any(r.kind == "sum" and r.verdict == "fails" for r in found)
        adds_up = adds_up and (not failing or any(r.verdict == "holds" for r in found))  # what is open excuses nothing
        if found and adds_up and not any(r.verdict == "fails" for r in found):
            yield from found
            if len(children) > 1 and all(r.kind == "order" for r in found):
                yield from _whole_list(world, group, children)
            yield from _further(world, group, parent, found, hung)
            return
        if found and not _is_across(world, group, found):
            failing.append(found)
        if outgrown:
            break
    if failing and group.openness != "hinted":
        chosen = min(failing, key=lambda found: _distance(world, found))
        if not in_sentence_of(world, group, chosen):
            chosen = [r for r in (carried(world, group, r) for r in chosen) if r is not None]
        if not chosen:
            return
        yield from chosen
        yield from _further(world, group, world.measures[chosen[0].total or 0].entry, chosen, hung)
    elif failing:
        yield from _asked(world, failing)
    elif group.parents:
        yield from _whole_list(world, group, children)


def _is_across(world: World, group: Group, found: list[Relation]) -> bool:
    """Whether a semicolon stands between a bracket and the total that it would divide: it hangs on what is nearer.

    "Việc cũ 41, việc mới 44; đoàn đông người 18 đoàn (cũ 10 việc, mới 8 việc)" divides the groups of people.
    """
    start = group.span.start
    ends = [world.numbers[r.total].end for r in found if r.total is not None]
    return group.kind == "bracket" and any(";" in world.folded[end:start] for end in ends)


def _says_all(world: World, child: Entry) -> bool:
    """Whether an item is what all before it come to ("…, Mặt trận 06: đó là 25 thành viên", "Zalo 08: 23 phản ánh")."""
    label = world.words(child.label)
    if AFTER_TOTAL.match(label) or _THAT_IS.match(label) or _RAISES.search(label):
        return True
    group = world.group_of(child)
    first = group is not None and group.kind == "colon" and group.entries[:1] == (child.id,)
    bare = not label and not world.words(child.quantities[0].after)
    return (
        first
        and bare
        and any(
            world.value(q.number) < world.value(child.quantities[0].number)
            for parent in (group.parents[:1] if group is not None else ())
            for q in world.ledger.entries[parent].quantities
        )
    )


def _asked(world: World, failing: list[list[Relation]]) -> Iterator[Relation]:
    """Yield the first sum of three parts or more under words that only hint at it, if one slip would mend it."""
    for found in failing:
        if len(found) == 1 and len(found[0].parts) > 2 and _distance(world, found) == 0:
            yield replace(found[0], certain=False)
            return


def _parents(world: World, group: Group, children: list[Entry]) -> tuple[Group, list[int]]:
    """Return a group, only hinted where its words name a total that was not found, and its parents to try in order."""
    codes = {code for child in children for code in metrics_above(world, child)}
    parents = group.parents if codes else ()
    by_metric = [p for p in parents if not codes.isdisjoint(metrics_of(world, world.ledger.entries[p]))]
    said = named_totals(world, group)
    reach = 24 if group.openness == "hinted" else 5
    if group.named is not None and not said and not by_metric:
        reach = 0 if len(children) < 2 else reach
        group = replace(group, openness="hinted")
    above = [p for p in group.parents if not is_ended(world, group, p)] or group.parents
    return group, list(dict.fromkeys([*said, *by_metric[:1], *above]))[:reach]


def _distance(world: World, found: list[Relation]) -> int:
    """Return how far failing relations are from being meant: a total that one slip mends 0, one above its parts 1."""
    sums = [(r, r.total) for r in found if r.kind == "sum" and r.total is not None and r.verdict != "holds"]
    if any(mends(world, total, r.parts, world.value(total) - (r.expected or Decimal(0))) for r, total in sums):
        return 0
    return 1 if all(world.value(p) <= world.value(r.total or 0) for r in found for p in r.parts) else 2


def _further(
    world: World, group: Group, chosen: int, found: list[Relation], hung: dict[int, list[Entry]]
) -> Iterator[Relation]:
    """Yield what the same items say of a sibling total in another unit ("46 hội nghị … với 3.120 lượt người, gồm")."""
    children = hung.get(group.id, [])
    used = {p for r in found for p in r.parts}
    for parent_id in group.parents[:4]:
        parent = world.ledger.entries[parent_id]
        if parent_id == chosen or parent.sentence != world.ledger.entries[chosen].sentence:
            continue
        for total, parts in columns_of(world, parent, children):
            if used & set(parts) or len(parts) < 2:
                continue
            every = len(parts) * 5 >= _items(world, children) * 4
            for relation in _relations(world, group, total, parts, hung):
                if relation.kind == "sum" and (relation.verdict == "holds" or every):
                    yield relation


def _items(world: World, children: list[Entry]) -> int:
    """Return how many items children make: bullets, else what semicolons part, else each child or each two of them.

    "09 chi bộ ấp với 231 đảng viên, 03 chi bộ trường với 58 đảng viên" are two.
    """
    units = [world.unit(child.quantities[0].number) for child in children]
    if len(units) > 2 and len(set(units)) == 2 and len(set(units[::2])) == len(set(units[1::2])) == 1:
        return (len(units) + 1) // 2
    bullets = len({child.block for child in children})
    marks = sum(child.separator == ";" for child in children)
    return bullets if bullets > 1 else marks + 1 if marks else len(children)


def _joined(world: World, children: list[Entry]) -> int:
    """Return where items end of which "và" joins the last: words before a figure there tell of something else.

    "23 cơ quan, gồm 10 phòng và 13 phường, ghi nhận 9 trường hợp đi muộn".
    """
    led = [bool(world.words(child.label)) for child in children]
    ends = (
        at for at in range(2, len(children)) if children[at - 1].separator == "và" and children[at].separator == ","
    )
    return next((at for at in ends if led[at] and not any(led[:at])), len(children))


def _whole_list(world: World, group: Group, children: list[Entry]) -> Iterator[Relation]:
    """Yield a list whose items name things of their own ("09 thiết bị (04 máy, 05 bàn)") if it adds up.

    What stands beside all items ("… và 19 chi bộ, với 5.873 đảng viên") is none.
    """
    beside = next((at for at, child in enumerate(children) if _BESIDE.match(world.words(child.label))), len(children))
    beside = min(beside, _joined(world, children))
    parts = countable_firsts(world, [child for child in children[:beside] if not child.predicate])
    units = {world.unit(p) for p in parts}
    openness = openness_of(world, group, parts) if len(parts) > 1 else "open"
    if openness not in ("closed", "listed"):
        return
    if "" in units or any(unit_kind(unit) not in ("count", "person", "unknown") for unit in units):
        return
    why = "mọi mục trong danh sách, kể cả mục ghi đơn vị khác"
    for total in (q.number for q in world.ledger.entries[group.parents[0]].quantities):
        if world.numbers[total].of is None and world.unit(total) != "%":
            # "33 cơ quan, gồm 12 phòng và 21 phường, phát hiện 5 trường hợp vi phạm": the list ends where it adds up
            runs = (tuple(parts[:end]) for end in range(len(parts), 1, -1))
            readings = [read_sum(world, total, run, why) for run in runs]
            reading = next((r for r in readings if r.verdict == "holds"), readings[0])
            gap = world.value(total) - sum((world.value(p) for p in parts), Decimal(0))
            every = openness == "closed" or world.unit(total) in ANY_THING
            joined = len(parts) == 2 and beside < len(children) and world.value(total) >= _TELLING
            slipped = every and (len(parts) > 2 or joined) and mends(world, total, tuple(parts), gap)
            slipped = slipped and not world.measures[total].change  # "giảm 18 lượt. Về nội dung: …"
            if reading.verdict == "holds" or slipped:
                relation = make_sum(world, group, total, [reading], "closed")
                yield replace(relation, certain=relation.verdict == "holds")
                return


def _relations(
    world: World, group: Group, total: int, parts: list[int], hung: dict[int, list[Entry]]
) -> Iterator[Relation]:
    """Yield what a group says of one total: a sum, several full partitions in a row, or that parts do not exceed it."""
    planned = group.kind == "colon" and _OF_PLAN.search(_words_to(world, total, group))
    to_a_hundred = _TO_A_HUNDRED.match(world.folded, world.numbers[total].end)  # "108,7 bé trai/100 bé gái (699 …"
    # "thu nhập bình quân 52 triệu đồng, cao nhất là 61 triệu đồng"
    mean = group.openness == "open" and _MEAN.search(world.words(world.entry_of(total).label))
    if planned or to_a_hundred or mean:
        return
    paired = [n for n in parts if world.numbers[n].of is not None]
    in_table = bool(world.entry_of(total).path)
    if paired and not in_table and (len(paired) < len(parts) or world.numbers[total].of is None):
        return
    if len(parts) == 1 and in_table and world.value(parts[0]) == world.value(total):
        return  # the only part that is no dash says nothing but its total again
    if group.openness != "closed" and not in_table:
        parts = parts[: end_of_list(world, group, parts)]
    if not in_table:
        parts = parts[: first_run(world, total, parts)]
        parts = parts[: next_of_rank(world, total, parts)]
    openness = openness_of(world, group, parts)
    alone = len(parts) < 2 and group.kind not in ("row", "column")
    if openness == "open" or alone or not parts:
        order = read_order(world, total, parts) if is_nearest(world, group, total) else None
        if order is not None and (order.verdict != "fails" or names_part(world, group, parts)):
            yield order
        return
    runs = [] if group.kind in ("row", "column") else partitions(world, total, parts)
    whole = sum((world.value(p) for p in parts), Decimal(0)) == world.value(total)
    left = [p for p in parts if all(p not in run for run in runs)]
    if runs and not whole and not told_twice(world, [p for run in runs for p in run], left):
        for run in runs:
            yield make_sum(world, group, total, [read_sum(world, total, run, "một cách chia đủ của tổng")], openness)
        yield from failed_partition(world, group, total, parts, runs)
        return
    yield make_sum(world, group, total, list(readings_of(world, group, total, parts, hung)), openness)


def _words_to(world: World, total: int, group: Group) -> str:
    """Return the words from the entry of a total to the cue of its group."""
    entry = world.entry_of(total)
    return world.words(Span(entry.span.start, max(entry.span.start, group.span.start)))
