"""Values that would mend a failing relation: by them two checks know that they see one defect."""

from __future__ import annotations

from decimal import Decimal

from extractors.facts import Facts
from extractors.relations.relation import Relation


def by_products(facts: Facts) -> dict[int, set[Decimal]]:
    """Return, by number, what failing products and changes say that should stand there."""
    found: dict[int, set[Decimal]] = {}
    for relation in facts.relations:
        told = relation.kind in ("product", "growth") and relation.verdict == "fails"
        if told and relation.total is not None and relation.expected is not None:
            found.setdefault(relation.total, set()).add(relation.expected)
    return found


def mends_sum(facts: Facts, relation: Relation, right: dict[int, set[Decimal]]) -> bool:
    """Whether a failing sum holds with a value of `right` in the place of one of its numbers."""
    gap = (relation.found or Decimal(0)) - (relation.expected or Decimal(0))
    signs = dict.fromkeys(relation.parts, 1) | ({relation.total: -1} if relation.total is not None else {})
    for number, sign in signs.items():
        written = facts.numbers[number].value or Decimal(0)
        if any((value - written) * sign == gap for value in right.get(number, ())):
            return True
    return False
