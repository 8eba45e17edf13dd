"""Comparisons that need no catalogue: what places of papers have to do with each other is told by their figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.compare import columns, over_time, rows, wholes
from pipeline.compare.clash import Tested, gathered
from pipeline.compare.clones import copies
from pipeline.compare.members import bare_name, members_of
from pipeline.compare.papers import Paper, by_unit
from pipeline.compare.series import Series
from pipeline.compare.spots import Author, author_of


@dataclass(frozen=True, slots=True)
class Followed:
    """What came of the places of a series, and which figures are proved by a kind of comparison."""

    tested: Tested
    proved: frozenset[tuple[str, tuple[str, str]]]


def check(series: Series, everyone: Sequence[Paper]) -> Followed:
    """Return where figures of one series differ that agree in its other papers."""
    names = frozenset(bare_name(p.unit) for p in series.papers if p.level == "xa")
    authors = {
        key: author_of([p for p in group if p.origin is None], names) for key, group in by_unit(series.papers).items()
    }
    tests = {"": [over_time.check([author for author in authors.values() if author.papers])]}
    everywhere, copied = list(members_of(series, everyone)), copies(series.papers)
    for above, author in authors.items():
        own = [
            m for m in everywhere if author.papers and any(p.path in {q.path for q in author.papers} for p in m.above)
        ]
        if own:
            communes = _below(above[0], authors)
            of_rows, guesses = rows.check(own, communes)
            tests.setdefault("district-row", []).append(of_rows)
            if len(own) == 1:
                known = frozenset(row.key for row, *_ in of_rows.held)
                tests["district-row"].append(columns.check(own[0], known))
            tests.setdefault("district-sum", []).append(wholes.check(author, communes, own, guesses, copied))
    proved = {(kind, held[0].key) for kind, some in tests.items() if kind for test in some for held in test.held}
    return Followed(gathered(test for some in tests.values() for test in some), frozenset(proved))


def disproved(tested: Tested, proved: frozenset[tuple[str, tuple[str, str]]]) -> Tested:
    """Return clashes without those by the words of the catalogue against figures that add up by their places."""
    return Tested(
        tuple(c for c in tested.clashes if not c.figures or (c.kind, c.figures[0].key) not in proved), tested.held
    )


def _below(above: str, authors: dict[tuple[str, str], Author]) -> dict[str, Author]:
    """The communes of a district by name."""
    return {
        unit: author
        for (unit, parent), author in authors.items()
        if author.papers and author.papers[0].level == "xa" and parent in ("", above)
    }
