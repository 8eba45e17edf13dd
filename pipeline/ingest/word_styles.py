"""Styles of a Word file: which list and outline level a paragraph takes from its style."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{W}val"
#: outline level of text that is no heading
BODY_TEXT = 9
_HEADING = re.compile(r"heading \d|title", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style with what it takes from the styles it is based on."""

    num: str | None = None
    level: int | None = None
    #: the style of the chain that gives the list; lists name it at the level it belongs to
    num_style: str | None = None
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a file by id; `default` is that of paragraphs that name none."""

    by_id: Mapping[str, Style]
    default: str | None = None


def read_styles(root: etree._Element | None) -> Styles:
    """Return the styles of styles.xml, each with what its chain of basedOn gives."""
    if root is None:
        return Styles({})
    elements = {style.get(f"{W}styleId", ""): style for style in root.iterfind(f"{W}style")}
    default = next((name for name, style in elements.items() if _is_default(style)), None)
    return Styles({name: _style(name, elements) for name in elements}, default)


def _is_default(style: etree._Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on")


def _style(name: str, elements: Mapping[str, etree._Element]) -> Style:
    number = level = number_style = outline = None
    heading, seen = False, set[str]()
    at: str | None = name
    while at is not None and at in elements and at not in seen:
        seen.add(at)
        style = elements[at]
        properties = style.find(f"{W}pPr")
        own, own_level = number_of(properties)
        if number is None and own is not None:
            number, number_style = own, at
        level = own_level if level is None else level
        outline = outline_of(properties) if outline is None else outline
        heading = heading or bool(_HEADING.fullmatch(child_value(style, "name") or ""))
        at = child_value(style, "basedOn")
    return Style(number, level, number_style, heading if outline is None else outline < BODY_TEXT)


def number_of(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """Return list and level that paragraph properties name."""
    numbering = None if properties is None else properties.find(f"{W}numPr")
    if numbering is None:
        return None, None
    return child_value(numbering, "numId"), whole(child_value(numbering, "ilvl"))


def outline_of(properties: etree._Element | None) -> int | None:
    """Return the outline level that paragraph properties name, 9 for body text."""
    return None if properties is None else whole(child_value(properties, "outlineLvl"))


def child_value(parent: etree._Element, tag: str) -> str | None:
    """Return the w:val of a child element, None where there is no such child."""
    child = parent.find(f"{W}{tag}")
    return None if child is None else child.get(_VAL)


def whole(text: str | None) -> int | None:
    """Return a whole number as XML writes it, None where it is none or absurdly long."""
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,9}", text) else None
