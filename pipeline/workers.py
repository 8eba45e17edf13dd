"""Long-lived worker processes: each does one job at a time, within limits that their parent enforces.

A job that asks for too much is stopped with its process and all programs that this started; a job whose process ends
by itself is tried once more in a new one, so that what comes out does not depend on the jobs before it.
"""

from __future__ import annotations

import os
import signal
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from shutil import rmtree
from typing import Any, Self

from pipeline import system
from pipeline.keeper import Keeper
from pipeline.worker import Limits, Stopped, Work, answer_of, serve, too_large, too_slow

#: seconds between looks at what workers use
_LOOK = 0.2
#: seconds that a process may take to end when it has closed its pipe
_LAST = 5.0


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of the job with a key: its answer, pickled, or why there is none."""

    key: int
    answer: bytes | Stopped


@dataclass(slots=True)
class _Worker:
    """A process, our end of its pipe, its folder, its memory at the start, and the job that it is at."""

    process: BaseProcess
    pipe: Connection
    folder: Path
    memory: int
    done: int = 0
    key: int | None = None
    job: Any = None
    started: float = 0.0
    extra: float = 0.0
    cpu_seconds: float = 0.0
    #: the largest memory seen at the job
    most: int = 0

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self.process.pid or 0


class Pool:
    """At most `count` workers, each but the first started when it is needed; those that were stopped are replaced.

    Raises OSError where the system starts no process. `fork` None stands for what is safe.
    """

    def __init__(self, work: Work, count: int, limits: Limits | None = None, *, fork: bool | None = None) -> None:
        self._work, self._count, self._limits = work, count, limits or Limits()
        self._fork = system.may_fork() if fork is None else fork
        self._folder = Path(tempfile.mkdtemp(prefix="soat-"))
        self._workers: list[_Worker] = []
        self._keeper: Keeper | None = None
        try:
            self._start()
        except OSError:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def busy(self) -> bool:
        """Whether some job is being done."""
        return any(worker.key is not None for worker in self._workers)

    def free(self) -> bool:
        """Return whether another job can be given; raises OSError where the system starts no process at all."""
        if any(worker.key is None for worker in self._workers):
            return True
        if len(self._workers) < self._count:
            try:
                self._start()
            except OSError:
                if not self._workers:
                    raise
                self._count = len(self._workers)  # it goes on with those that there are
            else:
                return True
        return False

    def give(self, key: int, job: object) -> None:
        """Start a job; there must be a free worker."""
        worker = next(worker for worker in self._workers if worker.key is None)
        used = system.usage(worker.pid)
        worker.key, worker.job, worker.started, worker.extra = key, job, time.monotonic(), 0.0
        worker.most = 0
        worker.cpu_seconds = used.cpu_seconds if used else 0.0
        with suppress(OSError):  # it has ended: that is seen when its answer is asked for
            worker.pipe.send(job)
        self._keep()

    def ended(self) -> list[Ended]:
        """Wait until at least one job has ended, return those that have."""
        while True:
            at_work = {worker.pipe: worker for worker in self._workers if worker.key is not None}
            ready = wait(at_work, timeout=self._pause())
            found = [self._answer(at_work[pipe]) for pipe in at_work if pipe in ready]
            found += [self._overrun(at_work[pipe]) for pipe in at_work if pipe not in ready]
            if ended := [one for one in found if one is not None]:
                return ended

    def close(self) -> None:
        """End all workers, what they started and what they left in their folder of temporary files."""
        self._end(self._workers)
        if self._keeper is not None:
            self._keeper.close()
        rmtree(self._folder, ignore_errors=True)

    # -- what ends a job -----------------------------------------------------------------------------------------

    def _pause(self) -> float:
        """Seconds until a limit may have been passed."""
        now = time.monotonic()
        left = [
            worker.started + worker.extra + self._limits.seconds - now
            for worker in self._workers
            if worker.key is not None
        ]
        return max(0.0, min([_LOOK, *left]))

    def _answer(self, worker: _Worker) -> Ended | None:
        """The answer of a worker that has something to say, or that has ended: then its job may be tried again."""
        try:
            said = worker.pipe.recv_bytes()
        except (EOFError, OSError):
            return self._died(worker)
        answer = answer_of(said)
        if isinstance(answer, float):
            worker.extra = min(worker.extra + answer, self._limits.extra)
            return None
        ended = Ended(worker.key or 0, answer)
        worker.key, worker.job, worker.done = None, None, worker.done + 1
        used = system.usage(worker.pid)
        if used and used.memory > worker.memory + self._limits.memory // 6:
            self._end([worker])  # what it holds on to is no business of the next job
        return ended

    def _died(self, worker: _Worker) -> Ended | None:
        key, job, fresh = worker.key or 0, worker.job, not worker.done
        worker.process.join(timeout=_LAST)
        status = worker.process.exitcode or 0
        self._end([worker])
        stopped = self._why(status, worker.most - worker.memory)
        with suppress(OSError):
            if not fresh and stopped.code != "timeout" and self.free():
                self.give(key, job)
                return None
        return Ended(key, stopped)

    def _why(self, status: int, used: int) -> Stopped:
        """Why a process ended, by its exit status; the system kills what needs more memory than there is.

        Libraries fall over (PDFium aborts) when they are refused more of it: `used` bytes are then many already.
        """
        if -status == getattr(signal, "SIGXCPU", 0):
            return too_slow(self._limits)
        if -status == getattr(signal, "SIGKILL", 0):
            return Stopped("memory", "hệ điều hành đã dừng việc đọc tệp này, thường vì máy hết bộ nhớ")
        if status < 0 and used > self._limits.memory // 3:
            return too_large(self._limits)
        return Stopped("internal", f"chương trình đọc tệp này dừng đột ngột (mã {status})")

    def _overrun(self, worker: _Worker) -> Ended | None:
        """What stops a job that is still being done, if anything."""
        used = system.usage(worker.pid) or system.Usage(0, 0)
        worker.most = max(worker.most, used.memory)
        most = max(self._limits.memory, worker.memory + self._limits.memory * 2 // 3)
        late = time.monotonic() - worker.started > self._limits.seconds + worker.extra
        if late or used.cpu_seconds - worker.cpu_seconds > self._limits.cpu_seconds + worker.extra:
            stopped = too_slow(self._limits)
        elif used.memory > most:
            stopped = too_large(self._limits)
        else:
            return None
        self._end([worker])
        return Ended(worker.key or 0, stopped)

    # -- processes -----------------------------------------------------------------------------------------------

    def _start(self) -> _Worker:
        context = get_context("fork" if self._fork else "spawn")
        ours, theirs = context.Pipe()
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        target = partial(serve, self._work, theirs, self._limits, str(folder), os.getpid())
        process = context.Process(target=target, daemon=True)  # type: ignore[attr-defined]  # each context has one
        process.start()
        theirs.close()
        used = system.usage(process.pid or 0)
        worker = _Worker(process, ours, folder, used.memory if used else 0)
        self._workers.append(worker)
        if self._keeper is not None:
            self._keeper.start(worker.pid)
        return worker

    def _keep(self) -> None:
        """Start the keeper: after the first job was given, so that it costs no time."""
        if self._fork and self._keeper is None:
            with suppress(OSError):
                self._keeper = Keeper(self._folder)
                for worker in self._workers:
                    self._keeper.start(worker.pid)

    def _end(self, workers: list[_Worker]) -> None:
        system.kill_all([worker.pid for worker in workers])
        for worker in list(workers):
            worker.process.kill()
            worker.process.join()
            rmtree(worker.folder, ignore_errors=True)
            if self._keeper is not None:
                self._keeper.end(worker.pid)
            worker.process.close()
            worker.pipe.close()
            self._workers.remove(worker)
