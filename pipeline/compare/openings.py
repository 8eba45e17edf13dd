"""What is carried over: the opening figure of a period is what the one before it left.

Which figures open and close is told by the catalogue (Form II.06 column 6 = column 11 of the period before, 01/XLD
column 2 = column 5), by the balances that were read in a report, or by the label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from extractors.vietnamese import fold, fold_key
from pipeline.compare.amounts import amount_of, total
from pipeline.compare.clash import Clash, Tested, choose, gathered, in_unit, said, spread
from pipeline.compare.cues import NOWHERE, RESTATED, Around
from pipeline.compare.explained import explained, notes, tells_both
from pipeline.compare.figures import Figure, contradicted
from pipeline.compare.papers import Paper

#: metrics that open and close an account, with what it counts
_OPENING = {"dossiers.carried_over": "dossiers"}
_CLOSING = {"dossiers.pending": "dossiers"}
_ACCOUNTS = {"dossiers": "Hồ sơ", "petitions": "Đơn thư"}
_BY_UNIT = {"hồ sơ": "dossiers", "đơn": "petitions", "đơn thư": "petitions"}
_OWN_UNITS = {"dossiers": "hồ sơ", "petitions": "đơn"}
_ONE_UNIT = {"đơn thư": "đơn", "lá đơn": "đơn", "vụ việc": "vụ"}
_OPENS = re.compile(
    r"(?<!\w)(?:(?:tồn|tồn đọng|từ|của)?\s*(?:kỳ|quý|tháng|năm) trước (?:chuyển|sang|mang)"
    r"|tồn (?:đầu kỳ|kỳ trước|từ kỳ trước)"
    r"|đầu kỳ|từ kỳ trước|kỳ trước chuyển (?:sang|qua)|chuyển từ kỳ trước)(?!\w)"
)
_CLOSES = re.compile(
    r"^(?:hiện )?(?:còn|còn lại|lại|tồn)$"
    r"|(?<!\w)(?:chuyển (?:sang )?(?:kỳ|quý|tháng|năm) sau|tồn cuối kỳ|cuối kỳ|còn tồn|tồn chuyển)(?!\w)"
)
_SCOPES = (
    "khiếu nại",
    "tố cáo",
    "kiến nghị",
    "phản ánh",
    "đất đai",
    "hộ tịch",
    "chứng thực",
    "xây dựng",
    "quá hạn",
    "trong hạn",
)


@dataclass(frozen=True, slots=True)
class Carried:
    """A figure that opens or closes an account; `scope` is what of it, "" for all."""

    account: str
    scope: str
    opens: bool
    figure: Figure


def check(papers: Sequence[Paper]) -> Tested:
    """Return what does not fit between the openings and closings of one unit in one series."""
    carried = {paper.path: tuple(_carried(paper)) for paper in papers}
    tests = []
    for paper in papers:
        before = _before(papers, paper)
        last = _last_of_year(papers, paper) if not before else None
        for account, scope in dict.fromkeys((c.account, c.scope) for c in carried[paper.path] if c.opens):
            opening = _of(carried[paper.path], account, scope, opens=True)
            if before:
                closing = spread(f for p in before for f in _of(carried[p.path], account, scope, opens=False))
                tests.append(_unless_told(_against(account, paper, before[0], opening, closing), paper, papers))
            elif last is not None:
                left = _of(carried[last.path], account, scope, opens=False)
                first = _of(carried[last.path], account, scope, opens=True)
                either = _against_either(account, paper, last, opening, left, first)
                tests.append(_unless_told(either, paper, papers))
    return gathered(tests)


def _unless_told(tested: Tested, paper: Paper, papers: Sequence[Paper]) -> Tested:
    """Without clashes whose gap a note of the paper tells, or whose opening is no more than what such a note tells."""
    if not tested.clashes:
        return tested
    own = notes(paper, papers)
    clashes = (c for c in tested.clashes if not explained(own, c.figures) and not tells_both(own, c.figures[:2]))
    return Tested(tuple(clashes), tested.held)


def _last_of_year(papers: Sequence[Paper], paper: Paper) -> Paper | None:
    """The paper before it that began with the same year: nine months after six."""
    span = paper.span
    if span is None or not span.from_january:
        return None
    same = [p for p in papers if p.span is not None and p.span.first == span.first and p.span.last < span.last]
    return max(same, key=lambda p: (p.spans[0].last, p.path), default=None)


def _against_either(
    account: str, paper: Paper, last: Paper, opening: Sequence[Figure], left: Sequence[Figure], first: Sequence[Figure]
) -> Tested:
    """Of papers since January the opening is that of the year, or what the last paper left: one of both."""
    if not left or not first:
        return Tested()
    tested = _against(account, paper, last, opening, spread([*left, *first]))
    clashes = (replace(c, severity="warning", figures=(*c.figures, first[0])) for c in tested.clashes)
    return Tested(tuple(clashes), tested.held)


def of_merged(paper: Paper, everyone: Sequence[Paper]) -> Tested:
    """Return what does not fit between the opening of a merged unit and what its old units left together."""
    if paper.origin is None or paper.origin.split or paper.span is None:
        return Tested()
    first = paper.span.first
    last = [p for p in everyone if p.unit in paper.origin.parts and p.span is not None and p.span.last + 1 == first]
    if {p.unit for p in last} != set(paper.origin.parts):
        return Tested()
    own, left = tuple(_carried(paper)), {p.path: tuple(_carried(p)) for p in last}
    tests = []
    for account, scope in dict.fromkeys((c.account, c.scope) for c in own if c.opens):
        opening = _of(own, account, scope, opens=True)
        closing = [_of(found, account, scope, opens=False) for found in left.values()]
        if len(opening) == 1 and all(len(found) == 1 for found in closing):
            tests.append(_against_sum(account, paper, opening[0], tuple(found[0] for found in closing)))
    return gathered(tests)


def _against_sum(account: str, paper: Paper, opening: Figure, closing: tuple[Figure, ...]) -> Tested:
    left = total(f.amount for f in closing)
    if left.meets(opening.amount) or RESTATED.search(opening.words.sentence):
        return Tested(held=((opening, *closing),))
    right = in_unit(left.said, left.unit)
    clash = Clash(
        kind="merger",
        severity="warning",
        message=(
            f"{_ACCOUNTS.get(account, account.capitalize())}: {paper.shown} ghi số chuyển sang {said(opening)}, nhưng"
            f" các đơn vị trước sắp xếp để lại {right}."
        ),
        reading=f"{' + '.join(said(f) for f in closing)} = {right} ≠ {said(opening)}",
        figures=(opening, *closing),
        expected=left.said,
        found=opening.amount.said,
        suggestion="Đề nghị đối chiếu số bàn giao của tất cả các đơn vị cũ.",
    )
    return Tested((clash,))


def _before(papers: Sequence[Paper], paper: Paper) -> tuple[Paper, ...]:
    """The papers whose span ends right before the paper's begins; the paper may tell of several spans.

    Where only an overlapping one is there (nine months after six), nothing is claimed.
    """
    for span in sorted(paper.spans, key=lambda one: one.length):
        found = [p for p in papers if p is not paper and p.span is not None and p.span.last + 1 == span.first]
        same = [p for p in found if p.span is not None and p.span.length == span.length]
        if found:
            return tuple(same or found)
    return ()


def _of(carried: Sequence[Carried], account: str, scope: str, opens: bool) -> tuple[Figure, ...]:
    wanted = [c for c in carried if c.account == account and c.scope == scope and c.opens == opens]
    return spread(c.figure for c in wanted)


def _against(account: str, paper: Paper, last: Paper, opening: Sequence[Figure], closing: Sequence[Figure]) -> Tested:
    if not opening or not closing:
        return Tested()
    fitting = choose([opening, closing], lambda pick: pick[0].amount.meets(pick[1].amount))
    if fitting is not None:
        return Tested(held=(fitting,))
    if any(RESTATED.search(f.words.sentence) for f in (*opening, *closing)):
        return Tested()
    sure = len(opening) == len(closing) == 1 and all(f.sure and f.amount.exact for f in (*opening, *closing))
    return Tested((_clash(account, paper, last, opening[0], closing[0], sure),))


def _clash(account: str, paper: Paper, last: Paper, opening: Figure, closing: Figure, sure: bool) -> Clash:
    now, then = (p.span.words() if p.span else "" for p in (paper, last))
    gap = abs(opening.amount.said - closing.amount.said)
    return Clash(
        kind="opening",
        severity="error" if sure else "warning",
        message=(
            f"{_ACCOUNTS.get(account, account.capitalize())}: số kỳ trước chuyển sang ({now}) ghi {said(opening)},"
            f" nhưng số còn lại cuối kỳ trước ({then}) là {said(closing)} (lệch {in_unit(gap, opening.amount.unit)})."
        ),
        reading=f"{said(opening)} (đầu {now}) ≠ {said(closing)} (cuối {then})",
        figures=(opening, closing),
        expected=closing.amount.said,
        found=opening.amount.said,
        suggestion="Đề nghị giải trình chênh lệch giữa số tồn cuối kỳ trước và số chuyển sang kỳ này.",
    )


def _carried(paper: Paper) -> Iterator[Carried]:
    """Figures that open or close an account, each number once: by metric, by balance, by label."""
    numbers = {n["id"]: n for n in paper.record["numbers"]}
    known = {figure.number: figure for figure in paper.figures}
    balances = _in_balances(paper, numbers)
    for identity, number in numbers.items():
        metric, label = number.get("metric") or "", fold(number.get("label") or "")
        opens = metric in _OPENING or balances.get(identity, ("", ""))[0] == "opening"
        closes = metric in _CLOSING or balances.get(identity, ("", ""))[0] == "open"
        by_label = not opens and not closes and not metric
        if by_label:
            opens, closes = bool(_OPENS.search(label)), bool(_CLOSES.search(label))
        if number["role"] != "measure" or opens == closes or number.get("target"):
            continue
        printed = fold_key(number.get("unit") or "")
        unit = _ONE_UNIT.get(printed, printed) or "đơn vị"
        account = (_OPENING | _CLOSING).get(metric) or balances.get(identity, ("", ""))[1] or _BY_UNIT.get(unit, unit)
        unit = _OWN_UNITS.get(account, unit) if unit in _BY_UNIT else unit
        figure = known.get(identity) or _plain(paper, number, paper.words.get(identity, NOWHERE))
        if figure is None or not account or (closes and figure.when in ("year_ago", "plan", "change")):
            continue
        named = [one for one in _SCOPES if one in label or one in _heading(paper, number)]
        yield Carried(
            account, "|".join([unit, *named]), opens, replace(figure, amount=replace(figure.amount, unit=unit))
        )


def _in_balances(paper: Paper, numbers: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[str, str]]:
    """The role of each number in a balance, and the account of the balance by the metrics or units in it."""
    found: dict[str, tuple[str, str]] = {}
    for relation in paper.record["relations"]:
        operands = [o for o in relation["operands"] if o["number"] is not None]
        if relation["kind"] != "balance" or relation["verdict"] == "undecided":
            continue
        codes = [(numbers[o["number"]].get("metric") or "").partition(".")[0] for o in operands]
        units = [fold_key(numbers[o["number"]].get("unit") or "") for o in operands]
        account = next((code for code in codes if code), "") or next((_BY_UNIT[u] for u in units if u in _BY_UNIT), "")
        # with nothing settled what comes out is all that is in hand, not what is left of it
        settled = any(o["as"] == "closed" for o in operands)
        for operand in operands:
            if settled or operand["as"] != "open":
                found.setdefault(operand["number"], (operand["as"], account))
    return found


def _heading(paper: Paper, number: Mapping[str, Any]) -> str:
    titles = [s["title"] for s in paper.record["sections"] if s["id"] == number.get("section")]
    return fold(titles[0][:60]) if titles else ""


def _plain(paper: Paper, number: Mapping[str, Any], words: Around) -> Figure | None:
    """A number without a metric as a figure."""
    amount = amount_of(number, "")
    if amount is None:
        return None
    sure = not number.get("doubt") and number["id"] not in contradicted(paper.record)
    place = (number["line"], number["col"], number["page"], number["text"])
    label = number.get("label") or ""
    return Figure(paper.path, number["id"], *place, number.get("metric") or "", label, amount, "now", None, sure, words)
