"""Tables as sheets: head, widths, filter, notes and lists to choose from; the rows themselves are put in later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.export.workbook import cells
from pipeline.export.workbook.cells import Cell, Row, Table, cell_text, lines
from pipeline.export.workbook.looks import HEADS, write_patterns
from pipeline.export.workbook.package import Part

_HEAD_LINE = 16
_LONGEST_NOTE = 2_000
_MOST_ON_A_PAGE = 24


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook being written and the rows to put into its sheets, by their number."""

    file: Workbook
    parts: dict[int, Part] = field(default_factory=dict)
    heads: dict[str, Format] = field(default_factory=dict)

    def head(self, kind: str) -> Format:
        """Return the format of the head of a column."""
        if kind not in self.heads:
            look = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, **HEADS[kind]}
            self.heads[kind] = self.file.add_format(look)
        return self.heads[kind]


def add_table(book: Book, table: Table) -> None:
    """Add the sheet of a table; rows that do not fit go on to "name (2)"."""
    left, rows = table.count, iter(table.rows)
    for part in count(1):
        if part > 1 and not left:
            return
        taken = min(left, cells.MAX_ROWS - 1)
        sheet = book.file.add_worksheet(table.name if part == 1 else f"{table.name} ({part})")
        _add_head(book, sheet, table)
        if not book.parts:
            write_patterns(book.file, sheet)
        sheet.autofilter(0, 0, taken, len(table.columns) - 1)
        # text of the last columns that runs over must not make the sheet wider, and so smaller, in print
        sheet.print_area(0, 0, taken, len(table.columns) - 1)
        _add_choices(sheet, table, taken)
        book.parts[len(book.file.worksheets())] = Part(table.columns, rows, taken)
        left -= taken


def add_notes(sheet: Worksheet, rows: Iterable[Row]) -> None:
    """Add the notes of cells to a sheet with a head."""
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, Cell) and cell.note:
                size = {"x_scale": 2.5, "y_scale": min(6, 1 + len(cell.note) / 150)}
                sheet.write_comment(number, place, _shortened(cell_text(cell.note)), size)


def _shortened(note: str) -> str:
    """A note that people can read where it opens; the findings have a sheet of their own."""
    return note if len(note) <= _LONGEST_NOTE else f"{note[:_LONGEST_NOTE]}… (còn nữa, xem tờ Phát hiện và Số liệu)"


def _add_head(book: Book, sheet: Worksheet, table: Table) -> None:
    most = max(lines(column.head, column.width - 2) for column in table.columns if not column.hidden)
    sheet.set_row(0, _HEAD_LINE * max(2, most))
    sheet.freeze_panes(1, 1)
    _set_page(sheet, table)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width, None, {"hidden": True} if column.hidden else {})
        sheet.write_string(0, place, cell_text(column.head), book.head(column.kind))


def _set_page(sheet: Worksheet, table: Table) -> None:
    """Print across A4 with the head on each page; a table of few columns fits the width."""
    sheet.hide_gridlines(0)  # they are printed, too
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&RTrang &P/&N")
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    if len(table.columns) <= _MOST_ON_A_PAGE:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.set_paper(8)
        sheet.set_print_scale(70)
        sheet.repeat_columns(0, 1)


def _add_choices(sheet: Worksheet, table: Table, rows: int) -> None:
    """Let people choose in the column that `choices` names from the range that it gives."""
    if table.choices is None or not rows:
        return
    head, source = table.choices
    place = next(place for place, column in enumerate(table.columns) if column.head == head)
    told = {"error_title": "Soát", "error_message": "Hãy chọn một quyết định trong danh sách."}
    sheet.data_validation(1, place, rows, place, {"validate": "list", "source": source, **told})
