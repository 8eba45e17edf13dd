"""Amounts a hundred times their author's own of the other periods: the unit of measure or a point was mistaken.

Only the same words in the same unit are compared, only where the other periods are of one size, and only for what is
measured: what is counted may rise from one to a hundred. The first figure that jumps stands for all of its report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import median

from pipeline.compare.clash import Clash, Tested, in_unit, said
from pipeline.compare.figures import Figure, name_of
from pipeline.compare.papers import Paper

#: how much larger or smaller than the middle of the others; how far these may lie apart (a quarter and a year are 4)
_JUMP, _ALIKE = Decimal(100), Decimal(12)
_THOUSAND = Decimal(1000)
#: others that show the usual size
_LEAST = 2
_MEASURED = ("đồng", "m2", "kg", "m")


def check(papers: Sequence[Paper]) -> Tested:
    """Return amounts of one unit in one series that are of another size than in its other papers."""
    groups: dict[tuple[str, str], dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for figure in (f for p in papers for f in p.figures if not f.part and f.when != "change"):
        if figure.amount.unit in _MEASURED and figure.amount.said > 0:
            groups[(figure.metric, figure.when)][figure.path].append(figure)
    jumps: dict[str, list[tuple[Figure, Figure]]] = defaultdict(list)
    for group in groups.values():
        for figure, usual in _jumps({path: found[0] for path, found in group.items() if len(found) == 1}):
            jumps[figure.path].append((figure, usual))
    return Tested(tuple(_clash(found) for found in jumps.values()))


def _jumps(told: dict[str, Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Each figure far from all others, which are of one size, with the one of them in the middle."""
    for path, figure in told.items():
        others = sorted((f for one, f in told.items() if one != path), key=lambda f: f.amount.said)
        if len(others) < _LEAST or others[-1].amount.said > _ALIKE * others[0].amount.said:
            continue
        ratio = figure.amount.said / Decimal(median(f.amount.said for f in others))
        if ratio >= _JUMP or ratio <= 1 / _JUMP:
            yield figure, others[len(others) // 2]


def how_far(one: Decimal, other: Decimal) -> str:
    """Return in words how many times one amount is the other.

    >>> how_far(Decimal(1332000), Decimal(609))
    'hàng nghìn'
    """
    low, high = sorted((one, other))
    times = high / low
    return "hàng trăm" if times < _THOUSAND else "hàng nghìn" if times < _THOUSAND**2 else "hàng triệu"


def _clash(found: Sequence[tuple[Figure, Figure]]) -> Clash:
    figure, usual = found[0]
    far = how_far(figure.amount.said, usual.amount.said)
    more = f"; {len(found) - 1} số khác trong báo cáo cũng vậy" if len(found) > 1 else ""
    return Clash(
        kind="scale",
        severity="warning",
        message=(
            f"{name_of(figure.metric)} ghi {said(figure)}, lệch {far} lần so với các kỳ khác của cùng"
            f" đơn vị ({in_unit(usual.amount.said, usual.amount.unit)}){more}; có thể nhầm đơn vị tính."
        ),
        reading=f"{said(figure)} so với {said(usual)} ở kỳ khác",
        figures=(figure, *(f for f, _ in found[1:]), usual),
        found=figure.amount.said,
        suggestion="Đề nghị kiểm tra đơn vị tính và dấu phân cách của số liệu.",
    )
