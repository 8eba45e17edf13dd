"""Links, decisions to choose from, papers, the official form, the sheet to print: re-read by other readers."""

from __future__ import annotations

import re
import time
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from pipeline.analysis import Analysis, analyse
from pipeline.decisions import ACTS, Decision
from pipeline.export.cross import CrossFinding, CrossPlace
from pipeline.export.metrics import MetricRow, read_metrics
from pipeline.export.output_paths import PAGES, output_path
from pipeline.export.page.report import report_page
from pipeline.export.record import as_mapping
from pipeline.export.record import record as record_of
from pipeline.export.workbook import lists, rows
from pipeline.export.workbook.official import checked, form_row
from pipeline.export.workbook.write import workbook_bytes
from tests.workbook_records import failed, finding, number, record, relation

LETTERS = MetricRow("letters", "Tổng số thư đã gửi", "thư", "Thư", "flow")
NAMES = ["a.txt", "xã Ea Kuêh/quý 1 #2 50%.docx", "gửi.zip!/[b] {1}.pdf", "NFD e\u0302.txt", 'x"y<z>&.txt', "CON"]


def content(*records: dict[str, Any], **others: Any) -> bytes:
    return workbook_bytes(records, (LETTERS,), **others)


def book(*records: dict[str, Any], **others: Any) -> Workbook:
    return openpyxl.load_workbook(BytesIO(content(*records, **others)))


def heads(sheet: Worksheet) -> list[str]:
    return [cell.value for cell in sheet[1]]


def cell(sheet: Worksheet, head: str, row: int = 2) -> Any:
    return sheet.cell(row, heads(sheet).index(head) + 1)


def links(sheet: Worksheet) -> list[Any]:
    return [c.hyperlink for row in sheet.iter_rows() for c in row if c.hyperlink]


def leads_to(linked: Any) -> tuple[str, str | None]:
    return unquote(linked.hyperlink.target), linked.hyperlink.location


# -- links -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", NAMES)
def test_links_lead_to_the_page_whatever_the_name(path: str) -> None:
    found = [number("letters", 152, "152"), number("letters", 8, "8")]
    made = book(record(path, *found, findings=[finding("n152")], relations=[relation("n152", "n8")]))
    page = output_path(PAGES, path, ".html")
    summed = cell(made["Tổng hợp"], "Tổng số thư đã gửi\n(thư)")
    assert (summed.value, summed.data_type, leads_to(summed)) == (152, "n", (page, "n152"))
    assert leads_to(cell(made["Tổng hợp"], "Tệp")) == (page, None)
    assert [leads_to(cell(made["Số liệu"], "Nguyên văn", row)) for row in (2, 3)] == [(page, "n152"), (page, "n8")]
    assert leads_to(cell(made["Phát hiện"], "Tệp")) == (page, "f1")
    assert leads_to(cell(made["Phép tính"], "Tệp")) == (page, "r1")
    assert leads_to(cell(made["Nguồn"], "Tệp")) == (page, None)
    for sheet in made:
        for linked in links(sheet):
            assert not PurePosixPath(linked.target).is_absolute()
            assert ":" not in linked.target.split("/")[0]
            assert not re.search(r"[\s<>\"#]", linked.target)


def test_what_could_not_be_read_has_no_page() -> None:
    made = book(failed("c.txt", "c.txt: tệp trống."))
    assert [linked for sheet in made for linked in links(sheet)] == []
    assert cell(made["Nguồn"], "Tệp").value == "c.txt"


def test_beyond_what_a_sheet_takes_the_first_number_of_a_report_is_linked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MAX_LINKS", 3)
    made = book(*(record(path, *(number(None, at, str(at)) for at in range(2))) for path in ("a.txt", "b.txt")))
    linked = [made["Số liệu"].cell(row, 5).hyperlink is not None for row in range(2, 6)]
    assert linked == [True, False, True, False]


def test_no_sheet_has_more_links_than_excel_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MAX_LINKS", 2)
    made = book(*(record(f"{at}.txt", number("letters", at, str(at))) for at in range(3)))
    assert len(links(made["Tổng hợp"])) == 2
    assert [row[7] for row in made["Tổng hợp"].iter_rows(min_row=2, values_only=True)] == [0, 1, 2]


# -- what the file holds -----------------------------------------------------------------------------------------------


def everything() -> bytes:
    found = [number("letters", 152, "152"), number("letters", 200, "200", target=True)]
    found += [number(f"dossiers.{name}", value, str(value)) for name, value in FORM.items()]
    place = CrossPlace("a.txt", 7, 0, "152", None, "n152")
    cross = CrossFinding("cross-1", "cross", "kỳ trước", "error", "lệch", "1 ≠ 2", [place], 1, 2, None)
    decision = Decision("of a.txt", "a.txt", "", "f1", "sum", "keep", "hỏi lại", "An", "2024-07-01")
    one = record("a.txt", *found, findings=[finding("n152")], relations=[relation("n152")])
    return content(one, failed("b.txt", "b.txt: trống."), decisions=[decision], cross=[cross])


def test_every_part_is_sound_and_in_the_order_of_the_format() -> None:
    order = ["sheetData", "autoFilter", "mergeCells", "dataValidations", "hyperlinks", "printOptions", "pageMargins"]
    with ZipFile(BytesIO(everything())) as parts:
        names = parts.namelist()
        assert len(names) == len(set(names))
        for name in names:
            root = ElementTree.fromstring(parts.read(name))
            tags = [child.tag.rpartition("}")[2] for child in root]
            if "worksheets/sheet" in name and not name.endswith(".rels"):
                shown = [tag for tag in tags if tag in order]
                assert shown == sorted(shown, key=order.index)
                assert len(shown) == len(set(shown))
            if name.endswith(".rels"):
                ids = [child.get("Id") for child in root]
                assert len(ids) == len(set(ids))


def test_the_day_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything()
    real = time.localtime
    monkeypatch.setattr(time, "time", lambda: 4e9)
    monkeypatch.setattr(time, "localtime", lambda *_: real(4e9))
    assert everything() == before


def test_all_readers_see_the_same_rows() -> None:
    made = everything()
    shown = openpyxl.load_workbook(BytesIO(made))
    read = CalamineWorkbook.from_filelike(BytesIO(made))
    for name in ("Tổng hợp", "Số liệu", "Phát hiện", "Phép tính", "Văn bản viện dẫn", "Nguồn", "Đối chiếu"):
        there = [["" if value is None else value for value in row] for row in shown[name].iter_rows(values_only=True)]
        other = read.get_sheet_by_name(name).to_python()
        assert [[str(v).removesuffix(".0").removesuffix(" 00:00:00") for v in row] for row in there] == [
            [str(v).removesuffix(".0") for v in row] for row in other
        ]


def test_two_hundred_metrics_and_what_is_stated_otherwise() -> None:
    metrics = [MetricRow(f"m{at}", f"Chỉ tiêu {at}", "hồ sơ", "", "flow") for at in range(200)]
    full = record("a.txt", *(number(f"m{at}", at, str(at)) for at in range(200)))
    part = record("b.txt", number("m0", 5, "5"), status="partial")
    made = workbook_bytes([full, part, failed("c.txt", "trống"), record("d.txt", number("m1", None, "1x"))], metrics)
    sheet = openpyxl.load_workbook(BytesIO(made))["Tổng hợp"]
    assert [c.value for c in sheet[2]][7:] == [*range(200)]
    assert [c.value for c in sheet[3]][7:10] == [5, "chưa đọc hết", "chưa đọc hết"]
    assert {c.value for c in sheet[4][7:]} == {"không đọc được"}
    assert [c.value for c in sheet[5]][7:10] == [None, "1x", None]


# -- decisions to choose from ------------------------------------------------------------------------------------------


def test_the_acts_are_chosen_from_the_sheet_that_explains_them() -> None:
    made = book(record("a.txt", findings=[finding("n1"), finding("n1")]))
    (choice,) = made["Phát hiện"].data_validations.dataValidation
    assert (str(choice.sqref), choice.type) == ("L2:L3", "list")
    sheet, _, cells = choice.formula1.rpartition("!")
    assert sheet == "'Đọc tôi'"
    assert [row[0].value for row in made["Đọc tôi"][cells.replace("$", "")]] == list(ACTS.values())
    assert heads(made["Phát hiện"])[11:15] == ["Quyết định", "Lý do", "Người quyết định", "Ngày"]
    for typed in made["Phát hiện"][2][11:15]:
        assert typed.protection.locked is False
        assert typed.fill.start_color.rgb == "FFFFF9DB"
    assert made["Phát hiện"]["G2"].protection.locked is True


# -- papers ------------------------------------------------------------------------------------------------------------


def cited(text: str, line: int, col: int = 0, role: str = "citation") -> dict[str, Any]:
    return number(None, None, text, line=line, col=col, role=role, qualifier=None, id=f"n{text}-{line}-{col}")


def test_papers_are_listed_with_what_is_known_and_where() -> None:
    header = {"unit": "xã A", "issuer": "UBND xã A", "number": "12", "symbol": "BC-UBND", "period": None, "date": None}
    quoted = finding("n15-4-0", rule="citation")
    quoted["evidence"][0]["text"] = "Kế hoạch số 15/KH-UBND"
    first = record(
        "a.txt",
        *(cited("12", 1), cited("15", 4), cited("3/2/2024", 4, 20, "date"), cited("263", 5), cited("263", 9)),
        *(cited("61/2018", 6), cited("3/2/2024", 7, 5, "date")),
        header=header,
        findings=[quoted],
    )
    second = record("b.txt", cited("61/2018", 3), cited("263", 8), header=None)
    sheet = book(first, second)["Văn bản viện dẫn"]
    assert [[c.value for c in row] for row in sheet.iter_rows(min_row=2)] == [
        ["12", "12/BC-UBND (báo cáo này)", None, "UBND xã A", 1, 1, "a.txt: dòng 1"],
        ["15", "Kế hoạch số 15/KH-UBND", "3/2/2024", None, 1, 1, "a.txt: dòng 4"],
        ["263", None, None, None, 2, 1, "a.txt: dòng 5, dòng 9"],
        ["61/2018", None, None, None, 2, 2, "a.txt: dòng 6\nb.txt: dòng 3"],
        ["263", None, None, None, 1, 1, "b.txt: dòng 8"],
    ]
    assert {c.data_type for c in sheet["A"]} == {"s"}


# -- the official form -------------------------------------------------------------------------------------------------

FORM = {
    "received": 2449,
    "received.online": 2028,
    "received.direct": 388,
    "received.postal": 33,
    "carried_over": 12,
    "resolved": 2441,
    "resolved.early": 2000,
    "resolved.on_time": 441,
    "resolved.overdue": 0,
    "pending": 20,
    "pending.in_time": 20,
    "pending.overdue": 0,
}


def form(**others: float | None) -> dict[str, Any]:
    told = FORM | {name.replace("__", "."): value for name, value in others.items()}
    stated = [number(f"dossiers.{name}", value, str(value)) for name, value in told.items() if value is not None]
    return record("a.txt", *stated)


def test_the_form_has_what_is_stated_and_what_it_adds_up_is_marked() -> None:
    made = book(form())
    sheet = made["TTHC II.06"]
    assert [c.value for c in sheet[5]][:13] == [*range(1, 14)]
    assert [c.value for c in sheet[6]] == [
        1, "xã Tiên Lãng", 2449, 2028, 421, 12, 2441, 2000, 441, 0, 20, 20, 0, "khớp", "khớp", "khớp", "khớp",
        "6 tháng đầu năm 2024", "a.txt",
    ]  # fmt: skip
    assert sheet["E6"].comment.text == "thư: 388 + thư: 33"
    assert sheet["E6"].font.italic
    assert not sheet["D6"].font.italic


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ({}, ["khớp", "khớp", "khớp", "khớp"]),
        ({"received": 2461}, ["khớp", "khớp", "khớp", "khớp"]),  # told with what was carried over
        ({"received": 2450}, ["lệch +1", "khớp", "khớp", "lệch +1"]),
        ({"received": 2450, "carried_over": None}, ["", "khớp", "khớp", ""]),
        ({"resolved__early": 1990}, ["khớp", "lệch +10", "khớp", "khớp"]),
        ({"pending__overdue": None}, ["khớp", "khớp", "", "khớp"]),
        ({"received__online": None}, ["", "khớp", "khớp", "khớp"]),
    ],
)
def test_the_columns_are_compared_in_every_admissible_way(others: dict[str, Any], told: list[str]) -> None:
    assert list(checked(form_row(form(**others)))) == told


def test_a_figure_told_in_two_ways_is_compared_with_nothing() -> None:
    twice = form()
    twice["numbers"].append(number("dossiers.resolved", 2400, "2.400"))
    assert list(checked(form_row(twice))) == ["khớp", "", "khớp", ""]


@pytest.mark.parametrize("day", ["2026-02-15", "2026-03-01", "2027-01-05"])
def test_reports_under_the_next_circular_are_left_out(day: str) -> None:
    late = form() | {"header": {"unit": "xã A", "period": None, "date": day}}
    assert "TTHC II.06" not in book(late).sheetnames
    assert "TTHC II.06" in book(form()).sheetnames


def test_no_report_with_figures_of_the_form_makes_no_sheet() -> None:
    assert "TTHC II.06" not in book(record("a.txt", number("dossiers.received", 5, "5"))).sheetnames


# -- across reports ----------------------------------------------------------------------------------------------------


def test_contradictions_between_reports_have_their_sheet() -> None:
    places = [CrossPlace("a.txt", 7, 0, "152", None, "n152"), CrossPlace("kỳ trước/a.pdf", 3, 0, "150", 2, "n9")]
    cross = CrossFinding("cross-1", "cross", "kỳ trước", "warning", "=lệch 2", "152 ≠ 150", places, 150, 152, None)
    assert "Đối chiếu" not in book(record("a.txt")).sheetnames
    sheet = book(record("a.txt"), cross=[cross])["Đối chiếu"]
    assert [c.value for c in sheet[2]] == [
        "a.txt\nkỳ trước/a.pdf", "Cần giải trình", "kỳ trước", "=lệch 2", "152 ≠ 150",
        "a.txt, dòng 7: “152”\nkỳ trước/a.pdf, trang 2, đoạn 3: “150”", 150, 152, None, "cross-1",
    ]  # fmt: skip
    assert {c.data_type for c in sheet[2]} == {"s", "n"}
    assert leads_to(sheet["A2"]) == ("trang/a.txt.html", "n152")


# -- the sheet to print ------------------------------------------------------------------------------------------------


def test_the_sheet_to_print_has_the_official_look() -> None:
    header = {"unit": "xã A", "number": "12", "symbol": "BC-UBND", "date": "2024-06-05", "period": "2024"}
    findings = [finding("n1", severity="warning", message="hỏi lại"), finding("n1", message="lệch 9")]
    dismissed = finding("n1", dismissed={"kind": "finding", "reason": "đúng", "rows": [1]})
    made = book(
        record("a.txt", header=header, findings=[*findings, dismissed]),
        record("b.txt"),
        failed("c.txt", "Không đọc được “c.txt”: tệp trống."),
    )
    sheet = made["In"]
    assert sheet["E1"].value == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert sheet["E2"].value == "Độc lập - Tự do - Hạnh phúc"
    assert sheet["A5"].value == "BẢNG TỔNG HỢP KẾT QUẢ RÀ SOÁT BÁO CÁO"
    assert [[c.value for c in sheet[row]] for row in (9, 10, 11, 12)] == [
        [1, "xã A", "Số 12/BC-UBND ngày 05/06/2024", "năm 2024", 1, 1, "Sai số liệu: lệch 9", None],
        [2, "xã Tiên Lãng", "b.txt", "6 tháng đầu năm 2024", 0, 0, "Không thấy điểm sai hoặc cần giải trình.", None],
        [3, None, "c.txt", None, None, None, "Không đọc được “c.txt”: tệp trống.", None],
        ["Tổng cộng", None, None, None, 1, 1, "1 báo cáo không có điểm sai hoặc cần giải trình", None],
    ]
    assert {c.font.name for row in sheet.iter_rows() for c in row if c.value is not None} == {"Times New Roman"}
    setup = sheet.page_setup
    assert (setup.paperSize, setup.orientation, setup.fitToHeight) == (9, "landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$8:$8"
    assert "&P/&N" in sheet.oddFooter.right.text
    signed = {c.value for row in sheet.iter_rows(min_row=13) for c in row} - {None}
    assert signed == {"NGƯỜI RÀ SOÁT", "THỦ TRƯỞNG ĐƠN VỊ", "(Ký, ghi rõ họ tên)"}


def test_every_link_meets_its_place_in_the_page() -> None:
    report = Path(__file__).parents[1] / "corpus" / "reports" / "long-vinh-tay.txt"
    read = analyse(report, "xã/quý #1.txt")
    assert isinstance(read, Analysis)
    ids = set(re.findall(r'\bid="([^"]+)"', report_page(read).decode()))
    made = openpyxl.load_workbook(BytesIO(workbook_bytes([as_mapping(record_of(read))], read_metrics())))
    found = {unquote(one.target) for sheet in made for one in links(sheet)}
    assert found == {output_path(PAGES, "xã/quý #1.txt", ".html")}
    places = {one.location for sheet in made for one in links(sheet) if one.location}
    assert len(places) > 100
    assert places <= ids
