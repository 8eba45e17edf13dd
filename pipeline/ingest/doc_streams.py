"""A .doc file taken apart: its streams, the places of its tables, and the pieces of its text.

Source: [MS-DOC] 12.4, parts 2.5 (file information block) and 2.9.38 (piece table).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from pipeline.ingest.errors import IngestError
from pipeline.ingest.ole import Ole

_WORD_97 = 0xA5EC
_FLAGS, _ENCRYPTED, _SECOND_TABLE = 0x0A, 0x0100, 0x0200
_SHORTEST = 0x300


class At(IntEnum):
    """Where the file information block says where something lies in the table stream, and how long it is."""

    STYLES = 0xA2
    CHARACTERS = 0xFA
    PARAGRAPHS = 0x102
    FONTS = 0x112
    PIECES = 0x1A2
    LISTS = 0x2E2
    USES = 0x2EA


class ConverterNeededError(IngestError):
    """The file is one that only LibreOffice reads."""


@dataclass(frozen=True, slots=True)
class Streams:
    """The streams of a file: text, tables about it, and what is too long for these."""

    main: bytes
    table: bytes
    data: bytes

    @property
    def is_readable(self) -> bool:
        """Whether the file is one of Word 97 or later."""
        return bool(struct.unpack_from("<H", self.main)[0] == _WORD_97)

    def where(self, what: At) -> tuple[int, int]:
        """Return start and length of a table in the table stream."""
        start, length = struct.unpack_from("<II", self.main, what)
        return start, length


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters from `start` on, stored in the main stream from `at` on with one or two bytes each."""

    start: int
    text: str
    at: int
    width: int


def open_doc(data: bytes) -> Streams:
    """Return the streams of a file; raises IngestError: `encrypted`, `corrupt`, `truncated`."""
    ole = Ole(data)
    main = ole.stream("WordDocument")
    if main is None or len(main) < 0x22:
        raise IngestError("corrupt", "tệp Word không có phần văn bản")
    flags = struct.unpack_from("<H", main, _FLAGS)[0]
    if flags & _ENCRYPTED:
        raise IngestError("encrypted", "tệp được đặt mật khẩu; hãy gỡ mật khẩu rồi gửi lại")
    table = ole.stream("1Table" if flags & _SECOND_TABLE else "0Table")
    streams = Streams(main, table or b"", ole.stream("Data") or b"")
    if streams.is_readable and (table is None or len(main) < _SHORTEST):
        raise IngestError("corrupt", "tệp Word thiếu bảng kê các đoạn văn bản")
    return streams


def pieces_of(streams: Streams) -> Iterator[Piece]:
    """Yield the pieces of the text in order; raises IngestError with code `corrupt` where they are not all there."""
    main, table = streams.main, streams.table
    at, length = streams.where(At.PIECES)
    end = min(at + length, len(table))
    while at < end and table[at] == 1:
        at += 3 + struct.unpack_from("<H", table, at + 1)[0]
    if at >= end or table[at] != 2:
        raise IngestError("corrupt", "tệp Word thiếu bảng kê các đoạn văn bản")
    count = max(0, struct.unpack_from("<I", table, at + 1)[0] - 4) // 12
    edges = struct.unpack_from(f"<{count + 1}I", table, at + 5)
    for place in range(count):
        stored = struct.unpack_from("<I", table, at + 5 + 4 * (count + 1) + 8 * place + 2)[0]
        width, offset = (1, (stored & 0x3FFFFFFF) // 2) if stored & 0x40000000 else (2, stored & 0x3FFFFFFF)
        size = width * (edges[place + 1] - edges[place])
        raw = main[offset : offset + max(0, size)]
        if len(raw) != size:
            raise IngestError("corrupt", "tệp Word thiếu một phần văn bản")
        yield Piece(edges[place] - edges[0], _letters(raw, width), offset, width)


def _letters(raw: bytes, width: int) -> str:
    """Characters as they are counted: halves of letters each as one."""
    if width == 1:
        return raw.decode("cp1252", "replace")
    return "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))
