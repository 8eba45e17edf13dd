"""Metrics that several reports give for the same time: what can be set side by side in a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.export.jsonl import Record

#: reports that a chart needs at least, and charts of metrics that an index has at most
LEAST, MOST = 3, 2


@dataclass(frozen=True, slots=True)
class Shared:
    """A metric for one period, unit of measure and level of places: a record and its number a report."""

    metric: str
    period: str | None
    unit: str | None
    level: str | None
    results: Sequence[tuple[Record, Mapping[str, Any]]]


def shared(records: Sequence[Record], order: Sequence[str]) -> list[Shared]:
    """Return the metrics that most reports give, in the order of the catalogue where as many do."""
    groups: dict[tuple[str, str | None, str | None, str | None], list[tuple[Record, Mapping[str, Any]]]] = {}
    for record in records:
        header = record.get("header") or {}
        own, level = header.get("period"), header.get("level")
        for number in _results(record, own):
            groups.setdefault((number["metric"], own, number.get("unit"), level), []).append((record, number))
    places = {code: place for place, code in enumerate(order)}
    found = [Shared(*key, results) for key, results in groups.items() if len(results) >= LEAST]
    found.sort(
        key=lambda one: (
            -len(one.results),
            places.get(one.metric, len(places)),
            one.metric,
            one.period or "",
            one.level or "",
        )
    )
    different = {one.metric: one for one in reversed(found)}
    return [one for one in found if different[one.metric] is one][:MOST]


def _words(one: Shared) -> tuple[str, str, str, str]:
    return one.metric, one.period or "", one.unit or "", one.level or ""


def _results(record: Record, period: str | None) -> list[Mapping[str, Any]]:
    """The first result of each metric in a report's own period; a report that gives two amounts gives none."""
    told: dict[str, list[Mapping[str, Any]]] = {}
    for number in record["numbers"]:
        known = isinstance(number.get("value"), int | float) and number.get("of") is None
        if number.get("metric") and known and not number.get("target") and number.get("period") in (None, period):
            told.setdefault(number["metric"], []).append(number)
    return [found[0] for found in told.values() if len({(n["value"], n.get("unit")) for n in found}) == 1]
