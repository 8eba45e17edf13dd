"""The sheets with one row a number and a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pipeline.export.jsonl import Record
from pipeline.export.metrics import MetricRow
from pipeline.export.words import QUALIFIERS, ROLES, STATUSES, period_words
from pipeline.export.workbook.cells import Cell, Column, Row, Table, table
from pipeline.export.workbook.links import page_link
from pipeline.export.workbook.rows import MAX_LINKS

NUMBER_COLUMNS = (
    Column("Tệp", 32, "line"),
    Column("Đơn vị báo cáo", 22, "line"),
    Column("Dòng", 8),
    Column("Trang", 8),
    Column("Nguyên văn", 14, "line"),
    Column("Loại", 14, "line"),
    Column("Giá trị", 14),
    Column("Trên tổng số", 12),
    Column("Đơn vị tính", 14, "line"),
    Column("Hạn định", 12, "line"),
    Column("Nội dung", 44, "line"),
    Column("Mã chỉ tiêu thống kê", 24, "line"),
    Column("Tên chỉ tiêu thống kê", 30, "line"),
    Column("Kỳ số liệu", 18, "line"),
    Column("Chỉ tiêu\nđề ra", 10, "line"),
    Column("Mục", 34, "line"),
    Column("Bảng", 8),
    Column("Hàng", 8),
    Column("Cột", 8),
    Column("Điều chưa chắc", 34, "line"),
)

_COVERAGE = {
    "numbers": "Con số\nđã thấy",
    "measures": "Trong đó\nlà số liệu",
    "linked": "Gắn được với\nchỉ tiêu thống kê",
    "in_relations": "Có quan hệ\nvới số khác",
    "verified": "Đã đối chiếu\nkhớp",
    "contradicted": "Mâu thuẫn",
    "unlinked": "Chưa gắn\nchỉ tiêu thống kê",
}

SOURCE_COLUMNS = (
    Column("Tệp", 40),
    Column("Định dạng", 10),
    Column("Bảng mã", 12),
    Column("Số trang", 9),
    Column("Tình trạng", 16),
    Column("Lý do, cảnh báo", 60),
    Column("Trùng nội dung", 34),
    *(Column(head, 16) for head in _COVERAGE.values()),
    Column("SHA-256", 66, "line"),
)


def numbers(records: Sequence[Record], metrics: Sequence[MetricRow]) -> Table:
    """Return *Số liệu*: a row for each number of each report, linked to its place.

    Where there are more numbers than a sheet takes links, the first number of each report is linked.
    """
    count = sum(len(record["numbers"]) for record in records)
    names = {metric.code: metric.name_vi for metric in metrics}
    return Table("Số liệu", NUMBER_COLUMNS, _number_rows(records, names, each=count <= MAX_LINKS), count)


def _number_rows(records: Iterable[Record], names: Mapping[str, str], each: bool) -> Iterator[Row]:
    for record in records:
        sections = {section["id"]: f"{section['number']} {section['title']}".strip() for section in record["sections"]}
        about, linked = _report(record), True
        for number in record["numbers"]:
            text = Cell(number["text"], "link", link=page_link(record, number["id"])) if linked else number["text"]
            linked = each
            yield [*about, *_number(number, text, names), *_position(number, sections), number.get("doubt")]


def sources(records: Sequence[Record]) -> Table:
    """Return *Nguồn*: a row for each file."""
    return table("Nguồn", SOURCE_COLUMNS, _source_rows(records))


def _source_rows(records: Iterable[Record]) -> Iterator[Row]:
    """What became of each file and which earlier one it repeats."""
    first: dict[str, str] = {}
    for record in records:
        source = record["source"]
        same = first.get(source["sha256"])
        if source["sha256"]:
            first.setdefault(source["sha256"], source["path"])
        coverage = record.get("coverage") or {}
        link = page_link(record)
        yield [
            Cell(source["path"], "link" if link else "", link=link),
            source["format"],
            source["encoding"],
            source["pages"],
            STATUSES[record["status"]],
            "\n".join(_told(record)),
            f"trùng nội dung với {same}" if same else None,
            *(coverage.get(key) if record["status"] != "error" else None for key in _COVERAGE),
            source["sha256"],
        ]


def _report(record: Record) -> tuple[str, str | None]:
    return record["source"]["path"], (record.get("header") or {}).get("unit")


def _number(number: Mapping[str, Any], text: str | Cell, names: Mapping[str, str]) -> Row:
    metric = number.get("metric")
    return (
        number["line"],
        number["page"],
        text,
        ROLES[number["role"]],
        number.get("value"),
        number.get("of"),
        number.get("unit"),
        QUALIFIERS[number.get("qualifier") or "="] or None,
        number.get("label"),
        metric,
        names.get(metric) if metric else None,
        period_words(number.get("period")),
        "có" if number.get("target") else None,
    )


def _position(number: Mapping[str, Any], sections: Mapping[str, str]) -> Row:
    """Section and place in a table, rows and columns counted from 1 as people do."""
    section, place = sections.get(number.get("section") or ""), number.get("table")
    if not place:
        return section, None, None, None
    return section, place["table"], place["row"] + 1, place["column"] + 1


def _told(record: Record) -> Iterator[str]:
    """The sentences about a file; that it repeats another has a column of its own."""
    if record["error"]:
        yield record["error"]["message"]
    for warning in record["source"]["warnings"]:
        if warning["code"] != "duplicate":
            yield f"{warning['message']} ({warning['place']})" if warning["place"] else warning["message"]
