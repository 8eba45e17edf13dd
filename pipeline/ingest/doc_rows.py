"""Rows of a table of a .doc file as they are gathered."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.ingest.doc_properties import Properties
from pipeline.ingest.flow import Paragraph, Rows, spread
from pipeline.ingest.old_runs import Run


@dataclass(slots=True)
class TableRows:
    """The rows so far, the cells of the row that is gathered, and the runs of its cell."""

    rows: Rows = field(default_factory=list)
    edges: list[tuple[int, ...]] = field(default_factory=list)
    cells: list[Paragraph] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    def end_cell(self) -> None:
        """Keep the runs gathered so far as a cell."""
        self.cells.append(Paragraph(self.runs))
        self.runs = []

    def end_row(self, properties: Properties) -> None:
        """Keep the cells gathered so far as a row, with what is said at its end."""
        kept = [place for place in range(len(self.cells)) if not place or not _at(properties.goes_on_across, place)]
        for place in kept:
            self.cells[place].continues = _at(properties.goes_on_down, place)
        if kept:
            self.rows.append([self.cells[place] for place in kept])
            behind = [*kept[1:], len(self.cells)]
            known = len(properties.edges) >= len(self.cells)
            self.edges.append(tuple(properties.edges[place - 1] for place in behind) if known else ())
        self.cells = []

    def ended(self) -> list[Rows]:
        """Return the table, nothing where there is none; a cell that is cut off is kept."""
        if self.runs:
            self.end_cell()
        if self.cells:
            self.end_row(Properties())
        if not self.rows:
            return []
        spread(self.rows, self.edges)
        return [self.rows]


def _at(values: tuple[bool, ...], place: int) -> bool:
    return place < len(values) and values[place]
