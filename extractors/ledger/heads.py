"""What the heads of columns and the names of rows say: totals, parts, and figures that nobody adds up."""

from __future__ import annotations

import re

from extractors.grids.unit_lines import row_unit
from extractors.ledger.sheet import Sheet

_TOTAL_HEAD = re.compile(
    r"(?:tổng(?:\s+(?:số|cộng|chung|hợp))?|cộng|chung"
    r"|(?:toàn|cả)\s+(?:xã|huyện|tỉnh|phường|thị trấn|thị xã|thành phố|trường|ngành|năm|kỳ|đợt|giai đoạn)\s*$)(?!\w)"
)
_OF_WHICH = re.compile(r"(?:trong đó|bao gồm|gồm|chia ra|chia theo|phân theo|trong đó có)\s*:?\s*$")
_CONTINUED = re.compile(r"(?:trong đó|tr\. ?đó|t\. ?đó|trđ|gồm)(?!\w)")
#: shares, rates, prices, averages, ranks, changes, years: no column of them is added up
_NOT_ADDED = re.compile(
    r"%|tỷ lệ|tỉ lệ|(?:^|; )t\.? ?l\.?(?=$|;)|bình quân|trung bình|(?<!\w)bq(?!\w)|đơn giá|giá (?:bán|mua|cả)"
    r"|năng suất|hệ số|mật độ|định mức"
    r"|mức (?:hỗ trợ|thu|chi|đóng)|suất đầu tư"
    r"|(?<!được )(?<!đã )xếp (?:hạng|loại|thứ)|thứ hạng|(?:^|; )hạng|tốc độ|chỉ số"
    r"|(?:^|; )(?:năm|ngày(?! công)|thời gian|thời hạn)(?!\w)(?! \d)"
    r"|so (?:với|sánh|kế|cùng|dự|kh|năm)|tăng\s*[,/(+-]|tăng giảm"
    r"|\+/-|(?<!lượt)/(?:ha|km2|km²|người|hộ|khẩu|tháng|năm|vụ)(?!\w)"
)
_COMPOSITION = re.compile(r"cơ cấu|tỷ trọng|tỉ trọng")
#: figures of another time or kind beside those that a total adds
_COMPARED = re.compile(r"cùng kỳ|lũy kế|kế hoạch|dự toán|chỉ tiêu giao|năm trước")
_ROW_NOT_ADDED = re.compile(
    r"[-+\s]*(?:bình quân|trung bình|cùng kỳ|so với|so sánh|so cùng|tỷ lệ|tỉ lệ|lũy kế|kế hoạch|dự toán|tăng|giảm"
    r"|đạt|%)(?!\w)"
)
#: steps of one scale: a row "trung bình" beside one of these counts its own, it is no mean
_STEP = re.compile(r"[-+\s]*(?:(?:xếp )?loại |mức )?(?:xuất sắc|giỏi|khá|tốt|yếu|kém)(?!\w)")
_MIDDLE = re.compile(r"[-+\s]*trung bình(?: khá| yếu)?\s*(?:\(|:|$)")
_BRACKETED = re.compile(r"\(\s*(?:đvt\s*:?\s*)?([^()\d]{1,24})\)")


def is_total_head(sheet: Sheet, column: int) -> bool:
    """Whether the lowest storey of a column's head names a total."""
    path = sheet.heads(column)
    return bool(path) and bool(_TOTAL_HEAD.match(path[-1]))


def is_added(sheet: Sheet, column: int) -> bool:
    """Whether figures of a column may be added up: no shares, rates, prices, ranks, changes."""
    if column == sheet.layout.row_numbers or column in sheet.layout.labels:
        return False
    head = "; ".join(sheet.heads(column))
    return not _NOT_ADDED.search(head) and not _COMPOSITION.search(head)


def is_compared(sheet: Sheet, column: int) -> bool:
    """Whether a column speaks of another time, a plan or a running total."""
    return bool(_COMPARED.search("; ".join(sheet.heads(column))))


def is_added_row(sheet: Sheet, row: int) -> bool:
    """Whether the figures of a row may be parts of a total: no comparison, average or running total."""
    return not any(
        _ROW_NOT_ADDED.match(sheet.cell(row, c)) and not _is_step(sheet, row, c) for c in sheet.layout.labels[:1]
    )


def _is_step(sheet: Sheet, row: int, column: int) -> bool:
    """Whether a row "trung bình" is a step of the scale that the rows beside it are on."""
    beside = (sheet.cell(r, column) for r in (row - 1, row + 1) if 0 <= r < len(sheet.grid.rows))
    return bool(_MIDDLE.match(sheet.cell(row, column))) and any(_STEP.match(label) for label in beside)


def names_whole(sheet: Sheet, row: int) -> bool:
    """Whether a total is that of a whole place ("toàn huyện"), of which a table may show some parts only."""
    return any(sheet.cell(row, c).startswith("toàn ") for c in range(min(3, sheet.width)))


def parts_beside(sheet: Sheet, total: int) -> tuple[list[int], bool]:
    """Return the columns right of a total under the same head, and whether "trong đó" says that they are parts."""
    above = sheet.heads(total)[:-1]
    parts: list[int] = []
    marked = False
    for column in range(total + 1, sheet.width):
        path = sheet.heads(column)
        if not path or path[: len(above)] != above:
            break
        rest = path[len(above) :]
        if rest and _TOTAL_HEAD.match(rest[0]):
            break
        if not rest or _TOTAL_HEAD.match(rest[-1]) or not is_added(sheet, column):
            continue
        of_which = bool(_OF_WHICH.match(rest[0]) or _CONTINUED.match(rest[0]))
        if of_which or not marked:
            parts.append(column)
        marked = marked or of_which
    return parts, marked


def beside(sheet: Sheet, total: int, step: int) -> list[int]:
    """Return the columns that follow a total to the right (step 1) or left (-1), up to the next total."""
    parts: list[int] = []
    column = total + step
    while 0 <= column < sheet.width and not is_total_head(sheet, column):
        some = any(_CONTINUED.match(head) for head in sheet.heads(column))
        if is_added(sheet, column) and not is_compared(sheet, column) and not some:
            parts.append(column)
        column += step
    return sorted(parts)


def named_alike(sheet: Sheet, total: int) -> list[int]:
    """Return the columns with the lowest head of one that stands under a total head, up to the next total."""
    path = sheet.heads(total)
    if len(path) < 2 or not _TOTAL_HEAD.match(path[0]) or not is_added(sheet, total):
        return []
    runs = []
    for columns in (range(total - 1, -1, -1), range(total + 1, sheet.width)):
        run = []
        for column in columns:
            other = sheet.heads(column)
            if other[:1] == path[:1]:
                continue
            if other and _TOTAL_HEAD.match(other[0]):
                break
            if len(other) == len(path) and other[-1] == path[-1] and not is_compared(sheet, column):
                run.append(column)
        runs.append(sorted(run))
    return max(runs, key=len)


def units_of_rows(sheet: Sheet) -> dict[int, str]:
    """Return the unit that a row says of its own, in a column of units or in brackets behind its name."""
    column = sheet.layout.unit_column
    if column is not None:
        said = {row: row_unit(sheet.cell(row, column)) for row in sheet.data_rows()}
    else:
        said = {row: _bracketed(sheet, row) for row in sheet.data_rows()}
    return {row: unit for row, unit in said.items() if unit}


def _bracketed(sheet: Sheet, row: int) -> str | None:
    match = next((m for c in sheet.layout.labels if (m := _BRACKETED.search(sheet.cell(row, c)))), None)
    return row_unit(match[1].strip()) if match else None
