"""Percentages that nothing around them gives but for one slip of the pen: of the figures of their sentence.

"Giao 42 chỉ tiêu, 33 chỉ tiêu đã đạt, tức 88,6%, 9 chưa đạt": other figures of the unit stand beside the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from decimal import Decimal

from extractors.lexicon.amounts import alike
from extractors.numbers.number import Number
from extractors.relations.arithmetic import share_fits, shown
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Reading, Relation
from extractors.relations.shares.closed_words import BLOCKS, LINKS, STRONG_LINKS, content_words, is_of_another
from extractors.relations.shares.quotients import is_slip
from extractors.relations.sums.closed_sum_words import ASIDE, clause
from extractors.relations.world import World

#: how many figures of a unit a share may be told among
_MOST = 7
_WHY = "các số cùng đơn vị của câu"
_PLANNED = re.compile(r"(?<!\w)(?:kế hoạch|chỉ tiêu|dự toán|được giao|giao)(?!\w)")
#: nothing but a link stands between a figure and its share
_TOLD = re.compile(r"[,(]? ?(?:tức(?: là)?|chiếm|tương đương|tương ứng|bằng|=|hay|ứng với|vị chi)?")
_ELSEWHERE = re.compile(r"^;|(?<!\w)(?:toàn|cả|riêng|huyện|tỉnh|so với|cùng kỳ|năm trước|phấn đấu)(?!\w)")
_OF_PLAN = re.compile(r"(?:so với |của )?(?:kế hoạch|dự toán|chỉ tiêu (?:giao|năm|đề ra|kế hoạch))(?!\w)")


def read_slipped_shares(world: World, passages: Passages, decided: Set[int]) -> Iterator[Relation]:
    """Yield percentages that no reading of their sentence gives and one slip does; those `decided` are left out."""
    for figures in passages.by_block.values():
        for figure in figures:
            if figure.number not in decided and _is_share(world, figure):
                relation = _slipped(world, figures, figure)
                if relation is not None:
                    yield relation


def _is_share(world: World, figure: Figure) -> bool:
    number, measure = world.numbers[figure.number], world.measures[figure.number]
    exact = number.percent and number.of is None and number.sign == "=" and figure.value not in (0, 100)
    return exact and not (measure.change or measure.target)


def _slipped(world: World, figures: Sequence[Figure], share: Figure) -> Relation | None:
    like, percent = _like(world, figures, share), world.numbers[share.number]
    if not 2 <= len(like) <= _MOST:
        return None
    if _PLANNED.search(like[0].before) and _OF_PLAN.match(share.after):
        return None if _ELSEWHERE.search(share.before) else _of_plan(world, like, share)
    of_pair = any(_is_of_pair(world, f, share) for f in figures)
    if of_pair or _OF_PLAN.match(share.after) or any(ASIDE.search(clause(f)) for f in like):
        return None
    if _fits_any(like, percent) or not _is_told(world, figures, share):
        return None
    near = _nearest(like, share)
    rest = sum((f.value for f in like if f is not near), Decimal(0))
    for whole in like:
        if near.value < whole.value:
            exact = near.value * 100 / whole.value
            all_told = near.value + rest == 2 * whole.value and bool(_TOLD.fullmatch(share.before))
            if all_told or is_slip(exact.quantize(Decimal("0.01")), percent):
                return _relation(world, share, [near], whole)
    return _of_several(world, like, share)


def _fits_any(like: Sequence[Figure], percent: Number) -> bool:
    """Whether a share is that of figures, of some in a row, or of what is left of the largest, of any of these."""
    most = max(f.value for f in like)
    parts = [f.value for f in like if f.value != most]
    runs = {sum(parts[a:b], Decimal(0)) for a in range(len(parts)) for b in range(a + 1, len(parts) + 1)}
    bases = runs | {most - part for part in parts} | {most}
    return any(share_fits(a, b, percent) for a in bases for b in bases if b and a != b)


def _is_of_pair(world: World, figure: Figure, share: Figure) -> bool:
    """Whether a figure "k of n" of the sentence gives a share by itself."""
    of = world.numbers[figure.number].of
    fits = of is not None and share_fits(figure.value, of, world.numbers[share.number])
    return fits and figure.home == share.home


def _nearest(figures: Sequence[Figure], share: Figure) -> Figure:
    return min(figures, key=lambda f: (abs(f.number - share.number), f.number > share.number))


def _like(world: World, figures: Sequence[Figure], share: Figure) -> list[Figure]:
    """Return the figures of the unit told nearest to a share in its sentence."""
    own = [f for f in figures if f.sentence == share.sentence and f.unit not in ("", "%") and "/" not in f.unit]
    plain = [f for f in own if world.numbers[f.number].sign == "=" and world.numbers[f.number].of is None]
    if not plain:
        return []
    return [f for f in plain if alike(f.unit, _nearest(plain, share).unit)]


def _is_told(world: World, figures: Sequence[Figure], share: Figure) -> bool:
    """Whether the words around a share tell it of what is counted: half of their names stand in its sentence."""
    before = re.split(r"[,;](?= )", share.before)[-1]
    beside = [f for f in figures if f.sentence == share.sentence and f is not share]
    # what stands behind one figure stands before the next: that of the share itself says nothing of what is counted
    said = " ".join(f.before if f.before != share.after else "" for f in beside)
    said += f" {beside[-1].after}" if beside and beside[-1].number > share.number else ""
    said += " ".join(re.split(r"[,;]", share.before)[:-1])
    subject = content_words(LINKS.sub(" ", before))
    if BLOCKS.search(f"{before.replace('trở lên', ' ')} {share.after}") or is_of_another(
        share.before, share.after, said
    ):
        return False
    if 2 * len(subject & content_words(said)) < len(subject):
        return False
    if world.numbers[share.number].step < Decimal("0.1"):
        return True  # so many places are met by no chance
    links = LINKS if world.numbers[share.number].step < 1 else STRONG_LINKS
    return bool(links.search(before))


def _of_several(world: World, like: Sequence[Figure], share: Figure) -> Relation | None:
    """Return a share of several parts of one whole together ("mức hài lòng trở lên"), where the parts are all of it."""
    whole, *parts = like
    if world.numbers[share.number].step >= 1 or sum((p.value for p in parts), Decimal(0)) != whole.value:
        return None
    for end in range(2, len(parts)):
        exact = sum((p.value for p in parts[:end]), Decimal(0)) * 100 / whole.value
        if is_slip(exact.quantize(Decimal("0.01")), world.numbers[share.number]):
            return _relation(world, share, parts[:end], whole)
    return None


def _of_plan(world: World, like: Sequence[Figure], share: Figure) -> Relation | None:
    """Return the share of a plan that was reached, where just the plan and what was done stand before it."""
    plan, *done = like
    if len(done) != 1 or not plan.number < done[0].number < share.number or not plan.value:
        return None
    fits = share_fits(done[0].value, plan.value, world.numbers[share.number])
    return None if fits else _relation(world, share, done, plan)


def _relation(world: World, share: Figure, parts: Sequence[Figure], whole: Figure) -> Relation:
    part = sum((p.value for p in parts), Decimal(0))
    exact = (part * 100 / whole.value).quantize(Decimal("0.01"))
    added = " + ".join(shown(p.value) for p in parts)
    counted = f"({added})" if len(parts) > 1 else added
    text = f"{counted} / {shown(whole.value)} = {shown(exact)}% ≠ {shown(share.value)}%"
    operands = (
        *(world.operand(p.number, "part") for p in parts),
        world.operand(whole.number, "whole"),
        world.operand(share.number, "share"),
    )
    return Relation(
        kind="percent",
        source="cue",
        total=whole.number,
        parts=tuple(p.number for p in parts),
        operands=operands,
        unit="%",
        exhaustive=None,
        verdict="fails",
        reading=text,
        tried=(Reading(text, _WHY, "fails", tuple(p.number for p in parts), whole.number),),
        expected=exact,
        found=share.value,
        certain=False,
    )
