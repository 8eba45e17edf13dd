"""What an official form says of its columns, in tables that are filled in after it: dated by the day of the report.

A table is one of a form only as far as its own rows bear the form out: more of its identities hold than fail.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.catalogue.forms import FormIdentity, columns_by_name, form_identities, forms_named
from extractors.document import Grid
from extractors.grids import Layout
from extractors.grids.formulas import column_number
from extractors.grids.texts import NO_FIGURE
from extractors.ledger.sheet import Sheet
from extractors.relations.balances import balanced, make_balance
from extractors.relations.relation import Relation
from extractors.relations.stages import Stage
from extractors.relations.tallies import make_implied
from extractors.relations.world import World

Cells = Mapping[tuple[int, int], int]
#: how many blocks above a table may name its form
_ABOVE = 4
_WHY = "quan hệ giữa các cột của biểu mẫu"
#: columns whose identity says what came against what went and is left
_STAGES: Mapping[str, Stage] = {
    "received": "new", "petitions": "new", "resolved": "closed", "processed": "closed", "pending": "open",
    "left": "open",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Asked:
    """An identity in a row: its form, its total and the parts that have figures."""

    identity: FormIdentity
    row: int
    total: int
    parts: tuple[int, ...]
    gap: Decimal


def read_form_tables(
    world: World, cells_of: Mapping[int, Cells], day: str, known: Sequence[Relation]
) -> Iterator[Relation]:
    """Yield the identities of forms in force on a day (ISO; "" for unknown, then all), but for `known` relations."""
    told = {(r.total, frozenset(r.parts)) for r in known if r.kind == "sum"}
    failing = {n for r in known if r.verdict == "fails" for n in (r.total, *r.parts)}
    grids = {grid.table: grid for grid in world.document.grids}
    for layout in world.layouts:
        cells = cells_of.get(layout.table, {})
        if not cells:
            continue
        for asked in _borne_out(world, tuple(_asked(world, layout, grids[layout.table], cells, day))):
            if (asked.total, frozenset(asked.parts)) in told or (asked.gap and asked.total in failing):
                continue
            yield _relation(world, asked, remark=not (asked.identity.verified and day))


def _asked(world: World, layout: Layout, grid: Grid, cells: Cells, day: str) -> Iterator[_Asked]:
    sheet = Sheet(world.document, grid, layout)
    columns = {column for _, column in cells}
    heads = {column: path for column in sorted(columns) if (path := sheet.heads(column))}
    by_name = columns_by_name(heads)
    numbered = _numbered(sheet)
    named = forms_named(_above(world, grid)) if numbered else set[str]()
    for identity in form_identities():
        if day and not identity.in_force(day):
            continue
        printed = numbered if identity.form in named else {}
        places = printed if identity.by_number else by_name.get(identity.form, {})
        if identity.total in places and all(part in places for part in identity.parts):
            parts = [places[part] for part in (*identity.parts, *identity.optional) if part in places]
            for row in sheet.data_rows():
                yield from _in_row(world, sheet, cells, identity, row, places[identity.total], parts)


def _above(world: World, grid: Grid) -> str:
    blocks = world.document.blocks
    first = min((index for row in grid.rows for index in row if index >= 0), default=0)
    return " ".join(world.words(block.span) for block in blocks[max(0, first - _ABOVE) : first])


def _numbered(sheet: Sheet) -> dict[str, int]:
    """Return the columns by their printed numbers."""
    found: dict[str, int] = {}
    for row in sheet.layout.skip:
        for column in range(sheet.width):
            if number := column_number(sheet.cell(row, column)):
                found.setdefault(number[0], column)
    return found


def _in_row(
    world: World, sheet: Sheet, cells: Cells, identity: FormIdentity, row: int, total: int, parts: Sequence[int]
) -> Iterator[_Asked]:
    """Yield an identity in a row that states its total and every part, if only as a dash or an empty cell."""
    found = [cells[row, part] for part in parts if (row, part) in cells]
    blank = (sheet.cell(row, part) for part in parts if (row, part) not in cells)
    if (row, total) not in cells or not found or not all(not text or text in NO_FIGURE for text in blank):
        return
    whole = cells[row, total]
    gap = world.value(whole) - sum((world.value(n) for n in found), Decimal(0))
    others = {world.value(n) for (r, c), n in cells.items() if r == row and c not in (total, *parts)}
    if gap and abs(gap) in others and not identity.by_number:
        return  # another column tells what is left out: carried over, returned
    yield _Asked(identity, row, whole, tuple(found), gap)


def _borne_out(world: World, asked: Collection[_Asked]) -> Iterator[_Asked]:
    """Yield what is asked of the forms of which more identities hold than fail, but for rows of noughts."""
    forms = {(one.identity.form, one.identity.by_number) for one in asked}
    for form in sorted(forms):
        own = [a for a in asked if (a.identity.form, a.identity.by_number) == form and world.value(a.total)]
        held = sum(not one.gap for one in own)
        if held and held >= len(own) - held:
            yield from own


def _relation(world: World, asked: _Asked, *, remark: bool) -> Relation:
    stages = [_STAGES.get(name) for name in (asked.identity.total, *asked.identity.parts)]
    if stages[1:] == ["closed", "open"] and len(asked.parts) == 2:
        items = [(n, stage) for n, stage in zip((asked.total, *asked.parts), stages, strict=True) if stage]
        made = make_balance(world, balanced(world, items), certain=False, source="identity")
    else:
        made = make_implied(world, asked.total, asked.parts, _WHY, "fails" if asked.gap else "holds", "identity")
    return replace(made, certain=False, remark=remark) if asked.gap else made
