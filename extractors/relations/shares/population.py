"""Rates of population made of two figures: natural growth is births less deaths, boys come to a hundred girls."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.relations.arithmetic import shown
from extractors.relations.passages import Figure, Passages
from extractors.relations.products.product import make_written
from extractors.relations.relation import Relation, Verdict
from extractors.relations.world import World

#: figures that stand nearer than this tell of one time
_REACH = 8
_HUNDRED, _CENT = Decimal(100), Decimal("0.01")
_OTHER_TIME = re.compile(
    r"(?<!\w)(?:cùng kỳ|năm trước|năm ngoái|kế hoạch(?! hóa)|chỉ tiêu|phấn đấu|giao|so(?! sánh)|cả nước|mục tiêu)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class _Rule:
    """What a rate is called, what its two figures are called, and how they make it."""

    made: re.Pattern[str]
    one: re.Pattern[str]
    other: re.Pattern[str]
    units: frozenset[str]
    compute: Callable[[Decimal, Decimal], Decimal]
    sides: str
    why: str


def _less(one: Decimal, other: Decimal) -> Decimal:
    return one - other


def _per_hundred(one: Decimal, other: Decimal) -> Decimal:
    return one * _HUNDRED / other if other else _HUNDRED


_RULES = (
    _Rule(
        re.compile(r"(?<!\w)(?:tăng|phát triển)(?: dân số)? tự nhiên(?!\w)"),
        re.compile(r"(?<!\w)(?:tỷ suất|tỉ suất|tỷ lệ|tỉ lệ|mức) sinh(?: thô)?(?! con)(?!\w)"),
        re.compile(r"(?<!\w)(?:tỷ suất|tỉ suất|tỷ lệ|tỉ lệ|mức) (?:chết|tử)(?: thô)?(?!\w)"),
        frozenset(("%", "‰")),
        _less,
        "{one} - {other}",
        "tỷ suất sinh trừ tỷ suất chết",
    ),
    _Rule(
        re.compile(
            r"(?<!\w)(?:tỷ số|tỉ số|tỷ lệ|tỉ lệ|mất cân bằng)(?: giới tính| là| khi sinh| này| đạt| ở mức){0,4}"
        ),
        re.compile(r"(?<!\w)(?:trai|nam)(?!\w)"),
        re.compile(r"(?<!\w)(?:gái|nữ)(?!\w)"),
        frozenset(),
        _per_hundred,
        "{one} / {other} × 100",
        "số bé trai chia số bé gái, nhân 100",
    ),
)
_TO_HUNDRED = re.compile(r"[^\d]{0,20}/ ?(?:100|một trăm)(?!\d)")


def read_population(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield rates of population against the two figures of their paragraph that make them."""
    for rule in _RULES:
        for _, figures in passages.where(rule.made):
            for at, figure in enumerate(figures):
                if rule.made.search(figure.before) and _is_rate(world, rule, figure):
                    near = [f for f in figures[max(0, at - _REACH) : at + _REACH] if f.home[0] == figure.home[0]]
                    yield from _relation(world, rule, figure, near)


def _is_rate(world: World, rule: _Rule, figure: Figure) -> bool:
    if world.numbers[figure.number].sign != "=" or _OTHER_TIME.search(figure.before):
        return False
    if rule.units:
        return figure.unit in rule.units
    after = world.folded[world.numbers[figure.number].end :][:40]
    return bool(_TO_HUNDRED.match(after))


def _relation(world: World, rule: _Rule, rate: Figure, near: Sequence[Figure]) -> Iterator[Relation]:
    """Yield a rate against the figures that are called its two, where there is one of each."""
    ones = [f for f in near if _is_side(world, rule, rule.one, f, rate)]
    others = [f for f in near if _is_side(world, rule, rule.other, f, rate)]
    if len(ones) != 1 or len(others) != 1 or ones == others:
        return
    one, other = ones[0], others[0]
    made = rule.compute(_in_unit(one, rate, rule), _in_unit(other, rate, rule))
    steps = [world.numbers[f.number].step * _scale(f, rate) for f in (one, other)] if rule.units else []
    room = sum(steps, Decimal(0)) / 2 + world.numbers[rate.number].step
    holds = abs(made - rate.value) <= room
    sides = rule.sides.format(one=shown(one.value), other=shown(other.value))
    numbers, exact = (one.number, other.number), made.quantize(_CENT)
    verdict: Verdict = "holds" if holds else "fails"
    relation = make_written(world, rate.number, numbers, sides, exact, rule.why, verdict)
    yield replace(relation, source="identity", certain=True)


def _is_side(world: World, rule: _Rule, called: re.Pattern[str], figure: Figure, rate: Figure) -> bool:
    """Whether a figure is called one of the two: by the words before it, or those behind a bare count."""
    if figure is rate or world.numbers[figure.number].sign != "=" or _OTHER_TIME.search(figure.before):
        return False
    if rule.units:
        return figure.unit in rule.units and bool(called.search(figure.before)) and not rule.made.search(figure.before)
    behind = world.folded[world.numbers[figure.number].end :][:24]
    said = re.match(r"(?:\s*[^\W\d]+){1,3}", behind)
    plain = figure.unit != "%" and "/" not in figure.unit and world.numbers[figure.number].step >= 1
    return plain and figure.value != _HUNDRED and bool(said and called.search(said.group()))


def _scale(figure: Figure, rate: Figure) -> Decimal:
    if figure.unit == rate.unit:
        return Decimal(1)
    return Decimal("0.1") if rate.unit == "%" else Decimal(10)


def _in_unit(figure: Figure, rate: Figure, rule: _Rule) -> Decimal:
    return figure.value * (_scale(figure, rate) if rule.units else Decimal(1))
