"""Failing relations that other figures of their sentence make right: a charitable reader takes that reading.

Each defence is arithmetic between figures printed beside each other, to the last digit; none knows a noun or a phrase
of its sentence but the words of movement, of a base in a bracket and of what counts twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, product

from extractors.lexicon.amounts import alike
from extractors.relations.accounts.movements import movement
from extractors.relations.arithmetic import share_fits
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.sums.closed_sum_words import clause, label
from extractors.relations.world import World

_CHANGES = ("growth", "difference")
#: what opens the bracket of a base behind a change, and closes it behind the figure
_OPENS, _CLOSES = re.compile(r"^[^\d,;:.]{0,30}\(\D{0,30}$"), re.compile(r"^[^\d(]{0,16}\)")
#: a share that says how much of the old figure the new one is
_INDEX = re.compile(r"(?<!\w)(?:bằng|đạt|tương đương|tương ứng)(?: với)?$")
#: what is in two parts, told behind them
_BOTH = re.compile(r"(?<!\w)(?:cùng lúc|đồng thời (?:mắc|có|bị)|cả hai|nhiều hơn một|trùng nhau)(?!\w)")
#: a noun between two figures, no mark and no word that joins
_UNPARTED = re.compile(r"\s+(?!(?:và|cùng|với|còn|nữ|nam)(?!\w))[^\W\d_]+\s+")
#: a noun with more told of it, up to how much ("19 tổ trồng rau với 412 thành viên")
_MORE_OF_IT = re.compile(r"(?<!\w)(?:với|cho|thu hút|phục vụ)(?:\s(?!\d)\w+){0,4}\s*$")
#: what is counted over a time, no number of what there is
_OVER_TIME = re.compile(r"(?<!\w)(?:cả (?:năm|kỳ|vụ|quý|tháng|đợt)|lũy kế|từ đầu|xuất (?:chuồng|bán))(?!\w)")
#: how many figures an account has at most, and the least that is told by it, not met by chance
_MOST, _LEAST = 7, 20
#: shares printed finer than whole ones
_FINE = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class _Report:
    """What readings are sought in: the figures of running text, where each stands, and changes that hold."""

    world: World
    figures: Sequence[Figure]
    places: dict[int, int]
    told: frozenset[tuple[int, ...]]

    def figure(self, number: int | None) -> Figure | None:
        """Return a figure of running text, None for any other number."""
        at = self.places.get(-1 if number is None else number)
        return None if at is None else self.figures[at]

    def beside(self, one: Figure, *, but: Sequence[int] = ()) -> list[Figure]:
        """Return the other figures of a sentence."""
        block = (f for f in self.figures if f.home == one.home)
        return [f for f in block if f.number != one.number and f.number not in but]


def without_other_readings(world: World, passages: Passages, relations: Sequence[Relation]) -> Iterator[Relation]:
    """Yield relations but those that fail though another reading of their sentence holds."""
    told = frozenset(r.parts for r in relations if _is_change(world, r) and r.verdict == "holds")
    places = {figure.number: at for at, figure in enumerate(passages.figures)}
    report = _Report(world, passages.figures, places, told)
    for relation in relations:
        defences = _DEFENCES.get(relation.kind, ()) if relation.verdict == "fails" else ()
        if not any(holds(report, relation) for holds in defences):
            yield relation


def _is_change(world: World, relation: Relation) -> bool:
    """Whether a relation is a change by an amount of what it changes, no share and no number of times."""
    if relation.kind not in _CHANGES or relation.total is None or not relation.parts:
        return False
    return alike(world.unit(relation.total), world.unit(relation.parts[0]))


# -- changes --------------------------------------------------------------------------------------------------------


def _is_told_already(report: _Report, relation: Relation) -> bool:
    """Whether another amount is the change of the two: "tăng 13 người do tăng mới 31, giảm 18"."""
    return _is_change(report.world, relation) and relation.parts in report.told


def _has_own_base(report: _Report, relation: Relation) -> bool:
    """Whether the bracket behind a change holds one figure, from which another of its sentence differs by just that.

    "Quý III có 43, nhiều hơn quý II 5 (38) và ít hơn quý I 7 (50)".
    """
    change = report.figure(relation.total)
    base = None if change is None else report.figure(change.number + 1)
    if change is None or base is None or not _is_change(report.world, relation) or base.number in relation.parts:
        return False
    if base.home != change.home or not (_OPENS.match(change.after) and _CLOSES.match(base.after)):
        return False
    return any(abs(f.value - base.value) == change.value for f in report.beside(change, but=(base.number,)))


def _is_one_of_two(report: _Report, relation: Relation) -> bool:
    """Whether a change and one before it make the change of the two: "giảm 2 …; giảm thêm 13, từ 145 xuống 130"."""
    change = report.figure(relation.total)
    if change is None or "thêm" not in change.before.split() or len(relation.parts) != len(("new", "old")):
        return False
    new, old = (report.world.value(part) for part in relation.parts)
    beside = (f for f in report.beside(change, but=relation.parts) if alike(f.unit, change.unit))
    return any(f.value + change.value == abs(new - old) for f in beside)


def _is_index(report: _Report, relation: Relation) -> bool:
    """Whether a share says how much of the old figure the new one is: "tăng 78 việc (610 việc), bằng 112,8%"."""
    share = report.figure(relation.total)
    if share is None or share.unit != "%" or not _INDEX.search(share.before) or len(relation.parts) != len("no"):
        return False
    new, old = (report.world.value(part) for part in relation.parts)
    return old > 0 and share_fits(new, old, report.world.numbers[share.number])


# -- shares ---------------------------------------------------------------------------------------------------------


def _is_of_other_part(report: _Report, relation: Relation) -> bool:
    """Whether a fine share is right of its base by another part: "đạt 341, không đạt 45, tỷ lệ đạt 88,3%" of 386."""
    number = next((o.number for o in relation.operands if o.role == "share"), None)
    share = report.figure(number)
    if share is None or relation.total is None or report.world.numbers[share.number].step > _FINE:
        return False
    whole, printed = report.world.value(relation.total), report.world.numbers[share.number]
    parts = (f for f in report.beside(share, but=(*relation.parts, relation.total)) if f.number < share.number)
    like = (f for f in parts if f.unit != "%" and alike(f.unit, report.world.unit(relation.total)))
    return whole > 0 and any(0 < f.value < whole and share_fits(f.value, whole, printed) for f in like)


# -- sums and accounts ----------------------------------------------------------------------------------------------


def _is_account(report: _Report, relation: Relation) -> bool:
    """Whether figures of a failing sum, one of which went, make an account with what there was before them.

    "Sau khi nhận thêm 7 người và giải quyết nghỉ hưu 3 người, hiện còn 42 người" goes on from the 38 there were.
    """
    figures = _printed(report, relation)
    ways = [_way(figure) for figure in figures]
    if relation.tied or -1 not in ways or len(figures) > _MOST:
        return False
    before = [f for f in report.figures if f.block == figures[0].block and f.number < min(relation.parts)]
    opening = [f for f in before if alike(f.unit, figures[0].unit) and f not in figures][-_MOST:]
    values = [figure.value for figure in figures]
    return _adds_up(values, ways) or any(_adds_up([f.value, *values], [None, *ways]) for f in opening)


def _is_turned_balance(report: _Report, relation: Relation) -> bool:
    """Whether a failing balance holds where what came is taken off, or what went is added: lent money leaves a fund."""
    values = [figure.value for figure in _printed(report, relation)]
    return len(values) <= _MOST and min(values, default=0) >= _LEAST and _adds_up(values, [None] * len(values))


def _printed(report: _Report, relation: Relation) -> list[Figure]:
    """Return the figures of a relation, none if one of them is no figure of running text."""
    figures = [f for o in relation.operands if (f := report.figure(o.number)) is not None]
    return figures if len(figures) == len(relation.operands) else []


def _way(figure: Figure) -> int | None:
    """Return whether a figure came or went, as the words before it say, else those of its clause."""
    return movement(label(figure.before)) or movement(clause(figure))


def _adds_up(values: Sequence[Decimal], ways: Sequence[int | None]) -> bool:
    """Whether figures, gained or lost as words say, leave nothing; those that no word tells are either."""
    if len(values) < len("abc") or max(values) < _LEAST:
        return False
    signs = product(*((way,) if way else (1, -1) for way in ways))
    return any(not sum(s * v for s, v in zip(some, values, strict=True)) for some in signs)


def _tells_subtotal(report: _Report, relation: Relation) -> bool:
    """Whether a figure of a failing balance is what those before it make, and without it the balance holds."""
    values = [f.value for o in relation.operands if (f := report.figure(o.number)) is not None]
    return any(values[at] == sum(values[:at]) and sum(values[at + 1 :]) == values[at] for at in range(2, len(values)))


def _counts_twice(report: _Report, relation: Relation) -> bool:
    """Whether words behind the parts of a sum say that some are in two of them ("… mắc cùng lúc cả hai lỗi")."""
    last = report.figure(max(relation.parts, default=None))
    values = [report.world.value(part) for part in relation.parts]
    if last is None or relation.total is None or max(values) > report.world.value(relation.total):
        return False
    over = (relation.expected or 0) > (relation.found or 0)
    return over and bool(_BOTH.search(last.after))


def _tells_rest_of_pair(report: _Report, relation: Relation) -> bool:
    """Whether a part of a failing sum is what a pair before it leaves: "18/21 xã đạt chuẩn …; 3 xã còn lại"."""
    figures = [f for part in relation.parts if (f := report.figure(part)) is not None]
    pairs = ((f, report.world.numbers[f.number].of) for figure in figures[-1:] for f in report.beside(figure))
    left = {whole - f.value for f, whole in pairs if whole is not None and f.number < figures[-1].number}
    return bool(left) and figures[-1].value in left


def _are_one_item(report: _Report, relation: Relation) -> bool:
    """Whether two parts of a failing sum stand in one item, the first counting something else: "tiếp 2 kỳ 11 lượt"."""
    numbers = report.world.numbers
    return any(
        numbers[b].unit and not numbers[a].unit and _UNPARTED.fullmatch(_between(report, a, b)) is not None
        for a, b in pairwise(relation.parts)
        if a < b and report.figure(a) is not None
    )


def _between(report: _Report, one: int, other: int) -> str:
    return report.world.folded[report.world.numbers[one].end : report.world.numbers[other].span.start]


def _tells_more_of_item(report: _Report, relation: Relation) -> bool:
    """Whether a part in another unit than the whole tells more of the part before it, which is in the unit of it."""
    unit = report.world.unit(relation.total) if relation.total is not None else None
    return any(
        alike(report.world.unit(a), unit)
        and not alike(report.world.unit(b), unit)
        and _MORE_OF_IT.search(report.world.folded, report.world.numbers[a].end, report.world.numbers[b].span.start)
        is not None
        for a, b in pairwise(relation.parts)
        if a < b
    )


def _is_over_time(report: _Report, relation: Relation) -> bool:
    """Whether a part above its whole is told of a time and the whole is not: "412 con, xuất chuồng cả năm 840 con"."""
    whole = report.figure(relation.total)
    parts = [f for number in relation.parts if (f := report.figure(number)) is not None]
    if whole is None or _OVER_TIME.search(clause(whole)):
        return False
    return any(f.value > whole.value and _OVER_TIME.search(clause(f)) is not None for f in parts)


def _is_of_points(report: _Report, relation: Relation) -> bool:
    """Whether a share would be one of percentage points of others, which nobody tells."""
    return any(report.world.unit(n) in ("điểm phần trăm", "điểm %") for n in relation.parts)


_DEFENCES: dict[str, tuple[Callable[[_Report, Relation], bool], ...]] = {
    "growth": (_is_told_already, _has_own_base, _is_one_of_two, _is_index),
    "difference": (_is_told_already, _has_own_base, _is_one_of_two, _is_index),
    "percent": (_is_of_other_part, _is_of_points),
    "sum": (_is_account, _counts_twice, _tells_rest_of_pair, _are_one_item, _tells_more_of_item, _is_over_time),
    "order": (_is_over_time,),
    "balance": (_is_turned_balance, _tells_subtotal),
}
