"""Footnotes of a report: which mark in the text each one belongs to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.layout import Paragraph, Part, Table

#: anchors are characters of Unicode's private use area: the first note's and those after it
_FIRST = 0xE000
_ANCHOR = re.compile("([\ue000-\uf8ff])")
_MARK = re.compile("([^\\W\\d_⁰¹²³⁴-⁹]*)([⁰¹²³⁴-⁹]+)")
#: after these a raised figure makes a square or a cube
_METRES = frozenset(("m", "km", "hm", "dm", "cm", "mm"))
Anchor = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Anchored:
    """Parts in whose text an anchor stands for each mark that has a note, and these notes; the others stay parts."""

    parts: tuple[Part, ...]
    notes: tuple[Paragraph, ...]


def anchored(parts: Sequence[Part]) -> Anchored:
    """Return the parts with their notes tied to marks: a mark takes the first note of its number that is left.

    >>> made = anchored([Paragraph("64 m² nhà², 5 hộ²"), Paragraph("Kế hoạch", "note", "²")])
    >>> [part.text for part in made.parts], [note.text for note in made.notes]
    (['64 m² nhà\\ue000, 5 hộ²'], ['Kế hoạch'])
    """
    waiting = [part for part in parts if isinstance(part, Paragraph) and part.kind == "note"]
    notes: list[Paragraph] = []

    def anchor(number: str) -> str:
        note = next((one for one in waiting if one.number == number), None)
        if note is None:
            return number
        waiting.remove(note)
        notes.append(note)
        return chr(_FIRST + len(notes) - 1)

    tied = [_tied(part, anchor) for part in parts]
    left = {id(note) for note in waiting}
    return Anchored(tuple(part for part in tied if not _is_note(part) or id(part) in left), tuple(notes))


def pieces(text: str) -> list[str | int]:
    """Return a text taken apart at its anchors, each of which becomes the place of its note.

    >>> pieces("nhà\\ue000, hộ")
    ['nhà', 0, ', hộ']
    """
    return [ord(one) - _FIRST if _ANCHOR.fullmatch(one) else one for one in _ANCHOR.split(text) if one]


def _is_note(part: Part) -> bool:
    return isinstance(part, Paragraph) and part.kind == "note"


def _tied(part: Part, anchor: Anchor) -> Part:
    if isinstance(part, Table):
        rows = tuple(tuple(_tied_text(text, anchor) for text in row) for row in part.rows)
        return replace(part, rows=rows)
    return part if part.kind == "note" else replace(part, text=_tied_text(part.text, anchor))


def _tied_text(text: str, anchor: Anchor) -> str:
    def tie(found: re.Match[str]) -> str:
        return found[0] if found[1] in _METRES else found[1] + anchor(found[2])

    return _MARK.sub(tie, text)
