"""OpenDocument texts: paragraphs, lists, tables, notes and margins, with the numbers that are shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from extractors.document import BlockKind, Document, Source
from pipeline.ingest.errors import IngestError
from pipeline.ingest.flow import Flow, Paragraph, Rows
from pipeline.ingest.odt_fonts import hidden_styles, read_fonts
from pipeline.ingest.odt_lists import STYLE, TEXT, Level, ListCounts, next_label, read_list_styles
from pipeline.ingest.old_letters import font_encoding
from pipeline.ingest.old_runs import Run
from pipeline.ingest.word_leftovers import deletions
from pipeline.ingest.word_package import open_package
from pipeline.ingest.word_styles import whole

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_P, _H, _LIST = f"{TEXT}p", f"{TEXT}h", f"{TEXT}list"
_SIGNS = {f"{TEXT}tab": " ", f"{TEXT}line-break": " "}
#: what is no text of the report, or no longer
_SILENT = frozenset({
    f"{TEXT}tracked-changes", f"{TEXT}note-citation", f"{TEXT}ruby-text", f"{TEXT}number", f"{TEXT}hidden-paragraph",
    f"{_OFFICE}annotation", f"{_OFFICE}forms", f"{_DRAW}object", f"{_DRAW}object-ole", f"{_SVG}title", f"{_SVG}desc",
})  # fmt: skip
_MOST_ACROSS = 63
_MOST_DEPTH = 60
_MOST_BLANKS = 200


@dataclass(frozen=True, slots=True)
class _Parts:
    content: etree._Element
    styles: etree._Element | None


def read_odt(data: bytes, source: Source) -> Document:
    """Return the document of an .odt file; raises IngestError."""
    parts = _parts(data)
    body = parts.content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise IngestError("corrupt", "tệp OpenDocument không có phần thân văn bản")
    roots = [root for root in (parts.styles, parts.content) if root is not None]
    walk = _Walk(read_list_styles(roots), read_fonts(roots), hidden_styles(roots))
    try:
        walk.blocks(body)
        for margin in _margins(parts.styles):
            walk.enter(walk.flow.margins, "margin")
            walk.blocks(margin)
    except RecursionError as error:
        raise IngestError("too_deep", "nội dung tệp lồng nhau quá sâu") from error
    deleted = sum(1 for _ in body.iter(f"{TEXT}deletion"))
    told = (deletions(deleted),) if deleted else ()
    return walk.flow.document(replace(source, warnings=(*source.warnings, *told)))


def _parts(data: bytes) -> _Parts:
    package = open_package(data)
    if b"encryption-data" in (package.read("META-INF/manifest.xml") or b""):
        raise IngestError("encrypted", "tệp được đặt mật khẩu; hãy gỡ mật khẩu rồi gửi lại")
    content = package.root("content.xml")
    if content is None:
        raise IngestError("corrupt", "tệp không có phần nội dung content.xml")
    return _Parts(content, package.root("styles.xml"))


def _margins(styles: etree._Element | None) -> Iterator[etree._Element]:
    if styles is not None:
        for page in styles.iter(f"{STYLE}master-page"):
            yield from (one for one in page if one.tag in (f"{STYLE}header", f"{STYLE}footer"))


@dataclass(slots=True)
class _Walk:
    """Where the walk stands: what it has found, and the counts of lists by their ids and styles."""

    list_styles: dict[str, dict[int, Level]]
    fonts: dict[str, str]
    hidden: frozenset[str]
    flow: Flow = field(default_factory=Flow)
    out: list[Paragraph | Rows] | None = None
    kind: BlockKind | None = None
    lists: dict[str, ListCounts] = field(default_factory=dict)
    outline: ListCounts = field(default_factory=lambda: ListCounts("Outline"))
    later: list[etree._Element] = field(default_factory=list)

    def enter(self, out: list[Paragraph | Rows], kind: BlockKind) -> None:
        """Go on with what stands apart."""
        self.out, self.kind = out, kind

    def blocks(self, parent: etree._Element) -> None:
        """Find the blocks under an element."""
        for child in parent:
            if child.tag in (_P, _H):
                self._paragraph(child, self._heading_label(child))
            elif child.tag == _LIST:
                self._list(child, self._counts(child), 1)
            elif child.tag == f"{_TABLE}table":
                self._keep(self._rows(child))
            elif child.tag == f"{_DRAW}frame" or child.tag.startswith(_DRAW):
                self._boxes(child)
            elif child.tag not in _SILENT:
                self.blocks(child)

    def _keep(self, item: Paragraph | Rows) -> None:
        (self.flow.body if self.out is None else self.out).append(item)

    # -- lists -----------------------------------------------------------------------------------------------------

    def _counts(self, element: etree._Element) -> ListCounts:
        """The counts of a list, its own or those of the list that it goes on from."""
        style = element.get(f"{TEXT}style-name", "")
        before = element.get(f"{TEXT}continue-list")
        if before is None and element.get(f"{TEXT}continue-numbering") == "true":
            before = f"style {style}"
        counts = self.lists.get(before or "") or ListCounts(style)
        self.lists[f"style {style}"] = counts
        if name := element.get("{http://www.w3.org/XML/1998/namespace}id"):
            self.lists[name] = counts
        return counts

    def _list(self, element: etree._Element, counts: ListCounts, level: int) -> None:
        if level > _MOST_DEPTH:
            raise RecursionError
        for item in element:
            numbered = item.tag == f"{TEXT}list-item"
            start = whole(item.get(f"{TEXT}start-value"))
            for child in item:
                if child.tag == _LIST:
                    self._list(child, counts, level + 1)
                elif child.tag in (_P, _H):
                    label = next_label(counts, level, self.list_styles, start) if numbered else ""
                    numbered = False
                    self._paragraph(child, label)

    def _heading_label(self, element: etree._Element) -> str:
        level = whole(element.get(f"{TEXT}outline-level")) if element.tag == _H else None
        return next_label(self.outline, level, self.list_styles, None) if level else ""

    # -- paragraphs ------------------------------------------------------------------------------------------------

    def _paragraph(self, element: etree._Element, label: str) -> None:
        paragraph = Paragraph(list(self._runs(element, "")), marker=label)
        usual: BlockKind = "item" if label == "-" else "heading" if element.tag == _H else "paragraph"
        paragraph.kind = self.kind or usual
        self._keep(paragraph)
        self._apart()

    def _apart(self) -> None:
        """Read the boxes and notes that were met in a paragraph."""
        while self.later:
            element = self.later.pop(0)
            if element.tag == f"{TEXT}note":
                out, kind = self.out, self.kind
                self.enter(self.flow.notes, "note")
                self.blocks(element)
                self.out, self.kind = out, kind
            else:
                self.blocks(element)

    def _boxes(self, element: etree._Element) -> None:
        for child in element:
            if child.tag in (_P, _H):
                self._paragraph(child, "")
            elif child.tag == f"{_DRAW}text-box":
                self.blocks(child)
            elif child.tag.startswith(_DRAW) and child.tag not in _SILENT:
                self._boxes(child)

    def _runs(self, element: etree._Element, font: str) -> Iterator[Run]:
        if element.get(f"{TEXT}style-name", "") in self.hidden:
            return
        font = self.fonts.get(element.get(f"{TEXT}style-name", "")) or font or self.fonts.get("", "")
        yield _run(element.text, font)
        for child in element:
            if child.tag in _SIGNS:
                yield Run(_SIGNS[child.tag], font)
            elif child.tag == f"{TEXT}s":
                yield Run(" " * min(whole(child.get(f"{TEXT}c")) or 1, _MOST_BLANKS), font)
            elif child.tag == f"{TEXT}note" or child.tag.startswith(_DRAW):
                self.later.append(child)
            elif child.tag not in _SILENT:
                yield from self._runs(child, font)
            yield _run(child.tail, font)

    # -- tables ----------------------------------------------------------------------------------------------------

    def _rows(self, table: etree._Element) -> Rows:
        rows: Rows = []
        for child in table:
            if child.tag == f"{_TABLE}table-row":
                rows.append(self._cells(child))
            elif child.tag in {f"{_TABLE}table-{name}" for name in ("header-rows", "rows", "row-group")}:
                rows += self._rows(child)
        return rows

    def _cells(self, row: etree._Element) -> list[Paragraph]:
        cells: list[Paragraph] = []
        own = 0
        for child in row:
            times = min(max(whole(child.get(f"{_TABLE}number-columns-repeated")) or 1, 1), _MOST_ACROSS)
            if child.tag == f"{_TABLE}covered-table-cell":
                # those of a cell before it in the row, then those of a cell above
                cells += [Paragraph(continues=True) for _ in range(times - own)]
                own = max(0, own - times)
            elif child.tag == f"{_TABLE}table-cell":
                across = min(max(whole(child.get(f"{_TABLE}number-columns-spanned")) or 1, 1), _MOST_ACROSS)
                cells += [Paragraph(self._cell_runs(child), across=across) for _ in range(times)]
                own = across - 1
        return cells

    def _cell_runs(self, cell: etree._Element) -> list[Run]:
        """All that a cell says on one line, lists and inner tables too."""
        inner = _Walk(self.list_styles, self.fonts, self.hidden, lists=self.lists, outline=self.outline)
        inner.blocks(cell)
        self.flow.notes += inner.flow.notes
        runs: list[Run] = []
        for item in inner.flow.body:
            for paragraph in [item] if isinstance(item, Paragraph) else [one for row in item for one in row]:
                runs += [Run(" ")] if runs else []
                runs += [Run(f"{paragraph.marker} ")] if paragraph.marker else []
                runs += paragraph.runs
        return runs


def _run(text: str | None, font: str) -> Run:
    shown = text or ""
    return Run(shown if font_encoding(font) else shown.replace("\u00ad", ""), font)
