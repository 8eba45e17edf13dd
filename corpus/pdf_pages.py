"""Pages of the PDF reports: margins, page numbers, upright and lying sheets, footnotes where their marks stand."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from corpus.pdf_fonts import PLAIN

LEFT, RIGHT, TOP, BOTTOM = 30 * mm, 18 * mm, 20 * mm, 20 * mm
UPRIGHT, LYING = "upright", "lying"
SIZES = {UPRIGHT: A4, LYING: landscape(A4)}
_GAP = 8.0
#: how much of a page footnotes may take
_MOST = 0.5
_MOST_ROUNDS = 12

# streams in ASCII would only make the files a quarter larger
rl_config.useA85 = 0

Story = Callable[[], Sequence[Any]]


def inner(form: str) -> tuple[float, float]:
    """Return width and height in points of what a sheet holds between its margins."""
    width, height = SIZES[form]
    return width - LEFT - RIGHT, height - TOP - BOTTOM


def paged(story: Story, notes: Sequence[Any]) -> bytes:
    """Return a PDF of a story, made anew for each round, with its notes at the foot of the pages of their marks.

    Raises ValueError where the notes find no place.
    """
    places: dict[int, int] = {}
    for _ in range(_MOST_ROUNDS):
        pdf = _Pages(places, notes)
        pdf.build(list(story()))
        found = _later(places, pdf.found, notes, pdf.page)
        if found == places:
            return pdf.packed.getvalue()
        places = found
    raise ValueError("the footnotes find no place")


def _later(places: Mapping[int, int], found: Mapping[int, int], notes: Sequence[Any], pages: int) -> dict[int, int]:
    """The page of each note: never before its mark, its forerunner or its place so far, or there would be no end."""
    made: dict[int, int] = {}
    page, used = 1, 0.0
    for note in sorted(found):
        asked = max(page, found[note], places.get(note, 0))
        height = notes[note].wrap(inner(UPRIGHT)[0], inner(UPRIGHT)[1])[1]
        used = used if asked == page else 0.0
        page = asked
        if used and used + height > inner(UPRIGHT)[1] * _MOST and page < pages:
            page, used = page + 1, 0.0
        made[note], used = min(page, pages), used + height
    return made


class _Sheet(PageTemplate):  # type: ignore[misc]  # reportlab has no types
    """A sheet whose frame ends above the notes of the page."""

    def __init__(self, form: str, doc: _Pages) -> None:
        self.form, self.doc = form, doc
        super().__init__(form, [self._frame(0)], pagesize=SIZES[form])

    def _frame(self, taken: float) -> Any:
        width, height = inner(self.form)
        return Frame(LEFT, BOTTOM + taken, width, height - taken, 0, 0, 0, 0)

    def beforeDrawPage(self, canvas: Any, doc: Any) -> None:  # noqa: N802  # reportlab's name
        canvas.setNamedCB("note", self.doc.mark_seen)
        self.frames = [self._frame(self._taken(canvas))]
        if doc.page > 1:
            canvas.setFont(PLAIN, 13)
            canvas.drawCentredString(SIZES[self.form][0] / 2, SIZES[self.form][1] - 13 * mm, str(doc.page))

    def afterDrawPage(self, canvas: Any, doc: Any) -> None:  # noqa: N802  # reportlab's name
        top = BOTTOM + self._taken(canvas) - _GAP
        here = self._notes(doc.page)
        if here:
            canvas.setLineWidth(0.5)
            canvas.line(LEFT, top, LEFT + 50 * mm, top)
            top -= _GAP / 2
        for note in here:
            top -= note.wrapOn(canvas, *inner(self.form))[1]
            note.drawOn(canvas, LEFT, top)

    def _taken(self, canvas: Any) -> float:
        heights = [note.wrapOn(canvas, *inner(self.form))[1] for note in self._notes(canvas.getPageNumber())]
        return sum(heights) + 2 * _GAP if heights else 0.0

    def _notes(self, page: int) -> list[Any]:
        return [self.doc.notes[note] for note, at in sorted(self.doc.places.items()) if at == page]


class _Pages(BaseDocTemplate):  # type: ignore[misc]  # reportlab has no types
    """One round of laying out; `found` fills with the page on which each mark was drawn."""

    def __init__(self, places: Mapping[int, int], notes: Sequence[Any]) -> None:
        self.packed = io.BytesIO()
        self.places, self.notes = places, notes
        self.found: dict[int, int] = {}
        super().__init__(self.packed, pagesize=A4, invariant=1, pageCompression=1, allowSplitting=1)
        self.addPageTemplates([_Sheet(UPRIGHT, self), _Sheet(LYING, self)])

    def mark_seen(self, canvas: Any, _kind: str, label: str) -> None:
        """Note the page of a mark as reportlab draws it."""
        self.found[int(label)] = canvas.getPageNumber()
