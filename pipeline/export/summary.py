"""*Tổng hợp*: a row a report, a column a metric; targets and other periods are no results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.export.cells import Cell, Column, Row, iso_date
from pipeline.export.jsonl import Record
from pipeline.export.lists import standing
from pipeline.export.metrics import MetricRow
from pipeline.export.words import QUALIFIERS, STATUSES, period_words, place_words

Number = Mapping[str, Any]

_COLUMNS = (
    Column("Tệp", 32),
    Column("Đơn vị báo cáo", 22),
    Column("Kỳ báo cáo", 20),
    Column("Ngày báo cáo", 12),
    Column("Tình trạng", 14),
    Column("Số điểm\nsai số liệu", 11),
    Column("Số điểm\ncần giải trình", 13),
)


@dataclass(frozen=True, slots=True)
class _Report:
    """A record with its own results by metric and the messages of what contradicts a number."""

    record: Record
    results: dict[str, list[Number]] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)

    @property
    def form(self) -> str:
        """The format of its file."""
        return str(self.record["source"]["format"])


def summary(records: Sequence[Record], metrics: Sequence[MetricRow]) -> tuple[list[Column], list[Row]]:
    """Return columns and rows: a column for each metric that occurs, in the order of the catalogue."""
    reports = [_Report(record, _results(record), _faults(record)) for record in records]
    shown = _occurring(reports, metrics)
    columns = [*_COLUMNS, *(Column(_head(metric), 16) for metric in shown)]
    rows: list[Row] = [[*_about(report.record), *(_result(report, metric) for metric in shown)] for report in reports]
    return columns, rows


def _results(record: Record) -> dict[str, list[Number]]:
    """The numbers of a report that are results of its own period, by metric, in reading order."""
    own = {None, (record.get("header") or {}).get("period")}
    results: dict[str, list[Number]] = {}
    for number in record["numbers"]:
        if number.get("metric") and not number.get("target") and number.get("period") in own:
            results.setdefault(number["metric"], []).append(number)
    return results


def _faults(record: Record) -> dict[str, list[str]]:
    """What contradicts a number, by its id; only what is certainly wrong."""
    faults: dict[str, list[str]] = {}
    for finding in standing(record):
        if finding["severity"] == "error":
            for evidence in finding["evidence"]:
                if evidence["number"]:
                    faults.setdefault(evidence["number"], []).append(finding["message"])
    return faults


def _occurring(reports: Sequence[_Report], metrics: Sequence[MetricRow]) -> list[MetricRow]:
    """The metrics with a result; one that the catalogue lacks comes last under its code."""
    codes = {code for report in reports for code in report.results}
    unknown = sorted(codes.difference(metric.code for metric in metrics))
    return [metric for metric in metrics if metric.code in codes] + [
        MetricRow(code, code, "", "", "") for code in unknown
    ]


def _head(metric: MetricRow) -> str:
    return f"{metric.name_vi}\n({metric.unit})" if metric.unit else metric.name_vi


def _about(record: Record) -> Row:
    """The cells before the metrics; what could not be read has no counts."""
    header = record.get("header") or {}
    severities = [finding["severity"] for finding in standing(record)]
    read = record["status"] != "error"
    return [
        record["source"]["path"],
        header.get("unit"),
        period_words(header.get("period")),
        iso_date(header.get("date")),
        STATUSES[record["status"]],
        severities.count("error") if read else None,
        severities.count("warning") if read else None,
    ]


def _result(report: _Report, metric: MetricRow) -> Cell:
    """The first value of a metric; a note tells what it leaves out, other values and contradictions."""
    numbers = report.results.get(metric.code)
    if not numbers:
        return Cell(None)
    first = _foremost(numbers)
    others = [number for number in numbers if number is not first]
    seen = {_fact(first)}
    notes = [_mention(first, report.form)] if _needs_words(first, metric) else []
    for number in others:
        if _fact(number) not in seen:
            seen.add(_fact(number))
            notes.append(f"Cũng ghi: {_mention(number, report.form)}")
    faults = [message for number in numbers for message in report.faults.get(number["id"], ())]
    return Cell(first["value"], "\n".join(dict.fromkeys(notes + faults)), wrong=bool(faults))


def _foremost(numbers: Sequence[Number]) -> Number:
    """The first mention of a metric; of a column of a table its largest figure, which is the total of the others."""
    first = numbers[0]
    if not first.get("table"):
        return first
    place = (first["table"]["table"], first["table"]["column"])
    column = [n for n in numbers if n.get("table") and (n["table"]["table"], n["table"]["column"]) == place]
    return max(column, key=lambda number: number["value"])


def _fact(number: Number) -> tuple[Any, ...]:
    """What makes two mentions of a metric the same."""
    return number["value"], number.get("of"), number.get("unit"), number.get("qualifier")


def _needs_words(number: Number, metric: MetricRow) -> bool:
    """Whether the bare value would say less or other than the report."""
    unit = (number.get("unit") or metric.unit).casefold()
    return number.get("of") is not None or bool(_qualifier(number)) or unit != metric.unit.casefold()


def _qualifier(number: Number) -> str:
    return QUALIFIERS[number.get("qualifier") or "="]


def _mention(number: Number, form: str) -> str:
    """A number in words of the report: what it counts, as printed, and where."""
    words = [_qualifier(number), number["text"], number.get("unit") or ""]
    label = f"{number['label']}: " if number.get("label") else ""
    return f"{label}{' '.join(word for word in words if word)} ({place_words(number['line'], number['page'], form)})"
