"""What Word files say of looks is cut out before their XML is read: only that, and nothing that is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.ingest import word
from pipeline.ingest.open import read_document
from pipeline.ingest.word_bare import bare

FORMS = Path(__file__).parents[1] / "corpus" / "forms"
START = b'<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
BOLD, HIDDEN = b"<w:rPr><w:b/></w:rPr>", b"<w:rPr><w:vanish/></w:rPr>"


def kept(inside: bytes) -> bytes:
    return bare(START + inside + b"</w:p>").removeprefix(START).removesuffix(b"</w:p>")


@pytest.mark.parametrize(
    ("inside", "left"),
    [
        (b"<w:r>" + BOLD + b"<w:t>9</w:t></w:r>", b"<w:r><w:t>9</w:t></w:r>"),
        (b"<w:r><w:rPr></w:rPr><w:t>9</w:t></w:r>", b"<w:r><w:t>9</w:t></w:r>"),
        (b"<w:tcPr><w:tcW w:w='9'/></w:tcPr>", b"<w:tcPr/>"),
        (b'<w:pPr><w:jc w:val="left"/><w:outlineLvl w:val="1"/></w:pPr>', b'<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
    ],
)
def test_looks_are_cut_out(inside: bytes, left: bytes) -> None:
    assert kept(inside) == left


@pytest.mark.parametrize(
    "inside",
    [
        b"<w:r>" + HIDDEN + b"<w:t>9</w:t></w:r>",
        b"<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>",
        b"<w:tcPr><w:gridSpan w:val='2'/></w:tcPr>",
        b"<w:tcPr><w:vMerge/></w:tcPr>",
        # properties within properties, a remark, a tag that is not closed: nobody knows what is whose
        b"<w:rPr><w:b/><w:rPrChange w:id='1'><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr>",
        b"<!-- " + BOLD + b" -->",
        b"<w:rPr><w:b/>",
    ],
)
def test_what_tells_stays(inside: bytes) -> None:
    assert kept(inside) == inside


@pytest.mark.parametrize(
    "start",
    [b'<w:p xmlns:w="urn:another">', b'<v:p xmlns:v="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'],
)
def test_a_prefix_of_another_meaning_is_left_alone(start: bytes) -> None:
    assert bare(start + BOLD) == start + BOLD


@pytest.mark.parametrize("producer", ["word", "office-word"])
def test_the_same_is_read_without_looks(producer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [path.read_bytes() for path in sorted((FORMS / producer).glob("*.docx"))]
    assert len(files) > 20
    read = [read_document(data, "a.docx") for data in files]
    monkeypatch.setattr(word, "bare", lambda content: content)
    assert read == [read_document(data, "a.docx") for data in files]
