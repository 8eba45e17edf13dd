"""The log of decisions on disk: only ever added to, and synced before anything is said to be kept."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pipeline.decisions import Decision
from pipeline.ingest.folder import escape
from pipeline.store.faults import telling
from pipeline.store.log import Entry, Log, entries_of, read_entry, read_log
from pipeline.system import sync_folder


def load_log(path: Path) -> Log:
    """Return the log of a file, an empty one where there is none; raises StoreError."""
    with telling(path):
        try:
            return read_log(path.read_bytes())
        except FileNotFoundError:
            return Log()


def sentences(log: Log, path: Path) -> list[str]:
    """Return what is wrong with the lines of a log."""
    return [f"{escape(path.as_posix())}, dòng {number}: {clause}." for number, clause in log.faults]


def mended(path: Path) -> tuple[Log, tuple[str, ...]]:
    """Return the log of a file after mending a torn last line, and what was done; raises StoreError.

    A last line that only lacks its end is whole; any other was never said to be kept: it is set aside.
    """
    log = load_log(path)
    if not log.torn:
        return log, ()
    with telling(path):
        if isinstance(read_entry(log.torn.strip()), Entry):
            _add(path, b"\n", log.end + len(log.torn))
            return load_log(path), ()
        aside = path.with_name(f"{path.name}.dong-do")
        _add(aside, log.torn.rstrip(b"\r") + b"\n", aside.stat().st_size if aside.exists() else 0)
        _cut(path, log.end)
    told = (
        f"{escape(path.as_posix())}: dòng cuối bị đứt vì lần ghi trước bị ngắt; "
        f"đã chuyển sang “{escape(aside.name)}”, các dòng khác còn nguyên."
    )
    return replace(log, torn=b""), (told,)


def append(path: Path, log: Log, decisions: Sequence[Decision]) -> Log:
    """Add decisions to the file of a log without a torn line; return the log when they are safe; raises StoreError."""
    return add_entries(path, log, entries_of(log, decisions))


def add_entries(path: Path, log: Log, entries: Sequence[Entry]) -> Log:
    """Add lines to the file of a log; return the log when they are safe; raises StoreError, and none counts then."""
    if not entries:
        return log
    data = b"".join(entry.text.encode() + b"\n" for entry in entries)
    with telling(path):
        _add(path, data, log.end)
    every = sorted((*log.entries, *entries), key=lambda entry: entry.seq)
    return replace(log, entries=tuple(every), end=log.end + len(data))


def _add(path: Path, data: bytes, end: int) -> None:
    """Add bytes to a file of a length and sync it; where that fails it is as long as before, if the disk still can."""
    new = not path.exists()
    try:
        with path.open("ab") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if new:
            sync_folder(path.parent)
    except OSError:
        with suppress(OSError):
            _cut(path, end)
        raise


def _cut(path: Path, end: int) -> None:
    with path.open("r+b") as file:
        file.truncate(end)
        file.flush()
        os.fsync(file.fileno())
