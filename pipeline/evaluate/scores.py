"""A set of reports against its gold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.evaluate.counts import Miss, Scored
from pipeline.evaluate.figures import Result, results
from pipeline.evaluate.forms import Aligned, align
from pipeline.evaluate.gold import Gold
from pipeline.evaluate.history import Change, Kept, change, kept
from pipeline.evaluate.report import score_report
from pipeline.evaluate.reports import Report
from pipeline.export.record_types import NumberRecord, Record


@dataclass(frozen=True, slots=True)
class ReportScore:
    """What one report gave, and the numbers of another form that found no place: gold's and the record's."""

    report: Report
    scored: Scored
    only_gold: tuple[str, ...] = ()
    only_found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scores:
    """All figures of a set, what was missed, and what became of it since its scores were kept."""

    name: str
    reports: tuple[ReportScore, ...]
    results: tuple[Result, ...]
    change: Change | None = None

    @property
    def misses(self) -> tuple[Miss, ...]:
        """Everything that was missed, report by report."""
        return tuple(miss for one in self.reports for miss in one.scored.misses)


def score_one(report: Report, gold: Gold, record: Record | None, rows: frozenset[int]) -> ReportScore:
    """Return what one report gave; `rows` are the lines of a text form that are rows of tables.

    A record of another form is put into gold's lines first.
    """
    if report.form == "txt" or record is None:
        return ReportScore(report, score_report(report.stem, gold, record, rows))
    aligned = align(gold, record)
    return ReportScore(
        report, score_report(report.stem, gold, aligned.record, aligned.tables), *_unaligned(report.stem, aligned)
    )


def _unaligned(stem: str, aligned: Aligned) -> tuple[tuple[str, ...], tuple[str, ...]]:
    ours = tuple(f"{stem} {number.line}: {number.text}" for number in aligned.only_gold)
    return ours, tuple(_place(stem, number) for number in aligned.only_found)


def _place(stem: str, number: NumberRecord) -> str:
    page = f" (trang {number.page})" if number.page else ""
    return f"{stem} đoạn {number.line}{page}: {number.text}"


def score_set(reports: Sequence[ReportScore], name: str | None, before: Mapping[str, Kept]) -> Scores:
    """Return the figures of a set and how they changed; a set without a name has that of its forms."""
    known = name or "+".join(sorted({one.report.form for one in reports}))
    scores = Scores(known, tuple(reports), results([one.scored.counts for one in reports]))
    if known not in before:
        return scores
    return Scores(known, scores.reports, scores.results, change(before[known], to_keep(scores)))


def to_keep(scores: Scores) -> Kept:
    """Return the scores of a set as the history keeps them."""
    return kept(_stems(scores.reports), scores.results, scores.misses)


def _stems(reports: Iterable[ReportScore]) -> list[str]:
    return [one.report.stem for one in reports]
