"""What a .doc file says of its paragraphs (tables, headings) and characters (fonts), by where they are stored.

Source: [MS-DOC] 12.4, parts 2.9.33 (ChpxFkp), 2.9.177 (PapxFkp), 2.9.329 (TDefTableOperand) and 2.6 (properties).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.ingest.doc_streams import At, Streams

_PAGE = 512
#: properties by their codes
_IN_TABLE, _ROW_END, _OUTLINE, _ROW, _FONT = 0x2416, 0x2417, 0x2640, 0xD608, 0x4A4F
_DELETED, _HIDDEN, _SYMBOL = 0x0800, 0x083C, 0x6A09
NUMBER, LEVEL = 0x460B, 0x260A
#: properties too long for their page lie in the data stream
_ELSEWHERE = (0x6645, 0x6646)
#: bytes of a value by the upper three bits of its code; 6 says its own length
_LENGTHS = (1, 1, 2, 4, 2, 2, 0, 3)
_BODY_TEXT = 9
_LAST_HEADING = 9
_CELL = 20


@dataclass(frozen=True, slots=True)
class Properties:
    """What is said of a paragraph; of the end of a row also right edges and merging of its cells.

    `number` is the list, "" for none; `level` counts from 0.
    """

    in_table: bool = False
    row_end: bool = False
    heading: bool = False
    number: str = ""
    level: int = 0
    edges: tuple[int, ...] = ()
    goes_on_across: tuple[bool, ...] = ()
    goes_on_down: tuple[bool, ...] = ()


#: what styles say of their paragraphs, by their numbers
StyleSheet = Mapping[int, Mapping[int, bytes]]


def paragraph_properties(streams: Streams, styles: StyleSheet) -> Iterator[tuple[int, int, Properties]]:
    """Yield start and end of paragraphs as they are stored in the main stream, with what is said of each."""
    for page in _pages(streams.main, streams.table, *streams.where(At.PARAGRAPHS)):
        for start, end, place in _runs(page, 13):
            if place:
                size = page[place]
                begin, count = (place + 1, 2 * size - 1) if size else (place + 2, 2 * page[place + 1])
                yield start, end, _paragraph(page[begin : begin + count], streams.data, styles)


@dataclass(frozen=True, slots=True)
class Characters:
    """Where characters are stored in the main stream, the number of their font, whether they are no longer said.

    `symbol` is the code of the sign that is shown in the place of the character.
    """

    start: int
    end: int
    font: int | None
    deleted: bool
    hidden: bool
    symbol: int | None


def character_properties(streams: Streams) -> Iterator[Characters]:
    """Yield the characters of which something is said."""
    for page in _pages(streams.main, streams.table, *streams.where(At.CHARACTERS)):
        for start, end, place in _runs(page, 1):
            found = dict(said(page[place + 1 : place + 1 + page[place]])) if place else {}
            font = struct.unpack("<H", found[_FONT])[0] if len(found.get(_FONT, b"")) == 2 else None
            code = found.get(_SYMBOL, b"")
            symbol = struct.unpack_from("<H", code, 2)[0] if len(code) == 4 else None
            if found:
                yield Characters(start, end, font, found.get(_DELETED) == b"\1", found.get(_HIDDEN) == b"\1", symbol)


def font_names(table: bytes, at: int, length: int) -> list[str]:
    """Return the names of the fonts of a file by their numbers."""
    names: list[str] = []
    end, at = at + length, at + 4
    while at + 40 < end:
        size = table[at]
        raw = table[at + 40 : at + 1 + size].decode("utf-16-le", "replace")
        names.append(raw.partition("\0")[0])
        at += size + 1
    return names


def _pages(main: bytes, table: bytes, at: int, length: int) -> Iterator[bytes]:
    count = max(0, length - 4) // 8
    for number in struct.unpack_from(f"<{count}I", table, at + 4 * (count + 1)):
        start = (number & 0x3FFFFF) * _PAGE
        page = main[start : start + _PAGE]
        if len(page) == _PAGE:
            yield page


def _runs(page: bytes, width: int) -> Iterator[tuple[int, int, int]]:
    """Start and end of the runs of a page, and where in it their properties are, 0 for none."""
    count = page[_PAGE - 1]
    if 4 * (count + 1) + width * count >= _PAGE:
        return
    edges = struct.unpack_from(f"<{count + 1}I", page)
    for place in range(count):
        yield edges[place], edges[place + 1], 2 * page[4 * (count + 1) + width * place]


def said(properties: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the codes of properties with their values; those that are cut off are left out."""
    at = 0
    while at + 2 < len(properties):
        code = struct.unpack_from("<H", properties, at)[0]
        at += 2
        size = _LENGTHS[code >> 13]
        if code == _ROW:
            size, at = struct.unpack_from("<H", properties, at)[0] - 1, at + 2
        elif not size:
            size, at = properties[at], at + 1
        yield code, properties[at : at + size]
        at += max(size, 0)


def _paragraph(exception: bytes, data: bytes, styles: StyleSheet) -> Properties:
    style = struct.unpack_from("<H", exception)[0] if len(exception) > 1 else 0
    own = dict(said(exception[2:]))
    for code in _ELSEWHERE:
        if len(own.get(code, b"")) == 4:
            own |= dict(said(_stored(data, struct.unpack("<I", own[code])[0])))
    found = dict(styles.get(style, {})) | own
    outline, number, level = found.get(_OUTLINE, b""), found.get(NUMBER, b""), found.get(LEVEL, b"")
    plain = Properties(
        any(found.get(_IN_TABLE, b"")),
        any(found.get(_ROW_END, b"")),
        outline[0] < _BODY_TEXT if outline else 0 < style <= _LAST_HEADING,
        str(struct.unpack("<H", number)[0]) if len(number) == 2 and any(number) else "",
        level[0] if level else 0,
    )
    return _with_cells(plain, found[_ROW]) if plain.row_end and _ROW in found else plain


def _stored(data: bytes, at: int) -> bytes:
    return data[at + 2 : at + 2 + struct.unpack_from("<H", data, at)[0]] if at + 2 <= len(data) else b""


def _with_cells(properties: Properties, row: bytes) -> Properties:
    count = row[0] if row else 0
    if len(row) < 1 + 2 * (count + 1):
        return properties
    edges = struct.unpack_from(f"<{count + 1}h", row, 1)
    begin = 1 + 2 * (count + 1)
    flags = [
        struct.unpack_from("<H", row, at)[0] if at + 2 <= len(row) else 0
        for at in range(begin, begin + _CELL * count, _CELL)
    ]
    across = tuple(bool(one & 2) for one in flags)
    down = tuple(one & 0x60 == 0x20 for one in flags)
    return replace(properties, edges=edges[1:], goes_on_across=across, goes_on_down=down)
