"""Blanks typed twice within a sentence, taken as one; each character keeps its place in the file."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from extractors.document import Block, Document, Piece, Span
from extractors.vietnamese import LOWER, UPPER

#: two blanks before a small letter, or between a word and a figure; wider gaps part columns
_DOUBLED = re.compile(
    rf"[ \u00a0]{{2}}(?:(?<=[^\s\d]..)(?=[{LOWER}\d])|(?<=\d..)(?=[{LOWER}])|(?<=[{LOWER},;]..)(?=[{UPPER}]))"
)
#: what is longer is no line of a head or foot, where two blanks before a capital may part columns
_LONGEST_LINE = 120


def single_blanks(document: Document) -> Document:
    """Return a document with one blank where two were typed within a sentence; pages as printed stay as they are."""
    # most texts have neither, which is told much faster than where
    doubled = "  " in document.text or "\u00a0" in document.text
    if not doubled or any(piece.print for piece in document.pieces):
        return document
    cuts = [match.end() - 1 for match in _DOUBLED.finditer(document.text) if _within_sentence(document, match.end())]
    if not cuts:
        return document
    starts = [0, *(cut + 1 for cut in cuts)]
    text = "".join(document.text[a:b] for a, b in zip(starts, [*cuts, len(document.text)], strict=True))
    blocks = tuple(_block(block, cuts) for block in document.blocks)
    return replace(document, text=text, blocks=blocks, pieces=tuple(_piece(piece, cuts) for piece in document.pieces))


def _within_sentence(document: Document, after: int) -> bool:
    """Whether two blanks before a character part no columns."""
    return not document.text[after].isupper() or len(document.blocks[document.block_at(after)].span) > _LONGEST_LINE


def _now(at: int, cuts: Sequence[int]) -> int:
    return at - bisect_left(cuts, at)


def _block(block: Block, cuts: Sequence[int]) -> Block:
    start, end = _now(block.span.start, cuts), _now(block.span.end, cuts)
    runs = tuple((_now(block.span.start + at, cuts) - start, run) for at, run in block.origin.runs)
    return replace(block, span=Span(start, end), origin=replace(block.origin, runs=runs))


def _piece(piece: Piece, cuts: Sequence[int]) -> Piece:
    start, end = _now(piece.start, cuts), _now(piece.end, cuts)
    inside = set(cuts[bisect_left(cuts, piece.start) : bisect_left(cuts, piece.end)])
    if not inside:
        return replace(piece, start=start, end=end)
    columns = piece.offsets or range(piece.col, piece.col + piece.end - piece.start + 1)
    offsets = tuple(column for at, column in enumerate(columns, piece.start) if at not in inside)
    return replace(piece, start=start, end=end, offsets=offsets)
