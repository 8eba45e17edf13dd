"""Pages of a PDF whose print is no text: pictures, and text behind which no letters stand, read as scans."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium

from extractors.document import Notice
from pipeline.ingest.errors import IngestError
from pipeline.ingest.limits import MOST_DOTS
from pipeline.ingest.pdf_page import Page
from pipeline.ingest.pdf_signs import Edges

Cells = Mapping[int, Sequence[Sequence[Edges]]]
#: a page of text has letters; with a larger share of codes without any, or of signs of no alphabet, it is no language
_MOST_UNKNOWN, _MOST_STRANGE = 0.03, 0.3
_STRANGE = re.compile("[\ue000-\uf8ff]")
#: a picture that takes this share of a page is the page; what has fewer letters over it is a stamp or its number
_WHOLE, _STAMP = 0.6, 250
#: share of letters read for certain below which a page is told of
FAINTER = 0.6
#: what is said where the engine is missing
NO_ENGINE = "máy chưa có Tesseract với tiếng Việt (lệnh “soat doctor” cho biết cách cài)"

ILLEGIBLE = "không nhận ra chữ nào trong ảnh; hãy quét lại rõ hơn, từ 200 dpi trở lên"


@dataclass(frozen=True, slots=True)
class Scanned:
    """The pages of a file with those that were read in their pictures, the cells of these, and what is to be told.

    `error` is why the file cannot be read where no page has a line.
    """

    pages: tuple[Page, ...]
    cells: Cells
    notices: tuple[Notice, ...]
    error: IngestError
    format: str = "pdf"
    ocr: bool = False


def listed(pages: Sequence[int]) -> str:
    """Return the numbers of pages in a sentence."""
    return ", ".join(map(str, pages))


def place_of(pages: Sequence[int]) -> str:
    """Return the numbers of pages as a place."""
    return f"trang {listed(pages)}"


def with_scans(data: bytes, pages: Sequence[Page]) -> Scanned:
    """Return pages of a PDF, those without text or with a text that is none read in their pictures."""
    garbled = [page.number for page in pages if page.lines and not _is_readable(page)]
    pictured = [page.number for page in pages if page.number not in garbled and _is_picture(page)]
    if not garbled and not pictured:
        return Scanned(tuple(pages), {}, (), IngestError("needs_ocr", "tệp không có chữ nào"))
    huge = [page.number for page in pages if page.dots > MOST_DOTS and page.number in (*garbled, *pictured)]
    from pipeline.ingest import scan_engine  # noqa: PLC0415  # pictures need libraries that text does without

    if scan_engine.find_engine() is None:
        return _unread(pages, garbled, pictured, huge)
    asked = [number for number in sorted((*garbled, *pictured)) if number not in huge]
    return _read(data, pages, asked, garbled, huge)


def _is_readable(page: Page) -> bool:
    text = "".join(line.text for line in page.lines)
    unknown = text.count("\ufffd") + 6 * text.count("(cid:")
    return unknown <= _MOST_UNKNOWN * len(text) and len(_STRANGE.findall(text)) <= _MOST_STRANGE * len(text)


def _is_picture(page: Page) -> bool:
    """Whether a page is a picture: nothing else is on it, or a stamp over it."""
    if not page.lines:
        return page.width > 0
    return page.covered >= _WHOLE and sum(len(line.text) for line in page.lines) < _STAMP


def _unread(pages: Sequence[Page], garbled: Sequence[int], pictured: Sequence[int], huge: Sequence[int]) -> Scanned:
    """Return pages as their text says, where no engine is here."""
    notices: list[Notice] = []
    blank = [page.number for page in pages if page.number in pictured and page.pictures]
    if blank:
        said = f"Trang {listed(blank)} là ảnh; chữ trong ảnh chưa được đọc vì {NO_ENGINE}."
        notices.append(Notice("text_in_image", said, place_of(blank)))
    if garbled:
        said = f"Chữ ở trang {listed(garbled)} bị lỗi mã, có thể đọc sai; {NO_ENGINE}."
        notices.append(Notice("garbled_text", said, place_of(garbled)))
    error = IngestError("needs_ocr", f"tệp chỉ có ảnh, không có chữ để đọc; {NO_ENGINE}")
    return Scanned(tuple(pages), {}, tuple(notices), _too_big() if huge else error)


def _too_big() -> IngestError:
    return IngestError("too_big", "ảnh trong tệp có quá nhiều điểm ảnh; hãy quét lại ở 200–300 dpi")


def _read(
    data: bytes, pages: Sequence[Page], asked: Sequence[int], garbled: Sequence[int], huge: Sequence[int]
) -> Scanned:
    from pipeline.ingest.scan import read_sheets  # noqa: PLC0415  # as above
    from pipeline.ingest.scan_images import page_sheets  # noqa: PLC0415

    document = pdfium.PdfDocument(data)
    try:
        found = read_sheets(page_sheets(document, asked), len(asked))
    finally:
        document.close()
    read = {one.page.number: one for one in found if one.page.lines and _says_more(one.page, pages, garbled)}
    mixed = [read[page.number].page if page.number in read else page for page in pages]
    cells = {number: one.tables for number, one in read.items() if one.tables}
    lost = sorted({*asked, *huge} - {one.page.number for one in found})
    still = [number for number in garbled if number not in read]
    faint = [number for number, one in sorted(read.items()) if one.sure < FAINTER]
    mended = [number for number in garbled if number in read]
    notices = tuple(told(lost, still, faint, mended))
    whole = all(page.number in read for page in mixed if page.lines)
    error = IngestError("needs_ocr", ILLEGIBLE)
    return Scanned(tuple(mixed), cells, notices, _too_big() if huge else error, "scan" if whole else "pdf", bool(read))


def _says_more(read: Page, pages: Sequence[Page], garbled: Sequence[int]) -> bool:
    """Whether the picture of a page says more than the text over it."""
    said = sum(len(line.text) for line in pages[read.number - 1].lines)
    return read.number in garbled or sum(len(line.text) for line in read.lines) > said


def told(lost: Sequence[int], garbled: Sequence[int], faint: Sequence[int], mended: Sequence[int] = ()) -> list[Notice]:
    """Return what is told of pages: those that were lost, those whose text is wrong, hardly legible ones."""
    kinds = (
        ("partial_pages", lost, "Không nhận dạng được chữ ở trang {}: ảnh quá lớn hoặc hết thời gian."),
        ("garbled_text", garbled, "Chữ ở trang {} bị lỗi mã, có thể đọc sai."),
        ("garbled_text", mended, "Chữ ở trang {} bị lỗi mã; đã nhận dạng lại từ hình của trang, có thể còn sai."),
        ("text_in_image", faint, "Ảnh ở trang {} mờ, nhiều chữ và số có thể bị đọc sai; hãy quét lại rõ hơn."),
    )
    return [Notice(code, said.format(listed(where)), place_of(where)) for code, where, said in kinds if where]
