"""Document to facts: the one place where the stages of reading are chained."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractors.catalogue.context import Context
from extractors.catalogue.measures import read_measures
from extractors.catalogue.neighbours import follow_neighbours
from extractors.catalogue.own import BUILT_IN, Catalogue
from extractors.catalogue.siblings import deny_siblings
from extractors.document import Document
from extractors.facts import Facts
from extractors.grids import read_layouts
from extractors.header import NOTHING, Overrides, read_header
from extractors.ledger.ledger import read_ledger
from extractors.lexicon import phrase_pattern
from extractors.numbers.roles import read_numbers
from extractors.relations.balance_tables import read_balance_tables
from extractors.relations.balances import read_balances, without_balanced
from extractors.relations.distributions import read_distributions
from extractors.relations.enumerations import read_enumerations
from extractors.relations.growth_tables import read_growth_tables
from extractors.relations.growths import read_growths
from extractors.relations.implied import read_implied, without_explained
from extractors.relations.orders import read_orders
from extractors.relations.passages import read_passages
from extractors.relations.product_tables import read_product_tables
from extractors.relations.products import read_products
from extractors.relations.products_apart import read_products_apart
from extractors.relations.relation import Relation
from extractors.relations.rests import read_rests
from extractors.relations.shares import read_percents
from extractors.relations.sums import read_sums
from extractors.relations.table_shares import cells_by_table, read_table_shares
from extractors.relations.world import World
from extractors.sections import read_sections
from extractors.vietnamese import fold


def read(document: Document, overrides: Overrides = NOTHING, catalogue: Catalogue = BUILT_IN) -> Facts:
    """Return everything that is read of a document; what `overrides` say of it counts more than its own head.

    Its quantities are linked to the metrics of `catalogue`.
    """
    folded = fold(document.text)
    sections = read_sections(document)
    layouts = read_layouts(document)
    numbers = read_numbers(document, sections, layouts)
    header = read_header(document, overrides)
    ledger = read_ledger(document, sections, layouts, numbers)
    lines = _with_block_ends(document, folded)
    periods = [n for n in numbers if n.role == "period" and n.when]
    context = Context(
        document,
        sections,
        layouts,
        numbers,
        ledger,
        folded,
        lines,
        header.kind,
        header.period,
        periods,
        header.level,
        own_names(header.unit),
        _body_end(document),
        catalogue,
    )
    measures = deny_siblings(context, follow_neighbours(context, read_measures(context)))
    world = World(document, folded, sections, layouts, numbers, ledger, measures)
    relations = tuple(_relations(world))
    return Facts(folded, header, sections, layouts, numbers, ledger, measures, relations, catalogue)


def _relations(world: World) -> Iterator[Relation]:
    """Yield all relations: a percentage or part that a change explains is told with the change only."""
    sums = tuple(read_sums(world))
    sums = without_explained((*sums, *read_implied(world, sums)))
    passages, cells = read_passages(world), cells_by_table(world)
    balances = (*read_balances(world, passages), *read_balance_tables(world, cells))
    growths = tuple(without_balanced(read_growths(world, passages), balances))
    changed = {relation.total for relation in growths}
    percents = tuple(r for r in read_percents(world, sums) if changed.isdisjoint(_shares(r)))
    shares = (*percents, *read_table_shares(world, _known(percents)), *read_distributions(world))
    products = tuple(read_products(world, passages))
    yield from without_balanced((r for r in sums if r.kind != "order" or r.total not in changed), balances)
    yield from (*shares, *read_rests(world), *read_enumerations(world), *products)
    yield from read_products_apart(world, passages, products)
    yield from read_product_tables(world, cells)
    yield from growths
    yield from read_growth_tables(world, cells, _known(shares))
    yield from balances
    yield from read_orders(world, passages, sums)


def _known(relations: Iterable[Relation]) -> set[int]:
    """Return the numbers that are shares in some relations."""
    return {number for relation in relations for number in _shares(relation)}


def _shares(relation: Relation) -> set[int]:
    return {o.number for o in relation.operands if o.role == "share" and o.number is not None}


def _body_end(document: Document) -> int:
    """Return the block of the recipients, at which the body of a paper ends; the number of blocks where it has none."""
    folded = (fold(document.quote(block.span)[:12]).strip(" *") for block in document.blocks)
    return next((at for at, text in enumerate(folded) if text.startswith("nơi nhận")), len(document.blocks))


def own_names(unit: str | None) -> re.Pattern[str] | None:
    """Return the pattern of the name of a unit, its kind aside ("xã Đông Lỗ": đông lỗ)."""
    name = fold(unit or "").split()
    kinds = 2 if name[:2] in (["thị", "trấn"], ["thị", "xã"], ["thành", "phố"], ["đặc", "khu"]) else 1
    said = " ".join(name[kinds:])
    return re.compile(phrase_pattern([said])) if said else None


def _with_block_ends(document: Document, folded: str) -> str:
    """Return folded text with a line end after each block (folding made blanks of them)."""
    characters = list(folded)
    for block in document.blocks:
        if block.span.end < len(characters):
            characters[block.span.end] = "\n"
    return "".join(characters)
