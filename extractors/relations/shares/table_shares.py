"""Percentages of tables: one column as share of another, or of its own total, where the rows bear it out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import permutations

from extractors.document import Span
from extractors.grids import Layout
from extractors.lexicon import unit_kind
from extractors.numbers.slips import one_slip
from extractors.relations.arithmetic import share_fits
from extractors.relations.relation import Relation
from extractors.relations.shares.quotients import exact_share, make_percent, try_base
from extractors.relations.world import World

#: heads of what was planned, of what was done, and of shares of something else than the plan
_PLANNED = re.compile(r"(?<!\w)(?:kế hoạch|kh|chỉ tiêu|dự toán|nghị quyết|giao|đăng ký)(?!\w)")
_DONE = re.compile(r"(?<!\w)(?:thực hiện|th|kết quả|đạt được|đã (?:làm|thu|chi|cấp|xong)|ước (?:đạt|thực hiện))(?!\w)")
_ELSE = re.compile(r"(?<!\w)(?:tăng|giảm|cùng kỳ|(?:năm|kỳ|quý) trước|năm ngoái|cơ cấu|tỷ trọng|bình quân)(?!\w)")
#: number by row and column
Cells = Mapping[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a column of percentages may be: part and base of each row; `stated` where a formula, or a total of 100, is.

    `fitting` are the shares that tell and fit.
    """

    cells: tuple[tuple[int, int, int], ...]
    fitting: frozenset[int]
    stated: bool
    slips: bool = False

    @property
    def borne_out(self) -> bool:
        """Whether three rows (two where the rest are slips) and more than half bear it out; a formula needs half."""
        if self.stated:
            return len(self.fitting) * 2 >= len(self.cells)
        least = 2 if self.slips else 3
        return len(self.fitting) >= least and len(self.fitting) * 2 > len(self.cells)


def read_table_shares(world: World, known: Set[int]) -> Iterator[Relation]:
    """Yield the percentages of tables against their bases; those of numbers already `known` are left out."""
    by_table = cells_by_table(world)
    for layout in world.layouts:
        cells = by_table.get(layout.table, {})
        for column in sorted({c for (_, c), n in cells.items() if world.unit(n) == "%"}):
            meaning = _meaning(world, layout, cells, column)
            if meaning is not None:
                yield from _relations(world, layout, meaning, known)


def cells_by_table(world: World) -> dict[int, dict[tuple[int, int], int]]:
    """Return, for each table, the first figure of its cells by row and column."""
    found: dict[int, dict[tuple[int, int], int]] = {}
    for entry in world.ledger.entries:
        cell = world.document.blocks[entry.block].origin.cell
        number = entry.quantities[0].number
        if cell is not None and entry.path and world.numbers[number].value is not None:
            found.setdefault(cell.table, {}).setdefault((cell.row, cell.column), number)
    return found


def _meaning(world: World, layout: Layout, cells: Cells, column: int) -> _Meaning | None:
    """Return the best that a column of percentages can be, None where the rows bear nothing out."""
    options = [*_stated(world, layout, cells, column), *_quotients(world, cells, column), *_pairs(world, cells, column)]
    options += _of_totals(world, layout, cells, column)
    options += _of_plans(world, cells, column)
    proven = [option for option in options if option.borne_out]
    return max(proven, key=lambda option: (option.stated, len(option.fitting)), default=None)


def _stated(world: World, layout: Layout, cells: Cells, column: int) -> Iterator[_Meaning]:
    for identity in layout.identities:
        if identity.share and identity.total == column:
            yield _tried(world, _triples(cells, column, *identity.parts), stated=True)


def _of_plans(world: World, cells: Cells, column: int) -> Iterator[_Meaning]:
    """Yield what was done as a share of what was planned, where the heads name the one column of each."""
    heads = _heads(world, cells)
    if _ELSE.search(heads[column]):
        return
    others = [c for c in heads if c != column and "%" not in heads[c]]
    planned = [c for c in others if _PLANNED.search(heads[c]) and not _DONE.search(heads[c])]
    done = [c for c in others if _DONE.search(heads[c]) and not _PLANNED.search(heads[c])]
    if len(planned) == len(done) == 1:
        yield _tried(world, _triples(cells, column, done[0], planned[0]), stated=True)


def _heads(world: World, cells: Cells) -> dict[int, str]:
    """Return the words that stand over all figures of a column, from its uppermost head to its lowest."""
    paths: dict[int, list[tuple[Span, ...]]] = {}
    for (_, column), number in sorted(cells.items()):
        paths.setdefault(column, []).append(world.entry_of(number).path)
    shared = {c: [span for span in found[0] if all(span in path for path in found)] for c, found in paths.items()}
    return {column: " : ".join(map(world.words, spans)) for column, spans in shared.items()}


def _quotients(world: World, cells: Cells, column: int) -> Iterator[_Meaning]:
    """Yield the columns divided by each other, those nearest to the percentages first."""
    others = sorted({c for (_, c), n in cells.items() if world.unit(n) != "%"}, key=lambda c: (c > column, -c))
    for part, base in permutations(others, 2):
        yield _tried(world, _triples(cells, column, part, base))


def _pairs(world: World, cells: Cells, column: int) -> Iterator[_Meaning]:
    """Yield the shares that columns of pairs "k of n" have of their own."""
    paired = {c for (_, c), n in cells.items() if world.numbers[n].of}
    for other in sorted(paired, key=lambda c: (c > column, -c)):
        yield _tried(world, [c for c in _triples(cells, column, other, other) if world.numbers[c[1]].of])


def _triples(cells: Cells, column: int, part: int, base: int) -> list[tuple[int, int, int]]:
    """Return (share, part, base) for each row that states all three."""
    rows = sorted(row for row, c in cells if c == column)
    return [
        (cells[row, column], cells[row, part], cells[row, base])
        for row in rows
        if (row, part) in cells and (row, base) in cells
    ]


def _of_totals(world: World, layout: Layout, cells: Cells, column: int) -> Iterator[_Meaning]:
    """Yield each column as divided by its own total."""
    rows_of = sorted(row for row, c in cells if c == column)
    ends = {row for row in (*rows_of[:1], *rows_of[-1:]) if world.value(cells[row, column]) == 100}
    for total in sorted(layout.totals or ends):
        for other in sorted({c for _, c in cells if c != column}):
            if (total, other) in cells and world.unit(cells[total, other]) != "%":
                rows = sorted(row for row, c in cells if c == column and (row, other) in cells and row != total)
                base = cells[total, other]
                whole = cells.get((total, column))
                hundred = len(rows) > 2 and whole is not None and world.value(whole) == 100
                yield _tried(world, [(cells[row, column], cells[row, other], base) for row in rows], stated=hundred)


def _tried(world: World, cells: Sequence[tuple[int, int, int]], *, stated: bool = False) -> _Meaning:
    """Return a meaning with the rows that tell: a full or empty share of equal figures tells nothing."""
    usable = tuple(c for c in cells if world.value(c[2]) and (world.numbers[c[1]].of is None or c[1] == c[2]))
    telling = {s for s, part, base in usable if stated or (world.value(part) and (part != base or _of(world, part)))}
    fitting = frozenset(s for s, part, base in usable if s in telling and _fits(world, s, part, base))
    plain = [s for s in fitting if world.value(s) != 100]
    rest = [c for c in usable if c[0] not in fitting]
    slips = bool(rest) and all(_is_slip(world, *cell) for cell in rest)
    return _Meaning(usable, fitting if stated or len(plain) > 1 else frozenset(), stated, slips)


def _is_slip(world: World, share: int, part: int, base: int) -> bool:
    """Whether one slip of the pen keeps a finely printed share from its figures."""
    printed, exact = world.numbers[share], exact_share(world, part, base)
    if exact is None or printed.step >= 1:
        return False
    return one_slip(exact.quantize(printed.step), world.value(share))


def _of(world: World, number: int) -> Decimal | None:
    return world.numbers[number].of


def _fits(world: World, share: int, part: int, base: int) -> bool:
    """Whether a share fits figures that may themselves be rounded: amounts of money or land, decimals."""
    printed = world.numbers[share]
    of = _of(world, base)
    if part == base and of:
        return share_fits(world.value(part), of, printed)
    value, whole = world.value(part), world.value(base)
    if share_fits(value, whole, printed):
        return True
    halves = []
    for number in (part, base):
        step = world.numbers[number].step
        rounded = step < 1 or unit_kind(world.unit(number)) in ("money", "area", "weight", "length")
        halves.append(step / 2 if rounded else Decimal(0))
    low = max(value - halves[0], Decimal(0)) * 100 / (whole + halves[1])
    below = whole - halves[1]
    high = (value + halves[0]) * 100 / below if below > 0 else low
    return low - printed.step < world.value(share) < high + printed.step


def _relations(world: World, layout: Layout, meaning: _Meaning, known: Set[int]) -> Iterator[Relation]:
    for share, part, base in meaning.cells:
        if share in known:
            continue
        holds = _fits(world, share, part, base)
        if not holds and _is_total_cell(world, layout, share) and _is_average(world, meaning, share):
            continue
        yield _relation(world, share, part, base, holds=holds, certain=meaning.stated or len(meaning.fitting) > 2)


def _is_total_cell(world: World, layout: Layout, number: int) -> bool:
    cell = world.document.blocks[world.entry_of(number).block].origin.cell
    return cell is not None and cell.row in layout.totals


def _is_average(world: World, meaning: _Meaning, share: int) -> bool:
    """Whether a percentage is the mean of the others of its column, not one of the pooled figures."""
    others = [world.value(s) for s, _, _ in meaning.cells if s != share]
    mean = sum(others, Decimal(0)) / len(others) if others else Decimal(-1)
    return abs(mean - world.value(share)) <= world.numbers[share].step


def _relation(world: World, share: int, part: int, base: int, *, holds: bool, certain: bool) -> Relation:
    reading = try_base(world, part, world.numbers[share], base, "cột tỷ lệ theo các cột của bảng")
    text = reading.arithmetic.partition(" ≠ ")[0] if holds else reading.arithmetic
    found = make_percent(world, (part, base, share), [reading], source="layout", certain=certain)
    expected = None if holds else exact_share(world, part, base)
    return replace(found, verdict="holds" if holds else "fails", reading=text, expected=expected)
