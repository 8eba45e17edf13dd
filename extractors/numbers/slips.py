"""Slips of the pen: what one wrong stroke makes of a printed value."""

from __future__ import annotations

from decimal import Decimal


def one_slip(one: Decimal, other: Decimal) -> bool:
    """Whether two values differ by one slip: a digit changed, dropped or added, two swapped, a power of ten.

    >>> one_slip(Decimal(152), Decimal(125)), one_slip(Decimal(152), Decimal(15)), one_slip(Decimal(152), Decimal(286))
    (True, True, False)
    >>> one_slip(Decimal("645.8"), Decimal("465.8")), one_slip(Decimal("6931.2"), Decimal("6937"))
    (True, False)
    """
    places = max(-int(value.as_tuple().exponent) for value in (one, other))
    a, b = (f"{abs(value):.{max(places, 0)}f}".replace(".", "").lstrip("0") for value in (one, other))
    if one == other or not a or not b:
        return False
    if a.strip("0") == b.strip("0"):
        return True
    if len(a) == len(b):
        apart = [i for i in range(len(a)) if a[i] != b[i]]
        if len(apart) == 2 and apart[1] == apart[0] + 1:
            return a[apart[0] : apart[1] + 1] == b[apart[1]] + b[apart[0]]
        return len(apart) == 1
    long, short = (a, b) if len(a) > len(b) else (b, a)
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
