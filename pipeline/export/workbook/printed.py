"""*In*: the table to print and sign, A4 across, in the official look.

Source: Decree 30/2020/NĐ-CP, annex I: Times New Roman, issuing body and national heading side by side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.export.jsonl import Record
from pipeline.export.words import SEVERITIES, period_words
from pipeline.export.workbook.cells import cell_text, lines
from pipeline.export.workbook.findings import standing

NAME = "In"
_TITLE = "BẢNG TỔNG HỢP KẾT QUẢ RÀ SOÁT BÁO CÁO"
_HEADS = ("TT", "Đơn vị", "Báo cáo", "Kỳ", "Sai\nsố liệu", "Cần giải\ntrình", "Điểm đáng chú ý nhất", "Ghi chú")
_WIDTHS = (5, 19, 24, 14, 8, 9, 54, 13)
_LAST = len(_HEADS) - 1
_HEAD_ROW = 7
#: letters of a message that fit a cell of the table
_MESSAGE = 400
_LINE_HEIGHT, _HIGHEST = 16.5, 24
_ORDER = ("error", "warning", "info")

_Look = dict[str, Any]


def add_printed(file: Workbook, records: Sequence[Record]) -> None:
    """Add the sheet: head, a row a report, totals, and room for those who sign."""
    sheet = file.add_worksheet(NAME)
    _set_page(sheet)
    _add_official_head(file, sheet, records)
    table = {"border": 1, "valign": "top", "text_wrap": True}
    text, middle = _format(file, table), _format(file, table | {"align": "center"})
    row = _HEAD_ROW + 1
    for number, record in enumerate(records, start=1):
        _add_report(sheet, row, number, record, text, middle)
        row += 1
    _add_totals(file, sheet, row, records)
    _add_signatures(file, sheet, row + 2)


def _format(file: Workbook, look: _Look) -> Format:
    return file.add_format({"font_name": "Times New Roman", "font_size": 12, **look})


def _set_page(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.79, right=0.6, top=0.79, bottom=0.79)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.set_footer('&R&"Times New Roman,Regular"&11Trang &P/&N')
    sheet.hide_gridlines(2)
    sheet.center_horizontally()
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)


def _add_official_head(file: Workbook, sheet: Worksheet, records: Sequence[Record]) -> None:
    middle = {"align": "center", "valign": "vcenter"}
    plain, bold = _format(file, middle), _format(file, middle | {"bold": True})
    under = _format(file, middle | {"bold": True, "underline": 1, "font_size": 13})
    italic = _format(file, middle | {"italic": True})
    sheet.merge_range(0, 0, 0, 2, "………………………………………", plain)
    sheet.merge_range(1, 0, 1, 2, "………………………………………", bold)
    sheet.merge_range(0, 4, 0, _LAST, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold)
    sheet.merge_range(1, 4, 1, _LAST, "Độc lập - Tự do - Hạnh phúc", under)
    sheet.merge_range(2, 4, 2, _LAST, "…………………, ngày …… tháng …… năm ………", italic)
    sheet.merge_range(4, 0, 4, _LAST, _TITLE, _format(file, middle | {"bold": True, "font_size": 14}))
    sheet.merge_range(5, 0, 5, _LAST, _said(records), italic)
    head = _format(file, middle | {"bold": True, "border": 1, "text_wrap": True, "bg_color": "#F2F2F2"})
    sheet.set_row(_HEAD_ROW, 34)
    for place, name in enumerate(_HEADS):
        sheet.write_string(_HEAD_ROW, place, name, head)


def _said(records: Sequence[Record]) -> str:
    unread = sum(record["status"] == "error" for record in records)
    told = f"({len(records)} tệp" + (f", trong đó {unread} tệp không đọc được" if unread else "")
    return told + "; số điểm không kể các điểm đã bỏ qua)"


def _add_report(sheet: Worksheet, row: int, number: int, record: Record, text: Format, middle: Format) -> None:
    header = record.get("header") or {}
    counts = _counts(record)
    worst, named = _worst(record), cell_text(_named(record, header))
    period = cell_text(period_words(header.get("period")) or "")
    sheet.write_number(row, 0, number, middle)
    for place, words in ((1, cell_text(header.get("unit") or "")), (2, named), (3, period)):
        if words:
            sheet.write_string(row, place, words, text)
        else:
            sheet.write_blank(row, place, None, text)
    for place, count in enumerate(counts, start=4):
        if count is None:
            sheet.write_blank(row, place, None, middle)
        else:
            sheet.write_number(row, place, count, middle)
    sheet.write_string(row, 6, worst, text)
    sheet.write_blank(row, 7, None, text)
    shown = ((named, 2), (header.get("unit") or "", 1), (worst, 6), (period, 3))
    sheet.set_row(row, _LINE_HEIGHT * min(_HIGHEST, max(lines(words, _WIDTHS[place]) for words, place in shown)))


def _counts(record: Record) -> tuple[int | None, int | None]:
    if record["status"] == "error":
        return None, None
    severities = [finding["severity"] for finding in standing(record)]
    return severities.count("error"), severities.count("warning")


def _named(record: Record, header: Mapping[str, Any]) -> str:
    """A report by number and date where it has them, else by its file."""
    number, symbol, day = header.get("number"), header.get("symbol"), header.get("date")
    if not number or not symbol:
        return str(record["source"]["path"])
    parts = "/".join(reversed(day.split("-"))) if day else ""
    return f"Số {number}/{symbol}" + (f" ngày {parts}" if parts.count("/") == 2 else "")


def _worst(record: Record) -> str:
    """The gravest finding of a report in its words, or why there is none."""
    if record["error"]:
        return cell_text(record["error"]["message"])
    found = sorted(standing(record), key=lambda finding: _ORDER.index(finding["severity"]))
    if not found or found[0]["severity"] == "info":
        return "Không thấy điểm sai hoặc cần giải trình." + (
            " Tệp chỉ đọc được một phần." if record["status"] == "partial" else ""
        )
    message = cell_text(found[0]["message"])
    short = message if len(message) <= _MESSAGE else f"{message[:_MESSAGE]}… (xem tờ Phát hiện)"
    return f"{SEVERITIES[found[0]['severity']]}: {short}"


def _add_totals(file: Workbook, sheet: Worksheet, row: int, records: Sequence[Record]) -> None:
    look = {"bold": True, "border": 1, "valign": "top"}
    text, middle = _format(file, look), _format(file, look | {"align": "center"})
    counts = [_counts(record) for record in records]
    sheet.merge_range(row, 0, row, 3, "Tổng cộng", middle)
    for place in (0, 1):
        sheet.write_number(row, 4 + place, sum(count[place] or 0 for count in counts), middle)
    clean = sum(count == (0, 0) for count in counts)
    sheet.write_string(row, 6, f"{clean} báo cáo không có điểm sai hoặc cần giải trình", text)
    sheet.write_blank(row, 7, None, text)


def _add_signatures(file: Workbook, sheet: Worksheet, row: int) -> None:
    bold, italic = (_format(file, {"align": "center", look: True}) for look in ("bold", "italic"))
    for first, last, title in ((0, 2, "NGƯỜI RÀ SOÁT"), (4, _LAST, "THỦ TRƯỞNG ĐƠN VỊ")):
        sheet.merge_range(row, first, row, last, title, bold)
        sheet.merge_range(row + 1, first, row + 1, last, "(Ký, ghi rõ họ tên)", italic)
    sheet.print_area(0, 0, row + 6, _LAST)
