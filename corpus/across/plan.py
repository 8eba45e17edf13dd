"""What a folder shall hold: the figures told, and everything that an edit lets differ from the plain folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from corpus.across.told import Cell

#: how money is printed: millions, billions with three decimals, with one, whole đồng, or millions called billions
Money = Literal["triệu", "tỷ", "tỷ tròn", "đồng", "nhầm"]
#: unit and number of the period
Whose = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """Changes to a plain folder.

    `told`: figures of communes other than the true ones, which the district's sums follow unless `kept` holds them;
    the district's view of a commune has the unit `huyện>Tên`. `shift`: added to figures of the district.
    `left_out`: fields that a report lacks. `unlisted`: communes without a row in the district's tables.
    `period`: number of the period that a report names in place of its own. `notes`: sentences before the end.
    `money`: how a report prints money. `words`: path, old and new text. `dropped`: paths that are missing.
    `added`: further files by path.
    """

    told: Mapping[Cell, int] = field(default_factory=dict)
    kept: frozenset[Cell] = frozenset()
    shift: Mapping[tuple[int, str], int] = field(default_factory=dict)
    left_out: frozenset[tuple[str, int, str]] = frozenset()
    unlisted: frozenset[Whose] = frozenset()
    period: Mapping[Whose, int] = field(default_factory=dict)
    notes: tuple[tuple[str, int, str], ...] = ()
    money: Mapping[Whose, Money] = field(default_factory=dict)
    words: tuple[tuple[str, str, str], ...] = ()
    dropped: frozenset[str] = frozenset()
    added: Mapping[str, str] = field(default_factory=dict)

    def and_(self, other: Plan) -> Plan:
        """Return both; where both change the same, the other one wins."""
        return replace(
            self,
            told={**self.told, **other.told},
            kept=self.kept | other.kept,
            shift={**self.shift, **other.shift},
            left_out=self.left_out | other.left_out,
            unlisted=self.unlisted | other.unlisted,
            period={**self.period, **other.period},
            notes=self.notes + other.notes,
            money={**self.money, **other.money},
            words=self.words + other.words,
            dropped=self.dropped | other.dropped,
            added={**self.added, **other.added},
        )


PLAIN = Plan()
