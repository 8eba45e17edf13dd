"""Blocks as long as no paragraph is, cut between words: time to read a block grows with its square."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractors.document import Block, Document, Grid, Span

#: some ten pages of print without the end of a paragraph
_MOST = 20_000


def short_blocks(document: Document) -> Document:
    """Return a document without very long blocks; those of tables, whose places say what they are, stay as they are."""
    if not any(map(_is_long, document.blocks)):
        return document
    blocks: list[Block] = []
    now: dict[int, int] = {-1: -1}
    for index, block in enumerate(document.blocks):
        now[index] = len(blocks)
        blocks.extend(_cut(document.text, block) if _is_long(block) else (block,))
    grids = tuple(Grid(one.table, tuple(tuple(now[at] for at in row) for row in one.rows)) for one in document.grids)
    return replace(document, blocks=tuple(blocks), grids=grids)


def _is_long(block: Block) -> bool:
    return len(block.span) > _MOST and block.origin.cell is None


def _cut(text: str, block: Block) -> Iterator[Block]:
    start, end = block.span.start, block.span.end
    while start < end:
        stop = _stop(text, start, end)
        runs = tuple((max(0, at + block.span.start - start), run) for at, run in block.origin.runs)
        yield replace(block, span=Span(start, stop), origin=replace(block.origin, runs=_within(runs, stop - start)))
        start = next((at for at in range(stop, end) if not text[at].isspace()), end)


def _within(runs: tuple[tuple[int, int], ...], length: int) -> tuple[tuple[int, int], ...]:
    """The last run that began before, and those that begin in the part."""
    before = [run for run in runs if run[0] == 0][-1:]
    return (*before, *(run for run in runs if 0 < run[0] < length))


def _stop(text: str, start: int, end: int) -> int:
    """Where a part ends: behind a sentence, between words, or anywhere."""
    if end - start <= _MOST:
        return end
    for mark in (". ", "\n", " "):
        found = text.rfind(mark, start + _MOST // 2, start + _MOST)
        if found >= 0:
            return found + (mark == ". ")
    return start + _MOST
