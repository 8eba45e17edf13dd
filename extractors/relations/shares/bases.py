"""What a percentage may be a share of: named, near, by the catalogue."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from extractors.ledger.entries import Entry, Quantity
from extractors.lexicon.amounts import alike
from extractors.relations.amounts import ratio
from extractors.relations.world import World

OF_ALL = re.compile(r"\s*(?:so với |trên |của |trong )?(?:tổng|toàn|số)(?!\w)")
_THEN_BASE = re.compile(r"\s*(?:so với|trên|của|trong|trong số|trên tổng số|so với tổng số|của tổng số)\s+")
#: the same by words, with the figure in a bracket behind them ("90,8% số hồ sơ có thu phí (402 hồ sơ)")
_THEN_NAMED = re.compile(
    r"\s*(?:so với |trên |của |trong )?(?:tổng số|tổng|số)\s+(?!với|liệu)[^.,;:()\d]{3,60}\((?:là |có |tổng )?\s*"
)
_ANOTHER_TIME = re.compile(
    r"[^.,;:()]{0,40}?(?:cùng kỳ|trước|năm|tháng|quý|kỳ|kế hoạch|chỉ tiêu|nghị quyết|giao|dự toán|đăng ký)(?!\w)"
)
#: an item that tells what was reached of the one before it
_REACHED = re.compile(r"(?:đã|được|hoàn thành|giải quyết|xử lý|trả lời|hòa giải thành|giải ngân|thực hiện)(?!\w)")
#: "trên tổng số hồ sơ tiếp nhận mới, đạt 91,4%", "đạt 97,5% số đã giải quyết": the base by its words
_BASE_BEFORE = re.compile(
    r"\btrên\s+(?:tổng số|tổng|số)\s+(?P<words>[^.,;:()\d]{6,60}?)\s*,?\s*"
    r"(?:đạt|chiếm|bằng|tương ứng|tương đương|tỷ lệ)"
)
_BASE_AFTER = re.compile(
    r"\s*(?:so với |trên |của |trong )?(?:tổng số|tổng|số)\s+(?P<words>[^.,;:()\d]{6,60}?)"
    r"(?=[.,;:()]|\s+(?:và|trong|năm|của|tại)\s|$|\n)"
)
_PLAIN_NOUN = re.compile(r"^(?:hồ sơ|đơn thư|đơn|vụ việc|vụ|hộ|phiếu|người|số)\s+(?=\S+ \S)")


#: the things that a sentence names as those it tells shares of ("trong số đơn đủ điều kiện xem xét, …")
_AMONG = re.compile(
    r"trong (?:tổng )?số\s+(?P<words>(?!(?:đó|này|trên|ấy|còn lại)(?!\w))[^.,;:()\d]{6,60}?)(?=\s*[:,]|\s+thì\s)"
)
#: words that name nothing
_PLAIN = re.compile(
    r"(?:các|những|số|tổng|đã|được|có|là|của|trong|và|tại|trên|về|từ|này|đó|ấy|nêu|toàn|năm|nay|kỳ|qua|\W.*|\d.*)"
)

#: how many entries away a base may be named
_FAR = 300


@cache
def rate_rows() -> tuple[tuple[str, str, str], ...]:
    """Return the rates of the catalogue as (rate, part, whole)."""
    text = files("extractors.catalogue").joinpath("rates.csv").read_text("utf-8")
    return tuple((row["rate"], row["part"], row["whole"]) for row in csv.DictReader(text.splitlines()))


def catalogue_bases(world: World, part: int, share: int) -> list[int]:
    """Return the one figure that the catalogue makes the base of a rate, none where there are several."""
    for rate, counted, whole in rate_rows():
        if world.measures[share].metric == rate and world.measures[part].metric == counted:
            period = world.measures[part].period
            bases = [n for n, m in world.measures.items() if m.metric == whole and m.period == period and not m.target]
            return bases if len(bases) == 1 else []
    return []


def named_bases(world: World, entry: Entry, quantity: Quantity, share: int) -> Iterator[int]:
    """Yield the bases that the text names: n of "k of n", parents, the item that is predicated, the nearest total."""
    if world.numbers[quantity.number].of is not None:
        yield quantity.number
        return
    told = base_told(world, quantity, share)
    if told is not None:
        yield told
        return
    if _is_among_others(world, entry):
        return
    yield from _above(world, entry, quantity)
    by_words = _bases_by_words(world, entry, quantity, share)
    if by_words:
        yield from by_words
        return
    says_total = bool(OF_ALL.match(world.folded, world.numbers[share].end))
    if says_total and (tail := _base_in_tail(world, entry, quantity, share)) is not None:
        yield tail
        return
    told = bool(_REACHED.match(world.words(entry.label)))
    if says_total or told or entry.separator != ";" or entry.group is not None:
        base = _base_before(world, _earlier(world, entry, same_sentence=not says_total), quantity)
        if base is not None:
            yield base


def base_told(world: World, quantity: Quantity, share: int) -> int | None:
    """Return the figure that stands right behind a share as what it is of ("18,2% so với 172 đơn đủ điều kiện")."""
    base = share + 1
    if base not in world.measures or world.numbers[base].value is None:
        return None
    between = world.numbers[share].end, world.numbers[base].span.start
    told = _THEN_BASE.fullmatch(world.folded, *between)
    if told is None and world.folded[world.numbers[base].end : world.numbers[base].end + 1] == ")":
        told = _THEN_NAMED.fullmatch(world.folded, *between)
    if _ANOTHER_TIME.match(world.folded, world.numbers[base].end) or world.measures[share].change:
        return None
    return base if told and alike(world.unit(base), world.unit(quantity.number)) else None


def _above(world: World, entry: Entry, quantity: Quantity) -> Iterator[int]:
    """Yield the figures of the unit in the entries that an entry stands under, four storeys up."""
    unit = world.unit(quantity.number)
    above = _level_above(world, entry)
    for _ in range(4):
        if above is None:
            return
        yield from (q.number for q in above.quantities if alike(world.unit(q.number), unit))
        above = world.ledger.parent_of(above)


def _level_above(world: World, entry: Entry) -> Entry | None:
    """Return the entry that another stands under, not by how much that grew ("186 trẻ, tăng 27 trẻ, trong đó …")."""
    group = world.group_of(entry)
    parents = [world.ledger.entries[parent] for parent in group.parents] if group is not None else []
    levels = (p for p in parents if not all(world.measures[q.number].change for q in p.quantities))
    return next(levels, None) or world.ledger.parent_of(entry)


def _is_among_others(world: World, entry: Entry) -> bool:
    """Whether a sentence says among which things an entry is counted, and these are not what stands above it.

    "Trong số đơn đủ điều kiện, đã xử lý 65 đơn, đạt 81,3%" tells no share of all that came in.
    """
    group, above = world.group_of(entry), world.ledger.parent_of(entry)
    named = _AMONG.match(world.folded, group.span.start, group.span.end) if group is not None else None
    if named is None or above is None or above.path:
        return False
    units = {word for q in above.quantities for word in world.unit(q.number).split()}
    said, own = (
        {word for word in words.split() if not _PLAIN.fullmatch(word)} - units
        for words in (named["words"], world.words(above.span))
    )
    return len(said) > 1 and bool(own) and said.isdisjoint(own)


def _base_before(world: World, earlier: list[Entry], quantity: Quantity) -> int | None:
    """Return the nearest figure of the unit that is no smaller than a part."""
    for other in earlier:
        if any(q.shares for q in other.quantities):
            return None  # a sibling with a share of its own has the same unnamed base
        for q in other.quantities:
            if _may_hold(world, q.number, quantity.number) and not world.measures[q.number].plan:
                return q.number
    return None


def _may_hold(world: World, base: int, part: int, *, any_size: bool = False) -> bool:
    """Whether a figure may be the whole of another: of its unit and no smaller, or of `any_size`."""
    same = base != part and alike(world.unit(base), world.unit(part))
    return same and (
        any_size or world.value(base) * (ratio(world.unit(base), world.unit(part)) or 1) >= world.value(part)
    )


def refused_bases(world: World, entry: Entry, quantity: Quantity, share: int) -> Iterator[int]:
    """Yield what the text names as base of a share whatever its size: what a part stands under, its words, the nearest.

    A figure smaller than the part is no base, unless one of the two is miswritten.
    """
    if _is_among_others(world, entry):
        return
    yield from _above(world, entry, quantity)
    yield from _bases_by_words(world, entry, quantity, share, any_size=True)
    for other in _earlier(world, entry, same_sentence=True):
        like = [q.number for q in other.quantities if alike(world.unit(q.number), world.unit(quantity.number))]
        if like:
            yield from (n for n in like if not world.measures[n].plan and not any(q.shares for q in other.quantities))
            return


def _bases_by_words(world: World, entry: Entry, quantity: Quantity, share: int, *, any_size: bool = False) -> list[int]:
    """Return the figures that the words beside a share name, nearest first; `any_size`: also those below the part."""
    percent = world.numbers[share]
    before = _BASE_BEFORE.search(world.folded, world.numbers[quantity.number].end, percent.span.start)
    match = before or _BASE_AFTER.match(world.folded, percent.end)
    core = _PLAIN_NOUN.sub("", " ".join(match["words"].split())) if match else ""
    if len(core.split()) < 2:
        return []
    found = [
        q.number
        for other in _nearest_first(world, entry)
        for q in other.quantities
        if _may_hold(world, q.number, quantity.number, any_size=any_size)
        and core in world.measures[q.number].wording.own.replace("# ", "")
        and not any(_is_of(world, own, core) for own in q.shares)
    ]
    return found[:3]


def _is_of(world: World, share: int, core: str) -> bool:
    """Whether a share is told of the whole that words name: what it hangs on is a part of that whole."""
    match = _BASE_AFTER.match(world.folded, world.numbers[share].end)
    return match is not None and core in " ".join(match["words"].split())


def _nearest_first(world: World, entry: Entry) -> Iterator[Entry]:
    """Yield the entries before one, nearest first, then those behind it, as far as a report speaks of one thing."""
    yield from world.ledger.entries[max(0, entry.id - _FAR) : entry.id + 1][::-1]
    yield from world.ledger.entries[entry.id + 1 : entry.id + _FAR]


def _base_in_tail(world: World, entry: Entry, quantity: Quantity, share: int) -> int | None:
    """Return the total that is said after the share ("đạt 56% tổng sản lượng 720 tấn")."""
    end = world.numbers[share].end
    for other in world.ledger.entries[entry.id + 1 : entry.id + 2]:
        number = other.quantities[0].number
        start = world.numbers[number].span.start
        near = other.block == entry.block and 0 <= start - end < 60 and {",", ";"}.isdisjoint(world.folded[end:start])
        if near and alike(world.unit(number), world.unit(quantity.number)):
            return number
    return None


def _earlier(world: World, entry: Entry, *, same_sentence: bool) -> list[Entry]:
    """Return the entries before one in its block, nearest first."""
    before = [e for e in world.ledger.entries[max(0, entry.id - 25) : entry.id] if e.block == entry.block]
    return [e for e in reversed(before) if not e.path and (not same_sentence or e.sentence == entry.sentence)]


def near_bases(world: World, entry: Entry, part: int) -> Iterator[int]:
    """Yield other numbers of the unit in this block and those around it."""
    unit, home, far = world.unit(part), entry.block, 60 if entry.path else 3
    around = world.ledger.entries[max(0, entry.id - 40) : entry.id + 40]
    for other in [one for one in around if -far <= one.block - home <= far]:
        for q in other.quantities:
            if q.number != part and alike(world.unit(q.number), unit):
                yield q.number
