"""The files that are to be scored: for each gold a report in one of its forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

#: the first that is there is taken: gold is written in the lines of the text
FORMS = ("txt", "docx", "pdf")


class ReportsError(Exception):
    """The folder of reports cannot be read; the text is one Vietnamese sentence."""


@dataclass(frozen=True, slots=True)
class Report:
    """A file, the stem that it shares with its gold, and its form."""

    stem: str
    form: str
    path: Path


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports in the order of gold, the stems that have none, and the names of files that have no gold."""

    files: tuple[Report, ...]
    missing: tuple[str, ...]
    other: tuple[str, ...]


def find_reports(folder: Path, stems: Iterable[str], form: str | None = None) -> Reports:
    """Return the report of each stem, in one form or in the first that is there; raises ReportsError."""
    try:
        names = sorted(path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    except (OSError, ValueError) as error:
        raise ReportsError(f"Không mở được thư mục báo cáo “{folder.as_posix()}”.") from error
    wanted = list(stems)
    files = [report for stem in wanted if (report := _report(folder, stem, set(names), (form,) if form else FORMS))]
    there = {report.stem for report in files}
    known = {f"{stem}.{suffix}" for stem in wanted for suffix in FORMS}
    return Reports(tuple(files), tuple(s for s in wanted if s not in there), tuple(n for n in names if n not in known))


def _report(folder: Path, stem: str, names: set[str], forms: Iterable[str]) -> Report | None:
    for form in forms:
        if f"{stem}.{form}" in names:
            return Report(stem, form, folder / f"{stem}.{form}")
    return None


def table_rows(data: bytes) -> frozenset[int]:
    r"""Return the lines of a text form that are rows of tables: their cells are parted by tabs.

    >>> sorted(table_rows(b"1. x\nTT\ty\n1\t2\n"))
    [2, 3]
    """
    return frozenset(line for line, content in enumerate(data.split(b"\n"), 1) if b"\t" in content)
