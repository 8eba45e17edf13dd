"""Marks of comments put into the text of a Word file; runs are cut where a mark stands within one."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from pipeline.export.annotate.word_letters import local
from pipeline.export.annotate.word_tree import Anchor, Edge, field_around

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
#: places within a host: before all its children, and behind them
_BEFORE, _BEHIND = (-1, 0), (1 << 30, 0)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark to put at a place (child, offset) of a host."""

    place: tuple[int, int]
    element: etree._Element


def put_marks(anchors: Sequence[tuple[int, Anchor]], space: str) -> None:
    """Put start, end and reference of each comment (its id and range) into the tree; `space` is that of Word's tags."""
    hosts: dict[etree._Element, list[_Mark]] = {}
    for number, one in anchors:
        _add(hosts, one.end, _mark(space, "commentRangeEnd", number))
        field = field_around(one.end)
        _add(hosts, one.end if field is None else Edge(field), _reference(space, number))
    for number, one in anchors:
        _add(hosts, one.start, _mark(space, "commentRangeStart", number), end=False)
    for host, marks in hosts.items():
        _put(host, marks)


def _mark(space: str, name: str, number: int) -> etree._Element:
    return etree.Element(f"{space}{name}", {f"{space}id": str(number)})


def _reference(space: str, number: int) -> etree._Element:
    run = etree.Element(f"{space}r")
    run.append(_mark(space, "commentReference", number))
    return run


def _add(hosts: dict[etree._Element, list[_Mark]], edge: Edge, mark: etree._Element, *, end: bool = True) -> None:
    host, place = _outside(edge.host, _place(edge, end=end))
    hosts.setdefault(host, []).append(_Mark(place, mark))


def _place(edge: Edge, *, end: bool) -> tuple[int, int]:
    """Where in its host an edge is: inside only where it parts a text or two children."""
    host, child = edge.host, edge.child
    if child is None:
        return _BEHIND if end else _BEFORE
    at, offset = host.index(child), edge.offset
    if offset and offset >= (len(child.text or "") if local(child) == "t" else 1):
        at, offset = at + 1, 0
    if at >= len(host):
        return _BEHIND
    first = 1 if local(host[0]) == "rPr" else 0
    return _BEFORE if (at, offset) <= (first, 0) else (at, offset)


def _outside(host: etree._Element, place: tuple[int, int]) -> tuple[etree._Element, tuple[int, int]]:
    """Out of smart tags and controls where no text is passed over: programs other than Word lose ranges inside them."""
    parent = host.getparent()
    while parent is not None and local(parent) in ("smartTag", "sdtContent") and place in (_BEFORE, _BEHIND):
        others = [one for one in parent if local(one) != "smartTagPr"]
        if others[0 if place == _BEFORE else -1] is not host:
            break
        # the control around its content
        above = parent.getparent()
        host = above if above is not None and local(parent) == "sdtContent" else parent
        parent = host.getparent()
    return host, place


def _put(host: etree._Element, marks: Sequence[_Mark]) -> None:
    """From the last place to the first, so that those before it stay where they are; at one place ends come first."""
    if local(host) in ("p", "body"):
        _put_into(host, marks)
        return
    for place in sorted({mark.place for mark in marks}, reverse=True):
        elements = [mark.element for mark in marks if mark.place == place]
        if place == _BEFORE:
            for element in elements:
                host.addprevious(element)
            continue
        if place != _BEHIND:
            host.addnext(_cut(host, *place))
        for element in reversed(elements):
            host.addnext(element)


def _put_into(host: etree._Element, marks: Sequence[_Mark]) -> None:
    """At the end of a paragraph without runs; in a body without paragraphs at its beginning, as one of their own."""
    paragraph = host
    if local(host) == "body":
        paragraph = host.makeelement(host.tag.removesuffix("body") + "p")
        host.insert(0, paragraph)
    for mark in sorted(marks, key=lambda one: one.place):
        paragraph.append(mark.element)


def _cut(run: etree._Element, at: int, offset: int) -> etree._Element:
    """Part a run before a character of a child; return the new run with what follows, of the same look."""
    rest = _alike(run)
    if local(run[0]) == "rPr":
        rest.append(deepcopy(run[0]))
    if offset:
        rest.append(_cut_text(run[at], offset))
        at += 1
    rest.extend(list(run)[at:])
    return rest


def _alike(one: etree._Element) -> etree._Element:
    made = one.makeelement(one.tag)
    made.attrib.update(one.attrib)
    return made


def _cut_text(text: etree._Element, offset: int) -> etree._Element:
    whole = text.text or ""
    rest = _alike(text)
    text.text, rest.text = whole[:offset], whole[offset:]
    rest.tail, text.tail = text.tail, None
    for one in (text, rest):
        # blanks at an edge are shown only where the file says so
        if (one.text or "") != (one.text or "").strip():
            one.set(_SPACE, "preserve")
    return rest
