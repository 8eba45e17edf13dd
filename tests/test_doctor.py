"""`soat doctor`: what is here, what is missing, how to get it on this system."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline import doctor
from pipeline.cli import app
from pipeline.ingest import programs
from pipeline.ingest.programs import LIBRE_OFFICE, TESSERACT, find_program, how_to_get, run_program

posix = pytest.mark.skipif(os.name == "nt", reason="the stubs are shell scripts")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder where programs are sought."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    for program in (LIBRE_OFFICE, TESSERACT):
        monkeypatch.setattr(
            doctor, program.name.replace("LibreOffice", "LIBRE_OFFICE").replace("Tesseract", "TESSERACT"),
            programs.Program(program.name, program.commands, (), program.packages),
        )  # fmt: skip
    return tmp_path / "bin"


def put(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    (folder / name).chmod(0o755)


def asked() -> tuple[int, list[str]]:
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output.splitlines()


OFFICE = 'echo "LibreOffice 7.4.7.2 40(Build:2)"'
OCR = 'test "$1" = --version && echo "tesseract 5.3.0" || printf "List of languages:\\neng\\nvie\\n"'


@posix
def test_all_is_here(folder: Path) -> None:
    put(folder, "soffice", OFFICE)
    put(folder, "tesseract", OCR)
    status, lines = asked()
    assert status == 0
    assert [line.split(":")[0].split(maxsplit=1) for line in lines if line.startswith(("có", "thiếu"))] == [
        ["có", "Python"], ["có", "lxml"], ["có", "pdfminer.six"], ["có", "Pillow"], ["có", "LibreOffice"],
        ["có", "Tesseract"], ["có", "Dữ liệu tiếng Việt của Tesseract"],
    ]  # fmt: skip
    assert f"có     LibreOffice: 7.4.7.2 ({folder / 'soffice'})" in lines
    assert lines[-1] == "Đủ cả."


def test_what_is_missing_is_told_with_what_is_lost_and_how_to_get_it(folder: Path) -> None:
    status, lines = asked()
    assert status == 1
    missing = [line for line in lines if line.startswith("thiếu")]
    assert [line.split()[1] for line in missing] == ["LibreOffice:", "Tesseract:"]
    assert sum("Không có thì: " in line for line in lines) == 2
    assert sum("Cách cài: " in line for line in lines) == 2
    assert lines[-1].startswith("Thiếu 2 thứ")


@posix
@pytest.mark.parametrize("script", ["exit 3", "sleep 60", "echo nothing"])
def test_a_program_that_does_not_answer_is_as_good_as_missing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    monkeypatch.setattr(doctor, "_SECONDS", 0.5)
    put(folder, "soffice", script)
    put(folder, "tesseract", OCR)
    if script.startswith("sleep"):
        (folder / "sleep").symlink_to(shutil.which("sleep", path=os.defpath) or "/bin/sleep")
    status, lines = asked()
    assert status == 1
    assert f"thiếu  LibreOffice: không chạy được ({folder / 'soffice'})" in lines


@posix
def test_tesseract_without_vietnamese_is_told_of(folder: Path) -> None:
    put(folder, "soffice", OFFICE)
    put(folder, "tesseract", OCR.replace("vie", "deu"))
    status, lines = asked()
    assert status == 1
    assert [line for line in lines if line.startswith("thiếu")] == [
        "thiếu  Dữ liệu tiếng Việt của Tesseract: không có vie"
    ]


def test_old_libraries_are_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "version", lambda name: "6.0.9" if name == "lxml" else "99")
    told = {line.name: line for line in doctor.lines()}
    assert not told["lxml"].there
    assert "6.1" in told["lxml"].lost
    assert told["Pillow"].there


@pytest.mark.parametrize(
    ("platform", "manager", "expected"),
    [
        ("linux", "apt-get", "sudo apt install libreoffice-writer"),
        ("linux", "dnf", "sudo dnf install libreoffice-writer"),
        ("linux", None, "trình quản lý gói"),
        ("darwin", None, "brew install --cask libreoffice"),
        ("win32", None, "libreoffice.org"),
    ],
)
def test_each_system_has_its_way(
    monkeypatch: pytest.MonkeyPatch, platform: str, manager: str | None, expected: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(programs.shutil, "which", lambda name: f"/usr/bin/{name}" if name == manager else None)
    assert expected in how_to_get(LIBRE_OFFICE)


def test_programs_are_found_beside_the_search_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for version in ("7.6", "24.8"):
        file = tmp_path / f"libreoffice{version}" / "program" / "soffice"
        file.parent.mkdir(parents=True)
        file.touch()
    program = programs.Program(
        "LibreOffice", ("soffice",), (f"{tmp_path.as_posix()}/libreoffice*/program/soffice",), {}
    )
    assert find_program(program) == tmp_path / "libreoffice24.8" / "program" / "soffice"
    assert find_program(programs.Program("x", ("no-such-program",), ("/nowhere/*/x",), {})) is None


@posix
def test_a_program_is_run_without_input_and_its_output_kept(tmp_path: Path) -> None:
    output = tmp_path / "output"
    assert run_program(["/bin/sh", "-c", "cat; pwd; exit 4"], 10, tmp_path, output) == 4
    assert output.read_text().strip() == str(tmp_path.resolve())
    assert run_program(["/bin/sh", "-c", "sleep 60"], 0.2, tmp_path) is None
    with pytest.raises(OSError, match="no-such"):
        run_program(["/no-such-program"], 1, tmp_path)
