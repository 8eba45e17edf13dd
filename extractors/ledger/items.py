"""Numbers to entries: a number is parallel to the one before, a share of it, or opens an item of its own."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.document import Span
from extractors.ledger.entries import Entry, Quantity
from extractors.ledger.frames import Frame, Scan
from extractors.ledger.leads import take_back_count
from extractors.ledger.tokens import Token
from extractors.lexicon import unit_at

#: all that may stand between a count and the percentage that hangs on it
_SHARE = re.compile(
    r"[\s,(=:\"–-]*(?:(?:và|cũng|đều|mới|chỉ|đã|được|hoàn thành|đạt|chiếm|bằng|tỷ lệ|tỉ lệ|tỷ trọng|cơ cấu|tương ứng"
    r"|tương đương|là|với|đến|tới|khoảng|gần|trên|hơn|ước|xấp xỉ|=)[\s:,=]*)*$"
)
#: a count with words of its own before what its share is told with ("30 tổ hoạt động tốt chiếm 62,5%")
_TOLD_SHARE = re.compile(
    r"(?P<own>\s+(?:[^\W\d]+\s+(?:-\s+)?){1,9}?)(?:(?:và|cũng|đã|đều|mới|chỉ)\s+)?"
    r"(?:[-–]|chiếm|tương ứng|tương đương|bằng)"
    r"(?:\s+(?:tỷ lệ|tỉ lệ|tỷ trọng|với|là|khoảng|gần|trên|hơn|xấp xỉ))*\s*:?\s*$"
)
#: a change of what its clause is about, what it is compared with, and a share of all
_MOVED, _MAKES_UP = re.compile(r"(?:tăng|giảm|thêm)(?!\w)"), re.compile(r"\s*(?:và )?chiếm(?!\w)")
_COMPARED = re.compile(r"[^\d,;.()]{0,30}(?<!\w)so (?:với |cùng )?[^,;.()]{3,40},")
#: nothing, or how near a figure is to what it tells
_ROUGHLY = re.compile(r"\s*(?:(?:và|có|khoảng|gần|trên|hơn|xấp xỉ|ước)\s+){0,2}")
_PREDICATE = re.compile(
    r"(?:và\s+|cũng\s+)?(?:đã|đạt|được|tăng|giảm|vượt|chiếm|bằng|hiện (?:có|nay|còn)"
    r"|chưa(?! hài lòng| thuận tiện| tốt| đồng ý| nhiệt tình)|còn nợ|so với|trả lời"
    r"|(?:bình quân|trung bình) (?:mỗi|đạt|là|một|chung))(?!\w)"
)
_DENIED, _DONE = re.compile(r"^chưa (?:được )?"), re.compile(r"^(?:đã |được )*")
_DASHED = re.compile(r"[^\W\d]*\s[–—-]\s+[^\W\d]")
#: counts of one thing that are told side by side
_MOST_PARALLEL = 30
#: what opens the items of a list behind how many they are ("gồm 3 nhóm là hộ gia đình 216 người, …")
_NAMES_ITEMS = re.compile(r"\s+(?:đó )?là\s+[^\W\d]")
_JOIN = re.compile(r"\s*(?:với|về|/)\s*$")


def add_number(scan: Scan, token: Token) -> None:
    """Add a quantity: a share of the last, parallel to it, or a new entry."""
    number = scan.numbers[token.number]
    between = scan.text[max(scan.item_start, scan.quantity_end) : token.start]
    if number.percent and _add_share(scan, token, between):
        return
    if scan.last is not None and scan.separator == "" and _add_parallel(scan, scan.entry(scan.last), token, between):
        return
    if scan.separator == "" and _NAMES_ITEMS.match(between):
        take_back_count(scan)
    start = max(scan.item_start, scan.quantity_end if scan.separator == "" else 0)
    _open_entry(scan, token, start)


def _share_target(scan: Scan) -> int | None:
    """Return the entry that a percentage may be a share of: the last, or the one before a bracket it opens."""
    target = scan.last if scan.separator in ("", ",") else None
    frame = scan.frames[-1]
    opens = frame.kind == "bracket" and not (frame.entries or frame.aside) and scan.last is None
    if target is None and opens and frame.outer is not None:
        return frame.outer.last if frame.outer.separator == "" else None
    return target


def _add_share(scan: Scan, token: Token, between: str) -> bool:
    target = _share_target(scan)
    told = None if _SHARE.match(between) or scan.separator else _TOLD_SHARE.match(between)
    if scan.separator == "," and _ROUGHLY.fullmatch(between) and _begins_clause(scan, token.end):
        return False  # "11 hồ sơ trễ, 100% trường hợp trễ có thư xin lỗi"
    if target is None or not (told or _SHARE.match(between)):
        return False
    target = _level_of(scan, target, between)
    entry = scan.entry(target)
    quantity = entry.quantities[-1]
    inserted = scan.frames[-1].draft is not None and scan.frames[-1].draft.cue == "–"
    if scan.numbers[quantity.number].percent or (inserted and _DASHED.match(between)):
        return False  # "97 đồng chí – tại chỗ 56, cơ động 41 – bằng 1,35% dân số"
    grown = replace(quantity, shares=(*quantity.shares, token.number))
    if told and not len(quantity.after):
        start = token.start - len(between)
        grown = replace(grown, after=scan.trim(start, start + told.end("own")))
    scan.grow(entry, (*entry.quantities[:-1], grown), token.end)
    scan.quantity_end = token.end
    scan.separator = "" if scan.last is not None else scan.separator
    return True


def _level_of(scan: Scan, target: int, between: str) -> int:
    """Return the entry whose share is told: of a change that is compared "chiếm" says how much of all its level is.

    "Có 1.456 trẻ là con thứ ba, tăng 309 trẻ so với cùng kỳ, chiếm 7,28% số sinh".
    """
    beside = scan.frames[-1].entries
    if scan.separator != "," or target not in beside[1:] or not _MAKES_UP.match(between):
        return target
    before = beside[beside.index(target) - 1]
    moved = _MOVED.match(scan.words(target)) and _COMPARED.match(scan.text, scan.quantity_end)
    told = scan.entry(before).sentence == scan.sentence and not scan.entry(before).predicate
    return before if moved and told else target


def _begins_clause(scan: Scan, end: int) -> bool:
    """Whether a noun right behind a percentage says what it is a share of."""
    start = end + len(scan.text[end:]) - len(scan.text[end:].lstrip(" "))
    word = unit_at(scan.text, start)
    return word is not None and word.kind not in ("percent", "time")


def _add_parallel(scan: Scan, entry: Entry, token: Token, between: str) -> bool:
    number = scan.numbers[token.number]
    units = {scan.numbers[q.number].unit for q in entry.quantities[:_MOST_PARALLEL]}
    joined = bool(_JOIN.match(between)) or (not between.strip() and scan.inside_bracket())
    joined = joined and len(entry.quantities) < _MOST_PARALLEL
    if not joined or number.percent or (number.unit in units and "/" not in between):
        return False
    quantity = Quantity(token.number, scan.span(token.start, token.start), scan.span(token.end, token.end))
    scan.grow(entry, (*entry.quantities, quantity), token.end)
    scan.quantity_end = token.end
    return True


def _open_entry(scan: Scan, token: Token, start: int) -> None:
    label = scan.trim(start, token.start)
    words = scan.text[label.start - scan.offset : label.end - scan.offset]
    frame = scan.frames[-1]
    entry = Entry(
        scan.first_entry + len(scan.entries),
        scan.block,
        Span(label.start, scan.offset + token.end),
        label,
        (Quantity(token.number, label, scan.span(token.end, token.end)),),
        scan.lead,
        scan.separator,
        scan.sentence,
        _is_predicate(scan, frame, words),
        frame.draft.id if frame.draft is not None else None,
    )
    scan.entries.append(entry)
    frame.entries.append(entry.id)
    scan.last, scan.separator = entry.id, ""
    scan.item_start = scan.quantity_end = token.end


def _is_predicate(scan: Scan, frame: Frame, words: str) -> bool:
    """Whether an item says what became of the one before it, and is no item of its own.

    In a list what is not done is the opposite of an item that is: "đạt 36 cơ sở, chưa đạt 4 cơ sở".
    """
    if not _PREDICATE.match(words) or scan.separator not in ("", ",", "và") or not frame.entries:
        return False
    denied = _DENIED.sub("", words)
    if frame.kind is None or denied == words:
        return True
    done = (_DONE.sub("", scan.words(entry)) for entry in frame.entries)
    return all(other.split()[:1] != denied.split()[:1] for other in done)


def close_words(scan: Scan, at: int) -> None:
    """Give the last quantity the words that follow it up to a mark."""
    if scan.last is None or scan.separator:
        return
    entry = scan.entry(scan.last)
    quantity = entry.quantities[-1]
    if scan.quantity_end < at and len(quantity.after) == 0:
        after = scan.trim(scan.quantity_end, at)
        grown = Quantity(quantity.number, quantity.before, after, quantity.shares)
        scan.grow(entry, (*entry.quantities[:-1], grown), at)
