"""Figures that lie far from those of the other communes, by median and MAD: worth a look, never an error."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import median

from pipeline.compare.clash import Clash, in_unit, said
from pipeline.compare.figures import Figure, kind_of, name_of
from pipeline.compare.known import known
from pipeline.compare.papers import Paper
from pipeline.compare.series import Series
from pipeline.compare.spans import Months

#: fewer units show no spread
_LEAST = 8
#: of a normal spread one in half a million lies so far out
_FAR = Decimal(5)
_NORMAL = Decimal("1.4826")
#: logs of counts that hardly differ, and rates within some points, are no spread
_LEAST_SPREAD = {"log": Decimal("0.45"), "points": Decimal(2)}


def check(series: Series) -> tuple[Clash, ...]:
    """Return figures of communes far from the others' of the same metric and span."""
    groups: dict[tuple[str, str, Months], list[tuple[Paper, Figure]]] = defaultdict(list)
    for paper in (p for p in series.papers if p.level == "xa"):
        for (metric, span), figures in known([paper]).items():
            if len(figures) == 1 and kind_of(metric):
                groups[(metric, paper.parents[0] if paper.parents else "", span)].append((paper, figures[0]))
    return tuple(clash for (metric, _, span), group in groups.items() for clash in _far(metric, span, group))


def _far(metric: str, span: Months, group: Sequence[tuple[Paper, Figure]]) -> Iterator[Clash]:
    scale = "points" if kind_of(metric) == "rate" else "log"
    # nothing has no logarithm, and is ordinary
    rows = [(p, f, _on(scale, f.amount.said)) for p, f in group if scale == "points" or f.amount.said > 0]
    if len({p.unit for p, _, _ in rows}) < _LEAST:
        return
    middle = median(value for _, _, value in rows)
    spread = max(_NORMAL * median(abs(value - middle) for _, _, value in rows), _LEAST_SPREAD[scale])
    typical = median(f.amount.said for _, f, _ in rows)
    for paper, figure, value in rows:
        if abs(value - middle) > _FAR * spread:
            yield _clash(paper, figure, span, typical, len(rows))


def _on(scale: str, value: Decimal) -> Decimal:
    return value if scale == "points" else value.ln()


def _clash(paper: Paper, figure: Figure, span: Months, typical: Decimal, count: int) -> Clash:
    usual = in_unit(typical, figure.amount.unit)
    return Clash(
        kind="outlier",
        severity="info",
        message=(
            f"{name_of(figure.metric)}, {span.words()}: {paper.shown} ghi {said(figure)}, khác hẳn mức giữa của {count}"
            f" đơn vị ({usual}); nên kiểm tra đơn vị tính và số liệu."
        ),
        reading=f"{said(figure)} so với trung vị {usual}",
        figures=(figure,),
    )
