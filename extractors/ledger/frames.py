"""What stands open while a block is read: frames of groups, the entries so far, where the next item begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from extractors.document import Span
from extractors.ledger.entries import Entry, GroupKind, Openness, Quantity
from extractors.numbers.number import Number
from extractors.slots import fills_slots


@fills_slots
@dataclass(frozen=True, slots=True)
class BlockText:
    """A block to read: its folded text, index, offset in the document, and the numbers in it by their index."""

    folded: str
    block: int
    offset: int
    numbers: Mapping[int, Number]


@dataclass(slots=True)
class Draft:
    """A group while it is being read."""

    id: int
    kind: GroupKind
    cue: str
    openness: Openness
    start: int
    parents: tuple[int, ...]
    entries: list[int] = field(default_factory=list)
    end: int = 0
    named: Span | None = None


@dataclass(frozen=True, slots=True)
class Outer:
    """What the text around a bracket had come to, to go on from when the bracket closes."""

    item_start: int
    quantity_end: int
    last: int | None
    separator: str
    lead: Span | None


@dataclass(slots=True)
class Frame:
    """An open group, or the sentence itself where `draft` is None: what was read of it so far.

    `outer` is set for brackets only; `aside` says that a bracket only adds a comparison or a plan, `apart` that a
    semicolon and a colon set a cue's list off ("…; cụ thể: …"), whose items semicolons may part as well.
    """

    draft: Draft | None = None
    entries: list[int] = field(default_factory=list)
    commas: int = 0
    semicolons: int = 0
    outer: Outer | None = None
    aside: bool = False
    apart: bool = False

    @property
    def kind(self) -> GroupKind | None:
        """The kind of the open group, None for the sentence itself."""
        return self.draft.kind if self.draft is not None else None

    @property
    def waits(self) -> bool:
        """Whether a cue was read and no item of it yet."""
        return self.kind == "cue" and not self.entries


class Scan:
    """One pass over a block: what was read, what stands open, and where the next item and its words begin.

    Offsets are of the block, spans of the document. `last` is the entry that a mark would follow, `separator`
    the mark read after it, `previous` the entries of the sentence before, last first; `passed` is where a bracket
    closes that was read as if it were none.
    """

    def __init__(self, source: BlockText, first_entry: int, first_group: int, carry: tuple[int, ...]) -> None:
        self.text, self.block, self.offset = source.folded, source.block, source.offset
        self.numbers = source.numbers
        self.first_entry, self.first_group = first_entry, first_group
        self.entries: list[Entry] = []
        self.drafts: list[Draft] = []
        self.frames = [Frame()]
        self.previous = carry
        self.item_start = 0
        self.quantity_end = 0
        self.last: int | None = None
        self.separator = ""
        self.lead: Span | None = None
        self.sentence = 0
        self.passed = -1

    def entry(self, index: int) -> Entry:
        """Return an entry of this block by its index in the document."""
        return self.entries[index - self.first_entry]

    def grow(self, entry: Entry, quantities: tuple[Quantity, ...], end: int) -> None:
        """Give an entry other quantities and let it reach to an offset at least."""
        span = Span(entry.span.start, max(entry.span.end, self.offset + end))
        # written out: a general copy takes three times as long, and most entries grow
        self.entries[entry.id - self.first_entry] = Entry(
            entry.id, entry.block, span, entry.label, quantities, entry.lead,
            entry.separator, entry.sentence, entry.predicate, entry.group, entry.path,
        )  # fmt: skip

    def span(self, start: int, end: int) -> Span:
        """Return offsets of the block as a span of the document."""
        return Span(self.offset + start, self.offset + end)

    def words(self, index: int) -> str:
        """Return the words that an entry of this block is told with before its figure."""
        label = self.entry(index).label
        return self.text[label.start - self.offset : label.end - self.offset]

    def trim(self, start: int, end: int) -> Span:
        """Return the words between two offsets without the marks around them."""
        part = self.text[start:end]
        left = len(part) - len(part.lstrip(' ,;:.-+*•"('))
        right = len(part.rstrip(' :=("'))
        return self.span(start + left, start + max(left, right))

    def inside_bracket(self) -> bool:
        """Whether a bracket stands open."""
        return any(frame.kind == "bracket" for frame in self.frames)

    def candidates(self, last: int) -> tuple[int, ...]:
        """Return the entries that what follows may belong to: the last, those before it, what they stand under."""
        found: list[int] = []
        for frame in reversed(self.frames):
            found += [entry for entry in reversed(frame.entries) if entry != last]
            if frame.draft is not None:
                found += [p for p in frame.draft.parents[:1] if p not in found]
        return (last, *dict.fromkeys(found))

    def reopened(self, *, whole: bool = False) -> tuple[int, ...]:
        """Return the entries of the sentence before, last first, then what they stand under; a `whole` before parts."""
        deeper = [e.id for e in reversed(self.entries) if e.sentence == self.sentence - 1 and e.group is not None]
        if not whole:
            return tuple(dict.fromkeys([*deeper[:1], *self.previous, *deeper[1:4]]))
        return tuple(dict.fromkeys([*(e for e in self.previous if not self._is_share(e)), *deeper[:4]]))

    def _is_share(self, index: int) -> bool:
        """Whether an entry of this block states a percentage first."""
        own = index >= self.first_entry
        return own and self.numbers[self.entry(index).quantities[0].number].percent

    def push(self, kind: GroupKind, cue: str, openness: Openness, start: int, parents: tuple[int, ...]) -> Draft:
        """Open a group at an offset and return it."""
        draft = Draft(self.first_group + len(self.drafts), kind, cue, openness, self.offset + start, parents)
        self.drafts.append(draft)
        self.frames.append(Frame(draft))
        self.last, self.separator = None, ""
        return draft

    def push_bracket(self, start: int, parents: tuple[int, ...], *, aside: bool) -> Draft:
        """Open a bracket at an offset, to come back to what stands around it, and return its group."""
        outer = Outer(self.item_start, self.quantity_end, self.last, self.separator, self.lead)
        draft = self.push("bracket", "(", "closed", start, parents)
        self.frames[-1].outer, self.frames[-1].aside = outer, aside
        self.item_start = self.quantity_end = start + 1
        self.lead = None
        return draft

    def pop(self, at: int) -> Frame:
        """Close the innermost group at an offset and return its frame."""
        frame = self.frames.pop()
        if frame.draft is not None:
            frame.draft.entries, frame.draft.end = frame.entries, self.offset + at
        self.last = self.frames[-1].entries[-1] if self.frames[-1].entries else None
        return frame
