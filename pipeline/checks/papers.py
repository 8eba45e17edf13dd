"""One cited paper told in two ways: with two dates, numbers, issuers or titles (rule `citation`).

A number is given anew by every issuer and, without a year in the symbol, every year (Decree 30/2020, Article 15):
two citations are one paper only where their issuers, years and titles leave no other reading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from extractors.document import Document
from extractors.facts import Facts
from extractors.numbers.issuers import symbols_of
from extractors.numbers.papers import Paper
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, Severity, make
from pipeline.checks.paper_match import (
    agree,
    agreement,
    far,
    national,
    one_digit,
    other_head,
    same_issuer,
    same_title,
    transposed,
)

#: matters that are decided again and again in one year, by the words of their papers
_AGAIN = re.compile(
    r"kiện toàn|bổ sung|điều chỉnh|thay thế|sửa đổi|đợt|lần|phân bổ|khen thưởng|công nhận|thông báo|bổ nhiệm|điều động"
    r"|giao |nâng |cấp |phê duyệt|hỗ trợ|tháng|quý|triệu tập|lịch|đôn đốc|rà soát"
)
#: types that settle a matter once: other types repeat it
_ONCE = frozenset(("QĐ", "NQ", "KH", "CTR", "ĐA", "QC"))
_MOST = 60
#: what a bullet or a number of a list puts before the paper it tells of
_MARKER = re.compile(r"[\W\d]{0,6}")


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield contradictions between citations of one paper, each paper once."""
    own = facts.header.number_line
    cited = [p for p in facts.papers if p.number is not None and (own is None or not own.overlaps(p.span))]
    told: set[tuple[str, ...]] = set()
    for rule in (_two_dates, _two_numbers, _two_issuers, _two_titles, _twice_settled):
        for one, other, message, severity in rule(document, facts, cited):
            key = tuple(sorted({"/".join(one.key), "/".join(other.key)}))
            if key not in told:
                told.add(key)
                yield _finding(document, facts, one, other, message, severity)


_Told = tuple[Paper, Paper, str, Severity]


def _finding(document: Document, facts: Facts, one: Paper, other: Paper, message: str, severity: Severity) -> Finding:
    # the later place is the one that departs from what was said before
    evidence = [e for paper in (other, one) for e in _evidence(facts, paper)]
    finding = make(document, facts, "citation", severity, message, evidence, messages.ASK_CITATION)
    if one.key[0] == other.key[0] or not (one.key[0].isdigit() and other.key[0].isdigit()):
        return finding
    return finding.against(Decimal(one.key[0]), Decimal(other.key[0]))


def _evidence(facts: Facts, paper: Paper) -> list[Evidence]:
    places = [Evidence(paper.span, paper.number)]
    return places + ([Evidence(facts.numbers[paper.date].span, paper.date)] if paper.date is not None else [])


def _grouped(cited: Sequence[Paper], key: Callable[[Paper], tuple[str, ...]]) -> Iterator[list[Paper]]:
    """Yield the papers that share a key, each telling of them once, no more than can be compared pair by pair."""
    groups: dict[tuple[str, ...], dict[tuple[object, ...], Paper]] = {}
    for one in cited:
        telling = (one.key, one.when, one.issuer, one.subject, one.title)
        groups.setdefault(key(one), {}).setdefault(telling, one)
    yield from (list(group.values())[:_MOST] for group in groups.values() if len(group) > 1)


# -- two dates ---------------------------------------------------------------------------------------------------


def _two_dates(document: Document, facts: Facts, cited: Sequence[Paper]) -> Iterator[_Told]:
    dated = [one for one in cited if one.when and _exists(one.when)]
    for group in _grouped(dated, lambda one: one.key):
        for one, other in combinations(group, 2):
            if one.when != other.when and _one_paper(facts, one, other):
                dates = {"one": _day(document, facts, one), "other": _day(document, facts, other)}
                message = messages.CITATION_DATES.format(text=_number(document, facts, one), **dates)
                yield one, other, message, "warning"
                break


def _exists(when: str) -> bool:
    """Whether a date may be one: the check of dates tells of those that no calendar has."""
    _, month, day = when.split("-")
    return int(day) <= 30 or (day == "31" and month in ("01", "03", "05", "07", "08", "10", "12"))


def _one_paper(facts: Facts, one: Paper, other: Paper) -> bool:
    """Whether two papers of one number and symbol with two dates must be one."""
    issuer, titles = same_issuer(one, other), agreement(one.title, other.title)
    if issuer is False or (titles is not None and titles < 0.5):
        return False
    a, b = str(one.when), str(other.when)
    if a[:4] != b[:4]:
        # numbers begin again every year; a legal act has its year in its number, a slip in the year keeps the day
        return bool(one.key[1]) or (a[4:] == b[4:] and (national(one) or (titles or 0) > 0.8))
    return bool(issuer) or (titles or 0) > 0.8 or _points_back(facts, one, other, a, b)


def _points_back(facts: Facts, one: Paper, other: Paper, a: str, b: str) -> bool:
    """Whether a citation without issuer and title can only point at the one told in full.

    It does not where the body that reports has papers of the same symbol, unless the dates are a slip apart.
    """
    bare = other if other.issuer is None else one
    if bare.issuer is not None or bare.issued or bare.subject:
        return False
    own = re.split(r"[-/&]", facts.header.symbol or "")[-1]
    full = one if bare is other else other
    other_symbol = own != one.key[3].split("-")[-1]
    return bare.back or full.issuer is None or other_symbol or transposed(a, b) or one_digit(a, b)


# -- two numbers -------------------------------------------------------------------------------------------------


def _two_numbers(document: Document, facts: Facts, cited: Sequence[Paper]) -> Iterator[_Told]:
    dated = [one for one in cited if one.when]
    together = _told_together(document, cited)
    for group in _grouped(dated, lambda one: (one.key[1], one.key[2], one.key[3], str(one.when))):
        for one, other in combinations(group, 2):
            if one.key == other.key or frozenset((one.key, other.key)) in together:
                continue
            if _slip_of_number(one, other):
                numbers = {"one": _number(document, facts, one), "other": _number(document, facts, other)}
                message = messages.CITATION_NUMBERS.format(day=_day(document, facts, one), **numbers)
                yield one, other, message, "warning"


def _told_together(document: Document, cited: Sequence[Paper]) -> set[frozenset[tuple[str, str, str, str]]]:
    """Return the pairs of papers that one paragraph, or one list of papers, tells of: they are two."""
    groups: list[set[tuple[str, str, str, str]]] = []
    last, listed = -2, False
    for one in cited:
        block = document.block_at(one.span.start)
        opens = bool(_MARKER.fullmatch(document.text, document.blocks[block].span.start, one.span.start))
        if block == last or (block == last + 1 and opens and listed):
            groups[-1].add(one.key)
        else:
            groups.append({one.key})
        listed = opens or (block == last and listed)
        last = block
    near = (sorted(keys)[:_MOST] for keys in groups)
    return {frozenset(pair) for keys in near for pair in combinations(keys, 2)}


def _slip_of_number(one: Paper, other: Paper) -> bool:
    """Whether two numbers of one day, type and body belong to one paper.

    A body issues several papers a day: the titles have to be the same, or the second is named without one and its
    number is a slip of the first.
    """
    issuer, titles = same_issuer(one, other), agreement(one.title, other.title)
    if issuer is False:
        return False
    a, b = one.key[0], other.key[0]
    slip = transposed(a, b) or (one.key[2] != "CV" and one_digit(a, b) and (far(a, b) or other.back or one.back))
    if titles is not None:
        return titles >= 0.8 and (slip or same_title(one.title, other.title, 6))
    bare = min((one, other), key=lambda paper: len(paper.title))
    return slip and not (bare.issued or (bare.subject and not bare.back))


# -- two issuers -------------------------------------------------------------------------------------------------


def _two_issuers(document: Document, facts: Facts, cited: Sequence[Paper]) -> Iterator[_Told]:
    for group in _grouped(cited, lambda one: (*one.key, str(one.when))):
        for one, other in combinations(group, 2):
            a, b = one.issuer or one.subject, other.issuer or other.subject
            if a is None or b is None or agree(a, b) is not False or not (one.when or one.key[1] or national(one)):
                continue
            if a.body != b.body and not _bodies_clash(one, a.body, b.body):
                continue
            names = {"one": a.text or a.body, "other": b.text or b.body}
            message = messages.CITATION_ISSUERS.format(text=_number(document, facts, one), **names)
            yield one, other, message, "warning"
            break


def _bodies_clash(paper: Paper, a: str, b: str) -> bool:
    """Whether two bodies cannot both stand for the issuer: one of them has the symbol, the other another one."""
    last = paper.key[3].split("-")[-1]
    known = symbols_of()
    if a not in known or b not in known:
        return False
    return (last in known[a]) != (last in known[b]) or (last == "TW" and {a, b} == {"Bộ Chính trị", "Ban Bí thư"})


# -- two titles --------------------------------------------------------------------------------------------------


def _two_titles(document: Document, facts: Facts, cited: Sequence[Paper]) -> Iterator[_Told]:
    """Yield central papers that are cited in full twice, with titles that begin in other words."""
    full = [one for one in cited if one.title and one.when and one.issuer]
    for group in _grouped(full, lambda one: (*one.key, str(one.when))):
        for one, other in combinations(group, 2):
            if same_issuer(one, other) is False:
                continue
            if national(one) and other_head(one.title, other.title):
                titles = {"one": _title(document, one), "other": _title(document, other)}
                message = messages.CITATION_TITLES.format(text=_number(document, facts, one), **titles)
                yield one, other, message, "warning"
                break


def _twice_settled(document: Document, facts: Facts, cited: Sequence[Paper]) -> Iterator[_Told]:
    """Yield papers of one body, type, year and title under two numbers and dates, told in different paragraphs."""
    titled = [one for one in cited if one.when and one.key[2] in _ONCE and len(one.title) > 40]
    together = _told_together(document, cited)
    for group in _grouped(titled, lambda one: (one.key[1], one.key[2], one.key[3], str(one.when)[:4])):
        for one, other in combinations(group, 2):
            if one.key == other.key or one.when == other.when or frozenset((one.key, other.key)) in together:
                continue
            if same_title(one.title, other.title, 8) and same_issuer(one, other) is not False:
                if _AGAIN.search(one.title):
                    continue
                a, b = (f"{_number(document, facts, p)} ngày {_day(document, facts, p)}" for p in (one, other))
                yield one, other, messages.CITATION_TWICE.format(title=_title(document, one), one=a, other=b), "warning"


def _number(document: Document, facts: Facts, paper: Paper) -> str:
    """Return number and symbol as they are printed."""
    start = facts.numbers[paper.number].span.start if paper.number is not None else paper.span.start
    return " ".join(document.text[start : paper.span.end].split())


def _title(document: Document, paper: Paper) -> str:
    """Return the beginning of a title as it is printed."""
    text = " ".join(document.quote(paper.about).replace("*", "").split()) if paper.about else ""
    return text if len(text) <= 90 else f"{text[:90].rsplit(' ', 1)[0]} …"


def _day(document: Document, facts: Facts, paper: Paper) -> str:
    """Return the date of a paper as it is printed."""
    return " ".join(document.quote(facts.numbers[paper.date].span).split()) if paper.date is not None else ""
