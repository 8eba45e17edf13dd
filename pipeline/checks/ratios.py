"""Pairs "k of n" with k above n, where n is a number of things there are, or with another rest (rule `ratio`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.document import Document
from extractors.facts import Facts
from extractors.lexicon import families, unit_kind
from extractors.lexicon.stages import stage_in
from extractors.relations.arithmetic import shown
from extractors.relations.relation import Relation
from pipeline.checks import messages
from pipeline.checks.finding import Evidence, Finding, Severity, make, numbers_as_evidence

#: units of which there are just n; of hectares, animals or money more than planned may be reached
_BOUNDED = frozenset({"unit", "village", "criterion", "school", "cell"})
_PLANNED = re.compile(
    r"(?<!\w)(?:kế hoạch|kh|chỉ tiêu|giao|dự kiến|nghị quyết|vượt|so với|cùng kỳ|dự toán|nhu cầu|đăng ký)(?!\w)"
)
#: "kết nạp 14/12 chỉ tiêu, vượt 16,7%" tells what was aimed at, not how many there are
_PASSED = re.compile(r"[^.;\d]{0,24}(?:vượt|(?:đạt|bằng|\()\s*1\d\d(?:,\d+)?\s*%)")
#: how far before a pair its deeds are told, and where a clause ends
_FAR, _CLAUSE = 60, re.compile(r"[,;:.()\d]")


def check(document: Document, facts: Facts) -> Iterator[Finding]:
    """Yield pairs that reach more than there is ("09/08 ấp"), then rests that are not what a pair leaves."""
    for index in facts.measures:
        if severity := _exceeds(document, facts, index):
            yield _exceeding(document, facts, index, severity)
    for index, relation in enumerate(facts.relations):
        if relation.kind == "ratio" and relation.verdict == "fails":
            yield _rest(document, facts, relation).of(index)


def _exceeds(document: Document, facts: Facts, index: int) -> Severity | None:
    """Return how sure it is that k of n reaches more than there is, None where it does not or may.

    Of other counts n may be a plan, which its sentence says or a percentage: then that is checked.
    """
    number, unit = facts.numbers[index], facts.measures[index].unit
    if number.of is None or number.value is None or number.value <= number.of:
        return None
    if families(unit) & _BOUNDED and not _PASSED.match(facts.folded, number.end):
        return "error"
    block = document.blocks[document.block_at(number.span.start)].span
    around = facts.folded[block.start : block.end]
    pairs = (n for n in facts.measures if facts.numbers[n].of is not None)
    if any(
        block.start <= (at := facts.numbers[n].span.start) <= number.span.start and _tells_two_deeds(facts, at)
        for n in pairs
    ):
        return None  # "án dân sự thụ lý và giải quyết 179/29 vụ; án hành chính 13/02 vụ"
    counted = unit_kind(unit) in ("count", "person") and "/" not in unit and "animal" not in families(unit)
    if not counted or _PLANNED.search(around):
        return None
    shared = any(r.kind == "percent" and any(o.number == index for o in r.operands) for r in facts.relations)
    return None if shared else "warning"


def _tells_two_deeds(facts: Facts, start: int) -> bool:
    """Whether two deeds stand before a pair, one for each of its figures ("thụ lý và giải quyết 330/178 vụ")."""
    first, _, second = facts.folded[max(0, start - _FAR) : start].rpartition(" và ")
    deeds = stage_in(_CLAUSE.split(first)[-1]), stage_in(second)
    return deeds == ("new", "closed") and not _CLAUSE.search(second)


def _exceeding(document: Document, facts: Facts, index: int, severity: Severity) -> Finding:
    number, unit = facts.numbers[index], facts.measures[index].unit
    part, whole = number.value or Decimal(0), number.of or Decimal(0)
    text = f"{document.quote(number.span)} {unit}"
    message = messages.RATIO.format(text=text, part=shown(part), whole=shown(whole))
    evidence = numbers_as_evidence(facts, [index])
    return make(document, facts, "ratio", severity, message, evidence, messages.ASK_SUM).against(whole, part)


def _rest(document: Document, facts: Facts, relation: Relation) -> Finding:
    pair, rest = relation.operands
    unit = f" {relation.unit}" if relation.unit else ""
    expected, found = relation.expected or Decimal(0), relation.found or Decimal(0)
    template = messages.REST if rest.number is not None else messages.REST_NAMED
    message = template.format(
        pair=pair.text,
        unit=unit,
        arithmetic=_left(facts, pair.number, expected),
        rest=" ".join(rest.text.split()),
        count=shown(found),
    )
    evidence = [Evidence(o.span, o.number) for o in (pair, rest) if o.span is not None]
    severity: Severity = "error" if relation.certain else "warning"
    finding = make(document, facts, "ratio", severity, message, evidence, messages.ASK_SUM)
    return finding.against(expected, found)


def _left(facts: Facts, pair: int | None, expected: Decimal) -> str:
    """What a pair leaves, with its arithmetic: "6 - 4 = 2"."""
    number = facts.numbers[pair] if pair is not None else None
    if number is None or number.of is None or number.value is None:
        return shown(expected)
    return f"{shown(number.of)} - {shown(number.value)} = {shown(expected)}"
