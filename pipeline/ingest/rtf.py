"""RTF files: their text, tables, notes and the numbers that the program which wrote them shows before paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.document import Document, Notice, Source
from pipeline.ingest.errors import IngestError
from pipeline.ingest.rtf_reading import Reading
from pipeline.ingest.word_leftovers import deletions

#: groups within groups; programs write some ten
_MOST_DEPTH = 300
_CUT = Notice("truncated", "Tệp RTF bị cắt cụt, thiếu phần cuối; phần sau chỗ cắt không có trong tệp.")
_BRACES = re.compile(rb"\\bin(\d{1,9}) ?|\\[\\{}]|[{}]")
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)|.", re.DOTALL
)


def read_rtf(data: bytes, source: Source) -> Document:
    """Return the document of an RTF file; raises IngestError: `too_deep`, `too_big`, `empty`."""
    _check_depth(data)
    reading = Reading()
    for word, number, text in _tokens(data):
        reading.take(word, number, text)
    told = [_CUT] if reading.is_open else []
    flow = reading.finished()
    told += [deletions(reading.deleted)] if reading.deleted else []
    return flow.document(replace(source, warnings=(*source.warnings, *told)))


def _check_depth(data: bytes) -> None:
    """Refuse groups nested without end before anything else reads them."""
    depth = 0
    for token in _BRACES.finditer(data):
        sign = token.group()
        depth += (sign == b"{") - (sign == b"}")
        if depth > _MOST_DEPTH:
            raise IngestError("too_deep", "tệp RTF có các nhóm lồng nhau quá sâu")


def _tokens(data: bytes) -> Iterator[tuple[str, int | None, bytes]]:
    """Yield control words with their numbers, braces as words, and bytes of text under ""."""
    at = 0
    while match := _TOKEN.match(data, at):
        at = match.end()
        word, number, code, sign, brace, text = match.groups()
        if word:
            value = int(number) if number else None
            if word == b"bin" and value:
                # bytes of a picture, in which braces mean nothing
                at += max(0, value)
            else:
                yield word.decode("ascii"), value, b""
        elif code:
            yield "", 1, bytes([int(code, 16)])
        elif sign:
            yield sign.decode("latin-1"), None, b""
        elif brace:
            yield f"group{brace.decode()}", None, b""
        elif text:
            yield "", None, text
