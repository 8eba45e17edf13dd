"""Products in tables: area, yield and output, number, price and amount, by columns or by rows under each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.relations.amounts import ratio, worth
from extractors.relations.products.product import Product, make_product, multiplied, slipped
from extractors.relations.relation import Relation
from extractors.relations.world import World

#: figures of a table by row and column
Cells = Mapping[tuple[int, int], int]
_RATE_HEAD = re.compile(r"(?<!\w)(?:năng suất|đơn giá|định mức|mức (?:hỗ trợ|chi|thu|quà|tặng)|giá trị mỗi)(?!\w)")
_COUNT_HEAD = re.compile(
    r"(?<!\w)(?:diện tích|số lượng|khối lượng|số (?:suất|hộ|người|vụ|nhà|ngày công|đối tượng))(?!\w)"
)
_MADE_HEAD = re.compile(r"(?<!\w)(?:sản lượng|thành tiền|số tiền|kinh phí|tổng tiền|giá trị)(?!\w)")
_BY_COLUMNS, _BY_ROWS = "các cột của bảng", "các dòng của bảng"


@dataclass(frozen=True, slots=True)
class _Tried:
    """Products of one set of columns or rows; `stated` where the heads name all three."""

    products: tuple[Product, ...]
    stated: bool

    @property
    def fitting(self) -> int:
        return sum(product.fits for product in self.products)

    @property
    def borne_out(self) -> bool:
        """Whether the rows bear it out: more than half, and three of them; half where the heads say so."""
        if self.stated:
            return self.fitting > 0 and self.fitting * 2 >= len(self.products)
        return self.fitting > 2 and self.fitting * 2 > len(self.products)


def read_product_tables(world: World, cells_of: Mapping[int, Cells]) -> Iterator[Relation]:
    """Yield the products of each table that its heads state or its rows bear out."""
    for cells in cells_of.values():
        paths = {place: world.entry_of(n).path for place, n in cells.items()}
        words = {span: world.words(span) for path in paths.values() for span in path}
        rates = any("/" in world.unit(n) for n in cells.values())
        if not rates and not _RATE_HEAD.search(" : ".join(words.values())):
            continue
        heads = {place: " : ".join([words[span] for span in path]) for place, path in paths.items()}
        if not rates and not any(_RATE_HEAD.search(head) for head in heads.values()):
            continue
        by_columns = _by_columns(world, cells, heads)
        yield from _told(world, by_columns, _BY_COLUMNS)
        if not any(one.borne_out for one in by_columns):
            yield from _told(world, _by_rows(world, cells, heads), _BY_ROWS)


def _told(world: World, options: Sequence[_Tried], why: str) -> Iterator[Relation]:
    """Yield the products of what is borne out; a stated one with a single row asks where one slip would mend it."""
    for option in options:
        for product in option.products:
            if product.fits or option.borne_out or slipped(world, product):
                yield make_product(world, product, why, certain=option.borne_out, source="layout")


def _by_columns(world: World, cells: Cells, heads: Mapping[tuple[int, int], str]) -> list[_Tried]:
    """Return for each column of rates the best pair of columns that it may join."""
    columns: dict[int, list[int]] = {}
    for row, column in sorted(cells):
        columns.setdefault(column, []).append(row)
    found: list[_Tried] = []
    for rate, rows in columns.items():
        first = (rows[0], rate)
        if "/" not in world.unit(cells[first]) and not _RATE_HEAD.search(heads[first]):
            continue
        options = [
            _tried(world, cells, heads, [((row, made), (row, count), (row, rate)) for row in rows])
            for count in columns
            for made in columns
            if len({count, rate, made}) == 3
        ]
        best = max((o for o in options if o.products), key=lambda o: (o.borne_out, o.stated, o.fitting), default=None)
        if best is not None and (best.stated or best.borne_out):
            found.append(best)
    return found


def _by_rows(world: World, cells: Cells, heads: Mapping[tuple[int, int], str]) -> list[_Tried]:
    """Return each row of yields with the row of areas over it and of outputs under it."""
    named: dict[int, str] = {}
    for row, column in sorted(cells, reverse=True):
        named[row] = heads[row, column]
    rows = sorted(named)
    found: list[_Tried] = []
    for at, row in enumerate(rows):
        if not _RATE_HEAD.search(named[row]):
            continue
        above = next((r for r in reversed(rows[max(0, at - 2) : at]) if _COUNT_HEAD.search(named[r])), None)
        below = next((r for r in rows[at + 1 : at + 3] if _MADE_HEAD.search(named[r])), None)
        if above is not None and below is not None:
            columns = sorted(c for r, c in cells if r == row)
            places = [((below, c), (above, c), (row, c)) for c in columns]
            tried = _tried(world, cells, heads, places)
            found += [tried] if tried.products else []
    return found


def _tried(
    world: World,
    cells: Cells,
    heads: Mapping[tuple[int, int], str],
    places: Sequence[tuple[tuple[int, int], tuple[int, int], tuple[int, int]]],
) -> _Tried:
    """Return the products of (made, count, rate) wherever all three are printed and their units go together."""
    products: list[Product] = []
    stated = True
    for made, count, rate in places:
        if made not in cells or count not in cells or rate not in cells:
            continue
        numbers = cells[made], cells[count], cells[rate]
        if _joined(world, *numbers):
            product = multiplied(world, numbers[0], numbers[1:], exact=False)
            if product is not None and product.exact:
                products.append(product)
        said = _MADE_HEAD.search(heads[made]), _COUNT_HEAD.search(heads[count]), _RATE_HEAD.search(heads[rate])
        stated = stated and all(said)
    return _Tried(tuple(products), stated and bool(products))


def _joined(world: World, made: int, count: int, rate: int) -> bool:
    """Whether a rate gives the unit of what is made of each that is counted."""
    given, _, per = world.unit(rate).partition("/")
    if "%" in (world.unit(made), world.unit(count), given) or "/" in world.unit(made) + world.unit(count):
        return False
    if any(world.measures[n].change or world.measures[n].plan for n in (made, count, rate)):
        return False
    if per:
        return ratio(given, world.unit(made)) is not None and ratio(world.unit(count), per) is not None
    return worth(given)[0] == worth(world.unit(made))[0] == "money" != worth(world.unit(count))[0]
