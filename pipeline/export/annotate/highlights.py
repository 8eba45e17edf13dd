"""Annotations of a PDF page: highlights in the colour of the severity, each with its remark as pop-up note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from extractors.document import Box
from pipeline.checks.finding import Severity
from pipeline.export.annotate.page_space import PageSpace, Point
from pipeline.export.annotate.remarks import AUTHOR

#: red, amber and blue so light that black print stays readable under them
COLOURS: dict[Severity, tuple[float, float, float]] = {
    "error": (1.0, 0.62, 0.62),
    "warning": (1.0, 0.85, 0.4),
    "info": (0.72, 0.87, 1.0),
}
#: points by which a highlight reaches over the print on each side
_MARGIN = 1.0
#: the sign of a note without a place, and its distance from the corner, in points
_SIGN, _APART = 18.0, 12.0
_PRINTED, _ALONE = 4, 4 + 8 + 16
#: the pop-up beside the page
_POPUP_WIDTH, _POPUP_HEIGHT = 180.0, 120.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A remark at a place of a page: the boxes that show it (none: at the corner of the page), its unique name."""

    name: str
    severity: Severity
    text: str
    boxes: tuple[Box, ...]


def notes_on(pdf: Pdf, page: pikepdf.Page, space: PageSpace, marks: Sequence[Mark]) -> list[pikepdf.Object]:
    """Return the annotations of a page for its marks, each followed by its pop-up; nothing is added to the page yet."""
    found: list[pikepdf.Object] = []
    corner = 0
    for mark in marks:
        if mark.boxes:
            made = _highlight(pdf, space, mark)
        else:
            made = _note(pdf, space, mark, corner)
            corner += 1
        made.P = page.obj
        note = pdf.make_indirect(made)
        popup = pdf.make_indirect(_popup(space, note))
        note.Popup = popup
        found += [note, popup]
    return found


def _highlight(pdf: Pdf, space: PageSpace, mark: Mark) -> Dictionary:
    quads = [space.corners(_wider(box)) for box in mark.boxes]
    rect = _around([point for quad in quads for point in quad])
    made = _annotation(Name.Highlight, mark, rect, _PRINTED)
    made.QuadPoints = _numbers(side for quad in quads for point in quad for side in point)
    paths = "".join(_path(quad) for quad in quads)
    made.AP = Dictionary(N=_appearance(pdf, mark, rect, f"/M gs {_colour(mark)} rg {paths}f"))
    return made


def _note(pdf: Pdf, space: PageSpace, mark: Mark, before: int) -> Dictionary:
    """A sign at the top left of what is shown, a step down and across for each one before it."""
    step = before % 20 * _SIGN
    box = Box(0, _APART + step, _APART, _APART + step + _SIGN, _APART + _SIGN)
    quad = space.corners(box)
    rect = _around(quad)
    made = _annotation(Name.Text, mark, rect, _ALONE)
    made.Name = Name.Comment
    drawn = f"{_colour(mark)} rg 0.3 G 0.8 w {_path(quad)}B"
    made.AP = Dictionary(N=_appearance(pdf, mark, rect, drawn))
    return made


def _annotation(kind: Name, mark: Mark, rect: Sequence[float], flags: int) -> Dictionary:
    return Dictionary(
        Type=Name.Annot,
        Subtype=kind,
        Rect=_numbers(rect),
        C=_numbers(COLOURS[mark.severity]),
        Contents=String(mark.text),
        T=String(AUTHOR),
        NM=String(mark.name),
        F=flags,
    )


def _appearance(pdf: Pdf, mark: Mark, rect: Sequence[float], drawn: str) -> pikepdf.Stream:
    """How a viewer draws an annotation; a highlight darkens what is under it and hides nothing."""
    state = Dictionary(Type=Name.ExtGState, BM=Name.Multiply)
    return pikepdf.Stream(
        pdf,
        drawn.encode("ascii"),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=_numbers(rect),
        Resources=Dictionary(ExtGState=Dictionary(M=state)) if mark.boxes else Dictionary(),
        # a group of its own, so that what it mixes with is the page
        Group=Dictionary(S=Name.Transparency),
    )


def _popup(space: PageSpace, note: pikepdf.Object) -> Dictionary:
    across = max(0.0, space.width - _POPUP_WIDTH)
    rect = _around(space.corners(Box(0, across, 0, across + _POPUP_WIDTH, _POPUP_HEIGHT)))
    return Dictionary(Type=Name.Annot, Subtype=Name.Popup, Rect=_numbers(rect), Parent=note, Open=False, F=_ALONE)


def _wider(box: Box) -> Box:
    return Box(box.page, box.left - _MARGIN, box.top - _MARGIN, box.right + _MARGIN, box.bottom + _MARGIN)


def _around(points: Sequence[Point]) -> tuple[float, float, float, float]:
    across, up = [point[0] for point in points], [point[1] for point in points]
    return min(across), min(up), max(across), max(up)


def _path(quad: Sequence[Point]) -> str:
    """A path around a quadrilateral told as top left, top right, bottom left, bottom right."""
    first, second, third, fourth = (f"{x:.2f} {y:.2f}" for x, y in quad)
    return f"{first} m {second} l {fourth} l {third} l h "


def _colour(mark: Mark) -> str:
    return " ".join(f"{share:g}" for share in COLOURS[mark.severity])


def _numbers(values: object) -> Array:
    return Array([round(value, 2) for value in values])  # type: ignore[attr-defined]  # any iterable of floats
