"""Read a Word file: all its text in reading order, with the numbers that Word shows and the way back to its runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import etree

from extractors.document import BlockKind, Document, Source
from pipeline.ingest.errors import IngestError
from pipeline.ingest.laid_out import Found, document_of
from pipeline.ingest.limits import MOST_BYTES
from pipeline.ingest.old_markup import mend_tree
from pipeline.ingest.old_text import is_suspect
from pipeline.ingest.word_bare import bare
from pipeline.ingest.word_leftovers import diagrams, notices
from pipeline.ingest.word_numbers import Counters, read_lists
from pipeline.ingest.word_old_fonts import mend_runs, names_old_fonts, read_fonts
from pipeline.ingest.word_package import Package, Relationship, open_package, parse_xml
from pipeline.ingest.word_styles import Styles, W, read_styles
from pipeline.ingest.word_walk import Walk

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_NOTES = ("footnotes", "endnotes")
_READ = (*_NOTES, "header", "footer", "styles", "numbering", "diagramData")
_MARGINS = (f"{W}headerReference", f"{W}footerReference")
_STYLES: dict[tuple[int, int], Styles] = {}
_MOST_STYLES = 64


def read_word(data: bytes, source: Source) -> Document:
    """Return the document of a .docx file's bytes; raises IngestError where it cannot be read."""
    package = open_package(data)
    main = package.main()
    parts = package.relationships(main)
    _check_size(package, main, parts)
    content = package.read(main)
    styles = _styles(package, parts)
    has_old_fonts = bool(styles.old_fonts or (content and names_old_fonts(content)))
    root = None if content is None else parse_xml(content if has_old_fonts else bare(content), main)
    body = None if root is None else root.find(f"{W}body")
    if root is None or body is None:
        raise IngestError("corrupt", "tệp Word không có phần thân văn bản")
    lists = read_lists(_part(package, parts, "numbering"), styles)
    others = [*_notes(package, parts), *_margins(package, parts, root)]
    old = None
    if has_old_fonts:
        old = mend_runs(body, styles)
        for _, _, element in others:
            mend_runs(element, styles)
    more = diagrams(package, parts)
    walk = _walked(Walk(styles, Counters(lists)), body, more, others)
    # old letters in fonts of unknown names
    if is_suspect("\n".join(one.text for one in walk.found)) and (told := mend_tree(body)):
        old = old or told
        walk = _walked(Walk(styles, Counters(lists)), body, more, others)
    warnings = (*source.warnings, *notices(root))
    return document_of(walk.found, walk.grids, replace(source, warnings=warnings, encoding=old or source.encoding))


def _walked(
    walk: Walk, body: etree._Element, more: list[Found], others: Sequence[tuple[str, BlockKind, etree._Element]]
) -> Walk:
    try:
        walk.read(body)
        walk.found += more
        for part, kind, element in others:
            walk.enter(part, kind)
            walk.read(element)
    except RecursionError as error:
        raise IngestError("too_deep", "nội dung tệp lồng nhau quá sâu") from error
    return walk


def _check_size(package: Package, main: str, parts: list[Relationship]) -> None:
    """The parts together must not outgrow what one part may hold."""
    names = {
        main,
        *(
            one.target
            for one in parts
            if one.kind in (*_NOTES, "header", "footer", "styles", "numbering", "diagramData")
        ),
    }
    if sum(package.entries[name].file_size for name in names if name in package.entries) > MOST_BYTES:
        raise IngestError("too_big", "nội dung tệp quá lớn sau khi giải nén")


def _part(package: Package, parts: list[Relationship], kind: str) -> etree._Element | None:
    names = [one.target for one in parts if one.kind == kind]
    return package.root(names[0]) if names else None


def _styles(package: Package, parts: list[Relationship]) -> Styles:
    """Styles are mostly those of a template, and larger than the text: parsed once for each content."""
    name = next((one.target for one in parts if one.kind == "styles"), "")
    key = package.key(name)
    if key is None:
        return Styles({})
    if key not in _STYLES:
        if len(_STYLES) >= _MOST_STYLES:
            _STYLES.clear()
        content = package.read(name) or b""
        root = parse_xml(content, name)
        old_fonts = read_fonts(root) if names_old_fonts(content) else {}
        _STYLES[key] = replace(read_styles(root), old_fonts=old_fonts)
    return _STYLES[key]


def _notes(package: Package, parts: list[Relationship]) -> Iterator[tuple[str, BlockKind, etree._Element]]:
    for kind in _NOTES:
        root = _part(package, parts, kind)
        if root is not None:
            yield kind, "note", root


def _margins(
    package: Package, parts: list[Relationship], root: etree._Element
) -> Iterator[tuple[str, BlockKind, etree._Element]]:
    """Headers and footers in the order in which the sections name them."""
    targets = {one.id: one.target for one in parts if one.kind in ("header", "footer")}
    named = dict.fromkeys(targets.get(one.get(_ID, ""), "") for one in root.iter(*_MARGINS))
    for name in named:
        margin = package.root(name)
        if margin is not None:
            yield name.rpartition("/")[2].removesuffix(".xml"), "margin", margin
