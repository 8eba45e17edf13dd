"""How well persons and what belongs to them are found, on sentences written before the rules."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from extractors.vietnamese import fold
from pipeline.export.data.name_words import rows_of
from pipeline.export.data.persons import find_persons
from pipeline.export.data.private import find_private

SETS = tomllib.loads(Path(__file__).with_name("persons.toml").read_text("utf-8"))["set"]
MARK = re.compile(r"\{([ndect]):([^}]*)\}")
KINDS = {"n": "người", "d": "điện thoại", "e": "thư điện tử", "c": "giấy tờ", "t": "tài khoản"}


def plain_and_marks(marked: str) -> tuple[str, list[tuple[str, int, int]]]:
    text, marks, at = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        marks.append((KINDS[match[1]], len(text), len(text) + len(match[2])))
        text += match[2]
        at = match.end()
    return text + marked[at:], marks


def compared(sentences: list[str]) -> tuple[int, list[str], list[str]]:
    """How many marks are found, what is missed, what is found besides."""
    hits, missed, wrong = 0, [], []
    for sentence in sentences:
        text, marks = plain_and_marks(sentence)
        found = [(one.kind, one.span.start, one.span.end) for one in find_private(text)]
        hits += len(set(marks) & set(found))
        missed += [f"{text[s:e]} ({kind}) | {text}" for kind, s, e in sorted(set(marks) - set(found))]
        wrong += [f"{text[s:e]} ({kind}) | {text}" for kind, s, e in sorted(set(found) - set(marks))]
    return hits, missed, wrong


@pytest.mark.parametrize("named", SETS, ids=[one["kind"] for one in SETS])
def test_finds_what_is_marked_and_nothing_else(named: dict) -> None:
    hits, missed, wrong = compared(named["sentences"])
    assert hits or named["kind"] == "traps"
    assert len(missed) <= 0.05 * hits, missed
    assert len(wrong) <= 0.05 * max(hits, len(named["sentences"])), wrong


@pytest.mark.parametrize("row", rows_of("person_words.csv"), ids=lambda row: row["words"])
def test_each_word_before_a_name_has_its_example(row: dict[str, str]) -> None:
    assert fold(row["words"]) in fold(row["example"])
    assert find_persons(f"Hôm qua, {row['example']} có mặt.")


@pytest.mark.parametrize("row", rows_of("no_persons.csv"), ids=lambda row: row["words"])
def test_each_word_before_another_name_has_its_example(row: dict[str, str]) -> None:
    assert fold(row["words"]) in fold(row["example"])
    assert find_persons(f"Năm 2024, {row['example']} có 12 hộ.") == []


def test_each_surname_makes_a_name() -> None:
    surnames = [row["surname"] for row in rows_of("surnames.csv")]
    assert len(surnames) == len(set(surnames)) > 150
    missed = [name for name in surnames if not find_persons(f"Đã trao quà cho {name} Thị Hạnh và gia đình.")]
    assert missed == []
