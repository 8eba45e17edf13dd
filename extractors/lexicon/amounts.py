"""Which units may be added, and what money of several scales is worth."""

from __future__ import annotations

from extractors.lexicon import families, unit_kind

_MONEY = {
    "đồng": 1, "đ": 1, "vnđ": 1, "vnd": 1, "nghìn đồng": 10**3, "ngàn đồng": 10**3, "triệu đồng": 10**6, "triệu": 10**6,
    "tr.đ": 10**6, "tr đồng": 10**6, "trđ": 10**6, "trđồng": 10**6, "tỷ đồng": 10**9, "tỉ đồng": 10**9, "tỷ": 10**9, "tỉ": 10**9,
}  # fmt: skip


def money_scale(unit: str) -> int:
    """Return how many đồng a unit of money is, 0 for any other unit."""
    return _MONEY.get(unit, 0)


def alike(one: str, other: str) -> bool:
    """Whether two units may be added: the same, of one family, both persons or money, or one a longer name of the other.

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
    persons = unit_kind(one) == unit_kind(other) == "person"
    return persons or bool(families(one) & families(other)) or one.startswith(other + " ") or other.startswith(one + " ")
