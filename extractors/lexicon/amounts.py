"""Which units may be added, and what money of several scales is worth."""

from __future__ import annotations

from functools import cache

from extractors.lexicon import families, unit_kind

#: how many đồng, and the units of money that are worth so much
_SCALES = {
    1: ("đồng", "đ", "vnđ", "vnd"),
    10**3: ("nghìn đồng", "ngàn đồng"),
    10**6: ("triệu đồng", "triệu", "tr.đ", "tr đồng", "trđ", "trđồng"),
    10**9: ("tỷ đồng", "tỉ đồng", "tỷ", "tỉ"),
}
_MONEY = {unit: scale for scale, units in _SCALES.items() for unit in units}


def money_scale(unit: str) -> int:
    """Return how many đồng a unit of money is, 0 for any other unit."""
    return _MONEY.get(unit, 0)


@cache
def alike(one: str, other: str) -> bool:
    """Whether two units may be added: the same, of one family, both persons or money, or one the other's longer name.

    >>> alike("lá thư", "thư"), alike("thị trấn", "đơn vị"), alike("hộ", "người"), alike("", "thư")
    (True, True, False, False)
    """
    if not one or not other:
        return False
    if one == other:
        return True
    if "/" in one or "/" in other:
        return False
    if money_scale(one) and money_scale(other):
        return True
    if unit_kind(one) == unit_kind(other) == "person" or families(one) & families(other):
        return True
    return one.startswith(other + " ") or other.startswith(one + " ")
