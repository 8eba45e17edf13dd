"""Fonts of OpenDocument styles, as far as they may show letters of before Unicode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from pipeline.ingest.odt_lists import STYLE, TEXT

_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"


def read_fonts(roots: Sequence[etree._Element]) -> dict[str, str]:
    """Return the font of each style by its name, that of paragraphs without style under ""."""
    families = {
        face.get(f"{STYLE}name", ""): face.get(f"{_SVG}font-family", "").strip("'\" ")
        for root in roots
        for face in root.iter(f"{STYLE}font-face")
    }
    styles = {style.get(f"{STYLE}name", ""): style for root in roots for style in root.iter(f"{STYLE}style")}
    fonts = {name: font for name in styles if (font := _font(name, styles, families))}
    for root in roots:
        for style in root.iter(f"{STYLE}default-style"):
            if style.get(f"{STYLE}family") == "paragraph" and (font := _own(style, families)):
                fonts[""] = font
    return fonts


def hidden_styles(roots: Sequence[etree._Element]) -> frozenset[str]:
    """Return the names of the styles whose text is not shown."""
    shown = (
        (style.get(f"{STYLE}name", ""), style.find(f"{STYLE}text-properties"))
        for root in roots
        for style in root.iter(f"{STYLE}style")
    )
    return frozenset(name for name, one in shown if one is not None and one.get(f"{TEXT}display") == "none")


def _font(name: str, styles: Mapping[str, etree._Element], families: Mapping[str, str]) -> str:
    seen = set[str]()
    while name in styles and name not in seen:
        seen.add(name)
        if font := _own(styles[name], families):
            return font
        name = styles[name].get(f"{STYLE}parent-style-name", "")
    return ""


def _own(style: etree._Element, families: Mapping[str, str]) -> str:
    properties = style.find(f"{STYLE}text-properties")
    if properties is None:
        return ""
    name = properties.get(f"{STYLE}font-name", "")
    return families.get(name, name) or properties.get(f"{_FO}font-family", "").strip("'\" ")
