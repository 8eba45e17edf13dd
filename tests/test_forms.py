"""The same report as text and as a Word file with real tables and Word's own numbers gives the same measures."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.layout import Paragraph, Table, report_parts
from corpus.word import write_docx
from pipeline.analyse import Analysis, analyse_bytes

TOP = Path(__file__).parents[1]
SHARED = TOP.parent / "shared"
WORD = TOP / "corpus" / "forms" / "word"
CORPUS = sorted((TOP / "corpus" / "reports").glob("*.txt"))
REAL = sorted((SHARED / "reports").glob("*.txt"))
LEAST = 0.99
Measures = list[tuple[str, str, str]]


def reports() -> list[Any]:
    found = [pytest.param(path, TOP / "gold", id=path.stem) for path in CORPUS]
    found += [pytest.param(path, SHARED / "gold", id=path.stem) for path in REAL]
    if not REAL:
        lacking = pytest.mark.skip(reason="../shared/reports is not here: the five real reports have no Word form")
        found.append(pytest.param(SHARED, SHARED, id="real reports", marks=lacking))
    return found


@cache
def as_word(path: Path, gold: Path) -> bytes:
    """A report as Word file, its headings taken from its gold."""
    sections = json.loads((gold / f"{path.stem}.json").read_text("utf-8"))["sections"]
    parts = report_parts(path.read_text("utf-8").split("\n"), sections)
    tabbed = any("\t" in line for line in path.read_text("utf-8").split("\n"))
    assert any(isinstance(part, Table) for part in parts) == tabbed
    assert any(isinstance(part, Paragraph) and part.kind == "heading" for part in parts) == bool(sections)
    return write_docx(parts)


@cache
def forms(path: Path, gold: Path) -> tuple[Analysis, Analysis]:
    return analyse_bytes(path.read_bytes(), path.name), analyse_bytes(as_word(path, gold), f"{path.stem}.docx")


def measures(analysis: Analysis) -> Measures:
    """Printed text, value (and n of "k of n") and unit of every measure, in reading order."""
    document, facts = analysis.document, analysis.facts
    return [
        (document.quote(number.span), f"{number.value}/{number.of}", measure.unit)
        for index, number in enumerate(facts.numbers)
        if (measure := facts.measures.get(index))
    ]


def apart(ours: Measures, theirs: Measures) -> list[tuple[str, Sequence[Any], Sequence[Any]]]:
    changes = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    return [(tag, ours[a:b], theirs[c:d]) for tag, a, b, c, d in changes if tag != "equal"]


@pytest.mark.parametrize(("path", "gold"), reports())
def test_word_form_gives_the_same_measures(path: Path, gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours, theirs = (measures(analysis) for analysis in forms(path, gold))
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    share = sum(block.size for block in blocks) / max(len(ours), len(theirs))
    with capsys.disabled():
        sys.stdout.write(f"\n{path.stem}: {share:.4f} of {max(len(ours), len(theirs))} measures the same in Word ")
    assert share >= LEAST, apart(ours, theirs)


@pytest.mark.parametrize(("path", "gold"), [report for report in reports() if report.values[0] in CORPUS])
def test_word_form_gives_the_same_findings(path: Path, gold: Path) -> None:
    text, word = forms(path, gold)
    assert {f.id: f.message for f in word.findings} == {f.id: f.message for f in text.findings}


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_committed_word_file_says_what_the_text_says(path: Path) -> None:
    text = analyse_bytes(path.read_bytes(), path.name)
    word = analyse_bytes((WORD / f"{path.stem}.docx").read_bytes(), f"{path.stem}.docx")
    assert measures(word) == measures(text)
    assert {f.id: f.message for f in word.findings} == {f.id: f.message for f in text.findings}
