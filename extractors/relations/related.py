"""All relations of a document: the one place where the readers of relations are chained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.relations.accounts.closed_gaps import read_closed_gaps
from extractors.relations.accounts.closed_totals import read_closed_totals
from extractors.relations.accounts.net_changes import read_net_changes
from extractors.relations.accounts.rests_in_full import read_rests_in_full
from extractors.relations.accounts.told_accounts import read_told_accounts
from extractors.relations.below_zero import with_signs
from extractors.relations.between_numbers import relations_of_numbers, shares_of
from extractors.relations.changes.change_pairs import read_change_pairs
from extractors.relations.changes.comparisons import read_by_how_much, read_comparisons
from extractors.relations.changes.directions import read_directions
from extractors.relations.changes.from_to import read_from_to
from extractors.relations.changes.levels_named import read_named_levels
from extractors.relations.changes.multiples import read_multiples
from extractors.relations.changes.points_beside import read_points_beside
from extractors.relations.changes.trends import read_trends
from extractors.relations.claims.all_claims import read_all_claims
from extractors.relations.claims.amounts_in_words import read_amounts_in_words
from extractors.relations.claims.claims import read_claims
from extractors.relations.claims.denials import read_denials
from extractors.relations.claims.each import read_each
from extractors.relations.claims.every import read_every
from extractors.relations.claims.noughts import read_noughts
from extractors.relations.claims.plan_claims import (
    read_plan_amounts,
    read_plan_claims,
    read_plan_pairs,
    read_plan_results,
)
from extractors.relations.claims.rankings import read_rankings
from extractors.relations.identities import without_restated
from extractors.relations.other_readings import without_other_readings
from extractors.relations.passages import Passages, read_passages
from extractors.relations.products.told_means import read_told_means
from extractors.relations.relation import Relation
from extractors.relations.repeats.companions import read_companions
from extractors.relations.repeats.linked import read_linked
from extractors.relations.repeats.metric_rows import read_metric_rows
from extractors.relations.repeats.nearby import read_nearby, without_apart
from extractors.relations.repeats.now_again import read_now_again
from extractors.relations.repeats.opened_wholes import read_opened_wholes
from extractors.relations.repeats.pair_wholes import read_pair_wholes
from extractors.relations.repeats.repeats import read_repeats
from extractors.relations.repeats.restated import read_restated
from extractors.relations.repeats.retold import read_retold
from extractors.relations.repeats.retold_pairs import read_retold_pairs
from extractors.relations.repeats.retold_wholes import read_retold_wholes
from extractors.relations.repeats.rows_beside import read_rows_beside
from extractors.relations.repeats.rows_told import read_rows_told
from extractors.relations.repeats.said_again import read_said_again
from extractors.relations.repeats.totals_told import read_totals_told
from extractors.relations.repeats.twice import read_twice
from extractors.relations.repeats.wholes_again import read_wholes_again
from extractors.relations.shares.halves import read_halves
from extractors.relations.shares.in_time import read_in_time
from extractors.relations.shares.parts_in_words import read_parts_in_words
from extractors.relations.shares.steps_united import read_united_steps
from extractors.relations.shares.told_bases import read_told_bases
from extractors.relations.sums.above_all import read_above_all
from extractors.relations.sums.bracket_rows import read_bracket_rows
from extractors.relations.sums.closed_sums import read_closed_sums
from extractors.relations.sums.defences import (
    without_accounted,
    without_ends_in_sums,
    without_overlaps,
    without_partial,
)
from extractors.relations.sums.exceeded import read_exceeded
from extractors.relations.sums.found_sums import read_found_sums
from extractors.relations.sums.lone_parts import read_lone_parts
from extractors.relations.sums.next_totals import read_next_totals
from extractors.relations.sums.parts_above import read_parts_above, with_parts_above
from extractors.relations.sums.told_alike import read_told_alike, without_unproven
from extractors.relations.sums.told_sums import with_told_sums
from extractors.relations.sums.told_totals import read_told_totals
from extractors.relations.sums.word_pairs import read_word_pairs
from extractors.relations.world import World


def read_relations(world: World, period: str | None, date: str | None = None) -> Iterator[Relation]:
    """Yield all relations of a report on a period: those of numbers, then what is told twice, then claims in words.

    Its `date` tells which rules were in force.
    """
    passages = read_passages(world)
    counted = tuple(with_signs(world, relations_of_numbers(world, passages, date or "")))
    counted = (*counted, *read_closed_sums(world, passages, counted))
    counted = tuple(without_accounted(world, tuple(without_partial(counted))))
    counted = tuple(without_overlaps(world, tuple(without_ends_in_sums(counted))))
    alike = tuple(read_told_alike(world, passages, counted))
    counted = (*without_unproven(counted, alike), *alike)
    counted = (*counted, *read_bracket_rows(world, passages, counted))
    counted = (*counted, *read_lone_parts(world, passages, counted))
    counted = (*counted, *read_found_sums(world, passages, counted))
    counted = (*counted, *read_united_steps(world, passages, counted))
    counted = (*counted, *read_net_changes(world, passages, counted))
    counted = (*counted, *read_rests_in_full(world, passages.without(_inner(counted)), counted))
    counted = (*counted, *read_closed_gaps(world, passages, counted))
    counted = (*counted, *read_told_means(world, passages, counted))
    settled = {o.number for r in counted if r.kind in ("growth", "difference") for o in r.operands if o.role == "delta"}
    counted = (*counted, *read_points_beside(world, passages, counted, settled))
    settled |= {r.total for r in counted if r.kind in ("growth", "difference") and r.total is not None}
    counted = (*counted, *read_named_levels(world, passages, settled))
    counted = (*counted, *read_change_pairs(world, passages, settled))
    counted = _with_told_bases(world, passages, counted)
    counted = tuple(without_other_readings(world, passages, counted))  # what is misread settles nothing
    settled = {r.total for r in counted if r.kind in ("sum", "balance", "growth")}
    settled |= {o.number for r in counted if r.verdict == "fails" for o in r.operands}
    counted = (*counted, *read_closed_totals(world, passages, settled))
    counted = (*counted, *read_exceeded(world, passages, counted))
    counted = tuple(with_told_sums(world, passages, counted))
    # a whole that one list makes already has other parts where words say that they exclude each other
    counted = (*counted, *(r for r in read_closed_sums(world, passages.without(_inner(counted)), counted) if r.tied))
    counted = (*counted, *read_told_accounts(world, passages, counted))
    counted = (*counted, *read_told_totals(world, passages.without(_inner(counted)), counted))
    summed = {o.number for r in counted if r.kind == "sum" for o in r.operands}
    counted = (*counted, *read_next_totals(world, passages, summed))
    settled = {o.number for r in counted if r.kind in ("order", "percent", "sum") for o in r.operands}
    counted = (*counted, *read_word_pairs(world, passages, settled))
    counted = tuple(without_other_readings(world, passages, counted))
    repeats = tuple(without_apart(world, passages, read_repeats(world, counted, period)))
    again = tuple(_told_again(world, passages, (*counted, *repeats), period))
    counted = tuple(with_parts_above(world, passages, counted, again))
    told = (*counted, *repeats, *again)
    yield from without_restated(told)
    above = tuple(read_parts_above(world, passages, told))
    yield from above
    yield from read_above_all(world, passages, (*told, *above))
    yield from _of_words(world, passages)


def _inner(known: Sequence[Relation]) -> frozenset[int]:
    """Return the figures that only say what another before them is made of: "41 vụ (đất đai 19, khác 22), …"."""
    held = (r for r in known if r.kind == "sum" and r.verdict == "holds" and r.total is not None)
    return frozenset(part for r in held if r.total is not None and r.total < min(r.parts) for part in r.parts)


def _with_told_bases(world: World, passages: Passages, known: Sequence[Relation]) -> tuple[Relation, ...]:
    """Return relations with the shares whose base words tell, which stand for what was left open of them."""
    told = tuple(read_told_bases(world, passages, known))
    shares = shares_of(told)
    return (*(r for r in known if r.verdict != "undecided" or shares.isdisjoint(shares_of((r,)))), *told)


def _told_again(world: World, passages: Passages, known: Sequence[Relation], period: str | None) -> Iterator[Relation]:
    """Yield what words tell again, but for what a failing relation tells already, unless words alone tie it."""
    told = {o.number for r in known if r.verdict == "fails" for o in r.operands if o.number is not None}
    for relation in (
        *read_restated(world, passages),
        *read_said_again(world, passages),
        *read_wholes_again(world, passages),
        *read_twice(world, passages),
        *read_retold(world, passages, known),
        *read_pair_wholes(world, passages, known),
        *read_opened_wholes(world, passages),
        *read_noughts(world, passages),
        *read_now_again(world, passages),
        *read_retold_pairs(world, passages),
        *read_retold_wholes(world, passages),
        *read_companions(world, passages, known),
        *read_nearby(world, passages, known),
        *read_rows_told(world, passages),
        *read_totals_told(world, passages),
        *read_rows_beside(world, passages),
        *read_metric_rows(world, passages),
        *read_linked(world, known, period),
    ):
        numbers = {o.number for o in relation.operands if o.number is not None}
        if relation.verdict != "fails" or relation.tied or told.isdisjoint(numbers):
            told |= numbers if relation.verdict == "fails" else set()
            yield relation


def _of_words(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield what words say of figures: that there are none, that it is all, that one is more, or first."""
    claims = (*read_claims(world), *read_comparisons(world), *read_plan_claims(world))
    yield from claims
    told = {o.number for r in claims for o in r.operands if o.number is not None}
    readers = (
        read_all_claims,
        read_plan_amounts,
        read_plan_pairs,
        read_plan_results,
        read_denials,
        read_every,
        read_each,
        read_multiples,
        read_rankings,
        read_directions,
        read_from_to,
        read_trends,
        read_halves,
        read_parts_in_words,
        read_amounts_in_words,
        read_in_time,
        lambda world, _: read_by_how_much(world),
    )
    for relation in (r for read in readers for r in read(world, passages)):
        numbers = {o.number for o in relation.operands if o.number is not None}
        if told.isdisjoint(numbers):
            told |= numbers if relation.verdict == "fails" else set()
            yield relation
