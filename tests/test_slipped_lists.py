"""What one slip hides from a reading that asks figures to agree: right ones raise nothing, each twin is found."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.passages import alarms

ROWS = tuple(tomllib.loads(Path(__file__).with_name("slipped_lists.toml").read_text("utf-8"))["row"])
EACH = pytest.mark.parametrize("row", [pytest.param(row, id=row["name"].replace(" ", "-")) for row in ROWS])


@EACH
def test_right_figures_raise_nothing(row: dict[str, Any]) -> None:
    assert [(finding.rule, finding.message) for finding, _ in alarms(row["text"])] == []


@EACH
def test_the_twin_is_found(row: dict[str, Any]) -> None:
    old, new = row["edit"]
    assert row["text"].count(old) == 1
    raised = alarms(row["text"].replace(old, new))
    found = [texts for finding, texts in raised if finding.rule == row["kind"]]
    assert found, [finding.message for finding, _ in raised]
    assert any(row["shows"] in " | ".join(texts) for texts in found), found
