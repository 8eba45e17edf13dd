"""The layout of a table: head storeys, column of row numbers, names, totals, rows under rows, stated identities."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

from extractors.document import Document, Grid, Span
from extractors.grids.formulas import Identity, column_number, head_number, identities, numbers_columns
from extractors.grids.rows import is_note, is_total, marks_of, read_tree
from extractors.grids.texts import NO_FIGURE, grid_texts, is_figure, is_year
from extractors.grids.unit_lines import around, unit_column, unit_in_cell, unit_line

_ROW_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})*|[IVXivx]{1,5}|[A-H])[.)]?$")
#: how many words a cell of running text has at least
_LEAST_PROSE = 9
#: what the numbers in the first column name where its head is just this
_NAMED_ROWS = re.compile(
    r"(?:tên |số )?(?:khối(?: lớp)?|lớp|thôn|ấp|bản|buôn|làng|xóm|tổ(?: dân phố)?|khu(?: phố| vực)?|đội|cụm|tuyến|khóm"
    r"|tiểu khu|đợt|tuần|(?:học )?kỳ|khóa|vòng|bậc|hạng|nhóm|điều|phụ lục|(?:tổ|đơn vị) bầu cử|lô|thửa|khoảnh)"
)
_NAMING_NUMBER = re.compile(r"\d{1,3}")
_ROW_HEAD = re.compile(r"(?:s?tt|số\s+tt|số thứ tự|stt\.?|tt\.)$")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a grid is to be read: rows and columns from 0.

    `head` rows of head; `skip` rows that only number or compute columns; `aside` rows that hold no data: banners
    and unit lines over the head, heads repeated, notes; `row_numbers` the column of running numbers; `labels` the
    columns that name the rows; `totals` the rows of totals; `parents` the row that each row is part of; `of_which`
    rows that tell only some of theirs; `identities` what the table states of its columns; `partial` says that its
    rows count on from another table; `prose` the blocks of cells that are read like running text; `unit_column`
    the column that says the units of rows; `unit` of the table's own unit line; `caption` the block before it;
    `texts` the folded texts of the cells by row and column.
    """

    table: int
    head: int
    skip: frozenset[int]
    aside: frozenset[int]
    row_numbers: int | None
    labels: tuple[int, ...]
    totals: frozenset[int]
    parents: tuple[int | None, ...]
    of_which: frozenset[int]
    identities: tuple[Identity, ...]
    partial: bool
    prose: frozenset[int]
    unit_column: int | None
    unit: str | None
    caption: Span | None
    texts: Sequence[Sequence[str]] = field(default=(), repr=False, compare=False)


def read_layouts(document: Document) -> tuple[Layout, ...]:
    """Return the layout of each grid of a document, in order."""
    return tuple(_layout(document, grid) for grid in document.grids)


def _layout(document: Document, grid: Grid) -> Layout:
    texts = grid_texts(document, grid)
    width = len(texts[0]) if texts else 0
    row_numbers = next((c for c in range(min(2, width)) if any(_ROW_HEAD.match(row[c]) for row in texts[:4])), None)
    banners = _banners(grid)
    data = (r for r, row in enumerate(texts) if r not in banners and _is_data(row, row_numbers))
    head = next(data, len(texts))
    own = _own(texts, grid)
    skip = frozenset(r for r, row in enumerate(own) if numbers_columns(row) and _is_column_row(texts, r, head))
    while head in skip:
        head += 1
    if row_numbers is None and head < len(texts) and _runs(texts[head:], skip, head):
        row_numbers = 0
    aside = _aside(texts, head, skip, banners)
    rows = [r for r in range(head, len(texts)) if r not in skip and r not in aside]
    heads = [[texts[r][c] for r in range(head) if texts[r][c]] for c in range(width)]
    labels = _label_columns([texts[r] for r in rows], row_numbers, heads)
    totals = frozenset(r for r in rows if is_total(texts[r], labels, row_numbers))
    tree = read_tree(texts, marks_of(_printed(document, grid), row_numbers, labels), rows, totals, labels)
    caption, unit = around(document, grid)
    return Layout(
        grid.table,
        head,
        skip,
        aside,
        row_numbers,
        labels,
        totals,
        tree.parents,
        tree.of_which,
        _identities(texts, head, skip, aside),
        _counts_on(texts, rows, row_numbers, head),
        _prose(grid, texts, head, aside, {row_numbers, *labels[:1]}),
        unit_column(*_by_column(texts, head, width)),
        _unit_inside(texts, head, banners) or unit,
        caption,
        texts,
    )


def _by_column(texts: Sequence[list[str]], head: int, width: int) -> tuple[list[list[str]], list[list[str]]]:
    """Return the texts of the head and those below it by column."""
    columns = [[row[c] for row in texts] for c in range(width)]
    return [column[:head] for column in columns], [column[head:] for column in columns]


def _printed(document: Document, grid: Grid) -> list[list[str]]:
    """Return the printed texts of all cells: capitals tell A from a)."""
    return [["" if i < 0 else document.quote(document.blocks[i].span) for i in row] for row in grid.rows]


def _is_data(row: list[str], row_numbers: int | None) -> bool:
    if numbers_columns(row):
        return False
    if row_numbers is not None and _ROW_NUMBER.match(row[row_numbers].upper()) and any(row[row_numbers + 1 :]):
        return True
    return any(is_figure(text) and not is_year(text) for text in row)


def _banners(grid: Grid) -> frozenset[int]:
    """Return the rows that one cell fills which stands over all columns, or over the first above any storey."""
    found = set()
    storey = False
    for r, row in enumerate(grid.rows):
        filled = {index for index in row if index >= 0}
        if len(row) > 2 and len(filled) == 1 and (not storey or row[0] >= 0):
            found.add(r)
        storey = storey or len(filled) > 1
    return frozenset(found)


def _own(texts: Sequence[list[str]], grid: Grid) -> list[list[str]]:
    """Return the texts of rows without those of cells that go on from above, as heads beside column numbers do."""
    above = [[-1] * len(row) for row in grid.rows[:1]] + list(grid.rows[:-1])
    return [
        ["" if i == j else text for text, i, j in zip(row, here, up, strict=True)]
        for row, here, up in zip(texts, grid.rows, above, strict=True)
    ]


def _is_column_row(texts: Sequence[list[str]], row: int, head: int) -> bool:
    """Whether a row of column numbers stands right under the head, or under the head repeated on another page."""
    return row <= head + 1 or texts[row] == texts[head] or texts[row] in texts[:head]


def _aside(texts: Sequence[list[str]], head: int, skip: Set[int], banners: Set[int]) -> frozenset[int]:
    """Return the rows that hold no data: banners over the head, the head repeated, notes."""
    storeys = [texts[r] for r in range(head) if r not in skip and r not in banners]
    over = {r for r in range(head) if r in banners and storeys}
    repeated = {r for r in range(head, len(texts)) if texts[r] in storeys and any(texts[r])}
    notes = {r for r in range(head, len(texts)) if is_note(texts[r])}
    return frozenset(over | repeated | notes)


def _runs(rows: list[list[str]], skip: Set[int], head: int) -> bool:
    """Whether the first column counts 1, 2, 3 … beside named rows."""
    first = [row[0] for r, row in enumerate(rows) if r + head not in skip and row[0]]
    named = sum(1 for row in rows if len(row) > 1 and re.search(r"[^\W\d_]{2}", row[1]))
    numbers = [int(t.rstrip(".")) for t in first if t.rstrip(".").isdigit()]
    return len(numbers) >= 2 and numbers == list(range(1, len(numbers) + 1)) and named >= len(numbers)


def _counts_on(texts: Sequence[list[str]], rows: Sequence[int], row_numbers: int | None, head: int) -> bool:
    """Whether the running numbers begin later and go on: the first rows stand in another table, not left out."""
    if row_numbers is None:
        return False
    numbers = [int(m) for r in rows if (m := texts[r][row_numbers].rstrip(".")).isdigit()]
    late = bool(numbers) and numbers[0] > (2 if head else 1)
    return late and len(numbers) > 1 and all(b - a == 1 for a, b in pairwise(numbers))


def _prose(
    grid: Grid, texts: Sequence[list[str]], head: int, aside: Set[int], names: Set[int | None]
) -> frozenset[int]:
    """Return the blocks below the head that hold sentences: notes, and long cells beside the names of rows."""
    found = set()
    for r in range(head, len(texts)):
        for c, text in enumerate(texts[r]):
            long = len(text.split()) >= _LEAST_PROSE and c not in names and not is_figure(text)
            if grid.rows[r][c] >= 0 and (is_note(texts[r]) if r in aside else long):
                found.add(grid.rows[r][c])
    return frozenset(found)


def _label_columns(rows: list[list[str]], row_numbers: int | None, heads: list[list[str]]) -> tuple[int, ...]:
    """Return the leading columns that hold words, or numbers that name the rows."""
    found: list[int] = []
    for column, head in enumerate(heads):
        if column == row_numbers:
            continue
        filled = [row[column] for row in rows if row[column]]
        if not found and names_rows(head, filled):
            found.append(column)
        elif _holds_figures(filled) or (filled and all(text in NO_FIGURE for text in filled)):
            break
        elif filled:
            found.append(column)
    return tuple(found)


def names_rows(head: Sequence[str], filled: Sequence[str]) -> bool:
    """Whether a column's numbers are names: its head says of what, and each is greater than the one above.

    >>> names_rows(["khối"], ["6", "7", "9", "toàn trường"]), names_rows(["số hộ"], ["6", "7"])
    (True, False)
    """
    numbers = [int(text) for text in filled if _NAMING_NUMBER.fullmatch(text)]
    rising = len(numbers) > 1 and all(a < b for a, b in pairwise(numbers))
    return rising and bool(head) and bool(_NAMED_ROWS.fullmatch(head[-1]))


def _holds_figures(filled: Sequence[str]) -> bool:
    """Whether a column holds figures: years in all its rows but a total name the rows."""
    figures = [text for text in filled if is_figure(text)]
    return bool(figures) and not all(is_year(text) for text in figures)


def _identities(texts: Sequence[list[str]], head: int, skip: Set[int], aside: Set[int]) -> tuple[Identity, ...]:
    """Return what the column-number row states, else what the heads themselves do."""
    for row in sorted(skip):
        numbered = {c: found for c, text in enumerate(texts[row]) if (found := column_number(text))}
        if any(rest for _, rest in numbered.values()):
            return identities(numbered)
    storeys = [texts[r] for r in range(head) if r not in skip and r not in aside]
    said = {c: found for row in storeys for c, text in enumerate(row) if (found := head_number(text))}
    return identities(said) if any(rest for _, rest in said.values()) else ()


def _unit_inside(texts: Sequence[list[str]], head: int, banners: Set[int]) -> str | None:
    """Return the unit that a banner or a corner of the head says for the whole table."""
    for r, row in enumerate(texts[:head]):
        said = unit_line(next(text for text in row if text)) if r in banners else None
        said = said or next((unit for text in row if (unit := unit_in_cell(text))), None)
        if said:
            return said
    return None
