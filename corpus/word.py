"""Write a report as a Word file with numbers, bullets and footnotes of Word's own, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal

import docx
from docx.document import Document as WordDocument
from docx.oxml.table import CT_Tbl

from corpus.layout import Paragraph, Part, Table
from corpus.notes import anchored
from corpus.paper import Centred, Columns, Place, Title, Unit, arranged
from corpus.word_lists import BULLETS, first_number, set_number, write_lists
from corpus.word_looks import add_columns, centre, dress, set_line, set_right, turn
from corpus.word_notes import add_notes, add_text
from corpus.word_numbers import Lists, place
from corpus.word_tables import add_table, is_wide

#: numbers of headings: all by lists; by lists where these count on by themselves, since programs disagree on starts
#: that override; all typed by hand
Numbers = Literal["lists", "unbroken", "typed"]
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def write_docx(parts: Sequence[Part], *, beside: bool = False, numbers: Numbers = "lists") -> bytes:
    """Return a report as the bytes of a .docx; the same parts give the same bytes.

    `beside` sets the lines of head and foot side by side in tables without rules, as a printed paper has them.
    """
    report = anchored(parts)
    writer = _Writer(docx.Document(), beside=beside, numbers=numbers)
    for one in arranged(report.parts):
        writer.add(one)
    writer.finish()
    add_notes(writer.document, report.notes)
    return saved(writer.document)


def saved(document: WordDocument) -> bytes:
    """Return the bytes of a Word file, the same each time."""
    packed = io.BytesIO()
    document.save(packed)
    return _repacked(packed.getvalue())


class _Writer:
    """A document that grows: its lists, the last number at each depth of heading, how the sheet lies."""

    def __init__(self, document: WordDocument, *, beside: bool, numbers: Numbers) -> None:
        self.beside, self.numbers = beside, numbers
        self.document = document
        self.numbering = document.part.numbering_part.element
        self.base = first_number(self.numbering)
        self.lists = Lists(nums=[(BULLETS, {})])
        self.near: dict[int, str] = {}
        self.lying = False
        dress(document)

    def add(self, one: Place) -> None:
        """Add what stands at a place."""
        wide = isinstance(one, Table) and is_wide(one)
        if wide != self.lying:
            turn(self.document, lying=wide)
            self.lying = wide
        match one:
            case Table():
                add_table(self.document, one)
            case Columns() if self.beside:
                add_columns(self.document, one)
            case Columns():
                for line in one.lines:
                    set_line(self.paragraph(line.part), line)
            case Title():
                first, *others = [self.paragraph(line) for line in one.lines]
                first.paragraph_format.page_break_before = one.annex or None
                for paragraph in (first, *others):
                    centre(paragraph, bold=True)
            case Centred():
                centre(self.paragraph(one.line), bold=one.bold or None)
            case Unit():
                set_right(self.paragraph(one.line))
            case Paragraph():
                self.paragraph(one)

    def paragraph(self, part: Paragraph) -> Any:
        """Add a paragraph with the number or bullet that Word gives it, and return it."""
        paragraph = self.document.add_paragraph()
        text = part.text
        if part.kind == "item":
            set_number(paragraph, self.base, 0)
        elif part.kind == "heading":
            paragraph.style = f"Heading {min(max(part.level, 1), 9)}"
            text = self._heading(paragraph, part)
        elif part.kind == "note":
            text = f"{part.number} {text}"
        add_text(paragraph, text)
        return paragraph

    def _heading(self, paragraph: Any, part: Paragraph) -> str:
        """Number a heading; the text that is left to write, with the number where no list of Word's gives it."""
        near, listed = self.near.get(part.level, ""), part.number and self.numbers != "typed"
        overriding = self.numbers == "lists"
        placed = place(self.lists, part.number, part.level, near, overriding=overriding) if listed else None
        if placed is None:
            return " ".join(word for word in (part.number, part.text) if word)
        number, level, self.near[part.level] = placed
        set_number(paragraph, self.base + number, level)
        return part.text

    def finish(self) -> None:
        """Write the lists, and no time or name; a paragraph closes a paper that ends with a table, as Word has it."""
        if any(isinstance(last, CT_Tbl) for last in self.document.element.body.inner_content_elements[-1:]):
            self.document.add_paragraph()
        write_lists(self.numbering, self.lists, self.base)
        properties = self.document.core_properties
        properties.created = properties.modified = _MADE
        properties.author = properties.last_modified_by = properties.comments = ""


def _repacked(package: bytes) -> bytes:
    """The same package with members in order and no times, so that equal reports are equal files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as read, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as written:
        for name in sorted(read.namelist()):
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, read.read(name))
    return packed.getvalue()
