"""The lines of a paper's form: columns laid side by side taken apart, cells split at their paragraphs.

Head and foot are two columns in print. Extracted they come one after the other, line by line with a gap or a tab
between them, or as the cells of a table; what is sought in them is sought in these lines, whatever their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from extractors.document import Block, Document, Span
from extractors.vietnamese import LOWER, UPPER, fold

#: blocks that can belong to the head, and how long a block of it may be
HEAD_BLOCKS = 25
_LONGEST = 500
_GAP = re.compile(r"\t+|[ \u00a0]{2,}\t*[ \u00a0]*")
#: what goes on after a gap is the rest of a number ("Số:    /BC-UBND") or of a date ("ngày    tháng 6")
_REST = re.compile(
    r"/|[-–]\s?[A-ZĐ][A-Za-zĐđ]*/|[.…_]{2,}|(?:tháng|năm)\b|\d{1,2}[\s.…_]*tháng\b|20\d\d?\b|[\d.…_]*\s*[/-]\s*[A-ZĐ]"
)
_OPEN = re.compile(r"(?:^|\s)(?:Số\s*:?|ngày|tháng|năm)[\s\d.…_]*$", re.IGNORECASE)
_MOTTO = re.compile(
    r"cộng hòa xã hội chủ nghĩa việt nam|độc lập\s*-\s*tự do\s*-\s*hạnh phúc|đảng cộng sản việt nam(?!\s+\w)"
)
_NUMBER = re.compile(r"(?<!\w)S[ốỐ]\s*:?[\s.…_]*\d{0,5}[\s.…_]*[/-]+\s*[A-ZĐ][\wĐđ]*(?:\s?[-–/&]\s?[A-ZĐ][\wĐđ]*)*")
_DATED = re.compile(
    rf"(?<![\w-])(?:T[PpXx]\.\s?)?[{UPPER}][{LOWER}'’]*(?:\s[{UPPER}][{LOWER}'’]*)*\s*,?\s*ngày[\s\d.…_]*tháng"
)
_BULLET = re.compile(r"[-–+•*]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one column: its text with single blanks, where it stands, the block that it is of.

    `row` is common to the lines that were printed side by side, `column` counts them from 0.
    """

    text: str
    span: Span
    block: int
    row: tuple[int, int] = (0, 0)
    column: int = 0


def form_lines(document: Document) -> tuple[Line, ...]:
    """Return the lines of the columns of all blocks but notes and margins, in reading order."""
    return tuple(
        line
        for index, block in enumerate(document.blocks)
        if block.kind not in ("note", "margin")
        for line in _lines(document.quote(block.span), index, block)
    )


def _lines(raw: str, index: int, block: Block) -> Iterator[Line]:
    cuts = {0, len(raw)}
    if "  " in raw or "\t" in raw or "\u00a0" in raw:
        cuts.update(_gaps(raw))
    if block.origin.runs:
        cuts.update(_joints(raw, block))
    if index < HEAD_BLOCKS and len(raw) <= _LONGEST:
        cuts.update(_anchors(raw))
    cell = block.origin.cell
    row, first_column = ((cell.table, cell.row), cell.column) if cell else ((0, index), 0)
    ordered = sorted(cuts) if len(cuts) > 2 else (0, len(raw))
    for column, (start, end) in enumerate(pairwise(ordered), first_column):
        piece = raw[start:end]
        text = " ".join(piece.replace("*", " ").split())
        if text:
            first, last = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
            span = Span(block.span.start + first, block.span.start + last)
            yield Line(text, span, index, row, column)


def _gaps(raw: str) -> Iterator[int]:
    """Where another column begins after a gap."""
    for gap in _GAP.finditer(raw):
        before, after = raw[: gap.start()], raw[gap.end() :]
        bullet = _BULLET.fullmatch(before.strip())
        if before.strip() and after and not bullet and not (_REST.match(after) and _OPEN.search(before)):
            yield gap.end()


def _joints(raw: str, block: Block) -> Iterator[int]:
    """Where a paragraph of a cell ends: the blank there belongs to no run."""
    yield from (at + 1 for at, run in block.origin.runs if run < 0 and raw[at : at + 1] == " ")


def _anchors(raw: str) -> Iterator[int]:
    """Where a motto, a number or a date begins or ends in a line of the head that was run together."""
    for motto in _MOTTO.finditer(fold(raw)):
        yield from (motto.start(), motto.end())
    for number in _NUMBER.finditer(raw):
        if _in_form(raw[: number.start()]):
            yield number.start()
            if _DATED.match(raw, number.end() + 1):
                yield number.end()
    for dated in _DATED.finditer(raw):
        if _in_form(raw[: dated.start()]):
            yield dated.start()


def _in_form(before: str) -> bool:
    """Whether what stands before is capitals or the motto, no sentence that cites a paper."""
    plain = _MOTTO.sub(" ", fold(before)).strip(" *_-")
    return not plain or before[: -1 or None].strip(" *").isupper() or bool(_MOTTO.search(fold(before)))
