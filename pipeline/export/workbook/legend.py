"""*Đọc tôi*: what the sheets, colours and signs mean, and how people type what they decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xlsxwriter import Workbook

from pipeline.decisions import ACTS, Act
from pipeline.export.workbook.cells import Look, lines
from pipeline.export.workbook.looks import COLOURS, HEADS

SHEET = "Đọc tôi"

_ACTS: Mapping[Act, str] = {
    "keep": "Điểm này đúng là phải hỏi lại đơn vị; vẫn được tính và vẫn nằm ở tờ Phát hiện.",
    "finding": "Chỉ bỏ qua đúng điểm này của đúng báo cáo này; cần ghi lý do.",
    "value": "Con số đã được xác minh là đúng; các phát hiện cho rằng số ấy sai không được tính nữa; cần ghi lý do.",
    "rule": "Không dùng quy tắc kiểm tra này cho đơn vị này nữa, kể cả các kỳ sau; cần ghi lý do.",
}
_FIRST_ACT = 3
_WIDTH, _LINE_HEIGHT = 110, 15
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "plain": {},
    "bold": {"bold": True},
    "bordered": {"border": 1},
    **{look: {"border": 1, **colours} for look, colours in COLOURS.items() if look},
}
#: the range that has the acts to choose from; their words have commas, so that a list in the cell cannot hold them
CHOICES = f"='{SHEET}'!$A${_FIRST_ACT + 1}:$A${_FIRST_ACT + len(ACTS)}"

_DECIDING = """\
Ghi vào bốn cột tô vàng ở tờ Phát hiện và Đã bỏ qua: chọn quyết định trong danh sách, gõ lý do, người, \
ngày (ngày/tháng/năm). Lưu tệp rồi chạy lại soat run vào đúng thư mục này.
Có thể sắp xếp, lọc, đổi chỗ cột, xóa dòng. Xóa một dòng không rút lại quyết định; muốn rút lại thì xóa ô \
Quyết định của dòng ấy.
Đừng sửa các cột ẩn (mã phát hiện, SHA-256, đường dẫn, quyết định đã lưu): Soát dựa vào đó để biết quyết định \
thuộc điểm nào."""
_SIGNS: tuple[tuple[str, Look, str], ...] = (
    ("152", "wrong", "Sai số liệu: không có cách hiểu nào làm con số này đúng; ghi chú của ô nêu vì sao."),
    ("152", "doubt", "Cần giải trình: cách hiểu thông thường không khớp; ghi chú của ô nêu vì sao."),
    ("0", "", "Báo cáo ghi số không."),
    ("", "absent", "Ô xám để trống: báo cáo không nêu số này (khác với số không)."),
    ("không đọc được", "unread", "Tệp không đọc được, nên không biết báo cáo ghi gì; lý do ở tờ Nguồn."),
    ("chưa đọc hết", "unread", "Tệp chỉ đọc được một phần và phần đã đọc không nêu số này; phần chưa đọc ở tờ Nguồn."),
    ("152", "counted", "Số do Soát cộng từ các số của báo cáo, báo cáo không ghi thẳng; ghi chú nêu phép cộng."),
    ("", "typed", "Ô để người dùng gõ."),
    ("tên tệp", "link", "Bấm để mở trang của báo cáo; ở tờ Tổng hợp bấm vào con số để đến đúng chỗ ghi số ấy."),
)
_SUMMED = """\
Mỗi báo cáo một dòng, mỗi chỉ tiêu thống kê một cột. Chỉ lấy số của kỳ báo cáo; số của kỳ khác và chỉ tiêu đề ra \
cho kỳ khác xem ở tờ Số liệu. Cột có đầu đề xanh lá, chữ nghiêng là chỉ tiêu đề ra, không phải kết quả."""
_SHEETS = (
    ("Tổng hợp", _SUMMED),
    ("Số liệu", "Mỗi con số một dòng, kể cả số chưa gắn được với chỉ tiêu thống kê."),
    ("Phát hiện", "Các điểm sai, cần giải trình, lưu ý còn hiệu lực; nơi ghi quyết định."),
    ("Đã bỏ qua", "Các điểm không tính nữa vì đã có quyết định hoặc bảng bo-qua.csv; rút lại quyết định ở đây."),
    ("Phép tính", "Mọi quan hệ giữa các số, khớp hay không khớp, với các cách hiểu đã thử."),
    ("Văn bản viện dẫn", "Các văn bản được nêu số. Số trơn (ví dụ 263) ở hai báo cáo không được coi là một văn bản."),
    ("Đối chiếu", "Mâu thuẫn giữa các báo cáo với nhau; chỉ có khi tìm thấy."),
    ("Nguồn", "Mọi tệp đã gặp, đọc được hay không, và vì sao."),
    ("TTHC II.06", "Số liệu xếp theo biểu II.06 (Thông tư 01/2020/TT-VPCP); chỉ có khi có báo cáo nêu các số ấy."),
    ("In", "Bảng in khổ A4 ngang để trình ký."),
)
_LIMITS = (
    "Văn bản dài quá 32.767 ký tự bị cắt trong ô và có dấu “… (cắt, còn … ký tự ở ket-qua.jsonl)”; bản đủ ở "
    "ket-qua.jsonl. Số có hơn 15 chữ số được ghi thành chữ. Mỗi tờ có tối đa 65.000 liên kết; khi tờ Số liệu nhiều "
    "dòng hơn thế, chỉ số đầu tiên của mỗi báo cáo có liên kết. Tờ đầy dòng được nối sang tờ cùng tên có đuôi (2), (3)."
)


def add_legend(file: Workbook) -> None:
    """Add the sheet; its rows with the acts are where `CHOICES` says."""
    sheet = file.add_worksheet(SHEET)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, _WIDTH)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    head = file.add_format({"bold": True, "text_wrap": True, "border": 1, **HEADS[""]})
    looks = {name: file.add_format({"text_wrap": True, "valign": "top", **more}) for name, more in _LOOKS.items()}
    sheet.write_string(0, 0, "Cách đọc sổ kết quả này", file.add_format({"bold": True, "font_size": 14}))
    for row, (name, look, text) in enumerate(_lines(), start=_FIRST_ACT - 1):
        if look == "head":
            sheet.write_row(row, 0, [name, text], head)
            continue
        sheet.write_string(row, 0, name, looks[look])
        sheet.write_string(row, 1, text, looks["plain"])
        sheet.set_row(row, _LINE_HEIGHT * lines(text, _WIDTH))


def _lines() -> Iterator[tuple[str, str, str]]:
    """The rows of the sheet: words, how they look, what they mean."""
    yield "Quyết định", "head", "Nghĩa là"
    yield from ((words, "bold", _ACTS[act]) for act, words in ACTS.items())
    yield from (("", "plain", text) for text in _DECIDING.splitlines())
    yield "", "plain", ""
    yield "Màu, ký hiệu", "head", "Nghĩa là"
    yield from ((sample, look or "bordered", text) for sample, look, text in _SIGNS)
    yield "", "plain", ""
    yield "Tờ", "head", "Có gì"
    yield from ((name, "bold", text) for name, text in _SHEETS)
    yield "", "plain", ""
    yield "Giới hạn của Excel", "bold", _LIMITS
