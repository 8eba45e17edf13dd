"""One unit over its periods: parts of a year against their whole, what never falls, what was said of a year ago."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from extractors.vietnamese import fold
from pipeline.compare.amounts import total
from pipeline.compare.clash import Clash, Severity, Tested, choose, gathered, grade, in_unit, said, spread
from pipeline.compare.cues import RESTATED
from pipeline.compare.figures import Figure, kind_of, name_of
from pipeline.compare.known import Known, known, stated
from pipeline.compare.papers import Paper
from pipeline.compare.spans import Months

_MOST_CHAINS = 40
_QUARTER = 3


def check(papers: Sequence[Paper]) -> Tested:
    """Return what does not fit between the papers of one unit in one series."""
    values = known(papers)
    tests = [_wholes(values), _never_falling(values), *_first_of_year(papers)]
    return gathered([*tests, *_told_before(papers, values)])


def _wholes(values: Known) -> Tested:
    """A span against the spans that make it up: only what flows adds up."""
    clashes, held = list[Clash](), list[tuple[Figure, ...]]()
    for (metric, span), wholes in values.items():
        spans = [s for m, s in values if m == metric and s != span and span.first <= s.first and s.last <= span.last]
        if kind_of(metric) != "flow" or not spans:
            continue
        for chain in _chains(span.first, span.last, sorted(spans))[:_MOST_CHAINS]:
            parts = [values[(metric, one)] for one in chain]
            fitting = choose([wholes, *parts], lambda pick: total(f.amount for f in pick[1:]).meets(pick[0].amount))
            if fitting is not None:
                held.append(fitting)
            else:
                clashes.append(_whole(metric, (span, *chain), _nearest(wholes, [found[0] for found in parts])))
    return Tested(tuple(clashes), tuple(held))


def _first_of_year(papers: Sequence[Paper]) -> Iterator[Tested]:
    """In the first period of a year what is counted since January is what is counted in the period."""
    for paper in papers:
        if paper.span is None or len(paper.spans) > 1 or not paper.span.from_january or paper.span.length > _QUARTER:
            continue
        for metric in dict.fromkeys(f.metric for f in paper.figures if f.when == "since_january"):
            plain = [f for f in stated([paper], metric, ["now"]) if f.span in (None, paper.span)]
            since = [f for f in stated([paper], metric, ["since_january"]) if f.span in (None, paper.span)]
            if kind_of(metric) != "flow" or not plain or not since:
                continue
            fitting = choose([since, plain], lambda pick: pick[0].amount.meets(pick[1].amount))
            if fitting is not None:
                yield Tested(held=(fitting,))
            else:
                clash = _whole(metric, (paper.span, paper.span), (since[0], plain[0]))
                yield Tested((replace(clash, kind="since-january"),))


def _chains(first: int, last: int, spans: Sequence[Months]) -> list[tuple[Months, ...]]:
    """The ways to cover the months with spans one after another."""
    found: list[tuple[Months, ...]] = []
    for span in spans:
        if span.first == first and span.last < last:
            found += [(span, *rest) for rest in _chains(span.last + 1, last, spans)]
        elif span.first == first and span.last == last:
            found.append((span,))
        if len(found) > _MOST_CHAINS:
            break
    return found


def _nearest(wholes: Sequence[Figure], parts: Sequence[Figure]) -> tuple[Figure, ...]:
    """Of figures that a whole may be, the one nearest to its parts, before these."""
    right = total(f.amount for f in parts).said
    return min(wholes, key=lambda f: abs(f.amount.said - right)), *parts


def _whole(metric: str, spans: Sequence[Months], figures: tuple[Figure, ...]) -> Clash:
    whole, *parts = figures
    amount = total(f.amount for f in parts)
    severity = _charitable(figures)
    if len(parts) > 1 and whole.amount.meets(parts[-1].amount):
        severity = "warning"  # the last part may count from January without saying so
    sums = " + ".join(f"{said(f)} ({span.words()})" for f, span in zip(parts, spans[1:], strict=True))
    right = in_unit(amount.said, amount.unit)
    return Clash(
        kind="period-sum",
        severity=severity,
        message=(
            f"{name_of(metric)}: {spans[0].words()} ghi {said(whole)}, nhưng cộng các kỳ đã báo cáo là {right}"
            f" (lệch {in_unit(abs(amount.said - whole.amount.said), amount.unit)})."
        ),
        reading=f"{sums} = {right} ≠ {said(whole)}",
        figures=figures,
        expected=amount.said,
        found=whole.amount.said,
        suggestion="Đề nghị đối chiếu số các kỳ và số lũy kế, nêu rõ kỳ nào đã điều chỉnh.",
    )


def _charitable(figures: Sequence[Figure]) -> Severity:
    """A figure that is said to be told anew is no error."""
    return "info" if _restated(figures) else grade(figures)


def _restated(figures: Sequence[Figure]) -> bool:
    return any(RESTATED.search(f.words.sentence) for f in figures)


def _never_falling(values: Known) -> Tested:
    """What is counted from January is never less than what was counted in a span inside it."""
    clashes, held = list[Clash](), list[tuple[Figure, ...]]()
    for (metric, span), outer in values.items():
        if kind_of(metric) != "flow" or not span.from_january:
            continue
        for (other, inside), inner in values.items():
            if other != metric or inside == span or not (span.first <= inside.first and inside.last <= span.last):
                continue
            fitting = choose([outer, inner], lambda pick: pick[1].amount.low <= pick[0].amount.high)
            if fitting is None:
                clashes.append(_fallen(metric, (span, inside), (outer[0], inner[0])))
    return Tested(tuple(clashes), tuple(held))


def _fallen(metric: str, spans: tuple[Months, Months], figures: tuple[Figure, Figure]) -> Clash:
    outer, inner = figures
    return Clash(
        kind="cumulative",
        severity=_charitable(figures),
        message=(
            f"{name_of(metric)}: {spans[0].words()} ghi {said(outer)}, ít hơn {said(inner)} của {spans[1].words()}"
            " nằm trong kỳ đó; số lũy kế không thể giảm."
        ),
        reading=f"{said(outer)} ({spans[0].words()}) < {said(inner)} ({spans[1].words()})",
        figures=figures,
        expected=inner.amount.said,
        found=outer.amount.said,
        suggestion="Đề nghị kiểm tra lại số lũy kế và số của kỳ trước.",
    )


def _told_before(papers: Sequence[Paper], values: Known) -> Iterator[Tested]:
    """What a paper says of a year ago, or of the period before, against what was reported then."""
    for paper in papers:
        if paper.span is None:
            continue
        for metric in dict.fromkeys(f.metric for f in paper.figures if f.when in ("year_ago", "before")):
            years = [s.year_before() for span in paper.spans for s in (span, span.since_january())]
            yield _against(papers, metric, stated([paper], metric, ["year_ago"]), years, values)
            befores = [Months(s.first - s.length, s.first - 1) for s in paper.spans]
            yield _against(papers, metric, stated([paper], metric, ["before"]), befores, values)


def _against(
    papers: Sequence[Paper], metric: str, told: Sequence[Figure], spans: Sequence[Months], values: Known
) -> Tested:
    """Each figure told of another time must be one that was reported for it."""
    clashes, held = list[Clash](), list[tuple[Figure, ...]]()
    reported = spread(f for span in dict.fromkeys(spans) for f in values.get((metric, span), ()))
    if metric.startswith("~"):
        reported = spread(f for span in dict.fromkeys(spans) for f in _alike(metric, span, values))
    named = {f.key for f in reported}
    span = next(
        (one for one in spans if any(f.key in named for (_, s), fs in values.items() if s == one for f in fs)), None
    )
    if span is None:
        return Tested()
    for figure in told:
        fitting = choose([[figure], reported], lambda pick: pick[0].amount.meets(pick[1].amount))
        if fitting is not None:
            held.append(fitting)
        elif not RESTATED.search(figure.words.sentence) and not _everywhere_restated(papers, figure):
            clashes.append(_told(metric, span, figure, reported[0]))
    return Tested(tuple(clashes), tuple(held))


def _alike(metric: str, span: Months, values: Known) -> tuple[Figure, ...]:
    """The figures of a span whose bare words hold all that a shorter wording says, if only one wording does."""
    told = _words(metric)
    found = {other for other, at in values if at == span and other.startswith("~") and told <= _words(other)}
    same = {metric} & found or found
    return values[next(iter(same)), span] if len(same) == 1 else ()


@cache
def _words(metric: str) -> frozenset[str]:
    """The bare words of a figure without a metric, and its unit as one of them."""
    words, _, unit = metric[1:].partition("|")
    unit = "vụ" if unit == "vụ việc" else unit
    return frozenset(words.split()) - frozenset(unit.split()) - {"việc", "số", "tổng"} | {f"|{unit}"}


def _everywhere_restated(papers: Sequence[Paper], figure: Figure) -> bool:
    """Whether the paper says of the figures of before as a whole that they are told anew."""
    text = next((p.text for p in papers if p.path == figure.path), None)
    return bool(text) and any(
        "cùng kỳ" in sentence or "kỳ trước" in sentence or "năm trước" in sentence
        for sentence in _sentences(text or "")
        if RESTATED.search(sentence)
    )


def _sentences(text: str) -> list[str]:

    return fold(text).replace(";", ".").split(". ")


def _told(metric: str, span: Months, figure: Figure, reported: Figure) -> Clash:
    gap: Decimal = abs(figure.amount.said - reported.amount.said)
    return Clash(
        kind="year-ago" if figure.when == "year_ago" else "period-before",
        severity="warning",
        message=(
            f"{name_of(metric)}: nay nêu số {span.words()} là {said(figure)}, nhưng báo cáo khi đó ghi {said(reported)}"
            f" (lệch {in_unit(gap, figure.amount.unit)})."
        ),
        reading=f"{said(figure)} ≠ {said(reported)} ({span.words()})",
        figures=(figure, reported),
        expected=reported.amount.said,
        found=figure.amount.said,
        suggestion="Đề nghị dùng số đã báo cáo hoặc nêu lý do điều chỉnh.",
    )
