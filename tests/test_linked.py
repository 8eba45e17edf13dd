"""Figures told again in quite other words: slips of the second telling are found, other facts in like words are not."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.test_repeats import edited, raised, read

FILE = Path(__file__).parent / "linked.toml"
REPORTS: tuple[dict[str, Any], ...] = tuple(tomllib.loads(FILE.read_text("utf-8"))["report"])


def each(key: str) -> list[Any]:
    return [pytest.param(r, edit, id=f"{r['name']}-{at}") for r in REPORTS for at, edit in enumerate(r[key])]


def measured(text: str) -> set[str]:
    analysis = read(text)
    return {analysis.document.quote(analysis.facts.numbers[number].span) for number in analysis.facts.measures}


@pytest.mark.parametrize("report", [pytest.param(r, id=r["name"]) for r in REPORTS])
def test_reports_that_tell_figures_again_rightly_raise_nothing(report: dict[str, Any]) -> None:
    assert raised(report["text"]) == []
    told = {edit["shows"][1] for edit in report["wrong"]}
    assert told <= {part for text in measured(report["text"]) for part in (text, *text.split("/"))}


@pytest.mark.parametrize(("report", "edit"), each("wrong"))
def test_slips_of_the_second_telling_are_found_once(report: dict[str, Any], edit: dict[str, Any]) -> None:
    found = raised(edited(report, edit["edit"]))
    assert len(found) == 1, found
    shown = {part for text in found[0][2] for part in re.sub(r"\s", "", text).split("/")}
    assert set(edit["shows"]) <= shown, found


@pytest.mark.parametrize(("report", "edit"), each("right"))
def test_other_facts_in_like_words_are_none(report: dict[str, Any], edit: list[str]) -> None:
    text = edited(report, edit)
    assert raised(text) == []
    assert set(re.findall(r"\d[\d.,]*(?<=\d)", edit[1])) & measured(text)
