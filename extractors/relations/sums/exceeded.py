"""Lists that contradict the figure before them at any distance: a part above its whole, a closed list that is off.

"27 người, bao gồm 61 bác sĩ, 34 y sĩ …", "7 cuộc (5 theo kế hoạch, 6 đột xuất)": the nearer readers doubt that such
figures are parts, for they are far off. A bracket or "gồm" right behind a count leaves no doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.ledger.entries import Entry, Group
from extractors.lexicon import unit_kind
from extractors.lexicon.amounts import alike
from extractors.relations.orders import make_order
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.repeats.restated import is_plain
from extractors.relations.sums.closed_sum_words import ASIDE, TOTAL, clause, opposed, overlapping
from extractors.relations.sums.closings import ANY_THING
from extractors.relations.sums.hanging import hang
from extractors.relations.sums.openness import openness_of
from extractors.relations.sums.sum_doubts import untold_items
from extractors.relations.sums.tallies import make_implied
from extractors.relations.world import World

#: more things of any name, beside those of the readers of closings
_THINGS = ANY_THING | frozenset(("cơ quan", "trường hợp", "đối tượng", "nội dung", "mô hình"))
#: work that was planned is one kind of work, no plan ("5 cuộc theo kế hoạch, 6 cuộc đột xuất")
_PLANNED = re.compile(r"(?<!\w)theo (?:kế hoạch|chương trình|lịch)(?!\w)")
_AT_START = re.compile(r"(?<!\w)(?:đầu|cuối) (?:năm|kỳ|tháng|quý)(?!\w)")
#: kinds of figures that count
_COUNTS = ("count", "person", "unknown", "household")
#: two parts, at least, make a list
_LEAST, _MOST = 2, 12
_WHY = "danh sách khép kín ngay sau tổng"


def read_exceeded(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield parts above their whole and closed lists off their total, beside the `known` relations."""
    settled = {o.number for r in known if r.verdict == "fails" for o in r.operands}
    settled |= {r.total for r in known if r.verdict == "holds" and r.kind in ("sum", "balance")}
    figures = {figure.number: figure for figure in passages.figures}
    hung = hang(world)
    for group in world.ledger.groups:
        whole = _whole(world, group, figures) if group.kind in ("cue", "bracket") else None
        if whole is None or whole.number in settled:
            continue
        parts = [p for p in _parts(world, whole, hung.get(group.id, []), figures) if p.home == whole.home]
        relation = _of(world, group, whole, parts, passages) if len(parts) >= _LEAST else None
        if relation is not None and settled.isdisjoint(p.number for p in parts):
            settled |= {o.number for o in relation.operands}
            yield relation


def _whole(world: World, group: Group, figures: dict[int, Figure]) -> Figure | None:
    """Return the count right before a list, of its sentence, that it hangs on."""
    start = group.span.start
    before = [n for p in group.parents[:1] for q in world.ledger.entries[p].quantities if (n := q.number) in figures]
    whole = figures[before[-1]] if before else None
    if whole is None or world.numbers[whole.number].end > start or not is_plain(world, whole):
        return None
    if not whole.unit or whole.before.endswith("/"):
        return None  # "112,2 nam/100 nữ (110 nam, 98 nữ)"
    between = (n for n in figures if world.numbers[whole.number].end < world.numbers[n].span.start < start)
    counts = unit_kind(whole.unit) in _COUNTS and "/" not in whole.unit and world.numbers[whole.number].of is None
    return whole if counts and not any(between) else None


def _parts(world: World, whole: Figure, children: Sequence[Entry], figures: dict[int, Figure]) -> list[Figure]:
    """Return the figures of a list, none where one may count something else."""
    firsts = [figures[e.quantities[0].number] for e in children if e.quantities[0].number in figures]
    fits = all(_may_be_part(world, whole, figure) for figure in firsts)
    return firsts if fits and len(firsts) == len(children) <= _MOST else []


def _may_be_part(world: World, whole: Figure, part: Figure) -> bool:
    printed = bool(world.numbers[part.number].unit)
    same = not printed or alike(part.unit, whole.unit) or whole.unit in _THINGS
    counted = unit_kind(part.unit) in _COUNTS and "/" not in part.unit and world.numbers[part.number].of is None
    said = _PLANNED.sub(" ", clause(part))
    measure = world.measures[part.number]
    told = world.is_exact(part.number) and not (measure.change or measure.plan)
    told = told and (not measure.target or said != clause(part))
    beside = TOTAL.search(said) or _AT_START.search(said)
    return same and counted and told and not (beside or ASIDE.search(said))


def _of(world: World, group: Group, whole: Figure, parts: Sequence[Figure], passages: Passages) -> Relation | None:
    """Return what a list contradicts: its whole by one part, or by all."""
    above = [p for p in parts if p.value > whole.value and _counts_the_same(world, whole, p)]
    closed = openness_of(world, group, [part.number for part in parts]) == "closed" or _are_opposed(parts)
    added = sum((part.value for part in parts), Decimal(0))
    untold = untold_items(world, whole.number, [part.number for part in parts])
    if closed and added != whole.value and not (untold or _is_excused(passages, whole, parts, added)):
        made = make_implied(world, whole.number, [part.number for part in parts], _WHY, "fails")
        return replace(made, certain=added > whole.value)
    if len(above) == 1 and len(parts) > len(above) and not _has_rival(passages, whole, above[0]):
        return make_order(world, whole.number, above[0].number, "fails", certain=True)
    return None


def _has_rival(passages: Passages, whole: Figure, part: Figure) -> bool:
    """Whether counts before the whole, one or all of them, may hold the part ("24 cán bộ và 12 công chức …")."""
    before = [f for f in passages.by_block[whole.block] if f.home == whole.home and f.number <= whole.number]
    same = [f.value for f in before if unit_kind(f.unit) == unit_kind(whole.unit)]
    return sum(same, Decimal(0)) >= part.value


def _counts_the_same(world: World, whole: Figure, part: Figure) -> bool:
    return bool(world.numbers[part.number].unit) and alike(part.unit, whole.unit)


def _are_opposed(parts: Sequence[Figure]) -> bool:
    return len(parts) == _LEAST and opposed(*parts) > _LEAST


def _is_excused(passages: Passages, whole: Figure, parts: Sequence[Figure], added: Decimal) -> bool:
    """Whether parts make another figure of their paragraph, may overlap, or the whole is one of them told again."""
    beside = passages.by_block[whole.block]
    others = any(f.value == added for f in beside if f.number != whole.number)
    before = [f.value for f in beside if f.number <= whole.number and alike(f.unit, whole.unit)]
    others = others or added in (sum(before[at:], Decimal(0)) for at in range(len(before) - 1))
    return others or overlapping([f"{clause(part)} {part.unit}" for part in parts])
