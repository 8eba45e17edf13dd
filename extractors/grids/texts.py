"""What the cells of a grid say, folded, and which of them hold figures."""

from __future__ import annotations

import re

from extractors.document import Document, Grid
from extractors.vietnamese import fold

_NUMERIC = re.compile(
    r"[<>≥≤~]?\s*[-+]?\s?\d[\d.,\s]*(?:\s*/\s*\d[\d.,]*)?\s*(?:%|[^\W\d_]{1,7}|(?:[^\W\d_]+ )?[^\W\d_]{1,7})?\s*\*?$"
)
#: "4. Điện" names a row
_NAMED_ROW = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]\s*[^\W\d_]")
_YEAR = re.compile(r"(?:năm\s+)?(?:19|20)\d\d$")
#: cells that say that there is no figure, and ticks
NO_FIGURE = frozenset(("x", "-", "--", "…", "...", "..", "không", "/"))


def cell_text(document: Document, grid: Grid, row: int, column: int) -> str:
    """Return the folded text of a cell, "" where it is empty."""
    index = grid.rows[row][column]
    return "" if index < 0 else " ".join(fold(document.quote(document.blocks[index].span)).split())


def grid_texts(document: Document, grid: Grid) -> list[list[str]]:
    """Return the folded texts of all cells by row and column."""
    return [[cell_text(document, grid, r, c) for c in range(len(row))] for r, row in enumerate(grid.rows)]


def is_figure(text: str) -> bool:
    """Whether a cell holds one figure, with a short word of unit at most.

    >>> is_figure("1.204"), is_figure("12 hồ sơ"), is_figure("3 sao"), is_figure("17/19"), is_figure("4. điện")
    (True, True, False, True, False)
    """
    if not text or not _NUMERIC.match(text) or _NAMED_ROW.match(text):
        return False
    words = re.search(r"[^\W\d_]+\s*\*?$", text)
    # "3 sao" heads a column, "12 hồ sơ" does not
    return words is None or words.group() not in ("sao", "tháng", "năm")


def is_year(text: str) -> bool:
    """Whether a cell only names a year."""
    return bool(_YEAR.match(text))
