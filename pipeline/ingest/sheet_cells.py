"""A sheet as all forms of workbooks give it: texts of its cells by row and column, and what is merged."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.ingest.errors import IngestError

#: cells with something in them, and areas of merged cells, that a workbook may have
MOST_CELLS = 500_000
MOST_MERGED = 50_000
#: the largest sheet of Excel
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
#: bytes of one part of a workbook
MOST_PART = 100 * 1024 * 1024
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})$")
#: what no line of text may hold, and marks that show nothing
_BLANKS = re.compile(r"[\x00-\x20\x7f-\x9f\xa0\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Area:
    """Merged cells, rows and columns from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """A sheet; `uncounted` are the addresses of formulas whose value nobody has counted, `boxes` texts over cells,
    `pictures` how many pictures that may hold text lie over them.
    """

    name: str
    hidden: bool = False
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    numbers: set[tuple[int, int]] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    uncounted: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    pictures: int = 0

    def put(self, row: int, column: int, text: str, *, number: bool = False) -> None:
        """Keep what a cell prints; one that prints nothing is as if it were not there."""
        plain = cell_words(text)
        if not plain or not (0 <= row < MOST_ROWS and 0 <= column < MOST_COLUMNS):
            return
        self.cells[row, column] = plain
        if number:
            self.numbers.add((row, column))

    def merge(self, area: Area) -> None:
        """Keep an area of merged cells; raises IngestError where there are too many."""
        if len(self.merged) >= MOST_MERGED:
            raise too_large()
        if area.top <= area.bottom and area.left <= area.right and (area.top, area.left) != (area.bottom, area.right):
            self.merged.append(area)


def check_cells(sheets: Mapping[str, Sheet] | list[Sheet]) -> None:
    """Refuse a workbook that holds more than a report can; raises IngestError."""
    listed = sheets.values() if isinstance(sheets, Mapping) else sheets
    if sum(len(sheet.cells) for sheet in listed) > MOST_CELLS:
        raise too_large()


def too_large() -> IngestError:
    """Return the error of a workbook that is too large."""
    return IngestError("too_big", f"bảng tính có hơn {MOST_CELLS} ô hoặc quá lớn sau khi giải nén")


def cell_words(text: str) -> str:
    """Return the text of a cell on one line, composed."""
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", text)).strip()


def place_of(address: str) -> tuple[int, int] | None:
    """Return row and column from 0 of an address, None for what is none.

    >>> place_of("C7"), place_of("AA1"), place_of("7C")
    ((6, 2), (0, 26), None)
    """
    match = _ADDRESS.match(address)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def address_of(row: int, column: int) -> str:
    """Return the address of a cell.

    >>> address_of(6, 2), address_of(0, 26)
    ('C7', 'AA1')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
