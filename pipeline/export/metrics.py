"""The metrics that head the columns of a workbook, in the order of the catalogue."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from extractors.catalogue.lookup import Metric


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One metric of the catalogue's table."""

    code: str
    name_vi: str
    unit: str
    group: str
    kind: str
    note: str = ""


def read_metrics(own: Sequence[Metric] = ()) -> tuple[MetricRow, ...]:
    """Return the rows of the catalogue's table of metrics, then those of the metrics that staff added."""
    table = files("extractors.catalogue").joinpath("metrics.csv").read_text("utf-8")
    added = (MetricRow(m.code, m.name_vi, m.unit, m.group, m.kind, m.note) for m in own)
    return (*(MetricRow(**row) for row in csv.DictReader(table.splitlines())), *added)
