"""Two readings of one paper in order: which item of the one is which of the other."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

#: this many characters of equal text, in one item or in several in a row, are no accident
_TELLING = 4

#: position in the first sequence to position in the second
Matches = Mapping[int, int]


def in_order(ours: Sequence[Hashable], theirs: Sequence[Hashable]) -> Matches:
    """Return equal items that stand in the same order in both sequences.

    >>> in_order("abcd", "xbd")
    {1: 1, 3: 2}
    """
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def between(ours: Sequence[Hashable], theirs: Sequence[Hashable], matches: Matches) -> Matches:
    """Return matches and, between each two of them, what is in order by these other keys.

    >>> between("123", "1423", {0: 0, 2: 3})
    {0: 0, 2: 3, 1: 2}
    """
    found = dict(matches)
    ends = [(-1, -1), *sorted(matches.items()), (len(ours), len(theirs))]
    for (i, j), (k, m) in pairwise(ends):
        inside = in_order(ours[i + 1 : k], theirs[j + 1 : m])
        found.update({i + 1 + a: j + 1 + b for a, b in inside.items()})
    return found


def settled(matches: Matches, count: int, fits: Callable[[int, int], int]) -> Matches:
    """Return matches where an item of the second sequence has moved to a free one of the first that fits it better.

    `count` is the length of the first sequence; `fits` says how well two items agree, below zero where they cannot be
    the same. The order stays.
    """
    pairs = sorted(matches.items())
    while (after := [_better(pairs, at, count, fits) for at in range(len(pairs))]) != pairs:
        # two that would meet on one place settle one after the other
        at = next(at for at, pair in enumerate(after) if pair != pairs[at])
        pairs[at] = after[at]
    return dict(pairs)


def _better(pairs: Sequence[tuple[int, int]], at: int, count: int, fits: Callable[[int, int], int]) -> tuple[int, int]:
    """A match, or the same item of the second sequence with the free item that fits it best; a tie changes nothing."""
    i, j = pairs[at]
    low = pairs[at - 1][0] + 1 if at else 0
    high = pairs[at + 1][0] if at + 1 < len(pairs) else count
    return max(range(low, high), key=lambda k: (fits(k, j), k == i)), j


def turned(matches: Matches) -> Matches:
    """Return matches seen from the second sequence."""
    return {j: i for i, j in matches.items()}


def moved(ours: Sequence[str], theirs: Sequence[str], matches: Matches) -> Matches:
    """Return matches and what stands elsewhere: runs of texts left over on both sides, then rare single ones.

    A short text alone ("5") may be anything, a page number for one, and stays without a match.

    >>> moved(["1", "7", "2024", "8"], ["7", "2024", "1", "8"], {0: 2, 3: 3})
    {0: 2, 3: 3, 1: 0, 2: 1}
    """
    found = dict(matches)
    while run := _longest_run(ours, theirs, found):
        found.update(run)
    left, right = _left(ours, found), _left(theirs, turned(found))
    for text, places in left.items():
        if len(text) >= _TELLING and len(places) == len(right.get(text, ())):
            found.update(zip(places, right[text], strict=True))
    return found


def rising(values: Sequence[int]) -> tuple[int, ...]:
    """Return the positions of a longest part of a sequence that never falls: what stands elsewhere is left out.

    >>> rising([90, 91, 1, 2, 2, 80, 3, 4])
    (2, 3, 4, 6, 7)
    """
    ends: list[int] = []
    before: list[int] = []
    for position, value in enumerate(values):
        length = bisect_right(ends, value, key=values.__getitem__)
        before.append(ends[length - 1] if length else -1)
        ends[length : length + 1] = [position]
    chain: list[int] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(at)
        at = before[at]
    return tuple(reversed(chain))


def _longest_run(ours: Sequence[str], theirs: Sequence[str], matches: Matches) -> Matches:
    """The longest run of texts that have no match on either side, if it is long enough to be no accident."""
    taken = turned(matches)
    left: list[Hashable] = [(i,) if i in matches else text for i, text in enumerate(ours)]
    right: list[Hashable] = [(-1, j) if j in taken else text for j, text in enumerate(theirs)]
    run = SequenceMatcher(None, left, right, autojunk=False).find_longest_match()
    telling = sum(map(len, ours[run.a : run.a + run.size])) >= _TELLING
    return {run.a + step: run.b + step for step in range(run.size)} if telling else {}


def _left(items: Sequence[str], matched: Matches) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        if place not in matched:
            places[item].append(place)
    return places
