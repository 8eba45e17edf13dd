"""The head and foot of a paper: issuer, unit, number, symbol, place, date, kind, title, period, signer, recipients."""

from __future__ import annotations

from extractors.document import Document
from extractors.header.fields import Header, Parts
from extractors.header.lines import find_date, find_number, find_recipients, find_signature
from extractors.header.titles import fallback_kind, find_kind, find_period, find_title, posted
from extractors.header.units import find_units
from extractors.vietnamese import fold

__all__ = ["Header", "read_header"]


def read_header(document: Document) -> Header:
    """Return the header of a document, blank parts of it marked."""
    blocks = [b for b in document.blocks if b.kind not in ("note", "margin")]
    texts = [" ".join(document.quote(b.span).replace("*", "").split()) for b in blocks]
    found = Parts()
    kind_at = find_kind(texts, blocks, found)
    find_number(document, blocks, found)
    find_date(document, blocks, found)
    find_title(texts, blocks, kind_at, found)
    find_signature(texts, found)
    find_recipients(texts, found)
    find_units(texts, found, kind_at)
    find_period(found)
    return _header(texts, found)


def _header(texts: list[str], found: Parts) -> Header:
    kind = found.fields.pop("kind", None) or fallback_kind(found, texts)
    if kind == "tin_bai" and "date" not in found.fields and (day := posted(texts)):
        found.fields["date"] = day
    draft = any("dự thảo" in fold(text) for text in texts[:12])
    blanks = tuple(found.blanks)
    return Header(kind=str(kind), draft=draft, blanks=blanks, **found.fields)  # type: ignore[arg-type]  # fields by name
