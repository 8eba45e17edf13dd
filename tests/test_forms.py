"""The same report as text, as Word file of any age and as PDF gives the same measures and the same findings."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from corpus.layout import Paragraph, Part, Table, report_parts
from corpus.office import IN_OLD_FORMS, OLD_FORMS
from corpus.pages import PAGES, write_page
from corpus.pdf import write_pdf
from corpus.word import write_docx
from extractors.document import Document
from extractors.numbers.number import Number
from pipeline.analyse import Analysis, analyse_bytes

TOP = Path(__file__).parents[1]
SHARED = TOP.parent / "shared"
FORMS = TOP / "corpus" / "forms"
CORPUS = sorted((TOP / "corpus" / "reports").glob("*.txt"))
REAL = sorted((SHARED / "reports").glob("*.txt"))
LEAST = 0.99
MADE: Mapping[str, Callable[[list[Part]], bytes]] = {
    "docx": write_docx,
    "pdf": write_pdf,
    **{f"{shape}.html": partial(write_page, shape=shape) for shape in PAGES},
}
#: in folders of the corpus; office: PDF by another program, made of the Word files
KEPT = ("word", "pdf", "office")
Measures = list[tuple[str, str, str]]


def reports() -> list[Any]:
    found = [pytest.param(path, TOP / "gold", id=path.stem) for path in CORPUS]
    found += [pytest.param(path, SHARED / "gold", id=path.stem) for path in REAL]
    if not REAL:
        lacking = pytest.mark.skip(reason="../shared/reports is not here: the five real reports have no other form")
        found.append(pytest.param(SHARED, SHARED, id="real reports", marks=lacking))
    return found


@cache
def parts(path: Path, gold: Path) -> list[Part]:
    """The parts of a report, its headings taken from its gold."""
    sections = json.loads((gold / f"{path.stem}.json").read_text("utf-8"))["sections"]
    found = report_parts(path.read_text("utf-8").split("\n"), sections)
    tabbed = any("\t" in line for line in path.read_text("utf-8").split("\n"))
    assert any(isinstance(part, Table) for part in found) == tabbed
    assert any(isinstance(part, Paragraph) and part.kind == "heading" for part in found) == bool(sections)
    return found


@cache
def as_text(path: Path) -> Analysis:
    return analyse_bytes(path.read_bytes(), path.name)


@cache
def in_form(path: Path, gold: Path, form: str) -> Analysis:
    """A report in a form that is written now (docx, pdf) or lies in a folder of the corpus."""
    if form in MADE:
        return analyse_bytes(MADE[form](parts(path, gold)), f"{path.stem}.{form}")
    (file,) = (FORMS / form).glob(f"{path.stem}.*")
    return analyse_bytes(file.read_bytes(), file.name)


def measures(analysis: Analysis) -> Measures:
    """Printed text, value (and n of "k of n") and unit of every measure, in reading order, those of notes last."""
    document, facts = analysis.document, analysis.facts
    found = [
        (is_note(document, number), document.quote(number.span), f"{number.value}/{number.of}", measure.unit)
        for index, number in enumerate(facts.numbers)
        if (measure := facts.measures.get(index))
    ]
    return [(text, value, unit) for _, text, value, unit in sorted(found, key=lambda one: one[0])]


def is_note(document: Document, number: Number) -> bool:
    """Footnotes stand where they are printed in a text, at the end in the other forms."""
    return document.blocks[document.block_at(number.span.start)].kind == "note"


def apart(ours: Measures, theirs: Measures) -> list[tuple[str, Sequence[Any], Sequence[Any]]]:
    changes = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    return [(tag, ours[a:b], theirs[c:d]) for tag, a, b, c, d in changes if tag != "equal"]


def findings(analysis: Analysis) -> dict[str, str]:
    return {finding.id: finding.message for finding in analysis.findings}


@pytest.mark.parametrize("form", list(MADE))
@pytest.mark.parametrize(("path", "gold"), reports())
def test_a_form_made_now_gives_the_same_measures(
    path: Path, gold: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ours, theirs = measures(as_text(path)), measures(in_form(path, gold, form))
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    share = sum(block.size for block in blocks) / max(len(ours), len(theirs))
    with capsys.disabled():
        sys.stdout.write(f"\n{path.stem}: {share:.4f} of {max(len(ours), len(theirs))} measures the same in {form} ")
    assert share >= LEAST, apart(ours, theirs)


@pytest.mark.parametrize("form", list(MADE))
@pytest.mark.parametrize(("path", "gold"), [report for report in reports() if report.values[0] in CORPUS])
def test_a_form_made_now_gives_the_same_findings(path: Path, gold: Path, form: str) -> None:
    assert findings(in_form(path, gold, form)) == findings(as_text(path))


def kept_forms() -> list[Any]:
    kept = [(path, form) for path in CORPUS for form in KEPT]
    kept += [(path, form) for path in CORPUS for form in OLD_FORMS if path.stem in IN_OLD_FORMS]
    return [pytest.param(path, form, id=f"{path.stem} {form}") for path, form in kept]


@pytest.mark.parametrize(("path", "form"), kept_forms())
def test_a_committed_form_says_what_the_text_says(path: Path, form: str) -> None:
    kept = in_form(path, TOP / "gold", form)
    assert measures(kept) == measures(as_text(path))
    assert findings(kept) == findings(as_text(path))
