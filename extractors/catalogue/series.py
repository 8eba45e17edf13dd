"""Metrics of figures told as a series: sums with plus signs, shares of several counts "lần lượt", totals of places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.catalogue.context import Context
from extractors.catalogue.explained import is_bare
from extractors.catalogue.lookup import counted_in, unit_keys
from extractors.catalogue.measures import Measure, share_metric, share_wording
from extractors.catalogue.neighbours import LEFT_OVER
from extractors.catalogue.own import metric_of
from extractors.catalogue.siblings import BY_GROUP
from extractors.cues import may_stand
from extractors.lexicon.amounts import alike
from extractors.patterns import at_words

Measures = dict[int, Measure]

_IN_TURN = re.compile(r"(?<!\w)(?:lần lượt|tương ứng|theo thứ tự)(?!\w)")
_NEXT = re.compile(r"\s*(?:[,;]|và|,\s*và|;\s*và)\s*")
_SENTENCE_END = re.compile(r"[.](?=\s+\D)|\n")
_TOTAL = at_words(r"(?<!\w)(?:cộng|tổng cộng|tổng số|tổng|cả thảy|tất cả|vị chi|gộp lại|tính chung|chung)(?!\w)")
#: what a total of people says of all of them
_TAKING_PART = re.compile(r"(?<!\w)(?:người |lượt )?(?:tham dự|tham gia|dự|theo học)(?!\w)")
_COMPARED_WITH = re.compile(r"(?<!\w)(?:so|so sánh với|đặt cạnh|đối chiếu với)(?!\w)[^;.]*$")
_CHANGED = re.compile(r"(?<!\w)(?:đã )?(?:tăng|giảm|nhiều hơn|ít hơn|hơn|bớt|kém)(?: thêm| đi)? # ")
#: what makes a figure one of those just spoken of ("trong 19 đơn của phường, đã giải quyết 17")
_OF_THESE = re.compile(r"(?<!\w)(?:trong|trên|trong số|trong tổng số|của|với|số)\s+$")
#: how many figures back one may be stated that is stated again, and parts stand before their total
_BACK = 12


def follow_series(context: Context, found: Measures) -> Measures:
    """Return the measures with the metrics that only their place in a series tells."""
    linked = dict(found)
    order = sorted(linked, key=lambda number: context.numbers[number].span.start)
    for run in _runs_of_shares(context, order, linked):
        linked.update(_shares_in_turn(context, run, order, linked))
    sums = (_added_up,) if "=" in context.folded_lines else ()
    readers = (_parts_of_said, *sums, _total_of_places, _said_again, _compared_ahead)
    for at in range(len(order)):
        for told in readers:
            if changed := told(context, at, order, linked):
                linked.update(changed)
    return linked


def _gap(context: Context, before: int, after: int) -> str:
    return context.folded_lines[context.numbers[before].end : context.numbers[after].span.start]


def _in_one_sentence(context: Context, before: int, after: int) -> bool:
    return not _SENTENCE_END.search(_gap(context, before, after))


# -- shares told one after another ---------------------------------------------------------------------------------


def _runs_of_shares(context: Context, order: Sequence[int], linked: Measures) -> Iterator[list[int]]:
    """Yield the percentages that follow one another after "tương ứng", "lần lượt là"."""
    run: list[int] = []
    for before, number in zip([None, *order], order, strict=False):
        share = linked[number].unit == "%"
        if run and share and _NEXT.fullmatch(_gap(context, run[-1], number)):
            run.append(number)
            continue
        if len(run) > 1:
            yield run
        told = share and before is not None and _IN_TURN.search(_gap(context, before, number))
        run = [number] if told else []
    if len(run) > 1:
        yield run


def _shares_in_turn(context: Context, run: Sequence[int], order: Sequence[int], linked: Measures) -> Measures:
    """Return percentages as the shares of the counts before them, the first of the first and so on."""
    at = order.index(run[0])
    counts = order[max(0, at - len(run)) : at]
    units = {linked[n].unit for n in counts}
    close = len(counts) == len(run) and len(units) == 1 and "%" not in units
    if not close or not all(_in_one_sentence(context, counts[0], n) for n in run):
        return {}
    shares = zip(run, counts, strict=True)
    return {n: _share_of(context, linked[n], linked[count]) for n, count in shares}


def _share_of(context: Context, share: Measure, base: Measure) -> Measure:
    wording = share_wording(base)
    metric = share_metric(wording, base, context.catalogue)
    return replace(share, metric=metric, wording=wording, share_of=base.number)


# -- totals --------------------------------------------------------------------------------------------------------


def _added_up(context: Context, at: int, order: Sequence[int], linked: Measures) -> Measures:
    """Return what "dân số 15.820 + 12.064 + 13.391 = 41.275 người" adds up to as that which its first part names."""
    total = order[at]
    if not at or _gap(context, order[at - 1], total).strip() != "=":
        return {}
    first = at - 1
    while first and _gap(context, order[first - 1], order[first]).strip() == "+":
        first -= 1
    parts = order[first:at]
    metrics = {linked[n].metric for n in parts} - {None}
    if len(parts) < 2 or len(metrics) != 1 or linked[total].metric not in (None, *metrics):
        return {}
    found = {n: replace(linked[n], metric=None) for n in parts}
    return {**found, total: replace(linked[total], metric=metrics.pop())}


def _parts_of_said(context: Context, at: int, order: Sequence[int], linked: Measures) -> Measures:
    """Return the figures after one that add up to it without its metric ("870 người, lần lượt là 410 và 460")."""
    total = linked[order[at]]
    value = context.numbers[total.number].value
    if total.metric in (None, *BY_GROUP) or total.unit == "%" or not value or _in_table(context, total):
        return {}
    parts: list[Measure] = []
    reached = Decimal(0)
    for number in order[at + 1 : at + 1 + _BACK]:
        part = linked[number]
        if part.unit == "%" or part.share_of is not None:
            continue
        if part.unit != total.unit or part.change or not _in_one_block(context, total.number, number):
            parts, reached = [], Decimal(0)
            continue
        parts, reached = [*parts, part], reached + (context.numbers[number].value or Decimal(0))
        if reached >= value:
            break
    if len(parts) < 2 or reached != value:
        return {}
    # of its own part of time each is the whole
    claiming = (part for part in parts if part.metric == total.metric and not (part.moment or part.period))
    return {part.number: replace(part, metric=None) for part in claiming}


def _in_table(context: Context, measure: Measure) -> bool:
    """Whether a figure stands in a table."""
    return bool(context.ledger.entries[measure.entry].path)


def _in_one_block(context: Context, before: int, after: int) -> bool:
    return "\n" not in _gap(context, before, after)


def _total_of_places(context: Context, at: int, order: Sequence[int], linked: Measures) -> Measures:
    """Return a total with the metric that only some of its parts claim, which these are no more.

    "từ huyện có 32 người, từ xã 86 người, cộng 118 người": that of all who took part.
    """
    total = linked[order[at]]
    value = context.numbers[total.number].value
    if total.metric or total.change or total.unit == "%" or not value:
        return {}
    near = total.wording.near
    words = _TAKING_PART.sub(" ", near) if may_stand(_TAKING_PART.pattern, near) else near
    closes = at > 0 and _gap(context, order[at - 1], total.number).strip() == ":"
    bare = (closes or _TOTAL.search(words)) and is_bare(words, total.unit, total.wording.level)
    if not bare:
        return {}
    parts: list[Measure] = []
    reached = Decimal(0)
    for number in reversed(order[max(0, at - _BACK) : at]):
        part = linked[number]
        if not _in_one_sentence(context, number, total.number):
            break
        if alike(part.unit, total.unit) and not part.change:
            parts = [*parts, part]
        reached = sum((context.numbers[p.number].value or Decimal(0) for p in parts), Decimal(0))
        if reached >= value:
            break
    said = _metrics(parts)
    if len(parts) < 2 or reached != value or len(said) != 1 or all(part.metric for part in parts):
        return {}
    if any(LEFT_OVER(part.wording.own) for part in parts):
        return {}  # what an earlier time left over is no place: "kỳ trước chuyển sang 4 đơn, nhận 22 đơn, cộng 26 đơn"
    return {
        **{part.number: replace(part, metric=None) for part in parts},
        total.number: replace(total, metric=said.pop()),
    }


def _metrics(parts: Sequence[Measure]) -> set[str]:
    return {part.metric for part in parts if part.metric}


# -- a figure stated again -----------------------------------------------------------------------------------------


def _said_again(context: Context, at: int, order: Sequence[int], linked: Measures) -> Measures:
    """Return a figure that stands after "trong", "trong số" with the metric that it was stated with before."""
    measure = linked[order[at]]
    number = context.numbers[measure.number]
    if measure.metric or measure.unit == "%" or (number.value or 0) < 3:
        return {}
    if not _OF_THESE.search(context.folded_lines[max(0, number.span.start - 16) : number.span.start]):
        return {}
    for other in reversed(order[max(0, at - _BACK) : at]):
        known = linked[other]
        same = context.numbers[other].value == number.value and alike(known.unit, measure.unit)
        if same and known.metric and known.period == measure.period and _counts(known.metric, measure.unit):
            return {measure.number: replace(measure, metric=known.metric)}
    return {}


def _counts(metric: str, unit: str) -> bool:
    return bool(counted_in(metric.partition(".")[0]) & unit_keys(unit))


# -- a figure that what follows is compared with -------------------------------------------------------------------


def _compared_ahead(context: Context, at: int, order: Sequence[int], linked: Measures) -> Measures:
    """Return a figure of another time as what changed since ("so với tháng 8 (1.707 hồ sơ), số mới giảm 50 hồ sơ")."""
    measure = linked[order[at]]
    following = linked[order[at + 1]] if at + 1 < len(order) else None
    if measure.metric or following is None or not following.change:
        return {}
    start = context.numbers[measure.number].span.start
    if not _COMPARED_WITH.search(context.folded_lines[max(0, start - 40) : start]):
        return {}
    if following.unit != measure.unit or not _in_one_sentence(context, measure.number, following.number):
        return {}
    said = following.wording
    near, told, own = (_CHANGED.sub("# ", words) for words in (said.near, said.told, said.own))
    metric = metric_of(context.catalogue, replace(said, near=near, told=told, own=own), measure.unit)
    return {measure.number: replace(measure, metric=metric, moment="khác")} if metric else {}
