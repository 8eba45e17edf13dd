"""Walk over the parts of a Word file: paragraphs, tables and text boxes as found blocks in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from extractors.document import BlockKind, Cell, Grid
from pipeline.ingest.laid_out import Found
from pipeline.ingest.word_numbers import Counters, Label, list_place
from pipeline.ingest.word_styles import BODY_TEXT, GONE, NO_FORM, Style, Styles, W, read_form
from pipeline.ingest.word_tables import cell_form, check_cells, columns_before, is_deleted, padded_grid
from pipeline.ingest.word_text import NO_RUN, Gathered, found_block, symbol

_P, _R, _TBL, _TR, _TC, _BOX = (f"{W}{name}" for name in ("p", "r", "tbl", "tr", "tc", "txbxContent"))
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATE, _CHOICE = f"{_MC}AlternateContent", f"{_MC}Choice"
_TEXT = frozenset((f"{W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"))
_SIGNS = {f"{W}{name}": " " for name in ("tab", "ptab", "br", "cr")} | {f"{W}noBreakHyphen": "-"}
#: properties hold w:tab, too, but no text
_SILENT = frozenset(f"{W}{name}" for name in ("pPr", "rPr", "sectPr", "tblPr", "trPr", "tcPr", "tblGrid", "sdtPr"))
_NOTES = frozenset((f"{W}footnote", f"{W}endnote"))
_TYPE, _SYMBOL = f"{W}type", f"{W}sym"
_PLAIN, _NO_LABEL = Style(), Label()
_PROPERTIES = f"{W}pPr"
_RUN_PROPERTIES, _VANISH, _VALUE = f"{W}rPr", f"{W}vanish", f"{W}val"


def _is_unseen(run: etree._Element) -> bool:
    """Whether Word shows nothing of a run: hidden text is neither printed nor sent to be read."""
    properties = run[0] if len(run) and run[0].tag == _RUN_PROPERTIES else None
    hidden = None if properties is None else properties.find(_VANISH)
    return hidden is not None and hidden.get(_VALUE, "true") not in ("0", "false", "off")


@dataclass(slots=True)
class Walk:
    """Where the walk stands; `paragraph` and `run` count the elements of the part in document order."""

    styles: Styles
    counters: Counters
    found: list[Found] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    tables: int = 0
    part: str = "body"
    kind: BlockKind | None = None
    paragraph: int = 0
    run: int = 0
    #: whether the part has hidden text, so that each run is to be asked
    hides: bool = False
    #: what paragraphs are whose properties name nothing, where their style counts none; None as long as it is not known
    usual: tuple[Label, BlockKind] | None = None

    def read(self, root: etree._Element) -> None:
        """Find the blocks of a part."""
        self.hides = next(root.iter(_VANISH), None) is not None
        self.blocks(root)

    def enter(self, part: str, kind: BlockKind) -> None:
        """Begin another part, all of whose blocks are of one kind."""
        self.part, self.kind, self.paragraph, self.run = part, kind, 0, 0

    def blocks(self, parent: etree._Element, cell: Gathered | None = None) -> None:
        """Find the blocks under an element, or gather their text into one cell."""
        for child in parent:
            tag = child.tag
            if tag == _P:
                self._paragraph(child, cell)
            elif tag == _TBL and self.kind is None:
                if cell:
                    self._put_aside(child, cell)
                else:
                    self._table(child)
            elif tag in GONE or (tag in _NOTES and child.get(_TYPE, "normal") != "normal"):
                self._skip(child)
            elif tag == _ALTERNATE:
                self._alternate(child, lambda one: self.blocks(one, cell))
            elif tag not in _SILENT and len(child):
                self.blocks(child, cell)

    def _skip(self, element: etree._Element) -> None:
        self.paragraph += sum(1 for _ in element.iter(_P))
        self.run += sum(1 for _ in element.iter(_R))

    def _put_aside(self, element: etree._Element, gathered: Gathered) -> None:
        gathered.later.append((element, self.paragraph, self.run))
        self._skip(element)

    def _alternate(self, element: etree._Element, read: Callable[[etree._Element], None]) -> None:
        """Of alternatives only the first is read: the others say the same for older programs."""
        chosen = next((child for child in element if child.tag == _CHOICE), None)
        for child in element:
            if chosen is None or child is chosen:
                read(child)
            else:
                self._skip(child)

    def _paragraph(self, element: etree._Element, cell: Gathered | None) -> None:
        label, kind = self._label(element)
        if cell:
            if cell.pieces:
                cell.pieces.append((" ", NO_RUN))
            else:
                cell.paragraph, cell.first_run = self.paragraph, self.run
        gathered = cell or Gathered(self.paragraph, self.run)
        gathered.add_label(label)
        self.paragraph += 1
        self._inline(element, NO_RUN, gathered)
        if not cell:
            self._finish(gathered, self.kind or kind, None)

    def _label(self, element: etree._Element) -> tuple[Label, BlockKind]:
        """What Word shows before a paragraph, and what kind of block its style makes it."""
        # they come first, where there are any
        first = element[0] if len(element) else None
        told = first is None or first.tag == _PROPERTIES
        form = read_form(first if told else next(element.iterchildren(_PROPERTIES), None))
        if form is NO_FORM and self.usual:
            return self.usual
        style = self.styles.by_id.get(form.style or self.styles.default or "", _PLAIN)
        place = None if form.gone else list_place(form, style, self.counters.lists)
        label = self.counters.label(*place) if place else _NO_LABEL
        heading = style.heading if form.outline is None else form.outline < BODY_TEXT
        shown: tuple[Label, BlockKind] = label, "item" if label.bullet else "heading" if heading else "paragraph"
        if form is NO_FORM and not place:
            self.usual = shown
        return shown

    def _inline(self, parent: etree._Element, run: int, gathered: Gathered) -> None:
        for child in parent:
            tag = child.tag
            if tag == _R:
                self.run += 1
                if self.hides and _is_unseen(child):
                    continue
                self._inline(child, self.run - 1 - gathered.first_run, gathered)
            elif tag in _TEXT:
                gathered.pieces.append((child.text or "", run))
            elif tag in _SILENT:
                continue
            elif tag in _SIGNS:
                gathered.pieces.append((_SIGNS[tag], run))
            elif tag == _SYMBOL:
                gathered.pieces.append((symbol(child.get(f"{W}char", "")), run))
            elif tag in GONE:
                self._skip(child)
            elif tag == _BOX:
                self._put_aside(child, gathered)
            elif tag == _ALTERNATE:
                self._alternate(child, lambda one: self._inline(one, run, gathered))
            elif len(child):
                self._inline(child, run, gathered)

    def _finish(self, gathered: Gathered, kind: BlockKind, cell: Cell | None) -> int:
        """Keep the block, then read what was put aside; returns the block's index, -1 for no text."""
        block = found_block(gathered, kind, self.part, cell)
        index = len(self.found) if block else -1
        if block:
            self.found.append(block)
        if not gathered.later:
            return index
        here = self.paragraph, self.run
        for element, paragraph, run in gathered.later:
            self.paragraph, self.run = paragraph, run
            if element.tag == _TBL:
                self._table(element)
            else:
                self.blocks(element)
        self.paragraph, self.run = here
        return index

    def _table(self, element: etree._Element) -> None:
        self.tables += 1
        number = self.tables
        rows: list[list[int]] = []
        for row in self._members(element, _TR):
            cells = [-1] * columns_before(row)
            for cell in self._members(row, _TC):
                cells += self._cell(cell, Cell(number, len(rows), len(cells)), [*rows[-1:], cells])
            rows.append(cells)
            check_cells(len(rows), len(cells))
        self.grids.append(padded_grid(number, rows))

    def _members(self, parent: etree._Element, tag: str) -> Iterator[etree._Element]:
        """Rows or cells of a table, also those inside content controls; deleted ones are passed over."""
        for child in parent:
            if child.tag in GONE or (child.tag == _TR and is_deleted(child)):
                self._skip(child)
            elif child.tag == tag:
                yield child
            elif child.tag not in _SILENT:
                yield from self._members(child, tag)

    def _cell(self, element: etree._Element, place: Cell, rows: Sequence[list[int]]) -> list[int]:
        """The block of a cell, or of the one above or to its left that it goes on from, for each column it covers.

        `rows` are the row above, where there is one, and the cells of its own row before it.
        """
        form = cell_form(element)
        gathered = Gathered(self.paragraph, self.run)
        self.blocks(element, gathered)
        place = place if form.across == 1 else replace(place, column_span=form.across)
        index = self._finish(gathered, "cell", place)
        above = rows[0] if len(rows) > 1 and form.continues else []
        if index < 0 and place.column < len(above) and above[place.column] >= 0:
            index = above[place.column]
            self._stretch(index, place)
        elif index < 0 and form.goes_on and rows[-1] and rows[-1][-1] >= 0:
            index = rows[-1][-1]
            self._stretch(index, place)
        return [index] * form.across

    def _stretch(self, index: int, to: Cell) -> None:
        """Let a cell cover a place below it or to its right."""
        block = self.found[index]
        cell = block.origin.cell
        if cell:
            down, across = max(cell.row_span, to.row - cell.row + 1), max(cell.column_span, to.column - cell.column + 1)
            wider = replace(cell, row_span=down, column_span=across)
            self.found[index] = block._replace(origin=replace(block.origin, cell=wider))
