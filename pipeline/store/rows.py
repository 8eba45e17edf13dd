"""A record as rows of tables that people can query: numbers, relations, findings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.store.contested import Record

#: a cell as SQLite takes it
Cell = str | int | float | None

_LARGEST = 1 << 63
TABLES = {"numbers": 21, "relations": 13, "findings": 13}


def rows_of(record: Record, path: str) -> dict[str, list[tuple[Cell, ...]]]:
    """Return the rows of each table for a record, with its path as shown."""
    makers = {"numbers": _numbers, "relations": _relations, "findings": _findings}
    return {
        table: [tuple(cell(one) for one in (path, position, *row)) for position, row in enumerate(make(record), 1)]
        for table, make in makers.items()
    }


def _numbers(record: Record) -> Iterator[tuple[Any, ...]]:
    for one in record["numbers"]:
        place = one.get("table") or {"table": None, "row": None, "column": None}
        yield (
            *(
                one.get(name)
                for name in ("id", "text", "line", "col", "page", "role", "value", "of", "unit", "qualifier")
            ),
            *(one.get(name) for name in ("label", "metric", "period", "target", "section")),
            place["table"],
            place["row"],
            place["column"],
            one.get("doubt"),
        )


def _relations(record: Record) -> Iterator[tuple[Any, ...]]:
    for one in record["relations"]:
        yield (
            *(one.get(name) for name in ("id", "kind", "source", "total", "parts", "operands", "unit", "exhaustive")),
            *(one.get(name) for name in ("verdict", "missing", "reading")),
        )


def _findings(record: Record) -> Iterator[tuple[Any, ...]]:
    for one in record["findings"]:
        why = one.get("dismissed") or {"kind": None, "reason": None}
        names = ("id", "rule", "severity", "line", "message", "evidence", "expected", "found", "suggestion")
        yield *(one.get(name) for name in names), why["kind"], why["reason"]


def cell(value: object) -> Cell:
    r"""Return a value as a cell: lists as JSON, what is too large or no Unicode as it can be written.

    >>> cell([1]), cell(10**30), cell("a\udcff"), cell(True)
    ('[1]', '1000000000000000000000000000000', 'a\\udcff', 1)
    """
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value if -_LARGEST <= value < _LARGEST else str(value)
    if value is None or isinstance(value, float):
        return value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace").decode()
