"""Shares of what was done and what is left: "giải quyết 07 đơn, đạt 77,78%; 02 đơn đang xem xét" (no base is told)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.lexicon.amounts import alike
from extractors.relations.arithmetic import share_fits, shown
from extractors.relations.relation import Reading, Relation
from extractors.relations.shares.quotients import is_slip
from extractors.relations.world import World

_LEFT_BEFORE = re.compile(r"(?<!\w)(?:còn|sót|thiếu|chưa|vẫn|hiện|tồn)(?: (?:còn|lại|có|là|tồn|sót))*\s*$")
_LEFT_AFTER = re.compile(r"(?: [^\W\d_]+){0,3}? (?:đang|chưa|còn lại|chờ|sót|hiện còn)(?!\w)")
#: between a share and what is left: a mark, and a few words
_BETWEEN = re.compile(r"\)?\s*[,;.](?: [^\W\d_]+){0,4}\s*")
_WHY = "phần đã làm và phần còn lại cộng lại"


def with_rest_bases(world: World, percents: Sequence[Relation]) -> Iterator[Relation]:
    """Yield percentages, those without a base against what is done and left together, where one slip explains them."""
    for relation in percents:
        open_ = relation.verdict == "undecided" and relation.total is None and len(relation.parts) == 1
        yield (_against_rest(world, relation) or relation) if open_ else relation


def _against_rest(world: World, relation: Relation) -> Relation | None:
    part = relation.parts[0]
    share = next(o.number for o in relation.operands if o.role == "share") or 0
    rest = _rest_after(world, part, share)
    if rest is None or world.value(rest) >= world.value(part):
        return None
    whole = world.value(part) + world.value(rest)
    exact = (world.value(part) * 100 / whole).quantize(Decimal("0.01"))
    fits = share_fits(world.value(part), whole, world.numbers[share])
    if not fits and not is_slip(exact, world.numbers[share]):
        return None
    sign = f"= {shown(world.value(share))}%" if fits else f"= {shown(exact)}% ≠ {shown(world.value(share))}%"
    added = f"{shown(world.value(part))} + {shown(world.value(rest))} = {shown(whole)}"
    reading = Reading(f"{shown(world.value(part))} / ({added}) {sign}", _WHY, "holds" if fits else "fails", (part,))
    operands = (world.operand(part, "part"), world.operand(share, "share"), world.operand(rest, "item"))
    return replace(
        relation,
        operands=operands,
        verdict=reading.verdict,
        reading=reading.arithmetic,
        tried=(*relation.tried, reading),
        missing=None,
        expected=None if fits else exact,
        certain=False,
    )


def _rest_after(world: World, part: int, share: int) -> int | None:
    """Return the figure right behind a share that words say is left of the same things."""
    rest = share + 1
    measure = world.measures.get(rest)
    if measure is None or measure.change or measure.plan or measure.target or world.entry_of(rest).path:
        return None
    number, home = world.numbers[rest], world.entry_of(part)
    between = world.folded[world.numbers[share].end : number.span.start]
    if world.entry_of(rest).block != home.block or not _BETWEEN.fullmatch(between):
        return None
    after = world.folded[number.end : number.end + 48]
    left = bool(_LEFT_BEFORE.search(between)) or bool(_LEFT_AFTER.match(after))
    plain = number.of is None and number.sign == "=" and world.numbers[part].of is None
    return rest if left and plain and alike(world.unit(part), world.unit(rest)) else None
