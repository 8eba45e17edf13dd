"""What fails almost everywhere is read wrongly here rather than wrong there: such clashes are remarks.

Slips are rare and stand alone. Where one comparison of one metric fails in several units, or again and again in one
unit, and more often than it holds, the words that it goes by mean something else in these reports.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from pipeline.compare.clash import Clash, Tested
from pipeline.compare.figures import Figure

#: units in which one comparison fails, and times that it fails in one unit, from which it may be a misreading
_UNITS, _TIMES = 3, 2
Matter = tuple[str, str]


def braked(tested: Tested, unit_of: Mapping[str, str], of: int = 0) -> Tested:
    """Return clashes with those lowered to remarks that repeat themselves; `unit_of` gives the unit of a paper's path.

    `of` is which of the figures is of the unit whose words are in doubt.

    `tested` is what came of one family of comparisons. All clashes of a metric are lowered where they stand in several
    units and outnumber what held, those of one unit where they do so in it. One wrong figure may clash with several
    others: clashes that share a figure and are as far apart count once. What has neither metric nor label is no matter
    of its own.
    """
    failed: dict[Matter, dict[str, list[Clash]]] = defaultdict(lambda: defaultdict(list))
    for clash in tested.clashes:
        if matter := _matter(clash):
            failed[matter][_unit(clash.figures, unit_of, of)].append(clash)
    held = Counter((_named(figures), _unit(figures, unit_of, of)) for figures in tested.held)
    everywhere = {matter for matter, units in failed.items() if _is_misread(units, _held_of(held, matter[1]))}
    clashes = (
        replace(clash, severity="info") if _repeats(clash, failed, everywhere, held, _unit(clash.figures, unit_of, of)) else clash
        for clash in tested.clashes
    )
    return Tested(tuple(clashes), tested.held)


def _is_misread(units: Mapping[str, Sequence[Clash]], held: int) -> bool:
    return len(units) >= _UNITS and sum(map(_apart, units.values())) > held


def _repeats(
    clash: Clash,
    failed: Mapping[Matter, Mapping[str, Sequence[Clash]]],
    everywhere: Set[Matter],
    held: Mapping[tuple[str, str], int],
    unit: str,
) -> bool:
    matter = _matter(clash)
    if matter is None or matter in everywhere:
        return matter is not None
    times = _apart(failed[matter][unit])
    return times >= _TIMES and times > held.get((matter[1], unit), 0)


def _held_of(held: Mapping[tuple[str, str], int], name: str) -> int:
    return sum(count for (one, _), count in held.items() if one == name)


def _unit(figures: Sequence[Figure], unit_of: Mapping[str, str], of: int) -> str:
    return unit_of.get(figures[of].path, "") if figures else ""


def _named(figures: Sequence[Figure]) -> str:
    return (figures[0].metric or figures[0].label) if figures else ""


def _matter(clash: Clash) -> Matter | None:
    name = _named(clash.figures)
    return (clash.kind, name) if name else None


def _apart(clashes: Iterable[Clash]) -> int:
    """How many clashes no figure of one before explains: one wrong figure is off by as much wherever it counts."""
    seen: dict[object, set[object]] = defaultdict(set)
    count = 0
    for clash in clashes:
        gap = None if clash.expected is None or clash.found is None else abs(clash.expected - clash.found)
        keys = {figure.key for figure in clash.figures}
        count += not any(gap in seen[key] for key in keys if key in seen)
        for key in keys:
            seen[key].add(gap)
    return count
