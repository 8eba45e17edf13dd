"""The relations that numbers have among themselves: sums, balances, changes, shares, products, lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from extractors.relations.accounts.balance_tables import read_balance_tables
from extractors.relations.accounts.balances import read_balances, without_balanced
from extractors.relations.accounts.closed_accounts import read_closed_accounts
from extractors.relations.accounts.column_accounts import read_column_accounts
from extractors.relations.accounts.rests import read_rests
from extractors.relations.accounts.running import read_running
from extractors.relations.accounts.running_tables import read_running_tables
from extractors.relations.accounts.turned import read_turned
from extractors.relations.changes.closed_changes import read_closed_changes
from extractors.relations.changes.cumulative import read_cumulative
from extractors.relations.changes.growth_tables import read_growth_tables
from extractors.relations.changes.growths import read_growths, without_moves
from extractors.relations.changes.told_in_full import read_told_in_full
from extractors.relations.form_tables import read_form_tables
from extractors.relations.lists.counted_lists import read_counted_lists
from extractors.relations.lists.enumerations import read_enumerations
from extractors.relations.orders import read_orders
from extractors.relations.passages import Passages
from extractors.relations.products.areas import read_areas
from extractors.relations.products.closed_quotients import read_closed_quotients
from extractors.relations.products.over_time import read_over_time
from extractors.relations.products.priced_lists import read_priced_lists
from extractors.relations.products.product_tables import read_product_tables
from extractors.relations.products.products import read_products
from extractors.relations.products.products_apart import read_products_apart
from extractors.relations.relation import Relation
from extractors.relations.shares.closed_shares import read_closed_shares
from extractors.relations.shares.common_base import with_common_bases
from extractors.relations.shares.distributions import read_distributions
from extractors.relations.shares.only_shares import read_only_shares
from extractors.relations.shares.other_rule import without_other_rule
from extractors.relations.shares.pair_shares import read_pair_shares
from extractors.relations.shares.paired import read_paired
from extractors.relations.shares.plan_shares import read_plan_shares
from extractors.relations.shares.population import read_population
from extractors.relations.shares.rates import read_rates
from extractors.relations.shares.rates_beside import read_rates_beside
from extractors.relations.shares.rates_named import read_named_rates
from extractors.relations.shares.rates_united import read_united_rates
from extractors.relations.shares.rest_bases import with_rest_bases
from extractors.relations.shares.shares import read_percents
from extractors.relations.shares.slipped_shares import read_slipped_shares
from extractors.relations.shares.table_shares import cells_by_table, read_table_shares
from extractors.relations.sums.defences import (
    without_other_pairs,
    without_other_rates,
)
from extractors.relations.sums.implied import read_implied, without_explained
from extractors.relations.sums.sums import read_sums
from extractors.relations.sums.written_sums import read_written_sums
from extractors.relations.world import World


def relations_of_numbers(world: World, passages: Passages, day: str) -> Iterator[Relation]:
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
    changed = {relation.total for relation in growths} | shares_of(r for r in growths if r.kind == "percent")
    percents = tuple(r for r in _percents(world, passages, sums) if changed.isdisjoint(shares_of((r,))))
    percents = tuple(without_other_rule(world, tuple(without_other_pairs(world, percents))))
    percents += tuple(read_named_rates(world, passages, shares_of(percents)))
    percents += tuple(read_united_rates(world, passages, shares_of(percents), sums))
    shares = (*percents, *read_table_shares(world, shares_of(percents)), *read_distributions(world))
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
    yield from read_growth_tables(world, cells, shares_of(shares))
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
    failing = shares_of(r for r in found if r.verdict == "fails")
    based = tuple(with_rest_bases(world, tuple(with_common_bases(world, found))))
    hung = (*based, *read_rates(world))
    # "1.803 kết quả trên 1.852, tương ứng 97,35%": the second count is no more than that, it is the whole of the first
    exact = (r for r in hung if r.verdict == "holds" and all(world.numbers[p].sign == "=" for p in r.parts))
    paired = tuple(read_paired(world, shares_of(exact)))
    told = shares_of(paired)
    apart = tuple(r for r in hung if told.isdisjoint(shares_of((r,))))
    decided = told | shares_of(r for r in apart if r.verdict != "undecided")
    # shares of another base that several tell are not of the figures that stand alone beside one of them
    decided |= failing & shares_of(r for r in based if r.verdict == "undecided")
    closed = tuple(read_closed_shares(world, decided))
    closed += tuple(read_pair_shares(world, passages, decided | shares_of(closed)))
    closed += tuple(read_slipped_shares(world, passages, decided | shares_of(closed)))
    closed += tuple(read_only_shares(world, passages, decided | shares_of(closed)))
    closed += tuple(read_plan_shares(world, decided | shares_of(closed)))
    yield from (*paired, *closed)
    told = shares_of(closed)
    yield from (r for r in apart if told.isdisjoint(shares_of((r,))))


def shares_of(percents: Iterable[Relation]) -> set[int]:
    """Return the percentages that relations speak of."""
    return {o.number for r in percents for o in r.operands if o.role == "share" and o.number is not None}
