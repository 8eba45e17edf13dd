"""The types of the public record `soat/1`; its JSON Schema is generated from them."""

from __future__ import annotations

from typing import Literal

import msgspec

Value = int | float


class Fault(msgspec.Struct):
    """Why a file could not be read: a code, and one Vietnamese sentence with file and cause."""

    code: str
    message: str


class Notice(msgspec.Struct):
    """Something about a file that a user should know, and where."""

    code: str
    message: str
    place: str | None


class SourceRecord(msgspec.Struct):
    """The file: `path` relative to the argument, `pages` null where there are none, `encoding` of text files only."""

    path: str
    name: str
    sha256: str
    format: str
    pages: int | None
    ocr: bool
    encoding: str | None
    warnings: list[Notice]


class HeaderRecord(msgspec.Struct):
    """Head and foot of the paper, null where it does not say it; dates and periods in ISO form as far as known."""

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
    """A heading: depth from 1, number as printed, canonical kind, null where it is none of them."""

    id: str
    parent: str | None
    level: int
    number: str
    title: str
    kind: str | None
    line: int
    page: int | None


class TablePlace(msgspec.Struct):
    """A cell of a table: table from 1, row and column from 0."""

    table: int
    row: int
    column: int


class NumberRecord(msgspec.Struct, omit_defaults=False):
    """A digit-bearing token with its place and role; only quantities (role `measure`) have `value` to `target`."""

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
    """A number, or a piece of text, and what it is in a relation."""

    number: str | None
    text: str
    role: str


class ReadingRecord(msgspec.Struct):
    """One way a relation may be meant, in a line, and what comes out."""

    reading: str
    verdict: str


class RelationRecord(msgspec.Struct):
    """What should hold between numbers, the reading that counts and all that were tried."""

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
    """A place that shows a finding, with the number that stands there."""

    line: int
    col: int
    text: str
    page: int | None
    box: list[float] | None
    number: str | None


class DismissedRecord(msgspec.Struct):
    """Why a finding does not count: staff dismissed it, a figure of it that they verified, or its rule.

    `rows` are those of their table that say so.
    """

    kind: Literal["finding", "value", "rule"]
    reason: str
    rows: list[int]


class FindingRecord(msgspec.Struct):
    """One defect: `id` is stable over runs and positions, `evidence` the fewest places that show it.

    One that is `dismissed` counts neither as error nor as warning.
    """

    id: str
    rule: str
    severity: Literal["error", "warning", "info"]
    line: int | None
    message: str
    evidence: list[EvidenceRecord]
    expected: Value | None
    found: Value | None
    suggestion: str | None
    dismissed: DismissedRecord | None = None


class Coverage(msgspec.Struct):
    """How many numbers were seen, understood, in a relation, verified and contradicted."""

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
