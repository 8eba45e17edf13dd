"""One clean text, blocks over it, and the way back to the original file.

`Document.text` is NFC, is made once by a reader of `pipeline.ingest` and is never edited afterwards:
`document.text[span.start:span.end]` is what is printed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import cos, radians, sin
from typing import Literal

from extractors.slots import fills_slots

BlockKind = Literal["paragraph", "heading", "item", "cell", "note", "margin"]


@fills_slots
@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of characters of `Document.text`."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Box:
    """Rectangle in points from the top left corner of a page, pages from 1."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@fills_slots
@dataclass(frozen=True, slots=True)
class Cell:
    """Place of a table cell: table from 1, row and column from 0, and how many of each it covers."""

    table: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@fills_slots
@dataclass(frozen=True, slots=True)
class Origin:
    """Where a block stands in the original: part, paragraph and runs of a Word file, or a table cell.

    `paragraph` counts the paragraphs of the part from 0 in document order; `runs` pairs an offset in the
    block with the index of the run that starts there, -1 for text that Word shows and no run holds.
    """

    part: str = "body"
    paragraph: int | None = None
    runs: tuple[tuple[int, int], ...] = ()
    cell: Cell | None = None


@fills_slots
@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, table cell, note or margin line of the text."""

    span: Span
    kind: BlockKind = "paragraph"
    origin: Origin = Origin()
    #: number that Word shows before the paragraph (already part of the text), "" where there is none
    marker: str = ""


@fills_slots
@dataclass(frozen=True, slots=True)
class Word:
    """A stretch of a printed line without blanks: its characters, half-open, and its edges in points.

    `doubt` says what is unsure of what a scan shows there.
    """

    start: int
    end: int
    left: float
    right: float
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """How a page was turned to be read: quarters clockwise, and its width and height in points after that.

    A scan that lay askew was then turned about its middle by `lean` degrees against the clock.
    """

    quarters: int
    width: float
    height: float
    lean: float = 0.0

    def back(self, edges: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of a rectangle as it stands on the page that is shown."""
        left, top, right, bottom = edges
        width, height = self.width, self.height
        for _ in range(self.quarters):
            left, top, right, bottom = top, width - right, bottom, width - left
            width, height = height, width
        return left, top, right, bottom

    def as_shown(self, edges: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """Return a rectangle as `back` does, around where it stood before the page was made straight."""
        if not self.lean:
            return self.back(edges)
        left, top, right, bottom = edges
        sine, cosine = sin(radians(self.lean)), cos(radians(self.lean))
        middle, centre = (left + right - self.width) / 2, (top + bottom - self.height) / 2
        across = self.width / 2 + middle * cosine - centre * sine
        down = self.height / 2 + middle * sine + centre * cosine
        wide = (abs(right - left) * cosine + abs((bottom - top) * sine)) / 2
        high = (abs(bottom - top) * cosine + abs((right - left) * sine)) / 2
        return self.back((across - wide, down - high, across + wide, down + high))

    def forth(self, edges: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """Return a rectangle on the page that is shown as it stands on the turned one."""
        size = (self.height, self.width) if self.quarters % 2 else (self.width, self.height)
        return Turn(-self.quarters % 4, *size).back(edges)


@fills_slots
@dataclass(frozen=True, slots=True)
class Print:
    """How a piece is printed: top and bottom in points from the top of its page, and its words from the left.

    The words count their characters from the start of the piece. All is as on the page once `turn`ed.
    """

    top: float
    bottom: float
    words: tuple[Word, ...]
    turn: Turn | None = None


@fills_slots
@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that lies on one line of the original.

    `offsets[i]` is the column of character `start + i`; None means that columns run on from `col`.
    `page` and `print` are known where the original has pages.
    """

    start: int
    end: int
    line: int
    col: int = 0
    page: int | None = None
    offsets: tuple[int, ...] | None = None
    print: Print | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a character stands in the original: line from 1, column from 0."""

    line: int
    col: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """Which blocks form a table: index into `Document.blocks` by row and column, -1 for an empty cell.

    A merged cell stands at every position that it covers. All rows are equally long.
    """

    table: int
    rows: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about a file that a user should know, by code of the public record."""

    code: str
    message: str
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a document was read from."""

    path: str
    name: str
    sha256: str
    format: str
    pages: int | None = None
    ocr: bool = False
    encoding: str | None = None
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A report as text with its way back: blocks in reading order, tables, and pieces sorted by start."""

    source: Source
    text: str
    blocks: tuple[Block, ...]
    grids: tuple[Grid, ...] = ()
    pieces: tuple[Piece, ...] = ()
    _starts: tuple[int, ...] = field(default=(), repr=False, compare=False)
    _block_starts: tuple[int, ...] = field(default=(), repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple([piece.start for piece in self.pieces]))
        object.__setattr__(self, "_block_starts", tuple([block.span.start for block in self.blocks]))

    def quote(self, span: Span) -> str:
        """Return what is printed at a span."""
        return self.text[span.start : span.end]

    def block_at(self, offset: int) -> int:
        """Return the index of the last block that starts by an offset; raises LookupError before the first."""
        found = bisect_right(self._block_starts, offset)
        if not found:
            raise LookupError(f"no block starts at or before {offset}")
        return found - 1

    def place(self, offset: int) -> Place:
        """Return line, column and page of a character; raises LookupError for a text without pieces."""
        if not self.pieces:
            raise LookupError("the document has no pieces to lead back to the original")
        piece = self.pieces[max(0, bisect_right(self._starts, offset) - 1)]
        inside = min(max(offset - piece.start, 0), piece.end - piece.start)
        if piece.offsets is None:
            return Place(piece.line, piece.col + inside, piece.page)
        return Place(piece.line, piece.offsets[min(inside, len(piece.offsets) - 1)], piece.page)

    def boxes(self, span: Span) -> tuple[Box, ...]:
        """Return the boxes of a span, one a printed line that it touches; none for an original without pages."""
        return tuple(box for piece in self._pieces_of(span) if (box := _box(piece, span)))

    def doubt(self, span: Span) -> str | None:
        """Return what is unsure of the print at a span; only scans leave doubts."""
        if not self.source.ocr:
            return None
        found = (doubt for piece in self._pieces_of(span) for doubt in _doubts(piece, span))
        return "; ".join(dict.fromkeys(found)) or None

    def _pieces_of(self, span: Span) -> tuple[Piece, ...]:
        first = max(0, bisect_right(self._starts, span.start) - 1)
        return self.pieces[first : bisect_right(self._starts, max(span.start, span.end - 1))]


def _box(piece: Piece, span: Span) -> Box | None:
    if piece.print is None or piece.page is None:
        return None
    start, end = span.start - piece.start, span.end - piece.start
    words = [word for word in piece.print.words if word.start < end and start < word.end]
    if not words:
        return None
    edges = (words[0].left, piece.print.top, words[-1].right, piece.print.bottom)
    edges = piece.print.turn.as_shown(edges) if piece.print.turn else edges
    return Box(piece.page, *(round(edge, 2) for edge in edges))


def _doubts(piece: Piece, span: Span) -> Iterator[str]:
    start, end = span.start - piece.start, span.end - piece.start
    for word in piece.print.words if piece.print else ():
        if word.doubt and word.start < end and start < word.end:
            yield word.doubt
