"""The cells of a page's tables, cut out and set one under the other, so that one look of the engine reads them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from PIL import Image

from pipeline.ingest.scan_engine import Read
from pipeline.ingest.scan_page import Grey
from pipeline.ingest.scan_rules import Ink, Rect, Ruled

#: of an inch: the rule itself and its shadow, the room around a cell's letters, that between lines of cells and
#: between figures, about a blank, the least letter
_INSET, _ROOM, _BETWEEN, _GAP, _LEAST = 0.025, 0.03, 0.16, 0.08, 0.03
#: dots: pictures that are higher are more than the engine takes
_HIGHEST = 24_000
#: of the height of figures: what is higher has more lines than one, what is wider is no figure, and what is narrow
#: enough to be lost on a line of its own
_ONE_LINE, _WIDEST, _NARROW = 2.2, 9.0, 3.6
#: figures that make a line, and how many of other lines make one
_ENOUGH, _MOST = 3, 6
#: pieces of a page, and how far each is below a line that they share
Row = list[tuple[Rect, int]]


@dataclass(frozen=True, slots=True)
class Patch:
    """A piece of a page with ink: where it stands on the page, and where in the column of pieces."""

    place: Rect
    left: int
    top: int


@dataclass(frozen=True, slots=True)
class Column:
    """Pieces of a page set one under the other."""

    picture: Image.Image
    patches: tuple[Patch, ...]

    def scaled(self, scale: float) -> Image.Image:
        """Return the picture larger."""
        size = round(self.picture.width * scale), round(self.picture.height * scale)
        return self.picture if scale == 1 else self.picture.resize(size, Image.Resampling.LANCZOS)


def without_tables(grey: Grey, ruled: Ruled, dpi: int) -> Grey:
    """Return a page without its tables and its longer rules."""
    bare = grey.copy()
    least, wide = round(0.5 * dpi), round(0.015 * dpi)
    paper = int(np.percentile(grey, 75))
    for left, top, right, bottom in ruled.level:
        if right - left >= least:
            bare[max(0, top - wide) : bottom + wide, max(0, left - wide) : right + wide] = paper
    for cells in ruled.tables:
        lefts, tops, rights, bottoms = zip(*cells, strict=True)
        bare[max(0, min(tops) - wide) : max(bottoms) + wide + 1, max(0, min(lefts) - wide) : max(rights) + wide + 1] = (
            paper
        )
    return bare


def inked(ink: Ink, ruled: Ruled, dpi: int) -> list[Rect]:
    """Return where the letters of each cell stand, of those that have any."""
    cells = [cell for table in ruled.tables for cell in table]
    return [place for cell in cells if (place := _letters(ink, cell, dpi)) is not None]


def in_lines(places: Sequence[Rect], dpi: int) -> list[Row]:
    """Return figures in lines of some, so that none stands alone, then the other cells, each by itself."""
    unit = _unit(places, dpi)
    small = narrow(places, dpi, _NARROW)
    return [*_lines(small, unit // 2), *alone([place for place in places if place not in small])]


def narrow(places: Sequence[Rect], dpi: int, most: float = _WIDEST) -> list[Rect]:
    """Return the pieces of one line of print that are no wider than a figure, `most` times their height."""
    room, unit = round(2 * _ROOM * dpi), _unit(places, dpi)
    return [
        place
        for place in places
        if place[3] - place[1] - room < _ONE_LINE * unit and place[2] - place[0] - room < most * unit
    ]


def _unit(places: Sequence[Rect], dpi: int) -> int:
    """Return the height of figures in dots."""
    heights = sorted(place[3] - place[1] - round(2 * _ROOM * dpi) for place in places)
    return heights[len(heights) // 4] if heights else 0


def alone(places: Sequence[Rect]) -> list[Row]:
    """Return pieces each by itself."""
    return [[(place, 0)] for place in places]


def columns(grey: Grey, rows: Sequence[Row], dpi: int) -> Iterator[Column]:
    """Yield rows of pieces set one under the other, in as few columns as the engine takes."""
    between, gap = round(_BETWEEN * dpi), round(_GAP * dpi)
    run: list[Row] = []
    height = between
    for row in rows:
        taken = _height(row) + between
        if run and height + taken > _HIGHEST:
            yield _column(grey, run, between, gap)
            run, height = [], between
        run.append(row)
        height += taken
    if run:
        yield _column(grey, run, between, gap)


def _lines(figures: Sequence[Rect], near: int) -> Iterator[Row]:
    """Yield rows of figures as they stand, then those of rows with hardly any in lines of some."""
    waiting: Row = []
    for line in _in_lines(figures, near):
        base = sorted(place[3] for place in line)[len(line) // 2]
        row = [(place, place[1] - base) for place in line]
        if len(row) >= _ENOUGH:
            yield row
        else:
            waiting += row
    yield from (waiting[at : at + _MOST] for at in range(0, len(waiting), _MOST))


def _in_lines(places: Sequence[Rect], near: int) -> Iterator[list[Rect]]:
    """Yield pieces that stand beside each other, from the top and from the left."""
    line: list[Rect] = []
    for place in sorted(places, key=lambda one: (one[1] + one[3], one[0])):
        if line and place[1] + place[3] - line[0][1] - line[0][3] > 2 * near:
            yield sorted(line)
            line = []
        line.append(place)
    if line:
        yield sorted(line)


def _height(row: Row) -> int:
    return max(place[3] - place[1] + rise for place, rise in row) - min(rise for _, rise in row)


def _letters(ink: Ink, cell: Rect, dpi: int) -> Rect | None:
    """Return where the letters of a cell stand, None for a cell without any."""
    inset, room, least = (round(part * dpi) for part in (_INSET, _ROOM, _LEAST))
    left, top, right, bottom = cell[0] + inset, cell[1] + inset, cell[2] - inset, cell[3] - inset
    if right - left < least or bottom - top < least:
        return None
    inside = ink[top:bottom, left:right]
    # a single dot is grain
    rows, columns_ = (np.nonzero(inside.sum(axis=axis) > 1)[0] for axis in (1, 0))
    if len(rows) < 2 or len(columns_) < 2 or max(rows[-1] - rows[0], columns_[-1] - columns_[0]) < least:
        return None
    return (
        max(left, left + int(columns_[0]) - room),
        max(top, top + int(rows[0]) - room),
        min(right, left + int(columns_[-1]) + 1 + room),
        min(bottom, top + int(rows[-1]) + 1 + room),
    )


def _column(grey: Grey, rows: Sequence[Row], between: int, gap: int) -> Column:
    """Set rows of pieces one under the other on paper of one light."""
    width = max(sum(place[2] - place[0] + gap for place, _ in row) for row in rows) + 2 * between
    height = sum(_height(row) + between for row in rows) + between
    paper = np.full((height, width), int(np.percentile(grey, 75)), dtype=np.uint8)
    patches: list[Patch] = []
    at = between
    for row in rows:
        highest, x = min(rise for _, rise in row), between
        for place, rise in row:
            left, top, right, bottom = place
            y = at + rise - highest
            paper[y : y + bottom - top, x : x + right - left] = grey[top:bottom, left:right]
            patches.append(Patch(place, x, y))
            x += right - left + gap
        at += _height(row) + between
    return Column(Image.fromarray(paper), tuple(patches))


def by_cell(words: Sequence[Read], column: Column, scale: float = 1.0) -> dict[Rect, list[Read]]:
    """Return the words of a column, seen larger, by the piece that they are of, where they stand on the page."""
    found: dict[Rect, list[Read]] = {}
    for word in words:
        box = (round(side / scale) for side in (word.left, word.top, word.width, word.height))
        left, top, width, height = box
        seen = replace(word, left=left, top=top, width=width, height=height)
        for part in _parts(seen, column.patches):
            x, y = part.left + part.width / 2, part.top + part.height / 2
            patch = min(column.patches, key=lambda one: _distance(one, x, y))
            left, top = part.left - patch.left + patch.place[0], part.top - patch.top + patch.place[1]
            found.setdefault(patch.place, []).append(replace(part, left=left, top=top))
    return found


def _parts(word: Read, patches: Sequence[Patch]) -> Iterator[Read]:
    """Yield a word, cut where the engine took the figures of two cells for one."""
    y = word.top + word.height / 2
    beside = [
        patch
        for patch in patches
        if patch.top <= y < patch.top + patch.place[3] - patch.place[1]
        and word.left < patch.left + (patch.place[2] - patch.place[0]) / 2 < word.left + word.width
    ]
    if len(beside) < 2:
        yield word
        return
    each = word.width / len(word.text)
    cuts = [
        round((a.left + a.place[2] - a.place[0] + b.left) / 2 - word.left) / each
        for a, b in pairwise(sorted(beside, key=lambda patch: patch.left))
    ]
    ends = [0, *(round(cut) for cut in cuts), len(word.text)]
    for start, end in pairwise(ends):
        if end > start:
            left, width = word.left + round(start * each), round((end - start) * each)
            yield replace(word, left=left, width=width, text=word.text[start:end], confidence=0.0)


def _distance(patch: Patch, x: float, y: float) -> float:
    left, top, right, bottom = patch.place
    across = max(patch.left - x, 0.0, x - patch.left - right + left)
    return across + max(patch.top - y, 0.0, y - patch.top - bottom + top)
