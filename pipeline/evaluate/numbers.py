"""Numbers: listed, given their role, read as quantities, linked to the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.evaluate.counts import NO_FAMILY, Count, Event, Miss, when
from pipeline.evaluate.gold import GoldNumber
from pipeline.evaluate.pairing import Pairs
from pipeline.evaluate.printed import has_digit, same_value
from pipeline.evaluate.units import same_unit
from pipeline.export.record_types import NumberRecord

MEASURE = "measure"


def score_numbers(report: str, pairs: Pairs) -> Iterator[Event]:
    """Count what was read of each gold number, and the measures that gold has not.

    `exact` asks gold for its metrics: gold that names none says nothing about them.
    """
    with_metrics = any(gold.metric for gold, _ in pairs.pairs)
    for gold, found in pairs.pairs:
        yield Count("numbers", gold.role)
        if gold.role == MEASURE:
            yield Count("measure_gold", family(gold.metric))
            yield from when(with_metrics, "exact_gold", family(gold.metric))
        if found is None:
            yield Miss("coverage", report, gold.line, gold.text, gold.role)
            continue
        yield Count("covered", gold.role)
        yield from _role(report, gold, found)
        yield from _measure(report, gold, found, with_metrics=with_metrics)
    yield from _extra(report, pairs.extra)


def family(metric: str | None) -> str:
    """Return the family of a catalogue code: what stands before its first dot.

    >>> family("letters.apology"), family("dialogues"), family(None)
    ('letters', 'dialogues', '–')
    """
    return metric.partition(".")[0] if metric else NO_FAMILY


def _role(report: str, gold: GoldNumber, found: NumberRecord) -> Iterator[Event]:
    if gold.role == "any" or found.role in gold.role.split("|"):
        yield Count("role_ok", gold.role)
    else:
        yield Miss("role", report, gold.line, gold.text, f"{gold.role} ≠ {found.role}")


def _measure(report: str, gold: GoldNumber, found: NumberRecord, *, with_metrics: bool) -> Iterator[Event]:
    if gold.role != MEASURE:
        yield from when(found.role == MEASURE and gold.role != "any", "measure_found", family(found.metric))
        return
    group, as_measure = family(gold.metric), found.role == MEASURE
    good = as_measure and _same_quantity(gold, found)
    yield from when(as_measure, "measure_found", group)
    yield from when(good, "measure_ok", group)
    if as_measure and not good:
        yield Miss("measure_f1", report, gold.line, gold.text, f"{_said(gold)} ≠ {_said(found)}")
    if with_metrics and as_measure:
        yield from when(good and _same_details(gold, found), "exact_ok", group)
        yield from when(found.metric, "metric_found", family(found.metric))
        yield from when(found.metric and found.metric == gold.metric, "metric_right", family(found.metric))
        if good and not _same_details(gold, found) and (found.metric == gold.metric or not gold.metric):
            yield Miss("exact", report, gold.line, gold.text, f"{_details(gold)} ≠ {_details(found)}")
    if gold.metric:
        yield Count("metric_gold", group)
        if found.metric == gold.metric:
            yield Count("metric_ok", group)
        else:
            yield Miss("metric", report, gold.line, f"{gold.text} {gold.metric}", f"≠ {found.metric or NO_FAMILY}")


def _same_quantity(gold: GoldNumber, found: NumberRecord) -> bool:
    values = same_value(gold.value, found.value) and same_value(gold.of, found.of)
    return values and same_unit(gold.unit, found.unit)


def _same_details(gold: GoldNumber, found: NumberRecord) -> bool:
    return _detail_fields(gold) == _detail_fields(found)


def _detail_fields(number: GoldNumber | NumberRecord) -> tuple[str | None, str, bool]:
    return number.metric or None, number.qualifier or "=", bool(number.target)


def _extra(report: str, numbers: Sequence[NumberRecord]) -> Iterator[Event]:
    for number in numbers:
        if number.role == MEASURE and has_digit(number.text):
            yield Count("measure_found", family(number.metric))
            yield Miss("measure_precision", report, number.line, number.text, number.label or "")


def _said(number: GoldNumber | NumberRecord) -> str:
    pair = "" if number.of is None else f"/{number.of}"
    return f"{number.value}{pair} {number.unit or NO_FAMILY}"


def _details(number: GoldNumber | NumberRecord) -> str:
    metric, qualifier, target = _detail_fields(number)
    return f"{metric or NO_FAMILY}, {qualifier}{', chỉ tiêu' if target else ''}"
