"""A stretch of the text as markup: each number with its id, role and link, and the places that show a finding.

Numbers and places may overlap in any way; what comes out is well formed and holds each character once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.document import Span
from pipeline.analysis import Analysis
from pipeline.export.page.links import Links, grade
from pipeline.export.page.markup import Html, element, joined, text
from pipeline.export.page.words import number_words
from pipeline.export.record_types import NumberRecord, Record

_CLASSES = {
    "measure": "m",
    "date": "d",
    "period": "p",
    "citation": "c",
    "numbering": "t",
    "slogan": "s",
    "name": "a",
    "other": "o",
}
_GRADES = {"error": "e1", "warning": "e2", "info": "e3", "dismissed": "e4"}
_ORDER = ("error", "warning", "info", "dismissed")


@dataclass(frozen=True, slots=True)
class Passage:
    """A place of findings that is more than one number: its id in the page and how grave the gravest of them is."""

    span: Span
    id: str
    grade: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a number that no number after it covers; the `first` one carries its id."""

    span: Span
    number: int
    first: bool


@dataclass(frozen=True, slots=True)
class Marks:
    """All that is marked in a text: stretches of numbers and passages of findings, each sorted and apart."""

    analysis: Analysis
    record: Record
    links: Links
    stretches: Sequence[Stretch]
    passages: Sequence[Passage]

    def html(self, span: Span) -> Html:
        """Return what is printed at a span with its marks; a passage carries its id where it begins."""
        parts: list[Html] = []
        at = span.start
        first = bisect_right(self.passages, span.start, key=lambda passage: passage.span.end)
        for passage in self.passages[first:]:
            if passage.span.start >= span.end:
                break
            start, end = max(at, passage.span.start), min(span.end, passage.span.end)
            own = passage.id if passage.span.start >= span.start else None
            parts += [self._numbers(Span(at, start))]
            parts += [element("mark", self._numbers(Span(start, end)), id=own, cls=_GRADES[passage.grade])]
            at = end
        return joined([*parts, self._numbers(Span(at, span.end))])

    def place(self, span: Span) -> str | None:
        """Return the id of the passage that a place is in or begins, None for a place that shows nothing."""
        at = bisect_right(self.passages, span.start, key=lambda passage: passage.span.end)
        found = at < len(self.passages) and self.passages[at].span.overlaps(span)
        return self.passages[at].id if found else None

    def _numbers(self, span: Span) -> Html:
        parts: list[Html] = []
        at = span.start
        first = bisect_left(self.stretches, span.start, key=lambda one: one.span.end)
        for one in self.stretches[first:]:
            if one.span.start >= span.end:
                break
            start, end = max(at, one.span.start), min(span.end, one.span.end)
            if start > end or (start == end and one.span.start < span.start):
                continue
            parts += [self._plain(at, start), self._number(one, Span(start, end))]
            at = end
        return joined([*parts, self._plain(at, span.end)])

    def _plain(self, start: int, end: int) -> Html:
        return text(self.analysis.document.text[start:end])

    def _number(self, one: Stretch, span: Span) -> Html:
        number = self.record.numbers[one.number]
        own = number.id if one.first and span.start == one.span.start else None
        target = self.links.target(number)
        return element(
            "a" if target else "span",
            self._plain(span.start, span.end),
            id=own,
            cls=number_class(number, self.links),
            href=f"#{target}" if target else None,
            title=number_words(number, self.analysis.facts.catalogue),
        )


def number_class(number: NumberRecord, links: Links) -> str:
    """Return the classes of a number: role, whether it is linked to a metric, verified, doubted, contradicted."""
    classes = [_CLASSES.get(number.role, "o")]
    if number.role == "measure":
        classes += ["v"] if links.verified(number.id) else []
        classes += ["u"] if number.metric is None else []
    classes += ["q"] if number.doubt else []
    found = links.grade(number.id)
    return " ".join([*classes, *([_GRADES[found]] if found else [])])


def marks(analysis: Analysis, record: Record, links: Links) -> Marks:
    """Return the marks of a report."""
    stretches = _stretches(analysis)
    return Marks(analysis, record, links, stretches, _passages(analysis, record, stretches))


def _stretches(analysis: Analysis) -> list[Stretch]:
    """Cut numbers that overlap: a character belongs to the last number that begins at or before it and holds it."""
    numbers = sorted((number.span, index) for index, number in enumerate(analysis.facts.numbers))
    found: list[Stretch] = []
    open_: list[tuple[int, int]] = []  # ends and indexes of numbers that go on behind a later one
    at = 0
    limits = [*(span.start for span, _ in numbers), len(analysis.document.text)][1:]
    for (span, index), limit in zip(numbers, limits, strict=True):
        end = max(span.start, min(span.end, limit))
        found.append(Stretch(Span(span.start, end), index, first=True))
        at = end
        open_.append((span.end, index))
        while open_ and at < limit:
            last, owner = open_[-1]
            if last > at:
                found.append(Stretch(Span(at, min(last, limit)), owner, first=False))
                at = min(last, limit)
            if last <= at:
                open_.pop()
    return found


def _passages(analysis: Analysis, record: Record, stretches: Sequence[Stretch]) -> list[Passage]:
    """Join the places of findings that are no single number where they overlap, with the numbers at their edges."""
    numbers = [number.span for number in analysis.facts.numbers]
    places: list[tuple[Span, str]] = []
    for finding, told in zip(analysis.findings, record.findings, strict=True):
        for evidence in finding.evidence:
            if evidence.number is None or numbers[evidence.number] != evidence.span:
                span = _whole(_without_blanks(analysis.document.text, evidence.span), stretches)
                places += [(span, grade(told))] if len(span) else []
    found: list[tuple[Span, str]] = []
    for span, severity in sorted(places):
        if found and found[-1][0].overlaps(span):
            last, before = found.pop()
            found.append((Span(last.start, max(last.end, span.end)), min(severity, before, key=_ORDER.index)))
        else:
            found.append((span, severity))
    return [Passage(span, f"c{place}", severity) for place, (span, severity) in enumerate(found, 1)]


def _without_blanks(whole: str, span: Span) -> Span:
    """Take blanks off the ends of a place; one of blanks alone, which somebody should have filled in, stays."""
    inside = whole[span.start : span.end]
    if not inside.strip() and "\n" not in inside:
        return span
    start = span.start + len(inside) - len(inside.lstrip())
    return Span(start, max(start, span.start + len(inside.rstrip())))


def _whole(span: Span, stretches: Sequence[Stretch]) -> Span:
    """Widen a place to the whole of the stretches that it cuts."""
    first = bisect_right(stretches, span.start, key=lambda one: one.span.end)
    last = bisect_left(stretches, span.end, key=lambda one: one.span.start) - 1
    if last < first or not len(span):
        return span
    return Span(min(span.start, stretches[first].span.start), max(span.end, stretches[last].span.end))
