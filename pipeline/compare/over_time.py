"""What places of an author have to do with each other over time: last year, since January, left over."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, permutations, product

from pipeline.compare.clash import Tested
from pipeline.compare.explained import explained, notes
from pipeline.compare.figures import Figure
from pipeline.compare.spans import Months
from pipeline.compare.spots import Author, Spot, own_places
from pipeline.compare.ties import Tie, Trial, pairs, tested, words_shared

#: words of what an account opens and closes with
_OPENS = re.compile(r"(?<!\w)(?:trước|cũ|đầu|tồn|chuyển (?:sang|qua|đến)|mang sang|dở dang|gối)(?!\w)")
_CLOSES = re.compile(r"(?<!\w)(?:còn|sau|cuối|tồn|đang|dở|chưa|lại)(?!\w)")
_OPENS_ONLY = re.compile(r"(?<!\w)(?:trước|đầu kỳ)(?!\w)")
_CLOSES_ONLY = re.compile(r"(?<!\w)(?:sau|cuối)(?!\w)")
#: papers in which a balance must stand; places of one unit that are tried
_TWICE, _MOST = 2, 16


def check(authors: Sequence[Author]) -> Tested:
    """Return where places fail to agree that agree in other papers."""
    ties = [tie for author in authors for tie in (*_years(author), *_sums(author), *_openings(author))]
    noted = {p.path: (p, author.papers) for author in authors for p in author.papers}

    def explains(trial: Trial) -> bool:
        paper, others = noted[trial.whole.path]
        return len(trial.parts) == 1 and explained(notes(paper, others), (trial.whole, *trial.parts))

    return tested(ties, explains)


def _numbered(author: Author) -> dict[Months, int]:
    return {paper.spans[0]: number for number, paper in enumerate(author.papers)}


def _tie(author: Author, kind: str, one: tuple[str, Spot], other: tuple[str, Spot], trials: Sequence[Trial]) -> Tie:
    (place, spot), (also, own) = one, other
    among = _of_unit(author)[spot.unit]
    who = author.papers[0].unit, author.papers[0].parents[:1]
    wordings = (kind, _bare(place), _bare(also))
    return Tie((kind, who, place), wordings, tuple(trials), max(1, among - 1), words_shared(spot, own))


@lru_cache(maxsize=1)
def _of_unit(author: Author) -> Counter[str]:
    """How many places of an author are of each unit."""
    return Counter(spot.unit for _, spot in own_places(author))


def _bare(place: str) -> str:
    return place.partition("|")[0]


def _years(author: Author) -> Iterator[Tie]:
    """What is told of a year ago beside what was told then."""
    numbers = _numbered(author)
    then = {at: numbers[s.year_before()] for s, at in numbers.items() if s.year_before() in numbers}
    if not then:
        return
    for one, other in pairs(list(own_places(author))):
        if one[1].figure.when != "now" and other[1].figure.when == "now":
            found = ((at, author.at(at, one[0]), author.at(before, other[0])) for at, before in then.items())
            trials = [Trial("year-ago", author.papers[at].spans[0], a, (b,)) for at, a, b in found if a and b]
            if trials:
                yield _tie(author, "year-ago", one, other, trials)


def _sums(author: Author) -> Iterator[Tie]:
    """What is counted since January beside the sum of what each paper of the year counts."""
    numbers = _numbered(author)
    for one, other in pairs(list(own_places(author))):
        trials = []
        for span, at in numbers.items():
            whole = author.at(at, one[0])
            parts = _of_year(author, numbers, span, other[0])
            if whole is not None and len(parts) > 1:
                trials.append(Trial("period-sum", span, whole, parts))
        if trials:
            yield _tie(author, "period-sum", one, other, trials)


def _openings(author: Author) -> Iterator[Tie]:
    """What an account opens with beside what it closed with: two places on either side of a balance."""
    last = [_closed_before(author, paper.spans[0]) for paper in author.papers]
    for one, other in _balances(author):
        trials = []
        for at, before in enumerate(last):
            opening = author.at(at, one[0])
            closing = author.at(before, other[0]) if before is not None else None
            if opening is not None and closing is not None:
                trials.append(Trial("opening", author.papers[at].spans[0], opening, (closing,)))
        cued = _is(_bare(one[0]), _OPENS, _CLOSES_ONLY) and _is(_bare(other[0]), _CLOSES, _OPENS_ONLY)
        # whatever the words, all accounts of a folder carry over or none does
        tie = _tie(author, "opening", one, other, trials)
        yield replace(tie, wordings=("opening", ""), alike=True, among=1) if cued else tie


def _is(words: str, cue: re.Pattern[str], never: re.Pattern[str]) -> bool:
    return bool(cue.search(words)) and not never.search(words)


def _closed_before(author: Author, span: Months) -> int | None:
    """The paper whose span ends right before one begins, the shortest if there are several."""
    found = [(p.spans[0].length, at) for at, p in enumerate(author.papers) if p.spans[0].last + 1 == span.first]
    return min(found)[1] if found else None


Place = tuple[str, Spot]


def _balances(author: Author) -> list[tuple[Place, Place]]:
    """Pairs of places with others of their unit that balance them in two papers at least: a + new = done + b."""
    groups: dict[str, list[Place]] = defaultdict(list)
    for place, spot in own_places(author):
        if spot.figure.when in ("now", "before"):
            groups[spot.unit].append((place, spot))
    found: Counter[tuple[Place, Place]] = Counter()
    for group in groups.values():
        found.update(_balanced(author, group[:_MOST]))
    return [pair for pair, count in found.items() if count >= _TWICE]


def _balanced(author: Author, group: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    """Yield for each paper each pair on either side of a balance once."""
    for told in author.told:
        here = [(place, told[place[0]].figure.amount.said) for place in group if place[0] in told]
        sums: dict[Decimal, list[tuple[Place, Place]]] = defaultdict(list)
        for (one, a), (two, b) in combinations(here, 2):
            if a and b:
                sums[a + b].append((one, two))
        pairs = set()
        for some in sums.values():
            for left, right in permutations(some, 2):
                if not {p for p, _ in left} & {p for p, _ in right}:
                    pairs |= set(product(left, right))
        yield from pairs


def _of_year(author: Author, numbers: dict[Months, int], span: Months, place: str) -> tuple[Figure, ...]:
    """What the papers from January to a span tell in a place, one after another; none if one lacks it."""
    parts: list[Figure] = []
    first = span.since_january().first
    while first <= span.last:
        at = next((n for s, n in numbers.items() if s.first == first and s.length == span.length), None)
        figure = author.at(at, place) if at is not None else None
        if figure is None:
            return ()
        parts.append(figure)
        first += span.length
    return tuple(parts)
