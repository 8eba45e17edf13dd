"""Words that speak of figures told beside them: right ones are understood, one edit makes each wrong and found."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.analysis import Analysis, analyse_bytes
from tests.passages import HEAD, alarms

FILE = Path(__file__).parent / "told_in_words.toml"
ROWS = tuple(tomllib.loads(FILE.read_text("utf-8"))["row"])
EACH = pytest.mark.parametrize("row", [pytest.param(row, id=f"{at}-{row['kind']}") for at, row in enumerate(ROWS)])


@cache
def read(text: str) -> Analysis:
    return analyse_bytes((HEAD + text + "\n").encode(), "passage.txt")


def edited(row: dict[str, Any]) -> str:
    assert row["text"].count(row["edit"][0]) == 1, row["edit"]
    return str(row["text"]).replace(*row["edit"])


def test_every_kind_has_wrong_ones_and_look_alikes() -> None:
    for kind in {row["kind"] for row in ROWS}:
        rows = [row for row in ROWS if row["kind"] == kind]
        assert sum(row.get("open", False) for row in rows) >= 8, kind
        assert sum(not row.get("open", False) for row in rows) >= 8, kind


@EACH
def test_right_words_raise_nothing_and_are_understood(row: dict[str, Any]) -> None:
    assert alarms(row["text"]) == []
    analysis = read(row["text"])
    assert [n for n in analysis.facts.numbers if n.span.start >= len(HEAD)] != []
    if not row.get("open", False):
        kind = row.get("relation", row["kind"])
        assert "holds" in {r.verdict for r in analysis.facts.relations if r.kind == kind}


@EACH
def test_wrong_words_are_found_and_shown(row: dict[str, Any]) -> None:
    raised = alarms(edited(row))
    assert len(raised) == 1, [finding.message for finding, _ in raised]
    shown = " | ".join(raised[0][1])
    assert [text for text in row["shows"] if text not in shown] == [], shown
