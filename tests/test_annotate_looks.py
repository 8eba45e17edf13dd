"""An annotated page beside the original, point by point: only what is under a highlight differs, and by its colour."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from numpy.typing import NDArray
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw, ImageFont

from extractors.document import Box
from pipeline.analysis import Analysis, analyse_bytes
from pipeline.checks.finding import Severity
from pipeline.export.annotate.highlights import COLOURS
from pipeline.export.annotate.pdf import annotated_pdf, saved
from pipeline.export.annotate.pictures import pictures_pdf
from tests import scan_answers
from tests.test_ingest_scan import told

TOP = Path(__file__).parents[1]
BORN = sorted((TOP / "corpus" / "forms" / "pdf").glob("*.pdf"))
OFFICE = sorted((TOP / "corpus" / "forms" / "office").glob("*.pdf"))
WRONG = TOP / "corpus" / "forms" / "pdf" / "duc-binh-tay.pdf"
FONT = TOP / "corpus" / "fonts" / "Tinos-Regular.ttf"
#: dots a point; what a colour may be off by, of 255
SCALE, OFF = 2.0, 4
#: points by which a highlight may reach over the box of what it shows
MARGIN = 2.0
Dots = NDArray[np.float64]


@cache
def analysed(path: Path) -> Analysis:
    return analyse_bytes(path.read_bytes(), path.name)


def drawn(data: bytes) -> list[Dots]:
    """The pages of a PDF as they are shown, in dots of three colours."""
    document = pypdfium2.PdfDocument(data)
    found = [np.asarray(page.render(scale=SCALE).to_pil().convert("RGB"), dtype=np.float64) for page in document]
    document.close()
    return found


@dataclass(frozen=True)
class Shown:
    """A place that is to be highlighted: how grave what is said of it is, and its boxes on one page."""

    severity: Severity
    boxes: tuple[Box, ...]


def places(analysis: Analysis) -> dict[int, list[Shown]]:
    """What is to be highlighted on each page."""
    found: dict[int, list[Shown]] = {}
    for finding in analysis.findings:
        for evidence in finding.evidence:
            boxes = analysis.document.boxes(evidence.span)
            assert boxes, finding.message
            for page in sorted({box.page for box in boxes}):
                on = tuple(box for box in boxes if box.page == page)
                found.setdefault(page, []).append(Shown(finding.severity, on))
    return found


def within(shape: tuple[int, ...], box: Box, more: float) -> tuple[slice, slice]:
    """The dots of a box, with so many points more on each side."""
    top, left = max(0, round((box.top - more) * SCALE)), max(0, round((box.left - more) * SCALE))
    bottom, right = round((box.bottom + more) * SCALE), round((box.right + more) * SCALE)
    return slice(top, min(bottom, shape[0])), slice(left, min(right, shape[1]))


def coloured(page: Dots, shown: list[Shown]) -> tuple[Dots, NDArray[np.bool_], NDArray[np.bool_]]:
    """A page as it is to look, the dots of which that can be said, and those outside of all highlights."""
    wanted, sure, outside = page.copy(), np.ones(page.shape[:2], bool), np.ones(page.shape[:2], bool)
    for one in shown:
        core, around = np.zeros_like(sure), np.zeros_like(sure)
        for box in one.boxes:
            core[within(page.shape, box, 0.0)] = True
            around[within(page.shape, box, MARGIN)] = True
        wanted[core] *= np.array(COLOURS[one.severity])
        # between the figure and the edge of its highlight a dot is covered in part
        sure &= core | ~around
        outside &= ~around
    return wanted, sure, outside


def judge(analysis: Analysis, before: bytes, after: bytes) -> int:
    """Assert that pages differ by highlights alone; return how many dots they cover."""
    covered = 0
    at = places(analysis)
    pages, made = drawn(before), drawn(after)
    assert len(pages) == len(made)
    for number, (page, new) in enumerate(zip(pages, made, strict=True), start=1):
        assert page.shape == new.shape
        wanted, sure, outside = coloured(page, at.get(number, []))
        assert np.array_equal(page[outside], new[outside]), f"page {number} differs outside of its highlights"
        assert np.abs(wanted - new)[sure].max(initial=0) <= OFF, f"page {number} has another colour"
        covered += int((sure & ~outside).sum())
    return covered


def named(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


# -- text --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*BORN[::8], *OFFICE[5::12], WRONG], ids=named)
def test_a_pdf_of_text_differs_by_its_highlights(path: Path) -> None:
    data = path.read_bytes()
    analysis = analysed(path)
    covered = judge(analysis, data, annotated_pdf(analysis, data))
    assert (covered > 0) == bool(analysis.findings)


@pytest.mark.slow
@pytest.mark.parametrize("path", [*BORN, *OFFICE], ids=named)
def test_every_pdf_of_text_differs_by_its_highlights(path: Path) -> None:
    test_a_pdf_of_text_differs_by_its_highlights(path)


def test_a_highlight_that_is_missing_of_another_colour_or_elsewhere_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    data = WRONG.read_bytes()
    analysis = analysed(WRONG)
    with pytest.raises(AssertionError, match="another colour"):
        judge(analysis, data, data)
    fine = annotated_pdf(analysis, data)
    with pikepdf.open(io.BytesIO(fine)) as pdf:
        first = next(one for one in pdf.pages[0].obj.Annots if one.Subtype == "/Highlight")
        first.Rect = Array([float(side) + 6 for side in first.Rect])
        with pytest.raises(AssertionError, match="outside of its highlights"):
            judge(analysis, data, saved(pdf))
    monkeypatch.setitem(COLOURS, "error", COLOURS["warning"])
    other = annotated_pdf(analysis, data)
    monkeypatch.undo()
    with pytest.raises(AssertionError, match="another colour"):
        judge(analysis, data, other)
    assert judge(analysis, data, fine) > 1000


def with_pages(change: Callable[[pikepdf.Page], None], path: Path = WRONG) -> bytes:
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            change(page)
        return saved(pdf)


def turned(quarters: int) -> Callable[[pikepdf.Page], None]:
    def change(page: pikepdf.Page) -> None:
        page.obj.Rotate = 90 * quarters

    return change


def cropped(page: pikepdf.Page) -> None:
    """A page of which a strip on each side is cut off, on a sheet that begins elsewhere."""
    page.obj.MediaBox = Array([-20, -30, 615, 872])
    page.obj.CropBox = Array([40, 25, 560, 810])


def through_figures(page: pikepdf.Page) -> None:
    """A page cut so narrow that text runs over its edge."""
    page.obj.CropBox = Array([0, 0, 330, 842])


def crop_beyond_the_sheet(page: pikepdf.Page) -> None:
    page.obj.CropBox = Array([-100, -100, 900, 2000])


def printed_sideways(page: pikepdf.Page) -> None:
    """What is drawn runs up a sheet that lies across."""
    left, bottom, right, top = (float(side) for side in page.mediabox)
    page.contents_add(b"q 0 1 -1 0 %.2f 0 cm" % (top - bottom), prepend=True)
    page.contents_add(b"Q")
    page.obj.MediaBox = Array([0, 0, top - bottom, right - left])


def of_other_scale(page: pikepdf.Page) -> None:
    """A drawing that leaves the scale of what follows as it was, and its own state open."""
    page.contents_add(b"0.5 0 0 0.5 10 300 cm", prepend=True)


CHANGES = {
    "turned right": turned(1),
    "upside down": turned(2),
    "turned left": turned(3),
    "turned more than once": turned(5),
    "cropped": cropped,
    "cut through figures": through_figures,
    "crop beyond the sheet": crop_beyond_the_sheet,
    "printed sideways": printed_sideways,
    "drawn smaller": of_other_scale,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_pages_turned_cropped_and_sideways_differ_by_their_highlights(change: Callable[[pikepdf.Page], None]) -> None:
    data = with_pages(change)
    analysis = analyse_bytes(data, "a.pdf")
    assert judge(analysis, data, annotated_pdf(analysis, data)) > 1000


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_both_cropped_and_turned_differs_by_its_highlights(quarters: int) -> None:
    def change(page: pikepdf.Page) -> None:
        cropped(page)
        turned(quarters)(page)

    data = with_pages(change)
    analysis = analyse_bytes(data, "a.pdf")
    assert judge(analysis, data, annotated_pdf(analysis, data)) > 1000


def test_boxes_that_pages_get_from_above_count() -> None:
    with pikepdf.open(WRONG) as pdf:
        tree = pdf.Root.Pages
        tree.MediaBox, tree.CropBox, tree.Rotate = Array([-20, -30, 615, 872]), Array([10, 5, 580, 830]), 90
        for page in pdf.pages:
            for name in ("/MediaBox", "/CropBox", "/Rotate"):
                if name in page.obj:
                    del page.obj[name]
        data = saved(pdf)
    analysis = analyse_bytes(data, "a.pdf")
    assert judge(analysis, data, annotated_pdf(analysis, data)) > 1000


# -- scans and photos --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(scan_answers.SCANS.glob("*.pdf")), ids=lambda path: path.stem)
def test_a_scan_differs_by_its_highlights(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan_answers.use(monkeypatch, scan_answers.answers(path))
    data = path.read_bytes()
    analysis = analyse_bytes(data, path.name)
    covered = judge(analysis, data, annotated_pdf(analysis, data))
    assert (covered > 0) == bool(analysis.findings)


def lying(page: pikepdf.Page) -> None:
    """A page whose picture lies on its side and is shown upright."""
    printed_sideways(page)
    page.obj.Rotate = 90


def on_a_larger_sheet(page: pikepdf.Page) -> None:
    """A page that shows a part of a larger sheet, which has what it had before."""
    left, bottom, right, top = (float(side) for side in page.mediabox)
    page.contents_add(b"q 1 0 0 1 50 70 cm", prepend=True)
    page.contents_add(b"Q")
    page.obj.MediaBox = Array([left, bottom, right + 100, top + 100])
    page.obj.CropBox = Array([left + 50, bottom + 70, right + 50, top + 70])


@pytest.mark.parametrize("change", [lying, on_a_larger_sheet])
def test_a_scan_that_lies_or_is_part_of_a_sheet_has_the_same_highlights(
    change: Callable[[pikepdf.Page], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = scan_answers.SCANS / "vinh-hai.pdf"
    scan_answers.use(monkeypatch, scan_answers.answers(path))
    plain, data = path.read_bytes(), with_pages(change, path)
    analysis = analyse_bytes(data, path.name)
    made = annotated_pdf(analysis, data)
    assert judge(analysis, data, made) > 1000
    for shown, upright in zip(drawn(made), drawn(annotated_pdf(analysis, plain)), strict=True):
        assert shown.shape == upright.shape
        assert np.abs(shown - upright).mean() < 3


SAID = "Tiếp nhận 250 hồ sơ, gồm trực tiếp 100 hồ sơ, trực tuyến 140 hồ sơ."


SAYS = told((400, SAID, 96.0))


def photo(mode: str = "RGB") -> Image.Image:
    """A sheet with a sentence, on paper that is darker to the right and still darker to the foot."""
    paper = 250 - np.linspace(0, 40, 1240)[None, :] - np.linspace(0, 80, 1754)[:, None]
    sheet = Image.fromarray(paper.astype(np.uint8))
    ImageDraw.Draw(sheet).text((160, 385), SAID, fill=20, font=ImageFont.truetype(FONT, 30))
    if mode == "I;16":
        return Image.fromarray(np.asarray(sheet).astype(np.uint16) * 257)
    return sheet.convert(mode)


def as_file(picture: Image.Image, form: str, **how: object) -> bytes:
    content = io.BytesIO()
    picture.save(content, form, dpi=(150, 150), **how)
    return content.getvalue()


#: how a picture is to be changed so that what the file says of its orientation brings it back
BACK = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def held(orientation: int, form: str = "JPEG") -> bytes:
    """A photo taken with the camera turned: the picture lies, and the file says how."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return as_file(photo().transpose(BACK[orientation]), form, quality=95, exif=exif)


PHOTOS: dict[str, Callable[[], bytes]] = {
    "png colour": lambda: as_file(photo(), "PNG"),
    "png grey": lambda: as_file(photo("L"), "PNG"),
    "png of 16 bits": lambda: as_file(photo("I;16"), "PNG"),
    "png clear": lambda: as_file(photo("RGBA"), "PNG"),
    "png of a palette": lambda: as_file(photo("P"), "PNG"),
    "jpeg colour": lambda: as_file(photo(), "JPEG", quality=95),
    "jpeg grey": lambda: as_file(photo("L"), "JPEG", quality=95),
    "jpeg for print": lambda: as_file(photo("CMYK"), "JPEG", quality=95),
    **{f"jpeg held {orientation}": lambda orientation=orientation: held(orientation) for orientation in BACK},
    "png held 6": lambda: held(6, "PNG"),
    "jpeg of no known hold": lambda: as_file(photo(), "JPEG", quality=95, exif=b"Exif\0\0II*\0\x08\0\0\0\0\0"),
    "jpeg with a spoilt note": lambda: as_file(photo(), "JPEG", quality=95, exif=b"Exif\0\0XXXX"),
    "tiff of one bit": lambda: as_file(photo("1"), "TIFF"),
    "tiff for print": lambda: as_file(photo("CMYK"), "TIFF"),
    "tiff of 16 bits": lambda: as_file(photo("I;16"), "TIFF"),
    "tiff of two": lambda: as_file(photo("L"), "TIFF", save_all=True, append_images=[photo("L")]),
    "bmp": lambda: as_file(photo(), "BMP"),
}


@pytest.mark.parametrize("make", PHOTOS.values(), ids=PHOTOS.keys())
def test_a_photo_stays_as_it_looks_but_for_its_highlights(
    make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = make()
    scan_answers.use(monkeypatch, lambda picture, look, dpi, seconds: SAYS if look.mode == "page" else "")
    analysis = analyse_bytes(data, "a.jpg")
    assert analysis.findings
    pages = pictures_pdf(data)
    assert judge(analysis, pages, annotated_pdf(analysis, data)) > 1000
    for page in drawn(pages):
        assert np.abs(small(Image.fromarray(page.astype(np.uint8)).convert("L")) - small(photo("L"))).mean() < 4


def small(picture: Image.Image) -> Dots:
    return np.asarray(picture.resize((62, 88), Image.Resampling.BOX), dtype=np.float64)


def test_a_photo_is_not_many_times_its_size() -> None:
    for data in (as_file(photo(), "JPEG", quality=85), held(6)):
        assert len(pictures_pdf(data)) < len(data) + 2_000


def test_a_highlight_lies_over_what_others_marked() -> None:
    with pikepdf.open(WRONG) as pdf:
        for page in pdf.pages:
            look = pikepdf.Stream(pdf, b"0.9 1 0.9 rg 60 60 400 700 re f", BBox=[0, 0, 595, 842], Type=Name.XObject)
            look.Subtype = Name.Form
            own = Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=Array([0, 0, 595, 842]), F=4)
            own.AP = Dictionary(N=pdf.make_indirect(look))
            page.obj.Annots = Array([pdf.make_indirect(own)])
        data = saved(pdf)
    analysis = analyse_bytes(data, "a.pdf")
    assert judge(analysis, data, annotated_pdf(analysis, data)) > 1000
