"""Sums that words and marks alone tell: a list right behind its whole that does not make it, at any distance.

Where a list stands behind a colon, "gồm" or in the bracket of a count its items are all of it; behind "trong đó" they
are some, unless one is told to be the rest or two are opposites. No part is above its whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.catalogue.nouns import dimensions
from extractors.lexicon import unit_kind
from extractors.relations.amounts import is_measured
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.sums.closed_sum_words import is_rest, leaves_rest, on_one_scale, opposed
from extractors.relations.sums.list_readings import has_other_reading
from extractors.relations.sums.tallies import in_scale, make_implied, missed_by
from extractors.relations.sums.told_lists import ToldList, read_told_lists
from extractors.relations.world import World

_WHY = "danh sách ngay sau tổng, theo chữ và dấu câu"
#: what names some of a list by words, and how short the words of an item are that names a thing
_PAIR, _LIST, _SHORT = 2, 3, 5
#: the least gap to a total that the readers of near sums leave to words
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
    held = [{o.number for o in r.operands} for r in known if r.verdict == "holds" and r.kind in ("sum", "balance")]
    used: set[int] = set()
    for listed in read_told_lists(world, passages):
        numbers = {item.number for item in listed.items}
        if not used.isdisjoint(numbers) or any(_is_settled(listed, numbers, figures) for figures in held):
            continue
        used |= numbers  # by what it is a list of first
        relation = _relation(world, passages, listed)
        if relation is not None:
            yield relation


def _is_settled(listed: ToldList, numbers: set[int], figures: set[int | None]) -> bool:
    """Whether figures of a sum that holds are those of a list."""
    return len(numbers & figures) >= min(_PAIR, len(numbers)) or (
        listed.whole.number in figures and not numbers.isdisjoint(figures)
    )


def _relation(world: World, passages: Passages, listed: ToldList) -> Relation | None:
    parts = [item.number for item in listed.items]
    whole, values, mixed = in_scale(world, listed.whole.number, parts)
    added = sum(values, Decimal(0))
    if mixed or missed_by(world, listed.whole.number, parts) == 0:
        return None
    above = any(value > whole for value in values)
    fails = above or (_too_much(listed) if added > whole else _too_little(world, listed))
    if not fails or has_other_reading(world, passages, listed):
        return None
    made = make_implied(world, listed.whole.number, parts, _WHY, "fails")
    return replace(made, certain=above or added > whole, tied=True)


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
    return listed.opener in ("cue", "bracket") or (listed.opener == "colon" and len(listed.items) >= _LIST)


def _closes(listed: ToldList) -> bool:
    """Whether the words of items leave nothing out: the last is the rest, two are opposites, all steps of a scale."""
    if len(listed.items) == _PAIR and opposed(*listed.items) > _PAIR:
        return True
    said = [f"{words} # {item.after}" for words, item in zip(listed.words, listed.items, strict=True)]
    scale = len(set(listed.words)) == len(said) and on_one_scale(listed.words)
    return scale or (is_rest(listed.items[-1]) and len(said) >= _PAIR)
