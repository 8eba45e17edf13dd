"""Reports copied from one another: figures taken over wholesale, and texts alike beyond what most reports share.

Whoever writes on his own old text, or on a form of the district, copies nothing: of one unit only the figures tell,
of two units only passages that no third one has, and that is a remark: who borrows the words of a neighbour for figures
of his own is not wrong.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from statistics import median

from extractors.vietnamese import fold
from pipeline.compare.clash import Clash, spread
from pipeline.compare.figures import Figure, kind_of
from pipeline.compare.papers import Paper, by_unit, related
from pipeline.compare.spots import author_of, spots_of
from pipeline.export.cross import CrossPlace

_WORD = re.compile(r"[^\W\d_]+|\d[\d.,/]*")
_SHINGLE = 5
#: fewer passages of its own, or fewer figures, prove nothing
_FEW_SHINGLES, _FEW_FIGURES = 40, 6
_ALIKE, _EQUAL = 0.8, 0.8
#: where so many figures stay what they were from one paper to the next, that is how things are
_USUAL = 0.4
#: among fewer units no form can be told
_LEAST_UNITS = 5
#: passages that so many units share are a form's
_SHARED_BY = 3
#: what so many papers share is no sign of a copy
_MOST_HOLDERS = 12
#: figures as small as this agree by chance
_SMALL = 12


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far two papers agree: of `shared` figures that both state and chance does not make equal, `equal` are."""

    equal: tuple[tuple[Figure, Figure], ...]
    shared: int

    @property
    def copied(self) -> bool:
        """Whether the figures were taken over."""
        return self.shared >= _FEW_FIGURES and len(self.equal) >= _EQUAL * self.shared


def check(papers: Sequence[Paper]) -> tuple[Clash, ...]:
    """Return papers whose figures, or whose own passages, are those of another one."""
    ordered = sorted(papers, key=lambda p: (p.date, p.path))
    telling = [_telling(paper) for paper in ordered]
    figures = _pairs([[(metric, f.amount) for metric, f in one.items()] for one in telling])
    found: dict[tuple[int, int], Clash] = {}
    for (a, b), count in figures.items():
        likeness = compared(telling[a], telling[b]) if count >= _EQUAL * _FEW_FIGURES else None
        if likeness is not None and likeness.copied and _two_facts(ordered[a], ordered[b]):
            found[a, b] = _figures_copied(ordered[a], ordered[b], likeness)
    for a, b, likeness in _kept(ordered):
        if (a, b) not in found and _two_facts(ordered[a], ordered[b]):
            found[a, b] = _figures_copied(ordered[a], ordered[b], likeness)
    for a, b in _texts_alike(ordered):
        if (a, b) not in found and not _one_unit(ordered[a], ordered[b]) and _two_facts(ordered[a], ordered[b]):
            found[a, b] = _text_copied(ordered[a], ordered[b])
    return tuple(found[pair] for pair in sorted(found))


def copies(papers: Sequence[Paper]) -> frozenset[str]:
    """Return the paths of papers whose figures are those of their unit's paper before."""
    ordered = sorted(papers, key=lambda p: (p.date, p.path))
    return frozenset(ordered[max(a, b)].path for a, b, _ in _kept(ordered))


def _kept(papers: Sequence[Paper]) -> Iterator[tuple[int, int, Likeness]]:
    """Yield papers with the paper of the same unit before it whose figures stand in their places, unlike all others."""
    at = {paper.path: number for number, paper in enumerate(papers)}
    pairs = [pair for group in by_unit(papers).values() for pair in pairwise(author_of(group).papers)]
    likeness = [(one, other, compared(_by_place(one), _by_place(other))) for one, other in pairs]
    shares = [len(like.equal) / like.shared for _, _, like in likeness if like.shared >= _FEW_FIGURES]
    usual = median(shares) if len(shares) > 2 else 0.0
    for one, other, like in likeness:
        if like.copied and usual < _USUAL:
            a, b = sorted((at[one.path], at[other.path]))
            yield a, b, like


def _by_place(paper: Paper) -> Mapping[str, Figure]:
    """The figures of a paper by place, without plans and without what the catalogue knows to stand still."""
    own = ((s.place, s.figure) for s in spots_of(paper) if not s.part and s.unit != "%")
    return {place: f for place, f in own if f.when in ("now", "since_january") and kind_of(f.metric) != "stock"}


def _pairs(keys: Sequence[Iterable[Hashable]]) -> Counter[tuple[int, int]]:
    """How many keys two papers share, for those that share one; what many share tells of none."""
    holders: dict[Hashable, list[int]] = defaultdict(list)
    for at, own in enumerate(keys):
        for key in own:
            holders[key].append(at)
    return Counter(pair for held in holders.values() if len(held) <= _MOST_HOLDERS for pair in combinations(held, 2))


def _texts_alike(papers: Sequence[Paper]) -> dict[tuple[int, int], int]:
    """How many passages papers share, for pairs of which these are most of either's own."""
    if len({p.unit for p in papers}) < _LEAST_UNITS:
        return {}
    own = _own_shingles(papers)
    shared = _pairs(own)
    least = {pair: min(len(own[at]) for at in pair) for pair in shared}
    return {pair: n for pair, n in shared.items() if least[pair] >= _FEW_SHINGLES and n >= _ALIKE * least[pair]}


def _one_unit(one: Paper, other: Paper) -> bool:
    return one.unit == other.unit and related(one.parents, other.parents)


def _two_facts(one: Paper, other: Paper) -> bool:
    """Whether two papers should differ: not one unit with overlapping spans, or before and after a merger."""
    if one.sha256 == other.sha256 or one.level != other.level:
        return False
    if not _one_unit(one, other):
        return True
    overlap = any(a.first <= b.last and b.first <= a.last for a in one.spans for b in other.spans)
    return bool(one.spans and other.spans) and not overlap and (one.origin is None) == (other.origin is None)


def compared(one: Mapping[str, Figure], other: Mapping[str, Figure]) -> Likeness:
    """Return which figures of two papers agree, by metric; small counts prove nothing."""
    both = [(one[key], other[key]) for key in one if key in other]
    telling = [(a, b) for a, b in both if max(a.amount.said, b.amount.said) > _SMALL]
    equal = tuple((a, b) for a, b in telling if a.amount.said == b.amount.said)
    return Likeness(equal, len(telling))


def _telling(paper: Paper) -> Mapping[str, Figure]:
    """The flows that a paper states as results of its own span, with one value each: not plans, not what stands."""
    found: dict[str, list[Figure]] = defaultdict(list)
    for figure in paper.figures:
        counts = kind_of(figure.metric) == "flow" and figure.amount.unit != "%"
        if figure.when == "now" and counts and not figure.part:
            found[figure.metric].append(figure)
    spreads = {metric: spread(figures) for metric, figures in found.items()}
    return {metric: figures[0] for metric, figures in spreads.items() if len(figures) == 1}


def _own_shingles(papers: Sequence[Paper]) -> list[frozenset[int]]:
    """Passages of five words of each paper, figures masked, without those that several units share."""
    all_of = [_shingles(paper) for paper in papers]
    units: dict[int, set[str]] = defaultdict(set)
    for paper, own in zip(papers, all_of, strict=True):
        for shingle in own:
            units[shingle].add(f"{paper.unit}|{paper.parents[:1]}")
    return [frozenset(s for s in own if len(units[s]) < _SHARED_BY) for own in all_of]


def _shingles(paper: Paper) -> frozenset[int]:
    """Hashes of passages; the unit's own name is masked, so that a changed name alone does not hide a copy."""
    name = paper.unit.partition(" ")[2]
    text = fold(paper.text or "")
    masked = text.replace(name, " ") if name else text
    words = ["#" if word[0].isdigit() else word for word in _WORD.findall(masked)]
    return frozenset(_stable(words[at : at + _SHINGLE]) for at in range(max(0, len(words) - _SHINGLE + 1)))


def _stable(words: Sequence[str]) -> int:
    """A hash that is the same in every process."""
    return int.from_bytes(hashlib.blake2b(" ".join(words).encode("utf-8", "backslashreplace"), digest_size=8).digest())


def _figures_copied(one: Paper, other: Paper, likeness: Likeness) -> Clash:
    some = [figure for pair in likeness.equal[:3] for figure in pair]
    same = _one_unit(one, other)
    which = f"báo cáo kỳ trước ({_when(one)})" if same else f"báo cáo của {one.shown} ({_when(one)})"
    return Clash(
        kind="copied-figures",
        severity="warning",
        message=(
            f"{other.shown} ({_when(other)}): {len(likeness.equal)}/{likeness.shared} số liệu giống hệt {which};"
            " có thể đã chép lại mà chưa cập nhật."
        ),
        reading=f"{len(likeness.equal)}/{likeness.shared} số liệu giống nhau",
        figures=tuple(some),
        suggestion="Đề nghị xác nhận số liệu của kỳ này.",
    )


def _text_copied(one: Paper, other: Paper) -> Clash:
    places = tuple(CrossPlace(p.path, None, None, p.shown, None, None) for p in (other, one))
    return Clash(
        kind="copied-text",
        severity="info",
        message=(
            f"{other.shown} ({_when(other)}): nội dung riêng gần như chép từ báo cáo của {one.shown} ({_when(one)})."
        ),
        reading="nội dung gần như giống nhau",
        places=places,
        suggestion="Đề nghị xác nhận nội dung là của đơn vị mình.",
    )


def _when(paper: Paper) -> str:
    return paper.span.words() if paper.span else "chưa rõ kỳ"
