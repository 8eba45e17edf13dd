"""Every kind of trap by name."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.across import more_traps, traps
from corpus.across.traps import Lay

_ALL: tuple[Lay, ...] = (
    traps.corrected_beside,
    traps.late_commune,
    traps.january,
    traps.rounding,
    traps.target,
    traps.forecast,
    traps.own_offices,
    traps.equal_figures,
    traps.restated_base,
    traps.restated_opening,
    traps.erratum,
    more_traps.another_period,
    more_traps.same_name,
    more_traps.special_topic,
    more_traps.boilerplate,
    more_traps.same_file_twice,
    more_traps.points,
    more_traps.unit_words,
    more_traps.nothing_happened,
    more_traps.merged,
)
TRAPS: Mapping[str, Lay] = {lay.__name__: lay for lay in _ALL}
