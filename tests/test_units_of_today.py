"""Units that are not there on the day of a paper, provinces misspelt, and the name that a copied report left."""

from __future__ import annotations

import pytest

from pipeline.analysis import Analysis, analyse_bytes
from pipeline.checks.merger import dated_units

PAPER = """{above}
ỦY BAN NHÂN DÂN
XÃ THANH TÙNG
Số: 84/BC-UBND
Thanh Tùng, ngày {day}

BÁO CÁO
Kết quả công tác cải cách hành chính

Kính gửi: {to}

Trên địa bàn xã Thanh Tùng có 07 thôn. Cán bộ xã Thanh Tùng đã tập huấn 02 lớp.
{body}
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Phan Thị Lựu
"""
BEFORE, AFTER = "12 tháng 3 năm 2024", "12 tháng 3 năm 2026"


def read(day: str, above: str = "", to: str = "Phòng Văn hóa - Xã hội.", body: str = "") -> Analysis:
    return analyse_bytes(PAPER.format(above=above, day=day, to=to, body=body).encode(), "paper.txt")


def told(analysis: Analysis) -> list[tuple[str, str]]:
    assert analysis.facts.header.unit == "xã Thanh Tùng"
    return [(finding.severity, finding.rule) for finding in analysis.findings]


@pytest.mark.parametrize(
    "said",
    [
        {"above": "HUYỆN SƠN LĨNH"},
        {"above": "ỦY BAN NHÂN DÂN QUẬN 14"},
        {"to": "Ủy ban nhân dân huyện Sơn Lĩnh."},
        {"to": "Sở Nội vụ tỉnh Bắc Giang."},
        {"to": "Sở Nội vụ tỉnh Bắc Kạn."},
        {"to": "Sở Kế hoạch và Đầu tư."},
    ],
)
def test_what_ended_with_the_merger_is_a_remark_after_it_only(said: dict[str, str]) -> None:
    assert told(read(BEFORE, **said)) == []
    assert told(read(AFTER, **said)) == [("info", "name")]


@pytest.mark.parametrize(
    "said",
    [
        {"to": "Sở Nội vụ tỉnh Bắc Ninh."},
        {"to": "Ủy ban nhân dân thành phố Huế."},
        {"to": "Sở Nông nghiệp và Môi trường tỉnh Đắc Lắc."},
        {"to": "Ủy ban nhân dân tỉnh Gia Lai (nguyên tỉnh Bình Định)."},
        {"body": "Trước đây xã thuộc huyện Sơn Lĩnh, tỉnh Bắc Giang; Sở Kế hoạch và Đầu tư đã giao 02 dự án.\n"},
        {"body": "Thực hiện Kế hoạch số 15/KH-UBND ngày 12/01/2024 của UBND huyện Sơn Lĩnh.\n"},
    ],
)
def test_units_of_today_and_history_are_right(said: dict[str, str]) -> None:
    assert told(read(AFTER, **said)) == []


def test_what_is_not_there_yet_is_a_remark() -> None:
    to = {"to": "Sở Nông nghiệp và Môi trường."}
    assert told(read(BEFORE, **to)) == [("info", "name")]
    assert told(read(AFTER, **to)) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Đoàn công tác của tỉnh Nam Định thăm xã.\n", []),
        ("Đoàn công tác của tỉnh Nam Đinh thăm xã.\n", [("info", "name")]),
        ("Đoàn công tác của tỉnh Đăk Nông và tỉnh Hà Nam Ninh cũ thăm xã.\n", []),
        ("Đoàn công tác của tỉnh Quảng Tây thăm xã.\n", []),
    ],
)
def test_provinces_one_letter_away(body: str, found: list[tuple[str, str]]) -> None:
    assert told(read(BEFORE, body=body)) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Nhân dân xã Hương Điền đã góp 120 ngày công; toàn xã Hương Điền có 03 tổ.\n", [("warning", "name")]),
        ("Tình hình trên địa bàn xã Hương Điền ổn định.\n", [("info", "name")]),
        ("Cán bộ hai xã đã giao lưu với nhân dân xã Hương Điền.\n", []),
        ("Nhân dân xã Hương Điền (cũ) đã góp 120 ngày công; toàn xã Hương Điền có 03 tổ.\n", []),
        ("Xã giáp xã Hương Điền. Nhân dân xã Hương Điền cũng góp công.\n", []),
        ("UBND xã Hương Điền đã bàn giao 02 hồ sơ.\n", []),
        ("UBND xã Hương Điền sẽ sáp nhập 02 trường (đổi tên trong năm).\n", [("warning", "name")]),
        ("UBND xã Hương Điền cũ sẽ bàn giao 02 hồ sơ (sáp nhập).\n", []),
        ("Các thôn trên địa bàn xã Hương Điền đều có nhà văn hóa.\n", [("warning", "name")]),
        ("Xã có chợ Hương Điền. Nhân dân xã Hương Điền cũng góp công.\n", []),
    ],
)
def test_a_name_that_a_copied_report_left(body: str, found: list[tuple[str, str]]) -> None:
    assert told(read(BEFORE, body=body)) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Trụ sở của xã Thanh Tung đã sửa.\n", [("warning", "name")]),
        ("Đã giao lưu với xã Thanh Tân.\n", []),
    ],
)
def test_a_name_without_its_marks_is_its_own(body: str, found: list[tuple[str, str]]) -> None:
    assert told(read(BEFORE, body=body)) == found


def test_rows_are_dated_and_have_sources() -> None:
    rows = dated_units()
    assert all(row.source and row.kind for row in rows)
    today = [row for row in rows if row.kind in ("tỉnh", "thành phố") and row.known("2026-01-01")]
    before = [row for row in rows if row.kind in ("tỉnh", "thành phố") and row.known("2024-01-01")]
    assert len(today) == 34
    # the city of Huế was in its province
    assert len(before) == 63 + 1
