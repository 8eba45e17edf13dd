"""Digits that name or decorate: slogans, roads, programmes, criteria, phones, file names, ranks, ages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from extractors.cues import may_stand
from extractors.lexicon import phrase_pattern, table, unit_at
from extractors.numbers.counted import in_count_list
from extractors.numbers.scan import at_numbers, number_starts, unit_follows
from extractors.patterns import at_words
from extractors.vietnamese import LOWER, UPPER

_SLOGAN_ALONE = ("biết", "không", "thể hiện", "luôn", "xin", "rõ", "giám", "giữ", "dám")
_FURNITURE = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,80}@[\w-]+\.[\w.]+"
    r"|(?<![\w()-])(?=[\w()-]{0,200}\.)[\w()-]*\d[\w()-]*\.(?:jpe?g|png|gif|pdf|docx?|xlsx?|mp4|html?|aspx)\b|(?<!\w)(?=[a-f]*\d)[0-9a-f]{16,}(?!\w)"
    r"|(?<!\S)\S{1,200}\s?\(\d+\)\.(?:jpe?g|png|gif|pdf|docx?)|\(?gmt\s?[+-]\d+\)?|(?<!\w)(?:img|dsc|vid)[_-]?\d{3,}(?!\w)"
)
#: without any of these a text holds no address and no file name
_OF_FURNITURE = re.compile(r"://|www\.|@|gmt|img|dsc|vid|\.(?:jp|png|gif|pdf|doc|xls|mp4|htm|aspx)|[0-9a-f]{16}")
#: what every phone number holds
_DIALLED = re.compile(r"0\d\d|\+84|1[89]00")
_PHONE = re.compile(
    r"(?<![\d.,/])(?:\(?0\d{2,3}\)?(?:[ .-]?\d{3,4}){2}|\(0\d{2,3}\)\s?[\d. ]{6,10}\d"
    r"|\+84[ .-]?\d{2,3}[ .-]?\d{3}[ .-]?\d{3,4}|1[89]00[ .]?\d{4})(?![\d/]|[.,]\d)"
)
_CLOCK = re.compile(
    r"(?<![\d/.,])(?:\d{1,2}\s?h\s?\d{2}|\d{1,2}\s?giờ\s?\d{1,2}(?:\s?phút)?|\d{1,2}:\d{2}(?::\d{2})?"
    r"|24\s?/\s?(?:24|7)(?:h|\s?giờ)?|\d{1,2}h(?!\w))(?!\d)"
)
#: what every time of the clock holds
_TICKS = re.compile(r"\d(?:\s?[h:]|\s?giờ|\s?/\s?(?:24|7))")
_AGE = re.compile(
    r"(?<![\d.,/])(?P<x>\d{1,3}(?:\s?(?:-|–|đến|tới)\s?(?:dưới\s)?\d{1,3})?)(?=\s*(?:tháng\s+)?tuổi(?!\w))"
)
#: "các cụ tròn 80 và 85 tuổi", "70, 75, 80 tuổi"
_AGES = re.compile(
    r"(?<![\d.,/])(?<!tuổi )(?<!tuổi: )(?P<x>(?:[5-9]\d(?:,| và|, và| hoặc) )+(?:[5-9]\d|1[01]\d))(?=\s*tuổi(?!\w))"
)
_AGE_GROUP = re.compile(r"(?:độ|nhóm|lứa) tuổi\s+(?:từ\s+)?(?P<x>\d{1,3}(?:\s?(?:-|đến|tới)\s?\d{1,3})?)(?!\d|[.,]\d)")
_SEVERAL_IN_ONE = re.compile(r"(?<![\d.,/])(?P<x>\d trong 1)(?![\d.,/]|\s*%)(?=\s*(?:[\"'),.;:]|$))")
_IN_PART = re.compile(
    r"(?<=[^\W\d_] )(?P<x>1) phần(?=\s*(?:[,;.)]|$)|\s(?:và|do|là|của|cho|ở|tại|vào|trong|nhỏ|lớn)\s)"
)
_STREET_DATE = re.compile(r"(?:đường|phố|cầu|đảng bộ|trường|sân vận động)\s+(?P<x>\d{1,2}/\d{1,2})(?!\d|/)")
_COUNTED_QUOTE = re.compile(
    r"(?<![\d.,/])(?P<x>\d{1,2})\s+(?!năm|tháng|ngày|quý)[^\d\"():;.,]{2,18}:?\s*\"(?P<quote>[^\"]{4,200})\""
)
_QUOTED_SERIES = re.compile(r"[\"']\s*\d{1,2} [^\d\"'%]{2,25}(?:[,;-]\s*\d{1,2} [^\d\"'%]{2,25})+[\"']")
_LETTER_DIGIT = re.compile(r"(?<![^\W\d_])(?P<letters>[^\W\d_]{1,5})-?(?P<x>\d+(?:\.0)?)(?![\d]|[.,]\d)")
_PROPER = re.compile(
    rf"(?:(?<=[^\W\d_]\s)|(?<=[^\W\d_]\s\s))(?<![.:;]\s)(?<![.:;]\s\s)(?P<word>[{UPPER}][{LOWER}]+)\s+(?P<x>[1-9])"
    r"(?=\s*(?:[.,;:)\"”]|$|và\s|ở\s|tại\s))(?![.,]\d)"
)
#: the same with a body before it and what it has or does behind ("Trường Tiểu học Xuân Thọ 2 có 384 em")
_NUMBERED_BODY = re.compile(
    r"(?:[Tt]rường|[Tt]iểu học|TH|THCS|THPT|[Mm]ầm non|[Mm]ẫu giáo|[Hh]ợp tác xã|HTX|[Tt]rạm|[Tt]hủy điện|[Nn]hà máy"
    r"|[Bb]ệnh viện|[Pp]hòng giao dịch|[Cc]ụm công nghiệp|[Kk]hu công nghiệp)"
    rf"(?: [{UPPER}][{LOWER}]+){{1,4}} (?P<x>[1-9])"
    r"(?= (?:có|rộng|được|đã|đang|vừa|mới|xuống|gieo|là|gồm|nhận|tổ chức|hiện|cũng|còn|trong|do|sẽ|bị|đạt|tiếp|thu|chi"
    r"|mở|đóng|xây|nằm|cách)(?!\w))"
)
#: a brand that is counted in the bracket behind it: "Rose 321 Orient (7 thùng)"
_BRAND = re.compile(rf"[{UPPER}]\w* (?P<x>\d{{2,4}})(?= [{UPPER}]\w*(?: [{UPPER}]\w*)? ?\(\d)")
_LONE_DIGIT = re.compile(r"\s[1-9](?!\d)")
_ROAD = at_words(r"(?<!\w)(?:đt|ql|đh|tl|hl)\.\s?(?P<x>\d{1,4})(?![\d.,/]\d|\d)")
_COUNTED_NAMES = re.compile(rf"[{UPPER}][{LOWER}]+\s+\d+(?=\s*[,;)])")
_HOUR = at_words(
    r"(?<!\w)(?:từ|lúc|hồi|vào|trước|sau|đến)\s(?:gần\s|khoảng\s|hơn\s)?(?P<x>[01]?\d|2[0-4])(?=\s?giờ(?![\w/]|\s(?:công|bay)))"
)
_DIGIT_LETTER = re.compile(r"(?P<x>\d(?<![\w.,/-]\d)\d*)(?=(?:a|b|c|d|g|k|d)(?!\w))")


@dataclass(frozen=True, slots=True)
class Naming:
    """Digits that are no quantity: range, role and the rule that claims them."""

    start: int
    end: int
    role: str
    rule: str


def furniture(folded: str, start: int, end: int) -> Iterator[Naming]:
    """Yield what belongs to pages and contacts: addresses, file names, phones, clock times, ages."""
    if _OF_FURNITURE.search(folded):
        for match in _FURNITURE.finditer(folded, start, end):
            yield from _digits(folded, match.start(), match.end(), "other", "address or file name")
    if _DIALLED.search(folded):
        for match in _PHONE.finditer(folded, start, end):
            yield from _digits(folded, match.start(), match.end(), "other", "phone")
    for match in at_numbers(_CLOCK, folded, start, end) if _TICKS.search(folded) else ():
        yield from _digits(folded, match.start(), match.end(), "other", "clock")
    for match in _HOUR.finditer(folded, start, end) if "giờ" in folded else ():
        yield Naming(match.start("x"), match.end("x"), "other", "clock")
    yield from _ages(folded, start, end)
    for match in _ROAD.finditer(folded, start, end) if may_stand(_ROAD.pattern, folded) else ():
        yield Naming(match.start("x"), match.end("x"), "name", "road")
    for match in _STREET_DATE.finditer(folded, start, end) if "/" in folded else ():
        yield Naming(match.start("x"), match.end("x"), "name", "street named by a date")


def _ages(folded: str, start: int, end: int) -> Iterator[Naming]:
    """Yield ages and groups of ages ("trên 60 tuổi", "nhóm tuổi 16-60")."""
    if "tuổi" in folded:
        told = (_AGE_GROUP, _AGES)
        groups = (match for pattern in told for match in pattern.finditer(folded, start, end))
        for match in (*at_numbers(_AGE, folded, start, end), *groups):
            for age in re.finditer(r"\d+", match["x"]):
                yield Naming(match.start("x") + age.start(), match.start("x") + age.end(), "other", "age")


def _digits(folded: str, start: int, end: int, role: str, rule: str) -> Iterator[Naming]:
    inside = [i for i in range(start, end) if folded[i].isdigit()]
    if inside:
        first = inside[0]
        # a hexadecimal name is one token from its first to its last letter or digit
        if rule != "phone" and re.fullmatch(r"[0-9a-f]{16,}", folded[start : inside[-1] + 1]):
            first = start
        yield Naming(first, inside[-1] + 1, role, rule)


@cache
def _slogan_patterns() -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    """Return the patterns of slogans in quotes and of those without."""
    words = phrase_pattern([row["phrase"] for row in table("slogans.csv")])
    alone = phrase_pattern(list(_SLOGAN_ALONE))
    ends = r"(?=\s*(?:[\"':(,;.)]|và\s+\d|với|của|$))"
    quoted = (
        re.compile(r"[\"']\s*(?P<x>\d{1,2})\s+[^\W\d_]+(?: [^\W\d_]+){0,2}\s*[\"']"),
        re.compile(rf"[\"']\s*(?P<x>\d{{1,2}})\s+{words}(?=\s*[\"',:;(]|\s+\w+\s*[\"',])"),
        re.compile(rf"[\"'][^\"']{{0,40}}?[,;]\s*(?P<x>\d{{1,2}})\s+{words}(?=\s*,?\s*[\"',]|\s+\w+\s*[\"',])"),
        re.compile(r"[\"'](?:[^\W\d_]+ ){1,4}(?P<x>\d{1,2}) (?!tháng|năm|ngày|quý)[^\W\d_]+[\"']"),
    )
    bare = (
        re.compile(rf"(?<![\d.,/])(?P<x>\d{{1,2}})\s+{alone}{ends}"),
        re.compile(rf"(?<![\d.,/])(?P<x>\d{{1,2}})\s+{alone}\s*(?=[\":(])"),
    )
    return quoted, bare


def slogans(folded: str, start: int, end: int) -> Iterator[Naming]:
    """Yield the digits of fixed phrases that count their own items ("5 biết", 4 tiêu chí “nhanh hơn, …”).

    >>> text = 'làm theo "5 biết", "3 không"'
    >>> [text[n.start:n.end] for n in slogans(text, 0, len(text))]
    ['5', '3']
    """
    yield from _several_in_one(folded, start, end)
    seen: set[int] = set()
    in_quotes = '"' in folded or "'" in folded
    quoted, bare = _slogan_patterns()
    found: list[Iterator[re.Match[str]]] = []
    if in_quotes:
        found += [pattern.finditer(folded, start, end) for pattern in quoted]
    found += [at_numbers(pattern, folded, start, end) for pattern in bare if may_stand(pattern.pattern, folded)]
    for match in chain(*found):
        if match.start("x") not in seen:
            seen.add(match.start("x"))
            yield Naming(match.start("x"), match.end("x"), "slogan", "slogan")
    for left, right in _series(folded, start, end) if in_quotes else ():
        if left not in seen:
            seen.add(left)
            yield Naming(left, right, "slogan", "series of slogans")
    for match in at_numbers(_COUNTED_QUOTE, folded, start, end) if in_quotes else ():
        items = re.split(r"\s*[,;]\s*|\s+-\s+", match["quote"].strip(" ,;."))
        if len(items) == int(match["x"]) and len(items) > 1 and match.start("x") not in seen:
            yield Naming(match.start("x"), match.end("x"), "slogan", "quote that counts its items")


def _several_in_one(folded: str, start: int, end: int) -> Iterator[Naming]:
    """Yield the digits of "3 trong 1", and of "tốc mái 1 phần", which is some of it."""
    for match in _SEVERAL_IN_ONE.finditer(folded, start, end) if " trong 1" in folded else ():
        yield Naming(match.start("x"), match.start("x") + 1, "slogan", "slogan")
        yield Naming(match.end("x") - 1, match.end("x"), "slogan", "slogan")
    for match in _IN_PART.finditer(folded, start, end) if " 1 phần" in folded else ():
        yield Naming(match.start("x"), match.end("x"), "other", "in part")


def _series(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the digits of slogans that stand in one pair of quotes ("4 tại chỗ, 3 sẵn sàng")."""
    for match in _QUOTED_SERIES.finditer(folded, start, end):
        for digits in re.finditer(r"\d{1,2}(?= [^\W\d_])", match.group()):
            yield match.start() + digits.start(), match.start() + digits.end()


def letter_digits(folded: str, start: int, end: int) -> Iterator[Naming]:
    """Yield digits glued to letters that name something ("A3", "Covid-19", "4G")."""
    glued = any(folded[at - 1].isalpha() or folded[at - 1] == "-" for at in number_starts(folded) if at)
    for match in _LETTER_DIGIT.finditer(folded, start, end) if glued else ():
        if match["letters"] not in ("m", "km", "cm", "dm"):
            yield Naming(match.start("x"), match.end("x"), "name", "letter and digits")
    for match in _DIGIT_LETTER.finditer(folded, start, end):
        yield Naming(match.start("x"), match.end("x"), "name", "digits and a letter")


def proper_names(text: str, folded: str, start: int, end: int) -> Iterator[Naming]:
    """Yield digits that end a proper name inside a sentence ("dự án Thủy điện Trà Phong 2").

    >>> line = "các dự án như Thủy điện Trà Phong 2, Sông Liên"
    >>> [line[n.start:n.end] for n in proper_names(line, line.lower(), 0, len(line))]
    ['2']
    >>> line = "Trường Tiểu học Xuân Thọ 2 có 384 em"
    >>> [line[n.start:n.end] for n in proper_names(line, line.lower(), 0, len(line))]
    ['2']
    >>> line = "ngụ xã Gia\u00a0 Hòa 2;"  # blanks as they are typed
    >>> [line[n.start:n.end] for n in proper_names(line, line.lower(), 0, len(line))]
    ['2']
    """
    for match in _BRAND.finditer(text, start, end) if "(" in text else ():
        if not unit_follows(folded, match.end("x")):
            yield Naming(match.start("x"), match.end("x"), "name", "number of a brand")
    for match in _NUMBERED_BODY.finditer(text, start, end) if _LONE_DIGIT.search(text) else ():
        yield Naming(match.start("x"), match.end("x"), "name", "number of a body")
    found = list(_PROPER.finditer(text, start, end)) if _LONE_DIGIT.search(text) else []
    if len(found) != 1 or len(_COUNTED_NAMES.findall(text, start, end)) > 1:  # names with their counts
        return
    for match in found:
        word = match.start("word")
        counted = unit_at(folded, word) is not None or unit_follows(folded, match.end("x"))
        if not counted and not in_count_list(folded, match["word"].lower(), word, match.end("x")):
            yield Naming(match.start("x"), match.end("x"), "name", "end of a proper name")
