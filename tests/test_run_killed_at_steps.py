"""A run killed before any step of writing, or at any moment, leaves with the next one what a whole run leaves."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest

from pipeline.decisions import ACTS
from pipeline.ingest.names import DECISIONS_NAME, WORKBOOK_NAME
from pipeline.run_command import Asked, Choice, run
from tests.test_folder_run import files

HERE = Path(__file__).parent
CORPUS = HERE.parent / "corpus"
ASKED = Choice(workers=0, asked=Asked(data=True))
NEW = "Tổng số có 50 hồ sơ, gồm trực tiếp 20 hồ sơ và trực tuyến 40 hồ sơ."


pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("nguồn") / "báo cáo"
    made.mkdir()
    for path in ("forms/word/duc-binh-tay.docx", "forms/pdf/vinh-hai.pdf", "reports/ham-yen.txt"):
        shutil.copy(CORPUS / path, made)
    return made


@pytest.fixture(scope="module")
def before(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of the last run with decisions typed in, of a folder that has changed since."""
    out = tmp_path_factory.mktemp("trước") / "ra"
    run(folder, out, ASKED)
    assert decide(out, "đã giải trình") > 2
    (folder / "mới.txt").write_text(NEW, "utf-8")
    (folder / "vinh-hai.pdf").rename(folder / "đổi tên.pdf")
    text = (folder / "ham-yen.txt").read_text("utf-8")
    (folder / "ham-yen.txt").write_text(f"{text}\n{NEW}\n", "utf-8")
    return out


def decide(out: Path, reason: str) -> int:
    """Type a decision at each finding; return how many."""
    book = openpyxl.load_workbook(out / WORKBOOK_NAME)
    sheet = book["Phát hiện"]
    heads = {" ".join(str(cell.value).split()): cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, heads["Quyết định"], ACTS["finding"])
        sheet.cell(row, heads["Lý do"], reason)
    book.save(out / WORKBOOK_NAME)
    return int(sheet.max_row) - 1


def killed(folder: Path, out: Path, after: float, workers: int = 0, step: int = -1) -> bool:
    """Begin a run and kill it after some seconds or before a step of writing; return whether it was still at work."""
    command = [sys.executable, str(HERE / "killed_run.py"), str(folder), str(out), str(workers), str(step)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=HERE.parent) as begun:
        assert begun.stdout is not None
        begun.stdout.readline()
        with suppress(subprocess.TimeoutExpired):
            begun.wait(after)
        begun.kill()
    return begun.returncode == -signal.SIGKILL


def whole_run(folder: Path, before: Path, place: Path) -> tuple[dict[str, bytes], float]:
    """What a run leaves that nobody stops, and how long it takes in seconds."""
    whole = place / "liền"
    shutil.copytree(before, whole)
    started = time.monotonic()
    assert run(folder, whole, ASKED) == 0
    assert len((whole / DECISIONS_NAME).read_text("utf-8").splitlines()) > 2
    return files(whole), time.monotonic() - started


def resumed(folder: Path, out: Path, wanted: dict[str, bytes]) -> None:
    """Run again what was killed, and hold what is left against what a whole run leaves."""
    assert run(folder, out, ASKED) == 0
    left = files(out)
    assert left.keys() == wanted.keys()
    assert [path for path in wanted if left[path] != wanted[path]] == []
    shutil.rmtree(out)


def at_random(folder: Path, before: Path, place: Path, times: int, workers: int) -> int:
    """Kill so many runs, two in a row each, and resume; return how many were cut short."""
    wanted, longest = whole_run(folder, before, place)
    chosen, cut = random.Random(times), 0
    for number in range(times):
        out = place / f"ngắt {number}"
        shutil.copytree(before, out)
        for _ in range(2):
            cut += killed(folder, out, chosen.random() * longest, workers)
        resumed(folder, out, wanted)
    return cut


def at_steps(folder: Path, before: Path, place: Path, every: int, first: int = 0) -> int:
    """Kill a run before each so many-th step of writing, and resume; return how many steps were so met."""
    wanted, _ = whole_run(folder, before, place)
    for at in range(first, 1000, every):
        out = place / f"bước {at}"
        shutil.copytree(before, out)
        if not killed(folder, out, 600, step=at):
            return at // every
        resumed(folder, out, wanted)
    raise AssertionError


@pytest.mark.parametrize("first", [3, 10])
def test_a_run_killed_between_two_steps_of_writing_leaves_nothing_half(
    folder: Path, before: Path, tmp_path: Path, first: int
) -> None:
    assert at_steps(folder, before, tmp_path, 24, first) > 1


@pytest.mark.slow
def test_a_run_killed_before_any_step_of_writing_is_resumed_to_the_same_bytes(
    folder: Path, before: Path, tmp_path: Path
) -> None:
    assert at_steps(folder, before, tmp_path, 1) > 40


@pytest.mark.slow
@pytest.mark.parametrize("workers", [0, 2])
def test_runs_killed_at_many_moments(folder: Path, before: Path, tmp_path: Path, workers: int) -> None:
    assert at_random(folder, before, tmp_path, 20, workers) > 10
