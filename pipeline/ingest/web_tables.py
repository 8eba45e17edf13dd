"""Tables of web pages: which only lay out the page, and where the cells of the others stand."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.ingest.word_tables import check_cells

_MOST_SPAN = 200
#: letters of a cell that is no cell of figures
_LONG_CELL = 600
_PARAGRAPHS = frozenset({"p", "div", "br", "li", "h1", "h2", "h3", "h4"})
_MANY_PARAGRAPHS = 6


def is_layout(table: etree._Element) -> bool:
    """Whether a table only lays out the page: tables within, one cell a row, or whole texts in its cells."""
    if table.get("role") == "presentation" or next(table.iter("table")) is not table:
        return True
    if sum(1 for _ in table.iter("table")) > 1:
        return True
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    if max((len(row) for row in rows), default=0) < 2:
        return True
    return any(_is_text(cell) for row in rows for cell in row)


def _is_text(cell: etree._Element) -> bool:
    paragraphs = sum(1 for child in cell.iter() if child.tag in _PARAGRAPHS)
    return paragraphs > _MANY_PARAGRAPHS and sum(len(str(text)) for text in cell.itertext()) > _LONG_CELL


def places(table: etree._Element) -> Iterator[tuple[int, int, int, int, etree._Element]]:
    """Yield row, column, rows and columns covered of each cell, and the cell, row by row.

    Raises IngestError with code `too_big` for a table that no sheet could hold.
    """
    taken: set[tuple[int, int]] = set()
    rows = list(table.iter("tr"))
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while (at, column) in taken:
                column += 1
            down = min(_span(cell, "rowspan"), len(rows) - at)
            across = _span(cell, "colspan")
            check_cells(len(rows), column + across)
            taken.update((at + i, column + j) for i in range(down) for j in range(across) if down > 1)
            yield at, column, down, across, cell
            column += across


def _span(cell: etree._Element, name: str) -> int:
    text = cell.get(name, "1").strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
    return min(max(number, 1), _MOST_SPAN)
