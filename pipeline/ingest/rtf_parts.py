"""Paragraphs and tables of an RTF file as they are gathered: of the text, and of what stands apart from it."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.document import BlockKind
from pipeline.ingest.flow import Paragraph, Rows, spread


@dataclass(slots=True)
class Merging:
    """What the cells of a row say of their right edges and of merging, each before its edge."""

    edges: list[int] = field(default_factory=list)
    across: list[bool] = field(default_factory=list)
    down: list[bool] = field(default_factory=list)
    goes_on_across: bool = False
    goes_on_down: bool = False

    def end_cell(self, edge: int) -> None:
        """Take the right edge of a cell."""
        self.edges.append(edge)
        self.across.append(self.goes_on_across)
        self.down.append(self.goes_on_down)
        self.goes_on_across = self.goes_on_down = False


@dataclass(slots=True)
class Part:
    """The text, a note, a margin or a box; `later` holds the boxes that hang on the paragraph being gathered."""

    kind: BlockKind | None
    out: list[Paragraph | Rows]
    paragraph: Paragraph = field(default_factory=Paragraph)
    cells: list[Paragraph] = field(default_factory=list)
    rows: Rows = field(default_factory=list)
    edges: list[list[int]] = field(default_factory=list)
    later: list[Paragraph | Rows] = field(default_factory=list)

    def end_paragraph(self, merging: Merging, *, heading: bool, always: bool) -> None:
        """Keep the paragraph gathered so far; where not `always`, only one that says something."""
        paragraph = self.paragraph
        if not paragraph.runs and not always and not self.later:
            return
        self.end_table(merging)
        bullet = _with_marker(paragraph)
        paragraph.kind = self.kind or ("item" if bullet else "heading" if heading else "paragraph")
        self.out += [paragraph, *self.later]
        self.paragraph = Paragraph()
        self.later.clear()

    def end_cell(self) -> None:
        """Keep what was gathered as a cell of the row."""
        _with_marker(self.paragraph)
        self.cells.append(self.paragraph)
        self.paragraph = Paragraph()

    def end_row(self, merging: Merging) -> None:
        """Keep the cells gathered so far as a row."""
        cells: list[Paragraph] = []
        edges: list[int] = []
        for place, cell in enumerate(self.cells):
            edge = merging.edges[place] if place < len(merging.edges) else (edges[-1] if edges else 0) + 1
            if cells and place < len(merging.across) and merging.across[place]:
                cells[-1].runs += cell.runs
                edges[-1] = edge
                continue
            cell.continues = place < len(merging.down) and merging.down[place]
            cells.append(cell)
            edges.append(edge)
        self.cells = []
        if cells:
            self.rows.append(cells)
            self.edges.append(edges)

    def end_table(self, merging: Merging) -> None:
        """Keep the rows gathered so far as a table; `merging` is for one that is cut off."""
        if self.cells:
            self.end_row(merging)
        if self.rows:
            spread(self.rows, self.edges)
            self.out.append(self.rows)
        self.rows, self.edges = [], []


def _with_marker(paragraph: Paragraph) -> bool:
    """Write the number of a paragraph on one line, a sign as a dash; returns whether it is a sign."""
    marker = " ".join(paragraph.marker.split())
    bullet = bool(marker) and not any(sign.isalnum() for sign in marker)
    paragraph.marker = "-" if bullet else marker
    return bullet
