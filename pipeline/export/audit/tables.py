"""Points of a sheet as tables: number, place, what is wrong with the words quoted, what is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from pipeline.export.audit.elements import Cell, Line, Run, line, table
from pipeline.export.audit.looks import CELL, CELL_HEAD, CODE, QUOTE, Look
from pipeline.export.audit.points import Point, Quote

Element = etree._Element

_HEADS = ("TT", "Vị trí", "Nội dung và phép tính", "Đề nghị")
_DISMISSED = "Lý do bỏ qua"
#: of the width of the text
_SHARES = (0.06, 0.16, 0.51, 0.27)
#: sentences quoted of a point, before the annex and in it
FEW, MANY = 2, 4


@dataclass(frozen=True, slots=True)
class Frame:
    """What tables need of the template: ids of styles by name, width of the text in points."""

    styles: Mapping[str, str]
    width: float

    def style(self, look: Look) -> str:
        """Return the id of a style."""
        return self.styles[look.name]

    def line(self, look: Look, text: str) -> Line:
        """Return a paragraph of a style."""
        return line(self.style(look), text)


def points_table(
    frame: Frame, numbered: Sequence[tuple[int, Point]], quotes: int, *, dismissed: bool = False
) -> Element:
    """Return a table of points with their numbers; `quotes` is how many sentences of each are quoted."""
    heads = (*_HEADS[:3], _DISMISSED if dismissed else _HEADS[3])
    widths = [share * frame.width for share in _SHARES]
    rows = (_row(frame, number, point, quotes) for number, point in numbered)
    return table(widths, [frame.line(CELL_HEAD, head) for head in heads], rows)


def _row(frame: Frame, number: int, point: Point, quotes: int) -> list[Cell]:
    told = Line(frame.style(CELL), (Run(f"{point.rule}: ", bold=True), Run(point.message)))
    quoted = [_quoted(frame, quote) for quote in point.quotes[:quotes]]
    if len(point.quotes) > quotes:
        quoted.append(frame.line(QUOTE, f"… và {len(point.quotes) - quotes} chỗ khác"))
    asked = point.asked if point.dismissed is None else point.dismissed or "(không ghi lý do)"
    last = [frame.line(CELL, asked), frame.line(CODE, f"(mã: {point.id})")]
    return [[frame.line(CELL, str(number))], [frame.line(CELL, point.where)], [told, *quoted], last]


def _quoted(frame: Frame, quote: Quote) -> Line:
    runs = [Run(text, bold=True if marked else None) for text, marked in quote]
    return Line(frame.style(QUOTE), (Run("“"), *runs, Run("”")))
