"""The rows of a district's table where there is one period only: communes vouch for each other, not periods.

X that repeats none is asked about, where it is plain which figure of the commune it should have repeated.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from math import log2

from pipeline.compare.clash import Clash, Tested, gathered, in_unit, said
from pipeline.compare.explained import explained, notes
from pipeline.compare.members import Members, bare_name
from pipeline.compare.papers import Paper
from pipeline.compare.spots import Spot, spots_of
from pipeline.compare.ties import words_shared

#: rows that agree, and for each that does not; bits that their amounts must tell together, beyond the choice of places
_AGREE, _FOR_EACH, _ENOUGH = 4, 4, 16.0


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a commune, and what the commune's own report has in its unit with a word in common."""

    row: Spot
    commune: Paper
    near: tuple[Spot, ...]
    all_of_unit: tuple[Spot, ...]

    def own(self) -> Spot | None:
        """Return the figure that the row repeats."""
        return next((s for s in self.near if s.figure.amount.meets(self.row.figure.amount)), None)


def check(members: Members, known: Set[tuple[str, str]] = frozenset()) -> Tested:
    """Return the rows of a district that differ from the commune's figure where those of the others do not.

    Nothing is asked of figures that are `known` to agree with some other.
    """
    below = {bare_name(p.unit): p for p in members.communes}
    if len(below) < len(members.communes):
        return Tested()
    made = gathered(_of_table(paper, below, members) for paper in members.above)
    return Tested(tuple(c for c in made.clashes if c.figures[0].key not in known), made.held)


def _of_table(paper: Paper, below: Mapping[str, Paper], members: Members) -> Tested:
    columns = [rows for rows in _columns(paper, below) if _stands(rows)]
    taken = {(r.commune.path, own.place) for rows in columns for r in rows if (own := r.own()) is not None}
    held = tuple((r.row.figure, own.figure) for rows in columns for r in rows if (own := r.own()) is not None)
    clashes = [
        _clash(row, meant, paper, members)
        for rows in columns
        for row in rows
        if (meant := _meant(row, rows, taken)) is not None
        and not explained(notes(paper, ()), (row.row.figure, meant.figure))
    ]
    return Tested(tuple(clashes), held)


def _columns(paper: Paper, below: Mapping[str, Paper]) -> Iterator[list[_Row]]:
    columns: dict[str, list[_Row]] = defaultdict(list)
    for spot in spots_of(paper, frozenset(below)):
        if spot.part and spot.unit != "%" and spot.figure.when == "now":
            commune = below[spot.part]
            same = [s for s in spots_of(commune) if s.unit == spot.unit and not s.part and s.figure.when == "now"]
            near = tuple(s for s in same if words_shared(spot, s))
            columns[_words(spot)].append(_Row(spot, commune, near, tuple(same)))
    yield from (rows for rows in columns.values() if len({r.row.part for r in rows}) == len(rows))


def _words(spot: Spot) -> str:
    return spot.place.partition("|")[0]


def _stands(rows: Sequence[_Row]) -> bool:
    """Whether so many rows repeat their commune's figure that chance cannot do it."""
    good = [row for row in rows if row.own() is not None]
    bits = sum(log2(max(1.0, float(abs(r.row.figure.amount.said)))) - log2(len(r.near)) for r in good)
    return len(good) >= max(_AGREE, _FOR_EACH * (len(rows) - len(good))) and bits >= _ENOUGH


def _meant(row: _Row, rows: Sequence[_Row], taken: set[tuple[str, str]]) -> Spot | None:
    """The figure that a row should repeat: the only one left, or the one in the words that others use; else None."""
    if any(s.figure.amount.meets(row.row.figure.amount) for s in row.all_of_unit):
        return None
    left = [s for s in row.near if (row.commune.path, s.place) not in taken]
    if len(left) == 1:
        return left[0]
    used = Counter(_words(own) for one in rows if (own := one.own()) is not None)
    same = [s for s in left if used[_words(s)]]
    return same[0] if len(same) == 1 else None


def _clash(row: _Row, meant: Spot, paper: Paper, members: Members) -> Clash:
    whole, own = row.row.figure, meant.figure
    gap = in_unit(abs(whole.amount.said - own.amount.said), own.amount.unit)
    return Clash(
        kind="district-row",
        severity="warning",
        message=(
            f"{whole.label or 'Số liệu'}, {members.spans[0].words()}: {paper.shown} ghi cho {row.commune.shown}"
            f" {said(whole)}, báo cáo của {row.commune.shown} ghi {said(own)} (lệch {gap}); ở các đơn vị khác hai số"
            " này khớp nhau."
        ),
        reading=f"{said(whole)} ≠ {said(own)} ({row.commune.shown}, {members.spans[0].words()})",
        figures=(whole, own),
        expected=own.amount.said,
        found=whole.amount.said,
        suggestion="Đề nghị thống nhất số liệu giữa bảng tổng hợp và báo cáo của đơn vị.",
    )
