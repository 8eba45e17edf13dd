"""Records into the workbook *ket-qua.xlsx*: *Tổng hợp*, *Số liệu*, *Phát hiện*, *Đã bỏ qua*, *Phép tính*, *Nguồn*."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook

from pipeline.export.atomic import replaced
from pipeline.export.cells import Book, write_table
from pipeline.export.jsonl import Record
from pipeline.export.lists import (
    DISMISSED_COLUMNS,
    FINDING_COLUMNS,
    NUMBER_COLUMNS,
    SOURCE_COLUMNS,
    dismissed_rows,
    finding_rows,
    number_rows,
    source_rows,
)
from pipeline.export.metrics import MetricRow
from pipeline.export.relations import RELATION_COLUMNS, relation_rows
from pipeline.export.summary import summary

#: the same input gives the same bytes, whatever the day
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "use_zip64": True,
}


def write_workbook(records: Iterable[Record], metrics: Sequence[MetricRow], path: Path) -> None:
    """Write records to a workbook; `metrics` gives order, names and units of the columns of *Tổng hợp*."""
    content = workbook_bytes(list(records), metrics)
    with replaced(path) as file:
        file.write(content)


def workbook_bytes(records: Sequence[Record], metrics: Sequence[MetricRow]) -> bytes:
    """Return the workbook as bytes, so that a full disk shows while writing and not within XlsxWriter."""
    content = BytesIO()
    with Workbook(content, _OPTIONS) as file:
        file.set_properties({"title": "Kết quả soát báo cáo", "author": "Soát", "created": _CREATED})
        book = Book(file)
        write_table(book, "Tổng hợp", *summary(records, metrics))
        write_table(book, "Số liệu", NUMBER_COLUMNS, number_rows(records, metrics))
        write_table(book, "Phát hiện", FINDING_COLUMNS, finding_rows(records))
        write_table(book, "Đã bỏ qua", (*FINDING_COLUMNS, *DISMISSED_COLUMNS), dismissed_rows(records))
        write_table(book, "Phép tính", RELATION_COLUMNS, relation_rows(records))
        write_table(book, "Nguồn", SOURCE_COLUMNS, source_rows(records))
    return content.getvalue()
