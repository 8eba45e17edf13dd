"""Failing relations that other figures of their sentence make right: a charitable reader takes that reading.

Each defence is arithmetic between figures printed beside each other, to the last digit; none knows a noun or a phrase
of its sentence but the words of movement, of a base in a bracket and of what counts twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from extractors.lexicon import unit_kind
from extractors.lexicon.amounts import alike
from extractors.relations.arithmetic import share_fits
from extractors.relations.other_products import OF_PRODUCTS
from extractors.relations.other_report import Report
from extractors.relations.other_sums import OF_SUMS
from extractors.relations.passages import Passages
from extractors.relations.relation import Relation
from extractors.relations.sums.closed_sum_words import clause
from extractors.relations.world import World

_CHANGES = ("growth", "difference")
#: what opens the bracket of a base behind a change, and closes it behind the figure
_OPENS, _CLOSES = re.compile(r"^[^\d,;:.]{0,30}\(\D{0,30}$"), re.compile(r"^[^\d(]{0,16}\)")
#: a share that says how much of the old figure the new one is
_INDEX = re.compile(r"(?<!\w)(?:bằng|đạt|tương đương|tương ứng|tức(?: là)?|hay)(?: với| bằng| đạt)?$")
#: what a few are named to be, up to the bracket behind the name
_FEW, _NAMED = 3, re.compile(r"[^\d,;:.()]{0,50}(?<!\w)là (?!do|vì|để)[^\d,;:.()]{2,60}\(")
#: whose shares are rates of all there are
_POOR = re.compile(r"(?<!\w)(?:nghèo|thất nghiệp)(?!\w)")
#: what a share of all such things is told with
_HOLDS, _OF_ALL_SUCH = re.compile(r", (?:bằng|đạt|chiếm)(?: tỷ lệ)?$"), re.compile(r"(?:tổng )?số(?!\w)")
#: the least part whose share is met by no chance, and how many times what it should be a share tells of other things
_LEAST, _FAR = 20, 20
_COUNTED = frozenset(("count", "person", "household"))
#: a slip by whole digits is none of these
_SCALES, _NEAR = (100, 1000, 1_000_000), Decimal("0.05")
#: what names the whole of what it counts
_AMONG = re.compile(r"(?<!\w)trong (?:tổng )?số [^\d,;:.()]{3,40} có$")
#: a total that is named behind a share and not told
_OWN_TOTAL = re.compile(r"(?:so với |của |trên )?(?P<total>tổng(?: số)? [^\W\d_]+)\s?(?:[,;.]|$)")
#: shares printed finer than whole ones, and a share of all
_FINE, _ALL = Decimal("0.1"), 100


def without_other_readings(world: World, passages: Passages, relations: Sequence[Relation]) -> Iterator[Relation]:
    """Yield relations but those that fail though another reading of their sentence holds."""
    told = frozenset(r.parts for r in relations if _is_change(world, r) and r.verdict == "holds")
    places = {figure.number: at for at, figure in enumerate(passages.figures)}
    report = Report(world, passages.figures, places, told)
    for relation in relations:
        defences = _DEFENCES.get(relation.kind, ()) if relation.verdict == "fails" else ()
        if not any(holds(report, relation) for holds in defences):
            yield relation


def _is_change(world: World, relation: Relation) -> bool:
    """Whether a relation is a change by an amount of what it changes, no share and no number of times."""
    if relation.kind not in _CHANGES or relation.total is None or not relation.parts:
        return False
    return alike(world.unit(relation.total), world.unit(relation.parts[0]))


# -- changes --------------------------------------------------------------------------------------------------------


def _is_told_already(report: Report, relation: Relation) -> bool:
    """Whether another amount is the change of the two: "tăng 13 người do tăng mới 31, giảm 18"."""
    return _is_change(report.world, relation) and relation.parts in report.told


def _has_own_base(report: Report, relation: Relation) -> bool:
    """Whether the bracket behind a change holds one figure, from which another of its sentence differs by just that.

    "Quý III có 43, nhiều hơn quý II 5 (38) và ít hơn quý I 7 (50)".
    """
    change = report.figure(relation.total)
    base = None if change is None else report.figure(change.number + 1)
    if change is None or base is None or not _is_change(report.world, relation) or base.number in relation.parts:
        return False
    if base.home != change.home or not (_OPENS.match(change.after) and _CLOSES.match(base.after)):
        return False
    return any(abs(f.value - base.value) == change.value for f in report.beside(change, but=(base.number,)))


def _is_one_of_two(report: Report, relation: Relation) -> bool:
    """Whether a change and one before it make the change of the two: "giảm 2 …; giảm thêm 13, từ 145 xuống 130"."""
    change = report.figure(relation.total)
    if change is None or "thêm" not in change.before.split() or len(relation.parts) != len(("new", "old")):
        return False
    new, old = (report.world.value(part) for part in relation.parts)
    beside = (f for f in report.beside(change, but=relation.parts) if alike(f.unit, change.unit))
    return any(f.value + change.value == abs(new - old) for f in beside)


def _is_index(report: Report, relation: Relation) -> bool:
    """Whether a share says how much of the old figure the new one is: "tăng 78 việc (610 việc), bằng 112,8%"."""
    share = report.figure(relation.total)
    if share is None or share.unit != "%" or not _INDEX.search(share.before) or len(relation.parts) != len("no"):
        return False
    new, old = (report.world.value(part) for part in relation.parts)
    return old > 0 and share_fits(new, old, report.world.numbers[share.number])


# -- shares ---------------------------------------------------------------------------------------------------------


def _is_of_other_part(report: Report, relation: Relation) -> bool:
    """Whether a fine share is right of its base by another part: "đạt 341, không đạt 45, tỷ lệ đạt 88,3%" of 386."""
    number = next((o.number for o in relation.operands if o.role == "share"), None)
    share = report.figure(number)
    if share is None or relation.total is None or report.world.numbers[share.number].step > _FINE:
        return False
    whole, printed = report.world.value(relation.total), report.world.numbers[share.number]
    parts = (f for f in report.beside(share, but=(*relation.parts, relation.total)) if f.number < share.number)
    like = (f for f in parts if f.unit != "%" and alike(f.unit, report.world.unit(relation.total)))
    return whole > 0 and any(0 < f.value < whole and share_fits(f.value, whole, printed) for f in like)


def _is_turned(report: Report, relation: Relation) -> bool:
    """Whether a fine share is right the other way round: "53 cuộc trên 52 cuộc theo chương trình (101,92%)"."""
    number = next((o.number for o in relation.operands if o.role == "share"), None)
    share = report.figure(number)
    if share is None or relation.total is None or len(relation.parts) != 1:
        return False
    whole, part = report.world.value(relation.total), report.world.value(relation.parts[0])
    printed = report.world.numbers[share.number]
    ends = sorted((relation.total, relation.parts[0]))
    between = report.world.folded[report.world.numbers[ends[0]].end : report.world.numbers[ends[1]].span.start]
    turned = part > 0 and share.value > _ALL and "tổng" not in between
    return turned and printed.step <= _FINE and share_fits(whole, part, printed)


def _is_of_named(report: Report, relation: Relation) -> bool:
    """Whether a share in a bracket is of what a few are named to be: "còn 01 khoản đạt thấp là thuế đất (39,3%)"."""
    part = report.figure(next(iter(relation.parts), None))
    share = next((o.number for o in relation.operands if o.role == "share" and o.number is not None), None)
    if part is None or share is None or part.value > _FEW:
        return False
    between = report.world.folded[report.world.numbers[part.number].end : report.world.numbers[share].span.start]
    return _NAMED.fullmatch(between) is not None


def _is_of_all_households(report: Report, relation: Relation) -> bool:
    """Whether a share of the poor is less than it is of the poor and near poor: it is of all households, then."""
    part, whole = report.figure(next(iter(relation.parts), None)), report.figure(relation.total)
    if part is None or whole is None or part is whole or _AMONG.search(part.before):
        return False
    poor = all(_POOR.search(f"{clause(f)} {f.unit}") for f in (part, whole))
    return poor and (relation.found or Decimal(0)) < (relation.expected or Decimal(0))


def _is_of_count_above(report: Report, relation: Relation) -> bool:
    """Whether a fine share is right of its part by a greater count told before both in their paragraph.

    "Tỉnh thụ lý 485 vụ, huyện 5.581 vụ. Đã giải quyết 3.803 vụ; trong đó tỉnh 334 vụ (68,9%), huyện 3.469 vụ (62,2%)".
    """
    share = next((f for o in relation.operands if o.role == "share" and (f := report.figure(o.number))), None)
    part = report.figure(next(iter(relation.parts), None))
    if share is None or part is None or report.world.numbers[share.number].step > _FINE:
        return False
    kind, printed = unit_kind(part.unit), report.world.numbers[share.number]
    above = (f for f in report.of_block(share) if f.number < part.number and f.value > part.value >= _LEAST)
    return kind in _COUNTED and any(
        unit_kind(f.unit) == kind and share_fits(part.value, f.value, printed) for f in above
    )


def _is_of_own_total(report: Report, relation: Relation) -> bool:
    """Whether the base of a share has a share of its own, of a total called by the same words: so has the part.

    "642 con trâu, đạt 92,8% so với tổng đàn; 175 con lợn, đạt 68,6% tổng đàn": each is of its own herd.
    """
    share = next((f for o in relation.operands if o.role == "share" and (f := report.figure(o.number))), None)
    base = report.figure(relation.total)
    own = None if base is None else report.figure(base.number + 1)
    if share is None or own is None or own is share or own.unit != "%":
        return False
    names = [_OWN_TOTAL.match(f.after) for f in (share, own)]
    return None not in names and len({name["total"] for name in names if name}) == 1


def _is_of_other_things(report: Report, relation: Relation) -> bool:
    """Whether a part that prints no unit is nowhere near the share that it should have: it counts something else."""
    part = report.figure(next(iter(relation.parts), None))
    if part is None or report.world.numbers[part.number].unit or not relation.expected or not relation.found:
        return False
    times = relation.found / relation.expected
    return times > _FAR and not any(abs(times / scale - 1) < _NEAR for scale in _SCALES)


def _is_of_level(report: Report, relation: Relation) -> bool:
    """Whether a fine share behind a change is that of what changed, of a figure before it.

    "Toàn tỉnh có 2.535 tổ. … tổ khá 262 tổ, tăng 131 tổ so với năm trước, tỷ lệ 10,34%": 262 of 2.535.
    """
    share = next((f for o in relation.operands if o.role == "share" and (f := report.figure(o.number))), None)
    change = report.figure(next(iter(relation.parts), None))
    if share is None or change is None or not report.world.measures[change.number].change:
        return False
    printed = report.world.numbers[share.number]
    before = [f for f in report.of_block(share) if f.number < change.number and alike(f.unit, change.unit)]
    level = before[-1] if before else None
    if level is None or level.home != change.home or printed.step > _FINE:
        return False
    return any(f.value > level.value > 0 and share_fits(level.value, f.value, printed) for f in before)


def _is_of_what_grew(report: Report, relation: Relation) -> bool:
    """Whether a share of all there are stands behind a change: it tells what has grown, not by how much.

    "11 xã đạt chuẩn, thêm 2 xã so với năm trước, bằng 91,7% số xã".
    """
    share = next((f for o in relation.operands if o.role == "share" and (f := report.figure(o.number))), None)
    if share is None or not any(report.world.measures[part].change for part in relation.parts):
        return False
    return _HOLDS.search(share.before) is not None and _OF_ALL_SUCH.match(share.after) is not None


def _is_of_points(report: Report, relation: Relation) -> bool:
    """Whether a share would be one of percentage points of others, which nobody tells."""
    return any(report.world.unit(n) in ("điểm phần trăm", "điểm %") for n in relation.parts)


_DEFENCES: dict[str, tuple[Callable[[Report, Relation], bool], ...]] = {
    "growth": (_is_told_already, _has_own_base, _is_one_of_two, _is_index),
    "difference": (_is_told_already, _has_own_base, _is_one_of_two, _is_index),
    "percent": (
        _is_of_other_part,
        _is_turned,
        _is_of_points,
        _is_of_all_households,
        _is_of_named,
        _is_of_what_grew,
        _is_of_level,
        _is_of_count_above,
        _is_of_own_total,
        _is_of_other_things,
    ),
    **OF_SUMS,
    **OF_PRODUCTS,
}
