"""What decides the height of paragraphs, from the styles of a template and what paragraphs say themselves."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

Element = etree._Element

TWIPS = 20.0
#: height of a line of the typeface to its size
LEADING = 1.15
_DEEPEST = 12
#: no measure of a page is larger; a damaged template may say anything
_MOST = 1e8


@dataclass(frozen=True, slots=True)
class Shape:
    """What decides the height of a paragraph: size, gaps and indents in points, height of lines to single ones.

    `exact` is the height of a line in points where it is fixed, else 0.
    """

    size: float = 10
    before: float = 0
    after: float = 0
    spacing: float = 1
    exact: float = 0
    left: float = 0
    right: float = 0
    tied: bool = False
    bold: bool = False


def shapes_of(document: Document) -> dict[str, Shape]:
    """Return the shape of each paragraph style by its id, "" for paragraphs without one."""
    root = document.styles.element
    defaults = root.find(qn("w:docDefaults"))
    plain = Shape()
    for holder in defaults.iter(qn("w:pPrDefault"), qn("w:rPrDefault")) if defaults is not None else ():
        plain = _changed(plain, holder)
    styles = {style.get(qn("w:styleId"), ""): style for style in root.iterfind(qn("w:style"))}
    found = {name: _inherited(name, styles, plain, 0) for name in styles}
    usual = [name for name, style in styles.items() if _is_usual(style)]
    return {"": found[usual[0]] if usual else plain, **found}


def _is_usual(style: Element) -> bool:
    return style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in ("1", "true", "on")


def _inherited(name: str, styles: Mapping[str, Element], plain: Shape, depth: int) -> Shape:
    style = styles.get(name)
    if style is None or depth > _DEEPEST:
        return plain
    base = style.find(qn("w:basedOn"))
    above = _inherited(base.get(qn("w:val"), ""), styles, plain, depth + 1) if base is not None else plain
    return _changed(above, style)


def shape_of(paragraph: Element, shapes: Mapping[str, Shape]) -> Shape:
    """Return the shape of a paragraph: that of its style, and what it says itself."""
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    name = style.get(qn("w:val"), "") if style is not None else ""
    shape = shapes.get(name, shapes[""])
    properties = paragraph.find(qn("w:pPr"))
    return _with(shape, properties) if properties is not None else shape


def _changed(shape: Shape, holder: Element) -> Shape:
    """A shape with what the properties of a style say."""
    size = holder.find(f"{qn('w:rPr')}/{qn('w:sz')}")
    shape = replace(shape, size=number(size.get(qn("w:val"))) / 2) if size is not None else shape
    bold = holder.find(f"{qn('w:rPr')}/{qn('w:b')}")
    shape = replace(shape, bold=is_on(bold)) if bold is not None else shape
    properties = holder.find(qn("w:pPr"))
    return _with(shape, properties) if properties is not None else shape


def _with(shape: Shape, properties: Element) -> Shape:
    """A shape with what properties of a paragraph say of gaps, indents and ties."""
    gaps, indent, tie = (properties.find(qn(f"w:{name}")) for name in ("spacing", "ind", "keepNext"))
    if gaps is not None:
        shape = replace(
            shape,
            before=points(gaps.get(qn("w:before")), shape.before),
            after=points(gaps.get(qn("w:after")), shape.after),
        )
        shape = _spaced(shape, gaps)
    if indent is not None:
        left = indent.get(qn("w:left")) or indent.get(qn("w:start"))
        right = indent.get(qn("w:right")) or indent.get(qn("w:end"))
        first = points(indent.get(qn("w:firstLine")))  # counted for each line: never too low
        shape = replace(shape, left=points(left, shape.left) + first, right=points(right, shape.right))
    return replace(shape, tied=is_on(tie)) if tie is not None else shape


def _spaced(shape: Shape, gaps: Element) -> Shape:
    line, rule = gaps.get(qn("w:line")), gaps.get(qn("w:lineRule"), "auto")
    if line is None:
        return shape
    if rule == "exact":
        return replace(shape, exact=points(line))
    spacing = number(line) / 240 if rule == "auto" else max(points(line) / (shape.size * LEADING), 1.0)
    return replace(shape, spacing=spacing, exact=0)


def is_on(tie: Element) -> bool:
    """Whether a switch of the file is on."""
    return tie.get(qn("w:val"), "1") not in ("0", "false", "off")


def points(twips: str | None, otherwise: float = 0.0) -> float:
    """Return a measure of the file in points."""
    return number(twips) / TWIPS if twips is not None else otherwise


def number(text: str | None) -> float:
    """Return the size of a number of the file, 0 for what is none."""
    try:
        found = abs(float(text or 0))
    except ValueError:
        return 0.0
    return min(found, _MOST) if math.isfinite(found) else 0.0
