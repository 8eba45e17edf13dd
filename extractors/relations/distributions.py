"""Shares that make a whole: answers of one question, structure of one total."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from extractors.ledger.entries import Entry, Quantity
from extractors.lexicon import phrase_pattern, table
from extractors.relations.arithmetic import shown
from extractors.relations.relation import Reading, Relation
from extractors.relations.world import World

_COMPOSITION = re.compile(r"(?<!\w)(?:cơ cấu|tỷ trọng)(?!\w)")


@cache
def _scales() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["scale"], re.compile(phrase_pattern(row["words"].split("|")))) for row in table("scales.csv"))


def read_distributions(world: World) -> Iterator[Relation]:
    """Yield the shares of one question that should make a whole."""
    for shares in _families(world):
        relation = _distribution(world, shares)
        if relation is not None:
            yield relation


def _families(world: World) -> Iterator[list[tuple[int, str]]]:
    """Yield lists of (percentage, words) that stand side by side in one sentence, list or table column."""
    rows: dict[tuple[object, ...], list[tuple[int, str]]] = {}
    items = {b: (x.lead, x.mark) for x in world.ledger.lists for b in x.blocks}
    for entry in world.ledger.entries:
        for quantity in entry.quantities:
            for share in (quantity.number, *quantity.shares):
                number = world.numbers[share]
                measure = world.measures[share]
                if number.percent and not measure.plan and not measure.change and number.of is None:
                    rows.setdefault(_family_key(world, entry, items.get(entry.block)), []).append((share, words_beside(world, entry, quantity)))
    yield from (shares for shares in rows.values() if len(shares) > 1)


def _family_key(world: World, entry: Entry, item: tuple[int, str] | None) -> tuple[object, ...]:
    group = world.group_of(entry)
    if group is not None and group.kind == "bullets":
        return ("bullets", group.id)
    if item is not None and entry.sentence == 0 and entry.group is None:
        inside = [e for e in world.ledger.entries if e.block == entry.block and e.group is None]
        if len(inside) == 1:
            return ("bullets", *item)
    if entry.path:
        return ("table", world.words(entry.path[0]), entry.block)
    return (entry.block, entry.sentence, entry.group)


def words_beside(world: World, entry: Entry, quantity: Quantity) -> str:
    return f"{world.words(entry.label)} # {world.words(quantity.after)}"


def _distribution(world: World, shares: list[tuple[int, str]]) -> Relation | None:
    runs = _runs(world, shares)
    for run, scale in runs:
        values = [world.value(n) for n, _ in run]
        total = sum(values, Decimal(0))
        signs = {world.numbers[n].sign for n, _ in run}
        steps = sum((world.numbers[n].step for n, _ in run if world.value(n)), Decimal(0))
        loose = Decimal(3) if signs != {"="} else Decimal(0)
        # rounding moves each share by half a place at most, cutting off only downwards
        fits = 100 - steps - loose <= total <= 100 + steps / 2 + loose
        if not fits and (scale is None or total < 85 or total > 130 or signs != {"="}):
            continue
        text = f"{' + '.join(shown(v) + '%' for v in values)} = {shown(total)}%"
        text += "" if total == 100 else " ≈ 100%" if fits else " ≠ 100%"
        operands = tuple(world.operand(n, "share") for n, _ in run)
        return Relation(
            "distribution", "cue", None, tuple(n for n, _ in run), operands, "%", scale is not None or None,
            "holds" if fits else "fails", text, (Reading(text, "các tỷ lệ của một câu hỏi", "holds" if fits else "fails"),),
            expected=Decimal(100), found=total, certain=total > 100,
        )  # fmt: skip
    return None


def _runs(world: World, shares: list[tuple[int, str]]) -> Iterator[tuple[list[tuple[int, str]], str | None]]:
    """Yield runs of shares that may be one question: those on one scale first, then all of them."""
    for name, pattern in _scales():
        on_scale = [(n, found.group()) for n, words in shares if (found := _last(pattern, words))]
        if len({word for _, word in on_scale}) == len(on_scale) > 1:
            yield on_scale, name
    yield shares, "cơ cấu" if any(_COMPOSITION.search(words) for _, words in shares[:1]) else None


def _last(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    """Return the scale word of a share: right after its number, else the last one before it."""
    before, _, after = words.partition("#")
    found = pattern.search(after[:60])
    if found:
        return found
    return next(iter(reversed(list(pattern.finditer(before[-40:])))), None)
