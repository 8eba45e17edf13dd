"""Tables on paper: which empty cells of a head a merged one covers, how wide the columns are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.layout import Table


def merged_cells(table: Table) -> Mapping[tuple[int, int], tuple[int, int]]:
    """Return how many rows and columns each merged head cell covers, by its first row and column."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(table.head):
        for column, text in enumerate(table.rows[row]):
            first = None if text else _owner(table, row, column, owner, spans)
            owner[row, column] = first or (row, column)
            if first:
                spans[first] = (row - first[0] + 1, column - first[1] + 1)
    return spans


def _owner(
    table: Table,
    row: int,
    column: int,
    owner: Mapping[tuple[int, int], tuple[int, int]],
    spans: Mapping[tuple[int, int], tuple[int, int]],
) -> tuple[int, int] | None:
    """The cell that an empty head cell belongs to: the one above, else the left one where there is text below."""
    above = owner.get((row - 1, column))
    if above and table.rows[above[0]][above[1]] and spans.get(above, (1, 1))[1] == 1:
        return above
    left = owner.get((row, column - 1))
    below = any(later[column] for later in table.rows[row + 1 : table.head])
    return left if left and below and left[0] == row and table.rows[row][left[1]] else None


def shared_out(least: Sequence[float], natural: Sequence[float], width: float) -> tuple[float, ...]:
    """Return widths of columns that fill a width: each its least, and what is left to those that would be wider.

    >>> shared_out([10, 20], [10, 60], 50)
    (10.0, 40.0)
    """
    if sum(natural) <= width:
        return tuple(one * width / sum(natural) for one in natural)
    wishes = [min(wish, width) - need for need, wish in zip(least, natural, strict=True)]
    share = (width - sum(least)) / sum(wishes)
    return tuple(need + wish * share for need, wish in zip(least, wishes, strict=True))
