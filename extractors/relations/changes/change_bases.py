"""The base of a change by its place: behind "so với" in a bracket, before the change, in the bracket of a plan."""

from __future__ import annotations

import re

from extractors.relations.changes.change_clauses import direction_of
from extractors.relations.changes.told_blocks import ToldBlock
from extractors.relations.passages import Figure

_SO = r"so (?:với|cùng)?|(?:cao|thấp|nhiều|ít|lớn|nhỏ|kém) hơn|hơn|vượt"
#: what may stand between a change and the bracket of its base, or the base itself
_BASE_BEHIND = re.compile(
    r"(?:^|[^:;]*?[\s)])so(?: với| cùng)? (?!tổng|toàn)[^:;,]{2,70}?\s*\((?:[^(),;]{0,40}?[\s:])?\s*$"
    r"|(?:^|[^:;]*?[\s)])so(?: với| cùng)? "
    r"(?:(?:mức|con số|ngưỡng|kế hoạch|chỉ tiêu|dự toán|mục tiêu|số)(?: (?!và )\w+){0,5}"
    r"|(?:(?! và )[^:;,()]){2,60} (?:là|đạt|ở mức|có))$"
)
#: a bracket right behind a change, that holds its base only where something before the change is compared with
_BRACKET_BEHIND = re.compile(
    r"^(?:[^\W\d_]+ ){0,3}\((?:(?:từ|là|của|trước đó|năm trước|cùng kỳ)\s*:?\s*|[^(),;:]{2,40}: ?)?$"
)
#: a past or planned figure in a bracket before a change ("58,4 triệu đồng (kế hoạch 50), vượt 8,4 triệu đồng")
_BASE_BESIDE = re.compile(
    r"\((?:[^()]*?[\s(])?(?:kế hoạch|chỉ tiêu|dự toán|mục tiêu|cùng kỳ|năm (?:trước|ngoái|\d{4}))(?: [^\W\d_]+){0,4}:?$"
    r"|(?:kế hoạch|chỉ tiêu|dự toán)(?: [^\W\d_]+){0,3} ?\($"
)
_PLAN_BEHIND = re.compile(r"^(?:[^\W\d_]+ ){0,3}[,(] ?(?:kế hoạch|chỉ tiêu|dự toán)(?: [^\W\d_]+){0,3}$")
#: a base before its change, in a bracket or at the end of its words
_BASE_BEFORE = re.compile(rf"(?<!\w)(?P<so>{_SO}) (?!tổng|toàn)[^:;]{{0,70}}?\((?:[^(),;]{{0,30}}[\s:])?\s*$")
_CHANGE_BEHIND = re.compile(r"^[^(;.]{0,20}\)[^(;.]*$")
_THEN_CHANGE = re.compile(r"^[^(;.]{0,20}\)[,;]? (?:[^\W\d_]+ ?){1,4}$")
_COMPARED = re.compile(r"(?<!\w)(?:so với|so cùng|so|hơn|cùng kỳ|năm trước)(?!\w)")
#: the same change told as a percentage, between it and its base
_ALSO = re.compile(
    r"^[^;:.]{0,20}[,(–—-]? ?(?:(?:tương đương|tương ứng|tức|bằng|hay|hoặc|và|đạt|tỷ lệ|tốc độ|mức|với|là|khoảng|giảm"
    r"|tăng|vượt|thấp hơn|cao hơn)(?: |$))*$"
)
#: a plan in a bracket, and the time that a change behind it goes by
_PLAN = re.compile(r"(?<!\w)(?:kế hoạch|chỉ tiêu|dự toán|nghị quyết)[^,;:]*\([^(]*$")
_OTHER_TIME = re.compile(r"(?<!\w)so(?: với)? (?:cùng kỳ|đầu|cuối|năm|quý|tháng|kỳ|vụ)(?!\w)")
_FROM_BEHIND = re.compile(r"^(?:[^\W\d_]+ ){0,2}?[,(]? ?từ(?: mức| chỗ)?$")


def direction_at(block: ToldBlock, at: int) -> int | None:
    """Return the way a figure says that it is a change, None where it says none."""
    figure, said = block.figures[at], block.told[at]
    if said.tag == "change":
        return said.direction
    told = direction_of(figure.before)
    if told is None and at and _BASE_BEFORE.search(block.figures[at - 1].before):
        way = _CHANGE_BEHIND.match(figure.before)
        led = way is not None and re.search(
            r"(?<!\w)(?P<up>cao|nhiều|lớn)?(?:thấp|ít|nhỏ|kém)? ?hơn(?!\w)", block.figures[at - 1].before
        )
        return None if not led else 1 if led["up"] else -1
    return told


def base_of(block: ToldBlock, at: int) -> int | None:
    """Return the place of the figure that a change is compared with, by where it stands."""
    figures = block.figures
    for other in range(at + 1, min(at + 3, len(figures))):
        last = block.between(other - 1, other)
        if other > at + 1 and not (figures[at + 1].unit == "%" and _ALSO.match(block.between(at, at + 1))):
            break
        if not block.is_base(at, other):
            continue
        if _is_behind(block, at, other, last):
            return other
    if at and block.is_base(at, at - 1) and _is_before(figures[at - 1].before, figures[at].before):
        return None if _is_against_time(figures[at - 1].before, figures[at]) else at - 1
    return None


def _is_against_time(base: str, change: Figure) -> bool:
    """Whether a change is against another time, and the base before it is a plan ("so kế hoạch (50) và tăng 3 …")."""
    return bool(_PLAN.search(base) and _OTHER_TIME.search(f"{change.before} # {change.after}"))


def _is_before(base: str, change: str) -> bool:
    """Whether the words before a figure, and those between it and a change, make it the base of that."""
    compared = _BASE_BEFORE.search(base) and _CHANGE_BEHIND.match(change)
    return bool(compared or (_BASE_BESIDE.search(base) and _THEN_CHANGE.match(change)))


def _is_behind(block: ToldBlock, at: int, other: int, last: str) -> bool:
    """Whether the words that end before a figure make it the base of a change further before."""
    figure, next_to = block.figures[at], other == at + 1
    if _BASE_BEHIND.search(last) or _PLAN_BEHIND.match(last) or (next_to and "(" in last and _FROM_BEHIND.match(last)):
        return True
    said = [f.before for f in block.figures[: at + 1] if f.home == figure.home]
    compared = any(map(_COMPARED.search, said)) or (not next_to and _COMPARED.search(last))
    return bool(compared and _BRACKET_BEHIND.match(last))
