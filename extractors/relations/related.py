"""All relations of a document: the one place where the readers of relations are chained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from extractors.relations.accounts.balance_tables import read_balance_tables
from extractors.relations.accounts.balances import read_balances, without_balanced
from extractors.relations.accounts.closed_accounts import read_closed_accounts
from extractors.relations.accounts.closed_gaps import read_closed_gaps
from extractors.relations.accounts.closed_totals import read_closed_totals
from extractors.relations.accounts.column_accounts import read_column_accounts
from extractors.relations.accounts.net_changes import read_net_changes
from extractors.relations.accounts.rests import read_rests
from extractors.relations.accounts.rests_in_full import read_rests_in_full
from extractors.relations.accounts.running import read_running
from extractors.relations.accounts.running_tables import read_running_tables
from extractors.relations.accounts.turned import read_turned
from extractors.relations.below_zero import with_signs
from extractors.relations.changes.closed_changes import read_closed_changes
from extractors.relations.changes.comparisons import read_by_how_much, read_comparisons
from extractors.relations.changes.cumulative import read_cumulative
from extractors.relations.changes.directions import read_directions
from extractors.relations.changes.from_to import read_from_to
from extractors.relations.changes.growth_tables import read_growth_tables
from extractors.relations.changes.growths import read_growths, without_moves
from extractors.relations.changes.multiples import read_multiples
from extractors.relations.changes.told_in_full import read_told_in_full
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
from extractors.relations.form_tables import read_form_tables
from extractors.relations.lists.counted_lists import read_counted_lists
from extractors.relations.lists.enumerations import read_enumerations
from extractors.relations.orders import read_orders
from extractors.relations.other_readings import without_other_readings
from extractors.relations.passages import Passages, read_passages
from extractors.relations.products.areas import read_areas
from extractors.relations.products.closed_quotients import read_closed_quotients
from extractors.relations.products.over_time import read_over_time
from extractors.relations.products.priced_lists import read_priced_lists
from extractors.relations.products.product_tables import read_product_tables
from extractors.relations.products.products import read_products
from extractors.relations.products.products_apart import read_products_apart
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
from extractors.relations.shares.closed_shares import read_closed_shares
from extractors.relations.shares.common_base import with_common_bases
from extractors.relations.shares.distributions import read_distributions
from extractors.relations.shares.halves import read_halves
from extractors.relations.shares.in_time import read_in_time
from extractors.relations.shares.only_shares import read_only_shares
from extractors.relations.shares.other_rule import without_other_rule
from extractors.relations.shares.pair_shares import read_pair_shares
from extractors.relations.shares.paired import read_paired
from extractors.relations.shares.parts_in_words import read_parts_in_words
from extractors.relations.shares.plan_shares import read_plan_shares
from extractors.relations.shares.population import read_population
from extractors.relations.shares.rates import read_rates
from extractors.relations.shares.rates_beside import read_rates_beside
from extractors.relations.shares.rates_named import read_named_rates
from extractors.relations.shares.rates_united import read_united_rates
from extractors.relations.shares.rest_bases import with_rest_bases
from extractors.relations.shares.shares import read_percents
from extractors.relations.shares.slipped_shares import read_slipped_shares
from extractors.relations.shares.steps_united import read_united_steps
from extractors.relations.shares.table_shares import cells_by_table, read_table_shares
from extractors.relations.shares.told_bases import read_told_bases
from extractors.relations.sums.above_all import read_above_all
from extractors.relations.sums.bracket_rows import read_bracket_rows
from extractors.relations.sums.closed_sums import read_closed_sums
from extractors.relations.sums.defences import (
    without_accounted,
    without_ends_in_sums,
    without_other_pairs,
    without_other_rates,
    without_overlaps,
    without_partial,
)
from extractors.relations.sums.exceeded import read_exceeded
from extractors.relations.sums.found_sums import read_found_sums
from extractors.relations.sums.implied import read_implied, without_explained
from extractors.relations.sums.lone_parts import read_lone_parts
from extractors.relations.sums.parts_above import read_parts_above, with_parts_above
from extractors.relations.sums.sums import read_sums
from extractors.relations.sums.told_alike import read_told_alike, without_unproven
from extractors.relations.sums.told_sums import with_told_sums
from extractors.relations.sums.told_totals import read_told_totals
from extractors.relations.sums.written_sums import read_written_sums
from extractors.relations.world import World


def read_relations(world: World, period: str | None, date: str | None = None) -> Iterator[Relation]:
    """Yield all relations of a report on a period: those of numbers, then what is told twice, then claims in words.

    Its `date` tells which rules were in force.
    """
    passages = read_passages(world)
    counted = tuple(with_signs(world, _of_numbers(world, passages, date or "")))
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
    counted = _with_told_bases(world, passages, counted)
    settled = {r.total for r in counted if r.kind in ("sum", "balance", "growth")}
    settled |= {o.number for r in counted if r.verdict == "fails" for o in r.operands}
    counted = (*counted, *read_closed_totals(world, passages, settled))
    counted = (*counted, *read_exceeded(world, passages, counted))
    counted = tuple(with_told_sums(world, passages, counted))
    # a whole that one list makes already has other parts where words say that they exclude each other
    counted = (*counted, *(r for r in read_closed_sums(world, passages.without(_inner(counted)), counted) if r.tied))
    counted = (*counted, *read_told_totals(world, passages.without(_inner(counted)), counted))
    counted = tuple(without_other_readings(world, passages, counted))
    repeats = tuple(without_apart(world, passages, read_repeats(world, counted, period)))
    again = tuple(_told_again(world, passages, (*counted, *repeats), period))
    counted = tuple(with_parts_above(world, passages, counted, again))
    told = (*counted, *repeats, *again)
    yield from told
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
    shares = _shares(told)
    return (*(r for r in known if r.verdict != "undecided" or shares.isdisjoint(_shares((r,)))), *told)


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


def _of_numbers(world: World, passages: Passages, day: str) -> Iterator[Relation]:
    """Yield the relations between numbers: a percentage or part that a change explains is told with the change only."""
    written = tuple(read_written_sums(world))
    stated = {relation.total for relation in written}
    sums = (*written, *(relation for relation in read_sums(world) if relation.total not in stated))
    sums = without_explained(world, (*sums, *read_implied(world, sums)))
    cells = cells_by_table(world)
    accounts = tuple(read_running(world, passages))
    settled = {relation.total for relation in accounts}
    balances = (
        *accounts,
        *(r for r in read_balances(world, passages) if r.total not in settled),
        *read_balance_tables(world, cells),
    )
    settled |= {o.number for r in balances for o in r.operands}
    balances += tuple(read_turned(world, passages, settled))
    balances += tuple(read_closed_accounts(world, passages, settled | {o.number for r in balances for o in r.operands}))
    growths = without_moves(world, tuple(without_balanced(read_growths(world, passages), balances)))
    balanced = {o.number for r in balances for o in r.operands}
    growths = _with_told_in_full(world, passages, growths, balanced)
    decided = {r.total for r in growths} | balanced
    growths += tuple(without_balanced(read_closed_changes(world, passages, decided), balances))
    beside = tuple(without_balanced(read_rates_beside(world, passages, growths, balanced), balances))
    retold = {r.total for r in beside}
    growths = (*(r for r in growths if r.total not in retold), *beside)
    changed = {relation.total for relation in growths} | _shares(r for r in growths if r.kind == "percent")
    percents = tuple(r for r in _percents(world, passages, sums) if changed.isdisjoint(_shares((r,))))
    percents = tuple(without_other_rule(world, tuple(without_other_pairs(world, percents))))
    percents += tuple(read_named_rates(world, passages, _shares(percents)))
    percents += tuple(read_united_rates(world, passages, _shares(percents), sums))
    shares = (*percents, *read_table_shares(world, _shares(percents)), *read_distributions(world))
    products = tuple(without_other_rates(world, read_products(world, passages)))
    ends = {(r.total, frozenset(r.parts)) for r in growths}  # "thêm 26 ha: vụ trước 51 ha, vụ này 77 ha" is no sum
    sums = tuple(r for r in sums if (r.total, frozenset(r.parts)) not in ends)
    yield from without_balanced((r for r in sums if r.kind != "order" or r.total not in changed), balances)
    lists = tuple(read_enumerations(world))
    counted = {r.total for r in lists if r.total is not None and r.verdict != "undecided"}
    yield from (*shares, *read_rests(world), *lists, *read_counted_lists(world, counted))
    products = _with_lists(world, passages, products)
    yield from products
    yield from read_population(world, passages)
    known = {o.number for r in (*sums, *balances, *growths, *shares) if r.verdict != "undecided" for o in r.operands}
    yield from read_closed_quotients(world, passages, known | {o.number for r in products for o in r.operands})
    yield from read_areas(world, passages)
    yield from read_product_tables(world, cells)
    run = tuple(read_running_tables(world, cells))
    yield from run
    yield from growths
    yield from read_growth_tables(world, cells, _shares(shares))
    yield from balances
    failing = {o.number for r in (*sums, *balances, *shares, *run) if r.verdict == "fails" for o in r.operands}
    yield from read_column_accounts(world, cells, failing)
    yield from read_form_tables(world, cells, day, (*sums, *balances))
    yield from read_orders(world, passages, sums)
    yield from read_cumulative(world, passages)


def _with_told_in_full(
    world: World, passages: Passages, growths: Sequence[Relation], balanced: AbstractSet[int | None]
) -> tuple[Relation, ...]:
    """Return changes with those told in full, which stand for what is not found to hold.

    Between the ends of a change that holds no other holds: "tăng 13 (254, 267) do tăng mới 31, giảm 18".
    """
    told = {r.total for r in growths if r.verdict == "holds"} | balanced
    full = tuple(read_told_in_full(world, passages, told))
    stated = {r.total for r in full}
    every = (*(r for r in growths if r.total not in stated), *full)
    held = {(frozenset(r.parts), r.unit) for r in every if r.verdict == "holds"}
    return tuple(r for r in every if r.verdict != "fails" or (frozenset(r.parts), r.unit) not in held)


def _with_lists(world: World, passages: Passages, products: Sequence[Relation]) -> tuple[Relation, ...]:
    """Return products with those that stand apart and those of lists, which tell what a failing one may have missed."""
    products = (*products, *read_products_apart(world, passages, products))
    listed = tuple(read_priced_lists(world, passages))
    listed += tuple(read_over_time(world, passages, {r.total for r in (*products, *listed)}))
    told = {o.number for r in listed for o in r.operands}
    return (*(r for r in products if r.verdict == "holds" or r.total not in told), *listed)


def _percents(world: World, passages: Passages, sums: Sequence[Relation]) -> Iterator[Relation]:
    """Yield the percentages of running text, each once: two counts beside one tell more than a base further off."""
    found = tuple(read_percents(world, sums))
    failing = _shares(r for r in found if r.verdict == "fails")
    based = tuple(with_rest_bases(world, tuple(with_common_bases(world, found))))
    hung = (*based, *read_rates(world))
    # "1.803 kết quả trên 1.852, tương ứng 97,35%": the second count is no more than that, it is the whole of the first
    exact = (r for r in hung if r.verdict == "holds" and all(world.numbers[p].sign == "=" for p in r.parts))
    paired = tuple(read_paired(world, _shares(exact)))
    told = _shares(paired)
    apart = tuple(r for r in hung if told.isdisjoint(_shares((r,))))
    decided = told | _shares(r for r in apart if r.verdict != "undecided")
    # shares of another base that several tell are not of the figures that stand alone beside one of them
    decided |= failing & _shares(r for r in based if r.verdict == "undecided")
    closed = tuple(read_closed_shares(world, decided))
    closed += tuple(read_pair_shares(world, passages, decided | _shares(closed)))
    closed += tuple(read_slipped_shares(world, passages, decided | _shares(closed)))
    closed += tuple(read_only_shares(world, passages, decided | _shares(closed)))
    closed += tuple(read_plan_shares(world, decided | _shares(closed)))
    yield from (*paired, *closed)
    told = _shares(closed)
    yield from (r for r in apart if told.isdisjoint(_shares((r,))))


def _shares(percents: Iterable[Relation]) -> set[int]:
    """Return the percentages that relations speak of."""
    return {o.number for r in percents for o in r.operands if o.role == "share" and o.number is not None}
