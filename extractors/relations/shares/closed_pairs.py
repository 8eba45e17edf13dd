"""The two figures that a percentage can be told of: those of one unit in its clause, or in what stands before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extractors.lexicon.amounts import alike
from extractors.relations.shares.closed_words import LINKS, PLAN, content_words
from extractors.relations.world import World

_STOP = re.compile(r"[.!?]\s")
_MARKS = re.compile(r"[,;:().](?!\d)")
_END = re.compile(r";|[.](?=\s|$)")
_BRACKETED = re.compile(r"\([^()]*\)")
_OPENS_AS_PLAN = re.compile(r"\s*(?:tổng )?(?:số )?(?:vốn )?(?:kế hoạch|dự toán|chỉ tiêu)(?: vốn| thu| chi| giao)")
#: figures looked back over for the two that a share is told of
_REACH = 5


@dataclass(frozen=True, slots=True)
class Closed:
    """A share with its two figures; `start` and `end` bound the text that was looked at."""

    share: int
    part: int
    whole: int
    start: int
    end: int


def closed_pair(world: World, share: int) -> Closed | None:
    """Return the two figures of one unit in the clause of a share, else in what stands before it up to a sentence."""
    block = world.document.blocks[world.document.block_at(world.numbers[share].span.start)].span
    right = _run(world, share, 1, block.start, block.end)
    left = _run(world, share, -1, block.start, block.end)
    for reach in range(len(left) + 1):
        near = [*reversed(left[:reach]), *right]
        pair = _pair(world, share, near)
        following = left[reach] if reach < len(left) else None
        if pair is not None and (following is None or _is_apart(world, following, near, share)):
            start = min(world.numbers[n].span.start for n in (*near, share))
            before = block.start if following is None else world.numbers[following].end
            end = max(world.numbers[n].end for n in (*near, share))
            last = _clause_end(world, end, block.end)
            return Closed(share, *pair, _clause_start(world, before, start), _before_another(world, share, end, last))
        if any(world.unit(n) == "%" for n in near):
            return None
    return None


def _run(world: World, share: int, step: int, low: int, high: int) -> list[int]:
    """Return the measures before a share (two sentences at most) or after it (its clause only), nearest first."""
    found: list[int] = []
    last = share
    for at in range(share + step, share + step * 8, step):
        if not 0 <= at < len(world.numbers) or not low <= world.numbers[at].span.start < high:
            break
        first, second = sorted((share, at))
        stops = len(_STOP.findall(world.folded, world.numbers[first].end, world.numbers[second].span.start))
        beyond = world.folded[world.numbers[last].end : world.numbers[at].span.start] if step > 0 else ""
        since = world.folded[world.numbers[share].end : world.numbers[at].span.start] if step > 0 else ""
        another = "," in since and at in world.measures and world.unit(at) == "%"
        if stops > (0 if step > 0 else 1) or ";" in beyond or another:
            break
        last = at
        if at in world.measures and world.numbers[at].value is not None:
            found.append(at)
    return found[:_REACH]


def _is_apart(world: World, other: int, near: list[int], share: int) -> bool:
    """Whether a figure further left stands in a clause of its own, or counts something else."""
    first = min([*near, share])
    between = world.folded[world.numbers[other].end : world.numbers[first].span.start]
    counts = [n for n in near if world.unit(n) != "%"]
    return ";" in between or bool(_STOP.search(between)) or not any(_alike(world, other, n) for n in counts)


def _pair(world: World, share: int, near: list[int]) -> tuple[int, int] | None:
    """Return part and whole where exactly two figures have one unit, or more of which one is all others together."""
    if any(world.unit(n) == "%" or world.numbers[n].of is not None for n in near):
        return None
    like = [n for n in near if any(other != n and _alike(world, n, other) for other in near)]
    if len(like) > 2:
        return _part_named(world, share, like)
    return part_and_whole(world, share, *like) if len(like) == 2 else None


def _part_named(world: World, share: int, like: list[int]) -> tuple[int, int] | None:
    """Return the one part whose words stand before the share again, and its total, in a sum that is whole."""
    whole = max(like, key=world.value)
    parts = [n for n in like if n != whole]
    if sum((world.value(n) for n in parts), Decimal(0)) != world.value(whole) or max(like) > share:
        return None
    said = _MARKS.split(world.folded[world.numbers[max(like)].end : world.numbers[share].span.start])[-1]
    subject = content_words(LINKS.sub(" ", said))
    told = [n for n in parts if subject and subject <= content_words(_label(world, n))]
    return (told[0], whole) if len(told) == 1 else None


def _label(world: World, number: int) -> str:
    """Return the words around a figure up to its neighbours' and the marks beside it."""
    start, end = world.numbers[number].span.start, world.numbers[number].end
    before, after = world.folded[max(0, start - 80) : start], world.folded[end : end + 40]
    return f"{re.split(r'[,;:().%0-9]', before)[-1]} {re.split(r'[,;:().%0-9]', after)[0]}"


def part_and_whole(world: World, share: int, one: int, other: int) -> tuple[int, int] | None:
    """Return which of two figures is the part of a share and which the whole: what was planned, else the larger one."""
    plans = [n for n in (one, other) if is_plan(world, n)]
    of_plan = world.measures[share].plan or bool(PLAN.match(world.folded, world.numbers[share].end))
    if len(plans) == 1:
        return (other if plans[0] == one else one), plans[0]
    if plans or of_plan or world.value(one) == world.value(other):
        return None
    return (one, other) if world.value(one) < world.value(other) else (other, one)


def _alike(world: World, one: int, other: int) -> bool:
    return alike(world.unit(one), world.unit(other))


def is_plan(world: World, number: int) -> bool:
    """Whether a figure is what was planned ("dự toán giao đầu năm 5.240 triệu đồng")."""
    start = world.numbers[number].span.start
    clause = _MARKS.split(world.folded[max(0, start - 50) : start])[-1]
    return world.measures[number].target or bool(PLAN.search(clause)) or _opens_as_plan(world, number)


def _opens_as_plan(world: World, number: int) -> bool:
    """Whether the clause of a figure, the first in it, opens with a plan ("Tổng kế hoạch vốn (đã sửa) là 4 tỷ")."""
    start = world.numbers[number].span.start
    block = world.document.blocks[world.document.block_at(start)].span.start
    last = max((n for n in range(max(0, number - 3), number) if n in world.measures), default=None)
    low = max(block, start - 160, 0 if last is None else world.numbers[last].end)
    said = _BRACKETED.sub(" ", world.folded[low:start])
    return bool(_OPENS_AS_PLAN.match(re.split(r"[.;,:]\s", said)[-1]))


def _before_another(world: World, share: int, end: int, last: int) -> int:
    """Return where a comma sets off another percentage behind a share ("…; tỷ lệ 97,44%, yêu cầu từ 95% trở lên")."""
    following = next((n for n in range(share + 1, share + 3) if n in world.measures), None)
    if following is None or world.unit(following) != "%" or not end <= world.numbers[following].span.start <= last:
        return last
    comma = world.folded.find(", ", end, world.numbers[following].span.start)
    return last if comma < 0 else comma


def _clause_start(world: World, low: int, start: int) -> int:
    marks = [m.end() for m in re.finditer(r";|[.]\s", world.folded[low:start])]
    return low + (marks[-1] if marks else 0)


def _clause_end(world: World, end: int, high: int) -> int:
    stop = _END.search(world.folded, end, high)
    return stop.start() if stop else high
