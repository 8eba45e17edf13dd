"""How cells look: the formats of a workbook, and the numbers by which its rows name them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.export.workbook.cells import PLACES, Look, number_format

#: what a cell holds: text, a date, or a number shown with so many places
Kind = int | str
#: the number of a look in the styles of a workbook
Styles = Mapping[tuple[Kind, Look], str]

COLOURS: Mapping[Look, Mapping[str, Any]] = {
    "": {},
    "wrong": {"bg_color": "#FFC7CE", "font_color": "#9C0006"},
    "doubt": {"bg_color": "#FFEB9C", "font_color": "#7F6000"},
    "absent": {"bg_color": "#EDEDED"},
    "unread": {"bg_color": "#D9D9D9", "font_color": "#595959", "italic": True},
    "counted": {"font_color": "#1F4E79", "italic": True},
    "typed": {"bg_color": "#FFF9DB", "locked": False, "border": 1, "border_color": "#D9D0A0"},
    "link": {"font_color": "#0563C1", "underline": 1},
    "line": {},
}
#: the head of a column by what it is for
HEADS: Mapping[str, Mapping[str, Any]] = {
    "": {"bg_color": "#DDEBF7"},
    "target": {"bg_color": "#E2EFDA", "italic": True},
    "typed": {"bg_color": "#FFE699"},
}
_NUMBERED: tuple[Look, ...] = ("", "wrong", "doubt", "counted", "line")
_DATED: tuple[Look, ...] = ("", "typed")
_ON_ONE_LINE: tuple[Look, ...] = ("line",)

_STYLE = re.compile(r'<c r="[A-Z]+2" s="(\d+)"')
_PATTERN_ROW = re.compile(r'<row r="2".*?</row>')


def _properties() -> Iterator[tuple[tuple[Kind, Look], dict[str, Any]]]:
    for look, colours in COLOURS.items():
        wrap = {} if look in _ON_ONE_LINE else {"text_wrap": True}
        yield ("text", look), {"valign": "top", **wrap, **colours}
    for look in _DATED:
        yield ("date", look), {"valign": "top", "num_format": "dd/mm/yyyy", **COLOURS[look]}
    for look in _NUMBERED:
        for shown in PLACES:
            yield (shown, look), {"valign": "top", "num_format": number_format(shown), **COLOURS[look]}


def write_patterns(file: Workbook, sheet: Worksheet) -> None:
    """Write an empty cell of every look into the second row of a sheet, so that XlsxWriter numbers them all."""
    for place, (_, properties) in enumerate(_properties()):
        sheet.write_blank(1, place, None, file.add_format(properties))


def styles(sheet_xml: str) -> Styles:
    """Return the number of every look from the XML of a sheet with patterns; a look that a kind lacks is plain."""
    row = _PATTERN_ROW.search(sheet_xml)
    numbers = _STYLE.findall(row[0]) if row else []
    named = dict(zip((key for key, _ in _properties()), numbers, strict=True))
    kinds = {kind for kind, _ in named}
    return {(kind, look): named.get((kind, look), named[kind, ""]) for kind in kinds for look in COLOURS}
