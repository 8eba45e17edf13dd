"""Paragraphs and tables of a Word file as its elements: plain text in runs, never markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

Element = etree._Element

#: room left and right of the text of a cell, in twentieths of a point
CELL_MARGIN = 70
_TWIPS = 20


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one look; None leaves it to the style."""

    text: str
    bold: bool | None = None
    italic: bool | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: the id of its style and its runs."""

    style: str
    runs: tuple[Run, ...]


Cell = Sequence[Line]


def line(style: str, text: str) -> Line:
    """Return a paragraph of one run."""
    return Line(style, (Run(text),))


def paragraph(one: Line) -> Element:
    """Return a paragraph as `w:p`."""
    element = OxmlElement("w:p")
    properties = _below(element, "w:pPr")
    _below(properties, "w:pStyle", val=one.style)
    for run in one.runs:
        _run(element, run)
    return element


def _run(element: Element, run: Run) -> None:
    made = _below(element, "w:r")
    if run.bold is not None or run.italic is not None:
        looks = _below(made, "w:rPr")
        for tag, wanted in (("w:b", run.bold), ("w:i", run.italic)):
            if wanted is not None:
                _below(looks, tag, val="1" if wanted else "0")
    text = _below(made, "w:t")
    text.text = run.text
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def table(widths: Sequence[float], head: Sequence[Line], rows: Iterable[Sequence[Cell]]) -> Element:
    """Return a table as `w:tbl`: columns of fixed widths in points, a head that every page repeats, whole rows."""
    element = OxmlElement("w:tbl")
    properties = _below(element, "w:tblPr")
    _below(properties, "w:tblW", w=_twips(sum(widths)), type="dxa")
    _below(properties, "w:tblInd", w="0", type="dxa")
    _borders(properties)
    _below(properties, "w:tblLayout", type="fixed")
    margins = _below(properties, "w:tblCellMar")
    for side in ("left", "right"):
        _below(margins, f"w:{side}", w=str(CELL_MARGIN), type="dxa")
    grid = _below(element, "w:tblGrid")
    for width in widths:
        _below(grid, "w:gridCol", w=_twips(width))
    _row(element, widths, [[one] for one in head], repeated=True)
    for row in rows:
        _row(element, widths, row)
    return element


def _borders(properties: Element) -> None:
    borders = _below(properties, "w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _below(borders, f"w:{side}", val="single", sz="4", space="0", color="000000")


def _row(element: Element, widths: Sequence[float], cells: Sequence[Cell], *, repeated: bool = False) -> None:
    row = _below(element, "w:tr")
    properties = _below(row, "w:trPr")
    _below(properties, "w:cantSplit")
    if repeated:
        _below(properties, "w:tblHeader")
    for width, cell in zip(widths, cells, strict=True):
        made = _below(row, "w:tc")
        size = _below(made, "w:tcPr")
        _below(size, "w:tcW", w=_twips(width), type="dxa")
        made.extend(paragraph(one) for one in cell)


def _twips(points: float) -> str:
    return str(round(points * _TWIPS))


def _below(parent: Element, tag: str, **attributes: str) -> Element:
    element = etree.SubElement(parent, qn(tag))
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
