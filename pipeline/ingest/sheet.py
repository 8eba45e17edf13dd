"""Workbooks to documents: each table a grid, what stands around it as paragraphs, sheet by sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractors.document import Cell, Document, Grid, Notice, Origin, Source
from pipeline.ingest.errors import IngestError
from pipeline.ingest.laid_out import Found, document_of
from pipeline.ingest.sheet_cells import Sheet, address_of, cell_words
from pipeline.ingest.sheet_layout import Place, Row, rows_of, segments
from pipeline.ingest.word_tables import check_cells

#: names that programs give to sheets say nothing
_UNNAMED = re.compile(r"(?:sheet|trang[ _]?tính|bảng tính|trang)\s*\d*$", re.IGNORECASE)
_MOST_TOLD = 10
#: sheets that the workbook of results has, under whatever name somebody keeps it
_OF_RESULTS = frozenset({"Tổng hợp", "Số liệu", "Phát hiện", "Phép tính", "Nguồn"})


def read_xlsx(data: bytes, source: Source) -> Document:
    """Return the document of a workbook of Excel since 2007; raises IngestError."""
    from pipeline.ingest.sheet_xlsx import BinaryBook, xlsx_sheets  # noqa: PLC0415  # only what a file needs is loaded

    try:
        return _document(xlsx_sheets(data), source)
    except BinaryBook:
        return read_xls(data, source)


def read_xls(data: bytes, source: Source) -> Document:
    """Return the document of a workbook of old Excel; raises IngestError."""
    from pipeline.ingest.sheet_xls import xls_sheets  # noqa: PLC0415

    return _document(xls_sheets(data), source)


def read_ods(data: bytes, source: Source) -> Document:
    """Return the document of an OpenDocument workbook; raises IngestError."""
    from pipeline.ingest.sheet_ods import ods_sheets  # noqa: PLC0415

    return _document(ods_sheets(data), source)


def _document(sheets: Sequence[Sheet], source: Source) -> Document:
    shown = [sheet for sheet in sheets if (sheet.cells or sheet.boxes or sheet.pictures) and not sheet.hidden]
    hidden = [sheet.name for sheet in sheets if sheet.cells and sheet.hidden]
    if not shown:
        cause = "bảng tính chỉ có trang ẩn" if hidden else "bảng tính không có ô nào có nội dung"
        raise IngestError("empty", cause)
    if {sheet.name for sheet in shown} >= _OF_RESULTS:
        raise IngestError("unsupported", "đây là bảng kết quả do Soát ghi ra, không phải báo cáo")
    laid = _Laid()
    for sheet in shown:
        if len(shown) > 1 and not _UNNAMED.match(sheet.name.strip()) and (name := cell_words(sheet.name)):
            laid.found.append(Found(name, "heading", "", Origin(f"{name}!")))
        laid.add(sheet)
    notices = (*source.warnings, *_uncounted(shown), *_pictures(shown), *_hidden(hidden))
    return document_of(laid.found, laid.grids, replace(source, warnings=notices))


def _uncounted(sheets: Sequence[Sheet]) -> Iterator[Notice]:
    places = [f"{sheet.name}!{address}" for sheet in sheets for address in sheet.uncounted]
    if places:
        said = f"{len(places)} ô công thức chưa có kết quả nên không đọc được; hãy mở bằng Excel rồi lưu lại."
        yield Notice("partial_pages", said, _listed(places))


def _pictures(sheets: Sequence[Sheet]) -> Iterator[Notice]:
    names = [sheet.name for sheet in sheets if sheet.pictures]
    if names:
        count = sum(sheet.pictures for sheet in sheets)
        yield Notice("text_in_image", f"{count} ảnh trên trang tính; chữ trong ảnh chưa được đọc.", _listed(names))


def _hidden(names: Sequence[str]) -> Iterator[Notice]:
    if names:
        yield Notice("hidden_sheets", f"{len(names)} trang tính ẩn không được đọc.", _listed(names))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_TOLD]) + (" …" if len(names) > _MOST_TOLD else "")


@dataclass(slots=True)
class _Laid:
    """Blocks and tables of the sheets so far."""

    found: list[Found] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)

    def add(self, sheet: Sheet) -> None:
        """Lay a sheet under those before it."""
        for segment in segments(rows_of(sheet)):
            if segment.is_table:
                self._table(sheet, segment.rows)
            else:
                self._lines(sheet, segment.rows)
        self.found += [Found(text, "paragraph", "", Origin(f"{cell_words(sheet.name)}!")) for text in sheet.boxes]

    def _lines(self, sheet: Sheet, rows: Sequence[Row]) -> None:
        for places in _in_reading_order(rows, sheet):
            text = " ".join(sheet.cells[place] for place in places)
            origin = Origin(f"{cell_words(sheet.name)}!{address_of(*places[0])}")
            self.found.append(Found(text, "paragraph", "", origin))

    def _table(self, sheet: Sheet, rows: Sequence[Row]) -> None:
        table = len(self.grids) + 1
        columns = {column: at for at, column in enumerate(sorted({column for row in rows for column, _ in row.over}))}
        check_cells(len(rows), len(columns))
        cells, name = _cells(rows, columns, table), cell_words(sheet.name)
        blocks: dict[Place, int] = {}
        grid: list[tuple[int, ...]] = []
        for row in rows:
            line = [-1] * len(columns)
            for column, place in row.over:
                if place not in blocks:
                    blocks[place] = len(self.found)
                    origin = Origin(f"{name}!{address_of(*place)}", cell=cells[place])
                    self.found.append(Found(sheet.cells[place], "cell", "", origin))
                line[columns[column]] = blocks[place]
            grid.append(tuple(line))
        self.grids.append(Grid(table, tuple(grid)))


def _cells(rows: Sequence[Row], columns: Mapping[int, int], table: int) -> dict[Place, Cell]:
    """Where each cell of a table stands in it, and how far it reaches."""
    corners: dict[Place, tuple[int, int, int, int]] = {}
    for at, row in enumerate(rows):
        for column, place in row.over:
            top, left, _, _ = corners.get(place, (at, columns[column], 0, 0))
            corners[place] = (top, left, at, columns[column])
    return {
        place: Cell(table, top, left, bottom - top + 1, right - left + 1)
        for place, (top, left, bottom, right) in corners.items()
    }


def _in_reading_order(rows: Sequence[Row], sheet: Sheet) -> Iterator[list[Place]]:
    """Yield the cells of lines of text, those that make one line together: a letter head is read side by side."""
    at = 0
    while at < len(rows):
        if len(rows[at].own) < 2:
            yield from ([place] for place in rows[at].own)
            at += 1
            continue
        end = at + 1
        while end < len(rows) and _beside(rows, end):
            end += 1
        yield from _sides(rows[at:end], sheet)
        at = end


def _beside(rows: Sequence[Row], at: int) -> bool:
    """Whether a row goes on with the two sides of the rows above it; between title and name of a signer is room."""
    columns = [[column for _, column in row.own] for row in rows[at - 1 : at + 1]]
    near = rows[at].at <= rows[at - 1].at + 1
    return (near and any(len(row.own) > 1 for row in rows[at : at + 2])) or (
        len(columns[1]) > 1 and columns[0] == columns[1]
    )


def _sides(rows: Sequence[Row], sheet: Sheet) -> Iterator[list[Place]]:
    middle = min(row.own[1][1] for row in rows if len(row.own) > 1)
    places = [place for row in rows for place in row.own]
    joined = [row.own for row in rows if row.own and sheet.cells[row.own[0]].endswith(":")]
    for together in joined:
        yield list(together)
    alone = [place for place in places if not any(place in together for together in joined)]
    yield from ([place] for place in alone if place[1] < middle)
    yield from ([place] for place in alone if place[1] >= middle)
