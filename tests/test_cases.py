"""Planted contradictions and their clean twins, one edit apart: what is found, and what is understood."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.analysis import analyse_bytes
from pipeline.export.record import as_mapping, record

FOLDER = Path(__file__).parent / "cases"
KINDS = (
    "sum in prose", "sum in a list", "sum in a table", "percent", "distribution", "enumeration", "numbering",
    "blank header parts", "k of n", "product", "growth", "balance", "order",
)  # fmt: skip
#: rows of research/traps.md; each stands in two wordings at least
TRAPS = range(1, 53)
Item = Mapping[str, Any]


@cache
def pairs() -> tuple[Item, ...]:
    files = sorted(FOLDER.glob("*.toml"))
    return tuple(pair for file in files for pair in tomllib.loads(file.read_text("utf-8")).get("pair", []))


def analysed(text: str) -> Item:
    return as_mapping(record(analyse_bytes(text.encode(), "case.txt")))


def edited(pair: Item) -> str:
    old, new = pair["edit"]
    assert pair["text"].count(old) == 1, f"{old!r} must stand in the text once"
    return str(pair["text"]).replace(old, new)


def each(suffix: str) -> list[Any]:
    return [pytest.param(pair, id=f"{pair['name']}-{suffix}") for pair in pairs()]


# -- what the cases are ----------------------------------------------------------------------------------------


def test_every_kind_of_check_has_three_pairs() -> None:
    counts = Counter(pair["kind"] for pair in pairs() if "kind" in pair)
    assert set(counts) == set(KINDS)
    assert min(counts.values()) >= 3


def test_every_trap_has_two_pairs() -> None:
    counts = Counter(pair["trap"] for pair in pairs() if "trap" in pair)
    assert set(counts) == set(TRAPS)
    assert [trap for trap, count in sorted(counts.items()) if count < 2] == []


def test_names_are_unique_and_every_pair_says_what_was_understood() -> None:
    names = [pair["name"] for pair in pairs()]
    assert len(names) == len(set(names))
    bare = [p["name"] for p in pairs() if not {"relations", "reads", "sections", "header"} & set(p)]
    assert bare == []


def test_known_failures_name_cases_that_exist_and_say_why() -> None:
    rows = tomllib.loads((FOLDER / "known_failures.toml").read_text("utf-8")).get("failure", [])
    ids = {f"{pair['name']}-{suffix}" for pair in pairs() for suffix in ("clean", "wrong")}
    named = [row["test"] for row in rows if row["test"].startswith("test_cases.py::")]
    assert [test for test in named if test.partition("[")[2].rstrip("]") not in ids] == []
    assert len({row["test"] for row in rows}) == len(rows)
    assert all(row["reason"] for row in rows)


# -- clean -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pair", each("clean"))
def test_clean_twin_has_no_finding_and_is_understood(pair: Item) -> None:
    result = analysed(pair["text"])
    assert [told(f) for f in result["findings"] if f["severity"] in ("error", "warning")] == []
    relations = [flat(result, relation) for relation in result["relations"]]
    for wanted in pair.get("relations", []):
        assert any(agrees(wanted, relation) for relation in relations), f"no {wanted} among {relations}"
    for refused in pair.get("never", []):
        assert not any(agrees(refused, relation) for relation in relations), f"{refused} among {relations}"
    for number in pair.get("reads", []):
        assert any(reads(number, read) for read in result["numbers"]), f"no {number} in {numbers(result)}"
    if "sections" in pair:
        assert [section["number"] for section in result["sections"]] == pair["sections"]
    assert {name: result["header"][name] for name in pair.get("header", {})} == pair.get("header", {})


def flat(result: Item, relation: Item) -> Item:
    """A relation with the printed texts of its numbers in the place of their ids."""
    texts = {number["id"]: number["text"] for number in result["numbers"]}
    return {
        "kind": relation["kind"],
        "verdict": relation["verdict"],
        "exhaustive": relation["exhaustive"],
        "total": texts.get(relation["total"]),
        "parts": [texts[part] for part in relation["parts"]],
        "shares": [operand["text"] for operand in relation["operands"] if operand["as"] == "share"],
        "items": sum(operand["as"] == "item" for operand in relation["operands"]),
    }


def agrees(wanted: Item, relation: Item) -> bool:
    return all(relation[key] == value for key, value in {"verdict": "holds", **wanted}.items())


def reads(wanted: Item, number: Item) -> bool:
    return all(number[key] == value for key, value in {"role": "measure", **wanted}.items())


def numbers(result: Item) -> list[tuple[Any, ...]]:
    return [tuple(n[key] for key in ("text", "role", "value", "of", "unit", "qualifier")) for n in result["numbers"]]


# -- contradicted ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pair", each("wrong"))
def test_contradiction_is_found_once_and_shown(pair: Item) -> None:
    found = [f for f in analysed(edited(pair))["findings"] if f["severity"] in ("error", "warning")]
    assert [f["rule"] in one["rule"].split("|") for f, one in zip(found, pair["expect"], strict=False)] == [True] * len(
        pair["expect"]
    ), [told(f) for f in found]
    assert len(found) == len(pair["expect"]), [told(f) for f in found]
    for finding, wanted in zip(found, pair["expect"], strict=True):
        assert list(faults(finding, wanted)) == [], told(finding)


def faults(finding: Item, wanted: Item) -> Iterator[str]:
    if finding["severity"] not in wanted["severity"].split("|"):
        yield f"severity {finding['severity']}, not {wanted['severity']}"
    shown = " | ".join(evidence["text"] for evidence in finding["evidence"])
    for text in wanted["shows"]:
        if not re.search(rf"(?<![\w.,]){re.escape(text)}(?!\w|[.,]\d)", shown):
            yield f"{text} is not shown in {shown}"
    if "gap" in wanted:
        gap = None if finding["found"] is None else abs(finding["found"] - finding["expected"])
        if gap is None or abs(gap - wanted["gap"]) > 0.06:
            yield f"gap {gap}, not {wanted['gap']}"
    if "line" in wanted and finding["line"] != wanted["line"]:
        yield f"line {finding['line']}, not {wanted['line']}"


def told(finding: Item) -> tuple[Any, ...]:
    return finding["rule"], finding["severity"], finding["line"], finding["message"]
