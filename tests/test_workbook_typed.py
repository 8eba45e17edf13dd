"""Decisions typed into the workbook and read back: none lost, none made up, whatever people did to the sheets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter import Workbook as Writer

from pipeline.decisions import ACTS, Act, Decision
from pipeline.export.workbook import cells
from pipeline.export.workbook.findings import LONGEST
from pipeline.export.workbook.typed import TypedError, read_typed
from pipeline.export.workbook.write import workbook_bytes
from tests.workbook_records import failed, finding, number, record

IDS = tuple(f"sum-{at:012x}" for at in range(4))
KEEP, FINDING, VALUE, RULE = ACTS.values()


def records(count: int = 2) -> list[dict[str, Any]]:
    """Two reports, the same ids in both; the last finding of each is dismissed."""
    why = {"kind": "finding", "reason": "Số đúng", "rows": [1]}
    found = [finding("n1", id=i, dismissed=why if i == IDS[-1] else None) for i in IDS]
    return [record(f"xã {at}.txt", number(None, 1, "1"), findings=found) for at in range(count)]


def decision(report: str, finding: str, act: Act | None, reason: str = "", by: str = "", day: str = "") -> Decision:
    return Decision(f"of {report}", report, "xã Tiên Lãng", finding, "sum", act, reason, by, day)


def opened(decisions: Sequence[Decision] = (), made: Sequence[dict[str, Any]] | None = None) -> Workbook:
    return openpyxl.load_workbook(BytesIO(workbook_bytes(records() if made is None else made, (), decisions)))


def saved(book: Workbook) -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def column(sheet: Worksheet, head: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == head)


def type_in(sheet: Worksheet, row: int, *values: object) -> None:
    for head, value in zip(("Quyết định", "Lý do", "Người quyết định", "Ngày"), values, strict=False):
        sheet.cell(row, column(sheet, head)).value = value


def test_nothing_typed_is_nothing() -> None:
    assert read_typed(workbook_bytes(records(), ())) == ()
    assert read_typed(workbook_bytes([], ())) == ()
    assert read_typed(workbook_bytes([failed("a.txt", "trống")], ())) == ()


def test_what_is_typed_comes_back() -> None:
    book = opened()
    sheet = book["Phát hiện"]
    type_in(sheet, 2, KEEP, None, "Lê B", date(2024, 7, 1))
    type_in(sheet, 4, f"  {FINDING.upper()} ", "Đã hỏi\nlại xã", None, "05/7/2024")
    type_in(sheet, 6, VALUE, 15, "An", "ngày 6 tháng 7 năm 2024")
    assert read_typed(saved(book)) == (
        decision("xã 0.txt", IDS[0], "keep", "", "Lê B", "2024-07-01"),
        decision("xã 0.txt", IDS[2], "finding", "Đã hỏi lại xã", "", "2024-07-05"),
        decision("xã 1.txt", IDS[1], "value", "15", "An", "2024-07-06"),
    )


def test_what_stands_is_shown_and_is_no_news() -> None:
    stand = [
        decision("xã 0.txt", IDS[0], "keep", "", "Lê B", "2024-07-01"),
        decision("xã 1.txt", IDS[3], "finding", "Số đúng", "An", "tháng 7"),
    ]
    book = opened(stand)
    assert book["Phát hiện"].cell(2, column(book["Phát hiện"], "Quyết định")).value == KEEP
    assert book["Phát hiện"].cell(2, column(book["Phát hiện"], "Ngày")).is_date
    assert book["Đã bỏ qua"].cell(3, column(book["Đã bỏ qua"], "Quyết định")).value == FINDING
    assert read_typed(saved(book)) == ()


def test_the_last_of_several_decisions_stands_and_one_taken_back_is_blank() -> None:
    first, last = decision("xã 0.txt", IDS[0], "keep"), decision("xã 0.txt", IDS[0], "rule", "Mẫu cũ")
    sheet = opened([first, last])["Phát hiện"]
    assert sheet.cell(2, column(sheet, "Quyết định")).value == RULE
    sheet = opened([first, decision("xã 0.txt", IDS[0], None)])["Phát hiện"]
    assert sheet.cell(2, column(sheet, "Quyết định")).value is None


def test_a_decision_follows_a_report_that_was_renamed_or_corrected() -> None:
    renamed = Decision("of xã 0.txt", "tên cũ.txt", "", IDS[0], "sum", "keep", "")
    corrected = Decision("bản cũ", "xã 1.txt", "", IDS[0], "sum", "rule", "Mẫu cũ")
    sheet = opened([renamed, corrected])["Phát hiện"]
    assert [sheet.cell(row, column(sheet, "Quyết định")).value for row in (2, 5)] == [KEEP, RULE]


def test_a_cell_that_people_empty_takes_the_decision_back() -> None:
    book = opened([decision("xã 0.txt", IDS[3], "finding", "Số đúng", "An", "2024-07-01")])
    type_in(book["Đã bỏ qua"], 2, None)
    assert read_typed(saved(book)) == (decision("xã 0.txt", IDS[3], None, "Số đúng", "An", "2024-07-01"),)


def test_a_decision_that_people_change_comes_back_changed() -> None:
    book = opened([decision("xã 0.txt", IDS[0], "keep", "", "An", "2024-07-01")])
    type_in(book["Phát hiện"], 2, FINDING, "Số đúng")
    assert read_typed(saved(book)) == (decision("xã 0.txt", IDS[0], "finding", "Số đúng", "An", "2024-07-01"),)


# -- what people do to sheets ------------------------------------------------------------------------------------------


def reversed_rows(sheet: Worksheet) -> None:
    values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for row, found in enumerate(reversed(values), start=2):
        for place, value in enumerate(found, start=1):
            sheet.cell(row, place).value = value


def reversed_columns(sheet: Worksheet) -> None:
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    for row, found in enumerate(values, start=1):
        for place, value in enumerate(reversed(found), start=1):
            sheet.cell(row, place).value = value


def title_above(sheet: Worksheet) -> None:
    sheet.insert_rows(1, 3)
    sheet["A1"] = "Họp ngày 5/7"


def own_rows(sheet: Worksheet) -> None:
    sheet.append([None] * 6 + ["Tự ghi thêm, không liên quan"])


def without_the_first(sheet: Worksheet) -> None:
    sheet.delete_rows(2)


def filtered(sheet: Worksheet) -> None:
    for row in range(2, 6):
        sheet.row_dimensions[row].hidden = True


def other_columns_gone(sheet: Worksheet) -> None:
    sheet.delete_cols(column(sheet, "Trích dẫn"))
    sheet.delete_cols(column(sheet, "Tệp"))


@pytest.mark.parametrize(
    "change",
    [reversed_rows, reversed_columns, title_above, own_rows, without_the_first, filtered, other_columns_gone],
)
def test_nothing_is_lost_whatever_people_do(change: Callable[[Worksheet], None]) -> None:
    book = opened([decision("xã 0.txt", IDS[0], "keep")])
    type_in(book["Phát hiện"], 4, RULE, "Mẫu riêng", "An")
    type_in(book["Phát hiện"], 7, KEEP)
    change(book["Phát hiện"])
    assert set(read_typed(saved(book))) == {
        decision("xã 0.txt", IDS[2], "rule", "Mẫu riêng", "An"),
        decision("xã 1.txt", IDS[2], "keep"),
    }


def test_a_renamed_sheet_is_found_and_other_sheets_do_no_harm() -> None:
    book = opened()
    type_in(book["Phát hiện"], 2, KEEP)
    book["Phát hiện"].title = "Đã xem xong"
    book.create_sheet("Ghi chú", 0)["A1"] = "Mã phát hiện là gì?"
    del book["Số liệu"]
    assert read_typed(saved(book)) == (decision("xã 0.txt", IDS[0], "keep"),)


def test_rows_that_went_on_to_another_sheet_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "MAX_ROWS", 3)
    book = opened()
    assert [name for name in book.sheetnames if name.startswith("Phát hiện")] == [
        "Phát hiện", "Phát hiện (2)", "Phát hiện (3)",
    ]  # fmt: skip
    type_in(book["Phát hiện (3)"], 3, KEEP)
    type_in(book["Phát hiện"], 2, KEEP)
    assert [one.path for one in read_typed(saved(book))] == ["xã 0.txt", "xã 1.txt"]


def test_the_same_row_twice_counts_once() -> None:
    book = opened()
    sheet = book["Phát hiện"]
    type_in(sheet, 2, KEEP)
    sheet.append([cell.value for cell in sheet[2]])
    assert read_typed(saved(book)) == (decision("xã 0.txt", IDS[0], "keep"),)


typed_words = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=12)


@settings(max_examples=15, deadline=None)
@given(st.dictionaries(st.integers(2, 7), st.tuples(st.sampled_from(list(ACTS)), typed_words, typed_words), max_size=6))
def test_any_words_come_back_and_stand_unchanged_in_the_next_workbook(
    rows: dict[int, tuple[Act, str, str]],
) -> None:
    book = opened()
    for row, (act, reason, by) in rows.items():
        type_in(book["Phát hiện"], row, ACTS[act], f"lý do {reason}", f"ông {by}")
    found = read_typed(saved(book))
    told = [(f"lý do {reason}".strip(), f"ông {by}".strip()) for _, (_, reason, by) in sorted(rows.items())]
    assert [(one.reason, one.by) for one in found] == told
    assert read_typed(workbook_bytes(records(), (), found)) == ()


@pytest.mark.parametrize(
    "reason",
    ["=1+1", "=Số đúng", "+84 912", "-", "@xã", "'đúng", "<b>&amp;", "7/8", "1e5", "TRUE", "x" * LONGEST],
    ids=lambda reason: reason[:10],
)
def test_a_reason_that_looks_like_something_else_stays_text(reason: str) -> None:
    book = opened()
    type_in(book["Phát hiện"], 2, FINDING, reason, "An", "05.7.2024")
    cell = book["Phát hiện"].cell(2, column(book["Phát hiện"], "Lý do"))
    cell.data_type = "s"
    found = read_typed(saved(book))
    assert found == (decision("xã 0.txt", IDS[0], "finding", reason, "An", "2024-07-05"),)
    again = workbook_bytes(records(), (), found)
    assert read_typed(again) == ()
    sheet = openpyxl.load_workbook(BytesIO(again))["Phát hiện"]
    assert sheet.cell(2, column(sheet, "Lý do")).value == reason


@pytest.mark.parametrize("sign", ["a", '"', "\\", "😀", "=", " ạ"])
def test_a_decision_of_before_with_a_reason_too_long_for_a_cell_is_no_news(sign: str) -> None:
    stand = [decision("xã 0.txt", IDS[0], "finding", sign * 40_000, sign * 40_000, sign * 40_000)]
    book = opened(stand)
    sheet = book["Phát hiện"]
    assert sheet.cell(2, column(sheet, "Lý do")).value.endswith("(cắt; bản đủ ở quyet-dinh.jsonl)")
    assert read_typed(saved(book)) == ()


# -- what cannot be understood is told ---------------------------------------------------------------------------------


def faults(content: bytes) -> tuple[str, ...]:
    with pytest.raises(TypedError) as caught:
        read_typed(content)
    *told, last = caught.value.sentences
    assert last.startswith("Chưa ghi đè gì")
    return tuple(told)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (("Bỏ",), "Tờ “Phát hiện”, ô L3: không hiểu quyết định “Bỏ”; hãy chọn một trong: “Giữ, yêu cầu giải trình”, "),
        ((None, "vì sao"), "Tờ “Phát hiện”, ô M3: đã gõ “vì sao” nhưng chưa chọn quyết định ở ô bên."),
        ((None, None, "An"), "Tờ “Phát hiện”, ô N3: đã gõ “An” nhưng chưa chọn quyết định ở ô bên."),
        ((FINDING,), "Tờ “Phát hiện”, ô M3: ô trống; mỗi điều bỏ qua đều cần lý do."),
        (("x" * 300,), f"Tờ “Phát hiện”, ô L3: không hiểu quyết định “{'x' * 60}…”; hãy chọn"),
        ((f"={FINDING}",), "Tờ “Phát hiện”, ô L3: công thức bị lỗi (như #REF!) hoặc chưa được tính"),
        ((KEEP, None, "=A1"), "Tờ “Phát hiện”, ô N3: công thức bị lỗi (như #REF!) hoặc chưa được tính"),
        ((KEEP, None, None, "=TODAY()"), "Tờ “Phát hiện”, ô O3: công thức bị lỗi (như #REF!) hoặc chưa được tính"),
        ((KEEP, None, None, "hôm qua"), "Tờ “Phát hiện”, ô O3: “hôm qua” không phải một ngày có thật; hãy ghi ngày/"),
        ((KEEP, None, None, "31/02/2026"), "Tờ “Phát hiện”, ô O3: “31/02/2026” không phải một ngày có thật"),
        ((KEEP, None, None, "2026-02-31"), "Tờ “Phát hiện”, ô O3: “2026-02-31” không phải một ngày có thật"),
        ((KEEP, None, None, "tháng 7/2024"), "Tờ “Phát hiện”, ô O3: “tháng 7/2024” không phải một ngày có thật"),
        ((KEEP, None, None, 45457), "Tờ “Phát hiện”, ô O3: “45457” không phải một ngày có thật"),
        ((FINDING, "x" * 4_001), "Tờ “Phát hiện”, ô M3: dài 4.001 ký tự, nhiều nhất là 4.000; hãy rút gọn."),
        ((KEEP, None, "x" * 32_767), "Tờ “Phát hiện”, ô N3: dài 32.767 ký tự, nhiều nhất là 4.000; hãy rút gọn."),
    ],
    ids=lambda one: str(one)[:30],
)
def test_a_row_that_says_nothing_clear_is_told_with_its_cell(values: tuple[str, ...], told: str) -> None:
    book = opened()
    type_in(book["Phát hiện"], 2, KEEP)
    type_in(book["Phát hiện"], 3, *values)
    found = faults(saved(book))
    assert len(found) == 1
    assert found[0].startswith(told)


def test_all_that_is_wrong_with_a_row_is_told_at_once() -> None:
    book = opened([decision("xã 0.txt", IDS[1], "keep", "", "", "tháng 7")])
    type_in(book["Phát hiện"], 2, "Thôi", "x" * 5_000, None, "31/02/2026")
    type_in(book["Phát hiện"], 3, FINDING)  # its day stood before, but the decision is another
    cells = [one.partition(": ")[0] for one in faults(saved(book))]
    assert cells == [f"Tờ “Phát hiện”, ô {cell}" for cell in ("L2", "O2", "M2", "M3", "O3")]


@pytest.mark.parametrize("head", ["Quyết định", "Lý do", "Mã phát hiện"])
def test_a_cell_whose_formula_failed_is_not_taken_for_an_empty_one(head: str) -> None:
    book = opened([decision("xã 0.txt", IDS[0], "finding", "Số đúng")])
    assert read_typed(saved(book)) == ()
    sheet = book["Phát hiện"]
    cell = sheet.cell(2, column(sheet, head))
    cell.value, cell.data_type = "#REF!", "e"
    with pytest.raises(TypedError) as caught:
        read_typed(saved(book))
    assert f"Tờ “Phát hiện”, ô {cell.coordinate}: công thức bị lỗi" in caught.value.sentences[0]


def test_two_decisions_of_one_finding_are_told() -> None:
    book = opened()
    sheet = book["Phát hiện"]
    type_in(sheet, 2, KEEP)
    sheet.append([cell.value for cell in sheet[2]])
    type_in(sheet, 8, RULE, "Mẫu cũ")
    assert faults(saved(book)) == (
        "Tờ “Phát hiện”, ô L8: khác với quyết định về chính điểm ấy ở tờ “Phát hiện”, ô L2.",
    )


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        (("Mã phát hiện",), "Tờ “Phát hiện”, ô P2: dòng có quyết định nhưng không có mã phát hiện"),
        (("SHA-256 của tệp", "Đường dẫn tệp"), "Tờ “Phát hiện”, ô R2: dòng có quyết định nhưng không còn đường dẫn"),
    ],
)
def test_hidden_cells_that_people_emptied_are_told(gone: tuple[str, ...], told: str) -> None:
    book = opened()
    sheet = book["Phát hiện"]
    type_in(sheet, 2, KEEP)
    for head in gone:
        sheet.cell(2, column(sheet, head)).value = None
    assert faults(saved(book))[0].startswith(told)


def test_a_column_that_people_deleted_is_told() -> None:
    book = opened()
    book["Phát hiện"].delete_cols(column(book["Phát hiện"], "Quyết định"))
    assert faults(saved(book)) == ("Tờ “Phát hiện” thiếu cột “Quyết định”.",)


def test_a_workbook_of_before_has_no_decisions() -> None:
    content = BytesIO()
    with Writer(content) as file:
        file.add_worksheet("Phát hiện").write_row(0, 0, ["Tệp", "Nội dung", "Mã phát hiện"])
    assert read_typed(content.getvalue()) == ()


def test_another_workbook_is_refused() -> None:
    content = BytesIO()
    with Writer(content) as file:
        file.add_worksheet("Trang 1").write_string(0, 0, "Quyết định")
    assert faults(content.getvalue())[0].startswith("Đây không phải sổ kết quả của Soát")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Không mở được sổ kết quả"),
        (b"PK\x03\x04 hong", "Không mở được sổ kết quả"),
        (workbook_bytes(records(), ())[:-2000], "Không mở được sổ kết quả"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Sổ kết quả có mật khẩu"),
    ],
)
def test_a_damaged_or_locked_workbook_is_told(content: bytes, told: str) -> None:
    assert faults(content)[0].startswith(told)


def test_a_damaged_sheet_is_told() -> None:
    whole = bytearray(workbook_bytes(records(), ()))
    at = whole.index(b"xl/worksheets/sheet3.xml") + 60
    whole[at : at + 40] = bytes(40)
    assert "tệp hỏng" in faults(bytes(whole))[0]
