"""Letters of before Unicode: by what a text says, by the fonts of Word files, and never where there are none."""

from __future__ import annotations

import io
import unicodedata
from difflib import SequenceMatcher
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from reportlab.pdfgen.canvas import Canvas

from corpus.old_letters import CAPITALS, FONTS, encoded, in_old_font
from extractors.document import Document, Span
from extractors.read import read
from pipeline.ingest.errors import IngestError
from pipeline.ingest.old_letters import rows
from pipeline.ingest.old_text import decode_old, mended_text
from pipeline.ingest.open import read_document

TOP = Path(__file__).parents[1]
REPORTS = sorted((TOP / "corpus" / "reports").glob("*.txt"))
ENCODINGS = ("tcvn3", "vni", "viscii", "windows-1258")
TEXT = "Uỷ ban nhân dân xã tiếp nhận 1.250 hồ sơ, trong đó trực tuyến 800 hồ sơ, trực tiếp 450 hồ sơ (đạt 98,5%)."
#: signs that old letters have no place for, or that stand for letters in one of them
PLAIN = str.maketrans("“”‘’–—²³¹»«…‰©", "\"\"''--231><.%c")


def plain(path: Path) -> str:
    return unicodedata.normalize("NFC", path.read_text("utf-8")).translate(PLAIN)


def measures(document: Document) -> list[tuple[str, str]]:
    facts = read(document)
    return [(str(facts.numbers[at].value), one.unit) for at, one in sorted(facts.measures.items())]


def share(ours: list[tuple[str, str]], theirs: list[tuple[str, str]]) -> float:
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(len(ours), len(theirs))


def figures(text: str) -> list[str]:
    return [sign for sign in text if sign.isdecimal()]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("path", REPORTS[::4], ids=lambda path: path.stem)
def test_a_report_says_the_same_in_each_encoding(path: Path, encoding: str) -> None:
    text = plain(path)
    old = read_document(encoded(text, encoding), "cu.txt")
    assert old.source.encoding == encoding
    assert figures(old.text) == figures(read_document(text.encode(), "moi.txt").text)
    ours = measures(read_document(text.encode(), "moi.txt"))
    assert len(ours) > 20
    assert share(ours, measures(old)) >= 0.995


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_every_report_is_decoded(path: Path) -> None:
    text = plain(path)
    for encoding in ENCODINGS:
        found = decode_old(encoded(text, encoding))
        assert found is not None
        assert found[1] == encoding
        # a capital with a tone at the head of a word in small letters cannot be written in TCVN3
        assert found[0] == text if encoding != "tcvn3" else found[0].lower() == text.lower()
    # twins: Unicode stays as it is
    assert mended_text(text) == (text, None)


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_old_letters_copied_into_unicode_are_read_too(encoding: str) -> None:
    shown = encoded(TEXT, encoding).decode("cp1252")
    document = read_document(shown.encode(), "chep.txt")
    assert (document.source.encoding, document.text.strip().lower()) == (encoding, TEXT.lower())
    page = read_document(f"<html><body><p>{shown}</p></body></html>".encode(), "chep.html")
    assert (page.source.encoding, page.text.strip().lower()) == (encoding, TEXT.lower())


@pytest.mark.parametrize(
    "text",
    [
        "The naïve façade of the café; El niño, año 2024; Übergröße, 25 °C; Ångström, smørbrød, crème brûlée.",
        "Ba là: và có khí, dù thú vì lì xì mà già là to, bà cô tú, giá 5 đồng." * 3,
        "Diện tích 12,5 m² ở 25°C; «trích» · ghi ® © 2024 ¼ ½ sản phẩm.",
        "Total 1.250 files, 800 online, 450 by hand.",
    ],
)
def test_other_writings_are_never_converted(text: str) -> None:
    document = read_document(text.encode(), "khac.txt")
    assert document.source.encoding == "utf-8"
    assert document.text.strip() == text.strip()


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_old_letters_of_a_pdf_have_their_places(encoding: str) -> None:
    lines = [TEXT, "Thư của 25 nước, tư liệu số 12-HD/UB; điểm 3-5."]
    old = read_document(printed(*(encoded(line, encoding).decode("cp1252") for line in lines)), "a.pdf")
    assert old.source.encoding == encoding
    assert old.text.split() == " ".join(lines).split()
    at = old.text.index("800")
    box = old.boxes(Span(at, at + 3))[0]
    before = old.boxes(Span(old.text.index("tuyến"), old.text.index("tuyến") + 5))[0]
    assert before.right < box.left < box.right
    # a twin in other letters
    new = read_document(printed("The naïve façade of the café: n-íc, El niño, año 2024."), "a.pdf")
    assert new.source.encoding is None
    assert "n-íc" in new.text


def printed(*lines: str) -> bytes:
    packed = io.BytesIO()
    page = Canvas(packed)
    page.setFont("Times-Roman", 11)
    for at, line in enumerate(lines):
        page.drawString(40, 760 - 16 * at, line)
    page.save()
    return packed.getvalue()


def test_lines_of_several_encodings_are_told_apart() -> None:
    lines = [TEXT.encode(), encoded(TEXT, "tcvn3"), encoded(TEXT, "tcvn3"), encoded(TEXT, "vni")]
    document = read_document(b"\n".join(lines), "tron.txt")
    assert [line.lower() for line in document.text.split("\n") if line.strip()] == [TEXT.lower()] * 4


def test_bytes_of_no_encoding_are_refused() -> None:
    with pytest.raises(IngestError) as caught:
        read_document("Le café déjà fermé à Besançon, où l'été".encode("latin-1"), "phap.txt")
    assert caught.value.code == "unsupported"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_letter_comes_back(encoding: str) -> None:
    letters = [row["letter"] for row in rows()]
    words = [f"b{letter}n" if letter.islower() else f"B{letter}N" for letter in letters]
    text = f"{TEXT * 3}\n{' '.join(words)}\n"
    found = decode_old(encoded(text, encoding))
    assert found is not None
    assert (found[0].split("\n")[1], found[1]) == (" ".join(words), encoding)


# -- Word files ----------------------------------------------------------------------------------------------------


def texts(document: Document) -> list[str]:
    return [document.quote(block.span) for block in document.blocks]


@pytest.mark.parametrize("encoding", FONTS)
@pytest.mark.parametrize("name", ["krong-son-dan-chu-2023", "thach-luong-quy3-2025", "vinh-hai"])
def test_a_word_file_in_an_old_font_says_the_same(name: str, encoding: str) -> None:
    data = (TOP / "corpus" / "forms" / "word" / f"{name}.docx").read_bytes()
    new, old = read_document(data, "moi.docx"), read_document(in_old_font(data, encoding), "cu.docx")
    assert (new.source.encoding, old.source.encoding) == (None, encoding)
    assert [text.translate(PLAIN) for text in texts(old)] == [text.translate(PLAIN) for text in texts(new)]
    assert measures(old) == measures(new)
    # words and their runs stand where they stood
    assert [block.origin.runs for block in old.blocks] == [block.origin.runs for block in new.blocks]


def word(*runs: tuple[str, str], style: str | None = None) -> bytes:
    """A Word file of one paragraph, its runs each with a font."""
    document = docx.Document()
    if style:
        fonts = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:ascii"), style)
    paragraph = document.add_paragraph()
    for text, font in runs:
        run = paragraph.add_run(text)
        if font:
            run.font.name = font
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def shown(text: str, encoding: str) -> str:
    return encoded(text, encoding).decode("cp1252")


def test_each_run_is_read_by_its_font() -> None:
    data = word(
        (shown("hồ sơ ", "tcvn3"), ".VnTime"), ("đã nhận ", "Times New Roman"), (shown("trả đủ ", "vni"), "VNI-Times"),
        ("cộng hòa xã hội năm 2024", "Arial"),
    )  # fmt: skip
    assert read_document(data, "a.docx").text == "hồ sơ đã nhận trả đủ cộng hòa xã hội năm 2024"
    assert read_document(word((shown("cộng hòa 2024", "tcvn3"), CAPITALS)), "a.docx").text == "CỘNG HÒA 2024"


def test_a_letter_and_its_mark_may_stand_in_two_runs() -> None:
    document = read_document(
        word(("hoà s", "VNI-Times"), ("ô 1.2", "VNI-Times"), ("50 hoa", "VNI-Times"), ("ù", "VNI-Times")), "a.docx"
    )
    assert document.text == "hồ sơ 1.250 hoá"
    assert document.blocks[0].origin.runs == ((0, 0), (4, 1), (9, 2))


def test_the_font_of_a_style_counts() -> None:
    text = shown("Tổng số hồ sơ đã nhận là 250 hồ sơ", "tcvn3")
    assert read_document(word((text, ""), style=".VnTime"), "a.docx").text == "Tổng số hồ sơ đã nhận là 250 hồ sơ"


def test_soft_hyphens_of_word_are_a_letter_of_tcvn3_and_nothing_else() -> None:
    document = docx.Document()
    for font in (".VnTime", "Arial"):
        paragraph = document.add_paragraph()
        for text in ("n", None, shown("ớc", "tcvn3") if font == ".VnTime" else "oc"):
            run = paragraph.add_run(text or "")
            run.font.name = font
            if text is None:
                run._r.append(run._r.makeelement(qn("w:softHyphen"), {}))
    packed = io.BytesIO()
    document.save(packed)
    assert read_document(packed.getvalue(), "a.docx").text == "nước\nnoc"


@pytest.mark.parametrize("text", ["Uỷ ban nhân dân xã", "phí và lệ phí, giá 5 đồng", "Total 250"])
def test_unicode_that_stayed_in_an_old_font_is_left_alone(text: str) -> None:
    data = word(("Ủy ban nhân dân thị trấn; ", ".VnTime"), (text, ".VnTime"))
    assert read_document(data, "a.docx").text == f"Ủy ban nhân dân thị trấn; {text}"


def test_old_letters_in_a_font_of_another_name_are_told_by_their_words() -> None:
    document = read_document(word((shown(TEXT, "vni"), "VNSTCVN3")), "a.docx")
    assert (document.source.encoding, document.text) == ("vni", TEXT)
