"""Files of pictures (photos and scans) to documents."""

from __future__ import annotations

from dataclasses import replace

from extractors.document import Document, Source
from pipeline.ingest import scan_engine
from pipeline.ingest.errors import IngestError
from pipeline.ingest.pdf import lay_out
from pipeline.ingest.pdf_scans import FAINTER, ILLEGIBLE, NO_ENGINE, told
from pipeline.ingest.scan import read_sheets
from pipeline.ingest.scan_images import picture_sheets


def read_image(data: bytes, source: Source) -> Document:
    """Return the document of the bytes of a picture, or of a TIFF of several.

    Raises IngestError: `needs_ocr`, `too_big`, `corrupt`, `truncated`.
    """
    # what is wrong with a picture is told with and without the engine
    count, sheets = picture_sheets(data)
    if scan_engine.find_engine() is None:
        raise IngestError("needs_ocr", f"đây là tệp ảnh; {NO_ENGINE}")
    found = read_sheets(sheets, count)
    pages = [one.page for one in found]
    if not any(page.lines for page in pages):
        raise IngestError("needs_ocr", ILLEGIBLE)
    lost = sorted(set(range(1, count + 1)) - {page.number for page in pages})
    faint = [one.page.number for one in found if one.sure < FAINTER]
    notices = (*source.warnings, *told(lost, (), faint))
    cells = {one.page.number: one.tables for one in found if one.tables}
    source = replace(source, pages=count, ocr=True, warnings=notices)
    return lay_out(pages, cells, source)
