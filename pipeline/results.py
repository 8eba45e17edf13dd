"""The folder of results: each file stands complete or as it was, and what people changed in one is not written over."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import msgspec

from pipeline.decisions import Decision
from pipeline.export.atomic import is_half_written, replaced
from pipeline.export.cross import CrossFinding
from pipeline.export.data.write import data_files
from pipeline.export.jsonl import Record, json_line
from pipeline.export.metrics import MetricRow
from pipeline.export.output_paths import beside, one_place, with_names
from pipeline.export.page.index import index_page
from pipeline.export.workbook.write import write_workbook
from pipeline.give_back import Output
from pipeline.ingest.folder import digest, escape
from pipeline.ingest.names import (
    ANNOTATED,
    CROSS_NAME,
    DATA,
    INDEX_NAME,
    MARKS_OF_RESULTS,
    OWN_BESIDE,
    PAGES,
    RECORDS_NAME,
    SHEETS,
    WORKBOOK_NAME,
)
from pipeline.os_causes import cause_of

_FORBIDDEN = "không có quyền ghi"
_OPEN = "tệp đang mở ở chương trình khác (hãy đóng {}) hoặc không có quyền ghi"
_PROGRAMS = {WORKBOOK_NAME: "Excel", ".csv": "Excel", ".docx": "Word", ".pdf": "chương trình xem PDF"}
_THEIRS = (
    "“{}” có sẵn mà không phải do Soát ghi, lại trùng tên với kết quả của Soát."
    " Chưa ghi gì; hãy ghi kết quả ra thư mục khác hoặc đổi tên tệp ấy."
)
_KEPT = "Kết quả lần trước (nếu có) được giữ nguyên."


class UnwritableError(Exception):
    """Results cannot be written; the text is one Vietnamese sentence."""


def unwritable(path: Path, error: OSError | ValueError) -> UnwritableError:
    """Return why a path cannot be written, in the words of those who see it."""
    program = _PROGRAMS.get(path.name) or _PROGRAMS.get(path.suffix)
    if isinstance(error, PermissionError):
        cause = _OPEN.format(program) if program else _FORBIDDEN
    elif isinstance(error, OSError):
        cause = cause_of(error)
    else:
        cause = "tên này không dùng được"
    return UnwritableError(f"Không ghi được “{escape(path.as_posix())}”: {cause}. {_KEPT}")


def prepare(folder: Path) -> None:
    """Make the folder for results and try to write there, before hours of work; raises UnwritableError.

    It is refused where something else, such as a report, has a name that results would take.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        theirs = _of_others(folder)
        if theirs is None:
            with replaced(folder / ".soat-ghi-thu"):
                pass
            (folder / ".soat-ghi-thu").unlink()
    except (OSError, ValueError) as error:
        raise unwritable(folder, error) from error
    if theirs:
        raise UnwritableError(_THEIRS.format(escape(theirs.as_posix())))


def _of_others(folder: Path) -> Path | None:
    """A file in a folder without results that has the name of one, None where there is none."""
    if any((folder / name).exists() for name in MARKS_OF_RESULTS):
        return None
    for name in sorted(OWN_BESIDE):
        path = folder / name
        if path.is_file():
            return path
        if inner := sorted(one for one in path.rglob("*") if one.is_file()):
            return inner[0]
    return None


def sweep(folder: Path) -> None:
    """Take away what runs that were killed left half written; to be called by the one writer of the folder."""
    for place in (folder, *(folder / name for name in (PAGES, SHEETS, ANNOTATED, DATA))):
        found = place.glob("*") if place == folder else place.rglob("*")
        for path in [path for path in found if is_half_written(path.name)]:
            with suppress(OSError):  # it is in the way of nobody
                path.unlink()


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a file that is given back is to stand, the digest of its bytes, and whether it has to be written."""

    output: Output
    path: str
    sha256: str
    write: bool


def placing(folder: Path, output: Output, ours: Mapping[str, Set[str]]) -> Placing:
    """Return where a file is to stand; raises UnwritableError where that cannot be looked at.

    `ours` are the digests of what runs wrote or were about to write, as `by_place` has them. A file that somebody
    changed since stays as it is, and ours stands beside it, marked as new, unless it is what theirs was made from.
    """
    sha256 = hashlib.sha256(output.content).hexdigest()
    own = ours.get(one_place(output.path), frozenset())
    there = _digest(folder / output.path)
    if there is None or there in own:
        return Placing(output, output.path, sha256, there != sha256)
    if sha256 in own or there == sha256:
        return Placing(output, output.path, sha256, write=False)
    new = beside(output.path)
    return Placing(output, new, sha256, _digest(folder / new) != sha256)


def put(folder: Path, one: Placing) -> None:
    """Write a file where it is to stand; raises UnwritableError, what was there before stays then."""
    path = folder / one.path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if one.write:
            with replaced(path) as file:
                file.write(one.output.content)
    except (OSError, ValueError) as error:
        raise unwritable(path, error) from error


def _digest(path: Path) -> str | None:
    """The digest of a file, None where there is none; raises UnwritableError."""
    try:
        return digest(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise unwritable(path, error) from error


# -- of the whole folder ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Whole:
    """What is written of a folder as a whole; `given` are the files of its reports, which the index leads to."""

    records: Sequence[Record]
    metrics: Sequence[MetricRow]
    decisions: Sequence[Decision] = ()
    cross: Sequence[CrossFinding] = ()
    data: bool = False
    given: frozenset[str] = frozenset()


def write_whole(folder: Path, whole: Whole) -> list[str]:
    """Write index, data, workbook and records; raises UnwritableError.

    Return the paths of all that is given back as shown, one of many files by its folder.
    """
    named = with_names(whole.records)
    written = [_written(folder, INDEX_NAME, index_page(named, whole.cross, whole.metrics, whole.given))]
    if whole.data:
        for name, content in data_files(whole.records, whole.metrics):
            _written(folder, f"{DATA}/{name}", content)
    if whole.cross:
        written.append(
            _written(folder, CROSS_NAME, b"".join(json_line(msgspec.to_builtins(one)) for one in whole.cross))
        )
    else:
        _gone(folder / CROSS_NAME)
    written += _workbook_and_records(folder, whole, named)
    tops = {path.partition("/")[0] for path in whole.given} | ({DATA} if whole.data else set())
    return written + [
        f"{escape((folder / top).as_posix())}/" for top in (PAGES, SHEETS, ANNOTATED, DATA) if top in tops
    ]


def _gone(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:  # findings of the last time must not be taken for those of this one
        raise unwritable(path, error) from error


def _written(folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replaced(path) as file:
            file.write(content)
    except (OSError, ValueError) as error:
        raise unwritable(path, error) from error
    return escape(path.as_posix())


def _workbook_and_records(folder: Path, whole: Whole, named: Sequence[Record]) -> list[str]:
    workbook, lines = folder / WORKBOOK_NAME, folder / RECORDS_NAME
    at = lines
    try:
        # the workbook, which Excel may hold open, takes its place while the records wait complete beside theirs
        with replaced(lines) as file:
            file.writelines(json_line(record) for record in whole.records)
            file.flush()
            at = workbook
            write_workbook(named, whole.metrics, workbook, whole.decisions, whole.cross)
            at = lines
    except OSError as error:
        raise unwritable(at, error) from error
    return [escape(workbook.as_posix()), escape(lines.as_posix())]


def _is_same(one: Path, other: Path) -> bool:
    """Whether two names are one file, as they are on a disk to which capitals are nothing."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False


def tidy(folder: Path, before: Mapping[str, str], given: Collection[str]) -> None:
    """Take away what earlier runs gave back of reports that are gone, but for what somebody changed since."""
    kept = {one_place(path): path for path in given}
    for path, sha256 in before.items():
        other = kept.get(one_place(path))
        if other is not None and (other == path or _is_same(folder / path, folder / other)):
            continue
        # it is in the way of nobody, nor is a folder in which something is left
        with suppress(OSError, UnwritableError):
            if _digest(folder / path) not in (None, sha256):
                continue
            (folder / path).unlink(missing_ok=True)
            for parent in PurePosixPath(path).parents[:-1]:
                (folder / parent).rmdir()
