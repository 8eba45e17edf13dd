"""What defends relations that fail: other figures of their sentence that make the arithmetic right.

A charitable reader tries them before an alarm; each defence names figures of the text, none is a matter of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import pairwise, permutations

from extractors.lexicon.amounts import alike, money_scale
from extractors.numbers.number import Number
from extractors.relations.arithmetic import share_fits
from extractors.relations.relation import Relation
from extractors.relations.world import World

_OTHER_PAIR = "tỷ lệ có thể là của hai số khác cùng câu"
_OTHER_RATE = "tích có thể là của hai số khác cùng câu"
_SOME_ONLY = "tỷ lệ ghi cạnh từng phần cho biết đó chỉ là một số phần"
_TWICE = "một phần được tính trong phần khác, hoặc là số trước và sau khi đổi"
_SENTENCE_END = re.compile(r"[.](?=\s|$)|\n|$")
#: what is counted within another part; two figures of before and after
_WITHIN = re.compile(
    r"(?<!\w)(?:(?:được|đã|cũng) tính (?:trong|vào|chung)|nằm trong|cũng (?:thuộc|nằm|là|được tính))(?!\w)"
)
_FROM, _TO = re.compile(r"(?<!\w)từ\s*$"), re.compile(r"(?<!\w)(?:còn|xuống|lên|thành)\s*$")
_PART_OF_IT = "một trong hai số là phần của số kia"
_ACCOUNTED = "phần cuối có thể là số còn lại của cả kỳ, đứng cạnh tổng"
#: what was passed on, given back or stayed: a share may be of the others
_MOVED = re.compile(r"(?<!\w)(?:chuyển|trả lại|rút|đình chỉ|ủy thác|trùng|tạm dừng)(?!\w)")
#: what stands between shares side by side, and before a count in a bracket
_SIDE_BY_SIDE, _OPENED = re.compile(r"\s*(?:,|;|và|,\s*và)\s*"), re.compile(r"\s*\(\s*")
#: how many figures of a sentence are tried
_MOST = 14


def without_partial(relations: Sequence[Relation]) -> Iterator[Relation]:
    """Yield relations; a sum that is short is open where each part prints the share that it is of the total.

    "125 vụ: do điện 39 vụ (31,2%), do lửa 36 vụ (28,8%)" knows that these are not all. Shares that make 100% know that
    they are.
    """
    shares = [r for r in relations if r.kind == "percent" and r.verdict == "holds" and len(r.parts) == 1]
    right = {(r.parts[0], r.total): r.found or Decimal(0) for r in shares}
    for relation in relations:
        parts, total = relation.parts, relation.total
        short = (
            relation.verdict == "fails" and not relation.certain and (relation.expected or 0) < (relation.found or 0)
        )
        told = [right[part, total] for part in parts if (part, total) in right]
        if short and len(parts) > 1 and len(told) == len(parts) and sum(told) != 100:
            yield replace(relation, verdict="undecided", missing=_SOME_ONLY)
        else:
            yield relation


def without_accounted(world: World, relations: Sequence[Relation]) -> Iterator[Relation]:
    """Yield relations; a sum whose last part is what an account leaves is open: it stands beside the total, not in it.

    "Chuyển sang 03, thụ lý 21. Đã kết thúc 22, trong đó thành 18; 02 vụ đang giải quyết": 3 + 21 = 22 + 2.
    """
    for relation in relations:
        total = relation.total
        fails = relation.kind == "sum" and relation.verdict == "fails" and not relation.certain
        if fails and total is not None and not world.entry_of(total).path and _is_left(world, total, relation.parts):
            yield replace(relation, verdict="undecided", missing=_ACCOUNTED, expected=None)
        else:
            yield relation


def without_overlaps(world: World, relations: Sequence[Relation]) -> Iterator[Relation]:
    """Yield relations; a sum above its total is open where words say that a part is counted within another.

    "12 ha cam, 18 ha bưởi và 6 ha xen được tính trong diện tích bưởi; tổng 30 ha"; so is one of "từ 9 thôn còn 8 thôn".
    """
    for relation in relations:
        total, fails = relation.total, relation.kind == "sum" and relation.verdict == "fails"
        if fails and total is not None and not world.entry_of(total).path and _counts_twice(world, relation):
            yield replace(relation, verdict="undecided", missing=_TWICE, expected=None)
        else:
            yield relation


def _counts_twice(world: World, relation: Relation) -> bool:
    first, last = (world.numbers[n] for n in (min(relation.parts), max(relation.parts)))
    stop = _SENTENCE_END.search(world.folded, last.end)
    words = world.folded[first.span.start : stop.start() if stop else len(world.folded)]
    above = (relation.expected or 0) > (relation.found or 0)
    came_from = _FROM.search(world.folded, max(0, first.span.start - 20), first.span.start)
    turned = came_from and _TO.search(world.folded, first.end, world.numbers[min(relation.parts) + 1].span.start)
    return bool(turned) or (above and bool(_WITHIN.search(words)))


def without_ends_in_sums(relations: Sequence[Relation]) -> Iterator[Relation]:
    """Yield relations; a change is open that leads from a part to its own total, by a sum of the text that holds.

    "37 vụ, nhiều hơn 5 vụ so với năm trước, phạt tiền 29 vụ, nhắc nhở 8 vụ": the 29 are some of the 37.
    """
    inside = {
        (part, relation.total)
        for relation in relations
        if relation.kind == "sum" and relation.verdict == "holds" and relation.total is not None
        for part in relation.parts
    }
    borne_out = {r.parts for r in relations if r.kind == "growth" and r.verdict == "holds"}
    for relation in relations:
        ends = relation.parts if relation.kind == "growth" and relation.verdict == "fails" else ()
        if len(ends) == 2 and not {ends, ends[::-1]}.isdisjoint(inside) and ends not in borne_out:
            yield replace(relation, verdict="undecided", missing=_PART_OF_IT, expected=None)
        else:
            yield relation


def _is_left(world: World, total: int, parts: Sequence[int]) -> bool:
    """Whether two figures right before a total make it and its last part."""
    last = max(parts)
    before = [n for n in range(total - 1, max(-1, total - 6), -1) if n in world.measures and world.is_exact(n)]
    before = [n for n in before if alike(world.unit(n), world.unit(total)) and last > total]
    made = world.value(total) + world.value(last)
    home = world.entry_of(total).block
    pairs = pairwise(before)
    return any(world.value(a) + world.value(b) == made for a, b in pairs if world.entry_of(b).block == home)


def without_other_pairs(world: World, percents: Iterable[Relation]) -> Iterator[Relation]:
    """Yield percentages; one that fails is open where two other counts of its sentence make it to the last digit.

    "thụ lý 1.302 vụ - 2.286 bị cáo, giải quyết 1.153 vụ - 2.046 bị cáo, đạt 88,55%": 1.153 of 1.302 are cases.
    """
    for relation in percents:
        share = next((o.number for o in relation.operands if o.role == "share"), None)
        ways = (_is_of_each, _is_of_next, _is_of_pair, _is_of_others)
        if relation.verdict == "fails" and share is not None and any(way(world, relation, share) for way in ways):
            yield replace(relation, verdict="undecided", missing=_OTHER_PAIR, expected=None)
        else:
            yield relation


def _is_of_each(world: World, relation: Relation, share: int) -> bool:
    """Whether as many shares stand side by side as things are counted: each has one ("2 xã (88% và 94%)")."""
    run = [share]
    for step, ahead in ((-1, False), (1, True)):
        at = share + step
        while 0 <= at < len(world.numbers) and world.numbers[at].percent:
            one, other = (at - 1, at) if ahead else (at, at + 1)
            if not _SIDE_BY_SIDE.fullmatch(world.folded, world.numbers[one].end, world.numbers[other].span.start):
                break
            run, at = [*run, at], at + step
    return len(run) > 1 and len(relation.parts) == 1 and world.value(relation.parts[0]) == len(run)


def _is_of_next(world: World, relation: Relation, share: int) -> bool:
    """Whether a share is right of its base by the count in the bracket behind it ("giống Hoa 8 chiếm 35% (651 ha)")."""
    count, base = share + 1, relation.total
    if base is None or count not in world.measures or count in relation.parts:
        return False
    opened = _OPENED.fullmatch(world.folded, world.numbers[share].end, world.numbers[count].span.start)
    alike_units = alike(world.unit(count), world.unit(base)) and world.value(base) > 0
    return bool(opened) and alike_units and share_fits(world.value(count), world.value(base), world.numbers[share])


def _is_of_pair(world: World, relation: Relation, share: int) -> bool:
    """Whether a share is right of the second figure of the pair that it was measured by ("3.512/3.604 hộ, có …")."""
    whole = world.numbers[relation.total].of if relation.total is not None else None
    part, printed = (world.value(n) for n in (relation.parts[0], share)) if len(relation.parts) == 1 else (None, None)
    if whole is None or not whole or part is None or printed is None:
        return False
    return _makes(part, whole, printed, world.numbers[share].step)


def _is_of_others(world: World, relation: Relation, share: int) -> bool:
    printed = world.numbers[share]
    if printed.step < 1 and _is_of_less(world, relation, printed, _beside(world, share)):
        return True
    if printed.value is None or printed.step > Decimal("0.01") or world.entry_of(share).path:
        return False  # a whole percentage is met by chance
    own = {*relation.parts, relation.total}
    figures = [n for n in _beside(world, share) if n not in own and world.unit(n) != "%"]
    return any(
        alike(world.unit(a), world.unit(b)) and _makes(world.value(a), world.value(b), printed.value, printed.step)
        for a, b in permutations(figures, 2)
        if 0 < world.value(a) < world.value(b)
    )


def _is_of_less(world: World, relation: Relation, printed: Number, figures: Sequence[int]) -> bool:
    """Whether a share is right of its base without what its sentence says to have been passed on or taken back."""
    if len(relation.parts) != 1 or relation.total is None or printed.value is None:
        return False
    part, base, step = world.value(relation.parts[0]), world.value(relation.total), printed.step
    moved = (n for n in figures if _MOVED.search(world.words(world.entry_of(n).label)) and world.value(n) < base)
    return any(_makes(part, base - world.value(n), printed.value, step) for n in moved)


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
