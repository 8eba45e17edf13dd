"""The sentences and table rows that a finding is about, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.document import Document, Span
from pipeline.export.passages import Passage, passages
from pipeline.terminal import CONTROLS, Paint


def quotations(document: Document, spans: Sequence[Span], paint: Paint) -> Iterator[tuple[str, str]]:
    """Yield line in words and text of each sentence or table row around the spans, these marked in it."""
    for passage in passages(document, spans):
        yield passage.where, f"“{_painted(passage, paint)}”"


def _painted(passage: Passage, paint: Paint) -> str:
    texts = [(CONTROLS.sub("\ufffd", text), marked) for text, marked in passage.parts]
    return "".join(f"{paint.mark[0]}{text}{paint.mark[1]}" if marked else text for text, marked in texts)
