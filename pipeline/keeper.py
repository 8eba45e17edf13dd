"""What a killed parent leaves: a small process outlives it to end its workers' programs and to remove their files."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import partial
from pathlib import Path
from shutil import rmtree

from pipeline import system


class Keeper:
    """The small process, told which workers there are; the system itself ends these with their parent.

    Needs fork; raises OSError where the system starts no process.
    """

    def __init__(self, folder: Path) -> None:
        reads, self._writes = os.pipe()
        try:
            self._pid = system.aside(partial(_keep, reads, folder))
        except OSError:
            os.close(self._writes)
            raise
        finally:
            os.close(reads)

    def start(self, worker: int) -> None:
        """Tell of a worker that started."""
        self._tell(f"+{worker}\n")

    def end(self, worker: int) -> None:
        """Tell of a worker that ended with all that it started."""
        self._tell(f"-{worker}\n")

    def close(self) -> None:
        """Let it go; all workers must have ended."""
        os.close(self._writes)
        with suppress(ChildProcessError):
            os.waitpid(self._pid, 0)

    def _tell(self, line: str) -> None:
        with suppress(BrokenPipeError):  # somebody ended it: the work goes on without
            os.write(self._writes, line.encode())


def _keep(reads: int, folder: Path) -> None:
    """Wait for the end of a pipe that the parent alone holds, then end what is left."""
    os.dup2(reads, 3)
    os.closerange(4, 65536)  # among them our own copy of the other end
    with os.fdopen(3) as told:
        workers: set[int] = set()
        for line in told:
            (workers.add if line[0] == "+" else workers.discard)(int(line[1:]))
    system.kill_all(workers)
    rmtree(folder, ignore_errors=True)
