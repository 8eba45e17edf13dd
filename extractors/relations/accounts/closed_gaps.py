"""What is left, lacking or over in a closed world: a figure set against the only two of its unit before it.

"Dự toán 1.260, thu 1.424, trội 164 so với dự toán", "danh sách 67 căn, bàn giao 41 căn, 26 căn chưa bàn giao":
whatever the verb, a word for what is not done, not there or compared with is said. What no single slip of the pen
explains is left alone: the figure may be one of something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from itertools import combinations

from extractors.lexicon import unit_kind
from extractors.numbers.slips import one_slip
from extractors.relations.accounts.closed_rests import read_closed_rests
from extractors.relations.accounts.gap_words import ASIDE, clause_of, is_left, is_of_same_work
from extractors.relations.amounts import ratio
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.sums.closed_sum_words import on_one_scale, opposed, overlapping
from extractors.relations.sums.flat_lists import is_flat
from extractors.relations.sums.tallies import make_implied
from extractors.relations.world import World

#: how many figures of one unit a small world has; up to which value they meet by chance, alone or among others
_MOST, _CHANCE, _MANY = 6, 10, 100
#: how clearly two parts are opposites where either end may have slipped
_SURE = 3
_COMPARED = re.compile(r"^[^,;.:()\d]{0,40}?(?<!\w)so (?:với|cùng|ra)(?!\w)")
#: a sentence that opens with what is left of the one before
_OPENS = re.compile(r"(?:(?:hiện|như vậy|vậy|tuy nhiên|đến nay|số|phần|những|các) )*,? ?(?:còn|chưa|số còn lại)(?!\w)")
#: what is left of the very things told before; when it will be done
_REST, _AHEAD = re.compile(r"(?<!\w)còn lại(?!\w)|# nữa(?!\w)"), re.compile(r"(?<=# )[^#]*(?:dự kiến|phấn đấu)(?!\w)")
#: how far an aim is reached; three such are steps of one scale ("8 chỉ tiêu vượt, 5 chỉ tiêu đạt, 2 chỉ tiêu chưa đạt")
_AIM = re.compile(r"(?<!\w)(?:vượt|đạt|hụt)(?!\w)")
_WHY = "phần còn lại, phần thiếu hoặc phần vượt so với hai số đứng trước"


def read_closed_gaps(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield what is left or lacking by its words and is not by its figures, those of the `known` relations left out."""
    told = {o.number for r in known if _settles(r) for o in r.operands if o.number is not None}
    rests = tuple(read_closed_rests(world, passages, told))
    yield from rests
    told |= {o.number for r in rests for o in r.operands if o.number is not None}
    for figures in passages.by_block.values():
        for at, figure in enumerate(figures):
            relation = _of_two(world, figures, at, told) if _may_stand(world, figure, told) else None
            if relation is not None:
                told |= {o.number for o in relation.operands if o.number is not None}
                yield relation


def _settles(relation: Relation) -> bool:
    """Whether a relation tells already what its figures are to each other."""
    adds = relation.kind in ("sum", "balance", "growth", "difference", "ratio")
    return relation.verdict == "fails" or (adds and relation.verdict == "holds")


def _may_stand(world: World, figure: Figure, told: AbstractSet[int]) -> bool:
    """Whether a figure counts or measures exactly, and nothing is told of it."""
    number = world.numbers[figure.number]
    counts = figure.unit not in ("", "%") and "/" not in figure.unit and figure.value > 0
    return counts and number.sign == "=" and number.of is None and figure.number not in told


def _of_two(world: World, figures: Sequence[Figure], at: int, told: AbstractSet[int]) -> Relation | None:
    """Return the difference of the two figures before one that is said to be left, lacking or compared."""
    gap, said = figures[at], clause_of(figures[at])
    compared = bool(_COMPARED.match(gap.after))
    own = _AHEAD.sub(" ", said.partition(" so ")[0])
    if not (compared or is_left(said)) or ASIDE.search(f"{gap.before} {own}"):
        return None
    ends = _ends(figures, gap)
    if len(ends) != 2 or not all(_may_stand(world, f, told) and not ASIDE.search(f.before) for f in ends):
        return None
    beside = tuple(f for f in figures[: at + 1] if f.home == gap.home)
    if not compared and (is_flat((*ends, gap)) or is_flat(beside)):
        return None  # "chập điện 10 vụ, đốt rác 4 vụ, chưa rõ 1 vụ" are three of a kind
    homes = {f.home for f in (*ends, gap)}
    alone = sum(f.home in homes for f in figures) == len(ends) + 1
    strictly = gap.value < (_CHANCE if alone or _REST.search(said) else _MANY)
    before = f"{ends[0].before} {ends[0].after} {ends[1].before} {ends[1].after}"
    meant = compared or is_of_same_work(gap, before, strictly=strictly)
    steps = [clause_of(f) for f in (*ends, gap)]
    apart = overlapping(steps) or (
        len(set(steps)) == len(steps) and (on_one_scale(steps) or all(map(_AIM.search, steps)))
    )
    if not meant or apart or _fits(world, figures, gap):
        return None
    low, high = sorted(ends, key=lambda f: _in_unit(f, gap))
    right = _in_unit(high, gap) - _in_unit(low, gap)
    stated = len(homes) > 1 and alone and bool(_REST.search(said)) and gap.value < _in_unit(high, gap)
    if not right or not (stated or _is_slip(gap, low, high, right)):
        return None
    return make_implied(world, high.number, (low.number, gap.number), _WHY, "fails", scaled=True)


def _is_slip(gap: Figure, low: Figure, high: Figure, right: Decimal) -> bool:
    """Whether one slip explains a gap that is not right: in it, or in either end where it is the end's opposite."""
    if one_slip(gap.value, right) and gap.value < _in_unit(high, gap):
        return True
    if opposed(low, gap) < _SURE or low.number > gap.number:
        return False
    done, whole = _in_unit(low, gap), _in_unit(high, gap)
    return one_slip(done, whole - gap.value) or one_slip(whole, done + gap.value)


def _ends(figures: Sequence[Figure], gap: Figure) -> list[Figure]:
    """Return the figures that may be the ends of a difference, none where more of their unit are around."""
    like = [f for f in figures if f is not gap and _is_of_unit(f, gap)]
    opens = bool(_OPENS.match(gap.before))
    ends = [f for f in like if f.number < gap.number and gap.sentence - f.sentence < 2 + opens]
    others = [f for f in like if f not in ends and f.sentence == gap.sentence]
    near = bool(ends) and gap.sentence - ends[-1].sentence <= opens
    found = ends if near and not others and len(like) < _MOST else []
    return found if len(found) == 2 else _of_other_names(figures, gap)


def _is_of_unit(figure: Figure, gap: Figure) -> bool:
    """Whether a figure is told in the unit of a gap, or in a longer name of it ("giấy chứng nhận", "giấy")."""
    return ratio(figure.unit, gap.unit) is not None or figure.unit.startswith(f"{gap.unit} ")


def _of_other_names(figures: Sequence[Figure], gap: Figure) -> list[Figure]:
    """Return the only two counts before one in its sentence: what is called by two names there may be one thing.

    "Gửi 342 thông báo, 318 hộ đã nộp, hiện nợ 24 hộ": the part and the rest go by one name, and are opposites.
    """
    counts = [f for f in figures if f.home == gap.home and _is_counted(f)]
    if len(counts) != 3 or counts[-1] is not gap or not _is_counted(gap):
        return []
    whole, part, _ = counts
    told = gap.unit in (part.unit, whole.unit)
    return [whole, part] if told and gap.value >= _CHANCE and part.value < whole.value and opposed(part, gap) else []


def _is_counted(figure: Figure) -> bool:
    return unit_kind(figure.unit) in ("count", "person", "unknown") and "/" not in figure.unit


def _in_unit(figure: Figure, gap: Figure) -> Decimal:
    return figure.value * (ratio(figure.unit, gap.unit) or Decimal(1))


def _fits(world: World, figures: Sequence[Figure], gap: Figure) -> bool:
    """Whether a figure is the sum or difference of two others of its paragraph, or told there already."""
    like = [f for f in figures if f is not gap and ratio(f.unit, gap.unit) is not None]
    rounded = len({f.unit for f in (*like, gap)}) > 1
    room = max((world.numbers[f.number].step for f in (*like, gap)), default=Decimal(0)) if rounded else Decimal(0)
    ways = (way for a, b in combinations(like, 2) for way in _ways(_in_unit(a, gap), _in_unit(b, gap)))
    return any(abs(way - gap.value) <= room for way in ways)


def _ways(one: Decimal, other: Decimal) -> tuple[Decimal, ...]:
    return abs(one - other), one + other, one, other
