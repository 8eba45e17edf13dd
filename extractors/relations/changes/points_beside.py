"""Points of rates beside a change of counts: "từ 347 hộ (1,41%) xuống 241 hộ (0,98%), giảm 106 hộ, tức 0,43 điểm %".

The change holds between two counts that print a share each; what is told right behind it in points is between these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from extractors.relations.changes.changes import changes, make_growth
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.world import World

#: what joins a change with the same in points
_ALSO = re.compile(
    r"[^\W\d_ ]*(?: [^\W\d_]+){0,2}\s*[,(]?\s*(?:(?:tức|hay|hoặc|tương đương|tương ứng|ứng với|bằng|và)(?: là| với)?)?"
    r"\s*(?:(?:tăng|giảm|tỷ lệ \w+)(?: thêm)?)?"
)


def read_points_beside(
    world: World, passages: Passages, known: Sequence[Relation], told: AbstractSet[int | None]
) -> Iterator[Relation]:
    """Yield points right behind changes that `known` relations hold for; figures that are `told` are left out."""
    by_number = {figure.number: figure for figure in passages.figures}
    for change in known:
        if change.kind != "growth" or change.verdict != "holds" or change.total is None or len(change.parts) != 2:
            continue
        points = by_number.get(change.total + 1)
        rates = [_rate(world, part) for part in change.parts]
        if points is None or None in rates or not _is_beside(by_number.get(change.total), points):
            continue
        new, old = (rate for rate in rates if rate is not None)
        if told.isdisjoint((points.number, new, old)):
            yield from _relation(world, points, new, old)


def _is_beside(change: Figure | None, points: Figure) -> bool:
    """Whether points stand right behind a change that is told in them again."""
    if change is None or change.home != points.home or not points.unit.startswith("điểm"):
        return False
    return _ALSO.fullmatch(points.before) is not None


def _rate(world: World, number: int) -> int | None:
    """Return the one share that is printed beside a count."""
    own = [q for q in world.entry_of(number).quantities if q.number == number]
    shares = [share for quantity in own for share in quantity.shares]
    return shares[0] if len(shares) == 1 else None


def _relation(world: World, points: Figure, new: int, old: int) -> Iterator[Relation]:
    for found in changes(world, points.number, new, old, 0, ["points"]):
        yield replace(make_growth(world, found, [found], certain=False, borne_out=True), tied=True)
