"""`bo-qua.csv`: what it dismisses, what it leaves, how that is told, and what is wrong with it by row and column."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.export.words import RULES
from pipeline.ingest.csv_cells import told
from pipeline.ingest.dismissal_table import COLUMNS, parse_dismissals

TOP = Path(__file__).parents[1]
FRAME = (
    "ỦY BAN NHÂN DÂN\nXÃ TIÊN LÃNG\nSố: 12/BC-UBND\nTiên Lãng, ngày 14 tháng 12 năm 2023\nBÁO CÁO\nKết quả năm 2023\n\n"
    "{}\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n(Đã ký)\nNguyễn Văn An\n"
)
REPORT = FRAME.format(
    "Tiếp nhận 29 hồ sơ, gồm: trực tiếp 12 hồ sơ, trực tuyến 8 hồ sơ.\n"
    "Đã gửi 134 thư, gồm: xin lỗi 9 thư, cảm ơn 21 thư, chúc mừng 160 thư, chia buồn 58 thư."
)
HEAD = "mã phát hiện;tệp;đơn vị;chỉ tiêu;giá trị;quy tắc;lý do\n"
#: the ids of the two findings of the report, in their order
FILES, LETTERS = "sum-111111111111", "sum-222222222222"


def soat(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], prog_name="soat")


def records(*arguments: str | Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in soat("check", "--format", "json", *arguments).stdout.splitlines()]


def why(record: dict[str, Any]) -> list[str | None]:
    """What each finding of a record was dismissed by."""
    return [finding["dismissed"] and finding["dismissed"]["kind"] for finding in record["findings"]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(REPORT, "utf-8")
    return tmp_path


@pytest.fixture
def ids(folder: Path) -> list[str]:
    (record,) = records(folder)
    assert [finding["severity"] for finding in record["findings"]] == ["error", "error"]
    assert why(record) == [None, None]
    return [finding["id"] for finding in record["findings"]]


def write(folder: Path, rows: str, head: str = HEAD, encoding: str = "utf-8") -> Path:
    path = folder / "bo-qua.csv"
    path.write_bytes((head + rows).encode(encoding))
    return path


def faults(rows: str, head: str = HEAD) -> list[str]:
    return [told(fault, "b.csv", COLUMNS) for fault in parse_dismissals((head + rows).encode(), "b.csv", RULES).faults]


# -- three things that may be dismissed ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("{0};;;;;;x", ["finding", None]),
        ("{1};;xã Tiên Lãng;;;;x", [None, "finding"]),
        ("{1};;XÃ TIÊN  LÃNG;;;;x", [None, "finding"]),
        ("{1};;xã Tiên Lữ;;;;x", [None, None]),
        ("{0};a.txt;;;;;x", ["finding", None]),
        ("{0};b.txt;;;;;x", [None, None]),
        (";;xã Tiên Lãng;dossiers.received;29;;x", ["value", None]),
        (";;xã Tiên Lãng;Hồ sơ tiếp nhận;29;;x", ["value", None]),
        (";;xã Tiên Lãng;đã gửi;134;;x", [None, "value"]),
        (";;xã Tiên Lãng;đã gửi;135;;x", [None, None]),
        (";;xã Tiên Lữ;đã gửi;134;;x", [None, None]),
        (";;xã Tiên Lãng;đã nhận;134;;x", [None, None]),
        # a part that is right does not make the total right
        (";;xã Tiên Lãng;chúc mừng;160;;x", [None, None]),
        (";;;;;sum;x", ["rule", "rule"]),
        (";;xã Tiên Lãng;;;Cộng tổng;x", ["rule", "rule"]),
        (";;xã Tiên Lữ;;;sum;x", [None, None]),
        (";;;;;percent;x", [None, None]),
        # of several rows the narrowest gives the reason
        (";;;;;sum;x\n{0};;;;;;y", ["finding", "rule"]),
    ],
)
def test_each_kind_dismisses_what_it_names_and_nothing_else(
    folder: Path, ids: list[str], row: str, expected: list[str | None]
) -> None:
    write(folder, row.format(*ids) + "\n")
    (record,) = records(folder)
    assert why(record) == expected
    assert [finding["id"] for finding in record["findings"]] == ids


def test_reason_and_rows_stand_in_the_record(folder: Path, ids: list[str]) -> None:
    write(folder, f";;;;;sum;cả nhóm\n\n{ids[0]};;;;;;đã  sửa\n")
    (record,) = records(folder)
    assert [finding["dismissed"] for finding in record["findings"]] == [
        {"kind": "finding", "reason": "đã sửa", "rows": [4, 2]},
        {"kind": "rule", "reason": "cả nhóm", "rows": [2]},
    ]
    assert record["coverage"]["contradicted"] == 0


def test_of_two_figures_that_deny_each_other_both_must_be_verified(tmp_path: Path) -> None:
    """One that is right makes the other one wrong."""
    (tmp_path / "a.txt").write_text(FRAME.format("Xã đã kết nạp 18 đảng viên, trong đó nữ 27 đảng viên."), "utf-8")
    (record,) = records(tmp_path)
    numbers = {number["id"]: number for number in record["numbers"]}
    (finding,) = record["findings"]
    shown = [numbers[evidence["number"]] for evidence in finding["evidence"]]
    assert {number["value"] for number in shown} == {finding["expected"], finding["found"]} == {18, 27}
    rows = [f";;xã Tiên Lãng;{number['label']};{number['text']};;x\n" for number in shown]
    for some, expected in ((rows[:1], None), (rows[1:], None), (rows, "value")):
        write(tmp_path, "".join(some))
        assert why(records(tmp_path)[0]) == [expected]


def test_a_list_that_is_shorter_than_said_is_dismissed_by_the_count_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FRAME.format("Xã chọn 03 thôn làm điểm gồm: thôn Đông, thôn Đoài."), "utf-8")
    (record,) = records(tmp_path)
    assert [(finding["rule"], finding["found"]) for finding in record["findings"]] == [("enumeration", 2)]
    label = next(number["label"] for number in record["numbers"] if number["value"] == 3)
    for value, expected in (("03", "value"), ("3", "value"), ("2", None)):
        write(tmp_path, f";;xã Tiên Lãng;{label};{value};;thôn thứ ba mới lập\n")
        assert why(records(tmp_path)[0]) == [expected]


def test_the_same_bytes_under_two_names_are_dismissed_each_by_its_own_rows(folder: Path, ids: list[str]) -> None:
    (folder / "b.txt").write_text(REPORT, "utf-8")
    write(folder, f"{ids[0]};b.txt;;;;;x\n")
    assert [why(record) for record in records(folder)] == [[None, None], ["finding", None]]


# -- exit status, text, workbook -----------------------------------------------------------------------------------


def test_what_is_dismissed_counts_no_more_and_is_told_at_the_end(folder: Path, ids: list[str]) -> None:
    assert soat("check", folder).exit_code == 1
    write(folder, f"{ids[0]};;;;;;Trùng hồ sơ liên thông\n")
    some = soat("check", folder)
    assert some.exit_code == 1
    assert "  Sai số liệu (1)" in some.stdout
    assert some.stdout.splitlines()[-2:] == [
        "Đã đọc 1 tệp: 1 sai số liệu, 0 cần giải trình, 0 lưu ý; 1 phát hiện đã bỏ qua.",
        "Bỏ qua: 1 bảng bo-qua.csv (các điều bỏ qua; chỉ dùng bảng ở thư mục gốc).",
    ]
    report = some.stdout.split("\n\n")[0].splitlines()
    assert report[-3] == "  Đã bỏ qua (1)"
    assert report[-2].startswith("    • dòng 8 · Cộng tổng: Tổng 29 hồ sơ")
    assert report[-1] == f"        lý do (phát hiện này): Trùng hồ sơ liên thông (mã: {ids[0]})"
    write(folder, f"{ids[0]};;;;;;Trùng hồ sơ liên thông\n{ids[1]};;;;;;Đã đính chính\n")
    both = soat("check", folder)
    assert (both.exit_code, both.stderr) == (0, "")
    assert "  Chưa phát hiện mâu thuẫn nào khác ngoài các điều đã bỏ qua." in both.stdout
    assert "Sai số liệu" not in both.stdout
    assert soat("check", folder / "a.txt").exit_code == 0  # the table beside a file that is named
    assert soat("check", "--format", "json", folder).exit_code == 0


def test_the_text_shows_the_id_that_a_row_needs(folder: Path, ids: list[str]) -> None:
    assert re.findall(r"\(mã: (\S+)\)", soat("check", folder).stdout) == ids


def test_a_line_is_explained_with_the_reason(folder: Path, ids: list[str]) -> None:
    assert soat("check", "--explain", "8", folder / "a.txt").exit_code == 1
    write(folder, ";;;;;sum;Đã đính chính\n")
    result = soat("check", "--explain", "8", folder / "a.txt")
    assert result.exit_code == 0
    assert "  Đã bỏ qua: Đã đính chính" in result.stdout


def test_run_lists_it_on_its_own_sheet_alike_each_time(folder: Path, ids: list[str]) -> None:
    write(folder, f"{ids[1]};;;;;;Đã đính chính\n")
    out = folder / "ra"
    assert soat("run", folder, "--out", out).exit_code == 0
    first = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    book = openpyxl.load_workbook(out / "ket-qua.xlsx")
    gone = [row[11:14] + row[18:19] for row in book["Đã bỏ qua"].iter_rows(min_row=2, values_only=True)]
    assert gone == [("Đã đính chính", "phát hiện này", "2", ids[1])]
    assert [row[15] for row in book["Phát hiện"].iter_rows(min_row=2, values_only=True)] == [ids[0]]
    verdicts = [row[6] for row in book["Phép tính"].iter_rows(min_row=2, values_only=True)]
    assert verdicts == ["không khớp", "không khớp"]
    assert soat("run", folder, "--out", out).exit_code == 0
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == first


# -- where the table stands ----------------------------------------------------------------------------------------


def test_a_table_that_is_named_counts_instead_of_that_beside_the_reports(folder: Path, ids: list[str]) -> None:
    write(folder, f"{ids[0]};;;;;;x\n")
    other = folder / "khác.csv"
    other.write_text(f"{HEAD}{ids[1]};;;;;;y\n", "utf-8")
    found = records("--dismissals", other, folder)
    assert [record["source"]["path"] for record in found] == ["a.txt"]  # the table is no report
    assert why(found[0]) == [None, "finding"]
    out = folder / "ra"
    assert soat("run", folder, "--out", out, "--dismissals", other).exit_code == 0
    (line,) = (out / "ket-qua.jsonl").read_text("utf-8").splitlines()
    assert why(json.loads(line)) == [None, "finding"]


def test_a_table_in_a_folder_below_is_no_report_and_says_nothing(folder: Path) -> None:
    (folder / "xã").mkdir()
    write(folder / "xã", ";;;;;sum;x\n")
    assert [why(record) for record in records(folder)] == [[None, None]]
    assert soat("check", folder / "xã" / "bo-qua.csv").stdout.startswith("Đã đọc 0 tệp")


@pytest.mark.parametrize("name", ["thiếu.csv", "xã"])
def test_a_named_table_that_is_not_there_ends_the_call(folder: Path, name: str) -> None:
    (folder / "xã").mkdir()
    for command in (["check", folder], ["run", folder, "--out", folder / "ra"]):
        result = soat(*command, "--dismissals", folder / name)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.endswith(f"{name}: không có tệp này để lấy các điều bỏ qua.\n")
    assert not (folder / "ra").exists()


@pytest.mark.skipif(os.name != "posix", reason="needs a pipe")
def test_a_pipe_with_the_name_of_the_table_is_not_opened(folder: Path) -> None:
    os.mkfifo(folder / "bo-qua.csv")
    assert soat("check", folder).exit_code == 1


# -- rows that fit nothing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (f"{FILES};;;;;;x", f'cột "mã phát hiện": không có phát hiện nào mang mã “{FILES}”.'),
        (f"{FILES};a.txt;;;;;x", f'cột "mã phát hiện": không có phát hiện nào mang mã “{FILES}” ở tệp ấy.'),
        (f"{FILES};;xã Tiên Lữ;;;;x", 'cột "đơn vị": không có báo cáo nào của “xã Tiên Lữ”.'),
        (
            ";;xã Tiên Lãng;đã gửi;1.134;;x",
            'cột "giá trị": không có phát hiện nào cho rằng số 1.134 của “đã gửi” sai ở đơn vị ấy.',
        ),
        (";;xã Tiên Lữ;;;sum;x", 'cột "đơn vị": không có báo cáo nào của “xã Tiên Lữ”.'),
    ],
)
def test_a_row_that_fits_nothing_is_told_and_changes_no_status(folder: Path, row: str, sentence: str) -> None:
    path = write(folder, f"{row}\n")
    for command, status in ((["check", folder], 1), (["run", folder, "--out", folder / "ra"], 0)):
        result = soat(*command)
        assert result.exit_code == status
        assert result.stderr == f"{path.as_posix()}, dòng 2, {sentence}\n"
    assert soat("check", folder / "a.txt").stderr == ""  # the others of the folder were not read
    assert sentence in soat("check", "--dismissals", path, folder / "a.txt").stderr


def test_a_rule_that_found_nothing_this_time_is_not_told(folder: Path) -> None:
    write(folder, ";;xã Tiên Lãng;;;percent;x\n;;;;;date;y\n")
    assert soat("check", folder).stderr == ""


def test_an_id_that_several_reports_share_is_told(folder: Path, ids: list[str]) -> None:
    (folder / "b.txt").write_text(f"{REPORT}\n", "utf-8")
    write(folder, f"{ids[0]};;;;;;x\n")
    assert [why(record) for record in records(folder)] == [["finding", None]] * 2
    assert (
        'dòng 2, cột "mã phát hiện": mã này có ở 2 báo cáo, đều được bỏ qua; ghi thêm' in soat("check", folder).stderr
    )
    write(folder, f"{ids[0]};a.txt;;;;;x\n")
    assert soat("check", folder).stderr == ""


# -- what the table may look like ----------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_every_encoding_and_separator_says_the_same(encoding: str, separator: str) -> None:
    text = f"{HEAD}{FILES};;;;;;đã đính chính\n;;xã Tiên Lãng;đã gửi;134;;số đúng\n;;;;;Cộng tổng;mẫu cũ\n"
    plain = parse_dismissals(text.encode(), "b.csv", RULES)
    assert [row.kind for row in plain.rows] == ["finding", "value", "rule"]
    said = text.replace(";", separator)
    if encoding == "cp1258":  # letters with their tone marks behind them, as Windows writes them
        said = "".join(_windows(char) for char in said)
    assert parse_dismissals(said.encode(encoding), "b.csv", RULES) == plain


def _windows(char: str) -> str:
    """A letter in the parts that Windows-1258 has."""
    try:
        char.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", char)
        tone = next(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
        return unicodedata.normalize("NFC", parts.replace(tone, "")) + tone
    return char


def test_columns_that_nobody_needs_may_be_left_out_and_others_are_told(folder: Path, ids: list[str]) -> None:
    """A row may be taken from the workbook as it is, with a reason."""
    head = "Tệp,Đơn vị báo cáo,Loại kiểm tra,Mã phát hiện,Lý do\n"
    path = write(folder, f"a.txt,xã Tiên Lãng,Cộng tổng,{ids[0]},đã sửa\n", head)
    result = soat("check", folder)
    assert result.stderr == f"{path.as_posix()}: bỏ qua cột “Loại kiểm tra”, Soát không dùng cột này.\n"
    assert "Đã bỏ qua (1)" in result.stdout
    assert parse_dismissals(b"rule,reason\nsum,x\n", "b.csv", RULES).rows[0].rule == "sum"
    assert faults("", HEAD) == []


# -- what is wrong with it -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "told_of"),
    [
        (f"{FILES};;;;;;", ['cột "lý do": ô trống; mỗi điều bỏ qua đều cần lý do']),
        (";;xã A;;;;x", ['cột "mã phát hiện": dòng không nêu bỏ qua điều gì; cần một trong ba']),
        ("sum;;;;;;x", ['cột "mã phát hiện": “sum” không phải mã phát hiện, cần dạng như sum-']),
        ("tong-111111111111;;;;;;x", ['cột "mã phát hiện": “tong-111111111111” không phải mã phát hiện']),
        (f"{FILES};;;;;sum;x", ['cột "quy tắc": phải để trống khi đã ghi cột "mã phát hiện"']),
        (f"{FILES};;xã A;đã gửi;134;;x", ['cột "chỉ tiêu": phải để trống', 'cột "giá trị": phải để trống']),
        (";;xã A;đã gửi;134;sum;x", ['cột "quy tắc": phải để trống khi đã ghi cột "chỉ tiêu"']),
        (";;;đã gửi;134;;x", ['cột "đơn vị": ô trống; số đã xác minh cần đủ đơn vị, chỉ tiêu và giá trị']),
        (";;xã A;;134;;x", ['cột "chỉ tiêu": ô trống; số đã xác minh cần đủ']),
        (";;xã A;đã gửi;;;x", ['cột "giá trị": ô trống; số đã xác minh cần đủ']),
        (";;xã A;đã gửi;khoảng 134;;x", ['cột "giá trị": không hiểu “khoảng 134”, viết một số như in']),
        (";;;;;tổng;x", ['cột "quy tắc": không có quy tắc “tổng”; các quy tắc: sum, percent,']),
        (f"{LETTERS};;;;;;y", ['cột "mã phát hiện": đã có ở dòng 2']),
        (f"{FILES};;;;;;x;thừa", ['cột "8": thừa ô so với dòng đầu']),
        (f"{FILES};;;;;;{'x' * 501}", ['cột "lý do": quá dài, nhiều nhất 500 ký tự']),
        (f"{FILES};;;;;;x\x1b[31m", ['cột "lý do": có ký tự điều khiển']),
    ],
)
def test_each_fault_is_told_with_row_and_column(row: str, told_of: list[str]) -> None:
    """The twin of each: the same table without the row has no fault."""
    good = f"{LETTERS};;;;;;x\n"
    assert faults(good) == []
    found = faults(f"{good}\n{row}\n")
    assert len(found) == len(told_of), found
    for sentence, words in zip(found, told_of, strict=True):
        assert sentence.startswith(f"b.csv, dòng 4, {words}")
        assert sentence.endswith(".")


def test_a_faulty_row_dismisses_nothing_the_others_hold_and_the_status_is_2(folder: Path, ids: list[str]) -> None:
    path = write(folder, f"{ids[0]};;;;;;\n{ids[1]};;;;;;x\n")
    line = ["check", "--explain", "8", folder / "a.txt"]
    for command in (["check", folder], line, ["run", folder, "--out", folder / "ra"]):
        result = soat(*command)
        assert result.exit_code == 2
        assert result.stderr.startswith(f'{path.as_posix()}, dòng 2, cột "lý do": ô trống')
        assert result.stderr.endswith("; dòng này không được dùng.\n")
    assert why(records(folder)[0]) == [None, "finding"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "bảng trống"),
        ("mã phát hiện;đơn vị\nx;y\n".encode(), 'dòng đầu thiếu cột "lý do"'),
        ("lý do;đơn vị\nx;y\n".encode(), "dòng đầu không có cột nào cho biết bỏ qua điều gì"),
        (b'rule;reason\nsum;"x\n', "không phải bảng CSV đúng"),
        (b"rule;reason\n\xff\xfe\x81", "bảng mã không phải UTF-8, UTF-16 hay Windows-1258"),
        (b"rule;reason\n" + b"sum;x\n" * 2001, "bảng có hơn 2000 dòng"),
        (b"\0" * 6_000_000, "bảng lớn hơn 5 MB"),
    ],
)
def test_a_table_that_cannot_be_read_dismisses_nothing_and_is_told(folder: Path, data: bytes, sentence: str) -> None:
    path = folder / "bo-qua.csv"
    path.write_bytes(data)
    beside = soat("check", folder)
    assert beside.exit_code == 2
    assert beside.stderr.startswith(f"{path.as_posix()}: {sentence}")
    assert "Sai số liệu (2)" in beside.stdout
    named = soat("check", "--dismissals", path, folder)
    assert (named.exit_code, named.stdout, named.stderr) == (2, "", beside.stderr)


# -- what is shown beside the findings -----------------------------------------------------------------------------


def test_what_holds_is_counted_by_kind_and_listed_where_asked(folder: Path) -> None:
    text = REPORT.replace("29", "20").replace("\nTM.", "\nGiải quyết đúng hạn 18/20 hồ sơ, đạt 90%.\nTM.")
    (folder / "a.txt").write_text(text, "utf-8")
    short, long = soat("check", folder), soat("check", "--holds", folder)
    assert "  2 phép tính khớp (1 tổng, 1 tỷ lệ), 1 không khớp.\n" in short.stdout
    assert "Các phép tính khớp" not in short.stdout
    listed = long.stdout.split("  Các phép tính khớp (2)\n")[1].splitlines()[:2]
    assert listed == ["    • dòng 8 · cộng tổng: 12 + 8 = 20", "    • dòng 10 · tỷ lệ phần trăm: 18 / 20 = 90%"]
    assert set(short.stdout.splitlines()) < set(long.stdout.splitlines())


@pytest.mark.parametrize("option", ["--holds", "--all"])
def test_options_of_the_text_are_no_options_of_json(folder: Path, option: str) -> None:
    result = soat("check", option, "--format", "json", folder)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Giá trị của {option} không hợp lệ: chỉ dùng với dạng text." in result.stderr


# -- what the pages for users show ---------------------------------------------------------------------------------


def test_the_example_of_the_readme_does_what_it_says(folder: Path, ids: list[str]) -> None:
    page = (TOP / "README.vi.md").read_text("utf-8")
    (shown,) = re.findall(r"```\n(mã phát hiện;.*?)```", page, re.DOTALL)
    table = parse_dismissals(shown.encode(), "bo-qua.csv", RULES)
    assert table.faults == table.strange == ()
    assert [row.kind for row in table.rows] == ["finding", "value", "rule"]
    report = re.search(r"```\n(UBND xã .*?)```", page, re.DOTALL)
    assert report
    (folder / "a.txt").unlink()
    (folder / "xa-A.txt").write_text(report[1], "utf-8")
    before = soat("check", folder)
    write(folder, "", shown)
    after = soat("check", folder)
    assert (before.exit_code, after.exit_code, after.stderr) == (1, 0, "")
    (told_at_end,) = re.findall(r"```\n(  Đã bỏ qua .*?)```", page, re.DOTALL)
    assert told_at_end in after.stdout
    assert f"```csv\n{shown}```" in (TOP / "README.md").read_text("utf-8")
