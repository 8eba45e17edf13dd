"""Scans and photos: what is read in pictures of pages, with what the engine once told and, where it is, with itself."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from corpus.scans import LIGHT, Scanner, as_pdf, pictures
from extractors.document import Document
from pipeline.analysis import Analysis, analyse_bytes
from pipeline.export.record import as_mapping, record
from pipeline.ingest import scan, scan_engine
from pipeline.ingest.errors import IngestError
from pipeline.ingest.limits import MOST_PICTURES
from pipeline.ingest.open import read_document
from pipeline.ingest.scan_engine import EngineError, Look, Read
from pipeline.ingest.scan_images import as_grey, picture_sheets
from pipeline.ingest.scan_looks import likeliest
from pipeline.ingest.scan_page import Sheet, askew, dark, evenly_lit, straightened
from pipeline.ingest.scan_rules import find_rules
from tests.scan_answers import SCANS, answers, use

TOP = Path(__file__).parents[1]
PDFS = TOP / "corpus" / "forms" / "pdf"
KEPT = sorted(SCANS.glob("*.pdf"))
WITH_ENGINE = pytest.mark.skipif(
    scan_engine.find_engine() is None, reason="Tesseract with Vietnamese is not here: real scans are not read"
)
_FIGURE = re.compile(r"\d+(?:[.,/]\d+)*%?")
Measures = list[tuple[str, str, str]]


@cache
def as_text(stem: str) -> Analysis:
    return analyse_bytes((PDFS / f"{stem}.pdf").read_bytes(), f"{stem}.pdf")


@cache
def as_scan(stem: str) -> Analysis:
    """A kept scan read with what the engine once told of it."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        use(monkeypatch, answers(SCANS / f"{stem}.pdf"))
        return analyse_bytes((SCANS / f"{stem}.pdf").read_bytes(), f"{stem}.pdf")


def measures(analysis: Analysis) -> Measures:
    document, facts = analysis.document, analysis.facts
    numbers = enumerate(facts.numbers)
    return [
        (document.quote(number.span), f"{number.value}/{number.of}", facts.measures[at].unit)
        for at, number in numbers
        if at in facts.measures
    ]


def share(ours: Measures, theirs: Measures) -> float:
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(len(ours), len(theirs))


def figures(document: Document, *, cells: bool) -> Counter[str]:
    """The printed figures in cells or in prose; page numbers aside."""
    blocks = [block for block in document.blocks if block.kind != "margin" and (block.kind == "cell") == cells]
    return Counter(figure for block in blocks for figure in _FIGURE.findall(document.quote(block.span)))


def shared(ours: Counter[str], theirs: Counter[str]) -> float:
    return (ours & theirs).total() / max(1, ours.total())


def grid_texts(document: Document) -> list[list[list[str]]]:
    return [
        [["" if at < 0 else document.quote(document.blocks[at].span) for at in row] for row in grid.rows]
        for grid in document.grids
    ]


def errors(analysis: Analysis) -> list[tuple[str, str]]:
    return [(finding.rule, finding.message) for finding in analysis.findings if finding.severity == "error"]


# -- what the engine told, kept ------------------------------------------------------------------------------------


@pytest.mark.parametrize("stem", [path.stem for path in KEPT])
def test_a_scan_says_what_the_report_says(stem: str) -> None:
    ours, theirs = as_text(stem), as_scan(stem)
    assert share(measures(ours), measures(theirs)) >= 0.95
    assert shared(figures(ours.document, cells=False), figures(theirs.document, cells=False)) >= 0.99
    assert theirs.document.source.format == "scan"
    assert theirs.document.source.ocr
    assert theirs.document.source.pages == ours.document.source.pages
    assert [notice.code for notice in theirs.document.source.warnings] == []
    assert as_mapping(record(theirs))["status"] == "ok"


@pytest.mark.parametrize("stem", [path.stem for path in KEPT])
def test_a_scan_has_no_error_that_the_report_has_not(stem: str) -> None:
    assert set(errors(as_scan(stem))) <= set(errors(as_text(stem)))


def test_errors_are_found_in_a_scan_too() -> None:
    assert len(errors(as_text("vinh-hai"))) > 2
    assert errors(as_scan("vinh-hai")) == errors(as_text("vinh-hai"))


def test_ruled_tables_keep_rows_and_columns() -> None:
    ours, theirs = grid_texts(as_text("vinh-hai").document), grid_texts(as_scan("vinh-hai").document)
    assert [len(table) for table in theirs] == [len(table) for table in ours] == [6, 8]
    assert theirs[1][0] == [
        "TT",
        "Lĩnh vực",
        "Tiếp nhận",
        "Trực tuyến",
        "Trực tiếp",
        "Đã giải quyết",
        "Đang giải quyết",
    ]
    for our_table, their_table in zip(ours, theirs, strict=True):
        assert [row[2:] for row in their_table[1:]] == [row[2:] for row in our_table[1:]]


def test_words_keep_their_places() -> None:
    ours, theirs = as_text("vinh-hai").document, as_scan("vinh-hai").document

    def places(document: Document) -> list[tuple[float, ...]]:
        at = document.text.index("1.655")
        (box,) = document.boxes(document.blocks[document.block_at(at)].span)
        return [(box.page, box.left, box.top, box.right, box.bottom)]

    (our_box,), (their_box,) = places(ours), places(theirs)
    assert our_box[0] == their_box[0] == 2
    # the paper lies askew by 0.6 degrees: 4 points at the edge
    assert all(abs(a - b) < 6 for a, b in zip(our_box, their_box, strict=True))


def test_the_same_scan_gives_the_same_record() -> None:
    before = as_mapping(record(as_scan("ham-yen")))
    as_scan.cache_clear()
    assert as_mapping(record(as_scan("ham-yen"))) == before


# -- doubt ---------------------------------------------------------------------------------------------------------


def told(*rows: tuple[int, str, float]) -> str:
    """What the engine would tell of lines of print: base line in dots, text, confidence of words with a digit."""
    found = []
    for line, (base, text, confidence) in enumerate(rows, 1):
        left = 200
        for at, word in enumerate(text.split(), 1):
            sure = confidence if any(c.isdigit() for c in word) else 96
            found.append(f"5\t1\t1\t1\t{line}\t{at}\t{left}\t{base - 26}\t{18 * len(word)}\t26\t{sure}\t{word}")
            left += 18 * len(word) + 10
    return "\n".join(found) + "\n"


def page_with_ink() -> Image.Image:
    paper = np.full((2339, 1654), 235, dtype=np.uint8)
    paper[300:1000:50, 200:1500] = 20
    paper[310:1010:50, 200:1500:3] = 20
    return Image.fromarray(paper)


def png(picture: Image.Image, **how: object) -> bytes:
    packed = io.BytesIO()
    picture.save(packed, "PNG", **how)
    return packed.getvalue()


def read_as(monkeypatch: pytest.MonkeyPatch, table: str) -> Analysis:
    use(monkeypatch, lambda picture, look, dpi, seconds: table if look.mode == "page" else "")
    return analyse_bytes(png(page_with_ink(), dpi=(200, 200)), "a.png")


SUM = "Tiếp nhận 250 hồ sơ, gồm trực tiếp 100 hồ sơ, trực tuyến 140 hồ sơ."


@pytest.mark.parametrize(("confidence", "severity"), [(96, "error"), (70, "warning")])
def test_a_contradiction_that_hangs_on_a_digit_in_doubt_is_no_error(
    monkeypatch: pytest.MonkeyPatch, confidence: float, severity: str
) -> None:
    analysis = read_as(monkeypatch, told((400, SUM, confidence)))
    (finding,) = [finding for finding in analysis.findings if finding.rule == "sum"]
    assert finding.severity == severity
    assert ("kiểm tra lại bản quét" in finding.message) == (severity == "warning")
    doubts = [number.doubt for number in analysis.facts.numbers]
    assert doubts == ([None] * 3 if severity == "error" else [f"đọc chưa rõ “{n}”" for n in ("250", "100", "140")])
    shown = as_mapping(record(analysis))
    assert [number["doubt"] for number in shown["numbers"]] == doubts
    assert shown["source"]["format"] == "image"


def test_a_repair_is_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    analysis = read_as(monkeypatch, told((400, SUM.replace("250", "25O"), 96)))
    assert [n.value for n in analysis.facts.numbers] == [250, 100, 140]
    assert [n.doubt for n in analysis.facts.numbers] == ["“25O” đọc là “250”", None, None]
    assert [f.severity for f in analysis.findings if f.rule == "sum"] == ["warning"]


def test_signs_that_a_stain_leaves_are_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    stained = told((400, "Xã có 12 thôn.", 96)) + "5\t1\t9\t1\t1\t1\t900\t800\t40\t6\t12\t~\n"
    assert read_as(monkeypatch, stained).document.text == "Xã có 12 thôn.\n"


def word(text: str, confidence: float) -> list[Read]:
    return [Read((1, 1, 1), 0, 0, 20, 20, confidence, text)]


@pytest.mark.parametrize(
    ("looks", "text", "sure"),
    [
        ([word("71", 60), word("71", 90)], "71", True),
        ([word("29", 60), word("25", 90), word("29", 60)], "29", True),
        ([word("36", 96), word("346", 64), word("346", 71)], "36", True),
        ([word("37", 75), word("31", 90), word("31", 90)], "31", False),
        ([word("7g", 60), word("78", 50), []], "78", False),
        ([word("5", 0), word("75", 94), word("5", 85)], "75", False),
        ([word("Tổ14", 44), word("14", 0), word("14", 0)], "Tổ14", False),
    ],
)
def test_a_figure_is_certain_where_looks_agree_or_one_is_much_surer(
    looks: Sequence[list[Read]], text: str, sure: bool
) -> None:
    (found,) = likeliest(looks)
    assert (found.text, found.confidence >= 85) == (text, sure)


# -- without the engine --------------------------------------------------------------------------------------------


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_engine, "find_engine", lambda: None)


def failure(data: bytes, name: str) -> IngestError:
    with pytest.raises(IngestError) as raised:
        read_document(data, name)
    return raised.value


@pytest.mark.usefixtures("no_engine")
def test_without_the_engine_it_is_said_what_is_missing() -> None:
    for error in (
        failure((SCANS / "vinh-hai.pdf").read_bytes(), "a.pdf"),
        failure(png(page_with_ink()), "a.png"),
    ):
        assert error.code == "needs_ocr"
        assert "soat doctor" in error.cause


def text_and_picture() -> bytes:
    """A PDF whose first page is text and whose second is a picture of one."""
    first = pypdfium2.PdfDocument((PDFS / "vinh-hai.pdf").read_bytes())
    second = pypdfium2.PdfDocument((SCANS / "vinh-hai.pdf").read_bytes())
    made = pypdfium2.PdfDocument.new()
    made.import_pages(first, [0])
    made.import_pages(second, [1])
    packed = io.BytesIO()
    made.save(packed)
    for document in (made, second, first):
        document.close()
    return packed.getvalue()


@pytest.mark.usefixtures("no_engine")
def test_without_the_engine_pages_of_text_are_read_and_pictures_told_of() -> None:
    document = read_document(text_and_picture(), "a.pdf")
    assert "34 văn bản" in document.text
    assert "1.655" not in document.text
    (notice,) = document.source.warnings
    assert (notice.code, notice.place) == ("text_in_image", "trang 2")
    assert "soat doctor" in notice.message


def test_a_picture_is_read_in_its_place_between_pages_of_text(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, answers(SCANS / "vinh-hai.pdf"))
    document = read_document(text_and_picture(), "a.pdf")
    assert (document.source.format, document.source.ocr) == ("pdf", True)
    assert document.text.index("34 văn bản") < document.text.index("1.655 hồ sơ")
    assert [len(table) for table in grid_texts(document)] == [6, 8]


def test_a_page_that_cannot_be_read_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = answers(SCANS / "vinh-hai.pdf")

    def failing(picture: Image.Image, look: Look, dpi: int, seconds: float) -> str:
        if look.page == 2:
            raise EngineError("it crashed")
        return kept(picture, look, dpi, seconds)

    use(monkeypatch, failing)
    document = read_document((SCANS / "vinh-hai.pdf").read_bytes(), "a.pdf")
    assert [(notice.code, notice.place) for notice in document.source.warnings] == [("partial_pages", "trang 2")]
    assert document.source.pages == 3
    assert "1.655" not in document.text


def test_an_engine_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stub = tmp_path / "tesseract"
    stub.write_text("#!/bin/sh\nexec sleep 60\n")
    stub.chmod(0o755)
    monkeypatch.setattr(scan_engine, "find_engine", lambda: stub)
    with pytest.raises(EngineError):
        scan_engine.recognise(page_with_ink(), Look(1, 0, "page"), 200, 0.3)


def test_pages_beyond_the_time_of_a_file_are_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, answers(SCANS / "vinh-hai.pdf"))
    monkeypatch.setattr(scan, "MOST_SCAN_SECONDS", 0.0)
    monkeypatch.setattr(scan, "SCAN_PAGE_SECONDS", 0.0)
    assert failure((SCANS / "vinh-hai.pdf").read_bytes(), "a.pdf").code == "needs_ocr"


def without_letters() -> bytes:
    """A PDF whose font does not say which letters it shows."""
    return (PDFS / "ea-kueh.pdf").read_bytes().replace(b"/ToUnicode", b"/XoUnicode")


@pytest.mark.usefixtures("no_engine")
def test_text_whose_letters_are_lost_is_told_of() -> None:
    document = read_document(without_letters(), "a.pdf")
    assert [(notice.code, notice.place) for notice in document.source.warnings] == [("garbled_text", "trang 1, 2")]
    assert "soat doctor" in document.source.warnings[0].message
    assert read_document((PDFS / "ea-kueh.pdf").read_bytes(), "a.pdf").source.warnings == ()


# -- files made to hurt --------------------------------------------------------------------------------------------


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def huge_png(side: int = 50_000) -> bytes:
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(9))) + chunk(b"IEND", b"")


def tiff(pages: int, *, loop: bool = False) -> bytes:
    """A TIFF of pages of one dot; in a loop the last leads back to the first."""
    entries = ((256, 1), (257, 1), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, 1), (279, 1))
    size = 2 + 12 * len(entries) + 4
    found = [b"II*\0" + struct.pack("<I", 12), b"\x80\0\0\0"]
    for page in range(pages):
        last = page == pages - 1
        after = 12 if last and loop else 0 if last else 12 + (page + 1) * size
        body = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries)
        found += [struct.pack("<H", len(entries)), body, struct.pack("<I", after)]
    return b"".join(found)


def huge_picture_pdf(side: int = 60_000) -> bytes:
    packed = zlib.compress(bytes(1000))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>",
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray"
        b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (side, side, len(packed), packed),
        b"<</Length 29>>stream\nq 595 0 0 842 0 0 cm /I Do Q\n\nendstream",
    ]
    written = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return written + end % (len(objects) + 1, table, len(objects) + 1, len(written))


@pytest.mark.parametrize("engine", ["here", "missing"])
@pytest.mark.parametrize(
    ("data", "codes"),
    [
        pytest.param(huge_png(), {"too_big"}, id="png of 50,000 dots a side"),
        pytest.param(tiff(100_000), {"too_big"}, id="tiff of 100,000 pages"),
        pytest.param(tiff(2, loop=True), {"corrupt", "too_big", "needs_ocr"}, id="tiff in a loop"),
        pytest.param(huge_picture_pdf(), {"too_big"}, id="pdf with a picture of 60,000 dots a side"),
        pytest.param(png(page_with_ink())[:2000], {"truncated", "corrupt"}, id="cut"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(50), {"corrupt"}, id="no picture"),
        pytest.param(b"\xff\xd8\xff\xe0" + bytes(50), {"corrupt"}, id="no photo"),
    ],
)
def test_pictures_made_to_hurt_have_their_code(
    monkeypatch: pytest.MonkeyPatch, data: bytes, codes: set[str], engine: str
) -> None:
    monkeypatch.setattr(scan_engine, "find_engine", lambda: Path("tesseract") if engine == "here" else None)
    monkeypatch.setattr(scan_engine, "recognise", lambda *_: "")
    assert failure(data, "a").code in codes


def test_a_tiff_of_as_many_pages_as_may_be_is_opened() -> None:
    assert len(list(picture_sheets(tiff(MOST_PICTURES - 1))[1])) == MOST_PICTURES - 1


# -- pictures ------------------------------------------------------------------------------------------------------


def test_pictures_of_every_mode_are_grey_on_white() -> None:
    grey = Image.fromarray(np.tile(np.array([0, 255], dtype=np.uint8), (4, 2)))
    wide = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257)
    clear = Image.merge("RGBA", [Image.new("L", grey.size, 0)] * 3 + [Image.eval(grey, lambda dot: 255 - dot)])
    for picture in (grey, grey.convert("1"), grey.convert("CMYK"), grey.convert("P"), grey.convert("RGB"), wide, clear):
        shown = np.asarray(as_grey(picture))
        assert shown.tolist() == np.asarray(grey).tolist(), picture.mode


def test_a_large_photo_is_made_smaller_and_keeps_its_paper() -> None:
    packed = io.BytesIO()
    Image.new("RGB", (4960, 7016), "white").save(packed, "JPEG", dpi=(600, 600))
    _, (sheet,) = picture_sheets(packed.getvalue())
    assert sheet.dpi in (200, 300)
    assert (round(sheet.width), round(sheet.height)) == (595, 842)


def test_a_photo_is_turned_as_its_camera_says() -> None:
    photo = Image.new("RGB", (1200, 800), "white")
    exif = Image.Exif()
    exif[0x0112] = 6
    packed = io.BytesIO()
    photo.save(packed, "JPEG", exif=exif, dpi=(96, 96))
    _, (sheet,) = picture_sheets(packed.getvalue())
    assert sheet.width < sheet.height
    # 96 dots an inch make 12.5 inches: believed, and enlarged
    assert sheet.dpi == 200
    assert round(sheet.height) == 900


@pytest.mark.parametrize("angle", [-3.0, -0.4, 0.0, 1.25])
def test_paper_that_lies_askew_is_put_straight(angle: float) -> None:
    level = page_with_ink()
    lying = level.rotate(angle, Image.Resampling.BICUBIC, fillcolor=235)
    assert abs(askew(lying, 200) + angle) <= 0.1
    assert abs(askew(straightened(Sheet(1, lying, 200)).picture, 200)) <= 0.1


def test_a_shadow_over_paper_is_taken_away() -> None:
    paper = np.asarray(page_with_ink()).astype(np.float32)
    shadow = np.linspace(1.0, 0.35, paper.shape[1], dtype=np.float32)
    shaded = Image.fromarray((paper * shadow).astype(np.uint8))
    ink = dark(page_with_ink()).mean()
    assert dark(shaded).mean() > 3 * ink
    assert abs(dark(evenly_lit(shaded)).mean() - ink) < 0.2 * ink


def ruled_page() -> Image.Image:
    paper = np.full((1200, 1000), 235, dtype=np.uint8)
    for y in (200, 260, 320, 380):
        paper[y : y + 3, 100:900] = 20
    for x in (100, 300, 600, 898):
        paper[200:383, x : x + 3] = 20
    # the head of the second and third column is one cell
    paper[203:260, 595:606] = 235
    paper[500:503, 100:400] = 20  # a rule by itself
    return Image.fromarray(paper)


def test_cells_are_found_between_rules() -> None:
    ruled = find_rules(dark(ruled_page()), 200)
    (cells,) = ruled.tables
    assert len(cells) == 8
    assert sum(right - left > 400 for left, _, right, _ in cells) == 1
    assert len(ruled.level) == 5
    assert len(ruled.upright) == 4


def test_a_page_without_rules_has_no_cells() -> None:
    assert find_rules(dark(page_with_ink()), 200).tables == ()


# -- with the engine -----------------------------------------------------------------------------------------------


@cache
def first_page(stem: str, scanner: Scanner = LIGHT) -> Image.Image:
    return next(pictures((PDFS / f"{stem}.pdf").read_bytes(), scanner))


def wanted(stem: str) -> Counter[str]:
    """The figures of prose on the first page of a report."""
    document = as_text(stem).document
    first = [block for block in document.blocks if document.place(block.span.start).page == 1]
    return Counter(f for block in first if block.kind != "cell" for f in _FIGURE.findall(document.quote(block.span)))


@WITH_ENGINE
@pytest.mark.parametrize("stem", ["ea-kueh", "vinh-hai"])
def test_the_engine_reads_a_report(stem: str) -> None:
    sheets = list(pictures((PDFS / f"{stem}.pdf").read_bytes()))
    analysis = analyse_bytes(as_pdf(sheets), "a.pdf")
    assert share(measures(as_text(stem)), measures(analysis)) >= 0.95
    assert shared(figures(as_text(stem).document, cells=False), figures(analysis.document, cells=False)) >= 0.99


@WITH_ENGINE
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_on_its_side_or_its_head_is_read(quarters: int) -> None:
    lying = first_page("ea-kueh").rotate(90 * quarters, expand=True)
    document = read_document(as_pdf([lying]), "a.pdf")
    assert shared(wanted("ea-kueh"), figures(document, cells=False)) >= 0.95
    assert [notice.code for notice in document.source.warnings] == []
    upright = as_text("ea-kueh").document
    (ours,), (theirs,) = (one.boxes(one.blocks[0].span) for one in (upright, document))
    # places are told as on the page that lies on its side
    right, bottom = 595 - ours.right, 842 - ours.bottom
    left, top = ((ours.top, right), (right, bottom), (bottom, ours.left))[quarters - 1]
    assert abs(theirs.left - left) < 8
    assert abs(theirs.top - top) < 8


@WITH_ENGINE
@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "BMP"])
def test_files_of_pictures_are_read(form: str) -> None:
    page = first_page("ea-kueh").convert("CMYK" if form == "JPEG" else "L")
    packed = io.BytesIO()
    more = {"save_all": True, "append_images": [page]} if form == "TIFF" else {}
    page.save(packed, form, dpi=(200, 200), **more)
    document = read_document(packed.getvalue(), f"a.{form.lower()}")
    assert (document.source.format, document.source.ocr) == ("image", True)
    assert document.source.pages == (2 if form == "TIFF" else 1)
    assert shared(wanted("ea-kueh"), figures(document, cells=False)) >= 0.95
    assert document.source.warnings == ()


@WITH_ENGINE
def test_text_whose_letters_are_lost_is_read_in_the_picture_of_its_page() -> None:
    document = read_document(without_letters(), "a.pdf")
    assert (document.source.format, document.source.ocr) == ("scan", True)
    assert shared(wanted("ea-kueh"), figures(document, cells=False)) >= 0.98
    assert [(notice.code, notice.place) for notice in document.source.warnings] == [("garbled_text", "trang 1, 2")]


@WITH_ENGINE
def test_the_engine_says_the_same_twice() -> None:
    page = first_page("ea-kueh")
    asked = [scan_engine.recognise(page, Look(1, 0, "page"), 200, 60) for _ in range(2)]
    assert asked[0] == asked[1]
    assert asked[0].count("\n") > 100
