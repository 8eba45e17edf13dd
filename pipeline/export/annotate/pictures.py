"""Pictures of pages as a PDF, each on a page of its size, so that remarks can be laid over them."""

from __future__ import annotations

from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageOps

from pipeline.ingest.scan_images import each_picture

_POINTS = 72


def pictures_pdf(data: bytes) -> bytes:
    """Return the pictures of a file as a PDF, at the size that they were read at.

    A JPEG goes in as it is, others without loss.
    """
    with Pdf.new() as pdf:
        for frame, dpi in each_picture(data):
            upright = ImageOps.exif_transpose(frame)
            _add(pdf, upright, dpi, data if upright is frame and _goes_in(frame) else None)
        content = BytesIO()
        pdf.save(content, deterministic_id=True)
        return content.getvalue()


def _goes_in(frame: Image.Image) -> bool:
    """Whether a JPEG can stand in a PDF as it is: others than grey and colour print are told differently there."""
    return frame.format == "JPEG" and frame.mode in ("L", "RGB")


def _add(pdf: Pdf, picture: Image.Image, dpi: float, jpeg: bytes | None) -> None:
    shown = picture if picture.mode in ("L", "RGB") else _on_paper(picture)
    stream = pikepdf.Stream(
        pdf,
        jpeg if jpeg is not None else shown.tobytes(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=Name.DeviceGray if shown.mode == "L" else Name.DeviceRGB,
        BitsPerComponent=8,
    )
    if jpeg is not None:
        stream.Filter = Name.DCTDecode
    width, height = (round(side * _POINTS / dpi, 2) for side in picture.size)
    pdf.add_blank_page(page_size=(width, height))
    page = pdf.pages[-1]
    page.obj.Resources = Dictionary(XObject=Dictionary(Im=stream))
    page.obj.MediaBox = Array([0, 0, width, height])
    page.obj.Contents = pdf.make_stream(f"q {width} 0 0 {height} 0 0 cm /Im Do Q".encode("ascii"))


def _on_paper(picture: Image.Image) -> Image.Image:
    """A picture of another mode in grey or colour, what is clear on white paper."""
    if picture.mode == "1":
        return picture.convert("L")
    clear = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")
