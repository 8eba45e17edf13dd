"""That a part does not exceed the figure right before its list, as far as figures told so are its parts at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.lexicon import unit_kind
from extractors.lexicon.amounts import alike, money_scale
from extractors.relations.arithmetic import shown
from extractors.relations.relation import Reading, Relation, Verdict
from extractors.relations.world import World

#: a part so many times its total tells something else
_FAR = 5
#: how many figures before a total it may be copied from, and from which value on it meets none by chance
_COPIED, _TOLD_APART = 5, 1000
#: what joins two wholes of one list ("14 cán bộ và 12 công chức, trong đó đảng viên 24 người")
_JOINED = re.compile(r"[^\d.,;:()]*(?<!\w)(?:và|cùng)(?!\w)[^\d.,;:()]*")


def read_order(world: World, total: int, parts: Sequence[int]) -> Relation | None:
    """Return that named parts do not exceed their whole."""
    largest = max(parts, key=world.value, default=None)
    if largest is None or world.numbers[largest].of is not None or "/" in world.unit(total):
        return None  # what some have of each may be more than what all have
    whole, part = world.numbers[total], world.numbers[largest]
    fails = world.value(largest) > world.value(total) and whole.sign == "=" and part.sign in ("=", ">=", ">")
    units = world.unit(total), world.unit(largest)
    certain = fails and alike(*units) and not (units[0] != units[1] and money_scale(units[0]))
    far = not world.entry_of(total).path and world.value(largest) > world.value(total) * _FAR
    certain = certain and not tells_another(world, total, largest)
    together = in_printed_unit(world, (total, largest)) and _in_one_sentence(world, total, largest)
    far = far and not (_is_copied(world, total) or together)
    verdict: Verdict = "fails" if certain and not far else "undecided" if fails else "holds"
    text = f"{shown(world.value(largest))} {'>' if fails else '≤'} {shown(world.value(total))}"
    return Relation(
        kind="order",
        source="cue",
        total=total,
        parts=tuple(parts),
        operands=(world.operand(total, "whole"), *(world.operand(p, "part") for p in parts)),
        unit=world.unit(total),
        exhaustive=False,
        verdict=verdict,
        reading=text,
        tried=(Reading(text, "phần không lớn hơn tổng", verdict, (largest,), total),),
        expected=world.value(total),
        found=world.value(largest),
    )


def tells_another(world: World, total: int, part: int) -> bool:
    """Whether a figure above a total may count other things, stand beside it, or be of two wholes."""
    return any(may_be(world, total, part) for may_be in (_counts_turns, _is_borrowed, _is_beside, _is_of_two))


def in_printed_unit(world: World, numbers: Sequence[int]) -> bool:
    """Whether the same unit is printed behind all of some figures: no part is of something else by mistake."""
    printed = [world.numbers[number].unit or "" for number in numbers]
    return all(unit and alike(unit, printed[0]) for unit in printed)


def _in_one_sentence(world: World, one: int, other: int) -> bool:
    home, away = world.entry_of(one), world.entry_of(other)
    return (home.block, home.sentence) == (away.block, away.sentence)


def _counts_turns(world: World, total: int, part: int) -> bool:
    """Whether a part counts turns of those whom its whole counts once ("23 người, … 640 lượt người")."""
    return world.unit(part).startswith("lượt") and not world.unit(total).startswith("lượt")


def _is_borrowed(world: World, total: int, part: int) -> bool:
    """Whether a part prints no unit in a list that counts other things: its own is in the words behind it.

    "thu 14 khẩu súng, trong đó có 210 viên đạn, 35 cân tiểu ly, 06 xe máy" weighs nothing in guns.
    """
    group = world.group_of(world.entry_of(part))
    if world.numbers[part].unit or group is None or group.kind in ("row", "column"):
        return False
    beside = (q.number for e in group.entries for q in world.ledger.entries[e].quantities if q.number != part)
    units = {unit for n in beside if (unit := world.numbers[n].unit) and unit != "%"}
    return bool(units) and not any(alike(unit, world.unit(total)) for unit in units)


def _is_beside(world: World, total: int, part: int) -> bool:
    """Whether two figures make one told before them in their sentence ("21 đơn, xong 6, lưu 15"): they divide it."""
    home, both = world.entry_of(total), world.value(total) + world.value(part)
    before = (n for n in range(max(0, total - _COPIED), total) if n in world.measures)
    beside = (n for n in before if (e := world.entry_of(n)).block == home.block and e.sentence == home.sentence)
    return any(world.value(n) == both and world.unit(n) != "%" for n in beside)


def _is_copied(world: World, total: int) -> bool:
    """Whether a total is the figure of another thing right before it once more: it was copied from its neighbour.

    "Tỷ lệ mắc 3.214 ca/1 triệu dân. Đợt này có 3.214 ca mắc, trong đó 96.500 ca đã khỏi".
    """
    home, value = world.entry_of(total).block, world.value(total)
    before = (n for n in range(max(0, total - _COPIED), total) if n in world.measures)
    near = (n for n in before if home - world.entry_of(n).block in (0, 1) and world.unit(n) != world.unit(total))
    return value >= _TOLD_APART and any(world.value(n) == value for n in near)


def _is_of_two(world: World, total: int, part: int) -> bool:
    """Whether a part is within its whole and the count that stands joined to it, of the same kind, right before."""
    before = max((n for n in world.measures if n < total), default=None)
    if before is None or not _in_one_sentence(world, before, total) or world.entry_of(total).path:
        return False
    between = world.folded[world.numbers[before].end : world.numbers[total].span.start]
    same = unit_kind(world.unit(before)) == unit_kind(world.unit(total)) and world.unit(before) != "%"
    enough = world.value(before) + world.value(total) >= world.value(part)
    return same and enough and bool(_JOINED.fullmatch(between))
