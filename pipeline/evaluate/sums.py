"""Sums: the same total with the same parts, and whether the verdict agrees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from pipeline.evaluate.counts import Count, Event, Miss, when
from pipeline.evaluate.gold import Gold, GoldNumber
from pipeline.evaluate.pairing import Pairs
from pipeline.evaluate.printed import normal
from pipeline.export.record_types import RelationRecord

#: a gold number: line, column (-1 where gold gives none) and text
Place = tuple[int, int, str]
#: the total and the parts in the order of their places
Sum = tuple[Place, tuple[Place, ...]]
#: verdicts of sums: whether they hold, None where that is open
Sums = Mapping[Sum, bool | None]

_VERDICTS = {"holds": True, "fails": False}


def score_sums(
    report: str, gold: Gold, pairs: Pairs, relations: Sequence[RelationRecord], tables: frozenset[int]
) -> Iterator[Event]:
    """Count sums that are gold's, by the kind of place where they stand; gold without relations is not asked.

    `tables` are the lines that are rows of tables.
    """
    if not gold.relations:
        return
    want, have = gold_sums(gold), record_sums(relations, pairs)
    yield from (Count("sum_gold", source(one, tables)) for one in want)
    yield from (Count("sum_found", source(one, tables)) for one in have)
    for one in sorted(want.keys() | have.keys()):
        if one not in have or one not in want:
            figure = "sum_recall" if one in want else "sum_precision"
            yield Miss(figure, report, one[0][0], _arithmetic(one), "thiếu" if one in want else "thừa")
            continue
        yield Count("sum_ok", source(one, tables))
        yield from when(want[one] == have[one], "sum_verdict_ok", source(one, tables))
        if want[one] != have[one]:
            yield Miss("sum_verdict", report, one[0][0], _arithmetic(one), f"{want[one]} ≠ {have[one]}")


def source(one: Sum, tables: frozenset[int]) -> str:
    """Return where a sum stands: `table` if one of its lines is a row, `list` if it has several, else `prose`."""
    lines = {line for line, _, _ in (one[0], *one[1])}
    if not lines.isdisjoint(tables):
        return "table"
    return "list" if len(lines) > 1 else "prose"


def gold_sums(gold: Gold) -> Sums:
    """Return the sums that gold says."""
    rows = ((r.get("total"), r.get("parts"), _verdict(r)) for r in gold.relations if r.get("kind") == "sum")
    return _sums(rows, lambda reference: _place_of(reference, gold.numbers))


def record_sums(relations: Iterable[RelationRecord], pairs: Pairs) -> Sums:
    """Return the sums of a record whose numbers are all gold's."""
    places = {found.id: _place(number) for number, found in pairs.pairs if found}
    rows = ((r.total, r.parts, _VERDICTS.get(r.verdict)) for r in relations if r.kind == "sum")
    return _sums(rows, places.get)


def _sums(rows: Iterable[tuple[Any, Any, bool | None]], place: Callable[[Any], Place | None]) -> Sums:
    found: dict[Sum, bool | None] = {}
    for total, parts, verdict in rows:
        if total is None or not parts:
            continue
        at, others = place(total), [place(part) for part in parts]
        known = [other for other in others if other is not None]
        if at is not None and len(known) == len(others):
            found[at, tuple(sorted(known))] = verdict
    return found


def _verdict(relation: Mapping[str, Any]) -> bool | None:
    """Gold says `holds`; a `verdict` in the words of the record is understood too."""
    said = _VERDICTS.get(relation.get("verdict", ""))
    return relation.get("holds") if said is None else said


def _place_of(reference: Any, numbers: Iterable[GoldNumber]) -> Place | None:
    """The gold number that a gold relation points at, by line and column, or by text where it gives no column."""
    if not isinstance(reference, Mapping):
        return None
    for number in numbers:
        if number.line != reference["line"]:
            continue
        if number.col == reference["col"] if "col" in reference else normal(number.text) == normal(reference["text"]):
            return _place(number)
    return None


def _place(number: GoldNumber) -> Place:
    return number.line, -1 if number.col is None else number.col, normal(number.text)


def _arithmetic(one: Sum) -> str:
    return f"{one[0][2]} = {' + '.join(text for _, _, text in one[1])}"
