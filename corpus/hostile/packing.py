"""Zips and Word files written by hand: of any size, and as no program would write them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

W_URI = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = (
    f'xmlns:w="{W_URI}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{}"/></Types>'
)
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
#: what every file says that can be read
SAID = "Xã tiếp nhận 120 hồ sơ, trong đó trực tuyến 80 hồ sơ, trực tiếp 40 hồ sơ."
_MIB = 1024 * 1024
_MOST_COUNTED = 0xFFFF


@dataclass(frozen=True, slots=True)
class Member:
    """A member as it stands in a zip: packed bytes, sum and size of what they unpack to, and where they start."""

    name: bytes
    packed: bytes
    crc: int
    size: int
    method: int = 8
    flags: int = 0


def run(text: str) -> str:
    """A run of text."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(inner: str) -> str:
    """A paragraph."""
    return f"<w:p>{inner}</w:p>"


def document_xml(body: str) -> str:
    """The main part of a Word file."""
    return f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"


def parts(body: str = "", main: str = WORD_TYPE) -> dict[str, str | bytes]:
    """The members of a Word file that says SAID, then what is in `body`."""
    return {"[Content_Types].xml": TYPES.format(main), "word/document.xml": document_xml(para(run(SAID)) + body)}


def packed(members: Mapping[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of members, with fixed dates."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, packing)
    return made.getvalue()


def word(body: str = "", **others: str | bytes) -> bytes:
    """A Word file that says SAID, then what is in `body`; other parts by name."""
    return packed(parts(body) | {f"word/{name}.xml": content for name, content in others.items()})


def repeated(before: bytes, one: bytes, times: int, after: bytes) -> Member:
    """The main part of a Word file with something many times in it, packed without ever being whole in memory."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = packer.compress(before) + packer.flush(zlib.Z_FULL_FLUSH)
    middle = packer.compress(one) + packer.flush(zlib.Z_FULL_FLUSH)
    end = packer.compress(after) + packer.flush()
    crc = zlib.crc32(before)
    for _ in range(times):
        crc = zlib.crc32(one, crc)
    size = len(before) + times * len(one) + len(after)
    return Member(b"word/document.xml", start + middle * times + end, zlib.crc32(after, crc), size)


def member(name: str, content: bytes) -> Member:
    """A member that is packed as usual."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return Member(name.encode(), packer.compress(content) + packer.flush(), zlib.crc32(content), len(content))


def zlib_repeated(one: bytes, times: int, before: bytes = b"", after: bytes = b"") -> bytes:
    """Something many times, packed as in PDFs and pictures, without ever being whole in memory."""
    total = zlib.adler32(before)
    for _ in range(times):
        total = zlib.adler32(one, total)
    return b"\x78\x9c" + repeated(before, one, times, after).packed + struct.pack(">I", zlib.adler32(after, total))


def by_hand(members: Sequence[Member], offsets: Sequence[int] | None = None) -> bytes:
    """A zip of members; `offsets` are said in the directory instead of the true ones."""
    made = bytearray()
    places = []
    for one in members:
        places.append(len(made))
        sizes = (one.crc, len(one.packed), one.size, len(one.name), 0)
        made += struct.pack("<4s5H3I2H", b"PK\3\4", 20, one.flags, one.method, 0, 33, *sizes) + one.name + one.packed
    start = len(made)
    for one, place in zip(members, offsets or places, strict=True):
        facts = (one.crc, len(one.packed), one.size, len(one.name), 0, 0, 0, 0, 0, place)
        made += struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, one.flags, one.method, 0, 33, *facts) + one.name
    return bytes(made) + _end(len(members), start, len(made) - start)


def _end(count: int, start: int, size: int) -> bytes:
    """What ends a zip; a longer record goes before it where members are too many for it."""
    more = b""
    if count > _MOST_COUNTED:
        more = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, start)
        more += struct.pack("<4sIQI", b"PK\6\7", 0, start + size, 1)
        count = _MOST_COUNTED
    return more + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, size, start, 0)


def word_of(main: Member) -> bytes:
    """A Word file with a main part of its own."""
    return by_hand([member("[Content_Types].xml", TYPES.format(WORD_TYPE).encode()), main])


def mebibytes(count: int) -> int:
    """So many mebibytes in bytes."""
    return count * _MIB
