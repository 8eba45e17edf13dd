"""Rows of tables that running text tells by their very name: "Thu nhập bình quân 41,6 triệu đồng" beside a row of 14,6.

A figure told with the name of a row is one of its figures: of this year, of last, planned or done. If it is none of
them, and the row has one that it can only be, the two contradict each other, however far apart they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.grids import Layout
from extractors.grids.rows import names_total
from extractors.numbers.slips import slip_cost
from extractors.relations.amounts import ratio
from extractors.relations.arithmetic import shown
from extractors.relations.claimed import told_apart
from extractors.relations.passages import Figure, Passages
from extractors.relations.relation import Reading, Relation
from extractors.relations.repeats.same_words import naming, setting_apart
from extractors.relations.shares.table_shares import cells_by_table
from extractors.relations.world import World
from extractors.vietnamese import fold

#: what opens the name of a row and is none of it: its number, a dash, what it is a part of
_MARK = re.compile(r"^(?:[-–+*•.]|\d+(?:\.\d+)*[.)]?(?=\s)|[ivx]+[.)]?(?=\s)|[a-zđ][.)]|trong đó:?)\s*")
#: a unit behind the name of a row ("hội nghị người lao động (hội nghị)")
_UNIT = re.compile(r"\s*(?:\([^()]*\)|,\s*[^,]{1,12})$")
#: what says that it is so many, and what goes before a name in running text
_SAYS = re.compile(r"(?:(?<!\w)(?:đạt|là|được|có|cả năm|ước|ước đạt|:|khoảng)\s*)+$")
_LEADS = re.compile(r"^.*(?:[,;:(]\s|(?<!\w)(?:trong đó|gồm|có|riêng|và|với|còn)\s)")
#: words of one syllable, or of two that any row has, name no row of a report
_NAMED = 3
#: a column of what is planned, of another time or of shares is told of in other words
_ASIDE = re.compile(
    r"(?<!\w)(?:kế hoạch|kh|chỉ tiêu|mục tiêu|dự toán|giao|đăng ký|cùng kỳ|(?:năm|kỳ|quý|tháng) trước|năm ngoái|so|tăng"
    r"|giảm|tỷ lệ|%|lũy kế|luỹ kế)(?!\w)"
)
#: syllables that name nothing by themselves, but set rows apart
_TURNED = re.compile(r"(?<!\w)(?:mới|thêm|tăng|giảm|còn|lượt|cuộc)(?!\w)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WHY = "cùng tên với một dòng của bảng"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table: the figures in it, by number, and of these the ones that tell what is now."""

    cells: tuple[int, ...]
    present: tuple[int, ...]


def read_rows_told(world: World, passages: Passages) -> Iterator[Relation]:
    """Yield each figure of running text told with the name of a row of a table that has it not."""
    rows = _rows(world)
    if not rows:
        return
    told = [(figure, rows[key]) for figure in passages.figures if (key := _key(_name(figure))) in rows]
    meeting = {id(row) for figure, row in told if _is_in(world, figure, row.cells)}
    for figure, row in told:
        if id(row) in meeting or not _tells_what_is(world, figure):
            continue
        alike = [n for n in row.present if _is_of_unit(figure, world.unit(n))]
        slips = [n for n in alike if slip_cost(figure.value, world.value(n))]
        found = slips if len(slips) == 1 else alike
        if len(found) == 1:
            other = world.value(found[0])
            reading = Reading(f"{shown(figure.value)} ≠ {shown(other)}", _WHY, "fails")
            yield replace(told_apart(world, figure.number, found[0], reading, certain=bool(slips)), tied=True)


def _name(figure: Figure) -> str:
    """Return the words right before a figure that name it, where nothing behind it narrows them."""
    before = _SAYS.sub("", figure.before).strip()
    name = _LEADS.sub("", f"{before} ").strip(" -+*:")
    behind = re.split(r"[,;:.()]", figure.after)[0]
    return name if naming(behind) <= naming(name) | naming(figure.unit) else ""


def _key(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return what a name says: its naming syllables, and what sets it apart, as that it is new, more or less."""
    return naming(name), setting_apart(f"{name} #") | frozenset(_TURNED.findall(name))


def _rows(world: World) -> Mapping[tuple[frozenset[str], frozenset[str]], _Row]:
    """Return the rows of all tables that have names of their own, those of one name together as none."""
    found: dict[tuple[frozenset[str], frozenset[str]], _Row | None] = {}
    by_table = cells_by_table(world)
    for layout in world.layouts:
        cells = by_table.get(layout.table, {})
        for row in sorted({r for r, _ in cells}):
            name = row_name(layout, row)
            if len(naming(name)) >= _NAMED and not names_total(name):
                row_cells = {c: n for (r, c), n in cells.items() if r == row}
                found[_key(name)] = None if _key(name) in found else _row(world, row_cells)
    return {key: row for key, row in found.items() if row is not None}


def row_name(layout: Layout, row: int) -> str:
    """Return the folded name of a row without its mark and unit."""
    texts: Sequence[str] = layout.texts[row] if row < len(layout.texts) else ()
    named = [c for c in layout.labels if c < len(texts) and c != layout.unit_column]
    words = fold(" ".join(texts[c] for c in named))
    return " ".join(_UNIT.sub("", _MARK.sub("", words.strip())).split()).strip(" :.")


def _row(world: World, cells: Mapping[int, int]) -> _Row:
    return _Row(tuple(cells.values()), present_cells(world, tuple(cells.values())))


def present_cells(world: World, cells: Sequence[int]) -> tuple[int, ...]:
    """Return the figures of a row that tell what is now: no plan, change or share, and of the last year told."""
    present = [n for n in cells if not _ASIDE.search(world.measures[n].wording.near.partition("#")[0])]
    present = [n for n in present if not (world.measures[n].target or world.measures[n].change)]
    years = {n: set(_YEAR.findall(world.measures[n].wording.near)) for n in present}
    last = max((year for found in years.values() for year in found), default=None)
    return tuple(n for n in present if last is None or last in years[n])


def _is_of_unit(figure: Figure, unit: str) -> bool:
    """Whether a figure is told in a unit, not in one that counts only some ("96 lao động nữ")."""
    return ratio(figure.unit, unit) == 1 and naming(figure.unit) <= naming(unit) | naming(figure.before)


def _is_in(world: World, figure: Figure, cells: Sequence[int]) -> bool:
    """Whether some cells have a figure, in whatever unit and rounded as it may be."""
    for number in cells:
        scale = ratio(figure.unit, world.unit(number))
        step = max(world.numbers[figure.number].step, world.numbers[number].step * (1 / scale if scale else 1))
        same = scale is not None and abs(figure.value - world.value(number) / scale) < step
        if figure.value == world.value(number) or same:
            return True
    return False


def _tells_what_is(world: World, figure: Figure) -> bool:
    """Whether a figure tells exactly what is now, no plan, aim or change."""
    measure = world.measures[figure.number]
    aside = measure.target or measure.change or measure.plan or measure.period or measure.moment
    return world.is_exact(figure.number) and not aside
