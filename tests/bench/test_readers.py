"""How fast files are read: against pdfplumber and python-docx, in one run, by processor time, medians."""

from __future__ import annotations

import hashlib
import io
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pdfplumber
import pypdfium2 as pdfium
import pytest

from extractors.document import Document
from pipeline.cycles import not_sought
from pipeline.ingest.open import read_document

pytestmark = pytest.mark.slow

FORMS = Path(__file__).parents[2] / "corpus" / "forms"
RUNS = int(os.environ.get("SOAT_BENCH_RUNS", "5"))


#: how many times python-docx, whose text has no list numbers; LibreOffice writes other styles into each file
LEAST_OF_WORD = {"word": 3, "office-word": 2.7}


def seconds(work: Callable[[], object]) -> float:
    """Median processor time of a piece of work, after one run to warm up."""
    work()
    taken = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def said(text: str) -> None:
    sys.stdout.write(f"\n{text} ")


def plain_pages(folder: Path) -> list[tuple[bytes, int]]:
    """Files of which no page has an upright rule, with their pages."""
    found = []
    for path in sorted(folder.glob("*.pdf")):
        data = path.read_bytes()
        with pdfplumber.open(io.BytesIO(data)) as opened:
            if not any(page.find_tables() for page in opened.pages):
                found.append((data, len(opened.pages)))
    return found


@not_sought()
def ours_read(files: Sequence[bytes], name: str) -> list[Document]:
    """Files read as the program reads them."""
    return [read_document(data, name) for data in files]


def our_pages(files: Sequence[tuple[bytes, int]]) -> list[Document]:
    return ours_read([data for data, _ in files], "a.pdf")


def their_words(files: Sequence[tuple[bytes, int]]) -> int:
    found = 0
    for data, _ in files:
        with pdfplumber.open(io.BytesIO(data)) as opened:
            found += sum(len(page.extract_words()) for page in opened.pages)
    return found


@pytest.mark.parametrize("producer", ["pdf", "office"])
def test_pages_with_boxes(producer: str, capsys: pytest.CaptureFixture[str]) -> None:
    files = plain_pages(FORMS / producer)
    pages = sum(count for _, count in files)
    assert pages > 10
    assert all(piece.print for document in our_pages(files) for piece in document.pieces)
    ours, theirs = seconds(lambda: our_pages(files)), seconds(lambda: their_words(files))
    with capsys.disabled():
        said(f"{producer}: {pages / ours:.0f} pages/s with boxes, {theirs / ours:.1f} times pdfplumber ({pages} pages)")
    assert pages / ours >= 100
    assert theirs / ours >= 10


def their_text(files: Sequence[bytes]) -> int:
    found = 0
    for data in files:
        opened = docx.Document(io.BytesIO(data))
        found += sum(len(paragraph.text) for paragraph in opened.paragraphs)
        found += sum(len(cell.text) for table in opened.tables for row in table.rows for cell in row.cells)
    return found


@pytest.mark.parametrize("producer", ["word", "office-word"])
def test_word_files(producer: str, capsys: pytest.CaptureFixture[str]) -> None:
    files = [path.read_bytes() for path in sorted((FORMS / producer).glob("*.docx"))]
    ours, theirs = seconds(lambda: ours_read(files, "a.docx")), seconds(lambda: their_text(files))
    with capsys.disabled():
        said(f"{producer}: {len(files) / ours:.0f} files/s, {theirs / ours:.1f} times python-docx ({len(files)} files)")
    assert len(files) / ours >= 200
    assert theirs / ours >= LEAST_OF_WORD[producer]


@pytest.mark.parametrize("form", ["doc", "rtf", "odt", "office-web"])
def test_other_forms(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    paths = sorted((FORMS / form).iterdir())
    files = [path.read_bytes() for path in paths]
    ours = seconds(lambda: ours_read(files, paths[0].name))
    with capsys.disabled():
        said(f"{form}: {len(files) / ours:.0f} files/s ({len(files)} files)")
    assert len(files) / ours >= 20


def test_same_pages_give_the_same_text() -> None:
    path = next(iter(sorted((FORMS / "pdf").glob("*.pdf"))))
    with pdfium.PdfDocument(path) as opened:
        pages = len(opened)
    found = {hashlib.sha256(read_document(path.read_bytes(), "a.pdf").text.encode()).hexdigest() for _ in range(2)}
    assert pages > 0
    assert len(found) == 1
