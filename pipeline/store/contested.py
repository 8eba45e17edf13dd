"""What a record tells of a finding that somebody decides on: unit, rule, and the figure that it holds to be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pipeline.decisions import Decision, Figure

#: a public record as plain JSON values
Record = Mapping[str, Any]

_MOST = 8


def completed(decision: Decision, record: Record | None) -> Decision:
    """Return a decision with what the record of its report tells, so that it can be understood without it."""
    header = (record and record["header"]) or {}
    finding = next((one for one in record["findings"] if one["id"] == decision.finding), None) if record else None
    figures = decision.figures
    if decision.act == "value" and not figures and record and finding:
        figures = tuple(dict.fromkeys(_figures(record, finding)))[:_MOST]
    return replace(
        decision,
        unit=header.get("unit") or header.get("issuer") or decision.unit,
        rule=finding["rule"] if finding else decision.rule or decision.finding.rpartition("-")[0],
        figures=figures if decision.act == "value" else (),
    )


def _figures(record: Record, finding: Record) -> Iterator[Figure]:
    """The figure that a finding holds to be wrong, under each name that numbers of that value have."""
    for number in _wrong(record, finding):
        for name in dict.fromkeys((number["metric"], number["label"])):
            if name:
                yield Figure(name, str(number["value"]), number["text"].strip())


def _wrong(record: Record, finding: Record) -> list[Record]:
    """The numbers that print what the finding found, else the only one that it shows."""
    shown = {place["number"] for place in finding["evidence"]}
    measures = [one for one in record["numbers"] if one["id"] in shown and one["label"] and one["value"] is not None]
    found = [one for one in measures if finding["found"] is not None and one["value"] == finding["found"]]
    return found or (measures if len({one["value"] for one in measures}) == 1 else [])
