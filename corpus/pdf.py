"""Write a report as a PDF that looks like an official paper by Decree 30/2020/NĐ-CP, the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, NextPageTemplate, PageBreak, Spacer
from reportlab.platypus import Paragraph as Text

from corpus.layout import Paragraph, Part, Table
from corpus.notes import anchored
from corpus.paper import Centred, Columns, Place, Title, Unit, arranged, is_caps, shown
from corpus.pdf_columns import Beside
from corpus.pdf_fonts import BOLD, ITALIC, PLAIN, markup, use_fonts
from corpus.pdf_pages import LYING, UPRIGHT, inner, paged
from corpus.pdf_tables import fitted, ruled, squeezed

_SIZE, _LEADING = 14, 18.5
_INDENT = 12.7 * mm
#: room in points without which a table and what stands above it go to the next page
_TABLE_ROOM, _CAPTION_ROOM = 110, 150
#: from the third depth on headings are set like text
_BOLD_TO = 2


def _style(name: str, font: str = PLAIN, **others: Any) -> ParagraphStyle:
    form = {"fontSize": _SIZE, "leading": _LEADING, "spaceAfter": 4, **others}
    return ParagraphStyle(name, fontName=font, **form)


_TEXT = _style("text", alignment=TA_JUSTIFY, firstLineIndent=_INDENT)
_HEADING = _style("heading", BOLD, alignment=TA_JUSTIFY, firstLineIndent=_INDENT, keepWithNext=1, spaceBefore=3)
_SUBHEADING = _style("subheading", ITALIC, alignment=TA_JUSTIFY, firstLineIndent=_INDENT, keepWithNext=1)
_TITLE = _style("title", BOLD, alignment=TA_CENTER, spaceAfter=0)
_ASIDE = _style("aside", ITALIC, alignment=TA_CENTER, spaceAfter=0)
_CENTRED = {
    True: _style("division", BOLD, alignment=TA_CENTER),
    False: _style("to", alignment=TA_CENTER),
}
_UNIT = _style("unit", ITALIC, alignment=TA_RIGHT, fontSize=12, leading=15)
_NOTE = _style("note", fontSize=10.5, leading=12.5, alignment=TA_JUSTIFY, spaceAfter=2)


def write_pdf(parts: Sequence[Part]) -> bytes:
    """Return a report as the bytes of a PDF; the same parts give the same bytes.

    Raises ValueError where no font has a character or the footnotes find no place.
    """
    use_fonts()
    report = anchored(parts)
    marks = tuple(note.number for note in report.notes)
    places = arranged(report.parts)
    notes = [Text(markup(f"{note.number} {note.text}"), _NOTE) for note in report.notes]
    return paged(lambda: list(_story(places, marks)), notes)


def _story(places: Sequence[Place], marks: tuple[str, ...]) -> Iterator[Any]:
    """All flowables, made anew for each round of laying out; a sheet is turned for a wide table and what heads it."""
    now = UPRIGHT
    for place, form in zip(places, _forms(places), strict=True):
        if form != now:
            yield NextPageTemplate(form)
        if form != now or (isinstance(place, Title) and place.annex):
            yield PageBreak()
        now = form
        yield from _flowables(place, marks)


def _forms(places: Sequence[Place]) -> list[str]:
    forms: list[str] = []
    for place in reversed(places):
        wide = isinstance(place, Table) and not fitted(place, inner(UPRIGHT)[0])
        heads = isinstance(place, Centred | Unit) or (isinstance(place, Title) and place.annex)
        forms.insert(0, LYING if wide or (heads and forms[:1] == [LYING]) else UPRIGHT)
    return forms


def _flowables(place: Place, marks: tuple[str, ...]) -> Iterator[Any]:
    """What a place looks like."""
    match place:
        case Table():
            yield from _table(place, marks)
        case Columns():
            yield Beside(place)
        case Title():
            yield from _title(place, marks)
        case Centred():
            yield CondPageBreak(_CAPTION_ROOM)
            yield Text(markup(shown(place.line), BOLD if place.bold else PLAIN, marks), _CENTRED[place.bold])
        case Unit():
            yield CondPageBreak(_CAPTION_ROOM - _LEADING)
            yield Text(markup(shown(place.line), ITALIC, marks), _UNIT)
        case Paragraph():
            style = _paragraph_style(place)
            yield Text(markup(shown(place), style.fontName, marks), style)


def _paragraph_style(part: Paragraph) -> ParagraphStyle:
    if part.kind == "heading":
        return _HEADING if part.level <= _BOLD_TO or is_caps(part.text) else _SUBHEADING
    return _NOTE if part.kind == "note" else _TEXT


def _title(title: Title, marks: tuple[str, ...]) -> Iterator[Any]:
    for at, line in enumerate(title.lines):
        style = _ASIDE if at and line.text.startswith("(") else _TITLE
        yield Text(markup(shown(line), style.fontName, marks), style)
    yield Spacer(0, 12)


def _table(table: Table, marks: tuple[str, ...]) -> Iterator[Any]:
    fit = fitted(table, inner(UPRIGHT)[0]) or squeezed(table, inner(LYING)[0])
    yield CondPageBreak(_TABLE_ROOM)
    yield ruled(table, fit, marks)
