"""Numbers whose print is unsure: what a scan shows faintly stays in doubt wherever the number goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.document import Document
from extractors.numbers.number import Number


def doubted(document: Document, numbers: Sequence[Number]) -> tuple[Number, ...]:
    """Return numbers, those in doubt that the document's print leaves in doubt; other doubts stay first."""
    if not document.source.ocr:
        return tuple(numbers)
    return tuple(_doubted(document, number) for number in numbers)


def _doubted(document: Document, number: Number) -> Number:
    said = [one for one in (number.doubt, document.doubt(number.span)) if one]
    return replace(number, doubt="; ".join(said)) if said else number
