"""Places and sizes of the characters of a PDF page, as the page is shown."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from math import hypot, pi
from struct import Struct

import pypdfium2 as pdfium
import pypdfium2.raw as api

#: the function without its types, which ctypes checks for as long as it takes: it is asked for every word of every page
_loose_box = ctypes.PYFUNCTYPE(ctypes.c_int)(ctypes.cast(api.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0)
_RECT = Struct("4f")
#: left, top, right and bottom in points from the top left of a page
Edges = tuple[float, float, float, float]
#: characters that are asked how they stand, and the share of them that must agree
_SAMPLE, _MOST = 60, 0.7


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the visible part of a page lies, and how it is turned."""

    left: float
    bottom: float
    right: float
    top: float
    turned: int

    def shown(self, rect: Edges) -> Edges:
        """Return left, top, right, bottom from the top left of what is shown; `rect` is left, bottom, right, top."""
        left, bottom, right, top = rect
        if self.turned == 1:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.turned == 2:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        if self.turned == 3:
            return self.top - top, self.right - right, self.top - bottom, self.right - left
        return left - self.left, self.top - top, right - self.left, self.top - bottom


def frame_of(page: pdfium.PdfPage) -> Frame:
    """Return the visible part of a page: its crop box as far as it lies on the sheet, as PDFium shows it."""
    sheet, cut = _ordered(page.get_mediabox()), _ordered(page.get_cropbox())
    left, bottom, right, top = (*map(max, sheet[:2], cut[:2]), *map(min, sheet[2:], cut[2:]))
    if left >= right or bottom >= top:
        left, bottom, right, top = sheet
    return Frame(left, bottom, right, top, page.get_rotation() // 90)


def _ordered(box: Edges) -> Edges:
    """A rectangle told by any two opposite corners as left, bottom, right, top."""
    left, right = sorted((box[0], box[2]))
    bottom, top = sorted((box[1], box[3]))
    return left, bottom, right, top


def upright(page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> int:
    """Turn a page, in memory only, so that most of its text runs from left to right; return the quarters clockwise."""
    count = text.count_chars()
    step = max(1, count // _SAMPLE)
    quarters = Counter(_quarter(text, at) for at in range(0, count, step) if not _is_blank(text, at))
    if not quarters:
        return 0
    quarter, times = max(quarters.items(), key=lambda one: (one[1], -one[0]))
    before = page.get_rotation() // 90
    if quarter == before or times < _MOST * quarters.total():
        return 0
    page.set_rotation(90 * quarter)
    return int(quarter - before) % 4


def _quarter(text: pdfium.PdfTextPage, at: int) -> int:
    """Return by how many quarters a page must be turned for a character to stand upright."""
    return int(-round(api.FPDFText_GetCharAngle(text.raw, at) / (pi / 2)) % 4)


def _is_blank(text: pdfium.PdfTextPage, at: int) -> bool:
    return api.FPDFText_GetUnicode(text.raw, at) in (0, 9, 10, 13, 32, 160)


def usual_box(text: pdfium.PdfTextPage, frame: Frame) -> Callable[[int], Edges]:
    """Return what tells the boxes of characters of a page that is not turned, by their places as PDFium counts them."""
    page, rect = ctypes.cast(text.raw, ctypes.c_void_p), ctypes.create_string_buffer(_RECT.size)
    unpack, first, high = _RECT.unpack, frame.left, frame.top

    def box(place: int) -> Edges:
        _loose_box(page, place, rect)
        left, top, right, bottom = unpack(rect)
        return left - first, high - top, right - first, high - bottom

    return box


class Signs:
    """Places and sizes of the characters of a page, by their place in its text."""

    def __init__(self, text: pdfium.PdfTextPage, frame: Frame, *, shifted: bool) -> None:
        self.text, self.frame, self.shifted = text, frame, shifted
        self._matrix = api.FS_MATRIX()
        self.box = self._shown_box if shifted or frame.turned else usual_box(text, frame)

    def _index(self, place: int) -> int:
        return int(api.FPDFText_GetCharIndexFromTextIndex(self.text.raw, place)) if self.shifted else place

    def _shown_box(self, place: int) -> Edges:
        """Return left, top, right and bottom of a character, as wide and high as its type has it."""
        rect = api.FS_RECTF()
        api.FPDFText_GetLooseCharBox(self.text.raw, self._index(place), rect)
        return self.frame.shown((rect.left, rect.bottom, rect.right, rect.top))

    def base(self, place: int) -> float:
        """Return the distance of the line that a character stands on from the top of the page."""
        x, y = ctypes.c_double(), ctypes.c_double()
        api.FPDFText_GetCharOrigin(self.text.raw, self._index(place), x, y)
        return self.frame.shown((x.value, y.value, x.value, y.value))[1]

    def size(self, place: int) -> float:
        """Return the size of a character's type as shown."""
        index = self._index(place)
        matrix = self._matrix
        api.FPDFText_GetMatrix(self.text.raw, index, matrix)
        return float(api.FPDFText_GetFontSize(self.text.raw, index)) * (hypot(matrix.c, matrix.d) or 1.0)
