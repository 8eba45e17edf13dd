"""Amounts that are written out behind their figures: read right, and found where figure and words differ."""

from __future__ import annotations

import random

import pytest

from extractors.relations.claims.amounts_in_words import value_of
from tests.passages import alarms

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
SCALES = ("", "nghìn", "triệu", "tỷ")
SEEDS = range(24)


def spelled(value: int, *, linh: str = "linh") -> str:
    """Return a number in words, as officials write it."""
    groups = []
    while value:
        groups.append(value % 1000)
        value //= 1000
    words = []
    for at in range(len(groups) - 1, -1, -1):
        if groups[at]:
            words += [*_hundreds(groups[at], at < len(groups) - 1, linh), SCALES[at]]
    return " ".join(filter(None, words))


def _hundreds(value: int, full: bool, linh: str) -> list[str]:
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    words = [DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 0:
        return [*words, *([linh] if words and ones else []), *([DIGITS[ones]] if ones else [])]
    last = {0: [], 1: ["mốt" if tens > 1 else "một"], 5: ["lăm"]}.get(ones, [DIGITS[ones]])
    return [*words, *(["mười"] if tens == 1 else [DIGITS[tens], "mươi"]), *last]


def drawn(seed: int) -> int:
    draw = random.Random(seed)
    return draw.randrange(10 ** draw.randrange(4, 11)) * 10 ** draw.randrange(2) + 1_250_000


def sentence(seed: int, figure: int, words: str) -> str:
    amount = f"{figure:,}".replace(",", ".")
    opening = ("Kinh phí tổ chức lễ hội cầu ngư", "Tiền mua giống cấp cho dân", "Giá trị quyết toán nhà văn hóa")[
        seed % 3
    ]
    how = ("(Bằng chữ: {} đồng chẵn)", "(bằng chữ: {} đồng)", "(viết bằng chữ: {} đồng./.)")[seed // 3 % 3]
    return f"{opening} là {amount} đồng {how.format(words[0].upper() + words[1:])}."


@pytest.mark.parametrize("seed", SEEDS)
def test_words_are_the_number_that_they_write_out(seed: int) -> None:
    value = drawn(seed)
    assert value_of(spelled(value, linh="lẻ" if seed % 2 else "linh")) == value


@pytest.mark.parametrize("seed", SEEDS)
def test_figure_and_words_that_differ_are_found(seed: int) -> None:
    value = drawn(seed)
    assert alarms(sentence(seed, value, spelled(value))) == []
    raised = alarms(sentence(seed, value + 90_000, spelled(value)))
    assert [finding.rule for finding, _ in raised] == ["repeat"]


@pytest.mark.parametrize(
    "text",
    [
        "Giá trị 83.000.000 đồng (bằng chữ số và chữ viết theo mẫu 01).",
        "Giá trị 83.000.000 đồng, hồ sơ ghi bằng chữ viết tay, không tẩy xóa.",
        "Hỗ trợ 25 triệu đồng (bằng chữ: hai lăm triệu đồng).",
        "Hỗ trợ 2,5 tỷ đồng (bằng chữ: hai tỷ năm trăm triệu đồng).",
        "Hỗ trợ khoảng 2,6 tỷ đồng (bằng chữ: hai tỷ năm trăm tám mươi triệu đồng).",
        "Ký kết 12 hợp đồng; bằng chữ: theo quy định tại phụ lục.",
    ],
)
def test_words_that_write_out_nothing_else_raise_nothing(text: str) -> None:
    assert alarms(text) == []
