"""Sentences of three figures: what there is, how many it is for, and what each has ("960 em thì mỗi em 13,2 m²").

Unlike a product that set words state, it is told only where one slip of the pen explains it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from itertools import permutations

from extractors.numbers.slips import one_slip
from extractors.relations.amounts import ratio
from extractors.relations.passages import Figure, Passages
from extractors.relations.products.product import Product, make_product, multiplied
from extractors.relations.products.product_words import is_added, is_spent, tells_of_others
from extractors.relations.relation import Relation
from extractors.relations.world import World

#: words before what each has
_EACH = re.compile(
    r"(?<!\w)(?:mỗi|một|từng|bình quân|trung bình|nào cũng|chia đều|đồng đều|đồng loạt|đổ đồng|đơn giá|đầu người)(?!\w)"
    r"[^,;.:\d]{0,40}$"
)
#: what keeps three figures from being one account
_ASIDE = re.compile(
    r"(?<!\w)(?:tăng|giảm|so với|cùng kỳ|năm trước|kế hoạch|chỉ tiêu|phấn đấu|trong đó|khoảng|hơn|gần|tối thiểu"
    r"|cộng với|cộng thêm|tối đa|ít nhất|còn lại|đợt \d|lần lượt|của (?:huyện|tỉnh)|quy định|cả nước|toàn quốc)(?!\w)"
    r"|(?<!\w)(?:từ|đến|trên|dưới)$"
)
_WHY = "tổng chia cho số đơn vị"


def read_closed_quotients(world: World, passages: Passages, told: AbstractSet[int | None]) -> Iterator[Relation]:
    """Yield totals that one slip keeps from being what each has, times how many; those `told` of are left out."""
    for figures in passages.by_block.values():
        for home in dict.fromkeys(f.home for f in figures):
            own = _own(figures, home)
            if len(own) == 3 and told.isdisjoint(f.number for f in own) and all(_is_plain(world, f) for f in own):
                yield from _failing(world, own)


def _own(figures: Sequence[Figure], home: tuple[int, int]) -> list[Figure]:
    """Return the figures of a sentence, with the amount that the next one tells alone where these are two."""
    own = [f for f in figures if f.home == home]
    after = [f for f in figures if f.home == (home[0], home[1] + 1)]
    return [*own, *after] if len(own) == 2 and len(after) == 1 and is_spent(after[0]) else own


def _is_plain(world: World, figure: Figure) -> bool:
    measure = world.measures[figure.number]
    exact = world.is_exact(figure.number) and not (measure.change or measure.target)
    return (
        exact
        and not is_added(figure)
        and figure.unit not in ("", "%")
        and figure.value > 0
        and not _ASIDE.search(figure.before)
    )


def _failing(world: World, own: Sequence[Figure]) -> Iterator[Relation]:
    """Yield the one product of three figures that a slip explains, where none holds."""
    products = [p for some in permutations(own) if (p := _product(world, *some)) is not None]
    words = " ".join([*(f.before for f in own[1:]), own[-1].after])
    if any(p.fits for p in products) or tells_of_others(words):
        return
    slips = [p for p in products if _is_slip(world, p)]
    if len(slips) == 1:
        yield make_product(world, slips[0], _WHY, certain=False)


def _product(world: World, total: Figure, count: Figure, each: Figure) -> Product | None:
    """Return what three figures make, where the last says that it is what each of the second has of the first."""
    given, per, _ = f"{each.unit}//".split("/", 2)
    told = bool(_EACH.search(each.before))
    if not (per or told) or "/" in count.unit or "/" in total.unit or ratio(total.unit, given) is None:
        return None
    if ratio(count.unit, given) is not None and ratio(count.unit, per) is None:
        return None
    if per and not told and ratio(count.unit, per) is None:
        return None
    plain = each.unit if per and ratio(count.unit, per) is not None else given
    scale = ratio(given, total.unit) or Decimal(1)
    product = multiplied(world, total.number, [count.number, each.number], exact=False)
    return (
        product
        if product is not None and (plain != given or product.exact == count.value * each.value * scale)
        else None
    )


def _is_slip(world: World, product: Product) -> bool:
    """Whether a slip in the total, or in what each has, lets a product hold."""
    each = product.factors[1]
    total, step = world.value(product.total), world.numbers[each].step
    if one_slip(total, product.exact) and product.exact == product.exact.to_integral_value():
        return True
    right = world.value(each) * total / product.exact
    return right > 0 and one_slip(world.value(each), right.quantize(min(step, Decimal(1))))
