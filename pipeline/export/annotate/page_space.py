"""Rectangles of a page as it is shown, and where these lie in the coordinates of the PDF page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from extractors.document import Box

Point = tuple[float, float]
#: the sheet of a page that says none, as viewers take it
_LETTER = (0.0, 0.0, 612.0, 792.0)
_MOST_PARENTS = 50


@dataclass(frozen=True, slots=True)
class PageSpace:
    """The visible part of a page in its own coordinates, and by how many quarters clockwise it is shown turned."""

    left: float
    bottom: float
    right: float
    top: float
    quarters: int

    def point(self, across: float, down: float) -> Point:
        """Return a point of the page that is given in points from the top left of what is shown."""
        if self.quarters == 1:
            return self.left + down, self.bottom + across
        if self.quarters == 2:
            return self.right - across, self.bottom + down
        if self.quarters == 3:
            return self.right - down, self.top - across
        return self.left + across, self.top - down

    def corners(self, box: Box) -> tuple[Point, Point, Point, Point]:
        """Return the corners of a box as a reader sees them: top left, top right, bottom left, bottom right."""
        edges = ((box.left, box.top), (box.right, box.top), (box.left, box.bottom), (box.right, box.bottom))
        first, second, third, fourth = (self.point(*edge) for edge in edges)
        return first, second, third, fourth

    @property
    def width(self) -> float:
        """The width of what is shown, in points."""
        return self.top - self.bottom if self.quarters % 2 else self.right - self.left


def page_space(page: pikepdf.Page) -> PageSpace:
    """Return the space of a page: its crop box within its media box, as far as they can be read."""
    media = _rectangle(page, "/MediaBox") or _LETTER
    crop = _rectangle(page, "/CropBox") or media
    low = max(media[0], crop[0]), max(media[1], crop[1])
    high = min(media[2], crop[2]), min(media[3], crop[3])
    left, bottom, right, top = (*low, *high) if low[0] < high[0] and low[1] < high[1] else media
    turned = next(_told(page, "/Rotate"), 0)
    quarters = int(turned) // 90 % 4 if isinstance(turned, int | float) or hasattr(turned, "__int__") else 0
    return PageSpace(left, bottom, right, top, quarters)


def _rectangle(page: pikepdf.Page, name: str) -> tuple[float, float, float, float] | None:
    """A rectangle that a page has or gets from the tree of pages, its corners in order; None for none."""
    for told in _told(page, name):
        try:
            first, second, third, fourth = (float(side) for side in told)
        except (TypeError, ValueError):
            return None
        left, right = sorted((first, third))
        bottom, top = sorted((second, fourth))
        return (left, bottom, right, top) if left < right and bottom < top else None
    return None


def _told(page: pikepdf.Page, name: str) -> Iterator[pikepdf.Object]:
    """Yield what a page says under a name, then its parents; a tree that bites its tail ends."""
    at = page.obj
    for _ in range(_MOST_PARENTS):
        if name in at:
            yield at[name]
        parent = at.get("/Parent")
        if not isinstance(parent, pikepdf.Dictionary):
            return
        at = parent
