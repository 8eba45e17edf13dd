"""The four tables as files for other programs: CSV as a Vietnamese Excel opens it, Parquet, JSON Lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from pipeline.export.data.frames import arrow_table, exact, storable
from pipeline.export.data.rows import Cells
from pipeline.export.data.tables import TABLES, Column, Table, rows_of
from pipeline.export.jsonl import Record
from pipeline.export.metrics import MetricRow, read_metrics

#: what a cell of text must not begin with: Excel and others would take it for a formula, or drop the sign
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_TRUTH = {True: "có", False: "không"}


def write_data(records: Sequence[Record], metrics: Sequence[MetricRow] | None = None) -> dict[str, bytes]:
    """Return the files of the folder of data by their name, all at once: see `data_files`."""
    return dict(data_files(records, metrics))


def data_files(records: Sequence[Record], metrics: Sequence[MetricRow] | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of the files of the folder of data: each table as CSV, Parquet and JSON Lines.

    The same records give the same bytes. `metrics` name the codes, without a word those of the built-in catalogue.
    """
    named = read_metrics() if metrics is None else metrics
    for table in TABLES:
        rows = list(rows_of(table, records, named))
        yield f"{table.file}.csv", as_csv(table, rows)
        yield f"{table.file}.jsonl", as_jsonl(table, rows)
        yield f"{table.file}.parquet", as_parquet(table, rows)


def as_csv(table: Table, rows: Sequence[Cells]) -> bytes:
    """Return rows as Excel opens them by a double click where Windows is Vietnamese: BOM, ";" and decimal commas.

    There the decimal sign is a comma, and of a list separator that is one as well Excel makes ";". Elsewhere the
    columns are visibly not apart, but no figure turns into another one, as "1318.420" or "1.318" would.
    Text never begins like a formula: an apostrophe goes before it.
    """
    buffer = io.BytesIO()
    with io.TextIOWrapper(buffer, "utf-8-sig", newline="", write_through=True) as text:
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
        writer.writerow([column.heading for column in table.columns])
        writer.writerows(map(partial(_csv_row, table.columns), rows))
        return buffer.getvalue()


def _csv_row(columns: Sequence[Column], row: Cells) -> list[str]:
    return [_csv_cell(cell, column) for cell, column in zip(row, columns, strict=True)]


def _csv_cell(cell: Any, column: Column) -> str:
    if cell is None:
        return ""
    if column.kind == "truth":
        return _TRUTH[cell]
    if column.kind == "whole":
        return str(cell)
    if column.kind == "exact":
        return decimal_comma(exact(cell))
    words = column.words.get(cell, cell) if column.words is not None else cell
    return safe(storable(words))


def safe(text: str) -> str:
    """Return text that no spreadsheet takes for a formula, without characters that end a CSV file early.

    >>> safe("=HYPERLINK(1)"), safe("- thư cảm ơn"), safe("2.458 hồ sơ")
    ("'=HYPERLINK(1)", "'- thư cảm ơn", '2.458 hồ sơ')
    """
    shown = text.replace("\x00", "\ufffd")
    return f"'{shown}" if shown.lstrip(" ").startswith(_FORMULA) else shown


def decimal_comma(value: Decimal) -> str:
    """Return a number as Vietnamese write it, without marks between thousands.

    >>> decimal_comma(Decimal("-1318.420")), decimal_comma(Decimal("1E+9")), decimal_comma(Decimal("0.0"))
    ('-1318,42', '1000000000', '0')
    """
    plain = f"{value:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain).replace(".", ",")


def as_jsonl(table: Table, rows: Sequence[Cells]) -> bytes:
    """Return rows as objects of strict JSON, one a line, numbers as in the record."""
    names = [column.name for column in table.columns]
    buffer = io.BytesIO()
    buffer.writelines(_json_line(dict(zip(names, row, strict=True))) for row in rows)
    return buffer.getvalue()


def _json_line(row: Mapping[str, Any]) -> bytes:
    text = json.dumps(row, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace") + b"\n"


def as_parquet(table: Table, rows: Sequence[Cells]) -> bytes:
    """Return rows as Parquet; the file tells which library made it, and no time."""
    # what takes long to import is for those who ask for it; it has no types
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # noqa: PLC0415

    buffer = io.BytesIO()
    pq.write_table(arrow_table(table, rows), buffer, compression="zstd", store_schema=True)
    return buffer.getvalue()
