"""The unit of a table figure: said in its head, by the table, by its row, by its caption."""

from __future__ import annotations

import re

from extractors.catalogue.context import Context, words_at
from extractors.catalogue.nouns import ANYONE, label_unit
from extractors.document import Cell, Grid
from extractors.grids import Layout, cell_text
from extractors.ledger.entries import Entry
from extractors.lexicon import unit_at, unit_kind


def cell_unit(context: Context, entry: Entry) -> tuple[str, str]:
    """Return the unit of a table figure: said in its head, else the table's unit line, its row, its caption."""
    cell = context.document.blocks[entry.block].origin.cell
    layout = next((x for x in context.layouts if cell and x.table == cell.table), None)
    texts = [words_at(context, span) for span in entry.path]
    head = " ".join(texts)
    if re.search(r"%|tỷ lệ|tỉ lệ|tỷ trọng", head) and not re.search(r"số lượng", texts[-1] if texts else ""):
        if any("%" in text or text.startswith(("tỷ lệ", "tỉ lệ", "tỷ trọng")) for text in texts):
            return "%", "table"
    for text in reversed(texts):
        if bracket := re.search(r"\(\s*(?:đvt\s*:?\s*)?([^()\d]{1,24})\)", text):
            word = unit_at(bracket[1].strip(), 0)
            named = label_unit(text[: bracket.start()]) if word and word.text in ANYONE else None
            if named and unit_kind(named[0]) == "person":
                return named[0], "label"
            if word:
                return bracket[1].strip() if "/" in bracket[1] else word.text, "table"
    if layout and layout.unit and layout.unit != "%":
        return layout.unit, "table"
    if layout and (said := _unit_column(context, layout, entry)):
        return said, "table"
    for text in texts:
        if (unit := label_unit(text)) and unit[1]:
            return unit[0], "label"
    rows = {" ".join(words_at(context, b.span) for b in [context.document.blocks[i]]) for i in row_labels(context, entry)}
    for text in texts:
        if text not in rows and (unit := label_unit(text)):
            return unit[0], "label"
    if layout and layout.caption and (unit := _caption_unit(words_at(context, layout.caption))):
        return unit, "caption"
    return "", "none"


def _caption_unit(caption: str) -> str | None:
    """Return the noun that a table's title counts; a paragraph that happens to stand before it is none."""
    if len(caption) > 160 or caption.endswith((".", ";")) or re.search(r"\d\s+\w", caption):
        return None
    unit = label_unit(caption)
    return unit[0] if unit else None


def _grid_of(context: Context, entry: Entry) -> tuple[Grid, Cell] | None:
    cell = context.document.blocks[entry.block].origin.cell
    if cell is None:
        return None
    return next((g, cell) for g in context.document.grids if g.table == cell.table)


def row_labels(context: Context, entry: Entry) -> list[int]:
    """Return the blocks of the row's label cells."""
    found = _grid_of(context, entry)
    if found is None:
        return []
    grid, cell = found
    layout = next(x for x in context.layouts if x.table == cell.table)
    return [i for c in layout.labels if (i := grid.rows[cell.row][c]) >= 0]


def _unit_column(context: Context, layout: Layout, entry: Entry) -> str | None:
    """Return the unit that the row's own cell under "Đơn vị tính" says."""
    found = _grid_of(context, entry)
    if found is None:
        return None
    grid, cell = found
    for column in range(len(grid.rows[0])):
        heads = [cell_text(context.document, grid, r, column) for r in range(layout.head)]
        if any(re.fullmatch(r"(?:đơn vị tính|đơn vị|đvt|đv tính|đv)", head) for head in heads):
            said = cell_text(context.document, grid, cell.row, column)
            word = unit_at(said, 0) if said else None
            return None if not said or word is None else said if "/" in said else word.text
    return None
