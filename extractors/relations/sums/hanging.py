"""Which entries stand under which: children of each group, and the quantities of a total with its parts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from extractors.ledger.entries import Entry, Group
from extractors.lexicon import unit_kind
from extractors.lexicon.amounts import alike
from extractors.relations.arithmetic import share_fits
from extractors.relations.world import World

_OUTSIDE = re.compile(
    r"(?:ngoài ra|bên cạnh đó|cùng với đó|đồng thời|có thêm(?= \d|$)|(?:không|chưa) (?:kể|tính|bao gồm))(?!\w)"
)
#: the second of a list told in turn
_NEXT = re.compile(r"(?:(?:kế|tiếp) (?:đến|theo|sau)|rồi đến|sau đó)(?!\w)")
_AMONG_NAMED = re.compile(r"trong (?:tổng )?số (?P<named>[^.,;:()\d]{2,40}?)(?=\s*:|,|\s+(?:có|thì)\s+\d)")
#: what was done besides: the clause goes on with work of its own
_ACTS = re.compile(
    r"(?:đã |tự |cũng )?(?:tiếp nhận|rà soát|ban hành|tổ chức|thành lập|kiểm tra|phát hành|thực hiện|triển khai"
    r"|tham gia|phối hợp|thẩm định|nhân rộng|tư vấn|vận động|trao|tặng|hỗ trợ|duy trì|nâng cấp|đào tạo|bồi dưỡng|góp ý"
    r"|tham mưu|khởi công|huy động|khen thưởng|tuyên truyền|cử(?! tri)|mở(?! rộng)|bố trí|tiếp|cấp phát|lắp đặt)(?!\w)"
)
_COMPARED = re.compile(
    r"(?:cùng kỳ|so với|năm (?:trước|ngoái)|(?:năm|khi|hồi|lúc|kỳ|tháng|quý) (?:đó|ấy)|trước đây"
    r"|(?:đầu|cuối) (?:kỳ|năm|tháng|quý)|lũy kế|(?:cả )?giai đoạn|nhiệm kỳ|từ (?:đầu )?năm|cả năm)(?!\w)"
)


def hang(world: World) -> dict[int, list[Entry]]:
    """Return the children of each group; a bracket's items move to the list before it where their metric belongs.

    "trực tiếp 512; trực tuyến 940. (bưu chính 41; một phần 610; toàn trình 330)": the bracket follows
    "trực tuyến", but "bưu chính" is a sibling of it by the catalogue.
    """
    children = {g.id: _inside(world, [world.ledger.entries[e] for e in g.entries]) for g in world.ledger.groups}
    for group in world.ledger.groups:
        if not group.parents or group.kind not in ("bracket", "cue"):
            continue
        children[group.id] = _without_siblings(world, group, children[group.id])
        parent = world.ledger.entries[group.parents[0]]
        upper = world.group_of(parent)
        if upper is None or not upper.parents:
            continue
        grand = world.ledger.entries[upper.parents[0]]
        for child in list(children[group.id]):
            if belongs(world, child, grand) and not belongs(world, child, parent):
                children[group.id].remove(child)
                children[upper.id].append(child)
        for child in _by_share(world, group, parent, children):
            children[upper.id].remove(child)
            children[group.id].append(child)
    return children


def _without_siblings(world: World, group: Group, children: list[Entry]) -> list[Entry]:
    """Return the items under a cue up to one too large for a part, which a semicolon and the same cue set beside all.

    "Đất lúa 240 ha, trong đó bỏ hoang 12 ha; đất vườn 310 ha, trong đó …": the second is no part of the first, nor is
    what is told in turn before any item of the list.
    """
    whole = world.ledger.entries[group.parents[0]].quantities[0].number
    opening = world.opening if group.kind == "cue" else ()
    if whole not in world.measures or (children and children[0].id in opening):
        return children
    inside = False
    for at, child in enumerate(children):
        first = child.quantities[0].number
        like = alike(world.unit(first), world.unit(whole))
        if not inside and child.separator == ";" and _NEXT.match(world.words(child.span)):
            return children[:at]
        inside = inside or like
        acts = group.kind == "cue" and [bool(_ACTS.match(world.words(one.span))) for one in (children[0], child)]
        if at and child.separator == ";" and acts == [False, True]:
            return children[:at]  # "41 hợp tác xã, trong đó 33 về nông nghiệp; thành lập mới 05" goes on
        if at and child.separator == ";" and _counts_turns(world, whole, first):
            return children[:at]  # "06 biên chế, trong đó 04 thanh tra viên; 05 lượt người đi học"
        if at and child.separator == ";" and child.id in opening and like and world.value(first) > world.value(whole):
            return children[:at]
    return children


def _counts_turns(world: World, whole: int, part: int) -> bool:
    """Whether a figure counts how often, and the whole before it how many persons there are."""
    heads = unit_kind(world.unit(whole)) == "person" and not world.unit(whole).startswith("lượt")
    return heads and world.unit(part).startswith("lượt")


def _by_share(world: World, group: Group, parent: Entry, children: Mapping[int, Sequence[Entry]]) -> list[Entry]:
    """Return the items behind a list that its own total is divided into, as the shares that they print say.

    "trong đó đã xử lý 175, trong đó có 136 sớm, chiếm 78%; có 32 đúng hạn, chiếm 18%": all are shares of the 175.
    """
    upper = world.group_of(parent)
    inside = children[group.id]
    if upper is None or group.kind != "cue" or not inside or not _are_shares(world, inside, parent):
        return []
    behind = takewhile(lambda e: e.block == group.block, (e for e in children[upper.id] if e.id > inside[-1].id))
    found = takewhile(lambda e: e.separator in (";", "và", ",") and not e.predicate, behind)
    return [entry for entry in found if _are_shares(world, [entry], parent)]


def _are_shares(world: World, entries: Sequence[Entry], parent: Entry) -> bool:
    """Whether the first figure of each entry prints the share that it is of the first of another."""
    whole = parent.quantities[0].number
    return all(
        any(
            alike(world.unit(q.number), world.unit(whole))
            and share_fits(world.value(q.number), world.value(whole), world.numbers[share])
            for q in entry.quantities[:1]
            for share in q.shares
        )
        for entry in entries
    )


def _inside(world: World, entries: list[Entry]) -> list[Entry]:
    """Return the entries of a list without those that are said to be no part of it ("ngoài ra có 06 nhân viên …").

    What is named so holds to the end of its paragraph; an item of its own line is a part, whatever it opens with.
    """
    found: list[Entry] = []
    outside = -1
    for at, entry in enumerate(entries):
        goes_on = at > 0 and entry.block == entries[at - 1].block
        if goes_on and _OUTSIDE.match(world.words(entry.span)):
            outside = entry.block
        if entry.block != outside:
            found.append(entry)
    return found


def belongs(world: World, child: Entry, parent: Entry) -> bool:
    """Whether a child's metric is one step below a metric of the parent."""
    return not metrics_above(world, child).isdisjoint(metrics_of(world, parent))


def metrics_of(world: World, entry: Entry) -> set[str]:
    """Return the metrics that an entry tells."""
    return {m.metric for q in entry.quantities if (m := world.measures.get(q.number)) and m.metric}


def metrics_above(world: World, entry: Entry) -> set[str]:
    """Return the metrics one step above those that an entry tells."""
    return {code.rpartition(".")[0] for code in metrics_of(world, entry)}


def columns_of(
    world: World, parent: Entry, children: list[Entry], group_start: int | None = None
) -> Iterator[tuple[int, list[int]]]:
    """Yield (total, parts) for each quantity of a parent that has parts of its unit."""
    used: set[int] = set()
    group = world.group_of(children[0]) if children else None
    beside = [world.ledger.entries[p] for p in (group.parents[:4] if group is not None else ())]
    others = {
        world.unit(q.number)
        for e in beside
        if e.sentence == parent.sentence
        for q in e.quantities
        if is_countable(world, q.number) and unit_kind(world.unit(q.number)) != "person"
    }
    for quantity in parent.quantities:
        unit = world.unit(quantity.number)
        if parent.path:  # cells of one column or row count one thing
            yield quantity.number, countable_firsts(world, children)
            return
        # "giảm 06 người (chết 05, chuyển đi 01)": what a bracket lists may make up a change
        changed = group_start is not None and world.measures[quantity.number].change
        if unit in ("", "%") or not (changed or is_countable(world, quantity.number)):
            continue
        if children and group_start is not None and world.numbers[quantity.number].span.start > group_start:
            continue  # said after the bracket was closed ("04 trường (…) với 1.432 học sinh")
        exact_first = len(parent.quantities) > 1
        like = (part_of(world, child, unit, used, exact_first=exact_first) for child in children)
        parts = [part for part in like if part is not None and _same_time(world, quantity.number, part)]
        if changed:  # "giảm 12 lượt (năm 2021 tiếp 31 lượt)": what was then makes up no change
            parts = [part for part in parts if world.measures[part].period is None]
        # "22 tập thể, 68 cá nhân, trong đó …": each unit has parts of its own
        nearest = bool(group and group.parents[:1] == (parent.id,))  # "1.865 lượt người, trong đó nữ 856 lượt"
        own = {unit.partition(" ")[0]} if nearest else set()
        parts = [part for part in parts if world.unit(part) == unit or world.numbers[part].unit not in others - own]
        if parts:
            used.update(parts)
            yield quantity.number, parts


def is_countable(world: World, number: int) -> bool:
    """Whether a figure counts things: no change, no share of a plan, no grade in stars."""
    measure = world.measures[number]
    return not (measure.plan or measure.change) and world.numbers[number].rule != "stars"


def countable_firsts(world: World, entries: Iterable[Entry]) -> list[int]:
    """Return the first figure of each entry where it counts things."""
    return [e.quantities[0].number for e in entries if is_countable(world, e.quantities[0].number)]


def part_of(
    world: World, child: Entry, unit: str, used: Collection[int] = (), *, exact_first: bool = False
) -> int | None:
    """Return the quantity of a child that counts in a unit, the very same unit first; those `used` are left out.

    With `exact_first` a like unit counts only where the child states it first, or states several.
    """
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
    """Whether two figures speak of one time and kind; the parts of a target need not say so again."""
    a, b = world.measures[total], world.measures[part]
    table_cells = bool(world.ledger.entries[a.entry].path)
    if not table_cells and _COMPARED.match(world.words(world.ledger.entries[b.entry].span)):
        return False
    return table_cells or (
        (a.period == b.period or a.period is None or b.period is None) and (a.target or not b.target)
    )


def named_totals(world: World, group: Group) -> list[int]:
    """Return the entries that the words before a cue name, nearest first ("Thư chúc mừng gồm …")."""
    told = world.words(group.named) if group.named is not None else _named_whole(world, group)
    words = re.sub(r"^(?:riêng|trong số|số|các|tổng số|tổng)\s+", "", told)
    if len(words.split()) < 2:
        return []
    return [
        entry.id for entry in _before(world, group) if any(_names(world, words, q.number) for q in entry.quantities)
    ]


def _named_whole(world: World, group: Group) -> str:
    """Return what a cue itself names ("Trong số thư chúc mừng có 17 thư …")."""
    found = _AMONG_NAMED.match(world.folded, group.span.start)
    return found["named"] if found is not None and group.cue == "trong số đó" else ""


def _names(world: World, words: str, number: int) -> bool:
    """Whether words name a figure, its unit before or after ("đơn đủ điều kiện" and "đủ điều kiện 88 đơn")."""
    own = world.measures[number].wording.own
    bare = words.removeprefix(f"{world.unit(number)} ")
    return words in own.replace("# ", "") or (len(bare.split()) > 1 and own.partition(" #")[0].endswith(bare))


def _before(world: World, group: Group) -> Iterator[Entry]:
    """Yield the entries of running text before a group, nearest first, no more than a dozen blocks away."""
    for block in range(group.block, group.block - 13, -1):
        for entry in reversed(world.ledger.entries_of(block)):
            if not entry.path and (block < group.block or entry.span.start < group.span.start):
                yield entry


def is_outgrown(world: World, group: Group, total: int, parts: Sequence[int]) -> bool:
    """Whether a bracket right behind a figure has a part above it in the same printed unit: it hangs on the wrong one.

    "Nhận 412 đơn; đủ điều kiện 301 đơn (khiếu nại 38 đơn, tố cáo 52 đơn, kiến nghị 322 đơn)": these are the 412.
    """
    if group.kind != "bracket" or world.folded[world.numbers[total].end : group.span.start].strip():
        return False
    unit = world.numbers[total].unit
    return bool(unit) and any(world.value(p) > world.value(total) and world.numbers[p].unit == unit for p in parts)
