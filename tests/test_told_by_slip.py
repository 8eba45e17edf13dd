"""Figures that few words tie, in unusual turns: right ones raise nothing, one slip makes each wrong and found."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.passages import HEAD, alarms
from tests.test_told_in_words import read

ROWS = tuple(tomllib.loads(Path(__file__).with_name("told_by_slip.toml").read_text("utf-8"))["row"])
EACH = pytest.mark.parametrize("row", [pytest.param(row, id=f"{at}-{row['kind']}") for at, row in enumerate(ROWS)])


def test_every_kind_has_wrong_ones_and_look_alikes() -> None:
    for kind in {row["kind"] for row in ROWS}:
        rows = [row for row in ROWS if row["kind"] == kind]
        assert sum(row.get("open", False) for row in rows) >= 12, kind
        assert sum(not row.get("open", False) for row in rows) >= 12, kind


@EACH
def test_right_figures_are_understood_and_raise_nothing(row: dict[str, Any]) -> None:
    assert alarms(row["text"]) == []
    measures = read(row["text"]).facts.measures
    numbers = [n for n in read(row["text"]).facts.numbers if n.span.start >= len(HEAD)]
    assert sum(n.role == "measure" for n in numbers) >= row.get("figures", 2)
    assert sum(m.unit != "" for m in measures.values()) >= row.get("figures", 2)


@EACH
def test_a_slip_is_found_and_shown(row: dict[str, Any]) -> None:
    old, new = row["edit"]
    assert row["text"].count(old) == 1
    raised = alarms(row["text"].replace(old, new))
    assert len(raised) == 1, [finding.message for finding, _ in raised]
    shown = " | ".join(raised[0][1])
    assert row["shows"] in shown, shown
