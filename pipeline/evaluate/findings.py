"""Findings: gold's found, shown with their numbers, and alarms that nothing in gold excuses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pipeline.evaluate.counts import Count, Event, Miss, when
from pipeline.evaluate.gold import GoldFinding
from pipeline.evaluate.printed import as_number, printed_number
from pipeline.export.record_types import FindingRecord, NumberRecord, Record

_RAISED = frozenset({"error", "warning"})
#: a finding whose evidence is spread over more lines than this stands where it says
_FEW_LINES = 10
#: how many of gold's numbers a finding must show to be the same finding
_SHOWN = 2

#: rules that look at the same defect from different sides: an alarm is excused only by gold of its own kind
_KINDS = (
    frozenset(
        {
            *("sum", "table", "identity", "percent", "distribution", "ratio"),
            *("growth", "granularity", "repeat", "cross"),
        }
    ),
    frozenset({"citation", "stale-law", "date"}),
    frozenset({"name", "spelling"}),
    frozenset({"header", "format", "numbering"}),
)


def score_findings(report: str, gold: Sequence[GoldFinding], record: Record) -> Iterator[Event]:
    """Count gold's errors and warnings that are raised, those shown with their numbers, and false alarms."""
    numbers = {number.id: number for number in record.numbers}
    raised = [finding for finding in record.findings if finding.severity in _RAISED]
    for wanted in gold:
        if wanted.severity in _RAISED and not wanted.optional:
            yield from _wanted(report, wanted, raised, numbers)
    for finding in raised:
        yield Count("alarms", finding.rule)
        if any(_excuses(one, finding, numbers) for one in gold):
            yield Count("alarms_ok", finding.rule)
        else:
            yield Count("false_alarms", finding.rule)
            yield Miss("false_alarms", report, finding.line, finding.rule, finding.message)


def _wanted(
    report: str, gold: GoldFinding, raised: Sequence[FindingRecord], numbers: Mapping[str, NumberRecord]
) -> Iterator[Event]:
    rules = gold.type.split("|")
    hits = [finding for finding in raised if finding.rule in rules and _touch(gold, finding)]
    about = values(gold)
    right = any(len(said(finding, numbers) & about) >= min(_SHOWN, len(about)) for finding in hits)
    yield Count("finding_gold", rules[0])
    yield from when(hits, "finding_ok", rules[0])
    yield from when(right, "finding_right", rules[0])
    if gold.severity == "error":
        yield Count("error_gold", rules[0])
        yield from when(right, "error_ok", rules[0])
    if not right:
        why = gold.explain_vi or gold.explain
        yield Miss("finding_right" if hits else "finding_recall", report, gold.line, gold.type, why)


def _excuses(gold: GoldFinding, finding: FindingRecord, numbers: Mapping[str, NumberRecord]) -> bool:
    """A remark excuses only what speaks of its numbers; a defect everything of its kind at its place."""
    if not _touch(gold, finding) or not any(_alike(finding.rule, rule) for rule in gold.type.split("|")):
        return False
    about = values(gold)
    return not about or gold.severity != "info" or not about.isdisjoint(said(finding, numbers))


def _alike(rule: str, other: str) -> bool:
    return rule == other or any(rule in kind and other in kind for kind in _KINDS)


def _touch(gold: GoldFinding, finding: FindingRecord) -> bool:
    return not gold.line or not near(gold).isdisjoint(touched(finding))


def near(gold: GoldFinding) -> frozenset[int]:
    """Return the lines where a finding shows that it means this one: gold's own and those beside them."""
    return frozenset(line + step for line in (gold.line, *gold.lines) if line for step in (-1, 0, 1))


def touched(finding: FindingRecord) -> frozenset[int]:
    """Return the lines of a finding and its evidence."""
    lines = frozenset(line for line in (finding.line, *(e.line for e in finding.evidence)) if line)
    own = frozenset({finding.line} if finding.line is not None else ())
    return lines if len(lines) <= _FEW_LINES else own


def values(gold: GoldFinding) -> frozenset[Decimal]:
    """Return the numbers that a gold finding is about."""
    return _numbers(as_number(value) for value in gold.values)


def said(finding: FindingRecord, numbers: Mapping[str, NumberRecord]) -> frozenset[Decimal]:
    """Return the numbers that a finding shows: what it expects and found, and those of its evidence."""
    shown = [as_number(finding.expected), as_number(finding.found)]
    for evidence in finding.evidence:
        number = numbers.get(evidence.number or "")
        shown += [as_number(number.value), as_number(number.of)] if number else []
        shown.append(printed_number(evidence.text))
    return _numbers(iter(shown))


def _numbers(found: Iterator[Decimal | None]) -> frozenset[Decimal]:
    return frozenset(number for number in found if number is not None)
