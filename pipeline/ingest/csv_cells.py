"""Tables that staff write, from bytes to cells: encodings, separators and heads as spreadsheets write them."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.ingest.errors import IngestError
from pipeline.ingest.text import decode

_MOST_BYTES = 5_000_000
_MOST_ROWS = 2_000
_CONTROL = re.compile(r"(?![\t\r\n])[\x00-\x1f\x7f\ufffd]")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heads:
    """Of a kind of table: each column as users know it, what it may be called (without accents and marks).

    `needed` columns must be there; `known` heads say nothing but are no surprise; `longest` is the most characters.
    """

    columns: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    longest: Mapping[str, int]
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a table: row from 1 and column of a cell where it has one, and a Vietnamese clause."""

    row: int | None
    column: str | None
    text: str


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


def read_cells(data: bytes, heads: Heads) -> Cells:
    """Return the cells of a table: UTF-8, UTF-16 or Windows-1258, with ";", "," or tab between cells.

    Raises TableError.
    """
    if len(data) > _MOST_BYTES:
        raise TableError(f"bảng lớn hơn {_MOST_BYTES // 10**6} MB")
    lines = _lines(_text(data), heads)
    head = next((at for at, cells in enumerate(lines) if _is_filled(cells)), None)
    if head is None:
        raise TableError("bảng trống")
    columns = _columns(lines[head], heads)
    missing = [f'"{heads.columns[name]}"' for name in heads.needed if name not in columns]
    if missing:
        raise TableError(f"dòng đầu thiếu cột {', '.join(missing)}")
    rows = tuple(
        (number, tuple(cells)) for number, cells in enumerate(lines[head + 1 :], head + 2) if _is_filled(cells)
    )
    if len(rows) > _MOST_ROWS:
        raise TableError(f"bảng có hơn {_MOST_ROWS} dòng")
    return Cells(rows, columns, len(lines[head]), _strange(lines[head], columns, heads.known))


def told(fault: Fault, shown: str, columns: Mapping[str, str]) -> str:
    """Return a fault as one sentence with file, row and column.

    >>> told(Fault(4, "example", "ô trống"), "danh-muc.csv", {"example": "ví dụ"})
    'danh-muc.csv, dòng 4, cột "ví dụ": ô trống.'
    """
    row = f", dòng {fault.row}" if fault.row else ""
    column = f', cột "{columns.get(fault.column, fault.column)}"' if fault.column else ""
    return f"{shown}{row}{column}: {fault.text}."


def surplus_faults(cells: Sequence[str], width: int) -> Iterator[tuple[str, str]]:
    """Yield column and clause where cells of a row stand beyond the head."""
    if any(cell.strip() for cell in cells[width:]):
        yield str(width + 1), "thừa ô so với dòng đầu; ô có dấu ngăn cột phải đặt trong dấu ngoặc kép"


def cell_faults(said: Mapping[str, str], heads: Heads) -> Iterator[tuple[str, str]]:
    """Yield column and clause for cells that are too long or hold control characters."""
    for name, cell in said.items():
        if len(cell) > heads.longest[name]:
            yield name, f"quá dài, nhiều nhất {heads.longest[name]} ký tự"
        if _CONTROL.search(cell):
            yield name, "có ký tự điều khiển"


def ignored_columns(strange: Sequence[str], shown: str) -> tuple[str, ...]:
    """Return a sentence for each column that a table has and nothing reads."""
    return tuple(f"{shown}: bỏ qua cột “{head}”, Soát không dùng cột này." for head in strange)


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


def _lines(text: str, heads: Heads) -> list[list[str]]:
    """Return the cells of all lines by the separator that makes most known columns of the first line."""
    said = _SEPARATOR_LINE.match(text)
    if said:
        text = "\n" + text[said.end() :]  # rows keep their numbers
    first = text.lstrip("\r\n").partition("\n")[0]
    mark = said[1] if said else max(";,\t", key=lambda mark: len(_columns(first.replace('"', "").split(mark), heads)))
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except (csv.Error, TypeError, ValueError) as error:  # also a mark that can part nothing
        raise TableError("không phải bảng CSV đúng, có thể thiếu một dấu ngoặc kép") from error


def _columns(cells: Sequence[str], heads: Heads) -> dict[str, int]:
    """Return which column is which by the words of the head, without regard to case and accents."""
    keys = [plain(cell) for cell in cells]
    known = ((name, {*names} & {*keys}) for name, names in heads.names.items())
    return {name: min(map(keys.index, there)) for name, there in known if there}


def _strange(cells: Sequence[str], columns: Mapping[str, int], known: Sequence[str]) -> tuple[str, ...]:
    others = [" ".join(cell.split()) for at, cell in enumerate(cells) if at not in columns.values()]
    return tuple(cell for cell in others if cell and plain(cell) not in known)


def plain(text: str) -> str:
    """Return words in lower case without accents and marks.

    >>> plain(" Cụm_từ:"), plain("ĐƠN VỊ")
    ('cum tu', 'don vi')
    """
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    letters = "".join(char for char in bare if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", letters))
