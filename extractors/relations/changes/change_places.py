"""Where the ends of a change may stand: the figures of its block in order, and what parts them from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.relations.amounts import ratio
from extractors.relations.changes.change_events import CHANGES, Event
from extractors.relations.changes.change_words import Said, goes_with
from extractors.relations.passages import Figure

#: how many figures around a change may be its ends
REACH = 10
_COMPARED = re.compile(r"[^;:.]{0,40}(?<!\w)so (?:với|cùng) ")
_OF_WHICH = re.compile(r"(?<!\w)(?:trong đó|trong số đó|bao gồm|gồm)(?!\w)")
#: a clause behind a semicolon that names a thing of its own ("; cận nghèo giảm"), times and words of change aside
_OWN = re.compile(
    r";\s*(?!(?:và|thì|nay|hiện|đến|tới|cuối|đầu|năm|quý|tháng|kỳ|cùng kỳ|so với|như vậy|tức|trong (?:năm|kỳ"
    r"|đó)|tăng|giảm"
    r"|so sánh|đối chiếu|như thế|qua đó"
    r"|nhiều|ít|cao|thấp|vượt|hụt|bớt|thêm|còn|lên|xuống|đã|kéo|chênh|\d)(?!\w))[^\W\d_]"
)


def places_around(figures: Sequence[Figure], told: Sequence[Said], event: Event) -> list[int]:
    """Return the places around a change: its own sentence first, before it, then behind it to the next change."""
    first, last = event.places[0], event.places[-1]
    left = max(0, first - REACH)
    right = next((i for i in range(last + 1, len(told)) if told[i].tag in CHANGES), len(told))
    near = [i for i in range(left, min(right, last + REACH)) if i not in event.places]
    home = figures[first].home
    return sorted(near, key=lambda i: (figures[i].home != home, i > first, abs(i - first)))


def end_pairs(figures: Sequence[Figure], told: Sequence[Said], event: Event) -> Iterator[tuple[Figure, Figure]]:
    """Yield (new, old) for a change, the likeliest first: those of its sentence before those of its paragraph."""
    order = places_around(figures, told, event)
    for old in order:
        base = told[old]
        if (
            base.tag not in ("old", "from")
            or not goes_with(base, event.said)
            or _is_threshold(figures, told, old, event)
        ):
            continue
        for new in order:
            if _is_part(figures, new, old):
                continue
            said = told[new]
            later = said.tag == "old" and 0 < base.year < said.year
            alike = ratio(*(figures[i].unit.partition("/")[0] for i in (new, old))) is not None
            # of two dated figures the one before the change is new: "năm 2023 đạt 54, tăng 6 so với năm trước (48)"
            dated = said.tag == "old" and said.year > 0 == base.year and new < event.places[0] < old
            dated = dated and _COMPARED.match(figures[old].before) is not None
            usable = said.tag == "to" or later or ((said.tag == "" or dated) and new < event.places[0])
            if new != old and alike and usable:
                yield figures[new], figures[old]


def _is_threshold(figures: Sequence[Figure], told: Sequence[Said], old: int, event: Event) -> bool:
    """Whether "từ" before a figure in a sentence behind the change says from where on ("02 xã đạt từ 95%")."""
    behind = figures[old].home > figures[event.places[0]].home
    return behind and told[old].tag == "from"


def _is_part(figures: Sequence[Figure], new: int, old: int) -> bool:
    """Whether words between two figures of a sentence make the second a part of the first, not what came of it."""
    same = old < new and figures[old].home == figures[new].home
    return same and any(_OF_WHICH.search(figures[at].before) for at in range(old + 1, new + 1))


def is_bound(figures: Sequence[Figure], told: Sequence[Said], old: int, event: Event) -> bool:
    """Whether a base behind another change of its sentence belongs to that one ("giảm 21 so với đầu năm (95)")."""
    if old > event.places[0]:
        return False
    said = "(" in figures[old].before or "so " in figures[old].before
    home = figures[old].home
    return said and any(told[i].tag in CHANGES and figures[i].home == home for i in range(old))


def own_start(figures: Sequence[Figure], event: Event) -> int:
    """Return the place at which the clause of a change begins that names a thing of its own, 0 for none."""
    home = figures[event.places[0]].home
    for at in range(event.places[0], -1, -1):
        if figures[at].home != home:
            return 0
        if _OWN.search(figures[at].before):
            return at
    return 0


def level_told(figures: Sequence[Figure], told: Sequence[Said], event: Event) -> int:
    """Return the place of a figure that opens the clause of a change behind a semicolon, 0 for none."""
    at = event.places[0] - 1
    if at < 0 or figures[at].home != figures[at + 1].home or ";" in figures[at + 1].before:
        return 0
    said = told[at]
    later = said.tag == "old" and 0 < event.said.year < said.year
    return at if ";" in figures[at].before and (later or said.tag in ("", "to")) else 0


def is_sole(figures: Sequence[Figure], told: Sequence[Said], event: Event) -> bool:
    """Whether a sentence tells no other change, and one past figure only."""
    home = figures[event.places[0]].home
    here = [told[i].tag for i, f in enumerate(figures) if f.home == home and i not in event.places]
    return not set(here) & set(CHANGES) and sum(tag in ("old", "from") for tag in here) == 1


def tells_rates(figures: Sequence[Figure], told: Sequence[Said], place: int) -> bool:
    """Whether other percentages stand in the sentence, of which a change may tell the points."""
    home = figures[place].home
    return any(
        figure.unit == "%" and figure.home == home and told[at].tag not in CHANGES
        for at, figure in enumerate(figures)
        if at != place
    )
