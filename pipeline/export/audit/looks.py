"""How the parts of a sheet look: styles by name, which an office may change in Word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from lxml import etree

FONT = "Times New Roman"
_ALIGNED = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


@dataclass(frozen=True, slots=True)
class Look:
    """A style of paragraphs: size and gaps in points, indents in millimetres."""

    name: str
    size: float
    align: Literal["left", "center", "justify"] = "left"
    before: float = 0
    after: float = 0
    first: float = 0
    hanging: float = 0
    bold: bool = False
    italic: bool = False
    tied: bool = False


#: Decree 30/2020, annex I: text 13-14, justified, first line 1 or 1.27 cm, gaps of at least 6 pt
BODY = Look("Soát - Nội dung", 13, "justify", after=6, first=10)
HEADING = Look("Soát - Đề mục", 13, before=6, after=4, bold=True, tied=True)
SUBHEADING = Look("Soát - Đề mục con", 12, before=4, after=1, bold=True, italic=True, tied=True)
ANNEX = Look("Soát - Phụ lục", 14, "center", after=2, bold=True, tied=True)
ATTACHED = Look("Soát - Kèm theo", 13, "center", after=8, italic=True, tied=True)
LINE = Look("Soát - Dòng", 12, after=2)
ITEM = Look("Soát - Phép tính", 11, after=0, hanging=4)
CELL_HEAD = Look("Soát - Đầu bảng", 12, "center", bold=True, tied=True)
CELL = Look("Soát - Ô bảng", 12)
QUOTE = Look("Soát - Trích", 11, before=1, italic=True)
CODE = Look("Soát - Mã", 8, before=1)
LOOKS = (BODY, HEADING, SUBHEADING, ANNEX, ATTACHED, LINE, ITEM, CELL_HEAD, CELL, QUOTE, CODE)


def ensure(document: Document) -> dict[str, str]:
    """Add the styles that a template lacks, leave those that it has, and return the ids of all by name."""
    there = {style.name for style in document.styles}
    for look in LOOKS:
        if look.name not in there:
            _add(document, look)
    return {look.name: str(document.styles[look.name].style_id) for look in LOOKS}


def _add(document: Document, look: Look) -> None:
    style = document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)  # noqa: S101  # what was asked for
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold or None, look.italic or None
    set_fonts(style.element.get_or_add_rPr())
    style.quick_style = True
    form = style.paragraph_format
    form.alignment = _ALIGNED[look.align]
    form.space_before, form.space_after, form.line_spacing = Pt(look.before), Pt(look.after), 1.0
    form.first_line_indent = Mm(look.first - look.hanging)
    form.left_indent = Mm(look.hanging)
    form.keep_with_next = look.tied
    form.widow_control = True


def set_fonts(properties: etree._Element) -> None:
    """Give properties of a run the one typeface for all scripts, also for what Word takes for East Asian."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
