"""Amounts written out behind their figures: "83.000.000 đồng (Bằng chữ: Ba mươi tám triệu đồng chẵn)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.document import Span
from extractors.lexicon.amounts import money_scale
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import Said, claim
from extractors.relations.passages import Figure, Passages, found_in
from extractors.relations.relation import Relation, Verdict
from extractors.relations.world import World

_UNITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_WRITTEN = re.compile(r"(?<!\w)(?:viết |ghi |đọc )?bằng chữ(?: là)?\s*:?\s*(?P<words>[^\d();.]{3,160})")
_ENDS = frozenset(("đồng", "chẵn", "vnđ", "việt"))
#: how far behind a figure the words may stand
_REACH = 40
_WHY = "số tiền viết bằng số và bằng chữ"


def read_amounts_in_words(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield a relation for each amount that is written out right behind its figure."""
    for figures, found in found_in(world, passages, _WRITTEN):
        figure = _before(world, figures, found.start())
        value = None if figure is None else value_of(found["words"])
        if figure is not None and value is not None:
            printed = figure.value * (money_scale(figure.unit) or 1)
            verdict: Verdict = "holds" if value == printed else "fails"
            text = f"{shown(printed)} {'=' if value == printed else '≠'} {shown(value)}"
            said = Said(f"“{' '.join(found['words'].split())}”", Span(found.start("words"), found.end("words")))
            yield claim(world, said, (figure.number,), text, _WHY, verdict)


def _before(world: World, figures: Sequence[Figure], start: int) -> Figure | None:
    """Return the exact figure right before an offset."""
    ends = [f for f in figures if world.numbers[f.number].end <= start]
    last = ends[-1] if ends else None
    near = last is not None and start - world.numbers[last.number].end <= _REACH
    return last if near and last is not None and world.numbers[last.number].sign == "=" else None


def value_of(words: str) -> Decimal | None:
    """Return the number that folded words write out up to what is counted, None where they are no number.

    >>> value_of("ba mươi tám triệu đồng chẵn"), value_of("một trăm linh năm nghìn hai trăm lẻ bốn")
    (Decimal('38000000'), Decimal('105204'))
    >>> value_of("một nghìn hai trăm tỷ đồng"), value_of("hai lăm triệu")
    (Decimal('1200000000000'), None)
    >>> value_of("hai tỷ rưỡi đồng"), value_of("mười lăm triệu"), value_of("theo quy định")
    (Decimal('2500000000'), Decimal('15000000'), None)
    """
    total, group, scale, read = Decimal(0), 0, 10**12, False
    digit: int | None = None
    for word in re.findall(r"\w+", words):
        if word in _UNITS:
            if digit:
                return None  # "hai lăm"
            digit = _UNITS[word]
        elif word in ("mười", "mươi"):
            group, digit = group + (1 if word == "mười" else digit or 0) * 10, None
        elif word == "trăm":
            group, digit = group + (digit or 0) * 100, None
        elif word in _SCALES:
            above, scale = scale, _SCALES[word]
            made = group + (digit or 0)
            # "một nghìn hai trăm tỷ": a larger scale is one of all before it
            total = (total + made) * scale if read and above < scale else total + made * scale
            group, digit = 0, None
        elif word == "rưỡi":
            total += Decimal(scale) / 2
        elif word in _ENDS:
            break
        elif word not in ("linh", "lẻ"):
            return None
        read = True
    return total + group + (digit or 0) if read else None
