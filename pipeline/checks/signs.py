"""Figures written so that nobody can tell what they say (rule `format`): groups, doubled signs, letters for digits.

Dots group thousands; a comma does so in a report that groups with dots elsewhere only by mistake, and before three
digits of something that comes in wholes it parts no decimals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.document import Document, Span
from extractors.facts import Facts
from extractors.lexicon import unit_at, unit_kind
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, Severity, make

#: the first digit of a figure and what may not stand behind the last; a digit comes first, it is sought fast
_FIRST, _LAST = r"\d(?<![\w.,/:-]\d)", r"(?![\w/]|[.,]\d)"
_DOTS = re.compile(rf"{_FIRST}\d{{0,2}}(?:\.\d{{3}})+(?:,\d{{1,2}})?{_LAST}")
_COMMAS = re.compile(rf"{_FIRST}\d{{0,2}}(?:,\d{{3}}){{2,}}{_LAST}")
_ONE_COMMA = re.compile(rf"{_FIRST}(?<!0)\d{{0,2}},\d{{3}}{_LAST}")
#: groups of which one has not three digits, "3.120,,5"
_GROUPS = re.compile(rf"{_FIRST}\d{{0,2}}(?:\.\d+){{2,}}{_LAST}")
_SPLIT = re.compile(rf"{_FIRST}\d{{0,2}}\. \d{{3}}(?:\.\d{{3}})+{_LAST}")
_DOUBLED = re.compile(rf"{_FIRST}\d*(?:\.\d{{3}})*(?:,,|,\.|\.,|\.\.)\d+{_LAST}")
_PARTED = re.compile(rf"{_FIRST}(?:\d{{0,2}}\.\d{{1,2}}|(?<=0)\d{{1,2}}(?:\.\d{{3}})+){_LAST}")
_TWO_MARKS = (",,", ",.", ".,", "..")
_AVERAGE = re.compile(r"(?<!\w)(?:bình quân|trung bình|mỗi|hệ số|gấp|tỷ lệ|định mức|quy đổi)(?!\w)")
#: what is counted in parts, too
_HALVES = frozenset(("lần", "điểm", "công", "ngày công", "suất", "tiết", "vòng", "ca", "lượt/người", "sao"))
#: dots with how many groups for thousands show the habit of a report
_HABIT = 1


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield one finding of each kind at most."""
    for found in (
        _letters(document, facts),
        _doubled(document, facts),
        _split(document, facts),
        _ill_grouped(document, facts),
        _parted(document, facts),
    ):
        yield from found
    yield from _commas(document, facts)


def _letters(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield the first figure that has a letter for a digit."""
    for index, number in enumerate(facts.numbers):
        if number.rule == "misread digit" and number.value is not None:
            message = messages.FORMAT_LETTER.format(text=document.quote(number.span), right=int(number.value))
            evidence = [Evidence(number.span, index)]
            yield make(document, facts, "format", "info", message, evidence, messages.ASK_FIGURE)
            return


def _doubled(document: Document, facts: Facts) -> Iterator[Finding]:
    for match in _DOUBLED.finditer(document.text) if any(marks in document.text for marks in _TWO_MARKS) else ():
        if _unit_behind(facts, match.end()) is not None:
            yield _finding(document, facts, messages.FORMAT_DOUBLED, match)
            return


def _split(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield the first figure with a blank behind the dot of its first group, as a remark: two may stand there."""
    for match in _SPLIT.finditer(document.text):
        if _unit_behind(facts, match.end()) is not None and _follows_words(document, match.start()):
            yield _finding(document, facts, messages.FORMAT_SPLIT, match, "info")
            return


def _follows_words(document: Document, start: int) -> bool:
    """Whether a figure stands within a sentence, behind words that name no day or year."""
    before = document.text[max(0, start - 12) : start]
    return bool(re.search(r"[^\W\d_]\s$", before)) and not re.search(r"(?:năm|tháng|ngày|quý|số|mục|điều)\s$", before)


def _ill_grouped(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield the first figure with groups of which some have not three digits, before a unit."""
    for match in _GROUPS.finditer(document.text):
        _, *groups = match.group().split(".")
        odd = [group for group in groups if len(group) != 3]
        unit = _unit_behind(facts, match.end())
        if odd and len(odd) < len(groups) and unit is not None and max(map(len, groups)) < 5:
            yield _finding(document, facts, messages.FORMAT_GROUPS, match)
            return


def _parted(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield, as a remark, the first count with decimals, or with a nought before its groups."""
    starts = {number.span.start for number in facts.numbers if number.role == "measure"}
    for match in _PARTED.finditer(document.text):
        if match.start() not in starts:
            continue
        unit = _unit_behind(facts, match.end())
        nought = match.group()[0] == "0" and len(match.group()) > 5
        clause = facts.folded[max(0, match.start() - 60) : match.start()]
        average = (
            _AVERAGE.search(clause) or facts.folded[match.end() : match.end() + 20].partition(" ")[2].find("/") >= 0
        )
        if unit is not None and (nought or (_is_whole(unit) and match.group()[0] != "0" and not average)):
            template = messages.FORMAT_GROUPS if nought else messages.FORMAT_PARTED
            yield _finding(document, facts, template, match, "info")
            return


def _is_whole(unit: str) -> bool:
    """Whether what a unit counts comes in wholes."""
    return unit_kind(unit) in ("count", "person") and unit not in _HALVES


def _commas(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield the first figure that groups with a comma in a report that groups with dots."""
    starts = {number.span.start for number in facts.numbers if number.role == "measure"}
    dots = [match for match in _DOTS.finditer(document.text) if match.start() in starts]
    if len(dots) < _HABIT:
        return
    for pattern in (_COMMAS, _ONE_COMMA):
        for match in pattern.finditer(document.text):
            unit = _unit_behind(facts, match.end())
            if match.start() in starts and (pattern is _COMMAS or (unit is not None and _is_whole(unit))):
                other = document.text[dots[0].start() : dots[0].end()]
                message = messages.FORMAT_GROUP_SIGN.format(text=match.group(), other=other)
                span = Span(match.start(), match.end())
                evidence = [Evidence(span), Evidence(Span(dots[0].start(), dots[0].end()))]
                yield make(document, facts, "format", "info", message, evidence, messages.ASK_SIGNS)
                return


def _unit_behind(facts: Facts, end: int) -> str | None:
    """Return the unit that stands behind a figure, money and measures included."""
    at = end + 1 if facts.folded[end : end + 1] == " " else end
    unit = unit_at(facts.folded, at)
    return unit.text if unit else None


def _finding(
    document: Document, facts: Facts, template: str, match: re.Match[str], severity: Severity = "warning"
) -> Finding:
    message = template.format(text=match.group())
    span = Span(match.start(), match.end())
    return make(document, facts, "format", severity, message, [Evidence(span)], messages.ASK_SIGNS)
