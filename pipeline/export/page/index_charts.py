"""The charts of the index: findings a report, how far its figures were verified, one metric across reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pipeline.export.jsonl import Record
from pipeline.export.metrics import MetricRow, read_metrics
from pipeline.export.page.charts import Bar, Part, chart
from pipeline.export.page.index_rows import Row
from pipeline.export.page.markup import Html, element, text
from pipeline.export.page.shared_metrics import shared
from pipeline.export.page.words import value_words
from pipeline.export.words import period_words

#: bars that a chart has at most
_MOST_BARS = 30
_COVERED = (
    ("verified", "good", "đã đối chiếu khớp"),
    ("contradicted", "bad", "mâu thuẫn"),
    ("rest", "rest", "gắn chỉ tiêu, chưa đối chiếu được"),
    ("open", "open", "chưa gắn chỉ tiêu, chưa đối chiếu được"),
)


def index_charts(rows: Sequence[Row], metrics: Sequence[MetricRow] | None) -> Iterator[Html]:
    """Yield the charts under their heading; `metrics` name what they compare, without them the catalogue's."""
    read = [row for row in rows if row.kind != "unread"]
    drawn = [*_findings_chart(read), *_coverage_chart(read), *_metric_charts(read, metrics)]
    if drawn:
        yield element("h2", text("Biểu đồ"), id="bieu-do")
        yield from drawn


def _findings_chart(rows: Sequence[Row]) -> Iterator[Html]:
    found = [row for row in rows if row.counts["error"] or row.counts["warning"]]
    found.sort(key=lambda row: (-row.counts["error"], -row.counts["warning"]))
    if not found:
        return
    bars = []
    for row in found[:_MOST_BARS]:
        errors, asked = row.counts["error"], row.counts["warning"]
        parts = [Part(Decimal(errors), "bad", "sai số liệu"), Part(Decimal(asked), "ask", "cần giải trình")]
        bars.append(Bar(row.name, row.page, parts, f"✗ {errors} · ? {asked}"))
    legend = [("bad", "✗ sai số liệu"), ("ask", "? cần giải trình")]
    yield chart("Sai số liệu và điều cần giải trình của từng báo cáo", legend, bars, _left(found))


def _coverage_chart(rows: Sequence[Row]) -> Iterator[Html]:
    split = [(row, covered(row.record)) for row in rows]
    found = [(_share(amounts), row, amounts) for row, amounts in split if any(amounts.values())]
    found.sort(key=lambda one: one[0])
    bars = []
    for share, row, amounts in found[:_MOST_BARS]:
        parts = [Part(Decimal(amounts[key]), cls, words) for key, cls, words in _COVERED]
        bars.append(Bar(row.name, row.page, _of_hundred(parts), f"{share}%"))
    if bars:
        title = "Số liệu của từng báo cáo đã đối chiếu được đến đâu (% số liệu, ít nhất ở trên)"
        yield chart(title, [(cls, words) for _, cls, words in _COVERED], bars, _left(found))


def covered(record: Record) -> dict[str, int]:
    """Split the measures of a report: contradicted, verified, and the rest by whether they have a metric."""
    held = {o["number"] for r in record["relations"] if r["verdict"] == "holds" for o in r["operands"]}
    wrong = _wrong(record)
    amounts = dict.fromkeys((key for key, _, _ in _COVERED), 0)
    for number in record["numbers"]:
        if number["role"] == "measure":
            known = "rest" if number.get("metric") else "open"
            at = number["id"]
            amounts["contradicted" if at in wrong else "verified" if at in held else known] += 1
    return amounts


def _wrong(record: Record) -> set[str | None]:
    """Return the numbers that an error shows."""
    errors = [one for one in record["findings"] if one["severity"] == "error" and not one.get("dismissed")]
    return {place["number"] for one in errors for place in one["evidence"]}


def _share(amounts: Mapping[str, int]) -> int:
    return 100 * amounts["verified"] // sum(amounts.values())


def _of_hundred(parts: Sequence[Part]) -> list[Part]:
    whole = sum((part.amount for part in parts), Decimal(0))
    return [Part((100 * part.amount / whole).quantize(Decimal("0.1")), part.cls, part.words) for part in parts]


def _metric_charts(rows: Sequence[Row], metrics: Sequence[MetricRow] | None) -> Iterator[Html]:
    known = read_metrics() if metrics is None else metrics
    names = {metric.code: metric.name_vi for metric in known}
    by_record = {id(row.record): row for row in rows}
    for one in shared([row.record for row in rows], list(names)):
        results = sorted(one.results, key=lambda result: -Decimal(str(result[1]["value"])))
        bars = [_metric_bar(by_record[id(record)], number) for record, number in results[:_MOST_BARS]]
        about = ", ".join(word for word in (one.unit, period_words(one.period)) if word)
        title = f"{names.get(one.metric, one.metric)}{f' ({about})' if about else ''}"
        legend = [("rest", "theo báo cáo"), ("bad", "✗ số bị một sai số liệu nêu")]
        yield chart(title, legend, bars, _left(results))


def _metric_bar(row: Row, number: Mapping[str, Any]) -> Bar:
    wrong = number["id"] in _wrong(row.record)
    page_of = row.page
    target = f"{page_of}#{number['id']}" if page_of else None
    told = f"{'✗ ' if wrong else ''}{value_words(number['value'])}"
    amount = Decimal(str(number["value"]))
    return Bar(row.name, target, [Part(amount, "bad" if wrong else "rest", "")], told)


def _left(found: Sequence[object]) -> str:
    left = len(found) - _MOST_BARS
    return f"Còn {left} báo cáo nữa, xem ở danh sách." if left > 0 else ""
