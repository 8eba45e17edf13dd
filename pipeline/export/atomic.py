"""A result stands complete under its name or not at all."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_HALF_WRITTEN = re.compile(r"\..+\.[0-9]+\.tmp", re.DOTALL)


def is_half_written(name: str) -> bool:
    """Whether a name is that of a file that `replaced` had not finished when its program was killed."""
    return _HALF_WRITTEN.fullmatch(name) is not None


@contextmanager
def replaced(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write that takes the place of `path` when all went well; else `path` stays as it was."""
    # hidden and beside the target: never taken for a report, and a rename stays within one file system
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with beside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
