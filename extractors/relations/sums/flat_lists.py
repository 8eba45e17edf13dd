"""Flat lists: items of one rank behind a colon or beside each other, none of which is the total of the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from extractors.relations.passages import Figure
from extractors.relations.sums.closed_sum_words import WHOLE, clause, is_rest, label, opposed, tells_parts

#: the one sign between two items, and words of the item before it
_PARTED = re.compile(r"[^,;:.()\d]*(?P<sign>[,;]| và(?= ))[^,;:.()\d]*")
_OPENED = re.compile(r":[^:,;.(]*$")
_WORD = re.compile(r"[^\W\d_]+")
#: words that name no item
_EMPTY = frozenset(_WORD.findall("có là được với và đã gồm số cả còn ra nay"))


def is_flat(figures: Sequence[Figure]) -> bool:
    """Whether figures in a row are items of one list behind a colon, each with words of its own.

    The first of them is told as what there was of all by no word, and no two are opposites of one deed.

    >>> said = ("nguyên nhân: chập điện", "vụ, đốt rác", "vụ, chưa rõ")
    >>> is_flat([Figure(at, 0, 0, before, "vụ", "vụ", None) for at, before in enumerate(said)])
    True
    """
    first, *others = figures
    if len(others) < 2 or not _OPENED.search(first.before) or WHOLE.search(f"{first.before} #"):
        return False
    return are_parallel(figures) and all(opposed(a, b) < 3 for a, b in combinations(figures, 2))


def are_parallel(figures: Sequence[Figure]) -> bool:
    """Whether figures of one sentence are parted by one and the same sign, each with words of its own, none a rest."""
    others = figures[1:]
    parted = [_PARTED.fullmatch(f.before) for f in others]
    signs = {found["sign"] for found in parted if found} - {" và"}
    if None in parted or len(signs) > 1 or len({f.home for f in figures}) > 1:
        return False
    named = [names_item(f) for f in figures]
    return (
        all(named)
        and len(set(named)) == len(named)
        and not (any(map(is_rest, others)) or tells_parts(others[0].before))
    )


def names_item(figure: Figure) -> frozenset[str]:
    """Return the words of a figure's own item beside those of what is counted.

    >>> sorted(names_item(Figure(0, 0, 0, "vụ, đốt", "vụ rác, sét", "vụ", None)))
    ['rác', 'đốt']
    """
    said = f"{label(figure.before)} {clause(figure).partition('#')[2]}"
    return frozenset(_WORD.findall(said)) - _EMPTY - frozenset(figure.unit.split())


def are_stages(value: Decimal, values: Sequence[Decimal]) -> bool:
    """Return whether three figures or more fall from a whole, any two of them above it: each is of those before it.

    "264 hộ bị ảnh hưởng; đã kiểm đếm 251 hộ, duyệt phương án 207 hộ, chi trả 183 hộ".
    """
    falls = all(one >= other for one, other in pairwise((value, *values)))
    return len(values) > 2 and falls and values[-1] + values[-2] > value
