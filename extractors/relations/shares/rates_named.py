"""Rates that name what they are of, apart from its count ("số hộ nghèo 39; tỷ lệ hộ nghèo 6,1%")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from extractors.lexicon.amounts import alike
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Relation
from extractors.relations.shares.closed_words import content_words
from extractors.relations.shares.quotients import exact_share, is_slip, make_percent, try_base
from extractors.relations.world import World

_RATE = re.compile(r"(?<!\w)(?:tỷ|tỉ) lệ (?P<words>[^,;:.()]{3,60}?)(?: (?:là|đạt|chiếm|còn|hiện|ước|chung))*:?\s*$")
#: words by which a rate is one of another time, of a plan, or a change
_OTHER = re.compile(
    r"(?<!\w)(?:năm (?:trước|ngoái|\d{4})|cùng kỳ|đầu năm|kế hoạch|chỉ tiêu|phấn đấu|mục tiêu|tăng|giảm|tối thiểu"
    r"|ít nhất|bình quân|trung bình|từ|xuống|(?<!trở )lên)(?!\w)"
)
_OF_THEN = re.compile(r"(?:năm|cùng kỳ|của (?:năm|cùng)|so với)(?!\w)")
_TOTAL = re.compile(r"(?<!\w)(?:tổng (?:số)?|toàn \w+(?: có)?|có tất cả)(?!\w)")
#: how many blocks back the counts of a rate may stand, and how many figures
_BLOCKS, _FIGURES = 6, 24
_WHY = "tỷ lệ nêu tên của số đã đếm"


def read_named_rates(world: World, passages: Passages, known: Set[int]) -> Iterator[Relation]:
    """Yield rates of running text with the count that their words name and a total before it; not those `known`.

    A rate that no figure of the unit makes right asks for explanation, where a total of all is told.
    """
    for at, figure in enumerate(passages.figures):
        if figure.unit == "%" and figure.number not in known and (words := content_words(named_words(world, figure))):
            near = [f for f in passages.figures[max(0, at - _FIGURES) : at] if figure.block - f.block <= _BLOCKS]
            counts = [f for f in near if _may_count(world, f)]
            parts = _told_with(words, [f for f in counts if _is_named(words, f, counts)])
            parts = [f for f in parts if not _TOTAL.search(_clause(f))] or parts
            if parts:
                yield from _relation(world, words, figure, parts[-1], counts)


def named_words(world: World, figure: Figure) -> str:
    """Return the words that name what a rate is of, none for a rate of another time or a plan."""
    measure, found = world.measures[figure.number], _RATE.search(figure.before)
    aside = measure.target or measure.change or measure.plan or measure.share_of is not None
    if found is None or aside or world.numbers[figure.number].sign != "=" or _OF_THEN.match(figure.after):
        return ""
    said = figure.before[max(0, found.start() - 40) :]
    return "" if _OTHER.search(said) else found["words"]


def _is_named(words: frozenset[str], part: Figure, counts: Sequence[Figure]) -> bool:
    """Whether a count is told with the words of a rate, but for one that its total is told with."""
    missing = words - content_words(_clause(part))
    if len(missing) > 1 or (missing and len(words) < 3):
        return False
    wholes = (f for f in counts if f.number != part.number and f.unit == part.unit and _TOTAL.search(_clause(f)))
    return not missing or any(missing <= content_words(_clause(f)) for f in wholes)


def _told_with(words: frozenset[str], parts: Sequence[Figure]) -> list[Figure]:
    """Return the counts told with the words of a rate and fewest of their own ("hộ nghèo", not "hộ cận nghèo")."""
    further = [len(words ^ content_words(_clause(part))) for part in parts]
    return [part for part, more in zip(parts, further, strict=True) if more == min(further)]


def _may_count(world: World, figure: Figure) -> bool:
    """Whether a figure counts or measures what is, exactly."""
    measure, number = world.measures[figure.number], world.numbers[figure.number]
    plain = not (measure.target or measure.change or measure.plan) and number.of is None
    return plain and number.sign == "=" and figure.unit not in ("", "%") and figure.value > 0


def _clause(figure: Figure) -> str:
    return f"{_before(figure)} {re.split(r'[,;:.()]', figure.after)[0]}"


def _before(figure: Figure) -> str:
    return re.split(r"[,;.()]\s*", figure.before)[-1]


def _is_narrower(words: frozenset[str], part: Figure, whole: Figure) -> bool:
    """Whether a count has a word of its own that neither the rate nor the total has: it is of something narrower."""
    name = _before(part).rstrip(" :").rpartition(":")[2]  # "Đời sống: Số hộ nghèo: 86 hộ" is not of a narrower kind
    own = content_words(name) - content_words(part.unit)
    return bool(own - words - content_words(_clause(whole)))


def _relation(
    world: World, words: frozenset[str], rate: Figure, part: Figure, counts: Sequence[Figure]
) -> Iterator[Relation]:
    """Yield a rate against the figures of its part's unit: with one that makes it right, else with the one total."""
    printed = world.numbers[rate.number]
    wholes = [f for f in counts if f.number != part.number and alike(f.unit, part.unit) and f.value >= part.value]
    tried = [try_base(world, part.number, printed, f.number, _WHY) for f in wholes]
    held = next((at for at, reading in enumerate(tried) if reading.verdict == "holds"), None)
    totals = [at for at, f in enumerate(wholes) if _TOTAL.search(_clause(f)) and f.unit == part.unit]
    chosen = held if held is not None else totals[-1] if len(totals) == 1 else None
    if chosen is None:
        return
    whole = wholes[chosen]
    exact = exact_share(world, part.number, whole.number)
    near = exact is not None and exact / 2 <= rate.value <= exact * 2
    if held is None and (not near or _is_narrower(words, part, whole)):
        return
    told = (part.number, whole.number, rate.number)
    yield make_percent(world, told, tried, chosen, source="identity", certain=is_slip(exact, printed))
