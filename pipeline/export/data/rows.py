"""The cells of the flat tables, in the order of their columns behind those of the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.export.jsonl import Record
from pipeline.export.words import OPERANDS, SEVERITIES

Cells = list[Any]


def reports(record: Record, _names: Mapping[str, str]) -> Iterator[Cells]:
    """Yield the cells of a report: one row."""
    source, header, error = record["source"], record["header"] or {}, record["error"] or {}
    standing = [finding["severity"] for finding in record["findings"] if not finding["dismissed"]]
    yield [
        record["status"],
        error.get("code"),
        error.get("message"),
        source["format"],
        source["pages"],
        source["ocr"],
        source["encoding"],
        _joined(warning["message"] for warning in source["warnings"]),
        *(header.get(name) for name in ("kind", "issuer", "number", "symbol", "place", "title")),
        header.get("signer_title"),
        header.get("signer_name"),
        header.get("addressee"),
        *(standing.count(severity) for severity in SEVERITIES),
        len(record["findings"]) - len(standing),
        *record["coverage"].values(),
        source["sha256"],
    ]


def numbers(record: Record, names: Mapping[str, str]) -> Iterator[Cells]:
    """Yield the cells of each number; `names` are those of metrics by code."""
    sections = {section["id"]: f"{section['number']} {section['title']}".strip() for section in record["sections"]}
    for n in record["numbers"]:
        place = n["table"] or {}
        yield [
            *(n[name] for name in ("id", "text", "role", "value", "of", "unit", "qualifier", "label", "metric")),
            names.get(n["metric"] or ""),
            n["period"],
            n["target"],
            n["section"],
            sections.get(n["section"] or ""),
            *(place.get(name) for name in ("table", "row", "column")),
            *(n[name] for name in ("line", "page", "col", "doubt")),
        ]


def relations(record: Record, _names: Mapping[str, str]) -> Iterator[Cells]:
    """Yield the cells of each calculation."""
    lines = {number["id"]: (number["line"], number["page"]) for number in record["numbers"]}
    for r in record["relations"]:
        first = next((lines[o["number"]] for o in r["operands"] if o["number"] in lines), (None, None))
        yield [
            *(r[name] for name in ("id", "kind", "source", "verdict", "reading")),
            *(r[name] for name in ("unit", "exhaustive", "missing", "total")),
            " ".join(r["parts"]),
            _joined(f"{OPERANDS.get(o['as'], o['as'])}: {o['text']}" for o in r["operands"]),
            *first,
        ]


def findings(record: Record, _names: Mapping[str, str]) -> Iterator[Cells]:
    """Yield the cells of each finding."""
    for f in record["findings"]:
        dismissed = f["dismissed"] or {}
        evidence = f["evidence"]
        yield [
            *(f[name] for name in ("id", "severity", "rule", "message", "suggestion", "expected", "found")),
            _joined(one["text"] for one in evidence),
            " ".join(one["number"] for one in evidence if one["number"]),
            dismissed.get("kind"),
            dismissed.get("reason"),
            f["line"],
            next((one["page"] for one in evidence), None),
        ]


def _joined(texts: Iterable[str]) -> str:
    return " | ".join(texts)
