"""A report being written: its lines, with a mark on every figure printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure printed in a report: the line (from 1), whose figure it is, its key and what stands there."""

    line: int
    unit: str
    key: str
    printed: str


@dataclass(frozen=True, slots=True)
class Written:
    """A report written: the path in its folder, the text, the unit and number of period, the figures in it."""

    path: str
    unit: str
    number: int
    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Lines that grow; the one place where something is added to."""

    lines: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def add(self, line: str = "") -> None:
        """Add a line without figures of the unit."""
        self.lines.append(line)

    def fill(self, sentence: str, unit: str, slot: Callable[[str], tuple[str, str]], words: Mapping[str, str]) -> None:
        """Add a line whose slots are filled; `slot` gives the number printed and the unit after it."""
        marks: list[Mark] = []

        def filled(match: re.Match[str]) -> str:
            key = match[1]
            if key in words:
                return words[key]
            number, after = slot(key)
            marks.append(Mark(len(self.lines) + 1, unit, key, number))
            return number + after

        self.lines.append(_SLOT.sub(filled, sentence))
        self.marks.extend(marks)


Values = Mapping[str, Decimal]
