"""`thong-tin.csv`: unit and period of reports as somebody states them, one row a file.

The columns are path (relative to the folder of the table), unit and period, the last two optional.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.header import NOTHING, Overrides
from extractors.header.periods import period_in
from extractors.vietnamese import fold, fold_key
from pipeline.ingest.folder import FoundFile, escape, is_folder
from pipeline.ingest.names import OVERRIDES_NAME

_MOST_BYTES = 5_000_000
_LONGEST = 200
_COLUMNS = {
    "path": ("path", "đường dẫn", "tệp", "tên tệp", "duong dan", "tep"),
    "unit": ("unit", "đơn vị", "don vi"),
    "period": ("period", "kỳ", "kỳ báo cáo", "ky", "ky bao cao"),
}
_WORDS = {"path": "đường dẫn", "unit": "đơn vị", "period": "kỳ"}
_CODE = re.compile(r"20\d\d(?:-(?:H[12]|Q[1-4]|0[1-9]|1[0-2])|/20\d\d)?")
_WORDED = re.compile(
    r"(?:(?:6|sáu) tháng (?:đầu|cuối) năm|quý (?:iv|i{1,3}|[1-4])|tháng (?:0?[1-9]|1[0-2]))?"
    r"[\s/,.-]*(?:năm)?\s*20\d\d"
    r"|giai đoạn 20\d\d\s*-\s*20\d\d"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class OverrideTable:
    """What a table says of the files of its folder, by path in NFC, and what is wrong with it (Vietnamese)."""

    rows: Mapping[str, Overrides]
    #: the row of each path, the first row of the file being 1
    places: Mapping[str, int]
    notices: tuple[str, ...] = ()

    def of(self, path: str) -> Overrides:
        """Return what the table says of a file, by its path below the folder with "/"."""
        return self.rows.get(as_key(path), NOTHING)

    def strangers(self, paths: Sequence[str], shown: str) -> list[str]:
        """Return a notice for each row whose path is none of the files; `shown` is the table as users know it."""
        known = {as_key(path) for path in paths}
        missing = ((path, row) for path, row in self.places.items() if path not in known)
        return [_notice(shown, row, "path", f"không có tệp “{path}”") for path, row in missing]


EMPTY = OverrideTable({}, {})


class OverrideTables:
    """The tables of folders, each read once."""

    def __init__(self) -> None:
        self._read: dict[Path, OverrideTable] = {}

    def apply(self, root: Path, files: Sequence[FoundFile]) -> tuple[list[FoundFile], list[str]]:
        """Return the files of an argument with what the tables state of them, and what is wrong with the tables.

        A table of a folder holds for all files below it; of two that name a file the nearer one counts.
        """
        whole = is_folder(root)
        top = root if whole else root.parent
        stated = [replace(file, overrides=self._of(file, top)) for file in files]
        tables = {folder: self._table(folder) for file in files for folder in _folders(file.path, top)}
        notices = [notice for table in tables.values() for notice in table.notices]
        for folder, table in tables.items() if whole else ():
            below = [path for file in files if file.path.is_relative_to(folder) for path in _names(file, folder)]
            notices += table.strangers(below, _shown(folder))
        return stated, notices

    def _of(self, file: FoundFile, top: Path) -> Overrides:
        said = NOTHING
        for folder in _folders(file.path, top):
            for name in _names(file, folder):
                said = merged(said, self._table(folder).of(name))
        return said

    def _table(self, folder: Path) -> OverrideTable:
        if folder not in self._read:
            self._read[folder] = read_table(folder / OVERRIDES_NAME, _shown(folder))
        return self._read[folder]


def _names(file: FoundFile, folder: Path) -> tuple[str, ...]:
    """Return what a table of a folder may call a file: what it says of an archive holds for all members."""
    return tuple(dict.fromkeys(path.relative_to(folder).as_posix() for path in (file.address, file.path)))


def _folders(path: Path, top: Path) -> list[Path]:
    """Return the folders of a file from its own up to the argument."""
    return [folder for folder in path.parents if folder == top or folder.is_relative_to(top)]


def _shown(folder: Path) -> str:
    return escape((folder / OVERRIDES_NAME).as_posix())


def as_key(path: str) -> str:
    r"""Return a path in the form in which paths are compared.

    >>> as_key(".\\xa\\b.docx"), as_key("./xa/b.docx")
    ('xa/b.docx', 'xa/b.docx')
    """
    plain = unicodedata.normalize("NFC", path.strip()).replace("\\", "/")
    while plain.startswith("./"):
        plain = plain[2:]
    return plain


def read_table(path: Path, shown: str) -> OverrideTable:
    """Return the table of a file; one that cannot be read says nothing and has a notice."""
    if not path.is_file():  # a pipe would block
        return EMPTY
    try:
        if path.stat().st_size > _MOST_BYTES:
            return OverrideTable({}, {}, (f"Không dùng được “{shown}”: bảng lớn hơn {_MOST_BYTES // 10**6} MB.",))
        data = path.read_bytes()
    except OSError:
        return OverrideTable({}, {}, (f"Không dùng được “{shown}”: không mở được tệp.",))
    return parse_table(data, shown)


def parse_table(data: bytes, shown: str) -> OverrideTable:
    """Return the table of a file's bytes: UTF-8, with "," or ";" between cells.

    A faulty row says nothing and has a notice.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return OverrideTable({}, {}, (f"Không dùng được “{shown}”: bảng mã không phải UTF-8.",))
    for separator in _separators(text):
        try:
            lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
        except csv.Error:
            return OverrideTable({}, {}, (f"Không dùng được “{shown}”: không phải bảng CSV đúng.",))
        head = next((row for row, cells in enumerate(lines) if any(cell.strip() for cell in cells)), None)
        if head is not None and "path" in (columns := _columns(lines[head])):
            return _table(lines, head, columns, shown)
    return OverrideTable({}, {}, (f"Không dùng được “{shown}”: dòng đầu không có cột path (đường dẫn).",))


def _separators(text: str) -> tuple[str, ...]:
    first = text.lstrip().partition("\n")[0]
    return (";", ",") if first.count(";") > first.count(",") else (",", ";")


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Return which column is which, by the words of the first row."""
    keys = [fold_key(cell) for cell in cells]
    return {
        name: keys.index(fold_key(word))
        for name, words in _COLUMNS.items()
        for word in reversed(words)
        if fold_key(word) in keys
    }


def _table(lines: Sequence[Sequence[str]], head: int, columns: Mapping[str, int], shown: str) -> OverrideTable:
    rows: dict[str, Overrides] = {}
    places: dict[str, int] = {}
    notices: list[str] = []
    for number, cells in enumerate(lines[head + 1 :], head + 2):
        if not any(cell.strip() for cell in cells):
            continue
        said = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
        fault = _fault(said, len(cells) - len(lines[head]), places)
        if fault:
            notices.append(_notice(shown, number, *fault))
            continue
        key = as_key(said["path"])
        rows[key] = Overrides(_unit(said.get("unit", "")), period_code(said.get("period", "")))
        places[key] = number
    return OverrideTable(rows, places, tuple(notices))


def _fault(said: Mapping[str, str], surplus: int, places: Mapping[str, int]) -> tuple[str, str] | None:
    """Return the column and what is wrong with it in a row, None for a good row."""
    long = next((name for name, cell in said.items() if len(cell) > _LONGEST or _CONTROL.search(cell)), None)
    if not said["path"]:
        return "path", "ô trống"
    if long:
        return long, "quá dài hoặc có ký tự điều khiển"
    if surplus > 0:
        return "path", "dòng có nhiều ô hơn dòng đầu"
    if (first := places.get(as_key(said["path"]))) is not None:
        return "path", f"tệp đã có ở dòng {first}"
    if said.get("period") and period_code(said["period"]) is None:
        return "period", f"không hiểu “{said['period']}”, cần dạng 2024, 2024-H1, 2024-Q2, 2024-06 hoặc 2021/2024"
    return None


def _notice(shown: str, row: int, column: str, fault: str) -> str:
    return f"“{shown}”, dòng {row}, cột {_WORDS[column]}: {fault}; bỏ qua dòng này."


def _unit(cell: str) -> str | None:
    return " ".join(unicodedata.normalize("NFC", cell).split()) or None


def period_code(cell: str) -> str | None:
    """Return a period as the record has it, from its code or from words, None for anything else.

    >>> period_code("2024/2"), period_code("quý II năm 2024"), period_code("6 tháng đầu năm 2024")
    (None, '2024-Q2', '2024-H1')
    """
    plain = unicodedata.normalize("NFC", cell).strip()
    if _CODE.fullmatch(plain.upper()):
        return plain.upper()
    return period_in(plain)[0] if _WORDED.fullmatch(fold(plain)) else None


def merged(near: Overrides, far: Overrides) -> Overrides:
    """Return what two tables say of a file: the nearer one counts, field by field."""
    return replace(far, unit=near.unit or far.unit, period=near.period or far.period)
