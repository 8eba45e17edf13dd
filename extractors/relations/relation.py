"""A relation between numbers, its readings, and its verdict of three values."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from extractors.document import Span
from extractors.slots import fills_slots

Verdict = Literal["holds", "fails", "undecided"]
Source = Literal["cue", "layout", "identity"]
RelationKind = Literal[
    "sum",
    "balance",
    "difference",
    "product",
    "order",
    "percent",
    "distribution",
    "ratio",
    "growth",
    "repeat",
    "enumeration",
]


@fills_slots
@dataclass(frozen=True, slots=True)
class Operand:
    """A number (by index) or a piece of text in a relation, and what it is there."""

    number: int | None
    text: str
    role: str
    span: Span | None = None


@fills_slots
@dataclass(frozen=True, slots=True)
class Reading:
    """One way a relation may be meant: its arithmetic in a line, why so, and what comes out."""

    arithmetic: str
    why: str
    verdict: Verdict
    parts: tuple[int, ...] = ()
    total: int | None = None


@fills_slots
@dataclass(frozen=True, slots=True)
class Relation:
    """What should hold: the reading that counts, all that were tried, and how sure a failure is.

    `expected` is what the total or share should be, `found` what is printed; `certain` is False where a
    failing relation asks for explanation only (short by little in a list that may be open), `remark` True where it
    is worth a look only: a rule behind it is not verified; `tied` where words and place alone tell what belongs to it.
    """

    kind: RelationKind
    source: Source
    total: int | None
    parts: tuple[int, ...]
    operands: tuple[Operand, ...]
    unit: str | None
    exhaustive: bool | None
    verdict: Verdict
    reading: str
    tried: tuple[Reading, ...] = ()
    missing: str | None = None
    expected: Decimal | None = None
    found: Decimal | None = None
    certain: bool = True
    notes: tuple[str, ...] = field(default=())
    remark: bool = False
    tied: bool = False
