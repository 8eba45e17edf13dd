"""`soat check`: what was found in each file, or how the numbers of one line were read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from pipeline.analyse import Failure
from pipeline.bulk import analyses, find_reports, public
from pipeline.catalogue_file import CatalogueError
from pipeline.console import UNREADABLE, output, paint, progress, tell
from pipeline.explain import NoSuchLineError, explain
from pipeline.export.jsonl import json_line
from pipeline.show import Outcome, clean, outcome, passed_over, report, summary

_CLEAN, _WRONG_NUMBERS = 0, 1


def check(paths: Sequence[Path], *, as_json: bool, catalogue: Path | None = None) -> int:
    """Write what was found in each file as soon as it is read; return the exit status."""
    try:
        found = find_reports(paths, catalogue)
    except CatalogueError as error:
        tell(*map(clean, error.sentences))
        return UNREADABLE
    tell(*found.notices, *map(clean, found.remarks))
    outcomes: list[Outcome] = []
    colours = paint()
    with output() as write, progress() as bar:
        for result in analyses(found, bar.report):
            record = public(result)
            outcomes.append(outcome(record))
            bar.hide()
            write(json_line(record) if as_json else f"{report(result, colours)}\n\n".encode())
        if not as_json:
            write(f"{summary(outcomes, found.skipped)}\n".encode())
    if as_json:
        tell(*passed_over(found.skipped))
    return UNREADABLE if found.notices else _status(outcomes)


def check_line(paths: Sequence[Path], line: int, catalogue: Path | None = None) -> int:
    """Write how each number of a line of one file was read; return the exit status."""
    try:
        found = find_reports(paths, catalogue)
    except CatalogueError as error:
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
