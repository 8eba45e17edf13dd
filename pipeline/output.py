"""The result files of `soat run`: both new or both as they were, and why they cannot be written."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from pathlib import Path

from pipeline.export.atomic import replaced
from pipeline.export.jsonl import Record, json_line
from pipeline.export.metrics import read_metrics
from pipeline.ingest.folder import RECORDS_NAME, WORKBOOK_NAME, escape

_CAUSES = {
    errno.ENOSPC: "đĩa đầy",
    errno.EDQUOT: "đã dùng hết dung lượng được cấp",
    errno.EROFS: "nơi ghi chỉ cho đọc",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.ENOTDIR: "một phần của đường dẫn là tệp chứ không phải thư mục",
    errno.EEXIST: "đã có tệp trùng tên",
    errno.EISDIR: "đã có thư mục trùng tên",
    errno.ENOENT: "đường dẫn không dùng được",
}
_OPEN_OR_FORBIDDEN = "tệp đang mở ở chương trình khác (hãy đóng Excel) hoặc không có quyền ghi"


class Unwritable(Exception):
    """Results cannot be written; the text is one Vietnamese sentence."""


def prepare(folder: Path) -> None:
    """Make the folder for results and try to write there, before hours of work; raises Unwritable."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial = folder / ".soat-ghi-thu.tmp"
        trial.write_bytes(b"")
        trial.unlink()
    except (OSError, ValueError) as error:
        raise _unwritable(folder, error) from error


def write_results(records: Sequence[Record], folder: Path) -> list[str]:
    """Write workbook and records, return their paths as shown; raises Unwritable and keeps the old ones."""
    # a quarter of a second to import, only for those who get a workbook
    from pipeline.export.workbook import write_workbook

    workbook, lines = folder / WORKBOOK_NAME, folder / RECORDS_NAME
    at = lines
    try:
        # the workbook takes its place while the records are complete but not yet in theirs
        with replaced(lines) as file:
            file.writelines(json_line(record) for record in records)
            file.flush()
            at = workbook
            write_workbook(records, read_metrics(), workbook)
            at = lines
    except OSError as error:
        raise _unwritable(at, error) from error
    return [escape(workbook.as_posix()), escape(lines.as_posix())]


def _unwritable(path: Path, error: OSError | ValueError) -> Unwritable:
    if isinstance(error, PermissionError):
        cause = _OPEN_OR_FORBIDDEN
    elif isinstance(error, OSError):
        cause = _CAUSES.get(error.errno or 0, f"hệ điều hành báo lỗi số {error.errno}")
    else:
        cause = "tên này không dùng được"
    return Unwritable(f"Không ghi được “{escape(path.as_posix())}”: {cause}. Kết quả lần trước (nếu có) được giữ nguyên.")
