"""Values into cells of a workbook so that nothing is lost and no text can become a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from itertools import count, islice
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Value = str | int | float | Decimal | date | None

#: limits of the file format; text is counted in units of UTF-16
MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
_FIRST_INEXACT = 10**15
_FIRST_SURE_DAY = date(1900, 3, 1)  # Excel holds that there was a 29/02/1900

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with a note beside it; `wrong` colours it."""

    value: Value
    note: str = ""
    wrong: bool = False


Row = Sequence[Value | Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """Head and width (in characters) of a column."""

    head: str
    width: int = 12


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook being written, with its cell formats made once each."""

    file: Workbook
    formats: dict[tuple[str, bool], Format] = field(default_factory=dict)

    def format(self, numbers: str, wrong: bool) -> Format:
        """Return the format of a cell for a number format ("" for text)."""
        if (numbers, wrong) not in self.formats:
            properties: dict[str, Any] = {"valign": "top"}
            properties |= {"num_format": numbers} if numbers else {"text_wrap": True}
            properties |= {"bg_color": "#FFC7CE", "font_color": "#9C0006"} if wrong else {}
            self.formats[numbers, wrong] = self.file.add_format(properties)
        return self.formats[numbers, wrong]


def iso_date(text: str | None) -> date | str | None:
    """Return a complete ISO date as a date, anything else ("2024-06") as it is.

    >>> iso_date("2024-06-14"), iso_date("2024-06"), iso_date("2024-06-31")
    (datetime.date(2024, 6, 14), '2024-06', '2024-06-31')
    """
    if text is None or not _ISO_DATE.fullmatch(text):
        return text
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def cell_text(text: str) -> str:
    """Return text that a cell can hold: characters that XML forbids replaced, what is too long cut with a mark."""
    clean = _FORBIDDEN.sub("\ufffd", text)
    units = clean.encode("utf-16-le")
    if len(units) <= 2 * MAX_TEXT:
        return clean
    kept = units[: 2 * (MAX_TEXT - 60)].decode("utf-16-le", "ignore")
    return f"{kept}… (cắt, còn {len(clean) - len(kept)} ký tự ở ket-qua.jsonl)"


def number_format(value: float | Decimal) -> str:
    """Return the format that shows a number whole, whatever its decimals.

    >>> number_format(3174), number_format(40.5), number_format(Decimal("0.125"))
    ('#,##0', '#,##0.##', '#,##0.###')
    """
    exponent = Decimal(str(value)).normalize().as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    return "#,##0" if places <= 0 else "#,##0." + "#" * max(2, min(places, 15))


def write_table(book: Book, name: str, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """Write a sheet with head, filter and rows; rows that do not fit go on to "name (2)"."""
    left = iter(rows)
    for part in count(1):
        fitting = list(islice(left, MAX_ROWS - 1))
        if part > 1 and not fitting:
            return
        sheet = book.file.add_worksheet(name if part == 1 else f"{name} ({part})")
        _write_head(book, sheet, columns)
        for number, row in enumerate(fitting, start=1):
            for place, value in enumerate(row):
                _write_cell(book, sheet, number, place, value if isinstance(value, Cell) else Cell(value))
        sheet.autofilter(0, 0, len(fitting), len(columns) - 1)


def _write_head(book: Book, sheet: Worksheet, columns: Sequence[Column]) -> None:
    look = {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#DDEBF7", "border": 1}
    head = book.file.add_format(look)
    sheet.set_row(0, 48)
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, cell_text(column.head), head)


def _write_cell(book: Book, sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
    """Write a cell by the type of its value; a number or date that Excel would change is written as text."""
    value = None if cell.value == "" else cell.value
    if isinstance(value, str) or _would_change(value):
        sheet.write_string(row, column, cell_text(str(value)), book.format("", cell.wrong))
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime.combine(value, time.min), book.format("dd/mm/yyyy", cell.wrong))
    elif value is not None:
        sheet.write_number(row, column, float(value), book.format(number_format(value), cell.wrong))
    elif cell.wrong:
        sheet.write_blank(row, column, None, book.format("", cell.wrong))
    if cell.note:
        size = {"x_scale": 2.5, "y_scale": min(6, 1 + len(cell.note) / 150)}
        sheet.write_comment(row, column, cell_text(cell.note), size)


def _would_change(value: int | float | Decimal | date | None) -> bool:
    """Whether Excel cannot hold a value: more than 15 digits, infinite, or before its calendar is right."""
    if value is None:
        return False
    if isinstance(value, date):
        return value < _FIRST_SURE_DAY
    number = Decimal(value)
    return not number.is_finite() or abs(number) >= _FIRST_INEXACT
