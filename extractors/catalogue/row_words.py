"""The words that stand beside a table figure: the labels of its row, of the first rows, and what heads them."""

from __future__ import annotations

from extractors.catalogue.context import Context, words_at
from extractors.document import Cell, Grid
from extractors.ledger.entries import Entry

#: how many rows say what a table is about
_ROWS = 8


def grid_of(context: Context, entry: Entry) -> tuple[Grid, Cell] | None:
    """Return the table of a figure and its cell."""
    found = context.table_of(entry)
    return None if found is None else (found[0], found[2])


def row_labels(context: Context, entry: Entry) -> list[int]:
    """Return the blocks of the row's label cells."""
    found = context.table_of(entry)
    if found is None:
        return []
    grid, layout, cell = found
    return [i for c in layout.labels if (i := grid.rows[cell.row][c]) >= 0]


def first_rows(context: Context, entry: Entry) -> list[str]:
    """Return the words that name the first rows of the table of a figure."""
    return _labels(context, entry, 0, _ROWS)


def table_heads(context: Context, entry: Entry) -> str:
    """Return the words of all heads and of the caption of the table of a figure: they say what its rows are about."""
    found = context.table_of(entry)
    if found is None:
        return ""
    layout = found[1]
    told = [words_at(context, layout.caption)] if layout.caption else []
    return " ; ".join([*told, *(text for row in layout.texts[: layout.head] for text in row if text)])


def label_heads(context: Context, entry: Entry) -> list[str]:
    """Return the words over the names of the rows of the table of a figure."""
    return _labels(context, entry, -1, 0)


def _labels(context: Context, entry: Entry, first: int, last: int) -> list[str]:
    """Return the words of the label cells of the rows of a table, counted from the one below its head."""
    found = context.table_of(entry)
    if found is None:
        return []
    grid, layout, _ = found
    rows = grid.rows[max(0, layout.head + first) : layout.head + last]
    named = ([row[c] for c in layout.labels if row[c] >= 0] for row in rows)
    return [" ".join(words_at(context, context.document.blocks[i].span) for i in row) for row in named if row]


def row_words(context: Context, entry: Entry) -> set[str]:
    """Return the words of the row's label cells."""
    return {words_at(context, context.document.blocks[i].span) for i in row_labels(context, entry)}


def siblings(context: Context) -> list[str]:
    """Return, by entry, the labels of the first bullets or rows beside it: they say what a list is about."""
    known: dict[tuple[object, ...], str] = {}  # of a table or list they are the same for all
    places = [_place(context, entry) for entry in context.ledger.entries]
    for place, entry in zip(places, context.ledger.entries, strict=True):
        if place not in known:
            known[place] = _siblings(context, entry)
    return [known[place] for place in places]


def _place(context: Context, entry: Entry) -> tuple[object, ...]:
    if entry.path:
        table = context.table_of(entry)
        return ("table", None if table is None else table[0].table)
    listed = context.ledger.list_of(entry.block)
    return ("list", None) if listed is None else ("list", listed.blocks, entry.group)


def _siblings(context: Context, entry: Entry) -> str:
    if entry.path:
        return "".join(f" ; {words}" for words in first_rows(context, entry))
    listed = context.ledger.list_of(entry.block)
    if listed is None:
        return ""
    blocks = listed.blocks[:8]
    entries = (e for block in blocks for e in context.ledger.entries_of(block))
    others = (other for other in entries if other.group == entry.group)
    return "".join(f" ; {words_at(context, other.label)}" for other in others)
