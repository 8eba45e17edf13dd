"""`soat run` may be killed at any moment: the next run leaves what one that nobody stopped leaves, decisions too."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.decisions import ACTS
from pipeline.ingest.names import CROSS_NAME, DECISIONS_NAME, PAGES, STORE_NAME, WORKBOOK_NAME
from pipeline.results import UnwritableError, Whole, write_whole
from tests.test_folder_run import ALONE, CORPUS, decide, error_of, files, run

REASON = "Xã đã giải trình"
NAMES = ("ham-yen", "pom-han-giam-ngheo", "tan-trinh-mot-cua", "thach-kenh-dan-van")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


def begun(folder: Path, out: Path) -> None:
    """A first run over one report, and a decision typed into its workbook."""
    shutil.copy(CORPUS / "forms/word/duc-binh-tay.docx", folder / "a.docx")
    run(folder, out, ALONE)
    decide(out, error_of(out, "a.docx"), ACTS["finding"], REASON)
    for name in NAMES:
        shutil.copy(CORPUS / f"reports/{name}.txt", folder / f"{name}.txt")
    shutil.copy(CORPUS / "forms/pdf/vinh-hai.pdf", folder / "vinh-hai.pdf")


def started(folder: Path, out: Path) -> subprocess.Popen[bytes]:
    asked = ["run", str(folder), "--out", str(out), "--workers=0"]
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", *asked]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def killed(folder: Path, out: Path, seed: int, most: float) -> bool:
    """Start a run and kill it at a random moment once it has begun to write; whether it was in the middle."""
    program = started(folder, out)
    store = (out / STORE_NAME).stat().st_mtime_ns
    while program.poll() is None and (out / STORE_NAME).stat().st_mtime_ns == store:
        time.sleep(0.005)
    time.sleep(random.Random(seed).random() * most)
    program.send_signal(signal.SIGKILL)
    return program.wait() == -signal.SIGKILL


def resumed_alike(tmp_path: Path, times: int) -> int:
    """Kill so many runs, each on its own copy, go on; return how many were killed in the middle."""
    folder, first, whole = tmp_path / "báo cáo", tmp_path / "đầu", tmp_path / "đủ"
    folder.mkdir()
    begun(folder, first)
    shutil.copytree(first, whole)
    before = time.monotonic()
    run(folder, whole, ALONE)
    took, wanted, middle = time.monotonic() - before, files(whole), 0
    for seed in range(times):
        out = tmp_path / f"ra {seed}"
        shutil.copytree(first, out)
        middle += killed(folder, out, seed, took)
        run(folder, out, ALONE)
        left = files(out)
        assert left.keys() == wanted.keys(), seed
        assert [path for path in wanted if left[path] != wanted[path] and path != STORE_NAME] == [], seed
        assert (out / DECISIONS_NAME).read_text("utf-8").count(REASON) == 1
        shutil.rmtree(out)
    return middle


def test_a_killed_run_goes_on_to_the_same_end(tmp_path: Path) -> None:
    assert resumed_alike(tmp_path, 4) > 0


@pytest.mark.slow
def test_forty_killed_runs_go_on_to_the_same_end(tmp_path: Path) -> None:
    middle = resumed_alike(tmp_path, 40)
    print(f"{middle} of 40 killed in the middle")  # noqa: T201  the measure
    assert middle > 10


def test_what_was_half_written_goes_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    folder, out = tmp_path / "báo cáo", tmp_path / "ra"
    folder.mkdir()
    shutil.copy(CORPUS / "reports/ham-yen.txt", folder / "a.txt")
    run(folder, out, ALONE)
    wanted = files(out)
    for half in (f".{WORKBOOK_NAME}.4711.tmp", f"{PAGES}/.a.txt.html.12.tmp"):
        (out / half).write_bytes(b"half")
    (out / "của tôi.tmp").write_bytes(b"mine")
    run(folder, out, ALONE)
    assert files(out) == wanted | {"của tôi.tmp": b"mine"}


def test_findings_of_the_last_time_that_cannot_be_taken_away_are_told(tmp_path: Path) -> None:
    (tmp_path / CROSS_NAME).mkdir()
    with pytest.raises(UnwritableError, match=CROSS_NAME):
        write_whole(tmp_path, Whole((), ()))
