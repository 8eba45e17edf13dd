"""Records as frames and files: read again by pandas, pyarrow, the csv and json modules."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.analysis import Analysis, analyse, analyse_bytes, failure
from pipeline.bulk import public
from pipeline.export.data.frames import frame
from pipeline.export.data.tables import FINDINGS, NUMBERS, RELATIONS_TABLE, REPORTS, TABLES
from pipeline.export.data.write import write_data
from pipeline.export.jsonl import Record, json_line

REPORTS_FOLDER = Path(__file__).parents[1] / "corpus/reports"
FILES = sorted(REPORTS_FOLDER.glob("*.txt"))[:6]
HOSTILE = """BÁO CÁO
=HYPERLINK("http://x","y") có 12 hồ sơ, trong đó @SUM 5 hồ sơ; -2+3 là 8 hồ sơ
\t+cmd|' /C calc'!A0 3 hồ sơ
</w:t><script>alert(1)</script> 7 vụ; \u202e 9 vụ
"""


@pytest.fixture(scope="module")
def records() -> list[Record]:
    read = [public(analyse(path, path.name)) for path in FILES]
    hostile = public(analyse_bytes(HOSTILE.encode(), "=a\udcff.txt"))
    return [*read, hostile, public(failure("hỏng.docx", "corrupt", "tệp hỏng", b"x"))]


@pytest.fixture(scope="module")
def files(records: list[Record]) -> dict[str, bytes]:
    return write_data(records)


def csv_rows(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_frames_have_a_row_for_each_thing(records: list[Record]) -> None:
    counts = {name: sum(len(record[name]) for record in records) for name in ("numbers", "relations", "findings")}
    counts = {"reports": len(records), **counts}
    assert {table.name: len(frame(table, records)) for table in TABLES} == counts
    assert counts["numbers"] > 500
    assert counts["relations"] > 50


def test_frames_have_types(records: list[Record]) -> None:
    numbers = frame(NUMBERS, records)
    assert str(numbers["line"].dtype) == "Int64"
    assert isinstance(numbers["text"].dtype, pd.StringDtype)
    assert str(numbers["target"].dtype) == "boolean"
    assert numbers["value"].dtype == pd.ArrowDtype(pa.decimal128(38, 9))
    assert numbers["page"].isna().all()
    assert [str(kind) for kind in frame(NUMBERS, []).dtypes] == [str(kind) for kind in numbers.dtypes]


def test_values_are_those_of_the_records(records: list[Record]) -> None:
    numbers = frame(NUMBERS, records)
    said = [number for record in records for number in record["numbers"]]
    for name in ("value", "of"):
        expected = [None if n[name] is None else Decimal(repr(n[name])) for n in said]
        assert [None if pd.isna(value) else value for value in numbers[name]] == expected
    assert list(numbers["number"]) == [number["id"] for number in said]
    assert numbers["value"].dropna().sum() == sum(Decimal(repr(n["value"])) for n in said if n["value"] is not None)


def test_great_and_small_values_stay_exact(records: list[Record]) -> None:
    great = json.loads(json_line(records[0]))
    great["numbers"][0] |= {"value": 10**17 + 1, "role": "measure"}
    great["numbers"][1] |= {"value": 0.1, "role": "measure"}
    assert list(frame(NUMBERS, [great])["value"][:2]) == [Decimal(10**17 + 1), Decimal("0.1")]
    assert csv_rows(write_data([great])["so-lieu.csv"])[0]["Giá trị"] == str(10**17 + 1)


def test_all_files_tell_the_same(files: dict[str, bytes]) -> None:
    for table in TABLES:
        rows = csv_rows(files[f"{table.file}.csv"])
        objects = [json.loads(line) for line in files[f"{table.file}.jsonl"].splitlines()]
        parquet = pq.read_table(io.BytesIO(files[f"{table.file}.parquet"])).to_pylist()
        assert len(rows) == len(objects) == len(parquet)
        for row, item, kept in zip(rows, objects, parquet, strict=True):
            for column in table.columns:
                plain, stored, shown = item[column.name], kept[column.name], row[column.heading]
                if column.kind == "exact" and plain is not None:
                    assert stored == Decimal(repr(plain)).quantize(Decimal("1e-9"))
                    assert Decimal(shown.replace(",", ".")) == Decimal(repr(plain))
                elif column.kind == "text" and plain is not None:
                    assert stored == plain.encode("utf-8", "backslashreplace").decode()
                    if column.words is None:
                        assert shown.removeprefix("'") == stored.removeprefix("'")
                else:
                    assert stored == plain
                    assert (shown == "") == (plain is None)


def test_no_text_is_a_formula_and_numbers_are_numbers(files: dict[str, bytes]) -> None:
    exact = {c.heading for table in TABLES for c in table.columns if c.kind in ("exact", "whole")}
    seen = 0
    for table in TABLES:
        for row in csv_rows(files[f"{table.file}.csv"]):
            for heading, cell in row.items():
                if heading in exact:
                    assert cell == "" or float(cell.replace(",", ".")) is not None
                else:
                    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
                    seen += cell.startswith("'")
    assert seen
    assert "'=a\\udcff.txt" in {row["Tệp"] for row in csv_rows(files["bao-cao.csv"])}


def test_a_negative_number_stays_one(records: list[Record]) -> None:
    negative = json.loads(json_line(records[0]))
    negative["numbers"][0] |= {"value": -5.5, "text": "-5,5"}
    row = csv_rows(write_data([negative])["so-lieu.csv"])[0]
    assert (row["Giá trị"], row["Nguyên văn"]) == ("-5,5", "'-5,5")


def test_nothing_to_write(files: dict[str, bytes]) -> None:
    empty = write_data([])
    assert empty.keys() == files.keys()
    assert pq.read_table(io.BytesIO(empty["so-lieu.parquet"])).num_rows == 0
    assert pq.read_schema(io.BytesIO(empty["phat-hien.parquet"])) == pq.read_schema(
        io.BytesIO(files["phat-hien.parquet"])
    )
    assert csv_rows(empty["so-lieu.csv"]) == []


def test_a_file_that_was_not_read_has_its_row(records: list[Record]) -> None:
    reports = frame(REPORTS, records)
    row = reports[reports["path"] == "hỏng.docx"].iloc[0]
    assert (row["status"], row["error"], row["numbers"]) == ("error", "corrupt", 0)
    assert "hỏng.docx" in row["error_message"]


def test_the_same_bytes_at_another_time(
    records: list[Record], files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    later = time.time() + 86400 * 400
    monkeypatch.setattr(time, "time", lambda: later)
    assert write_data(records) == files


def test_the_same_bytes_in_another_process(tmp_path: Path, records: list[Record], files: dict[str, bytes]) -> None:
    lines = tmp_path / "x.jsonl"
    lines.write_bytes(b"".join(map(json_line, records)))
    code = (
        "import sys,json,hashlib; from pipeline.export.data.write import write_data;"
        "records=[json.loads(line) for line in open(sys.argv[1],encoding='utf-8')];"
        "print({n: hashlib.sha256(d).hexdigest() for n, d in write_data(records).items()})"
    )
    import hashlib  # noqa: PLC0415

    told = subprocess.run(
        [sys.executable, "-c", code, str(lines)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
        env={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONPATH": str(Path(__file__).parents[1])},
    )
    assert told.stdout.strip() == str({name: hashlib.sha256(data).hexdigest() for name, data in files.items()})


def test_relations_and_findings_lead_to_their_numbers(records: list[Record]) -> None:
    known = set(map(tuple, frame(NUMBERS, records)[["path", "number"]].itertuples(index=False)))

    def named(path: str, ids: object) -> Iterator[tuple[str, str]]:
        return ((path, one) for one in str(ids).split())

    relations, findings = frame(RELATIONS_TABLE, records), frame(FINDINGS, records)
    told = [one for row in relations.itertuples() for one in named(row.path, row.parts)]
    told += [one for row in findings.itertuples() for one in named(row.path, row.evidence_numbers)]
    assert len(told) > 100
    assert set(told) <= known


def test_analysis_is_not_changed() -> None:
    result = analyse(FILES[0])
    assert isinstance(result, Analysis)
    before = public(result)
    write_data([before])
    assert before == public(result)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="cần LibreOffice")
def test_a_vietnamese_spreadsheet_opens_every_value(tmp_path: Path) -> None:
    """Read by LibreOffice set to Vietnamese (1066), as by a double click: values are numbers, texts are no formulas."""
    read = [public(analyse(path, path.name)) for path in sorted(REPORTS_FOLDER.glob("*.txt"))]
    data = write_data(read)["so-lieu.csv"]
    (tmp_path / "a.csv").write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    opened = "--infilter=Text - txt - csv (StarCalc):59,34,76,1,,1066"
    command = ["soffice", "--headless", profile, opened, "--convert-to", "xlsx", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "a.csv")], check=True, capture_output=True, timeout=180)
    head, *rows = openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows(values_only=True)
    at = head.index("Giá trị")
    expected = [row["Giá trị"].replace(",", ".") for row in csv_rows(data)]
    assert len(rows) == len(expected)
    assert [row[at] for row in rows if row[at] is not None] == [float(value) for value in expected if value]
    assert not any(str(cell).startswith("=") for row in rows for cell in row)
