"""All that a run gives back is re-read by something else than its writer: links, kinds of cells, remarks, bytes."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pikepdf
import pypdfium2
import pytest
from openpyxl.cell import Cell

from pipeline.analysis import Analysis, analyse
from pipeline.export.annotate.pdf import saved, without_remarks
from pipeline.ingest.names import ANNOTATED, PAGES, RECORDS_NAME, SHEETS, WORKBOOK_NAME
from pipeline.ingest.programs import LIBRE_OFFICE, find_program
from pipeline.run_command import Asked, Choice, run
from tests import test_annotate_pdf as on_pdf
from tests import test_annotate_word as on_word
from tests.test_folder_run import Links, files

CORPUS = Path(__file__).parents[1] / "corpus"
REAL = Path(__file__).parents[2] / "shared" / "reports"
#: a few reports of each form for CI
FEW = (
    *(f"reports/{stem}.txt" for stem in ("ham-yen", "pom-han-giam-ngheo", "tan-trinh-mot-cua")),
    *(f"forms/word/{stem}.docx" for stem in ("duc-binh-tay", "pom-han-giam-ngheo")),
    *(f"forms/pdf/{stem}.pdf" for stem in ("duc-binh-tay", "vinh-hai")),
    "forms/sheets/bieu-ho-so.xls",
)
WHOLE = ("reports", "forms", "further/reports")
#: columns of numbers and of dates, by the words of their heads
NUMBERS = ("Dòng", "Trang", "Giá trị", "Trên tổng số", "Số điểm sai số liệu", "Số điểm cần giải trình", "Số trang")
DATES = ("Ngày báo cáo",)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A small folder and what is given back of it."""
    folder, out = tmp_path_factory.mktemp("few"), tmp_path_factory.mktemp("given")
    for path in FEW:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CORPUS / path, folder / path)
    assert run(folder, out, Choice(workers=0, asked=Asked(data=True))) == 0
    return folder, out


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The whole corpus in all its forms, the real reports where they are, and what is given back of them."""
    folder, out = tmp_path_factory.mktemp("whole"), tmp_path_factory.mktemp("given")
    for path in WHOLE:
        shutil.copytree(CORPUS / path, folder / path)
    if REAL.is_dir():
        shutil.copytree(REAL, folder / "real")
    run(folder, out, Choice(workers=2, asked=Asked(data=True)))
    return folder, out


def leads(out: Path) -> Counter[str]:
    """Follow every link of pages and workbook; return how many lead to a file and anchor, by kind."""
    pages = {path: Links(path) for path in out.rglob("*.html")}
    told: Counter[str] = Counter()
    for path, page in pages.items():
        for target in page.targets:
            name, _, anchor = target.partition("#")
            _lead(pages, (path.parent / unquote(name)).resolve() if name else path, unquote(anchor))
            told["links of pages"] += 1
    book = openpyxl.load_workbook(out / WORKBOOK_NAME)
    for link in (cell.hyperlink for cell in cells(book) if cell.hyperlink):
        if not link.target:
            assert link.location.rpartition("!")[0].strip("'") in book.sheetnames
            told["links within the workbook"] += 1
            continue
        name, _, anchor = link.target.removeprefix("file:///").partition("#")
        _lead(pages, out.resolve() / unquote(name), unquote(link.location or anchor))
        told["links of the workbook"] += 1
    return told


def _lead(pages: dict[Path, Links], path: Path, anchor: str) -> None:
    assert path.exists(), path
    assert not anchor or path not in pages or anchor in pages[path].ids, (path, anchor)


def cells(book: openpyxl.Workbook) -> Iterator[Cell]:
    return (cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell, Cell))


def typed(out: Path) -> Counter[str]:
    """Assert that cells of numbers are numbers and that whole dates are dates; return how many of each."""
    told: Counter[str] = Counter()
    for sheet in openpyxl.load_workbook(out / WORKBOOK_NAME):
        for at, column in enumerate(sheet.iter_cols(), 1):
            head = " ".join(str(column[0].value).split())
            for cell in column[1:]:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
                if cell.value is None or head not in (*NUMBERS, *DATES):
                    continue
                if head in NUMBERS:
                    # more digits than a cell keeps stand as text
                    assert isinstance(cell.value, int | float) or len(str(cell.value)) > 15, (sheet.title, at, cell)
                    told["number cells"] += 1
                elif not str(cell.value).startswith(("tháng ", "năm ")):  # of one left open
                    assert isinstance(cell.value, datetime), (sheet.title, cell.coordinate, cell.value)
                    told["date cells"] += 1
    return told


def given_numbers(out: Path) -> tuple[list[str], list[str]]:
    """The text of each number in the records and in the workbook."""
    lines = (out / RECORDS_NAME).read_text("utf-8").splitlines()
    wanted = [number["text"] for line in lines for number in json.loads(line)["numbers"]]
    sheet = openpyxl.load_workbook(out / WORKBOOK_NAME)["Số liệu"]
    at = next(cell.column for cell in sheet[1] if cell.value == "Nguyên văn")
    return wanted, [sheet.cell(row, at).value for row in range(2, sheet.max_row + 1)]


def remarks_of(folder: Path, out: Path) -> Counter[str]:
    """Hold each annotated original against its report; return how many remarks are on the very words or say not."""
    told: Counter[str] = Counter()
    for made in sorted(path for path in (out / ANNOTATED).rglob("*") if path.is_file()):
        shown = made.relative_to(out / ANNOTATED)
        path = folder / shown
        if not path.exists():  # a member of an archive, or a form turned into another
            told["annotated, original within another file"] += 1
            continue
        told[f"annotated {made.suffix}"] += 1
        analysis = analyse(path, shown.as_posix())
        assert isinstance(analysis, Analysis)
        held = _word if made.suffix == ".docx" else _pdf
        told.update(held(analysis, path.read_bytes(), made.read_bytes()))
    return told


def _word(analysis: Analysis, data: bytes, made: bytes) -> Counter[str]:
    if not analysis.findings:
        assert made == data
        return Counter()
    on_word.unchanged(data, made)
    exact, said, wrong = on_word.judged(analysis, made)
    assert wrong == []
    return Counter({"comments on the very words": exact, "comments that say where": said})


def _pdf(analysis: Analysis, data: bytes, made: bytes) -> Counter[str]:
    with pikepdf.open(_stream(data)) as original:
        assert on_pdf.ids(without_remarks(made)) == on_pdf.ids(saved(original))
    marks = len(on_pdf.marks(made))
    if "scan" in analysis.document.source.path:
        return Counter({"highlights of scans": marks})
    covered, wanted = on_pdf.words_under(made), on_pdf.expected(analysis)
    assert covered.keys() == wanted.keys()
    assert all(on_pdf.holds(covered[key], wanted[key]) for key in wanted), analysis.document.source.path
    # dots below the letters of the line above reach into a box where lines stand close
    close = sum(len(covered[key]) > len(wanted[key]) + 4 for key in wanted)
    assert close <= 1
    return Counter({"highlights on the very words": marks, "of them touched by the line above": close})


def _stream(data: bytes) -> io.BytesIO:
    return io.BytesIO(data)


def test_links_lead_somewhere_and_cells_are_of_their_kind(few: tuple[Path, Path]) -> None:
    _, out = few
    told = leads(out) + typed(out)
    assert min(told[kind] for kind in ("links of pages", "links of the workbook", "number cells", "date cells")) > 0
    wanted, got = given_numbers(out)
    assert got == wanted
    assert len(wanted) > 100


def test_remarks_stand_on_their_words_and_go_without_a_trace(few: tuple[Path, Path]) -> None:
    told = remarks_of(*few)
    assert told["comments on the very words"] > 3
    assert told["highlights on the very words"] > 0


@pytest.mark.slow
def test_all_that_is_given_back_of_the_whole_corpus(whole: tuple[Path, Path]) -> None:
    folder, out = whole
    told = leads(out) + typed(out) + remarks_of(folder, out)
    wanted, got = given_numbers(out)
    assert sorted(got) == sorted(wanted)
    told["numbers in the workbook"] = len(got)
    for kind, count in sorted(told.items()):
        print(f"{count:8}  {kind}")  # noqa: T201  the table of measures
    assert told["links of pages"] > 10_000


def opened(paths: Sequence[Path], form: str, out: Path) -> Path:
    """Let LibreOffice open files and save them in another form; return the folder that these are in."""
    profile = f"-env:UserInstallation={(out / 'lo').as_uri()}"
    command = [str(find_program(LIBRE_OFFICE)), profile, "--headless", "--convert-to", form, "--outdir", str(out)]
    subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=900)
    return out


@pytest.mark.slow
@pytest.mark.skipif(find_program(LIBRE_OFFICE) is None, reason="LibreOffice is not installed")
def test_all_that_is_given_back_opens(whole: tuple[Path, Path], tmp_path: Path) -> None:
    _, out = whole
    # its thousands of pages would take longer than all else; whether it prints is asked of a small one elsewhere
    saved_again = opened([out / WORKBOOK_NAME], "xlsx", tmp_path / "sổ") / WORKBOOK_NAME
    before, after = (openpyxl.load_workbook(path, read_only=True) for path in (out / WORKBOOK_NAME, saved_again))
    assert after.sheetnames == before.sheetnames
    made = [*(out / SHEETS).rglob("*.docx"), *(out / ANNOTATED).rglob("*.docx")]
    named = {f"{at}{path.suffix}": path for at, path in enumerate(sorted(made))}
    for name, path in named.items():
        shutil.copy(path, tmp_path / name)
    names = list(named)
    for at in range(0, len(names), 20):
        opened([tmp_path / name for name in names[at : at + 20]], "pdf", tmp_path)
    pages = Counter(path.parts[len(out.parts)] for path in named.values())
    for name, path in named.items():
        shown = tmp_path / f"{Path(name).stem}.pdf"
        assert shown.exists(), path
        assert len(pypdfium2.PdfDocument(shown)) > 0, path
    for path in (out / ANNOTATED).rglob("*.pdf"):
        assert len(pypdfium2.PdfDocument(path)) > 0, path
    assert pages[SHEETS] == sum(1 for _ in (out / PAGES).rglob("*.html"))


def alike(folder: Path, one: Path, other: Path, patch: Callable[[], None]) -> list[str]:
    """Run a folder here on another day and in a program of its own elsewhere on earth; return what differs."""
    patch()
    run(folder, one, Choice(workers=0, asked=Asked(data=True)))
    elsewhere = os.environ | {"PYTHONHASHSEED": "7", "TZ": "America/New_York", "LANG": "C"}
    command = [
        sys.executable,
        "-c",
        "from pipeline.cli import main; main()",
        "run",
        str(folder),
        "--out",
        str(other),
        "--du-lieu",
        "--workers=2",
    ]
    subprocess.run(command, env=elsewhere, capture_output=True, timeout=1800)  # noqa: PLW1510  2: some are unreadable
    first, second = files(one), files(other)
    assert len(first) > 10
    return sorted(path for path in first.keys() | second.keys() if first.get(path) != second.get(path))


def test_same_bytes_on_another_day_elsewhere(
    few: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = lambda: monkeypatch.setattr(time, "time", lambda: 4e9)  # noqa: E731  said where it is used
    assert alike(few[0], tmp_path / "một", tmp_path / "hai", later) == []


@pytest.mark.slow
def test_same_bytes_of_the_whole_corpus(
    whole: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = lambda: monkeypatch.setattr(time, "time", lambda: 4e9)  # noqa: E731  said where it is used
    assert alike(whole[0], tmp_path / "một", tmp_path / "hai", later) == []
