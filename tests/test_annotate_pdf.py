"""Highlights stand on the very words, nothing else of the file changes, and taking them off gives it back."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image, ImageChops, ImageDraw

from extractors.document import Box
from pipeline.analysis import Analysis, analyse_bytes
from pipeline.export.annotate.page_space import PageSpace, page_space
from pipeline.export.annotate.pdf import OURS, annotated_pdf, saved, without_remarks
from tests import scan_answers
from tests.test_ingest_scan import told

FORMS = Path(__file__).parents[1] / "corpus" / "forms"
BORN = sorted((FORMS / "pdf").glob("*.pdf"))
WRONG = FORMS / "pdf" / "duc-binh-tay.pdf"


def analysed(data: bytes, name: str = "a.pdf") -> Analysis:
    return analyse_bytes(data, name)


@dataclass(frozen=True)
class Shown:
    """An annotation as another reader finds it: page from 0, kind, name, note, corners of its parts."""

    page: int
    kind: str
    name: str
    said: str
    quads: tuple[float, ...]


def shown(data: bytes) -> list[Shown]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            Shown(
                index,
                str(one.Subtype),
                str(one.get("/NM", "")),
                str(one.get("/Contents", "")),
                tuple(float(side) for side in one.get("/QuadPoints", ())),
            )
            for index, page in enumerate(pdf.pages)
            for one in page.obj.get("/Annots", ())
            if one.Subtype != "/Popup"
        ]


def marks(data: bytes) -> list[Shown]:
    return [one for one in shown(data) if one.name.startswith(OURS)]


def words_under(data: bytes) -> dict[str, str]:
    """The words of the page that each highlight covers, by finding and evidence."""
    document = pdfium.PdfDocument(data)
    found: dict[str, str] = {}
    for one in marks(data):
        text = document[one.page].get_textpage()
        for at in range(0, len(one.quads), 8):
            across, up = one.quads[at : at + 8 : 2], one.quads[at + 1 : at + 8 : 2]
            words = text.get_text_bounded(min(across), min(up), max(across), max(up))
            key = one.name.rpartition("-")[0]
            found[key] = found.get(key, "") + squeezed(words)
    document.close()
    return found


def squeezed(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def expected(analysis: Analysis) -> dict[str, str]:
    quote = analysis.document.quote
    return {
        f"{OURS}{finding.id}-{place}": squeezed(quote(evidence.span))
        for finding in analysis.findings
        for place, evidence in enumerate(finding.evidence, start=1)
    }


def agree(analysis: Analysis, made: bytes) -> bool:
    """Whether highlights cover the words that they should; a neighbour that a box touches may be among them."""
    covered, wanted = words_under(made), expected(analysis)
    assert covered.keys() == wanted.keys()
    return all(holds(covered[key], wanted[key]) and len(covered[key]) <= len(wanted[key]) + 4 for key in wanted)


def holds(text: str, letters: str) -> bool:
    """Whether a text has letters in this order."""
    rest = iter(text)
    return all(letter in rest for letter in letters)


def ids(data: bytes) -> bytes:
    """A file but for its identity, which tells one version from another."""
    return data[: data.rindex(b"/ID [")]


@pytest.mark.parametrize("path", BORN, ids=lambda path: path.stem)
def test_highlights_cover_the_words_that_show_a_finding(path: Path) -> None:
    data = path.read_bytes()
    analysis = analysed(data)
    made = annotated_pdf(analysis, data)
    assert agree(analysis, made)
    for finding in analysis.findings:
        assert sum(finding.id in one.said for one in marks(made)) >= len(finding.evidence)


def test_without_remarks_the_file_is_as_it_was() -> None:
    for path in BORN[::4]:
        data = path.read_bytes()
        made = annotated_pdf(analysed(data), data)
        with pikepdf.open(path) as original:
            assert ids(without_remarks(made)) == ids(saved(original))
        for before, after in zip(pictures(data), pictures(without_remarks(made)), strict=True):
            assert ImageChops.difference(before, after).getbbox() is None


def pictures(data: bytes) -> Iterator[Image.Image]:
    document = pdfium.PdfDocument(data)
    for page in document:
        yield page.render(scale=1).to_pil().convert("RGB")
    document.close()


def test_only_what_is_under_a_highlight_looks_different() -> None:
    data = WRONG.read_bytes()
    analysis = analysed(data)
    boxes: dict[int, list[Box]] = {}
    for finding in analysis.findings:
        for evidence in finding.evidence:
            for box in analysis.document.boxes(evidence.span):
                boxes.setdefault(box.page, []).append(box)
    assert boxes
    pairs = zip(pictures(data), pictures(annotated_pdf(analysis, data)), strict=True)
    for number, (before, after) in enumerate(pairs, start=1):
        changed = ImageChops.difference(before, after)
        for box in boxes.get(number, ()):
            inside = (int(box.left), int(box.top), int(box.right) + 1, int(box.bottom) + 1)
            assert changed.crop(inside).getbbox() is not None
            # ink stays darker than what lies on it
            assert after.crop(inside).convert("L").getextrema()[0] <= 110
            changed.paste((0, 0, 0), (inside[0] - 3, inside[1] - 3, inside[2] + 3, inside[3] + 3))
        assert changed.getbbox() is None


def test_same_bytes_on_another_day(monkeypatch: pytest.MonkeyPatch) -> None:
    data = WRONG.read_bytes()
    analysis = analysed(data)
    made = annotated_pdf(analysis, data)
    monkeypatch.setattr(time, "time", lambda: 4e9)
    assert annotated_pdf(analysis, data) == made


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_pages_that_are_turned_and_cut(quarters: int) -> None:
    with pikepdf.open(WRONG) as pdf:
        for page in pdf.pages:
            # turned in the coordinates of the page too, so that it is read as before
            page.obj.Rotate = 90 * quarters
            page.obj.MediaBox = Array([-20, -30, 615, 872])
            page.obj.CropBox = Array([0, 0, 590, 840])
        data = saved(pdf)
    analysis = analysed(data)
    assert analysis.findings
    assert agree(analysis, annotated_pdf(analysis, data))


def test_a_page_space_leads_to_the_corner_that_is_shown() -> None:
    corners = [PageSpace(10, 20, 110, 220, quarters).point(0, 0) for quarters in range(4)]
    assert corners == [(10, 220), (10, 20), (110, 20), (110, 220)]


@pytest.mark.parametrize("box", [[0, 0, 0, 0], ["a", 0, 1, 2], [5], [300, 400, 0, 0]])
def test_a_page_space_of_broken_boxes(box: list[object]) -> None:
    with Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(300, 400))
        page = pdf.pages[0]
        page.obj.CropBox = Array([String(one) if isinstance(one, str) else one for one in box])
        found = page_space(page)
    assert (found.left, found.bottom, found.right, found.top) == (0, 0, 300, 400)


def test_notes_of_others_stay_and_shared_lists_are_not_written_into() -> None:
    with pikepdf.open(WRONG) as pdf:
        own = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=String("của xã"))
        shared = pdf.make_indirect(Array([pdf.make_indirect(own)]))
        for page in pdf.pages:
            page.obj.Annots = shared
        data = saved(pdf)
    made = annotated_pdf(analysed(data), data)
    for each in (made, without_remarks(made)):
        said = [one.said for one in shown(each) if not one.name]
        assert said == ["của xã"] * len(pdfium.PdfDocument(data))


def test_a_signed_file_says_that_the_signature_holds_for_the_original_only() -> None:
    with pikepdf.open(WRONG) as pdf:
        pdf.Root.AcroForm = Dictionary(SigFlags=3, Fields=Array([]))
        data = saved(pdf)
    assert "chữ ký số" in marks(annotated_pdf(analysed(data), data))[0].said
    plain = annotated_pdf(analysed(WRONG.read_bytes()), WRONG.read_bytes())
    assert "chữ ký số" not in "".join(one.said for one in marks(plain))


def test_a_finding_without_a_box_becomes_a_note_at_the_corner() -> None:
    data = WRONG.read_bytes()
    text = WRONG.with_suffix(".txt").name
    analysis = analysed(data)
    bare = analysed(analysis.document.text.encode(), text)
    found = marks(annotated_pdf(bare, data))
    assert found
    assert {one.kind for one in found} == {"/Text"}
    assert all("Không xác định được chỗ" in one.said for one in found)


@pytest.mark.parametrize("stem", ["vinh-hai", "songcong-tin-bai-mot-cua"])
def test_highlights_of_a_scan_lie_on_its_ink_though_it_lies_askew(stem: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = FORMS / "scan" / f"{stem}.pdf"
    scan_answers.use(monkeypatch, scan_answers.answers(path))
    data = path.read_bytes()
    analysis = analysed(data)
    pages = list(pictures(data))
    boxes = [b for f in analysis.findings for e in f.evidence for b in analysis.document.boxes(e.span)]
    assert boxes
    for box in boxes:
        page = pages[box.page - 1].convert("L")
        middle = (box.top + box.bottom) / 2
        ink = page.crop((int(box.left), int(box.top), int(box.right) + 1, int(box.bottom) + 1))
        rows = [y for y in range(ink.height) if ink.crop((0, y, ink.width, y + 1)).getextrema()[0] < 130]
        # its ink stands in the middle of a box, so none of it is cut off
        assert abs((rows[0] + rows[-1]) / 2 + int(box.top) - middle) <= 3
    assert len(marks(annotated_pdf(analysis, data))) >= len(boxes) // 2


@pytest.mark.parametrize(("form", "mode"), [("PNG", "RGBA"), ("JPEG", "L"), ("TIFF", "1"), ("BMP", "RGB")])
def test_a_picture_becomes_a_page_of_its_size(form: str, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Image.new("L", (1240, 1754), 255)
    ImageDraw.Draw(sheet).rectangle((300, 400, 900, 430), fill=0)
    content = io.BytesIO()
    sheet.convert(mode).save(content, form, dpi=(150, 150))
    data = content.getvalue()
    said = told((400, "Tiếp nhận 250 hồ sơ, gồm trực tiếp 100 hồ sơ, trực tuyến 140 hồ sơ.", 96.0))
    scan_answers.use(monkeypatch, lambda picture, look, dpi, seconds: said if look.mode == "page" else "")
    analysis = analysed(data, f"a.{form.lower()}")
    assert analysis.findings
    made = annotated_pdf(analysis, data)
    (page,) = pictures(made)
    assert abs(page.width - 595) <= 1
    assert abs(page.height - 842) <= 1
    assert page.convert("L").getpixel((300, 200)) < 128
    assert marks(made)
