"""Why something cannot be kept, in one Vietnamese sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline import os_causes
from pipeline.ingest.folder import escape
from pipeline.os_causes import FULL, READ_ONLY

_KEPT = "Những gì đã ghi trước đó được giữ nguyên."
_DAMAGED = "tệp bị hỏng"
_UNOPENED = "không mở được tệp (không có quyền ghi, hoặc đường dẫn không còn)"
_SQLITE_CAUSES = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: "không có quyền ghi",
    sqlite3.SQLITE_IOERR: "đĩa báo lỗi đọc ghi, hoặc đã đầy",
    sqlite3.SQLITE_CANTOPEN: _UNOPENED,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_BUSY: "chương trình khác đang dùng tệp",
    sqlite3.SQLITE_LOCKED: "chương trình khác đang dùng tệp",
    sqlite3.SQLITE_NOMEM: "máy hết bộ nhớ",
}
#: what fails for reasons outside the file: anything else, while it is examined, is the file's own fault
_OUTSIDE = frozenset(_SQLITE_CAUSES) - {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class StoreError(Exception):
    """Something cannot be kept or read back; `sentences` says in Vietnamese what and why."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


class BusyError(StoreError):
    """Another run is writing into the same folder."""


def unwritten(path: Path, error: OSError | sqlite3.Error) -> StoreError:
    """Return the error that tells why a file cannot be written, with its path as shown."""
    return StoreError(f"Không ghi được “{escape(path.as_posix())}”: {cause_of(error)}. {_KEPT}")


def cause_of(error: OSError | sqlite3.Error) -> str:
    """Return a clause that says why a system call or the database failed."""
    if isinstance(error, OSError):
        return os_causes.cause_of(error)
    return _SQLITE_CAUSES.get(code_of(error), f"cơ sở dữ liệu báo lỗi số {code_of(error)}")


def code_of(error: sqlite3.Error) -> int:
    """Return the primary result code of an error of SQLite, 0 where it has none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def is_damage(error: sqlite3.Error) -> bool:
    """Whether an error met while a database is examined tells that it is damaged: it cannot be relied on."""
    return code_of(error) not in _OUTSIDE


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn what fails while a file is written into a StoreError."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise unwritten(path, error) from error
