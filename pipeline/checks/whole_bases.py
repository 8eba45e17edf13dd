"""Counts with shares that no whole number of things gives (rule `granularity`): 15 is 36,7% of no whole number.

Worth a look only: a base may be an average that nobody calls so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal

from extractors.document import Document
from extractors.facts import Facts
from extractors.lexicon import unit_kind
from extractors.relations.arithmetic import shown
from extractors.relations.relation import Relation
from extractors.relations.shares.quotients import UNNAMED
from pipeline.checks import messages
from pipeline.checks.finding import Finding, make, numbers_as_evidence

#: words of averages, whose bases need not be whole, and of plans
_OTHER = re.compile(r"(?<!\w)(?:bình quân|trung bình|kế hoạch|dự toán|chỉ tiêu)(?!\w)")
#: fewer things are a share of some whole number by chance or of none by rounding
_LEAST = 3
#: how many characters around a share are read
_AROUND = 60


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield each share of a base that nobody names and that no whole number can be, rounded or cut off."""
    for relation in facts.relations:
        if relation.kind == "percent" and relation.verdict == "undecided" and relation.missing == UNNAMED:
            found = _finding(document, facts, relation)
            if found is not None:
                yield found


def _finding(document: Document, facts: Facts, relation: Relation) -> Finding | None:
    share = next((o.number for o in relation.operands if o.role == "share"), None)
    if share is None or len(relation.parts) != 1 or not _are_exact(facts, relation.parts[0], share):
        return None
    part, printed = facts.numbers[relation.parts[0]], facts.numbers[share]
    count, value = part.value or Decimal(0), printed.value or Decimal(0)
    below = (count * 100 / max(value - printed.step, printed.step)).to_integral_value(ROUND_FLOOR)
    if below * (value + printed.step) > count * 100 or below < count or value <= printed.step:
        return None
    shares = [
        f"{shown(count)}/{shown(n)} = {shown((count * 100 / n).quantize(printed.step))}%" for n in (below, below + 1)
    ]
    message = messages.WHOLE_BASE.format(count=shown(count), percent=shown(value), below=shares[0], above=shares[1])
    evidence = numbers_as_evidence(facts, [relation.parts[0], share])
    return make(document, facts, "granularity", "info", message, evidence, messages.ASK_WHOLE_BASE)


def _are_exact(facts: Facts, part: int, share: int) -> bool:
    """Whether a whole count of things and a share with decimals are both told as they are."""
    count, printed = facts.numbers[part], facts.numbers[share]
    if count.value is None or count.value != int(count.value) or count.value < _LEAST or count.of is not None:
        return False
    around = facts.folded[max(0, count.span.start - _AROUND) : printed.end + _AROUND]
    counted = unit_kind(facts.measures[part].unit) in ("count", "person", "unknown")
    exact = count.sign == printed.sign == "=" and printed.step < 1 and bool(printed.value)
    return exact and counted and not _OTHER.search(around)
