"""Reports that tell a figure again: two figures of one fact are found, look-alikes are not."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.analysis import Analysis, analyse_bytes

FILE = Path(__file__).parent / "repeats.toml"


def reports() -> list[dict[str, Any]]:
    return list(tomllib.loads(FILE.read_text("utf-8"))["report"])


@cache
def read(text: str) -> Analysis:
    return analyse_bytes(text.encode(), "repeats.txt")


def edited(report: dict[str, Any], edit: list[str]) -> str:
    assert report["text"].count(edit[0]) == 1, f"{edit[0]!r} must stand in {report['name']} once"
    return str(report["text"]).replace(edit[0], edit[1])


def raised(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    analysis = read(text)
    quote = analysis.document.quote
    return [
        (f.rule, f.message, tuple(quote(e.span) for e in f.evidence))
        for f in analysis.findings
        if f.severity in ("error", "warning") and f.rule not in ("header", "date", "numbering")
    ]


def missed(edit: Any) -> list[Any]:
    """Known failures say why, and are told once they are found."""
    reason = edit.get("missed") if isinstance(edit, dict) else None
    return [pytest.mark.xfail(strict=True, reason=reason)] if reason else []


def each(key: str) -> list[Any]:
    return [
        pytest.param(report, edit, id=f"{report['name']}-{at}", marks=missed(edit))
        for report in reports()
        for at, edit in enumerate(report[key])
    ]


@pytest.mark.parametrize("report", [pytest.param(r, id=r["name"]) for r in reports()])
def test_figures_told_again_are_understood_and_agree(report: dict[str, Any]) -> None:
    assert raised(report["text"]) == []
    held = [r for r in read(report["text"]).facts.relations if r.kind == "repeat"]
    assert len(held) >= 2
    assert {r.verdict for r in held} == {"holds"}


@pytest.mark.parametrize(("report", "edit"), each("wrong"))
def test_two_figures_of_one_fact_are_found_once(report: dict[str, Any], edit: dict[str, Any]) -> None:
    found = raised(edited(report, edit["edit"]))
    assert len(found) == 1, found
    assert set(edit["shows"]) <= {re.sub(r"\s", "", text) for text in found[0][2]}, found


@pytest.mark.parametrize(("report", "edit"), each("right"))
def test_look_alikes_are_no_repeats(report: dict[str, Any], edit: list[str]) -> None:
    assert raised(edited(report, edit)) == []
