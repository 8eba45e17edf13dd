"""Files of pictures, and pages of PDF that show what no text says, as sheets for the engine."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from pipeline.ingest.errors import IngestError
from pipeline.ingest.limits import MOST_DOTS, MOST_PICTURES
from pipeline.ingest.scan_page import Sheet

_ORIENTATION = 0x0112
#: what brings a picture upright, by the orientation that a camera notes
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF")
_DPI = 200
#: dots an inch that a picture is left with; those of less or more are made _DPI
_LEAST_DPI, _MOST_DPI = 150, 300
#: inches: the longer side of A4, and the sides that a picture with a true resolution has
_A4, _SHORTEST, _LONGEST = 11.69, 4.0, 50.0
_INCH = 72
#: dots of a picture that is looked at: A3 at 250 dots an inch
_MOST_DRAWN = 12_500_000
_TOO_BIG = "ảnh có quá nhiều điểm ảnh; hãy quét lại ở 200–300 dpi"


def picture_sheets(data: bytes) -> tuple[int, Iterator[Sheet]]:
    """Return how many pictures a file has, and these as sheets.

    Raises IngestError, for the later pictures as they come up: `too_big`, `corrupt`, `truncated`.
    """
    opened = _opened(data)
    with _told():
        count = _counted(opened)
        return count, chain([_numbered(opened, 0)], _others(opened, count))


def each_picture(data: bytes) -> Iterator[tuple[Image.Image, float]]:
    """Yield the pictures of a file that was read, as they stand in it, with their dots an inch.

    Each is good until the next. Raises IngestError like `picture_sheets`.
    """
    with _told(), _opened(data) as opened:
        for number in range(_counted(opened)):
            opened.seek(number)
            yield opened, _resolution(opened)


def orientation(frame: Image.Image) -> int:
    """Return how a camera was held, 1 where nothing says it; a note that is spoilt does not spoil the picture."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            said = frame.getexif().get(_ORIENTATION, 1)
        except (OSError, SyntaxError, ValueError, LookupError, struct.error):
            return 1
    return said if said in _UPRIGHT else 1


def upright(frame: Image.Image) -> Image.Image:
    """Return a picture as it was seen, whichever way the camera was held."""
    frame.load()  # a reader may turn it itself
    way = _UPRIGHT.get(orientation(frame))
    return frame if way is None else frame.transpose(way)


def _others(opened: Image.Image, count: int) -> Iterator[Sheet]:
    with opened:
        for number in range(1, count):
            yield _numbered(opened, number)


def _numbered(opened: Image.Image, number: int) -> Sheet:
    with _told():
        opened.seek(number)
        return _sheet(opened, number + 1)


@contextmanager
def _told() -> Iterator[None]:
    """Tell of what is wrong with a picture in our own words."""
    try:
        yield
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        code, said = ("truncated", "bị cắt cụt") if "truncated" in str(error) else ("corrupt", "bị hỏng")
        raise IngestError(code, f"tệp ảnh {said}") from error


def _counted(opened: Image.Image) -> int:
    """Return how many pictures a file has; of one that moves only the first is read."""
    if opened.format != "TIFF":
        return 1
    for number in range(1, MOST_PICTURES + 1):
        try:
            opened.seek(number)
        except EOFError:
            return number
    raise IngestError("too_big", f"tệp ảnh có hơn {MOST_PICTURES} trang")


def _opened(data: bytes) -> Image.Image:
    with warnings.catch_warnings():
        # the number of dots is looked at below
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            opened = Image.open(io.BytesIO(data), formats=_FORMATS)
        except Image.DecompressionBombError as error:
            raise IngestError("too_big", _TOO_BIG) from error
        except (OSError, SyntaxError, ValueError) as error:
            raise IngestError("corrupt", "tệp ảnh bị hỏng") from error
    return opened


def _sheet(frame: Image.Image, number: int) -> Sheet:
    if frame.width * frame.height > MOST_DOTS:
        raise IngestError("too_big", _TOO_BIG)
    dpi, dots = _resolution(frame), frame.width * frame.height
    if dots > _MOST_DRAWN:
        # a JPEG can be read at half its size or less; others stay as they are
        frame.draft(None, (frame.width // 2, frame.height // 2))
    scale = dpi * (frame.width * frame.height / dots) ** 0.5
    grey = as_grey(upright(frame))
    wanted = round(scale) if _LEAST_DPI <= scale <= _MOST_DPI else _DPI
    wanted = _fitting(wanted, dots / dpi**2)
    if wanted == round(scale):
        return Sheet(number, grey, wanted)
    size = max(1, round(grey.width * wanted / scale)), max(1, round(grey.height * wanted / scale))
    return Sheet(number, grey.resize(size, Image.Resampling.LANCZOS), wanted)


def _fitting(dpi: int, inches: float) -> int:
    """Return dots an inch with which paper of so many square inches has no more dots than are looked at."""
    return max(1, min(dpi, int((_MOST_DRAWN / max(inches, 1.0)) ** 0.5)))


def _resolution(frame: Image.Image) -> float:
    """Return dots an inch as the file says, if a sheet of paper can be of that size; else those of a sheet of A4."""
    said = frame.info.get("dpi", (0, 0))[0]
    longer = max(frame.size)
    if said and _SHORTEST <= longer / float(said) <= _LONGEST and float(said) > _INCH:
        return float(said)
    return longer / _A4


def as_grey(picture: Image.Image) -> Image.Image:
    """Return a picture of any mode as a grey one on white paper."""
    if picture.mode.startswith(("I", "F")):
        values = np.asarray(picture, dtype=np.float64)
        least, most = float(values.min()), float(values.max())
        spread = 65535.0 if most > 255 else 255.0
        return Image.fromarray(np.clip((values - min(least, 0.0)) * (255.0 / spread), 0, 255).astype(np.uint8))
    if picture.mode in ("LA", "PA", "RGBA") or "transparency" in picture.info:
        shown = picture.convert("RGBA")
        paper = Image.new("RGBA", shown.size, "white")
        return Image.alpha_composite(paper, shown).convert("L")
    return (picture.convert("RGB") if picture.mode in ("CMYK", "YCbCr", "LAB", "P") else picture).convert("L")


def page_sheets(document: pdfium.PdfDocument, numbers: Sequence[int]) -> Iterator[Sheet]:
    """Yield pages of a PDF by their numbers from 1 as they are shown, but for those that cannot be drawn."""
    for number in numbers:
        with suppress(pdfium.PdfiumError):
            yield _drawn(document[number - 1], number)


def _drawn(page: pdfium.PdfPage, number: int) -> Sheet:
    try:
        width, height = page.get_size()
        dpi = _fitting(_DPI, width * height / _INCH**2)
        return Sheet(number, page.render(scale=dpi / _INCH, grayscale=True).to_pil().convert("L"), dpi)
    finally:
        page.close()
