"""Units of bare parts: those of the figure beside them that they make up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from extractors.catalogue.context import Context, FoundUnit
from extractors.ledger.entries import Entry
from extractors.lexicon import unit_kind
from extractors.lexicon.amounts import alike

#: what no sum may overrule: the text says the unit of the figure itself
_SAID = ("printed", "noun")
#: how many entries before and after its parts a total may stand
_BEFORE, _AFTER = 3, 2


def units_of_sums(context: Context, found: Mapping[int, FoundUnit]) -> dict[int, FoundUnit]:
    """Return, by number, the units of parts whose total says them.

    "184 đơn, nói về 171 vụ: khiếu nại 12, tố cáo 05, kiến nghị 167" are petitions, for 12 + 05 + 167 is 184.
    """
    units: dict[int, FoundUnit] = {}
    for parts in _runs(context, found):
        unit = _unit_of_total(context, parts, found)
        if unit and all(_may_be(found[n], unit) for n in _numbers(parts)):
            units.update((n, (unit, "sum")) for n in _numbers(parts))
    return units


def _runs(context: Context, found: Mapping[int, FoundUnit]) -> Iterator[list[Entry]]:
    """Yield the entries that follow one another in a sentence and group without a unit of their own."""
    prose = (entry for entry in context.ledger.entries if not entry.path)
    for (_, _, _, said), run in groupby(
        prose, lambda e: (e.block, e.group, e.sentence, found[e.quantities[0].number][1] in _SAID)
    ):
        parts = list(run)
        if not said and len(parts) > 1:
            yield parts


def _unit_of_total(context: Context, parts: Sequence[Entry], found: Mapping[int, FoundUnit]) -> str | None:
    """Return the printed unit of a figure close to its parts that is their sum."""
    total = _sum(context, _numbers(parts))
    first, last = parts[0].id, parts[-1].id
    beside = [*context.ledger.entries[max(0, first - _BEFORE) : first], *context.ledger.entries[last + 1 :][:_AFTER]]
    for entry in beside:
        if entry.block == parts[0].block and not entry.path:
            for quantity in entry.quantities:
                unit, origin = found[quantity.number]
                if origin in _SAID and unit != "%" and _sum(context, [quantity.number]) == total:
                    return unit
    return None


def _numbers(parts: Sequence[Entry]) -> list[int]:
    return [part.quantities[0].number for part in parts]


def _sum(context: Context, numbers: Sequence[int]) -> tuple[Decimal, Decimal | None]:
    """Return the sum of figures, of pairs that of either side."""
    of = [context.numbers[n].of for n in numbers]
    wholes = [whole for whole in of if whole is not None]
    parts = sum((context.numbers[n].value or Decimal(0) for n in numbers), Decimal(0))
    return parts, sum(wholes, Decimal(0)) if wholes else None


def _may_be(found: FoundUnit, unit: str) -> bool:
    """Whether a unit that was only inferred gives way: a noun of the label stays unless it counts the same."""
    own, origin = found
    return origin != "label" or (alike(own, unit) and unit_kind(own) != "person")
