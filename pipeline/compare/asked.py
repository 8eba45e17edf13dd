"""The table of what was asked for: a metric, and unit and period where not everyone is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.vietnamese import fold_key
from pipeline.compare.figures import metrics
from pipeline.compare.spans import Months, in_title, of_period
from pipeline.ingest.csv_cells import Fault, Heads, TableError, cell_faults, read_cells, surplus_faults, told

#: each column as users know it
_COLUMNS = {"metric": "chỉ tiêu", "unit": "đơn vị", "span": "kỳ"}
_HEADS = Heads(
    columns=_COLUMNS,
    names={
        "metric": ("chi tieu", "ma chi tieu", "ten chi tieu", "metric", "noi dung"),
        "unit": ("don vi", "xa", "don vi bao cao", "unit"),
        "span": ("ky", "ky bao cao", "period"),
    },
    needed=("metric",),
    longest={"metric": 300, "unit": 200, "span": 60},
)


class ChecklistError(Exception):
    """The table cannot be used; `sentences` say in Vietnamese why, with file, row and column."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(*sentences)
        self.sentences = tuple(sentences)


@dataclass(frozen=True, slots=True)
class Asked:
    """A row of the table: a metric by code or folded words; unit (as written) and span, where only those are asked."""

    metric: str
    unit: str
    span: Months | None


def read_checklist(data: bytes, shown: str) -> tuple[Asked, ...]:
    """Return the rows of a table, whose path is `shown`; raises ChecklistError with all that is wrong with it."""
    try:
        table = read_cells(data, _HEADS)
    except TableError as error:
        raise ChecklistError([f"{shown}: {error}."]) from error
    asked, faults = list[Asked](), list[Fault]()
    for number, cells in table.rows:
        said = table.said(cells)
        wrong = [*surplus_faults(cells, table.width), *cell_faults(said, _HEADS), *_faults(said)]
        faults += [Fault(number, column, text) for column, text in wrong]
        asked.append(Asked(_code(said["metric"]), said.get("unit", ""), _span(said.get("span", ""))))
    if faults:
        raise ChecklistError([told(fault, shown, _COLUMNS) for fault in faults])
    return tuple(dict.fromkeys(asked))


def _faults(said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if not said["metric"]:
        yield "metric", "ô trống"
    when = said.get("span", "")
    if when and _span(when) is None:
        yield "span", f"không hiểu kỳ “{when}”; ghi như 2024-Q2, quý II/2024, 6 tháng đầu năm 2024 hoặc năm 2024"


def _span(when: str) -> Months | None:
    year = when.casefold().removeprefix("năm").strip()
    return of_period(when) or next(iter(in_title(when)), None) or of_period(year)


def _code(words: str) -> str:
    """The code that words stand for, else the words folded."""
    folded = fold_key(words)
    by_name = {fold_key(row.name_vi): code for code, row in metrics().items()}
    return words if words in metrics() else by_name.get(folded, folded)
