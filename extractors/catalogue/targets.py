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
    r"phấn đấu|mục tiêu|đăng ký (?:đạt|xây dựng|về đích)|chỉ tiêu[^#]{0,30}(?:giao|năm|đến|là)|kế hoạch (?:giao|là|cả năm)|đặt ra|đề ra|tối thiểu|ít nhất|kế hoạch (?:năm|đề ra)|trong năm tới|cần đạt|đảm bảo đạt|dự kiến|không quá|đề nghị|yêu cầu đạt|đặt mục tiêu"
)
_PLAN_HEAD = re.compile(r"(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu)(?! thực hiện)")
_AS_PLANNED = re.compile(r"\s*\S*(?: \S+)?\s*(?:theo |so với )?(?:kế hoạch|chỉ tiêu)")
_DONE = re.compile(r"(?<!\w)(?:đã|kết quả|thực hiện được|hoàn thành|đạt được)(?!\w)")


def period_of(context: Context, entry: Entry, quantity: Quantity) -> str | None:
    """Return the period said nearest before a figure in its sentence or head, None where it is the report's own."""
    number = context.numbers[quantity.number]
    block = context.document.blocks[entry.block]
    spans = entry.path or (Span(block.span.start, number.span.start),)
    nearest: Number | None = None
    for other in context.numbers:
        if other.when and other.role == "period" and any(s.start <= other.span.start < s.end for s in spans):
            if entry.path or _same_sentence(context, other.end, number.span.start):
                nearest = other
    if nearest is None or nearest.when is None or nearest.when == context.period:
        return None
    if _comparison(context, nearest):
        return None
    return nearest.when


def _same_sentence(context: Context, start: int, end: int) -> bool:
    return not re.search(r"[.;](?=\s+\w)", context.folded[start:end])


def _comparison(context: Context, number: Number) -> bool:
    """Whether a period only names a model, a plan or what a figure is compared with."""
    before = context.folded[max(0, number.span.start - 30) : number.span.start]
    return bool(re.search(r"(?:so với|kế hoạch|nghị quyết|thân thiện|đề án|chương trình|phát động)[^,;]*$", before))


def is_target(context: Context, entry: Entry, wording: Wording, quantity: Quantity, metric: str | None) -> bool:
    """Whether a figure is aimed at, not reached: plan columns and brackets, verbs of aiming, plans, plan sections."""
    before, _, after = wording.own.partition("#")
    if entry.path and (wording.near.startswith(("kế hoạch :", "kế hoạch #")) or (metric is None and _PLAN_HEAD.match(wording.near))):
        return True
    if _in_plan_bracket(context, entry) or (
        _AS_PLANNED.match(after) and before.rstrip(" /").endswith(("kế hoạch", "chỉ tiêu")) and not wording.near.endswith("# %")
    ):
        return True
    aims = [m.end() for m in _TARGET.finditer(before[-110:])]
    done = [m.end() for m in _DONE.finditer(before[-110:])]
    if aims or done:
        return max(aims, default=-1) > max(done, default=-1)
    section = _section_of(context, entry.block)
    if context.kind == "ke_hoach":
        # grounds, state of things and money of a plan are no aims
        said = re.search(r"căn cứ|đặc điểm|tình hình|kinh phí|kết quả", fold(section.title)) if section else None
        past = re.search(r"(?<!\w)(?:hiện có|hiện nay|hiện|đang có|dân số|tiếp nhận)(?!\w)", wording.sentence)
        return not said and not past and unit_kind(wording.near.rpartition("# ")[2]) != "money"
    mixed = section is not None and re.search(r"hạn chế|tồn tại|kết quả|đánh giá", fold(section.title))
    return section is not None and section.kind == "plan" and not mixed


def _in_plan_bracket(context: Context, entry: Entry) -> bool:
    """Whether a figure stands in a bracket after "dự toán năm" or "so với kế hoạch"."""
    if entry.group is None:
        return False
    group = context.ledger.groups[entry.group]
    before = context.folded[max(0, group.span.start - 40) : group.span.start]
    return group.kind == "bracket" and not group.parents and bool(re.search(r"(?:kế hoạch|dự toán|chỉ tiêu)[^,;.(%]*$", before))


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
