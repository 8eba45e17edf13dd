"""How many there are of what the same words name at two places: "có 15/19 xã đạt chuẩn", later "có 16 xã đạt chuẩn".

Words that count what happened are left out: of meetings and papers each place may tell others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from extractors.lexicon import families, unit_kind
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import two_tellings
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Reading, Relation
from extractors.relations.repeats.same_words import setting_apart
from extractors.relations.world import World

#: how many words behind a figure have to be the same
_LEAST = 4
#: what may stand right before a figure of all there are
_THERE_ARE = re.compile(
    r"(?:^|[,;:(] ?|(?<!\w))(?:(?:đã|hiện|hiện nay|đến nay|nay|vẫn) )?(?:có|với|gồm|tổng số|tổng cộng|toàn bộ|cả)"
    r"(?: (?:tổng số|tất cả|đủ))?$|^$"
)
#: words of another time, of a plan, of some of all
_APART = re.compile(
    r"(?<!\w)(?:thêm|mới|cùng kỳ|(?:năm|kỳ|quý|tháng) trước|đầu (?:năm|kỳ|nhiệm kỳ)|phấn đấu|mục tiêu|kế hoạch|dự kiến"
    r"|chỉ tiêu|nhiệm kỳ|giai đoạn|trong đó|trong số|riêng|còn|mỗi|từng|bình quân|sẽ|đến năm|(?:tháng|quý|đợt|lần) \d+"
    r"|năm \d{4}|ngày \d+)(?!\w)"
)
_THEN = re.compile(r"(?<!\w)(?:cùng kỳ|(?:năm|kỳ|quý|tháng) trước|đầu năm|so với|kế hoạch|dự kiến|năm sau)(?!\w)")
#: families of units of which a place has so many all the time
_STANDING = frozenset(("unit", "village", "household", "school", "cell", "firm", "house"))
_WORD = re.compile(r"[^\W\d_]+")
_WHY = "cùng những từ ấy ở hai chỗ"


def read_said_again(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield two figures that the same words follow in two paragraphs and that differ, where just two are told."""
    told: dict[tuple[str, ...], list[Figure]] = {}
    for figure in passages.figures:
        if (key := _key(world, figure)) is not None:
            told.setdefault(key, []).append(figure)
    for figures in told.values():
        pairs = [pair for pair in combinations(figures, 2) if pair[0].block != pair[1].block]
        if pairs and len({figure.value for figure in figures}) == 2:
            yield from _differing(world, pairs)


def _key(world: World, figure: Figure) -> tuple[str, ...] | None:
    """Return unit and following words of a figure that tells how many there are, None for any other."""
    measure, number = world.measures[figure.number], world.numbers[figure.number]
    if measure.change or measure.target or measure.plan or number.sign != "=" or measure.moment is not None:
        return None
    if not _stands(figure.unit):
        return None
    clause = _clause(figure)
    opening = clause.split(",")[-1].strip()
    words = _WORD.findall(re.split(r"[.;:()]", figure.after)[0])[:_LEAST]
    if not _THERE_ARE.search(opening) or _APART.search(clause) or _THEN.search(" ".join(words)):
        return None
    return (figure.unit, *words) if len(words) == _LEAST else None


def _clause(figure: Figure) -> str:
    return re.split(r"[;:(]", figure.before)[-1]


def _stands(unit: str) -> bool:
    """Whether a unit counts who or what is there all the time, not what happens or is written."""
    return "/" not in unit and (unit_kind(unit) == "person" or not _STANDING.isdisjoint(families(unit)))


def _differing(world: World, pairs: Sequence[tuple[Figure, Figure]]) -> Iterator[Relation]:
    for first, second in pairs:
        near = max(first.value, second.value) <= 2 * min(first.value, second.value)
        if first.value == second.value or not near or _is_apart(world, first, second):
            continue
        reading = Reading(f"{shown(second.value)} ≠ {shown(first.value)}", _WHY, "fails")
        yield two_tellings(world, second, first, reading, certain=False)
        return


def _is_apart(world: World, first: Figure, second: Figure) -> bool:
    """Whether two figures are of two times, places or groups, of one list, or one tells of how many the other is."""
    wholes = [world.numbers[figure.number].of for figure in (first, second)]
    if first.value == wholes[1] or second.value == wholes[0]:
        return True
    if world.measures[first.number].period != world.measures[second.number].period:
        return True
    lists = [world.ledger.list_of(figure.block) for figure in (first, second)]
    if lists[0] is not None and lists[0] is lists[1]:
        return True
    apart = [setting_apart(f"{_clause(figure)} # {figure.after}") for figure in (first, second)]
    return apart[0] != apart[1]
