"""Bytes to a document: what the file is by its content, not its name, and the reader for it."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from extractors.document import Document, Notice, Source
from pipeline.ingest.blanks import single_blanks
from pipeline.ingest.errors import IngestError
from pipeline.ingest.text import read_text

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e".encode("latin-1")
_NAMES = {
    "doc": "tệp Word đời cũ (.doc)", "rtf": "tệp RTF", "zip": "tệp nén ZIP", "image": "tệp ảnh",
    "html": "trang web", "xlsx": "bảng tính Excel", "odt": "tệp OpenDocument", "rar": "tệp nén RAR", "7z": "tệp nén 7z",
    "binary": "tệp nhị phân",
}  # fmt: skip
_SIGNATURES = (
    (b"%PDF-", "pdf"), (b"{\\rtf", "rtf"), (b"Rar!", "rar"), (b"7z\xbc\xaf", "7z"), (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"), (b"GIF8", "image"), (b"II*\0", "image"), (b"MM\0*", "image"), (b"BM", "image"),
)  # fmt: skip


def kind_of(data: bytes) -> str:
    """Return what a file is by its bytes: docx, txt, or a kind that is named in the refusal."""
    for signature, kind in _SIGNATURES:
        if data.startswith(signature) and (kind != "image" or signature != b"BM" or b"\0" in data[:64]):
            return kind
    if data.startswith(_OLE):
        return "encrypted" if _ENCRYPTED in data else "doc"
    if data.startswith(b"PK"):
        return _kind_of_zip(data)
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "html"
    return "binary" if b"\0" in data[:4096] and not _is_utf16(data) else "txt"


def _kind_of_zip(data: bytes) -> str:
    if b"word/" in data or b"[Content_Types].xml" in data:
        return "xlsx" if b"xl/workbook" in data and b"word/document" not in data else "docx"
    return "odt" if b"opendocument.text" in data[:200] else "zip"


def _is_utf16(data: bytes) -> bool:
    sample = data[:4000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    one_sided = max(even, odd) > len(sample) // 5 and min(even, odd) < len(sample) // 50 + 1
    return one_sided or data[:2] in (b"\xff\xfe", b"\xfe\xff")


def read_document(data: bytes, name: str) -> Document:
    """Return the document of a file's bytes.

    Raises IngestError: `empty`, `encrypted`, `unsupported`, and those of the reader of its kind.
    """
    if not data:
        raise IngestError("empty", "tệp rỗng (0 byte)")
    kind = kind_of(data)
    source = Source(name, name.rpartition("/")[2], hashlib.sha256(data).hexdigest(), kind)
    if kind == "encrypted":
        raise IngestError("encrypted", "tệp được đặt mật khẩu; hãy gỡ mật khẩu rồi gửi lại")
    if kind not in ("docx", "pdf", "txt"):
        named = _NAMES.get(kind, kind)
        raise IngestError("unsupported", f"đây là {named}, bản này chưa đọc được; hãy lưu thành .docx, .pdf hoặc .txt")
    document = single_blanks(_read(data, _with_mismatch(source, kind)))
    if not document.text.strip():
        raise IngestError("empty", "tệp không có chữ nào")
    return document


def _read(data: bytes, source: Source) -> Document:
    if source.format == "txt":
        return read_text(data, source)
    # plain text does without these imports, each of which costs a tenth of a second
    if source.format == "pdf":
        from pipeline.ingest.pdf import read_pdf  # noqa: PLC0415  # see above

        return read_pdf(data, source)
    from pipeline.ingest.word import read_word  # noqa: PLC0415  # see above

    return read_word(data, source)


def _with_mismatch(source: Source, kind: str) -> Source:
    suffix = source.name.rpartition(".")[2].lower()
    expected = {"docx": ("docx", "docm", "dotx"), "pdf": ("pdf",), "txt": ("txt", "md", "text")}[kind]
    if suffix in expected or "." not in source.name:
        return source
    notice = Notice("extension_mismatch", f"Tên tệp có đuôi .{suffix} nhưng nội dung là {kind}.")
    return replace(source, warnings=(*source.warnings, notice))
