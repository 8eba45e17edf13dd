"""Sums that arithmetic alone finds: a run of figures in a sentence or two that makes another one beside it exactly.

Nothing says that they must add up, so such a sum holds or is none; what it holds is listed, and defends its figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.lexicon import unit_kind
from extractors.lexicon.amounts import alike
from extractors.numbers.slips import significant
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.repeats.restated import is_plain
from extractors.relations.sums.tallies import make_implied
from extractors.relations.world import World

#: how many parts make a sum at most; totals from which on two of them hardly meet by chance, and their least digits
_MOST, _LARGE, _DIGITS = 8, 100, 2
_WHY = "các số liền nhau cộng lại vừa đúng"


def read_found_sums(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield the sums of neighbouring figures of one unit that hold and that no `known` relation tells."""
    told = {(r.total, frozenset(r.parts)) for r in known}
    added = {r.total for r in known if r.kind == "sum"}
    used = {part for r in known if r.kind in ("sum", "balance", "growth") for part in r.parts}
    for figures in passages.by_block.values():
        usable = [f for f in figures if _is_usable(world, f)]
        for total in usable:
            if total.number in added or len(significant(total.value)) < _DIGITS:
                continue
            run = _run(usable, total, used)
            if run and (total.number, frozenset(run)) not in told:
                used |= set(run)
                yield make_implied(world, total.number, run, _WHY, "holds")


def _is_usable(world: World, figure: Figure) -> bool:
    measure = world.measures[figure.number]
    counts = figure.unit not in ("", "%") and "/" not in figure.unit and unit_kind(figure.unit) != "time"
    return counts and is_plain(world, figure) and not measure.change and not measure.plan


def _run(figures: Sequence[Figure], total: Figure, used: set[int]) -> list[int]:
    """Return the first run of figures before or behind a total that makes it, from it or from a sentence beside it."""
    like = [f for f in figures if alike(f.unit, total.unit)]
    at = like.index(total)
    for row in _rows(like[at + 1 :], like[:at][::-1], total):
        run = _prefix(total, row)
        if run and used.isdisjoint(run):
            return sorted(run)
    return []


def _rows(behind: Sequence[Figure], before: Sequence[Figure], total: Figure) -> Iterator[Sequence[Figure]]:
    """Yield the figures from a total on to either side, then those from the next sentence on."""
    for row in (behind, before):
        yield row[:_MOST]
        beside = [f for f in row if f.sentence != total.sentence]
        if row and beside and beside[0] is not row[0] and abs(beside[0].sentence - total.sentence) == 1:
            yield beside[:_MOST]


def _prefix(total: Figure, row: Sequence[Figure]) -> list[int]:
    """Return the numbers of the first figures of a row that add up to a total, each at most a sentence behind."""
    added, run, sentence = Decimal(0), [], total.sentence
    for one in row:
        if abs(one.sentence - sentence) > 1 or one.value >= total.value:
            return []
        added, sentence = added + one.value, one.sentence
        run.append(one.number)
        if added >= total.value:
            enough = len(run) > 2 or (len(run) > 1 and total.value >= _LARGE)
            return run if enough and added == total.value else []
    return []
