"""The search for the places of communes that add up to a place of their district.

The first guess goes by words; where its sums do not come out, a few places at a time are put right by what is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from math import log, log2

from pipeline.compare.amounts import Amount, total
from pipeline.compare.figures import Figure
from pipeline.compare.spans import Months
from pipeline.compare.spots import Author, Spot, own_places

#: places of each commune that are tried
_TRIED = 4
#: bits by which sums that come out must beat the ways that were tried
_ENOUGH = 10.0
#: units in which nothing is counted; how like the words of places must be that count in units of two names
_MEASURED, _ALIKE = ("đồng", "m2", "kg", "m", "%"), 0.5
#: so many guesses may be put right at once
_PUT_RIGHT = 2
#: wordings among which three may be put right
_WORDINGS = 6


@dataclass(frozen=True, slots=True)
class Time:
    """A span that a district and all of its communes report: the number of the paper of each."""

    span: Months
    above: int
    below: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Sum:
    """A place of a district and one of each commune, and how many ways were tried before it came out."""

    place: str
    own: Mapping[str, str]
    tried: int


def weights(above: Author, communes: Mapping[str, Author]) -> Mapping[str, float]:
    """What a word of a label tells: the rarer, the more."""
    spots = [spot for author in (above, *communes.values()) for _, spot in own_places(author)]
    counts = Counter(word for spot in spots for word in spot.words)
    return {word: log(1 + len(spots) / count) for word, count in counts.items()}


def options(whole: Spot, author: Author, weight: Mapping[str, float]) -> list[str]:
    """The places of a commune that may belong to a figure of the district, the likest first."""
    when = whole.figure.when
    near = [(place, spot) for place, spot in own_places(author) if spot.figure.when == when]
    near = [(place, spot) for place, spot in near if spot.unit == whole.unit or _counted_alike(whole, spot, weight)]
    ranked = sorted(near, key=lambda one: (-_likeness(whole, one[1], weight), one[0]))
    return [place for place, _ in ranked[:_TRIED]]


def _counted_alike(one: Spot, other: Spot, weight: Mapping[str, float]) -> bool:
    """Whether two places count one thing in units of two names: their words are mostly the same."""
    counted = not {one.unit, other.unit} & set(_MEASURED)
    return counted and bool(one.words & other.words) and _likeness(one, other, weight) >= _ALIKE


def _likeness(one: Spot, other: Spot, weight: Mapping[str, float]) -> float:
    both = sum(weight.get(word, 0) for word in one.words & other.words)
    either = sum(weight.get(word, 0) for word in one.words | other.words) or 1.0
    title = len(one.title & other.title) / max(1, len(one.title | other.title))
    return both / either + title / 2


@dataclass(frozen=True, slots=True)
class Search:
    """The search for the places that add up to a place of the district."""

    above: Author
    communes: Mapping[str, Author]
    times: Sequence[Time]
    place: str
    options: Mapping[str, Sequence[str]]
    guesses: Sequence[Mapping[str, str]]

    def found(self) -> Sum | None:
        """Return the places that make the sums come out most often, None where chance may have done it."""
        first = {unit: places[0] for unit, places in self.options.items()}
        best: tuple[float, Sum] | None = None
        for tried, own in self._ways(first):
            bits = self._bits(own)
            if bits > 0 and (best is None or bits > best[0]):
                best = bits, Sum(self.place, own, tried)
            if tried <= 1 + len(self.guesses) and best is not None:
                break
        if best is None or best[0] - log2(best[1].tried) < _ENOUGH:
            return None
        return best[1]

    def _ways(self, first: Mapping[str, str]) -> Iterator[tuple[int, Mapping[str, str]]]:
        """The first guess, then those that differ from it in a few communes and bring at least one sum right."""
        yield 1, first
        yield from enumerate(self.guesses, 2)
        gaps = [(time, gap) for time in self.times if (gap := self._gap(first, time)) is not None]
        changes = [(unit, place) for unit, places in self.options.items() for place in places[1:]]
        more = [
            {
                (at, unit, place): added
                for unit, place in changes
                if (added := self._more(first, unit, place, time)) is not None
            }
            for at, (time, _) in enumerate(gaps)
        ]
        tried = 1 + len(self.guesses)
        for count in range(1, _PUT_RIGHT + 1):
            for some in combinations(changes, count):
                tried += 1
                if len({unit for unit, _ in some}) == count and self._closes(gaps, more, some):
                    yield tried, {**first, **dict(some)}
        for together in self._together():
            tried += 1
            if self._closes(gaps, more, together):
                yield tried, {**first, **dict(together)}

    def _together(self) -> Iterator[tuple[tuple[str, str], ...]]:
        """Changes of all communes in the same words at once, of up to three wordings."""
        alike: dict[tuple[str, ...], list[str]] = {}
        for unit, places in self.options.items():
            alike.setdefault(tuple(places), []).append(unit)
        changes = [
            (at, tuple((u, place) for u in units))
            for at, (places, units) in enumerate(alike.items())
            for place in places[1:]
        ]
        for count in (1, 2, 3) if len(alike) <= _WORDINGS else (1, 2):
            for some in combinations(changes, count):
                if len({at for at, _ in some}) == count and sum(len(one) for _, one in some) > _PUT_RIGHT:
                    yield tuple(one for _, own in some for one in own)

    def _closes(
        self,
        gaps: Sequence[tuple[Time, Decimal]],
        more: Sequence[Mapping[tuple[int, str, str], Decimal]],
        some: Sequence[tuple[str, str]],
    ) -> bool:
        """Whether changes close the gaps of two times at least."""
        good = 0
        for at, (_, gap) in enumerate(gaps):
            added = [more[at].get((at, unit, place)) for unit, place in some]
            if all(one is not None for one in added) and sum(one for one in added if one is not None) == gap:
                good += 1
        return good > 1

    def _gap(self, own: Mapping[str, str], time: Time) -> Decimal | None:
        figures = figures_at(Sum(self.place, own, 1), self.above, self.communes, time)
        return figures[0].amount.said - sum(f.amount.said for f in figures[1:]) if figures else None

    def _more(self, first: Mapping[str, str], unit: str, place: str, time: Time) -> Decimal | None:
        author, at = self.communes[unit], time.below[unit]
        old, new = author.at(at, first[unit]), author.at(at, place)
        return new.amount.said - old.amount.said if old and new else None

    def _bits(self, own: Mapping[str, str]) -> float:
        """What the sums that come out tell; nothing unless they hold twice as often as they fail."""
        told: dict[Decimal, float] = {}
        fails = 0
        for time in self.times:
            figures = figures_at(Sum(self.place, own, 1), self.above, self.communes, time)
            if figures:
                if total(f.amount for f in figures[1:]).meets(figures[0].amount):
                    told[figures[0].amount.said] = _worth(figures[0].amount, figures[1:])
                else:
                    fails += 1
        return sum(told.values()) if len(told) >= max(2, 2 * fails) else 0.0


def _worth(whole: Amount, parts: Sequence[Figure]) -> float:
    width = max(Decimal(1), sum((f.amount.high - f.amount.low for f in parts), whole.high - whole.low))
    return log2(float(max(Decimal(1), whole.said / width)))


def figures_at(found: Sum, above: Author, communes: Mapping[str, Author], time: Time) -> tuple[Figure, ...]:
    """The figure of the district and those of its communes at a time; none where one of them is not told."""
    whole = above.at(time.above, found.place)
    parts = [communes[unit].at(time.below[unit], place) for unit, place in found.own.items()]
    if whole is None:
        return ()
    told = [replace(part, amount=replace(part.amount, unit=whole.amount.unit)) for part in parts if part is not None]
    return (whole, *told) if len(told) == len(parts) else ()
