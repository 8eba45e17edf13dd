"""Shares whose part and base words and marks alone tell: they are believed however far they are from what fits.

"Thu 612 giấy trên chỉ tiêu 1.190 …, đạt 72% chỉ tiêu", "chiếm 31,5% dân số (7.450 người)": the readers before these
look for a base that nearly fits, and tell nothing of a gross error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from extractors.lexicon import unit_kind
from extractors.lexicon.amounts import alike
from extractors.relations.amounts import is_measured
from extractors.relations.arithmetic import share_fits
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.shares.closed_words import PLAN, content_words
from extractors.relations.shares.quotients import exact_share, is_slip, make_percent, try_base
from extractors.relations.sums.closed_sum_words import clause
from extractors.relations.world import World

#: a share right behind what it is of: in a bracket, or behind a link
_BEHIND = re.compile(
    r"[^\d,;:.()]{0,60}[,(]? ?(?:đã )?"
    r"(?:\(|(?:chiếm|đạt|bằng|hoàn thành|tương đương|tương ứng)(?: với)?(?: tỷ lệ| tỷ trọng| khoảng)?)$"
)
#: the same where it may be of nothing but a whole: no plan has a bare share in brackets
_OF_WHOLE = re.compile(r"[^\d,;:.()]{0,60}(?:\(|[,(]? ?chiếm(?: tỷ lệ| tỷ trọng)?)$")
_IS_PART = re.compile(r"[^\d,;:.()]{0,60}[,(]? ?chiếm(?: tỷ lệ| tỷ trọng)?$")
_WITH_PLAN = re.compile(
    r"[^\d,;:.()]{0,40}(?:so với|/|trên)(?: mức)? (?:kế hoạch|chỉ tiêu|dự toán)(?: (?:là|giao|năm|được giao))?:?"
)
#: what is told as a share of all that there are
_OF_ALL = re.compile(
    r"(?<!\w)(?:nghèo|thất nghiệp|dân số|dân tộc|thiểu số|toàn (?:xã|huyện|tỉnh|phường)|diện tích)(?!\w)"
)
#: what ends a share that names no base
_ENDS = re.compile(r"\s*(?:$|[),;.])")
#: a base behind its share: words of its own, up to the figure or the bracket that holds it
_NAMED = re.compile(r"(?:so với |trên |của |trong )?(?:[^\W\d_]+(?: |$)){1,8}(?P<bracket>\()?(?:là|có)?$")
_CLOSED, _FINISHED = re.compile(r"[^\d,;:.()]{0,30}\)"), re.compile(r"[^\d,;:.()]{0,40}(?:[.,;)]|$)")
#: words by which what follows a share is no base of it
_NO_BASE = re.compile(
    r"(?<!\w)(?:cùng kỳ|năm|tháng|quý|kỳ|tăng|giảm|vượt|hụt|còn|trong đó|gồm|riêng|bình quân|trung bình|và|cao|thấp"
    r"|nhiều|ít|hơn|với tổng|tương đương|tương ứng|tức|toàn (?:huyện|tỉnh|quốc)|cả nước)(?!\w)"
)
#: a plan of another time or level
_OTHER_PLAN = re.compile(
    r"(?<!\w)(?:tỉnh|huyện|trung ương|nghị quyết|điều chỉnh|nhiệm kỳ|giai đoạn|cả năm|năm|tháng|quý|đợt|\d\w*)(?!\w)"
)
_PLANNED = re.compile(r"\s*(?:so với |của )?(?P<plan>kế hoạch|dự toán|chỉ tiêu)(?P<more>[^\d,;.()]*)")
#: a plan by what was done with it
_GIVEN = re.compile(r"(?<!\w)(?:được|kế hoạch|chỉ tiêu) (?:[^\W\d_]+ )?(?:giao|phân bổ)(?!\w)")
#: what was done of something else, or of a part of it
_PART_OR_PLAN = re.compile(rf"{PLAN.pattern}|(?<!\w)(?:trong đó|trong số|gồm|riêng)(?!\w)")
_REACHED = re.compile(r"(?:^|[,(] ?|(?<!\w))(?:đạt|bằng|hoàn thành)(?: được| khoảng)?$")
#: a rate by its words behind the pair that gives it
_RATE = re.compile(r"[^\d,;:.()]{0,40}, tỷ lệ (?P<rate>[^\d,;:.()]{3,50}?)(?: đạt| là| bằng)?$")
#: a rate that is of all there are; other rates are of something that nobody has counted ("… dự thi, tỷ lệ đỗ đạt 95%")
_COVERS = re.compile(r"[^\d,;:.()]{0,40}, tỷ lệ (?:bao phủ|tham gia)(?: bảo hiểm| bhyt| bảo hiểm y tế)?(?: đạt| là)?")
_PAIR = 2
_COUNTS = frozenset(("count", "person", "unknown", "household"))


@dataclass(frozen=True, slots=True)
class _Told:
    """A share with its part and whole, the same for a pair, and why they are these."""

    share: Figure
    part: Figure
    whole: Figure
    why: str


def read_told_bases(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield shares of bases that words tell; those of figures that `known` relations decide are left out."""
    decided = {_share(r) for r in known if r.kind == "percent" and r.verdict != "undecided"}
    decided |= {r.total for r in known if r.kind in ("growth", "difference") and r.verdict != "undecided"}
    decided |= {o.number for r in known if r.verdict == "fails" for o in r.operands}
    for figures in passages.by_block.values():
        for at, share in enumerate(figures):
            if at and share.number not in decided and _is_share(world, share):
                told = _of(world, figures, at, known)
                if told is not None and decided.isdisjoint((told.part.number, told.whole.number)):
                    yield _relation(world, told)


def _share(relation: Relation) -> int | None:
    return next((o.number for o in relation.operands if o.role == "share"), None)


def _is_share(world: World, figure: Figure) -> bool:
    number, measure = world.numbers[figure.number], world.measures[figure.number]
    plain = number.sign == "=" and number.of is None and figure.value > 0
    return figure.unit == "%" and plain and not (measure.change or measure.target)


def _of(world: World, figures: Sequence[Figure], at: int, known: Sequence[Relation]) -> _Told | None:
    """Return the reading of a share that its words tell, the most telling first."""
    return (
        _of_base_behind(world, figures, at)
        or _of_plan_before(world, figures, at)
        or _of_plan_passed(world, figures, at, known)
        or _of_plan_compared(world, figures, at)
        or _of_pair(world, figures, at)
        or _of_closed_sum(world, figures, at, known)
        or _of_only_whole(world, figures, at)
    )


def _relation(world: World, told: _Told) -> Relation:
    share, part, whole = told.share.number, told.part.number, told.whole.number
    reading = try_base(world, part, world.numbers[share], whole, told.why)
    certain = reading.verdict == "holds" or is_slip(exact_share(world, part, whole), world.numbers[share])
    return replace(make_percent(world, (part, whole, share), [reading], source="cue", certain=certain), tied=True)


def _is_part(world: World, figure: Figure) -> bool:
    measure = world.measures[figure.number]
    counted = figure.unit not in ("", "%") and "/" not in figure.unit and figure.value > 0
    return counted and world.is_exact(figure.number) and not measure.change


def _counts_alike(one: Figure, other: Figure) -> bool:
    """Whether two figures are of one unit, or count heads under two names ("782 người", "7.450 nhân khẩu")."""
    return alike(one.unit, other.unit) or {unit_kind(one.unit), unit_kind(other.unit)} <= _COUNTS


# -- a base behind the share ----------------------------------------------------------------------------------------


def _of_base_behind(world: World, figures: Sequence[Figure], at: int) -> _Told | None:
    """Return a share of the figure behind it: "đạt 92,9% so với diện phải tiêm 1.680 con", "% dân số (7.450 người)"."""
    part, share = figures[at - 1], figures[at]
    base = figures[at + 1] if at + 1 < len(figures) else None
    if base is None or not (part.home == share.home == base.home) or not _BEHIND.fullmatch(share.before):
        return None
    named = _NAMED.fullmatch(base.before)
    ends = _CLOSED if named and named["bracket"] else _FINISHED
    if named is None or _NO_BASE.search(base.before) or not ends.match(base.after) or _NO_BASE.match(base.after):
        return None
    fit = _is_part(world, part) and _is_part(world, base) and _counts_alike(part, base)
    otherwise = fit and _fits_otherwise(world, figures[:at], share, base)
    return _Told(share, part, base, "mẫu số nêu ngay sau tỷ lệ") if fit and not otherwise else None


def _fits_otherwise(world: World, before: Sequence[Figure], share: Figure, base: Figure) -> bool:
    """Whether a share is of its base by another figure before it, by several in a row, or the other way round."""
    like = [f.value for f in before if f.block == share.block and _counts_alike(f, base)]
    runs = {sum(like[a:b], Decimal(0)) for a in range(len(like)) for b in range(a + 1, len(like) + 1)}
    turned = share_fits(base.value, before[-1].value, world.numbers[share.number])
    own = {before[-1].value}
    return turned or any(share_fits(part, base.value, world.numbers[share.number]) for part in runs - own)


# -- a plan ---------------------------------------------------------------------------------------------------------


def _of_plan_before(world: World, figures: Sequence[Figure], at: int) -> _Told | None:
    """Return a share of the one plan told before it, named again behind it: "chỉ tiêu 850 …, đạt 72% chỉ tiêu"."""
    share = figures[at]
    named = _PLANNED.match(share.after)
    if named is None or not _REACHED.search(share.before) or _OTHER_PLAN.search(named["more"]):
        return None
    before = [f for f in figures[:at] if share.sentence - f.sentence <= 1]
    plans = [f for f in before if _is_part(world, f) and (named["plan"] in f.before or _GIVEN.search(f.before))]
    if len(plans) != 1:
        return None
    done = [f for f in before if f.number > plans[0].number and alike(f.unit, plans[0].unit)]
    fit = len(done) == 1 and _is_part(world, done[0]) and not _PART_OR_PLAN.search(done[0].before)
    return _Told(share, done[0], plans[0], "kế hoạch nêu trong câu") if fit else None


def _of_plan_passed(world: World, figures: Sequence[Figure], at: int, known: Sequence[Relation]) -> _Told | None:
    """Return a share right behind the plan that was passed by so many: "vượt 284 so với chỉ tiêu 3.000 (đạt 109%)"."""
    plan, share = figures[at - 1], figures[at]
    near = plan.home == share.home and bool(PLAN.search(plan.before)) and bool(_BEHIND.fullmatch(share.before))
    if not near or not _REACHED.search(share.before):
        return None
    made = (r for r in known if r.kind in ("growth", "difference") and r.verdict == "holds" and r.parts[1:])
    news = {r.parts[0] for r in made if r.parts[1] == plan.number and r.unit != "%"}
    done = [f for f in figures if f.number in news]
    if len(done) != 1 or share_fits(done[0].value - plan.value, plan.value, world.numbers[share.number]):
        return None
    return _Told(share, done[0], plan, "kế hoạch đã vượt")


def _of_plan_compared(world: World, figures: Sequence[Figure], at: int) -> _Told | None:
    """Return a share right behind a result and the plan it is compared with: "405 đơn so với kế hoạch 857, bằng"."""
    if at < _PAIR:
        return None
    part, plan, share = figures[at - _PAIR : at + 1]
    if not part.home == plan.home == share.home or not _WITH_PLAN.fullmatch(plan.before):
        return None
    near = _BEHIND.fullmatch(share.before) and _ENDS.match(share.after)
    fit = near and _is_part(world, part) and world.is_exact(plan.number) and alike(part.unit, plan.unit)
    return _Told(share, part, plan, "kế hoạch đứng ngay sau kết quả") if fit else None


# -- a pair ---------------------------------------------------------------------------------------------------------


def _of_pair(world: World, figures: Sequence[Figure], at: int) -> _Told | None:
    """Return a rate right behind a pair of its sentence whose words were said before of what is paired."""
    pair, share = figures[at - 1], figures[at]
    found = _RATE.fullmatch(share.before)
    if found is None or pair.home != share.home or world.numbers[pair.number].of is None:
        return None
    start = world.document.blocks[share.block].span.start
    said = content_words(world.folded[start : world.numbers[share.number].span.start - len(share.before)])
    rate = content_words(found["rate"])
    told = (bool(rate) and rate <= said) or _COVERS.fullmatch(share.before)
    fit = told and not world.measures[pair.number].change
    return _Told(share, pair, pair, "tỷ số đứng trước") if fit else None


# -- a whole alone -


def _of_only_whole(world: World, figures: Sequence[Figure], at: int) -> _Told | None:
    """Return a share that says what part of a whole its count is, where its sentence tells one count before it."""
    part, share = figures[at - 1], figures[at]
    told = _IS_PART.fullmatch(share.before) or _COVERS.fullmatch(share.before)
    if not told or not _ENDS.match(share.after) or part.home != share.home:
        return None
    like = [f for f in figures if f.block == part.block and f is not part and alike(f.unit, part.unit)]
    fit = len(like) == 1 and like[0].home == part.home and like[0].number < part.number
    fit = fit and not part.before.endswith((" trên", " trên tổng số"))  # "63 hộ trên 75 hộ" are the other way round
    if not fit or not (_is_part(world, part) and _is_part(world, like[0])):
        return None
    aside = any(world.measures[f.number].period or world.measures[f.number].target for f in (part, like[0]))
    # what has a share of its own stands beside it: "412 hộ nghèo, chiếm 14,3%; 318 hộ cận nghèo, chiếm 10,8%"
    behind = next((f for f in figures if f.number > like[0].number), None)
    aside = aside or behind is not part or bool(_OF_ALL.search(clause(part)))
    return None if aside else _Told(share, part, like[0], "số duy nhất cùng đơn vị nêu trước trong câu")


# -- a sum that holds -----------------------------------------------------------------------------------------------


def _of_closed_sum(world: World, figures: Sequence[Figure], at: int, known: Sequence[Relation]) -> _Told | None:
    """Return a bare share of a part of a sum that holds: nothing but its total is named as its whole.

    Shares of two parts that do not fit are of something else: each of its plan, or of one base that nobody names.
    """
    part, share = figures[at - 1], figures[at]
    if part.home != share.home or not _OF_WHOLE.fullmatch(share.before) or not _ENDS.match(share.after):
        return None
    sums = [r for r in known if r.kind == "sum" and r.verdict == "holds" and part.number in r.parts]
    totals = {r.total for r in sums if r.total is not None}
    whole = next((f for f in figures if f.number in totals), None)
    if len(totals) != 1 or whole is None or not _is_part(world, part) or not alike(part.unit, whole.unit):
        return None
    shares = [(p, s) for p, s in pairwise(figures) if s.unit == "%" and p.number in sums[0].parts]
    fits = sum(_fits(world, p, s, whole) for p, s in shares)
    told = fits > 0 or "chiếm" in share.before.split() or not _may_be_of_plan(world, part, share)
    return _Told(share, part, whole, "tổng của các phần đã cộng đúng") if told and len(shares) - fits <= 1 else None


def _fits(world: World, part: Figure, share: Figure, whole: Figure) -> bool:
    return try_base(world, part.number, world.numbers[share.number], whole.number, "").verdict == "holds"


def _may_be_of_plan(world: World, part: Figure, share: Figure) -> bool:
    """Whether a bare share may be of a plan: of an amount, or where its paragraph tells of one."""
    block = world.document.blocks[share.block].span
    return is_measured(part.unit) or PLAN.search(world.folded, block.start, block.end) is not None
