"""Workbooks of Excel since 2007: sheets, shared texts and number formats out of their parts."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from pipeline.ingest.errors import IngestError
from pipeline.ingest.sheet_cells import MOST_CELLS, MOST_PART, Area, Sheet, address_of, cell_words, place_of, too_large
from pipeline.ingest.sheet_values import PLAIN, Form, built_in, decimal_of, form_of, number_text
from pipeline.ingest.word_package import Package, Relationship, open_package

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_TRUE = frozenset({"1", "true", "on"})
_SHEETS = frozenset({"worksheet"})
#: bytes of a picture that is more than an emblem or a signature
_LARGE_PICTURE = 100_000


class BinaryBook(Exception):  # noqa: N818  # no error: another reader knows it
    """A workbook in binary parts (.xlsb)."""


@dataclass(frozen=True, slots=True)
class _Book:
    """What all sheets of a workbook share."""

    texts: Sequence[str]
    forms: Sequence[Form]
    from_1904: bool


def xlsx_sheets(data: bytes) -> list[Sheet]:
    """Return the sheets of a workbook in their order.

    Raises IngestError, BinaryBook for a workbook in binary parts.
    """
    package = open_package(data)
    main = _main(package)
    root = package.root(main)
    if root is None:
        raise _corrupt()
    relations = {one.id: one for one in package.relationships(main)}
    book = _Book(_texts(package, relations), _forms(package, relations), _is_1904(root))
    sheets: list[Sheet] = []
    for element in root.iterfind("{*}sheets/{*}sheet"):
        relation = relations.get(element.get(_RELATION, ""))
        if relation is not None and relation.kind in _SHEETS:
            sheet = Sheet(element.get("name", ""), element.get("state", "visible") != "visible")
            _read(package, relation.target, sheet, book)
            _read_over(package, relation.target, sheet)
            sheets.append(sheet)
            if sum(len(one.cells) for one in sheets) > MOST_CELLS:
                raise too_large()
    return sheets


def _main(package: Package) -> str:
    stated = [one.target for one in package.relationships("") if one.kind == "officeDocument"]
    for name in (*stated, "xl/workbook.xml"):
        if name in package.entries:
            if name.endswith(".bin"):
                raise BinaryBook
            return name
    raise _corrupt()


def _is_1904(root: etree._Element) -> bool:
    properties = root.find("{*}workbookPr")
    return properties is not None and properties.get("date1904", "0") in _TRUE


def _part(relations: dict[str, Relationship], kind: str) -> str | None:
    return next((one.target for one in relations.values() if one.kind == kind), None)


def _elements(package: Package, name: str, *tags: str) -> Iterator[etree._Element]:
    """Yield elements of a part as they are read, each emptied afterwards: a sheet is larger than what it says."""
    entry = package.entries.get(name)
    if entry is None:
        return
    if entry.file_size > MOST_PART:
        raise too_large()
    content = package.read(name) or b""
    if b"<!DOCTYPE" in content:
        raise IngestError("dtd_forbidden", f"phần {name} chứa khai báo DOCTYPE")
    stream = io.BytesIO(content)
    wanted = [f"{{*}}{tag}" for tag in tags]
    steps = etree.iterparse(
        stream, events=("end",), tag=wanted, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        for _, element in steps:
            yield element
            element.clear()
            while element.getprevious() is not None and (above := element.getparent()) is not None:
                del above[0]
    except etree.XMLSyntaxError as error:
        deep = "depth" in str(error).casefold()
        raise IngestError("too_deep" if deep else "corrupt", f"phần {name} không phải XML đúng") from error


def _texts(package: Package, relations: dict[str, Relationship]) -> list[str]:
    name = _part(relations, "sharedStrings")
    texts: list[str] = []
    for element in _elements(package, name, "si") if name else ():
        texts.append(_said(element))
        if len(texts) > MOST_CELLS:
            raise too_large()
    return texts


def _said(element: etree._Element) -> str:
    """The text of a shared or own string: its runs, without the reading aids of Asian letters."""
    runs = [run for child in element for run in ([child] if _tag(child) == "t" else _runs(child))]
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(run.text or "" for run in runs))


def _runs(child: etree._Element) -> list[etree._Element]:
    return [run for run in child if _tag(run) == "t"] if _tag(child) == "r" else []


def _tag(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _forms(package: Package, relations: dict[str, Relationship]) -> list[Form]:
    """How each style of cells prints numbers, in their order."""
    name = _part(relations, "styles")
    root = package.root(name) if name else None
    if root is None:
        return []
    codes = {one.get("numFmtId", ""): one.get("formatCode", "") for one in root.iterfind("{*}numFmts/{*}numFmt")}
    used = [one.get("numFmtId", "0") for one in root.iterfind("{*}cellXfs/{*}xf")]
    return [form_of(codes[n] if n in codes else built_in(int(n) if n.isdecimal() else 0)) for n in used]


def _read(package: Package, name: str, sheet: Sheet, book: _Book) -> None:
    row = -1
    for element in _elements(package, name, "row", "mergeCell"):
        if _tag(element) == "mergeCell":
            _merge(sheet, element.get("ref", ""))
            continue
        stated = element.get("r", "")
        row = int(stated) - 1 if stated.isdecimal() and len(stated) < 8 else row + 1
        _row(sheet, row, element, book)
        if len(sheet.cells) > MOST_CELLS:
            raise too_large()


def _read_over(package: Package, name: str, sheet: Sheet) -> None:
    """Read the paragraphs of text boxes that lie over the cells of a sheet, and count its large pictures."""
    for drawing in (one.target for one in package.relationships(name) if one.kind == "drawing"):
        for shape in _elements(package, drawing, "txBody"):
            said = ("".join(run.text or "" for run in paragraph.iter("{*}t")) for paragraph in shape.iterfind("{*}p"))
            sheet.boxes += filter(None, map(cell_words, said))
        shown = {one.target for one in package.relationships(drawing) if one.kind == "image"}
        sizes = (package.entries[one].file_size for one in shown if one in package.entries)
        sheet.pictures += sum(size >= _LARGE_PICTURE for size in sizes)


def _merge(sheet: Sheet, reference: str) -> None:
    first, _, last = reference.partition(":")
    start, end = place_of(first), place_of(last or first)
    if start and end:
        sheet.merge(Area(*start, *end))


def _row(sheet: Sheet, row: int, element: etree._Element, book: _Book) -> None:
    column = -1
    for cell in element:
        if _tag(cell) != "c":
            continue
        place = place_of(cell.get("r", ""))
        column = place[1] if place else column + 1
        text, is_number = _cell(cell, book)
        if text:
            sheet.put(row, column, text, number=is_number)
        elif text is None:
            sheet.uncounted.append(address_of(row, column))


def _cell(cell: etree._Element, book: _Book) -> tuple[str | None, bool]:
    """What a cell prints and whether it is a number; None for a formula without a value."""
    kind = cell.get("t", "n")
    parts = {_tag(child): child for child in cell}
    if kind == "inlineStr":
        return (_said(parts["is"]) if "is" in parts else ""), False
    value = parts["v"].text if "v" in parts else None
    if value is None:
        return (None if "f" in parts and kind != "str" else ""), False
    if kind == "s":
        return (book.texts[int(value)] if value.isdecimal() and int(value) < len(book.texts) else ""), False
    if kind == "n":
        return _number(value, cell.get("s", "0"), book)
    return _other(kind, value), False


def _number(value: str, style: str, book: _Book) -> tuple[str, bool]:
    number = decimal_of(value.strip())
    if number is None:
        return value, False
    form = book.forms[int(style)] if style.isdecimal() and int(style) < len(book.forms) else PLAIN
    return number_text(number, form, from_1904=book.from_1904), form.kind in ("number", "percent")


def _other(kind: str, value: str) -> str:
    if kind == "b":
        return "TRUE" if value in _TRUE else "FALSE"
    day = _ISO_DAY.match(value) if kind == "d" else None
    return f"{day[3]}/{day[2]}/{day[1]}" if day else _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)


def _corrupt() -> IngestError:
    return IngestError("corrupt", "tệp không có phần nội dung của bảng tính")
