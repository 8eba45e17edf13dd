"""When a figure is meant for, and whether it is aimed at or reached."""

from __future__ import annotations

import re

from extractors.catalogue.context import Context
from extractors.catalogue.lookup import Wording
from extractors.document import Span
from extractors.ledger.entries import Entry, Quantity
from extractors.lexicon import unit_kind
from extractors.numbers.number import Number
from extractors.sections import Section
from extractors.vietnamese import fold

_TARGET = re.compile(
    r"phấn đấu|(?<!có )mục tiêu(?! quốc gia)|đăng ký (?:đạt|xây dựng|về đích)"
    r"|chỉ tiêu[^#]{0,30}(?:giao(?! thông| dịch| ban)|năm|đến|là)"
    r"|kế hoạch (?:giao|là|cả năm)|đặt ra|đề ra|tối thiểu|ít nhất|kế hoạch (?:năm|đề ra)|trong năm tới|cần đạt"
    r"|đảm bảo đạt|dự kiến|không quá|đề nghị|yêu cầu đạt|đặt mục tiêu"
)
_PLAN_HEAD = re.compile(r"(?:kế hoạch|kh(?!\w)|dự toán|chỉ tiêu|mục tiêu)(?! (?:thực hiện|đạt|đã|chưa|không))")
_AS_PLANNED = re.compile(r"\s*\S*(?: \S+)?\s*(?:theo |so với )?(?:kế hoạch|chỉ tiêu)")
_DONE = re.compile(r"(?<!\w)(?:đã|kết quả|thực hiện được|hoàn thành|đạt được)(?!\w)")
_NO_AIM = re.compile(r"căn cứ|đặc điểm|tình hình|kinh phí|kết quả")
_AT_PRESENT = re.compile(r"(?<!\w)(?:hiện có|hiện nay|hiện|đang có|dân số|tiếp nhận)(?!\w)")
_LOOKS_BACK = re.compile(r"hạn chế|tồn tại|kết quả|đánh giá")
_COMPARED = re.compile(r"(?:so với|kế hoạch|nghị quyết|thân thiện|đề án|chương trình|phát động)[^,;]*$")
_BEFORE_BRACKET = re.compile(r"(?:kế hoạch|dự toán|chỉ tiêu)[^,;.(%]*$")


def period_of(context: Context, entry: Entry, quantity: Quantity) -> str | None:
    """Return the period said nearest before a figure in its sentence or head, None where it is the report's own."""
    number = context.numbers[quantity.number]
    block = context.document.blocks[entry.block]
    spans = entry.path or (Span(block.span.start, number.span.start),)
    nearest: Number | None = None
    for other in context.periods:
        inside = any(s.start <= other.span.start < s.end for s in spans)
        if inside and (entry.path or _same_sentence(context, other.end, number.span.start)):
            nearest = other
    if nearest is None or nearest.when == context.period or _comparison(context, nearest):
        return None
    return nearest.when


def _same_sentence(context: Context, start: int, end: int) -> bool:
    return not re.search(r"[.;](?=\s+\w)", context.folded[start:end])


def _comparison(context: Context, number: Number) -> bool:
    """Whether a period only names a model, a plan or what a figure is compared with."""
    before = context.folded[max(0, number.span.start - 30) : number.span.start]
    return bool(_COMPARED.search(before))


def is_target(context: Context, entry: Entry, wording: Wording, metric: str | None) -> bool:
    """Whether a figure is aimed at, not reached: plan columns and brackets, verbs of aiming, plans, plan sections."""
    if _in_plan_column(entry, wording, metric) or _in_plan_bracket(context, entry) or _as_planned(wording):
        return True
    before = wording.own.partition("#")[0][-110:]
    aims = [m.end() for m in _TARGET.finditer(before)]
    done = [m.end() for m in _DONE.finditer(before)]
    if aims or done:
        return max(aims, default=-1) > max(done, default=-1)
    return _is_plan_text(context, _section_of(context, entry.block), wording)


def _in_plan_column(entry: Entry, wording: Wording, metric: str | None) -> bool:
    if not entry.path:
        return False
    said = wording.near.startswith(("kế hoạch :", "kế hoạch #", "kh :", "kh #"))
    return said or (metric is None and bool(_PLAN_HEAD.match(wording.near)))


def _as_planned(wording: Wording) -> bool:
    """Whether a count is that of the plan itself ("kế hoạch 12 lớp theo chỉ tiêu"), not a share of it."""
    before, _, after = wording.own.partition("#")
    planned = before.rstrip(" /").endswith(("kế hoạch", "chỉ tiêu")) and not wording.near.endswith("# %")
    return planned and bool(_AS_PLANNED.match(after))


def _is_plan_text(context: Context, section: Section | None, wording: Wording) -> bool:
    """Whether the document or the section around a figure only plans."""
    title = fold(section.title) if section is not None else ""
    if context.kind == "ke_hoach":
        # grounds, state of things and money of a plan are no aims
        past = _NO_AIM.search(title) or _AT_PRESENT.search(wording.sentence)
        return not past and unit_kind(wording.near.rpartition("# ")[2]) != "money"
    return section is not None and section.kind == "plan" and not _LOOKS_BACK.search(title)


def _in_plan_bracket(context: Context, entry: Entry) -> bool:
    """Whether a figure stands in a bracket after "dự toán năm" or "so với kế hoạch"."""
    if entry.group is None:
        return False
    group = context.ledger.groups[entry.group]
    before = context.folded[max(0, group.span.start - 40) : group.span.start]
    return group.kind == "bracket" and not group.parents and bool(_BEFORE_BRACKET.search(before))


def _section_of(context: Context, block: int) -> Section | None:
    """Return the outermost plan section around a block, else its innermost section."""
    inside = [section for section in context.sections if section.block <= block]
    if not inside:
        return None
    by_id = {section.id: section for section in context.sections}
    current: Section | None = inside[-1]
    innermost = current
    while current is not None:
        if current.kind == "plan":
            return current
        current = by_id.get(current.parent) if current.parent else None
    return innermost
