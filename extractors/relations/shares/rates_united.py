"""Rates that unite parts of a sum by their names ("trước hạn 58, đúng hạn 41, quá hạn 05; tỷ lệ trước và đúng hạn")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from decimal import Decimal

from extractors.relations.arithmetic import share_fits, shown
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Reading, Relation, Verdict
from extractors.relations.shares.quotients import is_slip
from extractors.relations.shares.rates_named import named_words
from extractors.relations.world import World

#: how many blocks before a rate its sum may stand, and how far a rate that no slip explains may be from the exact one
_BLOCKS, _NEAR = 2, Decimal(2)
_SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "và là có được đã các những số hồ sơ người vụ nhiệm trả kết quả loại xếp giải quyết tổng của chung hạn hẹn",
    )
)
_STOP = re.compile(r"[.](?=\s|$)|\n")
_WHY = "tỷ lệ gộp các phần được gọi tên"


def read_united_rates(
    world: World, passages: Passages, known: Set[int], sums: Sequence[Relation]
) -> Iterator[Relation]:
    """Yield rates of running text, not those `known`, with the parts of a right sum before them that their words name.

    Words that neither the sum nor its parts are told with speak of something else.
    """
    right = [r for r in sums if r.verdict == "holds" and r.total is not None and len(r.parts) > 2]
    for figure in passages.figures if right else ():
        words = named_words(world, figure) if figure.unit == "%" and figure.number not in known else ""
        above = [r for r in right if 0 <= figure.block - world.entry_of(r.total or 0).block <= _BLOCKS]
        before = [r for r in above if (r.total or 0) < figure.number and max(r.parts) < figure.number]
        if " và " in words and before:
            opening = _opening(world, figure, max(before[-1].parts))
            yield from _united(world, frozenset(words.split()), opening, figure, before[-1])


def _opening(world: World, rate: Figure, last: int) -> frozenset[str]:
    """Return the words of a rate's sentence before it, from the last part of the sum on."""
    start = world.numbers[rate.number].span.start
    before = world.folded[max(world.document.blocks[rate.block].span.start, world.numbers[last].end) : start]
    sentence = _STOP.split(before)[-1]
    return frozenset(re.findall(r"\w+", re.split(r"(?:tỷ|tỉ) lệ", sentence)[0]))


def _united(
    world: World, words: frozenset[str], opening: frozenset[str], rate: Figure, of: Relation
) -> Iterator[Relation]:
    own = [_words(world, part) for part in of.parts]
    common = frozenset.intersection(*own)
    told = [one - common - _SMALL_WORDS for one in own]
    named = [part for part, one in zip(of.parts, told, strict=True) if one and one <= words]
    total = of.total or 0
    foreign = (words | opening) - frozenset().union(*own) - _words(world, total) - _SMALL_WORDS
    if 1 < len(named) < len(of.parts) and not foreign and world.value(total):
        yield from _relation(world, rate, total, named)


def _words(world: World, number: int) -> frozenset[str]:
    entry = world.entry_of(number)
    said = f"{world.words(entry.label)} {world.unit(number)} {world.words(entry.quantities[0].after)}"
    return frozenset(re.findall(r"\w+", said))


def _relation(world: World, rate: Figure, total: int, parts: Sequence[int]) -> Iterator[Relation]:
    """Yield that the parts make the rate, or that it is near what they make or a slip from it."""
    added, whole, printed = sum(map(world.value, parts), Decimal(0)), world.value(total), world.numbers[rate.number]
    exact = (added * 100 / whole).quantize(Decimal("0.01"))
    verdict: Verdict = "holds" if share_fits(added, whole, printed) else "fails"
    if verdict == "fails" and not is_slip(exact, printed) and abs(exact - rate.value) > _NEAR:
        return
    sides = " + ".join(shown(world.value(part)) for part in parts)
    text = f"({sides}) / {shown(whole)} = {shown(exact)}%"
    text += "" if verdict == "holds" else f" ≠ {shown(rate.value)}%"
    operands = [*(world.operand(part, "part") for part in parts), world.operand(total, "whole")]
    yield Relation(
        kind="percent",
        source="identity",
        total=total,
        parts=tuple(parts),
        operands=(*operands, world.operand(rate.number, "share")),
        unit="%",
        exhaustive=None,
        verdict=verdict,
        reading=text,
        tried=(Reading(text, _WHY, verdict, tuple(parts), total),),
        expected=None if verdict == "holds" else exact,
        found=rate.value,
        certain=False,
    )
