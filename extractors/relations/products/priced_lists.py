"""Lists of things with a price each, and what they come to: "18 con bò (mỗi con 25 triệu đồng) và 30 máy (8 triệu …)".

A list that fails asks only: what is spent beside it may be in the amount.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.lexicon import unit_kind
from extractors.numbers.slips import one_slip
from extractors.relations.amounts import ratio, worth
from extractors.relations.arithmetic import shown
from extractors.relations.passages import Figure, Passages
from extractors.relations.products.product import make_written
from extractors.relations.products.product_words import tells_of_others
from extractors.relations.relation import Relation
from extractors.relations.sums.closed_sum_words import tells_parts
from extractors.relations.world import World

#: what stands between a count and the price of each
_PRICED = re.compile(
    r"[^,;.:\d]{0,40}?[ (,:x×–-]*(?:(?:mỗi|một|từng)(?: [^\W\d]+){0,3}|(?:với )?(?:định )?mức(?: hỗ trợ| thưởng| chi)?"
    r"|đơn giá|giá|trị giá(?: mỗi)?(?: [^\W\d]+)?|loại|x|×)?(?: được| là| trị giá| nhận| hỗ trợ)?"
)
_COMES_TO = re.compile(r"(?<!\w)(?:tổng|cộng|trị giá|số tiền|kinh phí|thành tiền|vị chi|hết|chi)(?!\w)")
#: two things, their prices and the amount
_LEAST = 5
_KINDS = frozenset(("count", "person", "unknown"))
_WHY = "số lượng từng loại nhân mức của mỗi loại, rồi cộng lại"


@dataclass(frozen=True, slots=True)
class _Priced:
    """How many of a thing, and what each costs or weighs."""

    count: Figure
    price: Figure

    def come_to(self, unit: str) -> Decimal:
        """Return what all of the thing come to in a unit."""
        return self.count.value * self.price.value * (ratio(_given(self.price), unit) or Decimal(0))


def read_priced_lists(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield what two priced things or more come to, in the sentence that tells their amount."""
    for figures in passages.by_block.values():
        for home in dict.fromkeys(f.home for f in figures):
            own = _own(world, figures, home)
            if len(own) >= _LEAST and (listed := _listed(own)) is not None:
                yield from _relation(world, *listed, own)


def _own(world: World, figures: Sequence[Figure], home: tuple[int, int]) -> Sequence[Figure]:
    """Return the figures of a sentence, with the only one of the next, without the number of all things before them."""
    own = [f for f in figures if f.home == home and _is_plain(world, f)]
    after = [f for f in figures if f.home == (home[0], home[1] + 1) and _is_plain(world, f)]
    own += after if len(after) == 1 and len(own) % 2 == 0 else []
    return own[1:] if len(own) > _LEAST and own[0].value == sum(f.value for f in own[1:-1:2]) else own


def _is_plain(world: World, figure: Figure) -> bool:
    return world.is_exact(figure.number) and world.measures[figure.number].share_of is None and figure.value > 0


def _given(price: Figure) -> str:
    return price.unit.partition("/")[0]


def _listed(own: Sequence[Figure]) -> tuple[Figure, tuple[_Priced, ...]] | None:
    """Return the amount and the priced things of a sentence that tells nothing else."""
    for total, rest, said in ((own[-1], own[:-1], own[-1].before), (own[0], own[1:], own[0].before)):
        pairs = [_Priced(a, b) for a, b in zip(rest[::2], rest[1::2], strict=False) if _is_priced(a, b)]
        opened = total is not own[0] or tells_parts(own[1].before)
        if len(pairs) * 2 == len(rest) and _is_amount(total, pairs) and _COMES_TO.search(said) and opened:
            return total, tuple(pairs)
    return None


def _is_priced(count: Figure, price: Figure) -> bool:
    """Whether the price of each thing stands behind their count."""
    of = price.unit.partition("/")[2]
    amount = worth(_given(price))[0] in ("money", "weight", "area")
    named = not of or ratio(of, count.unit) is not None or count.unit.startswith(of)
    said = price.before.removeprefix(count.unit)
    told = bool(of) or bool(_PRICED.fullmatch(said.strip()))
    return amount and named and told and unit_kind(count.unit) in _KINDS and "/" not in count.unit


def _is_amount(total: Figure, pairs: Sequence[_Priced]) -> bool:
    return "/" not in total.unit and all(ratio(_given(pair.price), total.unit) is not None for pair in pairs)


def _relation(world: World, total: Figure, pairs: Sequence[_Priced], own: Sequence[Figure]) -> Iterator[Relation]:
    made = sum((pair.come_to(total.unit) for pair in pairs), Decimal(0))
    room = world.numbers[total.number].step if made != made.quantize(world.numbers[total.number].step) else Decimal(0)
    holds = abs(made - total.value) <= room
    words = " ".join([*(f.before for f in own[1:]), own[-1].after])
    if not holds and (tells_of_others(words) or not _is_slip(total, pairs, made)):
        return
    sides = " + ".join(f"{shown(p.count.value)} × {shown(p.price.value)}" for p in pairs)
    numbers = [f.number for pair in pairs for f in (pair.count, pair.price)]
    yield make_written(world, total.number, numbers, sides, made, _WHY, "holds" if holds else "fails")


def _is_slip(total: Figure, pairs: Sequence[_Priced], made: Decimal) -> bool:
    """Whether one slip of the pen, in the amount or a figure of the list, would let it hold."""
    if one_slip(total.value, made):
        return True
    for pair in pairs:
        rest = total.value - made + pair.come_to(total.unit)
        for figure, other in ((pair.count, pair.price), (pair.price, pair.count)):
            each = replace(pair, **{"count" if figure is pair.count else "price": replace(figure, value=Decimal(1))})
            right = rest / each.come_to(total.unit)
            if other.value and right > 0 and right == right.to_integral_value() and one_slip(figure.value, right):
                return True
    return False
