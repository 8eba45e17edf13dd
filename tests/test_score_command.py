"""`soat score` as its users call it: words, status, kept scores."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.evaluate.figures import FIGURES
from pipeline.evaluate.history import NAME, read_history

TOP = Path(__file__).parents[1]
TEXT = "UBND xã Tiên Lãng\nBÁO CÁO\nTiếp nhận 20 hồ sơ, gồm: trực tiếp 12 hồ sơ, trực tuyến 8 hồ sơ.\n"


def soat(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["score", *map(str, arguments)], prog_name="soat")


def gold(text: str, **first: Any) -> str:
    """Gold of a text of our own: every number a measure in hồ sơ, the first the sum of the others."""
    numbers = [
        {"line": at, "col": match.start(), "text": match.group(), "role": "measure"}
        | {"value": int(match.group()), "unit": "hồ sơ"}
        for at, line in enumerate(text.split("\n"), 1)
        for match in re.finditer(r"\d+", line)
    ]
    numbers[0] |= first
    places = [{"line": number["line"], "col": number["col"]} for number in numbers]
    relation = {"kind": "sum", "total": places[0], "parts": places[1:], "holds": True}
    head = {"type": "header", "line": 2, "severity": "warning"}
    return json.dumps({"kind": "bao_cao", "numbers": numbers, "relations": [relation], "findings": [head]})


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    golds, reports = tmp_path / "đáp án", tmp_path / "báo cáo"
    golds.mkdir()
    reports.mkdir()
    (golds / "a.json").write_text(gold(TEXT), "utf-8")
    (reports / "a.txt").write_text(TEXT, "utf-8")
    return golds, reports


def figure(result: Result, name: str) -> str:
    """The value of a figure in the text form: its table comes after the misses and families."""
    table = result.stdout.partition("\nBộ ")[2] or result.stdout
    (line,) = (line for line in table.splitlines() if line.startswith(f"{name} "))
    return line.split()[1]


def test_figures_families_and_intervals_are_shown(folders: tuple[Path, Path]) -> None:
    result = soat(*folders)
    assert result.exit_code == 0
    assert result.stderr == ""
    for one in FIGURES:
        assert figure(result, one.name)
    assert figure(result, "numbers") == "3"
    assert figure(result, "measure_f1") == "1,0000"
    assert re.search(r"^coverage +1,0000 +0,4385–1,0000 +1,0000$", result.stdout, re.MULTILINE)
    assert re.search(r"^measure +1,0000 \[0,4385–1,0000\] 3/3", result.stdout, re.MULTILINE)
    assert re.search(r"^văn xuôi +1,0000 \[0,2065–1,0000\] 1/1", result.stdout, re.MULTILINE)


def test_misses_are_listed_and_counted(folders: tuple[Path, Path]) -> None:
    (folders[1] / "a.txt").write_text(TEXT.replace("20 hồ sơ", "20 đơn").replace("8 hồ sơ", "8 thư"), "utf-8")
    all_of_them = soat(*folders)
    assert "measure_f1 a 3: 20 (20 hồ sơ ≠ 20 đơn)" in all_of_them.stdout
    assert figure(all_of_them, "measure_f1") == "0,3333"
    one = soat(*folders, "--misses", "1")
    assert re.search(r"^… và \d+ chỗ nữa$", one.stdout, re.MULTILINE)
    assert one.stdout.index("measure_f1 a 3: 20") < one.stdout.index("… và")
    assert "a 3:" not in soat(*folders, "--misses", "0").stdout


def test_json_is_one_object(folders: tuple[Path, Path]) -> None:
    (folders[1] / "b.txt").write_text(TEXT, "utf-8")
    result = soat(*folders, "--json")
    (line,) = result.stdout.splitlines()
    found = json.loads(line)
    assert list(found)[: len(FIGURES)] == [one.name for one in FIGURES]
    assert (found["reports"], found["sum_recall"], found["set"]) == (1, 1, "txt")
    assert found["intervals"]["role"] == pytest.approx([0.4385, 1], abs=1e-4)
    assert found["families"]["role"] == {
        "measure": {"value": 1, "ok": 3, "of": 3, "interval": found["intervals"]["role"]}
    }
    assert (found["macro"]["role"], found["misses"], found["missing"], found["other"]) == (1, [], [], ["b.txt"])
    assert (found["unaligned"], found["change"]) == ({"gold": [], "record": []}, None)


def test_what_is_missing_and_what_has_no_gold_are_told(folders: tuple[Path, Path]) -> None:
    golds, reports = folders
    (golds / "b.json").write_text(gold(TEXT), "utf-8")
    (reports / "c.docx").touch()
    result = soat(golds, reports)
    assert result.exit_code == 0
    assert result.stderr == ("Thiếu báo cáo “b”: không được tính vào điểm.\nBỏ qua 1 tệp không có đáp án: c.docx.\n")
    assert (figure(result, "reports"), figure(result, "coverage")) == ("1", "1,0000")


def test_a_file_that_cannot_be_read_is_unanswered(folders: tuple[Path, Path]) -> None:
    golds, reports = folders
    (golds / "b.json").write_text(gold(TEXT), "utf-8")
    (reports / "b.txt").write_bytes(bytes(range(256)) * 20)
    result = soat(golds, reports, "--save")
    assert result.exit_code == 2
    assert "Không đọc được" in result.stderr
    assert "Không lưu điểm" in result.stderr
    assert [figure(result, name) for name in ("reports", "answered", "coverage")] == ["2", "1", "0,5000"]
    assert "answered b: không có trả lời" in result.stdout
    assert not (golds / NAME).exists()


def test_another_form_is_put_into_the_lines_of_gold(tmp_path: Path) -> None:
    stem = "tan-trinh-mot-cua"
    golds, reports = tmp_path / "gold", tmp_path / "reports"
    golds.mkdir()
    reports.mkdir()
    (golds / f"{stem}.json").write_bytes((TOP / "gold" / f"{stem}.json").read_bytes())
    word = next((TOP / "corpus").rglob(f"{stem}.docx"))
    (reports / word.name).write_bytes(word.read_bytes())
    both = soat(golds, reports), soat(golds, reports, "--form", "docx")
    assert both[0].stdout == both[1].stdout
    assert "Bộ docx:" in both[0].stdout
    assert figure(both[0], "coverage") > "0,99"
    assert "- chỉ có trong tệp: tan-trinh-mot-cua đoạn " in both[0].stdout
    assert soat(golds, reports, "--form", "txt").exit_code == 2


# -- kept scores ---------------------------------------------------------------------------------------------------


def test_gains_and_losses_are_told_by_name(folders: tuple[Path, Path]) -> None:
    golds, reports = folders
    (reports / "a.txt").write_text(TEXT.replace("trực tuyến 8", "trực tuyến 9"), "utf-8")
    first = soat(golds, reports, "--save")
    assert first.exit_code == 0
    assert "Đã lưu điểm của bộ txt" in first.stderr
    assert "So với lần lưu" not in first.stdout
    (reports / "a.txt").write_text(TEXT.replace("20 hồ sơ", "20 đơn"), "utf-8")
    result = soat(golds, reports)
    assert "+ sum_recall a 3: 20 = 12 + 8" in result.stdout
    assert "+ coverage a 3: 8" in result.stdout
    assert "- measure_f1 a 3: 20" in result.stdout
    assert re.search(r"^coverage +1,0000 .* \+0,3333$", result.stdout, re.MULTILINE)
    change = json.loads(soat(golds, reports, "--json").stdout)["change"]
    assert change["figures"]["coverage"] == pytest.approx(1 / 3, abs=1e-6)
    assert change["lost"] == ["measure_f1 a 3: 20"]


def test_nothing_changes_between_two_runs(folders: tuple[Path, Path]) -> None:
    assert soat(*folders, "--save").exit_code == 0
    content = (folders[0] / NAME).read_bytes()
    again = soat(*folders, "--save")
    assert "So với lần lưu: được thêm 0, mất đi 0." in again.stdout
    assert (folders[0] / NAME).read_bytes() == content


def test_sets_stand_side_by_side(folders: tuple[Path, Path], tmp_path: Path) -> None:
    path = tmp_path / "điểm.jsonl"
    assert soat(*folders, "--against", path, "--save").exit_code == 0
    assert soat(*folders, "--against", path, "--save", "--set", "nghiệm thu").exit_code == 0
    assert sorted(read_history(path)) == ["nghiệm thu", "txt"]
    assert not (folders[0] / NAME).exists()


def test_figures_that_round_alike_are_no_change(folders: tuple[Path, Path]) -> None:
    golds, reports = folders
    (reports / "a.txt").write_text(TEXT.replace("20 hồ sơ", "20 đơn"), "utf-8")
    assert soat(golds, reports, "--save").exit_code == 0
    assert json.loads(soat(golds, reports, "--json").stdout)["change"]["figures"] == {}


def test_scores_that_cannot_be_kept_are_told(folders: tuple[Path, Path], tmp_path: Path) -> None:
    result = soat(*folders, "--save", "--against", tmp_path / "không có" / "điểm.jsonl")
    assert result.exit_code == 2
    assert "Không ghi được tệp điểm" in result.stderr
    assert figure(result, "reports") == "1"


# -- wrong calls ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Thiếu tham số ĐÁP_ÁN."),
        (["gold"], "Thiếu tham số BÁO_CÁO."),
        (["gold", "x", "--form", "odt"], "Giá trị của --form không hợp lệ: chỉ có txt, docx và pdf."),
        (["gold", "x", "--misses", "-1"], "Giá trị của --misses không hợp lệ: cần một số nguyên từ 0 trở lên."),
        (["gold", "x", "--mises", "3"], "Không có tùy chọn --mises. Có phải là --misses"),
    ],
)
def test_a_wrong_call_is_told_in_vietnamese(arguments: list[str], told: str) -> None:
    result = soat(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("không", "báo cáo"), "Không mở được thư mục đáp án"),
        (("báo cáo", "báo cáo"), "không có tệp đáp án .json nào"),
        (("đáp án", "không"), "Không mở được thư mục báo cáo"),
        (("đáp án", "đáp án"), "Không có báo cáo nào để chấm"),
        (("đáp án", "báo cáo", "--against", "không"), "Không mở được tệp điểm đã lưu"),
        (("đáp án", "báo cáo", "--against", "đáp án/a.json"), "không có tệp đáp án .json nào"),
        (("đáp án", "báo cáo", "--against", "báo cáo/a.txt"), "không đúng dạng"),
    ],
)
def test_what_cannot_be_read_is_told(
    names: tuple[str, ...], told: str, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folders[0].parent)
    result = soat(*names)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_the_committed_scores_are_of_the_committed_gold() -> None:
    sets = read_history(TOP / "gold" / NAME)
    stems = {path.stem for path in (TOP / "gold").glob("*.json")}
    assert "txt" in sets
    assert {name: set(kept.reports) - stems for name, kept in sets.items() if set(kept.reports) - stems} == {}
    for kept in sets.values():
        assert list(kept.figures) == [one.name for one in FIGURES]
        assert {report for report, _ in kept.misses} <= set(kept.reports)
