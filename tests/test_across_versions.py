"""Versions of one report, what was asked for, and `soat compare`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipeline.analysis import failure
from pipeline.compare import clash, periods
from pipeline.compare.asked import Asked, ChecklistError, read_checklist
from pipeline.compare.checklist import cells
from pipeline.compare.papers import paper_of
from pipeline.compare.run import across
from pipeline.compare.spans import in_title, of_period
from pipeline.compare.version_clashes import clashes
from pipeline.compare.versions import versions
from pipeline.compare_command import compare
from pipeline.compare_kept import told_in
from pipeline.export.jsonl import write_jsonl
from pipeline.export.record import as_mapping, record
from pipeline.export.words import CROSS
from tests.across_reports import commune, read

_WRONG = "Tiếp nhận 540 hồ sơ, bao gồm: trực tiếp 120 hồ sơ, trực tuyến 400 hồ sơ."
_RIGHT = "Tiếp nhận 540 hồ sơ, bao gồm: trực tiếp 120 hồ sơ, trực tuyến 420 hồ sơ."
_VISITS = "Tiếp công dân {} lượt."


def test_mended_and_changed_without_being_asked() -> None:
    (old, _), (good, _), (bad, _) = read(
        commune(_WRONG, _VISITS.format(35)), commune(_RIGHT, _VISITS.format(35)), commune(_RIGHT, _VISITS.format(53))
    )
    told = versions(old, good)
    assert [f["rule"] for f in told.mended if f["severity"] == "error"] == ["sum"]
    assert [(c.old["text"], c.new["text"], c.why) for c in told.changed] == [("400", "420", "asked")]
    assert clashes(old, good) == ()
    assert [(c.old["text"], c.new["text"]) for c in versions(old, bad).unasked] == [("35", "53")]
    assert [clash.kind for clash in clashes(old, bad)] == ["version-changed"]


def test_left_and_new_findings() -> None:
    (old, _), (new, _) = read(
        commune(_WRONG), commune(_WRONG.replace("540", "545"), "Gửi 9 thư, gồm: 5 thư cảm ơn, 3 thư xin lỗi.")
    )
    told = versions(old, new)
    assert told.mended == ()
    assert [f["rule"] for f in told.left] == ["sum"]
    assert [f["rule"] for f in told.new] == ["sum"]
    assert len(told.added) == 3


def test_a_line_put_in_moves_nothing() -> None:
    lines = [_RIGHT, _VISITS.format(35), "Gửi 9 thư.", "Tiếp nhận 14 đơn thư."]
    (old, _), (new, _), (dropped, _) = read(
        commune(*lines), commune("Xã có 12 thôn.", *lines), commune(*lines[:2], *lines[3:])
    )
    told = versions(old, new)
    assert told.changed == ()
    assert told.dropped == ()
    assert [n["text"] for n in told.added] == ["12"]
    assert [n["text"] for n in versions(old, dropped).dropped] == ["9"]
    assert versions(old, old).changed == ()


@pytest.mark.parametrize("head", ["chi_tieu,don_vi,ky", "\ufeffChỉ tiêu;Đơn vị;Kỳ"])
def test_a_checklist_in_the_ways_offices_write_it(head: str) -> None:
    sign = ";" if ";" in head else ","
    when = ("2024-Q2", "quý II/2024", "năm 2024", "2024")
    told = [f"Lượt tiếp công dân{sign}xã An Phú{sign}{one}" for one in when]
    rows = "\r\n".join([head, f"dossiers.received{sign}{sign}", *told, ""])
    quarter, year = of_period("2024-Q2"), of_period("2024")
    for encoding in ("utf-8", "utf-16"):
        assert read_checklist(rows.encode(encoding), "a.csv") == (
            Asked("dossiers.received", "", None),
            Asked("reception.visits", "xã An Phú", quarter),
            Asked("reception.visits", "xã An Phú", year),
        )


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("", "a.csv: bảng trống."),
        ("a,b\n1,2", 'a.csv: dòng đầu thiếu cột "chỉ tiêu".'),
        ("chi_tieu;ky\nSố hộ;quý hai", 'a.csv, dòng 2, cột "kỳ": không hiểu kỳ “quý hai”'),
        ("chi_tieu;don_vi\nSố hộ;\n;xã An Phú", 'a.csv, dòng 3, cột "chỉ tiêu": ô trống.'),
    ],
)
def test_a_checklist_that_cannot_be_used_is_told_by_row_and_column(data: str, told: str) -> None:
    with pytest.raises(ChecklistError) as error:
        read_checklist(data.encode(), "a.csv")
    (sentence,) = error.value.sentences
    assert sentence.startswith(told)


def test_blanks_of_a_checklist() -> None:
    asked = read_checklist(
        "chi_tieu,don_vi\ndossiers.received,\nLượt tiếp công dân,\nSố hộ,xã Cẩm Sơn\n".encode(), "a.csv"
    )
    full = commune("Tiếp nhận 540 hồ sơ.", _VISITS.format(0))
    blank = commune("Tiếp nhận 340 hồ sơ.", "Phấn đấu tiếp công dân 50 lượt.", name="Bình Minh")
    papers = [paper for one in read(full, blank) if (paper := paper_of(*one)) is not None]
    states = {(cell.unit, cell.asked.metric): cell.state for cell in cells(papers, asked)}
    assert states == {
        ("xã an phú", "dossiers.received"): "said",
        ("xã an phú", "reception.visits"): "said",
        ("xã bình minh", "dossiers.received"): "said",
        ("xã bình minh", "reception.visits"): "blank",
        ("xã Cẩm Sơn", "profile.households"): "no_report",
    }
    found = [f for f in across(read(full, blank), checklist=asked) if f.kind == "checklist"]
    assert [f.evidence[0].path for f in found] == ["02.txt", "xã Cẩm Sơn"]


def test_two_files_on_the_command_line(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    old, new = tmp_path / "cu.txt", tmp_path / "moi.txt"
    old.write_text(commune(_WRONG, _VISITS.format(35)), "utf-8")
    new.write_text(commune(_RIGHT, _VISITS.format(53)), "utf-8")
    assert compare(old, new, workers=0) == 0
    text = capfdbinary.readouterr().out.decode()
    assert "Đã sửa (1 phát hiện)" in text
    assert "35 lượt → 53 lượt (không ai yêu cầu)" in text
    assert compare(new, old, as_json=True, workers=0) == 1
    told = json.loads(capfdbinary.readouterr().out)
    assert [f["rule"] for f in told["new_findings"] if f["severity"] == "error"] == ["sum"]
    assert told["findings"]
    assert told["old"].endswith("moi.txt")


def test_folders_of_reports_and_of_results(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    reports, results = tmp_path / "quy-2", tmp_path / "ket-qua"
    reports.mkdir()
    results.mkdir()
    (reports / "an-phu.txt").write_text(commune("Hồ sơ kỳ trước chuyển sang 27 hồ sơ."), "utf-8")
    write_jsonl([read(commune("Đang giải quyết 22 hồ sơ.", when="quý I"))[0][0]], results / "ket-qua.jsonl")
    assert [record["header"]["period"] for record, _ in told_in(results)] == ["2024-Q1"]
    assert compare(results, reports, workers=0) == 1
    assert "số còn lại cuối kỳ trước (quý I/2024) là 22" in capfdbinary.readouterr().out.decode()
    assert compare(results, reports, as_json=True, workers=0) == 1
    assert json.loads(capfdbinary.readouterr().out)["kind"] == "opening"


def test_what_cannot_be_compared(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (tmp_path / "a.txt").write_text(commune(_RIGHT), "utf-8")
    assert compare(tmp_path, tmp_path / "a.txt", workers=0) == 2
    assert compare(tmp_path / "a.txt", tmp_path / "khong-co.txt", workers=0) == 2
    (tmp_path / "ket-qua.jsonl").write_text("{", "utf-8")
    assert compare(tmp_path, tmp_path, workers=0) == 2
    captured = capfdbinary.readouterr()
    assert captured.out == b""
    assert "không phải thư mục kết quả" in captured.err.decode()


def test_every_kind_has_its_words() -> None:
    modules = Path(clash.__file__).parent.glob("*.py")
    kinds = {kind for module in modules for kind in re.findall(r'kind="([a-z-]+)"', module.read_text("utf-8"))}
    told = re.findall(
        r'"((?:year|period)-[a-z]+)" if|else "((?:year|period)-[a-z]+)"', Path(periods.__file__).read_text("utf-8")
    )
    kinds |= {one for pair in told for one in pair if one}
    assert kinds == set(CROSS)


def test_what_could_not_be_read_or_is_hostile() -> None:
    failed = as_mapping(record(failure("hong.docx", "corrupt", "tệp hỏng")))
    odd = commune("=1+1 <script> \u202e tiếp nhận 540 hồ sơ.", "x " * 20_000, "quý I " + "và " * 200)
    empty = commune()
    told = [(failed, None), *read(odd, empty, commune(_RIGHT, when="quý I"))]
    assert [f for f in across(told, told) if f.severity != "info"] == []
    assert across([]) == []
    assert across([(failed, None)]) == []
    assert in_title("quý I " + "và năm , " * 200) == ()
