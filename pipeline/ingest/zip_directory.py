"""The directory of a zip: what its members are called, where they lie and how they are packed, within limits."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.ingest.errors import IngestError
from pipeline.ingest.limits import MOST_PARTS
from pipeline.ingest.parts import Read

_END, _END64, _PLACE64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_ENTRY, _LOCAL = b"PK\x01\x02", b"PK\x03\x04"
#: the end of a directory and the longest remark that may follow it
_LONGEST_END = 22 + 65535
_HEADER = struct.Struct("<4xBBHHHHHIIIHHHHHII")
#: bytes that a directory of MOST_PARTS members needs at most, with long names
_MOST_DIRECTORY = MOST_PARTS * 2048
_SIZES64, _NAME = 0x0001, 0x7075
_WIDE = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Entry:
    """A member as the directory of its zip tells of it; `packed` and `size` in bytes, `mode` as Unix has it.

    `name` is in bytes as stored; `told` what the directory says in UTF-8, None where its letters are anybody's guess.
    """

    name: bytes
    told: str | None
    offset: int
    packed: int
    size: int
    checksum: int
    method: int
    mode: int
    locked: bool


def read_directory(read: Read, size: int) -> tuple[int, tuple[Entry, ...]]:
    """Return where the directory of a zip of `size` bytes starts, and its members in their order.

    Raises IngestError: `truncated`, `corrupt`, `too_many_parts`.
    """
    tail_start = max(0, size - _LONGEST_END)
    tail = read(tail_start, size - tail_start)
    at = tail.rfind(_END)
    if at < 0 or at + 22 > len(tail):
        raise IngestError("truncated", "tệp nén bị cắt cụt, thiếu phần cuối")
    length, offset = struct.unpack_from("<II", tail, at + 12)
    end = tail_start + at
    if at >= 20 and tail.startswith(_PLACE64, at - 20):
        (end,) = struct.unpack_from("<Q", tail, at - 12)
        record = read(min(end, size), 56)
        if len(record) < 56 or not record.startswith(_END64):
            raise _corrupt()
        length, offset = struct.unpack_from("<QQ", record, 40)
    first = end - length
    if length > _MOST_DIRECTORY:
        raise _too_many()
    if first < 0 or first < offset:
        raise _corrupt()
    directory = read(first, length)
    if directory.count(_ENTRY) > MOST_PARTS:
        raise _too_many()
    # an unpacking program may stand before the zip, and shift what its directory says
    return first, tuple(_entries(directory, first - offset))


def data_start(read: Read, entry: Entry) -> int:
    """Return where the packed bytes of a member start; raises IngestError `corrupt`."""
    header = read(entry.offset, 30)
    if len(header) < 30 or not header.startswith(_LOCAL):
        raise _corrupt()
    name, extra = struct.unpack_from("<HH", header, 26)
    return entry.offset + 30 + int(name) + int(extra)


def _entries(directory: bytes, shift: int) -> Iterator[Entry]:
    at = 0
    while at < len(directory):
        if not directory.startswith(_ENTRY, at) or at + _HEADER.size > len(directory):
            raise _corrupt()
        fields = _HEADER.unpack_from(directory, at)
        flags, method, checksum, packed, size = fields[3], fields[4], *fields[7:10]
        name_end = at + _HEADER.size + fields[10]
        extra_end = name_end + fields[11]
        name = directory[at + _HEADER.size : name_end]
        extras = dict(_extras(directory[name_end:extra_end]))
        size, packed, offset = _wide(extras.get(_SIZES64, b""), size, packed, fields[16])
        told = utf8(name) if flags & 0x800 else _unicode_name(extras.get(_NAME, b""))
        yield Entry(name, told, offset + shift, packed, size, checksum, method, fields[15] >> 16, bool(flags & 1))
        at = extra_end + fields[12]


def _extras(extra: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        yield kind, extra[at + 4 : at + 4 + length]
        at += 4 + length


def _wide(extra: bytes, *narrow: int) -> list[int]:
    """Sizes and place of which those that do not fit 32 bits stand in the extra field, in their order."""
    wide = [int(value) for (value,) in struct.iter_unpack("<Q", extra[: len(extra) // 8 * 8])]
    return [wide.pop(0) if value == _WIDE and wide else value for value in narrow]


def _unicode_name(extra: bytes) -> str | None:
    return utf8(extra[5:]) if len(extra) > 5 and extra[0] == 1 else None


def utf8(name: bytes) -> str | None:
    """Return a name as UTF-8, None where its bytes are none."""
    try:
        return name.decode()
    except UnicodeDecodeError:
        return None


def _corrupt() -> IngestError:
    return IngestError("corrupt", "mục lục của tệp nén bị hỏng")


def _too_many() -> IngestError:
    return IngestError("too_many_parts", f"tệp nén có hơn {MOST_PARTS} thành phần")
