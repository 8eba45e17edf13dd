"""A report changed in places: the new text, and where what stood in the old one stands now."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Any, Self

#: an offset in the text before and after what is replaced, and what stands there instead
Edit = tuple[int, int, str]
#: two stretches, the first before the second, that change places
Exchange = tuple[tuple[int, int], tuple[int, int]]
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marked:
    """A number of the gold: offsets of its text, its role and, for quantities, value and unit."""

    start: int
    end: int
    text: str
    role: str
    value: Decimal | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Original:
    """A report with what its gold marks: numbers, headings (offsets of their titles), names of its head."""

    text: str
    numbers: tuple[Marked, ...]
    titles: tuple[tuple[int, int], ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, text: str, gold: Mapping[str, Any]) -> Self:
        """Return a report with its gold, which counts lines from 1 and columns from 0."""
        starts = line_starts(text)
        numbers = tuple(_marked(starts, one) for one in gold["numbers"])
        titles = tuple(found for one in gold["sections"] if (found := _title(text, starts, one)))
        head = gold["metadata"]
        return cls(text, numbers, titles, tuple(filter(None, (head.get("unit"), *(head.get("parents") or ())))))

    @property
    def measures(self) -> tuple[Marked, ...]:
        """The quantities."""
        return tuple(number for number in self.numbers if number.role == "measure")


def line_starts(text: str) -> list[int]:
    """Return the offset of each line, split at line feeds only.

    >>> line_starts("a\\nbc\\n")
    [0, 2, 5]
    """
    return list(accumulate((len(line) + 1 for line in text.split("\n")[:-1]), initial=0))


def _marked(starts: Sequence[int], one: Mapping[str, Any]) -> Marked:
    start, value = starts[one["line"] - 1] + one["col"], one.get("value")
    exact = None if value is None else Decimal(str(value))
    return Marked(start, start + len(one["text"]), one["text"], one["role"], exact, one.get("unit"))


def _title(text: str, starts: Sequence[int], section: Mapping[str, Any]) -> tuple[int, int] | None:
    """Return where the title of a heading stands as gold gives it; None where it is printed otherwise."""
    line = section.get("title_line") or section["line"]
    if line is None or not section["title"]:
        return None
    end = starts[line] if line < len(starts) else len(text)
    at = text.find(section["title"], starts[line - 1], end)
    return None if at < 0 else (at, at + len(section["title"]))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the old text, with the text that stands for it and where that begins in the new one."""

    start: int
    end: int
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Variant:
    """A changed report; `pieces` in the order of the old text, `changed` the stretches of it that are not as before."""

    text: str
    changed: tuple[tuple[int, int], ...]
    pieces: tuple[_Piece, ...]
    _starts: tuple[int, ...]
    _lines: tuple[int, ...]

    def offset(self, old: int) -> int:
        """Return where a character of the old text stands now; within what was replaced, as near as it goes."""
        piece = self.pieces[max(0, bisect_right(self._starts, old) - 1)]
        return piece.at + min(old - piece.start, len(piece.text))

    def place(self, old: int) -> Place:
        """Return line, from 1, and column, from 0, of where a character of the old text stands now."""
        now = self.offset(old)
        line = bisect_right(self._lines, now)
        return line, now - self._lines[line - 1]


def replaced(text: str, edits: Iterable[Edit]) -> Variant:
    """Return a text with stretches replaced; edits must not overlap.

    >>> made = replaced("08 hồ sơ; 12 đơn", [(0, 2, "8"), (8, 8, " ")])
    >>> made.text, made.place(10)
    ('8 hồ sơ ; 12 đơn', (1, 10))
    """
    rows: list[tuple[int, int, str]] = []
    at, changed = 0, []
    for start, end, new in sorted(edits):
        rows += [(at, start, text[at:start]), (start, end, new)]
        changed.append((start, end))
        at = end
    return _variant([*rows, (at, len(text), text[at:])], changed)


def exchanged(text: str, exchanges: Iterable[Exchange]) -> Variant:
    """Return a text with pairs of stretches exchanged; they must not overlap.

    >>> made = exchanged("a 1; b 22.", [((0, 3), (5, 9))])
    >>> made.text, made.place(2), made.place(7)
    ('b 22; a 1.', (1, 8), (1, 2))
    """
    order: list[tuple[int, int]] = []
    at, changed = 0, []
    for first, second in sorted(exchanges):
        order += [(at, first[0]), second, (first[1], second[0]), first]
        changed += [first, second]
        at = second[1]
    return _variant([(start, end, text[start:end]) for start, end in (*order, (at, len(text)))], changed)


def _variant(rows: Iterable[tuple[int, int, str]], changed: Sequence[tuple[int, int]]) -> Variant:
    rows = [row for row in rows if row[0] < row[1] or row[2]]
    text = "".join(new for _, _, new in rows)
    places = accumulate((len(new) for _, _, new in rows), initial=0)
    # what is only inserted stands for nothing in the old text
    pieces = sorted((_Piece(*row, at) for row, at in zip(rows, places, strict=False) if row[0] < row[1]), key=_start)
    assert all(one.end == other.start for one, other in pairwise(pieces))
    return Variant(text, tuple(changed), tuple(pieces), tuple(map(_start, pieces)), tuple(line_starts(text)))


def _start(piece: _Piece) -> int:
    return piece.start
