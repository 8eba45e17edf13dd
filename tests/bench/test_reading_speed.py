"""How fast reports are read: their numbers alone and the whole analysis, beside a bare scan for digits, in one run."""

from __future__ import annotations

import os
import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from extractors.document import Document
from extractors.grids import read_layouts
from extractors.numbers.number import Number
from extractors.numbers.roles import read_numbers
from extractors.sections import read_sections
from pipeline.analysis import analyse_bytes
from pipeline.ingest.open import read_document

pytestmark = pytest.mark.slow

REPORTS = sorted((Path(__file__).parents[2] / "corpus" / "reports").glob("*.txt"))
RUNS = int(os.environ.get("SOAT_BENCH_RUNS", "5"))
#: millions of characters a second on one core: what is reached, less a third for other machines; the bars are .6, .25
NUMBERS, WHOLE = 0.47, 0.08
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


def seconds(work: Callable[[], object]) -> float:
    """Median processor time of a piece of work, after one run to warm up."""
    work()
    taken = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def numbers_of(document: Document) -> tuple[Number, ...]:
    """Numbers with roles, values and units, with the headings and tables that they need."""
    return read_numbers(document, read_sections(document), read_layouts(document))


def test_numbers_and_whole_analysis(capsys: pytest.CaptureFixture[str]) -> None:
    files = [path.read_bytes() for path in REPORTS]
    documents = [read_document(data, "a.txt") for data in files]
    characters = sum(len(document.text) for document in documents)
    rates = {
        "numbers": characters / seconds(lambda: [numbers_of(document) for document in documents]) / 1e6,
        "whole": characters / seconds(lambda: [analyse_bytes(data, "a.txt") for data in files]) / 1e6,
        "digits": characters / seconds(lambda: [_DIGITS.findall(document.text) for document in documents]) / 1e6,
    }
    with capsys.disabled():
        sys.stdout.write("\nspeed: " + " ".join(f"{name}={rate:.2f} Mchar/s" for name, rate in rates.items()) + " ")
    assert characters > 100_000
    assert rates["numbers"] >= NUMBERS
    assert rates["whole"] >= WHOLE


def test_speed_does_not_change_what_is_read() -> None:
    """Numbers read twice, the second time with all that is kept between reports, are the same."""
    documents = [read_document(path.read_bytes(), "a.txt") for path in REPORTS]
    first = [numbers_of(document) for document in documents]
    assert [numbers_of(document) for document in reversed(documents)][::-1] == first
    assert sum(map(len, first)) > 4000
