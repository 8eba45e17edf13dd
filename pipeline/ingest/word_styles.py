"""Styles of a Word file: which list and outline level a paragraph takes from its style."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{W}val"
_STYLE, _NUMBERING, _OUTLINE = f"{W}pStyle", f"{W}numPr", f"{W}outlineLvl"
_MARK = f"{W}rPr"
#: what is deleted or moved away is no longer said
GONE = frozenset(f"{W}{name}" for name in ("del", "moveFrom"))
_ASKED = frozenset((_STYLE, _NUMBERING, _OUTLINE, _MARK))
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
    """The styles of a file by id; `default` is that of paragraphs that name none.

    `old_fonts` is empty where no style names a font of before Unicode, else the font of each, the document's under "".
    """

    by_id: Mapping[str, Style]
    default: str | None = None
    old_fonts: Mapping[str, str] = field(default_factory=dict)


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
        own = read_form(properties)
        if number is None and own.number is not None:
            number, number_style = own.number, at
        level = own.level if level is None else level
        outline = own.outline if outline is None else outline
        heading = heading or bool(_HEADING.fullmatch(child_value(style, "name") or ""))
        at = child_value(style, "basedOn")
    return Style(number, level, number_style, heading if outline is None else outline < BODY_TEXT)


@dataclass(frozen=True, slots=True)
class Form:
    """What the properties of a paragraph name: style, list and level, and outline level (9 for body text).

    `gone`: a tracked change has deleted the paragraph's mark, so that no number is shown or counted for it.
    """

    style: str | None = None
    number: str | None = None
    level: int | None = None
    outline: int | None = None
    gone: bool = False


NO_FORM = Form()


def read_form(properties: etree._Element | None) -> Form:
    """Return what a w:pPr names."""
    if properties is None or not len(properties):
        return NO_FORM
    # one pass, since every paragraph is asked
    found = {child.tag: child for child in properties}
    if _ASKED.isdisjoint(found):
        return NO_FORM
    style, numbering, outline = found.get(_STYLE), found.get(_NUMBERING), found.get(_OUTLINE)
    return Form(
        None if style is None else style.get(_VAL),
        None if numbering is None else child_value(numbering, "numId"),
        None if numbering is None else whole(child_value(numbering, "ilvl")),
        None if outline is None else whole(outline.get(_VAL)),
        _MARK in found and any(child.tag in GONE for child in found[_MARK]),
    )


def child_value(parent: etree._Element, tag: str) -> str | None:
    """Return the w:val of a child element, None where there is no such child."""
    # asked several times for each paragraph, so not by a path
    child = next(parent.iterchildren(W + tag), None)
    return None if child is None else child.get(_VAL)


def whole(text: str | None) -> int | None:
    """Return a whole number as XML writes it, None where it is none or absurdly long."""
    if text and len(text) <= 9 and text.isdecimal() and text.isascii():
        return int(text)
    return int(text) if text and re.fullmatch(r"-[0-9]{1,9}", text) else None
