"""The findings of a report as markup, by severity: what is wrong, the arithmetic, what to ask, and the ways back."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.document import Span
from pipeline.checks.finding import Evidence
from pipeline.export.page.links import grade
from pipeline.export.page.marks import Marks
from pipeline.export.page.markup import NOTHING, Html, element, joined, link, text
from pipeline.export.page.words import DISMISSED as PUT_ASIDE
from pipeline.export.page.words import SIGNS, relation_words, where
from pipeline.export.record_types import FindingRecord
from pipeline.export.words import DISMISSED, RULES, SEVERITIES

#: the groups in order: grade of a finding, its name, and the id of its group in the page
GROUPS = (
    ("error", SEVERITIES["error"], "sai"),
    ("warning", SEVERITIES["warning"], "hoi"),
    ("info", SEVERITIES["info"], "luu-y"),
    ("dismissed", PUT_ASIDE, "bo-qua"),
)
_NAMES = {graded: name for graded, name, _ in GROUPS}
#: of a quoted place that is long
_LONGEST_QUOTE = 90


def findings(marks: Marks) -> Html:
    """Return the groups of findings, each finding under its id; a group without any says so."""
    return joined([_group(marks, *group) for group in GROUPS])


def group_sizes(marks: Marks) -> list[int]:
    """Return how many findings each group has."""
    grades = [grade(finding) for finding in marks.record.findings]
    return [grades.count(name) for name, _, _ in GROUPS]


def _group(marks: Marks, wanted: str, name: str, target: str) -> Html:
    own = [index for index, finding in enumerate(marks.record.findings) if grade(finding) == wanted]
    if not own:
        return element("p", element("b", text(f"{name}: ")), text("không có."), id=target, cls="none")
    head = element("summary", element("h3", text(f"{SIGNS[wanted]} {name} ({len(own)})")))
    return element("details", head, *(_finding(marks, index, wanted) for index in own), id=target, open="")


def _finding(marks: Marks, index: int, wanted: str) -> Html:
    finding, relation = marks.record.findings[index], marks.analysis.findings[index].relation
    rule = element("b", text(RULES.get(finding.rule, finding.rule)))
    sign = element("span", text(SIGNS[wanted]), cls="sg", title=_NAMES[wanted])
    parts = [
        element("h4", sign, text(" "), rule),
        element("p", text(finding.message)),
        _calculation(marks, relation),
        element("p", text(f"→ {finding.suggestion}"), cls="ask") if finding.suggestion else NOTHING,
        element("ul", *_places(marks, index), cls="ev") if finding.evidence else NOTHING,
        _reason(finding),
        element("p", text(f"mã: {finding.id}"), cls="id"),
    ]
    return element("article", *parts, id=finding.id, cls=f"f {wanted}")


def _calculation(marks: Marks, relation: int | None) -> Html:
    """Lead from a finding to the relation that fails."""
    if relation is None:
        return NOTHING
    own = marks.record.relations[relation]
    return element("p", text("Phép tính: "), link(own.id, f"{relation_words(own)} – {own.reading}"), cls="cal")


def _places(marks: Marks, index: int) -> Iterator[Html]:
    for evidence in marks.analysis.findings[index].evidence:
        place = where(marks.analysis.document, evidence.span.start)
        target = _target(marks, evidence)
        told = f"{place}: “{_quote(marks, evidence.span)}”"
        first = link(target, told) if target else text(told)
        others = _others(marks, evidence, marks.record.findings[index].id)
        yield element("li", first, text(" trong "), others) if others else element("li", first)


def _target(marks: Marks, evidence: Evidence) -> str | None:
    """Return the id of the place: a passage, else the number."""
    numbers = marks.analysis.facts.numbers
    if evidence.number is not None and numbers[evidence.number].span == evidence.span:
        return marks.record.numbers[evidence.number].id
    return marks.place(evidence.span)


def _others(marks: Marks, evidence: Evidence, own: str) -> Html:
    """Lead on to the other findings and the relations of a number of the evidence."""
    if evidence.number is None:
        return NOTHING
    number = marks.record.numbers[evidence.number].id
    found = [one for one in marks.links.findings.get(number, ()) if one.id != own]
    links = [link(one.id, f"{SIGNS[grade(one)]} {RULES.get(one.rule, one.rule)}") for one in found]
    related = marks.links.relations.get(number, ())
    return joined([*links, *(link(one.id, f"{SIGNS[one.verdict]} {one.id}") for one in related)], " ")


def _quote(marks: Marks, span: Span) -> str:
    quoted = " ".join(marks.analysis.document.quote(span).split())
    return quoted if len(quoted) <= _LONGEST_QUOTE else f"{quoted[:_LONGEST_QUOTE].rstrip()} […]"


def _reason(finding: FindingRecord) -> Html:
    if finding.dismissed is None:
        return NOTHING
    why = finding.dismissed
    kind = f"{SEVERITIES[finding.severity]}, bỏ qua ({DISMISSED[why.kind]})"
    return element("p", text(f"{kind}; lý do: {why.reason}"), cls="why")
