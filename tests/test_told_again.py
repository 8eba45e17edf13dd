"""Paragraphs that tell a fact twice: a figure told again in other words or an account is held against the first."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.passages import alarms

ROWS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "told_again.toml").read_text("utf-8"))["told"]


def edited(row: dict[str, Any], edit: list[str]) -> str:
    assert row["text"].count(edit[0]) == 1, f"{edit[0]!r} must stand in it once"
    return str(row["text"]).replace(edit[0], edit[1])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["edit"][1])
def test_right_paragraph_raises_nothing(row: dict[str, Any]) -> None:
    texts = [row["text"], *(edited(row, edit) for edit in row["right"])]
    assert [(text, told) for text in texts if (told := alarms(text))] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["edit"][1])
def test_wrong_figure_is_found(row: dict[str, Any]) -> None:
    shown = [set(figures) for _, figures in alarms(edited(row, row["edit"]))]
    assert any(set(row["shows"]) <= figures for figures in shown), shown
