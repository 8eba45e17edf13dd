"""The package of an annotated Word file: comments and what leads to them put in, all other members left as they are."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from lxml import etree

from pipeline.export.annotate.word_letters import local
from pipeline.export.packing import zip_entry
from pipeline.ingest.errors import IngestError
from pipeline.ingest.word_package import Package, as_utf8

_STRICT = "http://purl.oclc.org/ooxml/"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_TYPES = "[Content_Types].xml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DECLARED = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
#: what of a local header of a zip precedes name and extra field, and where their lengths stand
_HEADER, _NAME_LENGTH, _EXTRA_LENGTH = 30, 26, 28
_HAS_DESCRIPTOR = 0x08
#: our relationship, by which it is known that the part is ours
COMMENTS_ID = "rIdSoat"


def parsed(content: bytes, name: str) -> etree._Element:
    """Return the root of an XML part with all that stands in it, namespaces as they are; raises IngestError."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, strip_cdata=False
    )
    try:
        root = etree.fromstring(as_utf8(content), parser)
    except etree.XMLSyntaxError as error:
        raise IngestError("corrupt", f"phần {name} không phải XML đúng") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise IngestError("dtd_forbidden", f"phần {name} chứa khai báo DOCTYPE")
    return root


def serialised(root: etree._Element) -> bytes:
    """Return the bytes of an XML part."""
    content: bytes = etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=False)
    return _DECLARED + content


@dataclass(frozen=True, slots=True)
class CommentsPart:
    """Where comments are kept: the member's name, and its root, whether it was there or not."""

    name: str
    root: etree._Element
    is_new: bool


def comments_part(package: Package, main: str, space: str) -> CommentsPart:
    """Return the part of comments of a file, an empty one where it has none."""
    linked = next((one.target for one in package.relationships(main) if one.kind == "comments"), None)
    content = package.read(linked) if linked else None
    if linked and content is not None:
        return CommentsPart(linked, parsed(content, linked), is_new=False)
    taken = {name.casefold() for name in package.entries}
    folder = posixpath.dirname(main)
    names = (posixpath.join(folder, f"comments{number or ''}.xml") for number in range(len(taken) + 1))
    name = linked or next(name for name in names if name.casefold() not in taken)
    return CommentsPart(name, etree.Element(f"{space}comments", nsmap={"w": space[1:-1]}), is_new=True)


def linked_parts(package: Package, main: str, comments: CommentsPart) -> dict[str, bytes]:
    """Return the members that must say that a new part of comments is there."""
    if not comments.is_new:
        return {}
    folder, base = posixpath.split(main)
    name = posixpath.join(folder, "_rels", f"{base}.rels")
    content = package.read(name)
    links = etree.Element(f"{{{_RELATIONSHIPS}}}Relationships") if content is None else parsed(content, name)
    if not any(one.get("Type", "").endswith("/comments") for one in links):
        _add_link(links, comments, folder)
    changed = {name: serialised(links)}
    # a file without it is read, too
    if told := package.read(_TYPES):
        types = parsed(told, _TYPES)
        _add_type(types, comments)
        changed[_TYPES] = serialised(types)
    return changed


def _add_link(links: etree._Element, comments: CommentsPart, folder: str) -> None:
    strict = local(comments.root) and comments.root.tag.startswith(f"{{{_STRICT}")
    base = f"{_STRICT}officeDocument/" if strict else "http://schemas.openxmlformats.org/officeDocument/2006/"
    taken = {one.get("Id") for one in links}
    ids = (f"{COMMENTS_ID}{number or ''}" for number in range(len(taken) + 1))
    link = etree.SubElement(links, f"{{{_RELATIONSHIPS}}}Relationship")
    link.set("Id", next(one for one in ids if one not in taken))
    link.set("Type", f"{base}relationships/comments")
    link.set("Target", posixpath.relpath(comments.name, folder or "."))


def _add_type(types: etree._Element, comments: CommentsPart) -> None:
    space = types.tag.removesuffix("Types")
    name = f"/{comments.name}"
    if not any(one.get("PartName", "").casefold() == name.casefold() for one in types):
        types.append(types.makeelement(f"{space}Override", {"PartName": name, "ContentType": _COMMENTS_TYPE}))


# -- digital signatures ----------------------------------------------------------------------------------------------


def signature_parts(package: Package) -> frozenset[str]:
    """Return the members that hold digital signatures of the package, which any change makes worthless."""
    origins = [one.target for one in package.relationships("") if one.kind == "origin" and "_xmlsig" in one.target]
    folders = tuple(f"{posixpath.dirname(one)}/" for one in origins)
    return frozenset(name for name in package.entries if folders and name.startswith(folders))


def unsigned(package: Package, gone: frozenset[str], changed: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the members that named digital signatures, without them."""
    made = {}
    for name in ("_rels/.rels", _TYPES) if gone else ():
        content = changed.get(name) or package.read(name)
        if not content:
            continue
        root = parsed(content, name)
        for one in [one for one in root if _named(one) in gone]:
            root.remove(one)
        made[name] = serialised(root)
    return made


def _named(link: etree._Element) -> str:
    return (link.get("PartName") or link.get("Target") or "").lstrip("/")


# -- the zip ---------------------------------------------------------------------------------------------------------


def repacked(
    package: Package, data: bytes, changed: Mapping[str, bytes], gone: Sequence[str] | frozenset[str]
) -> bytes:
    """Return the package with some members changed, added or left out.

    All others are taken over as they are packed, so that none is unpacked that no one reads.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = package.archive.comment
        listed = package.archive.infolist()
        for entry in listed:
            if entry.filename in changed:
                _write(archive, entry.filename, changed[entry.filename])
            elif entry.filename not in gone:
                _take_over(archive, packed, entry, data)
        for name in sorted(changed.keys() - {entry.filename for entry in listed}):
            _write(archive, name, changed[name])
    return packed.getvalue()


def _write(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zip_entry(name), content)


def _take_over(archive: zipfile.ZipFile, packed: io.BytesIO, entry: zipfile.ZipInfo, data: bytes) -> None:
    at = entry.header_offset
    lengths = (int.from_bytes(data[at + one : at + one + 2], "little") for one in (_NAME_LENGTH, _EXTRA_LENGTH))
    start = at + _HEADER + sum(lengths)
    same = copy(entry)
    # sizes stand in the header, none behind
    same.flag_bits &= ~_HAS_DESCRIPTOR
    packed.seek(archive.start_dir)
    same.header_offset = archive.start_dir
    packed.write(same.FileHeader())
    packed.write(data[start : start + entry.compress_size])
    archive.filelist.append(same)
    archive.NameToInfo[same.filename] = same
    archive.start_dir = packed.tell()
