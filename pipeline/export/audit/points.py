"""The findings of an analysis as points of a sheet: where, what is written, the arithmetic, what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.document import Span
from pipeline.analysis import Analysis
from pipeline.checks.finding import Finding
from pipeline.export.audit.letters import shortened
from pipeline.export.audit.places import Headings, capital, headings_of
from pipeline.export.packing import clean
from pipeline.export.passages import passages
from pipeline.export.words import RULES

#: longest texts in characters: a point of a sheet is read in a glance, the whole is on the report's page
_LONGEST_MESSAGE, _LONGEST_QUOTE, _LONGEST_MARK = 900, 420, 160
_MOST_PLACES = 4
#: rules by gravity: what is wrong with figures first
_GRAVITY = {rule: place for place, rule in enumerate(RULES)}

Quote = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A finding for people: `quotes` are in parts, each with whether it is the place itself."""

    id: str
    severity: str
    rule: str
    where: str
    message: str
    quotes: tuple[Quote, ...]
    asked: str
    gravity: int
    dismissed: str | None = None


def points(analysis: Analysis) -> tuple[Point, ...]:
    """Return the findings as points, in the order of the report."""
    headings = headings_of(analysis)
    return tuple(_point(analysis, headings, finding) for finding in sorted(analysis.findings, key=_start))


def worst_first(found: Sequence[Point]) -> list[Point]:
    """Return points with the gravest first: errors before questions, figures before words, then by place."""
    return sorted(found, key=lambda point: (point.severity != "error", point.gravity))


def _start(finding: Finding) -> int:
    return min((evidence.span.start for evidence in finding.evidence), default=0)


def _point(analysis: Analysis, headings: Headings, finding: Finding) -> Point:
    spans = [evidence.span for evidence in finding.evidence]
    found = list(passages(analysis.document, spans))
    message = shortened(clean(finding.message), _LONGEST_MESSAGE)
    quotes = [_quote(passage.parts) for passage in found]
    return Point(
        id=finding.id,
        severity=finding.severity,
        rule=RULES.get(finding.rule, finding.rule),
        where=_where(headings, spans, [passage.where for passage in found]),
        message=message,
        quotes=tuple(quote for quote in quotes if _words(quote) not in _words(((message, False),))),
        asked=shortened(clean(finding.suggestion or ""), _LONGEST_MESSAGE),
        gravity=_GRAVITY.get(finding.rule, len(_GRAVITY)),
        dismissed=shortened(clean(finding.dismissed.reason), _LONGEST_MESSAGE) if finding.dismissed else None,
    )


def _where(headings: Headings, spans: Sequence[Span], places: Sequence[str]) -> str:
    """Section of the first place, and the lines of the first few."""
    inside = headings.label(spans[0].start) if spans else ""
    lines = list(dict.fromkeys(places))
    told = together(lines[:_MOST_PLACES])
    more = f" và {len(lines) - _MOST_PLACES} chỗ khác" if len(lines) > _MOST_PLACES else ""
    words = clean("; ".join(part for part in (inside, f"{told}{more}") if part)) or "cả báo cáo"
    return capital(words)


def together(places: Sequence[str]) -> str:
    """Return places in one line, what they are counted by named once where it is the same.

    >>> together(["dòng 36", "dòng 28", "dòng 29"]), together(["trang 1, đoạn 3", "trang 2, đoạn 9"])
    ('dòng 36, 28, 29', 'trang 1, đoạn 3; trang 2, đoạn 9')
    """
    kinds = {place.rpartition(" ")[0] for place in places}
    if len(kinds) != 1:
        return "; ".join(places)
    return f"{kinds.pop()} {', '.join(place.rpartition(' ')[2] for place in places)}"


def _quote(parts: Sequence[tuple[str, bool]]) -> Quote:
    """A passage of bounded length; what is left out of it is marked."""
    kept: list[tuple[str, bool]] = []
    room = _LONGEST_QUOTE
    for text, marked in parts:
        part = _spaced(text)
        part = shortened(part, _LONGEST_MARK) if marked else part
        if len(part) > room:
            kept.append((shortened(part, max(room, 2)), marked))
            break
        kept.append((part, marked))
        room -= len(part)
        if room <= 0:
            kept.append(("…", False))
            break
    return tuple(kept)


def _words(quote: Quote) -> str:
    return " ".join("".join(text for text, _ in quote).split())


def _spaced(text: str) -> str:
    """Clean text that keeps the blanks at its edges: it is a part of a sentence."""
    inner = clean(text)
    before, after = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return f"{before}{inner}{after}" if inner else before
