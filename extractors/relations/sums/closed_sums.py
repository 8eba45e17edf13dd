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
from itertools import combinations

from extractors.catalogue.nouns import dimensions
from extractors.numbers.slips import significant, slip_cost
from extractors.relations.accounts.movements import movement
from extractors.relations.arithmetic import share_fits
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.shares.quotients import OF_TWO
from extractors.relations.sums.closed_rows import Row, read_rows
from extractors.relations.sums.closed_sum_words import (
    OF_ONE,
    TIMES,
    TOTAL,
    WHOLE,
    clause,
    closing,
    divided_alike,
    is_denied,
    is_opened,
    is_rest,
    label,
    leaves_rest,
    on_one_scale,
    opposed,
    overlapping,
    tells_parts,
)
from extractors.relations.sums.closings import OWN_TOTAL
from extractors.relations.sums.flat_lists import are_stages, is_flat
from extractors.relations.sums.readings import in_one_unit, read_sum
from extractors.relations.sums.sum_doubts import shares_of_another, tells_of_both, untold_items
from extractors.relations.sums.tallies import make_implied
from extractors.relations.sums.totals_after import united
from extractors.relations.world import World

#: points from which on a failing sum is told, and those of words that close a row
_TOLD, _CLOSED = 4, 3
#: relations of which a figure is of no other sum
_ADDING = frozenset(("sum", "balance", "growth", "difference", "ratio"))
#: what names no part
_FILLERS = frozenset(("", "là", "có", "được"))
_NAMED = re.compile(r"[^\W\d_]")
#: smaller figures meet by chance
_MET = 20
#: the least figure that may have lost a digit
_LOST = 10
#: what a bracket with one figure leaves beside it
_BRACKETED = re.compile(r"\([^\d,;]*")
#: the second of a list told in turn
_IN_TURN = re.compile(
    r"(?<!\w)(?:(?:tiếp|kế) (?:đến|theo|tiếp|sau)|rồi (?:đến|tới)|xếp (?:sau|thứ)|đứng thứ|thứ (?:hai|nhì|2))(?!\w)"
)
#: the word behind a figure
_FOLLOWING = re.compile(r"\s*(đạt|có|được|bị|đã|chưa|thuộc|là)(?!\w)")
#: what is still under way, and the points of two opposites by one word
_PENDING, _OPPOSITE = re.compile(r"(?<!\w)(?:đang|tiếp tục|chờ|chuyển|còn|tạm)(?!\w)"), 3
#: what was not done yet: with what was done it is all
_LACKS = re.compile(r"(?<!\w)(?:chưa|còn|vắng)(?!\w)")
#: the first of a pair
_IS_PAIR = re.compile(r"[^\d,;:.()]*/")
#: a list of some of a whole, as a colon does not make it one of all
_AMONG = re.compile(r"(?<!\w)trong (?:đó|số)(?!\w)")
_WHY = "mọi số cùng đơn vị của câu"


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
    if sum(values) == value or tells_of_both(world, row.total.number, numbers, value - sum(values)):
        return None
    words = _points_of_words(row)
    if sum(values) < value and leaves_rest(row.parts[-1]):
        words = -1
    if words < 0 or _holds(world, row, value, values) or _is_of_some(world, row, value, values):
        return None
    slips = _slips(value, values)
    last = row.total.number > numbers[-1]
    firm = words >= _CLOSED and (last or tells_parts(row.parts[0].before))
    above = [v for v in values if v > value]
    added = sum(values, Decimal(0))
    some = bool(_AMONG.search(row.parts[0].before)) and not is_rest(row.parts[-1]) and added < value
    short = added * 2 > value and not _are_steps(row) and _LACKS.search(clause(row.parts[-1])) is not None
    apart = _are_outcomes(row) and _is_right_before(world, row) and (added > value or short)
    if not slips and (some or not (firm or apart or value < added <= value * 3 / 2)):
        return None  # parts that were not told may make the rest
    # "42 hòa giải viên, nam 268 người, nữ 153 người": no part is wrong, the total has lost a digit
    shrunk = words >= _CLOSED and value in slips and not last
    many = len(above) > 1 or (above and not firm and (last or slips.keys().isdisjoint((value, *above))))
    if many and not (shrunk or apart):
        return None
    points = (
        words
        + _are_steps(row)
        + _whole_by_shares(world, row, added)
        + (2 * (_is_divided(row) and bool(above) and not last))
        + max(slips.values(), default=0)
        + (len(values) > 2)
        + bool(words and (above or _is_too_much(row, value, added)))
        + _CLOSED * apart
    )
    relation = make_implied(world, row.total.number, numbers, _WHY, "fails")
    told = replace(relation, certain=firm and bool(slips) and len(values) > 2, tied=apart)
    return told if points >= _TOLD else None


def _whole_by_shares(world: World, row: Row, added: Decimal) -> int:
    """Return the points of a share beside a part that is right of all parts together: they are a whole, told before.

    "Giao 42.160 triệu đồng, đã dùng 3.987 triệu đồng, tiết kiệm 229 triệu đồng (5,4%)": 5,4% is of what both make.
    """
    if row.total.number > row.parts[0].number:
        return 0
    shares = (
        (part, share)
        for part in row.parts
        for quantity in world.entry_of(part.number).quantities
        if quantity.number == part.number
        for share in quantity.shares
    )
    fine = ((part, world.numbers[share]) for part, share in shares if world.numbers[share].step < 1)
    return 3 * any(share_fits(part.value, added, share) for part, share in fine)


def _is_divided(row: Row) -> bool:
    """Whether the parts open with one noun, with which the total does not: it would be one more of them."""
    said = [clause(part) for part in row.parts]
    return divided_alike(said) and not divided_alike([clause(row.total), *said])


def _is_too_much(row: Row, value: Decimal, added: Decimal) -> bool:
    """Whether two opposite parts are more than what stands before them."""
    if row.total.number > row.parts[0].number or added <= value:
        return False
    return _are_bare(row) or (len(row.parts) == 2 and bool(opposed(*row.parts) or is_rest(row.parts[-1])))


def _are_steps(row: Row) -> bool:
    """Whether the parts are steps of one scale, and the total is none ("giỏi 8, khá 15, trung bình 11; lớp có 34")."""
    said = [clause(part) for part in row.parts]
    return len(set(said)) == len(said) and on_one_scale(said) and not on_one_scale([clause(row.total)])


def _are_outcomes(row: Row) -> bool:
    """Whether parts right behind their whole exclude each other by their words, whatever their figures are."""
    every = (row.total, *row.parts)
    if row.total.number > row.parts[0].number or row.total.home != row.parts[0].home:
        return False
    if any(figure.before.endswith("/") or _IS_PAIR.match(figure.after) for figure in every):
        return False  # "35 hộ nghèo/1.178 hộ" is of something else
    if len(row.parts) == 2:
        return opposed(*row.parts) == _OPPOSITE
    pairs = (pair for pair in combinations(row.parts, 2) if sum(part.value for part in pair) > row.total.value)
    if _outcomes(row.parts):
        return True
    whole = tells_parts(row.parts[0].before) or _are_bare(row)
    return whole and (_are_steps(row) or any(opposed(*pair) == _OPPOSITE for pair in pairs))


def _is_right_before(world: World, row: Row) -> bool:
    """Whether no count of something else stands between a total and parts that print no unit."""
    between = range(row.total.number + 1, row.parts[0].number)
    printed = all(world.numbers[part.number].unit for part in row.parts)
    return printed or all(world.unit(n) == "%" for n in between if n in world.measures)


def _are_bare(row: Row) -> bool:
    """Whether the total names what is counted and its parts do not again ("32 trường hợp vi phạm, phạt tiền 27 …")."""
    names = bool(label(row.total.after)) and not row.total.after.startswith((",", ";", ":", "("))
    unit = row.total.unit.split(" ")[0]
    return names and all(not _NAMED.match(part.after.removeprefix(unit).lstrip()) for part in row.parts)


# -- readings that defend it ---------------------------------------------------------------------------------------


def _holds(world: World, row: Row, value: Decimal, values: Sequence[Decimal]) -> bool:
    """Whether some reading makes the figures agree: a run that adds up, one taken off, one that is of two others."""
    if read_sum(world, row.total.number, tuple(part.number for part in row.parts), _WHY).verdict == "holds":
        return True
    runs = (values[a:b] for a in range(len(values)) for b in range(a + 2, len(values) + 1))
    if value in values or any(sum(run) == value for run in runs):
        return True
    if any(a + b == value for a, b in combinations(values, 2)):
        return True
    moved = {movement(clause(part)) for part in row.parts}
    if {1, -1} <= moved and not tells_parts(row.parts[0].before):
        return True  # an account, no sum
    taken = [v for part, v in zip(row.parts, values, strict=True) if movement(clause(part)) == -1]
    if any(sum(values) - 2 * v == value for v in taken):
        return True
    # a part of two parts beside it: "đất ở 12 ha (nông thôn 7 ha, đô thị 5 ha), đất rừng 30 ha"
    threes = zip(values, values[1:], values[2:], strict=False)
    return max(values) >= _MET and any(a == b + c or c == a + b for a, b, c in threes)


def _is_of_some(world: World, row: Row, value: Decimal, values: Sequence[Decimal]) -> bool:
    """Whether parts may overlap by their qualities, name some of all by these, or divide something else."""
    said = [f"{clause(part)} {part.unit}" for part in row.parts]
    some = sum(values) < value and sum(bool(dimensions(words)) for words in said) * 2 > len(said)
    some = some or len(united(row.total.before)) > len(values)
    some = some or (are_stages(value, values) and not _slips(value, values))
    numbers = [part.number for part in row.parts]
    untold = value - sum(values) == untold_items(world, row.total.number, numbers) > 0
    return overlapping(said) or some or untold or shares_of_another(world, row.total.number, numbers)


# -- what speaks for it --------------------------------------------------------------------------------------------


def _slips(value: Decimal, values: Sequence[Decimal]) -> dict[Decimal, int]:
    """Return the figures in which one slip explains a sum that fails, with their points: the more digits the more."""
    added = sum(values, Decimal(0))
    right = [(value, added), *((v, v + value - added) for v in values)]
    costs = [(slip_cost(one, other), one, other) for one, other in right if one > 0 and other > 0]
    # a digit that a single one lost may be any: "đủ điều kiện 96 người, vắng mặt 4 người" of 142 leaves others
    return {
        one: _digits(one, other) + (cost < 3)
        for cost, one, other in costs
        if cost is not None and (cost < 3 or one >= _LOST)
    }


def _digits(one: Decimal, other: Decimal) -> int:
    """Return how many digits a slip was found in, fewer than two and more than three counted as these, less one."""
    most = max(len(significant(value)) for value in (one, other))
    return min(max(most, 2), 4) - 1


def _points_of_words(row: Row) -> int:
    """Return the points of words and shape, less than none where they speak against a sum."""
    total, parts = row.total, row.parts
    dated = len({tuple(TIMES.findall(f"{part.before} {part.after}")) for part in parts}) > 1
    apart = total.home != parts[0].home
    if total.number > parts[-1].number:
        if OWN_TOTAL.match(clause(total)) and any(OWN_TOTAL.match(clause(part)) for part in parts):
            return -1
        closes = closing(total.before, total.after, [part.before for part in parts])
        across = apart and parts[-1].home == total.home  # some of it in its own sentence, some before
        return (
            -1
            if (dated and not closes) or (across and closes < _CLOSED)
            else closes + 2 * is_opened(parts[0].before) + apart
        )
    names = [name for part in parts if (name := label(part.before).lstrip("(")) not in _FILLERS]
    if leaves_rest(parts[-1]) or len(set(names)) < len(names):
        return -1
    listed, rest = tells_parts(parts[0].before), is_rest(parts[-1])
    steps = on_one_scale([clause(total), *(clause(part) for part in parts)])
    if steps or _is_item(row) or (not listed and _go_on_alike((total, *parts))):
        return -1
    contrast = 0 if apart else opposed(*parts) if len(parts) == 2 else _outcomes(parts)
    if not (listed or rest or contrast):
        told = apart and len(parts) > 2 and bool(TOTAL.search(total.before))  # "Tổng quỹ 126 triệu đồng. Cán bộ góp …"
        return int(told or _are_bare(row)) if (told or not apart) and not dated else -1
    return 2 * (listed or rest) + contrast + bool(WHOLE.search(f"{total.before} #"))


def _outcomes(parts: Sequence[Figure]) -> int:
    """Return the points of several outcomes of one work: two are opposites by its own word, the others not done yet."""
    pairs = (pair for pair in combinations(parts, 2) if opposed(*pair) == _OPPOSITE)
    rest = ([part for part in parts if part not in pair] for pair in pairs)
    return 2 * any(all(_PENDING.search(clause(part)) or is_denied(clause(part)) for part in others) for others in rest)


def _is_item(row: Row) -> bool:
    """Whether the figure before a row is one of its items: the next is told in turn, or all stand in like brackets."""
    figures = (row.total, *row.parts)
    if is_flat(figures) and (label(row.total.before) or any(part.value > row.total.value for part in row.parts)):
        return True
    if _IN_TURN.search(row.parts[0].before):
        return True
    inside = [f.before.endswith("(") for f in figures]
    if len(figures) > 3 and inside == [bool(at % 2) for at in range(len(figures))]:
        return True  # "thôn 1 có 12 hộ (5 hộ nghèo), thôn 2: 9 hộ (4 hộ nghèo)"
    return all(_BRACKETED.fullmatch(f"{f.before[-1:]}{f.after.partition(')')[0]}") and ")" in f.after for f in figures)


def _go_on_alike(figures: Sequence[Figure]) -> bool:
    """Whether the same word stands behind all figures: they tell of one thing each ("24 xã đạt …, 8 xã đạt …")."""
    following = [_FOLLOWING.match(figure.after) for figure in figures]
    return None not in following and len({found[1] for found in following if found}) == 1
