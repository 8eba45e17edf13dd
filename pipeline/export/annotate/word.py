"""The commune's own Word file with a comment at the very words of each finding.

Nothing else changes: without the comments the text, its look and all other parts are those of the original.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from lxml import etree

from extractors.document import Document
from pipeline.analysis import Analysis
from pipeline.export.annotate.word_anchors import anchor
from pipeline.export.annotate.word_letters import local
from pipeline.export.annotate.word_marks import put_marks
from pipeline.export.annotate.word_parts import (
    CommentsPart,
    comments_part,
    linked_parts,
    parsed,
    repacked,
    serialised,
    signature_parts,
    unsigned,
)
from pipeline.export.annotate.word_remarks import Remark, quoted, remarks
from pipeline.export.annotate.word_tree import Anchor, Tree, counted
from pipeline.ingest.word_package import Package, open_package

_INITIALS = "S"
#: in half points; the look of a comment must not follow that of the report
_SIZE = "20"


def annotated_word(analysis: Analysis, data: bytes) -> bytes:
    """Return a Word file with a comment for each standing finding; `data` are the bytes that were analysed.

    A file with nothing to say of comes back as it is. A digital signature, which any change makes worthless, is left
    out and told of. Raises ValueError for a file that is no .docx, .docm or .dotx, or is another than the analysed one,
    IngestError where a part that the reader did not need (the comments that are there) is broken.
    """
    document = analysis.document
    if document.source.format != "docx":
        raise ValueError(f"no Word package but {document.source.format}")
    if hashlib.sha256(data).hexdigest() != document.source.sha256:
        raise ValueError("other bytes than those that were analysed")
    package = open_package(data)
    signatures = signature_parts(package)
    said = remarks(analysis, signed=bool(signatures))
    if all(one.code == "" and one.span is None for one in said):
        return data
    changed = _commented(package, document, said)
    changed |= unsigned(package, signatures, changed)
    return repacked(package, data, changed, signatures)


def _commented(package: Package, document: Document, said: Sequence[Remark]) -> dict[str, bytes]:
    """The members that change: the text, its comments, and what leads to them."""
    main = package.main()
    root = parsed(package.read(main) or b"", main)
    tree = _tree(package, main, root)
    space = root.tag.removesuffix("document")
    comments = comments_part(package, main, space)
    placed = [(number, one, anchor(tree, document, one.span)) for number, one in enumerate(said, _free(comments, root))]
    for number, one, place in placed:
        comments.root.append(_comment(comments.root, number, one, _lines(document, one, place)))
    put_marks([(number, place) for number, _, place in placed], space)
    changed = {main: serialised(root), comments.name: serialised(comments.root)}
    return changed | linked_parts(package, main, comments)


def _tree(package: Package, main: str, root: etree._Element) -> Tree:
    """The body as the reader walks it, with the parts of notes."""
    notes = {}
    for one in package.relationships(main):
        if one.kind in ("footnotes", "endnotes") and (content := package.read(one.target)):
            notes[one.kind] = parsed(content, one.target)
    return counted(next(one for one in root if local(one) == "body"), notes)


def _free(comments: CommentsPart, root: etree._Element) -> int:
    """The first id that neither a comment nor a mark of one has."""
    space = root.tag.removesuffix("document")
    marks = root.iter(*(f"{space}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference")))
    ids = [value for one in (*comments.root, *marks) for name, value in one.attrib.items() if name.endswith("}id")]
    return 1 + max((int(one) for one in ids if one.isascii() and one.isdecimal()), default=-1)


def _lines(document: Document, remark: Remark, place: Anchor) -> Iterable[str]:
    yield from remark.lines
    if place.told and remark.span is not None:
        yield f"({place.told} Chữ ở đó: “{quoted(document, remark.span)}”.)"
    if remark.code:
        yield remark.code


def _comment(parent: etree._Element, number: int, remark: Remark, lines: Iterable[str]) -> etree._Element:
    space = parent.tag.removesuffix("comments")
    names = {"id": str(number), "author": remark.author, "initials": _INITIALS}
    comment = parent.makeelement(f"{space}comment", {f"{space}{name}": value for name, value in names.items()})
    for place, line in enumerate(lines):
        _paragraph(comment, space, line, bold=place == 0 and bool(remark.code))
    return comment


def _paragraph(comment: etree._Element, space: str, line: str, *, bold: bool) -> None:
    paragraph = etree.SubElement(comment, f"{space}p")
    form = etree.SubElement(paragraph, f"{space}pPr")
    etree.SubElement(form, f"{space}spacing", {f"{space}{side}": "0" for side in ("before", "after")})
    etree.SubElement(form, f"{space}ind", {f"{space}firstLine": "0"})
    etree.SubElement(form, f"{space}jc", {f"{space}val": "start" if "purl.oclc.org" in space else "left"})
    run = etree.SubElement(paragraph, f"{space}r")
    look = etree.SubElement(run, f"{space}rPr")
    if bold:
        etree.SubElement(look, f"{space}b")
    etree.SubElement(look, f"{space}sz", {f"{space}val": _SIZE})
    etree.SubElement(run, f"{space}t").text = line
