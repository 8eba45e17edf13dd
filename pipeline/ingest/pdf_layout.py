"""Reading order of a page: lines of print from top to bottom, columns one after the other, margins and notes apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.cues import seeker
from extractors.vietnamese import fold
from pipeline.ingest.pdf_page import Line, Page, beside, cut, with_mark

_PAGE_NUMBER = re.compile(r"\W*(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?\W*$", re.IGNORECASE)
_NOTE_MARK = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]?\s*\S")
#: ngày … tháng … năm …, Số: …
_TO_FILL = re.compile(r"(?<!\w)ngày[\s.…\d]*(?:tháng[\s.…\d]*(?:năm[\s.…]*)?)?$|^số:?[\s.…]*$")
#: what goes on after a blank that is to be filled in
_FILLED = re.compile(r"(?:tháng|năm)(?!\w)|\d|[/.…-]")
_MARK = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}")
_DIGITS = re.compile(r"\d+")
#: share of the page's height in which a running head or a page number may stand
_EDGE = 0.11
#: how the lines of the state's and the Party's motto open (Decree 30/2020, Annex I; Guide 36-HD/VPTW)
MOTTO = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT|Độc lập\s*[-–]")
_MOTTO_BESIDE = re.compile(rf"(?<=\S )\s*(?:{MOTTO.pattern})")
#: a footnote's type is smaller than the body's by this factor or more
_SMALLER = 0.93


@dataclass(frozen=True, slots=True)
class Sorted:
    """The lines of a page in reading order, its footnotes and its margins apart."""

    body: tuple[Line, ...]
    notes: tuple[Line, ...]
    margins: tuple[Line, ...]


def sort_pages(pages: Sequence[Page], rows: Sequence[list[list[Line]]], size: float) -> list[Sorted]:
    """Return the lines of each page sorted, of which the rows are given; `size` is that of the body's type."""
    repeated = _running_heads(pages, rows)
    return [_sorted(page, each, repeated, size) for page, each in zip(pages, rows, strict=True)]


def body_size(pages: Sequence[Page]) -> float:
    """Return the size of the type that most letters of the pages are printed in, 0 for no letters."""
    letters: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            letters[round(line.size, 1)] += len(line.text)
    return max(letters, key=lambda size: (letters[size], size), default=0.0)


def rows_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Group lines that stand beside each other, from top to bottom and left to right."""
    rows: list[list[Line]] = []
    for line in sorted(_parted(lines), key=lambda one: (one.middle, one.left)):
        if rows and _beside(rows[-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [list(_filled(sorted(row, key=lambda one: one.left))) for row in rows]


def _parted(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield lines, those cut in two that hold the motto of the State or the Party beside the name of a body.

    The two columns of a head may come as near as a blank (Decree 30/2020, Annex I; Guide 05-HD/VPTW).
    """
    seek = seeker(_MOTTO_BESIDE.pattern)
    for line in lines:
        motto = seek(line.text)
        if motto is None:
            yield line
            continue
        first = next((i for i, word in enumerate(line.words) if word.start >= motto.start()), 0)
        if first:
            yield cut(line, 0, first - 1)
        yield cut(line, first, len(line.words) - 1) if first else line


def _beside(row: list[Line], line: Line) -> bool:
    last = row[-1]
    if abs(last.middle - line.middle) >= 0.5 * min(last.size, line.size):
        return False
    left, right = line.left, line.right - 1
    return not any(one.left < right and left < one.right - 1 for one in row)


def _filled(row: list[Line]) -> Iterator[Line]:
    """Yield the lines of a row, those joined again that a note mark or a blank to be filled in by hand parts."""
    waiting = row[0]
    for line in row[1:]:
        near = line.left - waiting.right < line.size / 2 and not MOTTO.match(line.text)
        if near or (_TO_FILL.search(fold(waiting.text)) and _FILLED.match(fold(line.text))):
            waiting = beside(waiting, line)
        else:
            yield waiting
            waiting = line
    yield waiting


def _running_heads(pages: Sequence[Page], rows: Sequence[list[list[Line]]]) -> frozenset[str]:
    """Return what stands alike, but for its digits, at the edge of two pages or more."""
    seen: Counter[str] = Counter()
    for page, each in zip(pages, rows, strict=True):
        seen.update({_alike(row) for row in each if _at_edge(page, row)})
    return frozenset(text for text, count in seen.items() if count > 1)


def _alike(row: list[Line]) -> str:
    return _DIGITS.sub("0", " ".join(line.text for line in row))


def _at_edge(page: Page, row: list[Line]) -> bool:
    return row[0].bottom < page.height * _EDGE or row[0].top > page.height * (1 - _EDGE)


def _sorted(page: Page, rows: list[list[Line]], repeated: frozenset[str], size: float) -> Sorted:
    first, last = 0, len(rows)
    while first < last and _is_margin(page, rows[first], repeated):
        first += 1
    while last > first and _is_margin(page, rows[last - 1], repeated):
        last -= 1
    foot = _first_note(rows[first:last], size) + first
    body = tuple(_columns(rows[first:foot], page.width))
    marks = _marks_in(rows[first:foot])
    notes = tuple(_with_mark(line, marks) for row in rows[foot:last] for line in row)
    return Sorted(body, notes, tuple(line for row in (*rows[:first], *rows[last:]) for line in row))


def _is_margin(page: Page, row: list[Line], repeated: frozenset[str]) -> bool:
    if not _at_edge(page, row):
        return False
    return _alike(row) in repeated or (len(row) == 1 and bool(_PAGE_NUMBER.match(row[0].text)))


def _first_note(rows: list[list[Line]], size: float) -> int:
    """Return the row at which the footnotes begin: small type to the end of the page, opened by a raised mark."""
    at = len(rows)
    while at and all(line.size < _SMALLER * size for line in rows[at - 1]):
        at -= 1
    marks = _marks_in(rows[:at])
    while at < len(rows) and not _NOTE_MARK.match(_with_mark(rows[at][0], marks).text):
        at += 1
    return at


def _marks_in(rows: list[list[Line]]) -> frozenset[str]:
    """Return the numbers of the note marks in lines."""
    return frozenset(mark for row in rows for line in row for mark in _MARK.findall(line.text))


def _with_mark(line: Line, marks: frozenset[str]) -> Line:
    """Return a line of small type with its number as note mark where the text above has that mark."""
    raised = with_mark(line)
    number = _MARK.match(raised.text)
    return raised if number and number.group() in marks else line


def _columns(rows: list[list[Line]], width: float) -> Iterator[Line]:
    """Yield the lines of rows, those of a head or foot in two columns column by column."""
    at = 0
    while at < len(rows):
        end = _end_of_columns(rows, at, width) if len(rows[at]) == 2 else at
        block = rows[at:end]
        if sum(len(row) > 1 for row in block) < 2:
            yield from _alone(rows[at])
            at += 1
            continue
        gutter = _gutter(block)
        yield from (line for row in block for line in row if line.left < gutter)
        yield from (line for row in block for line in row if line.left >= gutter)
        at = end


def _alone(row: list[Line]) -> Iterator[Line]:
    """Yield the lines of a row by itself: what opens with a capital stands apart, the rest goes on."""
    waiting = row[0]
    for line in row[1:]:
        if line.text.lstrip("“\"'(")[:1].isupper():
            yield waiting
            waiting = line
        else:
            waiting = beside(waiting, line)
    yield waiting


def _gutter(rows: list[list[Line]]) -> float:
    """Return where the right column of rows begins."""
    return min(row[1].left for row in rows if len(row) > 1)


def _end_of_columns(rows: list[list[Line]], start: int, width: float) -> int:
    """Return the row after those that stand in two columns from `start` on."""
    left, right = rows[start]
    end = start
    for at in range(start, len(rows)):
        row = rows[at]
        if at > start and row[0].base - rows[at - 1][0].base > 7 * row[0].size:
            break
        if len(row) == 1 and not (_in_column(row[0], left, width) or _in_column(row[0], right, width)):
            break
        if len(row) > 2 or (
            len(row) == 2 and (row[0].right > right.left + width / 8 or row[1].left < left.right - width / 8)
        ):
            break
        end = at + 1
    while end > start and _crosses(rows[start:end]):
        end -= 1
    return end


def _in_column(line: Line, column: Line, width: float) -> bool:
    """Whether a line stands in a column: centred like it or flush with it, and not across the page's middle."""
    centred = abs((line.left + line.right) - (column.left + column.right)) < width / 20
    return centred or (abs(line.left - column.left) < 3 and line.right - line.left < width / 2)


def _crosses(rows: list[list[Line]]) -> bool:
    """Whether the last row reaches over both columns."""
    gutter = _gutter(rows)
    return len(rows[-1]) == 1 and rows[-1][0].left < gutter - 1 < rows[-1][0].right - 1
