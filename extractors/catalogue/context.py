"""What measures are read from: the document with its numbers, ledger and tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.catalogue.own import BUILT_IN, Catalogue
from extractors.document import Document, Span
from extractors.grids import Layout
from extractors.ledger.entries import Ledger
from extractors.numbers.number import Number
from extractors.sections import Section

#: a unit and where it was found: printed, noun, label, parent, sibling, lead, table, caption …
FoundUnit = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Context:
    """What measures are read from; `folded_lines` is the folded text with a line end after each block,
    `periods` the numbers that name a span of time, `own_names` what the report's own unit is called,
    `body_end` the block at which recipients, signature and annexes begin, `catalogue` the metrics to link to.
    """

    document: Document
    sections: Sequence[Section]
    layouts: Sequence[Layout]
    numbers: Sequence[Number]
    ledger: Ledger
    folded: str
    folded_lines: str
    kind: str
    period: str | None
    periods: Sequence[Number]
    level: str | None = None
    own_names: re.Pattern[str] | None = None
    body_end: int = 10**9
    catalogue: Catalogue = BUILT_IN


def words_at(context: Context, span: Span) -> str:
    """Return folded text at a span, blanks joined."""
    return " ".join(context.folded[span.start : span.end].split())


def printed_at(context: Context, span: Span) -> str:
    """Return text at a span as printed, emphasis marks and double blanks left out."""
    return " ".join(context.document.quote(span).replace("*", "").split())
