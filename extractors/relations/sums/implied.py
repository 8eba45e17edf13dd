"""Sums that no cue opens: items after a total that add up to it, totals after parts, identities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.ledger.entries import Entry
from extractors.numbers.slips import one_slip
from extractors.relations.accounts.remainders import read_remainders
from extractors.relations.identities import read_identities, read_raised
from extractors.relations.passages import figures_of
from extractors.relations.relation import Relation
from extractors.relations.sums.above import read_above
from extractors.relations.sums.closings import read_closings
from extractors.relations.sums.counted_parts import read_counted_parts
from extractors.relations.sums.flat_lists import is_flat
from extractors.relations.sums.tallied import read_tallied
from extractors.relations.sums.tallies import SMALLEST, is_plain, make_implied, quantity_in
from extractors.relations.sums.totals_after import read_after_total
from extractors.relations.world import World

_PLAN_BEFORE = re.compile(r"(?<!\w)(?:kế hoạch|chỉ tiêu|dự toán|so với|cùng kỳ)(?:\s+[^\W\d]+){0,3}\s*$")
#: the least total that nothing but adjacency may contradict
LARGE = 100

#: entries behind a total among which its items may stand
_FAR = 200


def read_implied(world: World, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield implied sums that the cues did not give; `known` are the relations found by cues."""
    seen = {(r.total, frozenset(r.parts)) for r in known if r.kind == "sum"}
    claimed = {n for r in known if r.kind == "sum" for n in (r.total, *r.parts)}
    found = (
        *read_after_total(world),
        *read_remainders(world),
        *_following(world, claimed),
        *read_above(world),
        *read_raised(world),
        *read_identities(world),
        *read_tallied(world, known),
    )
    asked = {n for r in (*known, *found) if r.kind == "sum" for n in (r.total, *r.parts) if n is not None}
    found = (*found, *read_closings(world, asked))
    counted = tuple(read_counted_parts(world, {r.total for r in known if r.kind == "sum" and r.total is not None}))
    yield from counted  # other figures beside those that words count explain nothing
    seen |= {(r.total, frozenset(r.parts)) for r in counted}
    settled = {r.total for r in counted}
    found = tuple(r for r in found if r.verdict == "holds" or r.total not in settled)
    told: dict[int, list[set[int]]] = {}  # the parts of each sum that holds, by each of them
    for parts in (set(r.parts) for r in (*known, *found) if r.kind == "sum" and r.verdict == "holds"):
        for part in parts:
            told.setdefault(part, []).append(parts)
    for relation in found:
        key = (relation.total, frozenset(relation.parts))
        explained = relation.verdict == "fails" and any(
            parts.issuperset(relation.parts) or (relation.total in parts and not parts.isdisjoint(relation.parts))
            for parts in told.get(relation.parts[0], ())
        )
        if key not in seen and not explained:
            seen.add(key)
            yield relation


def without_explained(world: World, sums: Sequence[Relation]) -> tuple[Relation, ...]:
    """Return sums without those that fail for want of parts with which they hold, or as the part of their own part."""
    held: dict[int | None, list[Relation]] = {}  # what explains a sum has its total as its own or as a part
    for other in (r for r in sums if r.kind == "sum" and r.verdict == "holds"):
        for number in {other.total, *other.parts}:
            held.setdefault(number, []).append(other)
    for other in (r for r in sums if r.kind == "sum" and r.verdict == "fails" and r.certain):
        held.setdefault(other.total, []).append(other)
    return tuple(
        r
        for r in sums
        if r.verdict == "holds"
        or not any(_explains(world, o, r) for number in (r.total, *r.parts) for o in held.get(number, ()))
    )


def _explains(world: World, held: Relation, failing: Relation) -> bool:
    if held.verdict == "fails":  # more parts of one total that do not make it either
        return failing.kind == "sum" and failing.total == held.total and set(failing.parts) < set(held.parts)
    again = failing.kind == "sum" and failing.total == held.total and _divides_in_item(world, held, failing)
    if again or (failing.kind == "sum" and set(failing.parts) == {held.total, *held.parts}):
        return True  # "51 hồ sơ, 40 đúng hạn, 11 quá hạn": what is divided is no part beside its parts
    if failing.kind == "sum" and held.total in failing.parts and not set(held.parts).isdisjoint(failing.parts):
        return len(failing.parts) == 2  # "còn 14.540; huyện còn 5.120, xã còn 9.420": one of the two is in the other
    if failing.total in held.parts and held.total in failing.parts:
        return True  # "Zalo nhận 08: 23 phản ánh" says all behind a colon
    if failing.kind == "order":  # the part is the total, or speaks of the total as its whole does
        whole, home = world.entry_of(held.total or 0), world.entry_of(failing.total or 0)
        together = (whole.block, whole.sentence) == (home.block, home.sentence)
        larger = together and (held.found or Decimal(0)) >= (failing.found or Decimal(0))
        return failing.total in held.parts and (held.total in failing.parts or larger)
    return failing.kind == "sum" and failing.total == held.total and set(failing.parts) < set(held.parts)


def _divides_in_item(world: World, held: Relation, failing: Relation) -> bool:
    """Whether an item of a list divides the total by itself, and the failing parts are of others: each item does."""
    blocks, others = ({world.entry_of(part).block for part in r.parts} for r in (held, failing))
    lists = {id(world.ledger.list_of(block)) for block in blocks | others}
    in_list = world.ledger.list_of(min(blocks)) is not None and len(lists) == 1
    return in_list and len(blocks) == 1 < len(others) and blocks.isdisjoint(others)


def _following(world: World, claimed: set[int | None]) -> Iterator[Relation]:
    """Yield totals whose next items add up to them ("421 hòa giải viên, nam 268 người, nữ 153 người")."""
    for entries in world.by_block.values():
        for at, entry in enumerate(entries):
            near = entries[at + 1 : at + 1 + _FAR]
            later = [e for e in near if e.group == entry.group and e.sentence <= entry.sentence + 2]
            for total in (q.number for q in entry.quantities):
                if not is_plain(world, total) or world.value(total) < 5:
                    continue
                runs = list(_runs(world, total, later))
                if not runs and total not in claimed:
                    yield from _near_miss(world, entry, total, later)
                for run in runs:
                    if world.value(total) >= SMALLEST or _whole_sentence(world, entry, run, later):
                        yield make_implied(world, total, run, "các mục kế tiếp cộng lại đúng bằng tổng", "holds")


def _in_sentence(world: World, sentence: int, later: list[Entry], unit: str) -> list[int]:
    """Return what a sentence counts in a unit among later entries."""
    same = (quantity_in(world, e, unit) for e in later if e.sentence == sentence)
    return [number for number in same if number is not None and _is_done(world, number)]


def _is_done(world: World, number: int) -> bool:
    """Whether a figure tells what is, no plan and no aim."""
    start = world.numbers[number].span.start
    return not world.measures[number].target and not _PLAN_BEFORE.search(world.folded, max(0, start - 24), start)


def _near_miss(world: World, entry: Entry, total: int, later: list[Entry]) -> Iterator[Relation]:
    """Yield the tally of a whole sentence that one slip of the pen keeps from its total.

    Three parts or more, all that the sentence (or the next one) counts in the unit, within a tenth of a large
    total (small figures are a slip apart by chance): asks, never accuses.
    """
    for sentence in (entry.sentence, entry.sentence + 1) if world.value(total) >= LARGE else ():
        same = _in_sentence(world, sentence, later, world.unit(total))
        if len(same) < 3:
            continue
        whole, values = world.value(total), [world.value(n) for n in same]
        added = sum(values, Decimal(0))
        gap = whole - added
        near = whole >= LARGE and abs(gap) * 10 <= whole and max(values) < whole
        taken_off = near and -gap in (2 * value for value in values)  # "46 hộ thoát nghèo, 03 hộ nghèo mới, còn 244"
        pairs = any(world.numbers[n].of is not None for n in range(total + 1, same[-1]) if n in world.measures)
        flat = pairs or is_flat(tuple(figures_of(world, entry.block, (total, *same))))
        if near and not (taken_off or flat) and (one_slip(whole, added) or any(one_slip(v, v + gap) for v in values)):
            relation = make_implied(world, total, same, "các mục kế tiếp trong câu", "fails")
            yield replace(relation, certain=False)
            return


def _whole_sentence(world: World, entry: Entry, run: list[int], later: list[Entry]) -> bool:
    """Whether a run of three or more is all that the sentence says after its total: small sums meet by chance."""
    return len(run) > 2 and _in_sentence(world, entry.sentence, later, world.unit(run[0])) == run


def _runs(world: World, total: int, later: list[Entry]) -> Iterator[list[int]]:
    """Yield the runs of items that add up to a total, begun at the next item, sentence or semicolon."""
    usable = [(e, n) for e in later if (n := quantity_in(world, e, world.unit(total))) is not None]
    for start, (first, _) in enumerate(usable):
        if start and first.separator != ";" and first.sentence == usable[start - 1][0].sentence:
            continue
        added, run = Decimal(0), []
        for _, number in usable[start:]:
            added += world.value(number)
            run.append(number)
            if added >= world.value(total):
                break
        if added == world.value(total) and len(run) > 1:
            yield run
