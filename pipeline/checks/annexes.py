"""Annexes, lists and numbered tables that a report announces and its file does not hold (rule `missing`).

An annex has to be mentioned in the body of its paper and stands behind it (Decree 30/2020, Annex I). What a cited
paper has attached ("ban hành kèm theo Quyết định số …") is no annex of the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.document import Document, Span
from extractors.facts import Facts
from extractors.vietnamese import fold
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, Severity, make

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_NO = r"(?P<no>\d{1,2}|[ivx]{1,4})(?![\w/]|[.,]\d)"
#: what may be attached to a report; pictures and files of proof are no part of its text
_THING = (
    r"(?:(?:các |những |\d{1,2} )?(?:phụ lục|phụ biểu|biểu mẫu|biểu|bảng|danh sách)"
    r"(?: (?:số liệu|tổng hợp|chi tiết|thống kê|chấm điểm|danh mục|số \d+|\d{1,2}|[ivx]{1,4})(?!\w))*)"
)
_WITH = r"(?:kèm theo|đính kèm|gửi kèm|kèm)"
#: "(có phụ lục kèm theo)", "danh sách đính kèm", "(kèm theo 03 phụ lục)", "kèm biểu tổng hợp"
_ATTACHED = re.compile(
    rf"(?<!\w)(?:{_THING}(?P<between>(?: [^\W\d]+){{0,12}}?) {_WITH}(?: theo)?(?: báo cáo này| kế hoạch này)?(?!\w)"
    rf"|{_WITH} (?:theo )?(?P<after>{_THING})(?!\w))"
)
_COUNT = re.compile(r"(?<![\w.,])(\d{1,2})\s+(?:phụ lục|phụ biểu|biểu|bảng|danh sách)(?!\w)")
#: a numbered annex or table, and what points at it
_NUMBERED = re.compile(rf"(?P<kind>phụ lục|biểu|bảng)\s+(?:số\s+)?{_NO}")
_POINTS = re.compile(r"(?:(?<!\w)(?:tại|theo|như|ở|xem|trong|chi tiết)\s|\(\s?)$")
#: a line that heads an annex or a table
_HEAD = re.compile(
    r"[\s*_(]*(?P<kind>phụ lục|phụ biểu|biểu mẫu|biểu|bảng|danh sách)(?!\w)"
    r"(?:\s*(?:số\s*:?\s*)?(?P<no>\d{1,2}|[ivx]{1,4})(?![\w/]))?"
)
#: an announcement that belongs to another paper: cited before or behind it
_OTHERS_BEFORE = re.compile(r"(?:ban hành|theo mẫu|hướng dẫn|quy định)[^.;]{0,30}$")
_OTHERS_AFTER = re.compile(
    r"[\s,)]*(?:ban hành )?(?:(?:kèm theo|của|tại|theo) )?(?:quyết định|thông tư|nghị định|nghị quyết|công văn|luật"
    r"|kế hoạch|hướng dẫn|văn bản|đề án|quy chế|quy định|bộ tiêu chí|chỉ thị|tờ trình|hồ sơ|đơn|thông báo|phiếu"
    r"|hợp đồng)(?!\w)(?! này)"
)
#: what may stand behind an announcement; another noun is what the thing is attached to
_ENDS = re.compile(r"[\s*_\"]*(?:[).,;:]|$|báo cáo này|kế hoạch này|gồm|ở cuối|và (?!\w+ đơn)|để|cho)")
_FAMILIES = {"phụ biểu": "biểu", "biểu mẫu": "biểu"}


@dataclass(frozen=True, slots=True)
class _Held:
    """What the file holds: the numbers of annexes and tables by kind, how many annexes, tables behind the body."""

    numbers: dict[str, frozenset[int]]
    heads: dict[str, int]
    lists: frozenset[str]
    behind: bool
    tables: int


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield the first count of annexes that is not met, numbered ones that lack, then attachments that lack at all."""
    if facts.header.web or facts.header.kind == "tin_bai":
        return
    attached, pointed = list(_attached(document, facts)), list(_pointed(facts))
    if not attached and not pointed:
        return
    held = _held(document, facts)
    counted = [one for one in _counts(facts, attached) if one[1] > _annexes(held, one[2])]
    for span, wanted, kind in counted[:1]:
        found = _annexes(held, kind)
        which = _which(held, wanted, kind)
        message = messages.MISSING_SOME.format(text=_text(document, span), wanted=wanted, found=found, which=which)
        finding = _finding(document, facts, message, [span])
        yield finding.against(Decimal(wanted), Decimal(found))
    if counted:
        return
    pointed = [one for one in pointed if _lacks(held, one[1], one[2])]
    for span, kind, number in pointed[:1]:
        message = messages.MISSING_NUMBER.format(what=f"{kind} {number}".capitalize())
        yield _finding(document, facts, message, [span])
    if not pointed and not attached and not held.behind and "phụ lục" not in held.heads:
        yield from _nowhere(document, facts)
    loose = [span for span in attached if not _is_held(facts, held, span)]
    if loose and not pointed:
        message = messages.MISSING_ANNEX.format(text=_text(document, loose[0]), more=_more(len(loose)))
        yield _finding(document, facts, message, loose)


def _nowhere(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield, as a remark, the first numbered annex that a closed report points at and that no annex follows."""
    closed = any(facts.folded.startswith("trên đây là", block.span.start) for block in document.blocks)
    named = [one for one in _pointed(facts) if one[1] == "phụ lục"] if closed else []
    for span, kind, number in named[:1]:
        message = messages.MISSING_NUMBER.format(what=f"{kind} {number}".capitalize())
        yield make(document, facts, "missing", "info", message, [Evidence(span)], messages.ASK_MISSING)


def _finding(document: Document, facts: Facts, message: str, spans: Sequence[Span]) -> Finding:
    severity: Severity = "info" if facts.header.draft else "warning"
    evidence = [Evidence(span) for span in spans]
    return make(document, facts, "missing", severity, message, evidence, messages.ASK_MISSING)


def _more(count: int) -> str:
    return f" và {count - 1} chỗ khác" if count > 1 else ""


def _text(document: Document, span: Span) -> str:
    return " ".join(document.quote(span).replace("*", "").split())


# -- what is announced -------------------------------------------------------------------------------------------


def _attached(document: Document, facts: Facts) -> Iterator[Span]:
    """Yield where something is said to be attached to this report."""
    done = 0
    while (at := facts.folded.find("kèm", done)) >= 0:
        block = document.blocks[document.block_at(at)].span
        done = max(at + 3, block.end)
        for match in _ATTACHED.finditer(facts.folded, block.start, block.end):
            if not _of_another_paper(document, facts, *match.span()) and not _is_head(document, match.start()):
                yield Span(*match.span())


def _of_another_paper(document: Document, facts: Facts, start: int, end: int) -> bool:
    block = document.blocks[document.block_at(start)].span
    before, after = facts.folded[max(block.start, start - 60) : start], facts.folded[end : min(end + 40, block.end)]
    inside = facts.folded[start:end]
    counted = _COUNT.search(facts.folded, max(0, start - 4), end)
    return bool(
        not (counted or _ENDS.match(after))
        or _OTHERS_BEFORE.search(before)
        or _OTHERS_AFTER.match(after)
        or re.search(r"(?<!\w)(?:ban hành|hồ sơ|đơn thư|nộp)(?!\w)", inside)
    )


def _is_head(document: Document, start: int) -> bool:
    """Whether a place lies in the line that heads an annex."""
    block = document.blocks[document.block_at(start)].span
    text = document.quote(block)
    return len(text) < 160 and start - block.start < 6 and bool(_HEAD.match(fold(text))) and text[:4].isupper()


def _counts(facts: Facts, attached: Sequence[Span]) -> Iterator[tuple[Span, int, str]]:
    """Yield announced counts of annexes: where, how many, of what kind."""
    for span in attached:
        match = _COUNT.search(facts.folded, max(0, span.start - 4), span.end)
        if match and int(match[1]) >= 1:
            kind = match.group().split(maxsplit=1)[1]
            yield Span(min(span.start, match.start()), span.end), int(match[1]), _FAMILIES.get(kind, kind)


def _pointed(facts: Facts) -> Iterator[tuple[Span, str, int]]:
    for match in _NUMBERED.finditer(facts.folded):
        if not _POINTS.search(facts.folded, max(0, match.start() - 12), match.start()):
            continue
        number = _number(match["no"])
        after = facts.folded[match.end() : match.end() + 40]
        if number and not _OTHERS_AFTER.match(after):
            yield Span(match.start("kind"), match.end()), match["kind"], number


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _ROMAN.get(text, 0)


# -- what is there -----------------------------------------------------------------------------------------------


def _held(document: Document, facts: Facts) -> _Held:
    """Return what the file holds of annexes and tables."""
    numbers: dict[str, set[int]] = {}
    heads: dict[str, int] = {}
    lists: set[str] = set()
    end = _end_of_body(document, facts)
    behind = False
    for index, block in enumerate(document.blocks):
        if block.kind == "cell":
            behind = behind or index > end
            continue
        text = document.quote(block.span)
        match = _HEAD.match(fold(text[:80])) if len(text) < 200 else None
        if match is None:
            continue
        capital = text.lstrip(" *_(")[:4].isupper() or bool(match["no"])
        if not capital or text.rstrip(" *").endswith((";", ",")):
            continue
        kind = _FAMILIES.get(match["kind"], match["kind"])
        heads[kind] = heads.get(kind, 0) + 1
        lists.add(kind)
        if match["no"] and (number := _number(match["no"])):
            numbers.setdefault(kind, set()).add(number)
        behind = behind or index > end
    fixed = {kind: frozenset(found) for kind, found in numbers.items()}
    return _Held(fixed, heads, frozenset(lists), behind, len(facts.layouts))


def _end_of_body(document: Document, facts: Facts) -> int:
    """Return the block of the recipients or the signature; behind it stand annexes."""
    closing = re.compile(r"[\s*_]*(?:nơi nhận|tm\.|kt\.|t/m|k/t)")
    found = [
        i
        for i, block in enumerate(document.blocks)
        if closing.match(fold(document.text[block.span.start : block.span.start + 20]))
    ]
    del facts
    return max(found, default=len(document.blocks))


def _annexes(held: _Held, kind: str) -> int:
    """Return how many annexes of a kind there are; an annex without its number counts."""
    own = max(len(held.numbers.get(kind, ())), held.heads.get(kind, 0) if kind == "phụ lục" else 0)
    if own:
        return own
    others = sum(held.heads.values())
    return max(others, held.tables if held.behind or kind != "phụ lục" else 0)


def _which(held: _Held, wanted: int, kind: str) -> str:
    lacking = sorted(set(range(1, wanted + 1)) - held.numbers.get(kind, frozenset()))
    named = held.numbers.get(kind)
    return f", thiếu {kind} {', '.join(map(str, lacking))}" if named and lacking else ""


def _lacks(held: _Held, kind: str, number: int) -> bool:
    """Whether a numbered annex or table is not there while others of its kind are."""
    there = held.numbers.get(kind)
    return bool(there) and number not in (there or ()) and number <= max(there or (0,)) + 2


def _is_held(facts: Facts, held: _Held, span: Span) -> bool:
    """Whether the file has what is said to be attached: an annex behind the body, or a table or list of that kind."""
    text = facts.folded[span.start : span.end]
    if held.behind or held.heads.get("phụ lục"):
        return True
    kinds = [kind for kind in ("biểu", "bảng", "danh sách") if kind in text]
    return any(kind in held.lists for kind in kinds) or (bool(kinds) and held.tables > 0)
