"""A second program's account of a PDF: how many pages it has, and whether pages that seem empty are."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Sequence
from itertools import islice

from pdfminer.high_level import extract_text
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from pipeline.ingest.limits import MOST_PAGES
from pipeline.ingest.pdf_page import Page

#: letters below which a page without a picture is looked at again; it is slow, so at few pages of a file
_FEW, _MOST_LOOKS = 50, 5
_PACKED_OBJECTS, _PAGE = b"/ObjStm", re.compile(rb"/Type\s*/Page(?![A-Za-z])")
#: what is told in English is told by us in Vietnamese
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


def pages_counted(data: bytes, read: int) -> int | None:
    """Return how many pages pdfminer finds, at most MOST_PAGES + 1; None where it cannot read the file.

    It is not asked where every object lies open in the file and no more pages are among them than were `read`.
    """
    if _PACKED_OBJECTS not in data and len(_PAGE.findall(data)) <= read:
        return read
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
        return sum(1 for _ in islice(PDFPage.create_pages(document), MOST_PAGES + 1))
    except Exception:  # noqa: BLE001  # it raises anything on a damaged file, which PDFium may read all the same
        return None


def pages_with_more(data: bytes, pages: Sequence[Page]) -> list[int]:
    """Return the numbers of pages on which pdfminer reads far more letters than are in `pages`."""
    thin = [page for page in pages if not page.pictures and _letters(page) < _FEW]
    return [page.number for page in thin[:_MOST_LOOKS] if _read_again(data, page) > 2 * _letters(page) + _FEW]


def _letters(page: Page) -> int:
    return sum(len(line.text.replace(" ", "")) for line in page.lines)


def _read_again(data: bytes, page: Page) -> int:
    try:
        text = extract_text(io.BytesIO(data), page_numbers=[page.number - 1])
    except Exception:  # noqa: BLE001  # as above
        return 0
    return len("".join(text.split()))
