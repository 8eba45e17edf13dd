"""Comparisons that need no catalogue: what places of papers have to do with each other is learned from their figures."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.compare import over_time, rows, wholes
from pipeline.compare.clash import Tested, gathered
from pipeline.compare.members import bare_name, members_of
from pipeline.compare.papers import Paper, Series, by_unit
from pipeline.compare.spots import Author, author_of


def check(series: Series, everyone: Sequence[Paper]) -> Tested:
    """Return where figures of one series differ that agree in its other papers."""
    names = frozenset(bare_name(p.unit) for p in series.papers if p.level == "xa")
    authors = {
        key: author_of([p for p in group if p.origin is None], names) for key, group in by_unit(series.papers).items()
    }
    tests = [over_time.check([author for author in authors.values() if author.papers])]
    everywhere = list(members_of(series, everyone))
    for above, author in authors.items():
        own = [m for m in everywhere if author.papers and any(p.path in {q.path for q in author.papers} for p in m.above)]
        if own:
            communes = _below(above[0], authors, own)
            tests += [rows.check(own, communes), wholes.check(author, communes, own)]
    return gathered(tests)


def _below(above: str, authors: dict[tuple[str, str], Author], everywhere: Sequence[object]) -> dict[str, Author]:
    """The communes of a district by name."""
    return {
        unit: author
        for (unit, parent), author in authors.items()
        if author.papers and author.papers[0].level == "xa" and parent in ("", above)
    }
