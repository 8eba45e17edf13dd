"""Soát from Python: `pipeline.analyse(path)` and `pipeline.analyse_folder(folder)`, with frames of what was read.

>>> import pipeline
>>> report = pipeline.analyse("corpus/reports/yen-thinh.txt")
>>> report.unit, report.failed, len(report.numbers) > 50
('xã Yên Thịnh', False, True)
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from os import PathLike
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from pipeline.analysis import Failure
from pipeline.bulk import Result, analyses, find_reports, own_metrics, public
from pipeline.export.data.anonymous import anonymous_analysis
from pipeline.export.data.frames import frame
from pipeline.export.data.tables import FINDINGS, NUMBERS, RELATIONS_TABLE, REPORTS, Table
from pipeline.export.jsonl import Record
from pipeline.export.metrics import MetricRow, read_metrics
from pipeline.ingest.folder import Found, FoundFile

if TYPE_CHECKING:
    import pandas as pd

Location = str | PathLike[str]


@dataclass(frozen=True, slots=True)
class Report:
    """A file read and checked: its public record, its text (lines at "\\n"), and frames that are made when asked for.

    Of a file that could not be read the text is empty and `error` says why.
    """

    record: Record
    text: str
    metrics: tuple[MetricRow, ...]

    @property
    def path(self) -> str:
        """The path as shown."""
        return str(self.record["source"]["path"])

    @property
    def unit(self) -> str | None:
        """The unit that reports, with its kind."""
        return self._said("header", "unit")

    @property
    def period(self) -> str | None:
        """The period of the report: "2023", "2024-H1", "2024-Q1", "2024-06", "2021/2024"."""
        return self._said("header", "period")

    @property
    def failed(self) -> bool:
        """Whether the file could not be read."""
        return bool(self.record["status"] == "error")

    @property
    def error(self) -> str | None:
        """Why the file could not be read, one Vietnamese sentence."""
        return self._said("error", "message")

    def _said(self, part: str, name: str) -> str | None:
        said: str | None = (self.record[part] or {}).get(name)
        return said

    @property
    def numbers(self) -> pd.DataFrame:
        """A row a number, in the order of the text."""
        return frame(NUMBERS, [self.record], self.metrics)

    @property
    def relations(self) -> pd.DataFrame:
        """A row a calculation, holding or not; `total` and `parts` are ids of numbers."""
        return frame(RELATIONS_TABLE, [self.record], self.metrics)

    @property
    def findings(self) -> pd.DataFrame:
        """A row a finding, those that were dismissed with their reason."""
        return frame(FINDINGS, [self.record], self.metrics)


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports of a folder in path order; frames hold the rows of all, each with the path of its report.

    `notices` are Vietnamese sentences on what is wrong with the tables of the folder; `skipped` counts, by reason, what
    was no report.
    """

    reports: tuple[Report, ...]
    metrics: tuple[MetricRow, ...]
    notices: tuple[str, ...] = ()
    skipped: tuple[tuple[str, int], ...] = ()

    def __len__(self) -> int:
        return len(self.reports)

    def __iter__(self) -> Iterator[Report]:
        return iter(self.reports)

    def __getitem__(self, path: str) -> Report:
        """Return the report of a path as shown; raises KeyError."""
        for report in self.reports:
            if report.path == path:
                return report
        raise KeyError(path)

    @property
    def records(self) -> tuple[Record, ...]:
        """The public records."""
        return tuple(report.record for report in self.reports)

    @property
    def failed(self) -> tuple[Report, ...]:
        """The files that could not be read."""
        return tuple(report for report in self.reports if report.failed)

    @property
    def summary(self) -> pd.DataFrame:
        """A row a file: what its header says, how much was understood and found, or why it could not be read."""
        return self._frame(REPORTS)

    @property
    def numbers(self) -> pd.DataFrame:
        """A row a number of any report."""
        return self._frame(NUMBERS)

    @property
    def relations(self) -> pd.DataFrame:
        """A row a calculation of any report, holding or not."""
        return self._frame(RELATIONS_TABLE)

    @property
    def findings(self) -> pd.DataFrame:
        """A row a finding of any report, those that were dismissed with their reason."""
        return self._frame(FINDINGS)

    def _frame(self, table: Table) -> pd.DataFrame:
        return frame(table, self.records, self.metrics)


def analyse(path: Location, *, anonymous: bool = False) -> Report:
    """Return what `soat check` finds in one file; one that cannot be read is a Report that failed.

    The tables beside it count (units and periods, metrics, dismissals). `anonymous` replaces names of persons, phones
    and the like everywhere. Raises ValueError for a folder or an archive with several reports, CatalogueError and
    DismissalsError for faulty tables.
    """
    found = find_reports([Path(path)])
    if len(found.files) != 1 or Path(path).is_dir():
        raise ValueError(f"{Path(path).name} holds {len(found.files)} reports: use analyse_folder")
    return _read(found, None, anonymous=anonymous).reports[0]


def analyse_folder(folder: Location, workers: int | None = None, *, anonymous: bool = False) -> Reports:
    """Return what `soat check` finds in the files of a folder or an archive, read in `workers` processes.

    Without a word these are one a core, at most four; 0 reads in this process, without limits. The rest as `analyse`.
    """
    return _read(find_reports([Path(folder)]), workers, anonymous=anonymous)


def _read(found: Found, workers: int | None, *, anonymous: bool) -> Reports:
    metrics = read_metrics(own_metrics(found))
    with _main_aside(), closing(analyses(found, _quiet, partial(_told, anonymous), workers)) as results:
        reports = tuple(Report(record, text, metrics) for record, text in results)
    return Reports(reports, metrics, (*found.notices, *found.remarks), found.skipped)


@contextmanager
def _main_aside() -> Iterator[None]:
    """Keep worker processes that are made from scratch from running the script that asks, which would ask again.

    They begin with the module `__main__`: as long as there is an empty one they find nothing to run.
    """
    own = sys.modules.get("__main__")
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        if own is None:
            del sys.modules["__main__"]
        else:
            sys.modules["__main__"] = own


def _quiet(_done: int, _total: int) -> None:
    """Tells nobody how far the work is."""


def _told(anonymous: bool, _file: FoundFile, result: Result) -> tuple[Record, str]:
    """What is kept of a result, made where it was read."""
    shown = anonymous_analysis(result) if anonymous else result
    return public(shown), "" if isinstance(shown, Failure) else shown.document.text
