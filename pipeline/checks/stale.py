"""Laws and decrees that are cited as in force and were not, in the time the report tells of (rule `stale-law`).

The facts are dated rows of validity.csv. What a report tells of the past stands under the law of its time: its
period counts, not its date; and a sentence that tells the history of a law cites it rightly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractors.document import Document, Span
from extractors.facts import Facts
from extractors.lexicon import phrase_pattern, table
from pipeline.checks import messages
from pipeline.checks.dated import Act, by_name, by_number, plain_number
from pipeline.checks.finding import Evidence, Finding, Severity, make

#: an act that amends the one it names
_AMENDS = re.compile(r"(?:sửa đổi|một số điều)(?:, bổ sung)?(?: một số điều)?(?: của)?\s*$")
_SENTENCE_END = re.compile(r"[.;](?=\s|$)")
_STOP = re.compile(r"\.(?=\s|$)")
_YEARS_BACK = re.compile(r"(?<!\w)0?(\d{1,2}) năm(?! (?:19|20)\d\d)(?!\w)")
_NAMED = re.compile(r"(?<!\w)(?:bộ luật|luật|pháp lệnh)\s[^.;:()\d]{3,90}?(?=\s*,?\s*(?:năm\s+)?(?:19|20)\d\d(?!\d))")


@dataclass(frozen=True, slots=True)
class _Cited:
    """An act where it is cited: its place and the number that stands there."""

    act: Act
    span: Span
    number: int


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield one finding for each act that is cited as in force after its end, at its first such place."""
    first, last = reported(facts)
    if not last:
        return
    told: set[str] = set()
    cited = sorted((*_by_number(document, facts), *_by_year(document, facts)), key=lambda one: one.span.start)
    for one in cited:
        if one.act.ended > last or one.act.what in told or not _as_basis(document, facts, one):
            continue
        told.add(one.act.what)
        severity: Severity = "warning" if one.act.verified and one.act.ended <= first else "info"
        if severity == "warning" and (_successor_beside(document, facts, one) or facts.header.web):
            severity = "info"
        message = messages.STALE.format(
            text=_text(document, one.span), day=_day(one.act.ended), successor=one.act.successor, last=_day(last)
        )
        evidence = [Evidence(one.span, one.number)]
        yield make(document, facts, "stale-law", severity, message, evidence, messages.ASK_STALE)


def reported(facts: Facts) -> tuple[str, str]:
    """Return the first day that a report tells of and the day it is dated (ISO), "" where that is unknown.

    A plan tells of the time from its date on.
    """
    date = facts.header.date or ""
    if not re.match(r"\d{4}-\d\d", date):
        return "", ""
    last = date if len(date) == 10 else f"{date}-01"
    if facts.header.kind == "ke_hoach":
        return last, last
    return min(_first_day(facts, last), last), last


def _first_day(facts: Facts, last: str) -> str:
    period = facts.header.period
    back = _YEARS_BACK.search(_folded_title(facts))
    if back:
        return f"{int(last[:4]) - int(back[1]) - 1}{last[4:]}"
    if period is None:
        # months of a year that no code stands for, or a report on one matter
        return f"{last[:4]}-01-01"
    year, _, part = period.partition("-")
    year = year.split("/")[0]
    month = {"H2": 7, "Q2": 4, "Q3": 7, "Q4": 10}.get(part) or (int(part) if part.isdigit() else 1)
    return f"{year}-{month:02d}-01"


def _folded_title(facts: Facts) -> str:
    span = facts.header.title_span
    title = (facts.header.title or "").lower()
    return title + (" " + facts.folded[span.start : span.end] if span else "")


def _by_number(document: Document, facts: Facts) -> Iterator[_Cited]:
    for paper in facts.papers:
        if paper.number is None:
            continue
        printed = document.text[facts.numbers[paper.number].span.start : paper.span.end]
        act = by_number().get(plain_number("".join(printed.split())))
        if act is not None and (not act.day or paper.when == act.day):
            yield _Cited(act, paper.span, paper.number)


@dataclass(frozen=True, slots=True)
class NamedLaw:
    """A law cited by its folded name and a year: its place and the number that is the year."""

    name: str
    year: str
    span: Span
    number: int


def _by_year(document: Document, facts: Facts) -> Iterator[_Cited]:
    for law in laws_by_year(document, facts):
        act = by_name().get((law.name, law.year))
        if act is not None:
            yield _Cited(act, law.span, law.number)


def laws_by_year(document: Document, facts: Facts) -> Iterator[NamedLaw]:
    """Yield the laws that are cited by name and year ("Luật Tố cáo năm 2011")."""
    for index, number in enumerate(facts.numbers):
        if number.rule != "year of a law":
            continue
        start = max(0, number.span.start - 110)
        named = None
        for match in _NAMED.finditer(facts.folded, start, number.span.end + 1):
            named = match
        if named is None:
            continue
        # the name nearest to the year: "Luật Khiếu nại, Luật Tố cáo năm 2011"
        opens = named.group().rfind("luật ") if "luật " in named.group() else 0
        name = " ".join(named.group()[max(opens, 0) :].split()).removesuffix(" năm").strip(" ,")
        span = Span(named.start() + max(opens, 0), number.span.end)
        yield NamedLaw(name, document.quote(number.span), span, index)


@cache
def _cues(kind: str) -> re.Pattern[str]:
    return re.compile(phrase_pattern([row["cue"] for row in table("law_cues.csv") if row["kind"] == kind]))


def _as_basis(document: Document, facts: Facts, one: _Cited) -> bool:
    """Whether the words before an act cite it as in force, in a clause that tells no history and no time past."""
    block = document.blocks[document.block_at(one.span.start)].span
    folded = facts.folded
    opens = _last_end(_STOP, folded, block.start, one.span.start)
    if not _cues("in_force").search(folded, opens, one.span.start) or _AMENDS.search(folded, opens, one.span.start):
        return False
    start = _last_end(_SENTENCE_END, folded, block.start, one.span.start)
    after = _SENTENCE_END.search(folded, one.span.end, block.end)
    end = after.start() if after else block.end
    if _cues("history").search(folded[start:end]):
        return False
    times = (n for n in facts.numbers if n.role == "period" and n.when and start <= n.span.start < end)
    return not any(str(n.when)[:4] < one.act.ended[:4] for n in times)


def _last_end(pattern: re.Pattern[str], folded: str, start: int, end: int) -> int:
    return max((match.end() for match in pattern.finditer(folded, start, end)), default=start)


def _successor_beside(document: Document, facts: Facts, one: _Cited) -> bool:
    """Whether the paragraph names the act that took its place, too."""
    block = document.blocks[document.block_at(one.span.start)].span
    number = re.search(r"\d+/\d{4}/\S+", one.act.successor)
    return bool(number and number.group().lower() in facts.folded[block.start : block.end])


def _text(document: Document, span: Span) -> str:
    return " ".join(document.quote(span).split())


def _day(when: str) -> str:
    year, month, day = when.split("-")
    return f"{day}/{month}/{year}"
