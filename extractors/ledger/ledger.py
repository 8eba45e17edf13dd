"""The whole ledger of a document: clauses of every block, bullets under their lead-ins, tables."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from extractors.document import Document, Span
from extractors.grids import Layout
from extractors.ledger.clauses import Clauses, read_block
from extractors.ledger.entries import Entry, Group, ItemList, Ledger
from extractors.ledger.lists import Lead, Lists, item_mark, lead_entries, top_entries
from extractors.ledger.tables import read_table
from extractors.ledger.tokens import tokens
from extractors.numbers.number import Number
from extractors.sections import Section
from extractors.vietnamese import fold


def read_ledger(
    document: Document, sections: Sequence[Section], layouts: Sequence[Layout], numbers: Sequence[Number]
) -> Ledger:
    """Return the ledger of a document."""
    of_block = numbers_by_block(document, numbers)
    entries: list[Entry] = []
    groups: list[Group] = []
    lists = Lists()
    carry: tuple[int, ...] = ()
    styles = {section.block: section.style for section in sections}
    for index, block in enumerate(document.blocks):
        if block.kind == "cell":
            continue
        folded = fold(document.quote(block.span))
        inside = {i: numbers[i] for i in of_block.get(index, ())}
        marks = tokens(folded, block.span.start, inside)
        heading = index in styles and styles[index] != "low" and all(n.role != "measure" for n in inside.values())
        before = tuple(e.id for e in reversed(entries[-24:]) if e.group is None) if heading else carry
        mark = item_mark(folded) if styles.get(index) in (None, "low") else None
        lead = lists.parents(mark)
        if lead is not None and lead_entries(lead.clauses):
            before = lead_entries(lead.clauses)
        found = read_block(folded, index, block.span.start, inside, marks, len(entries), len(groups), before)
        if heading:
            found = replace(found, groups=tuple(replace(g, openness="hinted") for g in found.groups))
        found = _hung(lists, found, mark, lead, index, block.span, groups)
        entries.extend(found.entries)
        carry = _carry(found) or (carry if not inside and len(folded) < 60 else ())
    groups = [replace(g, entries=(*g.entries, *lists.filled[g.id])) if g.id in lists.filled else g for g in groups]
    _add_tables(document, layouts, numbers, of_block, entries, groups)
    item_lists = tuple(ItemList(lead, mark, tuple(blocks)) for (lead, mark), blocks in lists.items.items())
    return Ledger(tuple(entries), tuple(groups), item_lists)


def _hung(
    lists: Lists, found: Clauses, mark: str | None, lead: Lead | None, index: int, span: Span, groups: list[Group]
) -> Clauses:
    """Add a block's groups and hang it on the lead-in above where it is a list item."""
    groups.extend(found.groups)
    if lead is not None:
        usable = lead.group is not None or lead.clauses.ends_with_colon or lead_entries(lead.clauses)
        if usable and (lead.clauses.entries or lead.group is not None):
            found, made = lists.hang(lead, found, len(groups), index, span)
            if made is not None:
                groups.append(made)
    if lead is not None and mark is not None:
        lists.note_item(lead, mark, index)
    lists.add_lead(found, found.pending, index)
    return found


def _carry(found: Clauses) -> tuple[int, ...]:
    """Return the entries that a cue at the start of the next block may belong to, last sentence first."""
    if not found.entries:
        return ()
    last = max(entry.sentence for entry in found.entries)
    top = [e.id for e in top_entries(found) if e.sentence == last]
    below = [e.id for e in found.entries if e.group is not None][-6:]
    return (*reversed(top), *reversed(below)) or (found.entries[0].id,)


def _add_tables(
    document: Document, layouts: Sequence[Layout], numbers: Sequence[Number], of_block: dict[int, list[int]],
    entries: list[Entry], groups: list[Group],
) -> None:  # fmt: skip
    indexed = dict(enumerate(numbers))
    for grid, layout in zip(document.grids, layouts, strict=True):
        table = read_table(document, grid, layout, indexed, of_block, len(entries), len(groups))
        entries.extend(table.entries)
        groups.extend(table.groups)


def numbers_by_block(document: Document, numbers: Sequence[Number]) -> dict[int, list[int]]:
    """Return the indices of the numbers in each block."""
    starts = [number.span.start for number in numbers]
    found: dict[int, list[int]] = {}
    for index, block in enumerate(document.blocks):
        left = bisect_left(starts, block.span.start)
        right = bisect_left(starts, block.span.end)
        if left < right:
            found[index] = list(range(left, right))
    return found
