"""Entries, the quantities that they state, and the groups of entries that a cue opens below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from extractors.document import Span
from extractors.slots import fills_slots

GroupKind = Literal["cue", "bracket", "colon", "bullets", "row", "column"]
#: closed: lists everything; listed: expected to ("trong đó" with two parts); some: names some, which may overlap
#: ("trong đó có"); open: some; hinted: a heading only suggests it; unknown
Openness = Literal["closed", "listed", "open", "some", "unknown", "hinted"]


@fills_slots
@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in its entry: its own words before and after, and the percentages that hang on it.

    `number` and `shares` are indices into the numbers of the document.
    """

    number: int
    before: Span
    after: Span
    shares: tuple[int, ...] = ()


@fills_slots
@dataclass(frozen=True, slots=True)
class Entry:
    """A node of the ledger: a label with the quantities it states.

    `lead` is what introduces it in its sentence ("Kết quả:"); `separator` the mark before it; `predicate`
    says that it tells something of the entry before it ("đã giải quyết 105"); `group` is the group it
    stands in; `path` holds further label words (row and column heads of a table cell).
    """

    id: int
    block: int
    span: Span
    label: Span
    quantities: tuple[Quantity, ...]
    lead: Span | None = None
    separator: str = ""
    sentence: int = 0
    predicate: bool = False
    group: int | None = None
    path: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """What stands below an entry: the cue that opens it, its entries, and the entries it may belong to.

    `parents` are candidates, likeliest first; `span` is the text from cue to end; `named` the words that stand
    for the total where its sentence does not repeat the figure ("Thư chúc mừng gồm 61 thư … và 37 thư …").
    """

    id: int
    kind: GroupKind
    cue: str
    openness: Openness
    span: Span
    entries: tuple[int, ...]
    parents: tuple[int, ...]
    block: int
    named: Span | None = None


@dataclass(frozen=True, slots=True)
class ItemList:
    """The blocks listed under a lead-in with one kind of mark ("-", "1", "một")."""

    lead: int
    mark: str
    blocks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """All entries and groups of a document; `groups_of` gives the groups whose likeliest parent is an entry."""

    entries: tuple[Entry, ...]
    groups: tuple[Group, ...]
    lists: tuple[ItemList, ...] = ()
    _of_block: dict[int, list[Entry]] = field(default_factory=dict, repr=False, compare=False)
    _list_of: dict[int, ItemList] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for entry in self.entries:
            self._of_block.setdefault(entry.block, []).append(entry)
        for listed in self.lists:
            for block in listed.blocks:
                self._list_of.setdefault(block, listed)

    def entries_of(self, block: int) -> Sequence[Entry]:
        """Return the entries of a block in their order."""
        return self._of_block.get(block, ())

    def list_of(self, block: int) -> ItemList | None:
        """Return the first list that a block is an item of."""
        return self._list_of.get(block)

    def groups_of(self, entry: int) -> tuple[Group, ...]:
        """Return the groups that stand below an entry by their likeliest parent."""
        return tuple(group for group in self.groups if group.parents[:1] == (entry,))

    def parent_of(self, entry: Entry) -> Entry | None:
        """Return the likeliest parent of an entry."""
        if entry.group is None or not self.groups[entry.group].parents:
            return None
        return self.entries[self.groups[entry.group].parents[0]]
