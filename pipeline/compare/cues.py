"""What time a figure speaks of, by the words around it: this period, since January, a year ago, before, a plan."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from extractors.vietnamese import fold

When = Literal["now", "since_january", "year_ago", "before", "plan", "change"]

_YEAR_AGO = r"cùng kỳ|năm trước|năm ngoái|kỳ năm trước|so với năm [12]\d{3}|ck|cùng thời (?:điểm|gian)(?: này)?(?= năm)"
_BEFORE = r"(?<!tồn )(?<!từ )(?:quý|tháng|kỳ|6 tháng|đợt) (?:trước|liền trước|liền kề)(?! (?:chuyển|sang|đó|qua))"
_CUES: tuple[tuple[When, re.Pattern[str]], ...] = (
    ("plan", re.compile(
        r"(?<!\w)(?:chỉ tiêu(?: được)? giao|kế hoạch(?: được)? giao|kế hoạch năm|kế hoạch cả năm|chỉ tiêu năm|phấn đấu"
        r"|mục tiêu|dự kiến|chỉ tiêu kế hoạch|chỉ tiêu đề ra|theo kế hoạch|giao chỉ tiêu)(?!\w)")),
    ("since_january", re.compile(
        r"(?<!\w)(?:l[uũ][ỹy] kế|cộng dồn|tính từ đầu năm|từ đầu năm|từ (?:ngày )?0?1/0?1)(?![\w/])")),
    ("year_ago", re.compile(rf"(?<!\w)(?:{_YEAR_AGO})(?!\w)")),
    ("before", re.compile(rf"(?<!\w)(?:{_BEFORE})(?!\w)")),
    ("now", re.compile(
        r"(?<!\w)(?:trong kỳ|trong quý|trong tháng|kỳ này|quý này|tháng này|năm nay|riêng quý|riêng tháng)(?!\w)")),
)  # fmt: skip
#: a column of a table, or a clause, that says how much more
_CHANGE = re.compile(
    r"(?<!\w)(?:tăng|giảm|so với|chênh lệch|bằng)(?!\w)(?![^.;,]{0,30}(?<!\w)(?:lên|thành|còn|xuống)\s*$)[^.;,]{0,30}$"
)
#: a plan right before its number ("so với chỉ tiêu giao là 500"), and what ends one ("đã tiếp nhận")
_PLAN_NEAR = re.compile(
    r"(?<!\w)(?:chỉ tiêu|kế hoạch|mục tiêu|dự kiến)(?: (?:là|được|giao|năm|cả năm|đề ra|\d{4}))*[:(\s]*$"
)
_DONE = re.compile(r"(?<!\w)(?:đã|đạt|thực hiện|kết quả)(?!\w)")
_ENDS = re.compile(r"[.;!?](?=\s|$)|\n")
_ESTIMATE = re.compile(r"(?<!\w)(?:ước|dự ước|khoảng|tạm tính)(?!\w)")
#: figures of before that are said to be told anew
RESTATED = re.compile(
    r"(?<!\w)(?:(?:đã|được|đã được) (?:rà soát|điều chỉnh|hiệu chỉnh|tính|cập nhật"
    r"|chuẩn hóa)(?: và điều chỉnh)?(?: lại)?"
    r"|(?:tính|rà soát|cập nhật|điều chỉnh|hiệu chỉnh|thống kê|xác định) lại|sau (?:khi )?(?:rà soát"
    r"|điều chỉnh|hiệu chỉnh)"
    r"|theo số liệu (?:chính thức|rà soát|điều chỉnh)|số liệu chính thức|thay đổi (?:cách"
    r"|phương pháp) (?:tính|thống kê))(?!\w)"
)
#: what was said of another time is over
_OVER = re.compile(r"[);]|,? (?:tăng|giảm|trong đó|gồm|bao gồm|cụ thể)(?!\w)")
_COMPARED = re.compile(r"so (?:với|sánh với|sánh)(?:\s[^,;()]{0,40})?$")
_MEASURED = re.compile(r"(?:%|so với|đạt|hoàn thành|vượt|thực hiện|theo|của|bằng)\s*$")
#: from "so với cùng kỳ" to the figure of then
_TELLS = re.compile(r"[^,;:()]{0,25}(?:\(|:| là)[^,;)]{0,30}")
#: what a figure is compared with, told with its time behind it ("so với 120 vụ của cùng kỳ", "cao hơn mức 120 của …")
_THEN_BEFORE = re.compile(r"(?<!\w)(?:so với|hơn|từ)(?: (?:mức|con số))?\s*$")
_THEN_BEHIND = re.compile(rf"[^.,;:()\d]{{0,30}}?(?<!\w)(?:của |trong |ở )?(?:{_YEAR_AGO})(?!\w)")
#: the same in a bracket behind its time ("tăng so với cùng kỳ (120 vụ)")
_THEN_BRACKET = re.compile(rf"(?<!\w)(?:{_YEAR_AGO})(?: (?:năm )?(?:trước|ngoái|[12]\d{{3}}))?\s*\(\s*$")
_WIDE = 160


@dataclass(frozen=True, slots=True)
class Around:
    """The folded words around a number: since the one before it in its sentence, and up to the next one."""

    before: str
    after: str
    sentence: str
    when: When


NOWHERE = Around("", "", "", "now")


def around(text: str, numbers: Sequence[Mapping[str, Any]]) -> dict[str, Around]:
    """Return the words around each number of a record by its id, found in the text by what is printed, in order."""
    folded = fold(text)
    places = list(_places(text, numbers))
    tabled = {number["id"] for number in numbers if number.get("table")}
    found: dict[str, Around] = {}
    state: When = "now"
    last_end = 0
    for index, (identity, start, end) in enumerate(places):
        sentence = max(
            (m.end() for m in _ENDS.finditer(folded, max(0, start - 400), start)), default=max(0, start - 400)
        )
        left = index > 0 and places[index - 1][0] in tabled and identity not in tabled
        if left:  # what heads the last column of a table is not said of what follows the table
            sentence = max(sentence, text.rfind("\n", last_end, start) + 1)
        if sentence >= last_end or left:
            state = "now"
        before = folded[max(sentence, last_end) : start]
        following = places[index + 1][1] if index + 1 < len(places) else len(folded)
        stop = _ENDS.search(folded, end, end + _WIDE)
        after = folded[end : min(following, stop.start() if stop else end + _WIDE)]
        state = _next_state(state, before)
        when = _of_number(state, before, after)
        whole = folded[sentence : min(end + _WIDE, len(folded))]
        found[identity] = Around(before, after, whole, when)
        last_end = end
    return found


def _places(text: str, numbers: Sequence[Mapping[str, Any]]) -> list[tuple[str, int, int]]:
    """Where the quantities stand; years and dates are words around them."""
    at, found = 0, []
    for number in numbers:
        start = text.find(number["text"], at)
        if start >= 0:
            at = start + len(number["text"])
            if number["role"] == "measure":
                found.append((number["id"], start, at))
    return found


def _next_state(state: When, before: str) -> When:
    """The last cue that is said holds on; what was said of another year ends with its bracket or clause."""
    if state in ("year_ago", "before") and _OVER.search(before):
        state = "now"
    if state == "plan" and _DONE.search(before):
        state = "now"
    cues = [(m.start(), when) for when, pattern in _CUES for m in pattern.finditer(before) if _leads(when, before, m)]
    return max(cues)[1] if cues else state


def _of_number(state: When, before: str, after: str) -> When:
    """The time of one number: a plan that stands right before it, what it is compared with, and a change."""
    if _THEN_BRACKET.search(before) or (_THEN_BEFORE.search(before) and _THEN_BEHIND.match(after)):
        return "year_ago"
    if _CHANGE.search(before):
        return "change"
    return "plan" if _PLAN_NEAR.search(before) else state


def _leads(when: When, before: str, cue: re.Match[str]) -> bool:
    """Whether a cue speaks of the number: what is only compared with is told of in a bracket, or after "là"."""
    compared = {"year_ago": _COMPARED, "before": _COMPARED, "plan": _MEASURED}.get(when)
    if compared is None or not compared.search(before[: cue.start()] + (cue.group() if when != "plan" else "")):
        return True
    return bool(_TELLS.fullmatch(before[cue.end() :]))


def when_said(label: str) -> When | None:
    """Return the time that a label of a figure says, None where it says none.

    >>> when_said("Lũy kế từ đầu năm – Hồ sơ tiếp nhận"), when_said("Hồ sơ tiếp nhận")
    ('since_january', None)
    >>> when_said("Từ 01/01 đến nay tiêm đủ"), when_said("Từ 01/01/2024 đến 31/3/2024 tiêm đủ")
    ('since_january', None)
    """
    folded = fold(label)
    if re.match(r"(?:tăng|giảm|so với|tỷ lệ so|% so|so sánh|chênh lệch)(?!\w)", folded):
        return "change"
    return next((when for when, pattern in _CUES if pattern.search(folded)), None)


def estimated(words: Around, label: str) -> bool:
    """Whether a figure is said to be an estimate."""
    return bool(_ESTIMATE.search(words.before) or _ESTIMATE.search(fold(label)))
