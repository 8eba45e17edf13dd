"""The workbook read back: types of cells, notes, colours, and that nothing is lost or becomes a formula."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from pipeline.export.jsonl import json_line, write_jsonl
from pipeline.export.metrics import MetricRow, read_metrics
from pipeline.export.workbook import cells
from pipeline.export.workbook.cells import cell_text
from pipeline.export.workbook.write import workbook_bytes, write_workbook
from tests.workbook_records import failed, finding, number, record, relation

METRICS = (
    MetricRow("profile.area", "Diện tích tự nhiên", "ha", "Đặc điểm", "stock"),
    MetricRow("letters", "Tổng số thư đã gửi", "thư", "Thư", "flow"),
    MetricRow("letters.apology", "Thư xin lỗi", "thư", "Thư", "flow"),
    MetricRow("satisfaction.rate", "Tỷ lệ hài lòng", "%", "Hài lòng", "rate"),
)


def book(*records: dict[str, Any]) -> Workbook:
    return openpyxl.load_workbook(BytesIO(workbook_bytes(records, METRICS)))


def heads(sheet: Worksheet) -> list[str]:
    return [cell.value for cell in sheet[1]]


def cell(sheet: Worksheet, head: str, row: int = 2) -> Any:
    return sheet.cell(row, heads(sheet).index(head) + 1)


TABLES = ["Tổng hợp", "Số liệu", "Phát hiện", "Đã bỏ qua", "Phép tính", "Văn bản viện dẫn", "Nguồn"]
LETTERS, APOLOGY, RATE = "Tổng số thư đã gửi\n(thư)", "Thư xin lỗi\n(thư)", "Tỷ lệ hài lòng\n(%)"


def test_sheets_have_frozen_heads_and_filters() -> None:
    findings = [finding("n152"), finding("n152", dismissed={"kind": "rule", "reason": "Mẫu cũ", "rows": [2]})]
    made = book(record("a.txt", number("letters", 152, "152"), findings=findings, relations=[relation("n152")]))
    assert made.sheetnames == [*TABLES, "In", "Đọc tôi"]
    for sheet in made.worksheets[:-2]:
        if sheet.title == "Văn bản viện dẫn":
            continue
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.merged_cells.ranges == set()
        assert sheet.max_row == 2


def test_summary_has_real_numbers_and_dates() -> None:
    rate = number("satisfaction.rate", 98.25, "98,25", unit="%")
    sheet = book(record("a.txt", number("letters", 3174, "3.174"), rate))["Tổng hợp"]
    assert heads(sheet)[-2:] == [LETTERS, RATE]
    assert (cell(sheet, LETTERS).value, cell(sheet, LETTERS).number_format) == (3174, "#,##0")
    assert (cell(sheet, RATE).value, cell(sheet, RATE).number_format) == (98.25, "#,##0.##")
    day = cell(sheet, "Ngày báo cáo")
    assert (day.value, day.number_format, day.is_date) == (datetime(2024, 6, 14), "dd/mm/yyyy", True)  # noqa: DTZ001
    assert cell(sheet, "Đơn vị báo cáo").value == "xã Tiên Lãng"
    assert cell(sheet, "Kỳ báo cáo").value == "6 tháng đầu năm 2024"
    assert cell(sheet, "Số điểm\nsai số liệu").value == 0
    assert cell(sheet, LETTERS).comment is None


def test_a_date_without_its_day_stays_text() -> None:
    sheet = book(record(header={"unit": None, "period": None, "date": "2024-06"}))["Tổng hợp"]
    assert (cell(sheet, "Ngày báo cáo").value, cell(sheet, "Ngày báo cáo").data_type) == ("tháng 6 năm 2024", "s")


def test_metrics_stand_in_the_order_of_the_catalogue_and_only_those_that_occur() -> None:
    first = record("a.txt", number("letters.apology", 8, "8"), number("x.unknown", 1, "1"))
    second = record("b.txt", number("letters", 0, "0"), number(None, 5, "5"))
    sheet = book(first, second)["Tổng hợp"]
    assert heads(sheet)[7:] == [LETTERS, APOLOGY, "x.unknown"]


def test_zero_is_zero_and_missing_is_empty() -> None:
    records = [record("a.txt", number("letters", 0, "0")), record("b.txt", number("letters.apology", 3, "3"))]
    sheet = book(*records)["Tổng hợp"]
    assert (cell(sheet, LETTERS, 2).value, cell(sheet, LETTERS, 2).data_type) == (0, "n")
    assert cell(sheet, LETTERS, 2).fill.fill_type is None
    assert cell(sheet, LETTERS, 3).value is None
    assert cell(sheet, LETTERS, 3).fill.start_color.rgb == "FFEDEDED"
    assert cell(sheet, APOLOGY, 2).value is None


def test_targets_and_other_periods_are_no_results() -> None:
    target = number("letters", 200, "200", target=True)
    before = number("letters.apology", 9, "9", period="2023")
    made = book(record("a.txt", target, before, number("satisfaction.rate", 90, "90", period="2024-H1")))
    summary = made["Tổng hợp"]
    assert heads(summary)[7:] == [f"{LETTERS}\nChỉ tiêu đề ra", RATE]
    assert [cell(summary, head).value for head in heads(summary)[7:]] == [200, 90]
    assert summary.cell(1, 8).fill.start_color.rgb != summary.cell(1, 9).fill.start_color.rgb
    assert cell(made["Số liệu"], "Chỉ tiêu\nđề ra", 2).value == "có"
    assert cell(made["Số liệu"], "Chỉ tiêu\nđề ra", 3).value is None
    assert cell(made["Số liệu"], "Kỳ số liệu", 3).value == "năm 2023"


def test_further_values_stand_in_a_note_and_repeats_do_not() -> None:
    numbers = [number("letters", 152, "152"), number("letters", 152, "152 "), number("letters", 286, "286", line=30)]
    found = cell(book(record("a.txt", *numbers))["Tổng hợp"], LETTERS)
    assert found.value == 152
    assert found.comment.text == "Cũng ghi: thư: 286 thư (dòng 30)"


def test_of_a_column_of_a_table_the_total_is_shown() -> None:
    values = [("134", 134), ("58", 58), ("192", 192)]
    rows = [
        number("letters", value, text, line=at, table={"table": 1, "row": at, "column": 2})
        for at, (text, value) in enumerate(values, 1)
    ]
    found = cell(book(record("a.txt", *rows))["Tổng hợp"], LETTERS)
    assert found.value == 192
    assert found.comment.text.count("Cũng ghi") == 2


@pytest.mark.parametrize(
    ("others", "note"),
    [
        ({"of": 286}, "thư: 152/286 thư (dòng 7)"),
        ({"qualifier": ">="}, "thư: ít nhất 152/286 thư (dòng 7)"),
        ({"unit": "km²", "label": None}, "152/286 km² (dòng 7)"),
    ],
)
def test_what_the_bare_number_does_not_say_stands_in_a_note(others: dict[str, Any], note: str) -> None:
    found = cell(book(record("a.txt", number("letters", 152, "152/286", **others)))["Tổng hợp"], LETTERS)
    assert (found.value, found.comment.text) == (152, note)


def test_a_contradicted_number_is_coloured_with_the_reason() -> None:
    numbers = [number("letters", 152, "152"), number("letters.apology", 8, "8")]
    sheet = book(record("a.txt", *numbers, findings=[finding("n152"), finding("n8", severity="warning")]))["Tổng hợp"]
    assert cell(sheet, LETTERS).comment.text == "lệch 134"
    assert cell(sheet, LETTERS).fill.start_color.rgb == "FFFFC7CE"
    assert cell(sheet, APOLOGY).comment.text == "lệch 134"
    assert cell(sheet, APOLOGY).fill.start_color.rgb == "FFFFEB9C"
    assert cell(sheet, "Số điểm\nsai số liệu").value == 1
    assert cell(sheet, "Số điểm\ncần giải trình").value == 1


def test_a_row_a_number_with_its_place() -> None:
    table = number("letters", 8, "8", table={"table": 1, "row": 2, "column": 0}, page=4, of=10, qualifier="~")
    sheet = book(record("a.txt", table, number(None, None, "45", role="citation", qualifier=None)))["Số liệu"]
    values = [[cell(sheet, head, row).value for head in heads(sheet)] for row in (2, 3)]
    assert values[0] == [
        "a.txt", "xã Tiên Lãng", 7, 4, "8", "số liệu", 8, 10, "thư", "khoảng", "thư",
        "letters", "Tổng số thư đã gửi", None, None, "II. Kết quả", 1, 3, 1, None,
    ]  # fmt: skip
    assert values[1][4:7] == ["45", "số, ký hiệu văn bản", None]
    assert cell(sheet, "Nguyên văn", 3).data_type == "s"


def test_a_row_a_finding() -> None:
    sheet = book(record("a.txt", findings=[finding("n152", "n8")]))["Phát hiện"]
    assert [cell(sheet, head).value for head in heads(sheet)] == [
        "a.txt", "xã Tiên Lãng", "Sai số liệu", "Cộng tổng", 7, None, "lệch 134",
        "dòng 7: “n152”, “n8”", 286, 152, None, None, None, None, None, "f1", "of a.txt", "a.txt", None,
    ]  # fmt: skip
    hidden = [column for column in "ABCDEFGHIJKLMNOPQRS" if sheet.column_dimensions[column].hidden]
    assert hidden == ["P"]  # openpyxl holds the group P to S as one
    assert sheet.column_dimensions["P"].max == 19


def test_a_dismissed_finding_stands_on_its_own_sheet_and_colours_nothing() -> None:
    """Twin of the coloured number above: only the dismissal is new."""
    why = {"kind": "value", "reason": "Đã xác minh", "rows": [3, 5]}
    made = book(record("a.txt", number("letters", 152, "152"), findings=[finding("n152", dismissed=why)]))
    assert made["Phát hiện"].max_row == 1
    sheet = made["Đã bỏ qua"]
    assert heads(sheet)[:11] == heads(made["Phát hiện"])[:11]
    assert [c.value for c in sheet[2]][6:] == [
        "lệch 134", "dòng 7: “n152”", 286, 152, None, "Đã xác minh", "số đã xác minh", "3, 5",
        None, None, None, None, "f1", "of a.txt", "a.txt", None,
    ]  # fmt: skip
    summary = made["Tổng hợp"]
    assert cell(summary, "Số điểm\nsai số liệu").value == 0
    assert cell(summary, LETTERS).comment is None
    assert cell(summary, LETTERS).fill.fill_type is None


def test_a_row_a_relation_with_all_readings_by_place() -> None:
    numbers = [number("letters", 3, "3", line=9, page=2), number("letters.apology", 1, "1", line=4)]
    relations = [relation("n3", verdict="fails"), relation("n3", "n1"), {**relation(), "kind": "new kind"}]
    sheet = book(record("a.txt", *numbers, relations=relations))["Phép tính"]
    values = [[c.value for c in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[2:8] for row in values] == [
        [None, None, "new kind", "1 + 2 = 3", "khớp", "thư"],
        [4, None, "cộng tổng", "1 + 2 = 3", "khớp", "thư"],
        [9, 2, "cộng tổng", "1 + 2 = 3", "không khớp", "thư"],
    ]
    assert values[1][8:] == [
        "phần: 3 – thư\nphần: 1 – thư", "khớp: 1 + 2 = 3 (mọi phần)\nkhông khớp: 1 ≠ 3 (riêng)", None,
    ]  # fmt: skip
    fills = [cell(sheet, "Kết luận", row).fill.fill_type for row in (2, 3, 4)]
    assert fills == [None, None, "solid"]


def test_every_file_is_named_with_what_became_of_it() -> None:
    again = record("b.txt")
    again["source"] |= {
        "sha256": "of a.txt",
        "warnings": [
            {"code": "duplicate", "message": "trùng", "place": None},
            {"code": "text_in_image", "message": "Có ảnh chữ", "place": "trang 2"},
        ],
    }
    made = book(record("a.txt"), again, failed("c.txt", "c.txt: tệp trống."))
    sheet = made["Nguồn"]
    assert [cell(sheet, "Tệp", row).value for row in (2, 3, 4)] == ["a.txt", "b.txt", "c.txt"]
    assert [cell(sheet, "Tình trạng", row).value for row in (2, 3, 4)] == ["Đã đọc", "Đã đọc", "Không đọc được"]
    told = [cell(sheet, "Lý do, cảnh báo", row).value for row in (2, 3, 4)]
    assert told == [None, "Có ảnh chữ (trang 2)", "c.txt: tệp trống."]
    assert [cell(sheet, "Trùng nội dung", row).value for row in (2, 3, 4)] == [None, "trùng nội dung với a.txt", None]
    assert [cell(sheet, "Mâu thuẫn", row).value for row in (2, 3, 4)] == [0, 0, None]
    assert [cell(made["Tổng hợp"], "Số điểm\nsai số liệu", row).value for row in (2, 3, 4)] == [0, 0, None]


DANGEROUS = [
    "=1+1", "=HYPERLINK(\"http://x\")", "=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "{=1}", "＝1",
    "#REF!", "_x000D_", "http://example.com", "12", " x ", "</t>&amp;", "a\nb",
]  # fmt: skip


def test_text_is_never_a_formula_and_comes_back_equal() -> None:
    content = workbook_bytes([record("a.txt", *(number(None, 1, text) for text in DANGEROUS))], METRICS)
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("Số liệu").to_python()
    assert [row[4] for row in rows[1:]] == DANGEROUS
    with ZipFile(BytesIO(content)) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/sheet"):
                tags = {element.tag.split("}")[1] for element in ElementTree.fromstring(parts.read(name)).iter()}
                assert "f" not in tags
    for sheet in openpyxl.load_workbook(BytesIO(content)):
        assert {c.data_type for row in sheet.iter_rows() for c in row} <= {"s", "n", "d"}


@pytest.mark.parametrize("character", ["\0", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_characters_that_xml_forbids_are_marked(character: str) -> None:
    noted = record("a.txt", number("letters", 1, "1"), findings=[finding("n1", message=f"a{character}b")])
    made = book(noted)
    assert cell(made["Phát hiện"], "Nội dung").value == "a\ufffdb"
    assert cell(made["Tổng hợp"], LETTERS).comment.text == "a\ufffdb"


@pytest.mark.parametrize("letter", ["a", "ộ", "𝟙"])
def test_long_text_is_cut_with_a_mark(letter: str) -> None:
    fits = letter * (32_767 // (1 + (letter > "\uffff")))
    assert cell_text(fits) == fits
    cut = cell_text(letter * 40_000)
    kept, mark = cut.split("…")
    assert mark == f" (cắt, còn {40_000 - len(kept)} ký tự ở ket-qua.jsonl)"
    assert set(kept) == {letter}
    assert cell(book(record(letter * 40_000))["Nguồn"], "Tệp").value == cut


def test_rows_beyond_the_limit_go_on_in_a_second_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "MAX_ROWS", 3)
    made = book(record("a.txt", *(number(None, n, str(n)) for n in range(5))))
    assert made.sheetnames[4:] == [*TABLES[2:], "In", "Đọc tôi"]
    assert made.sheetnames[:4] == ["Tổng hợp", "Số liệu", "Số liệu (2)", "Số liệu (3)"]
    parts = [made[name] for name in made.sheetnames[1:4]]
    assert [cell(sheet, "Giá trị", row).value for sheet in parts for row in range(2, sheet.max_row + 1)] == [*range(5)]
    assert {tuple(heads(sheet)) for sheet in parts} == {tuple(heads(parts[0]))}


@pytest.mark.parametrize(
    ("value", "read", "shown"),
    [
        (0.125, 0.125, "#,##0.###"),
        (Decimal("40.27"), 40.27, "#,##0.##"),
        (-3, -3, "#,##0"),
        (1200.0, 1200, "#,##0"),
        (999_999_999_999_999, 999_999_999_999_999, "#,##0"),
        (10**15, "1000000000000000", "General"),
        (10**400, "1" + "0" * 400, "General"),
        (float("inf"), "inf", "General"),
    ],
)
def test_numbers_are_shown_whole_or_stay_text(value: float, read: object, shown: str) -> None:
    found = cell(book(record("a.txt", number("letters", value, "1")))["Tổng hợp"], LETTERS)
    assert (found.value, found.number_format) == (read, shown)


def test_no_records_make_a_workbook_with_heads() -> None:
    made = book()
    assert [made[name].max_row for name in TABLES] == [1] * 7
    assert made.sheetnames == [*TABLES, "In", "Đọc tôi"]


def test_same_records_give_same_bytes(tmp_path: Path) -> None:
    numbers = [number("letters", 152, "152"), number("letters", 286, "286")]
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(
            (record("a.txt", *numbers, findings=[finding("n152")]) for _ in range(2)), METRICS, tmp_path / name
        )
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


def test_a_failed_write_leaves_the_earlier_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "ket-qua.xlsx"
    write_workbook([record()], METRICS, target)
    before = target.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.export.atomic.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_workbook([record("b.txt")], METRICS, target)
    with pytest.raises(OSError, match="No space"):
        write_jsonl([record("b.txt")], tmp_path / "ket-qua.jsonl")
    assert [path.name for path in tmp_path.iterdir()] == ["ket-qua.xlsx"]
    assert target.read_bytes() == before


def test_records_are_strict_json_lines(tmp_path: Path) -> None:
    records = [record("báo\u2028cáo\n.txt"), record("\udcff.txt", number("letters", 0.5, "0,5"))]
    write_jsonl(records, tmp_path / "ket-qua.jsonl")
    lines = (tmp_path / "ket-qua.jsonl").read_bytes().decode("utf-8").split("\n")
    assert [json.loads(line) for line in lines[:-1]] == records
    assert lines[-1] == ""
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_line({"value": float("nan")})


def test_the_catalogue_of_the_package_is_read() -> None:
    metrics = {metric.code: metric for metric in read_metrics()}
    assert metrics["letters.apology"].name_vi == "Thư xin lỗi"
    assert metrics["staff.total"].name_vi == "Cán bộ, công chức"
    assert all(metric.name_vi and metric.unit and metric.group for metric in metrics.values())
