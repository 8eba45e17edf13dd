"""Numbers and symbols of papers and laws: the grammars of State and Party papers (Decree 30/2020, Annex III)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractors.cues import may_stand
from extractors.lexicon import phrase_pattern, table, unit_at
from extractors.numbers.counted import in_count_list
from extractors.numbers.scan import at_numbers, named_by_one
from extractors.patterns import at_words

#: 125/BC-UBND, 61/2018/NĐ-CP, 42/2013/QH13, 263-KH/HU, 07/QĐ – UBND, 21/-QĐ/TW (as printed, with stray blanks)
_SYMBOL = re.compile(
    r"(?:(?<![\w.,/])|(?<=\b[IVX]\.)|(?<=\b[IVX][IVX]\.))(?P<number>(?:\d{1,5}|\d\.\d{3})[a-z]?(?:\s?/\s?(?:19|20)\d{2})?)(?:\s?[-–/]\s?-?|\s[-–/]\s)"
    r"(?P<symbol>(?:[A-ZĐ]{2,}|QĐ?đ?i|TTr|CTr|QyĐ|ThU|HĐ)[A-Za-zĐđ]*\d*(?:\s?[-–&/.]\s?[A-ZĐ][A-Za-zĐđ]*\d*)*)"
)
_BEGINS_SYMBOL = re.compile(r"[-–/]\s?-?\s?[A-ZĐ]")
_BARE = re.compile(r"(?<!\w)số\s*:?\s*(?P<number>\d{1,5})(?=\s*,?\s*ngày\s)")
_LAW_YEAR = at_words(
    r"(?<!\w)(?:bộ luật|(?<!pháp )luật|hiến pháp|pháp lệnh)(?:\s+(?!trong|từ|đến|của|năm)[^\W\d_]+[,]?){0,12}?"
    r"\s+(?:năm\s+)?(?P<number>(?:19|20)\d{2})(?!\d|\s*/)"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """The number part of a paper or law, from first to last digit, with its whole symbol as printed."""

    start: int
    end: int
    symbol: str
    rule: str


@cache
def _last_syllables() -> tuple[str, ...]:
    return ("số", *sorted({row["noun"].split()[-1] for row in table("papers.csv")}))


@cache
def _by_noun() -> re.Pattern[str]:
    nouns = phrase_pattern([row["noun"] for row in table("papers.csv")])
    return re.compile(nouns + r"\s+(?P<so>số\s*:?\s*)?(?P<number>\d{1,5}(?:/(?:19|20)\d{2})?)(?![\d%]|[.,/]\d)")


def find(text: str, folded: str, start: int, end: int) -> Iterator[Citation]:
    """Yield the citations of a stretch of text: by symbol, by the noun of a paper, by the year of a law.

    >>> line = "Kế hoạch số 263-KH/HU; Luật số 42/2013/QH13; Chỉ thị 08"
    >>> [line[c.start:c.end] for c in find(line, line.lower(), 0, len(line))]
    ['263', '42/2013/QH13', '08']
    """
    taken: list[range] = []
    for citation in _candidates(text, folded, start, end):
        if not any(citation.start in other or other.start in range(citation.start, citation.end) for other in taken):
            taken.append(range(citation.start, citation.end))
            yield citation


def _candidates(text: str, folded: str, start: int, end: int) -> Iterator[Citation]:
    for match in at_numbers(_SYMBOL, text, start, end) if _BEGINS_SYMBOL.search(text) else ():
        last = max(i for i in range(match.start(), match.end()) if text[i].isdigit())
        yield Citation(match.start(), last + 1, match.group(), "symbol")
    for match in _BARE.finditer(folded, start, end) if "ngày" in folded else ():
        yield Citation(match.start("number"), match.end("number"), match.group("number"), "number before its date")
    for match in _by_noun().finditer(folded, start, end) if named_by_one(folded, _last_syllables()) else ():
        if not match["so"] and (_counts(folded, match) or _is_name(folded, match.start())):
            continue
        yield Citation(match.start("number"), match.end("number"), match.group("number"), "noun of a paper")
    for match in _LAW_YEAR.finditer(folded, start, end) if may_stand(_LAW_YEAR.pattern, folded) else ():
        yield Citation(match.start("number"), match.end("number"), match.group("number"), "year of a law")


#: how something is done, no paper ("trả lời bằng văn bản 07")
_MANNER = re.compile(r"(?<!\w)(?:bằng|qua|thành|dưới dạng)\s+$")


def _counts(folded: str, match: re.Match[str]) -> bool:
    """Whether the noun is a verb or counted: a unit follows ("hướng dẫn 37 lượt"), or it is one of a list of counts."""
    end = match.end()
    after = end + len(folded[end:]) - len(folded[end:].lstrip(" "))
    noun = " ".join(folded[match.start() : match.start("number")].split())
    if noun == "kế hoạch" and re.fullmatch(r"(?:19|20)\d\d", match["number"]):
        return True  # the plan of a year
    if _MANNER.search(folded, max(0, match.start() - 12), match.start()):
        return True
    return unit_at(folded, after) is not None or in_count_list(folded, noun, match.start(), end)


def _is_name(folded: str, start: int) -> bool:
    """Programmes and projects that a number names are no papers ("Đề án 06")."""
    return folded.startswith(("đề án", "thư ", "hợp đồng", "quy hoạch", "phương án"), start)
