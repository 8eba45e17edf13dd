"""The words before a figure that are its own: its last clause, and what a bracket or a colon is named by."""

from __future__ import annotations

import re

from extractors.catalogue.context import Context, words_at
from extractors.catalogue.explained import is_bare
from extractors.ledger.entries import Entry
from extractors.numbers.number import Number

#: what begins a new clause: the words before it tell of the figure before
_NEW_CLAUSE = re.compile(
    r"^.*(?<!\w)(?:nên|làm nên|thành ra|do vậy|vì vậy|vì thế|bởi vậy|suy ra|(?:nữa )?là (?:vừa )?(?:đủ|tròn)"
    r"|đưa (?:tổng )?số)\s+(?=\w|$)"
)
#: the same within what follows another figure ("73 hồ sơ các xã cũ bàn giao thì phải giải quyết 6.987")
_THEN = re.compile(r"^.*(?<!\w)(?:thì|tức là|nghĩa là|vị chi|cộng lại là|cả thảy)\s+(?=\w|$)")
#: what is added to what was counted before, as it stands before its figure
_ADDEND = re.compile(r"(?:cộng(?: với| thêm)?|kể cả|tính cả|gồm cả|cùng(?: với)?|thêm)$")
#: what only says again what stands before the comma ("mỗi hồ sơ trễ hẹn một thư xin lỗi, tức 05 thư")
_SAID_AGAIN = re.compile(r"(?:tức|tức là|nghĩa là|hay|tức khoảng|như vậy là)$")
_COMMA = re.compile(r"[,;]\s")
_BRACKET = re.compile(r"(?P<words>[^,;:.()\n]{3,60})\(\s*(?:gồm\s+)?$")
_COLON = re.compile(r"[,;(]\s*(?P<words>[^,;:.()\d]{2,50}):\s*$")
_NAMED = re.compile(r"[,;:.)]\s(?P<words>[^,;:.()\d\n]{3,60})\(\s*$")
#: a body of its own before "gồm", behind what was counted of another ("15 thành viên, Tổ giúp việc gồm 9 thành viên")
_OWN_SUBJECT = re.compile(
    r"(?:,|;|(?<!\w)và)\s(?P<words>(?:tổ|ban|đoàn|đội|hội đồng|nhóm|tiểu ban)(?!\w)[^\d,;:.()]{2,50})$"
)
#: what the highest or lowest of several times is told by
_EXTREME = re.compile(
    r"(?<!\w)(?:tháng|quý|tuần|ngày|năm) [^,;.()]{0,16}(?:cao|thấp|đông|(?:nhiều|ít)(?= nhất \w)) nhất(?!\w)"
    r"[^,;.()]{0,30}$"
)
_COMPARED_WITH = re.compile(r"(?<!\w)(?:so với|so sánh|cùng kỳ)(?!\w)")
_COMPARING = re.compile(r"(?<!\w)(?:so với|so|cùng kỳ|kế hoạch|chỉ tiêu|giao|mức|năm|quý|tháng|kỳ)(?!\w)")


def own_clause(context: Context, entry: Entry, before: str) -> str:
    """Return the words before a figure without those that rather tell of the figure before it."""
    other = context.ledger.entries[entry.id - 1] if entry.id else None
    beside = other is not None and (other.block, other.sentence) == (entry.block, entry.sentence)
    goes_on = beside and not entry.separator
    if goes_on and other and before.endswith(" là") and _ADDEND.search(words_at(context, other.label)):
        return ""  # "cộng với 17 hồ sơ gối từ năm trước là 1.385": the words tell of the 17
    for cut in (_NEW_CLAUSE, _THEN) if goes_on else (_NEW_CLAUSE,):
        rest = cut.sub("", before)
        # "tỷ lệ trực tuyến vì thế là 68%" has its words before
        before = before if rest == before or is_bare(rest, "", context.level) else rest
    return before


def last_clause(before: str) -> str:
    """Return words from the last comma on, from the one before where what follows only says that again."""
    if "," not in before and ";" not in before:
        return before
    clauses = _COMMA.split(before)
    return " ".join(clauses[-2:] if _SAID_AGAIN.fullmatch(clauses[-1].strip()) else clauses[-1:])


def named(context: Context, entry: Entry) -> str:
    """Return the words before a cue that a figure follows at once ("và Tổ giúp việc gồm 07 thành viên")."""
    group = None if entry.group is None else context.ledger.groups[entry.group]
    if group is None or group.entries[0] != entry.id or group.kind != "cue":
        return ""
    if group.named:
        return words_at(context, group.named)
    found = _OWN_SUBJECT.search(context.folded_lines, max(0, group.span.start - 70), group.span.start)
    return "" if found is None or is_bare(found["words"], "", context.level) else found["words"].strip()


def before_bracket(context: Context, entry: Entry, number: Number) -> str:
    """Return the words that a bracket with nothing but a figure stands after ("các tổ hòa giải (06 tổ)").

    What compares with another time says no more than that ("giảm 43 hộ so với cuối năm 2024 (211 hộ)").
    """
    group = None if entry.group is None else context.ledger.groups[entry.group]
    if group is None or group.kind != "bracket" or group.parents:
        return ""
    found = _BRACKET.search(context.folded_lines, max(0, number.span.start - 70), number.span.start)
    words = " ".join(found["words"].split()) if found else ""
    compared = _COMPARED_WITH.search(words)
    return words[compared.start() :] if compared else words


def name_of_bracket(context: Context, entry: Entry, number: Number) -> str:
    """Return the words right before a bracket that name its only figure ("với thanh niên (86 người)").

    What compares with another time or a plan names none.
    """
    group = None if entry.group is None else context.ledger.groups[entry.group]
    if group is None or group.kind != "bracket" or not group.parents or len(group.entries) > 1:
        return ""
    found = _NAMED.search(context.folded_lines, max(0, number.span.start - 70), number.span.start)
    return "" if found is None or _COMPARING.search(found["words"]) else " ".join(found["words"].split())


def before_colon(context: Context, number: Number) -> str:
    """Return the words before a colon right before a figure ("chưa đến hạn: 35 hồ sơ, quá hạn: 0 hồ sơ")."""
    start = number.span.start
    found = _COLON.search(context.folded_lines, max(0, start - 60), start)
    return " ".join(found["words"].split()) if found else ""


def tells_extreme(context: Context, start: int) -> bool:
    """Whether a figure is the highest or lowest of several, none of the whole ("tháng cao nhất là tháng 3 với 171")."""
    return bool(_EXTREME.search(context.folded_lines, max(0, start - 60), start))
