"""Pictures made to hurt (row 80), written by hand."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping

from corpus.hostile.packing import zlib_repeated

Files = Mapping[str, bytes]
#: a block of a picture that says with two bits that it is as grey as the one before it
_CODES = bytes([1]) + bytes(15) + b"\0"


def _png(width: int, height: int) -> bytes:
    """A picture of one bit a dot, all white; its height in hundreds of dots."""
    rows = zlib_repeated((b"\0" + b"\xff" * ((width + 7) // 8)) * 100, height // 100)
    chunks = ((b"IHDR", struct.pack(">2I5B", width, height, 1, 0, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def _tiff_loop() -> bytes:
    """A directory of one dot that names itself as the next."""
    tags = ((256, 1), (257, 1), (258, 1), (259, 1), (262, 1), (273, 8), (278, 1), (279, 1))
    entries = b"".join(struct.pack("<2H2I", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(tags)) + entries + struct.pack("<I", 8)


def _jpeg(width: int, height: int) -> bytes:
    """A picture of four inks, all grey, that is to be turned; sides in dots, by eights."""
    turned = b"Exif\0\0II*\0" + struct.pack("<IH2HI2HI", 8, 1, 274, 3, 1, 6, 0, 0)
    inks = range(1, 5)
    frame = struct.pack(">B2HB", 8, height, width, 4) + b"".join(bytes([ink, 0x11, 0]) for ink in inks)
    scan = b"\4" + b"".join(bytes([ink, 0]) for ink in inks) + b"\0\x3f\0"
    parts = (
        (0xE1, turned), (0xEE, b"Adobe\0\x64\0\0\0\0\0"), (0xDB, b"\0" + b"\1" * 64), (0xC0, frame),
        (0xC4, b"\0" + _CODES), (0xC4, b"\x10" + _CODES), (0xDA, scan),
    )  # fmt: skip
    made = b"".join(struct.pack(">2BH", 0xFF, kind, len(data) + 2) + data for kind, data in parts)
    return b"\xff\xd8" + made + bytes(width * height // 64) + b"\xff\xd9"


#: by the names of the table
FILES: Mapping[str, Callable[[], Files]] = {
    "png_bomb": lambda: {"a.png": _png(50_000, 50_000)},
    "tiff_pages": lambda: {"a.tif": _tiff_loop()},
    "jpeg_cmyk": lambda: {"a.jpg": _jpeg(800, 1000)},
}
