"""What a report says of each metric: its own results and targets, other mentions, and what contradicts them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.export.jsonl import Record
from pipeline.export.metrics import MetricRow
from pipeline.export.words import QUALIFIERS, place_words
from pipeline.export.workbook.cells import Cell, Look
from pipeline.export.workbook.findings import standing
from pipeline.export.workbook.links import page_link

Number = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Report:
    """A record with its own results and targets by metric, and the messages of what contradicts a number."""

    record: Record
    results: Mapping[str, Sequence[Number]]
    targets: Mapping[str, Sequence[Number]]
    faults: Mapping[str, Sequence[str]]
    doubts: Mapping[str, Sequence[str]]

    @property
    def form(self) -> str:
        """The format of its file."""
        return str(self.record["source"]["format"])


def report(record: Record) -> Report:
    """Return what a record says of each metric in its own period."""
    return Report(
        record,
        _by_metric(record, target=False),
        _by_metric(record, target=True),
        _messages(record, "error"),
        _messages(record, "warning"),
    )


def _by_metric(record: Record, target: bool) -> dict[str, list[Number]]:
    """The numbers of a report that are results, or targets, of its own period, by metric, in reading order."""
    own = {None, (record.get("header") or {}).get("period")}
    found: dict[str, list[Number]] = {}
    for number in record["numbers"]:
        if number.get("metric") and bool(number.get("target")) is target and number.get("period") in own:
            found.setdefault(number["metric"], []).append(number)
    return found


def _messages(record: Record, severity: str) -> dict[str, list[str]]:
    """What is said against a number, by its id, in findings of a severity that nobody dismissed."""
    messages: dict[str, list[str]] = {}
    for finding in standing(record):
        if finding["severity"] == severity:
            for evidence in finding["evidence"]:
                if evidence["number"]:
                    messages.setdefault(evidence["number"], []).append(finding["message"])
    return messages


def figure(told: Report, metric: MetricRow, numbers: Sequence[Number]) -> Cell:
    """Return the first value of a metric; a note tells what it leaves out, other values and contradictions."""
    if not numbers:
        return _nothing(told.record)
    first = foremost(numbers)
    seen = {_fact(first)}
    notes = [_mention(first, told.form)] if _needs_words(first, metric) else []
    for number in numbers:
        if _fact(number) not in seen:
            seen.add(_fact(number))
            notes.append(f"Cũng ghi: {_mention(number, told.form)}")
    faults = [message for number in numbers for message in told.faults.get(number["id"], ())]
    doubts = [message for number in numbers for message in told.doubts.get(number["id"], ())]
    look: Look = "wrong" if faults else "doubt" if doubts else ""
    note = "\n".join(dict.fromkeys(notes + faults + doubts))
    value = first["value"] if first["value"] is not None else first["text"]
    return Cell(value, look, note, page_link(told.record, first["id"]))


def _nothing(record: Record) -> Cell:
    """A cell without a figure: the report does not state it, or the file was read in part or not at all."""
    if record["status"] == "error":
        return Cell("không đọc được", "unread")
    return Cell("chưa đọc hết", "unread") if record["status"] == "partial" else Cell(None, "absent")


def foremost(numbers: Sequence[Number]) -> Number:
    """Return the first mention of a metric; of a column of a table its largest figure, the total of the others."""
    first = numbers[0]
    if not first.get("table"):
        return first
    place = (first["table"]["table"], first["table"]["column"])
    column = [n for n in numbers if n.get("table") and (n["table"]["table"], n["table"]["column"]) == place]
    return max(column, key=lambda n: n["value"] if isinstance(n["value"], int | float) else float("-inf"))


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
