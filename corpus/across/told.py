"""What each unit tells in each period: figures that agree within a report, between periods and with the district."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from corpus.across.periods import Period
from corpus.across.world import COMPUTED, DISTRICT, Field, Figure, World

#: unit, number of the period, key of the figure
Cell = tuple[str, int, str]
Told = Mapping[Cell, int]
#: year and number of the quarter
_Quarter = tuple[int, int]
#: by key, in the order of the quarters
_Quarters = dict[str, dict[_Quarter, int]]
RUNNING, PRIOR = "luy_", "truoc_"


def told(world: World, periods: Sequence[Period]) -> dict[Cell, int]:
    """Return every figure of communes and district that is not computed from others in the same report."""
    cells: dict[Cell, int] = {}
    for commune in world.communes:
        drawn = _drawn(world, commune)
        for number, period in enumerate(periods):
            for key, value in _of_period(world, drawn, period):
                cells[commune, number, key] = value
    return cells | district_sums(world, cells)


def district_sums(world: World, cells: Told) -> dict[Cell, int]:
    """Return the figures of the district that are sums over its communes; levels are not summed."""
    sums: dict[Cell, int] = {}
    for (unit, number, key), value in cells.items():
        if unit != DISTRICT:
            at = (DISTRICT, number, key)
            level = key in world.figures and world.figures[key].kind == "level"
            sums[at] = sums.get(at, 0) + (value >= 19 if level else value)
    return sums


def _drawn(world: World, commune: str) -> _Quarters:
    made: _Quarters = {}
    for field in world.fields:
        rng = Random(f"{world.seed} {commune} {field.key}")
        span = [(year, quarter) for year in range(world.year - 2, world.year + 1) for quarter in range(4)]
        for figure in field.figures:
            if figure.kind in ("flow", "stock", "level", "share", "target"):
                made[figure.key] = _series(figure, span, made, rng)
        if field.balance:
            _balance(field, span, made, rng)
        for figure in field.figures:
            if figure.kind == "part":
                made[figure.key] = {at: _share(made[figure.of[0]][at], figure, rng) for at in span}
    return made


def _series(figure: Figure, span: Sequence[_Quarter], made: _Quarters, rng: Random) -> dict[_Quarter, int]:
    if figure.kind == "share":
        return {at: _share(made[figure.of[0]][at], figure, rng) for at in span}
    if figure.kind == "target":
        mean = sum(made[figure.of[0]].values()) // 3
        return {at: round(mean * (95 + 2 * (at[0] % 5)) // 100, -1) for at in span}
    size = rng.randint(figure.low, figure.high)
    if figure.kind == "flow":
        return {at: max(1, size * rng.randint(82, 118) // 100 + rng.randint(-2, 3)) for at in span}
    step = figure.step
    steps = [rng.randint(min(step, 0), max(step, 0)) for _ in span]
    if figure.kind == "level":
        steps = [rng.choice((0, 0, 0, 1)) for _ in span]
    most = 19 if figure.kind == "level" else 10**6
    return {at: min(size + sum(steps[: number + 1]), most) for number, at in enumerate(span)}


def _share(whole: int, figure: Figure, rng: Random) -> int:
    return min(whole, -(-whole * rng.randint(figure.low, figure.high) // 100))


def _balance(field: Field, span: Sequence[tuple[int, int]], made: _Quarters, rng: Random) -> None:
    opening, new, out, closing = field.balance
    figures = {figure.key: figure for figure in field.figures}
    standing = rng.randint(figures[opening].low, figures[opening].high)
    made |= {opening: {}, out: {}, closing: {}}
    for at in span:
        whole = standing + made[new][at]
        made[opening][at] = standing
        made[out][at] = min(_share(whole, figures[out], rng), whole - 1)
        standing = made[closing][at] = whole - made[out][at]


def _of_period(world: World, drawn: _Quarters, period: Period) -> list[tuple[str, int]]:
    cells: list[tuple[str, int]] = []
    for figure in world.figures.values():
        if figure.kind in COMPUTED:
            continue
        cells.append((figure.key, _value(figure, drawn, period)))
        if figure.kind in ("flow", "out", "part"):
            since = Period(period.year, 0, period.first + period.length)
            cells.append((RUNNING + figure.key, _value(figure, drawn, since)))
            cells.append((PRIOR + figure.key, _value(figure, drawn, period.earlier_year())))
    return cells


def _value(figure: Figure, drawn: _Quarters, period: Period) -> int:
    series, quarters = drawn[figure.key], period.quarters
    if figure.kind in ("flow", "out", "part"):
        return sum(series[at] for at in quarters)
    return series[quarters[0] if figure.kind == "open" else quarters[-1]]


def computed(figure: Figure, value: Mapping[str, Decimal]) -> Decimal:
    """Return a figure that a report computes from its own: a sum, a difference or a share in per cent."""
    first, *others = (value[key] for key in figure.of)
    if figure.kind == "sum":
        return first + sum(others)
    if figure.kind == "less":
        return first - sum(others)
    if figure.kind == "reached":
        return first
    if not others[0]:
        return Decimal(0)
    return (first * 100 / others[0]).quantize(Decimal("0.01"), ROUND_HALF_UP)
