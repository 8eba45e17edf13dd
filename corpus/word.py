"""Write a report as a Word file whose heading numbers and bullets are Word's own, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from corpus.layout import Paragraph, Part, Table
from corpus.word_numbers import DEEPEST, Lists, ListState, place

_MADE = datetime(2000, 1, 1, tzinfo=UTC)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_BULLET_LIST = ListState(-1, {0: ("bullet", "-")})


def write_docx(parts: Sequence[Part]) -> bytes:
    """Return a report as the bytes of a .docx; the same parts give the same bytes."""
    document = docx.Document()
    lists = Lists(nums=[(_BULLET_LIST, {})])
    base = max((int(num.get(qn("w:numId"))) for num in _numbering(document).findall(qn("w:num"))), default=0) + 1
    near: dict[int, str] = {}
    for part in parts:
        if isinstance(part, Table):
            _add_table(document, part)
        else:
            _add_paragraph(document, part, lists, near, base)
    _write_lists(_numbering(document), lists, base)
    properties = document.core_properties
    properties.created = properties.modified = _MADE
    properties.author = properties.last_modified_by = properties.comments = ""
    packed = io.BytesIO()
    document.save(packed)
    return _repacked(packed.getvalue())


def _numbering(document: WordDocument) -> Any:
    return document.part.numbering_part.element


def _add_paragraph(document: WordDocument, part: Paragraph, lists: Lists, near: dict[int, str], base: int) -> None:
    if part.kind == "paragraph":
        document.add_paragraph(part.text)
        return
    if part.kind == "item":
        _set_number(document.add_paragraph(part.text), base, 0)
        return
    placed = place(lists, part.number, part.level, near.get(part.level, "")) if part.number else None
    style = f"Heading {min(max(part.level, 1), 9)}"
    if placed is None:
        document.add_paragraph(" ".join(word for word in (part.number, part.text) if word), style)
        return
    number, level, near[part.level] = placed
    _set_number(document.add_paragraph(part.text, style), base + number, level)


def _set_number(paragraph: Any, number: int, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = number


def _element(tag: str, value: object = None, **attributes: object) -> Any:
    element = OxmlElement(tag)
    for key, one in {**({} if value is None else {"val": value}), **attributes}.items():
        element.set(qn(f"w:{key}"), str(one))
    return element


def _write_lists(numbering: Any, lists: Lists, base: int) -> None:
    """Append our lists to those of the template: abstract ones stand before all w:num."""
    abstracts = numbering.findall(qn("w:abstractNum"))
    first = 1 + max((int(one.get(qn("w:abstractNumId"))) for one in abstracts), default=-1)
    states = [_BULLET_LIST, *lists.lists]
    at = len(abstracts)
    for offset, state in enumerate(states):
        numbering.insert(at + offset, _abstract(state, first + offset))
    for number, (state, overrides) in enumerate(lists.nums, base):
        num = _element("w:num", numId=number)
        num.append(_element("w:abstractNumId", first + 1 + state.number))
        for level, start in overrides.items():
            override = _element("w:lvlOverride", ilvl=level)
            override.append(_element("w:startOverride", start))
            num.append(override)
        numbering.append(num)


def _abstract(state: ListState, number: int) -> Any:
    abstract = _element("w:abstractNum", abstractNumId=number)
    abstract.append(_element("w:multiLevelType", "multilevel"))
    for level in range(DEEPEST + 1):
        form, pattern = state.formats.get(level, ("decimal", f"%{level + 1}."))
        one = _element("w:lvl", ilvl=level)
        one.append(_element("w:start", state.starts.get(level, 1)))
        one.append(_element("w:numFmt", form))
        one.append(_element("w:suff", "space"))
        one.append(_element("w:lvlText", pattern))
        abstract.append(one)
    return abstract


def _add_table(document: WordDocument, part: Table) -> None:
    table = document.add_table(len(part.rows), len(part.rows[0]), "Table Grid")
    cells = [list(row.cells) for row in table.rows]
    spans = merged_cells(part)
    for (row, column), (down, across) in spans.items():
        cells[row][column].merge(cells[row + down - 1][column + across - 1])
    for row, texts in enumerate(part.rows):
        for column, text in enumerate(texts):
            if text:
                cells[row][column].text = text


def merged_cells(table: Table) -> Mapping[tuple[int, int], tuple[int, int]]:
    """Return how many rows and columns each merged head cell covers, by its first row and column."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(table.head):
        for column, text in enumerate(table.rows[row]):
            first = None if text else _owner(table, row, column, owner, spans)
            owner[row, column] = first or (row, column)
            if first:
                spans[first] = (row - first[0] + 1, column - first[1] + 1)
    return spans


def _owner(
    table: Table,
    row: int,
    column: int,
    owner: Mapping[tuple[int, int], tuple[int, int]],
    spans: Mapping[tuple[int, int], tuple[int, int]],
) -> tuple[int, int] | None:
    """The cell that an empty head cell belongs to: the one above, else the left one where there is text below."""
    above = owner.get((row - 1, column))
    if above and table.rows[above[0]][above[1]] and spans.get(above, (1, 1))[1] == 1:
        return above
    left = owner.get((row, column - 1))
    below = any(later[column] for later in table.rows[row + 1 : table.head])
    return left if left and below and left[0] == row and table.rows[row][left[1]] else None


def _repacked(package: bytes) -> bytes:
    """The same package with members in order and no times, so that equal reports are equal files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as read, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as written:
        for name in sorted(read.namelist()):
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, read.read(name))
    return packed.getvalue()
