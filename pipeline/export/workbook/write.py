"""Records into the workbook *ket-qua.xlsx*."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook

from pipeline.decisions import Decision
from pipeline.export.atomic import replaced
from pipeline.export.cross import CrossFinding
from pipeline.export.jsonl import Record
from pipeline.export.metrics import MetricRow
from pipeline.export.workbook.across import across
from pipeline.export.workbook.citations import citations
from pipeline.export.workbook.findings import findings
from pipeline.export.workbook.legend import CHOICES, add_legend
from pipeline.export.workbook.lists import numbers, sources
from pipeline.export.workbook.official import add_official
from pipeline.export.workbook.package import filled
from pipeline.export.workbook.printed import add_printed
from pipeline.export.workbook.relations import relations
from pipeline.export.workbook.sheets import Book, add_notes, add_table
from pipeline.export.workbook.summary import summary

#: the same input gives the same bytes, whatever the day
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_workbook(
    records: Iterable[Record],
    metrics: Sequence[MetricRow],
    path: Path,
    decisions: Sequence[Decision] = (),
    cross: Sequence[CrossFinding] = (),
) -> None:
    """Write records to a workbook, see `workbook_bytes`."""
    content = workbook_bytes(list(records), metrics, decisions, cross)
    with replaced(path) as file:
        file.write(content)


def workbook_bytes(
    records: Sequence[Record],
    metrics: Sequence[MetricRow],
    decisions: Sequence[Decision] = (),
    cross: Sequence[CrossFinding] = (),
) -> bytes:
    """Return the workbook as bytes, so that a full disk shows while writing and not within XlsxWriter.

    `metrics` gives order, names and units of the columns of *Tổng hợp*; `decisions` are those that stand, each shown
    in the cells where people type them; `cross` are the findings across reports.
    """
    skeleton = BytesIO()
    with Workbook(skeleton, _OPTIONS) as file:
        file.set_properties({"title": "Kết quả soát báo cáo", "author": "Soát", "created": _CREATED})
        book, first = Book(file), summary(records, metrics)
        add_table(book, first)
        add_notes(file.worksheets()[0], first.rows)
        for table in (
            numbers(records, metrics),
            *findings(records, decisions, CHOICES),
            relations(records),
            citations(records),
            *([across(cross, records)] if cross else []),
            sources(records),
        ):
            add_table(book, table)
        add_official(file, records)
        add_printed(file, records)
        add_legend(file)
    return filled(skeleton.getvalue(), book.parts)
