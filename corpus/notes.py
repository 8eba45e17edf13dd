"""Footnotes of a report: which mark in the text each one belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.layout import Paragraph, Part, Table

#: anchors are characters of Unicode's private use area: the first note's and those after it
_FIRST = 0xE000
_ANCHOR = re.compile("([\ue000-\uf8ff])")
_MARK = re.compile("([^\\W\\d_⁰¹²³⁴-⁹]*)([⁰¹²³⁴-⁹]+)")
#: after these a raised figure makes a square or a cube
_METRES = frozenset(("m", "km", "hm", "dm", "cm", "mm"))


@dataclass(frozen=True, slots=True)
class Anchored:
    """Parts in whose text an anchor stands for each mark that has a note, and these notes; the others stay parts."""

    parts: tuple[Part, ...]
    notes: tuple[Paragraph, ...]


def anchored(parts: Sequence[Part]) -> Anchored:
    """Return the parts with their notes tied to marks: a mark takes the next note of its number.

    Where a number comes again, its next mark stands after the note before.

    >>> made = anchored([Paragraph("64 m² nhà², 5 hộ²"), Paragraph("Kế hoạch", "note", "²")])
    >>> [part.text for part in made.parts], [note.text for note in made.notes]
    (['64 m² nhà\\ue000, 5 hộ²'], ['Kế hoạch'])
    """
    tying = _Tying(parts)
    tied = [tying.part(at) for at in range(len(parts))]
    kept = tuple(part for at, part in enumerate(tied) if at not in tying.taken)
    return Anchored(kept, tuple(tying.taken.values()))


class _Tying:
    """The notes taken so far, by the place of their part, in the order of their marks."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        self.taken: dict[int, Paragraph] = {}

    def part(self, at: int) -> Part:
        """Return a part with anchors in its text."""
        part = self.parts[at]
        if isinstance(part, Table):
            rows = tuple(tuple(self._text(at, text) for text in row) for row in part.rows)
            return replace(part, rows=rows)
        return part if part.kind == "note" else replace(part, text=self._text(at, part.text))

    def _text(self, at: int, text: str) -> str:
        return _MARK.sub(lambda found: found[0] if found[1] in _METRES else found[1] + self._anchor(at, found[2]), text)

    def _anchor(self, here: int, number: str) -> str:
        """The anchor in place of a mark, or the mark where no note is left for it."""
        if any(note.number == number and at >= here for at, note in self.taken.items()):
            return number
        for at, note in enumerate(self.parts):
            if isinstance(note, Paragraph) and (note.kind, note.number) == ("note", number) and at not in self.taken:
                self.taken[at] = note
                return chr(_FIRST + len(self.taken) - 1)
        return number


def pieces(text: str) -> list[str | int]:
    """Return a text taken apart at its anchors, each of which becomes the place of its note.

    >>> pieces("nhà\\ue000, hộ")
    ['nhà', 0, ', hộ']
    """
    return [ord(one) - _FIRST if _ANCHOR.fullmatch(one) else one for one in _ANCHOR.split(text) if one]
