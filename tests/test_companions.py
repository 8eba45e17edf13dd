"""Figures told again beside one that is told again rightly."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.analysis import Analysis, analyse_bytes

TABLE = """BÁO CÁO
Về hoạt động tín dụng qua các hội năm 2024

Tổ chức\tSố tổ\tSố hộ\tDư nợ (triệu đồng)
Hội Phụ nữ\t11\t362\t18.471,6
Hội Nông dân\t9\t285\t15.208,3
Đoàn Thanh niên\t5\t146\t7.913,5
Cộng\t25\t793\t41.593,4

Đến cuối năm có {} hộ còn nợ, vốn của các hội lên đến 41.593,4 triệu đồng.
"""
PROSE = """BÁO CÁO
Về kết quả làm đường thôn năm 2024

Nhân dân góp 2.746 ngày công, hiến 18.352 m² đất, có 127 hộ tự dỡ hàng rào.

Nhìn lại cả năm, với 18.352 m² đất được hiến và {} ngày công, phong trào đã đi vào nền nếp.
"""


def read(text: str, told: str) -> tuple[Analysis, list[tuple[Decimal | None, Decimal | None]]]:
    analysis = analyse_bytes(text.format(told).encode(), "companions.txt")
    return analysis, [(f.found, f.expected) for f in analysis.findings if f.rule == "repeat"]


@pytest.mark.parametrize(("text", "told"), [(TABLE, "793"), (PROSE, "2.746")])
def test_figures_told_again_rightly_raise_no_alarm(text: str, told: str) -> None:
    analysis, repeats = read(text, told)
    values = [number.value for number in analysis.facts.numbers]
    assert values.count(Decimal(told.replace(".", ""))) == 2
    assert repeats == []


@pytest.mark.parametrize(("text", "told", "right"), [(TABLE, "739", "793"), (PROSE, "2.764", "2.746")])
def test_a_slip_beside_a_shared_figure_is_found(text: str, told: str, right: str) -> None:
    _, repeats = read(text, told)
    assert repeats == [(Decimal(told.replace(".", "")), Decimal(right.replace(".", "")))]


@pytest.mark.parametrize(("text", "told"), [(TABLE, "512"), (PROSE, "1.980")])
def test_another_figure_beside_a_shared_one_is_another_fact(text: str, told: str) -> None:
    analysis, repeats = read(text, told)
    assert Decimal(told.replace(".", "")) in [number.value for number in analysis.facts.numbers]
    assert repeats == []
