"""Sheets of OpenDocument: values as they are stored, what is repeated written out where it says something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from lxml import etree

from pipeline.ingest.errors import IngestError
from pipeline.ingest.sheet_cells import MOST_CELLS, MOST_PART, Area, Sheet, too_large
from pipeline.ingest.sheet_values import PERCENT, PLAIN, Form, decimal_of, number_text
from pipeline.ingest.word_package import open_package

_URN = "urn:oasis:names:tc:opendocument:xmlns"
_TABLE, _OFFICE, _TEXT, _STYLE = (f"{{{_URN}:{name}:1.0}}" for name in ("table", "office", "text", "style"))
_ROW, _CELL, _COVERED = f"{_TABLE}table-row", f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"
_ROWS = frozenset(f"{_TABLE}table-{name}" for name in ("header-rows", "rows", "row-group"))
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?")
_SPAN = re.compile(r"PT(\d{1,6})H(\d{1,2})M")
_GROUPED = re.compile(r"\d[.,\s]\d{3}(?!\d)")
#: the widest run of like cells, and the longest of like rows, that is taken for data
_REPEATED = 1024
_DEEPEST = 20


def ods_sheets(data: bytes) -> list[Sheet]:
    """Return the sheets of an OpenDocument workbook in their order; raises IngestError."""
    package = open_package(data)
    if b"encryption-data" in (package.read("META-INF/manifest.xml") or b""):
        raise IngestError("encrypted", "tệp được đặt mật khẩu; hãy gỡ mật khẩu rồi gửi lại")
    entry = package.entries.get("content.xml")
    if entry is not None and entry.file_size > MOST_PART:
        raise too_large()
    root = package.root("content.xml")
    body = None if root is None else root.find(f"{_OFFICE}body/{_OFFICE}spreadsheet")
    if root is None or body is None:
        raise IngestError("corrupt", "tệp không có phần nội dung của bảng tính")
    hidden = set(_hidden_styles(root))
    sheets: list[Sheet] = []
    for table in body.iterfind(f"{_TABLE}table"):
        sheet = Sheet(table.get(f"{_TABLE}name", ""), table.get(f"{_TABLE}style-name", "") in hidden)
        _read(table, sheet)
        sheets.append(sheet)
        if sum(len(one.cells) for one in sheets) > MOST_CELLS:
            raise too_large()
    return sheets


def _hidden_styles(root: etree._Element) -> Iterator[str]:
    for style in root.iterfind(f"{_OFFICE}automatic-styles/{_STYLE}style"):
        properties = style.find(f"{_STYLE}table-properties")
        if properties is not None and properties.get(f"{_TABLE}display") == "false":
            yield style.get(f"{_STYLE}name", "")


def _read(table: etree._Element, sheet: Sheet) -> None:
    row = 0
    for element in _rows(table, 0):
        times = _times(element, "rows")
        before = len(sheet.cells)
        for again in range(min(times, _REPEATED)):
            _row(element, row + again, sheet)
            if len(sheet.cells) == before:
                break  # an empty row, or a million of them
            if len(sheet.cells) > MOST_CELLS:
                raise too_large()
        row += times


def _rows(parent: etree._Element, depth: int) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == _ROW:
            yield child
        elif child.tag in _ROWS and depth < _DEEPEST:
            yield from _rows(child, depth + 1)


def _times(element: etree._Element, what: str) -> int:
    return _whole(element, f"number-{what}-repeated")


def _whole(element: etree._Element, name: str) -> int:
    stated = element.get(f"{_TABLE}{name}", "1")
    return max(1, int(stated)) if stated.isdecimal() and len(stated) < 8 else 1


def _row(element: etree._Element, row: int, sheet: Sheet) -> None:
    column = 0
    for cell in element:
        if cell.tag not in (_CELL, _COVERED):
            continue
        times = _times(cell, "columns")
        text, is_number = _printed(cell) if cell.tag == _CELL else ("", False)
        for again in range(min(times, _REPEATED) if text else 0):
            sheet.put(row, column + again, text, number=is_number)
        down, across = _whole(cell, "number-rows-spanned"), _whole(cell, "number-columns-spanned")
        if text and (down > 1 or across > 1):
            sheet.merge(Area(row, column, row + down - 1, column + across - 1))
        column += times


def _printed(cell: etree._Element) -> tuple[str, bool]:
    """What a cell prints, and whether it is a number; its value counts, not how it was rounded for the page."""
    kind = cell.get(f"{_OFFICE}value-type", "")
    shown = " ".join("".join(map(str, one.itertext())) for one in cell.iterfind(f"{_TEXT}p"))
    value = decimal_of(cell.get(f"{_OFFICE}value", ""))
    if kind in ("float", "currency", "percentage") and value is not None:
        return _number(value, shown, PERCENT if kind == "percentage" else PLAIN), True
    if kind == "date" and (day := _DAY.match(cell.get(f"{_OFFICE}date-value", ""))):
        at = f" {day[4]}:{day[5]}" if day[4] and (day[4], day[5]) != ("00", "00") else ""
        return f"{day[3]}/{day[2]}/{day[1]}{at}", False
    if kind == "time" and (span := _SPAN.match(cell.get(f"{_OFFICE}time-value", ""))):
        return f"{int(span[1]):02}:{int(span[2]):02}", False
    return shown, False


def _number(value: Decimal, shown: str, form: Form) -> str:
    return number_text(value, Form(form.kind, grouped=bool(_GROUPED.search(shown)) and abs(value) >= 1000))
