"""Who belongs to a district, who of them has reported for a span, and whether these are all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from extractors.places.lineage import communes_of
from extractors.vietnamese import fold, fold_key
from pipeline.compare.figures import last_piece
from pipeline.compare.listed import unreported
from pipeline.compare.papers import Paper
from pipeline.compare.series import Series
from pipeline.compare.spans import Months
from pipeline.export.cross import CrossPlace

#: so many must have reported before one is missed
_FEW = 3
_LATE = re.compile(
    r"(?:chưa (?:gửi|có|nộp|báo cáo|tổng hợp|kịp)|nộp chậm|gửi chậm|chậm (?:gửi|nộp)|không (?:gửi"
    r"|có) báo cáo|chưa bao gồm)"
)
_SOMEONE = re.compile(r"(?<!\w)(?:xã|phường|thị trấn|đơn vị|địa phương)(?!\w)")


@dataclass(frozen=True, slots=True)
class Members:
    """A district and a span: its papers, its communes' papers, whether these are all that there are.

    `missing` are units of which a paper was to be expected: folded, as shown, and whether the district says so.
    """

    spans: tuple[Months, ...]
    above: tuple[Paper, ...]
    communes: tuple[Paper, ...]
    complete: bool
    missing: tuple[tuple[str, str, bool], ...]

    def place(self) -> CrossPlace:
        """Return the paper that shows who is missing."""
        paper = (*self.above, *self.communes)[0]
        return CrossPlace(paper.path, None, None, paper.shown, None, None)


def members_of(series: Series, everyone: Sequence[Paper]) -> Iterator[Members]:
    """Yield each district with each span that its communes report; `everyone` may tell of them in other series."""
    communes = [p for p in series.papers if p.level == "xa"]
    tops = [p for p in series.papers if p.level in ("huyen", "tinh")]
    only = {p.unit for p in tops}
    below: dict[str, list[Paper]] = defaultdict(list)
    for paper in communes:
        above = paper.parents[0] if paper.parents else next(iter(only)) if len(only) == 1 else ""
        below[above].append(paper)
    for unit, papers in sorted(below.items()):
        if unit:
            elsewhere = [p for p in everyone if p.parents[:1] == (unit,) and p not in papers]
            yield from _of(unit, papers, [p for p in tops if p.unit == unit], elsewhere)


def _of(unit: str, papers: Sequence[Paper], tops: Sequence[Paper], elsewhere: Sequence[Paper]) -> Iterator[Members]:
    everyone = {p.unit: p.shown for p in papers}
    for span in sorted({span for p in papers for span in p.spans[:1]}):
        there = [p for p in papers if p.spans[:1] == (span,)]
        above = tuple(with_rows(p, papers) for p in tops if p.spans[:1] == (span,))
        present = {p.unit for p in there}
        gone = {part for p in there if (origin := p.origin) is not None for part in origin.parts}
        awaited = {u for u in _of_this_time(papers, span, everyone) if u not in present and u not in gone}
        enough = len(present) >= _FEW and len(present) > len(awaited)
        listed = _listed(above)
        named = _unreported(unit, above, [*papers, *elsewhere], gone)
        whole = not awaited and not named and listed <= present and _count_fits(above, len(present))
        unique = len(there) == len(present)
        known_all = communes_of(unit, next(iter(papers[0].parents[1:]), ""))
        whole = whole and (not known_all or known_all <= present or bool(gone) or not (known_all & present))
        absent = awaited - {p.unit for p in elsewhere if span in p.spans}
        told = {u for u in absent if _said_late(above, u) or _left_out(above, u, listed)}
        missing = tuple((u, everyone[u], u in told) for u in sorted(absent)) if enough else ()
        missing += tuple((u, f"{shown} (có tên trong bảng tổng hợp)", _said_late(above, u)) for u, shown in named)
        yield Members((span,), above, tuple(there), whole and unique, missing)


def _unreported(
    unit: str, above: Sequence[Paper], papers: Sequence[Paper], gone: Set[str]
) -> tuple[tuple[str, str], ...]:
    """Who has a row in a table of the district and no paper at all: folded, and as shown."""
    accounted = {bare_name(one) for one in (*gone, *(p.unit for p in papers))}
    names = unreported(above, accounted, bare_name(unit))
    return tuple((f"xã {fold_key(name)}", name) for name in names)


def with_rows(paper: Paper, communes: Sequence[Paper]) -> Paper:
    """Return a district's paper with the rows of its tables told by the bare name of a commune, too."""
    names = {bare_name(p.unit): p.unit for p in communes}
    named = []
    for figure in paper.figures:
        unit = names.get(last_piece(figure.label)) if figure.table else None
        if unit is not None:
            named.append(replace(figure, part=unit))
        elif not figure.part.startswith("?"):
            named.append(figure)
    return replace(paper, figures=tuple(named))


def bare_name(unit: str) -> str:
    """Return the name of a unit (folded) without its kind.

    >>> bare_name("thị trấn an phú")
    'an phú'
    """
    return unit.partition(" ")[2].removeprefix("trấn ")


def _of_this_time(papers: Sequence[Paper], span: Months, everyone: dict[str, str]) -> set[str]:
    """Units that reported another span, and neither began after this one nor ended before."""
    found = set()
    for unit in everyone:
        spans = [p.span for p in papers if p.unit == unit and p.span is not None]
        merged = any(p.origin is not None for p in papers if p.unit == unit)
        began = min(spans, default=None)
        if began is not None and not (merged and began > span) and not _ended(papers, unit, span):
            found.add(unit)
    return found


def _ended(papers: Sequence[Paper], unit: str, span: Months) -> bool:
    """Whether a unit went into another one by then."""
    origins = [(p.span, o) for p in papers if (o := p.origin) is not None and p.unit != unit]
    return any(unit in origin.parts and at is not None and at.first <= span.first for at, origin in origins)


def _listed(above: Sequence[Paper]) -> set[str]:
    """The communes that the rows of the district's tables name."""
    return {f.part for paper in above for f in paper.figures if f.part and not f.part.startswith("?")}


def _count_fits(above: Sequence[Paper], count: int) -> bool:
    """Whether as many communes are there as the district says it has ("12 xã, thị trấn"), if it says so."""
    said: set[int] = set()
    for paper in above:
        for figure in paper.figures:
            if figure.metric == "profile.subunits" and figure.amount.exact:
                said.add(int(figure.amount.said))
        for match in re.finditer(
            r"(?<!\w)(?:có|gồm|đủ|với|của) (\d{1,3})(?:/\d+)? (?:xã|đơn vị|phường)", fold(paper.text or "")
        ):
            said.add(int(match[1]))
    return not said or count in said or max(said) <= count


def waiting(series: Series, everyone: Sequence[Paper]) -> frozenset[str]:
    """Return the papers of districts that do without a commune and say so."""
    told = (m for m in members_of(series, everyone) if any(acknowledged for _, _, acknowledged in m.missing))
    return frozenset(paper.path for members in told for paper in members.above)


def late(members: Members, paper: Paper) -> frozenset[str]:
    """Return the papers of communes that the district's figure may leave out: later than it, or said to be late."""
    after = {p.path for p in members.communes if p.date and paper.date and p.date > paper.date}
    return frozenset(after | {p.path for p in members.communes if _said_late([paper], p.unit)})


def tells_of_late(paper: Paper) -> bool:
    """Whether a paper says that some unit's report is not there yet: its figures are not complete."""
    folded = fold(paper.text or "")
    sentences = (folded[max(0, m.start() - 120) : m.end() + 120] for m in _LATE.finditer(folded))
    return any(_SOMEONE.search(sentence) for sentence in sentences)


def _said_late(above: Sequence[Paper], unit: str) -> bool:
    """Whether a district says that the report of a unit is not there yet."""
    name = bare_name(unit)
    sentences = (s for p in above for s in re.split(r"[.;\n](?=\s|$)", fold(p.text or "")))
    return any(name in sentence and _LATE.search(sentence) for sentence in sentences)


def _left_out(above: Sequence[Paper], unit: str, listed: Set[str]) -> bool:
    """Whether a district's tables leave out a unit that its sentences name: in whatever words, it says why."""
    if len(listed) < _FEW or unit in listed:
        return False
    lines = (line for p in above for line in fold(p.text or "").split("\n") if unit in line)
    return any("\t" not in line for line in lines)
