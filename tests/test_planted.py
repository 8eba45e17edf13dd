"""Plain defects of form in one paper, each beside a look-alike that is right."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.analysis import Analysis, analyse_bytes

PAPER = """ỦY BAN NHÂN DÂN
XÃ TRUNG LƯƠNG
Số: 93/BC-UBND
Trung Lương, ngày 04 tháng 10 năm 2024

BÁO CÁO
Kết quả công tác dân vận chính quyền 9 tháng đầu năm 2024

I. KẾT QUẢ THỰC HIỆN
1. Công tác dân vận
1.1. Về tuyên truyền
Xã Trung Lương đã tổ chức 14 buổi tuyên truyền tại 07 thôn.
1.2. Về vận động
{body}
2. Công tác phối hợp
Nhân dân xã Trung Lương đã góp 320 ngày công.
II. NHIỆM VỤ TRỌNG TÂM
Xã tiếp tục rà soát quy ước của các thôn.
III. ĐỀ XUẤT
Đề nghị cấp trên hỗ trợ xi măng.
Trên đây là Báo cáo kết quả công tác dân vận chính quyền 9 tháng đầu năm 2024 của xã Trung Lương, huyện Kỳ Lâm./.

TM. ỦY BAN NHÂN DÂN XÃ TRUNG LƯƠNG
CHỦ TỊCH

Đặng Thị Hoài
"""
PARTY = """ĐẢNG BỘ HUYỆN LẠC SƠN
ĐẢNG ỦY XÃ SƠN THỊNH
*
Số 128-BC/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
Sơn Thịnh, ngày 15 tháng 11 năm 2022

BÁO CÁO
Kết quả công tác xây dựng Đảng năm 2022

Đảng ủy xã Sơn Thịnh báo cáo kết quả công tác xây dựng Đảng năm 2022 như sau:
I- KẾT QUẢ
1- Công tác tư tưởng
{body}
2- Công tác tổ chức
Đảng bộ xã Sơn Thịnh giữ nền nếp sinh hoạt.
3- Công tác kiểm tra
Việc kiểm tra được làm theo chương trình.
II- PHƯƠNG HƯỚNG
Đảng ủy tiếp tục chỉ đạo các chi bộ.
Trên đây là Báo cáo kết quả công tác xây dựng Đảng năm 2022 của Đảng ủy xã Sơn Thịnh.

T/M ĐẢNG ỦY
BÍ THƯ

Quách Văn Khương
"""
WARD = """ỦY BAN NHÂN DÂN
PHƯỜNG RẠCH SỎI
Số: 207/BC-UBND
Rạch Sỏi, ngày 16 tháng 12 năm 2025

BÁO CÁO
Công tác cải cách hành chính quý IV năm 2025
(Số liệu từ ngày 15/9/2025 đến ngày 14/12/2025)

Kính gửi: Sở Nội vụ.

I. KẾT QUẢ
1. Chỉ đạo, điều hành
1.1. Ban hành văn bản
Phường đã ban hành đủ văn bản.
1.2. Kiểm tra
{body}
2. Cải cách thủ tục
UBND phường Rạch Sỏi niêm yết đủ thủ tục.
II. HẠN CHẾ
Trang thiết bị còn cũ.
III. PHƯƠNG HƯỚNG
Phường tiếp tục số hóa hồ sơ.
IV. KIẾN NGHỊ
Đề nghị tỉnh bố trí kinh phí.
Trên đây là Báo cáo công tác cải cách hành chính quý IV năm 2025 của Ủy ban nhân dân phường Rạch Sỏi.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Đặng Văn Út
"""
DISTRICT = """ỦY BAN NHÂN DÂN             CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN CHƯ SÊ                 Độc lập - Tự do - Hạnh phúc
Số: 218/BC-UBND              Chư Sê, ngày 16 tháng 6 năm 2023

BÁO CÁO
Tình hình thực hiện công tác dân vận 6 tháng đầu năm 2023

UBND huyện Chư Sê báo cáo tình hình 6 tháng đầu năm 2023 như sau:
Phần thứ nhất
KẾT QUẢ
I. CÔNG TÁC CHỈ ĐẠO
Huyện đã cụ thể hóa đủ văn bản.
II. CÔNG TÁC VẬN ĐỘNG
{body}
Phần thứ hai
NHIỆM VỤ
I. NHIỆM VỤ CHUNG
Huyện Chư Sê tiếp tục nhân rộng mô hình.
II. GIẢI PHÁP
Tăng cường kiểm tra cơ sở.
Trên đây là Báo cáo tình hình thực hiện công tác dân vận 6 tháng đầu năm 2023 của UBND huyện Chư Sê./.

Nơi nhận:
- UBND tỉnh;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Rmah Hlếch
"""
PLAIN = "Các tổ dân vận đã gặp gỡ từng hộ."


@cache
def defects() -> tuple[dict[str, Any], ...]:
    folder = Path(__file__).parent
    state = tomllib.loads((folder / "planted.toml").read_text("utf-8"))["defect"]
    party = tomllib.loads((folder / "planted_party.toml").read_text("utf-8"))["defect"]
    district = tomllib.loads((folder / "planted_district.toml").read_text("utf-8"))["defect"]
    ward = tomllib.loads((folder / "planted_ward.toml").read_text("utf-8"))["defect"]
    others = ((PARTY, party), (WARD, ward), (DISTRICT, district))
    return (*state, *({**one, "paper": paper} for paper, found in others for one in found))


def read(said: str | Sequence[Sequence[str]], paper: str = PAPER) -> Analysis:
    if isinstance(said, str):
        return analyse_bytes(paper.format(body=said).encode(), "paper.txt")
    text = paper.format(body=PLAIN)
    for old, new in said:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return analyse_bytes(text.encode(), "paper.txt")


def told(analysis: Analysis) -> list[tuple[str, str, str]]:
    return [(finding.rule, finding.severity, finding.message) for finding in analysis.findings]


@pytest.mark.parametrize("defect", [pytest.param(one, id=one["name"]) for one in defects()])
def test_look_alike_is_told_nothing(defect: dict[str, Any]) -> None:
    analysis = read(defect["right"], defect.get("paper", PAPER))
    assert len(analysis.facts.sections) > 1
    assert told(analysis) == []


@pytest.mark.parametrize("defect", [pytest.param(one, id=one["name"]) for one in defects()])
def test_defect_is_told_once(defect: dict[str, Any]) -> None:
    found = told(read(defect["wrong"], defect.get("paper", PAPER)))
    assert [rule in defect["rule"].split("|") for rule, _, _ in found] == [True], found


@pytest.mark.parametrize(
    "body", tomllib.loads((Path(__file__).parent / "planted_right.toml").read_text("utf-8"))["body"]
)
def test_what_only_looks_wrong_is_told_nothing(body: str) -> None:
    analysis = read(body)
    assert any(number.role == "measure" for number in analysis.facts.numbers)
    assert told(analysis) == []


@pytest.mark.parametrize(
    "paper",
    [
        pytest.param(one, id=one["name"])
        for one in tomllib.loads((Path(__file__).parent / "planted_kinds.toml").read_text("utf-8"))["paper"]
    ],
)
def test_papers_of_other_kinds_are_told_nothing(paper: dict[str, str]) -> None:
    analysis = analyse_bytes(paper["text"].encode(), "paper.txt")
    assert analysis.facts.header.unit
    assert analysis.facts.header.date
    assert told(analysis) == []
