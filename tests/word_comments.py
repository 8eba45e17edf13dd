"""Comments of a Word file as its XML has them: whose, what they say, on which words; and the file without them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

SPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
SIGNS = {"tab": " ", "ptab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}
MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference")
#: where Word takes no comment
CLOSED = ("footnote", "endnote", "hdr", "ftr", "txbxContent", "comment", "del", "moveFrom", "rPr", "pPr")


@dataclass(frozen=True)
class Comment:
    """Author and paragraphs of a comment, and the words in its range."""

    author: str
    lines: tuple[str, ...]
    words: str


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def name_of(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def space_of(root: etree._Element) -> str:
    return next(space for space in SPACES if root.tag.startswith(space))


def main_of(data: bytes) -> etree._Element:
    return etree.fromstring(members(data)["word/document.xml"])


def comments(data: bytes) -> dict[str, Comment]:
    """The comments by id, each with the text between its marks; raises AssertionError where a mark is amiss."""
    kept = members(data)
    if "word/comments.xml" not in kept:
        return {}
    part = etree.fromstring(kept["word/comments.xml"])
    space = space_of(part)
    said = {one.get(f"{space}id"): one for one in part}
    words = ranges(main_of(data))
    assert set(said) == set(words)
    assert len(said) == len(part)
    return {
        number: Comment(one.get(f"{space}author"), tuple(paragraphs(one)), words[number])
        for number, one in said.items()
    }


def paragraphs(comment: etree._Element) -> Iterator[str]:
    for paragraph in comment:
        yield "".join(one.text or "" for one in paragraph.iter(f"{space_of(comment)}t"))


def ranges(root: etree._Element) -> dict[str, str]:
    """The words between the marks of each comment; each has one start, one end and one reference, in this order."""
    space = space_of(root)
    open_: dict[str, list[str]] = {}
    ended: dict[str, str] = {}
    referred: list[str] = []
    for element in root.iter():
        name, number = name_of(element), element.get(f"{space}id")
        if name in MARKS:
            assert not any(name_of(above) in CLOSED for above in element.iterancestors())
        if name == "commentRangeStart":
            assert number not in open_
            open_[number] = []
        elif name == "commentRangeEnd":
            ended[number] = "".join(open_[number])
        elif name == "commentReference":
            assert number in ended
            assert name_of(element.getparent()) == "r"
            referred.append(number)
        elif text := shown(element):
            for number, texts in open_.items():
                if number not in ended:
                    texts.append(text)
    assert sorted(open_) == sorted(ended) == sorted(referred)
    return ended


def shown(element: etree._Element) -> str:
    name = name_of(element)
    if name != "t" and name not in SIGNS:
        return ""
    above = list(element.iterancestors())
    if any(name_of(one) in ("del", "moveFrom", "Fallback", "tabs") for one in above):
        return ""
    run = above[0]
    if any(name_of(one) == "vanish" for one in run.iter()):
        return ""
    return element.text or "" if name == "t" else SIGNS[name]


def without_comments(data: bytes, authors: tuple[str, ...] = ("Soát", "Soát – Lưu ý")) -> dict[str, bytes]:
    """The members of a file without the comments of some authors and what is there for them alone."""
    kept = members(data)
    part = etree.fromstring(kept["word/comments.xml"])
    space = space_of(part)
    ours = [one for one in part if one.get(f"{space}author") in authors]
    ids = {one.get(f"{space}id") for one in ours}
    root = main_of(data)
    for mark in [one for one in root.iter() if name_of(one) in MARKS and one.get(f"{space}id") in ids]:
        gone = mark.getparent() if name_of(mark) == "commentReference" else mark
        remove(gone)
    kept["word/document.xml"] = etree.tostring(root)
    for one in ours:
        part.remove(one)
    kept["word/comments.xml"] = etree.tostring(part)
    if b"rIdSoat" in kept.get("word/_rels/document.xml.rels", b""):
        del kept["word/comments.xml"]
        for name, key in (("word/_rels/document.xml.rels", "Target"), ("[Content_Types].xml", "PartName")):
            if name in kept:
                links = etree.fromstring(kept[name])
                for one in [one for one in links if (one.get(key) or "").endswith("comments.xml")]:
                    links.remove(one)
                kept[name] = etree.tostring(links)
    return kept


def remove(element: etree._Element) -> None:
    """Take an element out and leave the blanks behind it where they are."""
    before, parent = element.getprevious(), element.getparent()
    tail = element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail or None
    else:
        parent.text = (parent.text or "") + tail or None
    parent.remove(element)


def canonical(content: bytes) -> bytes:
    """A part with the runs of one look that follow each other as one, so that only their cuts are forgotten."""
    root = etree.fromstring(content)
    if any(root.tag == f"{space}document" for space in SPACES):
        space = space_of(root)
        for run in list(root.iter(f"{space}r")):
            join(run)
    return etree.tostring(root, method="c14n")


def join(run: etree._Element) -> None:
    before = run.getprevious()
    while (
        before is not None
        and (before.tag, dict(before.attrib), look(before)) == (run.tag, dict(run.attrib), look(run))
        and not before.tail
    ):
        for child in reversed([one for one in before if name_of(one) != "rPr"]):
            run.insert(len(look(run)), child)
        remove(before)
        before = run.getprevious()
    texts = [one for one in run if name_of(one) == "t"]
    for one in texts:
        following = one.getnext()
        if one.getparent() is None:
            continue
        while following is not None and name_of(following) == "t":
            one.text, tail = (one.text or "") + (following.text or ""), following.tail
            run.remove(following)
            one.tail = tail
            following = one.getnext()
        one.attrib.pop(XML_SPACE, None)


def look(run: etree._Element) -> list[bytes]:
    return [etree.tostring(one, method="c14n", with_tail=False) for one in run if name_of(one) == "rPr"]
