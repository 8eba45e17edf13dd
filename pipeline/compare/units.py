"""Which units of before a merged unit comes from: by the table of July 2025, or by what its report says.

Counts of the old units are added up; rates are made anew from the counts; a unit that was split cannot be compared.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from pipeline.compare import openings
from pipeline.compare.amounts import Amount, total
from pipeline.compare.clash import Clash, Tested, gathered, in_unit, place_of, said
from pipeline.compare.cues import RESTATED
from pipeline.compare.figures import Figure, kind_of, name_of
from pipeline.compare.known import Known, known, stated
from pipeline.compare.lineages import Lineage
from pipeline.compare.papers import Paper
from pipeline.compare.spans import Months
from pipeline.export.cross import CrossPlace


def check(papers: Sequence[Paper], everyone: Sequence[Paper]) -> Tested:
    """Return what merged units say of a year ago against the sum of their old units; `papers` are those of one unit."""
    tests = [openings.of_merged(paper, everyone) for paper in papers]
    for paper in papers:
        origin = paper.origin
        if origin is None or not any(f.when == "year_ago" for f in paper.figures):
            continue
        if origin.split:
            tests.append(Tested((_incomparable(paper, origin),)))
            continue
        olds = {unit: [p for p in everyone if p.unit == unit and p.origin is None] for unit in origin.parts}
        if all(olds.values()):
            tests.append(_against(paper, [known(group) for group in olds.values()]))
    return gathered(tests)


def _against(paper: Paper, olds: Sequence[Known]) -> Tested:
    clashes, held = list[Clash](), list[tuple[Figure, ...]]()
    for metric in dict.fromkeys(f.metric for f in paper.figures if f.when == "year_ago"):
        for told in stated([paper], metric, ["year_ago"]):
            bases = [b for span in paper.spans for s in (span, span.since_january()) if (b := _base(metric, s, olds))]
            if not bases or RESTATED.search(told.words.sentence):
                continue
            fitting = next((base for base in bases if told.amount.meets(base[0])), None)
            if fitting is not None:
                held.append((told, *fitting[1]))
            else:
                clashes.append(_clash(paper, told, *bases[0]))
    return Tested(tuple(clashes), tuple(held))


def _base(metric: str, span: Months, olds: Sequence[Known]) -> tuple[Amount, tuple[Figure, ...]] | None:
    """What the old units together reported a year earlier; None where one is missing or says two things."""
    before = span.year_before()
    if kind_of(metric) == "rate":
        return _rate(metric, before, olds)
    if kind_of(metric) not in ("flow", "stock"):
        return None
    figures = [values.get((metric, before), ()) for values in olds]
    if any(len(found) != 1 for found in figures):
        return None
    parts = tuple(found[0] for found in figures)
    return total(f.amount for f in parts), parts


def _rate(metric: str, span: Months, olds: Sequence[Known]) -> tuple[Amount, tuple[Figure, ...]] | None:
    """A rate is made anew from the counts of the old units, never averaged."""
    if metric not in rates():
        return None
    part, whole = rates()[metric]
    figures = [(values.get((part, span), ()), values.get((whole, span), ())) for values in olds]
    if any(len(a) != 1 or len(b) != 1 for a, b in figures):
        return None
    parts, wholes = tuple(a[0] for a, _ in figures), tuple(b[0] for _, b in figures)
    over = total(f.amount for f in wholes).said
    if not over:
        return None
    share = total(f.amount for f in parts).said * 100 / over
    return Amount(round(share, 2), share, share, "%"), (*parts, *wholes)


@cache
def rates() -> Mapping[str, tuple[str, str]]:
    """Return part and whole of each rate of the catalogue."""
    table = files("extractors.catalogue").joinpath("rates.csv").read_text("utf-8")
    return {row["rate"]: (row["part"], row["whole"]) for row in csv.DictReader(table.splitlines())}


def _clash(paper: Paper, told: Figure, base: Amount, figures: tuple[Figure, ...]) -> Clash:
    right = in_unit(base.said, base.unit)
    parts = " + ".join(said(f) for f in figures) if base.unit != "%" else "tính lại từ số tuyệt đối"
    return Clash(
        kind="merger",
        severity="warning",
        message=(
            f"{name_of(told.metric)}: {paper.shown} nêu số cùng kỳ là {said(told)}, nhưng cộng các đơn vị trước sắp xếp"
            f" là {right}."
        ),
        reading=f"{parts} = {right} ≠ {said(told)}",
        figures=(told, *figures),
        expected=base.said,
        found=told.amount.said,
        suggestion="Đề nghị tính lại số cùng kỳ từ báo cáo của tất cả các đơn vị cũ.",
    )


def _incomparable(paper: Paper, origin: Lineage) -> Clash:
    figure = next(f for f in paper.figures if f.when == "year_ago")
    place: CrossPlace = place_of(figure)
    return Clash(
        kind="incomparable",
        severity="info",
        message=(
            f"{paper.shown}: có đơn vị cũ được chia tách, số cùng kỳ không so sánh được ({', '.join(origin.parts)})."
        ),
        reading="không so sánh được",
        places=(place,),
    )
