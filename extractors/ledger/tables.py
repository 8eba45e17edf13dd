"""Grids to entries: each figure of a table with its row and column path, totals over columns and rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.document import Span
from extractors.ledger.columns import row_groups
from extractors.ledger.entries import Entry, Group, Quantity
from extractors.ledger.proven import proven_columns, proven_total
from extractors.ledger.sheet import Figures, Sheet
from extractors.ledger.totals import column_groups
from extractors.numbers.number import Number


@dataclass(frozen=True, slots=True)
class TableEntries:
    """The entries of one grid by cell, and its groups over columns and rows."""

    entries: tuple[Entry, ...]
    groups: tuple[Group, ...]


def read_table(
    sheet: Sheet, of_block: Mapping[int, Mapping[int, Number]], first_entry: int, first_group: int
) -> TableEntries:
    """Return the entries and total groups of a grid.

    `of_block` gives the numbers of each block by their index; indices of entries and groups go on from
    `first_entry` and `first_group`.
    """
    cells = dict(_cells(sheet, of_block))
    at = {cell: first_entry + place for place, cell in enumerate(cells)}
    entries = tuple(_entry(sheet, cell, inside, at[cell]) for cell, inside in cells.items())
    figures = Figures(at, {cell: next(iter(inside.values())) for cell, inside in cells.items()})
    by_head = row_groups(sheet, figures)
    proven = proven_columns(sheet, figures, by_head)
    totals = sheet.layout.totals or proven_total(sheet, figures)
    with_totals = replace(sheet, layout=replace(sheet.layout, totals=totals))
    along = (*by_head, *proven)
    said, borne_out = ([_by_subtotals(group, along) for group in some] for some in (by_head, proven))
    groups = _each_once((*said, *column_groups(with_totals, figures), *borne_out))
    return TableEntries(entries, tuple(replace(group, id=first_group + i) for i, group in enumerate(groups)))


def _by_subtotals(group: Group, others: Sequence[Group]) -> Group:
    """Return a group along a row with a sub-total in the place of the parts of that ("Đã giải quyết")."""
    inside = [
        other
        for other in others
        if set(other.entries) <= set(group.entries)
        and other.parents[:1] != group.parents[:1]
        and other.parents[0] not in group.entries
        and len(other.entries) > 1
    ]
    if not inside:
        return group
    largest = max(inside, key=lambda other: (len(other.entries), -other.parents[0]))
    kept = [entry for entry in group.entries if entry not in largest.entries]
    return replace(group, entries=tuple(sorted([*kept, largest.parents[0]])))


def _each_once(groups: Iterable[Group]) -> list[Group]:
    """Return the groups without those that say the same of the same cells again."""
    found: dict[tuple[tuple[int, ...], frozenset[int]], Group] = {}
    for group in groups:
        found.setdefault((group.parents, frozenset(group.entries)), group)
    return list(found.values())


def _cells(
    sheet: Sheet, of_block: Mapping[int, Mapping[int, Number]]
) -> Iterator[tuple[tuple[int, int], dict[int, Number]]]:
    """Yield ((row, column), figures) of the cells below the head; a merged cell counts where it begins."""
    rows = sheet.grid.rows
    for r in sheet.data_rows():
        for c, index in enumerate(rows[r]):
            merged = (r > sheet.layout.head and rows[r - 1][c] == index) or (c > 0 and rows[r][c - 1] == index)
            aside = merged or index in sheet.layout.prose
            figures = {} if aside else {i: n for i, n in of_block.get(index, {}).items() if n.role == "measure"}
            if figures:
                yield (r, c), figures


def _entry(sheet: Sheet, cell: tuple[int, int], figures: Mapping[int, Number], entry_id: int) -> Entry:
    row, column = cell
    index = sheet.grid.rows[row][column]
    blocks = sheet.document.blocks
    span = blocks[index].span
    quantities = tuple(
        Quantity(i, Span(span.start, number.span.start), Span(number.end, max(number.end, span.end)))
        for i, number in figures.items()
    )
    path = tuple(blocks[i].span for i in (*sheet.column_path(column), *sheet.row_path(row, column)))
    return Entry(entry_id, index, span, Span(span.start, span.start), quantities, path=path)
