"""Sums that no cue opens: items after a total that add up to it, totals after their parts, catalogue identities.

Arithmetic alone proposes nothing for totals under 20; these relations are kept only where they hold, or where
structure (a total said after a list) or one slip of the pen says that they should.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from importlib.resources import files

from extractors.ledger.entries import Entry
from extractors.lexicon.amounts import alike
from extractors.relations.arithmetic import addition, one_slip, shown
from extractors.relations.relation import Reading, Relation, Verdict
from extractors.relations.world import World

_AFTER_TOTAL = re.compile(
    r"^(?:như vậy,?\s+|tính chung,?\s+)?(?:tổng(?: số| cộng| sản lượng| diện tích| kinh phí| số tiền)?|lũy kế(?: tổng)?|cộng(?: chung)?(?!\s+(?:với|cả|thêm)))(?!\w)"
)
_RAISED = re.compile(r"nâng tổng số|(?:phải|cần) (?:giải quyết|xử lý)|cộng cả|lũy kế")
_SMALLEST = Decimal(20)


@cache
def _identities() -> tuple[tuple[str, tuple[str, ...]], ...]:
    text = files("extractors.catalogue").joinpath("identities.csv").read_text("utf-8")
    return tuple((row["whole"], tuple(row["parts"].split("|"))) for row in csv.DictReader(text.splitlines()))


def read_implied(world: World, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield implied sums that the cues did not give; `known` are the relations found by cues."""
    seen = {(r.total, frozenset(r.parts)) for r in known if r.kind == "sum"}
    claimed = {r.total for r in known if r.kind == "sum"}
    found = (*_after_total(world), *_following(world, claimed), *_raised(world), *_by_catalogue(world))
    told = [set(r.parts) for r in (*known, *found) if r.kind == "sum" and r.verdict == "holds"]
    for relation in found:
        key = (relation.total, frozenset(relation.parts))
        explained = relation.verdict == "fails" and any(set(relation.parts) <= parts for parts in told)
        if key not in seen and not explained:
            seen.add(key)
            yield relation


def _make(world: World, total: int, parts: Sequence[int], why: str, verdict: Verdict, source: str = "cue") -> Relation:
    values = [world.value(p) for p in parts]
    added = sum(values, Decimal(0))
    text = addition(values) + ("" if added == world.value(total) else f" ≠ {shown(world.value(total))}")
    operands = (world.operand(total, "total"), *(world.operand(p, "part") for p in parts))
    return Relation(
        "sum", source, total, tuple(parts), operands, world.unit(total), True if verdict != "undecided" else None,  # type: ignore[arg-type]  # of the type
        verdict, text, (Reading(text, why, verdict, tuple(parts), total),), None, added, world.value(total),
    )  # fmt: skip


def _plain(world: World, number: int) -> bool:
    """Whether a figure can be a part or total here: a count or amount, no pair, change or plan."""
    measure, printed = world.measures[number], world.numbers[number]
    usable = not (measure.change or measure.plan) and printed.of is None and measure.unit not in ("", "%")
    return usable and printed.sign == "="


def _quantity(world: World, entry: Entry, unit: str, *, same: bool = False) -> int | None:
    for quantity in entry.quantities:
        if _plain(world, quantity.number):
            other = world.unit(quantity.number)
            if other == unit or (not same and alike(other, unit)):
                return quantity.number
    return None


def _by_block(world: World) -> dict[int, list[Entry]]:
    found: dict[int, list[Entry]] = {}
    for entry in world.ledger.entries:
        if not entry.path:
            found.setdefault(entry.block, []).append(entry)
    return found


# -- items after a total -----------------------------------------------------------------------------------------


def _following(world: World, claimed: set[int | None]) -> Iterator[Relation]:
    """Yield totals whose next items add up to them ("421 hòa giải viên, nam 268 người, nữ 153 người")."""
    for entries in _by_block(world).values():
        for at, entry in enumerate(entries):
            later = [e for e in entries[at + 1 :] if e.group == entry.group and e.sentence <= entry.sentence + 2]
            for quantity in entry.quantities:
                if _plain(world, quantity.number) and world.value(quantity.number) >= 5:
                    runs = list(_run(world, quantity.number, later))
                    if not runs and quantity.number not in claimed:
                        yield from _near_miss(world, entry, quantity.number, later)
                    for run in runs:
                        if world.value(quantity.number) < _SMALLEST and not _whole_sentence(world, entry, run, later):
                            continue
                        yield _make(world, quantity.number, run, "các mục kế tiếp cộng lại đúng bằng tổng", "holds")


def _near_miss(world: World, entry: Entry, total: int, later: list[Entry]) -> Iterator[Relation]:
    """Yield the tally of a whole sentence that one slip of the pen keeps from its total.

    Three parts or more, all that the sentence counts in the unit, within a tenth of the total: asks, never accuses.
    """
    same = [n for e in later if e.sentence == entry.sentence and (n := _quantity(world, e, world.unit(total))) is not None]
    added = sum((world.value(n) for n in same), Decimal(0))
    gap = world.value(total) - added
    near = abs(gap) * 10 <= world.value(total) and all(world.value(n) < world.value(total) for n in same)
    mends = one_slip(world.value(total), added) or any(one_slip(world.value(n), world.value(n) + gap) for n in same)
    if len(same) > 2 and near and mends and world.value(total) >= _SMALLEST:
        relation = _make(world, total, same, "các mục kế tiếp trong câu", "fails")
        yield replace(relation, certain=False)


def _whole_sentence(world: World, entry: Entry, run: list[int], later: list[Entry]) -> bool:
    """Whether a run of three or more is all that the sentence says after its total: small sums meet by chance."""
    unit = world.unit(run[0])
    same = [n for e in later if e.sentence == entry.sentence and (n := _quantity(world, e, unit)) is not None]
    return len(run) > 2 and same == run


def _run(world: World, total: int, later: list[Entry]) -> Iterator[list[int]]:
    """Yield the runs of items that add up to a total, begun at the next item, sentence or semicolon."""
    usable = [(e, n) for e in later if (n := _quantity(world, e, world.unit(total))) is not None]
    starts = [
        i for i, (e, _) in enumerate(usable)
        if i == 0 or e.separator == ";" or e.sentence != usable[i - 1][0].sentence
    ]  # fmt: skip
    for start in starts:
        added, run = Decimal(0), []
        for _, number in usable[start:]:
            added += world.value(number)
            run.append(number)
            if added >= world.value(total):
                break
        if added == world.value(total) and len(run) > 1:
            yield run


# -- totals after their parts --------------------------------------------------------------------------------------


def _after_total(world: World) -> Iterator[Relation]:
    """Yield totals that come last: in a sentence, over a block, or in a line below a list."""
    blocks = _by_block(world)
    lists = {item_list.blocks[-1]: item_list.blocks for item_list in world.ledger.lists}
    for block, entries in blocks.items():
        for at, entry in enumerate(entries):
            if not _AFTER_TOTAL.match(world.words(entry.label)):
                continue
            total = entry.quantities[0].number
            if world.numbers[total].of is not None:
                yield from _pairs(world, total, blocks, lists.get(block - 1, ()))
                continue
            if not _plain(world, total):
                continue
            before = [e for e in entries[:at] if e.group == entry.group and not _AFTER_TOTAL.match(world.words(e.label))]
            run = _run_back(world, total, before, world.words(entry.label)) or (_listed(world, total, blocks, lists.get(block - 1, ())) if not before else None)
            if run:
                added = sum((world.value(p) for p in run), Decimal(0))
                verdict = _verdict(world, total, run, added)
                if verdict is not None:
                    yield _make(world, total, run, "tổng nêu sau các phần", verdict)


def _verdict(world: World, total: int, run: list[int], added: Decimal) -> Verdict | None:
    if added == world.value(total):
        return "holds"
    gap = world.value(total) - added
    mends = one_slip(world.value(total), added) or any(one_slip(world.value(p), world.value(p) + gap) for p in run)
    return "fails" if mends and len(run) > 1 else None


def _run_back(world: World, total: int, before: list[Entry], label: str) -> list[int] | None:
    """Return the items right before a total that add up to it, else all of its sentence where it says "tổng cộng"."""
    usable = [n for e in before if (n := _quantity(world, e, world.unit(total))) is not None]
    for start in range(len(usable) - 2, -1, -1):
        if sum((world.value(n) for n in usable[start:]), Decimal(0)) == world.value(total):
            return usable[start:]
    sentence = world.ledger.entries[world.measures[total].entry].sentence
    same = [n for n in usable if world.ledger.entries[world.measures[n].entry].sentence == sentence]
    return same if len(same) > 1 and re.fullmatch(r"(?:tổng cộng|cộng|tổng)(?: là)?:?", label) else None


def _listed(world: World, total: int, blocks: dict[int, list[Entry]], items: Sequence[int]) -> list[int] | None:
    """Return one figure of the total's unit from each item of the list above it."""
    found = []
    for block in items:
        number = next((n for e in blocks.get(block, []) if (n := _quantity(world, e, world.unit(total), same=True)) is not None), None)
        if number is None:
            return None
        found.append(number)
    return found if len(found) > 1 else None


def _pairs(world: World, total: int, blocks: dict[int, list[Entry]], items: Sequence[int]) -> Iterator[Relation]:
    """Yield the fold of pairs over a list ("Cộng chung đạt 43/45 chỉ tiêu")."""
    parts = []
    for block in items:
        pairs = [q.number for e in blocks.get(block, []) for q in e.quantities if world.numbers[q.number].of is not None]
        if len(pairs) != 1:
            return
        parts.append(pairs[0])
    if len(parts) > 1 and all(alike(world.unit(p), world.unit(total)) for p in parts):
        added = sum((world.value(p) for p in parts), Decimal(0))
        wholes = sum((world.numbers[p].of or Decimal(0) for p in parts), Decimal(0))
        fits = added == world.value(total) and wholes == world.numbers[total].of
        yield _make(world, total, parts, "tổng của các cặp đạt/tổng nêu sau danh sách", "holds" if fits else "fails")


# -- by the catalogue ----------------------------------------------------------------------------------------------


def _raised(world: World) -> Iterator[Relation]:
    """Yield "nâng tổng số … lên" and "phải giải quyết": carried over and new make all (never the new part alone)."""
    carried = [n for n, m in world.measures.items() if m.metric == "dossiers.carried_over"]
    new = [n for n, m in world.measures.items() if m.metric in ("dossiers.received", "petitions.received")]
    for number, measure in world.measures.items():
        if not _RAISED.search(measure.wording.own.split("#")[0][-60:]) or not _plain(world, number):
            continue
        for old in carried:
            for fresh in new:
                if number not in (old, fresh) and world.value(old) + world.value(fresh) == world.value(number) and world.value(old):
                    yield _make(world, number, [fresh, old], "tiếp nhận mới cộng kỳ trước chuyển sang", "holds", "identity")
                    break


def _by_catalogue(world: World) -> Iterator[Relation]:
    """Yield the identities of the catalogue that hold between figures of one stretch of text."""
    by_metric: dict[str, list[int]] = {}
    for number, measure in world.measures.items():
        if measure.metric and _plain(world, number) and not measure.target:
            by_metric.setdefault(measure.metric, []).append(number)
    for whole, parts in _identities():
        for total in by_metric.get(whole, []):
            near = [_nearest(world, total, by_metric.get(part, [])) for part in parts]
            found = [n for n in near if n is not None]
            added = sum((world.value(n) for n in found), Decimal(0))
            if len(found) > 1 and added == world.value(total) and added >= _SMALLEST:
                yield _make(world, total, found, "đẳng thức của danh mục chỉ tiêu", "holds", "identity")


def _nearest(world: World, total: int, numbers: list[int]) -> int | None:
    """Return the figure nearest to a total within a dozen blocks, of its period and outside other tables."""
    home = world.ledger.entries[world.measures[total].entry]
    near = [
        (abs(world.ledger.entries[world.measures[n].entry].block - home.block), n)
        for n in numbers
        if world.measures[n].period == world.measures[total].period
        and bool(world.ledger.entries[world.measures[n].entry].path) == bool(home.path)
    ]
    near = [pair for pair in near if pair[0] <= 12] if not home.path else []
    return min(near)[1] if near else None
