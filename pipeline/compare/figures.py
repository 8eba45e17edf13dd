"""The figures of a record that can be compared: metric, amount, the time they speak of, and how surely."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractors.vietnamese import fold, fold_key
from pipeline.compare.amounts import Amount, amount_of
from pipeline.compare.cues import NOWHERE, Around, When, estimated, when_said
from pipeline.compare.linking import by_label, inferred
from pipeline.compare.spans import Months, of_period
from pipeline.export.jsonl import Record
from pipeline.export.metrics import MetricRow, read_metrics

#: metrics whose own name says plan
_PLANS = ("budget.planned", "criteria", "survey", "inspectorates")
#: between the pieces of a label, whichever dash is printed
_PIECES = re.compile(r" [-–—−‑] ")
#: "tồn kỳ trước" is of this period
_CARRIED = "carried_over"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a paper: where it stands, its metric, what it may stand for, and the time it speaks of.

    `span` is a period that the words name, None for that of the paper; `sure` is whether it may prove an error: its
    metric is not doubted, it is no estimate and its own report does not contradict it. `part` is the unit below that
    a row of a table tells of, "" for the paper's own, with "?" before words that may be the name of one.
    """

    path: str
    number: str
    line: int
    col: int
    page: int | None
    text: str
    metric: str
    label: str
    amount: Amount
    when: When
    span: Months | None
    sure: bool
    words: Around
    part: str = ""
    table: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """The place that nothing else has: path and number."""
        return self.path, self.number


@cache
def metrics() -> Mapping[str, MetricRow]:
    """Return the rows of the catalogue by code."""
    return {row.code: row for row in read_metrics()}


def name_of(metric: str) -> str:
    """Return what a metric is called."""
    row = metrics().get(metric)
    if row is None and metric.startswith("~"):
        return metric[1:].partition("|")[0].capitalize()
    return row.name_vi if row else metric


def kind_of(metric: str) -> str:
    """Return whether a metric is a flow, a stock or a rate; "" for one that the catalogue has not."""
    row = metrics().get(metric)
    return row.kind if row else ""


def figures_of(record: Record, words: Mapping[str, Around]) -> tuple[Figure, ...]:
    """Return the comparable figures of a record; `words` are those around its numbers, none where there is no text."""
    numbers = record["numbers"]
    doubted = contradicted(record)
    roles = _roles(record)
    linked, told = _by_column(numbers), inferred(record)
    known = (
        _Known(words.get(n["id"], NOWHERE), roles.get(n["id"], ""), *told.get(n["id"], ("", True)), n["id"] in doubted)
        for n in numbers
    )
    found = (_figure(record, n, k, linked) for n, k in zip(numbers, known, strict=True))
    return tuple(figure for figure in found if figure is not None)


def contradicted(record: Record) -> frozenset[str]:
    """Return the numbers that a standing error or warning of the record's own checks shows."""
    standing = [f for f in record["findings"] if f["severity"] != "info" and not f.get("dismissed")]
    return frozenset(e["number"] for f in standing for e in f["evidence"] if e["number"] is not None)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a number beyond its record: words, role in a growth, metric that is inferred, doubts."""

    words: Around
    role: str
    metric: str
    certain: bool
    doubted: bool


def _figure(
    record: Record, number: Mapping[str, Any], known: _Known, linked: Mapping[tuple[int, int], str]
) -> Figure | None:
    label = number.get("label") or ""
    table = number.get("table") is not None
    own = number.get("metric") or ""
    part = (part_named(label) or ("" if own or known.metric else f"?{last_piece(label)}")) if table else ""
    metric = own or (linked.get(_column(number), "") if part else "") or known.metric
    if not metric:
        metric, part = by_label(number, _name_of(record)), ""
    if number["role"] != "measure" or not metric or number.get("of") is not None:
        return None
    row = metrics().get(metric)
    amount = amount_of(number, row.unit if row else metric.partition("|")[2])
    rate = row.unit == "%" if row else number.get("unit") == "%"
    if amount is None or (amount.unit == "%") != rate:
        return None
    guessed = estimated(known.words, label)
    amount = amount.widened() if guessed else amount
    when = _when(metric, label, known.words, known.role, bool(number.get("target")), table)
    certain = (
        bool(own or part or known.certain)
        and not metric.startswith("~")
        and not known.doubted
        and not number.get("doubt")
    )
    sure = certain and not _is_bare(number, metric) and not guessed
    place = (number["line"], number["col"], number["page"], number["text"])
    return Figure(
        record["source"]["path"],
        number["id"],
        *place,
        metric,
        label,
        amount,
        when,
        of_period(number.get("period")),
        sure,
        known.words,
        part,
        table,
    )


def _name_of(record: Record) -> str:
    return fold_key((record["header"]["unit"] or "").partition(" ")[2]) if record["header"] else ""


def _is_bare(number: Mapping[str, Any], metric: str) -> bool:
    """Whether the label of a figure says its unit and nothing else."""
    bare = fold_key(number.get("label") or "") == fold_key(number.get("unit") or "")
    return bare and number.get("table") is None and kind_of(metric) == "flow"


def _when(metric: str, label: str, words: Around, role: str, target: bool, table: bool) -> When:
    """Roles in a growth that was read say most, then the label, then the words before."""
    if target:
        return "plan"
    if role in ("delta", "share", "factor"):
        return "change"
    own = when_said(label)
    if own == "plan" and metric.startswith(_PLANS):
        own = None
    if metric.endswith(_CARRIED):
        return "plan" if own == "plan" else "now"
    if own is not None:
        return own
    around_it: When = "now" if table else words.when
    if around_it == "plan" and metric.startswith(_PLANS):
        around_it = "now"
    return "year_ago" if role == "old" and around_it not in ("before", "year_ago") else around_it


def _roles(record: Record) -> dict[str, str]:
    """What numbers are in the growths of a record."""
    growths = [r for r in record["relations"] if r["kind"] == "growth"]
    return {o["number"]: o["as"] for r in growths for o in r["operands"] if o["number"] is not None}


def last_piece(label: str) -> str:
    """Return what the label of a cell says of its row, folded.

    >>> last_piece("Hồ sơ tiếp nhận – An Phú")
    'an phú'
    """
    return fold_key(fold(label).rpartition(" - ")[2])


def part_named(label: str) -> str:
    """Return the commune that a row of a table tells of, folded, "" for none.

    >>> part_named("Hồ sơ tiếp nhận – Xã An Phú"), part_named("Hồ sơ tiếp nhận – Tổng")
    ('xã an phú', '')
    """
    return fold_key(part_shown(label))


def part_shown(label: str) -> str:
    """Return the commune that a row of a table tells of as it is printed, "" for none.

    >>> part_shown("Hồ sơ tiếp nhận – Xã An Phú")
    'xã An Phú'
    """
    for piece in reversed(_PIECES.split(label)):
        if fold_key(piece).startswith(("xã ", "phường ", "thị trấn ", "đặc khu ")):
            printed = piece.strip()
            return f"{printed[:1].lower()}{printed[1:]}"
    return ""


def _column(number: Mapping[str, Any]) -> tuple[int, int]:
    table = number.get("table")
    return (table["table"], table["column"]) if table else (0, -1)


def _by_column(numbers: Sequence[Mapping[str, Any]]) -> dict[tuple[int, int], str]:
    """The metric of each column of a table in which all linked cells have one."""
    found: dict[tuple[int, int], set[str]] = {}
    for number in numbers:
        if number.get("table") and number.get("metric"):
            found.setdefault(_column(number), set()).add(number["metric"])
    return {column: next(iter(codes)) for column, codes in found.items() if len(codes) == 1}
