"""Sentences shaped like errors that are none: what is understood of each, and its twin that is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pipeline.analysis import Analysis, analyse_bytes

ROWS: list[Mapping[str, Any]] = tomllib.loads(Path(__file__).with_name("look_alikes.toml").read_text("utf-8"))["row"]


def analysed(text: str) -> Analysis:
    return analyse_bytes(f"I. KẾT QUẢ\n{text}\n".encode(), "look-alike.txt")


def alarms(result: Analysis) -> list[tuple[str, str]]:
    return [(f.rule, f.message) for f in result.findings if f.severity in ("error", "warning")]


def each(key: str) -> list[Any]:
    return [pytest.param(row, id=row["name"]) for row in ROWS if key in row]


@pytest.mark.parametrize("row", each("name"))
def test_what_looks_wrong_is_understood(row: Mapping[str, Any]) -> None:
    result = analysed(row["text"])
    assert alarms(result) == []
    held = [r.reading for r in result.facts.relations if r.verdict == "holds"]
    assert [reading for reading in row.get("holds", ()) if reading not in held] == [], held
    units = {result.document.quote(result.facts.numbers[n].span): m.unit for n, m in result.facts.measures.items()}
    assert {figure: units.get(figure) for figure in row.get("units", {})} == row.get("units", {})
    assert row.get("holds") or row.get("units") or result.facts.measures


@pytest.mark.parametrize("row", each("edit"))
def test_its_twin_is_found(row: Mapping[str, Any]) -> None:
    old, new = row["edit"]
    assert row["text"].count(old) == 1
    found = alarms(analysed(row["text"].replace(old, new)))
    assert [rule for rule, _ in found] == [row["kind"]], found
