"""Under which headings something stands: "mục II.1.2", "phần “PHỤ LỤC 3”", what follows the recipients."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.sections import Section
from pipeline.analysis import Analysis
from pipeline.export.audit.letters import shortened
from pipeline.export.packing import clean

_LONGEST_NAME, _LONGEST_TITLE = 60, 110
_EDGES = " .)/-–:*_"
_FOOT = re.compile(r"nơi nhận\s*:")
_ATTACHED = "phần kèm theo"


@dataclass(frozen=True, slots=True)
class Headings:
    """The sections of a report, also annexes without headings of their own, and where its recipients are listed."""

    sections: tuple[Section, ...]
    feet: tuple[int, ...]

    def label(self, offset: int) -> str:
        """Return the printed numbers of the headings above a character, "" where there are none.

        Behind the recipients, and before a heading there, it is what is attached.
        """
        section = self._at(offset)
        start = section.span.start if section else -1
        if any(start < foot < offset for foot in self.feet):
            return _ATTACHED
        return self._numbers(section) if section else ""

    def title(self, offset: int) -> str:
        """Return the numbers above a character, with the title of the innermost heading."""
        label = self.label(offset)
        section = self._at(offset)
        if section and label != _ATTACHED and section.number.strip(_EDGES) and section.title:
            label = f"{label}. {clean(section.title)}"
        return shortened(capital(label), _LONGEST_TITLE)

    def _at(self, offset: int) -> Section | None:
        found = bisect_right(self.sections, offset, key=lambda section: section.span.start)
        return self.sections[found - 1] if found else None

    def _numbers(self, section: Section) -> str:
        """The printed numbers of a heading and of those above it, its title where it has none."""
        if not section.number.strip(_EDGES):
            return f"phần “{shortened(clean(section.title), _LONGEST_NAME)}”"
        chain = [one for one in self._chain(section) if one.number.strip(_EDGES)]
        parts = [clean(one.number).strip(_EDGES) for one in chain if one.style == "part"]
        numbers = [clean(one.number).strip(_EDGES) for one in chain if one.style != "part"]
        return ", ".join([*parts, *([f"mục {'.'.join(_own(numbers))}"] if numbers else [])])

    def _chain(self, section: Section) -> list[Section]:
        by_id = {one.id: one for one in self.sections}
        chain, parent = [section], section.parent
        while parent is not None and parent in by_id and len(chain) < len(by_id):
            chain.insert(0, by_id[parent])
            parent = chain[0].parent
        return chain


def headings_of(analysis: Analysis) -> Headings:
    """Return the headings of a report."""
    feet = tuple(match.start() for match in _FOOT.finditer(analysis.facts.folded))
    return Headings(analysis.facts.sections, feet)


def capital(text: str) -> str:
    """Return text with its first letter large."""
    return text[:1].upper() + text[1:]


def _own(numbers: Sequence[str]) -> Iterator[str]:
    """The numbers of a chain without those that the next repeats: "2.4" before "2.4.1"."""
    for number, below in zip(numbers, [*numbers[1:], ""], strict=True):
        if not re.match(rf"{re.escape(number)}\.\d", below):
            yield number
