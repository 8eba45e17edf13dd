"""Soát from Python, as in a notebook."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

import pipeline
from pipeline import Report, Reports
from pipeline.bulk import analyse_files, find_reports

FOLDER = Path(__file__).parents[1] / "corpus/reports"
ONE = FOLDER / "yen-thinh.txt"


def told_by_python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=FOLDER.parents[1]
    )
    return done.stdout.strip()


@pytest.fixture(scope="module")
def one() -> Report:
    return pipeline.analyse(ONE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("yen-thinh.txt", "vinh-hai.txt"):
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    (tmp_path / "hong.docx").write_bytes(b"PK\x03\x04 broken")
    return tmp_path


def test_importing_costs_nothing() -> None:
    code = "import sys; before = set(sys.modules); import pipeline; print(sorted(set(sys.modules) - before))"
    modules = told_by_python(code)
    assert "pipeline" in modules
    assert not any(heavy in modules for heavy in ("pandas", "pyarrow", "pipeline.api", "extractors", "numpy"))
    code = "import time; t = time.perf_counter(); import pipeline; print(time.perf_counter() - t)"
    assert float(told_by_python(code)) < 0.02


def test_the_first_report_needs_no_pandas() -> None:
    code = f"import sys, pipeline; pipeline.analyse({str(ONE)!r}).unit; print('pandas' in sys.modules)"
    assert told_by_python(code) == "False"


def test_a_report_is_what_the_command_line_tells(one: Report) -> None:
    assert one.record == analyse_files(find_reports([ONE]), lambda _done, _total: None)[0]
    assert (one.unit, one.period, one.failed, one.error) == ("xã Yên Thịnh", "2025-Q3", False, None)
    assert "BÁO CÁO" in one.text


def test_frames_of_a_report(one: Report) -> None:
    assert len(one.numbers) == len(one.record["numbers"]) > 50
    assert len(one.relations) == len(one.record["relations"]) > 5
    assert len(one.findings) == len(one.record["findings"])
    measures = one.numbers.query("role == 'measure'")
    assert measures["value"].astype(float).sum() > 0
    assert set(measures["report_unit"]) == {"xã Yên Thịnh"}
    assert measures["metric_name"].notna().any()


def test_frozen(one: Report) -> None:
    with pytest.raises(FrozenInstanceError):
        one.text = ""  # type: ignore[misc]


def test_a_folder(folder: Path) -> None:
    reports = pipeline.analyse_folder(folder)
    assert isinstance(reports, Reports)
    assert [report.path for report in reports] == ["hong.docx", "vinh-hai.txt", "yen-thinh.txt"]
    assert [report.path for report in reports.failed] == ["hong.docx"]
    assert "hong.docx" in (reports.failed[0].error or "")
    assert reports.failed[0].text == ""
    assert reports.failed[0].numbers.empty
    assert list(reports.summary["status"]) == ["error", "ok", "ok"]
    assert set(reports.numbers["path"]) == {"vinh-hai.txt", "yen-thinh.txt"}
    assert len(reports.numbers) == sum(len(report.numbers) for report in reports)
    assert reports["yen-thinh.txt"].unit == "xã Yên Thịnh"
    with pytest.raises(KeyError):
        reports["khong-co.txt"]


def test_workers_change_nothing(folder: Path) -> None:
    assert pipeline.analyse_folder(folder, workers=2).records == pipeline.analyse_folder(folder, workers=0).records


def test_a_plain_script_may_ask(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Workers made from scratch (Windows, or a process with threads) begin with the script: it must not run in them."""
    script = tmp_path_factory.mktemp("script") / "script.py"
    script.write_text(
        "import threading, time, pipeline\n"
        "threading.Thread(target=time.sleep, args=(30,), daemon=True).start()\n"
        f"reports = pipeline.analyse_folder({str(folder)!r}, workers=1)\n"
        "print([report.path for report in reports.failed], len(reports), __name__)\n",
        "utf-8",
    )
    command, path = [sys.executable, str(script)], {"PYTHONPATH": str(FOLDER.parents[1])}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | path)
    assert done.stdout.splitlines() == ["['hong.docx'] 3 __main__"]


def test_a_path_with_no_file_is_a_report_that_failed(tmp_path: Path) -> None:
    report = pipeline.analyse(tmp_path / "không có.txt")
    assert report.failed
    assert report.record["error"]["code"] == "not_found"


def test_one_file_is_asked_for(folder: Path) -> None:
    with pytest.raises(ValueError, match="analyse_folder"):
        pipeline.analyse(folder)


def test_an_empty_folder_fails_and_says_so(tmp_path: Path) -> None:
    reports = pipeline.analyse_folder(tmp_path)
    assert [report.record["error"]["code"] for report in reports.failed] == ["empty"]


def test_tables_of_the_folder_count(folder: Path) -> None:
    (folder / "thong-tin.csv").write_text("đường dẫn,đơn vị,kỳ\nvinh-hai.txt,xã Thử,2030\n", "utf-8")
    reports = pipeline.analyse_folder(folder)
    assert reports["vinh-hai.txt"].unit == "xã Thử"
    assert len(reports) == 3


def test_no_other_names() -> None:
    with pytest.raises(AttributeError):
        pipeline.nothing  # noqa: B018


def test_without_names_of_persons(one: Report) -> None:
    signer = one.record["header"]["signer_name"]
    hidden = pipeline.analyse(ONE, anonymous=True)
    assert signer
    assert signer in one.text
    assert signer not in hidden.text
    assert len(hidden.text) == len(one.text)
    assert hidden.record["header"]["signer_name"].startswith("[người ")
