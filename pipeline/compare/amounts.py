"""What a printed figure stands for: an interval in the base unit, exact for a count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from extractors.vietnamese import fold_key

_ENDLESS = Decimal("1e30")
_DECIMALS = re.compile(r",(\d+)(?!.*\d)")
#: units of money and land in their base unit; what is measured is rounded, what is counted is not
_SCALES = {
    "đồng": ("đồng", 1),
    "nghìn đồng": ("đồng", 1_000),
    "ngàn đồng": ("đồng", 1_000),
    "triệu đồng": ("đồng", 1_000_000),
    "triệu": ("đồng", 1_000_000),
    "tỷ đồng": ("đồng", 1_000_000_000),
    "tỉ đồng": ("đồng", 1_000_000_000),
    "tỷ": ("đồng", 1_000_000_000),
    "m2": ("m2", 1),
    "m²": ("m2", 1),
    "ha": ("m2", 10_000),
    "héc ta": ("m2", 10_000),
    "km2": ("m2", 1_000_000),
    "km²": ("m2", 1_000_000),
    "kg": ("kg", 1),
    "tạ": ("kg", 100),
    "tấn": ("kg", 1_000),
    "m": ("m", 1),
    "km": ("m", 1_000),
    "%": ("%", 1),
}
#: words before what is counted: "1,3 nghìn hồ sơ" is rounded
_THOUSANDS = {"nghìn": 1_000, "ngàn": 1_000, "vạn": 10_000, "triệu": 1_000_000}


@dataclass(frozen=True, slots=True)
class Amount:
    """Every value a figure may stand for, `low` to `high` in its base unit; `said` is what is printed."""

    said: Decimal
    low: Decimal
    high: Decimal
    unit: str

    @property
    def exact(self) -> bool:
        """Whether it is one value."""
        return self.low == self.high

    def meets(self, other: Amount) -> bool:
        """Whether both may stand for one value."""
        return self.unit == other.unit and self.low <= other.high and other.low <= self.high

    def widened(self) -> Amount:
        """Return it as an estimate: a twentieth more or less."""
        wide = abs(self.said) / 20
        return Amount(self.said, min(self.low, self.said - wide), max(self.high, self.said + wide), self.unit)


def total(amounts: Iterable[Amount]) -> Amount:
    """Return the sum of amounts of one unit; raises ValueError for none."""
    parts = tuple(amounts)
    if not parts:
        raise ValueError("no amounts to add")
    zero = Decimal(0)
    low, high = sum((p.low for p in parts), zero), sum((p.high for p in parts), zero)
    return Amount(sum((p.said for p in parts), zero), low, high, parts[0].unit)


def amount_of(number: Mapping[str, Any], own_unit: str) -> Amount | None:
    """Return what a number of the record stands for; `own_unit` is that of its metric, "" for one without.

    None for a number without value.
    """
    value = _decimal(number.get("value"))
    if value is None:
        return None
    printed = fold_key(number.get("unit") or "")
    word, _, counted = printed.partition(" ")
    own = (
        (fold_key(own_unit) or counted, _THOUSANDS[word]) if word in _THOUSANDS else (fold_key(own_unit) or printed, 1)
    )
    unit, scale = _SCALES.get(printed, own)
    step = _step(number["text"])
    low, high = _ends(value, step, number.get("qualifier") or "=", printed in _SCALES or word in _THOUSANDS)
    return Amount(value * scale, low * scale, high * scale, unit)


def _decimal(value: object) -> Decimal | None:
    try:
        found = Decimal(str(value)) if value is not None and not isinstance(value, bool) else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None


def _step(text: str) -> Decimal:
    """The worth of the last printed place."""
    match = _DECIMALS.search(text)
    return Decimal(1).scaleb(-len(match[1])) if match else Decimal(1)


def _ends(value: Decimal, step: Decimal, sign: str, measured: bool) -> tuple[Decimal, Decimal]:
    """What prints so, rounded or cut off; a qualifier makes it one-sided."""
    slack = step if measured or step < 1 else Decimal(0)
    match sign:
        case ">=" | ">":
            return value - slack, _ENDLESS
        case "<=" | "<":
            return -_ENDLESS, value + slack
        case "~":
            wide = max(step * 2, abs(value) / 20)
            return value - wide, value + wide
    return (value - slack / 2, value + slack) if slack else (value, value)
