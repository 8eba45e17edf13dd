"""Shares of a closed world: a clause with one percentage and just two figures that it can be told of.

"Hội có 864 hội viên, riêng nữ 302 người, tức 34,95%": nobody names the base by a set word, but nothing else is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import product

from extractors.lexicon.amounts import alike
from extractors.relations.arithmetic import share_fits
from extractors.relations.bases import near_bases
from extractors.relations.closed_words import (
    BLOCKS,
    LINKS,
    OF_WHOLE,
    OUTCOMES,
    PLAN,
    WHOLE_AFTER,
    WHOLE_BEFORE,
    content_words,
)
from extractors.relations.quotients import exact_share, is_slip, try_base, try_two_bases
from extractors.relations.relation import Reading, Relation
from extractors.relations.world import World

_STOP = re.compile(r"[.!?]\s")
_LAST_MARK = re.compile(r"[,;:(.–—→-](?=[^,;:(.–—→-]*$)")
_MARK = re.compile(r"[,;:().\d]")
#: figures looked back over for the two that a share is told of
_REACH = 5
_WHY = "hai số duy nhất cùng đơn vị trong câu"


@dataclass(frozen=True, slots=True)
class _Closed:
    """A share with its two figures; `start` and `end` bound the text that was looked at."""

    share: int
    part: int
    whole: int
    start: int
    end: int


def read_closed_shares(world: World, decided: Set[int]) -> Iterator[Relation]:
    """Yield the percentages that no reading of the two figures beside them gives; those `decided` are left out."""
    for share, number in enumerate(world.numbers):
        if share not in decided and share in world.measures and _is_share(world, share):
            closed = _closed(world, share)
            if closed is not None and not _fits_any(world, closed):
                relation = _failing(world, closed)
                if relation is not None and number.value:
                    yield relation


def _is_share(world: World, share: int) -> bool:
    """Whether a percentage tells a share of something counted, no change, no aim and not all."""
    number, measure = world.numbers[share], world.measures[share]
    usable = number.percent and number.of is None and number.value not in (None, 0, 100) and number.sign == "="
    if not usable or measure.change or measure.target:
        return False
    return world.document.blocks[world.document.block_at(number.span.start)].kind != "cell"


# -- the two figures -----------------------------------------------------------------------------------------------


def _closed(world: World, share: int) -> _Closed | None:
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
            return _Closed(share, *pair, _clause_start(world, before, start), _clause_end(world, end, block.end))
        if any(world.unit(n) == "%" for n in near):
            return None
    return None


def _run(world: World, share: int, step: int, low: int, high: int) -> list[int]:
    """Return the measures before a share (two sentences at most) or after it (its clause only), nearest first."""
    found: list[int] = []
    stops, last = 0, share
    for at in range(share + step, share + step * 8, step):
        if not 0 <= at < len(world.numbers):
            break
        span = world.numbers[at].span
        if not low <= span.start < high:
            break
        between = (
            world.folded[world.numbers[last].end : span.start]
            if step > 0
            else world.folded[world.numbers[at].end : world.numbers[last].span.start]
        )
        stops += len(_STOP.findall(between))
        if stops > (0 if step > 0 else 1) or (step > 0 and ";" in between):
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
    """Return part and whole where exactly two figures have one unit."""
    if any(world.unit(n) == "%" or world.numbers[n].of is not None for n in near):
        return None
    pairs = [(a, b) for i, a in enumerate(near) for b in near[i + 1 :] if _alike(world, a, b)]
    if len(pairs) != 1:
        return None
    one, other = pairs[0]
    plans = [n for n in (one, other) if _is_plan(world, n)]
    of_plan = world.measures[share].plan or bool(PLAN.match(world.folded, world.numbers[share].end))
    if len(plans) == 1:
        return (other if plans[0] == one else one), plans[0]
    if plans or of_plan or world.value(one) == world.value(other):
        return None
    return (one, other) if world.value(one) < world.value(other) else (other, one)


def _alike(world: World, one: int, other: int) -> bool:
    return alike(world.unit(one), world.unit(other))


def _is_plan(world: World, number: int) -> bool:
    start = world.numbers[number].span.start
    clause = re.split(r"[,;:().](?!\d)", world.folded[max(0, start - 50) : start])[-1]
    return world.measures[number].target or bool(PLAN.search(clause))


def _clause_start(world: World, low: int, start: int) -> int:
    marks = [m.end() for m in re.finditer(r";|[.]\s", world.folded[low:start])]
    return low + (marks[-1] if marks else 0)


def _clause_end(world: World, end: int, high: int) -> int:
    stop = re.compile(r";|[.](?=\s|$)").search(world.folded, end, high)
    return stop.start() if stop else high


# -- readings that defend it ---------------------------------------------------------------------------------------


def _fits_any(world: World, closed: _Closed) -> bool:
    """Whether any reading gives the share: part, rest or a neighbour, of whatever stands near."""
    percent, part, whole = world.numbers[closed.share], world.value(closed.part), world.value(closed.whole)
    near = [closed.part, closed.whole, *near_bases(world, world.entry_of(closed.part), closed.part)]
    values = list(dict.fromkeys(world.value(n) for n in near))[:24]
    parts = [part, abs(whole - part), *(values if percent.step < 1 else [])]
    if any(share_fits(a, b, percent) for a, b in product(parts, values) if b and a != b):
        return True
    beside = not _whole_is_told(world, closed)  # two things beside each other: one of both together
    if beside and (share_fits(whole, whole + part, percent) or share_fits(part, whole + part, percent)):
        return True
    return try_two_bases(world, closed.part, percent, near[1:]) is not None


# -- what is told --------------------------------------------------------------------------------------------------


def _failing(world: World, closed: _Closed) -> Relation | None:
    """Return the failing relation where the words beside a share tell it of its two figures."""
    exact = exact_share(world, closed.part, closed.whole)
    slip = is_slip(exact, world.numbers[closed.share])
    told, subject = _whole_is_told(world, closed), _subject(world, closed)
    if subject is None or BLOCKS.search(world.folded, closed.start, closed.end):
        return None
    fine = world.numbers[closed.share].step < 1
    of_them = _covered(world, closed, subject) and (slip or _tail_fits(world, closed))
    paired = subject <= OUTCOMES and _is_paired(world, closed)
    meant = (of_them and (told or slip)) or (told and slip and (fine or paired))
    if not meant or (closed.whole < closed.share < closed.part and not (slip and fine)):
        return None  # "486 người, bằng 2,9% dân số, trong đó nữ 259" tells the share of what stands before it
    reading = try_base(world, closed.part, world.numbers[closed.share], closed.whole, _WHY)
    return _relation(world, closed, reading, certain=of_them and told and slip)


def _subject(world: World, closed: _Closed) -> frozenset[str] | None:
    """Return the words that a share is told of beyond its link, none for a bare one; None where no link is said."""
    start = world.numbers[closed.share].span.start
    before = max([n for n in (closed.part, closed.whole) if n < closed.share], default=None)
    low = closed.start if before is None else world.numbers[before].end
    text = world.folded[low:start]
    mark = _LAST_MARK.search(text)
    clause = text[mark.end() :] if mark else text
    link = LINKS.search(clause)
    if link is None and clause.strip():
        return None
    if link is None and not (mark and mark[0] in "(–—→-"):
        return None
    return content_words(LINKS.sub(" ", clause))


def _covered(world: World, closed: _Closed, subject: frozenset[str]) -> bool:
    """Whether what a share is told of is what its figures count: half of its words stand beside them."""
    number = world.numbers[closed.share]
    start = max(closed.start, world.document.blocks[world.document.block_at(number.span.start)].span.start)
    before = max([n for n in (closed.part, closed.whole) if n < closed.share], default=None)
    said = world.folded[start : number.span.start if before is None else _mark_before(world, before, number.span.start)]
    after = world.folded[number.end : closed.end] if before is None or before < closed.whole else ""
    known = content_words(f"{said} {after}")
    return not subject or 2 * len(subject & known) >= len(subject)


def _tail_fits(world: World, closed: _Closed) -> bool:
    """Whether a base in words behind a share is one that was counted ("35% số hộ", not "35% dự toán tỉnh giao")."""
    end = world.numbers[closed.share].end
    if _tells_whole_after(world, closed):
        return True
    mark = _MARK.search(world.folded, end, max(closed.end, end))
    tail = content_words(world.folded[end : mark.start() if mark else max(closed.end, end)])
    said = content_words(world.folded[closed.start : end])
    said |= content_words(world.folded[world.numbers[closed.whole].end : world.numbers[closed.whole].end + 40])
    return not tail - said


def _mark_before(world: World, number: int, end: int) -> int:
    start = world.numbers[number].end
    mark = _LAST_MARK.search(world.folded[start:end])
    return start + mark.start() if mark else end


def _whole_is_told(world: World, closed: _Closed) -> bool:
    """Whether words make one figure the whole of the other: "trên tổng số 420", "riêng", "52,5% tổng … 980 ha"."""
    numbers = world.numbers
    start = numbers[closed.whole].span.start
    low = max([closed.start, *(numbers[n].end for n in (closed.part, closed.share) if n < closed.whole)])
    if WHOLE_BEFORE.search(world.folded, low, start):
        return True
    if _tells_whole_after(world, closed) or _is_plan(world, closed.whole):
        return True
    parent = world.ledger.parent_of(world.entry_of(closed.part))
    return parent is not None and any(q.number == closed.whole for q in parent.quantities)


def _tells_whole_after(world: World, closed: _Closed) -> bool:
    """Whether a share is said to be of the figure right behind it ("52,5% tổng diện tích 980 ha")."""
    start, end = world.numbers[closed.share].end, world.numbers[closed.whole].span.start
    return closed.share == closed.whole - 1 and bool(WHOLE_AFTER.match(world.folded, start, end))


def _is_paired(world: World, closed: _Closed) -> bool:
    """Whether "on" or "of" stands between the two figures right before their share ("63 hộ trên 75 hộ …, 84%")."""
    numbers = world.numbers
    between = world.folded[numbers[closed.part].end : numbers[closed.whole].span.start]
    return closed.part < closed.whole < closed.share and bool(OF_WHOLE.search(between))


def _relation(world: World, closed: _Closed, reading: Reading, *, certain: bool) -> Relation:
    operands = ((closed.part, "part"), (closed.whole, "whole"), (closed.share, "share"))
    return Relation(
        kind="percent",
        source="cue",
        total=closed.whole,
        parts=(closed.part,),
        operands=tuple(world.operand(n, role) for n, role in operands),
        unit="%",
        exhaustive=None,
        verdict=reading.verdict,
        reading=reading.arithmetic,
        tried=(reading,),
        expected=exact_share(world, closed.part, closed.whole),
        found=world.value(closed.share),
        certain=certain,
    )
