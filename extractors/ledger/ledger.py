"""The whole ledger of a document: clauses of every block, bullets under their lead-ins, tables."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.document import Document
from extractors.grids import Layout
from extractors.ledger.clauses import Clauses, read_block
from extractors.ledger.entries import Entry, Group, Ledger
from extractors.ledger.frames import BlockText
from extractors.ledger.lists import Lead, Lists, item_mark, lead_entries, top_entries, without_cue
from extractors.ledger.sheet import Sheet
from extractors.ledger.tables import read_table
from extractors.numbers.number import Number
from extractors.sections import Section
from extractors.vietnamese import SENTENCE_AFTER_DOTS, fold


def read_ledger(
    document: Document, sections: Sequence[Section], layouts: Sequence[Layout], numbers: Sequence[Number]
) -> Ledger:
    """Return the ledger of a document."""
    of_block = _numbers_by_block(document, numbers)
    reader = _Reader({section.block: section.style for section in sections})
    prose = frozenset(index for layout in layouts for index in layout.prose)
    for index, block in enumerate(document.blocks):
        if block.kind != "cell" or index in prose:
            folded = _with_stops(document.quote(block.span))
            reader.read(BlockText(folded, index, block.span.start, of_block.get(index, {})))
    entries, groups = reader.entries, reader.filled_groups()
    for grid, layout in zip(document.grids, layouts, strict=True):
        table = read_table(Sheet(document, grid, layout), of_block, len(entries), len(groups))
        entries.extend(table.entries)
        groups.extend(table.groups)
    return Ledger(tuple(entries), tuple(groups), reader.lists.item_lists())


def _with_stops(printed: str) -> str:
    """Return folded text with a full stop for the last dots of a list behind which a sentence begins ("… Qua đó")."""
    folded = fold(printed)
    for found in SENTENCE_AFTER_DOTS.finditer(printed) if "…" in printed else ():
        folded = f"{folded[: found.end() - 1]}.{folded[found.end() :]}"
    return folded


class _Reader:
    """Reads the blocks of running text one after the other.

    `styles` gives the style of the headings by block; `carry` are the entries that a cue at the start of the
    next block may belong to.
    """

    def __init__(self, styles: Mapping[int, str]) -> None:
        self.styles = styles
        self.entries: list[Entry] = []
        self.groups: list[Group] = []
        self.lists = Lists()
        self.carry: tuple[int, ...] = ()

    def read(self, source: BlockText) -> None:
        """Add the entries and groups of a block."""
        style = self.styles.get(source.block)
        heading = style not in (None, "low") and all(n.role != "measure" for n in source.numbers.values())
        bare = without_cue(source.folded)
        mark = item_mark(bare) if style in (None, "low") else None
        lead = self.lists.parents(mark)
        if mark is not None and lead is not None and lead.takes_items:
            source = replace(source, folded=bare)
        before = self._before(lead, heading=heading)
        found = read_block(source, len(self.entries), len(self.groups), before)
        if heading:
            found = replace(found, groups=tuple(replace(g, openness="hinted") for g in found.groups))
        found = self._hung(found, source, mark, lead)
        self.entries.extend(found.entries)
        # a short line without numbers does not part a cue from what it divides
        self.carry = _carry(found) or (self.carry if not source.numbers and len(source.folded) < 60 else ())

    def _before(self, lead: Lead | None, *, heading: bool) -> tuple[int, ...]:
        """Return the entries that a cue at the start of a block may belong to."""
        if lead is not None and (above := lead_entries(lead.clauses)):
            return above
        if heading:
            return tuple(e.id for e in reversed(self.entries[-24:]) if e.group is None)
        return self.carry

    def _hung(self, found: Clauses, source: BlockText, mark: str | None, lead: Lead | None) -> Clauses:
        """Add a block's groups and hang it on the lead-in above where it is a list item."""
        self.groups.extend(found.groups)
        if lead is not None and lead.takes_items:
            found, made = self.lists.hang(lead, found, len(self.groups), source)
            if made is not None:
                self.groups.append(made)
        if lead is not None and mark is not None:
            self.lists.note_item(lead, mark, source.block)
        self.lists.add_lead(found, found.pending, source.block)
        return found

    def filled_groups(self) -> list[Group]:
        """Return the groups with the list items that hang on them."""
        filled = self.lists.filled
        return [replace(g, entries=(*g.entries, *filled[g.id])) if g.id in filled else g for g in self.groups]


def _carry(found: Clauses) -> tuple[int, ...]:
    """Return the entries that a cue at the start of the next block may belong to, last sentence first."""
    if not found.entries:
        return ()
    last = max(entry.sentence for entry in found.entries)
    top = [e.id for e in top_entries(found) if e.sentence == last]
    below = [e.id for e in found.entries if e.group is not None][-6:]
    return (*reversed(top), *reversed(below)) or (found.entries[0].id,)


def _numbers_by_block(document: Document, numbers: Sequence[Number]) -> dict[int, dict[int, Number]]:
    """Return the numbers in each block by their index."""
    starts = [number.span.start for number in numbers]
    found: dict[int, dict[int, Number]] = {}
    for index, block in enumerate(document.blocks):
        left = bisect_left(starts, block.span.start)
        right = bisect_left(starts, block.span.end)
        if left < right:
            found[index] = {i: numbers[i] for i in range(left, right)}
    return found
