"""What a report is made of in print: paragraphs, headings, bullets, footnotes and tables, from its text lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, Literal

from corpus.marks import Marked


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a heading's printed number, an item's bullet and a footnote's mark are not part of the text.

    `spaced` says that a blank line stands above, which is a matter of looks and not of what is said.
    """

    text: str
    kind: Literal["paragraph", "heading", "item", "note"] = "paragraph"
    number: str = ""
    level: int = 0
    spaced: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of equally long rows, the first `head` of them its head."""

    rows: tuple[tuple[str, ...], ...]
    head: int


Part = Paragraph | Table
#: line of a heading to its depth and printed number
Headings = Mapping[int, tuple[int, str]]
_ENDS = (".", ";", ":", "!", "?", "…")
#: a footnote's text or the name of a picture stands between the halves of nothing
_APART = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹⁰]|.*\.\w{3,4}$")
_BULLET = "- "
_FIGURE = re.compile(r"[\d.,/%+*-]*\d[\d.,/%+*-]*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOTE = re.compile(r"([⁰¹²³⁴-⁹]+)\s*(\S.*)")


def marked_parts(marked: Marked) -> list[Part]:
    """Return the parts of a marked source."""
    headings = {section.line: (section.level, section.number or "") for section in marked.sections}
    digits = {number.line for number in marked.numbers}
    return parts(marked.lines, headings, marked.runs_on, digits)


def report_parts(lines: Sequence[str], sections: Iterable[Mapping[str, Any]]) -> list[Part]:
    """Return the parts of a report of which only the text and the sections of its gold are known."""
    headings = {int(section["line"]): (int(section["level"]), section["number"] or "") for section in sections}
    digits = {at for at, line in enumerate(lines, 1) if any(char.isdigit() for char in line)}
    return parts(lines, headings, split_lines(lines, headings.keys()), digits)


def split_lines(lines: Sequence[str], headings: Set[int]) -> frozenset[int]:
    """Return the lines whose sentence runs on after a page break: a blank line, then a lower-case letter."""
    found = set()
    for at in range(1, len(lines) - 1):
        line, blank, after = lines[at - 1].rstrip(), lines[at], lines[at + 1]
        apart = "\t" in line + after or line.endswith(_ENDS) or _APART.match(line)
        if line and not blank.strip() and after[:1].islower() and not apart and not {at, at + 2} & headings:
            found.add(at)
    return frozenset(found)


def parts(lines: Sequence[str], headings: Headings, runs_on: Set[int], digits: Set[int]) -> list[Part]:
    """Return the parts of text lines: headings by line, split sentences joined, tabbed lines as tables."""
    made: list[Part] = []
    at = 1
    while at <= len(lines):
        end = at
        if "\t" in lines[at - 1]:
            while end < len(lines) and "\t" in lines[end]:
                end += 1
            made.append(_table([line.split("\t") for line in lines[at - 1 : end]], range(at, end + 1), digits))
        elif lines[at - 1].strip():
            text, end, notes = _joined(lines, at, runs_on)
            spaced = at > 1 and not lines[at - 2].strip()
            made.append(_paragraph(text, headings.get(at), spaced))
            made += [_paragraph(note, None, spaced=False) for note in notes]
        at = end + 1
    return made


def _joined(lines: Sequence[str], at: int, runs_on: Set[int]) -> tuple[str, int, list[str]]:
    """The text of a line with what it runs on to, the last line taken, and the footnotes that stand between."""
    text, end = lines[at - 1].strip(), at
    notes: list[str] = []
    while end in runs_on:
        between, later = _after(lines, end)
        if later is None:
            break
        notes += between
        text, end = f"{text} {lines[later - 1].strip()}", later
    return text, end, notes


def _after(lines: Sequence[str], at: int) -> tuple[list[str], int | None]:
    """The footnotes below a line, and the next line with other text."""
    notes: list[str] = []
    for later in range(at + 1, len(lines) + 1):
        text = lines[later - 1].strip()
        if text and not _NOTE.fullmatch(text):
            return notes, later
        notes += [text] if text else []
    return notes, None


def _paragraph(text: str, heading: tuple[int, str] | None, spaced: bool) -> Paragraph:
    if heading:
        level, number = heading
        return Paragraph(text.removeprefix(number).strip(), "heading", number, level, spaced)
    if text.startswith(_BULLET):
        return Paragraph(text.removeprefix(_BULLET).strip(), "item", spaced=spaced)
    if note := _NOTE.fullmatch(text):
        return Paragraph(note[2], "note", note[1], spaced=spaced)
    return Paragraph(text, spaced=spaced)


def _table(cells: list[list[str]], lines: range, digits: Set[int]) -> Table:
    width = max(len(row) for row in cells)
    rows = tuple(tuple(cell.strip() for cell in (*row, *[""] * (width - len(row)))) for row in cells)
    figures = (at for at, line in enumerate(lines) if line in digits and _has_figures(rows[at]))
    # a later storey of a head stands under merged cells, so its first cell is empty
    storeys = next((at for at in range(1, len(rows)) if rows[at][0]), len(rows))
    return Table(rows, min(next(figures, len(rows)), storeys))


def _has_figures(row: Sequence[str]) -> bool:
    """Whether a row holds figures of its own, and not only words such as "năm 2023" or years."""
    figures = [cell for cell in row if _FIGURE.fullmatch(cell)]
    return bool(figures) and not all(_YEAR.fullmatch(cell) for cell in figures)
