"""From counts to figures: what each is a share of, over all reports, by family and as a mean of reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from pipeline.evaluate.counts import Counts, pooled
from pipeline.evaluate.intervals import wilson


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure by its counts: a number of things, a share of them, a mean of two shares (F1), a rate a report."""

    name: str
    kind: Literal["count", "share", "f1", "rate"]
    ok: str
    of: tuple[str, ...] = ()
    #: which family its counts have, "" where none
    by: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A figure with the counts behind it; a share of nothing is 1, without interval."""

    value: float
    ok: int
    of: int
    interval: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Result:
    """A figure over all reports, its families in their order, and the mean over the reports that it says something of.

    `macro` is None for counts and rates.
    """

    figure: Figure
    pooled: Value
    families: tuple[tuple[str, Value], ...]
    macro: float | None


_ROLE, _METRIC, _PLACE, _RULE = "role", "metric", "source", "rule"

FIGURES = (
    Figure("reports", "count", "reports"),
    Figure("answered", "count", "answered"),
    Figure("numbers", "count", "numbers", by=_ROLE),
    Figure("coverage", "share", "covered", ("numbers",), _ROLE),
    Figure("role", "share", "role_ok", ("numbers",), _ROLE),
    Figure("measure_precision", "share", "measure_ok", ("measure_found",), _METRIC),
    Figure("measure_recall", "share", "measure_ok", ("measure_gold",), _METRIC),
    Figure("measure_f1", "f1", "measure_ok", ("measure_gold", "measure_found"), _METRIC),
    Figure("metric", "share", "metric_ok", ("metric_gold",), _METRIC),
    Figure("metric_gold", "count", "metric_gold", by=_METRIC),
    Figure("exact", "share", "exact_ok", ("exact_gold",), _METRIC),
    Figure("metric_precision", "share", "metric_right", ("metric_found",), _METRIC),
    Figure("section_f1", "f1", "section_ok", ("section_gold", "section_found")),
    Figure("section_level", "share", "level_ok", ("section_ok",)),
    Figure("header", "share", "header_ok", ("header_gold",), "header"),
    Figure("sum_recall", "share", "sum_ok", ("sum_gold",), _PLACE),
    Figure("sum_precision", "share", "sum_ok", ("sum_found",), _PLACE),
    Figure("sum_verdict", "share", "sum_verdict_ok", ("sum_ok",), _PLACE),
    Figure("sums_gold", "count", "sum_gold", by=_PLACE),
    Figure("finding_recall", "share", "finding_ok", ("finding_gold",), _RULE),
    Figure("finding_right", "share", "finding_right", ("finding_gold",), _RULE),
    Figure("findings_gold", "count", "finding_gold", by=_RULE),
    Figure("finding_recall_errors", "share", "error_ok", ("error_gold",), _RULE),
    Figure("errors_gold", "count", "error_gold", by=_RULE),
    Figure("alarms", "count", "alarms", by=_RULE),
    Figure("false_alarms", "count", "false_alarms", by=_RULE),
    Figure("false_alarms_per_report", "rate", "false_alarms", ("reports",)),
    Figure("alarm_precision", "share", "alarms_ok", ("alarms",), _RULE),
)


def results(reports: Sequence[Counts]) -> tuple[Result, ...]:
    """Return every figure of reports, from the counts of each."""
    whole = Counts()
    for counts in reports:
        whole.update(counts)
    return tuple(
        Result(figure, value(figure, whole), _families(figure, whole), _macro(figure, reports)) for figure in FIGURES
    )


def value(figure: Figure, counts: Counts) -> Value:
    """Return a figure of counts."""
    ok, of = pooled(counts, figure.ok), sum(pooled(counts, name) for name in figure.of)
    if figure.kind == "count":
        return Value(ok, ok, 0, None)
    share = (2 * ok if figure.kind == "f1" else ok) / of if of else 1.0
    return Value(share, ok, of, wilson(ok, of) if figure.kind == "share" else None)


def _families(figure: Figure, counts: Counts) -> tuple[tuple[str, Value], ...]:
    """The most frequent family first; families of equal size by name."""
    if not figure.by:
        return ()
    names = {figure.ok, *figure.of}
    families = {family for name, family in counts if name in names}
    each = [(family, value(figure, _only(counts, family))) for family in families]
    return tuple(sorted(each, key=lambda one: (-(one[1].of or one[1].ok), one[0])))


def _only(counts: Counts, family: str) -> Counts:
    return Counts({key: count for key, count in counts.items() if key[1] == family})


def _macro(figure: Figure, reports: Iterable[Counts]) -> float | None:
    if figure.kind not in ("share", "f1"):
        return None
    each = [one.value for one in (value(figure, counts) for counts in reports) if one.of]
    return fmean(each) if each else None
