"""Opening `soat.db`: a new one made, an older one migrated, a newer one refused, a damaged one set aside.

SQLite before 3.51.3 can lose data in WAL mode with two connections: a rollback journal and full syncs are used.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.ingest.folder import escape
from pipeline.store.faults import StoreError, is_damage, telling, unwritten
from pipeline.store.schema import APPLICATION, MIGRATIONS, UNSETTLED
from pipeline.store.transaction import transaction
from pipeline.system import sync_folder

#: a table of steps as in `pipeline.store.schema`
Steps = Sequence[Sequence[str]]

#: readers, such as programs that show tables, may hold the file for a moment
_PATIENCE = 30.0
_SETTINGS = (
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
)
_SHAPE = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"


@dataclass(frozen=True, slots=True)
class Opened:
    """A database that is ready, and what was done to get there, as Vietnamese sentences."""

    connection: sqlite3.Connection
    notices: tuple[str, ...] = ()


def open_database(path: Path, steps: Steps = MIGRATIONS) -> Opened:
    """Open or make the database, under the lock of its folder; raises StoreError, also for one of a newer program."""
    with telling(path):
        notices: list[str] = []
        if path.exists() and (fault := fault_of(path, steps)):
            notices.append(_told_aside(path, _set_aside(path), fault))
        connection = connect(path)
        try:
            version = _version(connection)
            if 0 < version < len(steps):
                notices.append(_keep_copy(connection, path, version, len(steps)))
            if version < len(steps):
                _migrate(connection, version, steps)
        except BaseException:
            connection.close()
            raise
        return Opened(connection, tuple(notices))


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection with our settings; transactions are begun and ended by hand."""
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    connection.text_factory = _text
    try:
        for setting in _SETTINGS:
            connection.execute(setting)
    except BaseException:
        connection.close()
        raise
    return connection


def _text(data: bytes) -> str:
    """A text that is damaged differs from what it was, and stops nothing."""
    return data.decode("utf-8", "replace")


def fault_of(path: Path, steps: Steps = MIGRATIONS) -> str:
    """Return a clause that says why a database cannot be relied on, "" if it can; raises StoreError for a newer one."""
    try:
        with closing(connect(path)) as connection:
            return _fault(connection, path, steps)
    except UnicodeDecodeError:  # a message of SQLite that quotes damaged names
        return "bị hỏng"
    except sqlite3.Error as error:
        if not is_damage(error):
            raise
        return "bị hỏng hoặc không phải cơ sở dữ liệu"


def _fault(connection: sqlite3.Connection, path: Path, steps: Steps) -> str:
    version = _version(connection)
    shape = connection.execute(_SHAPE).fetchall()
    if not shape:
        return "" if version == 0 else "không còn bảng nào"
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
        return "không phải cơ sở dữ liệu của Soát"
    if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        return "bị hỏng"
    if [(str(version),)] != connection.execute("SELECT value FROM about WHERE name = 'schema'").fetchall():
        return "bị hỏng phần đầu"
    if version > len(steps):
        raise _newer(path, version, len(steps))
    if shape != _shape(steps[:version]):
        return "có bảng không đúng như Soát đã lập"
    return "có dòng trỏ vào chỗ không còn" if connection.execute("PRAGMA foreign_key_check").fetchone() else ""


def _shape(steps: Steps) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(":memory:")) as fresh:
        for statement in (one for step in steps for one in step):
            fresh.execute(statement)
        return fresh.execute(_SHAPE).fetchall()


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _newer(path: Path, version: int, known: int) -> StoreError:
    return StoreError(
        f"“{escape(path.as_posix())}” do bản Soát mới hơn ghi (lược đồ {version}, bản này chỉ biết đến {known}): "
        "hãy dùng bản Soát mới hơn, hoặc ghi ra thư mục khác. Không có gì bị thay đổi."
    )


# -- older ones ----------------------------------------------------------------------------------------------------


def _keep_copy(connection: sqlite3.Connection, path: Path, version: int, wanted: int) -> str:
    copy = free_name(path, f"luoc-do-{version}")
    copy_to(connection, copy)
    shown = escape(path.as_posix())
    return f"“{shown}” được chuyển từ lược đồ {version} sang {wanted}; bản cũ giữ ở “{escape(copy.name)}”."


def copy_to(connection: sqlite3.Connection, path: Path) -> None:
    """Copy a database whole into a new file; raises OSError, sqlite3.Error and leaves nothing then."""
    try:
        with closing(sqlite3.connect(path)) as copy:
            connection.backup(copy)
        sync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise


def _migrate(connection: sqlite3.Connection, version: int, steps: Steps) -> None:
    """Apply the steps that are missing, all or none."""
    with transaction(connection):
        for statement in (one for step in steps[version:] for one in step):
            connection.execute(statement)
        connection.execute("INSERT OR REPLACE INTO about VALUES ('schema', ?)", (str(len(steps)),))
        connection.execute(UNSETTLED)
        connection.execute(f"PRAGMA user_version = {len(steps)}")
        connection.execute(f"PRAGMA application_id = {APPLICATION}")


# -- damaged ones --------------------------------------------------------------------------------------------------


def _set_aside(path: Path) -> Path:
    """Rename a database, with the journal that belongs to it, so that nothing of it is lost; return the new name."""
    aside = free_name(path, "hong")
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists():
        journal.rename(aside.with_name(f"{aside.name}-journal"))
    path.rename(aside)
    sync_folder(path.parent)
    return aside


def _told_aside(path: Path, aside: Path, fault: str) -> str:
    return (
        f"“{escape(path.as_posix())}” {fault}: đã đổi tên thành “{escape(aside.name)}” và lập tệp mới; "
        "các quyết định lấy lại từ nhật ký, báo cáo được đọc lại từ đầu."
    )


def free_name(path: Path, word: str) -> Path:
    """Return a name beside a file that says what became of it and that is not taken."""
    names = (f"{path.name}.{word}" + (f"-{count}" if count > 1 else "") for count in range(1, 10_000))
    free = next((path.with_name(name) for name in names if not path.with_name(name).exists()), None)
    if free is None:
        raise unwritten(path, FileExistsError(17, "too many"))
    return free
