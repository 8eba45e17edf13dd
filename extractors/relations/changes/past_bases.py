"""Changes told as an amount and a percentage of a past figure that nobody prints ("giảm 17 vụ (giảm 5,2%)")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.relations.amounts import ratio
from extractors.relations.arithmetic import share_fits, shown
from extractors.relations.changes.change_blocks import ChangeBlock
from extractors.relations.changes.change_events import CHANGES, Event
from extractors.relations.passages import Figure
from extractors.relations.relation import Reading, Relation, Verdict
from extractors.relations.shares.quotients import is_slip, make_percent
from extractors.relations.world import World

#: how many sentences before a change the figure may stand that it has come to
_APART = 2
_WHY = "số kỳ trước tính ngược từ số hiện tại và mức tăng, giảm"
_WORD = re.compile(r"[^\W\d_]+")
#: words of change and of comparison: they say nothing of what changed
_SAYS_NOTHING = frozenset(
    word
    for line in (
        "so với cùng kỳ năm trước ngoái đó này tăng giảm thêm bớt là đã được có số và các trong tháng quý đầu cuối làm",
        "trên địa bàn toàn tỉnh huyện xã xảy ra tính chung riêng lượt người vụ việc hộ đơn hồ sơ tỷ triệu đồng cả nước",
    )
    for word in line.split()
)


def read_past_base(block: ChangeBlock, event: Event) -> Iterator[Relation]:
    """Yield the percentage of a change against what the figure of its paragraph was before it changed by the amount.

    One figure of the unit has to be meant: the only one, or the only one told with words of the change.
    """
    if len(event.places) != 2 or event.said.plan or not event.said.direction:
        return
    amount, share = (block.figures[place] for place in event.places)
    if amount.unit == "%" or share.unit != "%" or not amount.value:
        return
    levels = _levels(block, event, amount)
    world = block.world
    fitting = [one for one in levels if _fits(world, one, amount, share, event.said.direction)]
    for level in fitting[:1]:
        yield _relation(world, level, amount, share, event.said.direction)
        return
    meant = _meant(levels, amount)
    exact = all(world.numbers[f.number].sign == "=" for f in (amount, share, *meant))
    if len(meant) == 1 and exact and _past(meant[0], amount, event.said.direction) > 0:
        yield _relation(world, meant[0], amount, share, event.said.direction)


def _levels(block: ChangeBlock, event: Event, amount: Figure) -> list[Figure]:
    """Return the figures of a change's unit that it may have led to, nearest first."""
    found = []
    for at in range(event.places[0] - 1, -1, -1):
        figure, said = block.figures[at], block.told[at]
        if amount.sentence - figure.sentence > _APART:
            break
        plain = said.tag in ("", "to") and block.world.numbers[figure.number].of is None
        if plain and said.tag not in CHANGES and ratio(figure.unit, amount.unit) == 1:
            found.append(figure)
    return found


def _meant(levels: Sequence[Figure], amount: Figure) -> Sequence[Figure]:
    """Return the figures that share most words with a change, all of a single one."""
    said = _words(amount)
    shared = [len(said & _words(level)) for level in levels]
    most = max(shared, default=0)
    if len(levels) < 2:
        return levels if most else ()
    return [level for level, many in zip(levels, shared, strict=True) if many == most and most]


def _words(figure: Figure) -> set[str]:
    """Return the words of a figure's own clause that say what it counts."""
    own = re.split(r"[,;:.()]", figure.before)[-1], re.split(r"[,;:.()]", figure.after)[0]
    return {word for text in own for word in _WORD.findall(text)} - _SAYS_NOTHING


def _past(level: Figure, amount: Figure, direction: int) -> Decimal:
    return level.value - direction * amount.value


def _fits(world: World, level: Figure, amount: Figure, share: Figure, direction: int) -> bool:
    past = _past(level, amount, direction)
    return past > 0 and share_fits(amount.value, past, world.numbers[share.number])


def _relation(world: World, level: Figure, amount: Figure, share: Figure, direction: int) -> Relation:
    past = _past(level, amount, direction)
    exact = (amount.value * 100 / past).quantize(Decimal("0.01"))
    holds = share_fits(amount.value, past, world.numbers[share.number])
    sides = f"{shown(level.value)} {'-' if direction > 0 else '+'} {shown(amount.value)} = {shown(past)}"
    text = f"{shown(amount.value)} / ({sides}) = {shown(exact)}%" + ("" if holds else f" ≠ {shown(share.value)}%")
    verdict: Verdict = "holds" if holds else "fails"
    tried = [Reading(text, _WHY, verdict, (amount.number,), level.number)]
    certain = holds or is_slip(exact, world.numbers[share.number])
    told = (amount.number, level.number, share.number)
    found = make_percent(world, told, tried, source="cue", certain=certain)
    return replace(found, expected=None if holds else exact, notes=("kỳ trước",))
