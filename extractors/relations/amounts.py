"""What printed figures may stand for: intervals of rounded or cut-off values, and units against each other."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from extractors.lexicon import unit_kind
from extractors.lexicon.amounts import alike, money_scale
from extractors.numbers.number import Number

#: kilograms and square metres
_WEIGHTS = {"tấn": 1000, "tạ": 100, "yến": 10, "kg": 1, "ki-lô-gam": 1, "kilôgam": 1, "cân": 1}
_AREAS = {"ha": 10000, "hecta": 10000, "héc ta": 10000, "héc-ta": 10000, "m²": 1, "m2": 1, "mét vuông": 1}
_AREAS |= {"km²": 1000000, "km2": 1000000}
#: how many digits of an estimate say that it was added up, not guessed
_TOLD = 4
_ESTIMATED = re.compile(r"(?<!\w)ước(?: (?:tính|đạt|thực hiện|cả năm|có|là|khoảng)){0,3}\s*:?\s*$")
#: larger than any figure of a report
_NO_LIMIT = Decimal(10) ** 18


@dataclass(frozen=True, slots=True)
class Range:
    """The values from `low` to `high` that a printed figure may stand for."""

    low: Decimal
    high: Decimal

    def times(self, other: Range) -> Range:
        """Return what the product of two amounts may be; both are no less than 0."""
        return Range(self.low * other.low, self.high * other.high)

    def scaled(self, by: Decimal) -> Range:
        """Return the range in another unit."""
        return Range(self.low * by, self.high * by)

    def meets(self, other: Range) -> bool:
        """Whether both may stand for one value."""
        return self.low <= other.high and other.low <= self.high


def printed_range(number: Number, *, exact: bool = False) -> Range:
    """Return what a figure may stand for, rounded or cut off at its last place, nothing else where it is `exact`.

    "trên", "gần", "khoảng" leave room on their side.

    >>> from extractors.document import Span
    >>> printed_range(Number(Span(0, 4), "measure", "", Decimal("62.5"), Decimal("0.1")))
    Range(low=Decimal('62.45'), high=Decimal('62.6'))
    """
    value = abs(number.value if number.value is not None else Decimal(0))
    low, high = (value, value) if exact else (max(value - number.step / 2, Decimal(0)), value + number.step)
    match number.sign:
        case ">=" | ">":
            return Range(low, _NO_LIMIT)
        case "<=" | "<":
            return Range(Decimal(0), high)
        case "~":
            return Range(low * Decimal("0.9"), high * Decimal("1.1"))
    return Range(low, high)


def meant(number: Number, folded: str) -> Number:
    """Return a figure as arithmetic takes it: an estimate told to its last places adds up like any other.

    "ước thực hiện 8.742,6 triệu đồng" is what its parts make; "ước 8.700" and "khoảng 53,5" leave room.
    """
    if (
        number.sign != "~"
        or number.value is None
        or not _ESTIMATED.search(folded, max(0, number.span.start - 40), number.span.start)
    ):
        return number
    told = number.step < 1 or len(number.value.normalize().as_tuple().digits) >= _TOLD
    return replace(number, sign="=") if told else number


@cache
def worth(unit: str) -> tuple[str, Decimal]:
    """Return what a unit measures and how much of it: money in đồng, weight in kg, area in m²; others by themselves.

    >>> worth("tạ"), worth("triệu đồng")[0], worth("phiếu")
    (('weight', Decimal('100')), 'money', ('phiếu', Decimal('1')))
    """
    if scale := money_scale(unit):
        return "money", Decimal(scale)
    for kind, units in (("weight", _WEIGHTS), ("area", _AREAS)):
        if unit in units:
            return kind, Decimal(units[unit])
    words = unit.split()
    if words and words[0] in _WEIGHTS:  # "tấn thóc", "kg gạo"
        return "weight", Decimal(_WEIGHTS[words[0]])
    return unit, Decimal(1)


@cache
def ratio(unit: str, other: str) -> Decimal | None:
    """Return how many of the other unit one of a unit is, None for units that cannot be told in each other.

    >>> ratio("tấn", "tạ"), ratio("thành viên", "người"), ratio("hộ", "tấn")
    (Decimal('10'), Decimal('1'), None)
    """
    (kind, size), (other_kind, other_size) = worth(unit), worth(other)
    if kind == other_kind:
        return size / other_size
    return Decimal(1) if alike(unit, other) else None


def is_measured(unit: str) -> bool:
    """Whether a unit measures something that is rounded when it is printed, unlike a count."""
    return worth(unit.partition("/")[0])[0] in ("money", "weight", "area") or unit_kind(unit) in ("length", "percent")
