"""Exact arithmetic on printed numbers: each stands for every value that prints so, rounded or cut off."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from extractors.numbers.number import Number


def shown(value: Decimal) -> str:
    """Return a value as Vietnamese reports print it.

    >>> shown(Decimal("3174")), shown(Decimal("2306.47")), shown(Decimal("7.0"))
    ('3.174', '2.306,47', '7')
    """
    plain = str(value)
    if plain.isdigit():
        return plain if len(plain) < 4 else f"{int(plain):,}".replace(",", ".")
    whole, _, decimals = f"{value:f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", ".") if len(whole) > 3 else whole
    return f"{grouped},{decimals}" if decimals.strip("0") else grouped


def slack(total: Number, parts: Sequence[Number]) -> Decimal:
    """Return how far a sum may lie from its total by rounding alone: nothing for whole counts.

    Where one number shows decimals the others have lost only noughts ("14,5 + 22"); a total may be rounded more.
    """
    steps = [number.step for number in (total, *parts)]
    finest = min(steps)
    if finest >= 1:
        return Decimal(0) if max(steps) == 1 else sum((step for step in steps if step > 1), Decimal(0)) / 2
    return (finest * len(parts) + total.step) / 2


def addition(values: Sequence[Decimal]) -> str:
    """Return "9 + 21 + 164 = 194"."""
    return f"{' + '.join(shown(v) for v in values)} = {shown(sum(values, Decimal(0)))}"


def share_fits(part: Decimal, whole: Decimal, percent: Number) -> bool:
    """Whether a share prints as the percentage, rounded or cut off at its printed places.

    >>> from extractors.document import Span
    >>> p = Number(Span(0, 5), "measure", "", Decimal("89.65"), Decimal("0.01"))
    >>> share_fits(Decimal(26), Decimal(29), p)
    True
    """
    if not whole or percent.value is None:
        return False
    exact, value, step = part * 100 / whole, percent.value, percent.step
    match percent.sign:
        case "=":
            return abs(exact - value) < step
        case ">=" | ">":
            return exact >= value - step
        case "<=" | "<":
            return exact <= value + step
    return abs(exact - value) <= max(step * 2, value / 20)  # "khoảng", "gần"


def cut(value: Decimal, step: Decimal) -> Decimal:
    """Return a value cut off at a printed place."""
    return value.quantize(step, rounding=ROUND_DOWN) if step < 1 else value.quantize(Decimal(1))
