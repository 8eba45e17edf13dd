"""What there is now, told at two places: "Trạm hiện có 07 viên chức", later "với 06 viên chức hiện có".

Words of now leave no other time; where both figures count one kind of thing by its own name and nothing else, they are
one fact, in whatever part of the report they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.relations.arithmetic import shown
from extractors.relations.claimed import two_tellings
from extractors.relations.doers import of_two_doers
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Reading, Relation
from extractors.relations.repeats.matches import is_specific
from extractors.relations.repeats.restated import VERB
from extractors.relations.repeats.same_words import naming, setting_apart
from extractors.relations.world import World

#: what there is now, before its figure and behind it; what was left in the end
_NOW = re.compile(r"(?<!\w)(?:hiện(?: nay)?(?: đang)? (?:có|quản lý|tổng số|có tổng số|là)|hiện nay)$")
_NOW_BEHIND = re.compile(r"^(?:[^\W\d_]+ ){0,3}?hiện có(?!\w)")
_LEFT = re.compile(r"(?<!\w)(?:vẫn còn|hiện còn|đang còn|cuối (?:năm|kỳ)(?: [^\W\d_]+){0,2} còn)$")
#: where the name of what is counted ends
_NAMED_TO = re.compile(r"(?<!\w)(?:hiện có|do|vì|nhưng|để)(?!\w)")
#: other times and places of their own
_ASIDE = re.compile(
    r"(?<!\w)(?:đầu (?:năm|kỳ)|cùng kỳ|trước|cũ|năm \d|ngày \d|(?:thôn|ấp|bản|xóm|khóm|tổ|khu|chi bộ|chi hội|khối) \w+)"
)
_WHY = "số hiện có, nêu ở hai chỗ"


@dataclass(frozen=True, slots=True)
class _Stock:
    """A figure of what there is: what it names, and whether words say that it is left."""

    figure: Figure
    named: tuple[str, frozenset[str]]
    left: bool


def read_now_again(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield what there is now where it is told before, in another paragraph, with another figure."""
    first: dict[tuple[tuple[str, frozenset[str]], bool], Figure] = {}
    for stock in _stocks(world, passages.figures):
        other = first.setdefault((stock.named, stock.left), stock.figure)
        one = stock.figure
        if other.value != one.value and other.block != one.block and not of_two_doers(world, other, one):
            reading = Reading(f"{shown(one.value)} ≠ {shown(other.value)}", _WHY, "fails")
            yield two_tellings(world, one, other, reading, certain=False)


def _stocks(world: World, figures: Sequence[Figure]) -> Iterator[_Stock]:
    for figure in figures:
        now = _NOW.search(figure.before) or _NOW_BEHIND.match(figure.after)
        left = _LEFT.search(figure.before)
        if (now or left) and is_specific(figure.unit) and _is_plain(world, figure):
            behind = _NAMED_TO.split(VERB.split(figure.after)[0])[0]
            yield _Stock(figure, (figure.unit, naming(behind) - naming(figure.unit)), bool(left) and not now)


def _is_plain(world: World, figure: Figure) -> bool:
    """Whether a figure is one of all of the place that reports, and of no other time."""
    number, clause = world.numbers[figure.number], re.split(r"[;:]", figure.before)[-1]
    apart = setting_apart(f"{clause} #") - {figure.unit, "opening"}
    return number.sign == "=" and number.of is None and not _ASIDE.search(clause) and not apart
