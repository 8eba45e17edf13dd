"""What defends relations that fail: other figures of their sentence that make the arithmetic right.

A charitable reader tries them before an alarm; each defence names figures of the text, none is a matter of words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import permutations

from extractors.lexicon.amounts import alike, money_scale
from extractors.relations.relation import Relation
from extractors.relations.world import World

_OTHER_PAIR = "tỷ lệ có thể là của hai số khác cùng câu"
_OTHER_RATE = "tích có thể là của hai số khác cùng câu"
_SOME_ONLY = "tỷ lệ ghi cạnh từng phần cho biết đó chỉ là một số phần"
#: how many figures of a sentence are tried
_MOST = 14


def without_partial(relations: Sequence[Relation]) -> Iterator[Relation]:
    """Yield relations; a sum that is short is open where each part prints the share that it is of the total.

    "125 vụ: do điện 39 vụ (31,2%), do lửa 36 vụ (28,8%)" knows that these are not all.
    """
    shares = (r for r in relations if r.kind == "percent" and r.verdict == "holds" and len(r.parts) == 1)
    right = {(r.parts[0], r.total) for r in shares}
    for relation in relations:
        parts, total = relation.parts, relation.total
        short = (
            relation.verdict == "fails" and not relation.certain and (relation.expected or 0) < (relation.found or 0)
        )
        if short and len(parts) > 1 and all((part, total) in right for part in parts):
            yield replace(relation, verdict="undecided", missing=_SOME_ONLY)
        else:
            yield relation


def without_other_pairs(world: World, percents: Iterable[Relation]) -> Iterator[Relation]:
    """Yield percentages; one that fails is open where two other counts of its sentence make it to the last digit.

    "thụ lý 1.302 vụ - 2.286 bị cáo, giải quyết 1.153 vụ - 2.046 bị cáo, đạt 88,55%": 1.153 of 1.302 are cases.
    """
    for relation in percents:
        share = next((o.number for o in relation.operands if o.role == "share"), None)
        if relation.verdict == "fails" and share is not None and _is_of_others(world, relation, share):
            yield replace(relation, verdict="undecided", missing=_OTHER_PAIR, expected=None)
        else:
            yield relation


def _is_of_others(world: World, relation: Relation, share: int) -> bool:
    printed = world.numbers[share]
    if printed.value is None or printed.step > Decimal("0.01") or world.entry_of(share).path:
        return False  # a whole percentage is met by chance
    own = {*relation.parts, relation.total}
    figures = [n for n in _beside(world, share) if n not in own and world.unit(n) != "%"]
    return any(
        alike(world.unit(a), world.unit(b)) and _makes(world.value(a), world.value(b), printed.value, printed.step)
        for a, b in permutations(figures, 2)
        if 0 < world.value(a) < world.value(b)
    )


def _makes(part: Decimal, whole: Decimal, share: Decimal, step: Decimal) -> bool:
    exact = part * 100 / whole
    return share in (exact.quantize(step, ROUND_HALF_UP), exact.quantize(step, ROUND_DOWN))


def without_other_rates(world: World, products: Iterable[Relation]) -> Iterator[Relation]:
    """Yield products; one that fails is open where two other figures of its sentence make the result exactly.

    "quà 300.000 đồng (trung ương 200.000 đồng, xã 100.000 đồng) cho 50 người = 15.000.000 đồng".
    """
    for relation in products:
        total = relation.total
        if relation.verdict == "fails" and total is not None and not world.entry_of(total).path:
            made = _amount(world, total)
            figures = [n for n in _beside(world, total) if n != total and world.unit(n) != "%"]
            own = set(relation.parts)  # a yield ten times too small makes its result if units are passed over
            pairs = ((a, b) for a, b in permutations(figures, 2) if {a, b} != own)
            if any(_amount(world, a) * _amount(world, b) == made for a, b in pairs):
                yield replace(relation, verdict="undecided", missing=_OTHER_RATE, expected=None)
                continue
        yield relation


def _amount(world: World, number: int) -> Decimal:
    return world.value(number) * (money_scale(world.unit(number).partition("/")[0]) or 1)


def _beside(world: World, number: int) -> list[int]:
    """Return the figures of the sentence of a number, the nearest of many."""
    home = world.entry_of(number)
    near = range(number - _MOST, number + _MOST + 1)
    found = (n for n in near if n in world.measures and world.numbers[n].value is not None)
    return [n for n in found if (e := world.entry_of(n)).block == home.block and e.sentence == home.sentence]
