"""A block to entries: one pass over its marks with a stack of frames, no backtracking.

flow := sentence+ ; sentence := item ((";" | "," | "và") item)* ;
item := words NUM unit parallel* share? group* ; group := CUE list | "(" CUE? list ")" | ":" list.
Tightest first: "/" parallel, apposition, share, "(", "và" and ",", CUE, ";", ".".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractors.document import Span
from extractors.ledger.entries import Entry, Group, GroupKind, Openness, Quantity
from extractors.ledger.tokens import Token, cue_kind
from extractors.numbers.number import Number

_SHARE = re.compile(
    r"[\s,(=:\"]*(?:(?:và|cũng|đều|mới|chỉ|đã|được|hoàn thành|đạt|chiếm|bằng|tỷ lệ|tỉ lệ|tỷ trọng|cơ cấu|tương ứng|tương đương|là|với|khoảng|gần|trên|hơn|ước|xấp xỉ|=)[\s:,=]*)*$"
)
_PREDICATE = re.compile(
    r"(?:và\s+|cũng\s+)?(?:đã|đạt|được|tăng|giảm|vượt|chiếm|bằng|hiện (?:có|nay|còn)|chưa|còn nợ|so với|trả lời|(?:bình quân|trung bình) (?:mỗi|đạt|là|một|chung))(?!\w)"
)
_ASIDE = re.compile(r"(?:so với|so cùng|cùng kỳ|năm trước|năm ngoái|kế hoạch|dự toán|chỉ tiêu|đầu năm|(?:tháng|quý|năm|kỳ)\s+(?:\d+(?:/\d+)?|[ivx]+|trước))[^,;\d]*$")
#: leads that open a partition of what the sentence before has counted
_PARTITION = re.compile(r"(?:phân loại|về|phân theo|phân ra|chia theo|chia ra|theo|xét theo|các khoản|cơ cấu|bao gồm|gồm|(?:kết quả(?: xử lý| phân loại)?|trong đó)\s*$)(?!\w)")
_LABEL_GAP = re.compile(r"\s*(?:[^\W\d_]+\s+){0,3}$")
_JOIN = re.compile(r"\s*(?:với|về|/)\s*$")


@dataclass(slots=True)
class _Frame:
    """An open group: what was read of it, and what to go back to when it closes."""

    kind: GroupKind | None
    group: int | None
    entries: list[int] = field(default_factory=list)
    commas: int = 0
    semicolons: int = 0
    outer: tuple[int, int, int | None, str, Span | None] | None = None
    aside: bool = False


@dataclass(slots=True)
class _Draft:
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
class Clauses:
    """What one block says: entries, groups, and the group left open at its end for the bullets below it."""

    entries: tuple[Entry, ...]
    groups: tuple[Group, ...]
    pending: int | None
    ends_with_colon: bool


class _Reader:
    """The state of one pass; each method handles one kind of mark."""

    def __init__(self, folded: str, block: int, offset: int, numbers: dict[int, Number],
                 first_entry: int, first_group: int, carry: tuple[int, ...]) -> None:  # fmt: skip
        self.text, self.block, self.offset, self.numbers = folded, block, offset, numbers
        self.first_entry, self.first_group = first_entry, first_group
        self.entries: list[Entry] = []
        self.drafts: list[_Draft] = []
        self.frames = [_Frame(None, None)]
        self.previous: tuple[int, ...] = carry
        self.item_start = 0
        self.quantity_end = 0
        self.last: int | None = None
        self.separator = ""
        self.lead: Span | None = None
        self.sentence = 0

    # -- entries -------------------------------------------------------------------------------------------

    def entry(self, index: int) -> Entry:
        return self.entries[index - self.first_entry]

    def replace(self, entry: Entry) -> None:
        self.entries[entry.id - self.first_entry] = entry

    def number(self, token: Token) -> None:
        """Add a quantity: parallel to the last, a share of it, or a new entry."""
        number = self.numbers[token.number]
        between = self.text[max(self.item_start, self.quantity_end) : token.start]
        if number.percent and self._share(token, between):
            return
        if self.last is not None and self.separator == "" and self._parallel(token, number, between):
            return
        start = max(self.item_start, self.quantity_end if self.separator == "" else 0)
        self._open_entry(token, start)

    def _share(self, token: Token, between: str) -> bool:
        target = self.last if self.separator in ("", ",") else None
        frame = self.frames[-1]
        if target is None and frame.kind == "bracket" and not (frame.entries or frame.aside) and self.last is None and frame.outer:
            target = frame.outer[2] if frame.outer[3] == "" else None
        if target is None or not _SHARE.match(between):
            return False
        entry = self.entry(target)
        quantity = entry.quantities[-1]
        if self.numbers[quantity.number].percent:
            return False
        grown = Quantity(quantity.number, quantity.before, quantity.after, (*quantity.shares, token.number))
        self._update(entry, (*entry.quantities[:-1], grown), token.end)
        self.quantity_end = token.end
        self.separator = "" if self.last is not None else self.separator
        return True

    def _parallel(self, token: Token, number: Number, between: str) -> bool:
        assert self.last is not None
        entry = self.entry(self.last)
        units = {self.numbers[q.number].unit for q in entry.quantities}
        joined = bool(_JOIN.match(between)) or (not between.strip() and self._inside_bracket())
        if not joined or number.percent or (number.unit in units and "/" not in between):
            return False
        span = self._span(token.start, token.start)
        self._update(entry, (*entry.quantities, Quantity(token.number, span, self._span(token.end, token.end))), token.end)
        self.quantity_end = token.end
        return True

    def _inside_bracket(self) -> bool:
        return any(frame.kind == "bracket" for frame in self.frames)

    def _update(self, entry: Entry, quantities: tuple[Quantity, ...], end: int) -> None:
        span = Span(entry.span.start, max(entry.span.end, self.offset + end))
        self.replace(
            Entry(entry.id, entry.block, span, entry.label, quantities, entry.lead, entry.separator,
                  entry.sentence, entry.predicate, entry.group, entry.path)
        )  # fmt: skip

    def _open_entry(self, token: Token, start: int) -> None:
        label = self._trim(start, token.start)
        words = self.text[label.start - self.offset : label.end - self.offset]
        quantity = Quantity(token.number, label, self._span(token.end, token.end))
        frame = self.frames[-1]
        index = self.first_entry + len(self.entries)
        predicate = bool(_PREDICATE.match(words)) and self.separator in ("", ",", "và") and bool(frame.entries)
        span = Span(label.start, self.offset + token.end)
        self.entries.append(
            Entry(index, self.block, span, label, (quantity,), self.lead, self.separator, self.sentence,
                  predicate, frame.group)
        )  # fmt: skip
        frame.entries.append(index)
        self.last, self.quantity_end, self.separator = index, token.end, ""
        self.item_start = token.end

    def _span(self, start: int, end: int) -> Span:
        return Span(self.offset + start, self.offset + end)

    def _trim(self, start: int, end: int) -> Span:
        part = self.text[start:end]
        left = len(part) - len(part.lstrip(" ,;:.-+*•\"("))
        right = len(part.rstrip(" :=(\""))
        return self._span(start + left, start + max(left, right))

    def close_words(self, at: int) -> None:
        """Give the last quantity the words that follow it up to a mark."""
        if self.last is None or self.separator:
            return
        entry = self.entry(self.last)
        quantity = entry.quantities[-1]
        if self.quantity_end < at and len(quantity.after) == 0:
            after = self._trim(self.quantity_end, at)
            grown = Quantity(quantity.number, quantity.before, after, quantity.shares)
            self._update(entry, (*entry.quantities[:-1], grown), at)

    # -- marks ---------------------------------------------------------------------------------------------

    def comma(self, token: Token, mark: str) -> None:
        if self.last is None or self.separator:
            return  # a comma inside a label
        self.frames[-1].commas += 1
        self.separator, self.item_start = mark, token.end

    def semicolon(self, token: Token) -> None:
        self._pop_at_semicolon()
        self.frames[-1].semicolons += 1
        if self.last is None and self.frames[-1].entries:
            self.last = self.frames[-1].entries[-1]
        self.separator, self.item_start, self.quantity_end = ";", token.end, token.end

    def _pop_at_semicolon(self) -> None:
        """Leave a cue list whose own parent is one of the items that semicolons separate."""
        while len(self.frames) > 1 and self.frames[-1].kind in ("cue", "colon"):
            frame, container = self.frames[-1], self.frames[-2]
            inner = bool(container.entries) and (container.semicolons > 0 or (container.kind is not None and bool(frame.entries)))
            by_commas = frame.commas > 0 and frame.semicolons == 0 and len(frame.entries) > 1 and container.kind is not None
            if not (inner or by_commas):
                return
            self.pop(self.item_start)

    def stop(self, token: Token) -> None:
        while len(self.frames) > 1 and self.frames[-1].kind != "bracket":
            self.pop(token.start)
        self.item_start = self.quantity_end = token.end
        if len(self.frames) > 1:
            self.separator = ";"
            return
        frame = self.frames[0]
        if frame.entries:
            self.previous = tuple(reversed(frame.entries))
        self.frames = [_Frame(None, None)]
        self.last, self.separator, self.lead = None, "", None
        self.sentence += 1

    def open_bracket(self, token: Token) -> None:
        since = self.text[max(self.item_start, self.quantity_end) : token.start]
        outer = (self.item_start, self.quantity_end, self.last, self.separator, self.lead)
        parents: tuple[int, ...] = ()
        aside = bool(_ASIDE.search(since))
        if not aside:
            if self.last is not None and self.separator == "":
                parents = (self.last, *self._earlier(self.last))
            elif not since.strip() and not self.frames[-1].entries:
                parents = self._reopened()
        self.push("bracket", "(", "closed", token.start, parents, outer)
        self.frames[-1].aside = aside

    def _earlier(self, last: int) -> tuple[int, ...]:
        """Return further entries that what follows may belong to: the parents of the groups it stands in."""
        found: list[int] = []
        for frame in reversed(self.frames):
            found += [entry for entry in reversed(frame.entries) if entry != last]
            if frame.group is not None:
                found += [p for p in self.drafts[frame.group - self.first_group].parents[:1] if p not in found]
        return tuple(dict.fromkeys(found))

    def _reopened(self) -> tuple[int, ...]:
        """Return the entries of the sentence before, last first, then what they stand under."""
        deeper = [e.id for e in reversed(self.entries) if e.sentence == self.sentence - 1 and e.group is not None]
        return tuple(dict.fromkeys([*deeper[:1], *self.previous, *deeper[1:4]]))

    def close_bracket(self, token: Token) -> None:
        if not any(frame.kind == "bracket" for frame in self.frames):
            return
        while self.frames[-1].kind != "bracket":
            self.pop(token.start)
        outer, counted = self.frames[-1].outer, bool(self.frames[-1].entries)
        self.pop(token.end)
        self.item_start = self.quantity_end = token.end
        if outer:
            start, end, self.last, self.separator, self.lead = outer
            if not counted and (self.last is None or self.separator):
                self.item_start, self.quantity_end = start, end  # an aside inside a label

    def colon(self, token: Token, following: Token | None) -> None:
        if self.last is not None and self.separator == "":
            if self.frames[-1].kind == "cue" and not self.frames[-1].entries:
                self.item_start = token.end
                return
            self.push("colon", ":", "listed", token.start, (self.last, *self._earlier(self.last)), None)
            self.item_start = token.end
            return
        if self.frames[-1].kind == "cue" and not self.frames[-1].entries and self.last is None:
            words = self.text[self.item_start : token.start].strip(" ,")
            if not words:
                self.item_start = token.end
                return
        gap = self.text[token.end : following.start] if following and following.kind == "num" else None
        if gap is not None and _LABEL_GAP.fullmatch(gap):
            return  # "thư xin lỗi: 8"
        lead = self._trim(self.item_start, token.start)
        self.lead = lead if len(lead) else self.lead
        words = self.text[self.item_start : token.start].strip(" ,;-")
        said = self.last is not None or (self.sentence > 0 and bool(self.previous))
        if not said and self.previous and self.sentence == 0 and self.frames[-1].kind is None and _PARTITION.match(words):
            self.push("colon", ":", "hinted", token.start, self.previous, None)
        elif said and _PARTITION.match(words) and self.frames[-1].kind is None:
            parents = (self.last, *self._earlier(self.last)) if self.last is not None else self._reopened()
            self.push("colon", ":", "listed", token.start, parents, None)
        self.item_start = token.end

    def cue(self, token: Token) -> None:
        frame = self.frames[-1]
        if frame.kind == "cue" and not frame.entries:
            self.item_start = token.end
            return
        if self.last is not None:
            parents = (self.last, *self._earlier(self.last))
        elif frame.kind == "bracket" and frame.outer and not frame.entries:
            draft = self.drafts[frame.group - self.first_group] if frame.group is not None else None
            if draft is not None:
                draft.cue, draft.openness = token.word, cue_kind(token.word)  # type: ignore[assignment]  # table values
            self.item_start = token.end
            return
        else:
            parents = tuple(reversed(frame.entries)) or self._reopened()
        if not parents:
            return  # "Ban chỉ đạo gồm 15 thành viên": nothing was counted that it could divide
        openness: Openness = cue_kind(token.word)  # type: ignore[assignment]  # the table is checked by its test
        words = self._trim(self.item_start, token.start)
        self.push("cue", token.word, openness, token.start, parents, None)
        if self.frames[-2].kind is None and not self.frames[-2].entries and len(words) > 5:
            self.drafts[-1].named = words
        self.item_start = token.end

    # -- frames --------------------------------------------------------------------------------------------

    def push(self, kind: GroupKind, cue: str, openness: Openness, start: int, parents: tuple[int, ...],
             outer: tuple[int, int, int | None, str, Span | None] | None) -> None:  # fmt: skip
        index = self.first_group + len(self.drafts)
        self.drafts.append(_Draft(index, kind, cue, openness, self.offset + start, parents))
        self.frames.append(_Frame(kind, index, outer=outer))
        self.last, self.separator = None, ""
        if kind == "bracket":
            self.item_start = self.quantity_end = start + 1
            self.lead = None

    def pop(self, at: int) -> None:
        frame = self.frames.pop()
        if frame.group is not None:
            draft = self.drafts[frame.group - self.first_group]
            draft.entries, draft.end = frame.entries, self.offset + at
        self.last = self.frames[-1].entries[-1] if self.frames[-1].entries else None

    def finish(self, end: int) -> Clauses:
        top = self.frames[-1]
        pending = top.group if top.group is not None and not top.entries and top.kind in ("cue", "colon") else None
        while len(self.frames) > 1:
            self.pop(end)
        groups = tuple(
            Group(d.id, d.kind, d.cue, d.openness, Span(d.start, d.end), tuple(d.entries), d.parents, self.block, d.named)
            for d in self.drafts
        )
        return Clauses(tuple(self.entries), groups, pending, self.text.rstrip(" *\"").endswith(":"))


def read_block(
    folded: str, block: int, offset: int, numbers: dict[int, Number], marks: list[Token],
    first_entry: int, first_group: int, carry: tuple[int, ...],
) -> Clauses:  # fmt: skip
    """Return the entries and groups of one block.

    `carry` are the entries of the block before, last first, that a cue at the start may belong to.
    """
    reader = _Reader(folded, block, offset, numbers, first_entry, first_group, carry)
    for at, token in enumerate(marks):
        if token.kind == "," and not _number_ahead(marks, at):
            continue  # a comma between words of one label
        if token.kind != "num":
            reader.close_words(token.start)
        following = marks[at + 1] if at + 1 < len(marks) else None
        match token.kind:
            case "num":
                reader.number(token)
            case "," | "and":
                reader.comma(token, "," if token.kind == "," else "và")
            case ";":
                reader.semicolon(token)
            case ".":
                reader.stop(token)
            case "(":
                reader.open_bracket(token)
            case ")":
                reader.close_bracket(token)
            case ":":
                reader.colon(token, following)
            case "cue":
                reader.cue(token)
    reader.close_words(len(folded))
    return reader.finish(len(folded))


def _number_ahead(marks: list[Token], at: int) -> bool:
    """Whether a number follows a comma before anything stronger."""
    for token in marks[at + 1 :]:
        if token.kind == "num":
            return True
        if token.kind != ",":
            return token.kind in ("and", "cue")
    return False
