"""`soat check`: what was found in each file, or how the numbers of one line were read."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import typer

from pipeline.analysis import Failure
from pipeline.bulk import Result, analyses, find_reports, itself, public
from pipeline.catalogue_file import CatalogueError
from pipeline.console import UNREADABLE, output, paint, progress, tell
from pipeline.dismissals import DismissalsError, Use, remarks_on, use_of
from pipeline.explain import NoSuchLineError, explain
from pipeline.export.jsonl import json_line
from pipeline.ingest.folder import FoundFile
from pipeline.show import SHORT, Outcome, Wanted, outcome, passed_over, report, summary
from pipeline.terminal import Paint, clean

_CLEAN, _WRONG_NUMBERS = 0, 1


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables that are named: of metrics, of what is dismissed; without them those beside the reports hold."""

    catalogue: Path | None = None
    dismissals: Path | None = None


BESIDE = Tables()


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is written of a file, and what the lines at the end need of it."""

    content: bytes
    outcome: Outcome
    use: Use


def _shown(as_json: bool, colours: Paint, wanted: Wanted, file: FoundFile, result: Result) -> _Shown:
    record = public(result)
    content = json_line(record) if as_json else f"{report(result, colours, wanted)}\n\n".encode()
    return _Shown(content, outcome(record), use_of(file, record))


def check(
    paths: Sequence[Path],
    *,
    as_json: bool,
    tables: Tables = BESIDE,
    wanted: Wanted = SHORT,
    workers: int | None = None,
) -> int:
    """Write what was found in each file as soon as it is read; return the exit status."""
    try:
        found = find_reports(paths, tables.catalogue, tables.dismissals)
    except (CatalogueError, DismissalsError) as error:
        tell(*map(clean, error.sentences))
        return UNREADABLE
    tell(*found.notices, *map(clean, found.remarks))
    outcomes: list[Outcome] = []
    uses: list[Use] = []
    finish = partial(_shown, as_json, paint(), wanted)
    with output() as write, progress() as bar, closing(analyses(found, bar.report, finish, workers)) as results:
        for one in results:
            outcomes.append(one.outcome)
            uses.append(one.use)
            bar.hide()
            write(one.content)
        if not as_json:
            write(f"{summary(outcomes, found.skipped)}\n".encode())
    if as_json:
        tell(*passed_over(found.skipped))
    tell(*map(clean, remarks_on(found.dismissals, uses)))
    return UNREADABLE if found.notices else _status(outcomes)


def check_line(paths: Sequence[Path], line: int, tables: Tables = BESIDE) -> int:
    """Write how each number of a line of one file was read; return the exit status."""
    try:
        found = find_reports(paths, tables.catalogue, tables.dismissals)
    except (CatalogueError, DismissalsError) as error:
        tell(*map(clean, error.sentences))
        return UNREADABLE
    tell(*found.notices, *map(clean, found.remarks))
    if len(found.files) != 1:
        raise typer.BadParameter("chỉ dùng với một tệp.", param_hint="--explain")
    with closing(analyses(found, lambda _done, _total: None, itself)) as results:
        result = next(results)
    if isinstance(result, Failure):
        tell(report(result))
        return UNREADABLE
    try:
        text = explain(result, line, paint())
    except NoSuchLineError as error:
        raise typer.BadParameter(f"tệp chỉ có {error.last} dòng hoặc đoạn.", param_hint="--explain") from error
    with output() as write:
        write(f"{text}\n".encode())
    return UNREADABLE if found.notices else _status([outcome(public(result))])


def _status(outcomes: Sequence[Outcome]) -> int:
    """What could not be read counts more than what is wrong."""
    if any(one.unread for one in outcomes):
        return UNREADABLE
    return _WRONG_NUMBERS if any("error" in one.severities for one in outcomes) else _CLEAN
