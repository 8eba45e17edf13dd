"""The head and the foot of a paper: two columns whose lines are drawn in the order of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable
from reportlab.platypus import Paragraph as Text

from corpus.paper import Columns, Line, Look
from corpus.pdf_fonts import BOLD, ITALIC, PLAIN, markup


@dataclass(frozen=True, slots=True)
class _Form:
    """How a line looks: font, size in points, room above it, whether a rule stands below it."""

    font: str
    size: float
    above: float = 0.0
    centred: bool = True
    rule: float = 0.0


_FORMS: dict[Look, _Form] = {
    "superior": _Form(PLAIN, 12),
    "issuer": _Form(BOLD, 12, rule=0.4),
    "motto": _Form(BOLD, 12, rule=1.0),
    "number": _Form(PLAIN, 13),
    "date": _Form(ITALIC, 13),
    "recipients": _Form(BOLD, 12, centred=False),
    "recipient": _Form(PLAIN, 11, centred=False),
    "signer": _Form(BOLD, 13),
    "signed": _Form(ITALIC, 13, above=12),
    "name": _Form(BOLD, 13, above=50),
}
_LEFT_SHARE = 0.44
_BAND = 7.0
_ENDLESS = 1e6
_RULE = 4.0


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line with its place: left edge, width and depth of its foot below the top, in points."""

    text: Any
    left: float
    width: float
    depth: float
    rule: float


class Beside(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Lines in two columns as one block that no page break cuts."""

    def __init__(self, columns: Columns) -> None:
        super().__init__()
        self.columns = columns
        self.placed: list[_Placed] = []
        self.spaceBefore, self.spaceAfter = 6, 12

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Place the lines; reportlab asks for it before it draws."""
        self.placed = _placed(self.columns.lines, width)
        self.height = max(one.depth for one in self.placed) + _RULE
        return width, self.height

    def draw(self) -> None:
        """Draw the lines in the order of the text."""
        for one in self.placed:
            foot = self.height - one.depth
            one.text.drawOn(self.canv, one.left, foot)
            if one.rule:
                middle = one.left + one.width / 2
                self.canv.setLineWidth(0.6)
                self.canv.line(middle - one.rule / 2, foot - 2, middle + one.rule / 2, foot - 2)


def _placed(lines: Sequence[Line], width: float) -> list[_Placed]:
    sides = {"left": (0.0, width * _LEFT_SHARE), "right": (width * _LEFT_SHARE, width * (1 - _LEFT_SHARE))}
    depths = {(side, low): 0.0 for side in sides for low in (False, True)}
    made = {}
    for low in (False, True):
        for at, line in enumerate(lines):
            if line.low == low:
                last = not any(later.look == line.look for later in lines[at + 1 :])
                made[at] = _line(line, *sides[line.side], depths[line.side, low], last=last)
                depths[line.side, low] = made[at].depth + (_RULE if made[at].rule else 0)
        upper = max(depths.values())
        depths |= {(side, True): upper + (_BAND if upper else 0) for side in sides}
    return [made[at] for at in range(len(lines))]


def _line(line: Line, left: float, width: float, above: float, *, last: bool) -> _Placed:
    form = _FORMS[line.look]
    style = ParagraphStyle(
        line.look,
        fontName=form.font,
        fontSize=form.size,
        leading=form.size * 1.2,
        alignment=TA_CENTER if form.centred else TA_LEFT,
    )
    text = Text(markup(line.text, form.font), style)
    height = text.wrap(width, _ENDLESS)[1]
    long = min(stringWidth(line.text, form.font, form.size), width - 12)
    return _Placed(text, left, width, above + form.above + height, long * form.rule if last else 0.0)
