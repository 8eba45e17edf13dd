"""When a figure is meant for, and whether it is aimed at or reached."""

from __future__ import annotations

import re

from extractors.catalogue.context import Context, sentence_start, words_at
from extractors.catalogue.scopes import Wording
from extractors.cues import may_stand, seeker
from extractors.ledger.entries import Entry, Quantity
from extractors.lexicon import unit_kind
from extractors.numbers.number import Number
from extractors.patterns import at_words
from extractors.sections import Section
from extractors.vietnamese import fold

#: what is said with these is aimed at to the end of the sentence
_AIM = at_words(
    r"(?<!\w)(?:(?<!dự toán )(?<!chỉ tiêu )(?<!kế hoạch )(?<!mức )phấn đấu|(?<!có )mục tiêu(?! quốc gia)"
    r"|đăng ký (?:đạt|xây dựng|về đích)|đặt ra|đề ra|trong năm tới"
    r"|đảm bảo đạt|tiến tới|thời gian tới|yêu cầu đạt|đặt mục tiêu|sẽ (?:tổ chức|mở|có|đạt)|dự kiến|quyết tâm)(?!\w)"
)
#: a sentence that opens with a time ahead tells what is aimed at in it
_AHEAD = re.compile(
    r"[-+*•\s]*(?:trong |sang |bước (?:vào|sang) )?"
    r"(?:(?:năm(?: học)?|quý|tháng|kỳ|nhiệm kỳ|vụ|mùa) (?:tới|sau|tiếp theo)"
    r"|(?<=sang )năm)(?!\w)(?! (?:cao|thấp|nhiều|ít|tăng|giảm|so|\d))"
)
#: what stands right after these is aimed at
_ASKED = seeker(
    r"(?<!\w)(?:chỉ tiêu[^#,;:]{0,30}(?:giao(?! thông| dịch| ban)|năm|đến|là)|mức (?:\w+ )?(?:giao|yêu cầu|phải đạt)"
    r"|(?<!của )kế hoạch (?:giao|là|cả năm|năm|đề ra)|tối thiểu"
    r"|ít nhất(?! (?:ở|tại|là|thuộc)(?!\w))(?![^.]{0,60}(?:nhiều|đông|cao) nhất)"
    r"|cần đạt|không quá|không dưới|không thấp hơn)(?!\w)[^#,;:%]{0,16}#|(?<!\w)không để [^#,;]{0,20}(?:quá|vượt) #"
    r"|(?<!\w)(?:(?<!vượt )(?<!có )(?:chỉ tiêu|mục tiêu)|phải đạt) #"
    r"|(?<!\w)mức # (?:% )?(?:\w+ ){0,2}(?:giao|yêu cầu|đề ra)"
)
#: a sentence that opens so sets what is to be reached to its end ("Đưa tỷ lệ … lên ít nhất 85%; mở 02 lớp …")
_SETS_AIM = re.compile(
    r"[-+*•\s]*(?:đưa|nâng|giữ|duy trì|phát triển)\s[^.;#]{3,80}?\s(?:lên|đạt|ở mức)(?: đến| tới)?"
    r" (?:ít nhất|tối thiểu|không dưới|không thấp hơn)\s"
)
#: the plan itself as what was done is told of ("Trong 120 triệu đồng kế hoạch đã thực hiện 118 triệu đồng")
_OF_PLAN = seeker(r"(?:^|(?<=\s))(?:trong|trên)(?: tổng)?(?: số)? # (?:[^#,;.%]{2,20} )?kế hoạch(?!\w)")
#: said of what is done: what stands after it in its sentence is no aim
_DONE = at_words(r"(?<!\w)(?:đã|kết quả (?:là|đạt|thực hiện)|thực hiện được|đạt được|năm trước|cùng kỳ)(?!\w)")
_PLAN_LEAD = re.compile(
    r"(?:chỉ tiêu|mục tiêu|nhiệm vụ|phương hướng|kế hoạch)[^.:;]{0,60}năm (?P<year>20\d\d)[^.;]{0,40}:$"
)
#: a bracket behind the time that a figure in it is of ("so với cùng kỳ năm 2023 (tiếp nhận mới 880 hồ sơ)")
_THEN = re.compile(r"(?<!\w)(?:cùng kỳ|so với)(?: năm)?\s*$")
_IN_BRACKET = re.compile(r"\s*\([^()\d]*")
_SENTENCE_END = re.compile(r"[.;](?=\s+\w)")
_STOP = re.compile(r"[.](?=\s+\D)|\n")
_PLAN_HEAD = re.compile(r"(?:kế hoạch|kh(?!\w)|dự toán|chỉ tiêu|mục tiêu)(?! (?:thực hiện|đạt|đã|chưa|không|vốn))")
_DONE_HEAD = re.compile(r"(?:thực hiện|kết quả|đã|ước thực hiện|hiện có|hiện trạng|cùng kỳ)(?!\w)")
_COMPARED_WITH = seeker(
    r"(?:so với|so|bằng|đạt|vượt|/)\s*(?:\d[\d.,]*\s*%\s*)?(?:mức |với )?(?:kế hoạch|kh|chỉ tiêu|nghị quyết)"
    r"(?: \w+){0,3}\s*$"
)
_AS_PLANNED = re.compile(r"\s*\S*(?: \S+)?\s*(?:theo |so với )?(?:kế hoạch|chỉ tiêu)")
_NO_AIM = re.compile(r"căn cứ|đặc điểm|tình hình|kinh phí|kết quả|hiện trạng|thực trạng")
_AT_PRESENT = re.compile(r"(?<!\w)(?:hiện có|hiện nay|hiện|đang có|đã|trong năm qua|năm trước|tổng dân số)(?!\w)")
_LOOKS_BACK = re.compile(r"hạn chế|tồn tại|kết quả|đánh giá|chấm điểm|nhận xét|ưu điểm|làm được|nhìn lại|nhìn nhận")
_COMPARED = re.compile(r"(?:so với|kế hoạch|nghị quyết|mô hình|đề án|chương trình|phát động|quy hoạch|nhiệm kỳ)[^,;]*$")
_BEFORE_BRACKET = re.compile(r"(?:kế hoạch|dự toán|(?<!\d )chỉ tiêu|mức (?:\w+ )?(?:giao|yêu cầu|phải đạt))[^,;.(%]*$")
#: a rate after "của kế hoạch" says how much of it was done
_RATE_ASKED = re.compile(r"(?:(?<!\d )chỉ tiêu|mức (?:\w+ )?(?:giao|yêu cầu|phải đạt)|kế hoạch giao)[^,;.(%]*$")
#: a bracket of several behind the share of a plan lists what was done ("đạt 92% kế hoạch (xây mới 31, sửa chữa 15)")
_RATE_OF_PLAN = re.compile(r"\d\s?% (?:so với |của )?(?:kế hoạch|chỉ tiêu|dự toán)[^,;.(%]*$")
#: the head of a column of money that is to be raised, not spent
_TO_COLLECT = re.compile(
    r"(?:kế hoạch|kh|chỉ tiêu|dự toán) (?:huy động|vận động|đóng góp|quyên góp|thu(?! nhập))(?!\w)"
)
_SAYS_WHEN = re.compile(r"\s*(?:\(\s*)?(?:trong |của )?(?:năm|tháng|quý|giai đoạn)\s+")
_TO_RAISE = re.compile(r"(?<!\w)(?:thu(?! (?:hồi|nhập|hút|gom|hoạch|thập))|thuế|(?<!kinh )(?<!chi )(?<!học )phí)(?!\w)")
#: what a place or body has, no plan
_STATE = ("profile", "party", "staff")


def period_of(context: Context, entry: Entry, quantity: Quantity) -> str | None:
    """Return the period said nearest before a figure in its sentence or head, None where it is the report's own."""
    number = context.numbers[quantity.number]
    block = context.document.blocks[entry.block]
    if entry.path:
        found = [period for span in sorted(entry.path) for period in context.periods_in(span.start, span.end)]
    else:
        before = context.periods_in(block.span.start, number.span.start)[-1:]
        found = [period for period in before if _same_sentence(context, period.end, number.span.start)]
    nearest = _just_after(context, number) or (found[-1] if found else None)
    if nearest is None or nearest.when == context.period:
        return None
    if _comparison(context, nearest) and not _is_of_then(context, nearest, number):
        return None
    return nearest.when


#: what follows a period that says when the next figure is of ("14,6 tỷ đồng (năm 2022: 3,2 tỷ đồng")
_NEXT = re.compile(r"\s*(?::|là)\s*\d")


def _just_after(context: Context, number: Number) -> Number | None:
    """Return the period said right after a figure ("12 lớp năm 2022", "41,6% (năm 2022)")."""
    near = [p for p in context.periods_in(number.end + 1, number.end + 16) if not _NEXT.match(context.folded, p.end)]
    if not near:
        return None
    return next((p for p in near if _SAYS_WHEN.fullmatch(context.folded[number.end : p.span.start])), None)


def _same_sentence(context: Context, start: int, end: int) -> bool:
    return not _SENTENCE_END.search(context.folded, start, end)


def _comparison(context: Context, number: Number) -> bool:
    """Whether a period only names a model, a plan or what a figure is compared with."""
    before = context.folded[max(0, number.span.start - 30) : number.span.start]
    return bool(_COMPARED.search(before))


def _is_of_then(context: Context, period: Number, number: Number) -> bool:
    """Whether a figure opens the bracket behind the time that it is compared with."""
    before = context.folded[max(0, period.span.start - 24) : period.span.start]
    between = context.folded[period.end : number.span.start]
    return bool(_THEN.search(before) and _IN_BRACKET.fullmatch(between))


def is_target(context: Context, entry: Entry, wording: Wording, metric: str | None, when: str | None) -> bool:
    """Whether a figure is aimed at, not reached: plan columns and brackets, verbs of aiming, plans, plan sections.

    `when` is the time said of it; what is to be later than the report's own time is aimed at.
    """
    before = _sentence_before(context, entry)
    if _is_past(context, when) or (metric and metric.partition(".")[0] in _STATE and not _AIM.search(before)):
        return False
    if _in_plan_column(entry, wording, metric):
        return _is_raised(wording)
    if entry.path and not _as_planned(wording):
        done_head = _DONE_HEAD.match(wording.near)
        return not done_head and _is_plan_text(context, _section_of(context, entry.block), wording)
    asked = _ASKED(wording.own) or _OF_PLAN(wording.near) or _SETS_AIM.match(before)
    if asked or _in_plan_bracket(context, entry) or _as_planned(wording):
        return True
    plans = _is_plan_text(context, _section_of(context, entry.block), wording) or _is_plan_lead(context, entry)
    if plans:
        before = before.rpartition(";")[2]
    aims, done = _ends(_AIM, before), _ends(_DONE, before)
    if (ahead := _AHEAD.match(before)) is not None:
        aims.append(ahead.end())
    if aims or done:
        return max(aims, default=-1) > max(done, default=-1)
    return plans or _is_future(context, when)


def _ends(pattern: re.Pattern[str], before: str) -> list[int]:
    return [match.end() for match in pattern.finditer(before)] if may_stand(pattern.pattern, before) else []


def _is_plan_lead(context: Context, entry: Entry) -> bool:
    """Whether a list stands under words that set aims of a later year ("Hội nghị thống nhất chỉ tiêu năm 2025:")."""
    listed = context.ledger.list_of(entry.block)
    found = _PLAN_LEAD.search(words_at(context, context.document.blocks[listed.lead].span)) if listed else None
    return found is not None and _is_future(context, found["year"])


def _sentence_before(context: Context, entry: Entry) -> str:
    """Return the words of a figure's sentence up to it: an aim holds for all that follows in its sentence."""
    if entry.path:
        return ""
    start = context.document.blocks[entry.block].span.start
    listed = context.ledger.list_of(entry.block)
    said = words_at(context, context.document.blocks[listed.lead].span)[-120:] if listed is not None else ""
    before = context.folded_lines[start : entry.span.end]
    return f"{said} {before[sentence_start(before, _STOP) :]}"


def _is_past(context: Context, when: str | None) -> bool:
    return bool(when and context.kind == "ke_hoach" and context.period and when[:4] < context.period[:4])


def _is_future(context: Context, when: str | None) -> bool:
    """Whether a time begins in a later year than the report's own ends."""
    own = (context.period or "")[-4:] if "/" in (context.period or "") else (context.period or "")[:4]
    return bool(when and own.isdigit() and when[:4].isdigit() and when[:4] > own and context.kind != "ke_hoach")


def _is_raised(wording: Wording) -> bool:
    """Whether money in a plan column is to be collected; what is allotted to be spent is no aim."""
    money = unit_kind(wording.near.rpartition("# ")[2].split(" ; ")[0]) == "money"
    raised = (_TO_COLLECT.match(wording.near), _TO_RAISE.search(wording.own), _TO_RAISE.search(wording.path))
    return not money or any(raised)


def _in_plan_column(entry: Entry, wording: Wording, metric: str | None) -> bool:
    if not entry.path:
        return False
    own = ("kế hoạch :", "kế hoạch #", "kh :", "kh #", "chỉ tiêu giao", "mục tiêu", "giao ")
    said = wording.near.startswith(own) or bool(_TO_COLLECT.match(wording.near))
    money = metric is not None and metric.startswith("budget")
    head = wording.near.rpartition("#")[0].rpartition(" : ")[2]
    return said or (not money and bool(_PLAN_HEAD.match(wording.near) or _PLAN_HEAD.match(head)))


def _as_planned(wording: Wording) -> bool:
    """Whether a count is that of the plan itself ("kế hoạch 12 lớp theo chỉ tiêu"), not a share of it."""
    if wording.near.endswith("# %"):
        return False
    before, _, after = wording.own.partition("#")
    planned = before.rstrip(" /").endswith(("kế hoạch", "chỉ tiêu"))
    return (planned and bool(_AS_PLANNED.match(after))) or bool(_COMPARED_WITH(before))


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
    share = context.numbers[entry.quantities[0].number].percent
    if len(group.entries) > 1 and _RATE_OF_PLAN.search(before):
        return False
    asked = _RATE_ASKED if share else _BEFORE_BRACKET
    return group.kind == "bracket" and not group.parents and bool(asked.search(before))


def _section_of(context: Context, block: int) -> Section | None:
    """Return the outermost plan section around a block, else its innermost section; annexes stand in none."""
    at = context.section_before(block + 1)
    if at < 0 or block >= context.body_end:
        return None
    innermost = context.sections[at]
    sought: str | None = innermost.id
    while at >= 0 and sought is not None:
        section = context.sections[at]
        if section.id == sought:
            if section.kind == "plan":
                return section
            sought = section.parent
        at -= 1
    return innermost
