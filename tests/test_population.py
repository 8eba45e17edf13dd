"""Rates of population against the two figures that make them."""

from __future__ import annotations

import pytest

from pipeline.analysis import Analysis, analyse_bytes

#: right, what makes it wrong
MADE = (
    ("Tỷ suất sinh thô 12,4‰, tỷ suất chết thô 5,1‰, tỷ lệ tăng dân số tự nhiên 0,73%.", "0,73", "0,83"),
    ("Tỷ lệ sinh 14,6‰, tỷ lệ chết 6,2‰, tỷ lệ phát triển dân số tự nhiên 8,4‰.", "8,4", "9,4"),
    ("Có 62 bé trai và 56 bé gái ra đời, tỷ số giới tính khi sinh là 110,7 bé trai/100 bé gái.", "110,7", "118,7"),
    ("Tỷ số giới tính khi sinh là 112,2 nam/100 nữ (110 nam, 98 nữ).", "112,2", "121,2"),
)
#: rates of another time or place
LEFT_ALONE = (
    "Tỷ suất sinh thô 12,4‰, tỷ suất chết thô 5,1‰; tỷ lệ tăng dân số tự nhiên năm trước là 0,83%.",
    "Có 62 bé trai, 56 bé gái ra đời; tỷ số giới tính khi sinh của cả nước là 111,5 bé trai/100 bé gái.",
)


def analysed(text: str) -> Analysis:
    return analyse_bytes(f"I. KẾT QUẢ\n{text}\n".encode(), "population.txt")


def told(result: Analysis) -> list[str]:
    return [f.rule for f in result.findings if f.severity in ("error", "warning")]


@pytest.mark.parametrize(("text", "old", "new"), MADE)
def test_a_rate_is_held_against_its_two_figures(text: str, old: str, new: str) -> None:
    right, wrong = analysed(text), analysed(text.replace(old, new))
    assert told(right) == []
    assert [r.verdict for r in right.facts.relations if r.source == "identity"] == ["holds"]
    assert told(wrong) == ["product"]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_a_rate_of_another_time_is_left_alone(text: str) -> None:
    result = analysed(text)
    assert told(result) == []
    assert not [r for r in result.facts.relations if r.source == "identity"]
