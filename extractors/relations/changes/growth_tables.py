"""Changes in tables: a column of rises and falls against the columns that it compares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import permutations

from extractors.relations.changes.changes import Change, Kind, changes, kinds_of, make_growth, slipped
from extractors.relations.relation import Relation
from extractors.relations.world import World

#: figures of a table by row and column
Cells = Mapping[tuple[int, int], int]
_COMPARES = re.compile(
    r"(?<!\w)(?:tăng|giảm|chênh lệch|so sánh|so với|so cùng|biến động|\+/-|tỷ lệ tăng)|\(\+\)|\+ ?/ ?-"
)
_MOVED = re.compile(r"(?<!\w)(tăng|giảm)[\s:]*$")
_TIME = re.compile(r"(?<!\w)(tháng|quý|tuần|đợt|lần|vụ|kỳ|học kỳ) (\d{1,2})(?!\d)")
_EARLIER = re.compile(
    r"(?<!\w)(?:cùng kỳ|năm trước|kỳ trước|quý trước|tháng trước|năm học trước|vụ trước"
    r"|khóa trước|đợt trước|tuần trước|năm ngoái|đầu kỳ|đầu năm)(?!\w)|\d{4}"
)


@dataclass(frozen=True, slots=True)
class _Tried:
    """The changes of a column against two others in one way; `stated` where heads name the earlier one."""

    rows: tuple[Change, ...]
    stated: bool

    @property
    def fitting(self) -> int:
        return sum(change.fits for change in self.rows)

    @property
    def telling(self) -> int:
        """How many that fit are no zero."""
        return sum(change.fits and bool(change.right) for change in self.rows)

    @property
    def borne_out(self) -> bool:
        """Whether two in three rows bear it out, and three of them unless the heads say so."""
        return self.telling >= (2 if self.stated else 3) and self.fitting * 3 >= len(self.rows) * 2


def read_growth_tables(world: World, cells_of: Mapping[int, Cells], known: Set[int]) -> Iterator[Relation]:
    """Yield the changes of each table that its rows bear out; percentages already `known` are left out."""
    for cells in cells_of.values():
        first: dict[int, int] = {}
        for (_, column), number in sorted(cells.items(), reverse=True):
            first[column] = number
        paths = {column: world.entry_of(number).path for column, number in first.items()}
        heads = {column: " : ".join(world.words(span) for span in path) for column, path in paths.items()}
        for column in sorted(c for c, head in heads.items() if _COMPARES.search(head)):
            best = _best(world, cells, heads, column)
            if best is None or any(change.figure in known for change in best.rows):
                continue
            for change in best.rows:
                if change.fits or best.borne_out:
                    certain = best.fitting > 2 or slipped(world, change)
                    yield make_growth(world, change, (), certain=certain, source="layout")


def _best(world: World, cells: Cells, heads: Mapping[int, str], column: int) -> _Tried | None:
    """Return the pair of columns that a column of changes compares best, None where none is borne out."""
    others = [c for c in heads if c != column and not _COMPARES.search(heads[c])]
    rows = sorted(row for row, c in cells if c == column)
    options = []
    for new, old in permutations(others, 2):
        stated = bool(_EARLIER.search(heads[old])) or _is_before(heads[old], heads[new])
        for way in ("change", "index"):
            tried = tuple(_in_rows(world, cells, rows, (column, new, old), way))
            options.append(_Tried(tried, stated))
    proven = [option for option in options if option.borne_out]
    return max(proven, key=lambda option: (option.fitting, option.stated), default=None)


def _is_before(head: str, other: str) -> bool:
    """Whether two heads tell two times of a kind by their numbers, the first being less ("tháng 8" and "tháng 9")."""
    times = [_TIME.findall(one) for one in (head, other)]
    return all(times) and times[0][-1][0] == times[1][-1][0] and int(times[0][-1][1]) < int(times[1][-1][1])


def _in_rows(
    world: World, cells: Cells, rows: Sequence[int], columns: tuple[int, int, int], way: str
) -> Iterator[Change]:
    """Yield the change of each row that states all three figures."""
    figure_at, new_at, old_at = columns
    for row in rows:
        places = [(row, new_at), (row, old_at)]
        if any(place not in cells for place in places):
            continue
        figure, new, old = cells[row, figure_at], cells[places[0]], cells[places[1]]
        bare: list[Kind] = [] if world.unit(figure) else ["amount"]  # the unit of its row stands beside the others
        kinds: list[Kind] = (kinds_of(world, figure, new) or bare) if way == "change" else ["index"]
        if way == "index" and (world.unit(figure) != "%" or world.unit(new) == "%"):
            continue
        found = list(changes(world, figure, new, old, _direction(world, figure) if way == "change" else 0, kinds))
        if found:
            yield next((change for change in found if change.fits), found[0])


def _direction(world: World, figure: int) -> int:
    """Return the direction that a sign or word before a figure in its cell shows, 0 for none."""
    start = world.numbers[figure].span.start
    cell = world.document.blocks[world.entry_of(figure).block].span.start
    said = _MOVED.search(world.folded, cell, start)
    if said is not None:
        return 1 if said[1] == "tăng" else -1
    text = world.document.text
    sign = text[start] if text[start] in "+-–−" else text[start - 1 : start].strip()
    return {"+": 1, "-": -1, "–": -1, "−": -1}.get(sign, 0)
