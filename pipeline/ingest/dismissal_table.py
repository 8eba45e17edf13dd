"""`bo-qua.csv`: the findings that staff dismiss, each row with its reason, and every fault by row and column.

A row dismisses one of three things: one finding by its id, a figure that staff have verified, or all that a rule finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractors.vietnamese import fold_key
from pipeline.ingest.csv_cells import Cells, Fault, Heads, TableError, cell_faults, plain, read_cells, surplus_faults

Kind = Literal["finding", "value", "rule"]

#: each column as users know it
COLUMNS = {
    "finding": "mã phát hiện",
    "path": "tệp",
    "unit": "đơn vị",
    "metric": "chỉ tiêu",
    "value": "giá trị",
    "rule": "quy tắc",
    "reason": "lý do",
}
_HEADS = Heads(
    columns=COLUMNS,
    names={
        "finding": ("ma phat hien", "phat hien", "finding", "id"),
        "path": ("tep", "ten tep", "duong dan", "path"),
        "unit": ("don vi", "don vi bao cao", "unit"),
        "metric": ("chi tieu", "ma chi tieu", "ten chi tieu", "noi dung so lieu", "metric", "label"),
        "value": ("gia tri", "so da xac minh", "value"),
        "rule": ("quy tac", "ma quy tac", "rule"),
        "reason": ("ly do", "ly do bo qua", "reason"),
    },
    needed=("reason",),
    longest={"finding": 64, "path": 400, "unit": 200, "metric": 300, "value": 60, "rule": 60, "reason": 500},
)
#: the columns that say what a row dismisses
_SAYING: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("finding", ("finding",)),
    ("value", ("metric", "value")),
    ("rule", ("rule",)),
)
_WANTED = "cần một trong ba: mã phát hiện; chỉ tiêu và giá trị; quy tắc"
_ID = re.compile(r"(?P<rule>[a-z]+(?:-[a-z]+)*)-[0-9a-f]{12}")
#: as reports print numbers, and with a dot before decimals that can be no thousands, as some spreadsheets do
_VALUE = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?|-?\d+\.(?:\d{1,2}|\d{4,})")


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A row of a table (as users know it) and its number in the file from 1; what it leaves open is empty.

    `rule` is a code of the record; `value` is None in rows of other kinds, `written` is how the cell has it.
    `but` are ids of findings that it does not reach, whatever else it says.
    """

    table: str
    row: int
    kind: Kind
    reason: str
    finding: str = ""
    path: str = ""
    unit: str = ""
    metric: str = ""
    value: Decimal | None = None
    written: str = ""
    rule: str = ""
    but: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DismissalTable:
    """The rows without faults, the faults in the order of the file, and heads of columns that say nothing here."""

    rows: tuple[Dismissal, ...] = ()
    faults: tuple[Fault, ...] = ()
    strange: tuple[str, ...] = ()


def parse_dismissals(data: bytes, shown: str, rules: Mapping[str, str]) -> DismissalTable:
    """Return what a table's bytes dismiss and all that is wrong with them; `rules` are codes with their names."""
    try:
        cells = read_cells(data, _HEADS)
        if not any(all(name in cells.columns for name in names) for _, names in _SAYING):
            raise TableError(f"dòng đầu không có cột nào cho biết bỏ qua điều gì; {_WANTED}")
    except TableError as error:
        return DismissalTable(faults=(Fault(None, None, str(error)),))
    rows, faults = _rows(cells, shown, rules)
    return DismissalTable(tuple(rows), tuple(faults), cells.strange)


def verified_value(text: str) -> Decimal | None:
    """Return a number as reports print it, with or without a percent sign; None for anything else.

    >>> verified_value("1.234,5"), verified_value("67,6%"), verified_value("1.234"), verified_value("0.125")
    (Decimal('1234.5'), Decimal('67.6'), Decimal('1234'), Decimal('0.125'))
    >>> verified_value("khoảng 5")
    """
    numeral = text.strip().removesuffix("%").rstrip()
    if not _VALUE.fullmatch(numeral):
        return None
    grouped = "," in numeral or re.fullmatch(r"-?[1-9]\d{0,2}(?:\.\d{3})+", numeral)
    return Decimal(numeral.replace(".", "").replace(",", ".") if grouped else numeral)


def _rows(cells: Cells, shown: str, rules: Mapping[str, str]) -> tuple[list[Dismissal], list[Fault]]:
    rows: list[Dismissal] = []
    faults: list[Fault] = []
    codes = {plain(word): code for code, name in rules.items() for word in (code, name)}
    order = list(COLUMNS)
    for number, line in cells.rows:
        said = {name: " ".join(cell.split()) for name, cell in cells.said(line).items()}
        wrong = [*surplus_faults(line, cells.width), *cell_faults(cells.said(line), _HEADS), *_faults(said, codes)]
        row = _row(shown, number, said, codes)
        if not wrong and (first := next((other for other in rows if _same(other, row)), None)):
            wrong.append((_SAYING_COLUMN[row.kind], f"đã có ở dòng {first.row}"))
        wrong.sort(key=lambda one: order.index(one[0]) if one[0] in order else len(order))
        faults += [Fault(number, column, text) for column, text in wrong]
        if not wrong:
            rows.append(row)
    return rows, faults


_SAYING_COLUMN = {kind: names[0] for kind, names in _SAYING}


def _kind(said: Mapping[str, str]) -> Kind | None:
    """Return what a row dismisses by the first of its columns that says so."""
    return next((kind for kind, names in _SAYING if any(said.get(name) for name in names)), None)


def _row(shown: str, number: int, said: Mapping[str, str], codes: Mapping[str, str]) -> Dismissal:
    reason, finding, path, unit, metric = (
        said.get(name, "") for name in ("reason", "finding", "path", "unit", "metric")
    )
    value, rule = verified_value(said.get("value", "")), codes.get(plain(said.get("rule", "")), "")
    written, kind = said.get("value", ""), _kind(said) or "finding"
    return Dismissal(shown, number, kind, reason, finding, path, unit, metric, value, written, rule)


def _same(one: Dismissal, other: Dismissal) -> bool:
    return _key(one) == _key(other)


def _key(row: Dismissal) -> tuple[object, ...]:
    words = (row.finding, row.path, fold_key(row.unit), fold_key(row.metric))
    return row.kind, words, row.value, row.rule


# -- what may be wrong: a column and a clause ------------------------------------------------------------------------


def _faults(said: Mapping[str, str], codes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    kind = _kind(said)
    if kind is None:
        yield "finding", f"dòng không nêu bỏ qua điều gì; {_WANTED}"
    else:
        yield from _mixed(said, kind)
        yield from {"finding": _finding_faults, "value": _value_faults, "rule": _rule_faults}[kind](said, codes)
    if not said["reason"]:
        yield "reason", "ô trống; mỗi điều bỏ qua đều cần lý do"


def _mixed(said: Mapping[str, str], kind: Kind) -> Iterator[tuple[str, str]]:
    """Yield what a row says besides the one thing that it dismisses."""
    others = [name for other, names in _SAYING if other != kind for name in names]
    for name in others:
        if said.get(name):
            first = COLUMNS[_SAYING_COLUMN[kind]]
            yield name, f'phải để trống khi đã ghi cột "{first}": mỗi dòng chỉ bỏ qua một điều'


def _finding_faults(said: Mapping[str, str], codes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    match = _ID.fullmatch(said["finding"])
    if match is None or match["rule"] not in codes.values():
        yield "finding", f"“{said['finding']}” không phải mã phát hiện, cần dạng như sum-0123456789ab"


def _value_faults(said: Mapping[str, str], _codes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in ("unit", "metric", "value"):
        if not said.get(name):
            yield name, "ô trống; số đã xác minh cần đủ đơn vị, chỉ tiêu và giá trị"
    if said.get("value") and verified_value(said["value"]) is None:
        yield "value", f"không hiểu “{said['value']}”, viết một số như in trong báo cáo, ví dụ 1.234,5"


def _rule_faults(said: Mapping[str, str], codes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if plain(said["rule"]) not in codes:
        yield "rule", f"không có quy tắc “{said['rule']}”; các quy tắc: {', '.join(_each(codes.values()))}"


def _each(codes: Iterable[str]) -> Sequence[str]:
    return tuple(dict.fromkeys(codes))
