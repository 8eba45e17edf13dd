"""The template of the audit sheet that comes with the program, laid out by Decree 30/2020/NĐ-CP, annex I.

An office changes its words and styles in Word: its name, its place, its signers. Placeholders stand in double braces.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from pipeline.export.audit.letters import width
from pipeline.export.audit.looks import BODY, HEADING, LINE, Look, ensure, set_fonts
from pipeline.export.audit.package import packed

#: A4 and its margins in millimetres: top and bottom 20-25, left 30-35, right 15-20
_PAGE, _TOP, _BOTTOM, _LEFT, _RIGHT = (210, 297), 20, 20, 30, 15
_WIDTH = _PAGE[0] - _LEFT - _RIGHT
_HEAD_COLUMNS = (67, 98)
_FOOT_COLUMNS = (54, 48, 63)
_RECIPIENTS = ("- {{don_vi}};", "- ……………………;", "- Lưu: VT, ………….")
#: styles of the empty file that stay, and kinds of its parts that go
_KEPT = frozenset({"Normal", "header", "footer", "Header", "Footer"})
_DROPPED = frozenset({"stylesWithEffects", "numbering", "customXml", "thumbnail"})
_SIGNED = "(Ký, ghi rõ họ tên)"


@cache
def own_template() -> bytes:
    """Return the template as a Word file."""
    document = Document()
    _slim(document)
    _set_defaults(document)
    ensure(document)
    _set_page(document.sections[0])
    _head(document)
    _body(document)
    _foot(document)
    _annex(document)
    return packed(document, "Mẫu phiếu rà soát báo cáo")


def _slim(document: WordDocument) -> None:
    """Leave out what comes with an empty file and nobody needs: styles, pictures, settings of other languages."""
    for style in list(document.styles):
        if style.name not in _KEPT and not style.element.get(qn("w:default")):
            style.element.getparent().remove(style.element)
    for link in list(document.styles.element.iter(qn("w:link"))):
        link.getparent().remove(link)
    for part in (document.part, document.part.package):
        rels = part.rels if part is not None else {}
        for name in [name for name, one in rels.items() if one.reltype.rpartition("/")[2] in _DROPPED]:
            del rels[name]
    for setting in list(document.settings.element.iter(qn("w:compatSetting"), qn("w:themeFontLang"))):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
        elif setting.tag == qn("w:themeFontLang"):
            setting.attrib.clear()
            setting.set(qn("w:val"), "vi-VN")
    document.core_properties.comments = ""


def _set_defaults(document: WordDocument) -> None:
    """One typeface for all scripts, no theme, no gaps that nobody asked for; the language of the text."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for holder in defaults.iter(qn("w:rPr")):
        set_fonts(holder)
        for language in holder.findall(qn("w:lang")):
            for name in ("val", "eastAsia"):
                language.set(qn(f"w:{name}"), "vi-VN")
    for gaps in defaults.iter(qn("w:spacing")):
        gaps.attrib.clear()
        for name, value in (("before", "0"), ("after", "0"), ("line", "240"), ("lineRule", "auto")):
            gaps.set(qn(f"w:{name}"), value)
    usual = document.styles["Normal"]
    set_fonts(usual.element.get_or_add_rPr())
    usual.font.size = Pt(13)
    set_fonts(document.styles["Header"].element.get_or_add_rPr())


def _set_page(section: Section) -> None:
    section.page_width, section.page_height = Mm(_PAGE[0]), Mm(_PAGE[1])
    section.top_margin, section.bottom_margin = Mm(_TOP), Mm(_BOTTOM)
    section.left_margin, section.right_margin = Mm(_LEFT), Mm(_RIGHT)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])


def _page_number(paragraph: Paragraph) -> None:
    """The number of the page, centred at its top and not on the first one."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), " PAGE ")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "2"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # python-docx has no fields


# -- paragraphs ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Face:
    """Size and face of a paragraph of the form."""

    size: float = 13
    bold: bool = False
    italic: bool = False
    after: float = 0


def _write(paragraph: Paragraph, text: str, face: _Face, align: WD_ALIGN_PARAGRAPH | None = None) -> Paragraph:
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(face.size), face.bold, face.italic
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if align is None else align
    paragraph.paragraph_format.space_after = Pt(face.after)
    return paragraph


def _rule(paragraph: Paragraph, length: float, room: float) -> None:
    """A thin line in the middle of the room, length and room in points."""
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Pt(max((room - length) / 2, 0))
    form.space_before, form.line_spacing = Pt(3), Pt(4)
    properties = paragraph._p.get_or_add_pPr()  # python-docx has no borders
    after = (properties.find(qn(tag)) for tag in ("w:spacing", "w:ind", "w:jc", "w:rPr"))
    next(one for one in after if one is not None).addprevious(borders)
    paragraph.add_run("").font.size = Pt(2)


def _columns(document: WordDocument, widths: tuple[int, ...]) -> list[_Cell]:
    """A table of one row without borders."""
    table = document.add_table(1, len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    whole = OxmlElement("w:cantSplit")
    table.rows[0]._tr.get_or_add_trPr().append(whole)  # python-docx lets rows split
    cells = list(table.rows[0].cells)
    for column, cell, size in zip(table.columns, cells, widths, strict=True):
        column.width = cell.width = Length(Mm(size))
    return cells


# -- parts -------------------------------------------------------------------------------------------------------------


def _head(document: WordDocument) -> None:
    """Boxes 1 to 4: the office left to fill, the name of the State and its motto, number, place and day."""
    office, state = _columns(document, _HEAD_COLUMNS)
    _write(office.paragraphs[0], "TÊN CƠ QUAN CHỦ QUẢN……", _Face(12))
    _write(office.add_paragraph(), "TÊN CƠ QUAN RÀ SOÁT……", _Face(12, bold=True))
    _rule(office.add_paragraph(), 0.4 * width("TÊN CƠ QUAN RÀ SOÁT……", 12), Mm(_HEAD_COLUMNS[0]).pt - 10.8)
    _write(office.add_paragraph(), "Số: ……/…………", _Face(13))
    _write(state.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", _Face(12, bold=True))
    _write(state.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", _Face(13, bold=True))
    _rule(state.add_paragraph(), width("Độc lập - Tự do - Hạnh phúc", 13), Mm(_HEAD_COLUMNS[1]).pt - 10.8)
    _write(state.add_paragraph(), "……………, ngày …… tháng …… năm ……", _Face(13, italic=True))


def _body(document: WordDocument) -> None:
    title = _write(document.add_paragraph(), "PHIẾU RÀ SOÁT BÁO CÁO", _Face(14, bold=True))
    title.paragraph_format.space_before = Pt(12)
    _write(document.add_paragraph(), "{{trich_yeu}}", _Face(14, bold=True))
    _write(document.add_paragraph(), "{{ten_bao_cao}}", _Face(13, italic=True, after=2))
    _rule(document.add_paragraph(), 110, Mm(_WIDTH).pt)
    lines: tuple[tuple[Look, str], ...] = (
        (BODY, "Đơn vị báo cáo: {{don_vi}}. Kỳ báo cáo: {{ky_bao_cao}}. Tệp được rà soát: {{ten_tep}}."),
        (BODY, "{{canh_bao}}"),
        (HEADING, "I. SAI SỐ LIỆU ({{so_sai_so_lieu}} điểm)"),
        (LINE, "{{bang_sai_so_lieu}}"),
        (HEADING, "II. NỘI DUNG CẦN GIẢI TRÌNH ({{so_can_giai_trinh}} điểm)"),
        (LINE, "{{bang_can_giai_trinh}}"),
        (LINE, "{{con_lai}}"),
        (HEADING, "III. KẾT QUẢ ĐỐI CHIẾU"),
        (BODY, "{{ket_qua}} {{do_phu}} {{luu_y}}"),
        (BODY, "{{de_nghi}}"),
    )
    for look, text in lines:
        document.add_paragraph(text, look.name)
    document.paragraphs[-1].paragraph_format.keep_with_next = True


def _foot(document: WordDocument) -> None:
    """Boxes 9b and 7: recipients, who checked, who heads the office."""
    recipients, checker, head = _columns(document, _FOOT_COLUMNS)
    left = WD_ALIGN_PARAGRAPH.LEFT
    _write(recipients.paragraphs[0], "Nơi nhận:", _Face(12, bold=True, italic=True), left)
    for text in _RECIPIENTS:
        _write(recipients.add_paragraph(), text, _Face(11), left)
    for cell, words in ((checker, "NGƯỜI RÀ SOÁT"), (head, "THỦ TRƯỞNG CƠ QUAN")):
        _write(cell.paragraphs[0], words, _Face(13, bold=True))
        _write(cell.add_paragraph(), _SIGNED, _Face(12, italic=True, after=44))
        _write(cell.add_paragraph(), "………………", _Face(13, bold=True))


def _annex(document: WordDocument) -> None:
    """A section of its own: it begins a page and counts its pages from 1."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(numbering, "w:cols", "w:titlePg", "w:docGrid")
    end = document.paragraphs[-1]  # the paragraph that ends the first section takes no room
    end.paragraph_format.line_spacing = Pt(1)
    mark = OxmlElement("w:rPr")
    size = OxmlElement("w:sz")
    size.set(qn("w:val"), "2")
    mark.append(size)
    properties = end._p.get_or_add_pPr()
    next(properties.iterchildren(qn("w:sectPr"))).addprevious(mark)
    document.add_paragraph("{{phu_luc}}", LINE.name)
