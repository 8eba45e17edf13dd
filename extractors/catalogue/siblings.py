"""Metrics that the figures beside one deny: what several siblings claim, none of them measures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import replace
from decimal import Decimal

from extractors.catalogue.context import Context, words_at
from extractors.catalogue.lookup import share_rows
from extractors.catalogue.measures import Measure
from extractors.catalogue.row_words import row_labels
from extractors.ledger.entries import Entry

Measures = dict[int, Measure]
#: metric, time, part of time, unit and whether it is aimed at
Claim = tuple[str | None, str | None, str | None, str, bool]

#: metrics that are told group by group or officer by officer
BY_GROUP = frozenset(("criteria.achieved", "reception.days_per_month"))
#: what others beside it are counted of ("trong 234 thư chúc mừng có 83 thư mừng thọ")
_OF_WHICH = re.compile(r"trong(?: tổng)?(?: số)? #")
_WHOLE_ROW = re.compile(r"(?:tổng|cộng|toàn|chung|cả)(?!\w)|$")


def deny_siblings(context: Context, found: Measures) -> Measures:
    """Return the measures without the metrics that their siblings claim too, or that a total beside them measures."""
    linked = dict(found)
    for place, entries in _beside(context).items():
        named = [e for e in entries if place[0] == "column" and _names_part(context, context.ledger.entries[e])]
        _deny_parts(context, named or entries, linked)
        _deny_shares(context, entries, linked)
        if named:
            _deny_below(context, named, [e for e in entries if e not in named], linked)
    return linked


def _beside(context: Context) -> dict[tuple[object, ...], list[int]]:
    """Return the entries that stand side by side: in a group, a list, a sentence, or the rows of a column."""
    lists = {block: at for at, one in enumerate(context.ledger.lists) for block in one.blocks}
    beside: dict[tuple[object, ...], list[int]] = {}
    for entry in context.ledger.entries:
        beside.setdefault(_place(context, entry, lists), []).append(entry.id)
    return beside


def _place(context: Context, entry: Entry, lists: dict[int, int]) -> tuple[object, ...]:
    cell = context.document.blocks[entry.block].origin.cell
    if entry.path and cell is not None:
        return ("column", cell.table, cell.column)
    if entry.group is not None:
        return ("group", entry.group)
    if entry.block in lists:
        return ("list", lists[entry.block])
    return ("sentence", entry.block, entry.sentence)


def _names_part(context: Context, entry: Entry) -> bool:
    """Whether the row of a table figure has a name of its own, not that of a total."""
    name = " ".join(words_at(context, context.document.blocks[i].span) for i in row_labels(context, entry))
    return not _WHOLE_ROW.match(name)


def _deny_below(context: Context, parts: Sequence[int], wholes: Sequence[int], linked: Measures) -> None:
    """Take from rows that name parts the metrics that the total of their column measures."""
    said = {linked[q.number].metric for e in wholes for q in context.ledger.entries[e].quantities}
    for quantity in (q for e in parts for q in context.ledger.entries[e].quantities):
        measure = linked[quantity.number]
        exempt = _is_year(measure.period) or _is_counted_by_group(context, measure)
        if measure.metric in said and not exempt:
            linked[quantity.number] = replace(measure, metric=None)


def _deny_parts(context: Context, entries: Sequence[int], linked: Measures) -> None:
    """Take a metric from siblings that all claim it for one time with other figures: they are its parts."""
    numbers = _numbers(context, entries)
    said = [metric for n in numbers if (metric := linked[n].metric)]
    if len(said) == len(set(said)):
        return
    values = {(_claim(linked[n], linked), context.numbers[n].value, context.numbers[n].of) for n in numbers}
    claims = Counter(claim for claim, _, _ in values)
    for number in numbers:
        measure = linked[number]
        claim = _claim(measure, linked)
        several = measure.metric and claims[claim] > 1 and not _is_counted_by_group(context, measure)
        if several and not (_is_total(context, number, values, claim) or _is_divided(context, measure, values, claim)):
            linked[number] = replace(measure, metric=None)


def _is_total(
    context: Context, number: int, claimed: Set[tuple[Claim, Decimal | None, Decimal | None]], own: Claim
) -> bool:
    """Whether a figure is the sum of the others that claim its metric ("17 dự thảo, của huyện 06, của tỉnh 11")."""
    values = [value for claim, value, _ in claimed if claim == own and value is not None]
    value = context.numbers[number].value
    return len(values) > 2 and value is not None and 2 * value == sum(values)


def _is_divided(
    context: Context, measure: Measure, claimed: Set[tuple[Claim, Decimal | None, Decimal | None]], own: Claim
) -> bool:
    """Whether others that claim the metric of a figure are counted of it ("trong 234 thư có 83 thư mừng thọ")."""
    value = context.numbers[measure.number].value or 0
    return bool(_OF_WHICH.match(measure.wording.near)) and value >= max(
        v or 0 for claim, v, _ in claimed if claim == own
    )


def _deny_shares(context: Context, entries: Sequence[int], linked: Measures) -> None:
    """Take its rate from a share of a part beside which another part of the rate stands ("trước hạn", "đúng hạn")."""
    numbers = _numbers(context, entries)
    shares = [n for n in numbers if linked[n].share_of is not None]
    said = {linked[n].metric for n in numbers} if shares else set()
    for number in shares:
        base = linked[number].share_of
        row = share_rows().get(linked[base].metric or "") if base is not None else None
        if row and row["unless"] in said and linked[number].metric == row["share_metric"]:
            linked[number] = replace(linked[number], metric=None)


def _numbers(context: Context, entries: Sequence[int]) -> list[int]:
    quantities = [q for e in entries for q in context.ledger.entries[e].quantities]
    return [n for q in quantities for n in (q.number, *q.shares)]


def _claim(measure: Measure, linked: Measures) -> Claim:
    # a share of petitions and the share of their cases are told side by side
    base = linked.get(measure.share_of) if measure.share_of is not None else None
    unit = f"{measure.unit} {base.unit}" if base else measure.unit
    return measure.metric, measure.period, measure.moment or str(measure.turn), unit, measure.target


def _is_year(period: str | None) -> bool:
    """Whether a figure is of a year other than the report's own time: of that year it is the whole."""
    return period is not None and bool(re.fullmatch(r"\d{4}", period))


def _is_counted_by_group(context: Context, measure: Measure) -> bool:
    """Whether the catalogue counts each of several siblings: criteria by group, not by place ("Nhóm 1: 8/8")."""
    if measure.metric not in BY_GROUP:
        return False
    entry = context.ledger.entries[measure.entry]
    names = [context.document.quote(context.document.blocks[i].span) for i in row_labels(context, entry)]
    return not any(name.istitle() for name in names)
