"""The same report in every form gives the same measures, in the same cells, and the same findings."""

from __future__ import annotations

import io
import json
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from corpus.layout import Paragraph, Part, Table, report_parts
from corpus.office import OFFICE_FORMS
from corpus.old_letters import encoded, in_old_font
from corpus.pages import PAGES, write_page
from corpus.pdf import write_pdf
from corpus.word import write_docx
from corpus.word_shapes import SHAPES
from extractors.document import Document
from extractors.numbers.number import Number
from pipeline.analysis import Analysis, analyse_bytes
from pipeline.bulk import analyse_files, find_reports
from pipeline.ingest.open import read_document

TOP = Path(__file__).parents[1]
SHARED = TOP.parent / "shared"
FORMS = TOP / "corpus" / "forms"
CORPUS = sorted((TOP / "corpus" / "reports").glob("*.txt"))
REAL = sorted((SHARED / "reports").glob("*.txt"))
#: of the measures of one report, or all but one; all reports together reach the bars of `Form`
LEAST = 0.99
#: old letters have no sign for these
PLAIN = str.maketrans("“”‘’–—²³¹»«…‰©", "\"\"''--231><.%c")
Measures = list[tuple[str, str, str]]
Shape = list[tuple[str, str, str, tuple[int, ...] | None]]


@dataclass(frozen=True, slots=True)
class Form:
    """A form made now of text and parts of a report, or kept in a folder; `least` of all measures are the same.

    `plain` says that it is held against the text without signs that old letters do not have.
    """

    ending: str
    make: Callable[[str, list[Part]], bytes] | None = None
    least: float = 0.995
    plain: bool = False


def old_text(text: str, _: list[Part], encoding: str) -> bytes:
    return encoded(unicodedata.normalize("NFC", text).translate(PLAIN), encoding)


def old_word(_: str, made: list[Part], encoding: str) -> bytes:
    return in_old_font(write_docx(made), encoding)


MADE: Mapping[str, Form] = {
    "docx": Form("docx", lambda _, made: write_docx(made)),
    "docx, head in tables": Form("docx", lambda _, made: write_docx(made, beside=True)),
    "docx, numbers by hand": Form("docx", lambda _, made: write_docx(made, numbers="typed")),
    "pdf": Form("pdf", lambda _, made: write_pdf(made), 0.99),
    **{f"html, {shape}": Form("html", lambda _, made, shape=shape: write_page(made, shape)) for shape in PAGES},
}
#: made of some reports only
OLD_LETTERS: Mapping[str, Form] = {
    "txt, TCVN3": Form("txt", partial(old_text, encoding="tcvn3"), plain=True),
    "txt, VNI": Form("txt", partial(old_text, encoding="vni"), plain=True),
    "docx, TCVN3": Form("docx", partial(old_word, encoding="tcvn3")),
    "docx, VNI": Form("docx", partial(old_word, encoding="vni")),
}
KEPT: Mapping[str, Form] = {
    "word": Form("docx"),
    "pdf": Form("pdf"),
    **{form.folder: Form(form.ending) for form in OFFICE_FORMS},
}


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
def analysed(data: bytes, name: str) -> Analysis:
    return analyse_bytes(data, name)


@cache
def as_text(path: Path, *, plain: bool = False) -> Analysis:
    data = path.read_bytes()
    if plain:
        data = unicodedata.normalize("NFC", data.decode()).translate(PLAIN).encode()
    return analysed(data, path.name)


@cache
def made_now(path: Path, gold: Path, name: str) -> Analysis:
    form = (MADE | OLD_LETTERS)[name]
    assert form.make is not None
    return analysed(form.make(path.read_text("utf-8"), parts(path, gold)), f"{path.stem}.{form.ending}")


@cache
def kept(path: Path, folder: str) -> Analysis:
    file = FORMS / folder / f"{path.stem}.{KEPT[folder].ending}"
    return analysed(file.read_bytes(), file.name)


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


def cells(analysis: Analysis) -> list[tuple[str, int, int]]:
    """Printed text, row and column of every measure in a table."""
    document, facts = analysis.document, analysis.facts
    spans = [facts.numbers[index].span for index in sorted(facts.measures)]
    places = [(span, document.blocks[document.block_at(span.start)].origin.cell) for span in spans]
    return [(document.quote(span), cell.row, cell.column) for span, cell in places if cell]


def apart(ours: Measures, theirs: Measures) -> list[tuple[str, Sequence[Any], Sequence[Any]]]:
    changes = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    return [(tag, ours[a:b], theirs[c:d]) for tag, a, b, c, d in changes if tag != "equal"]


def same(ours: Sequence[Any], theirs: Sequence[Any]) -> tuple[int, int]:
    """How many are the same in order, and of how many."""
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks), max(len(ours), len(theirs))


def check_measures(ours: Measures, theirs: Measures) -> None:
    found, among = same(ours, theirs)
    assert found >= min(LEAST * among, among - 1), apart(ours, theirs)


def findings(analysis: Analysis) -> dict[str, str]:
    return {finding.id: finding.message for finding in analysis.findings}


@pytest.mark.parametrize("form", list(MADE))
@pytest.mark.parametrize(("path", "gold"), reports())
def test_a_form_made_now_gives_the_same_measures(path: Path, gold: Path, form: str) -> None:
    check_measures(measures(as_text(path)), measures(made_now(path, gold, form)))


@pytest.mark.parametrize("form", list(MADE))
@pytest.mark.parametrize(("path", "gold"), [report for report in reports() if report.values[0] in CORPUS])
def test_a_form_made_now_gives_the_same_findings(path: Path, gold: Path, form: str) -> None:
    assert findings(made_now(path, gold, form)) == findings(as_text(path))


@pytest.mark.parametrize("form", list(OLD_LETTERS))
@pytest.mark.parametrize("path", CORPUS[::4], ids=lambda path: path.stem)
def test_old_letters_give_the_same(path: Path, form: str) -> None:
    text, old = as_text(path, plain=OLD_LETTERS[form].plain), made_now(path, TOP / "gold", form)
    check_measures(measures(text), measures(old))
    assert findings(old) == findings(text)


def kept_forms() -> list[Any]:
    whole = {folder: [path.stem for path in CORPUS] for folder in ("word", "pdf")}
    whole |= {form.folder: form.kept([path.stem for path in CORPUS]) for form in OFFICE_FORMS}
    found = [(path, folder) for path in CORPUS for folder in KEPT if path.stem in whole[folder]]
    return [pytest.param(path, folder, id=f"{path.stem} {folder}") for path, folder in found]


@pytest.mark.parametrize(("path", "folder"), kept_forms())
def test_a_committed_form_says_what_the_text_says(path: Path, folder: str) -> None:
    found = kept(path, folder)
    assert apart(measures(as_text(path)), measures(found)) == []
    assert findings(found) == findings(as_text(path))


# -- Word files as programs and hands leave them ---------------------------------------------------------------------


def shape(document: Document) -> Shape:
    """All that is read of a file but where it lies: kinds, numbers, texts and cells."""
    places = [(block, block.origin.cell) for block in document.blocks]
    return [
        (block.kind, block.marker, document.quote(block.span),
         (cell.row, cell.column, cell.row_span, cell.column_span) if cell else None)
        for block, cell in places
    ]  # fmt: skip


@cache
def plain(path: Path) -> tuple[bytes, Shape]:
    word = (FORMS / "word" / f"{path.stem}.docx").read_bytes()
    return word, shape(read_document(word, "a.docx"))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", list(SHAPES))
def test_a_word_file_in_another_shape_reads_the_same(path: Path, name: str) -> None:
    word, wanted = plain(path)
    other = SHAPES[name](word)
    assert other != word
    assert SHAPES[name](word) == other
    assert shape(read_document(other, "a.docx")) == wanted


def test_reports_in_one_zip_are_read_as_they_lie_in_folders(tmp_path: Path) -> None:
    path = CORPUS[0]
    files = [FORMS / form / f"{path.stem}.{KEPT[form].ending}" for form in ("word", "rtf", "office")]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for at, file in enumerate(files):
            archive.writestr(f"Xã {at}/{file.name}", file.read_bytes())
    (tmp_path / "bao-cao.zip").write_bytes(packed.getvalue())
    records = analyse_files(find_reports([tmp_path]), lambda _done, _total: None)
    names = [f"bao-cao.zip!/Xã {at}/{file.name}" for at, file in enumerate(files)]
    assert [one["source"]["path"] for one in records] == names
    wanted = [number[0] for number in measures(as_text(path))]
    for one in records:
        assert [number["text"] for number in one["numbers"] if number["role"] == "measure"] == wanted


# -- one table of all ------------------------------------------------------------------------------------------------


def share(pairs: Sequence[tuple[int, int]]) -> tuple[float, str]:
    found, among = (sum(counts) for counts in zip(*pairs, strict=True))
    return found / among, f"{found}/{among} {found / among:.4f}"


def held(form: Form, analyses: Mapping[Path, Analysis]) -> tuple[bool, str]:
    """Whether a form reaches its bar, and its line of the table."""
    pairs = [(as_text(path, plain=form.plain), one) for path, one in analyses.items()]
    measured, in_words = share([same(measures(text), measures(one)) for text, one in pairs])
    placed, cells_in_words = share([same(cells(text), cells(one)) for text, one in pairs])
    agreed = sum(findings(text) == findings(one) for text, one in pairs)
    reached = measured >= form.least and placed >= form.least and agreed == len(pairs)
    return reached, f"{len(pairs):3}  {in_words:>17}  {agreed:3}/{len(pairs):<3} {cells_in_words:>17}"


def all_forms() -> Iterator[tuple[str, Form, dict[Path, Analysis]]]:
    gold = TOP / "gold"
    for name, form in MADE.items():
        yield f"{name} (now)", form, {path: made_now(path, gold, name) for path in CORPUS}
    for name, form in OLD_LETTERS.items():
        yield f"{name} (now)", form, {path: made_now(path, gold, name) for path in CORPUS[::4]}
    kept_ones = [param.values for param in kept_forms()]
    for folder, form in KEPT.items():
        yield f"forms/{folder}", form, {path: kept(path, folder) for path, of in kept_ones if of == folder}


def test_every_form_reaches_its_bar(capsys: pytest.CaptureFixture[str]) -> None:
    told = {name: held(form, analyses) for name, form, analyses in all_forms()}
    lines = [f"{name:28}{line}" for name, (_, line) in told.items()]
    with capsys.disabled():
        head = f"{'form':28}{'of':>3}  {'measures the same':>17}  findings {'cells the same':>16}"
        sys.stdout.write("\n" + "\n".join([head, *lines]) + "\n")
    assert [name for name, (reached, _) in told.items() if not reached] == []
