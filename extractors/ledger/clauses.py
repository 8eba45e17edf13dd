"""A block to entries: one pass over its marks with a stack of frames, no backtracking.

flow := sentence+ ; sentence := item ((";" | "," | "và") item)* ;
item := words NUM unit parallel* share? group* ; group := CUE list | "(" CUE? list ")" | ":" list.
Tightest first: "/" parallel, apposition, share, "(", "và" and ",", CUE, ";", ".".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.document import Span
from extractors.ledger.entries import Entry, Group
from extractors.ledger.frames import BlockText, Frame, Scan
from extractors.ledger.items import add_number, close_words
from extractors.ledger.leads import open_colon, open_dash, open_whole, take_back_count
from extractors.ledger.tokens import Token, cue_kind, opens_nothing, tokens
from extractors.lexicon.stages import stage_in
from extractors.slots import fills_slots

#: words before a bracket that only compares or plans
_ASIDE = re.compile(
    r"(?:so với|so cùng|cùng kỳ|năm trước|năm ngoái|(?:năm|khi|hồi|lúc|kỳ|tháng|quý) (?:đó|ấy)"
    r"|kế hoạch|dự toán|chỉ tiêu|nghị quyết|đăng ký|cam kết|nhu cầu|giao|đầu năm"
    r"|(?:tháng|quý|năm|kỳ)\s+(?:\d+(?:/\d+)?|[ivx]+|trước))[^,;\d]*$"
)
#: a bracket that says of which its things are a part, or which it leaves out
_SAME_THINGS = re.compile(
    r"[^()]{0,60}?(?<!\w)(?:nằm trong|tính trong|thuộc số|trong số (?:trên|này|đó)|cũng là)(?!\w)"
)
_STATES = re.compile(r"\s*trong (?:tổng )?số\s[^.,;:()\d]{3,60}\s(?:bao )?gồm")
#: a bracket behind the share of a plan that lists what was done ("đạt 92% kế hoạch (xây mới 31 nhà, sửa chữa 15 nhà)")
_SHARE_OF_PLAN = re.compile(r"%\s*(?:so với |của )?(?:kế hoạch|chỉ tiêu)(?: năm| đề ra)?\s*$")
_NOT_DONE = r"(?!giao(?! thông)|tăng|giảm|vượt|kế hoạch|năm|cùng kỳ|cả năm|quý|tháng|so|trong đó|chỉ tiêu)"
_DONE = (
    rf"(?:{_NOT_DONE}[^\d(),;.]{{3,40}}? \d[\d.]*(?! ?%)(?: (?!và )[^\d(),;]{{1,30}}?)?"
    rf"|\d[\d.]* (?!và ){_NOT_DONE}[^\d(),;]{{2,40}}?)"
)
_LISTS_DONE = re.compile(rf"\s*{_DONE}(?:(?:[,;]| và| còn lại) {_DONE})+\)")
#: a bracket that holds nothing but how many there are of an item ("gồm: trâu (454 con), dê (481 con)")
_COUNT_ALONE = re.compile(r"\s?\d[\d.]*(?:,\d+)?(?: [^\W\d_]+){0,3}\s?(?=\)(?:\s?[,;.)]|\s(?:và|còn)(?!\w)|\s?$|\n))")
_BRACKETED = re.compile(r"[^()]{4,160}(?=\))")
#: what opens a bracket that tells of another time, and the times that one which divides by times names
_THEN = re.compile(
    r"\s*(?:[^\W\d]+ ){0,4}?(?:\d{1,2} tháng (?:đầu |cuối )?)?"
    r"(?:năm (?:19|20)\d\d|năm (?:trước|ngoái)|cùng kỳ|(?:kỳ|quý|tháng|khóa|nhiệm kỳ) trước"
    r"|(?:khóa|nhiệm kỳ) (?:[ivx]+|(?:19|20)\d\d))(?!\w)(?! (?:chuyển|để lại|còn lại))"
)
_TIMES = re.compile(r"(?<!\w)(?:năm \w+|cùng kỳ|kỳ trước|quý \w+|tháng (?:\d|trước)\w*|khóa \w+|nhiệm kỳ \w+)")
#: the words of the item that a mark begins
_NEXT_WORDS = re.compile(r"[^\d;:.()]*")
#: cues that name an aspect: the words before them are no name of the total
_ASPECT_CUE = re.compile(r".*\b(?:theo|thì)$")


@fills_slots
@dataclass(frozen=True, slots=True)
class Clauses:
    """What one block says: entries, groups, and the group left open at its end for the bullets below it."""

    entries: tuple[Entry, ...]
    groups: tuple[Group, ...]
    pending: int | None
    ends_with_colon: bool


def read_block(source: BlockText, first_entry: int, first_group: int, carry: tuple[int, ...]) -> Clauses:
    """Return the entries and groups of one block.

    Their indices go on from `first_entry` and `first_group`; `carry` are the entries of the block before, last
    first, that a cue at the start may belong to.
    """
    if opens_nothing(source.folded) and all(number.role != "measure" for number in source.numbers.values()):
        return Clauses((), (), None, ends_with_colon=False)
    scan = Scan(source, first_entry, first_group, carry)
    marks = tokens(source.folded, source.offset, source.numbers)
    for at, token in enumerate(marks):
        if token.kind == "num":
            add_number(scan, token)
        elif token.kind != "," or _number_ahead(scan, marks, at) or _name_ahead(scan, marks, at):
            close_words(scan, token.start)
            _take(scan, token, marks[at + 1] if at + 1 < len(marks) else None)
    close_words(scan, len(source.folded))
    return _finish(scan)


def _number_ahead(scan: Scan, marks: Sequence[Token], at: int) -> bool:
    """Whether a number follows a comma before anything stronger; else it stands between words of one label."""
    for token in marks[at + 1 :]:
        if token.kind == "num" or (token.kind == "(" and _counts_item(scan, token)):
            return True
        if token.kind not in (",", "-"):  # a dash may stand between words of one name
            return token.kind in ("and", "cue")
    return False


def _name_ahead(scan: Scan, marks: Sequence[Token], at: int) -> bool:
    """Whether a comma separates named figures as semicolons did ("(thôn 1: 12 nhà; thôn 2: 9 nhà, thôn 3: 4 nhà)")."""
    frame, kinds = scan.frames[-1], [token.kind for token in marks[max(0, at - 2) : at + 3]]
    return frame.kind == "bracket" and frame.semicolons > 0 and kinds == [":", "num", ",", ":", "num"]


def _take(scan: Scan, token: Token, following: Token | None) -> None:
    """Do what a mark other than a number asks for."""
    match token.kind:
        case "," | "and":
            _comma(scan, token)
        case ";":
            _semicolon(scan, token)
        case ".":
            _stop(scan, token)
        case "(":
            _open_bracket(scan, token)
        case ")":
            _close_bracket(scan, token)
        case ":":
            open_colon(scan, token, following)
        case "-":
            open_dash(scan, token)
        case "cue":
            _cue(scan, token)


def _comma(scan: Scan, token: Token) -> None:
    if scan.last is None or scan.separator:
        return  # a comma inside a label
    if _goes_back(scan, token.end):
        scan.pop(token.start)
    if open_whole(scan, token):
        return
    scan.frames[-1].commas += 1
    scan.separator, scan.item_start = "," if token.kind == "," else "và", token.end


def _semicolon(scan: Scan, token: Token) -> None:
    while len(scan.frames) > 1 and _ends_at_semicolon(scan.frames[-1], scan.frames[-2]):
        scan.pop(scan.item_start)
    if _goes_back(scan, token.end):
        scan.pop(token.start)
    frame = scan.frames[-1]
    frame.semicolons += 1
    if scan.last is None and frame.entries:
        scan.last = frame.entries[-1]
    scan.separator = ";"
    scan.item_start = scan.quantity_end = token.end


def _ends_at_semicolon(frame: Frame, container: Frame) -> bool:
    """Whether a semicolon ends a cue list: its own parent is one of the items that semicolons separate."""
    if frame.kind not in ("cue", "colon") or frame.apart:
        return False
    grouped = container.kind is not None
    inner = bool(container.entries) and (container.semicolons > 0 or (grouped and bool(frame.entries)))
    return inner or (grouped and frame.commas > 0 and frame.semicolons == 0 and len(frame.entries) > 1)


def _goes_back(scan: Scan, start: int) -> bool:
    """Whether an item stands beside the total of the open cue list: one of the two is done, the other is not yet.

    "Đã giải quyết 708 hồ sơ, trong đó đúng hạn 701 hồ sơ; đang giải quyết 29 hồ sơ": these are no part of the 708.
    """
    frame = scan.frames[-1]
    draft = frame.draft
    if frame.kind != "cue" or draft is None or not (frame.entries and draft.parents):
        return False
    if draft.parents[0] not in scan.frames[-2].entries:
        return False
    following = _NEXT_WORDS.match(scan.text, start)
    # "còn lại" is said of the rest of the parts, too
    stage = stage_in(following.group().replace("còn lại", "") if following else "", steps=True)
    total, *parts = (stage_in(scan.words(index), steps=True) for index in (draft.parents[0], *frame.entries))
    return {total, stage} == {"closed", "open"} and not set(parts) - {None, total}


def _stop(scan: Scan, token: Token) -> None:
    while len(scan.frames) > 1 and scan.frames[-1].kind != "bracket":
        scan.pop(token.start)
    scan.item_start = scan.quantity_end = token.end
    if len(scan.frames) > 1:
        scan.separator = ";"
        return
    if scan.frames[0].entries:
        scan.previous = tuple(reversed(scan.frames[0].entries))
    scan.frames = [Frame()]
    scan.last, scan.separator, scan.lead = None, "", None
    scan.sentence += 1


def _open_bracket(scan: Scan, token: Token) -> None:
    counted = _counts_item(scan, token)
    if counted and (scan.last is None or scan.separator) and len(scan.trim(scan.item_start, token.start)):
        scan.passed = counted.end()
        return
    since = scan.text[max(scan.item_start, scan.quantity_end) : token.start]
    done = _SHARE_OF_PLAN.search(scan.text, max(0, token.start - 40), token.start) and _LISTS_DONE.match(
        scan.text, token.end
    )
    aside = bool(
        (_ASIDE.search(since) and not done) or _SAME_THINGS.match(scan.text, token.end) or _tells_then(scan, token.end)
    )
    parents: tuple[int, ...] = ()
    reopens = False
    if not aside:
        if scan.last is not None and scan.separator == "":
            parents = scan.candidates(scan.last)
        elif not since.strip() and not scan.frames[-1].entries:
            parents, reopens = scan.reopened(), True
    draft = scan.push_bracket(token.start, parents, aside=aside)
    if reopens:
        draft.openness = "listed"  # a sentence of its own goes on about the one before, perhaps not on all


def _counts_item(scan: Scan, token: Token) -> re.Match[str] | None:
    """Return the count that is all a bracket holds in a list behind a cue or a colon ("gồm: trâu (454 con), …")."""
    return _COUNT_ALONE.match(scan.text, token.end) if scan.frames[-1].kind in ("cue", "colon") else None


def _tells_then(scan: Scan, start: int) -> bool:
    """Whether a bracket tells what was at one other time ("(năm 2020 là 112 nam/100 nữ)", "(cùng kỳ 34 vụ)")."""
    inside = _BRACKETED.match(scan.text, start)
    return inside is not None and bool(_THEN.match(inside.group())) and len(_TIMES.findall(inside.group())) == 1


def _close_bracket(scan: Scan, token: Token) -> None:
    if not scan.inside_bracket() or token.start == scan.passed:
        return
    while scan.frames[-1].kind != "bracket":
        scan.pop(token.start)
    bracket = scan.pop(token.end)
    scan.item_start = scan.quantity_end = token.end
    outer = bracket.outer
    if outer is None:
        return
    scan.last, scan.separator, scan.lead = outer.last, outer.separator, outer.lead
    if not bracket.entries and (scan.last is None or scan.separator):
        # an aside inside a label
        scan.item_start, scan.quantity_end = outer.item_start, outer.quantity_end


def _cue(scan: Scan, token: Token) -> None:
    frame = scan.frames[-1]
    if _STATES.fullmatch(scan.text, scan.item_start, token.end) and not frame.entries:
        return  # "trong số đơn đã nhận gồm 52 đơn, …" says how many these are
    opens = scan.last is None and frame.kind == "bracket" and not frame.entries
    if opens and frame.draft is not None:
        frame.draft.cue, frame.draft.openness = token.word, cue_kind(token.word)
    if opens or frame.waits or take_back_count(scan):
        scan.item_start = token.end
        return
    parents = scan.candidates(scan.last) if scan.last is not None else tuple(reversed(frame.entries))
    parents = parents or scan.reopened(whole=bool(_ASPECT_CUE.match(token.word)))
    if not parents:
        return  # "Ban chỉ đạo gồm 15 thành viên": nothing was counted that it could divide
    words = scan.trim(scan.item_start, token.start)
    apart = scan.separator == ";" and not len(words) and scan.text.startswith(":", token.end) and frame.kind is None
    draft = scan.push("cue", token.word, cue_kind(token.word), token.start, parents)
    scan.frames[-1].apart = apart
    names = len(words) > 5 and not _ASPECT_CUE.match(token.word)
    if frame.kind is None and not frame.entries and names:
        draft.named = words
    scan.item_start = token.end


def _finish(scan: Scan) -> Clauses:
    """Close what stands open at the end of the block."""
    top = scan.frames[-1]
    pending = top.draft.id if top.draft is not None and top.kind in ("cue", "colon") and not top.entries else None
    while len(scan.frames) > 1:
        scan.pop(len(scan.text))
    groups = tuple(
        Group(d.id, d.kind, d.cue, d.openness, Span(d.start, d.end), tuple(d.entries), d.parents, scan.block, d.named)
        for d in scan.drafts
    )
    return Clauses(tuple(scan.entries), groups, pending, scan.text.rstrip(' *"').endswith(":"))
