"""An analysis as the public record `soat/1`: the same objects for the command line, store and exports."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

from extractors.document import Document, Source, Span
from extractors.header import Header
from extractors.numbers.number import Number
from extractors.relations.relation import Relation
from extractors.sections import Section
from pipeline.analyse import Analysis, Failure
from pipeline.checks.finding import Finding

SCHEMA = "soat/1"
Value = int | float


class Fault(msgspec.Struct):
    code: str
    message: str


class Notice(msgspec.Struct):
    code: str
    message: str
    place: str | None


class SourceRecord(msgspec.Struct):
    path: str
    name: str
    sha256: str
    format: str
    pages: int | None
    ocr: bool
    encoding: str | None
    warnings: list[Notice]


class HeaderRecord(msgspec.Struct):
    kind: str
    issuer: str | None
    unit: str | None
    level: str | None
    parents: list[str]
    number: str | None
    symbol: str | None
    place: str | None
    date: str | None
    title: str | None
    period: str | None
    signer_title: str | None
    signer_name: str | None
    addressee: str | None
    recipients: list[str]
    taken_from: dict[str, str]


class SectionRecord(msgspec.Struct):
    id: str
    parent: str | None
    level: int
    number: str
    title: str
    kind: str | None
    line: int
    page: int | None


class TablePlace(msgspec.Struct):
    table: int
    row: int
    column: int


class NumberRecord(msgspec.Struct, omit_defaults=False):
    id: str
    text: str
    line: int
    col: int
    page: int | None
    box: list[float] | None
    role: str
    value: Value | str | None = None
    of: Value | None = None
    unit: str | None = None
    qualifier: str | None = None
    label: str | None = None
    metric: str | None = None
    period: str | None = None
    target: bool | None = None
    section: str | None = None
    table: TablePlace | None = None
    doubt: str | None = None


class OperandRecord(msgspec.Struct, rename={"role": "as"}):
    number: str | None
    text: str
    role: str


class ReadingRecord(msgspec.Struct):
    reading: str
    verdict: str


class RelationRecord(msgspec.Struct):
    id: str
    kind: str
    source: str
    total: str | None
    parts: list[str]
    operands: list[OperandRecord]
    unit: str | None
    exhaustive: bool | None
    verdict: Literal["holds", "fails", "undecided"]
    missing: str | None
    reading: str
    tried: list[ReadingRecord]


class EvidenceRecord(msgspec.Struct):
    line: int
    col: int
    text: str
    page: int | None
    box: list[float] | None
    number: str | None


class FindingRecord(msgspec.Struct):
    id: str
    rule: str
    severity: Literal["error", "warning", "info"]
    line: int | None
    message: str
    evidence: list[EvidenceRecord]
    expected: Value | None
    found: Value | None
    suggestion: str | None


class Coverage(msgspec.Struct):
    numbers: int
    measures: int
    linked: int
    in_relations: int
    verified: int
    contradicted: int
    unlinked: int


class Record(msgspec.Struct):
    """One file as the public record."""

    schema: str
    status: Literal["ok", "partial", "error"]
    error: Fault | None
    source: SourceRecord
    header: HeaderRecord | None
    sections: list[SectionRecord]
    numbers: list[NumberRecord]
    relations: list[RelationRecord]
    findings: list[FindingRecord]
    coverage: Coverage


#: codes of notices that mean that something of the file was not read
_LOSSES = frozenset({"partial_pages", "text_in_image", "auto_numbers_lost", "garbled_text", "needs_ocr"})


def record(result: Analysis | Failure) -> Record:
    """Return the public record of an analysis or of a file that could not be read."""
    if isinstance(result, Failure):
        empty = Coverage(0, 0, 0, 0, 0, 0, 0)
        fault = Fault(result.code, result.message)
        return Record(SCHEMA, "error", fault, _source(result.source), None, [], [], [], [], empty)
    document, facts = result.document, result.facts
    lost = any(w.code in _LOSSES for w in document.source.warnings)
    inside = _section_of_number(document, facts.sections, facts.numbers)
    return Record(
        SCHEMA, "partial" if lost else "ok", None, _source(document.source), _header(facts.header),
        [_section(document, s) for s in facts.sections],
        [_number(result, i, n, inside[i]) for i, n in enumerate(facts.numbers)],
        [_relation(i, r) for i, r in enumerate(facts.relations, 1)],
        [_finding(document, f) for f in result.findings],
        coverage(result),
    )  # fmt: skip


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
    return SourceRecord(source.path, source.name, source.sha256, source.format, source.pages, source.ocr,
                        source.encoding, warnings)  # fmt: skip


def _header(h: Header) -> HeaderRecord:
    return HeaderRecord(
        h.kind, h.issuer, h.unit, h.level, list(h.parents), h.number, h.symbol, h.place, h.date, h.title, h.period,
        h.signer_title, h.signer_name, h.addressee, list(h.recipients), dict(h.taken_from),
    )  # fmt: skip


def _section(document: Document, s: Section) -> SectionRecord:
    place = document.place(s.span.start)
    return SectionRecord(s.id, s.parent, s.level, s.number, s.title, s.kind, place.line, place.page)


def _section_of_number(document: Document, sections: tuple[Section, ...], numbers: tuple[Number, ...]) -> list[str | None]:
    found: list[str | None] = []
    at = 0
    for number in numbers:
        while at < len(sections) and sections[at].span.start <= number.span.start:
            at += 1
        found.append(sections[at - 1].id if at else None)
    return found


def plain_value(value: Decimal | None) -> Value | None:
    """Return a number that JSON can hold exactly enough: whole numbers as int."""
    if value is None:
        return None
    return int(value) if value == value.to_integral() and abs(value) < 10**18 else float(value)


def _number(result: Analysis, index: int, number: Number, section: str | None) -> NumberRecord:
    document, measure = result.document, result.facts.measures.get(index)
    place = document.place(number.span.start)
    item = NumberRecord(number_id(index), document.quote(number.span), place.line, place.col, place.page, None,
                        number.role, section=section, doubt=number.doubt)  # fmt: skip
    if number.role == "measure":
        item.value, item.of = plain_value(number.value), plain_value(number.of)
        item.qualifier = number.sign
        item.unit = (measure.unit if measure else number.unit) or None
    if measure is not None:
        item.label, item.metric, item.period, item.target = measure.label, measure.metric, measure.period, measure.target
        cell = document.blocks[result.facts.ledger.entries[measure.entry].block].origin.cell
        item.table = TablePlace(cell.table, cell.row, cell.column) if cell else None
    return item


def number_id(index: int) -> str:
    """Return the id of a number in the record."""
    return f"n{index + 1}"


def _relation(index: int, r: Relation) -> RelationRecord:
    operands = [OperandRecord(None if o.number is None else number_id(o.number), o.text, o.role) for o in r.operands]
    return RelationRecord(
        f"r{index}", r.kind, r.source, None if r.total is None else number_id(r.total), [number_id(p) for p in r.parts],
        operands, r.unit, r.exhaustive, r.verdict, r.missing, r.reading,
        [ReadingRecord(f"{t.arithmetic} ({t.why})", t.verdict) for t in r.tried[:12]],
    )  # fmt: skip


def _finding(document: Document, f: Finding) -> FindingRecord:
    evidence = [_evidence(document, e.span, e.number) for e in f.evidence]
    line = evidence[0].line if evidence else None
    return FindingRecord(f.id, f.rule, f.severity, line, f.message, evidence, plain_value(f.expected),
                         plain_value(f.found), f.suggestion)  # fmt: skip


def _evidence(document: Document, span: Span, number: int | None) -> EvidenceRecord:
    place = document.place(span.start)
    text = " ".join(document.quote(span).split())
    return EvidenceRecord(place.line, place.col, text, place.page, None, None if number is None else number_id(number))


def coverage(result: Analysis) -> Coverage:
    """Return how many numbers were seen, understood, in a relation, verified and contradicted."""
    facts = result.facts
    related = {o.number for r in facts.relations for o in r.operands if o.number is not None}
    held = {o.number for r in facts.relations if r.verdict == "holds" for o in r.operands if o.number is not None}
    wrong = {e.number for f in result.findings if f.severity == "error" for e in f.evidence if e.number is not None}
    linked = sum(1 for m in facts.measures.values() if m.metric)
    return Coverage(len(facts.numbers), len(facts.measures), linked, len(related), len(held - wrong), len(wrong),
                    len(facts.measures) - linked)  # fmt: skip
