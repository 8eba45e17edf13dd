"""`soat score`: how well reports are read, by their gold and against the scores that were kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from extractors.catalogue.own import Catalogue
from pipeline.analysis import Failure, analyse
from pipeline.catalogue_file import CatalogueError, CatalogueFile, read_catalogue
from pipeline.console import UNREADABLE, Bar, output, progress, tell
from pipeline.evaluate.gold import Gold, GoldError, read_golds
from pipeline.evaluate.history import NAME, HistoryError, Kept, read_history, write_history
from pipeline.evaluate.plain import as_mapping
from pipeline.evaluate.reports import Report, Reports, ReportsError, find_reports, table_rows
from pipeline.evaluate.scores import ReportScore, Scores, score_one, score_set, to_keep
from pipeline.evaluate.table import as_text
from pipeline.export.jsonl import json_line
from pipeline.export.record import record
from pipeline.ingest.folder import escape
from pipeline.terminal import clean


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked of a run: which form of the reports, against which kept scores, what to write, which metrics."""

    form: str | None = None
    against: Path | None = None
    name: str | None = None
    save: bool = False
    as_json: bool = False
    misses: int = 40
    catalogue: Path | None = None


def score(gold: Path, reports: Path, choice: Choice) -> int:
    """Write the figures of a folder of reports; return the exit status."""
    history = choice.against or gold / NAME
    try:
        golds = read_golds(gold, without=history)
        before = _before(history, choice)
        found = find_reports(reports, golds, choice.form)
        metrics = read_catalogue(choice.catalogue) if choice.catalogue else CatalogueFile()
    except CatalogueError as error:
        tell(*map(clean, error.sentences))
        return UNREADABLE
    except (GoldError, HistoryError, ReportsError) as error:
        tell(clean(str(error)))
        return UNREADABLE
    tell(*map(clean, metrics.remarks))
    _tell_absent(found)
    if not found.files:
        tell(f"Không có báo cáo nào để chấm trong “{escape(reports.as_posix())}”.")
        return UNREADABLE
    with progress() as bar:
        scored = _scored(found, golds, metrics.catalogue, bar)
    scores = score_set([one for one, _ in scored], choice.name, before)
    unread = [message for _, message in scored if message]
    tell(*unread)
    _write(scores, found, choice)
    if unread:
        tell(*(["Không lưu điểm vì có báo cáo không đọc được."] if choice.save else []))
        return UNREADABLE
    return UNREADABLE if choice.save and not _saved(history, before, scores) else 0


def _before(history: Path, choice: Choice) -> Mapping[str, Kept]:
    """The kept scores; the first save has none yet, but scores to compare with must be there when named."""
    if history.exists() or (choice.against and not choice.save):
        return read_history(history)
    return {}


def _tell_absent(found: Reports) -> None:
    tell(*(f"Thiếu báo cáo “{escape(stem)}”: không được tính vào điểm." for stem in found.missing))
    if found.other:
        tell(f"Bỏ qua {len(found.other)} tệp không có đáp án: {', '.join(map(escape, found.other))}.")


def _scored(found: Reports, golds: Mapping[str, Gold], catalogue: Catalogue, bar: Bar) -> list[tuple[ReportScore, str]]:
    """The score of each report, and why it could not be read."""
    scored: list[tuple[ReportScore, str]] = []
    bar.report(0, len(found.files))
    for report in found.files:
        scored.append(_one(report, golds[report.stem], catalogue))
        bar.report(len(scored), len(found.files))
    return scored


def _one(report: Report, gold: Gold, catalogue: Catalogue) -> tuple[ReportScore, str]:
    result = analyse(report.path, escape(report.path.as_posix()), catalogue=catalogue)
    if isinstance(result, Failure):
        return score_one(report, gold, None, frozenset()), clean(result.message)
    rows = table_rows(report.path.read_bytes()) if report.form == "txt" else frozenset()
    return score_one(report, gold, record(result), rows), ""


def _write(scores: Scores, found: Reports, choice: Choice) -> None:
    with output() as write:
        if choice.as_json:
            absent = {"missing": list(found.missing), "other": list(found.other)}
            write(json_line(as_mapping(scores, choice.misses) | absent))
        else:
            write(f"{as_text(scores, choice.misses)}\n".encode("utf-8", "backslashreplace"))


def _saved(history: Path, before: Mapping[str, Kept], scores: Scores) -> bool:
    """Keep the scores of this set beside those of the others."""
    try:
        write_history(history, {**before, scores.name: to_keep(scores)})
    except HistoryError as error:
        tell(clean(str(error)))
        return False
    tell(f"Đã lưu điểm của bộ {scores.name} vào “{escape(history.as_posix())}”.")
    return True
