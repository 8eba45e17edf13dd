"""Paragraphs and tables of a PDF laid one under the other as a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate

from extractors.document import Block, BlockKind, Cell, Document, Grid, Origin, Piece, Print, Source, Span, Turn
from extractors.plain.paragraphs import block_kind
from pipeline.ingest.pdf_paragraphs import Paragraph, text_of
from pipeline.ingest.pdf_tables import Table, TableCell, goes_on

#: of the letters of a row that is repeated, how many are the same
_ALIKE = 0.9


@dataclass(frozen=True, slots=True)
class Placed:
    """A paragraph with what it is, as far as its place on the page says it."""

    lines: Paragraph
    kind: BlockKind | None = None
    cell: Cell | None = None


Part = Placed | Table


def assemble(parts: Sequence[Part], source: Source, turns: Mapping[int, Turn]) -> Document:
    """Return the document of paragraphs and tables in reading order; heads repeated over pages go to its end.

    `turns` says by page number which pages were turned to be read.
    """
    body: list[Placed] = []
    repeated: list[Placed] = []
    grids: list[Grid] = []
    for part in _continued(parts):
        if isinstance(part, Placed):
            body.append(part)
            continue
        grid, cells, again = _grid(len(grids) + 1, part, len(body))
        grids.append(grid)
        body += cells
        repeated += again
    return _laid([*body, *repeated], grids, source, turns)


def _continued(parts: Sequence[Part]) -> Iterator[Placed | list[Table]]:
    """Yield paragraphs, and tables with those that go on with them on the next pages."""
    run: list[Table] = []
    for part in parts:
        if isinstance(part, Table):
            if run and not goes_on(run[-1], part.page, part.edges):
                yield run
                run = []
            run.append(part)
            continue
        if run:
            yield run
            run = []
        yield part
    if run:
        yield run


def _grid(number: int, tables: Sequence[Table], first: int) -> tuple[Grid, list[Placed], list[Placed]]:
    """Return the grid of tables that are one, the blocks of its cells from index `first` on, and repeated heads."""
    width = len(tables[0].edges) - 1
    rows: list[list[int]] = []
    cells: list[Placed] = []
    again: list[Placed] = []
    for table in tables:
        head = _repeated_rows(tables[0], table)
        start = len(rows) - head
        rows += [[-1] * width for _ in range(table.rows - head)]
        for cell in table.cells:
            if cell.lines and cell.row < head:
                again.append(Placed(cell.lines, "margin"))
            elif cell.lines:
                place = Cell(number, start + cell.row, cell.column, cell.rows, cell.columns)
                _cover(rows, place, first + len(cells))
                cells.append(Placed(cell.lines, "cell", place))
    return Grid(number, tuple(tuple(row) for row in rows)), cells, again


def _cover(rows: list[list[int]], place: Cell, index: int) -> None:
    for row in rows[place.row : place.row + place.row_span]:
        for column in range(place.column, min(place.column + place.column_span, len(row))):
            row[column] = index


def _repeated_rows(first: Table, table: Table) -> int:
    """Return how many rows at the top of a table repeat those of the first page."""
    if first is table:
        return 0
    ours, theirs = _texts(first), _texts(table)
    alike = 0
    while alike < min(first.rows, table.rows) and _same_row(ours.get(alike, ()), theirs.get(alike, ())):
        alike += 1
    return alike


def _same_row(ours: Sequence[tuple[int, str]], theirs: Sequence[tuple[int, str]]) -> bool:
    """Whether rows say the same, but for a few letters that a scan shows otherwise."""
    if not ours or [column for column, _ in ours] != [column for column, _ in theirs]:
        return False
    said, again = ("\n".join(text for _, text in row) for row in (ours, theirs))
    if said == again:
        return True
    digits = any(c.isdigit() for c in said + again)
    return not digits and SequenceMatcher(None, said, again, autojunk=False).ratio() > _ALIKE


def _texts(table: Table) -> dict[int, list[tuple[int, str]]]:
    texts: dict[int, list[tuple[int, str]]] = {}
    for cell in table.cells:
        if cell.lines:
            texts.setdefault(cell.row, []).append((cell.column, _text(cell)))
    return texts


def _text(cell: TableCell) -> str:
    return "".join(text_of(cell.lines))


def _laid(found: Sequence[Placed], grids: Sequence[Grid], source: Source, turns: Mapping[int, Turn]) -> Document:
    blocks: list[Block] = []
    pieces: list[Piece] = []
    parts: list[str] = []
    start = 0
    for number, one in enumerate(found, 1):
        texts = text_of(one.lines)
        parts += [*texts, "\n"]
        ends = list(accumulate(map(len, texts)))
        for line, text, end in zip(one.lines, texts, ends, strict=True):
            at = end - len(text)
            shown = Print(line.top, line.bottom, line.words, turns.get(line.page))
            pieces.append(Piece(start + at, start + end, number, at, line.page, None, shown))
        span = Span(start, start + ends[-1])
        blocks.append(Block(span, one.kind or block_kind(texts[0]), Origin(cell=one.cell)))
        start = span.end + 1
    return Document(source, "".join(parts), tuple(blocks), tuple(grids), tuple(pieces))
