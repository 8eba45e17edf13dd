"""Changes that some reading of their sentence bears out: what else contradicts them is read amiss.

"tăng 13 người do tăng mới 31, giảm 18": the base and the figure of now tell the 13. "Quý III có 43, nhiều hơn quý II 5
(38) và ít hơn quý I 7 (50)": each base stands in the bracket behind its change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.world import World

_CHANGES = ("growth", "difference")
#: what opens the bracket of a base behind a change, and closes it behind the figure
_OPENS, _CLOSES = re.compile(r"^[^\d,;:.]{0,30}\(\D{0,30}$"), re.compile(r"^[^\d(]{0,16}\)")


def without_explained_changes(world: World, passages: Passages, relations: Sequence[Relation]) -> Iterator[Relation]:
    """Yield relations without the failing changes that are right by another reading."""
    told = {r.parts for r in relations if r.kind in _CHANGES and r.verdict == "holds" and _is_amount(world, r)}
    places = {figure.number: at for at, figure in enumerate(passages.figures)}
    for relation in relations:
        fails = relation.kind in _CHANGES and relation.verdict == "fails" and _is_amount(world, relation)
        if not fails or not (relation.parts in told or _has_own_base(passages.figures, places, relation)):
            yield relation


def _is_amount(world: World, relation: Relation) -> bool:
    return relation.total is not None and world.unit(relation.total) != "%"


def _has_own_base(figures: Sequence[Figure], places: dict[int, int], relation: Relation) -> bool:
    """Whether the bracket behind a change holds one figure, from which another of its sentence differs by just that."""
    at = places.get(relation.total if relation.total is not None else -1)
    if at is None or at + 1 >= len(figures):
        return False
    change, base = figures[at], figures[at + 1]
    if base.number in relation.parts:
        return False
    if base.home != change.home or not (_OPENS.match(change.after) and _CLOSES.match(base.after)):
        return False
    sentence = (f for f in figures if f.home == change.home and f.number not in (change.number, base.number))
    return any(abs(f.value - base.value) == change.value for f in sentence)
