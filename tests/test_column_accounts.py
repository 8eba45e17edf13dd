"""Tables whose rows bear out what their heads do not say: a slip in one row is found, without it nothing is."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from tests.passages import alarms

SEEDS = range(12)
#: heads of no known word of an account, of what moved and what is left, with the signs of what moved
HEADS = (
    ("Vật dụng", "Sẵn trong tủ", "Xin về", "Đem dùng", "Trong tủ bây giờ"),
    ("Bầy vật nuôi", "Hồi vụ trước", "Đẻ lứa này", "Thương lái bắt", "Đếm lại"),
    ("Quỹ", "Gối từ khóa trước", "Góp lần này", "Tiêu lần này", "Nằm trong két"),
    ("Đội", "Quân số giao thừa", "Vô đội", "Rời đội", "Quân số rằm"),
)
NAMES = ("Loại đỏ", "Loại xanh", "Loại vàng", "Loại tím")


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    return "\n".join("\t".join(map(str, row)) for row in (heads, *rows))


def shown(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def account(seed: int) -> list[list[int]]:
    draw = random.Random(seed)
    rows = []
    for _ in NAMES:
        first, came = draw.randrange(140, 990), draw.randrange(105, 480)
        went = draw.randrange(31, first)
        rows.append([first, came, went, first + came - went])
    return rows


def slipped(value: int) -> int:
    """Return a value with its tens one too many, or one too few."""
    return value + 10 if value // 10 % 10 < 9 else value - 10


def filled(seed: int, rows: Sequence[Sequence[int]]) -> str:
    named = [[name, *map(shown, row)] for name, row in zip(NAMES, rows, strict=True)]
    return table(HEADS[seed % len(HEADS)], named)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_account_of_columns_is_borne_out_by_its_rows(seed: int) -> None:
    rows = account(seed)
    assert alarms(filled(seed, rows)) == []
    at = seed % len(rows)
    rows[at][-1] = slipped(rows[at][-1])
    raised = alarms(filled(seed, rows))
    assert [finding.rule for finding, _ in raised] == ["balance"]
    assert shown(rows[at][-1]) in raised[0][1]


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_that_differ_bear_nothing_out(seed: int) -> None:
    rows = account(seed)
    rows[0][-1], rows[1][-1], rows[3][-1] = (value + 137 for value in (rows[0][-1], rows[1][-1], rows[3][-1]))
    assert alarms(filled(seed, rows)) == []


def running(seed: int) -> list[list[int]]:
    draw = random.Random(seed)
    made, rows = 0, []
    for week in range(1, 6):
        came = draw.randrange(11, 96)
        made += came
        rows.append([week, came, made])
    return rows


def listed(rows: Sequence[Sequence[int]], seed: int) -> str:
    heads = ("Lần", "Gieo trong lần", "Gieo tới lần đó") if seed % 2 else ("Kỳ", "Thu trong kỳ", "Cộng dồn")
    return table(heads, [[f"{heads[0]} thứ {week}", came, made] for week, came, made in rows])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_running_total_is_borne_out_by_its_rows(seed: int) -> None:
    rows = running(seed)
    assert alarms(listed(rows, seed)) == []
    at = 1 + seed % 4
    rows[at][-1] = slipped(rows[at][-1])
    raised = alarms(listed(rows, seed))
    assert [finding.rule for finding, _ in raised] == ["sum"]
    assert str(rows[at][-1]) in raised[0][1]


@pytest.mark.parametrize("seed", SEEDS)
def test_columns_that_run_apart_bear_nothing_out(seed: int) -> None:
    rows = [[week, came, made + 7 * week] for week, came, made in running(seed)]
    assert alarms(listed(rows, seed)) == []
