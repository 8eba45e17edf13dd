"""The audit sheet of a report, a Word file "Phiếu rà soát báo cáo": two pages to sign, and an annex."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from pipeline.analysis import Analysis
from pipeline.export.audit import annex as annexes
from pipeline.export.audit.annex import Added
from pipeline.export.audit.elements import paragraph
from pipeline.export.audit.looks import LINE, ensure
from pipeline.export.audit.measure import Room, page_count, room
from pipeline.export.audit.own_template import own_template
from pipeline.export.audit.package import UNREADABLE, opened, packed
from pipeline.export.audit.placeholders import TemplateError, fill
from pipeline.export.audit.points import Point, points, worst_first
from pipeline.export.audit.shapes import Shape, shapes_of
from pipeline.export.audit.tables import FEW, Frame, points_table
from pipeline.export.audit.words import left_over, values
from pipeline.export.packing import clean

Element = etree._Element

__all__ = ["Added", "TemplateError", "audit_sheet"]

_PAGES = 2
#: more rows never fit on two pages
_MOST_ROWS = 60
_NOTHING, _IN_ANNEX = "Không phát hiện.", "Xem Phụ lục."
_TABLES = {"bang_sai_so_lieu": "error", "bang_can_giai_trinh": "warning"}


def audit_sheet(analysis: Analysis, template: bytes | None = None, added: Sequence[Added] = ()) -> bytes:
    """Return the audit sheet of a report as a Word file.

    `template` is the office's own (see `own_template`), `added` are further parts of the annex. At most two pages
    stand before the annex, the gravest points on them. Raises TemplateError for a template that cannot be filled.
    """
    if template is None:
        return _filled(analysis, own_template(), added)
    try:
        return _filled(analysis, template, added)
    except TemplateError:
        raise
    except Exception as error:  # python-docx raises whatever the parts of a damaged file raise
        _filled(analysis, own_template(), added)  # what is wrong with the report is not told of the template
        raise TemplateError(UNREADABLE) from error


def _filled(analysis: Analysis, template: bytes, added: Sequence[Added]) -> bytes:
    found = points(analysis)
    document = opened(template)
    styles = ensure(document)
    places = fill(document, values(analysis, found))
    space = room(document)
    frame = Frame(styles, space.width)
    sheet = _Sheet(
        frame, space, shapes_of(document), [p for p in found if p.severity != "info" and p.dismissed is None]
    )
    moved = sheet.put(places, sheet.fullest(document, places))
    _put_annex(places["phu_luc"], annexes.annex(frame, analysis, moved, found, added))
    return packed(document, f"Phiếu rà soát báo cáo – {clean(analysis.document.source.name)}"[:250])


@dataclass(frozen=True, slots=True)
class _Filling:
    """How many points stand before the annex, and how many sentences of each are quoted."""

    points: int
    quotes: int


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The part before the annex: frame and room of its tables, shapes of its styles, the points to show on it."""

    frame: Frame
    space: Room
    shapes: Mapping[str, Shape]
    points: Sequence[Point]

    def fullest(self, document: Document, places: Mapping[str, Element]) -> _Filling:
        """Return with how much of each point the most points fit: all with all that is quoted, else with less."""
        for quotes in range(FEW, 0, -1):
            found = _Filling(self._most_that_fit(document, places, quotes), quotes)
            if found.points == len(self.points):
                break
        return found

    def _most_that_fit(self, document: Document, places: Mapping[str, Element], quotes: int) -> int:
        fewest, most = 0, min(len(self.points), _MOST_ROWS)
        tried = most
        while fewest < most:
            if self._fits(document, places, _Filling(tried, quotes)):
                fewest = tried
            else:
                most = tried - 1
            tried = (fewest + most + 1) // 2
        return fewest

    def _fits(self, document: Document, places: Mapping[str, Element], filling: _Filling) -> bool:
        body = copy.deepcopy(document.element.body)
        there = list(document.element.body)
        copies = {name: body[there.index(place)] for name, place in places.items()}
        self.put(copies, filling)
        annex = list(body).index(copies["phu_luc"])
        return page_count(list(body)[:annex], self.shapes, self.space) <= _PAGES

    def put(self, places: Mapping[str, Element], filling: _Filling) -> list[tuple[int, Point]]:
        """Put the gravest points in their tables, in the order of the report, and return the others with numbers."""
        shown = {id(point) for point in worst_first(self.points)[: filling.points]}
        number, moved = 0, []
        for name, severity in _TABLES.items():
            these = [point for point in self.points if point.severity == severity]
            kept = [point for point in these if id(point) in shown]
            rows = list(enumerate(kept, number + 1))
            _exchange(places[name], self._table(rows, filling.quotes, empty=not these))
            number += len(kept)
            moved += [point for point in these if id(point) not in shown]
        text = left_over(moved)
        _exchange(places["con_lai"], [paragraph(self.frame.line(LINE, text))] if text else [])
        return list(enumerate(moved, number + 1))

    def _table(self, rows: Sequence[tuple[int, Point]], quotes: int, *, empty: bool) -> list[Element]:
        if rows:
            return [points_table(self.frame, rows, quotes)]
        return [paragraph(self.frame.line(LINE, _NOTHING if empty else _IN_ANNEX))]


def _exchange(place: Element, elements: Sequence[Element]) -> None:
    """Put elements in the place of a paragraph; one that ends a section stays, empty."""
    for element in elements:
        place.addprevious(element)
    parent = place.getparent()
    if place.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
        for run in list(place.iter(qn("w:r"))):
            run.clear()
    elif parent is not None:
        parent.remove(place)


def _put_annex(place: Element, elements: Sequence[Element]) -> None:
    """Put the annex in its place, on a new page also where the template does not begin one."""
    before = place.getprevious()
    section = before.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") if before is not None else None
    kind = section.find(qn("w:type")) if section is not None else None
    if section is None or (kind is not None and kind.get(qn("w:val")) == "continuous"):
        annexes.on_new_page(elements[0])
    _exchange(place, elements)
