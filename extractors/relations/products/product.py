"""A product: a total against its factors, in their units, and the relation that tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.numbers.slips import one_slip, slip_cost
from extractors.relations.amounts import Range, is_measured, printed_range, worth
from extractors.relations.arithmetic import shown
from extractors.relations.relation import Reading, Relation, Source, Verdict
from extractors.relations.world import World

TIMES_OF = frozenset({"ngày", "tuần", "tháng", "quý", "buổi", "vụ"})
#: smaller totals are swapped by chance
_SWAPPED_FROM = 1000


@dataclass(frozen=True, slots=True)
class Product:
    """A total with its factors, in order, and a time beside them: their ranges and what the units make of them."""

    total: int
    factors: tuple[int, ...]
    made: Range
    exact: Decimal
    fits: bool
    times: Decimal = Decimal(1)


def multiplied(
    world: World, total: int, factors: Sequence[int], *, exact: bool, times: Decimal = Decimal(1)
) -> Product | None:
    """Return factors, so many `times`, against a total in its unit, None where the units cannot be compared."""
    scale = _scale(of_day(world.unit(total)), [world.unit(n) for n in factors])
    if scale is None:
        return None
    made, value = Range(scale * times, scale * times), scale * times
    for factor in factors:
        number, unit = world.numbers[factor], world.unit(factor)
        whole = number.step >= 1 and (exact or not (is_measured(unit) or "/" in unit))
        made = made.times(printed_range(number, exact=whole))
        value *= abs(world.value(factor))
    printed = world.numbers[total]
    counted = not is_measured(world.unit(total)) and printed.step >= 1
    fits = made.meets(printed_range(printed, exact=counted))
    return Product(total, tuple(factors), made, value, fits, times)


def _scale(total: str, factors: Sequence[str]) -> Decimal | None:
    """Return what the product of factors is to be multiplied with to come out in the unit of the total."""
    part = Decimal("0.001") if "‰" in factors else Decimal(1)
    scale = Decimal(1)
    kind = worth(total)[0]
    found = False
    pers = [unit.partition("/")[2] for unit in factors if "/" in unit]
    for unit in factors:
        given = unit.partition("/")[0]
        if not found and worth(given)[0] == kind:
            scale *= worth(given)[1]
            found = True
        elif "/" not in unit and (per := next((p for p in pers if worth(p)[0] == worth(unit)[0]), None)):
            scale *= worth(unit)[1] / worth(per)[1]
    measured = kind in ("money", "weight", "area")
    if measured and not found:
        lengths = kind == "area" and all(unit in ("m", "mét") for unit in factors)
        return Decimal(1) / worth(total)[1] if lengths else None
    return scale / worth(total)[1] if measured else part


def slipped(world: World, product: Product) -> bool:
    """Whether one slip in the total would let a product hold."""
    return one_slip(world.value(product.total), _at_place(world, product))


def _at_place(world: World, product: Product) -> Decimal:
    """Return what factors make, at the printed place of the total."""
    return product.exact.quantize(min(world.numbers[product.total].step, Decimal(1)))


def make_product(
    world: World, product: Product, why: str, *, certain: bool, source: Source = "cue", verdict: Verdict | None = None
) -> Relation:
    """Return the relation of a product."""
    verdict = verdict or ("holds" if product.fits else "fails")
    plain = product.times == 1
    sides = " × ".join(
        (*(shown(abs(world.value(n))) for n in product.factors), *(() if plain else (shown(product.times),)))
    )
    made = _at_place(world, product)
    relation = make_written(world, product.total, product.factors, sides, made, why, verdict)
    return replace(relation, source=source, certain=certain, notes=() if plain else (sides,))


def make_written(
    world: World,
    total: int,
    factors: Sequence[int],
    sides: str,
    made: Decimal,
    why: str,
    verdict: Verdict,
) -> Relation:
    """Return the relation of a figure that arithmetic of any form makes; its note writes the `sides` out."""
    told, parts = world.value(total), tuple(factors)
    sign = "=" if made == told else "≈" if verdict == "holds" else "≠"
    text = f"{sides} = {shown(made)}" + ("" if sign == "=" else f" {sign} {shown(told)}")
    text += f" {world.unit(total)}".rstrip()
    return Relation(
        kind="product",
        source="cue",
        total=total,
        parts=parts,
        operands=(world.operand(total, "total"), *(world.operand(n, "factor") for n in parts)),
        unit=world.unit(total) or None,
        exhaustive=None,
        verdict=verdict,
        reading=text,
        tried=(Reading(text, why, verdict, parts, total),),
        expected=made,
        found=told,
        certain=False,
        notes=(sides,),
    )


def is_swapped(world: World, product: Product) -> bool:
    """Whether a total fits its rounded factors, but two neighbours are swapped in what they exactly make."""
    made, told = _at_place(world, product), world.value(product.total)
    plain = all_exact(world, product) and made == product.exact
    return plain and told >= _SWAPPED_FROM and len(f"{made:f}") == len(f"{told:f}") and slip_cost(told, made) == 1


def is_other(world: World, product: Product) -> bool:
    """Return whether exact factors make at the printed place, with nothing to round, another total than is printed."""
    made = _at_place(world, product)
    return all_exact(world, product) and made == product.exact != world.value(product.total)


def all_exact(world: World, product: Product) -> bool:
    """Return whether all figures of a product are told as they are."""
    return all(world.numbers[n].sign == "=" for n in (product.total, *product.factors))


def of_day(unit: str) -> str:
    """Return a unit without the time that it is told for ("3.080.000 đồng/ngày")."""
    told, _, often = unit.partition("/")
    return told if often in TIMES_OF else unit
