"""What was asked for against what reports say: blanks, and reports that are not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from extractors.vietnamese import fold_key
from pipeline.compare.asked import Asked
from pipeline.compare.clash import Clash
from pipeline.compare.figures import metrics, name_of
from pipeline.compare.papers import Paper
from pipeline.compare.spans import Months
from pipeline.export.cross import CrossPlace

#: so many figures in one unit are an account of it, not a mention
_ACCOUNT = 3
State = Literal["said", "unread", "undated", "blank", "no_report"]


@dataclass(frozen=True, slots=True)
class Cell:
    """What became of a row for one unit and span: `said` are the printed figures.

    It is `unread` where the paper has an account in its unit: what is asked for may stand there in other words; it is
    `undated` where the unit has a paper of which nobody could read the period.
    """

    asked: Asked
    unit: str
    span: Months | None
    state: State
    said: tuple[str, ...] = ()
    path: str = ""


def cells(papers: Sequence[Paper], asked: Sequence[Asked]) -> Iterator[Cell]:
    """Yield each row for each unit and span that it asks for, in their order; those without a report, too."""
    everyone = dict.fromkeys((p.unit, p.parents[:1]) for p in papers)
    spans = sorted({p.span for p in papers if p.span is not None})
    for one in asked:
        for unit, above in everyone:
            if one.unit and not _is_unit(unit, one.unit):
                continue
            for span in [one.span] if one.span else spans:
                there = [p for p in papers if (p.unit, p.parents[:1]) == (unit, above) and span in p.spans]
                undated = [p for p in papers if (p.unit, p.parents[:1]) == (unit, above) and not p.spans]
                if there or one.unit:
                    yield _cell(one, unit, span, there, undated)
        if one.unit and not any(_is_unit(unit, one.unit) for unit, _ in everyone):
            yield Cell(one, one.unit, one.span, "no_report")


def _is_unit(unit: str, asked: str) -> bool:
    return fold_key(asked) in (unit, unit.partition(" ")[2])


def _cell(one: Asked, unit: str, span: Months | None, papers: Sequence[Paper], undated: Sequence[Paper]) -> Cell:
    if not papers and undated:
        return Cell(one, unit, span, "undated", (), undated[0].path)
    if not papers:
        return Cell(one, unit, span, "no_report")
    said = tuple(dict.fromkeys(text for paper in papers for text in _said(paper, one.metric)))
    state: State = "said" if said else "unread" if any(_may_say(paper, one.metric) for paper in papers) else "blank"
    return Cell(one, unit, span, state, said, papers[0].path)


def _may_say(paper: Paper, metric: str) -> bool:
    """Whether a paper has an account in the unit of a metric."""
    row = metrics().get(metric)
    if row is None or row.unit in ("", "%"):
        return False
    measured = (n for n in paper.record["numbers"] if n["role"] == "measure")
    return sum(fold_key(n.get("unit") or "") == row.unit for n in measured) >= _ACCOUNT


def _said(paper: Paper, metric: str) -> Iterator[str]:
    """What a paper says of a metric as a result: a plan, or last year's figure, does not answer."""
    if metric in metrics():
        yield from (f.text for f in paper.figures if f.metric == metric and f.when in ("now", "since_january"))
        numbers = [n for n in paper.record["numbers"] if n.get("metric") == metric and n.get("of") is not None]
    else:
        labelled = [n for n in paper.record["numbers"] if n["role"] == "measure" and not n.get("target")]
        numbers = [n for n in labelled if metric in fold_key(n.get("label") or "")]
    yield from (n["text"] for n in numbers)


def check(papers: Sequence[Paper], asked: Sequence[Asked]) -> tuple[Clash, ...]:
    """Return a clash for each report that leaves out what was asked, and each unit that was asked and sent none."""
    blanks: dict[tuple[str, str, Months | None, State], list[Cell]] = {}
    for cell in cells(papers, asked):
        if cell.state != "said":
            blanks.setdefault((cell.path, cell.unit, cell.span, cell.state), []).append(cell)
    shown = {p.unit: p.shown for p in papers}
    return tuple(_clash(found, shown.get(found[0].unit, found[0].unit)) for found in blanks.values())


_MISSING = {
    "blank": "báo cáo chưa nêu",
    "unread": "chưa nhận ra trong báo cáo (có thể nêu bằng tên gọi khác)",
    "undated": "có báo cáo chưa rõ kỳ, chưa đối chiếu được",
    "no_report": "chưa có báo cáo, thiếu",
}


def _clash(found: Sequence[Cell], unit: str) -> Clash:
    first = found[0]
    when = f", {first.span.words()}" if first.span else ""
    names = "; ".join(dict.fromkeys(name_of(cell.asked.metric) for cell in found))
    missing = _MISSING[first.state]
    return Clash(
        kind="checklist",
        severity="info" if first.state in ("unread", "undated") else "warning",
        message=f"{unit}{when}: {missing} {len(found)} chỉ tiêu được yêu cầu: {names}.",
        reading=f"{unit}{when}: để trống {names}",
        places=(CrossPlace(first.path or unit, None, None, unit, None, None),),
        suggestion="Đề nghị bổ sung số liệu, ghi 0 nếu không phát sinh.",
    )
