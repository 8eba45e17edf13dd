"""Word files of 1997 to 2003: their text by pieces, with tables, notes and the numbers of lists.

Source: [MS-DOC] 12.4, parts 2.5 (file information block) and 2.9.38 (piece table).
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractors.document import BlockKind, Document, Notice, Source
from pipeline.ingest.doc_lists import read_lists, style_properties
from pipeline.ingest.doc_properties import (
    Properties,
    StyleSheet,
    character_properties,
    font_names,
    paragraph_properties,
)
from pipeline.ingest.errors import IngestError
from pipeline.ingest.flow import Flow, Paragraph, Rows, spread
from pipeline.ingest.old_letters import font_encoding
from pipeline.ingest.old_runs import Run
from pipeline.ingest.ole import Ole
from pipeline.ingest.programs import LIBRE_OFFICE, how_to_get
from pipeline.ingest.word_leftovers import deletions
from pipeline.ingest.word_numbers import Counters, Label, List

_WORD_97 = 0xA5EC
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
#: places of counts of characters, and of offset and length of tables, in the file information block
_COUNTS = (
    ("text", 0x4C), ("note", 0x50), ("margin", 0x54), ("comment", 0x5C), ("note", 0x60), ("text", 0x64),
    ("margin", 0x68),
)  # fmt: skip
_STYLES, _CHARACTERS, _PARAGRAPHS, _FONTS, _PIECES, _LISTS, _USES = 0xA2, 0xFA, 0x102, 0x112, 0x1A2, 0x2E2, 0x2EA
_ENDS = re.compile("[\r\x07\x0c]")
_FIELD = re.compile("[\x13-\x15]")
#: signs with a meaning of their own; those of pictures, notes and fields are no text
_SIGNS = str.maketrans(
    {"\x0b": " ", "\x0e": " ", "\x09": " ", "\x1e": "-", "\xa0": " "}
    | dict.fromkeys("\x01\x02\x03\x04\x05\x06\x08\x0a\x0f\x10\x11\x12\x13\x14\x15", "")
)
_NO_PROPERTIES = Properties()


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters from `start` on, stored in the main stream from `at` on with one or two bytes each."""

    start: int
    text: str
    at: int
    width: int


class ConverterNeededError(IngestError):
    """The file is one that only LibreOffice reads."""


def read_doc(data: bytes, source: Source) -> Document:
    """Return the document of a .doc file, with a notice where the numbers of its lists cannot be read.

    Raises IngestError: `encrypted`, `corrupt`, `truncated`; ConverterNeededError for files of before Word 97 and for
    those whose tables do not hold together.
    """
    main, table, more = _opened(data)
    advice = f"cách cài: {how_to_get(LIBRE_OFFICE)}"
    if struct.unpack_from("<H", main)[0] != _WORD_97:
        raise ConverterNeededError("converter_missing", f"tệp Word đời trước 1997, cần LibreOffice để đọc ({advice})")
    try:
        reader = _Reader(main, table, more)
        flow = reader.flow()
    except (struct.error, IndexError) as error:
        raise ConverterNeededError("corrupt", "cấu trúc của tệp Word bị hỏng") from error
    if reader.lists is None:
        message = f"Số thứ tự tự động của các danh sách không đọc được; cần LibreOffice ({advice})."
        source = replace(source, warnings=(*source.warnings, Notice("auto_numbers_lost", message)))
    told = (deletions(reader.deleted),) if reader.deleted else ()
    return flow.document(replace(source, warnings=(*source.warnings, *told)))


def _opened(data: bytes) -> tuple[bytes, bytes, bytes]:
    """The main stream, the table stream and the data stream of a file."""
    ole = Ole(data)
    main = ole.stream("WordDocument")
    if main is None or len(main) < 0x22:
        raise IngestError("corrupt", "tệp Word không có phần văn bản")
    flags = struct.unpack_from("<H", main, 0x0A)[0]
    if flags & _ENCRYPTED:
        raise IngestError("encrypted", "tệp được đặt mật khẩu; hãy gỡ mật khẩu rồi gửi lại")
    table = ole.stream("1Table" if flags & _SECOND_TABLE else "0Table")
    if struct.unpack_from("<H", main)[0] == _WORD_97 and (table is None or len(main) < _USES + 8):
        raise IngestError("corrupt", "tệp Word thiếu bảng kê các đoạn văn bản")
    return main, table or b"", ole.stream("Data") or b""


def _pair(main: bytes, at: int) -> tuple[int, int]:
    first, second = struct.unpack_from("<II", main, at)
    return first, second


def _pieces(main: bytes, table: bytes) -> Iterator[_Piece]:
    at, length = _pair(main, _PIECES)
    end = min(at + length, len(table))
    while at < end and table[at] == 1:
        at += 3 + struct.unpack_from("<H", table, at + 1)[0]
    if at >= end or table[at] != 2:
        raise ConverterNeededError("corrupt", "tệp Word thiếu bảng kê các đoạn văn bản")
    count = max(0, struct.unpack_from("<I", table, at + 1)[0] - 4) // 12
    edges = struct.unpack_from(f"<{count + 1}I", table, at + 5)
    start = 0
    for place in range(count):
        stored = struct.unpack_from("<I", table, at + 5 + 4 * (count + 1) + 8 * place + 2)[0]
        width, offset = (1, (stored & 0x3FFFFFFF) // 2) if stored & 0x40000000 else (2, stored & 0x3FFFFFFF)
        raw = main[offset : offset + width * max(0, edges[place + 1] - edges[place])]
        yield _Piece(start, _letters(raw, width), offset, width)
        start += len(raw) // width


def _letters(raw: bytes, width: int) -> str:
    """Characters as they are counted: halves of letters each as one."""
    if width == 1:
        return raw.decode("cp1252", "replace")
    return "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2])))


@dataclass(slots=True)
class _Table:
    """Rows as they are gathered."""

    rows: Rows = field(default_factory=list)
    edges: list[tuple[int, ...]] = field(default_factory=list)
    cells: list[Paragraph] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    def end_row(self, properties: Properties) -> None:
        """Keep the cells gathered so far as a row."""
        kept = [place for place in range(len(self.cells)) if not place or not _at(properties.goes_on_across, place)]
        for place in kept:
            self.cells[place].continues = _at(properties.goes_on_down, place)
        if kept:
            self.rows.append([self.cells[place] for place in kept])
            behind = [*kept[1:], len(self.cells)]
            known = len(properties.edges) >= len(self.cells)
            self.edges.append(tuple(properties.edges[place - 1] for place in behind) if known else ())
        self.cells = []


def _at(values: tuple[bool, ...], place: int) -> bool:
    return place < len(values) and values[place]


def _lists(main: bytes, table: bytes) -> tuple[dict[str, List] | None, StyleSheet]:
    """Lists and styles, None for lists that cannot be read."""
    try:
        styles = style_properties(table, *_pair(main, _STYLES))
        return read_lists(table, _pair(main, _LISTS), _pair(main, _USES)), styles
    except (struct.error, IndexError, KeyError):
        return None, {}


class _Reader:
    """The characters of a file with what is said of them."""

    def __init__(self, main: bytes, table: bytes, data: bytes) -> None:
        self._main = main
        self._pieces = list(_pieces(main, table))
        self._starts = [piece.start for piece in self._pieces]
        self._text = _without_fields("".join(piece.text for piece in self._pieces))
        self.lists, styles = _lists(main, table)
        self._counters = Counters(self.lists or {})
        paragraphs = paragraph_properties(main, table, data, _pair(main, _PARAGRAPHS), styles)
        self._paragraphs = sorted(paragraphs, key=lambda one: one[:2])
        self._ends = [end for _, end, _ in self._paragraphs]
        names = font_names(table, *_pair(main, _FONTS))
        characters = list(character_properties(main, table, _pair(main, _CHARACTERS)))
        named = (
            (one.start, one.end, names[one.font])
            for one in characters
            if one.font is not None and one.font < len(names)
        )
        self._fonts = sorted(one for one in named if font_encoding(one[2]))
        gone = [self._places(one.start, one.end) for one in characters if one.deleted or one.hidden]
        self._text = _without([place for places in gone for place in places], self._text)
        self.deleted = sum(one.deleted for one in characters)

    def flow(self) -> Flow:
        """Return what the file says, part by part."""
        flow = Flow()
        start = 0
        for name, at in _COUNTS:
            end = min(start + struct.unpack_from("<I", self._main, at)[0], len(self._text))
            if name == "text":
                flow.body += self._part(start, end, None)
            elif name == "note":
                flow.notes += self._part(start, end, "note")
            elif name == "margin":
                flow.margins += self._part(start, end, "margin")
            start = end
        return flow

    def _part(self, start: int, end: int, kind: BlockKind | None) -> list[Paragraph | Rows]:
        found: list[Paragraph | Rows] = []
        table = _Table()
        for match in _ENDS.finditer(self._text, start, end):
            said = self._said(match.start())
            runs = self._runs(start, match.start())
            start = match.end()
            label = self._counters.label(said.number, said.level) if said.number else Label()
            if not said.in_table:
                usual: BlockKind = "item" if label.bullet else "heading" if said.heading else "paragraph"
                found += [*_ended(table), Paragraph(runs, kind or usual, label.text)]
                table = _Table()
            elif said.row_end:
                table.end_row(said)
            else:
                table.runs += [*([Run(f"{label.text} ")] if label.text else []), *runs, Run(" ")]
                if match.group() == "\x07":
                    table.cells.append(Paragraph(table.runs))
                    table.runs = []
        return [
            *found,
            *_ended(table),
            *([Paragraph(self._runs(start, end), kind or "paragraph")] if start < end else []),
        ]

    def _places(self, start: int, end: int) -> list[tuple[int, int]]:
        """Which characters are stored in a stretch of the main stream, by piece."""
        found = []
        for piece in self._pieces:
            first = piece.start + max(0, start - piece.at) // piece.width
            behind = piece.start + min(len(piece.text), max(0, end - piece.at) // piece.width)
            found += [(first, behind)] if first < behind else []
        return found

    def _stored(self, at: int) -> int:
        """Where a character is stored in the main stream."""
        piece = self._pieces[bisect_right(self._starts, at) - 1]
        return piece.at + (at - piece.start) * piece.width

    def _said(self, at: int) -> Properties:
        stored = self._stored(at)
        place = bisect_right(self._ends, stored)
        found = self._paragraphs[place] if place < len(self._paragraphs) else None
        return found[2] if found and found[0] <= stored else _NO_PROPERTIES

    def _runs(self, start: int, end: int) -> list[Run]:
        """The text from one character to another, by fonts where some are of before Unicode."""
        if not self._fonts or start == end:
            return [_run(self._text[start:end], "")]
        fonts = [self._font(at) for at in range(start, end)]
        edges = [at for at in range(len(fonts)) if not at or fonts[at] != fonts[at - 1]]
        return [
            _run(self._text[start + first : start + behind], fonts[first])
            for first, behind in zip(edges, [*edges[1:], len(fonts)], strict=True)
        ]

    def _font(self, at: int) -> str:
        stored = self._stored(at)
        place = bisect_right(self._fonts, (stored, 1 << 32, "")) - 1
        found = self._fonts[place] if place >= 0 else None
        return found[2] if found and stored < found[1] else ""


def _run(text: str, font: str) -> Run:
    soft = "\u00ad" if font else ""
    return Run(text.translate(_SIGNS).replace("\x1f", soft).replace("\u00ad", soft), font)


def _ended(table: _Table) -> Rows | list[Rows]:
    if table.cells:
        table.end_row(_NO_PROPERTIES)
    if not table.rows:
        return []
    spread(table.rows, table.edges)
    return [table.rows]


def _without(places: Sequence[tuple[int, int]], text: str) -> str:
    """Text with characters at some places as signs that are no text; the ends of paragraphs stay."""
    signs = list(text) if places else []
    for first, behind in places:
        signs[first:behind] = [sign if _ENDS.match(sign) else "\x01" for sign in signs[first:behind]]
    return "".join(signs) if places else text


def _without_fields(text: str) -> str:
    """Text with the instructions of fields as signs that are no text; what they show stays."""
    pieces: list[str] = []
    shown = [True]
    at = 0
    for match in _FIELD.finditer(text):
        part = text[at : match.start()]
        pieces += [part if shown[-1] else "\x01" * len(part), "\x01"]
        at = match.end()
        if match.group() == "\x13":
            shown.append(False)
        elif match.group() == "\x14":
            shown[-1] = shown[-2] if len(shown) > 1 else True
        elif len(shown) > 1:
            shown.pop()
    return "".join((*pieces, text[at:] if shown[-1] else "\x01" * (len(text) - at)))
