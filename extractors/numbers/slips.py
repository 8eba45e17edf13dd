"""Slips of the pen: what one wrong stroke makes of a printed value, and how likely it is that one did."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

#: figures that a scanner, or an eye, takes for each other
_ALIKE = frozenset(map(frozenset, ("17", "38", "56", "09")))


def one_slip(one: Decimal, other: Decimal) -> bool:
    """Whether two values differ by one slip: a digit changed, dropped or added, two swapped, a power of ten.

    >>> one_slip(Decimal(152), Decimal(125)), one_slip(Decimal(152), Decimal(15)), one_slip(Decimal(152), Decimal(286))
    (True, True, False)
    >>> one_slip(Decimal("645.8"), Decimal("465.8")), one_slip(Decimal("6931.2"), Decimal("6937"))
    (True, False)
    """
    a, b = _digits(one, other)
    if one == other or not a or not b:
        return False
    if a.strip("0") == b.strip("0"):
        return True
    if len(a) == len(b):
        apart = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        return len(apart) == 1 or _swapped(a, b, apart)
    if abs(len(a) - len(b)) > 1:
        return False
    long, short = (a, b) if len(a) > len(b) else (b, a)
    return _more_by(long, short, 1) is not None


def significant(value: Decimal) -> str:
    """Return the digits of a value without its comma and the noughts at its ends.

    >>> significant(Decimal(12500)), significant(Decimal("0.40")), significant(Decimal("-7.05"))
    ('125', '4', '705')
    """
    return f"{abs(value):f}".replace(".", "").strip("0")


def slip_cost(written: Decimal, right: Decimal) -> int | None:
    """Return how unlikely it is that one slip wrote a value for the right one, from 1 to 4; None where none did.

    Likely is what makes few numbers only: a 0 or the comma too far, a digit twice, neighbours swapped (1), digits that
    look alike, a 0 or any digit too many or too few (2); unlikely is one of many: another digit, a lost one (3), three
    lost (4).

    >>> [slip_cost(Decimal(152), Decimal(right)) for right in (125, 162, 12, 1520, 1452, 142, 152340, 286)]
    [1, 2, 2, 2, 3, 3, 4, None]
    >>> slip_cost(Decimal(98), Decimal(8)), slip_cost(Decimal(5), Decimal(0)), slip_cost(Decimal(50), Decimal(5))
    (2, 3, 1)
    """
    a, b = (digits or "0" for digits in _digits(written, right))
    if written == right:
        return None
    if "0" not in (a, b) and a.strip("0") == b.strip("0"):
        return 1 if written > right else 2
    if len(a) == 2 and len(b) == 1:  # small counts are printed "08"
        costs = [cost for cost in (_changed(a, f"0{b}"), _added(a, b)) if cost]
        return min(costs, default=None)
    return _changed(a, b) if len(a) == len(b) else _added(a, b) if len(a) > len(b) else _lost(a, b)


def _changed(a: str, b: str) -> int | None:
    apart = [i for i in range(len(a)) if a[i] != b[i]]
    if len(apart) == 1:
        return 2 if frozenset(a[apart[0]] + b[apart[0]]) in _ALIKE else 3
    return 1 if _swapped(a, b, apart) else None


def _added(a: str, b: str) -> int | None:
    added = _more_by(a, b, 1)
    return None if added is None else 1 if added == "0" or added * 2 in a else 2


def _lost(a: str, b: str) -> int | None:
    padded = a.zfill(len(b) - 1)  # "0,7" of "90,7"
    if _more_by(b, a, 1) is not None or _more_by(b, padded, 1) is not None:
        return 3
    return 4 if len(a) > 1 and _more_by(b, a, 3) is not None else None


def slips_of(digits: str) -> Iterator[str]:
    """Yield the digits that one stroke makes of printed ones: one lost, changed, added, two swapped; some twice.

    >>> sorted(set(one for one in slips_of("12") if one.endswith("1")))
    ['1', '11', '121', '21']
    """
    for at, digit in enumerate(digits):
        yield digits[:at] + digits[at + 1 :]
        yield from (digits[:at] + new + digits[at + 1 :] for new in "0123456789" if new != digit)
        yield from (digits[: at + 1] + new + digits[at + 1 :] for new in "0123456789")
    yield from (new + digits for new in "123456789")
    for at, (one, other) in enumerate(pairwise(digits)):
        yield digits[:at] + other + one + digits[at + 2 :]


def _digits(one: Decimal, other: Decimal) -> tuple[str, str]:
    """Return the digits of two values to the same place."""
    a, b = str(one), str(other)
    if a.isdigit() and b.isdigit():
        return a.lstrip("0"), b.lstrip("0")
    (a, x), (b, y) = _printed(one), _printed(other)
    if x != y:
        a, b = a + "0" * (y - x), b + "0" * (x - y)
    return a.lstrip("0"), b.lstrip("0")


def _printed(value: Decimal) -> tuple[str, int]:
    """Return the digits of a value and how many of them are decimals."""
    whole, _, decimals = f"{abs(value):f}".partition(".")
    return whole + decimals, len(decimals)


def _swapped(a: str, b: str, apart: list[int]) -> bool:
    """Whether digits are two neighbours swapped."""
    if len(apart) != 2 or apart[1] != apart[0] + 1:
        return False
    return a[apart[0] : apart[1] + 1] == b[apart[1]] + b[apart[0]]


def _more_by(long: str, short: str, count: int) -> str | None:
    """Return the digits in a row that one has more than the other, None where more than they are apart."""
    if len(long) != len(short) + count:
        return None
    at = next((i for i in range(len(short) + 1) if long[:i] + long[i + count :] == short), None)
    return None if at is None else long[at : at + count]
