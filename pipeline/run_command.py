"""`soat run`: a whole folder into what is given back of it, new or as it was, with all that staff decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.analysis import analyse_bytes
from pipeline.bulk import find_reports, uses
from pipeline.carried import UntakenError
from pipeline.catalogue_file import CatalogueError
from pipeline.compare import asked as checklists
from pipeline.compare.asked import ChecklistError
from pipeline.compare.run import across
from pipeline.compare_kept import ComparisonError, of_before, told_in
from pipeline.console import UNREADABLE, output, progress, tell
from pipeline.dismissals import DismissalsError, remarks_on
from pipeline.export.audit.placeholders import TemplateError
from pipeline.export.audit.sheet import audit_sheet
from pipeline.export.cross import CrossFinding
from pipeline.export.data.anonymous import anonymous
from pipeline.export.jsonl import Record
from pipeline.folder_run import Done, Wishes, run_folder
from pipeline.give_back import Wish
from pipeline.ingest.folder import Found, escape
from pipeline.results import UnwritableError, prepare
from pipeline.show import outcome, summary
from pipeline.store.faults import StoreError
from pipeline.store.store import open_store
from pipeline.terminal import clean


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run is to give back besides: compared with what, on which template, as data, without names of persons."""

    previous: Path | None = None
    checklist: Path | None = None
    template: Path | None = None
    data: bool = False
    anonymous: bool = False


NOTHING_MORE = Asked()


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked of a run besides folder and results: tables that are named, workers, what is given back."""

    catalogue: Path | None = None
    dismissals: Path | None = None
    workers: int | None = None
    asked: Asked = NOTHING_MORE


PLAIN = Choice()


def run(folder: Path, out: Path, choice: Choice = PLAIN) -> int:
    """Read a folder, write its results, tell in short what came out; return the exit status."""
    try:
        found = find_reports([folder], choice.catalogue, choice.dismissals)
    except (CatalogueError, DismissalsError) as error:
        tell(*map(clean, error.sentences))
        return UNREADABLE
    if not found.files or (len(found.files) == 1 and found.files[0].error):
        tell(_nothing(folder, found))
        return UNREADABLE
    tell(*found.notices, *map(clean, found.remarks))
    try:
        wishes = _wishes(choice.asked)
        prepare(out)
        with open_store(out) as store, progress() as bar:
            notices = store.notices
            done = run_folder(found, out, store, wishes, bar.report, choice.workers)
    except (UntakenError, StoreError, UnusableError) as error:
        tell(*map(clean, error.sentences))
        return UNREADABLE
    except UnwritableError as error:
        tell(clean(str(error)))
        return UNREADABLE
    tell(*map(clean, (*notices, *done.remarks, *done.apart)))
    return _told(found, done)


class UnusableError(Exception):
    """What was named to work with cannot be used; `sentences` say in Vietnamese why."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


def _wishes(asked: Asked) -> Wishes:
    """Return what is asked with its files read; raises UnusableError before anything is written."""
    try:
        checklist = _checklist(asked.checklist) if asked.checklist else ()
        template = _content(asked.template) if asked.template else None
        if template is not None:  # a sheet of nothing tells what is wrong with it before hours of work
            audit_sheet(analyse_bytes("BÁO CÁO".encode(), "mau.txt"), template)
        told = told_in(asked.previous) if asked.previous else []
        if asked.anonymous:  # what was kept of the run before may name persons
            told = [(anonymous(record), None) for record, _ in told]
        previous = of_before(told, asked.previous) if asked.previous else []
    except ChecklistError as error:
        raise UnusableError(*error.sentences) from error
    except (TemplateError, ComparisonError) as error:
        raise UnusableError(str(error)) from error

    def compare(told: Sequence[tuple[Record, str]]) -> list[CrossFinding]:
        return across(told, previous, checklist)

    before = {record["source"]["path"]: record for record, _ in told if not record["error"]}
    return Wishes(Wish(template, asked.anonymous, before), asked.data, compare)


def _checklist(path: Path) -> tuple[checklists.Asked, ...]:
    return checklists.read_checklist(_content(path), escape(path.as_posix()))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnusableError(f"Không mở được “{escape(path.as_posix())}”.") from error


def _told(found: Found, done: Done) -> int:
    """Tell what came out of a run; return the exit status."""
    tell(*map(clean, remarks_on(found.dismissals, uses(found, done.records))))
    outcomes = [outcome(record) for record in done.records]
    failures = [clean(record["error"]["message"]) for record in done.records if record["error"]]
    lines = (*failures, summary(outcomes, found.skipped), *_said(done), *(f"Đã ghi {path}" for path in done.written))
    with output() as write:
        for line in lines:
            write(f"{line}\n".encode())
    unread = found.notices or done.remarks or any(one.unread for one in outcomes)
    return UNREADABLE if unread else 0


def _said(done: Done) -> Iterator[str]:
    if done.cross:
        yield f"Đối chiếu giữa các báo cáo: {_counted(done.cross)}."
    if done.known:
        yield f"{done.known} tệp không đổi từ lần chạy trước nên không phải đọc lại."
    if done.decisions:
        yield f"Đã ghi nhận {done.decisions} quyết định gõ trong sổ kết quả."


def _counted(cross: Sequence[CrossFinding]) -> str:
    words = (("error", "điểm sai số liệu"), ("warning", "điểm cần giải trình"), ("info", "lưu ý"))
    counts = [(sum(one.severity == severity for one in cross), said) for severity, said in words]
    return ", ".join(f"{count} {said}" for count, said in counts if count)


def _nothing(folder: Path, found: Found) -> str:
    """Why there is nothing to write: results of before are worth more than an empty workbook."""
    error = found.files[0].error if found.files else None
    return (
        f"Không có gì để soát trong “{escape(folder.as_posix())}”: {error.cause if error else 'không có báo cáo nào'}."
    )
