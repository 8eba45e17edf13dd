"""Sums that words and marks alone tell: a list right behind its whole that does not make it, at any distance.

Where a list stands behind a colon, "gồm" or in the bracket of a count its items are all of it; behind "trong đó" they
are some, unless one is told to be the rest or two are opposites. No part is above its whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from extractors.catalogue.nouns import dimensions
from extractors.lexicon import phrase_pattern, table, unit_kind
from extractors.lexicon.amounts import alike
from extractors.relations.amounts import is_measured
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.sums.closed_sum_words import leaves_rest, on_one_scale, opposed
from extractors.relations.sums.list_readings import has_other_reading
from extractors.relations.sums.tallies import in_scale, make_implied, missed_by
from extractors.relations.sums.told_lists import ToldList, read_told_lists
from extractors.relations.world import World

_WHY = "danh sách ngay sau tổng, theo chữ và dấu câu"
#: what names some of a list by words, and how short the words of an item are that names a thing
_PAIR, _LIST, _SHORT = 2, 3, 5
#: the least gap to a total that the readers of near sums leave to words
_REST, _MARK = re.compile(r"(?<!\w)(?:còn lại|số còn|phần còn)(?!\w)"), re.compile(r"[,;:.()]")
_SUMS = frozenset(("sum", "order"))


def with_told_sums(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield the known relations, those in whose stead a told sum fails left out, then these."""
    told = tuple(_failing(world, passages, known))
    stead = {r.total: set(r.parts) for r in told}
    for relation in known:
        parts = stead.get(relation.total)
        replaced = parts is not None and relation.kind in _SUMS and relation.verdict != "holds"
        if not (replaced and parts is not None and parts.intersection(relation.parts)):
            yield relation
    yield from told


def _failing(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield the lists that contradict their wholes, each figure in one at most."""
    held = [r for r in known if r.verdict == "holds" and r.kind in ("sum", "balance")]
    homes = {figure.number: figure.home for figure in passages.figures}
    used: set[int] = set()
    for listed in read_told_lists(world, passages):
        numbers = {item.number for item in listed.items}
        if not used.isdisjoint(numbers) or any(_is_settled(listed, numbers, relation, homes) for relation in held):
            continue
        used |= numbers  # by what it is a list of first
        relation = _relation(world, passages, listed)
        if relation is not None:
            yield relation


def _is_settled(listed: ToldList, numbers: set[int], relation: Relation, homes: dict[int, tuple[int, int]]) -> bool:
    """Whether a sum that holds, no more than it of other sentences, is of the figures of a list."""
    figures = {o.number for o in relation.operands if o.number is not None}
    if relation.total != listed.whole.number:
        return len(numbers & figures) >= min(_PAIR, len(numbers))
    own = {number for number in figures if homes.get(number) == listed.whole.home}
    return own == figures and not numbers.isdisjoint(figures)


def _relation(world: World, passages: Passages, listed: ToldList) -> Relation | None:
    parts = [item.number for item in listed.items]
    whole, values, mixed = in_scale(world, listed.whole.number, parts)
    added = sum(values, Decimal(0))
    if mixed or missed_by(world, listed.whole.number, parts) == 0:
        return None
    above = _is_above(world, listed, whole, values)
    fails = above or (_too_much(listed) if added > whole else _too_little(world, listed))
    if not fails or has_other_reading(world, passages, listed):
        return None
    made = make_implied(world, listed.whole.number, parts, _WHY, "fails")
    return replace(made, certain=above or added > whole, tied=True)


def _is_above(world: World, listed: ToldList, whole: Decimal, values: Sequence[Decimal]) -> bool:
    """Whether an item that counts what the whole does is more than it."""
    units = [world.numbers[item.number].unit or listed.whole.unit for item in listed.items]
    like = (value for unit, value in zip(units, values, strict=True) if alike(unit, listed.whole.unit))
    return any(value > whole for value in like)


def _is_strong(listed: ToldList) -> bool:
    return listed.opener != "among"


def _too_much(listed: ToldList) -> bool:
    """Whether parts that make more than their whole exclude each other."""
    if _is_strong(listed) or _closes(listed):
        return True
    # "khám bảo hiểm 1.902 lượt, trẻ em 388 lượt" may be the same; areas and amounts of things by name are not
    named = all(said and len(said.split()) <= _SHORT and not dimensions(said) for said in listed.words)
    return named and is_measured(listed.whole.unit)


def _too_little(world: World, listed: ToldList) -> bool:
    """Whether parts that make less than their whole are told to be all of it."""
    if not listed.ended or leaves_rest(listed.items[-1]):
        return False
    if _closes(listed):
        return True
    some = [bool(dimensions(f"{said} {item.unit}")) for said, item in zip(listed.words, listed.items, strict=True)]
    if any(some) and not (all(some) or unit_kind(listed.whole.unit) != "person"):
        return False
    first = listed.opener == "bracket" and len(listed.items) == _PAIR and not any(listed.words)
    if first and (is_measured(listed.whole.unit) or unit_kind(listed.whole.unit) == "unknown"):
        return False  # "120 ha (30 ha mất trắng, 15 ha giảm năng suất)" names some
    return listed.opener in ("cue", "bracket") or (listed.opener == "colon" and len(listed.items) >= _LIST)


def _closes(listed: ToldList) -> bool:
    """Whether the words of items leave nothing out: the last is the rest, two are opposites, all steps of a scale."""
    if len(listed.items) == _PAIR and opposed(*listed.items) > _PAIR:
        return True
    last = f"{listed.words[-1]} # {_MARK.split(listed.items[-1].after)[0]}"
    scale = len(set(listed.words)) == len(listed.items) and on_one_scale(listed.words)
    return scale or bool(_REST.search(last)) or _are_divided(listed.words)


@cache
def _divisions() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(phrase_pattern(row["words"].split("|"))) for row in table("divisions.csv"))


def _are_divided(words: Sequence[str]) -> bool:
    """Whether each item is told by another word of one division that leaves nothing out ("nội trú", "ngoại trú")."""
    found = ([division.search(said) for said in words] for division in _divisions())
    return any(None not in each and len({one.group() for one in each if one}) == len(words) for each in found)
