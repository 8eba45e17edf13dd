"""Walk over the tree of a web page: paragraphs, list items and tables as found blocks in reading order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from extractors.document import BlockKind, Cell, Grid, Origin
from pipeline.ingest.laid_out import Found
from pipeline.ingest.web_lists import Numbering, marker
from pipeline.ingest.web_tables import is_layout, places
from pipeline.ingest.word_tables import padded_grid

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
#: links from the mark of a note to the note and back, as Word and LibreOffice write them
_NOTE_LINK = re.compile(r"#(?:_(?:ftn|edn)(?:ref)?\d+|sd(?:foot|end)note\d+(?:sym|anc))")
_NOTE = re.compile("[¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴-⁹]*\\s*\\S")
#: characters that show nothing
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\x00"))


@dataclass(slots=True)
class Walk:
    """Where the walk stands: the words of the line that is being gathered, and what was found before it."""

    found: list[Found] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    kind: BlockKind = "paragraph"
    marker: str = ""
    tables: int = 0

    def blocks(self, parent: etree._Element, numbering: Numbering | None = None) -> None:
        """Find the blocks under an element."""
        self.words.append(parent.text or "")
        for child in parent:
            self._child(child, numbering)
            self.words.append(child.tail or "")

    def _child(self, child: etree._Element, numbering: Numbering | None) -> None:
        tag = child.tag
        if tag == "br":
            self.end()
        elif tag == "table" and not is_layout(child):
            self._within(child, "paragraph", self._table)
        elif tag in _HEADINGS:
            self._within(child, "heading", self.blocks)
        elif tag == "pre":
            self._within(child, "paragraph", self._lines)
        elif tag == "li":
            self._item(child, numbering)
        elif tag in _BLOCKS:
            inner = Numbering(child) if tag in ("ol", "ul") else numbering
            self.end()
            self.blocks(child, inner)
            self.end()
        elif tag == "sub":
            self.words.append(_inline(child))
        elif _is_raised(child):
            self.words.append(raised(child))
        else:
            self.blocks(child, numbering)

    def _within(self, element: etree._Element, kind: BlockKind, read: Callable[[etree._Element], None]) -> None:
        self.end()
        self.kind = kind
        read(element)
        self.end()
        self.kind = "paragraph"

    def _lines(self, element: etree._Element) -> None:
        for line in "".join(str(text) for text in element.itertext()).splitlines():
            self.words.append(line)
            self.end()

    def _item(self, element: etree._Element, numbering: Numbering | None) -> None:
        self.end()
        self.kind, self.marker = "item", marker(element, numbering)
        self.blocks(element)
        self.end()

    def end(self) -> None:
        """Keep the line gathered so far as a block."""
        text = clean("".join(self.words))
        self.words.clear()
        if not text:
            return
        mark = "" if self.marker == "-" and text[0] in "-–—+*•" else self.marker
        printed = f"{mark} {text}" if mark else text
        kind = "note" if _NOTE.match(printed) else self.kind
        self.found.append(Found(printed, kind, mark, Origin(paragraph=len(self.found))))
        self.marker = ""
        if self.kind == "item":
            self.kind = "paragraph"

    def _table(self, element: etree._Element) -> None:
        for caption in element.iter("caption"):
            self.found += [Found(text, "paragraph", "", Origin()) for text in [_inline(caption)] if text]
        self.tables += 1
        rows: list[list[int]] = []
        for row, column, rows_over, columns_over, cell in places(element):
            while len(rows) < row + rows_over:
                rows.append([])
            index = self._cell(cell, Cell(self.tables, row, column, rows_over, columns_over))
            for at in range(row, row + rows_over):
                short = column + columns_over - len(rows[at])
                rows[at] += [-1] * short
                rows[at][column : column + columns_over] = [index] * columns_over
        if rows:
            self.grids.append(padded_grid(self.tables, rows))

    def _cell(self, element: etree._Element, place: Cell) -> int:
        text = _inline(element)
        if not text:
            return -1
        self.found.append(Found(text, "cell", "", Origin(paragraph=len(self.found), cell=place)))
        return len(self.found) - 1


def walk(root: etree._Element) -> tuple[list[Found], list[Grid]]:
    """Return the blocks and tables of a tree in reading order; raises nothing."""
    found = Walk()
    found.blocks(root)
    found.end()
    return found.found, found.grids


def clean(text: str) -> str:
    """Return text in NFC on one line, runs of blanks as one, without what shows nothing."""
    return unicodedata.normalize("NFC", " ".join(text.translate(_UNSEEN).split()))


def raised(element: etree._Element) -> str:
    """Return a raised figure as note marks are written, m² too; other raised words as they are."""
    text = _inline(element)
    text = text.strip("[]") if _NOTE_LINK.fullmatch(element.get("href", "")) else text
    return text.translate(_RAISED) if text.isascii() and text.isdigit() and len(text) <= 2 else text


def _is_raised(element: etree._Element) -> bool:
    return element.tag == "sup" or (element.tag == "a" and bool(_NOTE_LINK.fullmatch(element.get("href", ""))))


def _inline(element: etree._Element) -> str:
    """The words under an element on one line; what blocks part is parted by a blank."""
    return clean("".join(_texts(element)))


def _texts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        apart = " " if child.tag in _BLOCKS or child.tag == "br" else ""
        yield apart
        if _is_raised(child):
            yield raised(child)
        else:
            yield from _texts(child)
        yield apart
        yield child.tail or ""
