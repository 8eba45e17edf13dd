"""*Đối chiếu*: a row for each contradiction between reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.export.cross import CrossFinding, CrossPlace
from pipeline.export.jsonl import Record
from pipeline.export.words import CROSS, SEVERITIES, place_words
from pipeline.export.workbook.cells import Cell, Column, Look, Row, Table, table
from pipeline.export.workbook.links import page_link

COLUMNS = (
    Column("Các báo cáo", 40),
    Column("Mức độ", 14),
    Column("Điều đối chiếu", 24),
    Column("Nội dung", 60),
    Column("Phép tính", 44),
    Column("Trích dẫn", 60),
    Column("Giá trị\nđúng ra", 12),
    Column("Giá trị\nđã ghi", 12),
    Column("Đề nghị", 40),
    Column("Mã phát hiện", 22, "line", hidden=True),
)
_LOOKS: Mapping[str, Look] = {"error": "wrong", "warning": "doubt"}


def across(cross: Sequence[CrossFinding], records: Iterable[Record]) -> Table:
    """Return a row for each finding across reports, linked to the first place that shows it."""
    read = {record["source"]["path"]: record for record in records if record["status"] != "error"}
    return table("Đối chiếu", COLUMNS, (_row(finding, read) for finding in cross))


def _row(finding: CrossFinding, read: Mapping[str, Record]) -> Row:
    paths = list(dict.fromkeys(place.path for place in finding.evidence))
    first = next((place for place in finding.evidence if place.path in read), None)
    link = page_link(read[first.path], first.number or "") if first else ""
    return [
        Cell("\n".join(paths), "link" if link else "", link=link),
        Cell(SEVERITIES[finding.severity], _LOOKS.get(finding.severity, "")),
        CROSS.get(finding.kind, finding.kind),
        finding.message,
        finding.reading,
        "\n".join(_quoted(finding.evidence, read)),
        finding.expected,
        finding.found,
        finding.suggestion,
        finding.id,
    ]


def _quoted(evidence: Iterable[CrossPlace], read: Mapping[str, Record]) -> Iterator[str]:
    for place in evidence:
        form = read[place.path]["source"]["format"] if place.path in read else ""
        where = f", {place_words(place.line, place.page, form)}" if place.line is not None else ""
        yield f"{place.path}{where}: “{place.text}”"
