"""All calculations of a report, holding or not, and its figures one by one, each with its ways to the others."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.export.page.links import grade, row_id
from pipeline.export.page.marks import Marks
from pipeline.export.page.markup import NOTHING, Html, element, joined, link, text
from pipeline.export.page.words import SIGNS, amount_words, metric_words, number_words, relation_words, where
from pipeline.export.record_types import FindingRecord, NumberRecord, OperandRecord, RelationRecord
from pipeline.export.words import OPERANDS, RULES, VERDICTS, period_words

_ORDER = ("fails", "undecided", "holds")


def relations(marks: Marks) -> Html:
    """Return the relations by verdict, each under its id."""
    groups = [_group(marks, verdict) for verdict in _ORDER]
    return joined([group for group in groups if group]) or element("p", text("Không có phép tính nào."), cls="none")


def _group(marks: Marks, verdict: str) -> Html:
    own = [index for index, relation in enumerate(marks.record.relations) if relation.verdict == verdict]
    if not own:
        return NOTHING
    head = element("summary", element("h3", text(f"{SIGNS[verdict]} Phép tính {VERDICTS[verdict]} ({len(own)})")))
    return element("details", head, element("ul", *(_relation(marks, i) for i in own), cls="rel"), open="")


def _relation(marks: Marks, index: int) -> Html:
    relation = marks.record.relations[index]
    unit = f" ({relation.unit})" if relation.unit else ""
    told = {finding.id: finding for n in relation.operands for finding in marks.links.findings.get(n.number or "", ())}
    return element(
        "li",
        element("b", text(f"{relation.id} · {relation_words(relation)}: ")),
        text(f"{relation.reading}{unit}"),
        element("p", text(f"Còn thiếu: {relation.missing}")) if relation.missing else NOTHING,
        element("p", joined([_operand(operand) for operand in relation.operands], " "), cls="op"),
        element("p", text("Phát hiện: "), joined([_finding(one) for one in told.values()], " ")) if told else NOTHING,
        _tried(marks, index, relation),
        id=relation.id,
        cls=relation.verdict,
    )


def _operand(operand: OperandRecord) -> Html:
    role = f"{OPERANDS.get(operand.role, operand.role)} "
    printed = link(operand.number, operand.text) if operand.number else text(f"“{operand.text}”")
    return joined([text(role), printed])


def _finding(finding: FindingRecord) -> Html:
    return link(finding.id, f"{SIGNS[grade(finding)]} {RULES.get(finding.rule, finding.rule)}")


def _tried(marks: Marks, index: int, relation: RelationRecord) -> Html:
    """Tell the readings that were tried where there are several."""
    if len(relation.tried) < 2:
        return NOTHING
    left = len(marks.analysis.facts.relations[index].tried) - len(relation.tried)
    lines = [f"{SIGNS[one.verdict]} {one.reading}" for one in relation.tried]
    lines += [f"… còn {left} cách hiểu nữa"] if left > 0 else []
    head = element("summary", text(f"Đã thử {len(relation.tried) + max(left, 0)} cách hiểu"))
    return element("details", head, element("ul", *(element("li", text(line)) for line in lines)))


def figures(marks: Marks) -> Html:
    """Return a table of the figures of a report, a row each: what it counts, amount, metric, period, place, ways on.

    Of a large report it has those only that no single finding or relation tells.
    """
    heads = ("Số", "Nội dung", "Chỉ tiêu, kỳ", "Có trong")
    rows = list(_rows(marks))
    if not rows:
        return element("p", text("Không có số liệu nào."), cls="none")
    head = element("tr", *(element("th", text(name), scope="col") for name in heads))
    table = element("table", element("thead", head), element("tbody", *rows), cls="fig")
    return element("div", table, cls="tb", tabindex="0", role="region", aria_label="Bảng số liệu")


def _rows(marks: Marks) -> Iterator[Html]:
    for index, number in enumerate(marks.record.numbers):
        if marks.links.told(number):
            start = marks.analysis.facts.numbers[index].span.start
            yield element(
                "tr",
                element("td", link(number.id, number.text), text(f" {where(marks.analysis.document, start)}")),
                element("td", text(_content(marks, number))),
                element("td", text(_metric(marks, number))),
                element("td", joined(_ways(marks, number), " ")),
                id=row_id(number.id),
            )


def _content(marks: Marks, number: NumberRecord) -> str:
    if number.role != "measure":
        return number_words(number, marks.analysis.facts.catalogue)
    label = f"{number.label}: " if number.label else ""
    doubt = f" (chưa chắc: {number.doubt})" if number.doubt else ""
    return f"{label}{amount_words(number)}{doubt}"


def _metric(marks: Marks, number: NumberRecord) -> str:
    if number.role != "measure":
        return ""
    metric = metric_words(number.metric, marks.analysis.facts.catalogue) or "chưa gắn"
    period = period_words(number.period)
    return "; ".join([metric, *([period] if period else []), *(["mục tiêu"] if number.target else [])])


def _ways(marks: Marks, number: NumberRecord) -> list[Html]:
    related = marks.links.relations.get(number.id, ())
    found = [_finding(finding) for finding in marks.links.findings.get(number.id, ())]
    return found + [link(relation.id, f"{SIGNS[relation.verdict]} {relation.id}") for relation in related]
