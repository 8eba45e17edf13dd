"""Factors against their product in running text: formulas written out, and rates times counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.lexicon import unit_kind
from extractors.relations.amounts import ratio, worth
from extractors.relations.passages import Figure, Passages
from extractors.relations.products.product import (
    TIMES_OF,
    Product,
    all_exact,
    is_other,
    is_swapped,
    make_product,
    multiplied,
    of_day,
    slipped,
)
from extractors.relations.products.product_words import is_added, is_average, is_of_other, is_parted, is_spent, strength
from extractors.relations.relation import Relation, Verdict
from extractors.relations.world import World

_TIMES = re.compile(r"^[^=;:+]{0,60}?(?<!\w)[x×*]\s*$")
#: a time that a factor counts
_TIMED = re.compile(r"\s*(?:ngày|tuần|tháng|quý|năm|buổi|giờ|kỳ|vụ|đợt|lần)(?!\w)[^=;:+\d]{0,20}[x×*]\s*\d")
#: a factor that is no measure behind the last ("46 tổ × 100.000 đồng × 12 tháng = …")
_MORE = re.compile(r"^[^=;:+\d]{0,40}(?<!\w)[x×*]\s*\d")
_EQUALS = re.compile(r"^[^;:+]{0,40}?(?:=|(?<!\w)(?:là|thành|bằng|tương đương|tức|cộng|tổng)(?!\w)[^,;+]{0,20})\s*$")
_OPENED = re.compile(r"^[^,;.]{0,30}[(:][^\d()]{0,30}$")
_CLOSED = re.compile(r"^[^\d+;,()]{0,30}(?:\)|$)")
#: what any place is, and what any thing or gift is counted by
_ANYWHERE = frozenset(("nơi", "đơn vị", "chỗ", "điểm", "bên"))
_ANYTHING = frozenset(("suất", "phần", "chiếc", "cái", "bộ", "tấm", "cuốn", "quyển"))
_REACH = 6
#: digits of a mean that is told to them only
_TOLD_DIGITS = 2
#: the least total that a nought too many or too few speaks for
_LEAST = 10


def read_products(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield products that a paragraph states: formulas first, then rates with what they are rates of."""
    for figures in passages.by_block.values():
        known: set[int] = set()
        for relation in _formulas(world, figures) if len(figures) > 1 else ():
            known.update(o.number for o in relation.operands if o.number is not None)
            yield relation
        for at, figure in enumerate(figures):
            per = figure.unit.removesuffix("/năm").split("/") if "/" in figure.unit else []
            if len(per) == 2 and figure.number not in known and figure.value:
                yield from _of_rate(world, figures, at, per[1])


# -- formulas -------------------------------------------------------------------------------------------------------


def _formulas(world: World, figures: Sequence[Figure]) -> Iterator[Relation]:
    """Yield "35 suất x 200.000 đồng = 7.000.000 đồng" and "7.000.000 đồng (35 suất x 200.000 đồng)"."""
    at = 0
    while at < len(figures):
        end = at
        while end + 1 < len(figures) and _TIMES.match(figures[end].after):
            end += 1
        if end > at:
            total = _total_of(figures, at, end)
            if total is not None and not _MORE.match(figures[end].after):
                chain = [figures[i].number for i in range(at, end + 1)]
                times = _times(world, chain[0], chain[-1])
                product = multiplied(world, total.number, chain, exact=True, times=times)
                if product is not None:
                    other: Verdict | None = "fails" if is_other(world, product) else None
                    yield make_product(world, product, "phép nhân ghi trong báo cáo", certain=True, verdict=other)
        at = end + 1


def _times(world: World, first: int, last: int) -> Decimal:
    """Return the times among factors, that no measure tells ("438 em × 4 tháng × 150.000 đồng")."""
    times = Decimal(1)
    for number in (world.numbers[n] for n in range(first + 1, last) if n not in world.measures):
        printed = world.folded[number.span.start : number.end].strip()
        if _TIMED.match(world.folded, number.end) and printed.isdigit():
            times *= Decimal(printed)
    return times


def _total_of(figures: Sequence[Figure], first: int, last: int) -> Figure | None:
    """Return what a chain of factors comes to: behind it, or before its bracket."""
    if last + 1 < len(figures) and _EQUALS.match(figures[last].after):
        return figures[last + 1]
    if first and _OPENED.match(figures[first - 1].after) and _CLOSED.match(figures[last].after):
        return figures[first - 1]
    return None


# -- rates ----------------------------------------------------------------------------------------------------------


def _of_rate(world: World, figures: Sequence[Figure], at: int, per: str) -> Iterator[Relation]:
    """Yield the product of a rate that holds, else the one that its words state."""
    rate = figures[at]
    near = [f for f in figures[max(0, at - _REACH) : at + _REACH + 1] if abs(f.sentence - rate.sentence) <= 1]
    counts = [f for f in near if f is not rate and _counts(world, f, per)]
    named = [f for f in counts if ratio(f.unit.partition("/")[0], per) is not None]
    counts = named or counts  # "45 suất quà" before "10 xe đạp" where each "suất" has its price
    totals = [f for f in near if f is not rate and _is_total(world, f, rate)]
    exact = world.numbers[rate.number].step >= 1 and not is_average(rate)
    exact = exact and (worth(per)[0] != "area" or worth(rate.unit.partition("/")[0])[0] == "money")
    places = {f.number: place for place, f in enumerate(figures)}
    tried: list[tuple[int, Product]] = []
    for total in totals:
        for count in counts:
            if count is not total and _is_for(count, total):
                product = multiplied(world, total.number, [count.number, rate.number], exact=exact)
                if product is not None:
                    spread = (
                        abs(places[total.number] - at)
                        + abs(places[count.number] - at)
                        + abs(count.sentence - rate.sentence)
                    )
                    tried.append((spread, product))
    held = [one for one in tried if one[1].fits]
    if held:
        chosen = min(held, key=lambda one: one[0])[1]
        row = (at, *(places[n] for n in (chosen.factors[0], chosen.total)))
        doubted = max(row) - min(row) == 2 and not is_average(rate) and is_swapped(world, chosen)
        yield make_product(
            world, chosen, "định mức nhân số lượng", certain=not doubted, verdict="fails" if doubted else None
        )
        return
    stated = tuple(_stated(world, figures, at, [p for _, p in tried], exact=exact))
    apart = {f.number for f in figures if is_parted(figures, places[f.number], at)}
    yield from stated or _tenfold(world, [p for _, p in tried if p.factors[0] not in apart])


def _counts(world: World, figure: Figure, per: str) -> bool:
    """Whether a figure counts what a rate is for."""
    counted, _, often = figure.unit.partition("/")
    if (often and often not in TIMES_OF) or world.measures[figure.number].change or not figure.value:
        return False
    things = per in _ANYTHING and unit_kind(counted) in ("count", "unknown", "person")
    return ratio(counted, per) is not None or per in _ANYWHERE or things


def _is_for(count: Figure, total: Figure) -> bool:
    """Whether what is counted for a day or so is counted for what the total is told of ("một ngày chi …")."""
    often, told = count.unit.partition("/")[2], total.unit.partition("/")[2]
    if often or told:
        return often == told or bool(
            not told and re.search(rf"(?<!\w)(?:một|mỗi|1|từng|hằng|hàng) {often}(?!\w)", total.before)
        )
    return True


def _is_total(world: World, figure: Figure, rate: Figure) -> bool:
    """Whether a figure measures what a rate gives of each."""
    unit = of_day(figure.unit)
    if (
        is_added(figure)
        or "/" in unit
        or world.measures[figure.number].change
        or world.numbers[figure.number].of is not None
    ):
        return False
    return ratio(unit, rate.unit.partition("/")[0]) is not None


def _stated(
    world: World, figures: Sequence[Figure], at: int, tried: Sequence[Product], *, exact: bool
) -> Iterator[Relation]:
    """Yield the failing product that three figures in a row state: the count, the rate, what they come to."""
    for product in tried:
        places = {f.number: place for place, f in enumerate(figures)}
        count, total = places[product.factors[0]], places[product.total]
        row = sorted((count, at, total))
        if is_of_other(figures, count, total) or _is_rounded(world, product, figures[at]):
            continue
        plain = [i for i in range(row[0], row[2] + 1) if i in row or not _is_aside(world, figures[i])]
        if plain != row or figures[row[0]].home != figures[row[2]].home:
            continue
        said = strength(world, figures, count, at, total, exact=exact)
        closed = (
            len(tried) == 1 and exact and row[2] == total and is_spent(figures[total]) and all_exact(world, product)
        )
        if said > 1 or (said and (closed or slipped(world, product) or _far(world, product))):
            certain = said > 1 and not is_average(figures[at])
            yield make_product(world, product, "định mức nhân số lượng", certain=certain)
            return


def _is_rounded(world: World, product: Product, rate: Figure) -> bool:
    """Whether a mean of few digits and noughts behind them is rounded to these, and holds so."""
    if not is_average(rate) or product.exact == 0:
        return False
    digits, exponent = rate.value.normalize().as_tuple()[1:]
    if len(digits) < _TOLD_DIGITS or not isinstance(exponent, int) or exponent <= 0:
        return False
    room = product.exact * Decimal(10) ** exponent / 2 / rate.value
    return abs(world.value(product.total) - product.exact) <= room


def _tenfold(world: World, tried: Sequence[Product]) -> Iterator[Relation]:
    """Yield the one product that its total is ten times too much or too little for."""
    slips = [p for p in tried if any(world.value(p.total) in (p.exact * k, p.exact / k) for k in (10, 100, 1000))]
    if len(slips) == 1 and all_exact(world, slips[0]) and world.value(slips[0].total) >= _LEAST:
        yield make_product(world, slips[0], "định mức nhân số lượng", certain=False)


def _is_aside(world: World, figure: Figure) -> bool:
    """Whether a figure is a share, or divides the one before its bracket ("mỗi lớp 35 học viên (21 nam, 14 nữ)")."""
    group = world.group_of(world.entry_of(figure.number))
    inside = group is not None and group.kind == "bracket" and bool(group.parents)
    return inside or world.measures[figure.number].share_of is not None


def _far(world: World, product: Product) -> bool:
    """Whether an output is more than its area can bear, or less than half of it."""
    value = world.value(product.total)
    area = any(worth(world.unit(n))[0] == "area" for n in product.factors)
    return area and (value * 2 < product.made.low or value > product.made.high * Decimal("1.02"))
