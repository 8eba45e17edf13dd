"""Pictures of pages to pages of lines and cells: made straight, read by the engine, tables cell by cell."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from os import cpu_count

import numpy as np
from PIL import Image

from extractors.document import Turn
from pipeline.ingest import scan_engine
from pipeline.ingest.limits import MOST_EXTRA_SECONDS, MOST_SCAN_PAGE_SECONDS, MOST_SCAN_SECONDS, SCAN_PAGE_SECONDS
from pipeline.ingest.patience import ask_for
from pipeline.ingest.pdf_layout import body_size
from pipeline.ingest.pdf_page import Line, Page
from pipeline.ingest.pdf_signs import Edges
from pipeline.ingest.scan_cells import Row, alone, by_cell, columns, in_lines, inked, narrow, without_tables
from pipeline.ingest.scan_engine import EngineError, Look, Mode, Read, words_of
from pipeline.ingest.scan_looks import clean, counted, is_word, likeliest, surety, text_of
from pipeline.ingest.scan_page import Sheet, dark, straightened, turned
from pipeline.ingest.scan_repairs import opens_roman
from pipeline.ingest.scan_rules import Rect, Ruled, find_rules
from pipeline.ingest.scan_words import SURE, as_roman, lines_of

#: confidence (of 100) of a word that is read; share of such words on a page that stands upright; words that show it
_READ, _UPRIGHT, _FEW = 70.0, 0.6, 8
#: letters of a word that is wider than it is high
_LONG = 3
#: share of dots that are ink on a page with anything on it
_INKED = 0.0004
#: how much the size of type may seem to differ where it is the same
_SAME_TYPE = 0.13
_MOST_AT_ONCE = 4
#: how much larger a figure is shown at the third look
_LARGER = 1.4
#: blocks of words from here on are cells
_CELLS = 100_000


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A page that was read in its picture: lines, cells of ruled tables in points, share of words read for certain."""

    page: Page
    tables: tuple[tuple[Edges, ...], ...]
    sure: float


def read_sheets(sheets: Iterable[Sheet], count: int) -> list[ReadSheet]:
    """Return those of so many pages that could be read, in their order.

    As many pages as there are cores are read at once, each by one thread of the engine.
    """
    more = min(count * SCAN_PAGE_SECONDS, MOST_EXTRA_SECONDS)
    ask_for(more)
    end = time.monotonic() + MOST_SCAN_SECONDS + more
    found: list[ReadSheet] = []
    with ThreadPoolExecutor(min(_MOST_AT_ONCE, cpu_count() or 1)) as pool:
        for waiting in _submitted(pool, sheets, end):
            with suppress(EngineError):
                found.append(waiting.result())
    return _made_even(found)


def _submitted(pool: ThreadPoolExecutor, sheets: Iterable[Sheet], end: float) -> Iterator[Future[ReadSheet]]:
    """Yield pages as they come up; a few are drawn ahead, so that memory holds a few."""
    running: deque[Future[ReadSheet]] = deque()
    for sheet in sheets:
        running.append(pool.submit(_read, sheet, end))
        if len(running) > _MOST_AT_ONCE:
            yield running.popleft()
    yield from running


def _read(sheet: Sheet, end: float) -> ReadSheet:
    """Return a page as read, turned upright where it lies on its side or its head; raises EngineError."""
    best = _turned(sheet, 0, end)
    for quarters in (1, 3, 2):
        if best.sure >= _UPRIGHT:
            break
        best = max(best, _turned(sheet, quarters, end), key=lambda one: one.sure)
    return best


def _turned(sheet: Sheet, quarters: int, end: float) -> ReadSheet:
    """Return a page as read when it is turned by quarters of a circle."""
    straight = straightened(turned(sheet, quarters))
    ink = dark(straight.picture)
    if ink.mean() < _INKED:
        return ReadSheet(Page(sheet.number, straight.width, straight.height, (), 0, 1), (), 1.0)
    ruled = find_rules(ink, sheet.dpi)
    engine = _Engine(straight, quarters, end)
    words = [*engine.in_text(ruled), *engine.in_cells(inked(ink, ruled, sheet.dpi))]
    lines = tuple(lines_of(words, straight))
    turn = Turn(-quarters % 4, straight.width, straight.height, straight.lean)
    page = Page(sheet.number, straight.width, straight.height, lines, 0, 1, turn if quarters or turn.lean else None)
    # cells are told as on the page that is shown
    tables = tuple(tuple(turn.back(_in_points(cell, straight.point)) for cell in table) for table in ruled.tables)
    return ReadSheet(page, tables, _share(words))


@dataclass(frozen=True, slots=True)
class _Engine:
    """Looks at a page, each until the time of its file or its own ends."""

    sheet: Sheet
    quarters: int
    end: float

    def in_text(self, ruled: Ruled) -> list[Read]:
        """Return the words beside the tables."""
        bare = without_tables(np.asarray(self.sheet.picture), ruled, self.sheet.dpi)
        return self._words(Image.fromarray(bare), "page", 0)

    def in_cells(self, places: Sequence[Rect]) -> list[Read]:
        """Return the words of cells; figures are looked at until two looks agree."""
        held = self._cells(in_lines(places, self.sheet.dpi), "cells", 0)
        figures = [place for place in narrow(places, self.sheet.dpi) if not is_word(held.get(place, ()))]
        weak = [place for place in places if place not in figures and surety(held.get(place, ())) < SURE]
        again = self._cells(alone(weak), "cells", 1)
        held |= {place: max(held.get(place, []), again.get(place, []), key=surety) for place in weak}
        held |= self._agreed(figures, held)
        held |= counted(places, held)
        return [
            replace(word, line=(_CELLS + at, *word.line[1:]))
            for at, place in enumerate(places)
            for word in clean(held.get(place, ()))
        ]

    def _agreed(self, figures: Sequence[Rect], first: Mapping[Rect, list[Read]]) -> dict[Rect, list[Read]]:
        """Return figures as two looks of three at them agree, else the likeliest in doubt."""
        second = self._cells(alone(figures), "figures", 2)
        apart = [place for place in figures if text_of(first.get(place)) != text_of(second.get(place))]
        third = self._cells(alone(apart), "figures", 3, _LARGER)
        looks = {place: [look.get(place, []) for look in (first, second, third)] for place in figures}
        return {place: likeliest(found[: 3 if place in apart else 2]) for place, found in looks.items()}

    def _cells(self, rows: Sequence[Row], mode: Mode, time_: int, scale: float = 1.0) -> dict[Rect, list[Read]]:
        held: dict[Rect, list[Read]] = {}
        # black and white: of grain and grey edges the engine makes signs
        clear = np.where(dark(self.sheet.picture), np.uint8(0), np.uint8(255))
        for at, column in enumerate(columns(clear, rows, self.sheet.dpi)):
            words = self._words(column.scaled(scale), mode, 10 * time_ + at)
            held |= by_cell(words, column, scale)
        return held

    def _words(self, picture: Image.Image, mode: Mode, time_: int) -> list[Read]:
        left = self.end - time.monotonic()
        if left <= 0:
            raise EngineError("the time of the file is over")
        look = Look(self.sheet.number, self.quarters, mode, time_)
        return words_of(scan_engine.recognise(picture, look, self.sheet.dpi, min(left, MOST_SCAN_PAGE_SECONDS)))


def _share(words: Sequence[Read]) -> float:
    """The share of letters in words that are read for certain; of a few words nothing can be said.

    None are where words run up or down: the engine may read such lines, and tell their places as if they did not.
    """
    if len(words) < _FEW:
        return 1.0
    long = [word.height > word.width for word in words if len(word.text) > _LONG]
    if 2 * sum(long) > len(long):
        return 0.0
    letters = sum(len(word.text) for word in words)
    return sum(len(word.text) for word in words if word.confidence >= _READ) / letters


def _in_points(cell: Rect, point: float) -> Edges:
    left, top, right, bottom = cell
    return left * point, top * point, right * point, bottom * point


def _made_even(sheets: Sequence[ReadSheet]) -> list[ReadSheet]:
    """Return pages with what is the same on all of them alike, though the engine saw it a little different each time.

    The type of the body has one size, and a section I is no 1 where sections II and III follow.
    """
    size = body_size([one.page for one in sheets])
    roman = any(opens_roman(line.text) for one in sheets for line in one.page.lines)

    def even(line: Line) -> Line:
        sized = replace(line, size=size) if abs(line.size - size) < _SAME_TYPE * size else line
        return as_roman(sized) if roman else sized

    return [replace(one, page=replace(one.page, lines=tuple(map(even, one.page.lines)))) for one in sheets]
