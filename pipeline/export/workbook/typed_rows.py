"""The rows of a workbook's sheets that have findings, as text, with the cells that they stand in."""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from lxml.etree import LxmlError
from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter.utility import xl_col_to_name

from extractors.vietnamese import fold_key
from pipeline.export.workbook.findings import (
    ACT,
    BY,
    DAY,
    DIGEST,
    DISMISSED_SHEET,
    FINDING,
    KEPT,
    PATH,
    REASON,
    SHEET,
    UNIT,
)
from pipeline.export.workbook.spoilt import spoilt_cells

#: sheets that hold no decisions, the large ones above all
_OTHERS = ("Tổng hợp", "Số liệu", "Phép tính", "Văn bản viện dẫn", "Đối chiếu", "Nguồn", "TTHC II.06", "In", "Đọc tôi")
_HEAD_AMONG = 20  # people put titles above the head
_KNOWN = (ACT, REASON, BY, DAY, FINDING, DIGEST, PATH, KEPT, UNIT)
_NEEDED = (ACT, REASON, FINDING, DIGEST, PATH)
_PART = re.compile(r" \(\d+\)$")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
AGAIN = "Chưa ghi đè gì: hãy sửa rồi chạy lại, hoặc đổi tên tệp ấy nếu không cần các quyết định trong đó."
_BROKEN = (BadZipFile, KeyError, LxmlError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error)
_DAMAGED = "Không mở được sổ kết quả để lấy các quyết định đã gõ: tệp hỏng."


class TypedError(Exception):
    """A workbook from which decisions cannot be taken; `sentences` says in Vietnamese why, with sheet and cell."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(*sentences)
        self.sentences = tuple(sentences)


Said = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet: where its cells are, and the text of the columns that are ours."""

    sheet: str
    row: int
    columns: Mapping[str, int]
    said: Said

    def _address(self, head: str) -> str:
        return f"{xl_col_to_name(self.columns[head])}{self.row}"

    def cell(self, head: str) -> str:
        """Return where a cell is, as a reader of the workbook finds it."""
        return f"tờ “{self.sheet}”, ô {self._address(head)}"


def read_lines(data: bytes) -> tuple[list[Line], list[str]]:
    """Return the rows below the heads of every sheet that has findings, and in Vietnamese what is wrong with them.

    Raises TypedError where the bytes are no workbook that can be read.
    """
    book = _opened(data)
    names = [name for name in book.sheet_names if _PART.sub("", name) not in _OTHERS]
    return _lines(book, names, _spoilt(data, names))


def _opened(data: bytes) -> CalamineWorkbook:
    if data.startswith(_OLE):
        raise TypedError(
            ["Sổ kết quả có mật khẩu hoặc là tệp Excel cũ (.xls): hãy bỏ mật khẩu, lưu thành .xlsx.", AGAIN]
        )
    try:
        return CalamineWorkbook.from_filelike(BytesIO(data))
    except (CalamineError, OSError, ValueError) as error:
        raise TypedError([_DAMAGED, AGAIN]) from error


def _spoilt(data: bytes, sheets: Collection[str]) -> Mapping[str, frozenset[str]]:
    try:
        return spoilt_cells(data, sheets)
    except _BROKEN as error:
        raise TypedError([_DAMAGED, AGAIN]) from error


# -- cells -----------------------------------------------------------------------------------------------------------


def _lines(
    book: CalamineWorkbook, names: Sequence[str], spoilt: Mapping[str, frozenset[str]]
) -> tuple[list[Line], list[str]]:
    """The rows below the heads of every sheet that has findings, and what is wrong with the heads."""
    lines: list[Line] = []
    faults: list[str] = []
    ours = False
    for name in names:
        rows = _rows(book, name)
        head = _head(rows)
        if head is None:
            continue
        ours, (at, columns) = True, head
        if ACT not in columns and KEPT not in columns:
            continue  # written before decisions were typed here
        missing = [word for word in _NEEDED if word not in columns]
        if missing:
            faults.append(f"tờ “{name}” thiếu cột {', '.join(f'“{word}”' for word in missing)}")
        else:
            lines += (below := list(_below(name, rows, at, columns)))
            faults += [fault for line in below for fault in _failed(line, spoilt.get(name, frozenset()))]
    if not ours:
        sheets = f"“{SHEET}” hay “{DISMISSED_SHEET}”"
        faults.append(f"đây không phải sổ kết quả của Soát, hoặc tờ {sheets} đã bị xóa: không có cột “{FINDING}”")
    return lines, faults


def _rows(book: CalamineWorkbook, name: str) -> list[list[Any]]:
    try:
        return book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        raise TypedError([f"Không đọc được tờ “{name}” của sổ kết quả: tệp hỏng.", AGAIN]) from error


def _head(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int]] | None:
    """The position of the row with the heads and where each of ours stands; the first of two alike counts."""
    keys = {fold_key(word): word for word in _KNOWN}
    for at, row in enumerate(rows[:_HEAD_AMONG]):
        columns: dict[str, int] = {}
        for place, value in enumerate(row):
            if (word := keys.get(fold_key(_text(value)))) is not None:
                columns.setdefault(word, place)
        if FINDING in columns:
            return at, columns
    return None


def _below(name: str, rows: Sequence[Sequence[Any]], head: int, columns: Mapping[str, int]) -> Iterator[Line]:
    for row, values in enumerate(rows[head + 1 :], start=head + 2):
        said = {word: _text(values[place]) for word, place in columns.items()}
        if any(said.values()):
            yield Line(name, row, columns, said)


def _failed(line: Line, spoilt: Set[str]) -> Iterator[str]:
    """Yield the cells of a row that show an error, or nothing yet, in place of a text: nobody emptied them."""
    for head in line.columns:
        if line._address(head) in spoilt:
            cause = "công thức bị lỗi (như #REF!) hoặc chưa được tính nên không có nội dung"
            yield f"{line.cell(head)}: {cause}; hãy gõ lại"


def _text(value: Any) -> str:
    """A value of a cell as text on one line: whole numbers without ".0", days as ISO dates."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(str(value).split())
