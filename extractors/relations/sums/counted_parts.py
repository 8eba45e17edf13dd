"""Totals of some figures of a list that words count: "cộng hai nhóm đầu được 105.903", "ba nguồn trên là 412 triệu"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile

from extractors.lexicon.amounts import alike
from extractors.numbers.slips import one_slip
from extractors.relations.arithmetic import slack
from extractors.relations.relation import Relation
from extractors.relations.sums.tallies import make_implied
from extractors.relations.world import World

_COUNTS = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5, "2": 2, "02": 2, "3": 3, "03": 3, "4": 4, "04": 4}
#: what counts the figures added, and which they are
_SAID = re.compile(
    rf"(?<!\w)(?P<count>{'|'.join(_COUNTS)}) (?:mức|nhóm|loại|hình thức|khoản|nguồn|đối tượng|hạng|bậc|kênh|cấp|khối"
    r"|đợt|kỳ|mục|phần|số)(?: (?P<which>đầu|đầu tiên|trên|này|đó|cuối|sau|vừa nêu|kể trên))"
    r"(?! (?:năm|tháng|quý|kỳ))(?: [^\W\d]+){0,8}?\s*(?:\(|,|:|là|được|đạt|có)?\s*$"
)
_FIRST = ("đầu", "đầu tiên")
_WHY = "các số mà lời văn đếm"
#: how many figures and blocks before a total its list may begin
_FAR, _BLOCKS = 12, 8


def read_counted_parts(world: World, known: Set[int]) -> Iterator[Relation]:
    """Yield sums of the figures that words count before their total; totals that are `known` are left alone."""
    numbers = world.prose
    for at, total in enumerate(numbers):
        said = _SAID.search(world.folded, *_before(world, numbers, at)) if total not in known else None
        if said is not None and world.numbers[total].of is None and world.numbers[total].sign == "=":
            listed = _listed(world, numbers[max(0, at - _FAR) : at], total)
            count = _COUNTS[said["count"]]
            if len(listed) >= count:
                yield from _relation(world, total, listed, count, said["which"] in _FIRST)


def _before(world: World, numbers: Sequence[int], at: int) -> tuple[int, int]:
    """Return where the words before a figure stand, up to the figure before it or the start of its paragraph."""
    start = world.numbers[numbers[at]].span.start
    block = world.document.blocks[world.entry_of(numbers[at]).block].span.start
    return max(block, world.numbers[numbers[at - 1]].end if at else 0), start


def _listed(world: World, before: Sequence[int], total: int) -> list[int]:
    """Return the figures of the unit of a total that stand before it, close together and one after another."""
    home = world.entry_of(total).block
    near = takewhile(lambda n: home - world.entry_of(n).block <= _BLOCKS, reversed(before))
    same = [n for n in near if world.numbers[n].of is None and _is_alike(world, n, total)]
    return same[::-1]


def _is_alike(world: World, number: int, total: int) -> bool:
    units = world.unit(number), world.unit(total)
    return units[0] == units[1] == "%" or ("%" not in units and alike(*units))


def _relation(world: World, total: int, listed: Sequence[int], count: int, first: bool) -> Iterator[Relation]:
    """Yield the sum that holds of so many figures in a row, else that of the first or last, if a slip explains it."""
    rows = [tuple(listed[i : i + count]) for i in range(len(listed) - count + 1)]
    held = next((row for row in reversed(rows) if abs(_gap(world, total, row)) <= _room(world, total, row)), None)
    if held is not None:
        yield make_implied(world, total, held, _WHY, "holds")
        return
    home = world.entry_of(listed[-1])
    own = [n for n in listed if (world.entry_of(n).block, world.entry_of(n).sentence) == (home.block, home.sentence)]
    own = _parts(world, own if len(own) >= count else list(listed))
    row = tuple(own[:count] if first else own[-count:])
    if one_slip(world.value(total), world.value(total) + _gap(world, total, row)):
        yield replace(make_implied(world, total, row, _WHY, "fails"), certain=False)


def _parts(world: World, row: list[int]) -> list[int]:
    """Return figures without the total that the others make."""
    rest = sum((world.value(n) for n in row[1:]), Decimal(0))
    return row[1:] if len(row) > 2 and world.value(row[0]) == rest else row


def _gap(world: World, total: int, row: Sequence[int]) -> Decimal:
    return sum((world.value(n) for n in row), Decimal(0)) - world.value(total)


def _room(world: World, total: int, row: Sequence[int]) -> Decimal:
    return slack(world.numbers[total], [world.numbers[n] for n in row])
