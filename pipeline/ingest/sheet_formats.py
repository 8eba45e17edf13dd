"""Number formats of old Excel workbooks, which calamine does not tell: out of the records of the workbook's stream.

The layout of compound files and of the records is told in Microsoft's [MS-CFB] and [MS-XLS].
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence

from pipeline.ingest.sheet_values import PLAIN, Form, built_in, form_of

Place = tuple[int, int]
#: the form of each numeric cell of a sheet
Forms = Mapping[Place, Form]

_END_OF_CHAIN = 0xFFFFFFFA
_IN_HEADER = 109
_ENTRY = 128
_STREAMS = ("Workbook", "Book")
_XF, _FORMAT, _SHEET, _END = 0xE0, 0x41E, 0x85, 0x0A
_ONE_CELL, _CELLS = frozenset({0x203, 0x27E, 0x06}), 0xBD


def formats_of(data: bytes) -> Sequence[Forms]:
    """Return the forms of the numeric cells of each sheet, in the order of the sheets; none where they are not told."""
    try:
        stream = _workbook(data)
        return _forms(stream) if stream else ()
    except (struct.error, IndexError, ValueError, OverflowError):
        return ()


def _workbook(data: bytes) -> bytes:
    """The stream of a compound file that holds the workbook, b"" where there is none."""
    size = 1 << min(struct.unpack_from("<H", data, 30)[0], 12)
    count, first = struct.unpack_from("<II", data, 44)
    cutoff, mini_first = struct.unpack_from("<II", data, 56)
    sectors = _listed(data, size, count)
    table = b"".join(_sector(data, one, size) for one in sectors)
    directory = _chain(data, first, table, size)
    entries = {name: (start, length) for name, start, length in _entries(directory)}
    name = next((one for one in _STREAMS if one in entries), None)
    if name is None:
        return b""
    start, length = entries[name]
    if length >= cutoff:
        return _chain(data, start, table, size)[:length]
    small = _chain(data, entries["Root Entry"][0], table, size)
    return _chain(small, start, _chain(data, mini_first, table, size), 64, first_at=0)[:length]


def _listed(data: bytes, size: int, count: int) -> list[int]:
    """The sectors of the table of sectors: the first in the header, those of large files in a chain of their own."""
    found = list(struct.unpack_from(f"<{_IN_HEADER}I", data, 76))
    (further,) = struct.unpack_from("<I", data, 68)
    while further < _END_OF_CHAIN and len(found) < count:
        content = _sector(data, further, size)
        *more, further = struct.unpack(f"<{len(content) // 4}I", content)
        found += more
    return found[:count]


def _sector(data: bytes, number: int, size: int) -> bytes:
    return data[(number + 1) * size : (number + 2) * size]


def _chain(data: bytes, start: int, table: bytes, size: int, first_at: int = 1) -> bytes:
    """The sectors that follow each other from a first one; a chain that bites its tail ends."""
    found: list[bytes] = []
    most = len(data) // size + 1
    while start < _END_OF_CHAIN and len(found) < most:
        found.append(data[(start + first_at) * size : (start + first_at + 1) * size])
        (start,) = struct.unpack_from("<I", table, start * 4)
    return b"".join(found)


def _entries(directory: bytes) -> Iterator[tuple[str, int, int]]:
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        (length,) = struct.unpack_from("<H", directory, at + 64)
        name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        yield (name, *struct.unpack_from("<II", directory, at + 116))


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of the records of a part of the stream, up to its end."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        if kind == _END:
            return
        at += 4 + length


def _forms(stream: bytes) -> Sequence[Forms]:
    codes: dict[int, str] = {}
    used: list[int] = []
    sheets: list[int] = []
    for kind, content in _records(stream, 0):
        if kind == _FORMAT:
            codes[struct.unpack_from("<H", content)[0]] = _text(content[2:])
        elif kind == _XF:
            used.append(struct.unpack_from("<H", content, 2)[0])
        elif kind == _SHEET:
            sheets.append(struct.unpack_from("<I", content)[0])
    forms = [form_of(codes.get(number, built_in(number))) for number in used]
    return [dict(_cells(stream, at, forms)) for at in sheets]


def _text(content: bytes) -> str:
    """The code of a format: in letters of one or two bytes."""
    count, wide = struct.unpack_from("<HB", content)
    letters = content[3 : 3 + (2 * count if wide & 1 else count)]
    return letters.decode("utf-16-le" if wide & 1 else "latin-1", "replace")


def _cells(stream: bytes, at: int, forms: Sequence[Form]) -> Iterator[tuple[Place, Form]]:
    for kind, content in _records(stream, at):
        if kind in _ONE_CELL:
            row, column, style = struct.unpack_from("<HHH", content)
            yield (row, column), forms[style] if style < len(forms) else PLAIN
        elif kind == _CELLS:
            row, column = struct.unpack_from("<HH", content)
            for place in range(4, len(content) - 2, 6):
                (style,) = struct.unpack_from("<H", content, place)
                yield (row, column + (place - 4) // 6), forms[style] if style < len(forms) else PLAIN
