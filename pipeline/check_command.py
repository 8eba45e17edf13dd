"""`soat check`: what was found in each file, or how the numbers of one line were read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from pipeline.analyse import Failure
from pipeline.bulk import analyses, find_reports, public
from pipeline.catalogue_file import CatalogueError
from pipeline.console import UNREADABLE, output, paint, progress, tell
from pipeline.dismissals import DismissalsError, Use, remarks_on, use_of
from pipeline.explain import NoSuchLineError, explain
from pipeline.export.jsonl import json_line
from pipeline.show import SHORT, Outcome, Wanted, outcome, passed_over, report, summary
from pipeline.terminal import clean

_CLEAN, _WRONG_NUMBERS = 0, 1


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables that are named: of metrics, of what is dismissed; without them those beside the reports hold."""

    catalogue: Path | None = None
    dismissals: Path | None = None


BESIDE = Tables()


def check(paths: Sequence[Path], *, as_json: bool, tables: Tables = BESIDE, wanted: Wanted = SHORT) -> int:
    """Write what was found in each file as soon as it is read; return the exit status."""
    try:
        found = find_reports(paths, tables.catalogue, tables.dismissals)
    except (CatalogueError, DismissalsError) as error:
        tell(*map(clean, error.sentences))
        return UNREADABLE
    tell(*found.notices, *map(clean, found.remarks))
    outcomes: list[Outcome] = []
    uses: list[Use] = []
    colours = paint()
    with output() as write, progress() as bar:
        for file, result in zip(found.files, analyses(found, bar.report), strict=True):
            record = public(result)
            outcomes.append(outcome(record))
            uses.append(use_of(file, record))
            bar.hide()
            write(json_line(record) if as_json else f"{report(result, colours, wanted)}\n\n".encode())
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
    result = next(analyses(found, lambda _done, _total: None))
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
