"""How many pages a text takes at most, from its styles and the widths of its letters.

Word and LibreOffice lay out; this reckons every line a little wider and higher than they do, so that what fits here
fits there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from pipeline.export.audit.elements import CELL_MARGIN
from pipeline.export.audit.letters import bold_share, is_strange, lines
from pipeline.export.audit.shapes import LEADING, TWIPS, Shape, is_on, number, points, shape_of

Element = etree._Element

_EMU = 12700.0
#: height of a line with letters of other typefaces to its size; how much of a page is counted on
_STRANGE_LEADING, _USED = 1.7, 0.98
_TAB = " " * 12


@dataclass(frozen=True, slots=True)
class Unit:
    """What stays together on a page: its height, that of the table head which a new page repeats, what it is tied to.

    `tied` keeps it with the next one, `apart` begins a new page.
    """

    height: float
    head: float = 0
    tied: bool = False
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """The room for text of a page, in points."""

    width: float
    height: float


def room(document: Document) -> Room:
    """Return the room of the pages of the first section."""
    section = document.sections[0]
    sizes = (section.page_width, section.left_margin, section.right_margin)
    across, left, right = (float(size.pt) if size is not None else 0.0 for size in sizes)
    sizes = (section.page_height, section.top_margin, section.bottom_margin)
    down, top, bottom = (float(size.pt) if size is not None else 0.0 for size in sizes)
    return Room(max((across or 595) - left - right, 72), max((down or 842) - abs(top) - abs(bottom), 72))


def page_count(elements: Iterable[Element], shapes: Mapping[str, Shape], page: Room) -> int:
    """Return how many pages paragraphs and tables take, one below the other."""
    usable = page.height * _USED
    pages, used = 1, 0.0
    for chunk in _chunks(unit for element in elements for unit in _units(element, shapes, page.width)):
        height = sum(unit.height for unit in chunk)
        if used and (used + height > usable or chunk[0].apart):
            pages, used = pages + 1, chunk[0].head
        used += height
        if used > usable:
            further = math.ceil(used / usable) - 1
            pages, used = pages + further, used - further * usable
    return pages


def _chunks(units: Iterable[Unit]) -> Iterator[list[Unit]]:
    """Units that are tied to one another, together."""
    chunk: list[Unit] = []
    for unit in units:
        chunk.append(unit)
        if not unit.tied:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _units(element: Element, shapes: Mapping[str, Shape], width: float) -> Iterator[Unit]:
    if element.tag == qn("w:p"):
        shape = shape_of(element, shapes)
        apart = element.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None
        apart = apart or any(one.get(qn("w:type")) == "page" for one in element.iter(qn("w:br")))
        yield Unit(paragraph_height(element, shape, width), tied=shape.tied, apart=apart)
    elif element.tag == qn("w:tbl"):
        yield from _rows(element, shapes)
    elif element.tag != qn("w:sectPr"):
        for child in element.iter(qn("w:p")):  # a field or a part with its own frame
            yield from _units(child, shapes, width)


def _rows(table: Element, shapes: Mapping[str, Shape]) -> Iterator[Unit]:
    widths = [points(column.get(qn("w:w"))) for column in table.iterfind(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")]
    rows = list(table.iterfind(qn("w:tr")))
    head = 0.0
    for place, row in enumerate(rows):
        height = row_height(row, widths, shapes)
        repeated = row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        yield Unit(height, head, tied=repeated and place < len(rows) - 1)
        head += height if repeated else 0


def row_height(row: Element, widths: Sequence[float], shapes: Mapping[str, Shape]) -> float:
    """Return the height of a table row: that of its highest cell."""
    at, highest = 0, 0.0
    for cell in row.iterfind(qn("w:tc")):
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        covered = max(1, round(number(span.get(qn("w:val"))))) if span is not None else 1
        width = sum(widths[at : at + covered]) - 2 * max(CELL_MARGIN / TWIPS, 5.4)
        at += covered
        units = [unit for child in cell for unit in _units(child, shapes, max(width, 10))]
        highest = max(highest, sum(unit.height for unit in units))
    least = row.find(f"{qn('w:trPr')}/{qn('w:trHeight')}")
    return max(highest, points(least.get(qn("w:val"))) if least is not None else 0.0) + 1


def paragraph_height(paragraph: Element, shape: Shape, width: float) -> float:
    """Return the height of a paragraph with its gaps, pictures in its lines counted."""
    pieces = [(piece, _is_bold(one, shape)) for one, piece in _letters(paragraph)]
    text = "".join(piece for piece, _ in pieces)
    wide, size = _sizes(paragraph, shape)
    wider = bold_share(len(text), sum(len(piece) for piece, bold in pieces if bold))
    free = max(width - shape.left - shape.right, 10) / wider
    count = sum(lines(part, wide, free) for part in text.split("\n"))
    leading = _STRANGE_LEADING if is_strange(text) else LEADING
    pictures = (number(one.get("cy")) / _EMU for one in paragraph.iter("{*}extent"))
    high = shape.exact or size * leading * shape.spacing
    return count * high + shape.before + shape.after + max(pictures, default=0.0)


def _sizes(paragraph: Element, shape: Shape) -> tuple[float, float]:
    """Size that decides how wide the text is, and the one that decides how high: the mark at the end counts there."""
    runs = [run.find(f"{qn('w:rPr')}/{qn('w:sz')}") for run in paragraph.iter(qn("w:r"))]
    mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:sz')}")
    own = [number(run.get(qn("w:val"))) / 2 if run is not None else shape.size for run in runs]
    last = number(mark.get(qn("w:val"))) / 2 if mark is not None else shape.size
    return max(own, default=last), max([*own, last])


def _letters(paragraph: Element) -> Iterator[tuple[Element, str]]:
    """The text of a paragraph in pieces, each with the element that holds it."""
    for one in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")):
        if one.tag == qn("w:t"):
            yield one, one.text or ""
        elif one.tag == qn("w:tab"):
            yield one, _TAB
        elif one.get(qn("w:type")) != "page":
            yield one, "\n"


def _is_bold(piece: Element, shape: Shape) -> bool:
    run = piece.getparent()
    own = run.find(f"{qn('w:rPr')}/{qn('w:b')}") if run is not None else None
    return shape.bold if own is None else is_on(own)
