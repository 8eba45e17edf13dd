"""Workbooks: tables with their cells, exact values as they are printed in Vietnam, what stands around tables."""

from __future__ import annotations

import datetime
import io
import json
import random
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from PIL import Image

from corpus.hostile.ole import compound
from corpus.layout import Paragraph, Table, report_parts
from extractors.document import Document
from pipeline.analysis import Analysis, analyse_bytes
from pipeline.bulk import analyse_files, find_reports
from pipeline.export.workbook.write import workbook_bytes
from pipeline.ingest import sheet_cells
from pipeline.ingest.errors import IngestError
from pipeline.ingest.open import read_document
from pipeline.show import report

TOP = Path(__file__).parents[1]
FORMS = TOP / "corpus/forms/sheets"
HEAD = ["TT", "Lĩnh vực", "Tổng số", "Trực tiếp", "Trực tuyến", "Tỷ lệ đúng hạn"]
ROWS: list[list[Any]] = [
    [1, "Tư pháp", 1200, 700, 500, 0.955],
    [2, "Đất đai", 300, 120, 180, 1],
    [3, "Chứng thực", 45, 45, 0, 44 / 45],
    [None, "Tổng cộng", 1545, 865, 680, None],
]


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def annex(rows: Sequence[Sequence[Any]] = ROWS) -> openpyxl.Workbook:
    """An annex as offices make it: letter head, title, unit, a head of two storeys, signatures."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Biểu 1"
    for place, text in {
        "A1": "ỦY BAN NHÂN DÂN", "A2": "XÃ TIÊN LÃNG", "D1": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "D2": "Độc lập - Tự do - Hạnh phúc", "A4": "BIỂU TỔNG HỢP KẾT QUẢ GIẢI QUYẾT HỒ SƠ",
        "F5": "Đơn vị tính: hồ sơ", "A6": "TT", "B6": "Lĩnh vực", "C6": "Tiếp nhận", "F6": "Tỷ lệ đúng hạn",
        "C7": "Tổng số", "D7": "Trực tiếp", "E7": "Trực tuyến", "B13": "NGƯỜI LẬP BIỂU", "E13": "CHỦ TỊCH",
        "B16": "Nguyễn Văn A", "E16": "Trần Văn B",
    }.items():  # fmt: skip
        sheet[place] = text
    for area in ("A4:F4", "A6:A7", "B6:B7", "C6:E6", "F6:F7"):
        sheet.merge_cells(area)
    for at, row in enumerate(rows, 8):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(at, column, value)
            cell.number_format = "0.0%" if column == 6 else "#,##0" if column > 2 else "General"
    return book


def read(data: bytes, name: str = "a.xlsx") -> Document:
    return read_document(data, name)


def table(document: Document, number: int = 0) -> list[list[str]]:
    blocks = document.blocks
    return [["" if i < 0 else document.quote(blocks[i].span) for i in row] for row in document.grids[number].rows]


def around(document: Document) -> list[str]:
    return [document.quote(block.span) for block in document.blocks if block.kind != "cell"]


def relations(analysis: Analysis) -> list[tuple[str, str, str]]:
    return [(one.kind, one.verdict, one.reading) for one in analysis.facts.relations]


def test_an_annex_is_a_table_with_what_stands_around_it() -> None:
    document = read(saved(annex()))
    assert table(document) == [
        ["TT", "Lĩnh vực", "Tiếp nhận", "Tiếp nhận", "Tiếp nhận", "Tỷ lệ đúng hạn"],
        ["TT", "Lĩnh vực", "Tổng số", "Trực tiếp", "Trực tuyến", "Tỷ lệ đúng hạn"],
        ["1", "Tư pháp", "1.200", "700", "500", "95,5%"],
        ["2", "Đất đai", "300", "120", "180", "100%"],
        ["3", "Chứng thực", "45", "45", "0", "97,7777777777778%"],
        ["", "Tổng cộng", "1.545", "865", "680", ""],
    ]
    assert around(document) == [
        "ỦY BAN NHÂN DÂN", "XÃ TIÊN LÃNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "BIỂU TỔNG HỢP KẾT QUẢ GIẢI QUYẾT HỒ SƠ", "Đơn vị tính: hồ sơ", "NGƯỜI LẬP BIỂU", "Nguyễn Văn A", "CHỦ TỊCH",
        "Trần Văn B",
    ]  # fmt: skip
    cell = document.blocks[document.grids[0].rows[2][2]].origin
    assert (cell.part, cell.cell and (cell.cell.row, cell.cell.column)) == ("Biểu 1!C8", (2, 2))
    merged = document.blocks[document.grids[0].rows[0][2]].origin.cell
    assert merged is not None
    assert (merged.row_span, merged.column_span) == (1, 3)


def test_sums_of_sheets_are_checked_and_told_by_their_cells() -> None:
    right = analyse_bytes(saved(annex()), "a.xlsx")
    held = [reading for kind, verdict, reading in relations(right) if (kind, verdict) == ("sum", "holds")]
    assert held == [
        "700 + 500 = 1.200", "120 + 180 = 300", "45 + 0 = 45", "865 + 680 = 1.545", "1.200 + 300 + 45 = 1.545",
        "700 + 120 + 45 = 865", "500 + 180 + 0 = 680",
    ]  # fmt: skip
    assert [one.rule for one in right.findings if one.severity == "error"] == []
    wrong = [row[:] for row in ROWS]
    wrong[3][3] = 866
    twin = analyse_bytes(saved(annex(wrong)), "a.xlsx")
    assert [one.rule for one in twin.findings if one.severity == "error"] == ["sum"]
    assert "ô Biểu 1!D11 · Cộng tổng: Tổng 866 hồ sơ" in report(twin)


def test_the_record_has_the_cells(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(saved(annex()))
    (record,) = analyse_files(find_reports([tmp_path]), lambda _done, _total: None)
    assert (record["status"], record["source"]["format"]) == ("ok", "xlsx")
    cells = {n["text"]: n["table"] for n in record["numbers"] if n["role"] == "measure"}
    assert {n["unit"] for n in record["numbers"] if n["text"] in ("1.200", "700", "680")} == {"hồ sơ"}
    assert cells["1.200"] == {"table": 1, "row": 2, "column": 2}
    assert cells["680"] == {"table": 1, "row": 5, "column": 4}


@pytest.mark.parametrize(
    ("value", "form", "printed"),
    [
        (1234567, "General", "1234567"),
        (1234567.0, "#,##0", "1.234.567"),
        (1234567.891, "#,##0.0", "1.234.567,891"),
        (0.1 + 0.2, "General", "0,3"),
        (12.345, "0.0", "12,345"),
        (1 / 3, "0.00", "0,333333333333333"),
        (0.0455, "0.00%", "4,55%"),
        (95.5, '0.0"%"', "95,5%"),
        (125, '#,##0" hộ"', "125 hộ"),
        (2024, "General", "2024"),
        (2024, '"Năm "0', "Năm 2024"),
        (1234567000, "#,##0,,", "1.234,567"),
        (1e15, "0", "1000000000000000"),
        (-12.5, "#,##0.0;(#,##0.0)", "-12,5"),
        (-1234, "#,##0", "-1.234"),
        (0, "General", "0"),
        (1e-5, "0.00E+00", "0,00001"),
        (datetime.date(2024, 6, 5), "d/m/yyyy", "05/06/2024"),
        (datetime.date(2024, 6, 5), "mm/yyyy", "06/2024"),
        (datetime.datetime(2024, 6, 5, 8, 30), "dd/mm/yyyy hh:mm", "05/06/2024 08:30"),  # noqa: DTZ001  # no zone
        (datetime.time(8, 30), "h:mm", "08:30"),
        (datetime.timedelta(hours=30), "[h]:mm", "30:00"),
        (45448, '[$-42A]dd "tháng" mm "năm" yyyy', "05/06/2024"),
        (True, "General", "TRUE"),
        ("  hai\ndòng\u00a0chữ ", "General", "hai dòng chữ"),
        ("12/45", "General", "12/45"),
    ],
)
def test_values_are_exact_and_printed_as_in_vietnam(value: Any, form: str, printed: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["TT", "Nội dung", "Số liệu"])
    sheet.append([1, "Một việc", value])
    sheet["C2"].number_format = form
    assert table(read(saved(book)))[1][2] == printed


@pytest.mark.parametrize("number", [0.1, 7 / 3, 1234.5, 98765432.1, 0.005, 12.345, 33.3333, 1e9])
def test_what_is_printed_is_read_with_the_value_of_the_cell(number: float) -> None:
    book = openpyxl.Workbook()
    book.active.append(["TT", "Nội dung", "Diện tích (ha)"])
    book.active.append([1, "Lúa", number])
    book.active.append([2, "Ngô", 7])
    book.active["C2"].number_format = "#,##0.00"
    numbers = analyse_bytes(saved(book), "a.xlsx").facts.numbers
    assert [number.value for number in numbers if number.role == "measure"] == [Decimal(f"{number:.15g}"), Decimal(7)]


def test_days_of_workbooks_that_count_from_1904() -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["TT", "Việc", "Ngày"])
    book.active.append([1, "Họp", datetime.date(2024, 6, 5)])
    assert table(read(saved(book)))[1][2] == "05/06/2024"


def made(write: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        write(book)
    return out.getvalue()


def test_formulas_tell_their_counted_value_and_those_without_one_are_told() -> None:
    def write(value: Any) -> Callable[[xlsxwriter.Workbook], None]:
        def fill(book: xlsxwriter.Workbook) -> None:
            sheet = book.add_worksheet("Biểu 1")
            sheet.write_row(0, 0, ["TT", "Nội dung", "Số hộ"])
            sheet.write_row(1, 0, [1, "Nghèo", 12])
            sheet.write_row(2, 0, [2, "Cận nghèo", 8])
            sheet.write(3, 1, "Cộng")
            sheet.write_formula(3, 2, "=SUM(C2:C3)", None, value)

        return fill

    document = read(made(write(20)))
    assert (table(document)[3], document.source.warnings) == (["", "Cộng", "20"], ())
    data = made(write(20))
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b"<v>20</v>", b"")
    (notice,) = read(zipped(parts)).source.warnings
    assert (notice.code, notice.place) == ("partial_pages", "Biểu 1!C4")
    assert notice.message.startswith("1 ô công thức chưa có kết quả")


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {one: old.read(one) for one in old.namelist()}
    assert change(parts[name]) != parts[name]
    parts[name] = change(parts[name])
    return zipped(parts)


def test_text_boxes_over_cells_are_read() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Biểu 1")
        sheet.write_row(0, 0, ["TT", "Nội dung", "Số hộ"])
        sheet.write_row(1, 0, [1, "Nghèo", 12])
        sheet.insert_textbox(5, 0, "Người lập biểu\nNguyễn Văn A")

    assert around(read(made(fill))) == ["Người lập biểu", "Nguyễn Văn A"]


def test_large_pictures_over_cells_are_told() -> None:
    def fill(size: int) -> Callable[[xlsxwriter.Workbook], None]:
        def write(book: xlsxwriter.Workbook) -> None:
            sheet = book.add_worksheet("Biểu 1")
            sheet.write_row(0, 0, ["TT", "Nội dung", "Số hộ"])
            sheet.write_row(1, 0, [1, "Nghèo", 12])
            picture = io.BytesIO()
            Image.new("1", (8, 8)).save(picture, "png")
            picture.write(bytes(size))
            sheet.insert_image(5, 0, "a.png", {"image_data": picture})

        return write

    (notice,) = read(made(fill(150_000))).source.warnings
    assert (notice.code, notice.place) == ("text_in_image", "Biểu 1")
    assert read(made(fill(100))).source.warnings == ()


def test_hidden_sheets_are_left_out_and_told() -> None:
    book = annex()
    book.create_sheet("foxz").append(["TT", "Kết quả", 99])
    assert "99" in read(saved(book)).text.split("\n")
    for state in ("hidden", "veryHidden"):
        book["foxz"].sheet_state = state
        document = read(saved(book))
        assert "99" not in document.text.split("\n")
        assert [(w.code, w.place) for w in document.source.warnings] == [("hidden_sheets", "foxz")]
    empty = annex()
    empty.create_sheet("foxz").sheet_state = "hidden"
    assert read(saved(empty)).source.warnings == ()


def test_sheets_have_their_names_before_them() -> None:
    book = annex()
    for title in ("Biểu 2", "Sheet3"):
        sheet = book.create_sheet(title)
        sheet.append(["TT", "Nội dung", "Số hộ"])
        sheet.append([1, "Nghèo", 12])
    document = read(saved(book))
    assert [document.quote(b.span) for b in document.blocks if b.kind == "heading"] == ["Biểu 1", "Biểu 2"]
    assert [grid.table for grid in document.grids] == [1, 2, 3]


def grid_of(*rows: Sequence[Any]) -> Document:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return read(saved(book))


def test_two_tables_on_one_sheet() -> None:
    head, rows = ["TT", "Nội dung", "Số hộ"], [[1, "Nghèo", 12], [2, "Cận nghèo", 8]]
    document = grid_of(["I. Hộ nghèo"], head, *rows, [], ["II. Hộ khác"], head, *rows)
    assert [len(grid.rows) for grid in document.grids] == [3, 3]
    assert around(document) == ["I. Hộ nghèo", "II. Hộ khác"]
    one = grid_of(["Hộ"], head, ["I", "Khu A", None], *rows, [], ["II", "Khu B", None], *rows)
    assert [len(grid.rows) for grid in one.grids] == [7]


def test_a_table_of_two_columns_with_notes() -> None:
    document = grid_of(
        ["TỔNG HỢP"], ["Đơn vị tính:", "hộ"], ["Nội dung", "Số lượng"], ["Nghèo", 12], ["Cận nghèo", 8], ["Cộng", 20],
        ["Ghi chú: số liệu đến ngày báo cáo"],
    )  # fmt: skip
    assert table(document)[-4:] == [["Nội dung", "Số lượng"], ["Nghèo", "12"], ["Cận nghèo", "8"], ["Cộng", "20"]]
    assert around(document)[-1].startswith("Ghi chú")


def test_rows_and_columns_without_anything_are_left_out() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row, values in enumerate((["TT", "Nội dung", "Số hộ"], [1, "Nghèo", 12], [2, "Cận nghèo", 8])):
        for column, value in enumerate(values):
            sheet.cell(1 + row, 1 + 3 * column, value)
    sheet["XFD1"] = "x"
    assert table(read(saved(book)))[1] == ["1", "Nghèo", "12", ""]


def test_results_under_another_name_are_no_report() -> None:
    data = workbook_bytes([], [])
    with pytest.raises(IngestError, match="kết quả do Soát ghi ra"):
        read(data)
    twin = changed(data, "xl/workbook.xml", lambda xml: xml.replace("Nguồn".encode(), "Nguồn khác".encode()))
    assert "Nguồn khác" in read(twin).text.split("\n")


def test_a_sheet_of_sentences_is_text() -> None:
    document = grid_of(
        ["BÁO CÁO"], ["Trong tháng tiếp nhận 20 hồ sơ, trong đó trực tiếp 12 hồ sơ, trực tuyến 8 hồ sơ."]
    )
    assert (document.grids, len(document.blocks)) == ((), 2)


# -- the corpus ---------------------------------------------------------------------------------------------------


def filled(cell: Any, text: str) -> None:
    """Write a figure of a table as a number in the format that prints it so."""
    figure = re.fullmatch(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?(%?)", text)
    if figure is None:
        cell.value = text
        return
    value = float(f"{figure[1].replace('.', '')}.{figure[2] or 0}")
    cell.value = value / 100 if figure[3] else value
    cell.number_format = "0.0##%" if figure[3] else "#,##0.###" if "." in figure[1] else "General"


def on_sheets(path: Path) -> bytes:
    """The tables of a report, each on a sheet under the lines before it."""
    gold = json.loads((TOP / f"gold/{path.stem}.json").read_text("utf-8"))
    parts = report_parts(path.read_text("utf-8").split("\n"), gold["sections"])
    book = openpyxl.Workbook()
    book.remove(book.active)
    for at, part in enumerate(parts):
        if isinstance(part, Table):
            sheet = book.create_sheet(f"Sheet{at}")
            above = [
                one.text for one in parts[max(0, at - 3) : at] if isinstance(one, Paragraph) and len(one.text) < 160
            ]
            for row, text in enumerate(above, 1):
                sheet.cell(row, 1, text)
            for row, texts in enumerate(part.rows, len(above) + 1):
                for column, text in enumerate(texts, 1):
                    filled(sheet.cell(row, column), text.strip())
    return saved(book)


def cell_values(analysis: Analysis) -> list[tuple[Decimal | None, Decimal | None]]:
    document, facts = analysis.document, analysis.facts
    numbers = [number for index, number in enumerate(facts.numbers) if index in facts.measures]
    return [
        (number.value, number.of)
        for number in numbers
        if document.blocks[document.block_at(number.span.start)].kind == "cell"
    ]


WITH_TABLES = [path for path in sorted((TOP / "corpus/reports").glob("*.txt")) if "\t" in path.read_text("utf-8")]


@pytest.mark.parametrize("path", WITH_TABLES, ids=lambda path: path.stem)
def test_tables_of_the_corpus_say_the_same_on_sheets(path: Path) -> None:
    values = cell_values(analyse_bytes(path.read_bytes(), path.name))
    assert len(values) > 4
    assert cell_values(analyse_bytes(on_sheets(path), f"{path.stem}.xlsx")) == values


# -- other forms ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["xls", "ods"])
def test_old_excel_and_open_document_say_the_same(form: str) -> None:
    """Converted by LibreOffice from the annex of this file."""
    document = read((FORMS / f"bieu-ho-so.{form}").read_bytes(), f"bieu-ho-so.{form}")
    same = read(saved(annex()))
    grouped = [
        [cell.replace("1.", "1") if re.fullmatch(r"1\.\d{3}", cell) else cell for cell in r] for r in table(same)
    ]
    assert table(document) in (table(same), grouped)
    assert around(document) == around(same)
    assert (document.source.format, document.source.warnings) == (form, ())
    analysis = analyse_bytes((FORMS / f"bieu-ho-so.{form}").read_bytes(), f"bieu-ho-so.{form}")
    assert relations(analysis) == relations(analyse_bytes(saved(annex()), "a.xlsx"))


def test_strict_and_bare_parts_are_read() -> None:
    data = saved(annex())
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {one: old.read(one) for one in old.namelist()}
    strict = {
        name: content.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                              b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        .replace(b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                 b"http://purl.oclc.org/ooxml/officeDocument/relationships")
        for name, content in parts.items()
    }  # fmt: skip
    assert table(read(zipped(strict))) == table(read(data))
    # places of cells may be left out where nothing is skipped
    bare = grid_bytes([["TT", "Nội dung", "Số hộ"], [1, "Nghèo", 12]])
    cut = changed(bare, "xl/worksheets/sheet1.xml", lambda xml: re.sub(rb' r="[A-Z]*\d+"', b"", xml))
    assert table(read(cut)) == table(read(bare))


def grid_bytes(rows: Sequence[Sequence[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


SHEET = "xl/worksheets/sheet1.xml"


def code_of(data: bytes, name: str = "a.xlsx") -> str:
    with pytest.raises(IngestError) as caught:
        read(data, name)
    return caught.value.code


def test_workbooks_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data = saved(annex())
    assert code_of(data[: len(data) // 2]) == "truncated"
    assert code_of(saved(openpyxl.Workbook())) == "empty"
    assert code_of(changed(data, SHEET, lambda xml: xml[:-40])) == "corrupt"
    assert code_of(changed(data, SHEET, lambda xml: b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + xml)) == "dtd_forbidden"
    deep = changed(data, SHEET, lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + b"<a>" * 400 + b"</a>" * 400))
    assert code_of(deep) == "too_deep"
    bomb = changed(data, SHEET, lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + b" " * 40_000_000))
    assert code_of(bomb) == "too_big"
    locked = compound({"EncryptedPackage": bytes(600)})
    assert code_of(locked) == "encrypted"
    monkeypatch.setattr("pipeline.ingest.sheet_xlsx.MOST_CELLS", 10)
    assert code_of(data) == "too_big"


def test_merged_cells_of_the_whole_sheet_take_no_time() -> None:
    merges = b"".join(b'<mergeCell ref="A%d:XFD1048576"/>' % (at + 100) for at in range(5000))
    wide = changed(saved(annex()), SHEET, lambda xml: re.sub(rb"(<mergeCells[^>]*>)", rb"\1" + merges, xml))
    assert len(read(wide).grids) == 1
    with pytest.raises(IngestError, match="too_big"):
        sheet_cells.Sheet("x", merged=[sheet_cells.Area(0, 0, 1, 1)] * 50_000).merge(sheet_cells.Area(0, 0, 1, 1))


def test_old_workbooks_that_cannot_be_read() -> None:
    data = (FORMS / "bieu-ho-so.xls").read_bytes()
    assert code_of(data[:1024] + bytes(2048) + data[3072:], "a.xls") in ("corrupt", "empty")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le") + bytes(600)
    assert code_of(head, "a.xls") == "corrupt"
    ods = (FORMS / "bieu-ho-so.ods").read_bytes()
    locked = changed(
        ods, "META-INF/manifest.xml", lambda xml: xml.replace(b"</manifest", b"<encryption-data/></manifest")
    )
    assert code_of(locked, "a.ods") == "encrypted"


def test_repeated_cells_of_open_document_are_written_out_where_they_say_something() -> None:
    ods = (FORMS / "bieu-ho-so.ods").read_bytes()
    more = (
        b'<table:table-row table:number-rows-repeated="9000"><table:table-cell/></table:table-row>'
        b'<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="3"'
        b' office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell></table:table-row>'
    )
    last = rb'(<table:table-row[^>]*number-rows-repeated="10\d{5}")'  # all the rows below
    data = changed(ods, "content.xml", lambda xml: re.sub(last, more + rb"\1", xml, count=1))
    assert read(data, "a.ods").text.split("\n")[-6:] == ["7"] * 6


def sums_of(*values: float | str) -> list[tuple[str, str, str]]:
    names = ((1, "Thu thuế"), (2, "Hoàn thuế"), (None, "Tổng cộng"))
    rows = [[*name, value] for name, value in zip(names, values, strict=True)]
    return relations(analyse_bytes(grid_bytes([["TT", "Nội dung", "Số tiền (triệu đồng)"], *rows]), "a.xlsx"))


def test_figures_below_zero_are_taken_away() -> None:
    assert sums_of(10, -5, 5) == [("sum", "holds", "10 - 5 = 5")]
    assert sums_of(-10, -5.5, -15.5) == [("sum", "holds", "-10 - 5,5 = -15,5")]
    assert [(kind, verdict) for kind, verdict, _ in sums_of(10, -5, 6)] == [("sum", "undecided")]
    assert sums_of(10, "- 5", 15) == [("sum", "holds", "10 + 5 = 15")]
    assert sums_of(10, 5, 16) == [("sum", "fails", "10 + 5 = 15 ≠ 16")]


def test_damaged_workbooks_are_told_and_never_raise_anything_else(capfd: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(6)  # the same damage each time
    whole = {
        "xlsx": saved(annex()),
        **{form: (FORMS / f"bieu-ho-so.{form}").read_bytes() for form in ("xls", "ods")},
    }
    codes: Counter[str] = Counter()
    for form, data in whole.items():
        for _ in range(60):
            broken = bytearray(data)
            for _ in range(chance.randint(1, 20)):
                broken[chance.randrange(8, len(broken))] = chance.randrange(256)
            try:
                read(bytes(broken), f"a.{form}")
                codes["read"] += 1
            except IngestError as error:
                codes[error.code] += 1
    assert set(codes) <= {
        "read",
        "corrupt",
        "empty",
        "truncated",
        "unsupported",
        "too_big",
        "encrypted",
        "dtd_forbidden",
    }
    assert codes["read"] > 10
    assert codes["corrupt"] > 10
    assert capfd.readouterr() == ("", "")  # the library that reads old workbooks talks when it fails
