"""What a file is, by its bytes and not by its name."""

from __future__ import annotations

import re
import struct
import zlib
from contextlib import suppress

#: kinds as users call them; those of the public record are the formats of sources
NAMES = {
    "docx": "tệp Word", "doc": "tệp Word đời cũ (.doc)", "rtf": "tệp RTF", "odt": "tệp OpenDocument",
    "pdf": "tệp PDF", "txt": "tệp văn bản", "html": "trang web", "image": "tệp ảnh",
    "xlsx": "bảng tính Excel", "xls": "bảng tính Excel đời cũ (.xls)", "ods": "bảng tính OpenDocument",
    "eml": "thư điện tử", "msg": "thư Outlook (.msg)", "slides": "tệp trình chiếu",
    "zip": "tệp nén ZIP", "rar": "tệp nén RAR", "7z": "tệp nén 7z", "gz": "tệp nén gzip", "binary": "tệp nhị phân",
}  # fmt: skip
_SIGNATURES = (
    (b"%PDF-", "pdf"), (b"{\\rtf", "rtf"), (b"Rar!\x1a\x07", "rar"), (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gz"),
    (b"\x89PNG\r\n", "image"), (b"\xff\xd8\xff", "image"), (b"GIF8", "image"), (b"II*\0", "image"), (b"MM\0*", "image"),
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: names in the directory of an OLE file, the first that is there says what it is
_STREAMS = (
    ("EncryptedPackage", "encrypted"), ("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"),
    ("PowerPoint Document", "slides"), ("__nameid_version1.0", "msg"),
)  # fmt: skip
#: members of a zip that say what it is
_MEMBERS = (
    (b"word/document", "docx"), (b"xl/workbook", "xlsx"), (b"ppt/presentation", "slides"), (b"word/", "docx"),
)  # fmt: skip
#: how the name of the first member of an Office document begins
OFFICE = (b"[Content_Types]", b"_rels/", b"docProps/", b"word/", b"xl/", b"ppt/", b"customXml/", b"mimetype")
_OPEN_DOCUMENT = ((b"opendocument.text", "odt"), (b"opendocument.spreadsheet", "ods"), (b"opendocument.", "slides"))
#: signs that steer printers and terminals, of which few may have got into a text
_CONTROLS = bytes({*range(32)} - {9, 10, 12, 13, 27})
_FEW_CONTROLS = 8
#: a header of PDF may stand behind some junk
_FIRST = 1024
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|table|div|p)\b", re.IGNORECASE)
_MAIL = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n")
_MAIL_FIELDS = re.compile(
    rb"^(?:from|mime-version|received|return-path|content-type|message-id):", re.IGNORECASE | re.MULTILINE
)


def kind_of(data: bytes) -> str:
    """Return what a file is by its bytes: a key of NAMES, or `encrypted` for a locked Office file."""
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data.startswith(b"BM") and b"\0" in data[:64]:
        return "image"
    if data.startswith(_OLE):
        return _kind_of_ole(data)
    if data.startswith(b"PK"):
        return _kind_of_zip(data)
    if _has_controls(data[:4096]) and not is_utf16(data):
        return "pdf" if b"%PDF-" in data[:_FIRST] else _kind_behind_junk(data)
    return _kind_of_text(data)


def _has_controls(sample: bytes) -> bool:
    return len(sample) - len(sample.translate(None, _CONTROLS)) > _FEW_CONTROLS


def _kind_behind_junk(data: bytes) -> str:
    """A zip is found from its end, so other bytes may stand before it; of those only Word files are taken."""
    is_zip = b"PK\5\6" in data[-66_000:] and _kind_of_zip(data) == "docx"
    return "docx" if is_zip else "binary"


def _kind_of_ole(data: bytes) -> str:
    return next((kind for name, kind in _STREAMS if _has_stream(data, name)), "doc")


def _has_stream(data: bytes, name: str) -> bool:
    """Whether the directory names a stream: its entries have their places, the word may stand elsewhere too."""
    entry = name.encode("utf-16-le")
    at = data.find(entry)
    while at >= 0 and (at % 128 or any(data[at + len(entry) : at + len(entry) + 2])):
        at = data.find(entry, at + 1)
    return at >= 0


def _kind_of_zip(data: bytes) -> str:
    said = _first_member(data) if data.startswith(b"mimetype", 30) else b""
    for name, kind in _OPEN_DOCUMENT:
        if name in said:
            return kind
    if b"[Content_Types].xml" not in data and b"word/document.xml" not in data and not data.startswith(OFFICE, 30):
        return "zip"
    return next((kind for name, kind in _MEMBERS if name in data), "docx")


def _first_member(data: bytes) -> bytes:
    """What the first member of a zip begins with; it may be packed where somebody made the zip anew."""
    method, name, extra = struct.unpack_from("<H", data, 8)[0], *struct.unpack_from("<HH", data, 26)
    content = data[30 + name + extra :][:200]
    if method != zlib.DEFLATED:
        return content
    with suppress(zlib.error):
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(content, 200)
    return b""


def _kind_of_text(data: bytes) -> str:
    head = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if head.startswith(b"<") and _PAGE.match(head.split(b"-->")[-1].lstrip() if head.startswith(b"<!--") else head):
        return "html"
    if head.startswith(b"<?xml") and re.search(rb"<html\b", head, re.IGNORECASE):
        return "html"
    mail = _MAIL.match(data[:65536].replace(b"\r\n", b"\n"))
    return "eml" if mail and len(_MAIL_FIELDS.findall(mail.group())) >= 2 else "txt"


def is_utf16(data: bytes) -> bool:
    """Return whether bytes are text in UTF-16, with or without a mark of order."""
    return utf16_order(data) is not None or data[:2] in (b"\xff\xfe", b"\xfe\xff")


def utf16_order(data: bytes) -> str | None:
    """Return the encoding of UTF-16 text without a mark: Vietnamese has zeros beside its ASCII letters, on one side."""
    sample = data[:4000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(sample) >= 8 and max(even, odd) > len(sample) // 5 and min(even, odd) < len(sample) // 50 + 1:
        return "utf-16-le" if odd > even else "utf-16-be"
    return None
