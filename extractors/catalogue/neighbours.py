"""Metrics that the figures before one tell: parallel counts, shares, totals of parts, other times and plans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from extractors.catalogue.clauses import tells_extreme
from extractors.catalogue.context import Context, words_at
from extractors.catalogue.counterparts import (
    OTHER_TIME,
    counterpart,
    is_kind,
    may_be_compared,
    more_by,
    summed,
    whole_of,
)
from extractors.catalogue.explained import is_bare
from extractors.catalogue.lookup import share_rows, told_length
from extractors.catalogue.measures import Measure, no_rate, share_metric, share_wording
from extractors.cues import seeker
from extractors.ledger.entries import Entry, Quantity
from extractors.lexicon.amounts import alike

Measures = dict[int, Measure]

_TIME = re.compile(
    r"(?<!\w)(?:năm|quý|tháng|kỳ|cùng kỳ|giai đoạn|lũy kế|đầu năm|cuối năm|tuần|trước đó|đến ngày)(?!\w)"
)
_AIM = re.compile(
    r"(?<!\w)(?:kế hoạch|chỉ tiêu|mục tiêu|phấn đấu|phải đạt|yêu cầu|(?<!bàn )giao(?! thông| dịch| ban)"
    r"|dự kiến|đề ra|nghị quyết|kh)(?!\w)"
)
_ON = re.compile(r"(?:trên|trong)(?: tổng)? số(?!\w)|trên(?!\w)|trong$|.*\strên$")
_OPENS_BRACKET = re.compile(
    r"(?P<words>(?:[^\d,;:.()]|(?<!\d)(?:19|20)\d\d(?![\d.,]))*)"
    r"\((?:(?:trên|hơn|dưới|gần|khoảng|từ|ít nhất|tối thiểu)\s)?$"
)
_COMPARED = re.compile(r"(?<!\w)(?:so(?! sánh)|cùng kỳ|năm trước|năm ngoái|tháng trước|quý trước|kỳ trước)(?!\w)")
#: what another time left over is no figure of that time
LEFT_OVER = seeker(r"(?<!\w)(?:(?:để|còn|dồn) lại|dở dang|chuyển (?:sang|qua|tiếp)|mang sang|gối|tồn|bàn giao)(?!\w)")
#: what names an earlier time for what it counts now ("79 hồ sơ của năm trước")
_OF_EARLIER = "dossiers.carried_over"
_LESS = seeker(r"(?<!\w)(?:giảm|ít|thấp|kém|hụt|bớt)(?!\w)")
#: how many entries back in a paragraph a comparison may go to what it compares, and a total to its parts
_BACK = 8


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
        compared = at == 0 and bool(_COMPARED.search(_before_its_bracket(context, entry)))
        compared = compared and not _says_itself(measure)
        bare = at > 0 or compared or _is_bare(measure)
        if compared:
            measure = replace(measure, metric=None)
        elif before is not None and bare and not _is_base(context, entry, quantity):
            measure = counterpart(context, measure, before)
        elif before is not None and bare and measure.metric is None:
            measure = replace(measure, metric=share_rows().get(before.metric or "", {}).get("of") or None)
        if bare and at == 0 and not measure.change:
            measure = _at_another_time(context, entry, measure, before, linked)
            listed = [e for e in _before(context, entry) if e.block == entry.block]
            near = [e for e in listed if e.sentence == entry.sentence]
            measure = summed(context, measure, _figures(listed, linked), _figures(near, linked))
        base = before if before is not None and _is_base(context, entry, quantity) else measure
        for share in quantity.shares:
            linked[share] = _share_of(context, linked[share], base)
        linked[quantity.number] = before = measure


def _says_itself(measure: Measure) -> bool:
    """Whether the words of a figure name its metric ("cao hơn năm trước (2.512 hồ sơ đã trả)")."""
    return bool(measure.metric and told_length(measure.metric, measure.wording, measure.unit)) and not _is_bare(measure)


def _is_bare(measure: Measure) -> bool:
    """Whether neither the words before a figure nor those after it say what it counts."""
    if LEFT_OVER(f"{measure.wording.own} {measure.wording.told}"):
        return False
    words = (measure.wording.told, measure.wording.own)
    return all(is_bare(one, measure.unit, measure.wording.level) for one in words)


def _is_base(context: Context, entry: Entry, quantity: Quantity) -> bool:
    """Whether a figure is what the one before it is counted on ("1.217 trên 1.284 hồ sơ, tỷ lệ 94,78%")."""
    before = context.ledger.entries[entry.id - 1] if entry.id else entry
    if quantity is entry.quantities[0] and (before.block, before.sentence) != (entry.block, entry.sentence):
        return False  # "Trong 803 đơn (786 vụ việc) có …" opens its sentence
    return bool(_ON.match(words_at(context, quantity.before) or words_at(context, entry.label)))


def _share_of(context: Context, share: Measure, base: Measure) -> Measure:
    """Return a percentage with the metric that the count it hangs on gives it."""
    if share.plan or share.share_of is None or no_rate(context, share.number, base):
        return share
    wording = share_wording(base)
    metric = share_metric(wording, base, context.catalogue) or (share.metric if share.share_of == base.number else None)
    return replace(share, metric=metric, wording=wording, share_of=base.number)


def _last_of(context: Context, entry: Entry, linked: Measures) -> Measure | None:
    """Return the figure right before an entry in its sentence, not what that is counted on."""
    at = entry.id - 1
    while at >= 0 and _goes_on(context, context.ledger.entries[at], entry):
        for quantity in reversed(context.ledger.entries[at].quantities):
            if not _is_base(context, context.ledger.entries[at], quantity):
                return linked[quantity.number]
        at -= 1
    return None


def _goes_on(context: Context, other: Entry, entry: Entry) -> bool:
    """Whether an entry stands beside the one before it, in the bracket after it, or right after its bracket."""
    groups = [None if e.group is None else context.ledger.groups[e.group] for e in (other, entry)]
    if groups[1] is not None and groups[1].kind == "bracket" and groups[1].entries[0] == entry.id:
        return groups[1].parents[:1] == (other.id,)
    bare_bracket = groups[0] is not None and groups[0].kind == "bracket" and not groups[0].parents
    group = entry.group if bare_bracket else other.group
    return (other.block, other.sentence, group) == (entry.block, entry.sentence, entry.group)


def _at_another_time(
    context: Context, entry: Entry, measure: Measure, before: Measure | None, linked: Measures
) -> Measure:
    """Return a figure that only says when or that it was aimed at as one of the metric that it goes back to."""
    words = _before_its_bracket(context, entry) + measure.wording.near.replace(f"# {measure.unit}", "#")
    aimed = measure.target or bool(_AIM.search(words))
    if measure.metric == _OF_EARLIER or LEFT_OVER(f"{words} {measure.wording.own}"):
        return measure
    if tells_extreme(context, context.numbers[measure.number].span.start):
        return measure
    if not aimed and not measure.moment and not _TIME.search(words):
        return measure
    said = measure.metric and told_length(measure.metric, measure.wording, measure.unit)
    if said and not aimed and not _COMPARED.search(words):
        return measure  # "phát sinh trong kỳ 1.204" says itself what it counts
    spoken = [other for other in _spoken_of(context, entry, before, linked) if may_be_compared(other, measure)]
    amounts = _changes(context, entry, measure, linked)
    # what differs by just the amount of change that is told is what is compared
    differing = (other for other in spoken if more_by(context, other, measure) in amounts)
    parent = context.ledger.parent_of(entry)
    # what a bracket stands after decides, though it measures nothing
    parent_id = None if parent is None else parent.id
    beside = not aimed and bool(_COMPARED.search(words))
    said_of = (
        o
        for o in spoken
        if o.metric
        or measure.metric
        or o.entry == parent_id
        or is_kind(o, measure)
        or (beside and _is_beside(context, entry, o, measure))
    )
    if (other := next(differing, None) or next(said_of, None)) is None:
        return measure
    if context.ledger.entries[other.entry].block != entry.block:
        other = whole_of(other, spoken)  # a paragraph of its own speaks of all
    moment = measure.moment or (None if aimed else OTHER_TIME if _COMPARED.search(words) else None)
    return replace(measure, metric=other.metric, target=aimed, moment=moment)


def _is_beside(context: Context, entry: Entry, other: Measure, measure: Measure) -> bool:
    """Whether a figure of an entry's sentence counts in the very unit of one that is compared in it."""
    home = context.ledger.entries[other.entry]
    return other.unit == measure.unit != "%" and (home.block, home.sentence) == (entry.block, entry.sentence)


def _changes(context: Context, entry: Entry, measure: Measure, linked: Measures) -> set[Decimal]:
    """Return the amounts by which the sentence of an entry says that figures of a unit rose or, below 0, fell."""
    beside = context.ledger.entries[max(0, entry.id - _BACK) : entry.id + _BACK]
    near = [e for e in beside if (e.block, e.sentence) == (entry.block, entry.sentence)]
    told = [linked[q.number] for e in near for q in e.quantities]
    told = [m for m in told if m.change and alike(m.unit, measure.unit)]
    values = ((context.numbers[m.number].value or 0, bool(_LESS(m.wording.near))) for m in told)
    return {Decimal(-value if less else value) for value, less in values if value}


def _before_its_bracket(context: Context, entry: Entry) -> str:
    """Return the words before a bracket that a figure opens ("so với cùng kỳ (228 hồ sơ)")."""
    start = context.numbers[entry.quantities[0].number].span.start
    if context.folded_lines.find("(", max(0, start - 12), start) < 0:
        return ""  # few figures open a bracket, and the search tries each word before them
    return _words_before_bracket(context.folded_lines, start)


@lru_cache(maxsize=4)
def _words_before_bracket(text: str, start: int) -> str:
    found = _OPENS_BRACKET.search(text, max(0, start - 40), start)
    return found["words"] if found else ""


def _spoken_of(context: Context, entry: Entry, before: Measure | None, linked: Measures) -> Iterator[Measure]:
    """Yield the figures that an entry may go back to: of its parent, then those before it in its paragraph."""
    parent = context.ledger.parent_of(entry)
    words = _before_its_bracket(context, entry) + linked[entry.quantities[0].number].wording.near
    compared = bool(_COMPARED.search(words))
    for other in (parent, *_backwards(context, entry, over_lists=compared)):
        if other is not None and (other.block == entry.block or compared):
            for quantity in reversed(other.quantities):
                if not _is_base(context, other, quantity):
                    yield linked[quantity.number]
                yield from (linked[share] for share in quantity.shares)
    if before is not None:
        yield before


def _backwards(context: Context, entry: Entry, *, over_lists: bool) -> Iterator[Entry]:
    """Yield the entries before one, the last first; those of a list in an earlier sentence after what the list divides.

    "346 thư, trong đó thư cảm ơn 60 thư. So với năm 2021 (282 thư)": all letters are compared.
    """
    for other in reversed(_before(context, entry)):
        whole = context.ledger.parent_of(other) if over_lists and other.sentence != entry.sentence else None
        if whole is not None:
            yield whole
        yield other


def _before(context: Context, entry: Entry) -> Sequence[Entry]:
    return context.ledger.entries[max(0, entry.id - _BACK) : entry.id]


def _figures(entries: Sequence[Entry], linked: Measures) -> list[Measure]:
    return [linked[quantity.number] for entry in entries for quantity in entry.quantities]
