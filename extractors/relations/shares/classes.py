"""Classes that cut a scale from below its first bound to above its last: they leave nothing out."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise, starmap

#: the lower and the upper bound of a class as they are printed, None for an open end
Bounds = tuple[str | None, str | None]
_NUMBER = r"(\d+(?:[.,]\d+)*)"
_UNIT = r"(?: ?(?!(?:đến|tới)(?!\w))[^\W\d]+\d?){0,2}?"
_CLASS = re.compile(
    rf"(?<!\w)(?:(?:từ |trên )?{_NUMBER}{_UNIT} ?(?:đến|tới|[-–])(?: (?:dưới|hết|cận))? ?{_NUMBER}"
    rf"|(?:từ )?{_NUMBER}{_UNIT} trở (?P<above>lên)|từ {_NUMBER}{_UNIT} trở (?P<below>xuống)"
    rf"|(?P<under>dưới|không quá|nhỏ hơn) {_NUMBER}|(?P<over>trên) {_NUMBER})(?![\d%])"
)
#: without one of these no class is open at an end
_OPEN_ENDS = ("trở", "dưới", "không quá", "nhỏ hơn", "trên")


def classes_in(folded: str, counted: Collection[int] = ()) -> tuple[Bounds, ...]:
    """Return the bounds of the classes that folded words name, upwards, none for words that name fewer than two.

    What is `counted` (the places of these figures) bounds nothing: "thôn trên 46 người, thôn dưới 31 người".

    >>> classes_in("dưới 12 m 310 chiếc, từ 12 đến dưới 15 m 42 chiếc, từ 15 m trở lên 36 chiếc")
    ((None, '12'), ('12', '15'), ('15', None))
    """
    if not any(word in folded for word in _OPEN_ENDS):
        return ()
    every = [found for found in _CLASS.finditer(folded) if _places(found).isdisjoint(counted)]
    bounds = tuple(map(_bounds, every))
    lowest, highest = (sum(bound[at] is None for bound in bounds) for at in (0, 1))
    if len(bounds) < 2 or not 1 <= lowest + highest <= 2 or max(lowest, highest) > 1:
        return ()  # "giai đoạn 2016 - 2020", "trên 300 con trâu, trên 500 con bò" are no classes
    return bounds[::-1] if bounds[0][1] is None or bounds[-1][0] is None else bounds


def leave_none(classes: Sequence[Bounds], count: int) -> bool:
    """Whether so many classes are a whole scale: open at both ends, each from where the one before ends."""
    ends = bool(classes) and classes[0][0] is None and classes[-1][1] is None
    return count > 1 and len(classes) == count and ends and all(starmap(_meet, pairwise(classes)))


def leave_some(classes: Sequence[Bounds]) -> bool:
    """Whether something lies between two of the classes ("dưới 12 m …, từ 15 m trở lên …")."""
    return any(not _meet(one, other) for one, other in pairwise(classes))


def _places(found: re.Match[str]) -> set[int]:
    return {found.start(at) for at, group in enumerate(found.groups(), 1) if group and group[0].isdigit()}


def _bounds(found: re.Match[str]) -> Bounds:
    """Return the lower and the upper bound of a class as they are printed."""
    numbers = [number for number in found.groups() if number and number[0].isdigit()]
    if len(numbers) == 2:
        return numbers[0], numbers[1]
    is_top = found["above"] or found["over"]
    return (numbers[0], None) if is_top else (None, numbers[0])


def _meet(below: Bounds, above: Bounds) -> bool:
    """Whether nothing lies between two classes ("từ 15 đến 30", "trên 30" or "31 trở lên")."""
    upper, lower = below[1] or "", above[0] or ""
    following = upper.isdigit() and lower.isdigit() and int(upper) + 1 == int(lower)
    return bool(upper) and (upper == lower or following)
