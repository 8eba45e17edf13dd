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
from extractors.ledger.entries import Entry, Group, Openness
from extractors.ledger.frames import BlockText, Frame, Scan
from extractors.ledger.items import add_number, close_words
from extractors.ledger.tokens import Token, cue_kind, tokens

#: words before a bracket that only compares or plans
_ASIDE = re.compile(
    r"(?:so với|so cùng|cùng kỳ|năm trước|năm ngoái|(?:năm|khi|hồi|lúc|kỳ|tháng|quý) (?:đó|ấy)"
    r"|kế hoạch|dự toán|chỉ tiêu|đầu năm"
    r"|(?:tháng|quý|năm|kỳ)\s+(?:\d+(?:/\d+)?|[ivx]+|trước))[^,;\d]*$"
)
#: leads that name an aspect by which all that was counted is divided ("theo lĩnh vực", "xét về trình độ")
_ASPECT = (
    r"(?:nếu\s+)?(?:(?:phân|chia|xét|tính|xếp|tách|nhìn|phân loại|phân tích|thống kê)\s+)?(?:theo|về)(?!\w)"
    r"|phân loại(?!\w)"
)
#: leads that open a partition of what the sentence before has counted
_PARTITION = re.compile(
    rf"(?:{_ASPECT}|(?:phân ra|chia ra|các khoản|cơ cấu|bao gồm|gồm"
    r"|(?:kết quả(?: xử lý| phân loại)?|trong đó)\s*$)(?!\w))"
)
_ASPECT_LEAD = re.compile(_ASPECT)
#: cues that name an aspect: the words before them are no name of the total
_ASPECT_CUE = re.compile(r".*\b(?:theo|thì)$")
_AMONG = re.compile(r"trong(?:\s+(?:tổng số|tổng|số))?")
_HAS = re.compile(r"^[^.;:()\d]*(?<!\w)có\s+\d")
_SENTENCE = re.compile(r"[^.;]*")
_DIGITS = re.compile(r"\d+")
_LABEL_GAP = re.compile(r"\s*(?:[^\W\d_]+\s+){0,3}$")


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
    scan = Scan(source, first_entry, first_group, carry)
    marks = tokens(source.folded, source.offset, source.numbers)
    for at, token in enumerate(marks):
        if token.kind == "num":
            add_number(scan, token)
        elif token.kind != "," or _number_ahead(marks, at):
            close_words(scan, token.start)
            _take(scan, token, marks[at + 1] if at + 1 < len(marks) else None)
    close_words(scan, len(source.folded))
    return _finish(scan)


def _number_ahead(marks: Sequence[Token], at: int) -> bool:
    """Whether a number follows a comma before anything stronger; else it stands between words of one label."""
    for token in marks[at + 1 :]:
        if token.kind == "num":
            return True
        if token.kind != ",":
            return token.kind in ("and", "cue")
    return False


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
            _colon(scan, token, following)
        case "cue":
            _cue(scan, token)


def _comma(scan: Scan, token: Token) -> None:
    if scan.last is None or scan.separator:
        return  # a comma inside a label
    if token.kind == "," and _opens_among(scan):
        # "trong 79 đơn có 41 đơn về đất đai, 26 đơn về môi trường" names some, that may overlap
        openness: Openness = "some" if _HAS.search(scan.text[token.end : token.end + 60]) else "listed"
        scan.push("cue", "trong", openness, token.start, (scan.last,))
        scan.item_start = token.end
        return
    scan.frames[-1].commas += 1
    scan.separator, scan.item_start = "," if token.kind == "," else "và", token.end


def _opens_among(scan: Scan) -> bool:
    """Whether a sentence has begun with the whole that it divides ("Trong 15 đơn đã xong, đúng 02, sai 13")."""
    frame = scan.frames[-1]
    if scan.last is None or len(frame.entries) != 1 or frame.kind is not None:
        return False
    label = scan.entry(scan.last).label
    return bool(_AMONG.fullmatch(scan.text[label.start - scan.offset : label.end - scan.offset]))


def _semicolon(scan: Scan, token: Token) -> None:
    while len(scan.frames) > 1 and _ends_at_semicolon(scan.frames[-1], scan.frames[-2]):
        scan.pop(scan.item_start)
    frame = scan.frames[-1]
    frame.semicolons += 1
    if scan.last is None and frame.entries:
        scan.last = frame.entries[-1]
    scan.separator = ";"
    scan.item_start = scan.quantity_end = token.end


def _ends_at_semicolon(frame: Frame, container: Frame) -> bool:
    """Whether a semicolon ends a cue list: its own parent is one of the items that semicolons separate."""
    if frame.kind not in ("cue", "colon"):
        return False
    grouped = container.kind is not None
    inner = bool(container.entries) and (container.semicolons > 0 or (grouped and bool(frame.entries)))
    return inner or (grouped and frame.commas > 0 and frame.semicolons == 0 and len(frame.entries) > 1)


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
    since = scan.text[max(scan.item_start, scan.quantity_end) : token.start]
    aside = bool(_ASIDE.search(since))
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


def _close_bracket(scan: Scan, token: Token) -> None:
    if not scan.inside_bracket():
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


def _colon(scan: Scan, token: Token, following: Token | None) -> None:
    frame = scan.frames[-1]
    if scan.last is not None and scan.separator == "":
        if not frame.waits:
            scan.push("colon", ":", "listed", token.start, scan.candidates(scan.last))
        scan.item_start = token.end
        return
    if frame.waits and scan.last is None and not scan.text[scan.item_start : token.start].strip(" ,"):
        scan.item_start = token.end
        return
    near = following and following.kind == "num" and _LABEL_GAP.fullmatch(scan.text[token.end : following.start])
    if near and not _divides(scan, token):
        return  # "thư xin lỗi: 8"
    _open_lead(scan, token)


def _divides(scan: Scan, token: Token) -> bool:
    """Whether a lead names an aspect and several figures follow it ("theo loại: kiến nghị 13, khiếu nại 04")."""
    words = scan.text[scan.item_start : token.start].strip(" ,;-")
    listed = _SENTENCE.match(scan.text, token.end)
    return bool(_ASPECT_LEAD.match(words)) and listed is not None and len(_DIGITS.findall(listed.group())) > 1


def _open_lead(scan: Scan, token: Token) -> None:
    """Keep the words before a colon as lead-in, and open a partition where they name one."""
    lead = scan.trim(scan.item_start, token.start)
    scan.lead = lead if len(lead) else scan.lead
    words = scan.text[scan.item_start : token.start].strip(" ,;-")
    scan.item_start = token.end
    if scan.frames[-1].kind is not None or not _PARTITION.match(words):
        return
    cue = "theo" if _ASPECT_LEAD.match(words) else ":"
    if scan.last is not None:
        scan.push("colon", cue, "listed", token.start, scan.candidates(scan.last))
    elif scan.previous and scan.sentence > 0:
        scan.push("colon", cue, "listed", token.start, scan.reopened(whole=cue == "theo"))
    elif scan.previous:
        scan.push("colon", ":", "hinted", token.start, scan.previous)


def _cue(scan: Scan, token: Token) -> None:
    frame = scan.frames[-1]
    opens = scan.last is None and frame.kind == "bracket" and not frame.entries
    if opens and frame.draft is not None:
        frame.draft.cue, frame.draft.openness = token.word, cue_kind(token.word)
    if opens or frame.waits:
        scan.item_start = token.end
        return
    parents = scan.candidates(scan.last) if scan.last is not None else tuple(reversed(frame.entries))
    parents = parents or scan.reopened(whole=bool(_ASPECT_CUE.match(token.word)))
    if not parents:
        return  # "Ban chỉ đạo gồm 15 thành viên": nothing was counted that it could divide
    words = scan.trim(scan.item_start, token.start)
    draft = scan.push("cue", token.word, cue_kind(token.word), token.start, parents)
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
