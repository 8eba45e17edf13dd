"""Parts against totals (rules `sum`, and parts above their whole)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.document import Document
from extractors.facts import Facts
from extractors.numbers.slips import one_slip
from extractors.relations.arithmetic import addition, shown
from extractors.relations.relation import Relation
from pipeline.checks import messages
from pipeline.checks.finding import Finding, Severity, make, numbers_as_evidence
from pipeline.checks.repairs import by_others, mends_sum


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield one finding for each defect among the sums; a slip in a table fails its row and its column once."""
    failing = [r for r in facts.relations if r.kind == "sum" and r.verdict == "fails"]
    elsewhere = by_others(facts)
    for defect in _defects([r for r in failing if not mends_sum(facts, r, elsewhere)]):
        yield _sum(document, facts, defect)
    told = {number for r in failing for number in (r.total, *r.parts)}
    for relation in facts.relations:
        fails = relation.kind == "order" and relation.verdict == "fails"
        if fails and told.isdisjoint((relation.total, _largest(facts, relation))):
            yield _order(document, facts, relation)


def _largest(facts: Facts, relation: Relation) -> int:
    """Return the largest part of a relation."""
    return max(relation.parts, key=lambda part: value_of(facts, part))


def _defects(failing: list[Relation]) -> list[list[Relation]]:
    """Group failing sums that share a number and a gap: one slip made them all."""
    groups: list[list[Relation]] = []
    for relation in failing:
        home = next((group for group in groups if any(_same_defect(relation, other) for other in group)), None)
        if home is None:
            groups.append([relation])
        else:
            home.append(relation)
    return groups


def _same_defect(one: Relation, other: Relation) -> bool:
    numbers = {one.total, *one.parts} & {other.total, *other.parts}
    return bool(numbers) and abs(_gap(one)) == abs(_gap(other))


def _gap(relation: Relation) -> Decimal:
    return (relation.found or Decimal(0)) - (relation.expected or Decimal(0))


def _total(relation: Relation) -> int:
    """Return the number that the parts of a sum should make; raises ValueError for a relation without one."""
    if relation.total is None:
        raise ValueError(f"a relation of kind {relation.kind} without its total")
    return relation.total


def value_of(facts: Facts, number: int) -> Decimal:
    """Return the value of a number, 0 where it has none."""
    return facts.numbers[number].value or Decimal(0)


def _sum(document: Document, facts: Facts, defect: list[Relation]) -> Finding:
    relation = defect[0]
    message = _sum_message(facts, relation)
    for other in defect[1:]:
        message += messages.SUM_SAME.format(reading=other.reading)
    culprit = _culprit(facts, defect)
    suggestion = _repair(facts, culprit) or (messages.ASK_SUM if relation.certain else messages.ASK_SUM_OPEN)
    named = [] if culprit is None else [culprit[0]]
    totals = [_total(r) for r in defect]
    evidence = numbers_as_evidence(facts, [totals[0], *named, *totals, *(n for r in defect for n in r.parts)])
    severity: Severity = "error" if any(r.certain for r in defect) else "warning"
    finding = make(document, facts, "sum", severity, message, evidence, suggestion)
    return finding.against(relation.expected, relation.found)


def _sum_message(facts: Facts, relation: Relation) -> str:
    total = value_of(facts, _total(relation))
    values = [value_of(facts, part) for part in relation.parts]
    gap = _gap(relation)
    template = messages.SUM_SHORT if gap > 0 and not relation.certain else messages.SUM
    unit = f" {relation.unit}" if relation.unit else ""
    message = template.format(total=shown(total), of_what=unit, arithmetic=addition(values), gap=shown(abs(gap)))
    above = [v for v in values if v > total]
    if above:
        message += messages.PART_ABOVE.format(part=shown(max(above)))
    return message


def repairs(facts: Facts) -> dict[int, set[Decimal]]:
    """Return, by number, the values that one slip of the pen away would mend a failing sum."""
    found: dict[int, set[Decimal]] = {}
    for relation in facts.relations:
        if relation.kind == "sum" and relation.verdict == "fails" and relation.total is not None:
            gap = _gap(relation)
            found.setdefault(relation.total, set()).add(value_of(facts, relation.total) - gap)
            for part in relation.parts:
                found.setdefault(part, set()).add(value_of(facts, part) + gap)
    return found


def _culprit(facts: Facts, defect: list[Relation]) -> tuple[int, Decimal] | None:
    """Return the one number that alone mends all relations of a defect, with its right value.

    Where a row and a column of a table fail together it is the cell in which they cross; else it must be a slip of
    the pen, and the only one.
    """
    fits: set[tuple[int, Decimal]] | None = None
    for relation in defect:
        gap = _gap(relation)
        options = {(_total(relation), (relation.found or Decimal(0)) - gap)}
        options |= {(part, value_of(facts, part) + gap) for part in relation.parts}
        good = {(n, v) for n, v in options if v >= 0}
        fits = good if fits is None else fits & good
    slips = {(n, v) for n, v in fits or () if one_slip(value_of(facts, n), v)}
    chosen = fits if fits and len(fits) == 1 and len(defect) > 1 else slips
    return next(iter(chosen)) if chosen and len(chosen) == 1 else None


def _repair(facts: Facts, culprit: tuple[int, Decimal] | None) -> str | None:
    """Return what to say of the number that is probably wrong."""
    if culprit is None:
        return None
    number, right = culprit
    wrong = shown(value_of(facts, number))
    return f"{messages.REPAIR.format(right=shown(right), wrong=wrong)} {messages.ASK_SUM}"


def _order(document: Document, facts: Facts, relation: Relation) -> Finding:
    part = _largest(facts, relation)
    label = facts.measures[part].label
    message = messages.ORDER.format(
        part=shown(relation.found or Decimal(0)),
        part_of=f" ({label})" if label else "",
        total=shown(relation.expected or Decimal(0)),
        of_what=f" {relation.unit}" if relation.unit else "",
    )
    evidence = numbers_as_evidence(facts, [_total(relation), part])
    severity: Severity = "error" if relation.certain else "warning"
    finding = make(document, facts, "sum", severity, message, evidence, messages.ASK_SUM)
    return finding.against(relation.expected, relation.found)
