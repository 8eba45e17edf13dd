"""The sheets with one row a number, a finding, a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pipeline.export.cells import Column, Row
from pipeline.export.jsonl import Record
from pipeline.export.metrics import MetricRow
from pipeline.export.words import DISMISSED, QUALIFIERS, ROLES, RULES, SEVERITIES, STATUSES, period_words, place_words

NUMBER_COLUMNS = (
    Column("Tệp", 32),
    Column("Đơn vị báo cáo", 22),
    Column("Dòng", 8),
    Column("Trang", 8),
    Column("Nguyên văn", 14),
    Column("Loại", 14),
    Column("Giá trị", 14),
    Column("Trên tổng số", 12),
    Column("Đơn vị tính", 14),
    Column("Hạn định", 12),
    Column("Nội dung", 40),
    Column("Mã chỉ tiêu thống kê", 24),
    Column("Tên chỉ tiêu thống kê", 30),
    Column("Kỳ số liệu", 18),
    Column("Chỉ tiêu\nđề ra", 10),
    Column("Mục", 34),
    Column("Bảng", 8),
    Column("Hàng", 8),
    Column("Cột", 8),
    Column("Điều chưa chắc", 34),
)

FINDING_COLUMNS = (
    Column("Tệp", 32),
    Column("Đơn vị báo cáo", 22),
    Column("Mức độ", 16),
    Column("Loại kiểm tra", 22),
    Column("Dòng", 8),
    Column("Trang", 8),
    Column("Nội dung", 60),
    Column("Trích dẫn", 50),
    Column("Giá trị đúng ra", 14),
    Column("Giá trị đã ghi", 14),
    Column("Đề nghị", 40),
    Column("Mã phát hiện", 18),
)

DISMISSED_COLUMNS = (Column("Lý do bỏ qua", 40), Column("Bỏ qua theo", 18), Column("Dòng của\nbảng bỏ qua", 12))

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
    Column("SHA-256", 66),
)


def number_rows(records: Iterable[Record], metrics: Sequence[MetricRow]) -> Iterator[Row]:
    """Yield a row for each number of each report."""
    names = {metric.code: metric.name_vi for metric in metrics}
    for record in records:
        sections = {section["id"]: f"{section['number']} {section['title']}".strip() for section in record["sections"]}
        for number in record["numbers"]:
            yield [*_report(record), *_number(number, names), *_position(number, sections), number.get("doubt")]


def finding_rows(records: Iterable[Record]) -> Iterator[Row]:
    """Yield a row for each finding of each report that nobody dismissed."""
    for record in records:
        yield from (_finding(record, finding) for finding in standing(record))


def dismissed_rows(records: Iterable[Record]) -> Iterator[Row]:
    """Yield a row for each finding that was dismissed, the reason after it."""
    for record in records:
        for finding in record["findings"]:
            if why := finding.get("dismissed"):
                rows = ", ".join(map(str, why["rows"]))
                yield [*_finding(record, finding), why["reason"], DISMISSED[why["kind"]], rows]


def standing(record: Record) -> list[Mapping[str, Any]]:
    """Return the findings of a record that nobody dismissed."""
    return [finding for finding in record["findings"] if not finding.get("dismissed")]


def _finding(record: Record, finding: Mapping[str, Any]) -> list[Any]:
    return [
        *_report(record),
        SEVERITIES[finding["severity"]],
        RULES.get(finding["rule"], finding["rule"]),
        finding["line"],
        next((evidence["page"] for evidence in finding["evidence"]), None),
        finding["message"],
        "\n".join(_quoted(evidence, record["source"]["format"]) for evidence in finding["evidence"]),
        finding["expected"],
        finding["found"],
        finding["suggestion"],
        finding["id"],
    ]


def _quoted(evidence: Mapping[str, Any], form: str) -> str:
    return f"{place_words(evidence['line'], evidence['page'], form)}: “{evidence['text']}”"


def source_rows(records: Iterable[Record]) -> Iterator[Row]:
    """Yield a row for each file: what became of it and which earlier one it repeats."""
    first: dict[str, str] = {}
    for record in records:
        source = record["source"]
        same = first.get(source["sha256"])
        if source["sha256"]:
            first.setdefault(source["sha256"], source["path"])
        coverage = record.get("coverage") or {}
        yield [
            source["path"],
            source["format"],
            source["encoding"],
            source["pages"],
            STATUSES[record["status"]],
            "\n".join(_told(record)),
            f"trùng nội dung với {same}" if same else None,
            *(coverage.get(key) if record["status"] != "error" else None for key in _COVERAGE),
            source["sha256"],
        ]


def _report(record: Record) -> Row:
    return record["source"]["path"], (record.get("header") or {}).get("unit")


def _number(number: Mapping[str, Any], names: Mapping[str, str]) -> Row:
    metric = number.get("metric")
    return [
        number["line"],
        number["page"],
        number["text"],
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
    ]


def _position(number: Mapping[str, Any], sections: Mapping[str, str]) -> Row:
    """Section and place in a table, rows and columns counted from 1 as people do."""
    section, table = sections.get(number.get("section") or ""), number.get("table")
    if not table:
        return section, None, None, None
    return section, table["table"], table["row"] + 1, table["column"] + 1


def _told(record: Record) -> Iterator[str]:
    """The sentences about a file; that it repeats another has a column of its own."""
    if record["error"]:
        yield record["error"]["message"]
    for warning in record["source"]["warnings"]:
        if warning["code"] != "duplicate":
            yield f"{warning['message']} ({warning['place']})" if warning["place"] else warning["message"]
