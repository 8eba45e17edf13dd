"""What people typed of findings into a workbook: read back, whatever they sorted, filtered, moved or deleted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter.utility import xl_col_to_name

from extractors.vietnamese import fold_key
from pipeline.decisions import ACTS, Act, Decision
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

#: sheets that hold no decisions, the large ones above all
_OTHERS = ("Tổng hợp", "Số liệu", "Phép tính", "Văn bản viện dẫn", "Đối chiếu", "Nguồn", "TTHC II.06", "In", "Đọc tôi")
_HEAD_AMONG = 20  # people put titles above the head
_KNOWN = (ACT, REASON, BY, DAY, FINDING, DIGEST, PATH, KEPT, UNIT)
_NEEDED = (ACT, REASON, FINDING, DIGEST, PATH)
_PART = re.compile(r" \(\d+\)$")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AGAIN = "Chưa ghi đè gì: hãy sửa rồi chạy lại, hoặc đổi tên tệp ấy nếu không cần các quyết định trong đó."


class TypedError(Exception):
    """A workbook from which decisions cannot be taken; `sentences` says in Vietnamese why, with sheet and cell."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(*sentences)
        self.sentences = tuple(sentences)


Said = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a sheet: where its cells are, and the text of the columns that are ours."""

    sheet: str
    row: int
    columns: Mapping[str, int]
    said: Said

    def cell(self, head: str) -> str:
        return f"tờ “{self.sheet}”, ô {xl_col_to_name(self.columns[head])}{self.row}"


def read_typed(data: bytes) -> tuple[Decision, ...]:
    """Return what people typed, changed or took back (act None) since the workbook was written.

    Raises TypedError, and returns nothing, where a cell cannot be understood or the bytes are no workbook of ours.
    """
    lines, faults = _lines(_opened(data))
    typed: dict[tuple[str, str], tuple[_Line, Decision]] = {}
    for line in lines:
        wrong = list(_faults(line))
        faults += wrong
        if wrong or not _changed(line.said):
            continue
        decision = _decision(line.said)
        first, same = typed.setdefault((decision.sha256 or decision.path, decision.finding), (line, decision))
        if same != decision:
            faults.append(f"{line.cell(ACT)}: khác với quyết định về chính điểm ấy ở {first.cell(ACT)}")
    if faults:
        raise TypedError([*(f"{fault[:1].upper()}{fault[1:]}." for fault in faults), _AGAIN])
    return tuple(decision for _, decision in typed.values())


def _opened(data: bytes) -> CalamineWorkbook:
    if data.startswith(_OLE):
        raise TypedError(
            ["Sổ kết quả có mật khẩu hoặc là tệp Excel cũ (.xls): hãy bỏ mật khẩu, lưu thành .xlsx.", _AGAIN]
        )
    try:
        return CalamineWorkbook.from_filelike(BytesIO(data))
    except (CalamineError, OSError, ValueError) as error:
        raise TypedError(["Không mở được sổ kết quả để lấy các quyết định đã gõ: tệp hỏng.", _AGAIN]) from error


# -- cells -----------------------------------------------------------------------------------------------------------


def _lines(book: CalamineWorkbook) -> tuple[list[_Line], list[str]]:
    """The rows below the heads of every sheet that has findings, and what is wrong with the heads."""
    lines: list[_Line] = []
    faults: list[str] = []
    ours = False
    for name in book.sheet_names:
        if _PART.sub("", name) in _OTHERS:
            continue
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
            lines += _below(name, rows, at, columns)
    if not ours:
        sheets = f"“{SHEET}” hay “{DISMISSED_SHEET}”"
        faults.append(f"đây không phải sổ kết quả của Soát, hoặc tờ {sheets} đã bị xoá: không có cột “{FINDING}”")
    return lines, faults


def _rows(book: CalamineWorkbook, name: str) -> list[list[Any]]:
    try:
        return book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        raise TypedError([f"Không đọc được tờ “{name}” của sổ kết quả: tệp hỏng.", _AGAIN]) from error


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


def _below(name: str, rows: Sequence[Sequence[Any]], head: int, columns: Mapping[str, int]) -> Iterator[_Line]:
    for row, values in enumerate(rows[head + 1 :], start=head + 2):
        said = {word: _text(values[place]) for word, place in columns.items()}
        if any(said.values()):
            yield _Line(name, row, columns, said)


def _text(value: Any) -> str:
    """A value of a cell as text on one line: whole numbers without ".0", days as ISO dates."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(str(value).split())


# -- decisions -------------------------------------------------------------------------------------------------------


def _act(said: Said) -> Act | None:
    key = fold_key(said[ACT])
    return next((act for act, words in ACTS.items() if fold_key(words) == key), None)


def _decision(said: Said) -> Decision:
    finding = said[FINDING]
    return Decision(
        sha256=said[DIGEST],
        path=said[PATH],
        unit=said.get(UNIT, ""),
        finding=finding,
        rule=finding.rpartition("-")[0],
        act=_act(said),
        reason=said[REASON],
        by=said.get(BY, ""),
        day=_day(said.get(DAY, "")),
    )


def _day(text: str) -> str:
    """A day as an ISO date where it is one.

    >>> _day("14/6/2024"), _day("2024-06-14"), _day("tháng 6/2024")
    ('2024-06-14', '2024-06-14', 'tháng 6/2024')
    """
    if match := _DAY.fullmatch(text):
        try:
            return date(int(match[3]), int(match[2]), int(match[1])).isoformat()
        except ValueError:
            return text
    return text


def _changed(said: Said) -> bool:
    """Whether a row says other than the workbook was written with."""
    return _typed(said) != _kept(said)


def _typed(said: Said) -> tuple[str, ...]:
    act = _act(said)
    return (act, said[REASON], said.get(BY, ""), _day(said.get(DAY, ""))) if act else ()


def _kept(said: Said) -> tuple[str, ...]:
    """What stood when the workbook was written, () if nothing did; a cell that people spoilt tells nothing."""
    try:
        act, *words = map(str, json.loads(said.get(KEPT, "") or "[]"))
    except (ValueError, TypeError):
        return ()
    reason, by, day = (" ".join(word.split()) for word in words)
    return act, reason, by, _day(day)


def _faults(line: _Line) -> Iterator[str]:
    """Yield what is wrong with a row in which somebody typed."""
    said = line.said
    typed = [head for head in (ACT, REASON, BY, DAY) if said.get(head)]
    if not typed and not _kept(said):
        return
    if said[ACT] and _act(said) is None:
        words = ", ".join(f"“{word}”" for word in ACTS.values())
        yield f"{line.cell(ACT)}: không hiểu quyết định “{said[ACT]}”; hãy chọn một trong: {words}"
    if not said[ACT] and typed and not _kept(said):
        yield f"{line.cell(typed[0])}: đã gõ “{said[typed[0]]}” nhưng chưa chọn quyết định ở ô bên"
    if _act(said) not in (None, "keep") and not said[REASON]:
        yield f"{line.cell(REASON)}: ô trống; mỗi điều bỏ qua đều cần lý do"
    if not said[FINDING]:
        yield f"{line.cell(FINDING)}: dòng có quyết định nhưng không có mã phát hiện, nên không biết là điểm nào"
    elif not (said[DIGEST] or said[PATH]):
        yield f"{line.cell(PATH)}: dòng có quyết định nhưng không còn đường dẫn của báo cáo"
