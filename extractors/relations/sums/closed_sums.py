"""Sums of a closed world: a sentence or two with just the figures of one unit, and what speaks for their being a sum.

"Phải tiêm 2.460 con, tiêm được 2.188 con; 290 con chưa tiêm": no set word opens or closes the sum. What its words, its
shape and its figures say for it is counted in points; a sum that fails is told from a number of points on, and never
where some reading of the figures holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.relations.passages import Passages
from extractors.relations.relation import Relation
from extractors.relations.shares.quotients import OF_TWO
from extractors.relations.sums.closed_rows import Row, read_rows
from extractors.relations.sums.closed_sum_figures import WHY, holds, is_of_some, slips_of, whole_by_shares
from extractors.relations.sums.closed_sum_shape import (
    CLOSED,
    are_outcomes,
    are_steps,
    is_divided,
    is_right_before,
    is_too_much,
    points_of_words,
)
from extractors.relations.sums.closed_sum_words import (
    OF_ONE,
    clause,
    is_rest,
    leaves_rest,
    tells_parts,
)
from extractors.relations.sums.readings import in_one_unit
from extractors.relations.sums.sum_doubts import tells_of_both
from extractors.relations.sums.tallies import make_implied
from extractors.relations.world import World

#: points from which on a failing sum is told
_TOLD = 4
#: relations of which a figure is of no other sum
_ADDING = frozenset(("sum", "balance", "growth", "difference", "ratio"))
#: what was not done yet: with what was done it is all
_LACKS = re.compile(r"(?<!\w)(?:chưa|còn|vắng)(?!\w)")
#: a list of some of a whole, as a colon does not make it one of all
_AMONG = re.compile(r"(?<!\w)trong (?:đó|số)(?!\w)")


def read_closed_sums(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield sums that fail by every reading of the figures of a sentence or two, beside the `known` relations."""
    told = {number for relation in known if _settles(relation) for number in _settled(relation)}
    bases = _bases(known)
    for row in read_rows(world, passages):
        numbers = row.numbers
        parts = numbers - {row.total.number}
        within = any(not parts.isdisjoint(bases.get(number, ())) for number in numbers)
        beside = row.total.number < min(parts) and bool(set.intersection(*(bases.get(n, set()) for n in numbers)))
        other_time = any(world.measures[n].moment for n in parts) and not world.measures[row.total.number].moment
        apart = within or beside or other_time
        relation = _failing(world, row) if told.isdisjoint(numbers) and not apart else None
        if relation is not None:
            told |= numbers
            yield relation


def _bases(known: Sequence[Relation]) -> dict[int, set[int]]:
    """Return what figures are shares of, by each of them; of two figures together none is the whole."""
    found: dict[int, set[int]] = {}
    for relation in known:
        single = not any(reading.verdict == "holds" and reading.why == OF_TWO for reading in relation.tried)
        if relation.kind == "percent" and relation.verdict == "holds" and relation.total is not None and single:
            for part in relation.parts:
                found.setdefault(part, set()).add(relation.total)
    return found


def _settled(relation: Relation) -> set[int | None]:
    """Return the figures that are of no other sum: all of a relation, but what other figures add up to."""
    adds = relation.kind == "sum" and relation.verdict == "holds"
    return {o.number for o in relation.operands} - ({relation.total} if adds else set())


def _settles(relation: Relation) -> bool:
    """Whether a relation says of its figures that they are no parts of another sum."""
    return relation.verdict == "fails" or (relation.kind in _ADDING and relation.verdict == "holds")


def _failing(world: World, row: Row) -> Relation | None:
    """Return the sum of a row that fails, None where a reading holds or too little speaks for it."""
    numbers = tuple(part.number for part in row.parts)
    value, *values = in_one_unit(world, row.total.number, numbers)
    if OF_ONE.match(row.total.before.strip()) and row.total.number > numbers[0]:
        return None
    if (
        sum(values) == value
        or _straddles(world, row)
        or _stands_apart(world, row)
        or tells_of_both(world, row.total.number, numbers, value - sum(values))
    ):
        return None
    words = points_of_words(row)
    if sum(values) < value and leaves_rest(row.parts[-1]):
        words = -1
    if words < 0 or holds(world, row, value, values) or is_of_some(world, row, value, values):
        return None
    slips = slips_of(value, values)
    last = row.total.number > numbers[-1]
    firm = words >= CLOSED and (last or tells_parts(row.parts[0].before))
    above = [v for v in values if v > value]
    added = sum(values, Decimal(0))
    some = bool(_AMONG.search(row.parts[0].before)) and not is_rest(row.parts[-1]) and added < value
    short = added * 2 > value and not are_steps(row) and _LACKS.search(clause(row.parts[-1])) is not None
    apart = are_outcomes(row) and is_right_before(world, row) and (added > value or short)
    if not slips and (some or not (firm or apart or value < added <= value * 3 / 2)):
        return None  # parts that were not told may make the rest
    # "42 hòa giải viên, nam 268 người, nữ 153 người": no part is wrong, the total has lost a digit
    shrunk = words >= CLOSED and value in slips and not last
    many = len(above) > 1 or (above and not firm and (last or slips.keys().isdisjoint((value, *above))))
    if many and not (shrunk or apart):
        return None
    points = (
        words
        + are_steps(row)
        + whole_by_shares(world, row, added)
        + (2 * (is_divided(row) and bool(above) and not last))
        + max(slips.values(), default=0)
        + (len(values) > 2)
        + bool(words and (above or is_too_much(row, value, added)))
        + CLOSED * apart
    )
    relation = make_implied(world, row.total.number, numbers, WHY, "fails")
    told = replace(relation, certain=firm and bool(slips) and len(values) > 2, tied=apart)
    return told if points >= _TOLD else None


def _stands_apart(world: World, row: Row) -> bool:
    """Whether a semicolon and more of the total itself part it from the figures behind: they are no parts of it.

    "Thành lập mới 58 doanh nghiệp với số vốn 229 tỷ đồng; có 87 doanh nghiệp hoạt động trở lại, 33 tạm ngừng".
    """
    between = range(row.total.number + 1, row.parts[0].number)
    return ";" in row.parts[0].before and any(world.unit(n) != "%" for n in between if n in world.measures)


def _straddles(world: World, row: Row) -> bool:
    """Whether a bracket holds some of the parts and not the others: "bưởi 412 ha (cho thu hoạch 312 ha), cam 96 ha"."""
    first = min(row.numbers)
    depths, depth, end = set[int](), 0, world.numbers[first].end
    for number in sorted(row.numbers - {first}):
        between = world.folded[end : world.numbers[number].span.start]
        depth, end = depth + between.count("(") - between.count(")"), world.numbers[number].end
        if number != row.total.number:
            depths.add(depth)
    return len(depths) > 1 and first == row.total.number
