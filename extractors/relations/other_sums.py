"""Other readings of failing sums and accounts: what came and went, what counts twice, what tells more of an item."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, product

from extractors.lexicon.amounts import alike
from extractors.relations.accounts.movements import movement
from extractors.relations.arithmetic import share_fits
from extractors.relations.other_report import Report
from extractors.relations.passages import Figure
from extractors.relations.relation import Relation
from extractors.relations.sums.closed_sum_words import clause, label

#: what is in two parts, told behind them
_BOTH = re.compile(r"(?<!\w)(?:cùng lúc|đồng thời (?:mắc|có|bị)|cả hai|nhiều hơn một|trùng nhau)(?!\w)")
#: a noun between two figures, no mark and no word that joins
_UNPARTED = re.compile(r"\s+(?!(?:và|cùng|với|còn|nữ|nam)(?!\w))[^\W\d_]+\s+")
#: a noun with more told of it, up to how much ("19 tổ trồng rau với 412 thành viên")
_MORE_OF_IT = re.compile(r"(?<!\w)(?:với|cho|thu hút|phục vụ)(?:\s(?!\d)\w+){0,4}\s*$")
#: why figures do not make what they should
_WHY = re.compile(r"(?<!\w)(?:vì|do|trùng|trừ|nhập|loại|không (?:tính|kể)|chưa (?:tính|kể)|tính cả|kể cả|cả hai)(?!\w)")
#: what else became of some, without how many
_LOST = re.compile(r"[,;] (?:có )?(?:rút|trả lại|đình chỉ|chuyển|hủy|loại|không thụ lý)(?!\w)[^\d,;.]{2,60}[,;.]")
#: a mark at the end of a paragraph behind which a list goes on
_OPEN_END = re.compile(r"[^\d,;.:()\n]{0,30}\)?\s*[,;]\s*\n\s*[^\W\d]")
#: what is counted over a time, no number of what there is
_OVER_TIME = re.compile(r"(?<!\w)(?:cả (?:năm|kỳ|vụ|quý|tháng|đợt)|lũy kế|từ đầu|xuất (?:chuồng|bán))(?!\w)")
#: how many figures an account has at most, and the least that is told by it, not met by chance
_MOST, _LEAST = 7, 20
#: how many parts make a sum, and from what on no chance makes them another figure
_PAIR, _LARGE = 2, 50


def _is_account(report: Report, relation: Relation) -> bool:
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


def _is_turned_balance(report: Report, relation: Relation) -> bool:
    """Whether a failing balance holds where what came is taken off, or what went is added: lent money leaves a fund."""
    values = [figure.value for figure in _printed(report, relation)]
    return len(values) <= _MOST and min(values, default=0) >= _LEAST and _adds_up(values, [None] * len(values))


def _printed(report: Report, relation: Relation) -> list[Figure]:
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


def _tells_subtotal(report: Report, relation: Relation) -> bool:
    """Whether a figure of a failing balance is what those before it make, and without it the balance holds."""
    values = [f.value for o in relation.operands if (f := report.figure(o.number)) is not None]
    return any(values[at] == sum(values[:at]) and sum(values[at + 1 :]) == values[at] for at in range(2, len(values)))


def _counts_twice(report: Report, relation: Relation) -> bool:
    """Whether words behind the parts of a sum say that some are in two of them ("… mắc cùng lúc cả hai lỗi")."""
    last = report.figure(max(relation.parts, default=None))
    values = [report.world.value(part) for part in relation.parts]
    if last is None or relation.total is None or max(values) > report.world.value(relation.total):
        return False
    over = (relation.expected or 0) > (relation.found or 0)
    return over and bool(_BOTH.search(last.after))


def _tells_rest_of_pair(report: Report, relation: Relation) -> bool:
    """Whether a part of a failing sum is what a pair before it leaves: "18/21 xã đạt chuẩn …; 3 xã còn lại"."""
    figures = [f for part in relation.parts if (f := report.figure(part)) is not None]
    pairs = ((f, report.world.numbers[f.number].of) for figure in figures[-1:] for f in report.beside(figure))
    left = {whole - f.value for f, whole in pairs if whole is not None and f.number < figures[-1].number}
    return bool(left) and figures[-1].value in left


def _are_one_item(report: Report, relation: Relation) -> bool:
    """Whether two parts of a failing sum stand in one item, the first counting something else: "tiếp 2 kỳ 11 lượt"."""
    numbers = report.world.numbers
    return any(
        numbers[b].unit and not numbers[a].unit and _UNPARTED.fullmatch(_between(report, a, b)) is not None
        for a, b in pairwise(relation.parts)
        if a < b and report.figure(a) is not None
    )


def _between(report: Report, one: int, other: int) -> str:
    return report.world.folded[report.world.numbers[one].end : report.world.numbers[other].span.start]


def _tells_more_of_item(report: Report, relation: Relation) -> bool:
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


def _goes_on_in_row(report: Report, relation: Relation) -> bool:
    """Whether a part above its whole stands beside it in a row of semicolons: "…; lợn 3.460 con, …; gà 48.600 con"."""
    whole, parts = report.figure(relation.total), [report.figure(part) for part in relation.parts]
    if whole is None or not any(";" in f.before for f in (whole, *report.beside(whole)) if f.number <= whole.number):
        return False
    behind = (f for f in parts if f is not None and f.number > whole.number)
    return any(f.value > whole.value and ";" in f.before for f in behind)


def _is_gap_told(report: Report, relation: Relation) -> bool:
    """Whether a figure behind a failing sum in its sentence is its gap, and told why: "110 đơn vì 4 đơn trùng"."""
    last = report.figure(max((o.number for o in relation.operands if o.number is not None), default=None))
    gap = abs((relation.expected or Decimal(0)) - (relation.found or Decimal(0)))
    behind = [f for f in report.beside(last) if f.number > last.number] if last is not None else []
    return any(f.value == gap and _WHY.search(f"{f.before} {f.after}") for f in behind)


def _is_over_time(report: Report, relation: Relation) -> bool:
    """Whether a part above its whole is told of a time and the whole is not: "412 con, xuất chuồng cả năm 840 con"."""
    whole = report.figure(relation.total)
    parts = [f for number in relation.parts if (f := report.figure(number)) is not None]
    if whole is None or _OVER_TIME.search(clause(whole)):
        return False
    return any(f.value > whole.value and _OVER_TIME.search(clause(f)) is not None for f in parts)


def _makes_plan(report: Report, relation: Relation) -> bool:
    """Whether parts make the plan that a pair or a share of it tells: "46 nhà, đạt 92% kế hoạch (31 nhà, 19 nhà)"."""
    whole = report.figure(relation.total)
    if whole is None:
        return False
    added, numbers = sum((report.world.value(part) for part in relation.parts), Decimal(0)), report.world.numbers
    shares = (numbers[f.number] for f in report.beside(whole) if report.world.measures[f.number].plan)
    shares = (share for share in shares if share.percent)
    return numbers[whole.number].of == added or any(share_fits(whole.value, added, share) for share in shares)


def _is_of_other_total(report: Report, relation: Relation) -> bool:
    """Whether the parts of a failing sum make another figure of the sentence before them, of the unit of the total."""
    whole, first = report.figure(relation.total), report.figure(min(relation.parts, default=None))
    if whole is None or first is None or len(relation.parts) < _PAIR:
        return False
    if "(" in first.before and whole.number == first.number - 1:
        return False  # a bracket is of the figure right before it
    added = sum((report.world.value(part) for part in relation.parts), Decimal(0))
    before = (f for f in report.beside(first, but=relation.parts) if f.number < first.number)
    return added >= _LARGE and any(f.value == added and alike(f.unit, whole.unit) for f in before)


def _is_of_several(report: Report, relation: Relation) -> bool:
    """Whether parts make their whole and those told beside it before: "13 món hạng bốn, 131 món hạng ba, gồm …"."""
    whole, first = report.figure(relation.total), report.figure(min(relation.parts, default=None))
    if whole is None or first is None or first.number < whole.number or "(" in first.before:
        return False
    before = [f for f in report.beside(whole, but=relation.parts) if f.number < whole.number and f.unit == whole.unit]
    values = [f.value for f in before] + [whole.value]
    added = sum((report.world.value(part) for part in relation.parts), Decimal(0))
    return any(sum(values[at:]) == added for at in range(len(values) - 1))


def _is_within_part(report: Report, relation: Relation) -> bool:
    """Whether brackets behind a part divide it: "49 ca tại xã A (47 ca), xã B (2 ca); 4 ca nhập về"."""
    for part, other in pairwise(relation.parts):
        own, inner = report.figure(part), [report.figure(number) for number in range(part + 1, other + 1)]
        told = [f.value for f in inner if f is not None and f.before.endswith("(")]
        if own is not None and len(told) == len(inner) > 1 and sum(told) == own.value:
            return True
    return False


def _goes_on_below(report: Report, relation: Relation) -> bool:
    """Whether the mark behind the last part of a short sum, at the end of its paragraph, says that the list goes on."""
    last = max(relation.parts)
    short = (relation.expected or 0) < (relation.found or 0)
    end = report.world.numbers[last].end
    return short and _OPEN_END.match(report.world.folded, end) is not None


def _tells_lost(report: Report, relation: Relation) -> bool:
    """Whether words among the figures of a short sum say that some went another way, without how many."""
    figures = [o.number for o in relation.operands if o.number is not None]
    first, last = report.world.numbers[min(figures)], report.world.numbers[max(figures)]
    short = (relation.expected or 0) < (relation.found or 0)
    return short and _LOST.search(report.world.folded, first.end, last.span.start) is not None


#: the defences of each kind of relation
OF_SUMS: Mapping[str, tuple[Callable[[Report, Relation], bool], ...]] = {
    "sum": (
        _is_account,
        _counts_twice,
        _tells_rest_of_pair,
        _are_one_item,
        _tells_more_of_item,
        _is_over_time,
        _is_gap_told,
        _goes_on_in_row,
        _makes_plan,
        _is_of_other_total,
        _is_of_several,
        _is_within_part,
        _goes_on_below,
        _tells_lost,
    ),
    "balance": (_is_turned_balance, _tells_subtotal),
    "order": (_is_over_time, _goes_on_in_row),
}
