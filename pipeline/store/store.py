"""What is kept in a folder of results: readings of files, and the decisions of staff, under one lock."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath

from pipeline.decisions import Decision
from pipeline.ingest.dismissal_table import Dismissal
from pipeline.ingest.folder import digest, escape
from pipeline.ingest.names import DECISIONS_NAME, STORE_NAME
from pipeline.store.contested import Record, completed
from pipeline.store.database import Steps, connect, open_database
from pipeline.store.faults import StoreError, telling
from pipeline.store.keys import Wanted
from pipeline.store.lock import one_writer
from pipeline.store.log import Log, entries_of
from pipeline.store.log_file import add_entries, mended, sentences
from pipeline.store.projection import lost_lines, project
from pipeline.store.readings import (
    Given,
    Held,
    Kept,
    held,
    intend,
    is_settled,
    keep,
    mend,
    ours,
    record_of,
    settle,
    text_of,
)
from pipeline.store.rows import cell
from pipeline.store.schema import MIGRATIONS, SETTLED
from pipeline.store.standing import Standing, as_dismissals
from pipeline.store.transaction import transaction
from pipeline.system import sync_folder


class Store:
    """The database and the log of a folder, open for one writer; `notices` say in Vietnamese what was mended.

    Every method that writes raises StoreError and leaves what was kept before.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection, log: Log, notices: tuple[str, ...]) -> None:
        self._folder, self._connection, self._log = folder, connection, log
        self.notices = notices
        self._standing = Standing(log.entries)
        #: paths by the keys of the readings of this run
        self._now: dict[str, str] = {}
        with telling(self._path):
            project(connection, log.entries, self._standing)

    @property
    def _path(self) -> Path:
        return self._folder / STORE_NAME

    # -- readings ------------------------------------------------------------------------------------------------

    def known(self, wanted: Sequence[Wanted]) -> dict[int, Held]:
        """Return which files of a run need not be read: position to the reading that gave what is there.

        That is as it was given, or as somebody made it since.
        Of files with the same bytes all are known or none, since each tells of the others.
        """
        with telling(self._path):
            mine = ours(self._connection)
            found = {position: self._holding(one, mine) for position, one in enumerate(wanted)}
        unknown = {wanted[position].like for position, one in found.items() if one is None}
        known = {at: one for at, one in found.items() if one is not None and wanted[at].like not in unknown}
        self._now |= {one.key: wanted[at].shown for at, one in known.items()}
        return known

    def _holding(self, one: Wanted, mine: Mapping[str, Set[str]]) -> Held | None:
        reading = held(self._connection, one)
        return reading if reading and all(is_given(self._folder, item, mine) for item in reading.given) else None

    def record(self, key: str) -> Record:
        """Return the public record of a known reading; raises StoreError where it is damaged."""
        with telling(self._path):
            record = record_of(self._connection, key)
        if record is None:
            raise StoreError(f"“{escape(self._path.as_posix())}” bị hỏng: không đọc lại được một kết quả đã ghi.")
        return record

    def settled_as(self, name: str, value: str) -> str:
        """Return what a folder of results was begun with, by a name: `value` where it is new."""
        with telling(self._path), transaction(self._connection):
            self._connection.execute("INSERT OR IGNORE INTO about VALUES (?, ?)", (name, value))
            found = self._connection.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
            return str(found[0])

    def text(self, key: str) -> str:
        """Return the text of the report of a known reading, "" where there is none."""
        with telling(self._path):
            return text_of(self._connection, key)

    def given(self) -> dict[str, str]:
        """Return all files that readings which are shown gave back: path below the folder to digest, as they were."""
        query = "SELECT o.path, o.sha256 FROM outputs AS o JOIN analyses AS a USING (key) WHERE a.current = 1"
        with telling(self._path):
            return dict(self._connection.execute(f"{query} ORDER BY o.path").fetchall())

    def ours(self) -> dict[str, frozenset[str]]:
        """Return the digests by path of all that runs gave back, or were about to when they were killed."""
        with telling(self._path):
            return ours(self._connection)

    def intend(self, given: Sequence[Given]) -> None:
        """Note what is about to be written: should the run be killed it is known as ours."""
        if given:
            with telling(self._path), transaction(self._connection):
                intend(self._connection, given)

    def keep(self, readings: Iterable[Kept]) -> None:
        """Keep readings, all or none; when this returns they outlast the end of the program, however it ends."""
        with telling(self._path):
            with transaction(self._connection):
                keys = {keep(self._connection, one): one.wanted.shown for one in readings}
            self._now |= keys

    def finish(self, wanted: Sequence[Wanted]) -> None:
        """Show the readings of a run that is complete, and no others; then the database depends on nothing else.

        The same input gives the same bytes, whatever was interrupted before. Nothing can be kept after that.
        """
        shown = {one.shown for one in wanted}
        now = {key: path for key, path in self._now.items() if path in shown}
        with telling(self._path):
            if not is_settled(self._connection, now):
                with transaction(self._connection):
                    settle(self._connection, now, {one.rules for one in wanted})
                self._pack()

    def _pack(self) -> None:
        """Write the database anew, its pages in the order of its contents, and let it take the place of the old one."""
        beside = self._folder / f".{STORE_NAME}.moi"
        if not is_unicode(str(beside)):  # SQLite takes no other name: the old one holds the same
            return
        try:
            beside.unlink(missing_ok=True)
            self._connection.execute("VACUUM INTO ?", (str(beside),))
            with closing(connect(beside)) as packed:
                packed.execute(SETTLED)  # in the new one alone: whatever fails before it stands there is done again
            with beside.open("rb+") as file:
                os.fsync(file.fileno())
            self._connection.close()
            with suppress(PermissionError):  # somebody looks at it (Windows): the old one holds the same
                beside.replace(self._path)
                sync_folder(self._folder)
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)

    def mend(self) -> int:
        """Make the tables say again what the records say; return how many reports were damaged."""
        with telling(self._path), transaction(self._connection):
            return mend(self._connection)

    # -- decisions -----------------------------------------------------------------------------------------------

    @property
    def standing(self) -> Standing:
        """What stands of all decisions."""
        return self._standing

    def decisions(self) -> tuple[Decision, ...]:
        """Return the decisions that stand, in the order in which they were made."""
        return tuple(entry.decision for entry in self._standing.every())

    def decisions_on(self, wanted: Iterable[Wanted]) -> tuple[Decision, ...]:
        """Return the decisions that stand on files of a run, each with the path and digest that its report has now."""
        return tuple(
            replace(entry.decision, path=one.shown, sha256=one.sha256)
            for one in wanted
            for entry in self._standing.on(one.shown, one.sha256)
        )

    def dismissals(self, path: str, sha256: str) -> tuple[Dismissal, ...]:
        """Return the rows that decisions make for a report, by its path as shown and its digest."""
        return as_dismissals(self._standing, path, sha256)

    def carry(self, typed: Iterable[Decision]) -> tuple[Decision, ...]:
        """Take over decisions that were typed; return those that are new, safe in the log by then.

        What stands already is not added again; of two on one finding of one path the later counts.
        """
        last = {(one.path, one.finding): one for one in typed}
        new = [self._completed(one) for one in last.values() if not self._stands(one)]
        if not new:
            return ()
        entries = entries_of(self._log, new)
        self._log = add_entries(self._folder / DECISIONS_NAME, self._log, entries)
        for entry in entries:
            self._standing.take(entry)
        with telling(self._path):
            project(self._connection, self._log.entries, self._standing)
        return tuple(new)

    def _stands(self, one: Decision) -> bool:
        entry = self._standing.of(one.path, one.sha256, one.finding)
        old = entry.decision if entry else replace(one, act=None)
        return _said(one) == _said(old)

    def _completed(self, one: Decision) -> Decision:
        query = "SELECT key FROM analyses WHERE path = ? OR sha256 = ? ORDER BY path != ?, current = 0, key"
        path = cell(one.path)
        with telling(self._path):
            row = self._connection.execute(query, (path, cell(one.sha256), path)).fetchone()
            return completed(one, record_of(self._connection, row[0]) if row else None)


def is_unicode(text: str) -> bool:
    """Whether a text can be written in UTF-8; a path with stray bytes cannot."""
    return cell(text) == text


def _said(one: Decision) -> tuple[str | None, ...]:
    return (one.act, one.reason, one.by, one.day) if one.act else (None,)


def is_given(folder: Path, item: Given, mine: Mapping[str, Set[str]]) -> bool:
    """Whether a file that was given back is still there as it was, or as somebody made it since.

    `mine` are the digests by path of all that runs wrote there: another one of these is not what somebody made.
    """
    inner = PurePosixPath(item.path)
    if inner.is_absolute() or ".." in inner.parts:
        return False
    try:
        there = digest(folder / inner)
    except (OSError, ValueError):
        return False
    return there == item.sha256 or there not in mine.get(item.path, frozenset())


@contextmanager
def open_store(folder: Path, steps: Steps = MIGRATIONS) -> Iterator[Store]:
    """Open what is kept in a folder, or make it; raises BusyError where another run writes there, StoreError."""
    path = folder / DECISIONS_NAME
    with one_writer(folder):
        log, told = mended(path)
        opened = open_database(folder / STORE_NAME, steps)
        with closing(opened.connection):
            with telling(folder / STORE_NAME):
                lost = lost_lines(opened.connection, log)
            again = (f"{escape(path.as_posix())}: {len(lost)} dòng bị mất đã được ghi lại từ “{STORE_NAME}”.",)
            wrong = tuple(sentences(log, path))
            log = add_entries(path, log, lost)
            yield Store(folder, opened.connection, log, (*told, *opened.notices, *wrong, *(again if lost else ())))
