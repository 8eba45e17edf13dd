"""What the papers of one unit say of a metric over a span: every admissible figure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from extractors.vietnamese import fold
from pipeline.compare.amounts import Amount
from pipeline.compare.clash import spread
from pipeline.compare.figures import Figure
from pipeline.compare.papers import Paper
from pipeline.compare.spans import Months

#: a paper of a quarter says no less than that by "trong kỳ"
_QUARTER = 3
_LENGTHS = (
    (3, re.compile(r"(?<!\w)quý (?:[ivx]+|\d|này)(?!\w)|trong quý")),
    (6, re.compile(r"(?<!\w)0?6 tháng")),
    (9, re.compile(r"(?<!\w)0?9 tháng")),
    (1, re.compile(r"(?<!\w)(?:trong tháng|tháng này|tháng (?:0?[1-9]|1[0-2]))(?!\w)")),
)
Known = Mapping[tuple[str, Months], tuple[Figure, ...]]


def known(papers: Iterable[Paper]) -> Known:
    """Return the figures of results by metric and span; several where papers leave it open which one holds."""
    found: dict[tuple[str, Months], list[Figure]] = defaultdict(list)
    for paper in papers:
        unsure = _unsure(paper)
        for figure in paper.figures:
            span = None if figure in unsure else span_of(figure, paper)
            if span is not None and not figure.part:
                found[(figure.metric, span)].append(figure)
    return {key: spread(figures) for key, figures in sorted(found.items())}


def _unsure(paper: Paper) -> frozenset[Figure]:
    """The figures that say no time, where a paper since January sets figures of a shorter span beside those since then.

    They may be of either; one whose metric is stated since January, too, stays as another reading of that.
    """
    if paper.span is None or not paper.span.from_january or paper.span.length <= _QUARTER:
        return frozenset()
    january: dict[str, set[Amount]] = defaultdict(set)
    for figure in paper.figures:
        if figure.when == "since_january":
            january[figure.metric].add(figure.amount)
    plain = [f for f in paper.figures if f.when == "now" and f.span is None and not f.part]
    shorter = any(f.metric in january and f.amount not in january[f.metric] for f in plain)
    return frozenset(f for f in plain if f.metric not in january) if shorter else frozenset()


def span_of(figure: Figure, paper: Paper) -> Months | None:
    """Return the span that a figure is a result of, None where it is a plan, a change or of another time."""
    if figure.when == "since_january" and paper.span is not None:
        named = figure.span or max(paper.spans, key=lambda span: span.last)
        return named.since_january()
    if figure.when != "now":
        return None
    if figure.span is not None:
        return figure.span
    return paper.span if len(paper.spans) == 1 else _named(figure, paper)


def _named(figure: Figure, paper: Paper) -> Months | None:
    """The span that the words of a figure name in a paper of several ("trong quý II" beside six months)."""
    words = f"{fold(figure.label)} {figure.words.before}"
    length = next((length for length, pattern in _LENGTHS if pattern.search(words)), 0)
    return next((span for span in paper.spans if span.length == length), None)


def stated(papers: Iterable[Paper], metric: str, whens: Sequence[str]) -> tuple[Figure, ...]:
    """Return the figures of a metric that speak of one of the times."""
    return spread(f for p in papers for f in p.figures if f.metric == metric and f.when in whens and not f.part)
