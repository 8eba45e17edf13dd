"""What scoring a report gives: things counted by family, and misses by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: families whose gold or record names none
NO_FAMILY = "–"


@dataclass(frozen=True, slots=True)
class Count:
    """One thing more of a name ("numbers", "role_ok") in a family (a role, a metric family, a rule)."""

    name: str
    family: str = NO_FAMILY


@dataclass(frozen=True, slots=True)
class Miss:
    """What was read wrong: the figure that it costs, its place in gold, what stands there, and how it was read.

    `figure`, `report`, `line` and `what` are its identity from run to run; `detail` may change.
    """

    figure: str
    report: str
    line: int | None
    what: str
    detail: str = ""

    @property
    def name(self) -> str:
        """What the history knows it by."""
        place = self.report if self.line is None else f"{self.report} {self.line}"
        return f"{self.figure} {place}: {self.what}"


Event = Count | Miss
#: how many of a name in a family
Counts = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Scored:
    """The counts and misses of one report, or of several together."""

    counts: Counts
    misses: tuple[Miss, ...]


def when(condition: object, name: str, family: str = NO_FAMILY) -> Iterator[Count]:
    """Count one of a name if something is so."""
    if condition:
        yield Count(name, family)


def collect(events: Iterable[Event]) -> Scored:
    """Return what events amount to."""
    counts: Counts = Counter()
    misses: list[Miss] = []
    for event in events:
        if isinstance(event, Miss):
            misses.append(event)
        else:
            counts[event.name, event.family] += 1
    return Scored(counts, tuple(misses))


def together(scored: Iterable[Scored]) -> Scored:
    """Return the sum of what several reports gave."""
    counts: Counts = Counter()
    misses: list[Miss] = []
    for one in scored:
        counts.update(one.counts)
        misses += one.misses
    return Scored(counts, tuple(misses))


def pooled(counts: Counts, name: str) -> int:
    """Return how many of a name there are in all families."""
    return sum(count for (counted, _), count in counts.items() if counted == name)
