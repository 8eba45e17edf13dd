"""The body of a Word file as the reader counted it, ends of ranges in it, and where Word takes no comment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from lxml import etree

from pipeline.export.annotate.word_letters import Letter, local

_FIELD = {"begin": 1, "end": -1}
#: content controls that hold nothing but one value
_VALUES = frozenset(("text", "date", "dropDownList", "comboBox", "picture", "checkbox"))


@dataclass(frozen=True, slots=True)
class Edge:
    """An end of a range at an element: before or behind it, or inside it before a character of one of its children.

    `host` is a run unless the whole of something is meant; `offset` counts in the text of `child`.
    """

    host: etree._Element
    child: etree._Element | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Anchor:
    """A range for a comment; `told` says where it is not on the very words, "" where it is.

    An `Edge` without child is before its host at the start and behind it at the end. A host that is a paragraph has no
    run: the comment stands at its end.
    """

    start: Edge
    end: Edge
    told: str = ""


@dataclass(frozen=True, slots=True)
class Tree:
    """The body of a Word file as the reader counted it: paragraphs, runs, and how many runs precede each paragraph."""

    body: etree._Element
    paragraphs: Sequence[etree._Element]
    runs: Sequence[etree._Element]
    before: Sequence[int]
    #: roots of footnotes and endnotes, as far as there are any
    notes: dict[str, etree._Element] = field(default_factory=dict)
    #: letters found before, by where the text of a run begins in the document and by the run
    known: dict[tuple[int, int], list[Letter] | None] = field(default_factory=dict)


def counted(body: etree._Element, notes: dict[str, etree._Element]) -> Tree:
    """Return the tree of a body with its paragraphs and runs in document order."""
    space = body.tag.removesuffix("body")
    paragraphs, runs, before = list[etree._Element](), list[etree._Element](), list[int]()
    for element in body.iter(f"{space}p", f"{space}r"):
        if element.tag == f"{space}r":
            runs.append(element)
        else:
            paragraphs.append(element)
            before.append(len(runs))
    return Tree(body, paragraphs, runs, before, notes)


def control_of(element: etree._Element) -> etree._Element | None:
    """Return the outermost control for one value that holds an element within its paragraph, None for none."""
    found = None
    for above in element.iterancestors():
        name = local(above)
        if name == "p":
            return found
        if name == "sdt" and any(local(one) in _VALUES for one in _properties(above)):
            found = above
    return found


def _properties(control: etree._Element) -> Iterator[etree._Element]:
    return (one for child in control if local(child) == "sdtPr" for one in child)


def opens_control(paragraph: etree._Element) -> bool:
    """Return whether a paragraph is the first that a control around paragraphs or a cell holds.

    LibreOffice (seen in 7.4) drops its words where a comment stands among them.
    """
    content = parent = paragraph.getparent()
    if parent is not None and local(parent) == "tc":
        content = parent.getparent()
    if parent is None or content is None or local(content) != "sdtContent":
        return False
    control = content.getparent()
    listed = control is not None and any(local(one) == "docPartObj" for one in _properties(control))
    return not listed and next((one for one in parent if local(one) == "p"), None) is paragraph


def paragraph_of(element: etree._Element) -> etree._Element:
    """Return the paragraph that an element stands in, itself where there is none."""
    return next((one for one in element.iterancestors() if local(one) == "p"), element)


def field_around(edge: Edge) -> etree._Element | None:
    """Return the last element of the field in whose result a range ends, None where it ends in none.

    LibreOffice takes a reference to a comment within a field for a part of its text; a range may go into one.
    """
    paragraph = paragraph_of(edge.host)
    above = takewhile(lambda one: one is not paragraph, edge.host.iterancestors())
    if simple := [one for one in above if local(one) == "fldSimple"]:
        return simple[-1]
    target, depth, inside = edge.host if edge.child is None else edge.child, 0, False
    for one in paragraph.iter():
        if one is target:
            inside = depth > 0
        if local(one) == "fldChar":
            depth += _FIELD.get(one.get(one.tag.removesuffix("fldChar") + "fldCharType", ""), 0)
            if inside and depth <= 0:
                return one.getparent()
    return None


def outside_box(element: etree._Element) -> etree._Element | None:
    """Return the run, else the paragraph, of the body that holds the text box of an element, None for none."""
    above = list(element.iterancestors())
    boxes = [place for place, one in enumerate(above) if local(one) == "txbxContent"]
    if not boxes:
        return None
    outer = above[boxes[-1] + 1 :]
    runs = [one for one in outer if local(one) == "r"]
    return runs[-1] if runs else next((one for one in outer if local(one) == "p"), None)


def runs_of(paragraph: etree._Element) -> list[etree._Element]:
    """Return the runs that show a paragraph, not those inside text boxes or taken out by a tracked change."""
    return [
        one
        for one in paragraph.iter(paragraph.tag[:-1] + "r")
        if next((up for up in one.iterancestors() if local(up) in ("p", "del", "moveFrom")), None) is paragraph
    ]


def note_id(tree: Tree, part: str, paragraph: int, name: str) -> str | None:
    """Return the id of the footnote or endnote (`name`) that a paragraph of a part of notes stands in."""
    root = tree.notes.get(part)
    if root is None:
        return None
    paragraphs = [one for one in root.iter() if local(one) == "p"]
    above = paragraphs[paragraph].iterancestors() if paragraph < len(paragraphs) else iter(())
    note = next((one for one in above if local(one) == name), None)
    return None if note is None else note.get(note.tag.removesuffix(name) + "id")


def reference(tree: Tree, name: str, id_: str | None) -> etree._Element | None:
    """Return the run in the body that holds the mark of a note, None where there is none."""
    space = tree.body.tag.removesuffix("body")
    marks = (one for one in tree.body.iter(f"{space}{name}Reference") if one.get(f"{space}id") == id_)
    mark = next(marks, None) if id_ is not None else None
    return None if mark is None else mark.getparent()
