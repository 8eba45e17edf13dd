"""Figures of a district that are the sums of its communes, whatever each calls them: the places that add up.

Which place of each commune belongs to a figure of the district is guessed by words and proved by the sum: where the
places of all communes add up to the figure in some papers, chance has no part in it, and where they do not in another,
somebody is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from pipeline.compare.adding_up import Search, Sum, Time, figures_at, options, weights
from pipeline.compare.amounts import total
from pipeline.compare.clash import Clash, Tested, in_unit, said
from pipeline.compare.explained import notes, tells_gap
from pipeline.compare.figures import Figure
from pipeline.compare.members import Members
from pipeline.compare.papers import Paper
from pipeline.compare.spots import Author, own_places

#: communes that are needed
_LEAST = 3


def check(
    above: Author,
    communes: Mapping[str, Author],
    everywhere: Sequence[Members],
    columns: Mapping[str, Mapping[str, str]],
    copied: Set[str] = frozenset(),
) -> Tested:
    """Return where the figures of a district are not the sums that they are in its other papers.

    `columns` are the places of communes that are known to belong together, by the words of a column; papers that are
    `copied` prove nothing.
    """
    times = list(_times(above, communes, everywhere))
    sound = [time for time in times if not any(p.path in copied for p in _papers(communes, time))]
    if len(sound) < 2 or len(communes) < _LEAST:
        return Tested()
    weight = weights(above, communes)
    guesses = [own for own in columns.values() if own.keys() == communes.keys()]
    clashes, held = list[Clash](), list[tuple[Figure, ...]]()
    for place, spot in own_places(above):
        if spot.figure.when not in ("now", "since_january"):
            continue
        tried = {unit: options(spot, author, weight) for unit, author in communes.items()}
        found = Search(above, communes, sound, place, tried, guesses).found() if all(tried.values()) else None
        if found is not None:
            some, good = _tested(found, above, communes, times)
            clashes += some
            held += good
    return Tested(tuple(clashes), tuple(held))


def _times(above: Author, communes: Mapping[str, Author], everywhere: Sequence[Members]) -> Iterator[Time]:
    for members in everywhere:
        tops = [at for at, paper in enumerate(above.papers) if paper.path in {p.path for p in members.above}]
        below = {p.unit: communes[p.unit].papers.index(p) for p in members.communes if p in communes[p.unit].papers}
        if len(tops) == 1 and members.complete and below.keys() == communes.keys():
            yield Time(members.spans[0], tops[0], below)


def _papers(communes: Mapping[str, Author], time: Time) -> Iterator[Paper]:
    return (communes[unit].papers[at] for unit, at in time.below.items())


def _tested(
    found: Sum, above: Author, communes: Mapping[str, Author], times: Sequence[Time]
) -> tuple[list[Clash], list[tuple[Figure, ...]]]:
    clashes, held = list[Clash](), list[tuple[Figure, ...]]()
    for time in times:
        figures = figures_at(found, above, communes, time)
        if not figures:
            continue
        right = total(f.amount for f in figures[1:])
        gap = abs(right.said - figures[0].amount.said)
        if right.meets(figures[0].amount):
            held.append(figures)
        elif not tells_gap(notes(above.papers[time.above], above.papers), {gap}):
            clashes.append(_clash(figures, time, above.papers[time.above].shown))
    return clashes, held


def _clash(figures: Sequence[Figure], time: Time, shown: str) -> Clash:
    whole, *parts = figures
    right = total(f.amount for f in parts)
    gap = right.said - whole.amount.said
    left = [f for f in parts if f.amount.said == gap and gap]
    who = "; đúng bằng số của một đơn vị, có thể đã cộng sót" if left else ""
    return Clash(
        kind="district-sum",
        severity="warning",
        message=(
            f"{whole.label or 'Số liệu'}, {time.span.words()}: {shown} ghi {said(whole)}, nhưng tổng của {len(parts)}"
            f" đơn vị là {in_unit(right.said, right.unit)} (lệch {in_unit(abs(gap), right.unit)}{who}); ở các kỳ khác"
            " tổng này luôn khớp."
        ),
        reading=f"{' + '.join(f.text for f in parts)} = {in_unit(right.said, right.unit)} ≠ {said(whole)}",
        figures=tuple(figures),
        expected=right.said,
        found=whole.amount.said,
        suggestion="Đề nghị đối chiếu với báo cáo của từng đơn vị.",
    )
