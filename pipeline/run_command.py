"""`soat run`: a whole folder into a workbook and records, both new or both as they were."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from pathlib import Path

from pipeline.bulk import analyse_files, find_reports, own_metrics, uses
from pipeline.catalogue_file import CatalogueError
from pipeline.console import UNREADABLE, output, progress, tell
from pipeline.dismissals import DismissalsError, remarks_on
from pipeline.export.atomic import replaced
from pipeline.export.jsonl import Record, json_line
from pipeline.export.metrics import MetricRow, read_metrics
from pipeline.export.workbook import write_workbook
from pipeline.ingest.folder import RECORDS_NAME, WORKBOOK_NAME, Found, escape
from pipeline.show import outcome, summary
from pipeline.terminal import clean

_CAUSES = {
    errno.ENOSPC: "đĩa đầy",
    errno.EROFS: "nơi ghi chỉ cho đọc",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.ENOTDIR: "một phần của đường dẫn là tệp chứ không phải thư mục",
    errno.EEXIST: "đã có tệp trùng tên, cần một thư mục",
    errno.EISDIR: "đã có thư mục trùng tên",
}
_FORBIDDEN = "không có quyền ghi"
_OPEN_OR_FORBIDDEN = "tệp đang mở ở chương trình khác (hãy đóng Excel) hoặc không có quyền ghi"


class UnwritableError(Exception):
    """Results cannot be written; the text is one Vietnamese sentence."""


def run(
    folder: Path,
    out: Path,
    catalogue: Path | None = None,
    dismissals: Path | None = None,
    workers: int | None = None,
) -> int:
    """Read a folder, write its results, tell in short what came out; return the exit status."""
    try:
        found = find_reports([folder], catalogue, dismissals)
    except (CatalogueError, DismissalsError) as error:
        tell(*map(clean, error.sentences))
        return UNREADABLE
    if not found.files or (len(found.files) == 1 and found.files[0].error):
        tell(_nothing(folder, found))
        return UNREADABLE
    tell(*found.notices, *map(clean, found.remarks))
    try:
        prepare(out)
        with progress() as bar:
            records = analyse_files(found, bar.report, workers)
        written = write_results(records, out, read_metrics(own_metrics(found)))
    except UnwritableError as error:
        tell(str(error))
        return UNREADABLE
    tell(*map(clean, remarks_on(found.dismissals, uses(found, records))))
    outcomes = [outcome(record) for record in records]
    failures = [clean(record["error"]["message"]) for record in records if record["error"]]
    with output() as write:
        for line in (*failures, summary(outcomes, found.skipped), *(f"Đã ghi {path}" for path in written)):
            write(f"{line}\n".encode())
    return UNREADABLE if found.notices or any(one.unread for one in outcomes) else 0


def _nothing(folder: Path, found: Found) -> str:
    """Why there is nothing to write: results of before are worth more than an empty workbook."""
    error = found.files[0].error if found.files else None
    return (
        f"Không có gì để soát trong “{escape(folder.as_posix())}”: {error.cause if error else 'không có báo cáo nào'}."
    )


def prepare(folder: Path) -> None:
    """Make the folder for results and try to write there, before hours of work; raises UnwritableError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with replaced(folder / ".soat-ghi-thu"):
            pass
        (folder / ".soat-ghi-thu").unlink()
    except (OSError, ValueError) as error:
        raise _unwritable(folder, error) from error


def write_results(records: Sequence[Record], folder: Path, metrics: Sequence[MetricRow]) -> list[str]:
    """Write workbook and records, return their paths as shown; raises UnwritableError and keeps the old ones."""
    workbook, lines = folder / WORKBOOK_NAME, folder / RECORDS_NAME
    at = lines
    try:
        # the workbook, which Excel may hold open, takes its place while the records wait complete beside theirs
        with replaced(lines) as file:
            file.writelines(json_line(record) for record in records)
            file.flush()
            at = workbook
            write_workbook(records, metrics, workbook)
            at = lines
    except OSError as error:
        raise _unwritable(at, error) from error
    return [escape(workbook.as_posix()), escape(lines.as_posix())]


def _unwritable(path: Path, error: OSError | ValueError) -> UnwritableError:
    if isinstance(error, PermissionError):
        cause = _OPEN_OR_FORBIDDEN if path.name == WORKBOOK_NAME else _FORBIDDEN
    elif isinstance(error, OSError):
        cause = _CAUSES.get(error.errno or 0, f"hệ điều hành báo lỗi số {error.errno}")
    else:
        cause = "tên này không dùng được"
    kept = "Kết quả lần trước (nếu có) được giữ nguyên."
    return UnwritableError(f"Không ghi được “{escape(path.as_posix())}”: {cause}. {kept}")
