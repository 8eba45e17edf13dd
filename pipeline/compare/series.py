"""The reports of a folder by what they are about: by their titles, and by what they count where titles tell nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.vietnamese import fold_key
from pipeline.compare.papers import Paper, alike, standing

#: fewer things that papers count show no sort; how much of them two sorts share that are one
_FEW_COUNTED, _COUNTED_ALIKE = 5, 0.6


@dataclass(frozen=True, slots=True)
class Series:
    """Papers about one subject; several of one unit and span where it is not known which one stands."""

    papers: tuple[Paper, ...]


def series_of(papers: Iterable[Paper], least: float = 0.6) -> tuple[Series, ...]:
    """Return papers by subject, without those that another one replaces and without second copies."""
    groups: list[list[Paper]] = []
    for paper in sorted(standing(papers), key=lambda p: (p.narrow, -len(p.subject), p.path)):
        near = [(alike(paper, group[0]), -at) for at, group in enumerate(groups)]
        best = max(near, default=(0.0, 0))
        if best[0] >= least:
            groups[-best[1]].append(paper)
        else:
            groups.append([paper])
    return tuple(Series(tuple(sorted(group, key=lambda p: p.path))) for group in _joined(groups))


def _joined(groups: Sequence[Sequence[Paper]]) -> list[list[Paper]]:
    """Groups of one sort under titles of each author's own: nobody has papers in two of them, and all count alike."""
    joined: list[list[Paper]] = []
    for group in sorted(groups, key=lambda one: -len(one)):
        near = next((other for other in joined if _of_one_sort(other, group)), None)
        if near is None:
            joined.append(list(group))
        else:
            near += group
    return joined


def _of_one_sort(one: Sequence[Paper], other: Sequence[Paper]) -> bool:
    """Whether papers of two groups could be one unit's each, and most of what either counts the other counts, too."""
    if any(p.narrow for p in (*one, *other)) or _units(one) & _units(other):
        return False
    counted, also = _counted(one), _counted(other)
    least = min(len(counted), len(also))
    return least >= _FEW_COUNTED and len(counted & also) >= _COUNTED_ALIKE * least


def _units(papers: Sequence[Paper]) -> set[tuple[object, ...]]:
    return {(p.unit, p.parents[:1]) for p in papers}


def _counted(papers: Sequence[Paper]) -> set[str]:
    """What papers count: the units of measure, and the accounts of the catalogue."""
    measured = [n for p in papers for n in p.record["numbers"] if n["role"] == "measure"]
    units = {fold_key(n.get("unit") or "") for n in measured}
    return (units | {(n.get("metric") or "").partition(".")[0] for n in measured}) - {"", "%"}
