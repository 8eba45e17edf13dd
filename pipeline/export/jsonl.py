"""Records as JSON Lines: strict JSON, UTF-8, one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.export.atomic import replaced

#: a record of `soat check --format json`, see its schema
Record = Mapping[str, Any]


def json_line(record: Record) -> bytes:
    r"""Return a record as one line of strict JSON; a value that JSON has not raises ValueError.

    A half of a surrogate pair, which UTF-8 has not, becomes its JSON escape.

    >>> json_line({"text": "thư", "value": 8, "name": "\udcff"}).decode()
    '{"text":"thư","value":8,"name":"\\udcff"}\n'
    """
    text = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace") + b"\n"


def write_jsonl(records: Iterable[Record], path: Path) -> None:
    """Write records to a file, one a line, in their order."""
    with replaced(path) as file:
        file.writelines(json_line(record) for record in records)
