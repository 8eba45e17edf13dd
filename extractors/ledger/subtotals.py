"""Rows of a table that stand above others: their sums, or only the whole of what "trong đó" tells some of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractors.ledger.added import Added, Choice
from extractors.ledger.entries import Group, Openness
from extractors.ledger.heads import is_added_row


def read_subtotals(added: Added) -> Iterator[Group]:
    """Yield the groups of rows that stand above others by their marks, by their words or by the figures alone."""
    choices = {row: _choice(added, row) for row in sorted(added.below)}
    usual = _is_usual(added, choices)
    for row, choice in choices.items():
        for column in added.asked(row):
            yield from _below(added, row, column, choice, usual=usual)
            yield from _told(added, row, column)
    yield from _unmarked(added)
    yield from _told_again(added)


def _choice(added: Added, row: int) -> Choice:
    """Return the rows right under a row in each column, but those that tell only some of it."""
    below = [r for r in added.below[row] if r not in added.sheet.layout.of_which]
    members = added.of_one_unit(row, [r for r in below if is_added_row(added.sheet, r)])
    return {c: tuple(added.stating(members, c)) for c in added.columns}


def _is_usual(added: Added, choices: Mapping[int, Choice]) -> bool:
    """Whether rows above others are their sums in this table: in two thirds of its cells, or in all but for slips."""
    asked = [
        (row, c, choice) for row, choice in choices.items() for c in added.asked(row) if len(choice.get(c, ())) > 1
    ]
    failing = [one for one in asked if not added.holds(*one)]
    slips = all(added.figures.slipped((row, c), added.cells(choice[c], c)) for row, c, choice in failing)
    return len(failing) < len(asked) and (slips or len(failing) * 3 <= len(asked))


def _below(added: Added, row: int, column: int, choice: Choice, *, usual: bool) -> Iterator[Group]:
    rows = choice.get(column, ())
    if len(rows) > 1:
        proven = usual or any(added.holds(row, c, choice) for c in added.asked(row))
        if proven or all(added.sheet.is_numbered(r) for r in rows):
            yield added.group("nhóm", "closed" if proven else "listed", row, column, rows)


def _told(added: Added, row: int, column: int) -> Iterator[Group]:
    """Yield the rows under "trong đó": a sum where they make one, else only no more than the row above."""
    told = [r for r in added.below[row] if r in added.sheet.layout.of_which]
    rows = tuple(r for r, _ in added.cells(told, column))
    if rows:
        whole = added.holds(row, column, {column: rows})
        yield added.group("trong đó", "closed" if whole else "open", row, column, rows)


def _unmarked(added: Added) -> Iterator[Group]:
    """Yield the groups of rows that only the figures show to stand above those after them."""
    layout = added.sheet.layout
    pool = [r for r in added.sheet.data_rows() if r not in layout.totals]
    if layout.totals and not any(layout.parents[r] is not None for r in pool):
        for row, members in added.divided(pool).items():
            for column in added.asked(row):
                rows = added.stating(members, column)
                if len(rows) > 1:
                    yield added.group("nhóm", "closed", row, column, rows)


def _told_again(added: Added) -> Iterator[Group]:
    """Yield "trong đó: nữ" under a total with the rows of that name under what it adds."""
    layout = added.sheet.layout
    for row in sorted(layout.of_which):
        above = layout.parents[row]
        if above is None or above not in layout.totals or not layout.labels:
            continue
        name = added.sheet.cell(row, layout.labels[0])
        alike = [r for r in sorted(layout.of_which) if r < row and added.sheet.cell(r, layout.labels[0]) == name]
        for column in added.asked(row):
            rows = [r for r, _ in added.cells(alike, column)]
            openness: Openness = "closed" if _told_of_all(added, rows, above) else "listed"
            if len(rows) > 1:
                yield added.group("trong đó", openness, row, column, rows)


def _told_of_all(added: Added, rows: Sequence[int], total: int) -> bool:
    """Whether rows of one name stand under every row before a total that stands under none."""
    layout = added.sheet.layout
    plain = [r for r in added.sheet.data_rows() if r not in layout.totals and r not in layout.of_which]
    return {layout.parents[r] for r in rows} == {r for r in plain if layout.parents[r] is None and r < total}
