"""Parts against totals (rules `sum`, and parts above their whole)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.document import Document
from extractors.facts import Facts
from extractors.relations.arithmetic import addition, one_slip, shown
from extractors.relations.relation import Relation
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, Severity, make, numbers_as_evidence


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield one finding for each defect among the sums; a slip in a table fails its row and its column once."""
    failing = [r for r in facts.relations if r.kind == "sum" and r.verdict == "fails"]
    for defect in _defects(facts, failing):
        yield _sum(document, facts, defect)
    totals = {r.total for r in failing}
    for relation in facts.relations:
        if relation.kind == "order" and relation.verdict == "fails" and relation.total not in totals:
            yield _order(document, facts, relation)


def _defects(facts: Facts, failing: list[Relation]) -> list[list[Relation]]:
    """Group failing sums that share a number and a gap: one slip made them all."""
    groups: list[list[Relation]] = []
    for relation in failing:
        numbers = {relation.total, *relation.parts}
        home = next(
            (g for g in groups if any(numbers & {r.total, *r.parts} and abs(_gap(r)) == abs(_gap(relation)) for r in g)), None
        )
        if home is None:
            groups.append([relation])
        else:
            home.append(relation)
    return groups


def _gap(relation: Relation) -> Decimal:
    return (relation.found or Decimal(0)) - (relation.expected or Decimal(0))


def _sum(document: Document, facts: Facts, defect: list[Relation]) -> Finding:
    relation = defect[0]
    assert relation.total is not None
    total = facts.numbers[relation.total].value or Decimal(0)
    values = [facts.numbers[p].value or Decimal(0) for p in relation.parts]
    gap = _gap(relation)
    template = messages.SUM_SHORT if gap > 0 and not relation.certain else messages.SUM
    unit = f" {relation.unit}" if relation.unit else ""
    message = template.format(total=shown(total), of_what=unit, arithmetic=addition(values), gap=shown(abs(gap)))
    above = [v for v in values if v > total]
    if above:
        message += messages.PART_ABOVE.format(part=shown(max(above)))
    for other in defect[1:]:
        message += f" Cùng chỗ sai này: {other.reading}."
    suggestion = _repair(facts, defect) or (messages.ASK_SUM if relation.certain else messages.ASK_SUM_OPEN)
    evidence = numbers_as_evidence(facts, [n for r in _by_shared(defect) for n in (r.total, *r.parts) if n is not None])
    shown_first = numbers_as_evidence(facts, [relation.total])
    evidence = [*shown_first, *(e for e in evidence if e not in shown_first)]
    severity: Severity = "error" if any(r.certain for r in defect) else "warning"
    return make(document, facts, "sum", severity, message, evidence, relation.expected, relation.found, suggestion)


def _by_shared(defect: list[Relation]) -> list[Relation]:
    return defect[:1] if len(defect) == 1 else defect


def repairs(facts: Facts) -> dict[int, set[Decimal]]:
    """Return, by number, the values that one slip of the pen away would mend a failing sum."""
    found: dict[int, set[Decimal]] = {}
    for relation in facts.relations:
        if relation.kind == "sum" and relation.verdict == "fails" and relation.total is not None:
            gap = _gap(relation)
            found.setdefault(relation.total, set()).add((facts.numbers[relation.total].value or Decimal(0)) - gap)
            for part in relation.parts:
                found.setdefault(part, set()).add((facts.numbers[part].value or Decimal(0)) + gap)
    return found


def _repair(facts: Facts, defect: list[Relation]) -> str | None:
    """Name the number whose one slip mends all relations of a defect, where there is only one such."""
    fits: set[tuple[int, Decimal]] | None = None
    for relation in defect:
        gap = _gap(relation)
        assert relation.total is not None
        options = {(relation.total, (relation.found or Decimal(0)) - gap)}
        options |= {(p, (facts.numbers[p].value or Decimal(0)) + gap) for p in relation.parts}
        good = {(n, v) for n, v in options if v >= 0 and one_slip(facts.numbers[n].value or Decimal(0), v)}
        fits = good if fits is None else fits & good
    if not fits or len(fits) > 1:
        return None
    number, right = next(iter(fits))
    wrong = shown(facts.numbers[number].value or Decimal(0))
    return f"{messages.REPAIR.format(right=shown(right), wrong=wrong)} {messages.ASK_SUM}"


def _order(document: Document, facts: Facts, relation: Relation) -> Finding:
    assert relation.total is not None
    part = max(relation.parts, key=lambda p: facts.numbers[p].value or Decimal(0))
    unit = f" {relation.unit}" if relation.unit else ""
    label = facts.measures[part].label
    message = messages.ORDER.format(
        part=shown(relation.found or Decimal(0)), part_of=f" ({label})" if label else "",
        total=shown(relation.expected or Decimal(0)), of_what=unit,
    )  # fmt: skip
    evidence = [*numbers_as_evidence(facts, [relation.total, part])]
    return make(document, facts, "sum", "error", message, evidence, relation.expected, relation.found, messages.ASK_SUM)


__all__ = ["Evidence", "check"]
