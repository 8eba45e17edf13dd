"""Communes against the figure of what is above them: sums where all are there, parts never above the whole.

The offices of a district may have figures of their own: that its figure is larger is no error unless it speaks of its
communes only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.vietnamese import fold
from pipeline.compare.amounts import Amount, amount_of, total
from pipeline.compare.clash import Clash, Severity, Tested, gathered, in_unit, said
from pipeline.compare.figures import Figure, kind_of, name_of
from pipeline.compare.known import Known, known
from pipeline.compare.members import Members, late, members_of
from pipeline.compare.papers import Paper
from pipeline.compare.series import Series
from pipeline.compare.spans import Months

#: what a district's figure does not add up from its communes
_NO_SUMS = (
    "profile.distance", "profile.income", "profile.subunits", "profile.departments", "reception.days", "survey.fields",
    "procedures", "services", "criteria", "steering_committee", "support_team", "profile.cultural_villages",
)  # fmt: skip
_COMMUNES_ONLY = re.compile(
    r"(?<!\w)(?:cấp xã|các xã|\d+ xã|ubnd (?:các )?xã|xã, phường|xã, thị trấn|các phường|các địa phương)(?!\w)"
)
_OWN_OFFICES = re.compile(
    r"(?<!\w)(?:cấp huyện|cấp tỉnh|phòng chuyên môn|các phòng|phòng, ban|cơ quan chuyên môn"
    r"|văn phòng|một cửa(?: cấp)? huyện"
    r"|các sở|sở, ban|ubnd huyện|trung tâm)(?!\w)"
)
#: so many other metrics of a district's papers that are sums show that all of them are
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class _Case:
    """A figure of a district and those of its communes for one metric and span."""

    whole: Figure
    parts: tuple[Figure, ...]
    late: frozenset[str]
    offices: tuple[Amount, ...]
    complete: bool
    span: Months
    shown: str

    def sums(self) -> Iterator[Amount]:
        """Yield what the figure may be: of all, of those in time, with the offices' own."""
        in_time = [f.amount for f in self.parts if f.path not in self.late]
        for parts in ([f.amount for f in self.parts], in_time):
            if parts:
                yield total(parts)
                for office in self.offices:
                    yield total([*parts, office])


@dataclass(frozen=True, slots=True)
class Found:
    """What came of sums, and of rows, and who is missing."""

    sums: Tested
    rows: Tested
    missing: tuple[Clash, ...]


def check(series: Series, everyone: Sequence[Paper]) -> Found:
    """Return what does not fit between districts and communes of one series, and who is missing."""
    cases: list[_Case] = []
    rows: list[Tested] = []
    missing: list[Clash] = []
    for members in members_of(series, everyone):
        missing += _missing(members)
        if members.above:
            cases += _cases(members)
            rows += [_row(members, f) for paper in members.above for f in paper.figures if f.part]
    return Found(_tested(cases), gathered(rows), tuple(missing))


def _tested(cases: Sequence[_Case]) -> Tested:
    held = [case for case in cases if case.complete and any(case.whole.amount.meets(s) for s in case.sums())]
    additive = len(held) >= _ENOUGH and 3 * len(held) >= 2 * sum(case.complete for case in cases)
    clashes = [clash for case in cases if case not in held and (clash := _clash(case, additive)) is not None]
    return Tested(tuple(clashes), tuple((case.whole, *case.parts) for case in held))


def _cases(members: Members) -> Iterator[_Case]:
    """Every metric that a district and at least two of its communes state for one span, each with one value."""
    above = known([_with_communes_total(paper) for paper in members.above])
    below = {paper.path: known([paper]) for paper in members.communes}
    for (metric, span), wholes in above.items():
        if kind_of(metric) not in ("flow", "stock") or metric.startswith(_NO_SUMS) or len(wholes) != 1:
            continue
        if span not in members.spans:
            continue
        stated = [below[paper.path].get((metric, span), ()) for paper in members.communes]
        parts = tuple(found[0] for found in stated if len(found) == 1)
        if len(parts) < 2 or any(f.amount.unit != wholes[0].amount.unit for f in parts):
            continue
        complete = members.complete and len(parts) == len(members.communes)
        paper = next(p for p in members.above if p.path == wholes[0].path)
        offices = _offices(paper, wholes[0])
        yield _Case(wholes[0], parts, late(members, paper), offices, complete, span, paper.shown)


def _with_communes_total(paper: Paper) -> Paper:
    """A paper in which what a sum says of all communes has the metric of the sum, instead of the whole."""
    numbers = {n["id"]: n for n in paper.record["numbers"]}
    own = {figure.number: figure for figure in paper.figures}
    found: dict[str, Figure] = {}
    for relation in paper.record["relations"]:
        whole = own.get(relation["total"] or "")
        if relation["kind"] != "sum" or relation["verdict"] != "holds" or whole is None or whole.part:
            continue
        for part in relation["parts"]:
            label = numbers[part].get("label") or ""
            amount = amount_of(numbers[part], whole.amount.unit)
            if part not in own and amount is not None and _COMMUNES_ONLY.search(fold(label)):
                place = {key: numbers[part][key] for key in ("line", "col", "page", "text")}
                same = replace(amount, unit=whole.amount.unit)
                found[whole.number] = replace(whole, number=part, label=label, amount=same, **place)
    return replace(paper, figures=tuple(found.get(f.number, f) for f in paper.figures))


def _offices(paper: Paper, whole: Figure) -> tuple[Amount, ...]:
    """What a district's report states for its own offices, in the unit and the paragraph or table of its figure."""
    found = []
    for number in paper.record["numbers"]:
        near = abs(number["line"] - whole.line) <= 3 or number.get("table")
        if number["role"] == "measure" and near and _OWN_OFFICES.search(fold(number.get("label") or "")):
            amount = amount_of(number, whole.amount.unit)
            found += [replace(amount, unit=whole.amount.unit)] if amount is not None else []
    return tuple(dict.fromkeys(found))


def _clash(case: _Case, additive: bool) -> Clash | None:
    """Parts above the whole fail however many are missing; a larger whole only where it can be nothing else."""
    sums = total(f.amount for f in case.parts)
    whole = case.whole.amount
    least = min((s for s in case.sums()), key=lambda s: s.low)
    if whole.high < least.low:
        return _told(case, sums, _severity(case, "error"), "nhỏ hơn")
    if not case.complete or whole.low <= sums.high:
        return None
    words = f"{case.whole.words.before} {fold(case.whole.label)}"
    if _COMMUNES_ONLY.search(words) and not case.offices:
        return _told(case, sums, _severity(case, "error"), "lớn hơn")
    return _told(case, sums, "warning", "lớn hơn") if additive else None


def _severity(case: _Case, most: Severity) -> Severity:
    sure = all(f.sure and f.amount.exact for f in (case.whole, *case.parts))
    return most if sure else "warning"


def _told(case: _Case, sums: Amount, severity: Severity, than: str) -> Clash:
    gap = in_unit(abs(sums.said - case.whole.amount.said), sums.unit)
    right = in_unit(sums.said, sums.unit)
    count = f"{len(case.parts)} {'đơn vị' if case.complete else 'đơn vị đã có báo cáo'}"
    return Clash(
        kind="district-sum",
        severity=severity,
        message=(
            f"{name_of(case.whole.metric)}, {case.span.words()}: {case.shown} ghi {said(case.whole)}, {than} tổng của"
            f" {count} là {right} (lệch {gap})."
        ),
        reading=f"{' + '.join(f.text for f in case.parts)} = {right} ≠ {said(case.whole)}",
        figures=(case.whole, *case.parts),
        expected=sums.said,
        found=case.whole.amount.said,
        suggestion="Đề nghị đối chiếu với báo cáo của từng đơn vị; nếu có số của cơ quan khác thì ghi rõ.",
    )


def _row(members: Members, row: Figure) -> Tested:
    """A row that a district's table gives to a commune against the commune's own figure."""
    span = row.span or (members.spans[0] if len(members.spans) == 1 else None)
    communes = [p for p in members.communes if p.unit == row.part]
    if span is None or row.when not in ("now", "since_january") or len(communes) != 1:
        return Tested()
    values: Known = known(communes)
    wanted: Mapping[str, Months] = {"now": span, "since_january": span.since_january()}
    own = values.get((row.metric, wanted[row.when]), ())
    if not own:
        return Tested()
    fitting = [f for f in own if f.amount.meets(row.amount)]
    if fitting:
        return Tested(held=((row, fitting[0]),))
    severity: Severity = "error" if len(own) == 1 and row.sure and own[0].sure and own[0].amount.exact else "warning"
    return Tested((_row_clash(members, row, own[0], span, severity),))


def _row_clash(members: Members, row: Figure, own: Figure, span: Months, severity: Severity) -> Clash:
    shown = next(p.shown for p in members.communes if p.path == own.path)
    above = next(p.shown for p in members.above if p.path == row.path)
    return Clash(
        kind="district-row",
        severity=severity,
        message=(
            f"{name_of(row.metric)}, {span.words()}: {above} ghi cho {shown} {said(row)}, báo cáo của {shown} ghi"
            f" {said(own)} (lệch {in_unit(abs(row.amount.said - own.amount.said), row.amount.unit)})."
        ),
        reading=f"{said(row)} ≠ {said(own)} ({shown}, {span.words()})",
        figures=(row, own),
        expected=own.amount.said,
        found=row.amount.said,
        suggestion="Đề nghị thống nhất số liệu giữa bảng tổng hợp và báo cáo của đơn vị.",
    )


def _missing(members: Members) -> Iterator[Clash]:
    """Who has not reported though most of the others have."""
    place = members.place()
    for _, shown, acknowledged in members.missing:
        words = members.spans[0].words()
        yield Clash(
            kind="missing-report",
            severity="info" if acknowledged else "warning",
            message=f"Chưa có báo cáo {words} của {shown}; các tổng của kỳ này chưa đủ đơn vị.",
            reading=f"thiếu {shown}, {words}",
            places=(place,),
            suggestion="Đề nghị đôn đốc đơn vị gửi báo cáo.",
        )
