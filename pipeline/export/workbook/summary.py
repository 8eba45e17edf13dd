"""*Tổng hợp*: a row a report, a column a metric and one for its target; other periods are in neither."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.export.jsonl import Record
from pipeline.export.metrics import MetricRow
from pipeline.export.words import STATUSES, period_words
from pipeline.export.workbook.cells import Cell, Column, Row, Table, Value, iso_date, table
from pipeline.export.workbook.findings import standing
from pipeline.export.workbook.links import page_link
from pipeline.export.workbook.results import Report, figure, report

_COLUMNS = (
    Column("Tệp", 32),
    Column("Đơn vị báo cáo", 22),
    Column("Kỳ báo cáo", 20),
    Column("Ngày báo cáo", 12),
    Column("Tình trạng", 14),
    Column("Số điểm\nsai số liệu", 11),
    Column("Số điểm\ncần giải trình", 13),
)
_WIDTH = 16


def summary(records: Sequence[Record], metrics: Sequence[MetricRow]) -> Table:
    """Return a row for each report: a column for each metric that occurs, in the order of the catalogue."""
    reports = [report(record) for record in records]
    shown = _occurring(reports, metrics)
    columns = [*_COLUMNS, *(_column(metric, target) for metric, target in shown)]
    rows = [_row(told, shown) for told in reports]
    return table("Tổng hợp", columns, rows)


def _row(told: Report, shown: Sequence[tuple[MetricRow, bool]]) -> Row:
    figures = (
        figure(told, metric, (told.targets if target else told.results).get(metric.code, ()))
        for metric, target in shown
    )
    return [*_about(told.record), *figures]


def _occurring(reports: Sequence[Report], metrics: Sequence[MetricRow]) -> list[tuple[MetricRow, bool]]:
    """The metrics with a result, each followed by its target if any; one that the catalogue lacks comes last."""
    results = {code for told in reports for code in told.results}
    targets = {code for told in reports for code in told.targets}
    unknown = sorted((results | targets).difference(metric.code for metric in metrics))
    every = [*metrics, *(MetricRow(code, code, "", "", "") for code in unknown)]
    return [
        (metric, target)
        for metric in every
        for target, codes in ((False, results), (True, targets))
        if metric.code in codes
    ]


def _column(metric: MetricRow, target: bool) -> Column:
    head = f"{metric.name_vi}\n({metric.unit})" if metric.unit else metric.name_vi
    return Column(f"{head}\nChỉ tiêu đề ra", _WIDTH, kind="target") if target else Column(head, _WIDTH)


def _about(record: Record) -> Row:
    """The cells before the metrics; what could not be read has no counts."""
    header = record.get("header") or {}
    severities = [finding["severity"] for finding in standing(record)]
    read, link = record["status"] != "error", page_link(record)
    return [
        Cell(record["source"]["path"], "link" if link else "", link=link),
        header.get("unit"),
        period_words(header.get("period")),
        _day(header.get("date")),
        Cell(STATUSES[record["status"]], "" if record["status"] == "ok" else "unread"),
        severities.count("error") if read else None,
        severities.count("warning") if read else None,
    ]


def _day(text: str | None) -> Value:
    """A whole day as a date; of one left open what is printed, in words ("tháng 9 năm 2024")."""
    found = iso_date(text)
    return period_words(found) if isinstance(found, str) else found
