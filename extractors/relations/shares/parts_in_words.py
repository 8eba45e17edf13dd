"""Fractions told in words against the pair that tells the same: "đúng hai phần ba số thôn (14/21 thôn)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.document import Span
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import Said, claim
from extractors.relations.passages import Figure, Passages, found_in
from extractors.relations.relation import Relation, Verdict
from extractors.relations.shares.paired import on_whole
from extractors.relations.world import World

#: counts told in words
COUNTS = {
    word: at for at, word in enumerate(("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"), start=1)
}
_DIVISORS = COUNTS | {"tư": 4, "mươi": 10}
_COUNT, _DIVISOR = "|".join(COUNTS), "|".join(_DIVISORS)
_FRACTION = re.compile(
    rf"(?<!\w)(?P<exact>(?:đúng|tròn|vừa tròn|vừa đúng|chẵn|ngay) )?"
    rf"(?:(?P<part>{_COUNT}) phần (?P<of>{_DIVISOR})|(?P<half>một nửa|phân nửa))(?= (?:số|tổng số|trong|các)(?!\w))"
)
#: words that make a fraction a bound, or tell it of another time
_ABOUT = re.compile(
    r"(?<!\w)(?:hơn|trên|quá|già|gần|ngót|dưới|chưa|không|khoảng|chừng|độ|xấp xỉ|ít nhất|tối thiểu|phấn đấu|mục tiêu"
    r"|hụt|thiếu|đến|tới|ước|cùng kỳ|năm trước)(?: \w+)?$"
)
_OPENS = re.compile(r"(?:[(:–]|, (?:tính ra|tức|cụ thể|nghĩa|đó|ấy)(?: là| có)?:?)\s*$")
_REACH, _LOOSE = 70, Decimal("0.06")
_WHY = "phần nói bằng chữ so với hai số"


def read_parts_in_words(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield a relation for each fraction of a number of things that a pair of them follows in its clause."""
    for figures, found in found_in(world, passages, _FRACTION):
        figure = next((f for f in figures if world.numbers[f.number].span.start >= found.end()), None)
        if figure is None or _ABOUT.search(world.folded[max(0, found.start() - 24) : found.start()].strip()):
            continue
        between = world.folded[found.end() : world.numbers[figure.number].span.start]
        told = _OPENS.sub("", between)
        if len(between) <= _REACH and not re.search(r"[.;,]\s|\d", told) and _OPENS.search(between):
            yield from _judged(world, found, figure)


def _judged(world: World, found: re.Match[str], figure: Figure) -> Iterator[Relation]:
    whole_at = figure.number + 1
    on = whole_at in world.measures and on_whole(world, whole_at) == figure.number
    of = world.numbers[figure.number].of or (world.value(whole_at) if on else None)
    if not of or world.numbers[figure.number].sign != "=":
        return
    part, whole = (1, 2) if found["half"] else (COUNTS[found["part"]], _DIVISORS[found["of"]])
    if part >= whole:
        return
    off = abs(figure.value / of - Decimal(part) / whole)
    exact = figure.value * whole == of * part
    verdict: Verdict = "holds" if exact or (off <= _LOOSE and not found["exact"]) else "fails"
    if verdict == "fails" and found["exact"] and of % whole and off * of < 1:
        return  # of 22 things no fraction is exact
    said = Said(f"“{' '.join(found.group().split())}”", Span(found.start(), found.end()))
    yield claim(world, said, (figure.number,), f"{shown(figure.value)}/{shown(of)}", _WHY, verdict, certain=False)
