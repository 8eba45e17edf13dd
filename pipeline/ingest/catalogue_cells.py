"""`danh-muc.csv` from bytes to cells: encodings, separators and heads of columns as spreadsheets write them."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.ingest.errors import IngestError
from pipeline.ingest.text import decode

_MOST_BYTES = 5_000_000
_MOST_ROWS = 2_000
#: each column as users know it
COLUMNS = {
    "code": "mã",
    "name": "tên",
    "unit": "đơn vị",
    "phrases": "cụm từ",
    "example": "ví dụ",
    "refuse": "không có",
    "group": "nhóm",
}
_NEEDED = ("code", "name", "unit", "phrases", "example")
#: what a column may be called, without accents and marks
_HEADS = {
    "code": ("ma", "ma chi tieu", "code"),
    "name": ("ten", "ten chi tieu", "name"),
    "unit": ("don vi", "don vi tinh", "dvt", "unit"),
    "phrases": ("cum tu", "cac cum tu", "phrases"),
    "example": ("vi du", "cau vi du", "example"),
    "refuse": ("khong co", "khong duoc co", "refuse"),
    "group": ("nhom", "group"),
}
#: what `soat metrics suggest` tells beside its rows
_COUNTS = ("so lan", "so bao cao")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


class TableError(Exception):
    """A table cannot be read at all; the text is a Vietnamese clause."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The rows below the head with their number in the file from 1, which column is which, and other heads."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    columns: Mapping[str, int]
    width: int
    strange: tuple[str, ...]

    def said(self, cells: Sequence[str]) -> dict[str, str]:
        """Return what a row says, by column; a cell that it lacks is empty."""
        return {name: cells[at].strip() if at < len(cells) else "" for name, at in self.columns.items()}


def read_cells(data: bytes) -> Cells:
    """Return the cells of a table: UTF-8, UTF-16 or Windows-1258, with ";", "," or tab between cells.

    Raises TableError.
    """
    if len(data) > _MOST_BYTES:
        raise TableError(f"bảng lớn hơn {_MOST_BYTES // 10**6} MB")
    lines = _lines(_text(data))
    head = next((at for at, cells in enumerate(lines) if _is_filled(cells)), None)
    if head is None:
        raise TableError("bảng trống")
    columns = _columns(lines[head])
    missing = [f'"{COLUMNS[name]}"' for name in _NEEDED if name not in columns]
    if missing:
        raise TableError(f"dòng đầu thiếu cột {', '.join(missing)}")
    rows = tuple(
        (number, tuple(cells)) for number, cells in enumerate(lines[head + 1 :], head + 2) if _is_filled(cells)
    )
    if not rows:
        raise TableError("bảng không có chỉ tiêu nào")
    if len(rows) > _MOST_ROWS:
        raise TableError(f"bảng có hơn {_MOST_ROWS} dòng")
    return Cells(rows, columns, len(lines[head]), _strange(lines[head], columns))


def _is_filled(cells: Sequence[str]) -> bool:
    return any(cell.strip() for cell in cells)


def _text(data: bytes) -> str:
    try:
        text = decode(data)[0]
    except IngestError:
        try:
            text = data.decode("cp1258")
        except UnicodeDecodeError as error:
            told = "bảng mã không phải UTF-8, UTF-16 hay Windows-1258; hãy lưu lại dạng CSV UTF-8"
            raise TableError(told) from error
    return unicodedata.normalize("NFC", text.lstrip("\ufeff"))


def _lines(text: str) -> list[list[str]]:
    """Return the cells of all lines by the separator that makes most known columns of the first line."""
    said = _SEPARATOR_LINE.match(text)
    if said:
        text = "\n" + text[said.end() :]  # rows keep their numbers
    first = text.lstrip("\r\n").partition("\n")[0]
    mark = said[1] if said else max(";,\t", key=lambda mark: len(_columns(first.replace('"', "").split(mark))))
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except (csv.Error, TypeError, ValueError) as error:  # also a mark that can part nothing
        raise TableError("không phải bảng CSV đúng, có thể thiếu một dấu ngoặc kép") from error


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Return which column is which by the words of the head, without regard to case and accents."""
    keys = [plain(cell) for cell in cells]
    return {name: min(map(keys.index, {*heads} & {*keys})) for name, heads in _HEADS.items() if {*heads} & {*keys}}


def _strange(cells: Sequence[str], columns: Mapping[str, int]) -> tuple[str, ...]:
    others = [" ".join(cell.split()) for at, cell in enumerate(cells) if at not in columns.values()]
    return tuple(cell for cell in others if cell and plain(cell) not in _COUNTS)


def plain(text: str) -> str:
    """Return words in lower case without accents and marks.

    >>> plain(" Cụm_từ:"), plain("ĐƠN VỊ")
    ('cum tu', 'don vi')
    """
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    letters = "".join(char for char in bare if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", letters))
