"""The sentences and table rows that a finding is about, with its places marked in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.document import Document, Span
from pipeline.export.words import place_words

#: a quoted place longer than this is cut to what stands around its numbers
_LONG = 260
_AROUND = 70
_LONGEST_MARK = 160
_SHEETS = frozenset({"xlsx", "xls", "ods"})
_SENTENCE_END = re.compile(r"[.!?…]\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or a table row on one line: where it stands, its text in parts, each with whether it is marked."""

    where: str
    parts: tuple[tuple[str, bool], ...]


def passages(document: Document, spans: Sequence[Span]) -> Iterator[Passage]:
    """Yield each sentence or table row around the spans, these marked in it."""
    found: dict[Span, list[Span]] = {}
    for span in spans:
        found.setdefault(_passage(document, span), []).append(span)
    for passage, marks in found.items():
        yield Passage(where(document, marks[0].start), tuple(_marked(document, passage, sorted(marks))))


def where(document: Document, offset: int) -> str:
    """Return where a character stands, in words: line, paragraph and page, or the cell of a sheet."""
    if document.source.format in _SHEETS:
        return f"ô {document.blocks[document.block_at(offset)].origin.part}"
    place = document.place(offset)
    return place_words(place.line, place.page, document.source.format)


def _passage(document: Document, span: Span) -> Span:
    """The table row or the sentence that a span begins in."""
    at = max(0, bisect_right(document.blocks, span.start, key=lambda block: block.span.start) - 1)
    block = document.blocks[at]
    if block.origin.cell is None:
        return _sentence(document, block.span, span)
    table, row = block.origin.cell.table, block.origin.cell.row
    near = document.blocks[max(0, at - 40) : at + 40]
    cells = [b.span for b in near if (c := b.origin.cell) and (c.table, c.row) == (table, row)]
    return Span(cells[0].start, cells[-1].end)


def _sentence(document: Document, block: Span, span: Span) -> Span:
    text = document.quote(block)
    ends = [m.end() for m in _SENTENCE_END.finditer(text) if not text[m.end() : m.end() + 1].islower()]
    start = max((end for end in ends if block.start + end <= span.start), default=0)
    last = min(span.end, block.end)
    end = min((end for end in ends if block.start + end >= last), default=len(text))
    return Span(block.start + start, block.start + end)


def _marked(document: Document, passage: Span, marks: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    """A passage with its marks, cut to what stands around them where it is long."""
    windows = [passage] if len(passage) <= _LONG else _windows(document, passage, marks)
    if windows[0].start > passage.start:
        yield "… ", False
    for number, window in enumerate(windows):
        if number:
            yield " … ", False
        yield from _stripped(list(_window(document, window, marks)))
    if windows[-1].end < passage.end:
        yield " …", False


def _windows(document: Document, passage: Span, marks: Sequence[Span]) -> list[Span]:
    """What stands around each mark, from blank to blank, joined where they touch."""
    windows: list[Span] = []
    for mark in marks:
        wanted = max(passage.start, mark.start - _AROUND)
        start = passage.start if wanted == passage.start else document.text.find(" ", wanted, mark.start) + 1 or wanted
        last = min(mark.end, mark.start + _LONGEST_MARK) + _AROUND
        end = passage.end if last >= passage.end else max(document.text.rfind(" ", mark.start, last), mark.start + 1)
        if windows and start <= windows[-1].end:
            windows[-1] = Span(windows[-1].start, max(end, windows[-1].end))
        else:
            windows.append(Span(start, end))
    return windows


def _window(document: Document, window: Span, marks: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    at = window.start
    for mark in marks:
        end = min(mark.end, window.end)
        if mark.start >= at and mark.start < end:
            yield _plain(document, Span(at, mark.start)), False
            yield _plain(document, Span(mark.start, end)), True
            at = end
    yield _plain(document, Span(at, window.end)), False


def _stripped(parts: list[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """The parts of a window without blanks at its edges; a mark keeps its own."""
    for number, (text, marked) in enumerate(parts):
        kept = text
        if not marked:
            kept = kept.lstrip() if number == 0 else kept
            kept = kept.rstrip() if number == len(parts) - 1 else kept
        if kept:
            yield kept, marked


def _plain(document: Document, span: Span) -> str:
    """Text for one line; the cells of a table row are set apart by a bar."""
    return re.sub(r"[^\S\n]+", " ", document.quote(span)).replace("\n", " | ")
