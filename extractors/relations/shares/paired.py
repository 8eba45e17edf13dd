"""Percentages of two counts that stand together: "7.205 trên 8.074 hồ sơ (89,24%)", "đạt 91% (38.962/42.816 hồ sơ)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from extractors.lexicon import unit_kind
from extractors.lexicon.amounts import alike
from extractors.numbers.slips import one_slip
from extractors.relations.amounts import ratio
from extractors.relations.relation import Relation
from extractors.relations.repeats.same_words import naming
from extractors.relations.shares.quotients import exact_share, try_base
from extractors.relations.world import World

_LINK = r"(?:=|tương ứng|tương đương|tức(?: là)?|cụ thể|bằng|với|là|gồm|ứng với|chiếm|hay)"
#: what may stand between a percentage and the counts that make it
_THEN_COUNTS = re.compile(rf"\s*(?:\((?:\s*{_LINK})?|[,–-]?\s*(?<!\w){_LINK})\s*:?\s*$")
#: the same with what it is a share of ("33,9% số người được xử lý (1.247 trên 1.657 người)")
_OF_THOSE_COUNTS = re.compile(rf"\s+(?:số|tổng số|trên tổng số) (?:[^\W\d]+ ){{1,9}}\((?:\s*{_LINK})?\s*$")
#: what may stand between the first and the second count
_OUT_OF = re.compile(
    r"(?P<words>(?:\s+[^\W\d]+){0,9}?)\s*(?:/|\s(?:trên|trong)"
    r"(?:\s+(?:tổng số|tổng(?:\s+(?:dân số|diện tích|số dân|số hộ|kinh phí|nguồn|vốn|quỹ))?|số|toàn bộ|khoản"
    r"|(?P<plan>kế hoạch|chỉ tiêu|dự toán)(?:\s+[^\W\d]+){0,3}))?)\s*$"
)
#: what may stand between the second count and its percentage
_THEN_SHARE = re.compile(
    r"(?:\s+[^\W\d]+){0,8}?(?:,(?:\s+[^\W\d]+){1,5}(?=\s*\())?\s*[,(:–—-]?\s*"
    rf"(?:(?:đạt|chiếm|tỷ lệ|tỉ lệ|{_LINK})\s*:?\s*)*$"
)
#: the same, where a rate names again what is counted, or a sentence that opens with the pair goes on to say it
_THEN_RATE = re.compile(
    r"(?:\s+[^\W\d]+){0,8}?\s*,\s*(?:tỷ lệ|tỉ lệ)(?P<of>(?:\s+[^\W\d]+){1,5}?)(?:\s+(?:đạt|là))?\s*$"
)
_THEN_SAYS = re.compile(r"(?:\s+[^\W\d]+){0,4}\s*,\s*(?:[^\W\d]+\s+){2,10}(?:đạt|bằng)(?:\s+(?:tỷ lệ|tỉ lệ))?\s*$")
_WITH = re.compile(r"(?:^|[.;]\s+)với\s*$")
#: what a rate may be called whatever is counted
_ANY_RATE = frozenset(("bao", "phủ", "chung", "tương", "ứng", "thực", "tế"))
#: the same, with a link, a dash or a bracket right before the percentage
_THEN_LINK = re.compile(
    r"(?:\s+[^\W\d]+){0,8}?\s*(?:[(:–—-]|[,(:–—-]?\s*"
    rf"(?:(?:đạt|chiếm|tỷ lệ|tỉ lệ|tức|{_LINK})\s*:?\s*)+)\s*$"
)
#: a share of a plan or of another year compares, it divides no counts of this sentence
_COMPARES = re.compile(r"\s*(?:kế hoạch|kh|so với|cùng kỳ|dự toán|chỉ tiêu|nghị quyết|năm trước)(?!\w)")
_CHANGED = re.compile(r"(?<!\w)(?:tăng|giảm|vượt|cao hơn|thấp hơn|hụt)(?!\w)[^.;,()]*$")
#: "kế hoạch năm (", "chỉ tiêu cả năm (Nghị quyết giao "
_PLAN_IN_BRACKET = re.compile(
    r"\s*(?:[^\W\d]+\s+){0,8}?(?:kế hoạch|kh|chỉ tiêu|dự toán|nghị quyết)(?:\s+[^\W\d]+){0,5}\s*"
    r"\(\s*(?:[^\W\d]+\s+){0,4}:?\s*"
)
_AND_OF = re.compile(r"(?:\s+[^\W\d]+){0,3}\s*\)\s*(?:,|và|;|,\s*và)\s*(?:bằng|đạt)?\s*")
_PLANNED = re.compile(r"\s*(?:[^\W\d]+\s+){0,3}?(?:theo )?(?:kế hoạch|kh|chỉ tiêu|dự toán|giao)(?!\w)")
_WHY = "hai số nêu cùng tỷ lệ"


def read_paired(world: World, known: Set[int]) -> Iterator[Relation]:
    """Yield percentages beside a pair "k of n" or "k trên n"; those `known` to hang on a count are left out."""
    for share, number in enumerate(world.numbers):
        if share in world.measures and number.percent and number.of is None and share not in known:
            found = _of_plan(world, share)
            compares = _compares(world, share) and not _is_of_pair(world, share)
            found = found or (None if compares else _before(world, share) or _after(world, share))
            if found is not None:
                yield _relation(world, share, *found)


def _of_plan(world: World, share: int) -> tuple[int, int] | None:
    """Return what was done and the plan that a bracket behind the share gives ("đạt 75% kế hoạch (giao 160 ha)")."""
    part, plan = world.measures[share].share_of, share + 1
    if part is None:  # "60% dự toán tỉnh giao (152) và 57% dự toán huyện giao (160)"
        part = _part_of_plan_before(world, share)
    if part is None or not world.measures[share].plan or not _is_count(world, plan):
        return None
    listed = world.group_of(world.entry_of(plan))
    if listed is not None and listed.parents and len(listed.entries) > 1:
        return None  # "46 nhà, đạt 92% kế hoạch (xây mới 31 nhà, sửa chữa 15 nhà)" lists what was done
    told = _PLAN_IN_BRACKET.fullmatch(_between(world, share, plan))
    persons = alike(world.unit(part), world.unit(plan)) or not world.numbers[plan].unit
    return (part, plan) if told and persons and world.numbers[plan].of is None else None


def _part_of_plan_before(world: World, share: int) -> int | None:
    """Return what the share of another plan right before this one is told of."""
    plan, before = share - 1, share - 2
    measure = world.measures.get(before)
    if measure is None or not measure.plan or measure.share_of is None or plan not in world.measures:
        return None
    return measure.share_of if _AND_OF.fullmatch(_between(world, plan, share)) else None


def _is_of_pair(world: World, share: int) -> bool:
    """Whether a share of a plan follows what was done and the plan ("2,84 tỷ đồng/5,1 tỷ đồng, đạt 55,68% dự toán")."""
    pair = _is_count(world, share - 2) and _is_count(world, share - 1) and "/" in _between(world, share - 2, share - 1)
    changed = _CHANGED.search(world.folded, world.numbers[share].span.start - 24, world.numbers[share].span.start)
    return pair and world.measures[share].plan and not changed


def _compares(world: World, share: int) -> bool:
    """Whether a percentage tells a change, or what was done of a plan."""
    measure, number = world.measures[share], world.numbers[share]
    changed = measure.change or measure.plan or _CHANGED.search(world.folded, number.span.start - 24, number.span.start)
    return bool(changed or _COMPARES.match(world.folded, number.end))


def on_whole(world: World, number: int) -> int | None:
    """Return the count that a count is the whole of by the words between ("7.205 trên 8.074 hồ sơ"), if any."""
    before = number - 1
    if not _is_count(world, before) or not _is_count(world, number):
        return None
    said = _OUT_OF.fullmatch(_between(world, before, number))
    scale = ratio(world.unit(number), world.unit(before)) or 1  # "1.250 triệu đồng trên 2,5 tỷ đồng"
    larger = world.value(before) > world.value(number) * scale
    if said is None or (larger and not (said["plan"] or _is_planned(world, number))):
        return None
    units = (world.numbers[before].unit, world.numbers[number].unit)
    if all(units) and len({unit_kind(unit or "") == "person" for unit in units}) > 1:
        return None  # "31 vụ/48 bị cáo" counts two things
    same = not said["words"] or world.measures[before].unit in ("", world.measures[number].unit)
    return before if same or " trên" in said[0] else None


def _is_planned(world: World, number: int) -> bool:
    """Whether the words behind a count say that it was planned ("62,4 triệu đồng/58 triệu đồng kế hoạch")."""
    return bool(_PLANNED.match(world.folded, world.numbers[number].end))


def _is_count(world: World, number: int) -> bool:
    measure = world.measures.get(number)
    return measure is not None and world.numbers[number].value is not None and not world.numbers[number].percent


def _between(world: World, one: int, other: int) -> str:
    """Return what stands between two numbers of one block, a mark that no pattern takes for those of two blocks."""
    start, end = world.numbers[one].end, world.numbers[other].span.start
    same = world.document.block_at(world.numbers[one].span.start) == world.document.block_at(end)
    return world.folded[start:end] if same and end - start < 90 else "#"


def _before(world: World, share: int) -> tuple[int, int] | None:
    """Return the counts right before a percentage: (part, whole), the same number twice for "k of n"."""
    last = share - 1
    if not _is_count(world, last):
        return None
    if not _THEN_SHARE.fullmatch(_between(world, last, share)):
        return _said_later(world, last, share)
    if world.numbers[last].of is not None:
        hangs = share in _hung(world, last)
        return None if hangs or not _THEN_LINK.fullmatch(_between(world, last, share)) else (last, last)
    if world.value(share) == 100 and not _THEN_LINK.fullmatch(_between(world, last, share)):
        return None  # "63 hộ trên 75 hộ tham gia, 100% số hộ đã được chi trả"
    part = on_whole(world, last)
    return None if part is None else (part, last)


def _said_later(world: World, last: int, share: int) -> tuple[int, int] | None:
    """Return the counts of a pair whose share is named by what is counted, or told by the sentence they open."""
    part, between = on_whole(world, last), _between(world, last, share)
    if part is None or world.numbers[last].of is not None:
        return None
    start = world.numbers[part].span.start
    block = world.document.blocks[world.document.block_at(start)].span
    led = world.folded[max(block.start, start - 60) : start]
    rate = _THEN_RATE.fullmatch(between)
    if rate is not None:
        clause = re.split(r"[,;.]\s", led)[-1]
        said = naming(clause + world.folded[start : world.numbers[share].span.start - len(rate.group("of")) - 8])
        return (part, last) if naming(rate["of"]) <= _ANY_RATE | said else None
    opened = _WITH.search(led) and _THEN_SAYS.fullmatch(between)
    fits = try_base(world, part, world.numbers[share], last, _WHY).verdict == "holds"
    exact = exact_share(world, part, last)
    near = exact is not None and one_slip(world.value(share), exact.quantize(world.numbers[share].step))
    return (part, last) if opened and (fits or near) else None


def _hung(world: World, number: int) -> tuple[int, ...]:
    """Return the percentages that hang on a count in its entry."""
    quantities = world.entry_of(number).quantities
    return next((q.shares for q in quantities if q.number == number), ())


def _after(world: World, share: int) -> tuple[int, int] | None:
    """Return the counts right after a percentage."""
    first = share + 1
    between = _between(world, share, first) if _is_count(world, first) else "#"
    if not (_THEN_COUNTS.fullmatch(between) or _OF_THOSE_COUNTS.fullmatch(between)):
        return None
    if world.numbers[first].of is not None:
        return first, first
    if first + 1 in world.measures and on_whole(world, first + 1) == first:
        return first, first + 1
    return None


def _relation(world: World, share: int, part: int, whole: int) -> Relation:
    reading = try_base(world, part, world.numbers[share], whole, _WHY)
    wholes = () if whole == part else (world.operand(whole, "whole"),)
    return Relation(
        kind="percent",
        source="cue",
        total=whole,
        parts=(part,),
        operands=(world.operand(part, "part"), *wholes, world.operand(share, "share")),
        unit="%",
        exhaustive=None,
        verdict=reading.verdict,
        reading=reading.arithmetic,
        tried=(reading,),
        expected=None if reading.verdict == "holds" else exact_share(world, part, whole),
        found=world.value(share),
        tied=True,
    )
