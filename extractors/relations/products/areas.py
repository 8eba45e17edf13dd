"""Areas of strips: a length and a width in a sentence, and what they come to ("dài 2.300 m, rộng 1,5 m: 3.450 m²")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from extractors.relations.amounts import worth
from extractors.relations.passages import Figure, Passages
from extractors.relations.products.product import Product, is_swapped, make_product, multiplied, slipped
from extractors.relations.relation import Relation, Verdict
from extractors.relations.world import World

_METRES = frozenset(("m", "mét"))
#: what is wide, and what its breadth is called
_WIDTH = re.compile(r"(?<!\w)(?:(?<!mở )rộng|bề rộng|chiều rộng|bề ngang|bề mặt|khổ)(?!\w)")
_AREA = re.compile(r"(?<!\w)(?:diện tích|tổng|tương ứng|tương đương|được|bằng|là)(?!\w)|=")
#: what else may be in an area, or takes some of it out
_ELSE = re.compile(
    r"(?<!\w)(?:trung bình|bình quân|khoảng|từ|đến|còn|ngoài ra|thêm|trừ|riêng|trong đó|một số|kể cả|kế hoạch|mỗi"
    r"|tối thiểu|tối đa|lần lượt|hai bên)(?!\w)"
)
_WHY = "chiều dài nhân chiều rộng"


def read_areas(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield the area of each strip whose length and width its sentence gives: a failing one only where it slipped."""
    for figures in passages.by_block.values():
        for area in figures:
            if worth(area.unit)[0] == "area" and "/" not in area.unit and _AREA.search(area.before):
                own = [f for f in figures if f.home == area.home and f.unit in _METRES and f.number < area.number]
                yield from _of_area(world, area, own)


def _of_area(world: World, area: Figure, metres: Sequence[Figure]) -> Iterator[Relation]:
    widths = [f for f in metres if _WIDTH.search(f.before)]
    lengths = [f for f in metres if f not in widths]
    found = (_multiplied(world, area, one, other) for one, other in product(lengths, widths))
    tried = [one for one in found if one is not None]
    held = next((one for one in tried if one.fits), None)
    doubted = len(tried) == 1 and is_swapped(world, tried[0])
    if held is not None:
        verdict: Verdict = "fails" if doubted else "holds"
        yield make_product(world, held, _WHY, certain=not doubted, verdict=verdict)
        return
    said = " ".join(f.before for f in (*metres[1:], area))
    if len(tried) == 1 and slipped(world, tried[0]) and not _ELSE.search(f"{said} {area.after}"):
        yield make_product(world, tried[0], _WHY, certain=False)


def _multiplied(world: World, area: Figure, length: Figure, width: Figure) -> Product | None:
    if any(world.numbers[f.number].sign != "=" or f.value <= Decimal(0) for f in (area, length, width)):
        return None
    return multiplied(world, area.number, (length.number, width.number), exact=True)
