"""What a run left in a folder, to compare a later one with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.compare.run import Told
from pipeline.ingest.folder import escape
from pipeline.ingest.names import RECORDS_NAME
from pipeline.store.texts import kept_texts


class ComparisonError(Exception):
    """What is named cannot be compared; the text is one Vietnamese sentence."""


def told_in(folder: Path) -> list[Told]:
    """Return the records that a run left in a folder, with the texts that are kept there; raises ComparisonError."""
    path = folder / RECORDS_NAME
    try:
        lines = path.read_bytes().splitlines()
        records = [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        said = f"“{escape(folder.as_posix())}” không phải thư mục kết quả của soat run: không đọc được {RECORDS_NAME}."
        raise ComparisonError(said) from error
    if not all(isinstance(record, dict) and record.get("schema") == "soat/1" for record in records):
        raise ComparisonError(f"“{escape(path.as_posix())}” không phải kết quả của soat.")
    texts = kept_texts(folder)
    return [(record, texts.get(record["source"]["path"])) for record in records]


def of_before(told: Sequence[Told], folder: Path) -> list[Told]:
    """Return reports of an earlier folder under paths that say so: those of today may have the same names."""
    name = escape(folder.resolve().name) or "kỳ trước"
    return [({**record, "source": _below(name, record["source"])}, text) for record, text in told]


def _below(name: str, source: Mapping[str, Any]) -> dict[str, Any]:
    return {**source, "path": f"{name}/{source['path']}"}
