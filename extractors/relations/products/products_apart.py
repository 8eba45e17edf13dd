"""Products whose numbers stand apart: a yield with its output under the areas of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.relations.amounts import worth
from extractors.relations.passages import Figure, Passages
from extractors.relations.products.product import make_product, multiplied, slipped
from extractors.relations.relation import Relation
from extractors.relations.world import World

#: how many figures and blocks before a yield the area that it is told of may stand
_FIGURES, _BLOCKS = 14, 4
_WORD = re.compile(r"[^\W\d_]+")
#: words that name no crop
_PLAIN = frozenset(
    word
    for line in (
        "diện tích năng suất sản lượng đạt là được thu về cho bình quân ước cả năm vụ của và các với tổng gieo trồng",
        "cây hoạch riêng loại toàn xã có trên do trong đó",
    )
    for word in line.split()
)


def read_products_apart(world: World, passages: Passages, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield outputs of yields whose areas stand in the sentences before; `known` are the products found nearby."""
    done = {o.number for r in known for o in r.operands}
    for at, figure in enumerate(passages.figures[:-1]):
        output = passages.figures[at + 1]
        given, _, per = figure.unit.partition("/")
        if worth(per)[0] != "area" or worth(given)[0] != "weight" or figure.number in done:
            continue
        if worth(output.unit)[0] == "weight" and "/" not in output.unit and output.home == figure.home:
            yield from _of_yield(world, passages.figures[max(0, at - _FIGURES) : at], figure, output)


def _of_yield(world: World, before: Sequence[Figure], rate: Figure, output: Figure) -> Iterator[Relation]:
    """Yield the product with the area that makes it hold, else with the one of the same crop if one slip mends it."""
    areas = [f for f in before if worth(f.unit)[0] == "area" and "/" not in f.unit]
    areas = [f for f in areas if rate.block - f.block <= _BLOCKS and not world.measures[f.number].change]
    tried = [(f, multiplied(world, output.number, [f.number, rate.number], exact=False)) for f in reversed(areas)]
    products = [(f, p) for f, p in tried if p is not None]
    held = next((p for _, p in products if p.fits), None)
    if held is not None:
        yield make_product(world, held, "diện tích nêu ở trên nhân năng suất", certain=True)
        return
    crop = _names(rate.before)
    same = [(f, p) for f, p in products if crop and crop <= _names(f.before)]
    if len(same) == 1 and slipped(world, same[0][1]):
        yield make_product(world, same[0][1], "diện tích cùng loại cây nhân năng suất", certain=False)


def _names(words: str) -> frozenset[str]:
    """Return the words that name a crop in the words before a figure."""
    clause = re.split(r"[,;](?=.*\w)", words)[-1]
    return frozenset(_WORD.findall(clause)) - _PLAIN
