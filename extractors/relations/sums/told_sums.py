"""Sums that words and marks alone tell: a list right behind its whole that does not make it, at any distance.

Where a list stands behind a colon, "gồm" or in the bracket of a count its items are all of it; behind "trong đó" they
are some, unless one is told to be the rest or two are opposites. No part is above its whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.catalogue.nouns import dimensions
from extractors.lexicon import unit_kind
from extractors.lexicon.amounts import alike
from extractors.relations.amounts import is_measured
from extractors.relations.passages import Passages
from extractors.relations.relation import Relation
from extractors.relations.sums.closed_sum_words import leaves_rest, on_one_scale, opposed
from extractors.relations.sums.kinds import are_kinds
from extractors.relations.sums.list_readings import are_divided, has_other_reading
from extractors.relations.sums.tallies import in_scale, make_implied, missed_by
from extractors.relations.sums.told_lists import ToldList, read_told_lists
from extractors.relations.world import World

_WHY = "danh sách ngay sau tổng, theo chữ và dấu câu"
#: how many parts are a pair, make a list, and how short the words of an item are that names a thing
_PAIR, _LIST, _SHORT = 2, 3, 5
_REST, _MARK = re.compile(r"(?<!\w)(?:còn lại|số còn|phần còn)(?!\w)"), re.compile(r"[,;:.()]")
_BODIES = frozenset(("person", "compound", "body", "place"))
#: an item that is told without its number: at the end of a bracket, or of several
_UNTOLD = re.compile(r"^(?:[^;)]*[,;][^;)]*\)|[^,;.()]*(?<!\w)và (?:các|những|một số|nhiều|vài)(?!\w))")
_SUMS = frozenset(("sum", "order"))


def with_told_sums(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield the known relations, those that fail and are told so tied by words, with the told sums that they miss."""
    told = {r.total: r for r in _failing(world, passages, known)}
    for relation in known:
        own = told.get(relation.total) if relation.kind in _SUMS and relation.verdict != "holds" else None
        if own is None or set(own.parts).isdisjoint(relation.parts):
            yield relation
        elif relation.kind == "sum" and relation.verdict == "fails" and set(relation.parts) == set(own.parts):
            yield replace(relation, tied=True, certain=relation.certain or own.certain)
            del told[relation.total]
    yield from told.values()


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
    fails = above or (_too_much(listed) if added > whole else _too_little(world, listed, added))
    if not fails or has_other_reading(world, passages, listed):
        return None
    made = make_implied(world, listed.whole.number, parts, _WHY, "fails")
    return replace(made, certain=above or added > whole, tied=True)


def _is_above(world: World, listed: ToldList, whole: Decimal, values: Sequence[Decimal]) -> bool:
    """Whether an item that counts what the whole does is more than it."""
    units = [world.numbers[item.number].unit or listed.whole.unit for item in listed.items]
    like = (value for unit, value in zip(units, values, strict=True) if alike(unit, listed.whole.unit))
    return any(value > whole for value in like)


def _too_much(listed: ToldList) -> bool:
    """Whether parts that make more than their whole exclude each other."""
    if _closes(listed) or listed.opener == "cue" or are_kinds(listed.words, listed.whole.unit):
        return True
    if listed.opener != "among":
        return _are_groups(listed)
    # "khám bảo hiểm 1.902 lượt, trẻ em 388 lượt" may be the same; areas and amounts of things by name are not
    named = all(said and len(said.split()) <= _SHORT and not dimensions(said) for said in listed.words)
    return named and is_measured(listed.whole.unit)


def _too_little(world: World, listed: ToldList, added: Decimal) -> bool:
    """Whether parts that make less than their whole are told to be all of it."""
    if not listed.ended or leaves_rest(listed.items[-1]) or _UNTOLD.match(listed.items[-1].after):
        return False
    if _closes(listed):
        return True
    some = sum(bool(dimensions(f"{said} {item.unit}")) for said, item in zip(listed.words, listed.items, strict=True))
    if some * 2 > len(listed.items) or (any(listed.words) and len(set(listed.words)) == 1):
        return False
    if listed.opener == "cue":
        return True
    few = len(listed.items) < _LIST or added * 2 <= listed.whole.value
    if listed.opener == "among" or not _are_groups(listed) or (few and _names_some(world, listed)):
        return False
    return listed.opener == "bracket" or len(listed.items) >= _LIST


def _names_some(world: World, listed: ToldList) -> bool:
    """Whether items are told by names ("620 ha (Vàm Cát 310 ha, Rạch Sỏi 95 ha)") or amounts: a few of many are so."""
    if not any(listed.words):
        return is_measured(listed.whole.unit) or unit_kind(listed.whole.unit) == "unknown"
    last = [
        world.document.text[: world.numbers[item.number].span.start].rstrip(" :").rpartition(" ")[2]
        for item in listed.items
    ]
    return any(word[:1].isupper() for word in last)


def _are_groups(listed: ToldList) -> bool:
    """Whether nobody is in two items: a list of persons names bodies, places or persons, not what they have.

    "286 người: dân quân 74, công an 58" are groups, "386 học sinh: cận thị 41 em, sâu răng 57 em" are not.
    """
    if unit_kind(listed.whole.unit) != "person" or not any(listed.words):
        return True
    heads = [words.split()[:1] for words in listed.words]
    alike_led = len({tuple(head) for head in heads}) == 1 < len(set(listed.words))
    kinds = [_kind_of(words) for words in listed.words]
    return alike_led or sum(kind in _BODIES for kind in kinds) * 2 >= len(kinds)


def _kind_of(words: str) -> str:
    """Return the kind of the longest unit or noun that words begin with."""
    said = words.split()
    kinds = (unit_kind(" ".join(said[:end])) for end in range(min(_SHORT, len(said)), 0, -1))
    return next((kind for kind in kinds if kind != "unknown"), "unknown")


def _closes(listed: ToldList) -> bool:
    """Whether the words of items leave nothing out: the last is the rest, two are opposites, all steps of a scale."""
    if len(listed.items) == _PAIR and opposed(*listed.items) > _PAIR:
        return True
    last = f"{listed.words[-1]} # {_MARK.split(listed.items[-1].after)[0]}"
    scale = len(set(listed.words)) == len(listed.items) and on_one_scale(listed.words)
    return scale or bool(_REST.search(last)) or are_divided(listed.words)
