"""What is left of a pair "k of n" in whatever words: "giám sát 9/22 trường, quý sau đi nốt 13 trường".

Unlike a rest that a set word opens, it is told only where one slip of the pen explains it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal

from extractors.document import Span
from extractors.lexicon import families
from extractors.numbers.slips import one_slip
from extractors.relations.accounts.gap_words import ASIDE, clause_of, is_left, is_of_same_work
from extractors.relations.arithmetic import shown
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Operand, Reading, Relation
from extractors.relations.shares.parts_in_words import COUNTS
from extractors.relations.world import World

_JUST = re.compile(r"(?<!\w)(?:chỉ|mới|đúng|vỏn vẹn|duy nhất)(?!\w)")
_LISTED = re.compile(r" (?:là|gồm)(?!\w)|:")
_MARK = re.compile(r"[,;:.(]")
_WHY = "phần còn lại của tỷ số đứng trước"


def read_closed_rests(world: World, passages: Passages, told: AbstractSet[int]) -> Iterator[Relation]:
    """Yield what is left of a pair by its words and not by its figures; those `told` of otherwise are left out."""
    for figures in passages.by_block.values():
        for at, pair in enumerate(figures):
            number = world.numbers[pair.number]
            if number.of is None or pair.value >= number.of or number.sign != "=" or not pair.unit:
                continue
            if pair.number not in told and (relation := _printed(world, figures, at, told) or _in_words(world, pair)):
                yield relation


def _printed(world: World, figures: Sequence[Figure], at: int, told: AbstractSet[int]) -> Relation | None:
    """Return the rest of a pair that is the figure right behind it, of its unit and not what is left."""
    pair, rest = figures[at], figures[at + 1] if at + 1 < len(figures) else None
    if at and world.numbers[figures[at - 1].number].of is not None and figures[at - 1].home == pair.home:
        return None  # the last of several pairs: what is told behind them is of all
    if rest is None or rest.number in told or rest.home != pair.home or not _of_one_unit(pair, rest):
        return None
    of, printed = world.numbers[pair.number].of or Decimal(0), world.numbers[rest.number]
    left = of - pair.value
    plain = printed.sign == "=" and printed.of is None and rest.value not in (0, left, pair.value, of)
    after = [f.value for f in figures[at + 1 :] if f.home == rest.home and _of_one_unit(f, rest)]
    counts = {sum(after[:size], Decimal(0)) for size in range(2, len(after) + 1)}
    if not plain or counts & {left, pair.value} or ASIDE.search(f"{rest.before} {clause_of(rest)}"):
        return None
    meant = is_left(clause_of(rest)) and is_of_same_work(rest, f"{pair.before} {pair.after}")
    if not meant or not one_slip(rest.value, left):
        return None
    return _rest(
        world, pair, Operand(rest.number, world.document.quote(printed.span), "part", printed.span), rest.value
    )


def _in_words(world: World, pair: Figure) -> Relation | None:
    """Return what is left of a pair, counted in words behind it ("16/19 tiêu chí; chỉ hai tiêu chí chưa đạt")."""
    left = (world.numbers[pair.number].of or Decimal(0)) - pair.value
    for found in re.finditer(rf"(?<!\w)(?P<count>{'|'.join(COUNTS)}) {re.escape(pair.unit)}(?!\w)", pair.after):
        behind = pair.after[found.end() :]
        said, count = f"{_MARK.split(pair.after[: found.start()])[-1]}#{_MARK.split(behind)[0]}", COUNTS[found["count"]]
        closed = count > left or _JUST.search(said) or _LISTED.match(behind)
        start = world.folded.find(found.group(), world.numbers[pair.number].end)
        if count != left and closed and is_left(said) and not ASIDE.search(pair.after[: found.start()]) and start >= 0:
            span = Span(start, start + len(found.group()))
            return _rest(world, pair, Operand(None, world.document.quote(span), "part", span), Decimal(count))
    return None


def _of_one_unit(one: Figure, other: Figure) -> bool:
    longer = any(a.startswith(f"{b} ") for a, b in ((one.unit, other.unit), (other.unit, one.unit)))
    return one.unit == other.unit or longer or bool(families(one.unit) & families(other.unit))


def _rest(world: World, pair: Figure, rest: Operand, count: Decimal) -> Relation:
    of = world.numbers[pair.number].of or Decimal(0)
    left = of - pair.value
    text = f"{shown(of)} - {shown(pair.value)} = {shown(left)} ≠ {shown(count)}"
    return Relation(
        kind="ratio",
        source="cue",
        total=None,
        parts=(),
        operands=(world.operand(pair.number, "whole"), rest),
        unit=pair.unit,
        exhaustive=True,
        verdict="fails",
        reading=text,
        tried=(Reading(text, _WHY, "fails", () if rest.number is None else (rest.number,), pair.number),),
        expected=left,
        found=count,
        certain=False,
    )
