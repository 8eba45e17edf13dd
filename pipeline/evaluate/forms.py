"""The record of a Word or PDF form in the lines of gold, which are those of the report's text form.

Printed texts of numbers are the same in every form, and so is their order, nearly. They show where each block of the
form stands in gold; findings and headings follow.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from pipeline.evaluate.gold import Gold, GoldNumber
from pipeline.evaluate.order import Matches, between, in_order, moved, rising, settled, turned
from pipeline.evaluate.printed import has_digit, normal
from pipeline.evaluate.units import same_unit
from pipeline.export.record_types import EvidenceRecord, FindingRecord, NumberRecord, Record, SectionRecord


@dataclass(frozen=True, slots=True)
class Aligned:
    """A record with gold's lines, the lines that are rows of tables, and the numbers found on one side only."""

    record: Record
    tables: frozenset[int]
    only_gold: tuple[GoldNumber, ...]
    only_found: tuple[NumberRecord, ...]


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines of a form and gold's lines for them, where numbers and headings show it; `order`: those not moved."""

    known: Mapping[int, int]
    order: tuple[int, ...]

    def gold(self, line: int, expected: Iterable[int] = ()) -> int:
        """Gold's line for one of the form: known, or counted on from the last known one.

        Blank lines make that uncertain up to the next known one: a line expected there is taken.
        """
        if line in self.known:
            return self.known[line]
        low, guess, high = self._about(line)
        return min((one for one in expected if low <= one <= high), key=lambda one: abs(one - guess), default=guess)

    def _about(self, line: int) -> tuple[int, int, int]:
        """The last known line of gold before it, a guess, the next known one."""
        after = bisect_right(self.order, line)
        following = self.order[after] if after < len(self.order) else None
        high = self.known[following] if following is not None else sys.maxsize
        if not after:
            return 1, max(1, high - (following - line)) if following is not None else line, high
        last = self.order[after - 1]
        return self.known[last], min(self.known[last] + line - last, high), high


def align(gold: Gold, record: Record) -> Aligned:
    """Return a record of another form with its numbers, headings and findings in gold's lines."""
    found = [number for number in record.numbers if has_digit(number.text)]
    numbers = match_numbers(gold.numbers, found)
    heads = _match_sections(gold, record.sections)
    anchors = [(found[j].line, gold.numbers[i].line) for i, j in numbers.items()]
    anchors += [(record.sections[j].line, gold.sections[i].line or 0) for i, j in heads.items()]
    lines = _lines(anchors)
    at = {found[j].id: gold.numbers[i] for i, j in numbers.items()}
    return Aligned(
        record=_placed(record, gold, at, lines, {j: gold.sections[i].line for i, j in heads.items()}),
        tables=frozenset(gold.numbers[i].line for i, j in numbers.items() if found[j].table),
        only_gold=tuple(number for i, number in enumerate(gold.numbers) if i not in numbers),
        only_found=tuple(number for number in found if number.id not in at),
    )


def match_numbers(gold: Sequence[GoldNumber], found: Sequence[NumberRecord]) -> Matches:
    """Return which gold number is which of a record: by text and order, and where texts repeat by label and unit."""
    ours, theirs = [normal(number.text) for number in gold], [normal(number.text) for number in found]

    def fits(i: int, j: int) -> int:
        return _agreement(gold[i], found[j]) if ours[i] == theirs[j] else -1

    matches = settled(in_order(ours, theirs), len(gold), fits)
    matches = turned(settled(turned(matches), len(found), lambda j, i: fits(i, j)))
    return moved(ours, theirs, matches)


def _agreement(gold: GoldNumber, found: NumberRecord) -> int:
    """How much two numbers of the same text have in common: words of their labels, and the unit."""
    words = set(normal(gold.label).split()) & set(normal(found.label).split())
    unit = bool(gold.unit) and bool(found.unit) and same_unit(gold.unit, found.unit)
    return 2 * len(words) + unit


def _match_sections(gold: Gold, found: Sequence[SectionRecord]) -> Matches:
    """By number and title, and between those by number alone: a title may be cut elsewhere."""
    ours, theirs = ([(_number(s.number), normal(s.title)) for s in sections] for sections in (gold.sections, found))
    return between([number for number, _ in ours], [number for number, _ in theirs], in_order(ours, theirs))


def _number(printed: str | None) -> str:
    return normal(printed).rstrip(".)")


def _lines(anchors: Iterable[tuple[int, int]]) -> _Lines:
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    for line, of_gold in anchors:
        votes[line][of_gold] += 1
    known = {line: _most(each) for line, each in votes.items()}
    lines = sorted(known)
    return _Lines(known, tuple(lines[at] for at in rising([known[line] for line in lines])))


def _most(votes: Mapping[int, int]) -> int:
    return min(votes, key=lambda line: (-votes[line], line))


def _placed(
    record: Record, gold: Gold, at: Mapping[str, GoldNumber], lines: _Lines, heads: Mapping[int, int | None]
) -> Record:
    numbers = [_number_at(number, at.get(number.id), lines) for number in record.numbers]
    sections = [replace(s, line=heads.get(j) or lines.gold(s.line)) for j, s in enumerate(record.sections)]
    findings = [_finding_at(finding, gold, at, lines) for finding in record.findings]
    return replace(record, numbers=numbers, sections=sections, findings=findings)


def _number_at(number: NumberRecord, gold: GoldNumber | None, lines: _Lines) -> NumberRecord:
    if gold is None:
        return replace(number, line=lines.gold(number.line))
    return replace(number, line=gold.line, col=number.col if gold.col is None else gold.col)


def _finding_at(finding: FindingRecord, gold: Gold, at: Mapping[str, GoldNumber], lines: _Lines) -> FindingRecord:
    """A finding stands where its numbers do; one that shows none, about where gold has one of its rule."""
    expected = [one.line for one in gold.findings if one.line and finding.rule in one.type.split("|")]

    def of_evidence(one: EvidenceRecord) -> int:
        number = at.get(one.number or "")
        return number.line if number else lines.gold(one.line, expected)

    evidence = [replace(one, line=of_evidence(one)) for one in finding.evidence]
    own = finding.line
    if own is not None:
        shown = [new.line for old, new in zip(finding.evidence, evidence, strict=True) if old.line == own]
        own = shown[0] if shown else lines.gold(own, expected)
    return replace(finding, line=own, evidence=evidence)
