"""Born-digital PDF files to documents: text and boxes by PDFium, cells of ruled tables by pdfplumber."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pypdfium2 as pdfium

from extractors.document import Document, Notice, Source
from pipeline.ingest.errors import IngestError
from pipeline.ingest.limits import MOST_PAGES
from pipeline.ingest.pdf_aligned import aligned_cells
from pipeline.ingest.pdf_blocks import Part, Placed, assemble
from pipeline.ingest.pdf_check import pages_counted, pages_with_more
from pipeline.ingest.pdf_layout import Sorted, body_size, rows_of, sort_pages
from pipeline.ingest.pdf_page import Line, Page, read_page
from pipeline.ingest.pdf_paragraphs import find_setting, join
from pipeline.ingest.pdf_scans import listed, place_of, with_scans
from pipeline.ingest.pdf_signs import Edges
from pipeline.ingest.pdf_tables import Table, crowded_pages, ruled_cells, ruled_pages, take_tables

_PASSWORD = 4


def read_pdf(data: bytes, source: Source) -> Document:
    """Return the document of a PDF file's bytes; pages that are pictures are read in them.

    Raises IngestError: `encrypted`, `truncated`, `corrupt`; `needs_ocr`, `too_big` for a file of pictures only.
    """
    pages, notices = _pages(data)
    if not any(page.width for page in pages):
        raise IngestError("corrupt", "tệp PDF không có trang nào đọc được")
    if any(page.lines for page in pages):
        notices += _checked(data, pages)
    scanned = with_scans(data, pages)
    pages = list(scanned.pages)
    if not any(page.lines for page in pages):
        raise scanned.error
    ruled = ruled_pages(pages)
    cells = ruled_cells(data, ruled)
    lost = sorted((*crowded_pages(pages), *(ruled if cells is None else ())))
    if lost:
        said = f"Không nhận được đường kẻ của bảng ở trang {listed(lost)}; số trong bảng có thể bị hiểu sai."
        notices.append(Notice("partial_pages", said, place_of(lost)))
    warnings = (*source.warnings, *notices, *scanned.notices)
    encoding = next((page.encoding for page in pages if page.encoding), source.encoding)
    source = replace(source, format=scanned.format, ocr=scanned.ocr, encoding=encoding)
    source = replace(source, pages=len(pages), warnings=warnings)
    return lay_out(pages, {**(cells or {}), **scanned.cells}, source)


def lay_out(pages: Sequence[Page], cells: Mapping[int, Sequence[Sequence[Edges]]], source: Source) -> Document:
    """Return the document of pages of lines and the cells (left, top, right, bottom) of each table by page."""
    bare, rows, tables = _without_tables(pages, cells)
    ordered = sort_pages(bare, rows, body_size(bare))
    turns = {page.number: page.turn for page in pages if page.turn}
    return assemble(list(_parts(ordered, tables)), source, turns)


def _without_tables(
    pages: Sequence[Page], cells: Mapping[int, Sequence[Sequence[Edges]]]
) -> tuple[list[Page], list[list[list[Line]]], list[list[Table]]]:
    """Return the pages without the lines of their tables, the rows of these pages, and the tables of each."""
    bare: list[Page] = []
    rows: list[list[list[Line]]] = []
    tables: list[list[Table]] = []
    for page in pages:
        last = tables[-1][-1] if tables and tables[-1] else None
        rest, ruled = take_tables(page, _as_read(page, cells.get(page.number, ())), last)
        with_aligned, found = rest, rows_of(rest.lines)
        rest, aligned = take_tables(rest, aligned_cells(found, rest.width), None)
        bare.append(rest)
        rows.append(found if rest is with_aligned else rows_of(rest.lines))
        tables.append(sorted([*ruled, *aligned], key=lambda table: table.top))
    return bare, rows, tables


def _as_read(page: Page, tables: Sequence[Sequence[Edges]]) -> Sequence[Sequence[Edges]]:
    """The cells of tables, which are found on the page as shown, on the page as it was turned to be read."""
    turn = page.turn
    return [[turn.forth(cell) for cell in table] for table in tables] if turn else tables


def _pages(data: bytes) -> tuple[list[Page], list[Notice]]:
    """Return the pages that can be read, and what is to be told of the others."""
    document = _opened(data)
    try:
        found: list[Page] = []
        failed: list[int] = []
        total = len(document)
        for index in range(min(total, MOST_PAGES)):
            try:
                found.append(read_page(document, index))
            except pdfium.PdfiumError:
                found.append(Page(index + 1, 0.0, 0.0, (), 0, 0))
                failed.append(index + 1)
    finally:
        document.close()
    return found, list(_notices(failed, total))


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise IngestError("encrypted", "tệp PDF được đặt mật khẩu; hãy gỡ mật khẩu rồi gửi lại") from error
        if b"/Encrypt" in data[-4096:]:
            raise IngestError("encrypted", "tệp PDF bị khóa theo cách không đọc được") from error
        if b"%%EOF" not in data[-2048:]:
            raise IngestError("truncated", "tệp PDF bị cắt cụt, thiếu phần cuối") from error
        raise IngestError("corrupt", "tệp PDF bị hỏng") from error


def _notices(failed: Sequence[int], total: int) -> Iterator[Notice]:
    if total > MOST_PAGES:
        yield Notice("partial_pages", f"Tệp quá dài: chỉ đọc {MOST_PAGES} trang đầu.")
    if failed:
        yield Notice("partial_pages", f"Không đọc được trang {listed(failed)}.", place_of(failed))


def _checked(data: bytes, pages: Sequence[Page]) -> Iterator[Notice]:
    """What another program reads of the file and PDFium does not: silence would pass for all that there is."""
    counted = pages_counted(data, len(pages))
    if counted is not None and counted > len(pages):
        said = f"Chỉ đọc được {len(pages)} trang; một chương trình khác đếm được {counted} trang trong tệp."
        yield Notice("partial_pages", said)
    more = pages_with_more(data, pages)
    if more:
        yield Notice("partial_pages", f"Có thể còn chữ chưa đọc được ở trang {listed(more)}.", place_of(more))


def _parts(ordered: Sequence[Sorted], tables: Sequence[Sequence[Table]]) -> Iterator[Part]:
    """Yield paragraphs and tables of the body in reading order, then the notes, then the margins."""
    setting = find_setting([line for page in ordered for line in page.body])
    run: list[Line] = []
    for page, found in zip(ordered, tables, strict=True):
        waiting = list(found)
        for line in page.body:
            while waiting and waiting[0].top < line.top:
                yield from map(Placed, join(run, setting))
                yield waiting.pop(0)
                run = []
            run.append(line)
        for table in waiting:
            yield from map(Placed, join(run, setting))
            yield table
            run = []
    yield from map(Placed, join(run, setting))
    notes = [line for page in ordered for line in page.notes]
    yield from (Placed(note, "note") for note in join(notes, setting))
    yield from (Placed((line,), "margin") for page in ordered for line in page.margins)
