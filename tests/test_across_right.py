"""Correct reports of a district: nothing is raised within any of them, and what stands in them is understood."""

from __future__ import annotations

from collections import Counter

import pytest

from corpus.across.folder import base, plain_reports
from corpus.across.periods import CADENCES
from pipeline.analysis import analyse_bytes
from pipeline.export.record import record

#: a report of so many is read; all of them with `-m slow`
_SOME = 5


def raised(name: str, order: str, step: int) -> tuple[list[str], Counter[str]]:
    """Return the alarms within every so manyth report, and how many relations came to which verdict."""
    alarms: list[str] = []
    verdicts: Counter[str] = Counter()
    for path, report in sorted(plain_reports(base(name, order)).items())[::step]:
        read = record(analyse_bytes(report.text.encode(), path))
        alarms += [f"{path}: {one.message}" for one in read.findings if one.severity in ("error", "warning")]
        verdicts += Counter(one.verdict for one in read.relations)
    return alarms, verdicts


@pytest.mark.parametrize("name", ["dev", "held"])
@pytest.mark.parametrize("order", CADENCES)
def test_nothing_is_raised_in_a_correct_report(name: str, order: str) -> None:
    alarms, verdicts = raised(name, order, _SOME)
    assert alarms == []
    assert verdicts["holds"] > 30


@pytest.mark.slow
@pytest.mark.parametrize("name", ["dev", "held"])
@pytest.mark.parametrize("order", CADENCES)
def test_nothing_is_raised_in_any_correct_report(name: str, order: str) -> None:
    alarms, verdicts = raised(name, order, 1)
    assert alarms == []
    assert verdicts["holds"] > 150
