"""Word files of 1997 to 2003: paragraphs, tables and notes, with the numbers of lists.

Source: [MS-DOC] 12.4.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import replace

from extractors.document import BlockKind, Document, Notice, Source
from pipeline.ingest.doc_lists import read_lists, style_properties
from pipeline.ingest.doc_properties import Properties, StyleSheet, paragraph_properties
from pipeline.ingest.doc_rows import TableRows
from pipeline.ingest.doc_streams import At, ConverterNeededError, Streams, open_doc
from pipeline.ingest.doc_text import ENDS, DocText
from pipeline.ingest.errors import IngestError
from pipeline.ingest.flow import Flow, Paragraph, Rows
from pipeline.ingest.old_runs import Run
from pipeline.ingest.programs import LIBRE_OFFICE, how_to_get
from pipeline.ingest.word_leftovers import deletions
from pipeline.ingest.word_numbers import Counters, Label, List

#: the parts of the text in their order, and where the number of their characters is told
_PARTS = (
    ("text", 0x4C), ("note", 0x50), ("margin", 0x54), ("comment", 0x5C), ("note", 0x60), ("text", 0x64),
    ("margin", 0x68),
)  # fmt: skip
_NO_PROPERTIES = Properties()


def read_doc(data: bytes, source: Source) -> Document:
    """Return the document of a .doc file, with a notice where the numbers of its lists cannot be read.

    Raises IngestError: `encrypted`, `corrupt`, `truncated`; ConverterNeededError for files of before Word 97.
    """
    streams = open_doc(data)
    advice = f"cách cài: {how_to_get(LIBRE_OFFICE)}"
    if not streams.is_readable:
        raise ConverterNeededError("converter_missing", f"tệp Word đời trước 1997, cần LibreOffice để đọc ({advice})")
    try:
        reader = _Reader(streams)
        flow = reader.flow()
    except (struct.error, IndexError) as error:
        raise IngestError("corrupt", "cấu trúc của tệp Word bị hỏng") from error
    told = [deletions(reader.text.deleted)] if reader.text.deleted else []
    if reader.lists is None:
        message = f"Số thứ tự tự động của các danh sách không đọc được; cần LibreOffice ({advice})."
        told.append(Notice("auto_numbers_lost", message))
    return flow.document(replace(source, warnings=(*source.warnings, *told)))


def _lists(streams: Streams) -> tuple[dict[str, List] | None, StyleSheet]:
    """Lists and styles, None for lists that cannot be read."""
    try:
        styles = style_properties(streams.table, *streams.where(At.STYLES))
        return read_lists(streams.table, streams.where(At.LISTS), streams.where(At.USES)), styles
    except (struct.error, IndexError, KeyError):
        return None, {}


class _Reader:
    """The text of a file with what is said of its paragraphs."""

    def __init__(self, streams: Streams) -> None:
        self._main = streams.main
        self.text = DocText(streams)
        self.lists, styles = _lists(streams)
        self._counters = Counters(self.lists or {})
        self._paragraphs = sorted(paragraph_properties(streams, styles), key=lambda one: one[:2])
        self._ends = [end for _, end, _ in self._paragraphs]

    def flow(self) -> Flow:
        """Return what the file says, part by part."""
        flow = Flow()
        start = 0
        for name, at in _PARTS:
            end = min(start + struct.unpack_from("<I", self._main, at)[0], len(self.text.text))
            if name == "text":
                flow.body += self._part(start, end, None)
            elif name == "note":
                flow.notes += self._part(start, end, "note")
            elif name == "margin":
                flow.margins += self._part(start, end, "margin")
            start = end
        return flow

    def _part(self, start: int, end: int, kind: BlockKind | None) -> list[Paragraph | Rows]:
        found: list[Paragraph | Rows] = []
        table = TableRows()
        for match in ENDS.finditer(self.text.text, start, end):
            said = self._said(match.start())
            runs = self.text.runs(start, match.start())
            start = match.end()
            label = self._counters.label(said.number, said.level) if said.number else Label()
            if not said.in_table:
                usual: BlockKind = "item" if label.bullet else "heading" if said.heading else "paragraph"
                found += [*table.ended(), Paragraph(runs, kind or usual, label.text)]
                table = TableRows()
            elif said.row_end:
                table.end_row(said)
            else:
                table.runs += [Run(f"{label.text} " if label.text else ""), *runs, Run(" ")]
                if match.group() == "\x07":
                    table.end_cell()
        rest = [Paragraph(self.text.runs(start, end), kind or "paragraph")] if start < end else []
        return [*found, *table.ended(), *rest]

    def _said(self, at: int) -> Properties:
        """What is said of the paragraph that ends with a character."""
        stored = self.text.stored(at)
        place = bisect_right(self._ends, stored)
        found = self._paragraphs[place] if place < len(self._paragraphs) else None
        return found[2] if found and found[0] <= stored else _NO_PROPERTIES
