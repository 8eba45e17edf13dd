"""`soat metrics`: the list, the check of a table, and rows suggested for the figures that no metric measures."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from extractors.catalogue.lookup import metrics
from pipeline.analysis import analyse_bytes
from pipeline.cli import app
from pipeline.mentions import mentions
from pipeline.suggest import suggest

TOP = Path(__file__).parents[1]
TABLE = """mã;tên;đơn vị;cụm từ;ví dụ;nhóm
to_roi;Tờ rơi đã phát;tờ rơi;phát tờ rơi;Xã đã phát {1.200} tờ rơi;Tuyên truyền
bhyt;Tỷ lệ tham gia BHYT;%;tham gia bảo hiểm y tế;Tỷ lệ người dân tham gia bảo hiểm y tế đạt {95,3}%;
"""
REPORT = "UBND xã {place}\nBÁO CÁO\nKết quả năm 2023\n\nI. KẾT QUẢ\n{text}\n"


def soat(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], prog_name="soat")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def write(folder: Path, name: str, text: str, place: str = "An Lạc") -> None:
    (folder / name).write_text(REPORT.format(place=place, text=text), "utf-8")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "danh-muc.csv"
    path.write_text(TABLE, "utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two reports that say alike what no metric measures, each in its own words."""
    path = tmp_path / "báo cáo"
    path.mkdir()
    write(path, "a.txt", "Năm 2023, xã An Lạc đã phát 2.500 tờ rơi. Toàn xã có 1.024 hộ dùng nước sạch.")
    write(path, "b.txt", "Trong năm đã phát 1.100 tờ rơi. Có 812 hộ dùng nước sạch; trồng 12 ha sen.", "Bình Minh")
    return path


# -- list ------------------------------------------------------------------------------------------------------------


def test_the_list_has_every_metric_and_those_of_staff_last(table: Path) -> None:
    plain = soat("metrics", "list")
    assert plain.exit_code == 0
    lines = plain.stdout.splitlines()
    assert lines[0].split() == ["mã", "tên", "đơn", "vị", "nhóm"]
    assert [line.split()[0] for line in lines[1:]] == list(metrics())
    own = soat("metrics", "list", "--catalogue", table).stdout.splitlines()[len(lines) :]
    assert [line.split("  ")[0] for line in own] == ["to_roi", "bhyt"]
    assert own[1].rstrip().endswith("Danh mục của đơn vị")


def test_the_list_as_a_table(table: Path) -> None:
    found = rows(soat("metrics", "list", "--format", "csv", "--catalogue", table).stdout)
    assert len(found) == len(metrics()) + 2
    assert found[-2] == {"mã": "to_roi", "tên": "Tờ rơi đã phát", "đơn vị": "tờ rơi", "nhóm": "Tuyên truyền"}
    assert soat("metrics", "list", "--format", "xlsx").exit_code == 2


# -- check -----------------------------------------------------------------------------------------------------------


def test_a_good_table_is_counted_and_its_twin_is_told_wrong(table: Path) -> None:
    good = soat("metrics", "check", table)
    assert (good.exit_code, good.stdout) == (0, f"{table.as_posix()}: 2 chỉ tiêu, 2 cụm từ, không có lỗi.\n")
    table.write_text(TABLE.replace("{95,3}", "95,3"), "utf-8")
    wrong = soat("metrics", "check", table)
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert wrong.stderr == f'{table.as_posix()}, dòng 3, cột "ví dụ": câu ví dụ không có số trong ngoặc nhọn {{}}.\n'


def test_a_column_that_is_not_used_is_told_and_is_no_fault(table: Path) -> None:
    table.write_text(TABLE.replace("nhóm", "người lập"), "utf-8")
    result = soat("metrics", "check", table)
    assert result.exit_code == 0
    assert "bỏ qua cột “người lập”" in result.stderr


def test_help_and_wrong_calls_are_vietnamese() -> None:
    told = soat("metrics", "--help").stdout
    assert all(name in told for name in ("list", "check", "suggest", "Xem danh mục chỉ tiêu"))
    assert soat("metrics").exit_code == 2
    assert "Thiếu tham số TỆP" in soat("metrics", "check").stderr


# -- suggest ---------------------------------------------------------------------------------------------------------


def test_figures_that_come_twice_become_rows_with_a_sentence_of_the_folder(folder: Path) -> None:
    result = soat("metrics", "suggest", folder)
    assert (result.exit_code, result.stderr) == (0, "")
    found = {row["mã"]: row for row in rows(result.stdout)}
    assert sorted(found) == ["ho_dung_nuoc_sach", "phat_to_roi"]
    flyers = found["phat_to_roi"]
    assert (flyers["tên"], flyers["đơn vị"], flyers["số lần"], flyers["số báo cáo"]) == (
        "Phát tờ rơi",
        "tờ rơi",
        "2",
        "2",
    )
    assert flyers["ví dụ"] == "Trong năm đã phát {1.100} tờ rơi"
    write(folder, "c.txt", "Đã trồng 15 ha sen.")
    assert "trong_sen" in {row["mã"] for row in rows(soat("metrics", "suggest", folder).stdout)}


def test_what_is_written_passes_the_check_and_links_the_figures(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "de-xuat.csv"
    result = soat("metrics", "suggest", folder, "--out", out)
    assert (result.exit_code, result.stderr) == (0, f"Đã ghi 2 chỉ tiêu đề xuất vào “{out.as_posix()}”.\n")
    assert out.read_bytes().startswith("\ufeffmã;".encode())
    checked = soat("metrics", "check", out)
    assert (checked.exit_code, checked.stderr) == (0, "")
    records = soat("check", "--format", "json", "--catalogue", out, folder).stdout.splitlines()
    linked = [number["metric"] for line in records for number in json.loads(line)["numbers"] if number.get("metric")]
    assert sorted(linked) == ["ho_dung_nuoc_sach"] * 2 + ["phat_to_roi"] * 2


def test_what_the_table_of_the_folder_measures_is_not_suggested_again(folder: Path) -> None:
    (folder / "danh-muc.csv").write_text(TABLE, "utf-8")
    found = rows(soat("metrics", "suggest", folder).stdout)
    assert [row["mã"] for row in found] == ["ho_dung_nuoc_sach"]


def test_a_code_that_is_taken_is_numbered(folder: Path) -> None:
    taken = "mã;tên;đơn vị;cụm từ;ví dụ\nphat_to_roi;X;hộ;trồng rừng;có {5} hộ trồng rừng\n"
    (folder / "danh-muc.csv").write_text(taken, "utf-8")
    assert [row["mã"] for row in rows(soat("metrics", "suggest", folder).stdout)] == [
        "ho_dung_nuoc_sach",
        "phat_to_roi_2",
    ]


def test_the_same_bytes_twice_count_once(folder: Path) -> None:
    (folder / "b.txt").write_bytes((folder / "a.txt").read_bytes())
    result = soat("metrics", "suggest", folder)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Không có số liệu nào ngoài danh mục" in result.stderr


def test_an_existing_file_is_not_overwritten(folder: Path, table: Path) -> None:
    result = soat("metrics", "suggest", folder, "--out", table)
    assert result.exit_code == 2
    assert "hãy chọn tên khác" in result.stderr
    assert table.read_text("utf-8") == TABLE
    for out in (folder / "không có" / "x.csv", folder / ("x" * 300)):
        assert soat("metrics", "suggest", folder, "--out", out).stderr == f"Không ghi được “{out.as_posix()}”.\n"


def test_a_report_that_cannot_be_read_is_told_and_the_others_are_used(folder: Path) -> None:
    (folder / "c.docx").write_bytes(b"PK\x03\x04")
    result = soat("metrics", "suggest", folder)
    assert result.exit_code == 2
    assert "c.docx" in result.stderr
    assert len(rows(result.stdout)) == 2


def mentioned(text: str) -> list[tuple[tuple[str, ...], str]]:
    return [
        mention.key for mention in mentions(analyse_bytes(REPORT.format(place="An Lạc", text=text).encode(), "a.txt"))
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Năm 2023, xã An Lạc đã phát 2.500 tờ rơi.", "Trong kỳ đã phát 12 tờ rơi."),
        ("Tổng số hộ nghèo A bờ rào xanh: 12 hộ.", "Số hộ nghèo A bờ rào xanh là 9 hộ."),
        ("Tổ chức 12 phiên chợ quê.", "Trong quý đã tổ chức được 5 phiên chợ quê."),
    ],
)
def test_labels_are_alike_without_numbers_connectives_and_the_own_place(one: str, other: str) -> None:
    assert mentioned(one) == mentioned(other)
    assert mentioned(one)[0][0]


def test_a_change_a_share_of_a_plan_and_a_numbered_place_are_no_metric() -> None:
    assert mentioned("Có 30 hộ trồng sen.")
    assert mentioned("Tăng 30 hộ trồng sen.") == []
    assert mentioned("Tổ 3 có 30 hộ trồng sen.") == []


def test_the_corpus_gives_many_rows_alike_each_time_that_pass_the_check(tmp_path: Path) -> None:
    reports = TOP / "corpus" / "reports"
    first, second = (soat("metrics", "suggest", reports).stdout for _ in range(2))
    assert first == second
    found = rows(first)
    assert len(found) > 100
    times = [int(row["số lần"]) for row in found]
    assert times == sorted(times, reverse=True)
    assert min(times) >= 2
    path = tmp_path / "d.csv"
    path.write_text(first, "utf-8")
    checked = soat("metrics", "check", path)
    assert (checked.exit_code, checked.stdout) == (
        0,
        f"{path.as_posix()}: {len(found)} chỉ tiêu, {len(found)} cụm từ, không có lỗi.\n",
    )


def test_without_mentions_there_is_nothing_to_suggest() -> None:
    assert suggest([]) == []
