"""What the small readers of old files find, paragraphs and tables of runs, and the document that it makes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from extractors.document import BlockKind, Cell, Document, Grid, Source
from pipeline.ingest.errors import IngestError
from pipeline.ingest.laid_out import Found, document_of
from pipeline.ingest.old_runs import Run, are_trusted, mended_runs
from pipeline.ingest.old_text import encoding_of, is_suspect, mended
from pipeline.ingest.word_tables import check_cells, padded_grid
from pipeline.ingest.word_text import NO_RUN, Gathered, found_block

#: edges of columns, in twentieths of a point, that are one edge
_NEAR = 40
_HALVES = re.compile("[\ud800-\udfff]")
_MOST_BLOCKS = 1_000_000


@dataclass(slots=True)
class Paragraph:
    """Runs of a paragraph or cell; `marker` is the number that stands before it.

    Of cells: how many columns it covers, and whether it goes on from the cell above.
    """

    runs: list[Run] = field(default_factory=list)
    kind: BlockKind = "paragraph"
    marker: str = ""
    across: int = 1
    continues: bool = False


Rows = list[list[Paragraph]]


@dataclass(slots=True)
class Flow:
    """Paragraphs and tables in reading order, those of notes and margins apart."""

    body: list[Paragraph | Rows] = field(default_factory=list)
    notes: list[Paragraph | Rows] = field(default_factory=list)
    margins: list[Paragraph | Rows] = field(default_factory=list)

    def document(self, source: Source) -> Document:
        """Return the document, letters of before Unicode read as such; raises IngestError: `empty`, `too_big`."""
        items = [*self.body, *self.notes, *self.margins]
        paragraphs = [one for item in items for one in _paragraphs(item)]
        if len(paragraphs) > _MOST_BLOCKS:
            raise IngestError("too_big", "tệp có quá nhiều đoạn và ô")
        old = _mend(paragraphs)
        found, grids = _laid_out(items)
        if not found:
            raise IngestError("empty", "tệp không có chữ nào")
        return document_of(found, grids, replace(source, encoding=old) if old else source)


def _paragraphs(item: Paragraph | Rows) -> Iterable[Paragraph]:
    return [item] if isinstance(item, Paragraph) else [cell for row in item for cell in row]


def _mend(paragraphs: Sequence[Paragraph]) -> str | None:
    """Put the runs of paragraphs into Unicode, by their fonts, else by what they say; return their old encoding."""
    trusted = are_trusted(one.runs for one in paragraphs)
    names = []
    for one in paragraphs:
        texts, name = mended_runs(one.runs, trusted=trusted)
        names += [name] if name else []
        one.runs = [Run(_whole("".join(texts)))]
    lines = [one.runs[0].text for one in paragraphs]
    old = encoding_of(lines) if is_suspect("\n".join(lines)) else None
    for one in paragraphs if old else ():
        one.runs = [Run(mended(one.runs[0].text, old or ""))]
    return max(sorted(set(names)), key=names.count, default=old)


def _whole(text: str) -> str:
    """Text whose letters beyond the first 65536 were stored in halves; a half alone is no letter."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _HALVES.search(text) else text


def _laid_out(items: Iterable[Paragraph | Rows]) -> tuple[list[Found], list[Grid]]:
    found: list[Found] = []
    grids: list[Grid] = []
    for place, item in enumerate(items):
        if isinstance(item, Paragraph):
            found += [block] if (block := _block(item, place, None)) else []
        else:
            grids.append(_table(item, place, len(grids) + 1, found))
    return found, grids


def _block(paragraph: Paragraph, place: int, cell: Cell | None) -> Found | None:
    gathered = Gathered(place, 0)
    if paragraph.marker:
        gathered.marker = paragraph.marker
        gathered.pieces.append((f"{paragraph.marker} ", NO_RUN))
    gathered.pieces += [(run.text, NO_RUN) for run in paragraph.runs]
    return found_block(gathered, "cell" if cell else paragraph.kind, "body", cell)


def _table(rows: Rows, place: int, number: int, found: list[Found]) -> Grid:
    """Add the cells of a table to what was found; return where they stand."""
    placed: list[list[int]] = []
    for row in rows:
        indexes: list[int] = []
        for cell in row:
            at = len(indexes)
            block = _block(cell, place, Cell(number, len(placed), at, 1, cell.across))
            index = len(found) if block else -1
            found += [block] if block else []
            above = placed[-1][at] if cell.continues and placed and at < len(placed[-1]) else -1
            if index < 0 and above >= 0:
                index = above
                _lengthen(found, index, len(placed))
            indexes += [index] * cell.across
            check_cells(len(placed) + 1, len(indexes))
        placed.append(indexes)
    return padded_grid(number, placed)


def _lengthen(found: list[Found], index: int, row: int) -> None:
    block = found[index]
    if cell := block.origin.cell:
        longer = replace(cell, row_span=row - cell.row + 1)
        found[index] = block._replace(origin=replace(block.origin, cell=longer))


def spread(rows: Rows, edges: Sequence[Sequence[int]]) -> None:
    """Tell the cells of a table how many columns they cover, by the right edges of those of each row.

    A row whose edges are not known for all its cells keeps them as they are.
    """
    columns: list[int] = []
    for edge in sorted({edge for row in edges for edge in row}):
        if not columns or edge - columns[-1] > _NEAR:
            columns.append(edge)
    for cells, own in zip(rows, edges, strict=True):
        before = 0
        for cell, edge in zip(cells, own, strict=False):
            behind = sum(column <= edge + _NEAR // 2 for column in columns)
            cell.across = max(1, behind - before)
            before = max(behind, before + 1)
