"""Headings to a tree: what is printed, how deep it stands, and which digits are section numbers.

Claims "2.4.1" before numbers are sought. Depth follows the rank of the printed form
(Phần, A., I., 1., 1.1., 1.1.1., a)), the usual order of State papers (Decree 30/2020, Annex I).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractors.document import Block, Document, Span
from extractors.lexicon import phrase_pattern, table
from extractors.vietnamese import UPPER, fold

_HEADING = re.compile(
    r"""[\s*_]*(?:
      (?P<part>(?:Phần|PHẦN)\s+(?:(?:thứ|THỨ)\s+\w+|[IVX]+|\d+|[A-Z])(?!\w))[.:]?
    | (?P<roman>[IVX]{1,5})(?:\s?[.)/]|\s?[-–](?=\s))\s*(?=["“*]*[^\W\d_]|$|\d{1,2}\s+(?:THÁNG|tháng|NĂM|năm))
    | (?P<cap>[A-HĐKLM])(?:[.)/]|\s?[-–](?=\s))\s+(?=["“*]*[^\W\d_])
    | (?P<dec>\d{1,2}(?:\.\d{1,2}){0,4})(?:(?P<dot>[.)])\s*|(?P<bare>\s+))(?=["“*]*[^\W\d_]|$)
    | (?P<dash>\d{1,2})\s?[-–]\s+(?=["“*]*[^\W\d_])
    | (?P<low>[a-eđghik])\s?[.)]\s*(?=["“*]*[^\W\d_])
    )""",
    re.VERBOSE,
)
_CONTENTS = re.compile(r"(?:\.{4,}|…{2,}|\t)\s*\d{1,3}\s*$")
_ANNEX = re.compile(
    r"[*_\s]*(?:PHỤ LỤC|BIỂU|BẢNG|TỔNG HỢP|DANH SÁCH|DANH MỤC|MẪU)"
    rf"(?:\s+(?:SỐ|TỔNG|[IVX\d]+|[{UPPER}]+))*[\s:.*]*$"
)
_CLOSING = re.compile(r"(?:nơi nhận|trên đây là)")
#: a short line that heads what follows
_BARE = re.compile(rf"[{UPPER}][^.:;|\t\d]{{5,90}}[^\W\d_”\"?!]")
#: how long a paragraph of running text is at least, and a sentence that begins one under a heading
_PARAGRAPH, _SENTENCE = 110, 50
_RANKS = {"part": 0, "cap": 1, "roman": 2, "dec1": 3, "dec2": 4, "dec3": 5, "dec4": 6, "dec5": 7, "low": 8, "bare": 3}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading as it stands: depth from 1, printed number, title, canonical kind, and its block.

    `digits` covers the digits of the printed number, None where it has none; `style` is the printed form
    (part, cap, roman, dec1 …, low, annex, bare).
    """

    id: str
    parent: str | None
    level: int
    number: str
    title: str
    kind: str | None
    style: str
    block: int
    span: Span
    digits: Span | None


@dataclass(frozen=True, slots=True)
class _Mark:
    """A printed heading number: its form, the number, where the title begins and where its digits stand."""

    style: str
    number: str
    title_at: int
    digits: Span | None


def read_sections(document: Document) -> tuple[Section, ...]:
    """Return the headings of a document in order, contents lists, table cells and margins left out."""
    found: list[Section] = []
    stack: list[Section] = []
    closed = False
    bare = _bare_headings(document)
    for index, block in enumerate(document.blocks):
        if block.kind in ("cell", "margin", "note"):
            continue
        closed = closed or bool(_CLOSING.match(fold(document.quote(block.span)).lstrip(" *")))
        mark = _Mark("bare", "", block.span.start, None) if index in bare else _mark(document, block, annex=closed)
        if mark is None:
            continue
        rank = _RANKS.get(mark.style, -1)
        while stack and _RANKS.get(stack[-1].style, -1) >= rank:
            stack.pop()
        if mark.style == "annex":
            stack.clear()
        section = _section(document, block, index, mark, stack, len(found) + 1)
        stack.append(section)
        found.append(section)
    return tuple(found)


def headings(document: Document, sections: Sequence[Section]) -> tuple[Section, ...]:
    """Return the sections that head something, not the number of an annex or the caption of its table.

    "PHỤ LỤC I" with numbered headings below it stays, as does "BIỂU TỔNG HỢP" with lines of its own.
    """
    above = {section.parent for section in sections}
    return tuple(s for s in sections if s.style != "annex" or s.id in above or not _titles_table(document, s))


def _titles_table(document: Document, annex: Section) -> bool:
    """Whether an annex is only numbered, or stands right over its table."""
    following = document.blocks[annex.block + 1 : annex.block + 2]
    over = bool(following) and following[0].kind == "cell"
    return over or fold(annex.title).startswith("phụ lục")


def _bare_headings(document: Document) -> frozenset[int]:
    """Return the blocks that head what follows in a text without numbered headings, as news pages have them.

    A short line between paragraphs, no sentence, no name of a person, no figure.
    """
    plain = [(i, b) for i, b in enumerate(document.blocks) if b.kind not in ("cell", "margin", "note")]
    texts = [" ".join(document.quote(block.span).replace("*", "").split()) for _, block in plain]
    marked = (_HEADING.match(text) and not text.endswith(".") for text in texts)
    if any(marked):
        return frozenset()
    first = next((at for at, text in enumerate(texts) if len(text) > _PARAGRAPH), len(texts))
    begins = [len(text) > _SENTENCE and (len(text) > _PARAGRAPH or text.endswith(".")) for text in texts]
    return frozenset(
        plain[at][0]
        for at in range(1, len(plain) - 1)
        if _BARE.fullmatch(texts[at]) and not texts[at].istitle() and first < at and begins[at + 1]
    )


def _section(document: Document, block: Block, index: int, mark: _Mark, stack: list[Section], count: int) -> Section:
    title = _title(document.text[mark.title_at : block.span.end])
    if not title and mark.style == "part" and index + 1 < len(document.blocks):
        title = _title(document.quote(document.blocks[index + 1].span))  # "Phần thứ hai" has its title below
    parent = stack[-1].id if stack else None
    kind = section_kind(title)
    return Section(
        f"s{count}", parent, len(stack) + 1, mark.number, title, kind, mark.style, index, block.span, mark.digits
    )


def _mark(document: Document, block: Block, *, annex: bool) -> _Mark | None:
    """Return the heading number that opens a block; `annex` is whether annexes may begin here."""
    text = document.quote(block.span)
    if annex and _ANNEX.match(text):
        return _Mark("annex", "", block.span.start, None)
    match = _HEADING.match(text)
    if match is None or _CONTENTS.search(text):
        return None
    style = next(name for name in ("part", "roman", "cap", "dec", "dash", "low") if match[name])
    number = match[style]
    if style == "dash":
        if not text[match.end() :].lstrip('"“*')[:1].isupper():
            return None  # "12 - mười hai"
        style = "dec1"
    elif style == "dec":
        depth = number.count(".") + 1
        if (match["bare"] is not None and depth == 1) or _is_quantity(text, match):
            return None
        style = f"dec{depth}"
    printed = text[match.start(match.lastgroup or style) : match.end()].strip() if style == "part" else ""
    number = printed.rstrip(".:") if printed else _with_stop(text, match)
    return _Mark(style, number, block.span.start + match.end(), _digits(block, match))


def _with_stop(text: str, match: re.Match[str]) -> str:
    """Return the number with the stop that is printed after it ("1.", "a)", "2.4", "I")."""
    name = next(n for n in ("roman", "cap", "dec", "dash", "low") if match[n])
    after = text[match.end(name) : match.end(name) + 2].strip()[:1]
    # a dash belongs to the number where it touches it ("I- TÌNH HÌNH"), else it only parts number and title
    touching = text[match.end(name) : match.end(name) + 1] in ("-", "–")
    return match[name] + (after if after in (".", ")", "/") or touching else "")


def _digits(block: Block, match: re.Match[str]) -> Span | None:
    where = [i for i in range(match.start(), match.end()) if match.string[i].isdigit()]
    return Span(block.span.start + where[0], block.span.start + where[-1] + 1) if where else None


def _is_quantity(text: str, match: re.Match[str]) -> bool:
    """Whether "7.0 km" or "3.174 hồ sơ" opens the block: a number without stop before a small letter."""
    rest = text[match.end() :].lstrip('"“*')
    return match["bare"] is not None and (not rest[:1].isupper() or "." not in match["dec"])


def _title(text: str) -> str:
    plain = " ".join(text.replace("*", "").split()).lstrip(".:-– ")
    stop = re.search(r"[.:;](?=\s)", plain)
    return plain[: stop.start()] if stop and stop.start() > 3 else plain[:200]


#: what is said of work done, though it names tasks or plans ("kết quả thực hiện nhiệm vụ năm 2024")
_OPENS_RESULT = re.compile(
    r"(?:về |việc )?(?:kết quả|tình hình|đánh giá|nhìn lại|thực trạng|thực hiện|triển khai"
    r"|công tác (?:triển khai|chỉ đạo|thực hiện|tổ chức|lãnh đạo)|tổ chức (?:thực hiện|triển khai))(?!\w)"
)
_GOES_ON_TO_PLAN = re.compile(r"(?:và|,|;|-)\s+(?:phương hướng|định hướng|nhiệm vụ [^,;]*tới|dự kiến|kế hoạch)(?!\w)")


@cache
def _kind_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = table("section_kinds.csv")
    return tuple((row["kind"], re.compile(phrase_pattern(row["words"].split("|")))) for row in rows)


def section_kind(title: str) -> str | None:
    """Return the canonical kind of a heading: plan, proposal, evaluation, profile, result.

    >>> section_kind("PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2025")
    'plan'
    """
    folded = fold(title)
    done = _OPENS_RESULT.match(folded) and not _GOES_ON_TO_PLAN.search(folded)
    kinds = (kind for kind, pattern in _kind_patterns() if pattern.search(folded))
    return next((kind for kind in kinds if not (done and kind == "plan")), None)
