"""Pictures of pages as a PDF, each on a page of its size, so that remarks can be laid over them."""

from __future__ import annotations

from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from pipeline.ingest.scan_images import as_grey, each_picture, orientation, upright

_POINTS = 72
#: where the unit square of a picture comes to lie on a page, in shares of its sides, by the orientation that a camera
#: notes: across and up for the picture's own across, for its up, and for its corner
_TURNS = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
#: those that lie on their side
_LYING = (5, 6, 7, 8)


def pictures_pdf(data: bytes) -> bytes:
    """Return the pictures of a file as a PDF, at the size that they were read at.

    A JPEG goes in as it is, others without loss.
    """
    with Pdf.new() as pdf:
        for frame, dpi in each_picture(data):
            if _goes_in(frame):
                stream = _stream(pdf, frame, data)
                stream.Filter = Name.DCTDecode
                _add_page(pdf, stream, frame.size, dpi, orientation(frame))
            else:
                seen = upright(frame)
                shown = seen if seen.mode in ("L", "RGB") else _on_paper(seen)
                _add_page(pdf, _stream(pdf, shown, shown.tobytes()), shown.size, dpi)
        content = BytesIO()
        pdf.save(content, deterministic_id=True)
        return content.getvalue()


def _goes_in(frame: Image.Image) -> bool:
    """Whether a JPEG can stand in a PDF as it is: others than grey and colour print are told differently there."""
    return frame.format == "JPEG" and frame.mode in ("L", "RGB")


def _stream(pdf: Pdf, picture: Image.Image, content: bytes) -> pikepdf.Stream:
    return pikepdf.Stream(
        pdf,
        content,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=Name.DeviceGray if picture.mode == "L" else Name.DeviceRGB,
        BitsPerComponent=8,
    )


def _add_page(pdf: Pdf, stream: pikepdf.Stream, size: tuple[int, int], dpi: float, turn: int = 1) -> None:
    """Add a page that a picture fills, turned and mirrored as its file says."""
    across, up = reversed(size) if turn in _LYING else size
    width, height = (round(side * _POINTS / dpi, 2) for side in (across, up))
    pdf.add_blank_page(page_size=(width, height))
    page = pdf.pages[-1]
    page.obj.Resources = Dictionary(XObject=Dictionary(Im=stream))
    page.obj.MediaBox = Array([0, 0, width, height])
    sides = [share * side for share, side in zip(_TURNS[turn], (width, height) * 3, strict=True)]
    page.obj.Contents = pdf.make_stream(f"q {' '.join(f'{side:.10g}' for side in sides)} cm /Im Do Q".encode("ascii"))


def _on_paper(picture: Image.Image) -> Image.Image:
    """A picture of another mode in grey or colour, what is clear on white paper."""
    if picture.mode == "1" or picture.mode.startswith(("I", "F")):
        return as_grey(picture)
    clear = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")
