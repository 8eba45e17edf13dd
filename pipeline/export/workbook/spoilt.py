"""Cells of a workbook whose formula has no value: readers of values give them as if nothing stood there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from posixpath import join, normpath
from zipfile import ZipFile

from lxml import etree

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BOOK = "xl/workbook.xml"
#: one that failed ("#REF!"), and one that a program wrote and no other computed; "" that a formula gave is a value
_FAILED = re.compile(rb'<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3}\d+)"')
_UNCOMPUTED = re.compile(
    rb'<c\b(?![^>]*\bt="str")[^>]*\br="([A-Z]{1,3}\d+)"[^>]*(?<!/)>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)'
    rb"\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)


def spoilt_cells(data: bytes, sheets: Collection[str]) -> Mapping[str, frozenset[str]]:
    """Return by name of these sheets the addresses ("H5") of cells with a formula that failed or was not computed.

    Raises what zipfile, lxml and KeyError say of a broken file.
    """
    with ZipFile(BytesIO(data)) as archive:
        return {
            name: frozenset(_spoilt(archive.read(part))) for name, part in _parts(archive).items() if name in sheets
        }


def _spoilt(xml: bytes) -> Iterator[str]:
    yield from (cell.decode() for kind in (_FAILED, _UNCOMPUTED) for cell in kind.findall(xml))


def _parts(archive: ZipFile) -> dict[str, str]:
    """The member of the archive that each sheet is in."""
    relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), _PARSER)
    targets = {one.get("Id", ""): normpath(join("/xl", one.get("Target", ""))).lstrip("/") for one in relations}
    sheets = etree.fromstring(archive.read(_BOOK), _PARSER).iterfind("{*}sheets/{*}sheet")
    found = {sheet.get("name", ""): targets.get(sheet.get(_RELATION, ""), "") for sheet in sheets}
    return {name: part for name, part in found.items() if part in archive.NameToInfo}
