"""The relation that a claim in words makes with the figures that it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.document import Span
from extractors.relations.amounts import ratio
from extractors.relations.passages import Figure
from extractors.relations.relation import Operand, Reading, Relation, Verdict
from extractors.relations.world import World


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a claim, and where they stand (None where they stand between the figures)."""

    words: str
    span: Span | None


def claim(
    world: World,
    said: Said,
    figures: Sequence[int],
    arithmetic: str,
    why: str,
    verdict: Verdict,
    *,
    certain: bool = True,
) -> Relation:
    """Return the relation of a claim and its figures: found is the first of them, expected the last of a like unit."""
    words = () if said.span is None else (Operand(None, world.document.quote(said.span), "mention", said.span),)
    compared = len(figures) > 1 and ratio(world.unit(figures[0]), world.unit(figures[-1])) is not None
    return Relation(
        kind="repeat",
        source="cue",
        total=None,
        parts=(),
        operands=(*(world.operand(n, "mention") for n in figures), *words),
        unit=world.unit(figures[0]),
        exhaustive=None,
        verdict=verdict,
        reading=f"{said.words}: {arithmetic}",
        tried=(Reading(f"{said.words}: {arithmetic}", why, verdict),),
        expected=world.value(figures[-1]) if compared else None,
        found=world.value(figures[0]),
        certain=certain,
        notes=("claim",),
    )


def two_tellings(world: World, one: Figure, other: Figure, reading: Reading, *, certain: bool) -> Relation:
    """Return the relation of a figure and the one that tells the same again: expected is that of the first telling."""
    return told_apart(world, one.number, other.number, reading, certain=certain)


def told_apart(world: World, one: int, other: int, reading: Reading, *, certain: bool) -> Relation:
    """Return the same of two figures by their numbers, in running text or a table."""
    return Relation(
        kind="repeat",
        source="cue",
        total=None,
        parts=(),
        operands=(world.operand(one, "mention"), world.operand(other, "mention")),
        unit=world.unit(one) or None,
        exhaustive=None,
        verdict=reading.verdict,
        reading=reading.arithmetic,
        tried=(reading,),
        expected=world.value(other),
        found=world.value(one),
        certain=certain,
    )
