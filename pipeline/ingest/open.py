"""Bytes to a document: what the file is by its content, not its name, and the reader for it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

from extractors.document import Document, Notice, Source
from pipeline.ingest.blanks import single_blanks
from pipeline.ingest.errors import IngestError
from pipeline.ingest.kinds import NAMES, kind_of

#: the reader of each kind that can be read, and the endings that its files have; read only when needed, since most
#: of them cost a tenth of a second to import
_READERS = {
    "txt": ("pipeline.ingest.text:read_text", ("txt", "md", "text")),
    "docx": ("pipeline.ingest.word:read_word", ("docx", "docm", "dotx", "dotm")),
    "pdf": ("pipeline.ingest.pdf:read_pdf", ("pdf",)),
}
Reader = Callable[[bytes, Source], Document]


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
    if kind not in _READERS:
        named = NAMES[kind]
        raise IngestError("unsupported", f"đây là {named}, bản này chưa đọc được; hãy lưu thành .docx, .pdf hoặc .txt")
    document = single_blanks(_read(data, _with_mismatch(source, kind)))
    if not document.text.strip():
        raise IngestError("empty", "tệp không có chữ nào")
    return document


def _read(data: bytes, source: Source) -> Document:
    module, _, name = _READERS[source.format][0].partition(":")
    reader: Reader = getattr(import_module(module), name)
    return reader(data, source)


def _with_mismatch(source: Source, kind: str) -> Source:
    suffix = source.name.rpartition(".")[2].lower()
    if suffix in _READERS[kind][1] or "." not in source.name:
        return source
    notice = Notice("extension_mismatch", f"Tên tệp có đuôi .{suffix} nhưng nội dung là {kind}.")
    return replace(source, warnings=(*source.warnings, notice))
