"""What on a sheet is a table, and what stands around tables: letter heads, titles, notes, signatures."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from extractors.grids.texts import is_figure, is_year
from extractors.vietnamese import fold
from pipeline.ingest.sheet_cells import Sheet, too_large

#: places that merged cells may cover together
_MOST_COVERED = 2_000_000
_LETTER_HEAD = re.compile(
    r"cộng h[oò]a xã hội|độc lập\s*\W\s*tự do|(?:ủy ban|hội đồng) nhân dân|ubnd(?!\w)|đảng bộ|đảng ủy"
)
_SIGNED = re.compile(
    r"người lập|lập biểu|(?:phó )?chủ tịch|thủ trưởng|kế toán|văn thư|trưởng ban|giám đốc|(?:tm|kt|tl|tuq)\s*[./]"
    r"|.{0,40}ngày [\d.… ]{0,9}tháng|nơi nhận|ký tên|\(?ký"
)
_NOTE = re.compile(r"(?:\*+|\(\*+\)|\(\d\)|ghi chú|lưu ý|nguồn|chú thích)(?!\w)")
_LONG_NOTE = 12
#: rows between the title of another table and its head
_AHEAD = 6

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet that says something.

    `at` is its place on the sheet, `over` the column and first cell of each place that is filled, also from above.
    """

    at: int
    over: tuple[tuple[int, Place], ...]
    own: tuple[Place, ...]
    texts: tuple[str, ...]
    figures: bool

    @property
    def cells(self) -> int:
        """How many different cells stand in the row."""
        return len({place for _, place in self.over})


@dataclass(frozen=True, slots=True)
class Segment:
    """Rows that follow each other: a table or lines of text."""

    is_table: bool
    rows: tuple[Row, ...]


def rows_of(sheet: Sheet) -> list[Row]:
    """Return the filled rows of a sheet in their order; a merged cell stands at each place that it covers.

    Raises IngestError where merged cells cover too much.
    """
    covered = _covered(sheet)
    places = {place: covered.get(place, place) for place in sheet.cells} | covered
    kept = sorted((place, first) for place, first in places.items() if first in sheet.cells)
    return [_row(sheet, at, [(place[1], first) for place, first in group]) for at, group in _by_row(kept)]


def _by_row(places: Sequence[tuple[Place, Place]]) -> Iterator[tuple[int, list[tuple[Place, Place]]]]:
    for at, group in groupby(places, key=lambda one: one[0][0]):
        yield at, list(group)


def _row(sheet: Sheet, at: int, over: list[tuple[int, Place]]) -> Row:
    own = tuple(dict.fromkeys(first for _, first in over if first[0] == at))
    texts = tuple(fold(sheet.cells[place]) for place in own)
    figures = any(
        (place in sheet.numbers or is_figure(text)) and not is_year(text)
        for place, text in zip(own, texts, strict=True)
    )
    return Row(at, tuple(over), own, texts, figures)


def _covered(sheet: Sheet) -> dict[Place, Place]:
    """The first cell of each place under merged cells, as far as other cells stand in its row and column."""
    rows = sorted({row for row, _ in sheet.cells})
    columns = sorted({column for _, column in sheet.cells})
    covered: dict[Place, Place] = {}
    budget = _MOST_COVERED
    for area in sheet.merged:
        down = rows[bisect_left(rows, area.top) : bisect_right(rows, area.bottom)]
        across = columns[bisect_left(columns, area.left) : bisect_right(columns, area.right)]
        budget -= len(down) * len(across)
        if budget < 0:
            raise too_large()
        if (area.top, area.left) in sheet.cells:
            covered |= {(row, column): (area.top, area.left) for row in down for column in across}
    return covered


def segments(rows: Sequence[Row]) -> Iterator[Segment]:
    """Yield tables and the lines around them, in order."""
    at = 0
    while at < len(rows):
        start = _table_start(rows, at)
        end = _table_end(rows, start) if start < len(rows) else start
        if start > at:
            yield Segment(is_table=False, rows=tuple(rows[at:start]))
        if end > start:
            yield Segment(is_table=True, rows=tuple(rows[start:end]))
        at = max(end, at + 1)


def _table_start(rows: Sequence[Row], after: int) -> int:
    """Where the next table begins: a head of three cells, or a figure beside a name and the head above it."""
    for at in range(after, len(rows)):
        row = rows[at]
        if _is_letter_head(row):
            continue
        headed = row.cells > 2 and at + 1 < len(rows) and not _gap(rows, at + 1) and rows[at + 1].cells > 1
        if headed or (row.cells > 1 and row.figures):
            return at - 1 if row.cells == 2 and at > after and _is_head_of_two(rows, at) else at
    return len(rows)


def _is_head_of_two(rows: Sequence[Row], at: int) -> bool:
    above = rows[at - 1]
    return above.cells == 2 and not above.figures and not _gap(rows, at) and not _is_letter_head(above)


def _is_letter_head(row: Row) -> bool:
    return not row.figures and any(_LETTER_HEAD.match(text) for text in row.texts)


def _gap(rows: Sequence[Row], at: int) -> bool:
    """Whether an empty row stands above a row."""
    return rows[at].at > rows[at - 1].at + 1


def _table_end(rows: Sequence[Row], start: int) -> int:
    """Where a table ends: before its notes and signatures, or before the title or head of another one."""
    last = max((at for at in range(start, len(rows)) if rows[at].figures), default=start)
    for at in range(start + 1, len(rows)):
        apart = _gap(rows, at)
        if at > last and (apart or _closes(rows[at], rows[start])):
            return at
        if apart and any(row.figures for row in rows[start:at]) and _opens_another(rows, at):
            return at
    return len(rows)


def _closes(row: Row, head: Row) -> bool:
    """Whether a row right under the figures is none of the table: a note, a place and day, a signature."""
    if row.cells > 3 or row.cells >= head.cells:
        return False
    words = len(row.texts[0].split()) if row.texts else 0
    noted = bool(row.texts) and (bool(_NOTE.match(row.texts[0])) or (row.cells == 1 and words >= _LONG_NOTE))
    return noted or any(_SIGNED.match(text) for text in row.texts)


def _opens_another(rows: Sequence[Row], at: int) -> bool:
    """Whether a head of three cells without figures comes before any figure."""
    for row in rows[at : at + _AHEAD]:
        if row.figures:
            return False
        if row.cells > 2:
            return True
    return False
