"""Every sample walked: each digit covered once, each span leads back to the file, the record always the same."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from extractors.document import Block, Document
from pipeline.analysis import Analysis, analyse_bytes
from pipeline.export.record import Record, record

TOP = Path(__file__).parents[1]
SHARED = TOP.parent / "shared" / "reports"
CORPUS = sorted([*(TOP / "corpus" / "reports").glob("*.txt"), *(TOP / "corpus" / "forms" / "word").glob("*.docx")])
#: an exponent printed as a digit right after its unit (m2, km2, m3) is part of the unit, no number of its own
EXPONENT = re.compile(r"(?<![^\W\d_])[ckd]?m[23](?![\d.,]*\d)", re.IGNORECASE)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARTS = {"body": "word/document.xml", "footnotes": "word/footnotes.xml"}
FORMS: dict[str, Callable[[str], bytes]] = {
    "nfd": lambda text: unicodedata.normalize("NFD", text).encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-be nfd": lambda text: b"\xfe\xff" + unicodedata.normalize("NFD", text).encode("utf-16-be"),
    "utf-8 with mark, line ends of Windows": lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
}


def samples(suffix: str = "") -> list[Any]:
    """The reports of the corpus and, where the shared folder lies beside the project, the five real ones."""
    real = sorted(SHARED.glob("*.txt"))
    found = [pytest.param(path, id=path.name) for path in [*CORPUS, *real] if path.name.endswith(suffix)]
    if not real and suffix in ("", ".txt"):
        lacking = pytest.mark.skip(reason="../shared/reports is not here: the five real reports are not walked")
        found.append(pytest.param(SHARED, id="real reports", marks=lacking))
    return found


@cache
def analysed(path: Path) -> Analysis:
    return analyse_bytes(path.read_bytes(), path.name)


@cache
def recorded(path: Path) -> Record:
    return record(analysed(path))


# -- every digit once ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", samples())
def test_each_digit_is_covered_once(path: Path) -> None:
    check_digits(analysed(path))


def check_digits(analysis: Analysis) -> None:
    text = analysis.document.text
    covered = [0] * len(text)
    for number in analysis.facts.numbers:
        for at in range(number.span.start, number.span.end):
            covered[at] += 1
    exponents = {match.end() - 1 for match in EXPONENT.finditer(text)}
    digits = [at for at, char in enumerate(text) if char in "0123456789"]
    assert digits
    wrong = [around(text, at) for at in digits if covered[at] != 1 and not (at in exponents and not covered[at])]
    assert wrong == []


def around(text: str, at: int) -> str:
    return f"{text[max(0, at - 30) : at]}>{text[at]}<{text[at + 1 : at + 30]}"


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("Nhà văn hóa rộng 120 m2, sân 40m2 và vườn 1.500 m2 đất.", ["120", "40", "1.500"]),
        ("Nhà văn hóa rộng 120 m2.", ["120"]),
        ("Mật độ dân số là 85 người/km2.", ["85"]),
        ("Đắp 1.200 m3; đào 300 m3.", ["1.200", "300"]),
    ],
    ids=["before a comma", "at the end", "in a rate", "m3"],
)
def test_an_exponent_is_part_of_its_unit(sentence: str, numbers: list[str]) -> None:
    analysis = analyse_bytes(sentence.encode(), "exponent.txt")
    assert [analysis.document.quote(number.span) for number in analysis.facts.numbers] == numbers


LINES = [line for path in CORPUS if path.suffix == ".txt" for line in path.read_text("utf-8").split("\n")]
PIECES = st.builds(
    lambda line, start, length: line[start : start + length],
    st.sampled_from(LINES), st.integers(0, 80), st.integers(1, 200),
)  # fmt: skip


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.lists(PIECES, min_size=1, max_size=12), st.sampled_from(["\n", "\n\n", " ", "\t"]))
def test_torn_and_mixed_lines_are_read_too(pieces: list[str], joint: str) -> None:
    raw = "Báo cáo 1\n" + joint.join(pieces)
    for text in (raw, unicodedata.normalize("NFD", raw)):
        analysis = analyse_bytes(text.encode(), "torn.txt")
        check_digits(analysis)
        check_places(analysis, text)


@pytest.mark.parametrize("path", samples())
def test_spans_are_sorted_apart_and_begin_and_end_with_what_is_printed(path: Path) -> None:
    document, numbers = analysed(path).document, analysed(path).facts.numbers
    spans = [number.span for number in numbers]
    assert all(0 <= span.start < span.end <= len(document.text) for span in spans)
    assert [(a, b) for a, b in pairwise(spans) if a.end > b.start] == []
    loose = [quote for span in spans if (quote := document.quote(span)) != quote.strip()]
    assert loose == []


@pytest.mark.parametrize("path", samples())
def test_record_says_what_is_printed_where_it_is_printed(path: Path) -> None:
    document, numbers = analysed(path).document, analysed(path).facts.numbers
    shown = recorded(path).numbers
    assert [n.text for n in shown] == [document.quote(number.span) for number in numbers]
    places = [document.place(number.span.start) for number in numbers]
    assert [(n.line, n.col) for n in shown] == [(place.line, place.col) for place in places]


# -- back to the original: text --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", samples(".txt"))
def test_every_character_leads_back_to_its_line_and_column(path: Path) -> None:
    check_places(analysed(path), path.read_bytes().decode())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", samples(".txt"))
def test_other_forms_of_a_text_lead_back_too(path: Path, form: str, tmp_path: Path) -> None:
    plain = path.read_bytes().decode()
    copy = tmp_path / path.name
    copy.write_bytes(FORMS[form](plain))
    analysis = analyse_bytes(copy.read_bytes(), path.name)
    encoding = "utf-16" if form.startswith("utf-16") else "utf-8-sig"
    check_places(analysis, copy.read_bytes().decode(encoding))
    check_digits(analysis)
    ours, theirs = recorded(path), record(analysis)
    assert [(n.text, n.role, n.value, n.unit) for n in theirs.numbers] == [
        (n.text, n.role, n.value, n.unit) for n in ours.numbers
    ]
    assert [finding.id for finding in theirs.findings] == [finding.id for finding in ours.findings]


def check_places(analysis: Analysis, raw: str) -> None:
    """Every character but blanks stands in the file at the line and column that it leads to."""
    lines = raw.split("\n")
    document = analysis.document
    wrong = []
    for at, char in enumerate(document.text):
        if char.isspace():
            continue
        place = document.place(at)
        line = lines[place.line - 1]
        end = place.col + 1
        while end < len(line) and unicodedata.combining(line[end]):
            end += 1
        if unicodedata.normalize("NFC", line[place.col : end]) != char:
            wrong.append((around(document.text, at), place))
    assert wrong[:5] == []


# -- back to the original: Word --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", samples(".docx"))
def test_every_number_of_a_word_file_leads_back_to_its_runs(path: Path) -> None:
    analysis = analysed(path)
    document = analysis.document
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        paragraphs = {part: paragraphs_of(archive, name) for part, name in PARTS.items()}
    wrong = []
    for number in analysis.facts.numbers:
        place = document.place(number.span.start)
        block = document.blocks[place.line - 1]
        assert block.span.start + place.col == number.span.start
        printed = document.quote(number.span)
        there = paragraphs[block.origin.part]
        if printed != from_runs(document, block, there, number.span.start, printed):
            wrong.append((printed, block.origin))
    assert wrong == []


def paragraphs_of(archive: zipfile.ZipFile, name: str) -> list[Any]:
    return list(etree.fromstring(archive.read(name)).iter(f"{W}p")) if name in archive.namelist() else []


def from_runs(document: Document, block: Block, paragraphs: list[Any], start: int, printed: str) -> str:
    """What stands in the runs of the file at a number, or in the number that Word shows before the paragraph."""
    assert block.origin.paragraph is not None
    runs = list(paragraphs[block.origin.paragraph].iter(f"{W}r"))
    bounds = [at for at, _ in block.origin.runs] + [len(block.span)]
    found = []
    for (left, run), right in zip(block.origin.runs, bounds[1:], strict=True):
        shown = document.text[block.span.start + left : block.span.start + right]
        in_file = shown if run < 0 else "".join(t.text or "" for t in runs[run].iter(f"{W}t"))
        if run < 0:
            assert block.marker in shown or not shown.strip()
        found.append((left, in_file, shown))
    assert all(shown in in_file for _, in_file, shown in found)
    text = "".join(in_file if len(in_file) == len(shown) else shown for _, in_file, shown in found)
    inside = start - block.span.start - block.origin.runs[0][0]
    return text[inside : inside + len(printed)]


# -- always the same -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", samples())
def test_record_is_the_same_bytes_twice(path: Path) -> None:
    again = record(analyse_bytes(path.read_bytes(), path.name))
    assert msgspec.json.encode(again) == msgspec.json.encode(recorded(path))


PROGRAM = """
import hashlib, sys
from pathlib import Path
import msgspec
from pipeline.analysis import analyse_bytes
from pipeline.export.record import record
for name in sys.argv[1:]:
    path = Path(name)
    made = msgspec.json.encode(record(analyse_bytes(path.read_bytes(), path.name)))
    sys.stdout.write(hashlib.sha256(made).hexdigest() + "\\n")
"""


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_record_does_not_depend_on_the_order_of_hashes(seed: str) -> None:
    paths = [*CORPUS, *sorted(SHARED.glob("*.txt"))]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, paths)],
        cwd=TOP, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    ours = [hashlib.sha256(msgspec.json.encode(recorded(path))).hexdigest() for path in paths]
    changed = [path.name for path, a, b in zip(paths, done.stdout.split(), ours, strict=True) if a != b]
    assert changed == []
