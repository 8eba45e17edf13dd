"""The text of a report as markup: blocks in reading order, tables as tables, each with its line at the margin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.document import Block, Document, Grid, Span
from pipeline.export.page.marks import Marks
from pipeline.export.page.markup import Html, element, joined
from pipeline.export.page.words import cell_name

_CLASSES = {"item": "b it", "note": "b no", "margin": "b ma"}
#: a longer block that begins with a heading is running text
_LONGEST_HEADING = 200
_TOP, _DEEPEST = 2, 6


@dataclass(frozen=True, slots=True)
class _Text:
    """What the blocks of a report need: marks, sections by block (id and depth), heads of tables, tables by block."""

    marks: Marks
    sections: dict[int, tuple[str, int]]
    heads: dict[int, int]
    grids: dict[int, Grid]

    @property
    def document(self) -> Document:
        """The document that is shown."""
        return self.marks.analysis.document


def body(marks: Marks) -> Html:
    """Return the whole text; a block is an element of class `b`, and these hold every character of the document."""
    analysis = marks.analysis
    known = {section.id: section for section in marks.record.sections}
    sections = {s.block: (s.id, known[s.id].level) for s in reversed(analysis.facts.sections) if s.id in known}
    heads = {layout.table: layout.head for layout in analysis.facts.layouts}
    return joined(list(_blocks(_Text(marks, sections, heads, _whole_grids(analysis.document)))))


def _whole_grids(document: Document) -> dict[int, Grid]:
    """Return by first block the tables whose blocks stand one behind the other, row by row."""
    found: dict[int, Grid] = {}
    for grid in document.grids:
        order = list(dict.fromkeys(index for row in grid.rows for index in row if index >= 0))
        if order and all(later == one + 1 for one, later in pairwise(order)):
            found[order[0]] = grid
    return found


def _blocks(text: _Text) -> Iterator[Html]:
    document, at, done = text.document, 0, -1
    page: object = None
    for index, block in enumerate(document.blocks):
        yield from _loose(text, Span(at, block.span.start))
        at = max(at, block.span.end)
        if index <= done:
            continue
        if (here := _sheet_or_page(document, block)) != page:
            page = here
            yield element("div", cls="pg", data_p=here) if here else Html("")
        if grid := text.grids.get(index):
            done = max(number for row in grid.rows for number in row)
            yield _table(text, grid)
        else:
            yield _block(text, index, block)
    yield from _loose(text, Span(at, len(document.text)))


def _sheet_or_page(document: Document, block: Block) -> str | None:
    """Return the name of the page or sheet that a block is on."""
    if cell_name(document, block) is not None:
        return f"Trang tính {block.origin.part.rpartition('!')[0]}"
    page = document.place(block.span.start).page
    aside = ", chữ ở lề" if block.kind == "margin" else ""
    return f"Trang {page}{aside}" if page else None


def _loose(text: _Text, span: Span) -> Iterator[Html]:
    """Show text between blocks, should a reader leave any."""
    if text.document.quote(span).strip():
        yield element("p", text.marks.html(span), cls="b")


def _block(text: _Text, index: int, block: Block) -> Html:
    inside, line = text.marks.html(block.span), _line(text.document, block)
    section, level = text.sections.get(index, (None, 1))
    if (section or block.kind == "heading") and len(block.span) <= _LONGEST_HEADING:
        return element(f"h{min(level + _TOP, _DEEPEST)}", inside, cls="b", id=section, data_l=line)
    return element("p", inside, cls=_CLASSES.get(block.kind, "b"), id=section, data_l=line)


def _line(document: Document, block: Block) -> str:
    """Return the cell of a block in a sheet, else its line; its first and last where a reader joined lines."""
    first = document.place(block.span.start).line
    last = document.place(max(block.span.start, block.span.end - 1)).line
    return cell_name(document, block) or (str(first) if first == last else f"{first}–{last}")


def _table(text: _Text, grid: Grid) -> Html:
    head, areas = text.heads.get(grid.table, 0), _areas(grid)
    rows = [element("tr", *_cells(text, grid, row, row < head, areas)) for row in range(len(grid.rows))]
    if any(area.row < head < area.row + area.down for area in areas.values()):
        head = 0  # a cell of the head goes on below it
    parts = [element("thead", *rows[:head])] if head else []
    table = element("table", *parts, element("tbody", *rows[head:]))
    return element("div", table, cls="tb", tabindex="0", role="region", aria_label="Bảng")


@dataclass(frozen=True, slots=True)
class _Area:
    """The rectangle of a merged cell: where it begins, and how many rows and columns it covers."""

    row: int
    column: int
    down: int
    across: int

    def holds(self, row: int, column: int) -> bool:
        """Whether a place lies in it."""
        return self.row <= row < self.row + self.down and self.column <= column < self.column + self.across


def _areas(grid: Grid) -> dict[int, _Area]:
    """Return the area of each block of a table, from where it stands first, widest first."""
    areas: dict[int, _Area] = {}
    for row, cells in enumerate(grid.rows):
        for column, index in enumerate(cells):
            if index >= 0 and index not in areas:
                areas[index] = _area(grid.rows, row, column)
    return areas


def _area(rows: Sequence[Sequence[int]], row: int, column: int) -> _Area:
    index, across, down = rows[row][column], 1, 1
    while column + across < len(rows[row]) and rows[row][column + across] == index:
        across += 1
    while row + down < len(rows) and all(one == index for one in rows[row + down][column : column + across]):
        down += 1
    return _Area(row, column, down, across)


def _cells(text: _Text, grid: Grid, row: int, head: bool, areas: dict[int, _Area]) -> Iterator[Html]:
    """Return the line of a row, then the cells that begin in it: a merged one once, with how much it covers."""
    own = (i for c, i in enumerate(grid.rows[row]) if i in areas and (areas[i].row, areas[i].column) == (row, c))
    first = next(own, None)
    line = None if first is None else _line(text.document, text.document.blocks[first])
    yield element("td", cls="ln", data_l=line)
    for column, index in enumerate(grid.rows[row]):
        area = areas.get(index)
        if area and (area.row, area.column) == (row, column):
            yield _cell(text, index, area, "th" if head else "td")
        elif area is None or not area.holds(row, column):
            yield element("td")


def _cell(text: _Text, index: int, area: _Area, name: str) -> Html:
    block = text.document.blocks[index]
    return element(
        name,
        text.marks.html(block.span),
        cls="b",
        id=text.sections.get(index, (None,))[0],
        rowspan=str(area.down) if area.down > 1 else None,
        colspan=str(area.across) if area.across > 1 else None,
    )
