"""`thong-tin.csv`: what it says of the reports beside it, and what is wrong with it."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from extractors.header import NOTHING, Overrides
from pipeline.bulk import analyse_files, find_reports
from pipeline.cli import app
from pipeline.ingest.overrides import parse_table

#: everything that is read of it stands in the text, so that it says the same under every name
REPORT = """UBND xã An Lạc
BÁO CÁO
Kết quả năm 2023

Tiếp nhận 20 hồ sơ, gồm: trực tiếp 12 hồ sơ, trực tuyến 8 hồ sơ.
"""
HEAD = "path,unit,period\n"


def soat(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], prog_name="soat")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.txt", "xã/b.txt", "xã/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"{REPORT}{name}\n", "utf-8")
    return tmp_path


def stated(folder: Path, *paths: Path) -> dict[str, tuple[str | None, str | None, dict[str, str]]]:
    """Unit, period and where they are from, by path."""
    records: list[Any] = analyse_files(find_reports(paths or [folder]), lambda _done, _total: None)
    return {r["source"]["path"]: tuple(r["header"][k] for k in ("unit", "period", "taken_from")) for r in records}


def write(folder: Path, text: str, encoding: str = "utf-8") -> None:
    (folder / "thong-tin.csv").write_bytes(text.encode(encoding))


READ = ("xã An Lạc", "2023", {})


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        pytest.param("path,unit,period\nxã/b.txt,phường Tân Lập,2024-Q2\n", "utf-8", id="plain"),
        pytest.param("path,unit,period\r\nxã/b.txt,phường Tân Lập,2024-Q2\r\n", "utf-8-sig", id="BOM"),
        pytest.param("đường dẫn;đơn vị;kỳ\nxã/b.txt;phường Tân Lập;quý II năm 2024\n", "utf-8-sig", id="Vietnamese"),
        pytest.param("Kỳ,Tệp,Đơn vị\n2024-q2,xã\\b.txt,phường  Tân Lập\n", "utf-8", id="other order"),
        pytest.param('\npath;unit;period;ghi chú\n\n"./xã/b.txt";"phường Tân Lập";"2024-Q2";x\n', "utf-8", id="quotes"),
        pytest.param(
            unicodedata.normalize("NFD", "path,unit,period\nxã/b.txt,phường Tân Lập,quý 2/2024\n"), "utf-8", id="NFD"
        ),
    ],
)
def test_a_row_states_unit_and_period(folder: Path, text: str, encoding: str) -> None:
    write(folder, text, encoding)
    marked = dict.fromkeys(("level", "period", "unit"), "override")
    assert find_reports([folder]).notices == ()
    assert stated(folder) == {"a.txt": READ, "xã/b.txt": ("phường Tân Lập", "2024-Q2", marked), "xã/c.txt": READ}


def test_unit_and_period_are_optional_each(folder: Path) -> None:
    write(folder, f"{HEAD}a.txt,huyện Sơn Bình,\nxã/b.txt,,2024\nxã/c.txt\n")
    found = stated(folder)
    assert found["a.txt"] == ("huyện Sơn Bình", "2023", {"level": "override", "unit": "override"})
    assert found["xã/b.txt"] == ("xã An Lạc", "2024", {"period": "override"})
    assert found["xã/c.txt"] == READ
    assert find_reports([folder]).notices == ()


def test_the_table_is_no_report_and_is_counted(folder: Path) -> None:
    write(folder, HEAD)
    found = find_reports([folder])
    assert [file.shown for file in found.files] == ["a.txt", "xã/b.txt", "xã/c.txt"]
    assert found.skipped == (("bảng thong-tin.csv (đã đọc để lấy đơn vị và kỳ)", 1),)
    assert find_reports([folder / "thong-tin.csv"]).files == ()


def test_a_table_beside_a_file_holds_for_it(folder: Path) -> None:
    write(folder / "xã", f"{HEAD}b.txt,,2020\nkhac.txt,,2020\n")
    path = folder / "xã" / "b.txt"
    assert stated(folder, path)[path.as_posix()][1] == "2020"
    assert find_reports([path]).notices == ()  # the call names one file: others may be elsewhere
    assert stated(folder)["xã/b.txt"][1] == "2020"


def test_of_two_tables_the_nearer_counts_field_by_field(folder: Path) -> None:
    write(folder, f"{HEAD}xã/b.txt,xã Hòa Tiến,2021\nxã/c.txt,,2021\n")
    write(folder / "xã", f"{HEAD}b.txt,,2022\n")
    found = stated(folder)
    assert (found["xã/b.txt"][:2], found["xã/c.txt"][1]) == (("xã Hòa Tiến", "2022"), "2021")


def test_the_same_bytes_under_two_names_have_what_is_stated_of_each(folder: Path) -> None:
    for name in ("a.txt", "xã/b.txt", "xã/c.txt"):
        (folder / name).write_text(REPORT, "utf-8")
    write(folder, f"{HEAD}xã/b.txt,,2024-Q1\n")
    assert [found[1] for found in stated(folder).values()] == ["2023", "2024-Q1", "2023"]


def test_the_same_bytes_under_two_names_are_named_by_each(tmp_path: Path) -> None:
    for name in ("xa An Lac.txt", "xa Hoa Tien.txt"):
        (tmp_path / name).write_text("BÁO CÁO\nKết quả\n\nTiếp nhận 20 hồ sơ.\n", "utf-8")
    assert [found[0] for found in stated(tmp_path).values()] == ["xã An Lac", "xã Hoa Tien"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (",xã A,2024", "dòng 2, cột đường dẫn: ô trống"),
        ("a.txt,xã A,2024-Q5", "dòng 2, cột kỳ: không hiểu “2024-Q5”"),
        ("a.txt,xã A,tháng 13 năm 2024", "dòng 2, cột kỳ: không hiểu"),
        ("b.txt,xã A,2024", "dòng 2, cột đường dẫn: không có tệp “b.txt”"),
        ("a.txt,xã A,2024,thừa", "dòng 2, cột đường dẫn: dòng có nhiều ô hơn dòng đầu"),
        (f"a.txt,{'x' * 300},2024", "dòng 2, cột đơn vị: quá dài"),
        ("a.txt,xã \x1b[31mA,2024", "dòng 2, cột đơn vị: quá dài hoặc có ký tự điều khiển"),
    ],
)
def test_a_faulty_row_has_one_notice_and_the_others_hold(folder: Path, row: str, told: str) -> None:
    write(folder, f"{HEAD}{row}\nxã/c.txt,,2022\n")
    (notice,) = find_reports([folder]).notices
    assert told in notice
    assert notice.startswith(f"“{folder.as_posix()}/thong-tin.csv”, ")
    assert stated(folder)["xã/c.txt"][1] == "2022"
    assert stated(folder)["a.txt"] == READ
    write(folder, f"{HEAD}a.txt,xã A,2024\nxã/c.txt,,2022\n")
    assert find_reports([folder]).notices == ()


def test_a_file_named_twice_keeps_its_first_row(folder: Path) -> None:
    write(folder, f"{HEAD}a.txt,,2021\n./a.txt,,2022\n")
    assert find_reports([folder]).notices[0].endswith("dòng 3, cột đường dẫn: tệp đã có ở dòng 2; bỏ qua dòng này.")
    assert stated(folder)["a.txt"][1] == "2021"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "không có cột path"),
        ("unit,period\nxã A,2024\n".encode(), "không có cột path"),
        ("path,unit\nbáo cáo.txt,xã A\n".encode("utf-16"), "bảng mã không phải UTF-8"),
        (b'path,unit\na.txt,"' + b"x" * 200_000 + b'"\n', "không phải bảng CSV đúng"),
        (b"path\n" + b"a,\n" * 2_000_000, "bảng lớn hơn 5 MB"),
    ],
)
def test_a_table_that_cannot_be_read_says_nothing_and_has_a_notice(folder: Path, data: bytes, told: str) -> None:
    (folder / "thong-tin.csv").write_bytes(data)
    (notice,) = find_reports([folder]).notices
    assert told in notice
    assert stated(folder)["a.txt"] == READ


@pytest.mark.skipif(os.name != "posix", reason="needs a pipe")
def test_a_pipe_with_the_name_of_a_table_is_not_opened(folder: Path) -> None:
    os.mkfifo(folder / "thong-tin.csv")
    assert stated(folder)["a.txt"] == READ


def test_any_bytes_are_a_table_or_a_notice() -> None:
    samples = [b"\0", b"path\0,unit\n", b'path,"unit\n', b"\xff\xfe", b"path;unit;period\n;;\n", "Tệp\n\n\n".encode()]
    tables = [parse_table(data, "t.csv") for data in samples]
    assert [bool(table.notices) for table in tables] == [True, True, True, True, False, False]
    assert {table.of("a.txt") for table in tables} == {NOTHING}
    assert parse_table(f"{HEAD}a.txt,xã A,2024".encode(), "t.csv").of("./a.txt") == Overrides("xã A", "2024")


# -- the commands ---------------------------------------------------------------------------------------------------


def test_check_tells_what_is_wrong_with_the_table_and_goes_on(folder: Path) -> None:
    write(folder, f"{HEAD}a.txt,,2024-Q1\n,,\nxã/c.txt,,năm ngoái\n")
    result = soat("check", "--format", "json", folder)
    assert result.exit_code == 2
    assert "dòng 4, cột kỳ: không hiểu “năm ngoái”" in result.stderr
    assert [json.loads(line)["header"]["period"] for line in result.stdout.splitlines()] == ["2024-Q1", "2023", "2023"]
    write(folder, f"{HEAD}a.txt,,2024-Q1\n")
    good = soat("check", "--format", "json", folder)
    assert (good.exit_code, good.stderr) == (0, "Bỏ qua: 1 bảng thong-tin.csv (đã đọc để lấy đơn vị và kỳ).\n")


def test_run_writes_what_is_stated(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    out = tmp_path_factory.mktemp("ra")
    write(folder, f"{HEAD}a.txt,phường Tân Lập,2024-Q1\nthieu.txt,,2024\n")
    result = soat("run", folder, "--out", out)
    assert result.exit_code == 2
    assert "không có tệp “thieu.txt”" in result.stderr
    values = [cell.value for sheet in openpyxl.load_workbook(out / "ket-qua.xlsx") for row in sheet for cell in row]
    assert "phường Tân Lập" in values
    write(folder, f"{HEAD}a.txt,phường Tân Lập,2024-Q1\n")
    assert soat("run", folder, "--out", out).exit_code == 0


def test_a_line_is_explained_with_the_period_that_is_stated(folder: Path) -> None:
    write(folder, f"{HEAD}a.txt,,2024-Q3\n")
    result = soat("check", "--explain", "5", folder / "a.txt")
    assert result.exit_code == 0
    assert "kỳ của báo cáo (quý 3 năm 2024)" in result.stdout
