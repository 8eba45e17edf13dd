"""Metrics that sums settle: what a total measures, none of its parts does ("huyện 58 đơn, xã 85 đơn, cộng 143 đơn")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractors.catalogue.explained import is_bare
from extractors.catalogue.lookup import parts_of_identities
from extractors.catalogue.measures import Measure
from extractors.catalogue.neighbours import LEFT_OVER
from extractors.catalogue.siblings import BY_GROUP
from extractors.ledger.entries import Ledger
from extractors.relations.relation import Relation

Measures = Mapping[int, Measure]


def settle_by_sums(measures: Measures, relations: Sequence[Relation], ledger: Ledger) -> dict[int, Measure]:
    """Return the measures with the metrics that sums, right or wrong, give to their totals and take from their parts.

    A total told in the sentence of its parts by words that say nothing else has the metric of the one among them that
    claims any. Times of a series and groups of criteria keep theirs.
    """
    found = dict(measures)
    for total, parts in (*_sums(measures, relations, ledger), *_bracketed(measures, ledger)):
        metric = found[total].metric or _raised(found, total, parts, ledger)
        if metric is None or metric in BY_GROUP:
            continue
        found[total] = replace(found[total], metric=metric)
        for part in parts:
            if found[part].metric == metric:
                found[part] = replace(found[part], metric=None)
    return found


def _sums(measures: Measures, relations: Sequence[Relation], ledger: Ledger) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield total and parts of the sums of a text, those of changes, times and series aside."""
    for relation in relations:
        total, parts = relation.total, relation.parts
        if relation.kind != "sum" or relation.verdict == "undecided" or total is None or len(parts) < 2:
            continue
        told = [measures[part] for part in parts if part in measures]
        whole = measures.get(total)
        if whole is None:
            continue
        plain = not any(one.change or one.moment or one.turn or one.period != whole.period for one in told)
        if len(told) == len(parts) and plain and whole.unit != "%" and not ledger.entries[whole.entry].path:
            yield total, parts


def _bracketed(measures: Measures, ledger: Ledger) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the totals with the parts of their unit that a bracket behind them divides, whatever the figures are."""
    for group in ledger.groups:
        if group.kind != "bracket" or group.openness != "closed" or not group.parents:
            continue
        inside = [q.number for entry in group.entries for q in ledger.entries[entry].quantities]
        for total in (q.number for parent in group.parents[:2] for q in ledger.entries[parent].quantities):
            alike = tuple(n for n in inside if _is_part(measures, n, total))
            if len(alike) > 1:
                yield total, alike


def _is_part(measures: Measures, number: int, total: int) -> bool:
    """Whether a figure of a bracket claims what the figure before it measures, of the same time."""
    one, whole = measures[number], measures[total]
    return one.unit.split()[:1] == whole.unit.split()[:1] and one.period == whole.period and not one.moment


def _raised(measures: Measures, total: int, parts: Sequence[int], ledger: Ledger) -> str | None:
    """Return the metric that one or more parts claim and no other stands beside, if their total can measure it."""
    whole, places = measures[total], [ledger.entries[measures[part].entry] for part in parts]
    own = ledger.entries[whole.entry]
    claimed = {measures[part].metric for part in parts} - {None}
    if len(claimed) != 1 or claimed & parts_of_identities() or not is_bare(whole.wording.told, whole.unit, None):
        return None
    if any(LEFT_OVER(measures[part].wording.told) for part in parts):
        return None  # what was left over and what came are no metric together
    after = all((place.block, place.sentence) == (own.block, own.sentence) and place.id <= own.id for place in places)
    return next(iter(claimed)) if after else None
