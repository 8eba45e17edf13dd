"""The metrics that head the columns of a workbook, in the order of the catalogue."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One metric of the catalogue's table."""

    code: str
    name_vi: str
    unit: str
    group: str
    kind: str
    note: str = ""


def read_metrics() -> tuple[MetricRow, ...]:
    """Return the rows of the catalogue's table of metrics."""
    table = files("extractors.catalogue").joinpath("metrics.csv").read_text("utf-8")
    return tuple(MetricRow(**row) for row in csv.DictReader(table.splitlines()))
