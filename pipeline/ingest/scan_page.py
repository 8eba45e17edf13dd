"""The picture of a page made easy to read: upright, straight, evenly lit."""

from __future__ import annotations

from dataclasses import dataclass
from math import radians, tan

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Grey = NDArray[np.uint8]
#: degrees by which paper may lie askew, and the steps in which that is sought: first coarse, then fine
_MOST_ASKEW = 6.0
_STEPS = (1.0, 0.2, 0.05)
#: less is not worth turning the picture
_LEAST_ASKEW = 0.04
#: dots an inch at which the lines of print still stand apart
_COARSE = 100
_INCH = 72
#: how much (of 255) the light of the paper may differ over a page
_EVEN = 24
_PAPER = 235


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as a grey picture: its number from 1, its dots an inch, degrees by which it was turned to be straight."""

    number: int
    picture: Image.Image
    dpi: int
    lean: float = 0.0

    @property
    def point(self) -> float:
        """Points (1/72 inch) a dot."""
        return _INCH / self.dpi

    @property
    def width(self) -> float:
        """Its width in points."""
        return self.picture.width * self.point

    @property
    def height(self) -> float:
        """Its height in points."""
        return self.picture.height * self.point


def straightened(sheet: Sheet) -> Sheet:
    """Return a page evenly lit, its lines of print level."""
    lit = evenly_lit(sheet.picture)
    angle = askew(lit, sheet.dpi)
    if abs(angle) < _LEAST_ASKEW:
        return Sheet(sheet.number, lit, sheet.dpi)
    straight = lit.rotate(angle, Image.Resampling.BICUBIC, fillcolor=_PAPER)
    return Sheet(sheet.number, straight, sheet.dpi, angle)


def turned(sheet: Sheet, quarters: int) -> Sheet:
    """Return a page turned against the clock by quarters of a circle."""
    ways = (None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
    way = ways[quarters % 4]
    return sheet if way is None else Sheet(sheet.number, sheet.picture.transpose(way), sheet.dpi)


def dark(picture: Image.Image) -> NDArray[np.bool_]:
    """Return which dots of a grey picture are ink, by the threshold that parts dark from light best (Otsu 1979)."""
    counts = np.array(picture.histogram()[:256], dtype=np.float64)
    below = np.cumsum(counts)
    weighed = np.cumsum(counts * np.arange(256))
    above = below[-1] - below
    usable = (below > 0) & (above > 0)
    if not usable.any():
        return np.zeros((picture.height, picture.width), dtype=np.bool_)
    apart = np.zeros(256)
    means = weighed[usable] / below[usable] - (weighed[-1] - weighed[usable]) / above[usable]
    apart[usable] = below[usable] * above[usable] * means**2
    return np.asarray(picture) <= int(np.argmax(apart))


def askew(picture: Image.Image, dpi: int) -> float:
    """Return the degrees by which a picture is to be turned against the clock so that lines of print are level."""
    factor = max(1, round(dpi / _COARSE))
    rows, columns = np.nonzero(dark(picture.reduce(factor)))
    if len(rows) < 200:
        return 0.0
    best, reach = 0.0, _MOST_ASKEW
    for step in _STEPS:
        tried = [best + step * at for at in range(-round(reach / step), round(reach / step) + 1)]
        best = max(tried, key=lambda angle: (_level(rows, columns, angle), -abs(angle)))
        reach = step
    return round(best, 2)


def _level(rows: NDArray[np.intp], columns: NDArray[np.intp], angle: float) -> float:
    """How clearly lines of print stand apart if a picture is turned by an angle."""
    moved = rows - columns * tan(radians(angle))
    held = np.bincount(np.round(moved - moved.min()).astype(np.intp)).astype(np.float64)
    return float(np.sum(np.diff(held) ** 2))


def evenly_lit(picture: Image.Image) -> Image.Image:
    """Return a picture whose paper is of one light; one that is evenly lit as it is."""
    factor = max(4, min(picture.size) // 100)
    paper = picture.reduce(factor).filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(3))
    low, high = np.percentile(np.asarray(paper), (5, 95))
    if high - low < _EVEN:
        return picture
    light = np.asarray(paper.resize(picture.size, Image.Resampling.BILINEAR), dtype=np.float32)
    even = np.asarray(picture, dtype=np.float32) * (_PAPER / np.maximum(light, 32))
    return Image.fromarray(np.minimum(even, 255).astype(np.uint8))
