"""The places of a template that a sheet fills: `{{don_vi}}` in a line, `{{phu_luc}}` alone in a paragraph.

Word may split one over several runs; only text is put in their place, nothing of a template is executed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from pipeline.export.audit.letters import shortened
from pipeline.export.packing import clean

Element = etree._Element

#: placeholders of a whole paragraph, and those without which a sheet would be half a sheet
BLOCKS = ("bang_sai_so_lieu", "bang_can_giai_trinh", "con_lai", "phu_luc")
REQUIRED = (*BLOCKS, "trich_yeu")
_NAME = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_OPEN = re.compile(r"\{\{|\}\}")
_PARTS = ("header", "first_page_header", "even_page_header", "footer", "first_page_footer", "even_page_footer")


class TemplateError(Exception):
    """A template that cannot be filled; the text is one Vietnamese sentence."""


@dataclass(frozen=True, slots=True)
class Place:
    """A placeholder of a whole paragraph: its name and the paragraph."""

    name: str
    paragraph: Element


def fill(document: Document, values: Mapping[str, str]) -> dict[str, Element]:
    """Put texts in the place of their placeholders and return the paragraphs of the others by name.

    A paragraph whose placeholders are all empty is left out. Raises TemplateError for a placeholder that is unknown,
    missing, doubled, torn or not alone in its paragraph.
    """
    found: dict[str, Element] = {}
    seen: set[str] = set()
    for paragraph in list(_paragraphs(document)):
        names = list(_names(paragraph, values))
        seen.update(names)
        for name in names:
            if name in BLOCKS:
                _keep(document, found, Place(name, paragraph))
        if names and names[0] not in BLOCKS:
            _put(document, paragraph, values)
    missing = [name for name in REQUIRED if name not in seen]
    if missing:
        raise TemplateError(f"Mẫu phiếu rà soát thiếu {_listed(missing)}.")
    return found


def _keep(document: Document, found: dict[str, Element], place: Place) -> None:
    if place.name in found:
        raise TemplateError(f"Mẫu phiếu rà soát có hai lần {_listed([place.name])}, chỉ được đặt một lần.")
    if place.paragraph.getparent() is not document.element.body or not _NAME.fullmatch(_text(place.paragraph).strip()):
        raise TemplateError(
            f"Trong mẫu phiếu rà soát, {_listed([place.name])} phải đứng một mình trong một đoạn,"
            " ngoài mọi bảng và khung."
        )
    found[place.name] = place.paragraph


def _paragraphs(document: Document) -> Iterator[Element]:
    """Every paragraph of the text, its tables and boxes, and of the margins of its pages."""
    yield from document.element.body.iter(qn("w:p"))
    for section in document.sections:
        for name in _PARTS:
            margin = getattr(section, name)
            if not margin.is_linked_to_previous:
                yield from margin._element.iter(qn("w:p"))  # python-docx gives no public way in


def _texts(paragraph: Element) -> list[Element]:
    """The pieces of text of a paragraph without those of boxes that hang in it."""
    tag = qn("w:p")
    return [text for text in paragraph.iter(qn("w:t")) if next(text.iterancestors(tag)) is paragraph]


def _text(paragraph: Element) -> str:
    return "".join(text.text or "" for text in _texts(paragraph))


def _names(paragraph: Element, values: Mapping[str, str]) -> Iterator[str]:
    """The names of the placeholders of a paragraph; raises TemplateError for one that nobody knows."""
    text = _text(paragraph)
    for match in _NAME.finditer(text):
        name = match.group(1).lower()
        if name not in BLOCKS and name not in values:
            known = _listed([*BLOCKS, *values])
            raise TemplateError(
                f"Mẫu phiếu rà soát có chỗ điền không rõ “{_shown(match.group())}”; các chỗ điền dùng được: {known}."
            )
        yield name
    if torn := _OPEN.search(_NAME.sub("", text)):
        raise TemplateError(
            f"Trong mẫu phiếu rà soát, dấu “{torn.group()}” không có dấu đi cùng ở đoạn “{_shown(text)}”."
        )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"“{{{{{name}}}}}”" for name in names)


def _shown(text: str) -> str:
    return shortened(clean(text), 80)


def _put(document: Document, paragraph: Element, values: Mapping[str, str]) -> None:
    texts = _texts(paragraph)
    whole = "".join(text.text or "" for text in texts)
    matches = list(_NAME.finditer(whole))
    news = [values[match.group(1).lower()] for match in matches]
    if not any(news) and not _NAME.sub("", whole).strip() and _may_go(document, paragraph):
        paragraph.getparent().remove(paragraph)  # type: ignore[union-attr]  # a paragraph stands in something
        return
    for match, new in zip(reversed(matches), reversed(news), strict=True):
        _replace(texts, match.span(), new)


def _may_go(document: Document, paragraph: Element) -> bool:
    """Whether a paragraph is one of the text itself that does not end a section."""
    return paragraph.getparent() is document.element.body and paragraph.find(f".//{qn('w:sectPr')}") is None


def _replace(texts: Sequence[Element], span: tuple[int, int], new: str) -> None:
    """Put text in the place of characters that may be spread over several pieces: the first piece takes it."""
    at, start, end = 0, *span
    for text in texts:
        own = text.text or ""
        first, last = max(start - at, 0), min(end - at, len(own))
        if first < last:
            text.text = own[:first] + (new if start >= at else "") + own[last:]
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        at += len(own)
