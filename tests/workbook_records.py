"""Records as small as a workbook needs them."""

from __future__ import annotations

from typing import Any


def number(metric: str | None, value: float | None, text: str, **others: Any) -> dict[str, Any]:
    """Return a number of a record; its id is its text."""
    fields = {"id": f"n{text}", "text": text, "line": 7, "col": 0, "page": None, "box": None, "role": "measure"}
    fields |= {"value": value, "of": None, "unit": "thư", "qualifier": "=", "label": "thư", "metric": metric}
    return fields | {"period": None, "target": False, "section": "s1", "table": None, "doubt": None} | others


def finding(
    *ids: str,
    severity: str = "error",
    message: str = "lệch 134",
    dismissed: dict[str, Any] | None = None,
    **others: Any,
) -> dict[str, Any]:
    """Return a finding whose evidence are the numbers of those ids."""
    evidence = [{"line": 7, "col": 0, "text": i, "page": None, "box": None, "number": i} for i in ids]
    fields = {"id": "f1", "rule": "sum", "severity": severity, "line": 7, "message": message, "evidence": evidence}
    return fields | {"expected": 286, "found": 152, "suggestion": None, "dismissed": dismissed} | others


def relation(*ids: str, verdict: str = "holds") -> dict[str, Any]:
    """Return a relation between the numbers of those ids."""
    operands = [{"number": i, "text": i[1:], "as": "part"} for i in ids]
    tried = [{"reading": "1 + 2 = 3 (mọi phần)", "verdict": verdict}, {"reading": "1 ≠ 3 (riêng)", "verdict": "fails"}]
    fields = {"id": "r1", "kind": "sum", "source": "cue", "total": None, "parts": list(ids), "operands": operands}
    more = {"unit": "thư", "exhaustive": None, "verdict": verdict, "missing": None, "reading": "1 + 2 = 3"}
    return fields | more | {"tried": tried}


def record(path: str = "a.txt", *numbers: dict[str, Any], **others: Any) -> dict[str, Any]:
    """Return the record of a text file."""
    source = {"path": path, "name": path, "sha256": f"of {path}", "format": "txt", "pages": None, "ocr": False}
    header = {"unit": "xã Tiên Lãng", "period": "2024-H1", "date": "2024-06-14"}
    sections = [{"id": "s1", "parent": None, "level": 1, "number": "II.", "title": "Kết quả", "line": 3}]
    lists: dict[str, Any] = {"numbers": list(numbers), "relations": [], "findings": [], "sections": sections}
    whole = {"schema": "soat/1", "status": "ok", "error": None, "header": header} | lists
    coverage = dict.fromkeys(
        ("numbers", "measures", "linked", "in_relations", "verified", "contradicted", "unlinked"), 0
    )
    return whole | {"source": source | {"encoding": "utf-8", "warnings": []}, "coverage": coverage} | others


def failed(path: str, message: str) -> dict[str, Any]:
    """Return the record of a file that could not be read."""
    error = {"code": "empty", "message": message}
    return record(path, status="error", error=error, header=None, sections=[], coverage=None)
