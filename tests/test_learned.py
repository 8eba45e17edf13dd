"""Figures in words of their author's own, compared because they agree elsewhere; amounts of another size."""

from __future__ import annotations

import pytest

from tests.across_reports import NAMES, clashing, commune, district

QUARTERS = ("quý I", "quý II", "quý III", "quý IV")
MEASURED = (21, 34, 45, 52, 63, 74, 85, 96)
BUDGETS = ("2.415", "2.390", "2.510", "2.600")


def folder(*rows: int) -> list[str]:
    """Eight communes that tell of plots measured, and a district that tells of them in a table in other words."""
    own = [commune(f"Đo đạc thửa đất {n} thửa.", name=name) for name, n in zip(NAMES, MEASURED, strict=False)]
    table = [f"{at}\t{name}\t{n}" for at, (name, n) in enumerate(zip(NAMES, rows, strict=False), 1)]
    return [*own, district("TT\tĐơn vị\tSố thửa đã đo đạc (thửa)", *table)]


def test_a_row_in_other_words_that_agrees_elsewhere_is_asked_about() -> None:
    found = clashing(*folder(21, 34, 45, 52, 63, 74, 85, 69), kinds=("district-row",))
    assert [(one.severity, one.expected, one.found) for one in found] == [("warning", 96, 69)]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(MEASURED, id="all agree"),
        pytest.param((21, 34, 54, 25, 36, 47, 58, 69), id="mostly others: another thing"),
    ],
)
def test_rows_that_agree_or_hardly_ever_do_are_not(rows: tuple[int, ...]) -> None:
    assert clashing(*folder(*rows), kinds=("district-row",)) == []


def budgets(*printed: str) -> list[str]:
    return [commune(f"Thu ngân sách {one}.", when=when) for one, when in zip(printed, QUARTERS, strict=True)]


def test_an_amount_of_another_size_is_asked_about() -> None:
    lines = [f"{one} triệu đồng" for one in BUDGETS]
    found = clashing(*budgets(*lines[:3], "2.600 tỷ đồng"), kinds=("scale",))
    assert [one.severity for one in found] == ["warning"]
    assert found[0].evidence[0].text == "2.600"


@pytest.mark.parametrize("last", ["2.600 triệu đồng", "2,6 tỷ đồng", "24.150 triệu đồng"])
def test_amounts_of_one_size_are_not(last: str) -> None:
    lines = [f"{one} triệu đồng" for one in BUDGETS]
    assert clashing(*budgets(*lines[:3], last), kinds=("scale",)) == []
