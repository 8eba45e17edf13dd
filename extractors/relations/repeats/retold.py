"""Figures told again a sentence or two later, in other words: what speaks for one fact is counted in points.

"Hội nghị ngày 08/11 có 156 đại biểu về dự. Cuối hội nghị ngày 08/11, cả 165 đại biểu biểu quyết": a slip lies between
them, the day and the words are the same, and all are meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from extractors.lexicon.amounts import alike
from extractors.numbers.slips import slip_cost
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import two_tellings
from extractors.relations.doers import of_two_doers
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Reading, Relation
from extractors.relations.repeats.nearby import are_told_apart
from extractors.relations.repeats.restated import VERB, came, is_plain, made_of
from extractors.relations.repeats.told_evidence import GOES_ON, WHOLE, names, points
from extractors.relations.sums.closed_sum_words import clause, label
from extractors.relations.world import World

#: how many figures before one, and how many sentences, what it tells again may stand
_FIGURES, _SENTENCES = 12, 3
#: points from which on two figures are told to be of one fact
_TOLD = 5
_HIGH_OR_LOW = frozenset(("cao", "thấp", "tốt", "xấu", "khá", "giỏi", "yếu", "kém", "cũ", "mới", "lớn", "nhỏ"))
_PART = re.compile(
    r"(?<!\w)(?:trong đó|trong số|riêng|chỉ|mới|gồm|còn|thêm|khác|nữa|tiếp(?! (?:nhận|dân|công|xúc))|lại|đợt|lần"
    r"|các \w+ khác)(?!\w)"
)


def read_retold(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield two figures of a paragraph that tell one fact differently, beside the `known` relations."""
    proven = {o.number for r in known if r.verdict == "holds" and r.kind not in ("repeat", "order") for o in r.operands}
    for figures in passages.by_block.values():
        for at, figure in enumerate(figures):
            if figure.sentence and _is_exact(world, figure) and figure.unit not in ("", "%"):
                rival = _rival(world, passages, figures, at, proven)
                if rival is not None:
                    reading = Reading(
                        f"{shown(figure.value)} ≠ {shown(rival.value)}", "nhắc lại bằng lời khác", "fails"
                    )
                    yield two_tellings(world, figure, rival, reading, certain=False)


def _is_exact(world: World, figure: Figure) -> bool:
    """Whether a figure, or a pair, tells exactly what is."""
    measure, number = world.measures[figure.number], world.numbers[figure.number]
    paired = number.of is not None and number.sign == "=" and not (measure.change or measure.plan)
    return is_plain(world, figure) or (paired and (not measure.target or bool(GOES_ON.search(figure.before))))


def _rival(
    world: World, passages: Passages, figures: Sequence[Figure], at: int, proven: Set[int | None]
) -> Figure | None:
    """Return the only figure before one that it may tell again with a slip, None where it is told right or anew."""
    one = figures[at]
    before = [f for f in figures[max(0, at - _FIGURES) : at] if 0 < one.sentence - f.sentence <= _SENTENCES]
    like = [f for f in before if _may_be(world, one, f)]
    if not like:
        return None
    around = [f for f in figures if f is not one and f.unit.split()[:1] == one.unit.split()[:1]]
    made = world.numbers[one.number].of is None and made_of(one, around)
    if _has_siblings(figures, one):
        return None
    if made or any(f.value == one.value for f in around) or _PART.search(_beside(one)):
        return None
    rivals = [
        f for f in like if (_is_exact(world, f) or came(world, f)) and points(world, figures, one, f, proven) >= _TOLD
    ]
    rivals = [f for f in rivals if not (are_told_apart(world, passages, f, one) or of_two_doers(world, f, one))]
    rivals = [f for f in rivals if not (_are_opposite(f, one) or _is_of_whole(figures, f, one))]
    return rivals[0] if len({f.value for f in rivals}) == 1 else None


def _has_siblings(figures: Sequence[Figure], one: Figure) -> bool:
    """Whether the same is told of several in a sentence, each by its place ("lớp 1: cận thị 5 em; lớp 5: …")."""
    own = label(one.before)
    beside = (f for f in figures if f.home == one.home and f is not one and f.unit == one.unit)
    return len(own.split()) > 1 and ":" in one.before and any(label(f.before) == own for f in beside)


def _may_be(world: World, one: Figure, other: Figure) -> bool:
    """Whether two figures of one unit, or of persons that both name, may be a slip apart."""
    pair = world.numbers[one.number].of == world.numbers[other.number].of
    like = one.unit == other.unit or (alike(one.unit, other.unit) and names(one.unit, other))
    return pair and like and slip_cost(one.value, other.value) is not None


def _is_of_whole(figures: Sequence[Figure], first: Figure, one: Figure) -> bool:
    """Whether a figure is some of one in its sentence, the other a whole ("trong 10 người có 6", "trong 86 người")."""
    before = (f for f in figures if f.home == first.home and f.number < first.number and f.unit == first.unit)
    return bool(WHOLE.search(one.before)) and any(WHOLE.search(f.before) for f in before)


def _are_opposite(first: Figure, one: Figure) -> bool:
    """Whether the same words behind two figures end in opposite ones ("6 phiếu tín nhiệm thấp", "15 phiếu … cao")."""
    behind = [VERB.split(f.after)[0].split() for f in (first, one)]
    found = [{w for w in words if w in _HIGH_OR_LOW} for words in behind]
    return all(found) and behind[0][:1] == behind[1][:1] and found[0].isdisjoint(found[1])


def _beside(figure: Figure) -> str:
    """Return the two words before a figure and the two behind it."""
    return f"{' '.join(label(figure.before).split()[-2:])} # {' '.join(clause(figure).partition('#')[2].split()[:2])}"
