"""Units of the figures of tables that running text states too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from extractors.catalogue.context import Context, FoundUnit
from extractors.lexicon import unit_kind


def units_of_same_figures(context: Context, found: Mapping[int, FoundUnit]) -> dict[int, FoundUnit]:
    """Return, by number, the units of figures of tables without one: those of the prose that states the same.

    "2.846 hồ sơ" in a sentence tells the unit of the row of totals that ends with 2.846.
    """
    units: dict[int, FoundUnit] = {}
    prose = _units_in_prose(context, found)
    columns = _bare_columns(context, found)
    for grid in {grid for grid, _ in columns}:
        own = {key: numbers for key, numbers in columns.items() if key[0] == grid}
        # prose repeats totals, which stand last
        last, every = [n[-1] for n in own.values() if n], [n for numbers in own.values() for n in numbers]
        said = _units_in_heading(context, every, found)
        for figures in (last, every):
            said = said if len(said) == 1 else _units_of(context, figures, prose)
        for numbers in own.values():
            matched = [n for n in numbers if context.numbers[n].value in prose]
            agreed = said if len(said) == 1 or len(matched) < 2 else _units_of(context, matched, prose)
            if len(agreed) == 1:
                units.update((n, (next(iter(agreed)), "same figures")) for n in numbers)
    return units


def _units_in_prose(context: Context, found: Mapping[int, FoundUnit]) -> dict[Decimal | None, set[str]]:
    """Return the units of the counts and amounts of running text by value; small ones meet by chance."""
    prose: dict[Decimal | None, set[str]] = {}
    for entry in context.ledger.entries:
        for quantity in entry.quantities if not entry.path else ():
            value, unit = context.numbers[quantity.number].value, found[quantity.number][0]
            if value is not None and value >= 20 and unit_kind(unit) in ("count", "person", "money"):
                prose.setdefault(value, set()).add(unit)
    return prose


def _units_in_heading(context: Context, numbers: Sequence[int], found: Mapping[int, FoundUnit]) -> set[str]:
    """Return the units of the figures of a table's heading that stand in it ("1. Thư đã gửi: 764 thư")."""
    block = min((context.document.block_at(context.numbers[n].span.start) for n in numbers), default=0)
    before = context.section_before(block)
    heading = context.sections[before].block if before >= 0 else -1
    told = [q.number for e in context.ledger.entries_of(heading) for q in e.quantities]
    values = {context.numbers[n].value for n in numbers}
    return {found[n][0] for n in told if context.numbers[n].value in values and found[n][0] not in ("", "%")}


def _bare_columns(context: Context, found: Mapping[int, FoundUnit]) -> dict[tuple[int, int], list[int]]:
    """Return the figures without a unit by (table, column)."""
    columns: dict[tuple[int, int], list[int]] = {}
    for entry in context.ledger.entries:
        cell = context.document.blocks[entry.block].origin.cell
        if cell:
            bare = [q.number for q in entry.quantities if not found[q.number][0]]
            columns.setdefault((cell.table, cell.column), []).extend(bare)
    return columns


def _units_of(context: Context, numbers: Sequence[int], prose: dict[Decimal | None, set[str]]) -> set[str]:
    return {unit for n in numbers for unit in prose.get(context.numbers[n].value, ())}
