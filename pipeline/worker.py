"""What a worker process does: jobs from a pipe, one after another, answers or why there is none back into it."""

from __future__ import annotations

import gc
import os
import pickle
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

from pipeline import system
from pipeline.ingest.limits import MOST_ANSWER, MOST_CPU_SECONDS, MOST_EXTRA_SECONDS, MOST_MEMORY, MOST_SECONDS
from pipeline.ingest.patience import on_plea

#: takes a job, returns an answer; both can be pickled
Work = Callable[[Any], Any]

_DONE, _STOPPED, _PLEA = b"\0", b"\1", b"\2"
#: objects made before Python looks for cycles: what is read holds none
_CYCLES = 100_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may use: seconds on the clock and of one core, those beyond that it may ask for, bytes of memory
    and of its answer.
    """

    seconds: float = MOST_SECONDS
    cpu_seconds: float = MOST_CPU_SECONDS
    extra: float = MOST_EXTRA_SECONDS
    memory: int = MOST_MEMORY
    answer: int = MOST_ANSWER


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why a job has no answer: a code of the public record and its cause as a Vietnamese clause."""

    code: str
    cause: str


def too_slow(limits: Limits) -> Stopped:
    """Return why a job is stopped that takes too long."""
    wall, core = limits.seconds, limits.cpu_seconds
    return Stopped("timeout", f"đọc quá lâu (quá {wall:g} giây, hoặc {core:g} giây tính toán) nên đã dừng")


def too_large(limits: Limits) -> Stopped:
    """Return why a job is stopped that needs too much memory."""
    return Stopped("memory", f"đọc tệp này cần hơn {limits.memory >> 20:,} MB bộ nhớ".replace(",", "."))


def serve(work: Work, pipe: Connection, limits: Limits, folder: str, parent: int) -> None:
    """Be a worker until the parent has no more to do."""
    system.enter_worker(limits.memory, parent)
    tempfile.tempdir = folder
    os.environ.update(dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder))  # for the programs that it starts
    gc.set_threshold(_CYCLES)
    on_plea(partial(_plead, pipe, limits))
    while True:
        try:
            job = pipe.recv()
            system.bound_cpu(limits.cpu_seconds)
            pipe.send_bytes(_said(work, job, limits))
        except (EOFError, OSError):
            return


def _plead(pipe: Connection, limits: Limits, seconds: float) -> None:
    system.bound_cpu(limits.cpu_seconds + min(seconds, limits.extra))
    pipe.send_bytes(_PLEA + pickled(seconds))


def _said(work: Work, job: object, limits: Limits) -> bytes:
    """A job done: its answer or why there is none."""
    try:
        answer = pickled(work(job))
        if len(answer) <= limits.answer:
            return _DONE + answer
        stopped = "too_big", "kết quả đọc được lớn quá mức có thể giữ"
    except MemoryError:
        stopped = "memory", too_large(limits).cause
    except RecursionError:
        stopped = "too_deep", "tệp lồng nhau quá sâu"
    except Exception as error:  # noqa: BLE001  # one bad job must not stop the others; the cause is kept
        stopped = "internal", f"lỗi trong chương trình ({type(error).__name__})"
    return _STOPPED + pickled(stopped)


def pickled(value: object) -> bytes:
    """Return a value as it goes to another process."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpickled(value: bytes) -> Any:
    """Return a value that came from our own worker, or was kept for one."""
    return pickle.loads(value)  # noqa: S301  # nobody else can write to the pipe


def answer_of(said: bytes) -> bytes | Stopped | float:
    """Return what a worker said of a job: its answer, pickled, or why there is none, or for how long it asks."""
    if said[:1] == _DONE:
        return said[1:]
    told = unpickled(said[1:])
    return float(told) if said[:1] == _PLEA else Stopped(*told)
