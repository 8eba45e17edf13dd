"""What a check found: rule, severity, where it stands, what is wrong and what to ask."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from extractors.document import Document, Span
from extractors.facts import Facts
from extractors.vietnamese import fold_key

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place that shows a finding, with the number that stands there (index) if one does."""

    span: Span
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Dismissed:
    """Why a finding does not count: what staff dismissed (`kind`), their reason, the rows of their table that fit."""

    kind: Literal["finding", "value", "rule"]
    reason: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect: `id` is stable over runs and positions, `evidence` the fewest places that show it.

    `relation` is the index of the failing relation that it tells. What is `dismissed` counts neither as error nor as
    warning, and is told with its reason.
    """

    id: str
    rule: str
    severity: Severity
    message: str
    evidence: tuple[Evidence, ...]
    expected: Decimal | None = None
    found: Decimal | None = None
    suggestion: str | None = None
    dismissed: Dismissed | None = None
    relation: int | None = None

    def of(self, relation: int) -> Finding:
        """Return the finding as what tells a failing relation."""
        return replace(self, relation=relation)

    def against(self, expected: Decimal | None, found: Decimal | None) -> Finding:
        """Return the finding with the amount that should stand there and the one that does."""
        return replace(self, expected=expected, found=found)


def make(
    document: Document,
    facts: Facts,
    rule: str,
    severity: Severity,
    message: str,
    evidence: Sequence[Evidence],
    suggestion: str,
) -> Finding:
    """Return a finding with its id made from rule and normalised evidence, never from positions."""
    words = [rule]
    for place in evidence:
        measure = facts.measures.get(place.number) if place.number is not None else None
        words += [fold_key(document.quote(place.span)), fold_key(measure.label) if measure else ""]
    digest = hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:12]
    return Finding(f"{rule}-{digest}", rule, severity, message, tuple(evidence[:8]), suggestion=suggestion)


def numbers_as_evidence(facts: Facts, numbers: Sequence[int]) -> list[Evidence]:
    """Return numbers as evidence, each once."""
    return [Evidence(facts.numbers[n].span, n) for n in dict.fromkeys(numbers)]
