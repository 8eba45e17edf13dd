"""A workbook of XlsxWriter with the rows of its tables put in: the skeleton is its own, the rows are streamed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from itertools import islice
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter.utility import xl_col_to_name

from pipeline.export.packing import zip_entry
from pipeline.export.workbook.cells import Column, Row
from pipeline.export.workbook.looks import Styles, styles
from pipeline.export.workbook.rows import Link, Sheet

#: above it the entry of a sheet may need the larger sizes of zip
_MANY_ROWS = 400_000
#: what XlsxWriter wrote below the head: patterns, and empty rows that have notes
_HEAD = re.compile(r"(?s)(?<=</row>)(?:<row .*)?(?=</sheetData>)")
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')
_AFTER_LINKS = re.compile(r"<printOptions|<pageMargins")
_TOOLTIP = "Mở trang của báo cáo ở chỗ này"
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
#: what a target may not hold as it is
_RESERVED = re.compile(r"[%#?\s\"<>\[\]^`{}|\\\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet of a table: it takes so many of the rows."""

    columns: Sequence[Column]
    rows: Iterator[Row]
    count: int


def filled(skeleton: bytes, parts: Mapping[int, Part]) -> bytes:
    """Return a workbook with rows put into the sheets (counted from 1) that have a part.

    The first of these sheets has the patterns of all looks in its second row.
    """
    content = BytesIO()
    with ZipFile(BytesIO(skeleton)) as old, ZipFile(content, "w", ZIP_DEFLATED, compresslevel=5) as new:
        sheets = {f"xl/worksheets/sheet{number}.xml": number for number in parts}
        numbers = styles(old.read(min(sheets, key=lambda name: sheets[name])).decode())
        links: dict[str, Sequence[Link]] = {}
        for name in old.namelist():
            if name in sheets:
                part = parts[sheets[name]]
                links[_relations_of(name)] = _write_sheet(new, name, old.read(name).decode(), part, numbers)
            elif name not in {_relations_of(sheet) for sheet in sheets}:
                new.writestr(zip_entry(name), old.read(name))
        for name, leading in links.items():
            known = old.read(name).decode() if name in old.namelist() else _RELATIONS
            if leading or known != _RELATIONS:
                new.writestr(zip_entry(name), _with_relations(known, leading))
    return content.getvalue()


def _write_sheet(new: ZipFile, name: str, xml: str, part: Part, numbers: Styles) -> Sequence[Link]:
    sheet = Sheet(numbers, part.columns)
    last = f"{xl_col_to_name(len(part.columns) - 1)}{part.count + 1}"
    before, after = _HEAD.split(_DIMENSION.sub(f'<dimension ref="A1:{last}"/>', xml, count=1), maxsplit=1)
    with new.open(zip_entry(name), "w", force_zip64=part.count > _MANY_ROWS) as file:
        file.write(before.encode())
        for chunk in sheet.chunks(islice(part.rows, part.count)):
            file.write(chunk)
        place = _AFTER_LINKS.search(after)
        at = place.start() if place else after.index("</worksheet>")
        file.write((after[:at] + _hyperlinks(sheet.links) + after[at:]).encode())
    return sheet.links


def _relations_of(sheet: str) -> str:
    folder, _, name = sheet.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def _hyperlinks(links: Sequence[Link]) -> str:
    if not links:
        return ""
    return f"<hyperlinks>{''.join(_hyperlink(number, link) for number, link in enumerate(links, 1))}</hyperlinks>"


def _hyperlink(number: int, link: Link) -> str:
    place = link.target.partition("#")[2]
    location = f' location="{escape(place)}"' if place else ""
    return f'<hyperlink ref="{link.cell}" r:id="link{number}"{location} tooltip="{_TOOLTIP}"/>'


def _with_relations(xml: str, links: Sequence[Link]) -> str:
    added = "".join(
        f'<Relationship Id="link{number}" Type="{_HYPERLINK}" Target="{_target(link)}" TargetMode="External"/>'
        for number, link in enumerate(links, 1)
    )
    return xml.replace("</Relationships>", added + "</Relationships>")


def _target(link: Link) -> str:
    return escape(link.target.partition("#")[0])


def address(path: str) -> str:
    """Return a path as a link has it: only what would end it or break it is coded, letters of Vietnamese stay.

    >>> address("trang/báo cáo #2 50%.html")
    'trang/báo%20cáo%20%232%2050%25.html'
    """
    return _RESERVED.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), path)
