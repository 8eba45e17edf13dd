"""The same Word file as other programs and hands leave it: text boxes, content controls, tracked changes, split runs.

Each shape takes the bytes of a file by `corpus.word` and returns those of one that shows the same text, the same each
time. What is deleted or hidden in it holds figures that the report does not say.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from itertools import cycle
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from corpus.word import saved
from corpus.word_xml import element

_BOX = (
    '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml">'
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>'
    "<wps:txbx><w:txbxContent/></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent/></v:textbox></v:shape></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r></w:p>"
)
#: what was said before it was changed
_GONE = "Năm 1999 có 7.777 hộ"
_STRICT = (
    (b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main"),
    (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
)  # fmt: skip
_STEPS = (3, 1, 7, 2, 5, 11)
_DIGIT = re.compile(r"\d")


def _paragraphs(body: Any) -> list[Any]:
    """The paragraphs of a body outside tables that have text."""
    return [child for child in body.iterchildren(qn("w:p")) if _text(child)]


def _text(element_: Any) -> str:
    return "".join(one.text or "" for one in element_.iter(qn("w:t")))


def _around(wrapper: Any, inner: Any, *wrapped: Any) -> None:
    """Put a wrapper in the place of the first of some elements, and these into its inner element."""
    wrapped[0].addprevious(wrapper)
    inner.extend(wrapped)


def _runs(body: Any) -> list[Any]:
    """The runs that hold nothing but text."""
    return [run for run in body.iter(qn("w:r")) if run.find(qn("w:t")) is not None]


# -- shapes ----------------------------------------------------------------------------------------------------------


def boxed(body: Any) -> None:
    """Lines of the head and every ninth paragraph stand in text boxes, once more for older programs."""
    for at, paragraph in enumerate(_paragraphs(body)):
        if at < 5 or at % 9 == 0:
            box = parse_xml(_BOX)
            paragraph.addprevious(box)
            chosen, older = box.iter(qn("w:txbxContent"))
            older.append(deepcopy(paragraph))
            chosen.append(paragraph)


def controlled(body: Any) -> None:
    """Content controls hold paragraphs, runs, tables, rows and cells."""
    for at, paragraph in enumerate(_paragraphs(body)):
        if at % 3 == 0:
            _control(paragraph)
    for at, run in enumerate(_runs(body)):
        if at % 2 == 0:
            _control(run)
    for tag, each in (("w:tc", 3), ("w:tr", 2), ("w:tbl", 1)):
        for at, one in enumerate(list(body.iter(qn(tag)))):
            if at % each == 0:
                _control(one)


def _control(one: Any) -> None:
    content = element("sdtContent")
    _around(element("sdt", element("sdtPr", element("alias", val="Mục 7")), content), content, one)


def tracked(body: Any) -> None:
    """Changes are kept: figures put in, others taken out, paragraphs and rows deleted, others moved."""
    for at, run in enumerate(_runs(body)):
        if at % 2 == 0:
            run.addprevious(_change("del", _deleted_run()))
            inserted = _change("ins")
            _around(inserted, inserted, run)
    for at, paragraph in enumerate(_paragraphs(body)):
        if at % 4 == 0:
            paragraph.addnext(_deleted(paragraph))
        elif at % 4 == 1:
            moved = _change("moveTo")
            _around(moved, moved, *[child for child in paragraph if child.tag == qn("w:r")] or [_empty(paragraph)])
            paragraph.append(_change("moveFrom", _deleted_run(text="t")))
    for row in [table.findall(qn("w:tr"))[-1] for table in body.iter(qn("w:tbl"))]:
        row.addnext(_deleted_row(row))


def _empty(paragraph: Any) -> Any:
    run = element("r")
    paragraph.append(run)
    return run


def _change(name: str, *children: Any) -> Any:
    return element(name, *children, id=1, author="Văn phòng", date="2024-06-14T08:00:00Z")


def _deleted_run(text: str = "delText") -> Any:
    said = element(text)
    said.text = _GONE
    return element("r", said)


def _deleted(paragraph: Any) -> Any:
    """A paragraph deleted with its mark, its number with it."""
    properties = deepcopy(paragraph.find(qn("w:pPr")))
    properties = element("pPr") if properties is None else properties
    for one in properties.findall(qn("w:rPr")) + properties.findall(qn("w:sectPr")):
        properties.remove(one)
    properties.append(element("rPr", _change("del")))
    return element("p", properties, _change("del", _deleted_run()))


def _deleted_row(row: Any) -> Any:
    copy = deepcopy(row)
    properties = copy.find(qn("w:trPr"))
    if properties is None:
        properties = element("trPr")
        copy.insert(0, properties)
    properties.append(_change("del"))
    return copy


def split(body: Any) -> None:
    """Runs are cut after a few letters, figures too, with bookmarks and marks of the speller between."""
    steps = cycle(_STEPS)
    for run in _runs(body):
        for piece in _pieces(run, steps):
            run.addprevious(piece)
            run.addprevious(element("proofErr", type="spellStart"))
            run.addprevious(element("bookmarkStart", id=7, name="_GoBack"))
            run.addprevious(element("bookmarkEnd", id=7))
        run.getparent().remove(run)


def _pieces(run: Any, steps: Iterator[int]) -> Iterator[Any]:
    text, at = _text(run), 0
    while at < len(text):
        step = next(steps)
        piece = deepcopy(run)
        for other in [one for one in piece if one.tag != qn("w:rPr")]:
            piece.remove(other)
        said = element("t")
        said.text = text[at : at + step]
        said.set(qn("xml:space"), "preserve")
        piece.append(said)
        piece.set(qn("w:rsidR"), f"00{at:06X}")
        at += step
        yield piece


def linked(body: Any) -> None:
    """Runs are links, smart tags, what simple and complex fields show; what fields say to Word is not shown."""
    makers = cycle([_link, _smart, _simple_field, _field])
    for run in [run for run in _runs(body) if _DIGIT.search(_text(run))]:
        next(makers)(run)


def _link(run: Any) -> None:
    link = element("hyperlink", anchor="_Toc777")
    _around(link, link, run)


def _smart(run: Any) -> None:
    tag = element(
        "smartTag", element("smartTagPr", element("attr", name="Value", val="7777")), element="metricconverter"
    )
    _around(tag, tag, run)


def _simple_field(run: Any) -> None:
    field = element("fldSimple", instr="DOCPROPERTY 7777")
    _around(field, field, run)


def _field(run: Any) -> None:
    told = element("instrText")
    told.text = " REF _Ref7777 \\h "
    for one in (element("fldChar", fldCharType="begin"), told, element("fldChar", fldCharType="separate")):
        run.addprevious(element("r", one))
    run.addnext(element("r", element("fldChar", fldCharType="end")))


def hidden(body: Any) -> None:
    """Hidden text stands between what is shown."""
    for at, run in enumerate(_runs(body)):
        if at % 3 == 0:
            unseen = _deleted_run(text="t")
            unseen.insert(0, element("rPr", element("vanish")))
            run.addnext(unseen)


def framed(body: Any) -> None:
    """Every table stands in the one cell of another."""
    for table in list(body.iterchildren(qn("w:tbl"))):
        cell = element("tc", element("tcPr", element("tcW", w=9000, type="dxa")))
        _around(
            element("tbl", element("tblPr"), element("tblGrid", element("gridCol")), element("tr", cell)), cell, table
        )
        cell.append(element("p"))


def merged(body: Any) -> None:
    """Cells over several columns are written as Word 97 did, with cells that go on from the one to their left."""
    for cell in list(body.iter(qn("w:tc"))):
        properties = cell.find(qn("w:tcPr"))
        across = None if properties is None else properties.find(qn("w:gridSpan"))
        if across is not None:
            properties.remove(across)
            down = properties.find(qn("w:vMerge"))
            for _ in range(1, int(across.get(qn("w:val")))):
                more = element("tcPr", element("hMerge"), *([deepcopy(down)] if down is not None else []))
                cell.addnext(element("tc", more, element("p")))
            properties.append(element("hMerge", val="restart"))


_CHANGES: Mapping[str, Callable[[Any], None]] = {
    "boxed": boxed, "controlled": controlled, "tracked": tracked, "split": split, "linked": linked, "hidden": hidden,
    "framed": framed, "merged": merged,
}  # fmt: skip


def strict(word: bytes) -> bytes:
    """The file as Strict Open XML."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word)) as read, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as written:
        for entry in read.infolist():
            content = read.read(entry)
            for usual, ours in _STRICT:
                content = content.replace(usual, ours)
            written.writestr(entry, content)
    return packed.getvalue()


def _changed(word: bytes, change: Callable[[Any], None]) -> bytes:
    document = docx.Document(io.BytesIO(word))
    change(document.element.body)
    return saved(document)


def _of(change: Callable[[Any], None]) -> Callable[[bytes], bytes]:
    return lambda word: _changed(word, change)


#: by name, each from the bytes of a Word file to those of another
SHAPES: Mapping[str, Callable[[bytes], bytes]] = {
    **{name: _of(change) for name, change in _CHANGES.items()}, "strict": strict,
}  # fmt: skip
