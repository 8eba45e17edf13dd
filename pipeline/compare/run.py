"""Every comparison between the reports of a folder, and with those of the run before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace

from extractors.vietnamese import fold
from pipeline.compare import checklist as lists
from pipeline.compare import (
    clones,
    district,
    followed,
    growths,
    learned,
    left_names,
    openings,
    outliers,
    periods,
    scales,
    units,
    version_clashes,
)
from pipeline.compare.asked import Asked
from pipeline.compare.clash import Clash, Tested, findings, gathered, one_defect
from pipeline.compare.cues import RESTATED
from pipeline.compare.members import tells_of_late, waiting
from pipeline.compare.papers import Paper, by_unit, paper_of, replaced
from pipeline.compare.series import Series, series_of
from pipeline.compare.systematic import braked
from pipeline.export.cross import CrossFinding
from pipeline.export.jsonl import Record

#: a record, and the text of its document where it is at hand
Told = tuple[Record, str | None]
#: what may be told of one paper alone
_OF_ONE = ("since-january", "incomparable")


def across(
    records: Iterable[Told], previous: Iterable[Told] = (), checklist: Sequence[Asked] = ()
) -> list[CrossFinding]:
    """Return what does not fit between reports, errors first.

    `previous` are the reports of the run before: compared with, but nothing is told of them alone. `checklist` is what
    was asked for, see `pipeline.compare.asked.read_checklist`.
    """
    now = [paper for record, text in records if (paper := paper_of(record, text)) is not None]
    known, facts = {paper.sha256 for paper in now}, {paper.fact for paper in now}
    before = [paper for record, text in previous if (paper := paper_of(record, text)) is not None]
    changed = [clash for old, new in replaced(now, before) for clash in version_clashes.clashes(old.record, new.record)]
    before = [paper for paper in before if paper.sha256 not in known and paper.fact not in facts]
    current = {paper.path for paper in now}
    series = series_of([*now, *before])
    districts = [district.check(one, [*now, *before]) for one in series]
    unit_of = {paper.path: f"{paper.unit}|{paper.parents[:1]}" for paper in (*now, *before)}
    families = zip(*(_of_units(one, [*now, *before]) for one in series), strict=True)
    told = [braked(_between_papers(gathered(family)), unit_of) for family in families]
    sums = braked(_between_papers(gathered(one.sums for one in districts)), unit_of)
    rows = braked(_between_papers(gathered(one.rows for one in districts)), unit_of, of=-1)
    learnt = gathered(learned.check(one, [*now, *before]) for one in series)
    places = [followed.check(one, [*now, *before]) for one in series]
    proved = frozenset(one for place in places for one in place.proved)
    by_words = followed.disproved(gathered([sums, rows, *told, braked(learnt, unit_of)]), proved)
    unfinished = frozenset(path for one in series for path in _unfinished(one, [*now, *before]))
    by_place = _without(gathered(place.tested for place in places), unfinished)
    tested = gathered([by_words, braked(by_place, unit_of)])
    missing = [clash for one in districts for clash in one.missing]
    clashes = [*one_defect(tested), *missing, *_apart(series, checklist)]
    # of a whole folder a new version is no news: what changed in it is told, and asked about by `soat compare`
    clashes += [replace(clash, severity="info") for clash in changed]
    return list(findings(clash for clash in clashes if _is_new(clash, current)))


def _of_units(series: Series, everyone: Sequence[Paper]) -> list[Tested]:
    """What figures say, unit by unit, one for each family of comparisons."""
    tests: list[list[Tested]] = [[], [], [], [], []]
    unfinished = _unfinished(series, everyone)
    for group in by_unit(series.papers).values():
        for era in _eras(group):
            parts = (
                periods.check(era),
                openings.check(era),
                growths.check(era),
                units.check(era, everyone),
                scales.check(era),
            )
            for family, part in zip(tests, parts, strict=True):
                family.append(_named(_without(part, unfinished), group[0].shown))
    return [gathered(family) for family in tests]


def _unfinished(series: Series, everyone: Sequence[Paper]) -> frozenset[str]:
    """The papers of districts that wait for somebody's report, or follow what a commune tells anew."""
    above = (p for p in series.papers if p.level != "xa")
    return waiting(series, everyone) | {p.path for p in above if tells_of_late(p) or _restated_below(p, everyone)}


def _between_papers(tested: Tested) -> Tested:
    """Without what one paper says against itself: its own checks answer for that, but for its count since January."""
    clashes = (c for c in tested.clashes if len({f.path for f in c.figures}) != 1 or c.kind in _OF_ONE)
    return Tested(tuple(clashes), tested.held)


def _eras(group: Sequence[Paper]) -> tuple[tuple[Paper, ...], ...]:
    """The papers of a unit before and after a merger: they are not of one unit."""
    merged = tuple(p for p in group if p.origin is not None)
    rest = tuple(p for p in group if p not in merged)
    return tuple(era for era in (rest, merged) if era)


def _restated_below(paper: Paper, everyone: Sequence[Paper]) -> bool:
    """Whether a commune tells its figures of before anew: the sums of its district move with them."""
    below = (p for p in everyone if p.parents[:1] == (paper.unit,) and p.spans[:1] == paper.spans[:1])
    return any(RESTATED.search(fold(p.text or "")) for p in below)


def _without(tested: Tested, unfinished: Set[str]) -> Tested:
    """What figures of papers that wait for somebody's report show is only a remark."""
    clashes = (
        replace(clash, severity="info") if any(f.path in unfinished for f in clash.figures) else clash
        for clash in tested.clashes
    )
    return Tested(tuple(clashes), tested.held)


def _named(tested: Tested, unit: str) -> Tested:
    """Each message says first whose it is."""
    clashes = (c if unit in c.message else replace(c, message=f"{unit} – {c.message}") for c in tested.clashes)
    return Tested(tuple(clashes), tested.held)


def _apart(series: Sequence[Series], asked: Sequence[Asked]) -> list[Clash]:
    """What no figure is to blame for: copies, names, blanks, what lies far out."""
    everyone = [paper for one in series for paper in one.papers]
    found: list[Clash] = []
    for one in series:
        found += [*clones.check(one.papers), *outliers.check(one)]
    return [*found, *left_names.check(everyone), *(lists.check(everyone, asked) if asked else ())]


def _is_new(clash: Clash, current: set[str]) -> bool:
    paths = {f.path for f in clash.figures} | {place.path for place in clash.places}
    return not paths or bool(paths & current) or clash.kind == "checklist"
