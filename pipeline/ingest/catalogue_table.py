"""`danh-muc.csv`: the metrics that staff add, as rows, with every fault by row and column.

Several phrases or examples in one cell are parted by "|"; several rows may give phrases of one code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extractors.catalogue.lookup import Metric, metrics
from extractors.catalogue.own import Catalogue, own_phrase, unit_fits
from extractors.vietnamese import fold_key
from pipeline.ingest.csv_cells import Cells, Fault, Heads, TableError, cell_faults, read_cells, surplus_faults

#: the group of metrics whose row names none
OWN_GROUP = "Danh mục của đơn vị"
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
_HEADS = Heads(
    columns=COLUMNS,
    names={
        "code": ("ma", "ma chi tieu", "code"),
        "name": ("ten", "ten chi tieu", "name"),
        "unit": ("don vi", "don vi tinh", "dvt", "unit"),
        "phrases": ("cum tu", "cac cum tu", "phrases"),
        "example": ("vi du", "cau vi du", "example"),
        "refuse": ("khong co", "khong duoc co", "refuse"),
        "group": ("nhom", "group"),
    },
    needed=("code", "name", "unit", "phrases", "example"),
    longest={"code": 64, "name": 200, "unit": 50, "phrases": 1000, "example": 2000, "refuse": 1000, "group": 100},
    known=("so lan", "so bao cao"),  # what `soat metrics suggest` tells beside its rows
)
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*")
_MARKED = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """A row of the table and its number in the file from 1; the name and unit that it lacks are those of its code."""

    number: int
    code: str
    name: str
    unit: str
    phrases: tuple[str, ...]
    examples: tuple[str, ...]
    refuse: tuple[str, ...] = ()
    group: str = OWN_GROUP


@dataclass(frozen=True, slots=True)
class CatalogueTable:
    """The rows without faults, the faults in the order of the file, and heads of columns that say nothing here."""

    rows: tuple[CatalogueRow, ...]
    faults: tuple[Fault, ...] = ()
    strange: tuple[str, ...] = ()


def parse_catalogue(data: bytes) -> CatalogueTable:
    """Return the rows of a table's bytes, and all that is wrong with them."""
    try:
        cells = read_cells(data, _HEADS)
    except TableError as error:
        return CatalogueTable((), (Fault(None, None, str(error)),))
    if not cells.rows:
        return CatalogueTable((), (Fault(None, None, "bảng không có chỉ tiêu nào"),))
    rows, faults = _rows(cells)
    at_fault = {fault.row for fault in faults}
    return CatalogueTable(tuple(row for row in rows if row.number not in at_fault), tuple(faults), cells.strange)


def catalogue_of(rows: Sequence[CatalogueRow]) -> Catalogue:
    """Return the catalogue of rows without faults."""
    own: dict[str, Metric] = {}
    for row in rows:
        kind = "rate" if unit_fits(row.unit, "%") else ""
        own.setdefault(row.code, Metric(row.code, row.name, row.unit, row.group, kind, ""))
    phrases = [own_phrase(row.code, row.unit, words, row.refuse) for row in rows for words in row.phrases]
    return Catalogue(tuple(own.values()), tuple(phrases))


def _rows(cells: Cells) -> tuple[list[CatalogueRow], list[Fault]]:
    rows: list[CatalogueRow] = []
    faults: list[Fault] = []
    for number, line in cells.rows:
        said = cells.said(line)
        row = _inherited(_row(number, said), rows)
        wrong = [*surplus_faults(line, cells.width), *cell_faults(said, _HEADS), *_code_faults(row, rows)]
        wrong += [*_word_faults(row, rows), *_example_faults(row)]
        wrong.sort(key=lambda one: list(COLUMNS).index(one[0]) if one[0] in COLUMNS else len(COLUMNS))
        faults += [Fault(number, column, text) for column, text in wrong]
        rows.append(row)
    return rows, faults


def _row(number: int, said: Mapping[str, str]) -> CatalogueRow:
    cells = {name: " ".join(cell.split()) for name, cell in said.items()}
    phrases, examples, refuse = (_parts(cells.get(name, "")) for name in ("phrases", "example", "refuse"))
    group = cells.get("group") or OWN_GROUP
    return CatalogueRow(number, cells["code"], cells["name"], cells["unit"], phrases, examples, refuse, group)


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for piece in cell.split("|") if (part := piece.strip())))


def _inherited(row: CatalogueRow, rows: Iterable[CatalogueRow]) -> CatalogueRow:
    """Return a further row of a code with the name and unit that its first one gives."""
    first = next((other for other in rows if other.code == row.code), None)
    return replace(row, name=row.name or first.name, unit=row.unit or first.unit) if first else row


# -- what may be wrong: a column and a clause ------------------------------------------------------------------------


def _code_faults(row: CatalogueRow, before: Sequence[CatalogueRow]) -> Iterator[tuple[str, str]]:
    if not row.code:
        yield "code", "ô trống"
    elif not _CODE.fullmatch(row.code):
        yield "code", f"“{row.code}” chỉ được gồm chữ không dấu, chữ số, dấu chấm và gạch dưới, bắt đầu bằng chữ"
    elif row.code.casefold() in metrics():
        yield "code", f"“{row.code}” đã là mã của danh mục có sẵn"
    yield from ((name, "ô trống") for name in ("name", "unit") if not getattr(row, name))
    first = next((other for other in before if other.code.casefold() == row.code.casefold()), row)
    for name in ("code", "name", "unit"):
        if row.code and getattr(row, name) and getattr(first, name) != getattr(row, name):
            yield name, f"mã này đã có ở dòng {first.number} với {COLUMNS[name]} “{getattr(first, name)}”"


def _word_faults(row: CatalogueRow, before: Sequence[CatalogueRow]) -> Iterator[tuple[str, str]]:
    if not row.phrases:
        yield "phrases", "ô trống"
    yield from (("phrases", text) for words in row.phrases if (text := _phrase_fault(words)))
    yield from (("refuse", f"“{words}” không có chữ nào") for words in row.refuse if not fold_key(words))
    for words in row.phrases:
        if other := next((other for other in before if _says(other, words, row.unit)), None):
            yield "phrases", f"cụm từ “{words}” đã chỉ “{other.code}” ở dòng {other.number}"


def _phrase_fault(words: str) -> str | None:
    if re.search(r"[{}#]", words):
        return f"cụm từ “{words}” chỉ được gồm chữ, không có dấu {{ }} #"
    return None if re.search(r"[^\W\d_]", words) else f"cụm từ “{words}” không có chữ nào"


def _says(row: CatalogueRow, words: str, unit: str) -> bool:
    return _spelled(words) in map(_spelled, row.phrases) and unit_fits(row.unit, unit)


@cache
def _spelled(words: str) -> str:
    """Return what tells whether two phrases are the same."""
    return own_phrase("", "", words).words.pattern


def _example_faults(row: CatalogueRow) -> Iterator[tuple[str, str]]:
    return (("example", text) for example in row.examples or ("",) if (text := _marking_fault(example)))


def _marking_fault(example: str) -> str | None:
    marked = _MARKED.findall(example)
    if not example:
        return "ô trống"
    if not marked:
        return "câu ví dụ không có số trong ngoặc nhọn {}"
    if example.count("{") > 1 or example.count("}") > 1:
        return "câu ví dụ có nhiều hơn một cặp ngoặc nhọn {}; nhiều câu thì ngăn bằng dấu |"
    return None if re.search(r"\d", marked[0]) else "trong ngoặc nhọn {} không có số"
