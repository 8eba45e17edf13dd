"""Footnotes of a Word file: the part that holds them, and the references in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.shared import Pt

from corpus.layout import Paragraph
from corpus.notes import pieces
from corpus.word_xml import element

#: the two lines that Word draws above notes are notes themselves; ours come after them
_SEPARATORS = ("separator", "continuationSeparator")
_STYLE = "footnote text"
_NAME = PackURI("/word/footnotes.xml")


def add_text(paragraph: Any, text: str) -> None:
    """Add a text to a paragraph: a run for each piece, a reference for each anchor of a note."""
    for piece in pieces(text):
        if isinstance(piece, int):
            reference = element("footnoteReference", id=piece + len(_SEPARATORS))
            paragraph._p.append(element("r", _raised(), reference))
        else:
            paragraph.add_run(piece)


def add_notes(document: WordDocument, notes: Sequence[Paragraph]) -> None:
    """Give a document its part of footnotes; without notes it has none."""
    if notes:
        style = document.styles.add_style(_STYLE, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        style.base_style, style.font.size = document.styles["Normal"], Pt(10)
        form = style.paragraph_format
        form.first_line_indent, form.line_spacing = 0, 1.0
        form.space_before = form.space_after = Pt(0)
        content = serialize_part_xml(element("footnotes", *_separators(), *_notes(notes, style.style_id)))
        part = Part(_NAME, CONTENT_TYPE.WML_FOOTNOTES, content, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _separators() -> Iterator[Any]:
    for number, kind in enumerate(_SEPARATORS):
        close = element("pPr", element("spacing", after=0, line=240, lineRule="auto"))
        yield element("footnote", element("p", close, element("r", element(kind))), type=kind, id=number)


def _notes(notes: Sequence[Paragraph], style: str) -> Iterator[Any]:
    for number, note in enumerate(notes, len(_SEPARATORS)):
        text = element("t")
        text.text = f" {note.text}"
        text.set(qn("xml:space"), "preserve")
        form = element("pPr", element("pStyle", val=style))
        mark = element("r", _raised(), element("footnoteRef"))
        yield element("footnote", element("p", form, mark, element("r", text)), id=number)


def _raised() -> Any:
    return element("rPr", element("vertAlign", val="superscript"))
