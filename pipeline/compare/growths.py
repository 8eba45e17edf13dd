"""A growth whose base only another paper states: "tăng 12,5% so với cùng kỳ" against both figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from extractors.relations.arithmetic import shown
from pipeline.compare.amounts import Amount, amount_of
from pipeline.compare.clash import Clash, Tested, choose, gathered, said
from pipeline.compare.cues import RESTATED, Around
from pipeline.compare.figures import Figure, name_of
from pipeline.compare.known import known, span_of
from pipeline.compare.papers import Paper
from pipeline.compare.spans import Months

_RISES = re.compile(r"(?<!\w)(?:tăng|giảm)(?: thêm| khoảng| gần| hơn| trên)*\s*$")
_BASE_YEAR = re.compile(r"^\s*%?\s*(?:\([^)]*\)\s*)?so (?:với )?(?:cùng kỳ|năm trước|năm \d{4}|năm ngoái)")
_BASE_BEFORE = re.compile(
    r"^\s*%?\s*(?:\([^)]*\)\s*)?so (?:với )?(?:quý|tháng|kỳ|6 tháng) (?:trước|liền kề|liền trước)"
)


@dataclass(frozen=True, slots=True)
class Growth:
    """A percentage that says how much a figure rose since another time."""

    figure: Figure
    share: Amount
    text: str
    number: str
    rises: bool
    year: bool


def check(papers: Sequence[Paper]) -> Tested:
    """Return the growths of one unit that both figures do not give."""
    values = known(papers)
    tests = []
    for paper in papers:
        for growth in _growths(paper):
            span = span_of(growth.figure, paper)
            if span is None:
                continue
            base = span.year_before() if growth.year else Months(span.first - span.length, span.first - 1)
            olds = values.get((growth.figure.metric, base), ())
            if olds:
                tests.append(_against(growth, base, olds))
    return gathered(tests)


def _against(growth: Growth, base: Months, olds: Sequence[Figure]) -> Tested:
    fitting = choose([[growth.figure], olds], lambda pick: _fits(growth, pick[0].amount, pick[1].amount))
    if fitting is not None:
        return Tested(held=(fitting,))
    if RESTATED.search(growth.figure.words.sentence):
        return Tested()
    return Tested((_clash(growth, base, olds[0]),))


def _fits(growth: Growth, new: Amount, old: Amount) -> bool:
    """Whether some admissible reading gives the percentage: of the old figure, or in points for rates."""
    if old.said == 0:
        return True
    sign = 1 if growth.rises else -1
    step = growth.share.high - growth.share.low or Decimal(1)
    share = growth.share.said
    relative = sign * (new.said - old.said) * 100 / old.said
    if abs(relative - share) <= step:
        return True
    return new.unit == "%" and abs(sign * (new.said - old.said) - share) <= step


def _clash(growth: Growth, base: Months, old: Figure) -> Clash:
    new = growth.figure
    real = (new.amount.said - old.amount.said) * 100 / old.amount.said
    verb, true = ("tăng" if growth.rises else "giảm"), ("tăng" if real >= 0 else "giảm")
    right = f"{true} {shown(abs(real).quantize(Decimal('0.01')))}%"
    return Clash(
        kind="growth",
        severity="warning",
        message=(
            f"{name_of(new.metric)}: ghi {verb} {growth.text}% so với {base.words()}, nhưng từ {said(old)} "
            f"(báo cáo khi đó)"
            f" đến {said(new)} là {right}."
        ),
        reading=f"({said(new)} - {said(old)}) / {said(old)} = {right} ≠ {verb} {growth.text}%",
        figures=(new, old),
        expected=abs(real).quantize(Decimal("0.01")),
        found=growth.share.said,
        suggestion="Đề nghị kiểm tra lại mức tăng, giảm và số gốc để so sánh.",
    )


def _growths(paper: Paper) -> Iterator[Growth]:
    """Percentages after "tăng", "giảm" that no stated base explains, each with the figure right before it."""
    numbers = paper.record["numbers"]
    based = _with_base(paper.record["relations"])
    known_figures = {figure.number: figure for figure in paper.figures}
    for last, number in pairwise(numbers):
        near, figure = paper.words.get(number["id"]), known_figures.get(last["id"])
        if near is None or figure is None or number["id"] in based or figure.when not in ("now", "since_january"):
            continue
        growth = _growth(number, near, figure)
        if growth is not None:
            yield growth


def _growth(number: Mapping[str, Any], near: Around, figure: Figure) -> Growth | None:
    rises = _RISES.search(near.before)
    year, before = _BASE_YEAR.search(near.after), _BASE_BEFORE.search(near.after)
    if rises is None or number.get("unit") != "%" or not (year or before) or len(near.before) > 60:
        return None
    share = amount_of(number, "%")
    if share is None or not figure.sure:
        return None
    return Growth(figure, share, number["text"], number["id"], "tăng" in rises.group(), year is not None)


def _with_base(relations: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """Numbers in growths whose base is stated: their own report answers for them."""
    growths = [r["operands"] for r in relations if r["kind"] == "growth"]
    stated = [o for o in growths if any(one["as"] == "old" and one["number"] is not None for one in o)]
    return frozenset(one["number"] for operands in stated for one in operands if one["number"] is not None)
