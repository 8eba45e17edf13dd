"""Metrics that the figures before one tell: parallel counts, shares, totals of parts, other times and plans."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from extractors.catalogue.context import Context
from extractors.catalogue.explained import is_bare
from extractors.catalogue.lookup import unit_keys
from extractors.catalogue.measures import Measure, share_metric, share_wording
from extractors.ledger.entries import Entry
from extractors.vietnamese import fold

Measures = dict[int, Measure]

_TIME = re.compile(
    r"(?<!\w)(?:năm|quý|tháng|kỳ|cùng kỳ|giai đoạn|lũy kế|đầu năm|cuối năm|tuần|trước đó|đến ngày)(?!\w)"
)
_AIM = re.compile(
    r"(?<!\w)(?:kế hoạch|chỉ tiêu|mục tiêu|phấn đấu|phải đạt|yêu cầu|giao|dự kiến|đề ra|nghị quyết|kh)(?!\w)"
)
_TOTAL = re.compile(r"(?<!\w)(?:tổng|cộng|gộp|vị chi|cả thảy|tất cả|chung|hợp lại|cả hai|toàn bộ|thành)(?!\w)")
#: how many entries back in a paragraph a comparison may go to what it compares, and a total to its parts
_BACK = 8


@cache
def _series() -> tuple[tuple[tuple[str, str], ...], ...]:
    """Return the metrics that are counted side by side, each with the unit or family of units it comes in."""
    rows = _rows("parallels.csv")
    return tuple(tuple(zip(r["metrics"].split("|"), fold(r["units"]).split("|"), strict=True)) for r in rows)


@cache
def _identities() -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the metrics that are sums of others, with these."""
    return tuple((row["whole"], frozenset(row["parts"].split("|"))) for row in _rows("identities.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(files(__package__).joinpath(name).read_text("utf-8").splitlines()))


def follow_neighbours(context: Context, found: Measures) -> Measures:
    """Return the measures with the metrics that only the figures before them tell."""
    linked = dict(found)
    for entry in context.ledger.entries:
        if not entry.path:
            _follow(context, entry, linked)
    return linked


def _follow(context: Context, entry: Entry, linked: Measures) -> None:
    before = _last_of(context, entry, linked)
    for at, quantity in enumerate(entry.quantities):
        measure = linked[quantity.number]
        bare = at > 0 or is_bare(measure.wording.near, measure.unit, measure.wording.level)
        if before is not None and bare:
            measure = _beside(context, measure, before)
        if bare and at == 0 and not measure.change:
            measure = _at_another_time(context, entry, measure, before, linked)
            measure = _summed(context, entry, measure, linked)
        linked[quantity.number] = before = measure
        for share in quantity.shares:
            metric = None if linked[share].plan else share_metric(linked[share].wording, measure, context.catalogue)
            linked[share] = replace(linked[share], metric=metric or linked[share].metric)


def _last_of(context: Context, entry: Entry, linked: Measures) -> Measure | None:
    """Return the figure right before an entry in its sentence and group, or the one that its bracket follows."""
    if entry.id == 0:
        return None
    other = context.ledger.entries[entry.id - 1]
    same = (other.block, other.sentence, other.group) == (entry.block, entry.sentence, entry.group)
    group = None if entry.group is None else context.ledger.groups[entry.group]
    if group is not None and group.kind == "bracket" and group.entries[0] == entry.id:
        same = group.parents[:1] == (other.id,)
    return linked[other.quantities[-1].number] if same else None


def _beside(context: Context, measure: Measure, before: Measure) -> Measure:
    """Return a figure without words of its own as the counterpart of the one before it."""
    if before.change:
        return replace(measure, metric=None, change=True)
    if measure.unit == "%" and before.unit != "%" and not measure.plan:
        wording = share_wording(before)
        metric = share_metric(wording, before, context.catalogue) or measure.metric
        return replace(measure, metric=metric, wording=wording, share_of=before.number)
    for series in _series():
        codes = dict(series)
        if before.metric in codes:
            keys = unit_keys(measure.unit)
            fitting = [code for code, unit in series if unit in keys and code != before.metric]
            return replace(measure, metric=fitting[0]) if fitting else measure
        if measure.metric in codes and any(unit in unit_keys(before.unit) for _, unit in series):
            return replace(measure, metric=None)
    return measure


def _at_another_time(
    context: Context, entry: Entry, measure: Measure, before: Measure | None, linked: Measures
) -> Measure:
    """Return a figure that only says when or that it was aimed at as one of the metric that it goes back to."""
    words = measure.wording.near
    aimed = measure.target or bool(_AIM.search(words))
    if not aimed and not _TIME.search(words):
        return measure
    for other in _spoken_of(context, entry, before, linked):
        if other.unit == measure.unit and not other.change and (other.metric or measure.metric):
            return replace(measure, metric=other.metric, target=aimed)
    return measure


def _spoken_of(context: Context, entry: Entry, before: Measure | None, linked: Measures) -> Iterator[Measure]:
    """Yield the figures that an entry may go back to: of its parent, then those before it in its paragraph."""
    parent = context.ledger.parent_of(entry)
    for other in (parent, *reversed(_before(context, entry))):
        if other is not None and other.block == entry.block:
            for quantity in reversed(other.quantities):
                yield linked[quantity.number]
                yield from (linked[share] for share in quantity.shares)
    if before is not None:
        yield before


def _before(context: Context, entry: Entry) -> Sequence[Entry]:
    return context.ledger.entries[max(0, entry.id - _BACK) : entry.id]


def _summed(context: Context, entry: Entry, measure: Measure, linked: Measures) -> Measure:
    """Return a total that follows its parts as what these make up ("10 cán bộ và 9 công chức, cộng 19 người")."""
    if measure.unit == "%" or not _TOTAL.search(measure.wording.near):
        return measure
    near = [e for e in _before(context, entry) if (e.block, e.sentence) == (entry.block, entry.sentence)]
    said = {metric for e in near for q in e.quantities if (metric := linked[q.number].metric)}
    whole = next((whole for whole, parts in _identities() if len(said & parts) > 1 and whole not in said), None)
    return replace(measure, metric=whole) if whole else measure
