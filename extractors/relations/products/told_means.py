"""Means that words tell: what there is, how many share it, and right behind them what each has.

"Dư nợ 1.308 triệu đồng của 327 thành viên, bình quân 4 triệu đồng/thành viên": the unit of the mean names both, so it
is believed however far it is from what they make. A mean of which any two figures of its paragraph are right, is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.lexicon import unit_kind
from extractors.lexicon.amounts import alike
from extractors.relations.amounts import ratio
from extractors.relations.passages import Figure, Passages
from extractors.relations.products.product import Product, make_product, multiplied
from extractors.relations.relation import Relation
from extractors.relations.sums.closed_sum_words import label
from extractors.relations.world import World

_MEAN = r"(?:tính (?:ra|chung),? )?(?:bình quân|trung bình|năng suất(?: bình quân)?|mật độ(?: dân số)?)"
#: a mean by the words before it and its unit, and one whose divisor those words name
_BY_UNIT = re.compile(rf"(?:với |đạt |có )?{_MEAN}(?: (?:chung|là|đạt|có|gần|khoảng))*:?")
_BY_WORDS = re.compile(
    rf"(?:với |và )?(?:{_MEAN}(?: (?:chung|là))? |tính ra )?(?:mỗi|một) "
    r"(?P<per>(?!.*(?<!\w)(?:lần lượt|tương ứng)(?!\w))[^\d,;:.()]{1,24}?)"
    r"(?: (?:là|có|được|đạt|nhận|vay|thu|cho))?:?"
)
#: figures that a mean is not made of
_ASIDE = re.compile(
    r"(?<!\w)(?:so với|cùng kỳ|năm trước|kế hoạch|chỉ tiêu|phấn đấu|dự toán|dự kiến|khoảng|hơn|gần|trên|trong đó|riêng"
    r"|lần lượt|tăng|giảm|thêm|bình quân|mỗi|mức|giá|từ|đến|còn lại)(?!\w)"
)
#: what a figure behind "từ" leads to; without it things come from so many
_MOVES = re.compile(r"(?<!\w)(?:lên|xuống|đến|tới|còn|thành)(?!\w)")
_PARTED = re.compile(r"[,;](?!\d)")
#: what a mean of several counts may be off by, as a part of their total
_NEAR = 200
_WHY = "số bình quân nêu ngay sau"


def read_told_means(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield means that no two figures of their paragraph make; figures of `known` products are left out."""
    decided = {o.number for r in known if r.kind == "product" and r.verdict != "undecided" for o in r.operands}
    decided |= {o.number for r in known if r.verdict == "fails" for o in r.operands}
    for figures in passages.by_block.values():
        for at, figure in enumerate(figures):
            mean = None if figure.number in decided else _mean(world, figure)
            ends = None if mean is None else _ends(world, figures, at, mean)
            if mean is not None and ends is not None and decided.isdisjoint(f.number for f in ends):
                yield from _failing(world, figures, mean, *ends)


@dataclass(frozen=True, slots=True)
class _Mean:
    """A mean, what it gives and to each of what."""

    figure: Figure
    given: str
    per: str

    def is_total(self, one: Figure) -> bool:
        """Whether a figure counts what the mean gives; heads are heads by any name."""
        heads = unit_kind(one.unit) == unit_kind(self.given) == "person"
        return "/" not in one.unit and (ratio(one.unit, self.given) is not None or heads)

    def is_count(self, one: Figure) -> bool:
        """Whether a figure counts that to each of which something is given ("tổ hòa giải" to "tổ")."""
        unit, said = one.unit, f"{' '.join(self.per.split()[:2])} "
        named = unit.startswith(f"{self.per} ") or self.per.startswith(f"{unit} ")
        return named or alike(unit, self.per) or f"{one.after} ".startswith(said)


def _mean(world: World, figure: Figure) -> _Mean | None:
    """Return what a mean gives and to each of what, None for any other figure."""
    if not world.is_exact(figure.number) or world.measures[figure.number].change or figure.value <= 0:
        return None
    said = label(figure.before.rpartition("(")[2])
    given, _, per = figure.unit.partition("/")
    told = _BY_WORDS.fullmatch(said)
    if per:
        return _Mean(figure, given, per) if "/" not in per and (told or _BY_UNIT.fullmatch(said)) else None
    return _Mean(figure, given, told["per"]) if told is not None and given not in ("", "%") else None


def _ends(world: World, figures: Sequence[Figure], at: int, mean: _Mean) -> tuple[Figure, Figure] | None:
    """Return the last total and the last count before a mean, in its sentence, that its unit or words name.

    A count may stand in a sentence before, where it is the only one of its unit.
    """
    before = [f for f in _outside(figures, at) if _is_plain(world, f)]
    counts = [f for f in before if mean.is_count(f)]
    totals = [f for f in before if mean.is_total(f) and f not in counts]
    if not counts:
        counts = [f for f in figures[:at] if mean.is_count(f) and _is_plain(world, f)]
        counts = counts if len(counts) == 1 else []
    if not (totals and counts) or _is_of_another(world, totals, counts[-1]):
        return None
    # "150 giường, 2 phòng khám (mỗi phòng 20 giường)" says nothing of the 150
    parted = "(" in mean.figure.before and _PARTED.search(_between(world, totals[-1], counts[-1]))
    return None if parted else (totals[-1], counts[-1])


def _between(world: World, one: Figure, other: Figure) -> str:
    """Return the words between two figures, whichever stands first."""
    first, last = sorted((one, other), key=lambda figure: figure.number)
    return world.folded[world.numbers[first.number].end : world.numbers[last.number].span.start]


def _outside(figures: Sequence[Figure], at: int) -> Iterator[Figure]:
    """Yield the figures of a sentence before one, but those in brackets that are closed before it."""
    depth, found = 0, list[tuple[int, Figure]]()
    for figure in (f for f in figures[: at + 1] if f.home == figures[at].home):
        for sign in figure.before:
            depth = max(0, depth + (sign == "(") - (sign == ")"))
            found = [(own, f) for own, f in found if own <= depth]
        found.append((depth, figure))
    yield from (figure for _, figure in found[:-1])


def _is_of_another(world: World, totals: Sequence[Figure], count: Figure) -> bool:
    """Whether a count stands beside another total than the last: "vốn 7,2 tỷ cho 163 hội viên; quỹ 412 triệu"."""
    return ";" in _between(world, totals[-1], count) and any(total.number < count.number for total in totals)


def _is_plain(world: World, figure: Figure) -> bool:
    """Whether a figure tells how much or how many there is."""
    measure, number = world.measures[figure.number], world.numbers[figure.number]
    plain = number.sign == "=" and number.of is None and not (measure.change or measure.plan or measure.target)
    told = plain and figure.unit not in ("", "%") and "/" not in figure.unit and figure.value > 0
    said = label(figure.before)
    return told and (not _ASIDE.search(said) or (said == "từ" and not _MOVES.search(figure.after)))


def _failing(world: World, figures: Sequence[Figure], mean: _Mean, total: Figure, count: Figure) -> Iterator[Relation]:
    """Yield a mean that is wrong of its total and count, where it is of no others."""
    product = _product(world, total, count, mean)
    totals = [f for f in figures if mean.is_total(f)]
    counts = [f for f in figures if mean.is_count(f)]
    pairs = ((one, other) for one in totals for other in counts if one is not other)
    ways = [way for pair in pairs if (way := _product(world, *pair, mean)) is not None]
    if product is None or any(way.fits or _is_cut(world, way, mean.figure) for way in ways):
        return
    if not _is_of_several(world, totals, counts, mean):
        yield replace(make_product(world, product, _WHY, certain=False), tied=True)


def _is_cut(world: World, way: Product, mean: Figure) -> bool:
    """Whether a mean is right to its last digit that is no nought: "450.000 đồng" of 451.456."""
    right = mean.value * world.value(way.total) / way.exact
    last = mean.value.normalize().as_tuple().exponent
    return abs(right - mean.value) < Decimal(10) ** int(last)


def _is_of_several(world: World, totals: Sequence[Figure], counts: Sequence[Figure], mean: _Mean) -> bool:
    """Whether a mean is of several counts together: "22 và 11 người, … bình quân 190 triệu đồng/người"."""
    values = [f.value for f in counts]
    sums = {sum(values[a:b], Decimal(0)) for a in range(len(values)) for b in range(a + 2, len(values) + 1)}
    ways = [way for one in totals if counts and (way := _product(world, one, counts[0], mean)) is not None]
    each = [(way.exact / values[0], world.value(way.total)) for way in ways if values[0]]
    return any(abs(one * several - whole) * _NEAR <= whole for one, whole in each for several in sums)


def _product(world: World, total: Figure, count: Figure, mean: _Mean) -> Product | None:
    return multiplied(world, total.number, [count.number, mean.figure.number], exact=False)
