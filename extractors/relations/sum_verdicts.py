"""From readings to a verdict of three values: open and closed lists, failures that are certain or ask."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from extractors.ledger.entries import Group
from extractors.lexicon import phrase_pattern, table, unit_kind
from extractors.relations.arithmetic import shown
from extractors.relations.readings import in_one_unit, mends
from extractors.relations.relation import Reading, Relation, Verdict
from extractors.relations.world import World

_REST = re.compile(r"(?<!\w)(?:khác|còn lại)(?!\w)")
_OPENS = re.compile(r"^(?:riêng|kể cả|chủ yếu|nhất là|trong đó có|bao gồm cả|tăng|giảm|vượt|bình quân|năm \d|cùng kỳ|so với)(?!\w)")


@cache
def qualities() -> re.Pattern[str]:
    return re.compile(phrase_pattern([row["phrase"] for row in table("qualities.csv")]))


def openness_of(world: World, group: Group, parts: list[int]) -> str:
    """Return closed, listed, unknown or open for a group as its cue and the words of its parts say."""
    entries = [world.ledger.entries[world.measures[p].entry] for p in parts]
    labels = [world.words(e.label) for e in entries]
    after = [world.words(q.after) for e in entries for q in e.quantities[:1]]
    words = [f"{a} {b}" for a, b in zip(labels, after, strict=True)]
    if group.kind in ("row", "column"):
        return group.openness
    holds_some = group.kind == "bracket" and labels[0].startswith("có ") or labels[0] == "có" and group.kind == "bracket"
    if words and (holds_some or _OPENS.match(labels[0]) or sum(bool(qualities().search(w)) for w in words) * 2 > len(words)):
        return "open"
    if len(words) > 1 and _REST.search(words[-1]):
        return "closed"
    return group.openness


def verdict_of(
    world: World, total: int, parts: tuple[int, ...], best: Reading, gap: Decimal, openness: str
) -> tuple[Verdict, bool, str | None]:
    """Return verdict, whether a failure is certain, and what is missing.

    Parts above the total always fail. In a list that is expected to be whole ("trong đó" with two parts or
    more) a small gap fails but asks only; a large one may be parts that were not named.
    """
    if best.verdict == "holds":
        return "holds", True, None
    scaled = in_one_unit(world, total, parts)
    values = scaled[1:]
    above = any(v > scaled[0] for v in values)
    if gap < 0 and openness == "some" and not above and not mends(world, total, parts, gap):
        return "undecided", True, "các phần có thể trùng nhau"
    if gap < 0 or above:
        return "fails", True, None
    if openness == "closed":
        return "fails", True, None
    near = gap * 20 <= world.value(total) or gap < min(values) or mends(world, total, parts, gap)
    if openness in ("listed", "unknown", "some") and near:
        return "fails", mends(world, total, parts, gap) and openness == "listed" and gap * 20 > world.value(total), None
    return "undecided", True, "các phần còn lại không được nêu"


def _likeliest(world: World, total: int, readings: list[Reading]) -> Reading:
    """Return the failing reading to tell: the first, unless only a shorter one is mended by one slip."""

    def mended(reading: Reading) -> bool:
        gap = world.value(total) - sum((world.value(p) for p in reading.parts), Decimal(0))
        return reading.total == total and mends(world, total, reading.parts, gap)

    if mended(readings[0]):
        return readings[0]
    return next((r for r in readings if set(r.parts) < set(readings[0].parts) and mended(r)), readings[0])


def make_sum(world: World, group: Group, total: int, readings: list[Reading], openness: str) -> Relation:
    best = next((r for r in readings if r.verdict == "holds"), None) or _likeliest(world, total, readings)
    scaled = in_one_unit(world, total, best.parts)
    gap = scaled[0] - sum(scaled[1:], Decimal(0))
    verdict, certain, missing = verdict_of(world, total, best.parts, best, gap, openness)
    chosen = best
    whole = chosen.total if chosen.total is not None else total
    operands = [world.operand(whole, "total"), *(world.operand(p, "part") for p in chosen.parts)]
    return Relation(
        "sum", "layout" if group.kind in ("row", "column") else "cue", whole, chosen.parts, tuple(operands),
        world.unit(total), True if verdict != "undecided" else None, verdict, chosen.arithmetic, tuple(readings), missing,
        sum(in_one_unit(world, whole, chosen.parts)[1:], Decimal(0)), in_one_unit(world, whole, chosen.parts)[0], certain,
    )  # fmt: skip


def read_order(world: World, total: int, parts: list[int]) -> Relation | None:
    """Return that named parts do not exceed their whole."""
    if not parts:
        return None
    largest = max(parts, key=world.value)
    whole, part = world.numbers[total], world.numbers[largest]
    if part.of is not None:
        return None
    fails = world.value(largest) > world.value(total) and whole.sign == "=" and part.sign in ("=", ">=", ">")
    persons = {unit_kind(world.unit(n)) for n in (total, largest)} == {"person"}
    certain = fails and (world.unit(total) == world.unit(largest) or persons)
    mark = ">" if fails else "≤"
    text = f"{shown(world.value(largest))} {mark} {shown(world.value(total))}"
    operands = (world.operand(total, "whole"), *(world.operand(p, "part") for p in parts))
    verdict: Verdict = "fails" if certain else "undecided" if fails else "holds"
    return Relation("order", "cue", total, tuple(parts), operands, world.unit(total), False, verdict, text,
                    (Reading(text, "phần không lớn hơn tổng", verdict, (largest,), total),),
                    expected=world.value(total), found=world.value(largest))  # fmt: skip
