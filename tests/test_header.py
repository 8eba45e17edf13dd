"""Heads and feet of papers: what is read in any order of the columns, what is taken from elsewhere, what is stated."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.header import Overrides
from extractors.header.bodies import body_name
from pipeline.analysis import Analysis, analyse_bytes
from pipeline.export.record import as_mapping, record

TOP = Path(__file__).parents[1]
FORMS = tomllib.loads((TOP / "tests" / "cases" / "forms.toml").read_text("utf-8"))["form"]
BODIES = list(csv.DictReader((TOP / "extractors" / "header" / "bodies.csv").read_text("utf-8").splitlines()))
NAMED = [pytest.param(form, id=form["name"]) for form in FORMS]
BARE = "BÁO CÁO\nKết quả tiếp nhận hồ sơ\n\nTrong kỳ tiếp nhận 12 hồ sơ.\n"
WHOLE = FORMS[0]["text"]
Header = Mapping[str, Any]


def header(text: str, path: str = "x.txt", overrides: Overrides = Overrides()) -> Header:  # noqa: B008  # says nothing
    return head_of(analyse_bytes(text.encode(), path, overrides))


def head_of(analysis: Analysis) -> Header:
    found: Header = as_mapping(record(analysis))["header"]  # type: ignore[assignment]  # a header there is
    return found


def differing(found: Header, wanted: Header) -> dict[str, tuple[Any, Any]]:
    """The fields that are not as wanted; TOML has no null, "@none" stands for it."""
    expected = {name: None if value == "@none" else value for name, value in wanted.items()}
    return {name: (found[name], value) for name, value in expected.items() if found[name] != value}


def edited(form: Header) -> str:
    old, new = form["edit"]
    assert form["text"].count(old) == 1, f"{old!r} must stand in the text once"
    return str(form["text"]).replace(old, new)


# -- forms and their twins -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", NAMED)
def test_a_form_is_read(form: Header) -> None:
    assert differing(header(form["text"]), form["header"]) == {}


@pytest.mark.parametrize("form", NAMED)
def test_its_twin_is_read_otherwise(form: Header) -> None:
    assert differing(header(edited(form)), form["becomes"]) == {}
    assert differing(header(form["text"]), form["becomes"]) != {}


@pytest.mark.parametrize("row", BODIES, ids=lambda row: row["example"])
def test_a_body_is_written_as_in_text(row: Mapping[str, str]) -> None:
    assert body_name(row["example"]) == row["read"]


# -- Word: head and foot as tables without rules -------------------------------------------------------------------


def word(rows: list[tuple[str, str]], body: list[str], foot: list[tuple[str, str]], joint: str = "\n") -> Header:
    """The header of a Word file whose head and foot are tables of two columns; a cell has a paragraph a line."""
    document = docx.Document()
    for cells in (rows, None, foot):
        if cells is None:
            for text in body:
                document.add_paragraph(text)
            continue
        table = document.add_table(len(cells), 2)
        for row, texts in enumerate(cells):
            for column, text in enumerate(texts):
                cell = table.rows[row].cells[column]
                first, *more = text.split(joint)
                cell.text = first
                for line in more:
                    cell.add_paragraph(line)
    packed = io.BytesIO()
    document.save(packed)
    return head_of(analyse_bytes(packed.getvalue(), "x.docx"))


LEFT = "UBND HUYỆN SƠN BÌNH\nUBND XÃ AN LẠC"
RIGHT = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
BODY = ["BÁO CÁO", "Kết quả công tác dân vận quý II năm 2024", "Trong quý, xã tổ chức 03 hội nghị."]
SENT = "Nơi nhận:\n- UBND huyện;\n- Lưu: VT."
SIGNED = "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n\nLê Thị Mận"
WANTED = {
    "issuer": "UBND xã An Lạc", "unit": "xã An Lạc", "parents": ["huyện Sơn Bình"], "number": "12",
    "symbol": "BC-UBND", "place": "An Lạc", "date": "2024-06-05", "title": BODY[1], "period": "2024-Q2",
    "signer_title": "PHÓ CHỦ TỊCH", "signer_name": "Lê Thị Mận", "recipients": ["UBND huyện", "Lưu: VT"],
}  # fmt: skip


@pytest.mark.parametrize("joint", ["\n", "\v"], ids=["paragraphs", "line breaks"])
def test_a_head_table_of_one_row_is_read(joint: str) -> None:
    rows = [(f"{LEFT}\nSố: 12/BC-UBND", f"{RIGHT}\nAn Lạc, ngày 05 tháng 6 năm 2024")]
    if joint == "\v":  # Word's own line break: nothing but blanks is left of it
        rows = [(one.replace("\n", " "), two.replace("\n", " ")) for one, two in rows]
    assert differing(word(rows, BODY, [(SENT, SIGNED)]), WANTED) == {}


def test_a_head_table_of_two_rows_is_read() -> None:
    rows = [(LEFT, RIGHT), ("Số: 12/BC-UBND", "An Lạc, ngày 05 tháng 6 năm 2024")]
    assert differing(word(rows, BODY, [(SENT, SIGNED)]), WANTED) == {}


def test_a_foot_table_of_rows_is_read() -> None:
    rows = [(f"{LEFT}\nSố: 12/BC-UBND", f"{RIGHT}\nAn Lạc, ngày 05 tháng 6 năm 2024")]
    foot = [("Nơi nhận:", "KT. CHỦ TỊCH"), ("- UBND huyện;", "PHÓ CHỦ TỊCH"), ("- Lưu: VT.", "Lê Thị Mận")]
    assert differing(word(rows, BODY, foot), WANTED) == {}


def test_a_table_that_leaves_number_and_day_blank_says_so() -> None:
    rows = [(f"{LEFT}\nSố:      /BC-UBND", f"{RIGHT}\nAn Lạc, ngày      tháng 6 năm 2024")]
    found = word(rows, BODY, [(SENT, SIGNED)])
    assert differing(found, {**WANTED, "number": "@none", "date": "2024-06"}) == {}


# -- the names of file and folder ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("Bao cao CCHC quy II 2024 - xa An Lac.docx", ("xã An Lac", "xa", "2024-Q2")),
        ("BC 6 thang dau nam 2023/UBND xã Đông Hà.docx", ("xã Đông Hà", "xa", "2023-H1")),
        ("2024/Huyện Sơn Bình/BC quý III.txt", ("huyện Sơn Bình", "huyen", "2024-Q3")),
        ("bc_thang_4-2024_phuong_Tan_Lap.txt", ("phường Tan Lap", "xa", "2024-04")),
        ("bao-cao-cchc-quy-iv-nam-2023-xa-an-lac.txt", ("xã an lac", "xa", "2023-Q4")),
        ("tinh Son Giang/BC nam 2024.txt", ("tỉnh Son Giang", "tinh", "2024")),
        ("TP Nha Trang - bao cao 6 thang cuoi nam 2024.txt", ("thành phố Nha Trang", "huyen", "2024-H2")),
        ("Báo cáo quý I.2025 xã An Lạc (sửa).txt", ("xã An Lạc", "xa", "2025-Q1")),
        ("BC quy 2-2024 huyen Dan Phuong.txt", ("huyện Dan Phuong", "huyen", "2024-Q2")),
        ("tinh Ha Tinh bao cao nam 2024.txt", ("tỉnh Ha Tinh", "tinh", "2024")),
        ("xa Quy Thanh huyen Son Binh nam 2023.txt", ("xã Quy Thanh", "xa", "2023")),
        ("huyen Son Binh - xa Cho Moi - 6 thang dau nam 2024.txt", ("xã Cho Moi", "xa", "2024-H1")),
        ("BC UBND xã Ea H'Lin gửi huyện Sơn Bình quý III.2023.txt", ("xã Ea H'Lin", "xa", "2023-Q3")),
        ("XA TAN HUNG BC CCHC QUY IV 2024.txt", ("xã TAN HUNG", "xa", "2024-Q4")),
    ],
)
def test_names_of_files_say_what_the_text_does_not(path: str, wanted: tuple[str, str, str]) -> None:
    found = header(BARE, path)
    assert (found["unit"], found["level"], found["period"]) == wanted
    assert found["taken_from"] == dict.fromkeys(("level", "period", "unit"), "file name")


@pytest.mark.parametrize(
    "path",
    [
        "Bao cao kinh te - xa hoi, phuong huong nhiem vu.docx",
        "tinh hinh quan ly.txt",
        "Báo cáo 2024.txt",
        "home/xa/bc.txt",
        "bao cao cong tac quan su, phuong an 2024.txt",
        "Tình hình xã hội.txt",
        "ket qua thang.txt",
        "bao cao gui huyen Son Binh.txt",
        "test_a_huyen_x0.txt",
    ],
)
def test_names_of_files_are_not_overread(path: str) -> None:
    found = header(BARE, path)
    assert (found["unit"], found["level"], found["period"], found["taken_from"]) == (None, None, None, {})
    assert header(BARE, f"xa An Lac/{Path(path).name}")["unit"] == "xã An Lac"


def test_a_file_name_never_wins_over_the_text() -> None:
    path = "KH quy IV 2021 - xa Hoa Tien.txt"
    assert differing(header(WHOLE, path), FORMS[0]["header"]) == {}
    assert header(BARE, path)["unit"] == "xã Hoa Tien"


def test_the_kind_is_taken_from_closing_sentence_or_file_name() -> None:
    text = "UBND xã An Lạc\n\nTiếp nhận 12 hồ sơ.\n\nTrên đây là báo cáo quý I năm 2024 của UBND xã An Lạc./.\n"
    found = header(text)
    assert (found["kind"], found["period"], found["taken_from"]["kind"]) == ("bao_cao", "2024-Q1", "text")
    without = text.replace("Trên đây là báo cáo quý I năm 2024 của UBND xã An Lạc./.", "")
    assert header(without)["kind"] == "tin_bai"
    named = header(without, "Ke hoach CCHC.docx")
    assert (named["kind"], named["taken_from"]["kind"]) == ("ke_hoach", "file name")


def test_a_neighbour_that_is_mentioned_is_not_the_unit() -> None:
    text = f"{BARE}\nĐoàn công tác đã sang học tập tại xã Hòa Tiến.\n"
    assert header(text)["unit"] is None
    assert header(text, "xa An Lac.txt")["unit"] == "xã An Lac"
    own = text.replace("Đoàn công tác đã sang học tập tại xã Hòa Tiến", "UBND xã Hòa Tiến báo cáo như sau")
    assert header(own)["unit"] == "xã Hòa Tiến"


# -- what somebody states ------------------------------------------------------------------------------------------


def test_overrides_count_more_than_the_text() -> None:
    found = header(WHOLE, overrides=Overrides("huyện Sơn Bình", "2023-Q4"))
    assert (found["unit"], found["level"], found["period"]) == ("huyện Sơn Bình", "huyen", "2023-Q4")
    assert found["parents"] == []
    assert found["taken_from"] == dict.fromkeys(("level", "period", "unit"), "override")
    only = header(WHOLE, overrides=Overrides(period="2023-Q4"))
    assert (only["unit"], only["taken_from"]) == ("xã An Lạc", {"parents": "text", "period": "override"})
    assert header(WHOLE)["taken_from"] == {"parents": "text"}


# -- remarks of the checks ------------------------------------------------------------------------------------------


def told(text: str) -> list[tuple[str, str]]:
    return [(finding.rule, finding.severity) for finding in analyse_bytes(text.encode(), "x.txt").findings]


@pytest.mark.parametrize(
    ("printed", "rule"),
    [
        ("Số: 12/BC-UBND", []),
        ("Số: 12-BC/UBND", [("header", "info")]),
        ("Số: 12/BC-ĐU", [("header", "info")]),
        ("Số 12-BC/ĐU", [("header", "warning")]),  # the grammar is right, the body is another
        ("Số: 12-BC/ĐTN", []),
        ("Số: 12/BC-BCĐ", []),
        ("Số 12-BC/BCĐ", []),
        ("Số: 12/UBND-NV", [("header", "info")]),
        ("Số: 12/BC-MTTQ-BTT", []),
        ("Số: 12/2024/BC-UBND", []),
        ("Số: 12 / BC – UBND", []),
        ("Số:12/BC-UBND", []),
        ("Số: 12a/BC-UBND", []),
        ("Số: 12/BC--UBND", [("header", "warning")]),
        ("Số: 12//BC-UBND", [("header", "warning")]),
        ("Số: 12/TTr-UBND", [("header", "warning")]),
        ("Số: xx/BC-UBND", [("header", "warning")]),
        ("Số:", [("header", "warning")]),
    ],
)
def test_numbers_and_symbols_are_held_against_their_grammar(printed: str, rule: list[tuple[str, str]]) -> None:
    assert told(WHOLE.replace("Số: 12/BC-UBND", printed)) == rule


@pytest.mark.parametrize(
    ("mark", "severity"),
    [("DỰ THẢO\n", "info"), ("(Dự thảo lần 2)\n", "info"), ("Dự thảo 11/6/2024\n", "info"), ("KHẨN\n", "warning")],
)
def test_what_a_draft_leaves_open_is_a_remark(mark: str, severity: str) -> None:
    blank = f"{mark}{WHOLE}".replace("Số: 12/", "Số:     /").replace("ngày 05", "ngày   ")
    assert told(blank) == [("header", severity), ("date", severity)]
    assert told(f"{mark}{WHOLE}") == []


def test_blank_parts_in_a_table_of_columns_are_found() -> None:
    text = (
        FORMS[1]["text"].replace("Số: 45/BC-UBND ", "Số:    /BC-UBND").replace("ngày 12 tháng 3", "ngày    tháng    ")
    )
    assert told(text) == [("header", "warning"), ("date", "warning")]
    assert told(FORMS[1]["text"]) == []


# -- the corpus in other orders ------------------------------------------------------------------------------------

REPORTS = sorted((TOP / "corpus" / "reports").glob("*.txt"))
SIDES = ("CỘNG H", "Độc lập", "ĐẢNG CỘNG SẢN")


def columns(text: str) -> tuple[list[str], list[str], str]:
    """The lines of the two columns of a head, and what stands below them."""
    at = next(m.start() for m in re.finditer(r"(?m)^(?:BÁO CÁO|KẾ HOẠCH)\s*$", text))
    lines = [line for line in text[:at].splitlines() if line.strip()]
    right = [line for line in lines if line.startswith(SIDES) or ", ngày" in line]
    return [line for line in lines if line not in right], right, text[at:]


@pytest.mark.parametrize("gap", ["\t", "      "], ids=["tab", "gap"])
@pytest.mark.parametrize("path", [p for p in REPORTS if ", ngày" in p.read_text("utf-8")[:600]], ids=lambda p: p.stem)
def test_the_corpus_is_read_in_columns_line_by_line(path: Path, gap: str) -> None:
    text = path.read_text("utf-8")
    left, right, body = columns(text)
    rows = [gap.join(filter(None, pair)) for pair in zip_longest(left, right, fillvalue="")]
    assert header("\n".join([*rows, "", body])) == header(text)
    assert header("\n".join([*right, *left, "", body])) == header(text)


# -- never invented --------------------------------------------------------------------------------------------------


def printed(value: str, text: str) -> bool:
    return " ".join(value.split()).casefold() in " ".join(text.replace("*", " ").split()).casefold()


@given(st.sampled_from(FORMS), st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_in_any_order_of_the_lines_nothing_is_said_that_is_not_printed(form: Header, random: Any) -> None:
    lines = form["text"].splitlines()
    random.shuffle(lines)
    text = "\n".join(lines[: random.randint(1, len(lines))])
    found = header(f"{text}\n\n1. Kết quả.\n")
    for field in ("number", "place", "signer_title", "signer_name"):
        assert found[field] is None or printed(found[field], text)
    assert found["unit"] is None or printed(" ".join(found["unit"].split()[-2:]), text)
    assert found["date"] is None or found["date"][:4] in text
    # an entry may go on below a line of the other column
    assert all(printed(word, text) for one in found["recipients"] for word in one.split())
    assert set(found["taken_from"].values()) <= {"text"}
    assert all(found[field] for field in found["taken_from"])
