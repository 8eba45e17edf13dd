"""Nothing that was said to be kept is lost when a run is killed, and nothing is kept twice."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.ingest.names import DECISIONS_NAME, STORE_NAME
from pipeline.store.log import read_log
from pipeline.store.standing import state
from pipeline.store.store import open_store
from pipeline.store_command import integrity, restore
from tests.kept import asked, one_run
from tests.killed_store import decide, typed
from tests.test_store_damage import dump

HERE = Path(__file__).parent


def killed(after: float, what: str, out: Path, number: int, seed: int) -> set[str]:
    """Start a run and end it without a word after some seconds; return what it had said by then."""
    command = [sys.executable, str(HERE / "killed_store.py"), what, str(out), str(number), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=HERE.parent) as run:
        assert run.stdout is not None
        run.stdout.readline()  # it has begun
        time.sleep(after)
        run.kill()
        said = run.stdout.read().decode()
    return set(said.split("\n")[:-1])


def decided_under_fire(out: Path, count: int, kills: int) -> None:
    chosen = random.Random(kills)
    out.mkdir()
    safe: set[str] = set()
    for seed in range(kills):
        safe |= killed(chosen.random() * 0.3, "decide", out, count, seed)
        log = read_log((out / DECISIONS_NAME).read_bytes())
        assert safe <= {entry.decision.finding for entry in log.entries}
        assert not log.faults
    assert safe
    decide(out, count, kills)
    with open_store(out) as store:
        store.carry(typed(count))
        assert store.carry(typed(count)) == ()
        standing = sorted(store.decisions(), key=lambda one: one.finding)
    assert standing == typed(count)
    log = read_log((out / DECISIONS_NAME).read_bytes())
    assert [entry.seq for entry in log.entries] == list(range(1, count + 1))  # none lost, none doubled
    before = dump(out)
    (out / STORE_NAME).unlink()
    assert restore(out) == 0
    assert dump(out) == before
    assert len(state(log.entries)) == count
    assert integrity(out).faults == ()


def resumed(tmp_path: Path, files: int, kills: int, longest: float) -> None:
    """Runs that are killed and resumed leave what a run leaves that nobody stopped, byte for byte."""
    whole = tmp_path / "liền"
    whole.mkdir()
    one_run(whole, files, 20)
    chosen = random.Random(kills)
    unfinished = 0
    for number in range(kills + 40):
        if number >= kills and unfinished:
            break
        out = tmp_path / f"ngắt {number}"
        out.mkdir()
        for _ in range(2):
            # later and later, on a machine so slow that all were killed before they began
            killed(chosen.random() * longest * (1 + number / 20), "run", out, files, 0)
        kept = 0
        with open_store(out) as store:
            kept = len(store.known(asked(files)))
        unfinished += 0 < kept < files
        one_run(out, files, 20)
        for name in (STORE_NAME, DECISIONS_NAME):
            assert (out / name).read_bytes() == (whole / name).read_bytes(), (number, name)
    assert unfinished


def test_decisions_outlast_runs_that_are_killed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    decided_under_fire(tmp_path / "ra", 200, 12)


def test_a_killed_run_resumes_to_the_same_bytes(tmp_path: Path) -> None:
    resumed(tmp_path, 60, 3, 0.2)


@pytest.mark.slow
def test_a_thousand_decisions_outlast_many_kills(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    decided_under_fire(tmp_path / "ra", 1000, 200)


@pytest.mark.slow
def test_a_run_killed_at_many_moments_resumes_to_the_same_bytes(tmp_path: Path) -> None:
    resumed(tmp_path, 120, 100, 0.4)


@pytest.mark.slow
def test_of_runs_at_once_one_wins_and_the_others_are_refused(tmp_path: Path) -> None:
    whole = tmp_path / "một mình"
    whole.mkdir()
    one_run(whole, 30, 20)
    refused = 0
    for trial in range(25):
        out = tmp_path / str(trial)
        out.mkdir()
        command = [sys.executable, str(HERE / "killed_store.py"), "run", str(out), "30", "0"]
        runs = [subprocess.Popen(command, stderr=subprocess.PIPE, cwd=HERE.parent) for _ in range(4)]
        told = [run.communicate()[1].decode() for run in runs]
        refused += sum("BusyError: Một lượt chạy khác đang ghi vào" in text for text in told)
        assert all(run.returncode == 0 or "BusyError" in text for run, text in zip(runs, told, strict=True))
        assert any(run.returncode == 0 for run in runs)
        for name in (STORE_NAME, DECISIONS_NAME):
            assert (out / name).read_bytes() == (whole / name).read_bytes()
    assert refused > 20
