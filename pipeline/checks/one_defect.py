"""One finding for one defect: the most telling relation tells the others, and which number is probably wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.document import Document
from extractors.facts import Facts
from extractors.relations.relation import Relation
from pipeline.checks import messages
from pipeline.checks.brake import brake
from pipeline.checks.components import position
from pipeline.checks.defects import Defect, read_defects
from pipeline.checks.equation import Place
from pipeline.checks.finding import Evidence, Finding, Severity
from pipeline.checks.least_edit import Repair
from pipeline.checks.printing import printed_as

#: what tells a defect best; a result that its own factors or ends deny tells more than a sum it stands in
_TELLING = ("product", "growth", "balance", "sum", "percent", "distribution", "ratio", "repeat")
#: how many other relations, and how many numbers that may be wrong, a finding names
_OTHERS, _NAMED = 4, 3


def told_once(document: Document, facts: Facts, findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with those that one wrong number explains joined, and that number named."""
    by_relation: dict[int, Finding] = {}
    found: list[Finding] = []
    for finding in findings:
        if finding.relation is None:
            found.append(finding)
        else:
            by_relation[finding.relation] = finding
    slow = brake(facts)
    for defect in read_defects(facts, tuple(by_relation)) if by_relation else ():
        told = [by_relation.pop(i) for i in defect.relations if i in by_relation]
        if told:
            told.sort(key=lambda one: _order(facts, defect, one))
            found.append(slow.slowed(_joined(document, facts, told, defect), defect))
    return [*found, *(slow.slowed(finding, None) for finding in by_relation.values())]


def _order(facts: Facts, defect: Defect, finding: Finding) -> tuple[float, int]:
    """Return how well a finding tells a defect: a percentage does only if it is itself what is wrong.

    A sum whose own total is wrong tells more than a balance that the total stands in.
    """
    relation = None if finding.relation is None else facts.relations[finding.relation]
    shares = {o.number for o in relation.operands if o.role == "share"} if relation else set()
    wrong = {position(place) for one in defect.suspects for place, _ in one.changes}
    rank: float = _TELLING.index(finding.rule) if finding.rule in _TELLING else len(_TELLING)
    if relation is not None and finding.rule == "sum" and wrong == {relation.total}:
        rank = _TELLING.index("balance") - 0.5
    if finding.rule == "percent" and wrong and wrong.isdisjoint(shares):
        rank = len(_TELLING)
    return rank, finding.evidence[0].span.start


def _joined(document: Document, facts: Facts, told: Sequence[Finding], defect: Defect) -> Finding:
    first, *others = told
    readings = [_reading(facts.relations[f.relation]) for f in others if f.relation is not None]
    message = first.message + _same(readings)
    gravest: Severity = min((f.severity for f in told), key=("error", "warning", "info").index)
    limits = all(facts.relations[i].kind == "order" for i in defect.relations)  # they leave many values
    named = None if limits else _suggestion(document, facts, defect.suspects)
    suggestion = first.suggestion if named is None else f"{named} {_plea(first)}"
    return replace(
        first,
        message=message,
        severity=gravest,
        suggestion=suggestion,
        evidence=_evidence(facts, told, defect.suspects, limits=limits),
    )


def _reading(relation: Relation) -> str:
    """Return the arithmetic of a relation; of two tellings that it is they that differ."""
    told = relation.reading
    return messages.SUM_SAME_REPEAT.format(reading=told) if relation.kind == "repeat" else told


def _same(readings: Sequence[str]) -> str:
    """Return what else is told by the same defect, as one sentence."""
    if not readings:
        return ""
    more = len(readings) - _OTHERS
    told = "; ".join(readings[:_OTHERS]) + (messages.SUM_SAME_MORE.format(count=more) if more > 0 else "")
    return messages.SUM_SAME.format(readings=told)


def _plea(finding: Finding) -> str:
    """Return what a finding asks, without asking for parts that are not told where a number is named."""
    return messages.ASK_SUM if finding.rule == "sum" else finding.suggestion or messages.ASK_SUM


def _evidence(
    facts: Facts, told: Sequence[Finding], suspects: Sequence[Repair], *, limits: bool
) -> tuple[Evidence, ...]:
    """Return the number that is wrong, where it is the only one, then what all findings are about, then the rest."""
    alone = len(suspects) == 1 or (limits and suspects and suspects[0].cost < suspects[1].cost)
    wrong = [position(place) for place, _ in suspects[0].changes] if alone else []
    first = [Evidence(facts.numbers[n].span, n) for n in wrong]
    heads = [one.evidence[0] for one in told]
    rest = [place for one in told for place in one.evidence[1:]]
    return tuple(dict.fromkeys((*first, *heads, *rest)))[:8]


def _suggestion(document: Document, facts: Facts, suspects: Sequence[Repair]) -> str | None:
    """Return what probably should stand where, all possibilities or the likeliest of many."""
    if not suspects:
        return None
    said = list(dict.fromkeys(_change(document, facts, one) for one in suspects))
    more = [messages.REPAIR_OTHER] if len(said) > _NAMED else []
    return messages.REPAIR.format(changes=messages.REPAIR_OR.join([*said[:_NAMED], *more]))


def _change(document: Document, facts: Facts, repair: Repair) -> str:
    """Return "125 thay cho 152"."""
    changed: dict[int, dict[Place, Decimal]] = {}
    for place, value in repair.changes:
        changed.setdefault(position(place), {})[place] = value
    said = []
    for index, values in changed.items():
        number = facts.numbers[index]
        text = " ".join(document.quote(number.span).split())
        right = printed_as(number, text, values.get(index), values.get(~index))
        said.append(messages.REPAIR_OF.format(right=right, wrong=text))
    return messages.REPAIR_AND.join(said)
