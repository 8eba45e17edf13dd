"""Wholes told again with the part that is known of them: "nhận 58, đã trả 44", later "44 trong số 68 hồ sơ"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.lexicon.amounts import alike
from extractors.numbers.slips import one_slip
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import two_tellings
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Reading, Relation
from extractors.relations.repeats.restated import is_plain
from extractors.relations.repeats.same_words import naming, setting_apart
from extractors.relations.world import World

#: smaller parts meet by chance; how many figures and blocks before a pair its first telling stands
_SMALL, _FIGURES, _BLOCKS = 10, 24, 8
_AMONG = r"(?:trong|trên)(?: tổng)?(?: số)?"
#: a whole right behind its part, and one that opens its sentence
_BEHIND_PART = re.compile(rf"^(?:[^\W\d_]+ ){{0,3}}{_AMONG}$")
_OPENS = re.compile(rf"^\W*(?:(?:riêng|đối với|còn)[^,;:]*,? )?{_AMONG}$")
#: a time of its own
_TIMED = re.compile(
    r"(?<!\w)(?:từ đầu|lũy kế|luỹ kế|nhiệm kỳ|giai đoạn|(?:năm|quý|tháng|tuần|kỳ|đợt)(?! nay) \S+)(?!\w)"
)
_WHY = "cùng một phần, hai tổng khác nhau"


def read_retold_wholes(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield each whole of a pair that differs from the one that its part was told of before, of the same things."""
    for at, whole in enumerate(passages.figures):
        part = _part(world, passages.figures, at)
        if part is None or part.value < _SMALL or not (is_plain(world, whole) and is_plain(world, part)):
            continue
        first = at if part.number > whole.number else at - 1
        before = [f for f in passages.figures[max(0, first - _FIGURES) : first] if whole.block - f.block <= _BLOCKS]
        known = [f for f in before if f.value == whole.value and _are_like(world, f, whole)]
        other = None if known else _whole_before(world, before, part, whole)
        if other is not None:
            reading = Reading(f"{shown(whole.value)} ≠ {shown(other.value)}", _WHY, "fails")
            yield two_tellings(world, whole, other, reading, certain=False)


def _part(world: World, figures: Sequence[Figure], at: int) -> Figure | None:
    """Return the part that a whole is told with, of its unit and sentence: right before it, else right behind it."""
    whole = figures[at]
    if _BEHIND_PART.match(whole.before) and at:
        part = figures[at - 1]
    elif _OPENS.match(whole.before) and at + 1 < len(figures):
        part = figures[at + 1]
    else:
        return None
    return part if part.home == whole.home and _are_like(world, part, whole) and part.value < whole.value else None


def _are_like(world: World, one: Figure, other: Figure) -> bool:
    """Whether two figures are of one unit, or the unit of the first is not printed."""
    return alike(one.unit, other.unit) or not world.numbers[one.number].unit


def _whole_before(world: World, before: Sequence[Figure], part: Figure, whole: Figure) -> Figure | None:
    """Return the nearest figure before a part where it was told first, of the same things and time."""
    said = _sentence(world, whole)
    for at, figure in reversed(list(enumerate(before))):
        if figure.value != part.value or not _are_like(world, figure, part):
            continue
        above = [f for f in before[max(0, at - 2) : at] if f.home == figure.home and f.value > figure.value]
        other = next((f for f in reversed(above) if _are_like(world, f, whole) and is_plain(world, f)), None)
        if other is not None and _of_one(said, _sentence(world, other), naming(whole.unit)) and _is_near(whole, other):
            return other
    return None


def _of_one(said: str, told: str, unit: frozenset[str]) -> bool:
    """Whether two sentences name some of the same, and nothing sets the first apart."""
    apart = setting_apart(f"{said} #") - setting_apart(f"{told} #")
    return len((naming(said) & naming(told)) - unit) > 1 and not apart and not _TIMED.search(said)


def _is_near(one: Figure, other: Figure) -> bool:
    return one_slip(one.value, other.value) or abs(one.value - other.value) * 4 <= other.value


def _sentence(world: World, figure: Figure) -> str:
    """Return the sentence of a figure, with the mark of the list that it stands in."""
    span, at = world.document.blocks[figure.block].span, world.numbers[figure.number].span.start
    start = max(span.start, *(world.folded.rfind(mark, span.start, at) + 1 for mark in (". ", "\n")))
    end = re.search(r"[.](?=\s|$)", world.folded[at : span.end])
    return world.folded[start : at + end.start() if end else span.end]
