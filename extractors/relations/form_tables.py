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
from extractors.lexicon.stages import Stage
from extractors.relations.accounts.balances import balanced, make_balance
from extractors.relations.relation import Relation
from extractors.relations.sums.tallies import make_implied
from extractors.relations.world import World

Cells = Mapping[tuple[int, int], int]
#: how many blocks above a table may name its form
_ABOVE = 4
#: how many rows a form that stands upright may have
_MOST_ROWS = 40
_WHY = "quan hệ giữa các cột của biểu mẫu"
#: columns that come, go or are left; those of before where they stand beside what is new
_STAGES: Mapping[str, Stage] = {
    "received": "new", "petitions": "new", "new": "new", "carried": "opening", "carried.apart": "opening",
    "resolved": "closed", "resolved.early": "closed", "resolved.on_time": "closed", "resolved.overdue": "closed",
    "processed": "closed", "pending": "open", "left": "open",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _View:
    """A table read along its rows, or along its columns where the form's columns are its rows."""

    sheet: Sheet
    cells: Cells
    turned: bool = False

    def lines(self) -> list[int]:
        """Return the rows (or columns) that each fill in the form."""
        return sorted({column for _, column in self.cells}) if self.turned else self.sheet.data_rows()

    def number(self, line: int, place: int) -> int | None:
        """Return the figure of a line under a column of the form."""
        return self.cells.get((place, line) if self.turned else (line, place))

    def text(self, line: int, place: int) -> str:
        """Return what the cell says."""
        return self.sheet.cell(*((place, line) if self.turned else (line, place)))

    def heads(self) -> dict[int, list[str]]:
        """Return the words of each column of the form."""
        if not self.turned:
            columns = sorted({column for _, column in self.cells})
            return {column: path for column in columns if (path := self.sheet.heads(column))}
        labels = self.sheet.layout.labels[:1]
        return {row: [text] for row in self.sheet.data_rows() for c in labels if (text := self.sheet.cell(row, c))}


@dataclass(frozen=True, slots=True)
class _Asked:
    """An identity in a line: its form, the figures on its two sides with their columns, and by how much they differ."""

    identity: FormIdentity
    wholes: tuple[tuple[int, str], ...]
    parts: tuple[tuple[int, str], ...]
    gap: Decimal

    @property
    def numbers(self) -> frozenset[int]:
        """All figures of it."""
        return frozenset(number for number, _ in (*self.wholes, *self.parts))


def read_form_tables(
    world: World, cells_of: Mapping[int, Cells], day: str, known: Sequence[Relation]
) -> Iterator[Relation]:
    """Yield the identities of forms in force on a day (ISO; "" for unknown, then all), but for `known` relations."""
    told = {frozenset((r.total, *r.parts)) for r in known if r.kind in ("sum", "balance")}
    failing = {r.total for r in known if r.verdict == "fails"}
    failing |= {part for r in known if r.verdict == "fails" for part in r.parts}
    grids = {grid.table: grid for grid in world.document.grids}
    for layout in world.layouts:
        cells = cells_of.get(layout.table, {})
        if not cells:
            continue
        for asked in _borne_out(world, tuple(_asked(world, layout, grids[layout.table], cells, day))):
            if asked.numbers not in told and (not asked.gap or failing.isdisjoint(n for n, _ in asked.wholes)):
                yield _relation(world, asked, remark=not (asked.identity.verified and day))


def _asked(world: World, layout: Layout, grid: Grid, cells: Cells, day: str) -> Iterator[_Asked]:
    sheet = Sheet(world.document, grid, layout)
    numbered = _numbered(sheet)
    named = forms_named(_above(world, grid)) if numbered else set[str]()
    in_force = [identity for identity in form_identities() if not day or identity.in_force(day)]
    views = [_View(sheet, cells)]
    if len(sheet.data_rows()) <= _MOST_ROWS:
        views.append(_View(sheet, cells, turned=True))
    for view in views:
        by_name = columns_by_name(view.heads())
        for identity in in_force:
            places = by_name.get(identity.form, {})
            if identity.by_number:
                places = numbered if identity.form in named and not view.turned else {}
            if all(name in places for name in (*identity.wholes, *identity.parts)):
                for line in view.lines():
                    yield from _in_line(world, view, identity, line, places)


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


def _in_line(
    world: World, view: _View, identity: FormIdentity, line: int, places: Mapping[str, int]
) -> Iterator[_Asked]:
    """Yield an identity in a line that states its wholes and every part, if only as a dash or an empty cell."""
    names = [name for name in (*identity.parts, *identity.optional) if name in places]
    wholes = [(n, name) for name in identity.wholes if (n := view.number(line, places[name])) is not None]
    parts = [(n, name) for name in names if (n := view.number(line, places[name])) is not None]
    there = {name for _, name in parts}
    blank = (view.text(line, places[name]) for name in names if name not in there)
    if len(wholes) < len(identity.wholes) or not parts or not all(not text or text in NO_FIGURE for text in blank):
        return
    gap = sum((world.value(n) for n, _ in wholes), Decimal(0)) - sum((world.value(n) for n, _ in parts), Decimal(0))
    asked = _Asked(identity, tuple(wholes), tuple(parts), gap)
    # another column may tell what is left out: carried over, returned
    others = {view.number(line, place) for place in _places(view)} - asked.numbers
    if identity.by_number or not gap or abs(gap) not in {world.value(n) for n in others if n is not None}:
        yield asked


def _places(view: _View) -> set[int]:
    return {row if view.turned else column for row, column in view.cells}


def _borne_out(world: World, asked: Collection[_Asked]) -> Iterator[_Asked]:
    """Yield what is asked of the forms of which more identities hold than fail, but for lines of noughts."""
    forms = {(one.identity.form, one.identity.by_number) for one in asked}
    for form in sorted(forms):
        own = [one for one in asked if (one.identity.form, one.identity.by_number) == form]
        own = [one for one in own if any(world.value(n) for n in one.numbers)]
        held = sum(not one.gap for one in own)
        if held and held >= len(own) - held:
            yield from own


def _relation(world: World, asked: _Asked, *, remark: bool) -> Relation:
    items = [(n, _STAGES.get(name)) for n, name in (*asked.wholes, *asked.parts)]
    staged = [(n, stage) for n, stage in items if stage is not None]
    if len(staged) == len(items) and any(stage == "open" for _, stage in staged):
        made = make_balance(world, balanced(world, staged), certain=False, source="identity")
    else:
        total, parts = asked.wholes[0][0], [n for n, _ in asked.parts]
        made = make_implied(world, total, parts, _WHY, "fails" if asked.gap else "holds", "identity")
    return replace(made, certain=False, remark=remark) if asked.gap else made
