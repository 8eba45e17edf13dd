"""`soat compare`: two versions of one report, or two folders of reports or of results, against each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from pipeline.analysis import Failure
from pipeline.bulk import Result, analyses, find_reports, public
from pipeline.catalogue_file import CatalogueError
from pipeline.compare.clash import findings
from pipeline.compare.run import Told, across
from pipeline.compare.said import one_report
from pipeline.compare.version_clashes import clashes
from pipeline.compare.versions import Versions, versions
from pipeline.compare_kept import ComparisonError, of_before, told_in
from pipeline.compare_text import cross_text, versions_text
from pipeline.console import UNREADABLE, output, paint, progress, tell
from pipeline.dismissals import DismissalsError
from pipeline.export.cross import CrossFinding
from pipeline.export.jsonl import Record, json_line
from pipeline.ingest.folder import FoundFile, escape
from pipeline.ingest.names import RECORDS_NAME
from pipeline.terminal import clean

_CLEAN, _WRONG_NUMBERS = 0, 1


def compare(old: Path, new: Path, *, as_json: bool = False, workers: int | None = None) -> int:
    """Write what changed or does not fit from `old` to `new`; return the exit status as `soat check` does.

    Two files are versions of one report. A folder is one of results (its records are read) or of reports (they are
    read now); the reports of `new` are compared with each other, too.
    """
    try:
        for path in (old, new):
            if not path.exists():
                raise ComparisonError(f"Không có tệp hoặc thư mục “{escape(path.as_posix())}”.")
        if old.is_dir() != new.is_dir():
            raise ComparisonError("Hãy nêu hai tệp hoặc hai thư mục.")
        before, after = _told(old, workers), _told(new, workers)
    except ComparisonError as error:
        tell(clean(str(error)))
        return UNREADABLE
    except (CatalogueError, DismissalsError) as error:
        tell(*map(clean, error.sentences))
        return UNREADABLE
    if not old.is_dir():
        return _files(before[0][0], after[0][0], as_json)
    return _folders(before, after, old, as_json)


def _told(path: Path, workers: int | None) -> list[Told]:
    """The reports of a path with their texts; of a folder of results its records."""
    if path.is_dir() and (path / RECORDS_NAME).is_file():
        return told_in(path)
    found = find_reports([path])
    tell(*found.notices, *map(clean, found.remarks))
    with progress() as bar, closing(analyses(found, bar.report, _with_text, workers)) as results:
        told = list(results)
    if not told:
        raise ComparisonError(f"Không có báo cáo nào trong “{escape(path.as_posix())}”.")
    if path.is_file() and len(told) != 1:
        raise ComparisonError(f"“{escape(path.as_posix())}” có nhiều báo cáo; hãy nêu từng tệp.")
    return told


def _with_text(_file: FoundFile, result: Result) -> Told:
    return public(result), None if isinstance(result, Failure) else result.document.text


def _files(old: Record, new: Record, as_json: bool) -> int:
    unread = [record["error"]["message"] for record in (old, new) if record["error"]]
    if unread:
        tell(*map(clean, unread))
        return UNREADABLE
    told, found = versions(old, new), list(findings(clashes(old, new)))
    with output() as write:
        if as_json:
            write(json_line(versions_mapping(old, new, told, found)))
        else:
            write(f"{versions_text(old, new, told, paint())}\n".encode("utf-8", "backslashreplace"))
    return _status(found, [f["severity"] for f in (*told.left, *told.new) if not f.get("dismissed")])


def _folders(before: Sequence[Told], after: Sequence[Told], old: Path, as_json: bool) -> int:
    unread = [record["error"]["message"] for record, _ in (*before, *after) if record["error"]]
    tell(*map(clean, unread))
    found = [*across(after, of_before(before, old)), *_same_paths(before, after)]
    with output() as write:
        if as_json:
            for finding in found:
                write(json_line(msgspec.to_builtins(finding)))
        else:
            write(f"{cross_text(found, paint())}\n".encode("utf-8", "backslashreplace"))
    return UNREADABLE if unread else _status(found, [])


def _same_paths(before: Sequence[Told], after: Sequence[Told]) -> Iterator[CrossFinding]:
    """What changed in reports that stand under one name in both folders and tell of one unit and period."""
    olds = {record["source"]["path"]: record for record, _ in before}
    for record, _ in after:
        old = olds.get(record["source"]["path"])
        if old is not None and one_report(old, record):
            yield from findings(clashes(old, record))


def versions_mapping(old: Record, new: Record, told: Versions, found: Sequence[CrossFinding]) -> dict[str, Any]:
    """Return what became of a report as plain JSON values."""
    return {
        "schema": "soat-compare/1",
        "old": old["source"]["path"],
        "new": new["source"]["path"],
        "mended": list(told.mended),
        "left": list(told.left),
        "new_findings": list(told.new),
        "changed": [{"old": one.old, "new": one.new, "why": one.why} for one in told.changed],
        "dropped": list(told.dropped),
        "added": list(told.added),
        "sections_dropped": list(told.sections_dropped),
        "sections_added": list(told.sections_added),
        "findings": [msgspec.to_builtins(finding) for finding in found],
    }


def _status(found: Sequence[CrossFinding], severities: Sequence[str]) -> int:
    """An error of what was compared, or one that is left in the report."""
    wrong = any(finding.severity == "error" for finding in found) or "error" in severities
    return _WRONG_NUMBERS if wrong else _CLEAN
