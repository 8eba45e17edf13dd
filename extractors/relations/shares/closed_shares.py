"""Shares of a closed world: a clause with one percentage and just two figures that it can be told of.

"Hội có 864 hội viên, riêng nữ 302 người, tức 34,95%": nobody names the base by a set word, but nothing else is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from decimal import Decimal
from itertools import product

from extractors.relations.arithmetic import share_fits
from extractors.relations.relation import Relation
from extractors.relations.shares.bases import near_bases
from extractors.relations.shares.closed_pairs import Closed, closed_pair, is_plan
from extractors.relations.shares.closed_words import (
    BLOCKS,
    LINKS,
    OF_WHOLE,
    OUTCOMES,
    STRONG_LINKS,
    WHOLE_AFTER,
    WHOLE_BEFORE,
    content_words,
)
from extractors.relations.shares.quotients import exact_share, is_slip, try_base, try_two_bases
from extractors.relations.world import World

_LAST_MARK = re.compile(r"[,;:(.–—→-](?=[^,;:(.–—→-]*$)")
_MARK = re.compile(r"[,;:().\d]")
_WHY = "hai số duy nhất cùng đơn vị trong câu"


def read_closed_shares(world: World, decided: Set[int]) -> Iterator[Relation]:
    """Yield percentages with the only two figures beside them, failing where no reading gives them.

    Those `decided` are left out, and those that hold by another reading or of which the words say too little.
    """
    for share in range(len(world.numbers)):
        if share not in decided and share in world.measures and _is_share(world, share):
            closed = closed_pair(world, share)
            relation = None if closed is None else _holding(world, closed) or _failing(world, closed)
            if relation is not None:
                yield relation


def _is_share(world: World, share: int) -> bool:
    """Whether a percentage tells a share of something counted, no change, no aim and not all."""
    number, measure = world.numbers[share], world.measures[share]
    usable = number.percent and number.of is None and number.value not in (None, 0, 100) and number.sign == "="
    if not usable or measure.change or measure.target:
        return False
    return world.document.blocks[world.document.block_at(number.span.start)].kind != "cell"


# -- readings that defend it ---------------------------------------------------------------------------------------


def _fits_any(world: World, closed: Closed) -> bool:
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


def _holding(world: World, closed: Closed) -> Relation | None:
    """Return the relation of a share that is the one of its two figures, where its words are told of them."""
    if not share_fits(world.value(closed.part), world.value(closed.whole), world.numbers[closed.share]):
        return None
    subject = _subject(world, closed)
    meant = subject is not None and _covered(world, closed, subject)
    return _relation(world, closed, certain=True) if meant else None


def _failing(world: World, closed: Closed) -> Relation | None:
    """Return the failing relation where the words beside a share tell it of its two figures."""
    subject = None if _fits_any(world, closed) else _subject(world, closed)
    if world.numbers[closed.whole].sign != "=" and closed.whole < closed.part:
        return None  # "trên 69.000 người, gồm 13 dân tộc, dân tộc Nùng chiếm 37,6%"
    if subject is None or BLOCKS.search(world.folded, closed.start, closed.end):
        return None
    exact, printed = exact_share(world, closed.part, closed.whole), world.numbers[closed.share]
    told, slip, fine = _whole_is_told(world, closed), is_slip(exact, printed), printed.step < 1
    of_them = _covered(world, closed, subject) and (slip or _tail_fits(world, closed))
    if closed.whole < closed.share < closed.part:
        meant = of_them and slip and fine  # "486 người, bằng 2,9% dân số, trong đó nữ 259" is told of the 486
    elif of_them:
        strong = _is_strong(world, closed)
        swapped = slip and (fine or _are_swapped(exact, world.value(closed.share)))
        meant = (told and (strong or slip)) or (slip and strong) or swapped
    else:
        meant = told and slip and (fine or (subject <= OUTCOMES and _is_paired(world, closed)))
    return _relation(world, closed, certain=of_them and told and slip) if meant else None


def _is_strong(world: World, closed: Closed) -> bool:
    """Whether the words before a share can only tell it of what was just counted, or its whole is a plan."""
    before = [world.numbers[n].end for n in (closed.part, closed.whole) if n < closed.share]
    start = max(before, default=closed.start)
    share = world.numbers[closed.share]
    linked = STRONG_LINKS.search(world.folded, start, share.span.start)
    opens = world.folded[share.end : share.end + 2].strip().startswith("(")  # "đạt 90% (117 hộ)"
    return bool(linked) or opens or is_plan(world, closed.whole)


def _are_swapped(exact: Decimal | None, printed: Decimal) -> bool:
    """Whether two whole percentages have the same digits ("57" for "75")."""
    return exact is not None and sorted(str(int(exact))) == sorted(str(int(printed)))


def _subject(world: World, closed: Closed) -> frozenset[str] | None:
    """Return the words that a share is told of beyond its link, none for a bare one; None where no link is said."""
    start = world.numbers[closed.share].span.start
    before = max([n for n in (closed.part, closed.whole) if n < closed.share], default=None)
    low = closed.start if before is None else world.numbers[before].end
    text = world.folded[low:start].rstrip(" :")
    mark = _LAST_MARK.search(text)
    clause = text[mark.end() :] if mark else text
    if _tells_whole_after(world, closed) and not clause.strip():
        return frozenset()  # "45% trong 160 đoàn viên (64 người)"
    link = LINKS.search(clause)
    if link is None and clause.strip():
        return None
    if link is None and not (mark and mark[0] in "(–—→-"):
        return None
    return content_words(LINKS.sub(" ", clause))


def _covered(world: World, closed: Closed, subject: frozenset[str]) -> bool:
    """Whether what a share is told of is what its figures count: half of its words stand beside them."""
    number = world.numbers[closed.share]
    start = max(closed.start, world.document.blocks[world.document.block_at(number.span.start)].span.start)
    before = max([n for n in (closed.part, closed.whole) if n < closed.share], default=None)
    said = world.folded[start : number.span.start if before is None else _mark_before(world, before, number.span.start)]
    after = world.folded[number.end : closed.end] if before is None or before < closed.whole else ""
    known = content_words(f"{said} {after}")
    return not subject or 2 * len(subject & known) >= len(subject)


def _tail_fits(world: World, closed: Closed) -> bool:
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


def _whole_is_told(world: World, closed: Closed) -> bool:
    """Whether words make one figure the whole of the other: "trên tổng số 420", "riêng", "52,5% tổng … 980 ha"."""
    numbers = world.numbers
    start = numbers[closed.whole].span.start
    low = max([closed.start, *(numbers[n].end for n in (closed.part, closed.share) if n < closed.whole)])
    if WHOLE_BEFORE.search(world.folded, low, start):
        return True
    if _tells_whole_after(world, closed) or is_plan(world, closed.whole):
        return True
    parent = world.ledger.parent_of(world.entry_of(closed.part))
    return parent is not None and any(q.number == closed.whole for q in parent.quantities)


def _tells_whole_after(world: World, closed: Closed) -> bool:
    """Whether a share is said to be of the figure right behind it ("52,5% tổng diện tích 980 ha")."""
    start, end = world.numbers[closed.share].end, world.numbers[closed.whole].span.start
    return closed.share == closed.whole - 1 and bool(WHOLE_AFTER.match(world.folded, start, end))


def _is_paired(world: World, closed: Closed) -> bool:
    """Whether "on" or "of" stands between the two figures right before their share ("63 hộ trên 75 hộ …, 84%")."""
    numbers = world.numbers
    between = world.folded[numbers[closed.part].end : numbers[closed.whole].span.start]
    return closed.part < closed.whole < closed.share and bool(OF_WHOLE.search(between))


def _relation(world: World, closed: Closed, *, certain: bool) -> Relation:
    reading = try_base(world, closed.part, world.numbers[closed.share], closed.whole, _WHY)
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
        expected=None if reading.verdict == "holds" else exact_share(world, closed.part, closed.whole),
        found=world.value(closed.share),
        certain=certain,
    )
