"""Figures of a district that are the sums of its communes, whatever each calls them: the places that add up.

Which place of each commune belongs to a figure of the district is guessed by words and proved by the sum: where the
places of all communes add up to the figure in some papers, chance has no part in it, and where they do not in another,
somebody is asked. Places that were guessed wrongly are put right where others make the sums come out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from math import log, log2

from pipeline.compare.amounts import Amount, total
from pipeline.compare.clash import Clash, Tested, in_unit, said
from pipeline.compare.explained import notes, tells_gap
from pipeline.compare.figures import Figure
from pipeline.compare.members import Members
from pipeline.compare.papers import Paper
from pipeline.compare.spans import Months
from pipeline.compare.spots import Author, Spot, own_places

#: communes that are needed, places of each that are tried
_LEAST, _TRIED = 3, 4
#: bits by which sums that come out must beat the ways that were tried
_ENOUGH = 10.0
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


def check(
    above: Author,
    communes: Mapping[str, Author],
    everywhere: Sequence[Members],
    columns: Mapping[str, Mapping[str, str]],
    copied: Set[str] = frozenset(),
) -> Tested:
    """Return where the figures of a district are not the sums that they are in its other papers.

    `columns` are the places of communes that are known to belong together, by the words of a column; papers that are
    `copied` prove nothing.
    """
    times = list(_times(above, communes, everywhere))
    sound = [time for time in times if not any(p.path in copied for p in _papers(communes, time))]
    if len(sound) < 2 or len(communes) < _LEAST:
        return Tested()
    weight = _weights(above, communes)
    guesses = [own for own in columns.values() if own.keys() == communes.keys()]
    clashes, held = list[Clash](), list[tuple[Figure, ...]]()
    for place, spot in own_places(above):
        if spot.figure.when not in ("now", "since_january"):
            continue
        options = {unit: _options(spot, author, weight) for unit, author in communes.items()}
        found = _Search(above, communes, sound, place, options, guesses).found() if all(options.values()) else None
        if found is not None:
            some, good = _tested(found, above, communes, times)
            clashes += some
            held += good
    return Tested(tuple(clashes), tuple(held))


def _times(above: Author, communes: Mapping[str, Author], everywhere: Sequence[Members]) -> Iterator[Time]:
    for members in everywhere:
        tops = [at for at, paper in enumerate(above.papers) if paper.path in {p.path for p in members.above}]
        below = {p.unit: communes[p.unit].papers.index(p) for p in members.communes if p in communes[p.unit].papers}
        if len(tops) == 1 and members.complete and below.keys() == communes.keys():
            yield Time(members.spans[0], tops[0], below)


def _papers(communes: Mapping[str, Author], time: Time) -> Iterator[Paper]:
    return (communes[unit].papers[at] for unit, at in time.below.items())


def _weights(above: Author, communes: Mapping[str, Author]) -> Mapping[str, float]:
    """What a word of a label tells: the rarer, the more."""
    spots = [spot for author in (above, *communes.values()) for _, spot in own_places(author)]
    counts = Counter(word for spot in spots for word in spot.words)
    return {word: log(1 + len(spots) / count) for word, count in counts.items()}


def _options(whole: Spot, author: Author, weight: Mapping[str, float]) -> list[str]:
    """The places of a commune that may belong to a figure of the district, the likest first."""
    when = whole.figure.when
    near = [(place, spot) for place, spot in own_places(author) if spot.unit == whole.unit]
    near = [(place, spot) for place, spot in near if spot.figure.when == when]
    ranked = sorted(near, key=lambda one: (-_likeness(whole, one[1], weight), one[0]))
    return [place for place, _ in ranked[:_TRIED]]


def _likeness(one: Spot, other: Spot, weight: Mapping[str, float]) -> float:
    both = sum(weight.get(word, 0) for word in one.words & other.words)
    either = sum(weight.get(word, 0) for word in one.words | other.words) or 1.0
    title = len(one.title & other.title) / max(1, len(one.title | other.title))
    return both / either + title / 2


@dataclass(frozen=True, slots=True)
class _Search:
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
        for at, guess in enumerate(self.guesses, 2):
            yield at, guess
        gaps = [(time, gap) for time in self.times if (gap := self._gap(first, time)) is not None]
        changes = [(unit, place) for unit, places in self.options.items() for place in places[1:]]
        more = [{(at, unit, place): d for unit, place in changes if (d := self._more(first, unit, place, time)) is not None}
                for at, (time, _) in enumerate(gaps)]  # fmt: skip
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
        changes = [(at, tuple((u, place) for u in units)) for at, (places, units) in enumerate(alike.items()) for place in places[1:]]
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
        figures = _figures(Sum(self.place, own, 1), self.above, self.communes, time)
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
            figures = _figures(Sum(self.place, own, 1), self.above, self.communes, time)
            if figures:
                if total(f.amount for f in figures[1:]).meets(figures[0].amount):
                    told[figures[0].amount.said] = _worth(figures[0].amount, figures[1:])
                else:
                    fails += 1
        return sum(told.values()) if len(told) >= max(2, 2 * fails) else 0.0


def _worth(whole: Amount, parts: Sequence[Figure]) -> float:
    width = max(Decimal(1), sum((f.amount.high - f.amount.low for f in parts), whole.high - whole.low))
    return log2(float(max(Decimal(1), whole.said / width)))


def _figures(found: Sum, above: Author, communes: Mapping[str, Author], time: Time) -> tuple[Figure, ...]:
    """The figure of the district and those of its communes at a time; none where one of them is not told."""
    whole = above.at(time.above, found.place)
    parts = [communes[unit].at(time.below[unit], place) for unit, place in found.own.items()]
    told = [part for part in parts if part is not None]
    return (whole, *told) if whole is not None and len(told) == len(parts) else ()


def _tested(
    found: Sum, above: Author, communes: Mapping[str, Author], times: Sequence[Time]
) -> tuple[list[Clash], list[tuple[Figure, ...]]]:
    clashes, held = list[Clash](), list[tuple[Figure, ...]]()
    for time in times:
        figures = _figures(found, above, communes, time)
        if not figures:
            continue
        right = total(f.amount for f in figures[1:])
        gap = abs(right.said - figures[0].amount.said)
        if right.meets(figures[0].amount):
            held.append(figures)
        elif not tells_gap(notes(above.papers[time.above], above.papers), {gap}):
            clashes.append(_clash(figures, time, above.papers[time.above].shown))
    return clashes, held


def _clash(figures: Sequence[Figure], time: Time, shown: str) -> Clash:
    whole, *parts = figures
    right = total(f.amount for f in parts)
    gap = right.said - whole.amount.said
    left = [f for f in parts if f.amount.said == gap and gap]
    who = "; đúng bằng số của một đơn vị, có thể đã cộng sót" if left else ""
    return Clash(
        kind="district-sum",
        severity="warning",
        message=(
            f"{whole.label or 'Số liệu'}, {time.span.words()}: {shown} ghi {said(whole)}, nhưng tổng của {len(parts)}"
            f" đơn vị là {in_unit(right.said, right.unit)} (lệch {in_unit(abs(gap), right.unit)}{who}); ở các kỳ khác"
            " tổng này luôn khớp."
        ),
        reading=f"{' + '.join(f.text for f in parts)} = {in_unit(right.said, right.unit)} ≠ {said(whole)}",
        figures=tuple(figures),
        expected=right.said,
        found=whole.amount.said,
        suggestion="Đề nghị đối chiếu với báo cáo của từng đơn vị.",
    )
