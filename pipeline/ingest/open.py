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
from pipeline.ingest.long_blocks import short_blocks

#: the reader of each kind that can be read, and the endings that its files have; read only when needed, since most
#: of them cost a tenth of a second to import
_READERS = {
    "txt": ("pipeline.ingest.text:read_text", ("txt", "md", "text")),
    "docx": ("pipeline.ingest.word:read_word", ("docx", "docm", "dotx", "dotm")),
    "pdf": ("pipeline.ingest.pdf:read_pdf", ("pdf",)),
    "eml": ("pipeline.ingest.mail:read_mail", ("eml", "mht", "mhtml")),
    "xlsx": ("pipeline.ingest.sheet:read_xlsx", ("xlsx", "xlsm", "xltx", "xltm", "xlsb")),
    "xls": ("pipeline.ingest.sheet:read_xls", ("xls", "xlt")),
    "ods": ("pipeline.ingest.sheet:read_ods", ("ods", "ots")),
    "doc": ("pipeline.ingest.office:read_office", ("doc", "dot")),
    "rtf": ("pipeline.ingest.rtf:read_rtf", ("rtf",)),
    "odt": ("pipeline.ingest.odt:read_odt", ("odt", "ott")),
    "html": ("pipeline.ingest.web_page:read_web_page", ("html", "htm", "xhtml", "aspx", "php")),
    "image": ("pipeline.ingest.scan_file:read_image", ("png", "jpg", "jpeg", "jfif", "tif", "tiff", "bmp", "gif")),
}
Reader = Callable[[bytes, Source], Document]
#: what to do with what is not read, where saving it otherwise is not the way
_ADVICE = dict.fromkeys(("zip", "rar", "7z", "gz"), "hãy giải nén rồi đưa lại") | {
    "msg": "hãy mở bằng Outlook rồi lưu thành .eml, hoặc lưu các tệp đính kèm ra thư mục",
}


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
        advice = _ADVICE.get(kind, "hãy lưu thành .docx, .pdf hoặc .txt")
        raise IngestError("unsupported", f"đây là {NAMES[kind]}, bản này chưa đọc được; {advice}")
    document = short_blocks(single_blanks(read_as(kind, data, _with_mismatch(source, kind))))
    if not document.text.strip():
        raise IngestError("empty", "tệp không có chữ nào")
    return document


def read_as(kind: str, data: bytes, source: Source) -> Document:
    """Return the document of bytes of a kind, told as of the format of its source; raises IngestError."""
    if kind not in _READERS:
        raise IngestError("unsupported", f"bản này chưa đọc được {NAMES[kind]}")
    module, _, name = _READERS[kind][0].partition(":")
    reader: Reader = getattr(import_module(module), name)
    return reader(data, source)


def _with_mismatch(source: Source, kind: str) -> Source:
    suffix = source.name.rpartition(".")[2].lower()
    if suffix in _READERS[kind][1] or "." not in source.name:
        return source
    notice = Notice("extension_mismatch", f"Tên tệp có đuôi .{suffix} nhưng nội dung là {kind}.")
    return replace(source, warnings=(*source.warnings, notice))
