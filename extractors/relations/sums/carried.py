"""Totals of other sentences: which total a group may contradict, and which figure further up its parts make."""

from __future__ import annotations

import re
from decimal import Decimal

from extractors.catalogue.nouns import dimensions
from extractors.ledger.entries import Group
from extractors.lexicon.amounts import alike
from extractors.numbers.slips import slip_cost
from extractors.relations.relation import Relation
from extractors.relations.sums.closed_sum_words import WHOLE
from extractors.relations.sums.hanging import is_countable
from extractors.relations.sums.readings import mends, read_sum
from extractors.relations.sums.sum_verdicts import make_sum
from extractors.relations.world import World

#: how many figures further up a total that no word names is looked for
_CARRIED = 60
#: what a slip costs at most that speaks for a total beside others
_LIKELY = 3
_WHOLE_ABOVE = "tổng nêu ở đoạn trên"


def in_sentence_of(world: World, group: Group, found: list[Relation]) -> bool:
    """Whether a group stands in the sentence of its total, its list or table: then no other total is meant.

    So it is behind a sentence that has the total as the one figure of its unit ("… 152 thư. Trong đó …").
    """
    if group.kind in ("row", "column", "bullets"):
        return True
    total = found[0].total or 0
    home = world.entry_of(total)
    sentences = {world.ledger.entries[e].sentence for e in group.entries}
    if home.block != group.block or home.sentence in sentences:
        return home.block == group.block
    before = (e for e in world.ledger.entries[max(0, home.id - 12) : home.id + 12] if e.block == home.block)
    same = [q.number for e in before if e.sentence == home.sentence for q in e.quantities]
    # by how much it changed is no other total ("1.401 con, tăng 5 con so với cùng kỳ. Phân theo …")
    alone = [n for n in same if alike(world.unit(n), world.unit(total)) and not world.measures[n].change] == [total]
    return alone and home.sentence + 1 in sentences


def carried(world: World, group: Group, relation: Relation) -> Relation | None:
    """Return a failing relation to a total of another sentence: with the figure further up that its parts make, if any.

    A part above a total that the sentence does not name, or of another unit, is of something else.
    """
    if relation.kind == "order":
        return None if relation.verdict == "fails" else relation
    if relation.kind != "sum" or relation.verdict != "fails":
        return relation
    if _is_series(world, relation):
        return None
    whole = sum((world.value(p) for p in relation.parts), Decimal(0))
    for number in range(min(relation.parts) - 1, max(-1, min(relation.parts) - _CARRIED), -1):
        measure = world.measures.get(number)
        like = measure is not None and alike(measure.unit, relation.unit or "")
        if like and world.value(number) == whole and is_countable(world, number):
            return make_sum(world, group, number, [read_sum(world, number, relation.parts, _WHOLE_ABOVE)], "closed")
    if _is_beside(world, relation, whole):
        return None
    above = any(world.value(p) > world.value(relation.total or 0) for p in relation.parts)
    slipped = mends(world, relation.total or 0, relation.parts, (relation.found or whole) - whole)
    units = {world.unit(p) for p in relation.parts} - {world.unit(relation.total or 0), ""}
    return None if (above or len(units) > 0) and not slipped else relation


def _is_beside(world: World, relation: Relation, whole: Decimal) -> bool:
    """Whether a total is one of several counts of its unit in its sentence, and less than is divided.

    "Phát hiện 13 vụ đánh bạc, 6 vụ trộm cắp. Theo địa bàn: …" divides both.
    """
    total = relation.total or 0
    home = world.entry_of(total)
    before = (e for e in world.ledger.entries[max(0, home.id - 12) : home.id + 12] if e.block == home.block)
    said = (q.number for e in before if e.sentence == home.sentence for q in e.quantities)
    like = sorted(n for n in said if alike(world.unit(n), world.unit(total)) and n not in relation.parts)
    like = [n for n in like if not world.measures[n].change]
    told = WHOLE.search(f"{world.words(home.label)} #")
    if told is not None or len(like) < 2 or whole <= world.value(total):
        return False
    gap = world.value(total) - whole
    right = [(world.value(total), whole), *((world.value(p), world.value(p) + gap) for p in relation.parts)]
    costs = (slip_cost(written, meant) for written, meant in right if meant > 0)
    rest = sum((world.value(n) for n in like), Decimal(0)) == whole
    return rest or not any(cost is not None and cost < _LIKELY for cost in costs)


#: words of a total that may add up years
_SPAN = re.compile(r"(?<!\w)(?:giai đoạn|nhiệm kỳ|lũy kế|(?:\d+|hai|ba|bốn|năm) năm|từ (?:năm|khi)|qua các năm)(?!\w)")


def _is_series(world: World, relation: Relation) -> bool:
    """Whether parts tell each of several years, and a total of another sentence tells no span of years."""
    years = {world.measures[p].period for p in relation.parts} - {None}
    if len(years) != len(relation.parts) or len(years) < 3:
        return False
    home = world.entry_of(relation.total or 0)
    start = world.document.blocks[home.block].span.start
    return not _SPAN.search(world.folded, start, world.numbers[relation.total or 0].span.start)


_JOINS = re.compile(r"\W*(?:và|cùng|cùng với|ngoài ra|cùng đó)?\W*")


def names_part(world: World, group: Group, parts: list[int]) -> bool:
    """Whether words say that a figure behind a total is a part: a bare bracket may hold its whole, its plan, its past.

    "3 bản, chiếm 21,4% số bản (14 bản)", "05 ủy viên (nằm trong 17 người)", "19 hộ (2,31% của 823 hộ)".
    """
    entries = [world.entry_of(p) for p in parts]
    if group.kind == "colon" and all(_JOINS.fullmatch(world.words(e.label)) for e in entries):
        return False  # "04 tập thể: thôn Hạ, thôn Thượng, …; và 11 cá nhân"
    if group.kind != "bracket" or group.cue != "(":
        return True
    said = (f"{world.words(e.label)} {world.words(e.quantities[0].after)}" for e in entries)
    return any(dimensions(f"{own} {world.unit(p)}") for own, p in zip(said, parts, strict=True))


def is_nearest(world: World, group: Group, total: int) -> bool:
    """Whether a bracket stands right behind the entry of a total; any other group may reach further back."""
    if group.kind != "bracket":
        return True
    before = (world.ledger.entries[p] for p in group.parents)
    starts = [entry.span.start for entry in before if entry.span.start < group.span.start]
    return not starts or world.entry_of(total).span.start == max(starts)
