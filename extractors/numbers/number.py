"""What is known of one printed number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from extractors.document import Span
from extractors.slots import fills_slots

Role = Literal["measure", "date", "period", "citation", "numbering", "slogan", "name", "other"]
Sign = Literal["=", ">=", "<=", ">", "<", "~"]


@fills_slots
@dataclass(frozen=True, slots=True)
class Number:
    """A digit-bearing token: where it stands, its role and, for quantities, its exact value.

    `step` is the worth of the last printed place (3.174: 1; 61,35: 0.01); `of` is n in "k of n"; `unit` is the
    unit printed right after the number, `end` where number and unit end; `when` is the ISO form of a date or
    period; `doubt` says what else the digits may mean; `rule` names the claim that gave the role.
    """

    span: Span
    role: Role
    rule: str
    value: Decimal | None = None
    step: Decimal = Decimal(1)
    of: Decimal | None = None
    unit: str | None = None
    end: int = 0
    sign: Sign = "="
    when: str | None = None
    doubt: str | None = None

    def moved(self, by: int) -> Number:
        """Return the number where it stands in a text that begins `by` characters earlier."""
        return replace(self, span=Span(self.span.start + by, self.span.end + by), end=self.end + by)

    @property
    def percent(self) -> bool:
        """Whether the number is a percentage."""
        return self.unit == "%"
