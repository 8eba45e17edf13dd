"""The decisions as a table: made anew from the log wherever it differs; the log gets back from it what it lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from pipeline.store.log import Entry, Log, read_entry
from pipeline.store.rows import Cell, cell
from pipeline.store.schema import UNSETTLED
from pipeline.store.standing import Standing
from pipeline.store.transaction import transaction

_COLUMNS = 14


def lost_lines(connection: sqlite3.Connection, log: Log) -> list[Entry]:
    """Return whole lines that the database has and the log has lost, in their order."""
    known = {entry.chain for entry in log.entries}
    lines = [line for (line,) in connection.execute("SELECT line FROM decisions ORDER BY position")]
    entries = [read_entry(str(line).encode()) for line in lines]
    return [one for one in entries if isinstance(one, Entry) and one.chain not in known]


def differs(connection: sqlite3.Connection, entries: Sequence[Entry], standing: Standing) -> bool:
    """Return whether the table says something else than the log."""
    return connection.execute("SELECT * FROM decisions ORDER BY position").fetchall() != _rows(entries, standing)


def project(connection: sqlite3.Connection, entries: Sequence[Entry], standing: Standing) -> bool:
    """Make the table say what the log says, in one transaction; return whether it did not."""
    if not differs(connection, entries, standing):
        return False
    rows = _rows(entries, standing)
    with transaction(connection):
        connection.execute("DELETE FROM decisions")
        connection.execute(UNSETTLED)
        connection.executemany(f"INSERT INTO decisions VALUES ({', '.join('?' * _COLUMNS)})", rows)  # noqa: S608  # marks
    return True


def _rows(entries: Sequence[Entry], standing: Standing) -> list[tuple[Cell, ...]]:
    return [_row(position, entry, standing) for position, entry in enumerate(entries, 1)]


def _row(position: int, entry: Entry, standing: Standing) -> tuple[Cell, ...]:
    one = entry.decision
    said = (one.path, one.sha256, one.unit, one.finding, one.rule, one.act, one.reason, one.by, one.day)
    cells = (position, entry.seq, entry.chain, *said, standing.stands(entry), entry.text)
    return tuple(cell(value) for value in cells)
