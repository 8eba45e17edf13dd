"""Plain text to documents: lines, sentences joined over page breaks, tables by tabs, strokes and blanks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.document import Block, BlockKind, Cell, Document, Grid, Origin, Piece, Source, Span
from extractors.plain.rows import TextCell, TextRow
from extractors.plain.tables import table_rows
from extractors.slots import fills_slots

#: a text that no file holds
UNNAMED = Source("", "", "", "txt")
_NOTE = re.compile(r"\s*(?:[¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴-⁹]*|\[\d{1,2}\])\s*\S")
_BULLET = re.compile(r"\s*[-+*•–●▪]\s*\S")
_LISTED = re.compile(r"\s*(?:[a-zđ]|\d{1,2}(?:\.\d{1,2})*|[ivxIVX]{1,4})[.)](?=\s|[^\W\d])")
_ENDS = (".", ";", ":", "!", "?", "…", "./.", "”", '"', "»", ">", "|")
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: soft hyphens, blanks without width, marks of direction
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]")


@fills_slots
@dataclass(frozen=True, slots=True)
class _Line:
    """A physical line, its number from 1, its clean text and the column of each character where they differ."""

    number: int
    text: str
    offsets: tuple[int, ...] | None


def plain_document(text: str, source: Source = UNNAMED) -> Document:
    """Return the document of a plain text: its places are lines and columns of `text`, with line ends of any system."""
    lines = [_line(number, raw) for number, raw in enumerate(text.split("\n"), 1)]
    rows = table_rows([line.text for line in lines])
    return _assemble(_paragraphs(lines, rows), rows, lines, source)


def _line(number: int, raw: str) -> _Line:
    raw = _UNSAFE.sub("\ufffd", raw.removesuffix("\r").replace("\ufeff", " "))
    if raw.isascii() or (unicodedata.is_normalized("NFC", raw) and not _UNSEEN.search(raw)):
        return _Line(number, raw, None)
    return _Line(number, *composed(raw))


def composed(raw: str) -> tuple[str, tuple[int, ...]]:
    """Return NFC text without signs that show nothing, and for each character and the end its column in the raw text.

    >>> composed("o\u0301x\u200by")
    ('óxy', (0, 2, 4, 5))
    """
    text, offsets, at = [], [], 0
    for cluster in re.finditer(r"(?s).[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff]*", raw):
        joined = unicodedata.normalize("NFC", _UNSEEN.sub("", cluster.group()))
        text.append(joined)
        offsets.extend([cluster.start()] * len(joined))
        at = cluster.end()
    return "".join(text), (*offsets, at)


def _paragraphs(lines: list[_Line], rows: Container[int]) -> list[list[_Line]]:
    """Group physical lines to paragraphs: a sentence cut by a page break or a hard line end is joined again."""
    width = _wrap_width(lines)
    groups: list[list[_Line]] = []
    gap = 0
    for line in lines:
        if not line.text.strip():
            gap += 1
            continue
        in_table = line.number - 1 in rows
        target = None if in_table or _ends_table(groups, rows) else _unfinished(groups, line, gap, width)
        if target is None:
            groups.append([line])
        else:
            target.append(line)
        gap = 0
    return groups


def _ends_table(groups: list[list[_Line]], rows: Container[int]) -> bool:
    """Whether the last line read is one of a table."""
    return bool(groups) and groups[-1][0].number - 1 in rows


def _unfinished(groups: list[list[_Line]], line: _Line, gap: int, width: int | None) -> list[_Line] | None:
    """Return the paragraph that a line goes on with, None where it starts one."""
    if gap > 2 or any(mark.match(line.text) for mark in (_NOTE, _BULLET, _LISTED)):
        return None
    for group in groups[::-1][:3]:
        if _NOTE.match(group[0].text) and group is groups[-1] and gap:
            continue  # a footnote may stand between the halves of a sentence
        last = group[-1].text.rstrip()
        if "\t" in last or last.rstrip('*"”').endswith(_ENDS) or in_capitals(last):
            return None
        return group if _goes_on(last, line.text.lstrip(), gap, width) else None
    return None


def _goes_on(last: str, text: str, gap: int, width: int | None) -> bool:
    first = text.lstrip("“\"'(")[:1]
    if last.endswith(","):
        return first.islower() or first.isdigit() or gap == 0
    if first.islower():
        return True
    return gap == 0 and width is not None and len(last) >= width * 0.85 and (first.isdigit() or first.isupper())


def _wrap_width(lines: list[_Line]) -> int | None:
    """Return the line width of a hard-wrapped file, None where lines are paragraphs."""
    lengths = sorted(len(line.text.rstrip()) for line in lines if len(line.text.strip()) > 40)
    if len(lengths) < 12:
        return None
    longest = lengths[int(len(lengths) * 0.95)]
    full = sum(1 for length in lengths if length >= longest * 0.85)
    return longest if longest <= 130 and full >= len(lengths) * 0.5 else None


def opens_note(text: str) -> bool:
    """Whether a line opens a footnote (¹ or [1])."""
    return bool(_NOTE.match(text))


def opens_item(text: str) -> bool:
    """Whether a line opens with a bullet or the number of a list or section."""
    return bool(_BULLET.match(text) or _LISTED.match(text))


def ends_sentence(text: str) -> bool:
    """Whether a line ends with a stop, a colon or the like."""
    return text.rstrip().rstrip('*"”').endswith(_ENDS)


@lru_cache(maxsize=256)
def in_capitals(text: str) -> bool:
    """Whether a line is printed in capitals."""
    letters = sum(map(str.isalpha, text))
    return letters > 0 and sum(map(str.isupper, text)) > 0.8 * letters


def _assemble(
    groups: list[list[_Line]], rows: Mapping[int, TextRow | None], lines: Sequence[_Line], source: Source
) -> Document:
    text = _Written([], [], [], {})
    at = 0
    for group in groups:
        row = rows.get(group[0].number - 1)
        if row is not None:
            at = text.add_row(row, lines, at)
        elif group[0].number - 1 not in rows:
            at = text.add_paragraph(group, at)
    grids = tuple(_grid(table, found) for table, found in sorted(text.rows.items()))
    return Document(source, "".join(text.parts), tuple(text.blocks), grids, tuple(text.pieces))


@dataclass(frozen=True, slots=True)
class _Written:
    """What has been written of a document: text, blocks, pieces and the rows of its tables."""

    parts: list[str]
    blocks: list[Block]
    pieces: list[Piece]
    rows: dict[int, list[tuple[int, ...]]]

    def add_paragraph(self, group: list[_Line], at: int) -> int:
        """Write the lines of a paragraph, joined; return the next offset."""
        start = at
        for index, line in enumerate(group):
            stripped = line.text if index == 0 else line.text.lstrip()
            self.pieces.append(_piece(line, at, len(line.text) - len(stripped), stripped))
            self.parts.append(stripped + (" " if index < len(group) - 1 else "\n"))
            at += len(self.parts[-1])
        self.blocks.append(Block(Span(start, at - 1), block_kind(group[0].text)))
        return at

    def add_row(self, row: TextRow, lines: Sequence[_Line], at: int) -> int:
        """Write the cells of a row; return the next offset."""
        rows = self.rows.setdefault(row.table, [])
        indices = [-1] * row.width
        for cell in row.cells:
            indices[cell.column : cell.column + cell.across] = [len(self.blocks)] * cell.across
            at = self.add_cell(cell, lines, at, Cell(row.table, len(rows), cell.column, 1, cell.across))
        rows.append(tuple(indices))
        return at

    def add_cell(self, cell: TextCell, lines: Sequence[_Line], at: int, place: Cell) -> int:
        """Write a cell, its lines joined; return the next offset."""
        start = at
        for index, piece in enumerate(cell.pieces):
            line = lines[piece.line]
            text = line.text[piece.start : piece.end]
            self.pieces.append(_piece(line, at, piece.start, text))
            self.parts.append(text + (" " if index < len(cell.pieces) - 1 else "\n"))
            at += len(self.parts[-1])
        self.blocks.append(Block(Span(start, at - 1), "cell", Origin(cell=place)))
        return at


def block_kind(text: str) -> BlockKind:
    """Return what a paragraph is by how it begins: note, item or paragraph."""
    if _NOTE.match(text):
        return "note"
    return "item" if _BULLET.match(text) else "paragraph"


def _piece(line: _Line, at: int, skipped: int, text: str) -> Piece:
    offsets = line.offsets[skipped : skipped + len(text) + 1] if line.offsets else None
    return Piece(at, at + len(text), line.number, skipped, None, offsets)


def _grid(table: int, rows: list[tuple[int, ...]]) -> Grid:
    width = max(len(row) for row in rows)
    return Grid(table, tuple(row + (-1,) * (width - len(row)) for row in rows))
