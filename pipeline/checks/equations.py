"""Relations as equations between printed numbers: whether they hold after a change, and what would make them hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from math import prod

from extractors.facts import Facts
from extractors.relations.amounts import is_measured, ratio
from extractors.relations.arithmetic import slack
from extractors.relations.relation import Relation
from pipeline.checks.equation import Equation, Linear, Place, Product

_NOTHING = Decimal(0)
#: figures from here on stand twice for a reason
_LONG = 100


def value_at(facts: Facts, place: Place) -> Decimal:
    """Return the printed value at a place, 0 where it has none."""
    value = facts.numbers[~place].of if place < 0 else facts.numbers[place].value
    return value if value is not None else _NOTHING


def equations(facts: Facts, relation: Relation) -> tuple[tuple[Equation, ...], ...]:
    """Return the ways in which a relation may hold, each as equations that all must; none for words and lists of names.

    A relation that holds more loosely than its equations ("khoảng", two bases) keeps the room that it takes. A change
    that fails may have been meant upwards or downwards: the slip may have turned it.
    """
    made = tuple(_made(facts, relation))
    if relation.verdict == "holds":
        return (tuple(_as_loose(facts, one) for one in made),) if made else ()
    if relation.kind in ("growth", "difference") and not relation.notes:
        return tuple((one,) for one in (*made, *_growth(facts, relation, turned=True)))
    return (made,) if made else ()


def _as_loose(facts: Facts, one: Equation) -> Equation:
    printed = {place: value_at(facts, place) for place in one.places}
    if isinstance(one, Linear):
        room = one.off if one.limit else abs(one.off)
        return one if room <= one.room else Linear(one.weights, one.off, room, one.limit)
    if one.holds(printed, {}):
        return one
    room = max(one.room, one.miss(printed, {}) * one.room * Decimal("1.001"))
    return Product(one.scale, one.powers, one.target, room, one.sign, one.shift)


def _made(facts: Facts, relation: Relation) -> Iterator[Equation]:
    match relation.kind:
        case "sum":
            yield from _sum(facts, relation)
        case "order" if relation.total is not None:
            for part in relation.parts:
                yield _linear(facts, {part: 1, relation.total: -1}, limit=True)
        case "balance":
            signs = {o.number: 1 if o.role in ("opening", "new") else -1 for o in relation.operands}
            yield _linear(facts, {number: sign for number, sign in signs.items() if number is not None})
        case "distribution":
            steps = sum((facts.numbers[part].step for part in relation.parts), _NOTHING)
            yield _linear(facts, dict.fromkeys(relation.parts, 1), Decimal(100), steps / 2)
        case "percent":
            yield from _percent(facts, relation)
        case "growth" | "difference":
            yield from _growth(facts, relation)
        case "product" if not relation.notes:
            yield from _product(facts, relation)
        case "ratio":
            yield from _rest(facts, relation)
        case "repeat" if "claim" not in relation.notes and not _is_chance(facts, relation):
            yield from _repeat(facts, relation)
        case "enumeration" if relation.total is not None and relation.verdict == "holds":
            yield _linear(facts, {relation.total: 1}, value_at(facts, relation.total))


def _linear(
    facts: Facts,
    weights: Mapping[Place, int | Decimal],
    made: Decimal = _NOTHING,
    room: Decimal = _NOTHING,
    *,
    limit: bool = False,
) -> Linear:
    exact = {place: Decimal(weight) for place, weight in weights.items()}
    off = sum((weight * value_at(facts, place) for place, weight in exact.items()), -made)
    return Linear(exact, off, room, limit)


def _unit(facts: Facts, number: int) -> str:
    measure = facts.measures.get(number)
    return measure.unit if measure else ""


def scale_between(facts: Facts, one: int, other: int) -> Decimal:
    """Return how many of the unit of one number a unit of another is; 1 where they cannot be told in each other."""
    units = (_unit(facts, one), _unit(facts, other))
    return ratio(*units) or ratio(*(unit.partition("/")[0] for unit in units)) or Decimal(1)


def _sum(facts: Facts, relation: Relation) -> Iterator[Equation]:
    total, parts = relation.total, relation.parts
    if total is None or total in parts or len(set(parts)) < len(parts):
        return
    numbers = facts.numbers
    weights = {part: scale_between(facts, part, total) for part in parts}
    yield _linear(facts, {**weights, total: Decimal(-1)}, room=slack(numbers[total], [numbers[p] for p in parts]))
    if numbers[total].of is not None and all(numbers[part].of is not None for part in parts):
        yield _linear(facts, {**{~part: 1 for part in parts}, ~total: -1})


def _percent(facts: Facts, relation: Relation) -> Iterator[Equation]:
    share = next((o.number for o in relation.operands if o.role == "share"), None)
    part, whole = relation.parts[0], relation.total
    several = len(relation.parts) > 1 and whole not in relation.parts
    if several or share is None or whole is None or share in (part, whole) or relation.notes:
        return  # the base of a change told in notes is printed nowhere
    paired = whole == part or (facts.numbers[part].of is not None and whole in relation.parts)
    base = ~part if paired else whole
    # money in two scales is told in one by some readers, as it is printed by others
    right = value_at(facts, share) if relation.expected is None else relation.expected
    exact = value_at(facts, part) / (value_at(facts, base) or 1)
    scales = (Decimal(100), Decimal(100) if paired else 100 * scale_between(facts, part, whole))
    scale = min(scales, key=lambda by: abs(exact * by - right))
    yield Product(scale, {part: 1, base: -1}, share, facts.numbers[share].step)


def _growth(facts: Facts, relation: Relation, *, turned: bool = False) -> Iterator[Equation]:
    new, old = relation.parts
    figure, role = relation.total, relation.operands[-1].role
    if figure is None or len({new, old, figure}) < 3:
        return
    rounded = [facts.numbers[n].step / 2 if _is_rounded(facts, n) else _NOTHING for n in (new, old)]
    grows = value_at(facts, new) * scale_between(facts, new, old) >= value_at(facts, old)
    sign = 1 if grows != (bool(relation.notes) or turned) else -1
    sign *= 1 if value_at(facts, figure) >= 0 else -1
    step = facts.numbers[figure].step
    if role == "delta":
        weights = {
            new: scale_between(facts, new, old),
            old: Decimal(-1),
            figure: -sign * scale_between(facts, figure, old),
        }
        loose = any(rounded) or _is_rounded(facts, figure)
        room = abs(weights[figure]) * step + sum(rounded, _NOTHING) if loose else _NOTHING
        yield _linear(facts, weights, room=room)
    elif value_at(facts, old):
        hundred = Decimal(1) if role == "factor" else Decimal(100)
        scale = hundred * scale_between(facts, new, old)
        room = step + sum(rounded, _NOTHING) * hundred / abs(value_at(facts, old))
        index = Product(scale, {new: 1, old: -1}, figure, room)
        share = Product(scale, {new: 1, old: -1}, figure, room, sign, hundred)
        if role == "share" and not _is_index(facts, relation, index):
            yield share
        elif not turned:
            yield index


def _is_index(facts: Facts, relation: Relation, index: Product) -> bool:
    """Whether what a change should be is the new figure as a share of the old one, not what it grew by."""
    made = index.made({place: value_at(facts, place) for place in index.places}, {})
    if made is None or relation.expected is None:
        return False
    return abs(abs(made) - relation.expected) < abs(abs(made - 100) - relation.expected)


def _is_rounded(facts: Facts, number: int) -> bool:
    return facts.numbers[number].step != 1 or is_measured(_unit(facts, number))


def _product(facts: Facts, relation: Relation) -> Iterator[Equation]:
    total, factors = relation.total, relation.parts
    if total is None or not relation.expected or len({total, *factors}) <= len(factors):
        return
    values = [value_at(facts, factor) for factor in factors]
    made = prod(values, start=Decimal(1))
    if not made:
        return
    # the units of factors and total are powers of ten apart
    scale = Decimal(1).scaleb(round((relation.expected / abs(made)).log10()))
    loose = sum(
        (facts.numbers[f].step / 2 / abs(value_at(facts, f)) for f in factors if _is_rounded(facts, f)), _NOTHING
    )
    room = facts.numbers[total].step + abs(relation.expected) * loose
    yield Product(scale, dict.fromkeys(factors, 1), total, room)


def _rest(facts: Facts, relation: Relation) -> Iterator[Equation]:
    pair, rest = (o.number for o in relation.operands[:2])
    if pair is not None and rest is not None and pair != rest:
        yield _linear(facts, {~pair: 1, pair: -1, rest: -1})


def _is_chance(facts: Facts, relation: Relation) -> bool:
    """Whether a small figure that stands twice may do so by chance: that speaks for neither."""
    first = relation.operands[0].number
    return relation.verdict == "holds" and first is not None and value_at(facts, first) < _LONG


def _repeat(facts: Facts, relation: Relation) -> Iterator[Equation]:
    first, *others = (o.number for o in relation.operands)
    for other in others:
        if first is None or other is None or first == other:
            continue
        rounded = [facts.numbers[n].step / 2 if facts.numbers[n].step != 1 else _NOTHING for n in (first, other)]
        yield _linear(facts, {first: 1, other: -scale_between(facts, other, first)}, room=max(rounded))
        if None not in (facts.numbers[first].of, facts.numbers[other].of):
            yield _linear(facts, {~first: 1, ~other: -1})
