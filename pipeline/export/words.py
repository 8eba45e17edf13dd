"""What the codes of a record are called in Vietnamese."""

from __future__ import annotations

import re

SEVERITIES = {"error": "Sai số liệu", "warning": "Cần giải trình", "info": "Lưu ý"}

STATUSES = {"ok": "Đã đọc", "partial": "Đọc được một phần", "error": "Không đọc được"}

ROLES = {
    "measure": "số liệu",
    "date": "ngày tháng",
    "period": "thời kỳ",
    "citation": "số, ký hiệu văn bản",
    "numbering": "đánh số",
    "slogan": "khẩu hiệu",
    "name": "tên riêng",
    "other": "khác",
}

QUALIFIERS = {"=": "", ">=": "ít nhất", "<=": "không quá", ">": "trên", "<": "dưới", "~": "khoảng"}

RULES = {
    "sum": "Cộng tổng",
    "percent": "Tỷ lệ phần trăm",
    "distribution": "Cơ cấu tỷ lệ",
    "ratio": "Tỷ số đạt trên tổng",
    "growth": "Mức tăng, giảm",
    "product": "Diện tích × năng suất",
    "granularity": "Tỷ lệ không thể có",
    "balance": "Cân đối đầu kỳ, cuối kỳ",
    "repeat": "Số liệu không thống nhất",
    "enumeration": "Số nêu và danh mục kể ra",
    "date": "Ngày tháng",
    "citation": "Viện dẫn văn bản",
    "stale-law": "Văn bản hết hiệu lực",
    "numbering": "Đánh số mục",
    "name": "Tên riêng, địa danh",
    "header": "Thể thức phần đầu",
    "missing": "Thiếu nội dung",
    "format": "Cách viết số",
    "spelling": "Chính tả",
    "cross": "Đối chiếu báo cáo khác",
}

VERDICTS = {"holds": "khớp", "fails": "không khớp", "undecided": "chưa đủ căn cứ"}

RELATIONS = {
    "sum": "cộng tổng",
    "balance": "cân đối đầu kỳ, cuối kỳ",
    "difference": "hiệu số",
    "product": "tích số",
    "order": "phần không lớn hơn tổng",
    "percent": "tỷ lệ phần trăm",
    "distribution": "cơ cấu tỷ lệ",
    "ratio": "số đạt trên tổng số",
    "growth": "mức tăng, giảm",
    "repeat": "số liệu nhắc lại",
    "enumeration": "số nêu và danh mục kể ra",
}

#: how many of a kind hold: "8 tổng, 3 tỷ lệ"
COUNTED = {
    "sum": "tổng",
    "percent": "tỷ lệ",
    "distribution": "cơ cấu tỷ lệ",
    "ratio": "số đạt trên tổng số",
    "product": "phép nhân",
    "growth": "mức tăng giảm",
    "difference": "hiệu số",
    "balance": "cân đối",
    "order": "so sánh phần với tổng",
    "repeat": "số nhắc lại",
    "enumeration": "danh mục kể ra",
}

OPERANDS = {
    "total": "tổng",
    "part": "phần",
    "opening": "đầu kỳ",
    "new": "mới",
    "closed": "đã xong",
    "open": "còn lại",
    "whole": "toàn bộ",
    "share": "tỷ lệ",
    "base": "mẫu số",
    "old": "trước",
    "delta": "mức tăng, giảm",
    "factor": "thừa số",
    "item": "mục",
    "mention": "lần nêu",
}

#: what was compared between reports
CROSS = {
    "opening": "Số đầu kỳ và số cuối kỳ trước",
    "period-sum": "Cộng các kỳ",
    "scale": "Đơn vị tính",
    "cumulative": "Số lũy kế",
    "since-january": "Số lũy kế",
    "year-ago": "Số cùng kỳ",
    "period-before": "Số kỳ trước",
    "growth": "Mức tăng, giảm",
    "merger": "Đơn vị sáp nhập",
    "incomparable": "Không so sánh được",
    "district-sum": "Tổng của cấp trên",
    "district-row": "Số của đơn vị trong bảng tổng hợp",
    "missing-report": "Thiếu báo cáo",
    "checklist": "Thiếu chỉ tiêu được yêu cầu",
    "outlier": "Số khác hẳn các đơn vị",
    "copied-figures": "Số liệu chép lại",
    "copied-text": "Nội dung chép lại",
    "left-name": "Còn tên đơn vị khác",
    "version-changed": "Số sửa không ai yêu cầu",
    "version-dropped": "Số liệu bị bỏ",
    "version-section": "Mục bị bỏ",
    "version-new": "Phát sinh ở bản sửa",
    "version-left": "Còn lại ở bản sửa",
}

DISMISSED = {"finding": "phát hiện này", "value": "số đã xác minh", "rule": "cả quy tắc"}

_PERIODS = (
    (re.compile(r"(\d{4})"), r"năm \1"),
    (re.compile(r"(\d{4})-H1"), r"6 tháng đầu năm \1"),
    (re.compile(r"(\d{4})-H2"), r"6 tháng cuối năm \1"),
    (re.compile(r"(\d{4})-Q([1-4])"), r"quý \2 năm \1"),
    (re.compile(r"(\d{4})-0?(\d{1,2})"), r"tháng \2 năm \1"),
    (re.compile(r"(\d{4})/(\d{4})"), r"giai đoạn \1-\2"),
)


def period_words(period: str | None) -> str | None:
    """Return a period of the record in words; one of another form stays as it is.

    >>> [period_words(period) for period in ("2023", "2024-H1", "2024-Q3", "2024-06", "2021/2024")]
    ['năm 2023', '6 tháng đầu năm 2024', 'quý 3 năm 2024', 'tháng 6 năm 2024', 'giai đoạn 2021-2024']
    >>> period_words("2024-06-01/2024-06-15")
    '2024-06-01/2024-06-15'
    """
    for pattern, words in _PERIODS:
        if period and (match := pattern.fullmatch(period)):
            return match.expand(words)
    return period


def place_words(line: int, page: int | None, form: str) -> str:
    """Return where something stands: a line of a text file, elsewhere the count of a block with text and its page.

    >>> place_words(12, None, "txt"), place_words(12, 3, "pdf")
    ('dòng 12', 'trang 3, đoạn 12')
    """
    counted = f"{'dòng' if form == 'txt' else 'đoạn'} {line}"
    return f"trang {page}, {counted}" if page else counted
