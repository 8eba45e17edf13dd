"""Products whose numbers stand apart: a yield with its output under the areas of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.relations.amounts import worth
from extractors.relations.passages import Figure, Passages
from extractors.relations.products.product import Product, make_product, multiplied, slipped
from extractors.relations.relation import Relation
from extractors.relations.world import World

#: how many figures and blocks before a yield the area that it is told of may stand
_FIGURES, _BLOCKS = 14, 4
#: the same where the area is told with the very name of the crop
_FAR_FIGURES, _FAR_BLOCKS = 60, 12
#: an output is above what its field can give by more than rounding, and no other crop's by less than so many times
_ABOVE, _MOST = Decimal("1.02"), 3
#: the whole year has more fields than one of its seasons
_ALL_YEAR = re.compile(r"(?<!\w)(?:cả năm|các vụ|cả vụ|lũy kế|toàn (?:tỉnh|huyện|thành phố))(?!\w)")
#: crops of which all that is sown is harvested within the year, and words that say otherwise
_ANNUAL = frozenset(("lúa", "ngô", "bắp", "lạc", "khoai", "đậu", "rau", "vừng", "mè", "dưa", "mía"))
_PARTLY = re.compile(
    r"(?<!\w)(?:thu hoạch|gặt|mất|thiệt hại|đến nay|trồng mới|chưa|xen|trong đó|kiến thiết|còn lại|đã thu)(?!\w)"
)
_MARK = re.compile(r"[,;:.(]")
_WORD = re.compile(r"[^\W\d_]+")
#: words that name no crop
_PLAIN = frozenset(
    word
    for line in (
        "diện tích năng suất sản lượng đạt là được thu về cho bình quân ước cả năm vụ của và các với tổng gieo trồng",
        "cây hoạch riêng loại toàn xã có trên do trong đó gieo cấy trồng sạ xuống giống hiện thực hiện huyện tỉnh",
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
            near = list(_of_yield(world, passages.figures[max(0, at - _FIGURES) : at], figure, output))
            near = near or list(_of_row(world, passages.figures[max(0, at - _FIGURES) : at], figure, output))
            yield from near or _of_crop(world, passages.figures[max(0, at - _FAR_FIGURES) : at], figure, output)


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


def _of_crop(world: World, before: Sequence[Figure], rate: Figure, output: Figure) -> Iterator[Relation]:
    """Yield the product with the one area that is told with the name of the crop, if no such field can give so much.

    Less may be harvested than was sown, more may not.
    """
    crop = _names(rate.before)
    areas = [f for f in before if worth(f.unit)[0] == "area" and "/" not in f.unit and _is_of(world, f, crop)]
    areas = [f for f in areas if rate.block - f.block <= _FAR_BLOCKS and _is_sown(world, f)]
    product = multiplied(world, output.number, [areas[0].number, rate.number], exact=False) if areas else None
    if not crop or product is None or len({f.value for f in areas}) > 1:
        return
    if product.fits:
        yield make_product(world, product, "diện tích cùng loại cây nhân năng suất", certain=True)
        return
    of_year = _ALL_YEAR.search(f"{rate.before} {output.before}") and not _ALL_YEAR.search(areas[0].before)
    if not of_year and (slipped(world, product) or _is_off(world, product, crop, [areas[0], rate, output])):
        yield make_product(world, product, "diện tích cùng loại cây nhân năng suất", certain=False)


def _of_row(world: World, before: Sequence[Figure], rate: Figure, output: Figure) -> Iterator[Relation]:
    """Yield the product that an area, its yield and its output tell in a row, the area alone in what is told of it."""
    area = before[-1] if before else None
    if area is None or worth(area.unit)[0] != "area" or "/" in area.unit or not _is_sown(world, area):
        return
    here = area.block == rate.block and rate.sentence - area.sentence <= 1
    if not here or any(f.home == area.home and worth(f.unit)[0] == "area" for f in before[:-1]):
        return
    crop, own = _names(rate.before), _names(f"{area.before} {_MARK.split(area.after)[0]}")
    product = multiplied(world, output.number, [area.number, rate.number], exact=False)
    told = (not crop and area.home == rate.home) or (crop and crop <= own)
    if product is not None and told and not product.fits and _is_off(world, product, own, [area, rate, output]):
        yield replace(make_product(world, product, "diện tích nhân năng suất", certain=False), tied=True)


def _is_off(world: World, product: Product, crop: frozenset[str], row: Sequence[Figure]) -> bool:
    """Whether an output is more than its field can give, or less where all of an annual crop is harvested."""
    given, said = world.value(product.total), " ".join(f"{f.before} {f.after}" for f in row)
    if product.exact * _ABOVE < given:
        return given <= product.exact * _MOST
    annual = not crop.isdisjoint(_ANNUAL) and not _PARTLY.search(said)
    return annual and given * _ABOVE < product.exact <= given * _MOST


def _is_of(world: World, area: Figure, crop: frozenset[str]) -> bool:
    """Whether an area is told with the name of a crop, of which what it is a part of may say some."""
    own = _names(area.before)
    above = own and own < crop and _names(world.measures[area.number].wording.path.split(" ; ")[0])
    return own == crop or bool(above and crop <= own | above)


def _is_sown(world: World, area: Figure) -> bool:
    measure = world.measures[area.number]
    return not (measure.change or measure.plan or measure.target) and measure.period is None


def _names(words: str) -> frozenset[str]:
    """Return the words that name a crop in the words before a figure."""
    clause = re.split(r"[,;](?=.*\w)", words)[-1]
    return frozenset(_WORD.findall(clause)) - _PLAIN
