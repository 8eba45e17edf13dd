"""The numbered and bulleted lists of a report, written into a Word file's numbering."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from corpus.word_numbers import DEEPEST, Lists, ListState
from corpus.word_xml import element

#: of the first line, in twentieths of a point
_INDENT = 720
BULLETS = ListState(-1, {0: ("bullet", "-")})


def first_number(numbering: Any) -> int:
    """Return the first number of a list that a file's numbering has not given."""
    return 1 + max((int(num.get(qn("w:numId"))) for num in numbering.findall(qn("w:num"))), default=0)


def set_number(paragraph: Any, number: int, level: int) -> None:
    """Make a paragraph an item of a list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = number


def write_lists(numbering: Any, lists: Lists, base: int) -> None:
    """Append lists to those of the template, the bullets as the first: abstract ones stand before all w:num."""
    abstracts = numbering.findall(qn("w:abstractNum"))
    first = 1 + max((int(one.get(qn("w:abstractNumId"))) for one in abstracts), default=-1)
    for offset, state in enumerate((BULLETS, *lists.lists)):
        numbering.insert(len(abstracts) + offset, _abstract(state, first + offset))
    for number, (state, overrides) in enumerate(lists.nums, base):
        starts = [element("lvlOverride", element("startOverride", val=at), ilvl=lvl) for lvl, at in overrides.items()]
        numbering.append(element("num", element("abstractNumId", val=first + 1 + state.number), *starts, numId=number))


def _abstract(state: ListState, number: int) -> Any:
    kind = element("multiLevelType", val="multilevel")
    return element("abstractNum", kind, *_levels(state), abstractNumId=number)


def _levels(state: ListState) -> Iterator[Any]:
    for level in range(DEEPEST + 1):
        form, pattern = state.formats.get(level, ("decimal", f"%{level + 1}."))
        yield element(
            "lvl",
            element("start", val=state.starts.get(level, 1)),
            element("numFmt", val=form),
            element("suff", val="space"),
            element("lvlText", val=pattern),
            element("pPr", element("ind", left=0, firstLine=_INDENT)),
            ilvl=level,
        )
