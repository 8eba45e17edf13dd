"""Cited papers as a whole: type, number, symbol, date, issuer and title, as far as each citation tells them.

State papers are numbered "12/KH-UBND" (Decree 30/2020), Party papers "12-KH/HU" (Guide 36-HD/VPTW and its followers);
a year stands only in the numbers of legal acts ("61/2018/NĐ-CP").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extractors.document import Document, Span
from extractors.lexicon import phrase_pattern, table
from extractors.numbers.issuers import Issuer, issuer_before, issuer_behind
from extractors.numbers.number import Number

_PART = r"(?:[A-ZĐ]{2,}[A-Za-zĐđ]*\d*(?:&[A-ZĐ]+)?|TTr|CTr|QyĐ|ThU|QĐ?đ?i)"
_SYMBOL = re.compile(
    r"(?P<number>\d{1,5}|\d\.\d{3})(?P<letter>[a-z]?)(?:\s?/\s?(?P<year>(?:19|20)\d\d)(?!\d))?"
    rf"\s?[-–/](?:\s?[-–/])*\s?(?P<parts>{_PART}(?:\s?[-–/](?:\s?[-–/])*\s?{_PART})*)"
)
#: a number that was never filled in, before the symbol that was: "số      /KH-UBND", "số …-QĐ/ĐU"
_BLANK = re.compile(
    rf"[sS]ố\s?:?(?P<gap>\s{{2,}}|[\s._…]*[._…][\s._…]*|\s?)(?P<sign>[-–/])\s?(?P<parts>{_PART}\s?[-–/]\s?{_PART})"
)
_AT = r"\s*,?\s*\(?(?:(?:được )?(?:ban hành|ký)(?: cùng)? |cùng )?ngày\s*"
_TO_DATE = re.compile(_AT)
_ABOUT = re.compile(
    r"[\s,*_]*(?:\(?khóa [ivx]+\)?[\s,]*)?"
    r"(?:(?P<about>[\"*_]*\s*(?:về việc|về|v/v)[\s:]+)|(?=[\"*_]*\s*(?:thực hiện|triển khai|ban hành|phê duyệt|quy định"
    r"|hướng dẫn|thành lập|kiện toàn|phân công|tổ chức)\s))"
)
_TITLE_END = re.compile(
    r"[;\n(]|\.(?=\s|$|/)|:(?=\s)"
    r"|,\s(?=(?:ủy ban|ubnd|đảng ủy|ban |hđnd|trung tâm|phòng |thanh tra|mặt trận|thị ủy|xã |phường ))"
    r"|,\s(?=(?:đã|được|đến nay|toàn) )|\s(?:như sau|báo cáo|nói trên|nêu trên)(?!\w)"
    r"|\scủa (?:ubnd|ủy ban|đảng ủy|huyện ủy|tỉnh ủy)(?!\w)"
)
_LONGEST_TITLE = 260
_ISSUES = re.compile(
    r"(?:ban hành|xây dựng|tham mưu|ký)(?: (?:các|được|đầy đủ|kịp thời|một số|văn bản|gồm|là))*[\s:]*$"
)
_BACK = re.compile(r"[\s,]*(?:nói trên|nêu trên|trên|này|đã nêu|vừa nêu)(?!\w)")


@dataclass(frozen=True, slots=True)
class Paper:
    """A cited paper: `number` and `date` index the numbers of the report, None where it has none.

    `key` is number (no leading zeros), year of a legal act, type and body of the symbol; `when` is ISO; `title` is
    what stands at `about`, folded; `subject` is who issued it by the words before it, `issued` whether they say that
    somebody did; `back` tells that it points at a paper named before.
    """

    span: Span
    number: int | None
    key: tuple[str, str, str, str]
    noun: str
    when: str | None = None
    date: int | None = None
    issuer: Issuer | None = None
    subject: Issuer | None = None
    about: Span | None = None
    title: str = ""
    issued: bool = False
    back: bool = False


@cache
def _before() -> tuple[re.Pattern[str], ...]:
    """Return what may stand before the number of a paper: its noun, a law by its name, "số" alone."""
    so = r"\s+(?:số\s*:?\s*)?$"
    law = r"(?<!\w)(?P<noun>bộ luật|(?<!pháp )luật|pháp lệnh)(?: [^\W\d]+,?){1,14}?"
    return re.compile(rf"(?P<noun>{_nouns()}){so}"), re.compile(law + so), re.compile(r"(?<!\w)(?P<noun>)số\s*:?\s*$")


def _noun_before(text: str) -> re.Match[str] | None:
    # the patterns run over a short stretch that ends at the number
    return next((match for pattern in _before() if (match := pattern.search(text))), None)


@cache
def _nouns() -> str:
    return phrase_pattern([*(row["noun"] for row in table("papers.csv")), "chương trình"])


@cache
def _next_paper() -> re.Pattern[str]:
    joined = r"[,;]?\s(?:và\s)?"
    return re.compile(rf"{joined}{_nouns()}\s+(?:số\s*:?\s*)?\d|{joined}(?:bộ )?luật |\ssố\s*:?\s*\d")


#: types by the symbol; of công văn there is none, it opens with the body
_TYPES = frozenset(
    (
        *(
            "NQ",
            "QĐ",
            "CT",
            "QC",
            "QYĐ",
            "TC",
            "TB",
            "HD",
            "CTR",
            "KH",
            "PA",
            "ĐA",
            "DA",
            "BC",
            "BB",
            "TTR",
            "HĐ",
            "CĐ",
        ),
        *("BGN", "GUQ", "GM", "KL", "PL", "TT", "NĐ", "TTLT", "NQLT", "CV", "QĐI"),
    )
)


def read_papers(document: Document, folded: str, numbers: Sequence[Number]) -> tuple[Paper, ...]:
    """Return the papers that a text cites by number and symbol, those whose number is left blank included."""
    cited = (_cited(document, folded, numbers, at) for at, n in enumerate(numbers) if n.role == "citation")
    found = [*(one for one in cited if one is not None), *_blanks(document, folded, numbers)]
    return tuple(sorted(found, key=lambda paper: paper.span.start))


def _cited(document: Document, folded: str, numbers: Sequence[Number], at: int) -> Paper | None:
    number = numbers[at]
    symbol = _SYMBOL.match(document.text, number.span.start)
    if symbol is None:
        return None
    block = document.blocks[document.block_at(number.span.start)].span
    before = folded[max(block.start, number.span.start - 90) : number.span.start]
    noun = _noun_before(before)
    opens = number.span.start - len(before) + (noun.start() if noun else len(before))
    key = (
        symbol["number"].replace(".", "").lstrip("0") + symbol["letter"],
        symbol["year"] or "",
        *_type(symbol["parts"]),
    )
    named = noun["noun"] if noun else ""
    return _told(document, folded, numbers, at, Span(opens, symbol.end()), key, " ".join(named.split()))


def _type(parts: str) -> tuple[str, str]:
    """Return type and body of a symbol: of "KH-UBND" KH and UBND, of "UBND-VX" CV and UBND."""
    first, *rest = re.split(r"\s?[-–/](?:\s?[-–/])*\s?", parts)
    if first.upper() in _TYPES:
        kind = first.upper().replace("QĐI", "QĐ")
        return kind, "-".join(rest)
    return "CV", first


def _told(
    document: Document,
    folded: str,
    numbers: Sequence[Number],
    at: int,
    span: Span,
    key: tuple[str, str, str, str],
    noun: str,
) -> Paper:
    """Return a paper with what is told of it behind its symbol: date, issuer, title."""
    block = document.blocks[document.block_at(span.start)].span
    date = _date(folded, numbers, at + 1, span.end)
    end = numbers[date].span.end if date is not None else span.end
    issuer, end = issuer_behind(document, folded, end, block.end)
    about = _title(folded, end, block.end)
    before = folded[max(block.start, span.start - 90) : span.start]
    return Paper(
        span,
        at if key[0] else None,
        key,
        noun,
        numbers[date].when if date is not None else None,
        date,
        issuer,
        issuer_before(document, folded, span.start - len(before), span.start),
        about,
        " ".join(folded[about.start : about.end].replace('"', " ").split()) if about else "",
        bool(_ISSUES.search(before)),
        bool(_BACK.match(folded, end)),
    )


def _date(folded: str, numbers: Sequence[Number], at: int, end: int) -> int | None:
    """Return the number that is the date of the paper whose symbol ends there."""
    if at >= len(numbers) or numbers[at].role != "date" or not re.fullmatch(r"\d{4}-\d\d-\d\d", numbers[at].when or ""):
        return None
    return at if _TO_DATE.fullmatch(folded, end, numbers[at].span.start) else None


def _title(folded: str, start: int, stop: int) -> Span | None:
    """Return where the text tells what a paper is about, behind its date and issuer; None where it does not."""
    about = _ABOUT.match(folded, start, min(stop, start + 60))
    if about is None:
        return None
    text = folded[about.end() : min(stop, about.end() + _LONGEST_TITLE)]
    ends = _TITLE_END.search(text)
    cited = _next_paper().search(text)
    title = text[: min(ends.start() if ends else len(text), cited.start() if cited else len(text))]
    first = len(title) - len(title.lstrip(' .,;:"'))
    last = len(title.rstrip(' .,;:"'))
    return Span(about.end() + first, about.end() + last) if last > first else None


def _blanks(document: Document, folded: str, numbers: Sequence[Number]) -> Iterator[Paper]:
    """Yield the papers whose number was left blank."""
    for match in _BLANK.finditer(document.text):
        after = next((i for i, n in enumerate(numbers) if n.span.start >= match.end()), len(numbers))
        before = folded[max(0, match.start() - 60) : match.start("gap")]
        noun = _noun_before(before)
        if noun is None or not noun["noun"]:
            continue
        span = Span(match.start("gap") - len(before) + noun.start(), match.end())
        yield _told(document, folded, numbers, after - 1, span, ("", "", *_type(match["parts"])), noun["noun"])
