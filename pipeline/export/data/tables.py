"""Records as four flat tables: reports, numbers, relations, findings; a row a thing, every column of one kind.

Columns bear the names of the record, in a CSV file those of people. Every row begins with its report: path, unit,
level, period and date, as its header says them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.export.data import rows
from pipeline.export.data.rows import Cells
from pipeline.export.jsonl import Record
from pipeline.export.metrics import MetricRow
from pipeline.export.words import (
    DISMISSED,
    QUALIFIERS,
    RELATIONS,
    ROLES,
    RULES,
    SEVERITIES,
    STATUSES,
    VERDICTS,
)

ColumnKind = Literal["text", "whole", "exact", "truth"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its heading for people, its kind, and what codes in it are called in Vietnamese.

    `exact` holds decimal numbers, `whole` those without a fraction; every cell may be None.
    """

    name: str
    heading: str
    kind: ColumnKind = "text"
    words: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the name of its frame, that of its files, its columns, and what makes the rows of a record."""

    name: str
    file: str
    columns: tuple[Column, ...]
    rows: Callable[[Record, Mapping[str, str]], Iterator[Cells]]


_LEVELS = {"xa": "xã", "huyen": "huyện", "tinh": "tỉnh"}
_SOURCES = {"cue": "lời văn", "layout": "bảng", "identity": "biểu mẫu"}
_REPORT = (
    Column("path", "Tệp"),
    Column("report_unit", "Đơn vị báo cáo"),
    Column("report_level", "Cấp", words=_LEVELS),
    Column("report_period", "Kỳ báo cáo"),
    Column("report_date", "Ngày báo cáo"),
)
_PLACE = (Column("line", "Dòng", "whole"), Column("page", "Trang", "whole"))


def rows_of(table: Table, records: Iterable[Record], metrics: Sequence[MetricRow]) -> Iterator[Cells]:
    """Yield the rows of a table, report by report."""
    names = {metric.code: metric.name_vi for metric in metrics}
    for record in records:
        for cells in table.rows(record, names):
            yield [_report_cell(record, column.name) for column in _REPORT] + cells


def _report_cell(record: Record, name: str) -> Any:
    if name == "path":
        return record["source"]["path"]
    return (record["header"] or {}).get(name.removeprefix("report_"))


_KINDS = {
    "bao_cao": "báo cáo",
    "ke_hoach": "kế hoạch",
    "thong_bao": "thông báo",
    "cong_van": "công văn",
    "quyet_dinh": "quyết định",
    "tin_bai": "tin bài",
    "khac": "khác",
}

REPORTS = Table(
    "reports",
    "bao-cao",
    (
        *_REPORT,
        Column("status", "Tình trạng", words=STATUSES),
        Column("error", "Mã lỗi"),
        Column("error_message", "Lý do không đọc được"),
        Column("format", "Định dạng"),
        Column("pages", "Số trang", "whole"),
        Column("ocr", "Quét ảnh", "truth"),
        Column("encoding", "Bảng mã"),
        Column("notices", "Cảnh báo"),
        Column("kind", "Loại văn bản", words=_KINDS),
        Column("issuer", "Cơ quan ban hành"),
        Column("number", "Số"),
        Column("symbol", "Ký hiệu"),
        Column("place", "Nơi ban hành"),
        Column("title", "Trích yếu"),
        Column("signer_title", "Chức vụ người ký"),
        Column("signer_name", "Người ký"),
        Column("addressee", "Kính gửi"),
        *(Column(f"{code}s", words, "whole") for code, words in SEVERITIES.items()),
        Column("dismissed", "Đã bỏ qua", "whole"),
        Column("numbers", "Con số đã thấy", "whole"),
        Column("measures", "Là số liệu", "whole"),
        Column("linked", "Gắn chỉ tiêu", "whole"),
        Column("in_relations", "Có quan hệ với số khác", "whole"),
        Column("verified", "Đã đối chiếu khớp", "whole"),
        Column("contradicted", "Mâu thuẫn", "whole"),
        Column("unlinked", "Chưa gắn chỉ tiêu", "whole"),
        Column("sha256", "SHA-256"),
    ),
    rows.reports,
)
NUMBERS = Table(
    "numbers",
    "so-lieu",
    (
        *_REPORT,
        Column("number", "Mã số"),
        Column("text", "Nguyên văn"),
        Column("role", "Loại", words=ROLES),
        Column("value", "Giá trị", "exact"),
        Column("of", "Trên tổng số", "exact"),
        Column("unit", "Đơn vị tính"),
        Column("qualifier", "Hạn định", words=QUALIFIERS),
        Column("label", "Nội dung"),
        Column("metric", "Mã chỉ tiêu thống kê"),
        Column("metric_name", "Tên chỉ tiêu thống kê"),
        Column("period", "Kỳ số liệu"),
        Column("target", "Chỉ tiêu đề ra", "truth"),
        Column("section", "Mã mục"),
        Column("section_title", "Mục"),
        Column("table", "Bảng", "whole"),
        Column("row", "Hàng", "whole"),
        Column("column", "Cột", "whole"),
        *_PLACE,
        Column("col", "Vị trí trong dòng", "whole"),
        Column("doubt", "Điều chưa chắc"),
    ),
    rows.numbers,
)
RELATIONS_TABLE = Table(
    "relations",
    "phep-tinh",
    (
        *_REPORT,
        Column("relation", "Mã phép tính"),
        Column("kind", "Loại", words=RELATIONS),
        Column("source", "Căn cứ", words=_SOURCES),
        Column("verdict", "Kết quả", words=VERDICTS),
        Column("reading", "Phép tính"),
        Column("unit", "Đơn vị tính"),
        Column("exhaustive", "Kể hết các phần", "truth"),
        Column("missing", "Còn thiếu"),
        Column("total", "Mã số của tổng"),
        Column("parts", "Mã số các phần"),
        Column("operands", "Các số"),
        *_PLACE,
    ),
    rows.relations,
)
FINDINGS = Table(
    "findings",
    "phat-hien",
    (
        *_REPORT,
        Column("finding", "Mã phát hiện"),
        Column("severity", "Mức độ", words=SEVERITIES),
        Column("rule", "Loại kiểm tra", words=RULES),
        Column("message", "Nội dung"),
        Column("suggestion", "Đề nghị"),
        Column("expected", "Giá trị đúng ra", "exact"),
        Column("found", "Giá trị đã ghi", "exact"),
        Column("evidence", "Trích dẫn"),
        Column("evidence_numbers", "Mã số của các trích dẫn"),
        Column("dismissed", "Bỏ qua theo", words=DISMISSED),
        Column("dismissed_reason", "Lý do bỏ qua"),
        *_PLACE,
    ),
    rows.findings,
)
TABLES = (REPORTS, NUMBERS, RELATIONS_TABLE, FINDINGS)
