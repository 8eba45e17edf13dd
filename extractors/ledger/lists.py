"""Bullets under a lead-in: which blocks are items, how deep, and which group they fill."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractors.document import Span
from extractors.ledger.clauses import Clauses
from extractors.ledger.entries import Entry, Group, ItemList, Openness
from extractors.ledger.frames import BlockText
from extractors.slots import fills_slots

_MARK = re.compile(
    r"[\s*_]*(?P<mark>[-–•●▪+*]|\(?\d{1,2}[.)]|[a-zđ][.)]|(?:một|hai|ba|bốn|năm|sáu|bảy|tám) là,?)(?=\s|[^\W\d_])"
)
#: a cue before the mark of the first item that it opens ("Trong đó: + Rừng trồng: 46 ha")
_CUED = re.compile(r"[\s*_]*(?:trong đó|gồm|bao gồm|cụ thể)\s*:?\s*(?=[-–•●▪+*]\s)")


@fills_slots
@dataclass(frozen=True, slots=True)
class Lead:
    """A block that bullets may hang on: its clauses, depth, and the group that its end leaves open."""

    depth: int
    clauses: Clauses
    group: int | None
    block: int

    @property
    def takes_items(self) -> bool:
        """Whether the block counts something that the items below it may divide."""
        return self.group is not None or bool(self.clauses.entries)


def item_mark(folded: str) -> str | None:
    """Return the kind of list mark that opens a block ("-", "+", "1.", "a)"), None for running text.

    >>> item_mark("- thư xin lỗi: 8"), item_mark("+ cấp xã 3"), item_mark("Năm 2024")
    ('-', '+', None)
    """
    match = _MARK.match(folded)
    if match is None:
        return None
    mark = match["mark"]
    if mark.endswith(("là", "là,")):
        return "một"
    if mark[0] in "–•●▪*":
        return "-" if mark == "–" else mark[0]
    if any(c.isdigit() for c in mark):
        return "1"
    return "a" if mark[0].isalpha() and len(mark) == 2 else mark


def without_cue(folded: str) -> str:
    """Return a block with blanks for the cue that stands before the mark of its first item.

    >>> without_cue("trong đó: + rừng trồng: 46 ha").strip()
    '+ rừng trồng: 46 ha'
    """
    cued = _CUED.match(folded)
    return folded if cued is None else " " * cued.end() + folded[cued.end() :]


class Lists:
    """Follows the blocks of a document and hangs items on the lead-in above them.

    `filled` gives the entries hung on a group, `items` the blocks by lead-in and mark.
    """

    def __init__(self) -> None:
        self.leads: list[Lead] = []
        self.marks: list[str] = []
        self.filled: dict[int, list[int]] = {}
        self.items: dict[tuple[int, str], list[int]] = {}

    def parents(self, mark: str | None) -> Lead | None:
        """Return the lead-in that a block with a mark belongs to, forgetting deeper ones."""
        if mark is None:
            self.leads, self.marks = [], []
            return None
        if mark in self.marks:
            depth = self.marks.index(mark) + 1
            self.marks = self.marks[:depth]
        else:
            self.marks.append(mark)
            depth = len(self.marks)
        self.leads = [lead for lead in self.leads if lead.depth < depth]
        return self.leads[-1] if self.leads else None

    def add_lead(self, clauses: Clauses, group: int | None, block: int) -> None:
        """Remember a block as possible lead-in of the items after it."""
        self.leads.append(Lead(len(self.marks), clauses, group, block))

    def note_item(self, lead: Lead, mark: str, block: int) -> None:
        """Count a block as item of a lead-in."""
        self.items.setdefault((lead.block, mark), []).append(block)

    def item_lists(self) -> tuple[ItemList, ...]:
        """Return the lists that were noted."""
        return tuple(ItemList(lead, mark, tuple(blocks)) for (lead, mark), blocks in self.items.items())

    def hang(self, lead: Lead, clauses: Clauses, next_group: int, source: BlockText) -> tuple[Clauses, Group | None]:
        """Put the top entries of an item into the group below its lead-in.

        Returns the item's clauses with their group set and a new group where the lead-in had none yet.
        """
        made = _bullets(lead, next_group, source) if lead.group is None else None
        if made is not None:
            self.leads[self.leads.index(lead)] = replace(lead, group=next_group)
        index = next_group if lead.group is None else lead.group
        top = [entry.id for entry in clauses.entries if entry.group is None and entry.sentence == 0]
        self.filled.setdefault(index, []).extend(top)
        entries = tuple(replace(e, group=index) if e.id in top else e for e in clauses.entries)
        return replace(clauses, entries=entries), made


def _bullets(lead: Lead, index: int, first: BlockText) -> Group:
    """Return a group, still empty, for the items below a lead-in."""
    cued = not first.folded[:4].strip()  # the cue before the first item was blanked
    openness: Openness = "listed" if cued or lead.clauses.ends_with_colon else "unknown"
    span = Span(first.offset, first.offset + len(first.folded))
    return Group(index, "bullets", ":", openness, span, (), lead_entries(lead.clauses), first.block)


def lead_entries(clauses: Clauses) -> tuple[int, ...]:
    """Return the entries that a lead-in's items may belong to: those of its last sentence, last first."""
    if not clauses.entries:
        return ()
    last = max(entry.sentence for entry in clauses.entries)
    top = [e.id for e in clauses.entries if e.sentence == last and e.group is None and not e.predicate]
    rest = [e.id for e in clauses.entries if e.sentence == last and e.id not in top]
    return (*reversed(top), *reversed(rest))


def top_entries(clauses: Clauses) -> tuple[Entry, ...]:
    """Return the entries of a block that stand in no group."""
    return tuple(entry for entry in clauses.entries if entry.group is None)
