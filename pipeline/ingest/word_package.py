"""Open a Word file safely: members of the zip within limits, XML without DTD, entities or network."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import IO

from lxml import etree

from pipeline.ingest.errors import IngestError
from pipeline.ingest.limits import FREE_BYTES, MOST_BYTES, MOST_PARTS, RATIO

_MAIN = "word/document.xml"
_END = b"PK\x05\x06"
_ENTRY = b"PK\x01\x02"
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_PART = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError)
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
)


@dataclass(frozen=True, slots=True)
class Relationship:
    """Where a part leads: last word of the type, and the member it names."""

    id: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Package:
    """The members of a Word file that may be read."""

    archive: zipfile.ZipFile
    entries: dict[str, zipfile.ZipInfo]

    def key(self, name: str) -> tuple[int, int] | None:
        """Return checksum and size of a member, known without unpacking it."""
        entry = self.entries.get(name)
        return None if entry is None else (entry.CRC, entry.file_size)

    def read(self, name: str) -> bytes | None:
        """Return a member unpacked, None where there is none."""
        entry = self.entries.get(name)
        return None if entry is None else _unpacked(self.archive, entry)

    def root(self, name: str) -> etree._Element | None:
        """Return the root of an XML member, None where there is none."""
        content = self.read(name)
        return None if content is None else parse_xml(content, name)

    def relationships(self, name: str) -> list[Relationship]:
        """Return what a part refers to inside the package."""
        folder, base = posixpath.split(name)
        root = self.root(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = [] if root is None else [one for one in root if one.get("TargetMode") != "External"]
        return [_relationship(one, folder) for one in found]

    def main(self) -> str:
        """Return the name of the part that holds the text; raises IngestError where there is none."""
        stated = [one.target for one in self.relationships("") if one.kind == "officeDocument"]
        for name in (*stated, _MAIN):
            if name in self.entries:
                return name
        raise IngestError("corrupt", "tệp không có phần nội dung word/document.xml")


def _relationship(element: etree._Element, folder: str) -> Relationship:
    target = element.get("Target", "")
    path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return Relationship(element.get("Id", ""), element.get("Type", "").rpartition("/")[2], path)


def open_package(data: bytes) -> Package:
    """Return the package of a file's bytes; raises IngestError where it is broken, locked or too big."""
    end = data.rfind(_END)
    if end < 0 and data.startswith(b"PK"):
        raise IngestError("truncated", "tệp bị cắt cụt, thiếu phần cuối")
    # counted before zipfile makes an object for each entry
    if end >= 0 and data.count(_ENTRY, max(0, end - int.from_bytes(data[end + 12 : end + 16], "little"))) > MOST_PARTS:
        raise IngestError("too_many_parts", f"tệp nén có hơn {MOST_PARTS} thành phần")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise IngestError("corrupt", "cấu trúc nén của tệp bị hỏng") from error
    listed = archive.infolist()
    if any(entry.flag_bits & 1 for entry in listed):
        raise IngestError("encrypted", "tệp được đặt mật khẩu")
    names = Counter(entry.filename.replace("\\", "/").casefold() for entry in listed)
    twice = next((name for name, times in names.items() if times > 1 and name.endswith((".xml", ".rels"))), None)
    if twice:
        raise IngestError("corrupt", f"tệp có hai phần cùng tên {twice}")
    package = Package(archive, {entry.filename: entry for entry in listed})
    if b"<!DOCTYPE" in (package.read("[Content_Types].xml") or b""):
        raise _dtd("[Content_Types].xml")
    return package


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    most = max(FREE_BYTES, min(MOST_BYTES, RATIO * entry.compress_size))
    if entry.file_size > most:
        raise _too_big(entry.filename)
    if entry.compress_type not in _PACKINGS:
        raise IngestError("corrupt", f"phần {entry.filename} nén theo cách mà Word không dùng")
    try:
        with archive.open(entry) as member:
            return _counted(member, entry, most)
    except _BROKEN as error:
        raise IngestError("corrupt", f"phần {entry.filename} bị hỏng, không giải nén được") from error


def _counted(member: IO[bytes], entry: zipfile.ZipInfo, most: int) -> bytes:
    """What really comes out counts: the declared size may lie."""
    content = member.read(most + 1)
    if len(content) > most:
        raise _too_big(entry.filename)
    if len(content) != entry.file_size:
        raise IngestError("corrupt", f"phần {entry.filename} không đúng kích thước đã ghi")
    return content


def parse_xml(content: bytes, name: str) -> etree._Element:
    """Return the root of an XML part, Strict namespaces as the usual ones; raises IngestError."""
    plain = as_utf8(content)
    if b"<!DOCTYPE" in plain:
        raise _dtd(name)
    if _STRICT in plain:
        plain = _STRICT_PART.sub(_transitional, plain)
    try:
        root = etree.fromstring(plain, _PARSER)
    except (etree.XMLSyntaxError, LookupError, ValueError) as error:
        raise _syntax(str(error), name) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _dtd(name)
    return root


def as_utf8(content: bytes) -> bytes:
    """Return the bytes of an XML part in UTF-8 where they begin as UTF-16, without the line that says so."""
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content
    try:
        return _DECLARED.sub("", content.decode("utf-16")).encode()
    except UnicodeDecodeError:
        return content


def _transitional(found: re.Match[bytes]) -> bytes:
    return b"http://schemas.openxmlformats.org/" + found[1] + b"/2006/"


def _syntax(message: str, name: str) -> IngestError:
    low = message.casefold()
    if "depth" in low:
        return IngestError("too_deep", f"phần {name} lồng nhau quá sâu")
    if "huge" in low or "too long" in low:
        return IngestError("too_big", f"phần {name} có đoạn chữ quá dài")
    return IngestError("corrupt", f"phần {name} không phải XML đúng")


def _dtd(name: str) -> IngestError:
    return IngestError("dtd_forbidden", f"phần {name} chứa khai báo DOCTYPE")


def _too_big(name: str) -> IngestError:
    return IngestError("too_big", f"phần {name} quá lớn sau khi giải nén")
