"""Which lines of a report are headings of its record."""

from __future__ import annotations

from pipeline.analysis import analyse_bytes
from pipeline.export.record import record

HEAD = "ỦY BAN NHÂN DÂN\nXÃ AN BÌNH\n\nBÁO CÁO\nNăm 2024\n\nI. KẾT QUẢ\nĐã nhận 12 đơn.\n\nTrên đây là báo cáo.\n\n"
TABLE = "Tên thôn\tSố hộ\nThôn Đông\t120\nThôn Đoài\t90\n"


def titles(text: str) -> list[str]:
    return [section.title for section in record(analyse_bytes(text.encode(), "bao-cao.txt")).sections]


def test_the_number_and_the_caption_of_an_annex_head_nothing() -> None:
    assert titles(f"{HEAD}PHỤ LỤC I\nSố hộ theo thôn\n{TABLE}") == ["KẾT QUẢ"]
    assert titles(f"{HEAD}BIỂU SỐ HỘ THEO THÔN\n{TABLE}") == ["KẾT QUẢ"]


def test_an_annex_with_lines_of_its_own_is_a_heading() -> None:
    below = f"PHỤ LỤC\n\n1. Số hộ theo thôn\n{TABLE}"
    assert titles(HEAD + below) == ["KẾT QUẢ", "PHỤ LỤC", "Số hộ theo thôn"]


def test_figures_of_an_annex_without_a_heading_stand_in_no_section() -> None:
    found = record(analyse_bytes(f"{HEAD}PHỤ LỤC I\nSố hộ theo thôn\n{TABLE}".encode(), "bao-cao.txt"))
    inside = {number.text: number.section for number in found.numbers}
    assert (inside["12"], inside["120"]) == (found.sections[0].id, None)


def test_short_lines_over_sentences_head_a_news_page() -> None:
    opening = "Ủy ban nhân dân xã đã tổ chức hội nghị tổng kết công tác cải cách hành chính"
    first = f"{opening} tại hội trường với đông đảo người dân."
    short = "Hội nghị nghe báo cáo và bàn việc của năm sau với dân."
    assert titles(f"{first}\n\nLòng dân\n{short}\n\nChặng tới\n{short}\n") == ["Lòng dân", "Chặng tới"]
    assert titles(f"{first}\n\nLòng dân\nTin và ảnh\n") == []
