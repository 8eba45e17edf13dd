"""Every quantity of a paper with the place where its author always tells it: a label, a unit and a time.

An author keeps his words from one period to the next, whatever they are; so what he tells in one place can be followed
over his papers though the catalogue does not know what it is called.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from extractors.vietnamese import fold, fold_key
from pipeline.compare.amounts import amount_of
from pipeline.compare.cues import NOWHERE, Around, When, when_said
from pipeline.compare.figures import Figure, contradicted
from pipeline.compare.papers import Paper

#: what a label may say of the period and of nothing else
_PERIOD = re.compile(
    r"(?<!\w)(?:(?:trong |của )?(?:quý|kỳ|tháng|năm) (?:[ivx]+|\d[\d/.-]*|này|báo cáo)|\d+ tháng(?: đầu)?(?: năm)?)(?!\w)"
)
_DIGITS = re.compile(r"\d[\d.,/]*")
_EMPTY = frozenset({"số", "tổng", "các", "đã", "trong", "được", "và", "của", "kỳ", "là", "có", "nay", "đến", "năm", "liệu"})
_ONE_UNIT = {"vụ việc": "vụ", "lá đơn": "đơn", "đơn thư": "đơn"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure and the place of its author for it; `words` are those of its label that say something, `title` those
    of its section; `part` is the commune (folded, bare) of which a row of a table tells, "" for the paper's own.
    """

    figure: Figure
    place: str
    words: frozenset[str]
    title: frozenset[str]
    part: str = ""

    @property
    def unit(self) -> str:
        """The base unit."""
        return self.figure.amount.unit


def spots_of(paper: Paper, communes: frozenset[str] = frozenset()) -> tuple[Spot, ...]:
    """Return the quantities of a paper that have a unit; `communes` are bare names that rows of its tables may bear."""
    titles = {s["id"]: _telling(fold(s["title"])) for s in paper.record["sections"]}
    known = {figure.number: figure for figure in paper.figures}
    doubted = contradicted(paper.record)
    own = paper.unit.partition(" ")[2].removeprefix("trấn ")
    seen: Counter[str] = Counter()
    found = []
    for number in paper.record["numbers"]:
        if number["role"] != "measure" or number.get("of") is not None or not number.get("unit"):
            continue
        figure = _figure(paper, number, known, number["id"] not in doubted)
        if figure is None:
            continue
        label, part = _row(number, communes)
        name = f"{_masked(label, own)}|{figure.amount.unit}|{figure.when}|{part}"
        seen[name] += 1
        title = titles.get(number.get("section"), frozenset())
        found.append(Spot(figure, f"{name}|{seen[name]}", _telling(_masked(label, own)), title, part))
    return tuple(found)


def _figure(paper: Paper, number: Mapping[str, Any], known: Mapping[str, Figure], sure: bool) -> Figure | None:
    figure = known.get(number["id"])
    if figure is not None:
        return figure
    amount = amount_of(number, "")
    if amount is None:
        return None
    unit, words = _ONE_UNIT.get(amount.unit, amount.unit), paper.words.get(number["id"], NOWHERE)
    label = number.get("label") or ""
    place = (number["line"], number["col"], number["page"], number["text"])
    when = _when(number, label, words)
    sure = sure and not number.get("doubt")
    metric = number.get("metric") or ""
    return Figure(
        paper.path, number["id"], *place, metric, label, replace(amount, unit=unit), when, None, sure, words,
        table=number.get("table") is not None,
    )  # fmt: skip


def _when(number: Mapping[str, Any], label: str, words: Around) -> When:
    if number.get("target"):
        return "plan"
    return when_said(label) or ("now" if number.get("table") else words.when)


def _row(number: Mapping[str, Any], communes: frozenset[str]) -> tuple[str, str]:
    """The words of a label that say what is counted, and the commune of which its row tells."""
    pieces = fold(number.get("label") or "").split(" - ")
    if number.get("table") is None or len(pieces) < 2:
        return " - ".join(pieces), ""
    unit = fold_key(number.get("unit") or "")
    pieces = pieces[:-1] if len(pieces) > 2 and fold_key(pieces[-1]) == unit else pieces
    last = fold_key(pieces[-1])
    bare = re.sub(r"^(?:xã|phường|thị trấn|đặc khu) ", "", last)
    if bare in communes:
        return pieces[0], bare
    return (pieces[-1] if len(pieces) == 2 else " - ".join(pieces[1:])), ""


def _masked(label: str, own: str) -> str:
    """A label without digits, without the period and without its author's name."""
    words = label.replace(own, " ") if own else label
    return " ".join(_DIGITS.sub(" ", _PERIOD.sub(" ", words)).split()).strip(" ,;:-()")


def _telling(words: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", words)) - _EMPTY


@dataclass(frozen=True, slots=True)
class Author:
    """A unit's papers in order, and for each the figures by place."""

    papers: tuple[Paper, ...]
    told: tuple[Mapping[str, Spot], ...]

    def places(self) -> Mapping[str, Spot]:
        """Return every place with one of its spots."""
        return {place: spot for told in self.told for place, spot in told.items()}

    def at(self, number: int, place: str) -> Figure | None:
        """Return what stands in a place of a paper."""
        spot = self.told[number].get(place)
        return spot.figure if spot else None


def author_of(papers: Sequence[Paper], communes: frozenset[str] = frozenset()) -> Author:
    """Return a unit's papers, one for each span, as an author; of several of one span none is taken."""
    spans = Counter(p.span for p in papers)
    kept = sorted((p for p in papers if p.span and spans[p.span] == 1), key=lambda p: (p.spans, p.path))
    return Author(tuple(kept), tuple({s.place: s for s in spots_of(p, communes)} for p in kept))


def own_places(author: Author) -> Iterator[tuple[str, Spot]]:
    """Yield the places of what an author tells of himself, but for shares."""
    for place, spot in author.places().items():
        if not spot.part and spot.unit != "%":
            yield place, spot
