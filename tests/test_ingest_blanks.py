"""Blanks typed twice within a sentence are one, gaps between columns are not, and every place stays the file's own."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest

from extractors.document import Document
from pipeline.analysis import Analysis, analyse_bytes
from pipeline.ingest.open import read_document

SENTENCE = "Xã có 12  sản  phẩm OCOP,  thu 48\u00a0 triệu  đồng."


def of_text(text: str) -> Document:
    return read_document(text.encode("utf-8"), "a.txt")


def of_word(text: str) -> Document:
    made, data = docx.Document(), io.BytesIO()
    made.add_paragraph().add_run(text[:15])
    made.paragraphs[0].add_run(text[15:])
    made.save(data)
    return read_document(data.getvalue(), "a.docx")


@pytest.mark.parametrize("form", [of_text, of_word])
def test_doubled_blanks_are_one_and_lead_back_to_the_file(form: Any) -> None:
    document = form(SENTENCE)
    assert document.text.strip() == "Xã có 12 sản phẩm OCOP, thu 48\u00a0triệu đồng."
    for word in ("12", "sản", "phẩm", "OCOP", "thu", "48", "triệu", "đồng"):
        assert document.place(document.text.index(word)).col == SENTENCE.index(word)
    block = document.blocks[0]
    assert [block.span.start + at for at, _ in block.origin.runs] == ([] if form is of_text else [0, 13])


@pytest.mark.parametrize(
    "line", ["UBND XÃ AN LẠC  CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "Hộ nghèo 12  150", "Số:  /BC-UBND", "Nơi nhận:   chủ tịch"]
)
def test_gaps_between_columns_stay(line: str) -> None:
    assert of_text(line).text.strip() == line


def units(analysis: Analysis) -> list[str]:
    return [measure.unit for _, measure in sorted(analysis.facts.measures.items())]


def test_units_and_sums_are_read_through_doubled_blanks_and_a_false_sum_is_found() -> None:
    text = "Tổng vốn 100  triệu  đồng, trong đó: huyện  60 triệu  đồng, xã 40  triệu đồng."
    right, wrong = (analyse_bytes(one.encode("utf-8"), "a.txt") for one in (text, text.replace("60", "70")))
    assert units(right) == ["triệu đồng"] * 3
    assert [(r.kind, r.verdict) for r in right.facts.relations] == [("sum", "holds")]
    assert not [f for f in right.findings if f.rule == "sum"]
    assert [(f.rule, f.severity) for f in wrong.findings if f.rule == "sum"] == [("sum", "error")]
