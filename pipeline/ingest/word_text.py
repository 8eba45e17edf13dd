"""Text of a Word paragraph or cell as it is gathered, and the block that it makes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from extractors.document import BlockKind, Cell, Origin
from pipeline.ingest.laid_out import Found
from pipeline.ingest.word_numbers import Label

#: run of text that Word shows and no run holds
NO_RUN = -1
#: anything that programs may take for the end of a line
_LINE_ENDS = str.maketrans(dict.fromkeys("\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))
#: ticks of Word's symbol fonts, which stand in forms; by the last two digits of their code
_TICKS = {"fc": "✓", "fe": "☑", "a8": "☐", "fb": "✗"}


@dataclass(slots=True)
class Gathered:
    """Pieces of text, each with its run counted from `first_run`; `later` stands aside until the block is made.

    `later` holds text boxes and inner tables with how many paragraphs and runs of the part come before them.
    """

    paragraph: int
    first_run: int
    pieces: list[tuple[str, int]] = field(default_factory=list)
    later: list[tuple[etree._Element, int, int]] = field(default_factory=list)
    marker: str = ""

    def add_label(self, label: Label) -> None:
        """Put Word's number before what follows."""
        if label.text:
            self.marker = self.marker or label.text
            self.pieces.append((f"{label.text} ", NO_RUN))


def symbol(code: str) -> str:
    """Return the sign of a w:sym by its code in hexadecimal digits, "" where its font alone knows it."""
    low = code.casefold()
    if low.startswith("f0"):
        return _TICKS.get(low[2:], "")
    number = int(low, 16) if low and len(low) <= 5 and all(digit in "0123456789abcdef" for digit in low) else 0
    return chr(number) if chr(number).isprintable() else ""


def found_block(gathered: Gathered, kind: BlockKind, part: str, cell: Cell | None = None) -> Found | None:
    """Return the block of gathered text; None where there is none but blanks and a bullet."""
    pieces = gathered.pieces
    if not pieces:
        return None
    raw = pieces[0][0] if len(pieces) == 1 else "".join([text for text, _ in pieces])
    raw = raw if raw.isprintable() else raw.translate(_LINE_ENDS)
    if raw.isspace() or not raw or raw.strip() == "-" == gathered.marker:
        return None
    composed = raw.isascii() or unicodedata.is_normalized("NFC", raw)
    text = (raw if composed else unicodedata.normalize("NFC", raw)).rstrip()
    marker = unicodedata.normalize("NFC", gathered.marker) if gathered.marker else ""
    starts = _starts(pieces) if len(pieces) > 1 else [(0, pieces[0][1])]
    if not composed:
        starts = [(len(unicodedata.normalize("NFC", raw[:at])), run) for at, run in starts]
    runs = tuple([one for one in starts if one[0] < len(text)])
    return Found(text, kind, marker if text.startswith(marker) else "", Origin(part, gathered.paragraph, runs, cell))


def _starts(pieces: Iterable[tuple[str, int]]) -> list[tuple[int, int]]:
    """Where each run starts; pieces of one run that follow each other are one."""
    starts: list[tuple[int, int]] = []
    at = 0
    for text, run in pieces:
        if not starts or starts[-1][1] != run:
            starts.append((at, run))
        at += len(text)
    return starts
