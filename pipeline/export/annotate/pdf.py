"""The original PDF, or the picture of a scan, with highlights on the very figures and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pikepdf

from extractors.document import Box, Span
from pipeline.analysis import Analysis
from pipeline.checks.finding import Finding
from pipeline.export.annotate.highlights import Mark, notes_on
from pipeline.export.annotate.page_space import page_space
from pipeline.export.annotate.pictures import pictures_pdf
from pipeline.export.annotate.remarks import remark, remarked

#: the start of the name of each annotation of ours, by which it is known again
OURS = "soat-"
_UNPLACED = "(Không xác định được chỗ trên trang.)"
_UNSIGNED = "Đây là bản ghi chú: chữ ký số chỉ còn giá trị ở bản gốc."


def annotated_pdf(analysis: Analysis, data: bytes) -> bytes:
    """Return the original (`data`: a PDF, or a picture) as a PDF with the remarks of an analysis on its pages.

    What was on the pages stays as it is, and goes on byte for byte. Raises pikepdf.PdfError for a file that cannot be
    opened, which a report that was read is only if PDFium mends more than qpdf does.
    """
    original = pictures_pdf(data) if analysis.document.source.format == "image" else data
    with pikepdf.open(BytesIO(original)) as pdf:
        marks = _by_page(analysis, len(pdf.pages))
        if marks and _is_signed(pdf):
            marks[1] = [Mark(f"{OURS}signature", "info", _UNSIGNED, ()), *marks.get(1, ())]
        for number, on_page in sorted(marks.items()):
            page = pdf.pages[number - 1]
            _add(pdf, page, notes_on(pdf, page, page_space(page), on_page))
        return saved(pdf)


def without_remarks(data: bytes) -> bytes:
    """Return an annotated PDF without our remarks; those of others stay."""
    with pikepdf.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            found = page.obj.get("/Annots")
            if found is None:
                continue
            kept = [one for one in found if not _is_ours(one)]
            if kept:
                page.obj.Annots = pikepdf.Array(kept)
            else:
                del page.obj.Annots
        return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    """Return a PDF as bytes that depend on what is in it alone; streams stay packed as they were."""
    content = BytesIO()
    pdf.save(
        content,
        deterministic_id=True,
        fix_metadata_version=False,
        compress_streams=False,
        object_stream_mode=pikepdf.ObjectStreamMode.preserve,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        encryption=False,  # a copy with remarks is to be read; keys would differ each time
    )
    return content.getvalue()


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    """Whether a form of the file says that it holds signatures, which any change ends."""
    form = pdf.Root.get("/AcroForm")
    return isinstance(form, pikepdf.Dictionary) and int(form.get("/SigFlags", 0)) & 1 == 1


def _is_ours(annotation: pikepdf.Object) -> bool:
    parent = annotation.get("/Parent")
    named = parent if annotation.get("/Subtype") == "/Popup" and parent is not None else annotation
    return str(named.get("/NM", "")).startswith(OURS)


def _add(pdf: pikepdf.Pdf, page: pikepdf.Page, added: list[pikepdf.Object]) -> None:
    """Put annotations behind those that a page has; a list that pages share is not written into."""
    before = list(page.obj.get("/Annots", ()))
    page.obj.Annots = pdf.make_indirect(pikepdf.Array([*before, *added]))


def _by_page(analysis: Analysis, pages: int) -> dict[int, list[Mark]]:
    found: dict[int, list[Mark]] = {}
    for finding in remarked(analysis.findings):
        for place, evidence in enumerate(finding.evidence or (None,), start=1):
            span = evidence.span if evidence else None
            for page, boxes in _places(analysis, span, pages):
                name = f"{OURS}{finding.id}-{place}-{page}"
                found.setdefault(page, []).append(Mark(name, finding.severity, _said(finding, boxes), boxes))
    return found


def _said(finding: Finding, boxes: tuple[Box, ...]) -> str:
    return remark(finding) if boxes else f"{remark(finding)}\n{_UNPLACED}"


def _places(analysis: Analysis, span: Span | None, pages: int) -> Iterator[tuple[int, tuple[Box, ...]]]:
    """Yield each page that shows a span with its boxes there; where none are known the page it is on, or the first."""
    boxes = analysis.document.boxes(span) if span else ()
    on = dict.fromkeys(box.page for box in boxes if 1 <= box.page <= pages)
    yield from ((page, tuple(box for box in boxes if box.page == page)) for page in on)
    if not on and pages:
        page = analysis.document.place(span.start).page if span and analysis.document.pieces else None
        yield min(max(page or 1, 1), pages), ()
