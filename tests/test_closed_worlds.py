"""Sentences that state all figures of a small relation: right ones are understood, wrong ones found."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from extractors.relations.accounts.movements import movement
from extractors.relations.changes.change_clauses import direction_of
from pipeline.analysis import Analysis, analyse_bytes

ROWS: list[Mapping[str, Any]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").with_stem("closed_worlds").read_text("utf-8")
)["row"]
RULES = {"growth": {"growth"}, "balance": {"balance"}, "product": {"product"}, "repeat": {"repeat"}, "sum": {"sum"}}


def analysed(text: str) -> Analysis:
    return analyse_bytes(f"I. KẾT QUẢ\n{text}\n".encode(), "closed.txt")


def alarms(result: Analysis) -> list[tuple[str, str]]:
    return [(f.rule, f.message) for f in result.findings if f.severity in ("error", "warning")]


def each(*, is_open: bool | None = None) -> list[Any]:
    rows = [row for row in ROWS if is_open is None or bool(row.get("open")) is is_open]
    return [pytest.param(row, id=f"{row['kind']}-{ROWS.index(row)}") for row in rows]


def wrong(row: Mapping[str, Any]) -> str:
    old, new = row["edit"]
    assert row["text"].count(old) == 1
    return str(row["text"]).replace(old, new)


@pytest.mark.parametrize("row", each(is_open=False))
def test_a_right_sentence_holds(row: Mapping[str, Any]) -> None:
    result = analysed(row["text"])
    assert alarms(result) == []
    assert any(r.verdict == "holds" for r in result.facts.relations if r.kind == row["kind"])


@pytest.mark.parametrize("row", each(is_open=True))
def test_a_look_alike_is_left_open(row: Mapping[str, Any]) -> None:
    result = analysed(row["text"])
    assert alarms(result) == []
    assert result.facts.measures


@pytest.mark.parametrize("row", each())
def test_a_wrong_sentence_is_found_once(row: Mapping[str, Any]) -> None:
    found = analysed(wrong(row))
    assert [rule for rule, _ in alarms(found)] == [row["kind"]], alarms(found)


def test_words_of_change_and_of_movement_are_read_by_their_clause() -> None:
    assert direction_of("đàn bò 2.160 con, thêm") == 1
    assert direction_of("đầu tháng 46 hộ, tách thêm") is None
    assert movement("quỹ chi") == -1
    assert movement("đầu năm chi hội có") is None
