"""Which number of a record is which number of gold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.evaluate.gold import GoldNumber
from pipeline.evaluate.printed import normal
from pipeline.export.record_types import NumberRecord


@dataclass(frozen=True, slots=True)
class Pairs:
    """Each gold number with the record's number for it, if any; `extra` are those that gold has not."""

    pairs: tuple[tuple[GoldNumber, NumberRecord | None], ...]
    extra: tuple[NumberRecord, ...]


def pair_numbers(gold: Sequence[GoldNumber], found: Sequence[NumberRecord]) -> Pairs:
    """Pair each gold number, in order, with the best number left on its line.

    Texts must be equal or one hold the other without being much longer; equal ones come first, then the nearest.
    """
    lines: dict[int, list[NumberRecord]] = defaultdict(list)
    for number in found:
        lines[number.line].append(number)
    pairs: list[tuple[GoldNumber, NumberRecord | None]] = []
    for wanted in gold:
        best = _best(wanted, lines[wanted.line])
        if best is not None:
            lines[wanted.line] = [number for number in lines[wanted.line] if number is not best]
        pairs.append((wanted, best))
    left = {id(number) for line in lines.values() for number in line}
    return Pairs(tuple(pairs), tuple(number for number in found if id(number) in left))


def _best(wanted: GoldNumber, numbers: Iterable[NumberRecord]) -> NumberRecord | None:
    text = normal(wanted.text)
    candidates = [(number, normal(number.text)) for number in numbers]
    near = [(number, have) for number, have in candidates if _overlap(text, have)]
    return max(near, key=lambda one: (one[1] == text, -_distance(wanted, one[0])))[0] if near else None


def _overlap(want: str, have: str) -> bool:
    if not have:
        return False
    return have == want or (len(have) <= 2 * len(want) + 8 and (want in have or have in want))


def _distance(wanted: GoldNumber, number: NumberRecord) -> int:
    return 0 if wanted.col is None else abs(number.col - wanted.col)
