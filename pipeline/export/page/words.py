"""Numbers, places and relations in words of the page."""

from __future__ import annotations

from decimal import Decimal

from extractors.catalogue.own import Catalogue
from extractors.document import Block, Document
from pipeline.export.record_types import NumberRecord, RelationRecord, Value
from pipeline.export.words import QUALIFIERS, RELATIONS, ROLES, period_words, place_words

SHEETS = frozenset({"xlsx", "xls", "ods"})
#: a sign for what a colour says: of a severity, of a verdict
SIGNS = {"error": "✗", "warning": "?", "info": "i", "dismissed": "–", "holds": "✓", "fails": "✗", "undecided": "…"}
DISMISSED = "Đã bỏ qua"


def value_words(value: Value | str | Decimal | None) -> str:
    """Return a value as Vietnamese offices write it.

    >>> value_words(2449), value_words(40.27), value_words(-1234.5), value_words("x"), value_words(None)
    ('2.449', '40,27', '-1.234,5', 'x', '')
    """
    if value is None or isinstance(value, str):
        return value or ""
    plain = format(Decimal(str(value)), ",f")
    return plain.translate(str.maketrans(",.", ".,"))


def metric_words(code: str | None, catalogue: Catalogue) -> str:
    """Return the name of a metric, its code where the catalogue does not know it."""
    metric = catalogue.metric(code) if code else None
    return metric.name_vi if metric else code or ""


def amount_words(number: NumberRecord) -> str:
    """Return what a quantity is, with its bound, what it is of, and its unit."""
    of = f" / {value_words(number.of)}" if number.of is not None else ""
    parts = (QUALIFIERS.get(number.qualifier or "=", ""), value_words(number.value) + of, number.unit or "")
    return " ".join(part for part in parts if part)


def number_words(number: NumberRecord, catalogue: Catalogue) -> str:
    """Return in a line what is known of a number: what it counts, value and unit, metric, period, doubt."""
    if number.role != "measure":
        parts = [ROLES.get(number.role, number.role)]
    else:
        metric = metric_words(number.metric, catalogue)
        parts = [
            f"{number.label}: {amount_words(number)}" if number.label else amount_words(number),
            f"chỉ tiêu: {metric}" if metric else "chưa gắn chỉ tiêu",
            *([f"kỳ: {period_words(number.period)}"] if number.period else []),
            *(["mục tiêu, kế hoạch"] if number.target else []),
        ]
    return " · ".join([*parts, *([f"chưa chắc: {number.doubt}"] if number.doubt else [])])


def relation_words(relation: RelationRecord) -> str:
    """Return the name of a relation's kind."""
    return RELATIONS.get(relation.kind, relation.kind)


def cell_name(document: Document, block: Block) -> str | None:
    """Return the name of a block's cell in a sheet ("B7"), None in other files."""
    return block.origin.part.rpartition("!")[2] if document.source.format in SHEETS else None


def where(document: Document, offset: int) -> str:
    """Return where a character stands: line, paragraph and page as the record counts them, or the cell of a sheet."""
    if document.source.format in SHEETS:
        return f"ô {document.blocks[document.block_at(offset)].origin.part}"
    place = document.place(offset)
    return place_words(place.line, place.page, document.source.format)
