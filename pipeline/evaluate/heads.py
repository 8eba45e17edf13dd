"""Headings and the fields of head and foot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.evaluate.counts import Count, Event, Miss, when
from pipeline.evaluate.gold import Gold, GoldSection
from pipeline.evaluate.printed import normal
from pipeline.export.record_types import HeaderRecord, SectionRecord

#: the fields that are scored; gold may leave one out, and then it is not asked
FIELDS = ("kind", "number", "symbol", "date", "unit", "level", "signer_name")
#: a name is found also where gold or the record says more of it
_MAY_BE_PART = frozenset({"unit", "signer_name"})


def score_sections(report: str, gold: Iterable[GoldSection], found: Iterable[SectionRecord]) -> Iterator[Event]:
    """Count headings by line and number, and their depths; a report whose gold has none is not asked."""
    want, have = _levels(gold), _levels(found)
    if not want:
        return
    yield from (Count("section_gold") for _ in want)
    yield from (Count("section_found") for _ in have)
    for place in sorted(want.keys() | have.keys()):
        line, number = place
        if (place in want) != (place in have):
            yield Miss("section_f1", report, line, number, "thiếu" if place in want else "thừa")
            continue
        yield Count("section_ok")
        yield from when(want[place] == have[place], "level_ok")
        if want[place] != have[place]:
            yield Miss("section_level", report, line, number, f"{want[place]} ≠ {have[place]}")


def _levels(sections: Iterable[GoldSection | SectionRecord]) -> dict[tuple[int, str], int | None]:
    return {(s.line, normal(s.number).rstrip(".)")): s.level for s in sections if s.line}


def score_header(report: str, gold: Gold, found: HeaderRecord | None) -> Iterator[Event]:
    """Count the fields that are right; one that is invented counts as wrong, one that is rightly empty not at all."""
    for field in FIELDS:
        want, got = _wanted(gold, field), getattr(found, field, None)
        asked = field == "kind" or field in gold.metadata or want is not None
        if not asked or (want is None and got is None):
            continue
        yield Count("header_gold", field)
        if _right(field, want, got):
            yield Count("header_ok", field)
        else:
            yield Miss("header", report, None, field, f"{want} ≠ {got}")


def _wanted(gold: Gold, field: str) -> object:
    if field == "kind":
        return gold.kind
    # older gold calls the signer only that
    return gold.metadata.get(field, gold.metadata.get("signer") if field == "signer_name" else None)


def _right(field: str, want: object, got: str | None) -> bool:
    if want is None:
        return False
    ours, theirs = normal(want), normal(got)
    if theirs in [normal(choice) for choice in str(want).split("|")]:
        return True
    return bool(want and got) and field in _MAY_BE_PART and (ours in theirs or theirs in ours)
