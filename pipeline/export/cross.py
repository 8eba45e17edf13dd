"""A finding across reports as plain data: what `pipeline.compare` finds and workbook, index and sheets show."""

from __future__ import annotations

from typing import Literal

import msgspec

from pipeline.export.record_types import Value


class CrossPlace(msgspec.Struct):
    """A place in one of the reports: path as shown, and line to number as in the evidence of a record."""

    path: str
    line: int | None
    col: int | None
    text: str
    page: int | None
    number: str | None


class CrossFinding(msgspec.Struct):
    """A contradiction between reports: `kind` is what was compared, `reading` the arithmetic in one line.

    `id` is stable like that of a finding; `evidence` are the fewest places, of at least one report.
    """

    id: str
    rule: str
    kind: str
    severity: Literal["error", "warning", "info"]
    message: str
    reading: str
    evidence: list[CrossPlace]
    expected: Value | None
    found: Value | None
    suggestion: str | None
