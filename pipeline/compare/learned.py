"""Figures told in words of each author's own: which of them mean one thing is learned from where they agree.

A column of a district's table, a figure of a year ago or a count since January rarely has the very words of the figure
that it repeats. That two wordings mean one thing is shown by their unit, a word in common and by agreeing, figure for
figure, nearly wherever both are told; then one place where they differ is asked about, never more than a warning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from extractors.vietnamese import fold
from pipeline.compare.amounts import total
from pipeline.compare.clash import Clash, Tested, in_unit, said
from pipeline.compare.cues import RESTATED
from pipeline.compare.figures import Figure, kind_of, name_of, part_shown
from pipeline.compare.known import span_of
from pipeline.compare.members import members_of
from pipeline.compare.papers import Paper, by_unit
from pipeline.compare.series import Series
from pipeline.compare.spans import Months

#: times that two wordings agree, of different amounts, and times for each that they differ, before they mean one thing
_AGREE, _FOR_EACH = 4, 5
#: the same for a wording of a column that is known to agree with others
_AGAIN = 2
_EMPTY = frozenset({"số", "tổng", "các", "đã", "trong", "được", "và", "của", "kỳ", "là", "có", "nay", "đến", "năm"})


Wordings = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure beside those that would make it up if their wordings mean one thing; `kind` is how they are compared."""

    kind: str
    whole: Figure
    parts: tuple[Figure, ...]
    span: Months
    restated: bool = False

    @property
    def wordings(self) -> Wordings:
        """How they are compared, and both wordings."""
        return self.kind, self.whole.metric, self.parts[0].metric

    @property
    def holds(self) -> bool:
        """Whether the parts make up the whole."""
        return total(f.amount for f in self.parts).meets(self.whole.amount)


def check(series: Series, everyone: Sequence[Paper]) -> Tested:
    """Return where figures differ that agree elsewhere, though their words are not the same."""
    pairs = [*_rows(series, everyone), *_times(series)]
    return _tested(pairs, _trusted(pairs))


def _trusted(pairs: Sequence[Pair]) -> frozenset[Wordings]:
    """The wordings that agree so often, of so many amounts, that they mean one thing.

    Of a column or phrase that agrees with some wording nearly everywhere, each wording needs to agree but twice.
    """
    amounts, fails = _counted((pair.wordings, pair) for pair in pairs)
    # a wording that never agrees counts something else
    alike = [pair for pair in pairs if pair.wordings in amounts]
    columns, apart = _counted(((pair.kind, pair.whole.metric, ""), pair) for pair in _best(alike))
    sound = {one for one, found in columns.items() if len(found) >= 2 * _AGREE and len(found) >= _FOR_EACH * apart[one]}
    return frozenset(
        one
        for one, found in amounts.items()
        if (len(found) >= _AGREE and len(found) >= _FOR_EACH * fails[one])
        or ((*one[:2], "") in sound and len(found) >= max(_AGAIN, _AGAIN * fails[one]))
    )


def _best(pairs: Sequence[Pair]) -> Iterable[Pair]:
    """One pair for each figure, one that holds if any does."""
    return {pair.whole.key: pair for pair in sorted(pairs, key=lambda pair: pair.holds)}.values()


def _counted(pairs: Iterable[tuple[Wordings, Pair]]) -> tuple[Mapping[Wordings, set[object]], Mapping[Wordings, int]]:
    """The amounts of which wordings agree, and how often they do not."""
    amounts: dict[Wordings, set[object]] = defaultdict(set)
    fails: dict[Wordings, int] = defaultdict(int)
    for wordings, pair in pairs:
        if pair.holds:
            amounts[wordings].add((pair.whole.path, pair.whole.amount.said))
        else:
            fails[wordings] += 1
    return amounts, fails


def _tested(pairs: Iterable[Pair], trusted: frozenset[Wordings]) -> Tested:
    """What fails of pairs that mean one thing, where no other reading of the figure holds."""
    told: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        if pair.wordings in trusted:
            told[pair.whole.key].append(pair)
    held = [next((p for p in group if p.holds), None) for group in told.values()]
    failed = [group[0] for group, good in zip(told.values(), held, strict=True) if good is None]
    clashes = tuple(_clash(pair) for pair in failed if not pair.restated)
    return Tested(clashes, tuple((p.whole, *p.parts) for p in held if p is not None))


def _rows(series: Series, everyone: Sequence[Paper]) -> Iterator[Pair]:
    """Rows that a district's table gives to communes, each beside what the commune's own report may say of it."""
    for members in members_of(series, everyone):
        below = {paper.unit: paper for paper in members.communes}
        for row in (f for paper in members.above for f in paper.figures if f.part in below and f.when == "now"):
            own = _results([below[row.part]], members.spans[0])
            yield from _beside("district-row", row, own, members.spans[0])


def _times(series: Series) -> Iterator[Pair]:
    """What each unit says of a year ago, and since January, beside what it reported then and for each part."""
    for group in by_unit(series.papers).values():
        papers = [p for p in group if p.origin is None and p.span is not None]
        for paper in papers:
            for figure in (f for f in paper.figures if not f.part):
                if figure.when == "year_ago":
                    for span in paper.spans[:1]:
                        own = _results(papers, span.year_before())
                        yield from _beside("year-ago", figure, own, span.year_before())
                elif figure.when == "since_january" and len(paper.spans) == 1:
                    yield from _since(papers, paper, figure)


def _since(papers: Sequence[Paper], paper: Paper, whole: Figure) -> Iterator[Pair]:
    """A count since January beside the count of the period before and what this period added."""
    span = paper.spans[0]
    if span.from_january:
        yield from _beside("period-sum", whole, _results([paper], span), span)
        return
    last = [p for p in papers if p.spans[:1] and p.spans[0].last + 1 == span.first and p.spans[0].year == span.year]
    before = [f for p in last for f in p.figures if (f.metric, f.when) == (whole.metric, "since_january")]
    if len(before) == 1 and before[0].amount.unit == whole.amount.unit:
        for pair in _beside("period-sum", whole, _results([paper], span), span):
            yield Pair(pair.kind, whole, (*pair.parts, before[0]), span.since_january(), pair.restated)


def _results(papers: Iterable[Paper], span: Months) -> list[Figure]:
    return [f for p in papers for f in p.figures if not f.part and f.when == "now" and span_of(f, p) == span]


def _beside(kind: str, whole: Figure, own: Sequence[Figure], span: Months) -> Iterator[Pair]:
    """Pairs of a figure with those of its unit that share a word with it and that nothing else compares."""
    wordings: dict[str, list[Figure]] = defaultdict(list)
    for figure in own:
        if figure.amount.unit == whole.amount.unit and _words(figure) & _words(whole):
            wordings[figure.metric].append(figure)
    for metric, figures in wordings.items():
        known = metric == whole.metric and (kind_of(metric) or kind == "year-ago")
        if not known and len({f.amount for f in figures}) == 1:
            restated = any(RESTATED.search(f.words.sentence) for f in (whole, figures[0]))
            yield Pair(kind, whole, (figures[0],), span, restated)


def _words(figure: Figure) -> frozenset[str]:
    return _of_label(figure.label if kind_of(figure.metric) else figure.metric[1:].partition("|")[0])


@cache
def _of_label(label: str) -> frozenset[str]:
    return frozenset(w for w in fold(label).split() if w.isalpha()) - _EMPTY


def _clash(pair: Pair) -> Clash:
    right = total(f.amount for f in pair.parts)
    gap = in_unit(abs(right.said - pair.whole.amount.said), right.unit)
    sums = " + ".join(said(f) for f in pair.parts)
    part = part_shown(pair.whole.label) or pair.whole.part.lstrip("?")
    about = f"{name_of(pair.whole.metric)}{f' ({part})' if part else ''}"
    return Clash(
        kind=pair.kind,
        severity="warning",
        message=(
            f"{about}, {pair.span.words()}: ghi {said(pair.whole)}, nhưng theo số đã báo cáo"
            f" ({name_of(pair.parts[0].metric)}) là {in_unit(right.said, right.unit)} (lệch {gap}); ở các báo cáo khác"
            " hai số này luôn khớp nhau."
        ),
        reading=f"{sums} ≠ {said(pair.whole)} ({pair.span.words()})",
        figures=(pair.whole, *pair.parts),
        expected=right.said,
        found=pair.whole.amount.said,
        suggestion="Đề nghị đối chiếu hai số liệu và thống nhất.",
    )
