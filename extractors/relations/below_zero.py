"""Figures below zero in tables: the number of a cell "-5" is 5, so what adds it up is asked with its sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from extractors.relations.arithmetic import shown, slack
from extractors.relations.relation import Reading, Relation
from extractors.relations.world import World

_SIGNED = "ô có dấu trừ nên được trừ đi"
_OPEN = "có ô mang dấu trừ"
_ADDING = frozenset({"sum", "order", "balance", "distribution"})


def with_signs(world: World, relations: Iterable[Relation]) -> Iterator[Relation]:
    """Yield relations; what adds up a figure below zero holds if it does with the signs, and else is open."""
    for relation in relations:
        numbers = [o.number for o in relation.operands if o.number is not None]
        if relation.kind not in _ADDING or not any(_is_below_zero(world, number) for number in numbers):
            yield relation
        elif relation.kind == "sum" and relation.total is not None and _adds_up(world, relation, relation.total):
            text = _arithmetic(world, relation, relation.total)
            tried = (Reading(text, _SIGNED, "holds", relation.parts, relation.total), *relation.tried)
            yield replace(relation, verdict="holds", reading=text, tried=tried, expected=None, missing=None)
        else:
            yield replace(relation, verdict="undecided", missing=_OPEN, expected=None)


def _is_below_zero(world: World, number: int) -> bool:
    """Whether a cell of a table holds the number right behind a minus; with a blank between it is a bullet."""
    start = world.numbers[number].span.start
    block = world.document.blocks[world.document.block_at(start)]
    before = world.document.text[block.span.start : start].lstrip()
    return block.kind == "cell" and before in ("-", "–", "−")


def _value(world: World, number: int) -> Decimal:
    value = world.numbers[number].value or Decimal(0)
    return -value if _is_below_zero(world, number) else value


def _adds_up(world: World, relation: Relation, total: int) -> bool:
    gap = abs(sum((_value(world, part) for part in relation.parts), Decimal(0)) - _value(world, total))
    return gap <= slack(world.numbers[total], [world.numbers[part] for part in relation.parts])


def _arithmetic(world: World, relation: Relation, total: int) -> str:
    """Return "10 - 5 = 5"."""
    values = [_value(world, part) for part in relation.parts]
    added = "".join(f" {'-' if value < 0 else '+'} {shown(abs(value))}" for value in values)
    first = f"-{added[3:]}" if values[0] < 0 else added[3:]
    whole = _value(world, total)
    return f"{first} = {'-' if whole < 0 else ''}{shown(abs(whole))}"
