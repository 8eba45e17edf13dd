"""An analysis as the public record `soat/1`: the same objects for the command line, store and exports."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from extractors.document import Document, Source, Span
from extractors.header import Header
from extractors.numbers.number import Number
from extractors.relations.relation import Relation
from extractors.sections import Section, headings
from pipeline.analysis import Analysis, Failure
from pipeline.checks.finding import Finding
from pipeline.cycles import not_sought
from pipeline.export.record_types import (
    Coverage,
    DismissedRecord,
    EvidenceRecord,
    Fault,
    FindingRecord,
    HeaderRecord,
    Notice,
    NumberRecord,
    OperandRecord,
    ReadingRecord,
    Record,
    RelationRecord,
    SectionRecord,
    SourceRecord,
    TablePlace,
    Value,
)

#: what a reader of records checks first; a change that breaks one raises it
SCHEMA = "soat/1"
#: codes of notices that mean that something of the file was not read
_LOSSES = frozenset({"partial_pages", "text_in_image", "auto_numbers_lost", "garbled_text", "needs_ocr", "truncated"})


@not_sought()
def record(result: Analysis | Failure) -> Record:
    """Return the public record of an analysis or of a file that could not be read."""
    if isinstance(result, Failure):
        empty = Coverage(0, 0, 0, 0, 0, 0, 0)
        fault = Fault(result.code, result.message)
        return Record(SCHEMA, "error", fault, _source(result.source), None, [], [], [], [], empty)
    document, facts = result.document, result.facts
    lost = any(w.code in _LOSSES for w in document.source.warnings)
    sections = headings(document, facts.sections)
    inside = _section_of_number(facts.sections, facts.numbers, {section.id for section in sections})
    return Record(
        schema=SCHEMA,
        status="partial" if lost else "ok",
        error=None,
        source=_source(document.source),
        header=_header(facts.header),
        sections=[_section(document, s) for s in sections],
        numbers=[_number(result, i, n, inside[i]) for i, n in enumerate(facts.numbers)],
        relations=[_relation(i, r) for i, r in enumerate(facts.relations, 1)],
        findings=[_finding(document, f) for f in result.findings],
        coverage=coverage(result),
    )


def as_mapping(item: Record) -> dict[str, object]:
    """Return a record as plain JSON values."""
    plain: dict[str, object] = msgspec.to_builtins(item)
    return plain


def json_schema() -> dict[str, object]:
    """Return the JSON Schema of the record, generated from these types."""
    schema: dict[str, object] = msgspec.json.schema(Record)
    return schema


def _source(source: Source) -> SourceRecord:
    warnings = [Notice(w.code, w.message, w.place) for w in source.warnings]
    s = source
    return SourceRecord(s.path, s.name, s.sha256, s.format, s.pages, s.ocr, s.encoding, warnings)


def _header(h: Header) -> HeaderRecord:
    return HeaderRecord(
        kind=h.kind,
        issuer=h.issuer,
        unit=h.unit,
        level=h.level,
        parents=list(h.parents),
        number=h.number,
        symbol=h.symbol,
        place=h.place,
        date=h.date,
        title=h.title,
        period=h.period,
        signer_title=h.signer_title,
        signer_name=h.signer_name,
        addressee=h.addressee,
        recipients=list(h.recipients),
        taken_from=dict(h.taken_from),
    )


def _section(document: Document, s: Section) -> SectionRecord:
    place = document.place(s.span.start)
    return SectionRecord(s.id, s.parent, s.level, s.number, s.title, s.kind, place.line, place.page)


def _section_of_number(
    sections: tuple[Section, ...], numbers: tuple[Number, ...], headed: set[str]
) -> list[str | None]:
    """Return, for each number, the innermost section with a heading (`headed`) that it stands in."""
    found: list[str | None] = []
    at = 0
    own = {s.id: s.id if s.id in headed else s.parent for s in sections}
    for number in numbers:
        while at < len(sections) and sections[at].span.start <= number.span.start:
            at += 1
        found.append(own[sections[at - 1].id] if at else None)
    return found


def plain_value(value: Decimal | None) -> Value | None:
    """Return a number that JSON can hold exactly enough: whole numbers as int."""
    if value is None:
        return None
    return int(value) if value == value.to_integral() and abs(value) < 10**18 else float(value)


def _number(result: Analysis, index: int, number: Number, section: str | None) -> NumberRecord:
    document, measure = result.document, result.facts.measures.get(index)
    text, place = document.quote(number.span), document.place(number.span.start)
    box = _box(document, number.span)
    item = NumberRecord(number_id(index), text, place.line, place.col, place.page, box, number.role)
    item.section, item.doubt = section, number.doubt
    if number.role == "measure":
        item.value, item.of = plain_value(number.value), plain_value(number.of)
        item.qualifier = number.sign
        item.unit = (measure.unit if measure else number.unit) or None
    if measure is not None:
        item.label, item.metric = measure.label, measure.metric
        item.period, item.target = measure.period, measure.target
        cell = document.blocks[result.facts.ledger.entries[measure.entry].block].origin.cell
        item.table = TablePlace(cell.table, cell.row, cell.column) if cell else None
    return item


def number_id(index: int) -> str:
    """Return the id of a number in the record."""
    return f"n{index + 1}"


def _id_or_none(index: int | None) -> str | None:
    return None if index is None else number_id(index)


def _relation(index: int, r: Relation) -> RelationRecord:
    return RelationRecord(
        id=f"r{index}",
        kind=r.kind,
        source=r.source,
        total=_id_or_none(r.total),
        parts=[number_id(p) for p in r.parts],
        operands=[OperandRecord(_id_or_none(o.number), o.text, o.role) for o in r.operands],
        unit=r.unit,
        exhaustive=r.exhaustive,
        verdict=r.verdict,
        missing=r.missing,
        reading=r.reading,
        tried=[ReadingRecord(f"{t.arithmetic} ({t.why})", t.verdict) for t in r.tried[:12]],
    )


def _finding(document: Document, f: Finding) -> FindingRecord:
    evidence = [_evidence(document, e.span, e.number) for e in f.evidence]
    line = evidence[0].line if evidence else None
    expected, found = plain_value(f.expected), plain_value(f.found)
    d = f.dismissed
    dismissed = DismissedRecord(d.kind, d.reason, list(d.rows)) if d else None
    return FindingRecord(f.id, f.rule, f.severity, line, f.message, evidence, expected, found, f.suggestion, dismissed)


def _evidence(document: Document, span: Span, number: int | None) -> EvidenceRecord:
    place = document.place(span.start)
    text = " ".join(document.quote(span).split())
    return EvidenceRecord(place.line, place.col, text, place.page, _box(document, span), _id_or_none(number))


def _box(document: Document, span: Span) -> list[float] | None:
    """Return the box of a span on the line where it begins, None where the original has no pages."""
    boxes = document.boxes(span)
    return [boxes[0].left, boxes[0].top, boxes[0].right, boxes[0].bottom] if boxes else None


def coverage(result: Analysis) -> Coverage:
    """Return how many numbers were seen, understood, in a relation, verified and contradicted."""
    facts = result.facts
    related = {o.number for r in facts.relations for o in r.operands if o.number is not None}
    held = {o.number for r in facts.relations if r.verdict == "holds" for o in r.operands if o.number is not None}
    errors = [f for f in result.findings if f.severity == "error" and f.dismissed is None]
    wrong = {e.number for f in errors for e in f.evidence if e.number is not None}
    linked = sum(1 for m in facts.measures.values() if m.metric)
    return Coverage(
        numbers=len(facts.numbers),
        measures=len(facts.measures),
        linked=linked,
        in_relations=len(related),
        verified=len(held - wrong),
        contradicted=len(wrong),
        unlinked=len(facts.measures) - linked,
    )
