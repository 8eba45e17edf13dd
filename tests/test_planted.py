"""Plain defects of form in one paper, each beside a look-alike that is right."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.analyse import Analysis, analyse_bytes

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
PLAIN = "Các tổ dân vận đã gặp gỡ từng hộ."


@cache
def defects() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads((Path(__file__).parent / "planted.toml").read_text("utf-8"))["defect"])


def read(said: str | Sequence[Sequence[str]]) -> Analysis:
    if isinstance(said, str):
        return analyse_bytes(PAPER.format(body=said).encode(), "paper.txt")
    text = PAPER.format(body=PLAIN)
    for old, new in said:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return analyse_bytes(text.encode(), "paper.txt")


def told(analysis: Analysis) -> list[tuple[str, str, str]]:
    return [(finding.rule, finding.severity, finding.message) for finding in analysis.findings]


@pytest.mark.parametrize("defect", [pytest.param(one, id=one["name"]) for one in defects()])
def test_look_alike_is_told_nothing(defect: dict[str, Any]) -> None:
    analysis = read(defect["right"])
    assert len(analysis.facts.sections) > 6
    assert told(analysis) == []


@pytest.mark.parametrize("defect", [pytest.param(one, id=one["name"]) for one in defects()])
def test_defect_is_told_once(defect: dict[str, Any]) -> None:
    found = told(read(defect["wrong"]))
    assert [rule in defect["rule"].split("|") for rule, _, _ in found] == [True], found
