"""Plain text files to documents: their encoding; the text itself is read by `extractors.plain`."""

from __future__ import annotations

import codecs
from dataclasses import replace

from extractors.document import Document, Notice, Source
from extractors.plain import plain_document
from pipeline.ingest.errors import IngestError
from pipeline.ingest.kinds import utf16_order
from pipeline.ingest.old_text import decode_old, mended_text

_CUT = Notice("truncated", "Tệp bị cắt cụt giữa một chữ; phần sau chỗ cắt không có trong tệp.")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(data: bytes) -> tuple[str, str]:
    """Return text and encoding of a text file: Unicode, or letters of before it.

    Raises IngestError with code `unsupported` for bytes that are none of these.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _decoded(data, "utf-8-sig" if name == "utf-8" else "utf-16"), name
    if guess := utf16_order(data):
        return _decoded(data, guess), "utf-16"
    try:
        return _decoded(data, "utf-8"), "utf-8"
    except IngestError:
        if (old := decode_old(data)) is None:
            raise
        return old


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if (mended := _mended(data, encoding, error)) is not None:
            return mended
        raise IngestError("unsupported", "không nhận ra bảng mã của tệp văn bản") from error


def _mended(data: bytes, encoding: str, error: UnicodeDecodeError) -> str | None:
    """Text that is cut within its last letter, or holds halves of letters that other programs wrote; else None."""
    if is_cut(data, error):
        return data[: error.start].decode(encoding)
    try:
        return data.decode(encoding, "surrogatepass")
    except UnicodeDecodeError:
        return None


def is_cut(data: bytes, error: UnicodeDecodeError) -> bool:
    """Return whether it is the end of bytes that is missing and nothing else."""
    return error.start > 0 and error.end == len(data) and error.start >= len(data) - 3 and "end of data" in error.reason


def _cut(data: bytes, encoding: str) -> bool:
    if not encoding.startswith("utf"):
        return False
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return is_cut(data, error)
    return False


def read_text(data: bytes, source: Source) -> Document:
    """Return the document of a plain text file.

    Raises IngestError: `empty` for a file without text, `unsupported` for an unknown encoding.
    """
    text, encoding = decode(data)
    if not text.strip("\ufeff \t\r\n\x00"):
        raise IngestError("empty", "tệp không có chữ nào")
    warnings = (*source.warnings, _CUT) if _cut(data, encoding) else source.warnings
    text, old = mended_text(text)
    return plain_document(text, replace(source, encoding=old or encoding, warnings=warnings))
