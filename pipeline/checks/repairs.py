"""Values that would mend a failing relation: by them two checks know that they see one defect."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.facts import Facts
from extractors.relations.relation import Relation


def by_others(facts: Facts) -> dict[int, set[Decimal]]:
    """Return, by number, what failing products, changes and balances say that should stand there."""
    found: dict[int, set[Decimal]] = {}
    for relation in facts.relations:
        told = relation.kind in ("product", "growth") and relation.verdict == "fails"
        if told and relation.total is not None and relation.expected is not None:
            found.setdefault(relation.total, set()).add(relation.expected)
        if relation.kind == "balance" and relation.verdict == "fails" and not told_by_sum(facts, relation):
            for number, right in rights_of_balance(facts, relation):
                found.setdefault(number, set()).add(right)
    return found


def told_by_sum(facts: Facts, relation: Relation) -> bool:
    """Whether a failing sum of two of its numbers or more shows the gap of a balance ("Tổng số" beside its columns)."""
    numbers = {operand.number for operand in relation.operands}
    gap = abs((relation.expected or Decimal(0)) - (relation.found or Decimal(0)))
    return any(
        len(numbers & {other.total, *other.parts}) > 1
        and abs((other.expected or Decimal(0)) - (other.found or Decimal(0))) == gap
        for other in facts.relations
        if other.kind == "sum" and other.verdict == "fails"
    )


def rights_of_balance(facts: Facts, relation: Relation) -> Iterator[tuple[int, Decimal]]:
    """Yield each number of a balance with the value that would let it hold."""
    gap = (relation.expected or Decimal(0)) - (relation.found or Decimal(0))
    for operand in relation.operands:
        if operand.number is not None:
            value = facts.numbers[operand.number].value or Decimal(0)
            yield operand.number, value + (-gap if operand.role in ("opening", "new") else gap)


def mends_sum(facts: Facts, relation: Relation, right: dict[int, set[Decimal]]) -> bool:
    """Whether a failing sum holds with a value of `right` in the place of one of its numbers."""
    gap = (relation.found or Decimal(0)) - (relation.expected or Decimal(0))
    signs = dict.fromkeys(relation.parts, 1) | ({relation.total: -1} if relation.total is not None else {})
    for number, sign in signs.items():
        written = facts.numbers[number].value or Decimal(0)
        if any((value - written) * sign == gap for value in right.get(number, ())):
            return True
    return False
