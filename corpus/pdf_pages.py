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

#: where each note stands at the last, and before it the pages whose room for it pushed its mark on
Places = dict[int, tuple[int, ...]]
Story = Callable[[], Sequence[Any]]


def inner(form: str) -> tuple[float, float]:
    """Return width and height in points of what a sheet holds between its margins."""
    width, height = SIZES[form]
    return width - LEFT - RIGHT, height - TOP - BOTTOM


def paged(story: Story, notes: Sequence[Any]) -> bytes:
    """Return a PDF of a story, made anew for each round, with its notes at the foot of the pages of their marks.

    Raises ValueError where the notes find no place.
    """
    places: Places = {}
    for _ in range(_MOST_ROUNDS):
        pdf = _Pages(places, notes)
        pdf.build(list(story()))
        found = _later(places, pdf.found, notes, pdf.page)
        if found == places:
            return pdf.packed.getvalue()
        places = found
    raise ValueError("the footnotes find no place")


def _later(places: Places, found: Mapping[int, int], notes: Sequence[Any], pages: int) -> Places:
    """The pages of each note after a round: never before its mark or its forerunner."""
    made: Places = {}
    page, used = 1, 0.0
    for note in sorted(found):
        so_far = places.get(note, ())
        asked = max(page, found[note], *so_far[-1:])
        used = used if asked == page else 0.0
        height = notes[note].wrap(*inner(UPRIGHT))[1]
        page = asked + 1 if used and used + height > inner(UPRIGHT)[1] * _MOST and asked < pages else asked
        used = height if page != asked else used + height
        made[note] = so_far if so_far[-1:] == (page,) else (*so_far, page)
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
        here = [self.doc.notes[note] for note, at in sorted(self.doc.places.items()) if at[-1] == doc.page]
        if not here:
            return
        heights = [note.wrapOn(canvas, *inner(self.form))[1] for note in here]
        top = BOTTOM + sum(heights) + _GAP
        canvas.setLineWidth(0.5)
        canvas.line(LEFT, top, LEFT + 50 * mm, top)
        top -= _GAP / 2
        for note, height in zip(here, heights, strict=True):
            top -= height
            note.drawOn(canvas, LEFT, top)

    def _taken(self, canvas: Any) -> float:
        page = canvas.getPageNumber()
        held = [self.doc.notes[note] for note, at in self.doc.places.items() if page in at]
        heights = [note.wrapOn(canvas, *inner(self.form))[1] for note in held]
        return sum(heights) + 2 * _GAP if heights else 0.0


class _Pages(BaseDocTemplate):  # type: ignore[misc]  # reportlab has no types
    """One round of laying out; `found` fills with the page on which each mark was drawn."""

    def __init__(self, places: Places, notes: Sequence[Any]) -> None:
        self.packed = io.BytesIO()
        self.places, self.notes = places, notes
        self.found: dict[int, int] = {}
        super().__init__(self.packed, pagesize=A4, invariant=1, pageCompression=1, allowSplitting=1)
        self.addPageTemplates([_Sheet(UPRIGHT, self), _Sheet(LYING, self)])

    def mark_seen(self, canvas: Any, _kind: str, label: str) -> None:
        """Note the page of a mark as reportlab draws it."""
        self.found[int(label)] = canvas.getPageNumber()
