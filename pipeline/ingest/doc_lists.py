"""Lists of a .doc file: their levels, and which list the styles of paragraphs belong to.

Source: [MS-DOC] 12.4, parts 2.9.131 (LFO), 2.9.147 (LSTF), 2.9.150 (LVLF) and 2.9.271 (STSH).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

from pipeline.ingest.doc_properties import said
from pipeline.ingest.word_numbers import Level, List

#: formats of numbers; all others are shown in digits
_FORMATS = {
    1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 22: "decimalZero", 23: "bullet", 255: "none",
}  # fmt: skip
_LIST, _LEVEL, _USE = 28, 28, 16
_LEVELS = 9
_PARAGRAPH_STYLE = 1
_NO_STYLE = 0xFFF


def read_lists(table: bytes, lists: tuple[int, int], uses: tuple[int, int]) -> dict[str, List]:
    """Return the lists by the numbers that paragraphs name, from 1; raises struct.error, IndexError for broken ones."""
    abstracts = _abstracts(table, *lists)
    at, length = uses
    if length < 4:
        return {}
    count = struct.unpack_from("<I", table, at)[0]
    data = at + 4 + _USE * count
    found: dict[str, List] = {}
    for place in range(min(count, length // _USE)):
        name, _, _, overrides = struct.unpack_from("<IIIB", table, at + 4 + _USE * place)
        levels = dict(abstracts.get(name, {}))
        starts: dict[int, int] = {}
        data += 4
        for _ in range(overrides):
            start, flags = struct.unpack_from("<II", table, data)
            data += 8
            level = flags & 0xF
            if flags & 0x20:
                levels[level], data = _level(table, data)
            if flags & 0x10:
                starts[level] = levels[level].start if flags & 0x20 else start
        found[str(place + 1)] = List(str(name), levels, starts)
    return found


def _abstracts(table: bytes, at: int, length: int) -> dict[int, dict[int, Level]]:
    """The levels of all lists by their names: they lie behind the table of lists, in its order."""
    if length < 2:
        return {}
    count = struct.unpack_from("<H", table, at)[0]
    data = at + length
    found: dict[int, dict[int, Level]] = {}
    for place in range(count):
        start = at + 2 + _LIST * place
        levels: dict[int, Level] = {}
        for level in range(1 if table[start + 26] & 1 else _LEVELS):
            levels[level], data = _level(table, data)
        found[struct.unpack_from("<I", table, start)[0]] = levels
    return found


def _level(table: bytes, at: int) -> tuple[Level, int]:
    """A level and where the next begins."""
    start, form, flags = struct.unpack_from("<IBB", table, at)
    characters, paragraphs, restart = struct.unpack_from("<BBB", table, at + 24)
    at += _LEVEL + paragraphs + characters
    count = struct.unpack_from("<H", table, at)[0]
    letters = struct.unpack_from(f"<{count}H", table, at + 2)
    text = "".join(f"%{one + 1}" if one < _LEVELS else chr(one) for one in letters)
    after = restart if flags & 8 else None
    return Level(_FORMATS.get(form, "decimal"), text, start, after, bool(flags & 4)), at + 2 + 2 * count


def style_properties(table: bytes, at: int, length: int) -> dict[int, dict[int, bytes]]:
    """Return what each style says of paragraphs, with what the styles say that it is based on."""
    own = dict(_styles(table[at : at + length]))
    return {style: _inherited(style, own) for style in own}


def _styles(sheet: bytes) -> Iterator[tuple[int, tuple[int, dict[int, bytes]]]]:
    """Each paragraph style by its number: the style that it is based on, and what it says itself."""
    if len(sheet) < 6:
        return
    head, count, base = struct.unpack_from("<HHH", sheet)
    at = 2 + head
    for number in range(count):
        size = struct.unpack_from("<H", sheet, at)[0]
        style = sheet[at + 2 : at + 2 + size]
        at += 2 + size
        if len(style) < base + 2 or (kind := struct.unpack_from("<H", style, 2)[0]) & 0xF != _PARAGRAPH_STYLE:
            continue
        # behind the name, which ends with a zero
        begin = base + 2 + 2 * struct.unpack_from("<H", style, base)[0] + 2
        begin += begin % 2
        length = struct.unpack_from("<H", style, begin)[0] if begin + 2 <= len(style) else 0
        properties = style[begin + 2 : begin + 2 + length]
        yield number, (kind >> 4, dict(said(properties[2:])))


def _inherited(style: int, own: Mapping[int, tuple[int, dict[int, bytes]]]) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    seen = set[int]()
    while style in own and style not in seen and style != _NO_STYLE:
        seen.add(style)
        style, properties = own[style]
        found = properties | found
    return found
