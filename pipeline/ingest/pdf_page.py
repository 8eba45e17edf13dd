"""A PDF page as PDFium reads it: lines of words with their places, and whether lines are ruled on it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import pypdfium2 as pdfium

from extractors.document import Turn, Word
from extractors.plain.paragraphs import composed
from extractors.slots import fills_slots
from pipeline.ingest.old_letters import letter_lengths
from pipeline.ingest.old_text import encoding_of, is_suspect, mended_print
from pipeline.ingest.pdf_drawn import drawn, pictured
from pipeline.ingest.pdf_signs import Edges, Signs, frame_of, upright

#: figures apart from the words around them, so that each has its own box
_WORD = re.compile(r"\d[\d.,/]*\d|\d|[^\s\d]+")
_LINE = re.compile(r"[^\r\n\ufffe]+\ufffe?")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
#: PDFium's sign for a hyphen at the end of a line, which it joins with the next
_LINE_HYPHEN = "\ufffe"
_UNSAFE = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\uffff]")
#: of a line's type: what a note mark is smaller than, and what a gap between columns is wider than
_SMALL, _GAP = 0.85, 2.2
#: of a line's type: what a blank is wider than
_BLANK = 0.1
#: of a line's type: how far letters reach above and below the line they stand on
_ABOVE, _BELOW = 0.92, 0.25


@fills_slots
@dataclass(frozen=True, slots=True)
class Line:
    """A piece of printed line without wide gaps: NFC text, words; in points, base line from the top and type."""

    page: int
    text: str
    words: tuple[Word, ...]
    base: float
    size: float

    @property
    def left(self) -> float:
        """The left edge of the first word."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """The right edge of the last word."""
        return self.words[-1].right

    @property
    def top(self) -> float:
        """The upper edge of its letters."""
        return self.base - _ABOVE * self.size

    @property
    def bottom(self) -> float:
        """The lower edge of its letters."""
        return self.base + _BELOW * self.size

    @property
    def middle(self) -> float:
        """Half way between its edges."""
        base, size = self.base, self.size
        return ((base - _ABOVE * size) + (base + _BELOW * size)) / 2


@dataclass(frozen=True, slots=True)
class Page:
    """A page from 1, its size in points, its lines as drawn, and how many upright rules and pictures are on it.

    `turn` says how it was turned to be read where its text runs up, down or upside down; all else is as turned.
    `covered` is the share of the page that its largest picture takes, `dots` the most that one of them has.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    uprights: int
    pictures: int
    turn: Turn | None = None
    #: the encoding of before Unicode that its letters were in
    encoding: str | None = None
    covered: float = 0.0
    dots: int = 0


def read_page(document: pdfium.PdfDocument, index: int) -> Page:
    """Return a page by its index from 0; raises pypdfium2.PdfiumError where it cannot be loaded."""
    page = document[index]
    text = page.get_textpage()
    try:
        quarters = upright(page, text)
        printed = text.get_text_range()
        signs = Signs(text, frame_of(page), shifted=text.count_chars() != len(printed))
        old = encoding_of(printed.splitlines()) if is_suspect(printed) else None
        lines = tuple(_lines(printed, signs, index + 1, old))
        width, height = page.get_size()
        uprights, pictures = drawn(page)
        covered, dots = pictured(page, width * height) if pictures else (0.0, 0)
        turn = Turn(quarters, width, height) if quarters else None
        return Page(index + 1, width, height, lines, uprights, pictures, turn, old, covered, dots)
    finally:
        text.close()
        page.close()


def _lines(printed: str, signs: Signs, page: int, old: str | None) -> Iterator[Line]:
    readable = _UNSAFE.sub("\ufffd", printed.replace("\xa0", " "))
    for match in _LINE.finditer(readable):
        if not match.group().isspace():
            yield from _pieces(match.group(), match.start(), signs, page, old)


#: a word: its characters in the text of its line, its first and last on the page, and the boxes of these
_Found = tuple[int, int, int, int, Edges, Edges]


def _pieces(raw: str, start: int, signs: Signs, page: int, old: str | None) -> Iterator[Line]:
    """Cut a line as PDFium gives it at wide gaps and at jumps to another line of print.

    `old` is the encoding of before Unicode that the page is in.
    """
    text = raw.replace(_LINE_HYPHEN, "-")
    text, offsets = _letters(text, old)
    box = signs.box
    run: list[_Found] = []
    for match in _WORD.finditer(text):
        begin, end = match.span()
        first, last = (offsets[begin], offsets[end - 1]) if offsets else (begin, end - 1)
        head = box(start + first)
        tail = box(start + last) if last > first else head
        if run and _apart(*run[-1][4:], head):
            yield _line(text, run, signs, page)
            run = []
        run.append((begin, end, start + first, start + last, head, tail))
    if run:
        yield _line(text, run, signs, page)


def _letters(text: str, old: str | None) -> tuple[str, tuple[int, ...] | None]:
    """A line in Unicode and where each of its letters stands in it, None for their own places."""
    after = mended_print(text, old) if old else text
    if after != text:
        return after, tuple(accumulate(letter_lengths(text, old or ""), initial=0))
    return (text, None) if unicodedata.is_normalized("NFC", text) else composed(text)


def _apart(head: Edges, tail: Edges, after: Edges) -> bool:
    """Whether a word that begins with a box does not stand on one line behind another, of which both ends are given."""
    left, top, _, bottom = after
    first_left, first_top, _, first_bottom = head
    height = bottom - top
    back = left < first_left - height
    # edges are summed up, not halved: twice the distance of the middles
    return left - tail[2] > _GAP * height or back or abs(top + bottom - first_top - first_bottom) > 1.6 * height


def _line(text: str, run: Sequence[_Found], signs: Signs, page: int) -> Line:
    """Make a line of words; figures that stand raised become note marks."""
    height, size, place = _type(run, signs)
    printed: list[str] = []
    words: list[Word] = []
    at, end, right = 0, run[0][0], run[0][4][0]
    wide, low = _BLANK * size, _SMALL * height
    for begin, stop, first, last, (left, *_), tail in run:
        # PDFium puts blanks between letters of unlike fonts, too
        if left - right > wide:
            printed.append(text[end:begin])
            at += begin - end
        shown = text[begin:stop]
        # a font that stands in for another is of another height, so the type itself must be smaller
        if tail[3] - tail[1] < low and shown[0].isdigit() and signs.size(last) < _SMALL * size:
            shown = _raised(shown, whole=signs.size(first) < _SMALL * size)
        end, right = stop, tail[2]
        printed.append(shown)
        words.append(Word(at, at + stop - begin, left, max(left, right)))
        at += stop - begin
    return Line(page, "".join(printed), tuple(words), signs.base(place), size)


def _type(run: Sequence[_Found], signs: Signs) -> tuple[float, float, int]:
    """Return the height and the size of the type of words, and a character that is set in it."""
    heights = [head[3] - head[1] for _, _, _, _, head, _ in run]
    tallest = max(heights)
    place = run[heights.index(tallest)][2]
    return tallest, signs.size(place), place


def _raised(figure: str, *, whole: bool) -> str:
    """Write a note mark as raised digits: the whole figure, or its last digit where the first is of full height."""
    return figure.translate(RAISED) if whole else figure[:-1] + figure[-1].translate(RAISED)


def cut(line: Line, first: int, last: int) -> Line:
    """Return the part of a line from one of its words to another, both taken."""
    words = line.words[first : last + 1]
    start = words[0].start
    moved = tuple(replace(w, start=w.start - start, end=w.end - start) for w in words)
    return replace(line, text=line.text[start : words[-1].end], words=moved)


def beside(line: Line, after: Line) -> Line:
    """Return two lines that stand beside each other as one, with three blanks for a wide gap."""
    gap = after.left - line.right
    blank = "" if gap <= _BLANK * line.size else " " if gap < line.size else "   "
    shift = len(line.text) + len(blank)
    moved = tuple(replace(w, start=w.start + shift, end=w.end + shift) for w in after.words)
    higher = line if line.size >= after.size else after
    return replace(higher, text=line.text + blank + after.text, words=(*line.words, *moved))


def with_mark(line: Line) -> Line:
    """Return a footnote's first line with its number written as a note mark."""
    end = line.words[0].end
    return replace(line, text=line.text[:end].translate(RAISED) + line.text[end:])
