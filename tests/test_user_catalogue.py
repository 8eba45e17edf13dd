"""`danh-muc.csv`: what staff may write in it, what is wrong with it by row and column, and what it does to reports."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from extractors.catalogue.own import BUILT_IN, Catalogue, own_phrase
from extractors.header import NOTHING
from pipeline.analysis import analyse_bytes
from pipeline.catalogue_file import CatalogueError, all_faults, read_catalogue
from pipeline.cli import app
from pipeline.ingest.catalogue_table import COLUMNS, catalogue_of, parse_catalogue
from pipeline.ingest.csv_cells import told

TOP = Path(__file__).parents[1]
HEAD = "mã;tên;đơn vị;cụm từ;ví dụ;không có\n"
FLYERS = "to_roi;Tờ rơi đã phát;tờ rơi;phát tờ rơi;Xã đã phát {1.200} tờ rơi;\n"
WATER = "nuoc_sach;Hộ dùng nước sạch;hộ;dùng nước sạch;Toàn xã có {950} hộ dùng nước sạch;tập trung\n"
GOOD = HEAD + FLYERS + WATER
REPORT = "UBND xã An Lạc\nBÁO CÁO\nKết quả năm 2023\n\n"


def soat(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], prog_name="soat")


def faults(text: str | bytes) -> list[str]:
    """All faults of a table as users are told them."""
    data = text.encode() if isinstance(text, str) else text
    return [told(fault, "d.csv", COLUMNS) for fault in all_faults(parse_catalogue(data))]


def catalogue(rows: str, head: str = HEAD) -> Catalogue:
    table = parse_catalogue((head + rows).encode())
    assert all_faults(table) == []
    return catalogue_of(table.rows)


def metrics(sentence: str, used: Catalogue) -> list[str | None]:
    """The metric of each measure of one sentence under a plain heading."""
    facts = analyse_bytes(f"I. NỘI DUNG\n{sentence}.\n".encode(), "a.txt", NOTHING, used).facts
    assert facts.measures
    return [measure.metric for _, measure in sorted(facts.measures.items())]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(f"{REPORT}Xã đã phát 2.500 tờ rơi. Toàn xã có 1.024 hộ dùng nước sạch.\n", "utf-8")
    (tmp_path / "danh-muc.csv").write_text(GOOD, "utf-8")
    return tmp_path


# -- what it may look like -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_every_encoding_and_separator_says_the_same(encoding: str, separator: str) -> None:
    text = GOOD.replace(";", separator)
    if encoding == "cp1258":  # letters with their tone marks behind them, as Windows writes them
        text = "".join(_windows(char) for char in text)
    assert parse_catalogue(text.encode(encoding)) == parse_catalogue(GOOD.encode())
    assert faults(text.encode(encoding)) == []


def _windows(char: str) -> str:
    """A letter in the parts that Windows-1258 has."""
    try:
        char.encode("cp1258")
    except UnicodeEncodeError:
        marks = "\u0300\u0301\u0303\u0309\u0323"
        parts = unicodedata.normalize("NFD", char)
        tone = next(mark for mark in parts if mark in marks)
        return unicodedata.normalize("NFC", parts.replace(tone, "")) + tone
    return char


@pytest.mark.parametrize(
    "head",
    [
        "MÃ;TÊN;ĐƠN VỊ;CỤM TỪ;VÍ DỤ;KHÔNG CÓ",
        "ma;ten;don vi;cum tu;vi du;khong co",
        "Mã chỉ tiêu;Tên chỉ tiêu;Đơn vị tính;Cụm_từ:;Ví dụ ;Không có",
        "code;name;unit;phrases;example;refuse",
        unicodedata.normalize("NFD", "mã;tên;đơn vị;cụm từ;ví dụ;không có"),
    ],
)
def test_heads_are_known_without_case_and_accents(head: str) -> None:
    assert parse_catalogue(f"{head}\n{FLYERS}{WATER}".encode()).rows == parse_catalogue(GOOD.encode()).rows


def test_columns_come_in_any_order_and_strange_ones_are_told(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text(
        "ví dụ;ghi chú;mã;số lần;cụm từ;tên;đơn vị\nđã phát {5} tờ rơi;x;r;3;phát tờ rơi;R;tờ rơi\n", "utf-8"
    )
    read = read_catalogue(path)
    assert [metric.code for metric in read.catalogue.own] == ["r"]
    assert read.remarks == (f"{path.as_posix()}: bỏ qua cột “ghi chú”, Soát không dùng cột này.",)


def test_a_first_line_that_names_the_separator_keeps_the_row_numbers() -> None:
    assert faults(f"sep=;\r\n{GOOD}") == []
    assert faults(f"sep=;\r\n{HEAD}{FLYERS.replace('{1.200}', '1.200')}")[0].startswith('d.csv, dòng 3, cột "ví dụ": ')


def test_a_code_may_have_several_rows_phrases_and_examples() -> None:
    more = "to_roi;;;cấp phát … tờ rơi|trao tờ rơi;Đã cấp phát cho các hộ {300} tờ rơi|đã trao {20} tờ rơi;\n"
    used = catalogue(FLYERS + more)
    assert [(metric.code, metric.name_vi) for metric in used.own] == [("to_roi", "Tờ rơi đã phát")]
    assert len(used.phrases) == 3
    assert metrics("Hội đã cấp phát cho dân 40 tờ rơi", used) == ["to_roi"]
    assert metrics("Hội đã nhận 40 tờ rơi", used) == [None]


def test_the_example_of_the_readme_has_no_fault() -> None:
    text = (TOP / "README.vi.md").read_text("utf-8")
    (shown,) = re.findall(r"```\n(mã;.*?)```", text, re.DOTALL)
    assert len(parse_catalogue(shown.encode()).rows) == 2
    assert faults(shown) == []


# -- what is wrong with it -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "told_of"),
    [
        (";Tờ rơi;tờ rơi;phát tờ rơi;phát {5} tờ rơi;", ['cột "mã": ô trống']),
        ("tờ rơi;Tờ rơi;tờ rơi;phát tờ rơi;phát {5} tờ rơi;", ['cột "mã": “tờ rơi” chỉ được gồm']),
        ("letters.thanks;Thư;thư;thư khen;{5} thư khen;", ['cột "mã": “letters.thanks” đã là mã']),
        ("Letters;Thư;thư;thư khen;{5} thư khen;", ['cột "mã": “Letters” đã là mã']),
        ("nuoc_sach;Khác;hộ;thoát nghèo;{5} hộ thoát nghèo;", ['cột "tên": mã này đã có ở dòng 2 với tên “Hộ dùng']),
        ("Nuoc_sach;;;thoát nghèo;{5} hộ thoát nghèo;", ['cột "mã": mã này', 'cột "tên": ô trống', 'cột "đơn vị": ô']),
        (
            "nuoc_sach;;người;thoát nghèo;{5} người thoát nghèo;",
            ['cột "đơn vị": mã này đã có ở dòng 2 với đơn vị “hộ”'],
        ),
        ("x;;tờ rơi;phát tờ rơi;phát {5} tờ rơi;", ['cột "tên": ô trống']),
        ("x;X;;phát tờ rơi;phát {5} tờ rơi;", ['cột "đơn vị": ô trống']),
        ("x;X;tờ rơi;;phát {5} tờ rơi;", ['cột "cụm từ": ô trống']),
        ("x;X;tờ rơi;…;phát {5} tờ rơi;", ['cột "cụm từ": cụm từ “…” không có chữ nào']),
        ("x;X;tờ rơi;phát {5};phát {5} tờ rơi;", ['cột "cụm từ": cụm từ “phát {5}” chỉ được gồm chữ']),
        (
            "x;X;hộ;dùng  Nước sạch;{5} hộ dùng nước sạch;",
            ['cột "cụm từ": cụm từ “dùng Nước sạch” đã chỉ “nuoc_sach” ở'],
        ),
        ("x;X;tờ rơi;phát tờ rơi;;", ['cột "ví dụ": ô trống']),
        ("x;X;tờ rơi;phát tờ rơi;phát 5 tờ rơi;", ['cột "ví dụ": câu ví dụ không có số trong ngoặc nhọn {}']),
        ("x;X;tờ rơi;phát tờ rơi;phát {5} và {6} tờ rơi;", ['cột "ví dụ": câu ví dụ có nhiều hơn một cặp']),
        ("x;X;tờ rơi;phát tờ rơi;phát {nhiều} tờ rơi;", ['cột "ví dụ": trong ngoặc nhọn {} không có số']),
        ("x;X;tờ rơi;phát tờ rơi;phát 1{5} tờ rơi;", ['cột "ví dụ": “{5}” không ôm trọn một con số']),
        ("x;X;hộ;trồng rừng;Quyết định số {15}/QĐ-UBND;", ['cột "ví dụ": “15” được đọc là số, ký hiệu văn bản']),
        ("x;X;hộ;thoát nghèo;{5} người thoát nghèo;", ['cột "ví dụ": đơn vị đọc được là “người”, không phải “hộ”']),
        ("x;X;hộ;thoát nghèo;giảm {5} hộ thoát nghèo;", ['cột "ví dụ": số này là mức tăng, giảm']),
        ("x;X;hộ;thoát nghèo;{5} hộ trồng rừng;", ['cột "ví dụ": gần số này không có cụm từ nào']),
        ("x;X;hộ;thoát nghèo;{5} hộ thoát nghèo bền vững;bền vững", ['cột "ví dụ": gần số này không có cụm từ nào']),
        (
            "x;X;hồ sơ;hồ sơ;tiếp nhận {5} hồ sơ;",
            ['cột "ví dụ": số này được hiểu là “Hồ sơ tiếp nhận” (dossiers.received)'],
        ),
        (
            "x;X;hộ;nước sạch;{5} hộ dùng nước sạch;",
            ['cột "ví dụ": số này được hiểu là “Hộ dùng nước sạch” (nuoc_sach)'],
        ),
        (
            "y;Y;hộ;nuôi tôm;{6} hộ nuôi tôm\nx;X;hộ;làm giàu;{5} hộ làm giàu nhờ nuôi tôm",
            ['cột "ví dụ": số này cũng thuộc chỉ tiêu “y”'],
        ),
        ("x;X;hộ;thoát nghèo|làm giàu;{5} hộ thoát nghèo;", ['cột "cụm từ": cụm từ “làm giàu” chưa có câu nào ở cột']),
        ("x;X;hộ;thoát nghèo;{5} hộ thoát nghèo;;thừa", ['cột "7": thừa ô so với dòng đầu']),
        (f"x;{'x' * 201};hộ;thoát nghèo;{{5}} hộ thoát nghèo;", ['cột "tên": quá dài, nhiều nhất 200 ký tự']),
        ("x;X\x1b[31m;hộ;thoát nghèo;{5} hộ thoát nghèo;", ['cột "tên": có ký tự điều khiển']),
    ],
)
def test_each_fault_is_told_with_row_and_column(row: str, told_of: list[str]) -> None:
    """The twin of each: the same table without the row has no fault."""
    row_number = 3 + row.count("\n")
    found = faults(f"{HEAD}{WATER}{row}\n")
    assert len(found) == len(told_of), found
    for sentence, words in zip(found, told_of, strict=True):
        assert sentence.startswith(f"d.csv, dòng {row_number}, {words}")
        assert sentence.endswith(".")
    assert faults(f"{HEAD}{WATER}") == []


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("x;X;hộ;thoát nghèo;5 hộ thoát nghèo;", "x;X;hộ;thoát nghèo;{5} hộ thoát nghèo;"),
        ("x;X;hộ;thoát nghèo;giảm {5} hộ thoát nghèo;", "x;X;hộ;thoát nghèo;có {5} hộ thoát nghèo;"),
        ("x;X;hồ sơ;hồ sơ;tiếp nhận {5} hồ sơ;", "x;X;hồ sơ;hồ sơ khuyến nông;tiếp nhận {5} hồ sơ khuyến nông;"),
        ("x;X;hộ;nước sạch;{5} hộ dùng nước sạch;", "x;X;hộ;nước sạch tập trung;{5} hộ dùng nước sạch tập trung;"),
        ("x;X;hộ;dùng nước sạch;{5} hộ dùng nước sạch;", "x;X;%;dùng nước sạch;{5}% dân số dùng nước sạch;"),
        (
            "x;X;đảng viên;trẻ;kết nạp {5} đảng viên trẻ;",
            "x;X;đảng viên;kết nạp đảng viên trẻ;kết nạp {5} đảng viên trẻ;",
        ),
    ],
)
def test_a_fault_and_its_twin_one_edit_away(wrong: str, right: str) -> None:
    assert len(faults(f"{HEAD}{WATER}{wrong}\n")) == 1
    assert faults(f"{HEAD}{WATER}{right}\n") == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "bảng trống"),
        (HEAD.encode(), "bảng không có chỉ tiêu nào"),
        ("mã;tên;đơn vị\nx;X;hộ\n".encode(), 'dòng đầu thiếu cột "cụm từ", "ví dụ"'),
        (b"\x8a\x8d\xff\xfe\n", "bảng mã không phải UTF-8, UTF-16 hay Windows-1258"),
        (HEAD.encode() + b'x;"X;h\n', "không phải bảng CSV đúng"),
        (HEAD.encode() + b"x;;;;\n" * 2001, "bảng có hơn 2000 dòng"),
        (b"x" * 5_000_001, "bảng lớn hơn 5 MB"),
    ],
)
def test_what_is_no_table_is_told_once(data: bytes, words: str) -> None:
    (sentence,) = faults(data)
    assert sentence.startswith(f"d.csv: {words}")


def test_any_bytes_are_a_table_or_have_a_fault() -> None:
    samples = [b"\0", b"\xff\xfe", HEAD.encode("utf-16") + b"\0", b"sep=\n", b"sep=;;\n", HEAD.encode() + b"\xff;;;;\n"]
    assert [bool(faults(data)) for data in samples] == [True] * len(samples)


# -- what it does ----------------------------------------------------------------------------------------------------


def test_a_phrase_is_plain_words_with_gaps() -> None:
    phrase = own_phrase("x", "hộ", "Hoà giải (cơ sở) … a.c")
    assert phrase.words.search("tổ hòa giải (cơ sở) ở các thôn # a.c")
    assert not phrase.words.search("tổ hòa giải (cơ sở) ở các thôn # abc")
    assert not phrase.words.search(f"tổ hòa giải (cơ sở) {'x' * 40} a.c")
    assert not phrase.words.search("tổ hòa giải viên (cơ sở) a.c")
    between = own_phrase("x", "ha", "trồng sen").words
    assert [bool(between.search(words)) for words in ("trồng # ha sen", "trồng # sen", "trồng # hộ sen")] == [1, 1, 0]


def test_a_metric_of_staff_counts_before_a_built_in_one_only_if_longer() -> None:
    sentence = "Trong kỳ tiếp nhận 12 hồ sơ khuyến nông"
    assert metrics(sentence, BUILT_IN) == metrics(sentence, catalogue(FLYERS))
    used = catalogue("kn;Hồ sơ khuyến nông;hồ sơ;hồ sơ khuyến nông;tiếp nhận {5} hồ sơ khuyến nông;\n")
    assert metrics(sentence, used) == ["kn"]
    assert metrics("Trong kỳ tiếp nhận 12 hồ sơ", used) == ["dossiers.received"]


def test_of_two_metrics_of_staff_the_longer_phrase_counts() -> None:
    used = catalogue(WATER + "tt;Nước tập trung;hộ;dùng nước sạch tập trung;{5} hộ dùng nước sạch tập trung;\n")
    assert metrics("Có 12 hộ dùng nước sạch tập trung", used) == ["tt"]
    assert metrics("Có 12 hộ dùng nước sạch", used) == ["nuoc_sach"]


def test_words_that_refuse_and_units_that_do_not_fit() -> None:
    used = catalogue(WATER)
    assert metrics("Có 12 hộ dùng nước sạch", used) == ["nuoc_sach"]
    assert metrics("Có 12 hộ gia đình dùng nước sạch", used) == ["nuoc_sach"]
    assert metrics("Có 12 hộ dùng nước sạch tập trung", used) == [None]
    assert metrics("Có 12 trường dùng nước sạch", used) == [None]


def test_a_change_is_no_figure_of_a_metric_and_a_part_is_not_its_total() -> None:
    used = catalogue(FLYERS)
    assert metrics("Xã đã phát 120 tờ rơi", used) == ["to_roi"]
    assert metrics("Xã đã phát tăng thêm 120 tờ rơi", used) == [None]
    assert (
        metrics("Xã đã phát 120 tờ rơi, trong đó phát tại chợ 70 tờ rơi, phát tại thôn 50 tờ rơi", used)[0] == "to_roi"
    )


def test_a_share_beside_a_count_is_linked_by_its_words() -> None:
    used = catalogue("tl;Tỷ lệ nước sạch;%;dùng nước sạch;Tỷ lệ hộ dùng nước sạch đạt {95}%;\n")
    assert metrics("Có 950 hộ dùng nước sạch (đạt 95%)", used) == [None, "tl"]
    assert metrics("Có 950 hộ dùng nước sạch (đạt 95%)", BUILT_IN) == [None, None]


def test_a_catalogue_leaves_what_it_does_not_name_as_it_was() -> None:
    used = catalogue(FLYERS + WATER)
    for path in sorted((TOP / "corpus" / "reports").glob("*.txt"))[:6]:
        plain = analyse_bytes(path.read_bytes(), path.name)
        own = analyse_bytes(path.read_bytes(), path.name, NOTHING, used)
        for number, measure in own.facts.measures.items():
            if measure.metric not in ("to_roi", "nuoc_sach"):
                before = plain.facts.measures[number]
                above = replace(measure.wording, above=before.wording.above)  # it may stand under a metric that is new
                assert replace(measure, wording=above) == before
        assert plain.findings == own.findings


# -- the commands ----------------------------------------------------------------------------------------------------


def own_codes(result: Result) -> list[str]:
    numbers = [number for line in result.stdout.splitlines() for number in json.loads(line)["numbers"]]
    return [number["metric"] for number in numbers if number.get("metric") in ("to_roi", "nuoc_sach", "khac")]


def test_the_table_of_the_folder_is_used_and_is_no_report(folder: Path) -> None:
    result = soat("check", "--format", "json", folder)
    assert own_codes(result) == ["to_roi", "nuoc_sach"]
    assert result.exit_code == 0
    assert result.stderr == "Bỏ qua: 1 bảng danh-muc.csv (danh mục; chỉ dùng bảng ở thư mục gốc).\n"
    assert own_codes(soat("check", "--format", "json", folder / "a.txt")) == ["to_roi", "nuoc_sach"]
    (folder / "danh-muc.csv").unlink()
    assert own_codes(soat("check", "--format", "json", folder)) == []


def test_a_table_below_the_folder_is_not_used(folder: Path) -> None:
    (folder / "xã").mkdir()
    (folder / "danh-muc.csv").rename(folder / "xã" / "danh-muc.csv")
    (folder / "a.txt").rename(folder / "xã" / "a.txt")
    assert own_codes(soat("check", "--format", "json", folder)) == []
    assert own_codes(soat("check", "--format", "json", folder / "xã")) == ["to_roi", "nuoc_sach"]


def test_a_table_that_is_named_counts_instead_and_is_no_report(folder: Path) -> None:
    named = folder / "khac.csv"
    named.write_text(f"{HEAD}khac;Khác;tờ rơi;phát tờ rơi;phát {{5}} tờ rơi;\n", "utf-8")
    result = soat("check", "--format", "json", "--catalogue", named, folder)
    assert (own_codes(result), result.exit_code) == (["khac"], 0)
    assert own_codes(soat("check", "--format", "json", "--catalogue", named, folder / "a.txt")) == ["khac"]


def test_the_same_bytes_in_two_folders_are_linked_by_the_table_of_each(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "khác"
    other.mkdir()
    (other / "a.txt").write_bytes((folder / "a.txt").read_bytes())
    (other / "danh-muc.csv").write_text(f"{HEAD}khac;Khác;tờ rơi;phát tờ rơi;phát {{5}} tờ rơi;\n", "utf-8")
    one = folder / "a.txt"
    assert own_codes(soat("check", "--format", "json", one, other)) == ["to_roi", "nuoc_sach", "khac"]


@pytest.mark.parametrize("command", ["check", "run", "explain", "score", "suggest"])
def test_nothing_is_read_with_a_broken_table(folder: Path, command: str) -> None:
    """All faults at once on standard error, exit status 2."""
    path = folder / "danh-muc.csv"
    path.write_text(GOOD.replace("{1.200}", "1.200").replace(";hộ;", ";người;"), "utf-8")
    out = folder / "ra"
    calls: dict[str, list[str | Path]] = {
        "check": ["check", folder],
        "run": ["run", folder, "--out", out],
        "explain": ["check", "--explain", "5", folder / "a.txt"],
        "score": ["score", TOP / "gold", TOP / "corpus" / "reports", "--catalogue", path],
        "suggest": ["metrics", "suggest", folder],
    }
    result = soat(*calls[command])
    assert (result.exit_code, result.stdout) == (2, "")
    first, second = result.stderr.splitlines()
    assert first == f'{path.as_posix()}, dòng 2, cột "ví dụ": câu ví dụ không có số trong ngoặc nhọn {{}}.'
    assert second.startswith(f'{path.as_posix()}, dòng 3, cột "ví dụ": đơn vị đọc được là “hộ”, không phải “người”')
    assert not out.exists()


def test_the_workbook_has_a_column_for_each_metric_of_staff(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    out, again = (tmp_path_factory.mktemp("ra") / name for name in ("một", "hai"))
    assert soat("run", folder, "--out", out).exit_code == 0
    book = openpyxl.load_workbook(out / "ket-qua.xlsx")
    head, row = book["Tổng hợp"].iter_rows(values_only=True)
    cells = dict(zip(head, row, strict=True))
    assert (cells["Tờ rơi đã phát\n(tờ rơi)"], cells["Hộ dùng nước sạch\n(hộ)"]) == (2500, 1024)
    assert list(head)[-2:] == ["Tờ rơi đã phát\n(tờ rơi)", "Hộ dùng nước sạch\n(hộ)"]
    listed = [cell for row in book["Số liệu"].iter_rows(values_only=True) for cell in row]
    assert {"to_roi", "Tờ rơi đã phát"} <= set(listed)
    assert soat("run", folder, "--out", again).exit_code == 0
    for name in ("ket-qua.xlsx", "ket-qua.jsonl"):
        assert (out / name).read_bytes() == (again / name).read_bytes()


def test_an_explanation_names_the_metric_of_staff(folder: Path) -> None:
    assert "Chỉ tiêu thống kê: to_roi – Tờ rơi đã phát" in soat("check", "--explain", "5", folder / "a.txt").stdout


def test_score_takes_a_table(folder: Path) -> None:
    gold, reports = TOP / "gold", TOP / "corpus" / "reports"
    (folder / "gold").mkdir()
    (folder / "gold" / "ham-yen.json").write_bytes((gold / "ham-yen.json").read_bytes())
    with_table = soat("score", folder / "gold", reports, "--json", "--catalogue", folder / "danh-muc.csv")
    assert with_table.exit_code == 0
    assert with_table.stdout == soat("score", folder / "gold", reports, "--json").stdout


def test_a_table_that_is_not_there_or_cannot_be_opened(folder: Path) -> None:
    result = soat("check", folder, "--catalogue", folder / "thiếu.csv")
    assert (result.exit_code, result.stderr) == (2, f"{folder.as_posix()}/thiếu.csv: không có tệp danh mục này.\n")
    with pytest.raises(CatalogueError, match="không có tệp danh mục này"):
        read_catalogue(folder)


@pytest.mark.skipif(os.name != "posix", reason="needs a pipe")
def test_a_pipe_with_the_name_of_a_table_is_not_opened(folder: Path) -> None:
    (folder / "danh-muc.csv").unlink()
    os.mkfifo(folder / "danh-muc.csv")
    assert own_codes(soat("check", "--format", "json", folder)) == []
