"""The figures that the reports we know must not fall below, by the scorer that stands beside the project."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
SHARED = TOP.parent / "shared"
CHECK = [sys.executable, "-c", "from pipeline.cli import main; main()", "check", "--format", "json"]

#: what is asked of the five real reports: known to everybody here, so a floor and no proof
REAL = {
    "coverage": 1.0,
    "role": 0.985,
    "measure_f1": 0.97,
    "exact": 0.88,
    "metric": 0.93,
    "metric_precision": 0.97,
    "section_f1": 0.98,
    "header": 0.97,
    "sum_recall": 0.95,
    "sum_precision": 0.97,
    "sum_verdict": 1.0,
    "finding_recall": 0.94,
    "finding_recall_errors": 1.0,
    "finding_right": 0.8,
}
#: reports written for the corpus: what was reached, less a little, so that a fall is seen
CORPUS = {
    "coverage": 0.999,
    "role": 0.99,
    "measure_f1": 0.975,
    "metric": 0.93,
    "section_f1": 0.99,
    "header": 0.98,
    "sum_recall": 0.91,
    "sum_precision": 0.94,
    "finding_recall": 0.96,
}
#: the reports that were scored unread, as they stand since they were read
FURTHER = {
    "coverage": 0.999,
    "role": 0.985,
    "measure_f1": 0.945,
    "exact": 0.89,
    "metric": 0.9,
    "section_f1": 0.97,
    "header": 0.97,
    "sum_recall": 0.89,
    "sum_precision": 0.89,
    "finding_recall": 0.89,
}
#: those that are never read: what was reached, less a little
EVALUATE = {
    "coverage": 0.998,
    "role": 0.98,
    "measure_f1": 0.965,
    "exact": 0.88,
    "metric": 0.81,
    "section_f1": 0.98,
    "header": 0.97,
    "sum_recall": 0.87,
    "sum_precision": 0.91,
    "finding_recall": 0.86,
}


def figures(gold: Path, reports: Path) -> dict[str, float]:
    """Run the scorer over a folder of gold."""
    command = [sys.executable, str(SHARED / "score.py"), str(gold), str(reports), "--json", "--soat", shlex.join(CHECK)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=TOP, check=False)
    assert done.returncode == 0, done.stdout[-800:] + done.stderr[-800:]
    found: dict[str, float] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(not (SHARED / "score.py").is_file(), reason="../shared is not here: no scorer, no real reports")
@pytest.mark.parametrize(
    ("gold", "reports", "floors", "alarms"),
    [
        pytest.param(SHARED / "gold", SHARED / "reports", REAL, 0.0, id="five real reports"),
        pytest.param(TOP / "gold", TOP / "corpus" / "reports", CORPUS, 0.1, id="corpus"),
        pytest.param(TOP / "gold/further", TOP / "corpus/further/reports", FURTHER, 0.1, id="further"),
        pytest.param(TOP / "gold/evaluate", TOP / "corpus/evaluate/reports", EVALUATE, 0.3, id="evaluate"),
    ],
)
def test_no_figure_falls_below_its_floor(gold: Path, reports: Path, floors: dict[str, float], alarms: float) -> None:
    found = figures(gold, reports)
    assert {name: found[name] for name, floor in floors.items() if found[name] < floor} == {}
    assert found["false_alarms_per_report"] <= alarms


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here: no real reports")
def test_the_letters_and_the_three_fields_are_found() -> None:
    path = next((SHARED / "reports").glob("000_*.txt"))
    done = subprocess.run([*CHECK, str(path)], capture_output=True, encoding="utf-8", cwd=TOP, check=False)
    record = json.loads(done.stdout)
    errors = {(f["rule"], f["expected"], f["found"]) for f in record["findings"] if f["severity"] == "error"}
    assert errors == {("sum", 286, 152), ("enumeration", 3, 2)}
