"""Found blocks laid one under the other: the document of a file that has no lines of print of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractors.document import Block, BlockKind, Document, Grid, Origin, Piece, Source, Span


class Found(NamedTuple):
    """A block with text, before it has a place in the document."""

    text: str
    kind: BlockKind
    marker: str
    origin: Origin


def document_of(found: Sequence[Found], grids: Iterable[Grid], source: Source) -> Document:
    """Return the document of blocks in reading order, whose lines are counted by blocks."""
    blocks: list[Block] = []
    pieces: list[Piece] = []
    start = 0
    for line, one in enumerate(found, 1):
        span = Span(start, start + len(one.text))
        blocks.append(Block(span, one.kind, one.origin, one.marker))
        pieces.append(Piece(span.start, span.end, line))
        start = span.end + 1
    text = "\n".join(one.text for one in found)
    return Document(source, text, tuple(blocks), tuple(sorted(grids, key=lambda grid: grid.table)), tuple(pieces))
