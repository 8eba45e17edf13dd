"""One writer a folder of results: a lock that the system itself opens when its holder ends, however it ends."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pipeline.ingest.folder import escape
from pipeline.store.faults import BusyError, code_of, unwritten

#: an empty database that nobody ever writes: SQLite locks it on every system, and a reader of `soat.db` closing its
#: file cannot open the lock by mistake, as POSIX would let it
LOCK_NAME = ".soat-khoa"


@contextmanager
def one_writer(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder; raises BusyError at once where another process holds it, StoreError where none can."""
    path = folder / LOCK_NAME
    try:
        connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    except sqlite3.Error as error:
        raise unwritten(path, error) from error
    with closing(connection):
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            if code_of(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise _busy(folder) from error
            raise unwritten(path, error) from error
        yield


def _busy(folder: Path) -> BusyError:
    return BusyError(
        f"Một lượt chạy khác đang ghi vào “{escape(folder.as_posix())}”: hãy đợi lượt ấy xong rồi chạy lại, "
        "hoặc ghi ra thư mục khác."
    )
