"""Runs of Word files set in fonts of before Unicode (.VnTime, VNI-Times): their letters in Unicode, in place.

What the fonts of runs and styles are is looked up only where a file names such a font at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from pipeline.ingest.old_letters import font_encoding
from pipeline.ingest.old_runs import Run, are_trusted, mended_runs
from pipeline.ingest.word_styles import Styles, W, child_value

_NAMES = re.compile(rb'"(?:\.[Vv][Nn]|VNI[- ]|\.VNI|ABC |VISCII)')
_P, _R, _T, _SOFT, _SYMBOL = (f"{W}{name}" for name in ("p", "r", "t", "softHyphen", "sym"))
_FONTS, _PROPERTIES = f"{W}rFonts", f"{W}rPr"
_SYMBOL_CODE = re.compile("f0([2-9a-f][0-9a-f])", re.IGNORECASE)
#: symbol fonts have their signs here, beginning with the 32nd
_PRIVATE = {0xF000 + code: chr(code) for code in range(0x20, 0x100)}


def names_old_fonts(content: bytes) -> bool:
    """Return whether the XML of a part names a font of before Unicode."""
    return _NAMES.search(content) is not None


def read_fonts(root: etree._Element | None) -> dict[str, str]:
    """Return the fonts of styles by their ids, that of a document without styles under ""."""
    if root is None:
        return {}
    elements = {style.get(f"{W}styleId", ""): style for style in root.iterfind(f"{W}style")}
    default = _font(root.find(f"{W}docDefaults/{W}rPrDefault/{_PROPERTIES}"))
    fonts = {"": default} if default else {}
    return fonts | {name: font for name in elements if (font := _style_font(name, elements))}


def _style_font(name: str, elements: Mapping[str, etree._Element]) -> str | None:
    seen = set[str]()
    while name in elements and name not in seen:
        seen.add(name)
        if font := _font(elements[name].find(_PROPERTIES)):
            return font
        name = child_value(elements[name], "basedOn") or ""
    return None


def _font(properties: etree._Element | None) -> str | None:
    fonts = None if properties is None else properties.find(_FONTS)
    return None if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")


def mend_runs(root: etree._Element, styles: Styles) -> str | None:
    """Put the texts of runs in old fonts into Unicode; return the encoding that most of them were in, None for none."""
    paragraphs = [list(_runs(paragraph, styles)) for paragraph in root.iter(_P)]
    trusted = are_trusted([run for _, run in runs] for runs in paragraphs)
    names = []
    for runs in paragraphs:
        texts, name = mended_runs([run for _, run in runs], trusted=trusted)
        names += [name] if name else []
        for (element, _), text in zip(runs, texts, strict=True):
            element.text = text
    return max(sorted(set(names)), key=names.count, default=None)


def _runs(paragraph: etree._Element, styles: Styles) -> Iterator[tuple[etree._Element, Run]]:
    """Each w:t of a paragraph with its text and font."""
    fonts = styles.old_fonts
    style = _named(paragraph.find(f"{W}pPr"), "pStyle") or styles.default or ""
    own = fonts.get(style) or fonts.get("", "")
    for run in paragraph.iter(_R):
        properties = run.find(_PROPERTIES)
        font = _font(properties) or fonts.get(_named(properties, "rStyle") or "") or own
        old = font_encoding(font) is not None
        for element in run:
            if old and element.tag == _SOFT:
                element.tag, element.text = _T, "\u00ad"
            elif element.tag == _SYMBOL and (symbol := _symbol(element)):
                element.tag, element.text = _T, symbol
                font = element.get(f"{W}font", "")
            if element.tag == _T and element.text:
                yield element, Run(element.text.translate(_PRIVATE) if old else element.text, font)


def _named(properties: etree._Element | None, tag: str) -> str | None:
    return None if properties is None else child_value(properties, tag)


def _symbol(element: etree._Element) -> str:
    """The sign of an old font that Word took for a symbol, "" for other signs."""
    code = _SYMBOL_CODE.fullmatch(element.get(f"{W}char", ""))
    return chr(int(code[1], 16)) if code and font_encoding(element.get(f"{W}font", "")) else ""
