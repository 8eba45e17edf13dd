"""Metrics of figures without words of their own: counterparts of the figure right before them in their sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from extractors.catalogue.context import Context
from extractors.catalogue.lookup import counted_in, share_rows, told_length, unit_keys
from extractors.catalogue.measures import Measure, no_rate, own_share, share_metric, share_wording
from extractors.catalogue.own import metric_of
from extractors.catalogue.tables import rows
from extractors.lexicon.amounts import alike
from extractors.vietnamese import fold

#: the time of what figures of now are compared with
OTHER_TIME = "khác"
#: "tăng 19 người so với 156 người": the second figure is no change
_AFTER_COMPARING = re.compile(r"(?<!\w)(?:so với|so|từ)\s+(?:mức |con số )?$")
#: between two figures of which the first says from where something rose or fell
_TO = re.compile(
    r"\s*(?:\(?(?:vào |của |hồi |trong )?(?:đầu )?năm \d{4}\)?\s*)?(?:lên|xuống|còn|xuống còn|lên đến|tới|thành)\s*"
)
_FROM = re.compile(r"(?<!\w)từ\s+(?:mức |con số )?(?:trên |gần |khoảng )?$")
_DONE_WORDS = re.compile(r"(?<!\w)(?:đạt|thực hiện|kết quả|đã đạt)(?: được)?\s+(?:được )?$")
#: what says that a figure adds up those before it
TOTAL = re.compile(
    r"(?<!\w)(?:tổng|cộng|gộp|vị chi|cả thảy|tất cả|chung|hợp lại|lũy kế|toàn bộ|thành"
    r"|cả (?:hai|ba|bốn|năm|sáu|\d+))(?!\w)"
)
#: the time of a total of figures of several times
_ALL_TIME = "tổng"
#: how many characters a name of a metric has at least: shorter words ("hộ", "với") name none by themselves
_NAME_LENGTH = 10
#: what stands between two figures of a series
_NEXT = (",", ";", "và", ", và")


@cache
def _series() -> tuple[tuple[tuple[str, str], ...], ...]:
    """Return the metrics that are counted side by side, each with the unit or family of units it comes in."""
    series = rows("parallels.csv")
    return tuple(tuple(zip(r["metrics"].split("|"), fold(r["units"]).split("|"), strict=True)) for r in series)


def counterpart(context: Context, measure: Measure, before: Measure) -> Measure:
    """Return a figure without words of its own with what the figure right before it says of it."""
    return (
        _in_turn(context, measure, before)
        or _from_to(context, measure, before)
        or _reached(measure, before)
        or _beside(context, measure, before)
    )


def _beside(context: Context, measure: Measure, before: Measure) -> Measure:
    """Return a figure without words of its own as the counterpart of the one before it."""
    pair = context.numbers[measure.number].of is not None
    if before.change and not pair and not _AFTER_COMPARING.search(measure.wording.near.partition("#")[0]):
        return replace(measure, metric=None, change=True)
    if before.unit == "%" and measure.unit != "%" and measure.metric is None and before.share_of is None:
        metric = _counted_of(before.metric)
        fits = metric is not None and counted_in(metric.partition(".")[0]) & unit_keys(measure.unit)
        return replace(measure, metric=metric) if fits else measure
    if measure.unit == "%" and before.unit != "%" and not measure.plan:
        return _rate_beside(context, measure, before)
    return _in_parallel(measure, before)


def _rate_beside(context: Context, measure: Measure, before: Measure) -> Measure:
    """Return a percentage beside a count as its rate, or as that of what its own words count."""
    if own := own_share(context, measure.number, before):
        return replace(measure, metric=metric_of(context.catalogue, own, "%"), wording=own)
    wording = share_wording(before)
    rate = None if no_rate(context, measure.number, before) else share_metric(wording, before, context.catalogue)
    return replace(measure, metric=rate or measure.metric, wording=wording, share_of=before.number)


def _in_parallel(measure: Measure, before: Measure) -> Measure:
    """Return a figure as what is counted side by side with the one before it ("12 lượt/15 người")."""
    for series in _series():
        if before.metric in dict(series):
            keys = unit_keys(measure.unit)
            fitting = [code for code, unit in series if unit in keys and code != before.metric]
            return replace(measure, metric=fitting[0]) if fitting else measure
    keys = unit_keys(before.unit)
    if _names_itself(measure) and keys & unit_keys(measure.unit):
        return measure  # two counts of one unit are no parallel counts
    if any(measure.metric in dict(series) and any(unit in keys for _, unit in series) for series in _series()):
        return replace(measure, metric=None)
    return measure


def _names_itself(measure: Measure) -> bool:
    """Whether the words of a figure name its metric at some length ("nhận trong năm 63 đơn"), not as a total."""
    if TOTAL.search(measure.wording.near):
        return False
    return bool(measure.metric and told_length(measure.metric, measure.wording, measure.unit) >= _NAME_LENGTH)


def _reached(measure: Measure, before: Measure) -> Measure | None:
    """Return a bare figure after what was aimed at as what was reached ("giao 80% hồ sơ trực tuyến, xã đạt 88,3%")."""
    words = measure.wording.near.partition("#")[0]
    fits = before.metric and before.target and before.unit == measure.unit and before.share_of is None
    if not fits or measure.target or not _DONE_WORDS.search(words):
        return None
    return replace(measure, metric=before.metric)


def _from_to(context: Context, measure: Measure, before: Measure) -> Measure | None:
    """Return what something rose or fell to as the metric of what it was before ("tăng từ 94% lên 97%")."""
    numbers = context.numbers
    gap = context.folded[numbers[before.number].end : numbers[measure.number].span.start]
    start = context.folded[max(0, numbers[before.number].span.start - 24) : numbers[before.number].span.start]
    if before.metric is None or before.unit != measure.unit or not _TO.fullmatch(gap) or not _FROM.search(start):
        return None
    return replace(measure, metric=before.metric, change=False, moment=OTHER_TIME)


def _in_turn(context: Context, measure: Measure, before: Measure) -> Measure | None:
    """Return a figure of a series that is told one after another ("lần lượt là 8.923, 16.652 và 23.877 hồ sơ")."""
    gap = context.folded[context.numbers[before.number].end : context.numbers[measure.number].span.start]
    told = before.turn or ("lần lượt" in before.wording.near)
    if not told or before.unit != measure.unit or gap.strip() not in _NEXT:
        return None
    return replace(measure, metric=before.metric, target=before.target, turn=before.turn + 1)


def _counted_of(rate: str | None) -> str | None:
    """Return what is counted for a rate whose bracket gives the count ("đạt 91% (382/420 hồ sơ)")."""
    return next((metric for metric, row in share_rows().items() if row["share_metric"] == rate), None)


def may_be_compared(other: Measure, measure: Measure) -> bool:
    """Whether a figure may count the same as another, or some of it: no change, and units that are alike."""
    same = alike(other.unit, measure.unit) or other.unit.startswith(f"{measure.unit}/") or is_kind(other, measure)
    # "hộ nghèo" are some of the "hộ"
    return same and not other.change and not measure.unit.startswith(f"{other.unit} ")


def is_kind(other: Measure, measure: Measure) -> bool:
    """Whether a figure counts a kind of what another does ("giảm 21 hộ nghèo so với đầu năm (95 hộ)")."""
    return other.metric is None and other.unit.startswith(f"{measure.unit} ")


def more_by(context: Context, other: Measure, measure: Measure) -> Decimal | None:
    """Return by how much a figure is more than another."""
    values = context.numbers[other.number].value, context.numbers[measure.number].value
    return None if values[0] is None or values[1] is None else values[0] - values[1]


@cache
def _identities() -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the metrics that are sums of others, with these."""
    return tuple((row["whole"], frozenset(row["parts"].split("|"))) for row in rows("identities.csv"))


def _sum_of_one(context: Context, total: Measure, before: Sequence[Measure]) -> str | None:
    """Return the metric of the figures before a total that all measure it, at several times, and make it up."""
    values = [(part.metric, context.numbers[part.number].value) for part in before]
    for start in range(len(values) - 1):
        metrics = {metric for metric, _ in values[start:]}
        if len(metrics) == 1 and sum(v or 0 for _, v in values[start:]) == context.numbers[total.number].value:
            return metrics.pop()
    return None


def _added_up(context: Context, total: Measure, before: Sequence[Measure]) -> str | None:
    """Return what the catalogue calls the sum of figures before a total that add up to it."""
    told = {part.metric: context.numbers[part.number].value or 0 for part in before if part.metric}
    value = context.numbers[total.number].value
    for whole, parts in _identities():
        if whole not in told and parts <= told.keys() and sum(told[part] for part in parts) == value:
            return whole
    return None


def _adds_others(context: Context, total: Measure, before: Sequence[Measure]) -> bool:
    """Whether a total adds to what it seems to measure what does not ("kỳ trước 5 đơn, nhận 63 đơn, cộng 68 đơn")."""
    alike_ones = [part for part in before if alike(part.unit, total.unit)]
    values = [context.numbers[part.number].value or 0 for part in alike_ones]
    said = [part.metric for part in alike_ones]
    return bool(total.metric) and any(
        sum(values[at:]) == context.numbers[total.number].value and total.metric in said[at:] and None in said[at:]
        for at in range(len(values) - 1)
    )


def summed(context: Context, measure: Measure, listed: Sequence[Measure], near: Sequence[Measure]) -> Measure:
    """Return a total that follows its parts as what these make up ("10 cán bộ và 9 công chức, cộng 19 người").

    `listed` are the figures before it in its paragraph, `near` those in its sentence.
    """
    if measure.unit == "%" or not TOTAL.search(measure.wording.near):
        return measure
    if added := _added_up(context, measure, listed):
        return replace(measure, metric=added)
    if same := _sum_of_one(context, measure, near):
        return replace(measure, metric=same, moment=_ALL_TIME)
    if _adds_others(context, measure, near):
        return replace(measure, metric=None)
    said = {part.metric for part in near if part.metric}
    fitting = [(parts <= said, whole) for whole, parts in _identities() if len(said & parts) > 1 and whole not in said]
    # what all parts stand for comes before what only some of them do
    whole = next((whole for full in (True, False) for fits, whole in fitting if fits == full), None)
    return replace(measure, metric=whole) if whole else measure


def whole_of(part: Measure, told: Sequence[Measure]) -> Measure:
    """Return, of figures told, that of what the catalogue says a part is a part of, else the part itself."""
    wholes = [whole for whole, parts in _identities() if part.metric in parts]
    return next((other for other in told if other.metric in wholes), part)
