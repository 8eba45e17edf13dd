"""One report against its gold."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.evaluate.counts import Count, Event, Miss, Scored, collect, when
from pipeline.evaluate.findings import score_findings
from pipeline.evaluate.gold import Gold
from pipeline.evaluate.heads import score_header, score_sections
from pipeline.evaluate.numbers import score_numbers
from pipeline.evaluate.pairing import pair_numbers
from pipeline.evaluate.sums import score_sums
from pipeline.export.record_types import Coverage, Record, SourceRecord

_NOTHING = Record(
    schema="",
    status="error",
    error=None,
    source=SourceRecord("", "", "", "", None, False, None, []),
    header=None,
    sections=[],
    numbers=[],
    relations=[],
    findings=[],
    coverage=Coverage(0, 0, 0, 0, 0, 0, 0),
)


def score_report(stem: str, gold: Gold, record: Record | None, tables: frozenset[int] = frozenset()) -> Scored:
    """Return what reading one report gave; without a record everything in its gold is missed.

    `tables` are the lines of gold that are rows of tables.
    """
    return collect(_events(stem, gold, record, tables))


def _events(stem: str, gold: Gold, record: Record | None, tables: frozenset[int]) -> Iterator[Event]:
    yield Count("reports")
    yield from when(record is not None, "answered")
    if record is None:
        yield Miss("answered", stem, None, "không có trả lời")
    answer = record or _NOTHING
    pairs = pair_numbers(gold.numbers, answer.numbers)
    yield from score_numbers(stem, pairs)
    yield from score_sections(stem, gold.sections, answer.sections)
    yield from score_header(stem, gold, answer.header)
    yield from score_findings(stem, gold.findings, answer)
    yield from score_sums(stem, gold, pairs, answer.relations, tables)
