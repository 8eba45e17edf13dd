"""Workbooks of old Excel, and binary ones, by calamine; it tells values, their formats are sought beside it."""

from __future__ import annotations

import io
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from extractors.vietnamese import fold
from pipeline.ingest.errors import IngestError
from pipeline.ingest.sheet_cells import MOST_CELLS, Area, Sheet, too_large
from pipeline.ingest.sheet_formats import Forms, formats_of
from pipeline.ingest.sheet_values import PERCENT, PLAIN, decimal_of, moment_text, number_text

_Value = int | float | str | bool | date | datetime | time | timedelta
#: a grid with more places than this is refused before its rows are made
_MOST_PLACES = 5_000_000
_SHARES = ("%", "tỷ lệ", "tỉ lệ")


def xls_sheets(data: bytes) -> list[Sheet]:
    """Return the sheets of a workbook in their order; raises IngestError."""
    try:
        with _without_noise(), CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return _sheets(book, formats_of(data))
    except PasswordError as error:
        raise IngestError("encrypted", "tệp được đặt mật khẩu; hãy gỡ mật khẩu rồi gửi lại") from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        if "password" in str(error).casefold():
            raise IngestError("encrypted", "tệp được đặt mật khẩu; hãy gỡ mật khẩu rồi gửi lại") from error
        raise _corrupt() from error
    except BaseException as error:
        # what fails in the library itself is no Exception of Python
        if type(error).__name__ == "PanicException":
            raise _corrupt() from error
        raise


@contextmanager
def _without_noise() -> Iterator[None]:
    """Keep what fails inside the library from writing to standard error, which belongs to people."""
    try:
        kept = os.dup(2)
    except OSError:  # there is none: a program without a console
        yield
        return
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _corrupt() -> IngestError:
    return IngestError("corrupt", "bảng tính bị hỏng, không mở được")


def _sheets(book: CalamineWorkbook, formats: Sequence[Forms]) -> list[Sheet]:
    sheets: list[Sheet] = []
    for index, said in enumerate(book.sheets_metadata):
        if said.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = Sheet(said.name, said.visible != SheetVisibleEnum.Visible)
        _read(book.get_sheet_by_index(index), sheet, formats[index] if index < len(formats) else {})
        sheets.append(sheet)
        if sum(len(one.cells) for one in sheets) > MOST_CELLS:
            raise too_large()
    return sheets


def _read(found: CalamineSheet, sheet: Sheet, formats: Forms) -> None:
    if found.start is None:
        return
    if found.height * found.width > _MOST_PLACES:
        raise too_large()
    top, left = found.start
    numbers: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for row, values in enumerate(found.to_python(), top):
        for column, value in enumerate(values, left):
            number = _number(value)
            if number is None:
                sheet.put(row, column, _printed(value))
            else:
                numbers[column][row] = number
    for column, below in numbers.items():
        otherwise = PERCENT if not formats and _are_shares(sheet, column, below) else PLAIN
        for row, number in below.items():
            form = formats.get((row, column), otherwise)
            sheet.put(row, column, number_text(number, form), number=form.kind in ("number", "percent"))
    for (first, start), (last, end) in found.merged_cell_ranges or ():
        sheet.merge(Area(first, start, last, end))


def _number(value: _Value) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return decimal_of(repr(value))


def _printed(value: _Value) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year}"
    if isinstance(value, time):
        return f"{value.hour:02}:{value.minute:02}"
    return moment_text(value) if isinstance(value, timedelta) else str(value)


def _are_shares(sheet: Sheet, column: int, numbers: dict[int, Decimal]) -> bool:
    """Whether a column under "Tỷ lệ (%)" holds parts of one that were printed as percentages.

    Formats of binary workbooks are not told; counted shares have many places after the comma, typed ones do not.
    """
    above = [text for (row, at), text in sheet.cells.items() if at == column and row < min(numbers)]
    if not any(mark in fold(text) for text in above[-3:] for mark in _SHARES):
        return False
    counted = [number for number in numbers.values() if number == 1 or _places(number) > 3]
    return all(0 <= number <= 1 for number in numbers.values()) and 2 * len(counted) >= len(numbers)


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
