"""The public record: its committed schema is that of the types, and what is written fits it."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from pipeline.bulk import analyse_files, find_reports
from pipeline.export.jsonl import json_line
from pipeline.export.record import Record, json_schema

TOP = Path(__file__).parents[1]
SCHEMA = TOP / "pipeline" / "export" / "record.schema.json"
SAMPLES = sorted((TOP / "corpus" / "reports").iterdir())
REMAKE = (
    "after a change of the record, write the schema anew: .venv/bin/python -c "
    "'from tests.test_record import SCHEMA, as_text; SCHEMA.write_text(as_text(), \"utf-8\")'"
)


def as_text() -> str:
    return json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"


def fits(line: bytes) -> None:
    """A record is what its types say: nothing more, nothing less, nothing of another type."""
    plain = json.loads(line, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    record = msgspec.convert(plain, Record, strict=True)
    assert msgspec.to_builtins(record) == plain


def test_the_committed_schema_is_that_of_the_types() -> None:
    assert SCHEMA.read_text("utf-8") == as_text(), REMAKE


def test_the_schema_names_what_the_record_has() -> None:
    fields = json_schema()["$defs"]["Record"]["properties"]  # type: ignore[index]
    assert list(fields) == [
        "schema", "status", "error", "source", "header", "sections", "numbers", "relations", "findings", "coverage",
    ]  # fmt: skip


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_records_of_the_samples_fit(path: Path) -> None:
    (record,) = analyse_files(find_reports([path]), lambda _done, _total: None)
    assert record["schema"] == "soat/1"
    assert record["numbers"]
    fits(json_line(record))


def test_records_of_failures_and_duplicates_fit(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Tiếp nhận 20 hồ sơ.", "utf-8")
    (tmp_path / "b.txt").write_text("Tiếp nhận 20 hồ sơ.", "utf-8")
    (tmp_path / "c.docx").write_bytes(b"PK\3\4")
    (tmp_path / "d.txt").write_text(f"Thu {'9' * 17} đồng, {'9' * 40} đồng và 0,{'3' * 30} đồng.", "utf-8")
    records = analyse_files(find_reports([tmp_path, tmp_path / "nope"]), lambda _done, _total: None)
    assert [record["status"] for record in records] == ["ok", "ok", "error", "ok", "error"]
    for record in records:
        fits(json_line(record))
    assert all(not record[key] for record in records if record["error"] for key in ("numbers", "relations", "findings"))
