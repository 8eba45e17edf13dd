"""One role for every digit: claims in a fixed order, each taking its digits from those that follow.

Order (what looks most like itself goes first): numbers of headings and rows, addresses, phones and times,
dates, symbols of papers, slogans, digits named by a noun, periods, letters with digits, then quantities.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.document import Block, Document, Grid, Span
from extractors.grids import Layout
from extractors.grids.texts import is_figure, is_year
from extractors.lexicon import unit_at
from extractors.numbers import citations, dates, names
from extractors.numbers.designators import designators
from extractors.numbers.digits import Habits, habits
from extractors.numbers.glued import glued
from extractors.numbers.misread import misread
from extractors.numbers.number import Number
from extractors.numbers.quantities import printed_unit, quantities
from extractors.sections import Section
from extractors.slots import fills_slots
from extractors.vietnamese import fold

_ITEM_MARK = re.compile(r"[\s*_]*(?:[-+•]\s*)?(?:bước\s+|câu\s+)?\(?(?P<x>\d{1,2}(?:\.\d{1,2})*)[.)](?=\s|[^\W\d])")
_ROW_MARK = re.compile(r"\s*(?P<x>\d{1,2}(?:\.\d{1,2})*)[.)](?=\s|[^\W\d])")
_YEARS_HEAD = re.compile(r"(?<!\w)(?:năm(?! \d)|thời gian|thời điểm|ngày)(?!\w)")
#: "(3)", "(3)=(4)+(5)", "3=4+5" at the end of a column's head
_COLUMN_FORMULA = re.compile(
    r"(?<=\s)(?:\(\s*\d{1,2}\s*\)(?:\s*=[\d()+\-:/*x. ]+)?|[(\[]?\d{1,2}\s*=[\d()+\-:/*x. ]+[)\]]?)$"
)
_ANNEX_MARK = re.compile(r"[\s*_]*(?:biểu|bảng|phụ lục|mẫu)(?: số)?\s+(?P<x>\d{1,2})(?![\d/-])")
_LONE = re.compile(r"\s*[-–—]?\s*(?P<x>\d{1,3})\s*[-–—.]?\s*$")
#: links to the pages of a list
_PAGER = re.compile(r"(?<!\w)trang(?:\s+\d{1,3}){2,}(?=\s*(?:$|[»>…]))")
_NOTE_MARK = re.compile(r"\[(?P<x>\d{1,2})\]")
_LIST_MARK = re.compile(r"\((?P<x>\d{1,2})\)(?=\s*[^\W\d_])")
#: a cell that holds a figure and nothing else, none of the forms of years, phones and codes
_FIGURE_ALONE = re.compile(r"(?:[1-9]\d{0,2}(?:\.\d{3})+|\d{1,3})(?:,\d+)?")
_DIGIT, _DIGITS = re.compile(r"\d"), re.compile(r"\d+(?:[.,]\d+)*")
_EXPONENT = re.compile(r"(?<=m)(?<![^\W\d_]m)[23](?!\d|[.,]\d)|(?<=[ckd]m)[23](?!\d|[.,]\d)")


@fills_slots
@dataclass(frozen=True, slots=True)
class _Claim:
    """Digits that are no quantity, from the start of their block, and the role that a rule gives them."""

    start: int
    end: int
    role: str
    rule: str
    when: str | None = None


def read_numbers(document: Document, sections: Iterable[Section], layouts: Iterable[Layout]) -> tuple[Number, ...]:
    """Return every digit-bearing token of a document with its role, in reading order."""
    heading_digits = {section.block: section.digits for section in sections if section.digits}
    cells = _cell_roles(document, layouts)
    written = habits(document.text)
    found: list[Number] = []
    for index, block in enumerate(document.blocks):
        text = document.quote(block.span)
        if _DIGIT.search(text):
            cell = cells.get(index, "data" if block.kind == "cell" else None)
            numbers = _block(text, block, _heading(block, heading_digits.get(index)), cell, written)
            found.extend(_repeated(n) if block.kind == "margin" and n.role == "measure" else n for n in numbers)
    return tuple(found)


def _repeated(number: Number) -> Number:
    """Return a figure of a running head or a head that is repeated: no quantity of the text."""
    return replace(number, role="other", rule="running head")


def _heading(block: Block, digits: Span | None) -> list[_Claim]:
    """Return the claim of a heading's number on the digits of its block."""
    if digits is None:
        return []
    return [_Claim(digits.start - block.span.start, digits.end - block.span.start, "numbering", "heading")]


def _cell_roles(document: Document, layouts: Iterable[Layout]) -> dict[int, str]:
    """Return what table layout says of cells: row and column numbers, heads."""
    roles: dict[int, str] = {}
    for layout, grid in zip(layouts, document.grids, strict=True):
        texts = layout.texts
        for r, row in enumerate(grid.rows):
            for c, index in enumerate(row):
                if index < 0:
                    continue
                if role := _cell_role(grid, texts, layout, r, c):
                    roles[index] = role
    return roles


def _same_as_head(grid: Grid, layout: Layout, row: int) -> bool:
    """Whether a row beside the data repeats a storey of the head: as many cells in the same columns."""
    filled = [index >= 0 for index in grid.rows[row]]
    return sum(filled) > 1 and any([i >= 0 for i in grid.rows[r]] == filled for r in range(layout.head))


def _cell_role(grid: Grid, texts: Sequence[Sequence[str]], layout: Layout, row: int, column: int) -> str | None:
    """Return numbering, head, label, count or None for a cell."""
    if row in layout.skip:
        return "numbering"
    if row < layout.head or (row in layout.aside and _same_as_head(grid, layout, row)):
        return "head"
    if row in layout.aside:
        return None
    if column == layout.row_numbers and row not in layout.totals:
        return "numbering"
    if column in layout.labels[:1]:
        return "label"
    return "count" if _counts(texts, layout, row, column) else None


def _counts(texts: Sequence[Sequence[str]], layout: Layout, row: int, column: int) -> bool:
    """Whether what looks like a year is a figure, for others of its column are none."""
    if column in layout.labels or not is_year(texts[row][column]):
        return False
    if any(_YEARS_HEAD.search(line[column]) for line in texts[: layout.head]):
        return False
    figures = [text for line in texts[layout.head :] if is_figure(text := line[column])]
    return any(not is_year(text) and "/" not in text for text in figures)


def _block(text: str, block: Block, fixed: list[_Claim], cell: str | None, written: Habits) -> list[Number]:
    folded = fold(text)
    taken = bytearray(len(text))
    for exponent in _EXPONENT.finditer(folded) if "m2" in folded or "m3" in folded else ():
        taken[exponent.start()] = 1
    numbers: list[Number] = []
    offset = block.span.start
    for number in (*misread(text, folded), *glued(text, folded, written)):
        taken[number.span.start : number.span.end] = b"\1" * len(number.span)
        numbers.append(number.moved(offset))
    alone = cell in ("data", "count") and not fixed and _FIGURE_ALONE.fullmatch(text)
    for claim in () if alone else _claims(text, folded, fixed, cell):
        if taken.find(1, claim.start, claim.end) < 0:
            taken[claim.start : claim.end] = b"\1" * (claim.end - claim.start)
            numbers.append(_named(claim, offset))
    if cell == "head":
        numbers.extend(_rest(folded, taken, "table head", offset))
    numbers.extend(quantities(folded, 0, len(text), written, taken, offset))
    numbers.extend(_rest(folded, taken, "no reading", offset))
    return sorted(numbers, key=lambda n: n.span.start)


def _named(claim: _Claim, offset: int) -> Number:
    span = Span(offset + claim.start, offset + claim.end)
    return Number(span, claim.role, claim.rule, end=span.end, when=claim.when)  # type: ignore[arg-type]  # roles of our own tables


def _claims(text: str, folded: str, fixed: list[_Claim], cell: str | None) -> Iterator[_Claim]:
    end = len(text)
    yield from fixed
    if cell == "numbering":
        yield from (_Claim(m.start(), m.end(), "numbering", "row or column number") for m in re.finditer(r"\d+", text))
    yield from _marks(folded, cell)
    yield from _of(names.furniture, folded, end)
    papers = list(citations.find(text, folded, 0, end))
    yield from (_Claim(c.start, c.end, "citation", c.rule) for c in papers if c.rule != "year of a law")
    found = list(dates.find(folded, 0, end))
    yield from (_when(w) for w in found if w.role == "date" or w.rule in ("years from to", "month and year in words"))
    yield from (_Claim(c.start, c.end, "citation", c.rule) for c in papers if c.rule == "year of a law")
    yield from _of(names.slogans, folded, end)
    yield from _of(designators, folded, end)
    yield from (_when(w) for w in found if w.role == "period" and _is_period(folded, w, cell))
    yield from _of(names.letter_digits, folded, end)
    if cell is None:
        yield from (_Claim(n.start, n.end, n.role, n.rule) for n in names.proper_names(text, folded, 0, end))


def _of(find: Callable[[str, int, int], Iterator[names.Naming]], folded: str, end: int) -> Iterator[_Claim]:
    for naming in find(folded, 0, end):
        yield _Claim(naming.start, naming.end, naming.role, naming.rule)


def _when(when: dates.When) -> _Claim:
    return _Claim(when.start, when.end, when.role, when.rule, when.iso)


def _is_period(folded: str, when: dates.When, cell: str | None) -> bool:
    """Keep counts that look like years or spans out of the periods ("2022 hồ sơ", "3 ngày/tháng")."""
    if cell == "count":
        return False
    if when.rule == "further year":
        unit, _, _ = printed_unit(folded, when.end)
        before = folded[: when.start].rstrip()
        return cell == "head" or (unit in (None, "năm") and not before.endswith((":", "là", "đạt", "được", "có")))
    if when.rule == "year":
        after = when.end + len(folded[when.end :]) - len(folded[when.end :].lstrip(" "))
        word = unit_at(folded, after)
        return word is None or word.kind not in ("percent", "area", "money") or folded.startswith("tỷ lệ", after)
    return True


def _marks(folded: str, cell: str | None) -> Iterator[_Claim]:
    """Yield list, page and footnote numbers."""
    if cell == "label" and folded.isdigit() and not is_year(folded):
        yield _Claim(0, len(folded), "name", "name of a row")
    elif cell == "label" and (mark := _ROW_MARK.match(folded)):
        yield _Claim(mark.start("x"), mark.end("x"), "numbering", "row number")
    if cell == "head" and (stated := _COLUMN_FORMULA.search(folded)):
        digits = re.finditer(r"\d+", stated.group())
        yield from (
            _Claim(stated.start() + d.start(), stated.start() + d.end(), "numbering", "column number") for d in digits
        )
    if cell is None:
        if lone := _LONE.fullmatch(folded):
            yield _Claim(lone.start("x"), lone.end("x"), "numbering", "page number")
        for mark in filter(None, (_ITEM_MARK.match(folded), _ANNEX_MARK.match(folded))):
            yield _Claim(mark.start("x"), mark.end("x"), "numbering", "list number")
    for pager in _PAGER.finditer(folded) if "trang" in folded else ():
        pages = re.finditer(r"\d+", pager.group())
        yield from (
            _Claim(pager.start() + p.start(), pager.start() + p.end(), "numbering", "page number") for p in pages
        )
    for note in _NOTE_MARK.finditer(folded) if "[" in folded else ():
        yield _Claim(note.start("x"), note.end("x"), "numbering", "footnote mark")
    listed = list(_LIST_MARK.finditer(folded)) if "(" in folded else []
    if len(listed) > 1 and [int(m["x"]) for m in listed] == list(range(1, len(listed) + 1)):
        for mark in listed:
            yield _Claim(mark.start("x"), mark.end("x"), "numbering", "list mark")


def _rest(folded: str, taken: bytearray, rule: str, offset: int) -> list[Number]:
    """Return the digits that no claim took."""
    found = []
    for match in _DIGITS.finditer(folded):
        start, end = match.span()
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            found.append(_named(_Claim(start, end, "other", rule), offset))
    return found
