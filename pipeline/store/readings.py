"""Readings of files in the database: kept with their record and what was given back, found again, let go."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.store.contested import Record
from pipeline.store.keys import Wanted, relevant
from pipeline.store.rows import TABLES, Cell, cell, rows_of
from pipeline.store.schema import UNSETTLED

#: why a file could not be read that will be so the next time: all else may have been the machine's fault
_LASTING = frozenset(
    (
        *("empty", "unsupported", "encrypted", "corrupt", "truncated", "too_big", "too_deep", "too_many_parts"),
        *("extension_mismatch", "dtd_forbidden", "garbled_text", "needs_ocr", "converter_missing"),
    )
)
#: a record of more bytes is none of ours
_MOST = 1 << 30
_INTO = "INSERT OR REPLACE INTO"


@dataclass(frozen=True, slots=True)
class Given:
    """A file that was given back: its path below the folder of results, with "/", and the digest of its bytes."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A reading to keep: of which file, its public record, what was given back of it, all written already; its text."""

    wanted: Wanted
    record: Record
    given: tuple[Given, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A reading that is kept under a key, and what was given back of it."""

    key: str
    given: tuple[Given, ...]


def packed(record: Record) -> bytes:
    """Return a record as it is kept: strict JSON, compressed."""
    text = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "backslashreplace"), 6)


def record_of(connection: sqlite3.Connection, key: str) -> Record | None:
    """Return the record under a key, None where there is none or it is damaged."""
    row = connection.execute("SELECT digest, record FROM analyses WHERE key = ?", (key,)).fetchone()
    if row is None or hashlib.sha256(row[1]).hexdigest() != row[0]:
        return None
    try:
        record: Record = json.loads(zlib.decompressobj().decompress(row[1], _MOST))
    except (zlib.error, ValueError, RecursionError):
        return None
    return record


def text_of(connection: sqlite3.Connection, key: str) -> str:
    """Return the text of the report under a key, "" where there is none or it is damaged."""
    row = connection.execute("SELECT digest, text FROM texts WHERE key = ?", (key,)).fetchone()
    if row is None or hashlib.sha256(row[1]).hexdigest() != row[0]:
        return ""
    return zlib.decompressobj().decompress(row[1], _MOST).decode("utf-8", "surrogatepass")


def held(connection: sqlite3.Connection, one: Wanted) -> Held | None:
    """Return the reading of a file that still holds, whatever became of what it gave."""
    if not one.base:
        return None
    found = "SELECT key, dismissals FROM analyses WHERE base = ? AND again = 0 ORDER BY key"
    keys = {str(dismissals): str(key) for key, dismissals in connection.execute(found, (one.base,))}
    if not keys:
        return None
    # which rows reach it is known from any reading of it: what is dismissed changes no finding
    first = next(iter(keys.values()))
    record = record_of(connection, first)
    key = keys.get(relevant(one.dismissals, record)) if record else None
    whole = key is not None and (key == first or record_of(connection, key) is not None)
    return Held(key, given_of(connection, key)) if key and whole else None


def intend(connection: sqlite3.Connection, given: Iterable[Given]) -> None:
    """Note what is about to be written, until the run is complete."""
    connection.execute(UNSETTLED)
    connection.executemany("INSERT OR IGNORE INTO intended VALUES (?, ?)", [(one.path, one.sha256) for one in given])


def ours(connection: sqlite3.Connection) -> dict[str, frozenset[str]]:
    """Return the digests by path of all that readings gave back, or a run that was killed was about to."""
    found: dict[str, set[str]] = defaultdict(set)
    for path, sha256 in connection.execute("SELECT path, sha256 FROM outputs UNION SELECT path, sha256 FROM intended"):
        found[path].add(sha256)
    return {path: frozenset(digests) for path, digests in found.items()}


def given_of(connection: sqlite3.Connection, key: str) -> tuple[Given, ...]:
    """Return what was given back of a reading."""
    rows = connection.execute("SELECT path, sha256 FROM outputs WHERE key = ? ORDER BY path", (key,))
    return tuple(Given(*row) for row in rows)


def key_of(one: Wanted, dismissals: str) -> str:
    """Return the key of a reading: a file that cannot be read has one by its path."""
    said = json.dumps([one.base, dismissals] if one.base else [one.shown])
    return hashlib.sha256(said.encode()).hexdigest()


def keep(connection: sqlite3.Connection, kept: Kept) -> str:
    """Put a reading into the tables, as what its path says now; return its key."""
    one, record = kept.wanted, kept.record
    dismissals, content = relevant(one.dismissals, record), packed(record)
    key = key_of(one, dismissals)
    source = record["source"]
    if one.sha256:
        of_source = (one.sha256, source["format"], source["pages"])
        connection.execute(f"{_INTO} sources VALUES (?, ?, ?)", of_source)
    let_go(connection, one.shown)
    connection.execute("DELETE FROM analyses WHERE key = ?", (key,))
    again = not _lasts(one, record)
    row = (
        *(key, one.base, dismissals, one.shown, one.sha256 or None, one.rules, *_head(record)),
        *(True, False, again, hashlib.sha256(content).hexdigest(), content),
    )
    cells = [value if isinstance(value, bytes) else cell(value) for value in row]
    connection.execute(UNSETTLED)
    connection.execute(f"{_INTO} analyses VALUES ({_marks(len(cells))})", cells)
    given = [(key, item.path, item.sha256) for item in kept.given]
    connection.executemany(f"{_INTO} outputs VALUES (?, ?, ?)", given)
    if kept.text:
        text = zlib.compress(kept.text.encode("utf-8", "surrogatepass"), 6)
        connection.execute(f"{_INTO} texts VALUES (?, ?, ?)", (key, hashlib.sha256(text).hexdigest(), text))
    show(connection, one.shown, record)
    return key


def _head(record: Record) -> tuple[Cell, ...]:
    """What the table of readings shows of a record: status to date."""
    header = record["header"] or {}
    error = record["error"]["code"] if record["error"] else None
    told = (header.get(name) for name in ("kind", "unit", "period", "date"))
    return tuple(cell(value) for value in (record["status"], error, *told))


def _lasts(one: Wanted, record: Record) -> bool:
    """Whether a reading would come out the same, and is that of the bytes that were looked at before."""
    sha256 = record["source"]["sha256"]
    if record["error"]:
        return record["error"]["code"] in _LASTING and sha256 in ("", one.sha256)
    return bool(one.base) and sha256 == one.sha256


def let_go(connection: sqlite3.Connection, path: str) -> None:
    """Take back what the tables show of a path; its readings stay, as what it said before."""
    connection.execute("UPDATE analyses SET current = 0 WHERE path = ? AND current = 1", (path,))
    for table in TABLES:
        connection.execute(f"DELETE FROM {table} WHERE path = ?", (path,))  # noqa: S608  # our own names


def show(connection: sqlite3.Connection, path: str, record: Record) -> None:
    """Put the rows of a record into the tables that people query."""
    for table, rows in rows_of(record, path).items():
        connection.executemany(f"{_INTO} {table} VALUES ({_marks(TABLES[table])})", rows)


def settle(connection: sqlite3.Connection, now: Mapping[str, str], rules: Collection[str]) -> None:
    """Let the tables show the readings of a run, paths by their keys; what was not found any more is marked as gone.

    Of bytes that were read anew under the same path, by other rules than `rules`, the former reading goes.
    """
    before = dict(connection.execute("SELECT key, path FROM analyses WHERE current = 1 ORDER BY key").fetchall())
    for key, path in before.items():
        if key not in now:
            let_go(connection, path)
    for key, path in now.items():
        if key not in before and (record := record_of(connection, key)):
            connection.execute("UPDATE analyses SET current = 1 WHERE key = ?", (key,))
            show(connection, path, record)
    paths = set(now.values())
    every = connection.execute("SELECT DISTINCT path FROM analyses").fetchall()
    marks = [(path not in paths, path) for (path,) in every]
    connection.executemany("UPDATE analyses SET gone = ? WHERE path = ?", marks)
    connection.execute(
        f"""DELETE FROM analyses WHERE current = 0 AND rules NOT IN ({_marks(len(rules))}) AND EXISTS (
            SELECT 1 FROM analyses AS new WHERE new.path = analyses.path AND new.sha256 = analyses.sha256
            AND new.current = 1)""",  # noqa: S608  # marks
        list(rules),
    )
    connection.execute("DELETE FROM intended")  # all of it is among the outputs by now
    connection.execute("DELETE FROM sources WHERE sha256 NOT IN (SELECT sha256 FROM analyses WHERE sha256 NOT NULL)")


def is_settled(connection: sqlite3.Connection, now: Mapping[str, str]) -> bool:
    """Return whether the tables show the readings of a run already, paths by their keys, and nothing changed since."""
    rows = connection.execute("SELECT key FROM analyses WHERE current = 1").fetchall()
    unsettled = connection.execute("SELECT 1 FROM about WHERE name = 'unsettled'").fetchone()
    return not unsettled and {key for (key,) in rows} == set(now)


def damaged(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the paths whose record is damaged, or whose rows differ from it."""
    query = "SELECT key, path, status, error, kind, unit, period, date FROM analyses WHERE current = 1 ORDER BY path"
    for key, path, *head in connection.execute(query).fetchall():
        record = record_of(connection, key)
        if record is None or tuple(head) != _head(record) or not _is_shown(connection, path, record):
            yield path


def mend(connection: sqlite3.Connection) -> int:
    """Show the rows of damaged reports anew; one whose record is damaged is read again next time; return how many."""
    paths = list(damaged(connection))
    for path in paths:
        (key,) = connection.execute("SELECT key FROM analyses WHERE path = ? AND current = 1", (path,)).fetchone()
        record = record_of(connection, key)
        let_go(connection, path)
        connection.execute(UNSETTLED)
        if record is None:
            connection.execute("DELETE FROM analyses WHERE key = ?", (key,))
        else:
            head = "current = 1, status = ?, error = ?, kind = ?, unit = ?, period = ?, date = ?"
            connection.execute(f"UPDATE analyses SET {head} WHERE key = ?", (*_head(record), key))  # noqa: S608  # ours
            show(connection, path, record)
    return len(paths)


def _is_shown(connection: sqlite3.Connection, path: str, record: Record) -> bool:
    """Whether the tables that people query say what a record says."""
    query = "SELECT * FROM {} WHERE path = ? ORDER BY position"
    return all(
        connection.execute(query.format(table), (path,)).fetchall() == rows
        for table, rows in rows_of(record, path).items()
    )


def _marks(count: int) -> str:
    return ", ".join("?" * count)
