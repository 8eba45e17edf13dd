"""What is drawn on a PDF page beside its text: rules and pictures."""

from __future__ import annotations

import ctypes

import pypdfium2 as pdfium
import pypdfium2.raw as api

#: thinner than this, in points, a painted rectangle is a rule
_THIN = 2.5


def drawn(page: pdfium.PdfPage) -> tuple[int, int]:
    """Count the upright rules (on a turned page the level ones) and the pictures of a page."""
    uprights = pictures = 0
    edges = [ctypes.c_float() for _ in range(4)]
    turned = page.get_rotation() % 180 != 0
    for place in range(api.FPDFPage_CountObjects(page.raw)):
        item = api.FPDFPage_GetObject(page.raw, place)
        kind = api.FPDFPageObj_GetType(item)
        pictures += kind == api.FPDF_PAGEOBJ_IMAGE
        if kind == api.FPDF_PAGEOBJ_PATH and api.FPDFPageObj_GetBounds(item, *edges):
            left, bottom, right, top = (edge.value for edge in edges)
            across, along = (top - bottom, right - left) if turned else (right - left, top - bottom)
            if along > 2 * _THIN:
                # a cell drawn as a frame has two uprights
                uprights += 1 if across < _THIN else 2
    return uprights, pictures


def pictured(page: pdfium.PdfPage, area: float) -> tuple[float, int]:
    """Return the share of a page that its largest picture covers, and the most dots that a picture has."""
    covered, most = 0.0, 0
    edges = [ctypes.c_float() for _ in range(4)]
    width, height = ctypes.c_uint(), ctypes.c_uint()
    for place in range(api.FPDFPage_CountObjects(page.raw)):
        item = api.FPDFPage_GetObject(page.raw, place)
        if api.FPDFPageObj_GetType(item) != api.FPDF_PAGEOBJ_IMAGE:
            continue
        if api.FPDFPageObj_GetBounds(item, *edges):
            left, bottom, right, top = (edge.value for edge in edges)
            covered = max(covered, (right - left) * (top - bottom) / max(area, 1.0))
        if api.FPDFImageObj_GetImagePixelSize(item, width, height):
            most = max(most, width.value * height.value)
    return covered, most
