"""How our Word files look: sheets, styles, page numbers, lines in two columns as Decree 30/2020/NĐ-CP has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from corpus.paper import Columns, Line
from corpus.word_xml import element

_FONT = "Times New Roman"
_INDENT = Mm(12.7)
_SIDES = (Mm(64), Mm(98))
_DEEPEST, _BOLD_TO = 9, 2
_THEMED = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
_SMALL = {"recipient": Pt(11), "superior": Pt(12), "issuer": Pt(12), "motto": Pt(12)}
_BOLD, _ITALIC = {"issuer", "motto", "recipients", "signer", "name"}, {"date", "recipients", "signed"}
_LEFT = {"recipients", "recipient"}


def dress(document: WordDocument) -> None:
    """Set sheet, styles and page numbers of a new document."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = (
        Mm(30),
        Mm(18),
        Mm(20),
        Mm(20),
    )
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number._p.append(element("fldSimple", instr="PAGE"))
    _plain(number, ALIGN.CENTER)
    _style(document.styles["Normal"])
    for level in range(1, _DEEPEST + 1):
        style = document.styles[f"Heading {level}"]
        _style(style)
        style.font.bold, style.font.italic = level <= _BOLD_TO, level > _BOLD_TO


def _style(style: Any) -> None:
    style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(14), RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for name in _THEMED:
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:cs"), _FONT)
    form = style.paragraph_format
    form.alignment, form.first_line_indent = ALIGN.JUSTIFY, _INDENT
    form.space_before, form.space_after, form.line_spacing = Pt(3), Pt(3), 1.1


def _plain(paragraph: Any, alignment: Any) -> None:
    form = paragraph.paragraph_format
    form.alignment, form.first_line_indent, form.line_spacing = alignment, 0, 1.0
    form.space_before = form.space_after = Pt(0)


def centre(paragraph: Any, *, bold: bool | None) -> None:
    """Centre a paragraph."""
    _plain(paragraph, ALIGN.CENTER)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
    for run in paragraph.runs:
        run.bold = bold


def set_right(paragraph: Any) -> None:
    """Set a paragraph as the line that names a table's unit."""
    _plain(paragraph, ALIGN.RIGHT)
    for run in paragraph.runs:
        run.italic, run.font.size = True, Pt(12)


def set_cell(paragraph: Any, size: float, *, head: bool, figure: bool) -> None:
    """Set the paragraph of a cell."""
    _plain(paragraph, ALIGN.CENTER if head else ALIGN.RIGHT if figure else ALIGN.LEFT)
    for run in paragraph.runs:
        run.font.size, run.bold = Pt(size), head or None


def turn(document: WordDocument, *, lying: bool) -> None:
    """Begin a sheet that lies on its side, or one upright again."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if lying else (Mm(210), Mm(297))


def add_columns(document: WordDocument, columns: Columns) -> None:
    """Add lines side by side as a table without rules, its rows so that the order of the text stays."""
    rows = list(column_rows(columns))
    table = document.add_table(len(rows), len(_SIDES))
    for column, width in zip(table.columns, _SIDES, strict=True):
        column.width = width
    for row, sides in zip(table.rows, rows, strict=True):
        row._tr.get_or_add_trPr().append(element("cantSplit"))
        for cell, lines, width in zip(row.cells, sides, _SIDES, strict=True):
            cell.width = width
            for at, line in enumerate(lines):
                _add_line(cell.add_paragraph() if at else cell.paragraphs[0], line)
    _plain(document.add_paragraph(), ALIGN.LEFT)


def set_line(paragraph: Any, line: Line) -> None:
    """Set a line of a head or foot that stands in the column of the text."""
    _plain(paragraph, ALIGN.LEFT if line.look in _LEFT else ALIGN.CENTER if line.side == "left" else ALIGN.RIGHT)
    for run in paragraph.runs:
        run.bold, run.italic = line.look in _BOLD or None, line.look in _ITALIC or None


def column_rows(columns: Columns) -> Iterator[tuple[Sequence[Line], Sequence[Line]]]:
    """Return the lines of each row, left and right: a new row begins where the text goes back to the left."""
    left: list[Line] = []
    for side, group in groupby(columns.lines, lambda line: line.side):
        if side == "left":
            left = list(group)
        else:
            yield left, list(group)
            left = []
    if left:
        yield left, []


def _add_line(paragraph: Any, line: Line) -> None:
    _plain(paragraph, ALIGN.LEFT if line.look in _LEFT else ALIGN.CENTER)
    paragraph.paragraph_format.space_before = Pt(50) if line.look == "name" else Pt(0)
    run = paragraph.add_run(line.text)
    run.font.size = _SMALL.get(line.look, Pt(13))
    run.bold, run.italic = line.look in _BOLD or None, line.look in _ITALIC or None
    run.underline = (line.look == "motto" and line.text != line.text.upper()) or None
