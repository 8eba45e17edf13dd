"""Why parts that do not make their total may be meant otherwise: parts of parts, of another total, of the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import combinations

from extractors.ledger.entries import Openness
from extractors.lexicon.amounts import alike
from extractors.numbers.slips import slip_cost
from extractors.relations.arithmetic import share_fits
from extractors.relations.sums.kinds import are_kinds
from extractors.relations.sums.readings import has_nested, in_one_unit, mends
from extractors.relations.world import World

#: how large a total is that some of a few parts seldom make by chance
_LARGE, _FEW = 1000, 6
#: figures in words, and how long a list with one may be
_IN_WORDS, _FAR = re.compile(r"(?<!\w)(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) "), 600
#: what some have, do, know or get: others, or the same, may have something else besides
_HAVE = re.compile(
    r"(?<!\w)(?:có|dùng|sử dụng|biết|tham gia|nghe|xem|đọc|muốn|cần|quan tâm|trồng|nuôi|làm|cài đặt|sở hữu|trang bị|vay"
    r"|đã nộp|được (?=vay|hỗ trợ|cấp|tặng|khám|tập huấn|tuyên truyền|học|dạy|hưởng|miễn|nghe|vào|lên)) ?(?P<what>\w+)"
)
#: what comes first of more than are named ("trong đó tăng mạnh nhất là …")
_FIRST_OF = re.compile(
    r"(?<!\w)(?:nhiều|mạnh|cao|lớn|đông|nhanh|ít|thấp|nhỏ|tiêu biểu|nổi bật|phổ biến)"
    r"(?: (?!là(?!\w))[^\W\d]+)? nhất(?!\w)"
)
#: "các xã A, B, C đều có 1 người": as many times as there are names
_OF_EACH = re.compile(r"(?<!\w)(?:đều(?!\w)|(?:mỗi|từng) (?:[^\W\d]+ ){1,2}(?:có |được )?$)")
#: one of a list goes on so, behind the figures of its first ("Bàu Sen và Rạch Cát mỗi xã ghi nhận 2 ca")
_MORE_OF_EACH = re.compile(r"(?<!\w)(?:mỗi|từng) (?:[^\W\d]+ ){1,4}$")
_LIST_OPENER = re.compile(r"(?<!\w)(?:gồm có|bao gồm|gồm)(?!\w)\s*:?|:")
_CLAUSE_END = re.compile(r"[,;:.(\n\d]")
#: words that tell of some that are counted in two parts ("01 cơ sở vừa bị nhắc nhở vừa bị phạt tiền")
_BOTH = re.compile(
    r"(?<!\w)(?:vừa [^.;]{2,60} vừa|đồng thời|cùng lúc|trùng|chồng lấn|lồng ghép|cả (?:hai|ba|2|3)"
    r"|(?:hai|ba|nhiều|2|3) (?:lý do|nguyên nhân|nội dung|lĩnh vực|loại|hình thức|chính sách|nguồn|nhóm|dạng))(?!\w)"
)
#: how far behind the parts it may be told how many are in two
_BEHIND = 160
TAKEN_AWAY = "một phần có thể trừ đi, không cộng vào"
UNIT_IN_DOUBT = "đơn vị của các phần không rõ"


def shares_of_another(world: World, total: int, parts: Sequence[int]) -> bool:
    """Whether most parts print shares of what they make together, not of the total: then they divide something else.

    The pupils examined are fewer than those of the school (traps 4 and 5).
    """
    own = sum((world.value(p) for p in parts), Decimal(0))
    if own > world.value(total) or _is_tenfold(world.value(total), own):
        return False  # what parts divide is no more than the total, and seldom just a digit shorter
    pairs = [(p, s) for p in parts for q in world.entry_of(p).quantities if q.number == p for s in q.shares]
    fits = [share_fits(world.value(p), own, world.numbers[s]) for p, s in pairs]
    of_total = any(share_fits(world.value(p), world.value(total), world.numbers[s]) for p, s in pairs)
    return sum(fits) > 1 and sum(fits) * 2 > len(parts) and not of_total


def _is_tenfold(total: Decimal, own: Decimal) -> bool:
    """Whether a total is what parts make with one digit too many."""
    return own > 0 and total >= own * 3 and slip_cost(total, own) in (1, 2)


def _are_nested(world: World, total: int, parts: Sequence[int]) -> bool:
    """Whether a part prints its share of another part ("27 đơn đúng thẩm quyền, giải quyết 25, đạt 92,59%")."""
    for at, part in enumerate(parts):
        shares = next((q.shares for q in world.entry_of(part).quantities if q.number == part), ())
        for share in shares:
            own, printed = world.value(part), world.numbers[share]
            of_other = any(share_fits(own, world.value(p), printed) for p in parts[:at] if world.value(p) > 0)
            if of_other and not share_fits(own, world.value(total), printed):
                return True
    return False


def _in_doubt(world: World, total: int, parts: Sequence[int]) -> bool:
    """Whether parts may count what an item before them does ("04 lớp, cụ thể: đối tượng 26 học viên, đảng viên 09")."""
    if world.entry_of(total).path or any(world.numbers[p].unit for p in parts):
        return False
    group, first = world.entry_of(parts[0]).group, parts[0]
    before = (e for e in world.ledger.entries[max(0, world.measures[first].entry - 6) : world.measures[first].entry])
    same = [q.number for e in before if e.group == group and group is not None for q in e.quantities]
    return any(
        world.numbers[n].unit and not alike(world.unit(n), world.unit(total)) for n in same if world.unit(n) != "%"
    )


def _tells_in_words(world: World, total: int, parts: Sequence[int]) -> bool:
    """Whether one more figure of the unit stands in words among them ("đã chuyển 37 việc, rút về ba việc")."""
    ends = [world.numbers[number].end for number in (total, *parts)]
    if world.entry_of(total).path or not world.unit(total) or max(ends) - min(ends) > _FAR:
        return False
    return any(
        world.folded.startswith(world.unit(total), found.end())
        for found in _IN_WORDS.finditer(world.folded, min(ends), max(ends))
    )


def doubt_of(
    world: World, total: int, parts: tuple[int, ...], openness: Openness, gap: Decimal, *, above: bool
) -> str | None:
    """Return why parts that do not make a total may be meant otherwise, if they may."""
    doubts: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("tỷ lệ của các phần tính trên một tổng khác", lambda: shares_of_another(world, total, parts)),
        ("một phần tính trên phần đứng trước", lambda: _are_nested(world, total, parts)),
        (UNIT_IN_DOUBT, lambda: _in_doubt(world, total, parts)),
        ("một phần viết bằng chữ", lambda: _tells_in_words(world, total, parts)),
        ("một mục không ghi số", lambda: gap == untold_items(world, total, parts) > 0),
        ("số nằm trong hai phần được nêu riêng", lambda: tells_of_both(world, total, parts, gap)),
        (TAKEN_AWAY, lambda: _takes_away(world, total, parts, gap)),
        ("các phần có thể trùng nhau", lambda: gap < 0 and _overlaps(world, total, parts, openness, gap, above)),
    )
    return next((why for why, may_be in doubts if may_be()), None)


def tells_of_both(world: World, total: int, parts: Sequence[int], gap: Decimal) -> bool:
    """Whether the gap is what a figure behind the parts, or the last of them, tells to be in two of them."""
    return -gap in _told_of_both(world, total, parts[-1]) or (
        len(parts) > 2 and -gap / 2 in _told_of_both(world, total, parts[-2])
    )


def _told_of_both(world: World, total: int, last: int) -> set[Decimal]:
    """Return the figures behind a part, to the end of its sentence, that count what is in two parts."""
    end = world.numbers[last].end
    behind = re.split(r"[.](?=\s|$)|\n", world.folded[end : end + _BEHIND], maxsplit=1)[0]
    if world.entry_of(total).path or not _BOTH.search(behind):
        return set()
    told = (n for n in range(last + 1, last + 4) if n in world.measures)
    near = (n for n in told if world.numbers[n].end <= end + len(behind) and alike(world.unit(n), world.unit(total)))
    return {world.value(n) for n in near}


def _takes_away(world: World, total: int, parts: tuple[int, ...], gap: Decimal) -> bool:
    """Whether a total is what the others leave of its largest part, or one part of the others where no slip mends it.

    "450 ha (gieo 455 ha, mất trắng 05 ha)" adds nothing up.
    """
    whole, *values = in_one_unit(world, total, parts)
    if world.entry_of(total).path:
        return False
    if 2 * max(values) - sum(values) == whole:
        return True
    return not mends(world, total, parts, gap) and any(-gap == 2 * value for value in values)


def leaves_some(world: World, parts: Sequence[int]) -> bool:
    """Whether a list in running text may be short: its first is called the most of all, or one is that of each."""
    entries = [world.entry_of(part) for part in parts]
    if entries[0].path:
        return False
    said = [world.folded[e.span.start : world.numbers[p].span.start] for e, p in zip(entries, parts, strict=True)]
    more = _goes_on_with_each(world, parts[-1])
    return more or bool(_FIRST_OF.search(world.words(entries[0].label))) or any(map(_OF_EACH.search, said))


def _goes_on_with_each(world: World, last: int) -> bool:
    """Whether figures of the unit of a list's last go on behind it, each told once for several names."""
    end = world.numbers[last].end
    stop = world.document.blocks[world.document.block_at(end - 1)].span.end
    behind = (n for n in range(last + 1, last + 4) if n in world.measures and world.numbers[n].end <= stop)
    return any(
        alike(world.unit(n).partition("/")[0], world.unit(last))
        and _MORE_OF_EACH.search(world.folded[end : world.numbers[n].span.start])
        for n in behind
    )


def _far_above(world: World, total: int, parts: tuple[int, ...], gap: Decimal) -> bool:
    """Whether parts, none above the total, make far more than it and no slip explains that: they count the same."""
    whole, *values = in_one_unit(world, total, parts)
    far = sum(values) * 4 >= whole * 5 and max(values) <= whole
    few = values[:_FEW]
    subtotals = {sum(some) for count in range(2, len(few)) for some in combinations(few, count)}
    twice = len(set(values)) < len(values)  # an item told twice by mistake
    return far and not twice and subtotals.isdisjoint(values) and not mends(world, total, parts, gap)


def _have(world: World, parts: Sequence[int]) -> bool:
    """Whether parts are told by what each has or does, each something else ("125 hộ có máy tính, 152 hộ có ti vi").

    Kinds of one thing ("có trình độ đại học, có trình độ trung cấp") divide what they are of.
    """
    whats: list[str] = []
    for part in parts:
        end = world.numbers[part].end
        behind = _CLAUSE_END.split(world.folded[end : end + 60], maxsplit=1)[0]
        found = _HAVE.search(behind) or _HAVE.search(world.words(world.entry_of(part).label))
        if found is None:
            return False
        whats.append(found["what"])
    return len(set(whats)) == len(whats)


def _have_each(world: World, parts: Sequence[int]) -> bool:
    """Whether "có" opens each part anew: "286 thôn, trong đó có 274 thôn, bản, có 32 thôn đặc biệt khó khăn"."""
    starts = [world.numbers[part].span.start for part in parts]
    return len(parts) > 1 and all(world.folded[max(0, at - 4) : at].split()[-1:] == ["có"] for at in starts)


def untold_items(world: World, total: int, parts: Sequence[int]) -> int:
    """Return how many items before the first number of a list have none: each is one ("gồm: Chủ tịch, 3 Phó …")."""
    between = world.folded[world.numbers[total].end : world.numbers[parts[0]].span.start]
    opener = _LIST_OPENER.search(between)
    if world.entry_of(total).path or opener is None:
        return 0
    return sum(bool(piece.strip()) for piece in re.split(r"[,;]", between[opener.end() :])[:-1])


def _overlaps(world: World, total: int, parts: tuple[int, ...], openness: Openness, gap: Decimal, above: bool) -> bool:
    """Whether parts above their total may count some of the same."""
    if are_kinds([world.words(world.entry_of(part).label) for part in parts], world.unit(total)):
        return False
    if openness != "closed" and (
        (len(parts) > 2 and _near_whole(world, total, parts)) or _some_make(world, total, parts)
    ):
        return True
    if openness != "closed" and not above and (_have(world, parts) or _far_above(world, total, parts, gap)):
        return True
    if not above and openness != "closed" and _have_each(world, parts):
        return True
    if openness == "some" and world.value(total) in in_one_unit(world, total, parts)[1:]:
        return True
    loose = openness == "some" or (openness == "unknown" and has_nested(world, total, parts))
    return not above and ((loose and not mends(world, total, parts, gap)) or _exceed(world, total, parts))


def _near_whole(world: World, total: int, parts: tuple[int, ...]) -> bool:
    """Whether two parts or more are each nearly all of a total: they are no parts beside one another."""
    whole, *values = in_one_unit(world, total, parts)
    return sum(whole * 9 <= value * 10 <= whole * 10 for value in values) > 1


def _some_make(world: World, total: int, parts: tuple[int, ...]) -> bool:
    """Whether a few parts of a large total make it without the others: these count some of the same in another way.

    An item that is told twice by mistake counts nothing in another way.
    """
    whole, *values = in_one_unit(world, total, parts)
    if whole < _LARGE or len(set(values)) < len(values) or len(values) > _FEW:
        return False
    return any(sum(some) == whole for count in range(2, len(values)) for some in combinations(values, count))


def _exceed(world: World, total: int, parts: Sequence[int]) -> bool:
    """Whether parts that print their own shares of the total, rightly, make more than a whole by these."""
    shares: list[Decimal] = []
    said = {(world.words(world.entry_of(part).label), world.value(part)): part for part in parts}
    for part in said.values():  # what is told twice by mistake is no overlap
        beside = next((q.shares for q in world.entry_of(part).quantities if q.number == part), ())
        right = (s for s in beside if share_fits(world.value(part), world.value(total), world.numbers[s]))
        shares += [world.value(share) for share in right][:1]
    return sum(shares, Decimal(0)) > 101
