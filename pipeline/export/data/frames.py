"""Records as pandas frames whose columns have types; pandas and pyarrow are imported when the first one is made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Any

from pipeline.export.data.rows import Cells
from pipeline.export.data.tables import Column, Table, rows_of
from pipeline.export.jsonl import Record
from pipeline.export.metrics import MetricRow, read_metrics

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa  # type: ignore[import-untyped]  # it has no types

#: digits in all and behind the point of exact numbers: reports print no finer ones; what is divided ends there
PRECISION, SCALE = 38, 9
_LAST_PLACE = Decimal(1).scaleb(-SCALE)


def frame(table: Table, records: Iterable[Record], metrics: Sequence[MetricRow] | None = None) -> pd.DataFrame:
    """Return a table as a frame: nullable integers, strings, booleans, and decimal numbers that stay exact.

    `metrics` name the codes (without a word: those of the built-in catalogue).
    Charts want `frame["value"].astype(float)`.
    """
    import pandas as pd  # noqa: PLC0415  # half a second: only those who ask for frames wait for it
    import pyarrow as pa  # noqa: PLC0415

    kinds = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype(), pa.string(): pd.StringDtype()}
    arrow = arrow_table(table, list(rows_of(table, records, read_metrics() if metrics is None else metrics)))
    made: pd.DataFrame = arrow.to_pandas(types_mapper=lambda kind: kinds.get(kind) or pd.ArrowDtype(kind))
    return made


def arrow_table(table: Table, rows: Sequence[Cells]) -> pa.Table:
    """Return rows in the form that Parquet keeps, its types the same for any rows, also for none."""
    import pyarrow as pa  # noqa: PLC0415

    kinds = {
        "text": pa.string(),
        "whole": pa.int64(),
        "exact": pa.decimal128(PRECISION, SCALE),
        "truth": pa.bool_(),
    }
    columns = [
        pa.array([_cell(row[index], column) for row in rows], kinds[column.kind])
        for index, column in enumerate(table.columns)
    ]
    return pa.table(columns, [column.name for column in table.columns])


def _cell(value: Any, column: Column) -> Any:
    if value is None:
        return None
    if column.kind == "text":
        return storable(value)
    if column.kind == "exact":
        return exact(value).quantize(_LAST_PLACE, ROUND_HALF_EVEN)
    return value


def exact(value: int | float) -> Decimal:
    """Return a number of a record as it is written there.

    >>> exact(1318.42), exact(10**17 + 1)
    (Decimal('1318.42'), Decimal('100000000000000001'))
    """
    return Decimal(repr(value))


def storable(text: str) -> str:
    r"""Return text that UTF-8 has: half of a surrogate pair (of file names) becomes its escape.

    >>> storable("a\udcff")
    'a\\udcff'
    """
    return text.encode("utf-8", "backslashreplace").decode()
