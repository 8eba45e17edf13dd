"""The bytes of a file as it stood at one moment: one that somebody writes to meanwhile is told."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.ingest.errors import IngestError
from pipeline.ingest.limits import MOST_FILE

_TRIES = 2


def read_file(path: Path) -> bytes:
    """Return the bytes of a file, read again once if it changed in between.

    Raises OSError where it cannot be read, IngestError: `too_big`, `changed_while_read`.
    """
    for _ in range(_TRIES):
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            if before.st_size > MOST_FILE:
                raise IngestError("too_big", f"tệp lớn hơn {MOST_FILE >> 20} MB")
            data = file.read(MOST_FILE + 1)
        if _state(before) == _state(path.stat()) and len(data) == before.st_size:
            return data
    raise IngestError("changed_while_read", "tệp thay đổi trong lúc đọc; hãy soát lại khi tệp đã được ghi xong")


def _state(status: os.stat_result) -> tuple[int, int, int]:
    """What differs where a file was written to or another one took its place."""
    return status.st_size, status.st_mtime_ns, status.st_ino
