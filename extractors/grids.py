"""What a table looks like before its numbers are read: head storeys, column of row numbers, totals, unit line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from extractors.document import Document, Grid, Span
from extractors.lexicon import unit_at
from extractors.vietnamese import fold

_NUMERIC = re.compile(r"[<>≥≤~]?\s*\d[\d.,\s]*(?:\s*/\s*\d[\d.,]*)?\s*(?:%|[^\W\d_]{1,7})?\s*\*?$")
_ROW_NUMBER = re.compile(r"(?:\d{1,3}|[IVXivx]{1,5}|[A-H])[.)]?$")
_COLUMN_NUMBER = re.compile(r"\(?\s*(?:\d{1,2}|[A-Ha-h])\s*\)?(?:\s*=\s*[\d()+\-:/*x% ]+)?$")
_ROW_HEAD = re.compile(r"(?:s?tt|số\s+tt|số thứ tự|stt\.?)$")
_TOTAL = re.compile(
    r"(?:tổng(?:\s+(?:số|cộng|chung))?|cộng(?:\s+chung)?|toàn\s+(?:xã|huyện|tỉnh|phường|thị trấn|thành phố)"
    r"|tổng\s+cộng|tổng\s+toàn\s+\w+)(?:\s*[:(][^)]{0,30}\)?)?(?:\s+(?:các|toàn)\s+\w+(?:\s\w+)?)?$"
)
_UNIT_SAID = re.compile(r"[(]\s*(?:đơn vị tính|đơn vị|đvt)\s*:\s*(?P<unit>[^()\n]{1,30}?)\s*[)]\s*:?\s*$")
_UNIT_LINE = re.compile(r"[(\s]*(?:đơn\s+vị\s+tính|đơn\s+vị|đvt|đv\s+tính)\s*[:.]?\s*(?P<unit>[^)\n]{1,40}?)[\s).;]*$")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a grid is to be read: rows and columns from 0.

    `head` rows of head; `skip` rows that only number or compute columns; `row_numbers` the column of running
    numbers; `labels` the columns that name the rows; `totals` the rows of totals; `unit` of the table's own
    unit line; `caption` the block before it.
    """

    table: int
    head: int
    skip: frozenset[int]
    row_numbers: int | None
    labels: tuple[int, ...]
    totals: frozenset[int]
    groups: frozenset[int]
    unit: str | None
    caption: Span | None


def read_layouts(document: Document) -> tuple[Layout, ...]:
    """Return the layout of each grid of a document, in order."""
    return tuple(_layout(document, grid) for grid in document.grids)


def cell_text(document: Document, grid: Grid, row: int, column: int) -> str:
    """Return the folded text of a cell, "" where it is empty."""
    index = grid.rows[row][column]
    return "" if index < 0 else " ".join(fold(document.quote(document.blocks[index].span)).split())


def _layout(document: Document, grid: Grid) -> Layout:
    texts = [[cell_text(document, grid, r, c) for c in range(len(row))] for r, row in enumerate(grid.rows)]
    width = len(texts[0]) if texts else 0
    row_numbers = next((c for c in range(min(2, width)) if any(_ROW_HEAD.match(row[c]) for row in texts[:3])), None)
    head = next((r for r, row in enumerate(texts) if _is_data(row, row_numbers)), len(texts))
    skip = frozenset(r for r, row in enumerate(texts[: head + 2]) if _numbers_columns(row))
    while head in skip:
        head += 1
    if row_numbers is None and head < len(texts) and _runs(texts[head:], skip, head):
        row_numbers = 0
    labels = _label_columns(texts[head:], row_numbers, width)
    totals = frozenset(r for r in range(head, len(texts)) if _is_total(texts[r], labels, row_numbers))
    groups = _group_rows(texts, head, row_numbers, totals)
    caption, unit = _around(document, grid)
    return Layout(grid.table, head, skip, row_numbers, labels, totals, groups, unit, caption)


def _is_data(row: list[str], row_numbers: int | None) -> bool:
    if _numbers_columns(row):
        return False
    if row_numbers is not None and _ROW_NUMBER.match(row[row_numbers].upper()) and any(row[row_numbers + 1 :]):
        return True
    return any(_is_number_cell(text) and not re.fullmatch(r"(?:19|20)\d\d", text) for text in row)


def _is_number_cell(text: str) -> bool:
    if not text or not _NUMERIC.match(text):
        return False
    words = re.search(r"[^\W\d_]+\s*\*?$", text)
    # "3 sao" heads a column, "12 hồ sơ" does not
    return words is None or words.group() not in ("sao", "tháng", "năm")


def _numbers_columns(row: list[str]) -> bool:
    """Whether a row only numbers or computes its columns: (1) (2) (3)=(1)+(2)."""
    filled = [text for text in row if text]
    if len(filled) < 3 or not all(_COLUMN_NUMBER.match(text) for text in filled):
        return False
    plain = [int(found.group()) for text in filled if "=" not in text and (found := re.search(r"\d+", text))]
    rising = all(b - a in (1, 2, 3) for a, b in pairwise(plain)) and (plain[:1] in ([1], [2], [3]))
    return bool(plain) and rising and (any("=" in t or "(" in t for t in filled) or len(set(row)) == len(filled))


def _runs(rows: list[list[str]], skip: frozenset[int], head: int) -> bool:
    """Whether the first column counts 1, 2, 3 … beside named rows."""
    first = [row[0] for r, row in enumerate(rows) if r + head not in skip and row[0]]
    named = sum(1 for row in rows if len(row) > 1 and re.search(r"[^\W\d_]{2}", row[1]))
    numbers = [int(t.rstrip(".")) for t in first if t.rstrip(".").isdigit()]
    return len(numbers) >= 2 and numbers == list(range(1, len(numbers) + 1)) and named >= len(numbers)


def _label_columns(rows: list[list[str]], row_numbers: int | None, width: int) -> tuple[int, ...]:
    """Return the leading columns that hold words."""
    found: list[int] = []
    for column in range(width):
        if column == row_numbers:
            continue
        filled = [row[column] for row in rows if row[column]]
        if any(_is_number_cell(text) for text in filled) or (filled and all(t in ("x", "-", "…") for t in filled)):
            break
        if filled:
            found.append(column)
    return tuple(found)


def _is_total(row: list[str], labels: tuple[int, ...], row_numbers: int | None) -> bool:
    if row_numbers is not None and re.fullmatch(r"\d{1,3}\.?", row[row_numbers]):
        return False
    columns = [*labels[:2], *([row_numbers] if row_numbers is not None else [])]
    return any(_TOTAL.match(row[c].strip(" .:*")) for c in columns if row[c]) or bool(
        not labels and row and _TOTAL.match(row[0].strip(" .:*"))
    )


def _group_rows(texts: list[list[str]], head: int, row_numbers: int | None, totals: frozenset[int]) -> frozenset[int]:
    """Return rows with a roman or capital number above rows with plain ones: their figures are sub-totals."""
    if row_numbers is None:
        return frozenset()
    marks = {r: texts[r][row_numbers].rstrip(".") for r in range(head, len(texts)) if r not in totals}
    roman = {r for r, mark in marks.items() if re.fullmatch(r"[ivx]+|[a-h]", mark)}
    plain = {r for r, mark in marks.items() if mark.isdigit()}
    return frozenset(roman) if roman and plain else frozenset()


def _around(document: Document, grid: Grid) -> tuple[Span | None, str | None]:
    """Return caption and unit line: the nearest blocks before the table, then the one after it."""
    inside = sorted({index for row in grid.rows for index in row if index >= 0})
    if not inside:
        return None, None
    caption: Span | None = None
    unit: str | None = None
    for index in range(inside[0] - 1, max(-1, inside[0] - 4), -1):
        block = document.blocks[index]
        if block.kind == "cell":
            break
        said = unit_line(document.quote(block.span))
        unit = unit or said
        if caption is None and (said is None or len(block.span) > 40):
            caption = block.span
    after = inside[-1] + 1
    if unit is None and after < len(document.blocks) and document.blocks[after].kind != "cell":
        unit = unit_line(document.quote(document.blocks[after].span))
    return caption, unit


def unit_line(text: str) -> str | None:
    """Return the unit of a line "Đơn vị tính: Triệu đồng", None for any other line.

    >>> unit_line("(ĐVT: hồ sơ)")
    'hồ sơ'
    """
    match = _UNIT_LINE.match(fold(text)) or _UNIT_SAID.search(fold(text))
    if match is None:
        return None
    unit = match["unit"].strip()
    word = unit_at(unit, 0)
    return unit if "/" in unit or word is None else word.text
